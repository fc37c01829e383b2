"""What a workshop shows beside its questions: its clock at the top edge, and what stands there while none is asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
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


class Part(NamedTuple):
    """A list under a heading."""

    heading: str
    entries: tuple[str, ...]


class Calm(Widget):
    """A few words in the middle: a title, lines, then lists to be read out, one below the other."""

    DEFAULT_CSS = "Calm { height: 1fr; width: 1fr; padding: 1 4; content-align: left middle; }"
    HANGING = 2
    """Cells by which the second line of an entry stands in, as wide as what each begins with."""

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, tuple[str, ...], tuple[Part, ...]] = ("", (), ())

    def say(self, title: str, lines: Sequence[str], parts: Sequence[Part] = ()) -> None:
        """Show ``title``, ``lines`` and ``parts`` from now on."""
        said = title, tuple(lines), tuple(parts)
        if said != self._said:
            self._said = said
            self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        title, lines, parts = self._said
        return "\n".join([title, *lines, *(text for part in parts for text in (part.heading, *part.entries))])

    def render(self) -> Content:
        """Return title and lines, each in the middle, and the lists as one block there; what has no room gives way."""
        title, lines, parts = self._said
        width, height = self.content_size
        heading = fold(title, width)
        told = [line for text in lines for line in fold(text, width)]
        rows = _fitted([self._rows(part, width) for part in parts], height - len(heading) - len(told) - 1)
        margin = " " * ((width - max(map(cell_len, chain(*rows)), default=0)) // 2)
        shown = [Content.styled(_centred(line, width), "bold") for line in heading]
        shown += [Content(""), *(Content(_centred(line, width)) for line in told)]
        for first, *more in rows:
            shown += [Content(""), Content.styled(margin + first, "bold"), *(Content(margin + row) for row in more)]
        return Content("\n").join(shown[:height])

    def _rows(self, part: Part, width: int) -> list[str]:
        """Return the heading, and the entries folded."""
        rows = [part.heading]
        for entry in part.entries:
            first, *more = fold(entry, width - self.HANGING)
            rows += [first, *(" " * self.HANGING + line for line in more)]
        return rows


def _fitted(parts: list[list[str]], room: int) -> list[list[str]]:
    """Return ``parts`` in ``room`` rows, a blank one above each, as far as they can be: the longest give way."""
    while parts and sum(len(rows) + 1 for rows in parts) > room:
        longest = max(parts, key=len)
        if len(longest) <= 2:
            break
        longest[-2:] = ["…"]
    return parts


def _centred(line: str, width: int) -> str:
    return " " * ((width - cell_len(line)) // 2) + line
