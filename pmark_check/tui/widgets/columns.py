"""Rows of a table as text: each cell folded to its column, blanks between, no lines drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmark_check.tui.text import fold, shortened

GAP = 2


class Cell(NamedTuple):
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
    parts: list[str | Content | tuple[str, str]] = []
    for n in range(max(map(len, folded))):
        parts += ["\n"] if n else []
        blanks = 0
        for lines, cell in zip(folded, cells, strict=True):
            line = lines[n] if n < len(lines) else ""
            free = max(0, cell.width - _length(line))
            if line:
                parts.append(" " * (blanks + (free if cell.right else 0)))
                parts.append(line if isinstance(line, Content) else (line, cell.style))
                blanks = 0 if cell.right else free
            else:
                blanks += free
            blanks += GAP
    return Content.assemble(*parts)


def lines_of(text: str, width: int, limit: int = 0) -> list[str]:
    """Return ``text`` folded to ``width`` cells, at most ``limit`` lines if that is not 0."""
    lines = fold(text[: limit * width * 2] if limit else text, width)
    if limit and len(lines) > limit:
        return [*lines[: limit - 1], shortened(lines[limit - 1] + "…", width)]
    return lines


def _folded(cell: Cell) -> Sequence[str | Content]:
    return [cell.text] if isinstance(cell.text, Content) else lines_of(cell.text, cell.width, cell.lines)


def _length(line: str | Content) -> int:
    return line.cell_length if isinstance(line, Content) else cell_len(line)
