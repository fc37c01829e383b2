"""Rows of a table as text: each cell folded to its column, blanks between, no lines drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from pmark_check.tui.text import fold, shortened

GAP = 2


@dataclass(frozen=True)
class Cell:
    """What stands in one column of one row.

    Attributes:
        text: shown literally; a ``Content`` is taken as one line that fits.
        width: cells of the column.
        lines: how many lines may be used, 0 for as many as it takes; what does not fit is cut and ends in ``…``.
    """

    text: str | Content
    width: int
    style: str = ""
    right: bool = False
    lines: int = 0


def row(*cells: Cell) -> Content:
    """Return one row; it is as high as its highest cell."""
    folded = [_folded(cell) for cell in cells]
    lines = (
        Content(" " * GAP).join([_at(lines, n, cell) for lines, cell in zip(folded, cells, strict=True)]).rstrip()
        for n in range(max(map(len, folded)))
    )
    return Content("\n").join(list(lines))


def lines_of(text: str, width: int, limit: int = 0) -> list[str]:
    """Return ``text`` folded to ``width`` cells, at most ``limit`` lines if that is not 0."""
    lines = fold(text[: limit * width * 2] if limit else text, width)
    if limit and len(lines) > limit:
        return [*lines[: limit - 1], shortened(lines[limit - 1] + "…", width)]
    return lines


def _folded(cell: Cell) -> list[Content]:
    if isinstance(cell.text, Content):
        return [cell.text]
    return [Content.styled(line, cell.style) for line in lines_of(cell.text, cell.width, cell.lines)]


def _at(lines: Sequence[Content], place: int, cell: Cell) -> Content:
    line = lines[place] if place < len(lines) else Content("")
    blanks = Content(" " * max(0, cell.width - line.cell_length))
    return blanks + line if cell.right else line + blanks
