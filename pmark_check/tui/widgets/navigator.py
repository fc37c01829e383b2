"""The chapters with their progress; of the one that one is in, sections and questions. Shown where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message

from pmark_check.tui.text import fold, padded, shortened
from pmark_check.tui.widgets.page import Page

CHAPTER, SECTION, QUESTION = range(3)
"""What a line stands for; also how far it is indented."""


class Entry(NamedTuple):
    """One line: a chapter or section (``mark`` says how far one is) or a question (``mark`` is its answer in words)."""

    control_id: str
    title: str
    mark: str
    level: int
    is_current: bool = False
    style: str = ""


class Navigator(Page):
    """Clickable lines. The keyboard's way is F5."""

    class Chosen(Message):
        """A line was clicked."""

        def __init__(self, control_id: str) -> None:
            super().__init__()
            self.control_id = control_id

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        """The lines that are shown."""
        self.footnote = ""
        """What the signs in them mean; stands below them."""

    def show(self, entries: Sequence[Entry], footnote: str = "") -> None:
        """Show ``entries`` and keep the current one in sight."""
        kept = tuple(entries)
        if (kept, footnote) != (self.entries, self.footnote):
            self.entries, self.footnote = kept, footnote
            self.renew()

    def renew(self) -> None:
        """Keep the current question in sight: with its section's title if both fit."""
        super().renew()
        rows = [row for row, entry in enumerate(self.entries) if entry.is_current]
        room = self.scrollable_content_region.height
        if rows and not self.scroll_offset.y <= rows[-1] < self.scroll_offset.y + room:
            top = next((row for row in rows if rows[-1] - row < room), rows[-1])
            self.scroll_to(y=top, animate=False)

    def folded(self, width: int) -> tuple[Sequence[Content], Sequence[Content]]:
        """Return the lines, below them what the signs mean."""
        marks = max((cell_len(e.mark) for e in self.entries if e.level == QUESTION), default=0)
        signs = [Content(""), *(Content.styled(line, "$quiet") for line in fold(self.footnote, width))]
        return (), [*(_line(e, width, marks) for e in self.entries), *(signs if self.footnote else ())]

    def on_click(self, event: events.Click) -> None:
        """Go where the clicked line leads."""
        at = event.get_content_offset(self)
        row = at.y + self.scroll_offset.y if at else -1
        if 0 <= row < len(self.entries) and self.entries[row].control_id:
            self.post_message(self.Chosen(self.entries[row].control_id))


@lru_cache(maxsize=256)
def _line(entry: Entry, width: int, marks: int) -> Content:
    indent = " " * entry.level
    if entry.level != QUESTION:
        title = indent + shortened(entry.title, width - entry.level - cell_len(entry.mark) - 1)
        gap = " " * (width - cell_len(title) - cell_len(entry.mark))
        return Content.assemble((title, "bold" if entry.is_current else ""), gap, (entry.mark, "$quiet"))
    title = shortened(entry.title, width - marks - len(indent) - 1)
    line = Content.assemble(indent, (padded(entry.mark, marks), entry.style), " ", title)
    filler = " " * max(0, width - line.cell_length)
    whole = Content.assemble(line, filler)
    return whole.stylize("$block-cursor-foreground on $block-cursor-background") if entry.is_current else whole
