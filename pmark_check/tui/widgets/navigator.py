"""The sections with their progress, and the questions of the section one is in. Shown where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from pmark_check.tui.text import padded, shortened


class Entry(NamedTuple):
    """One line: a section (``mark`` says how far one is) or a question (``mark`` is the word of its answer)."""

    control_id: str
    title: str
    mark: str
    is_section: bool
    is_current: bool
    style: str = ""


class Navigator(VerticalScroll, can_focus=False):
    """Clickable lines. The keyboard's way is F5."""

    @dataclass
    class Chosen(Message):
        """A line was clicked."""

        control_id: str

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """All lines in one widget."""
        yield Static(id="entries")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines that are shown."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Show ``entries`` and keep the current one in sight."""
        kept = tuple(entries)
        if kept == self._entries:
            return
        self._entries = kept
        self._draw()
        current = next((row for row, entry in enumerate(kept) if entry.is_current and not entry.is_section), 0)
        if not self.scroll_offset.y <= current < self.scroll_offset.y + self.size.height:
            self.scroll_to(y=max(0, current - self.size.height // 2), animate=False)

    def on_resize(self) -> None:
        """Cut the lines anew."""
        self._draw()

    def _draw(self) -> None:
        width = max(12, self.content_size.width - 1)
        marks = max((cell_len(e.mark) for e in self._entries if not e.is_section), default=0)
        self.query_one("#entries", Static).update(Content("\n").join(_line(e, width, marks) for e in self._entries))

    def on_click(self, event: events.Click) -> None:
        """Go where the clicked line leads."""
        row = event.y + self.scroll_offset.y if event.widget is self else event.y
        if 0 <= row < len(self._entries) and self._entries[row].control_id:
            self.post_message(self.Chosen(self._entries[row].control_id))


def _line(entry: Entry, width: int, marks: int) -> Content:
    if entry.is_section:
        title = shortened(entry.title, width - cell_len(entry.mark) - 1)
        gap = " " * (width - cell_len(title) - cell_len(entry.mark))
        return Content.assemble((title, "bold" if entry.is_current else ""), gap, (entry.mark, "$quiet"))
    title = shortened(entry.title, width - marks - 3)
    line = Content.assemble(" ", (padded(entry.mark, marks), entry.style), "  ", title)
    filler = " " * max(0, width - line.cell_length)
    whole = Content.assemble(line, filler)
    return whole.stylize("$block-cursor-foreground on $block-cursor-background") if entry.is_current else whole
