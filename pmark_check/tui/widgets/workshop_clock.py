"""What a workshop shows beside its questions: its clock at the top edge, and what stands there while none is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from pmark_check.tui.text import fold, shortened

LEAST_TITLE = 16
"""Cells that the item's title keeps where the client's name is long."""


class Top(NamedTuple):
    """The top edge.

    Attributes:
        client: the client's name.
        item: number and title of the current item.
        left: the minutes it has left, and the time.
        is_over: whether there are none.
        counts: what is open, the most important first.
        pace: when it will be over at this pace.
    """

    client: str
    item: str
    left: str
    is_over: bool
    counts: tuple[str, ...]
    pace: str


class WorkshopClock(Widget):
    """Two lines: client, item and its minutes; what is open and the forecast."""

    DEFAULT_CSS = "WorkshopClock { height: 2; width: 1fr; padding: 0 1; background: $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self._top = Top("", "", "", False, (), "")  # noqa: FBT003 - a row of a table

    def show(self, top: Top) -> None:
        """Show ``top`` from now on."""
        if top != self._top:
            self._top = top
            self.refresh()

    def render(self) -> Content:
        """Return both lines; the client's name gives way, then the title; of the counts the last ones."""
        top, width = self._top, self.content_size.width
        room = max(LEAST_TITLE, width - cell_len(top.left) - 2)
        client = shortened(top.client, max(8, room - max(LEAST_TITLE, cell_len(top.item)) - 2))
        item = shortened(top.item, max(LEAST_TITLE, room - cell_len(client) - 2))
        style = "bold $warning" if top.is_over else "bold"
        first = _apart(Content.assemble(client, "  ", (item, "bold")), Content.styled(top.left, style), width)
        counts = _fitting(top.counts, width - cell_len(top.pace) - 2)
        second = _apart(Content.styled(counts, "$quiet"), Content.styled(top.pace, style if top.is_over else ""), width)
        return Content("\n").join([first, second])


def _fitting(parts: Sequence[str], width: int) -> str:
    """Return the first of ``parts`` on one line, as many as fit as a whole."""
    told = ""
    for part in parts:
        longer = f"{told}  {part}" if told else part
        if cell_len(longer) > width:
            break
        told = longer
    return told


def _apart(left: Content, right: Content, width: int) -> Content:
    return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)


class Calm(Widget):
    """A few words in the middle: a title, then lines."""

    DEFAULT_CSS = "Calm { height: 1fr; width: 1fr; padding: 1 4; content-align: center middle; text-align: center; }"

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._lines: tuple[str, ...] = ()

    def say(self, title: str, lines: Sequence[str]) -> None:
        """Show ``title`` and ``lines`` from now on."""
        if (title, tuple(lines)) != (self._title, self._lines):
            self._title, self._lines = title, tuple(lines)
            self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join([self._title, *self._lines])

    def render(self) -> Content:
        """Return the text, folded; the last of its lines give way where there is no room."""
        width, height = self.content_size
        title = fold(self._title, width)
        lines = [line for text in self._lines for line in fold(text, width)]
        room = max(0, height - len(title) - 1)
        shown = lines if len(lines) <= room else [*lines[: room - 1], "…"]
        heading = (Content.styled(line, "bold") for line in title)
        return Content("\n").join([*heading, Content(""), *map(Content, shown)])
