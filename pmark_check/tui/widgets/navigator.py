"""The chapters with their progress; of the one that one is in, sections and questions. Shown where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from pmark_check.tui.text import Prose, padded, shortened

CHAPTER, SECTION, QUESTION = range(3)
"""What a line stands for; also how far it is indented."""


class Entry(NamedTuple):
    """One line: a chapter or section (``mark`` says how far one is) or a question (``mark`` is its answer in words)."""

    control_id: str
    title: str
    mark: str
    level: int
    is_current: bool
    style: str = ""


class Navigator(VerticalScroll, can_focus=False):
    """Clickable lines. The keyboard's way is F5."""

    class Chosen(Message):
        """A line was clicked."""

        def __init__(self, control_id: str) -> None:
            super().__init__()
            self.control_id = control_id

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """All lines in one widget; below them what the signs in them mean."""
        yield Static(id="entries")
        yield Prose(id="footnote", classes="quiet")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines that are shown."""
        return self._entries

    @property
    def footnote(self) -> str:
        """What stands below the lines."""
        return self.query_one("#footnote", Prose).text

    def show(self, entries: Sequence[Entry], footnote: str = "") -> None:
        """Show ``entries`` and keep the current one in sight."""
        kept = tuple(entries)
        self.query_one("#footnote", Prose).say(footnote)
        if kept != self._entries:
            self._entries = kept
            self._draw()
            self.call_after_refresh(self._keep_in_sight)

    def on_resize(self) -> None:
        """Cut the lines anew."""
        self._draw()
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll where the current question is out of sight: to its section's title if both fit, else to its middle."""
        rows = [row for row, entry in enumerate(self._entries) if entry.is_current]
        room = self.scrollable_content_region.height - self.query_one("#footnote").size.height
        if rows and not self.scroll_offset.y <= rows[-1] < self.scroll_offset.y + room:
            top = next((row for row in rows if rows[-1] - row < room), rows[-1])
            self.scroll_to(y=top, animate=False, immediate=True)

    def _draw(self) -> None:
        width = max(12, self.content_size.width - 1)
        marks = max((cell_len(e.mark) for e in self._entries if e.level == QUESTION), default=0)
        self.query_one("#entries", Static).update(Content("\n").join(_line(e, width, marks) for e in self._entries))

    def on_click(self, event: events.Click) -> None:
        """Go where the clicked line leads."""
        row = event.y + self.scroll_offset.y if event.widget is self else event.y
        is_line = not isinstance(event.widget, Prose) and 0 <= row < len(self._entries)
        if is_line and self._entries[row].control_id:
            self.post_message(self.Chosen(self._entries[row].control_id))


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
