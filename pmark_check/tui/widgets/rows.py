"""Labelled rows of literal text, folded beside their labels. One widget shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmark_check.tui.text import clickable, fold, padded
from pmark_check.tui.widgets.lined import Lined

MEASURE = 84
"""Cells beyond which a line of prose is hard to read: about 42 full-width characters."""


class Row(NamedTuple):
    """One labelled text. ``action`` runs when it is clicked; ``most`` limits its lines, 0 does not."""

    label: str
    text: str
    action: str = ""
    most: int = 0
    style: str = ""


class Rows(Lined):
    """Rows one under the other; those without text take no room."""

    DEFAULT_CSS = "Rows { height: auto; width: 1fr; padding: 0 1; }"

    def __init__(self, *, least: int = 0, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._least = least

    def say(self, rows: Sequence[Row]) -> None:
        """Show ``rows`` from now on."""
        kept = tuple(row for row in rows if row.text)
        if kept != self._rows:
            self._rows = kept
            self.refresh(layout=self.styles.height is None or self.styles.height.is_auto)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the lines that the rows take at ``width``."""
        return max(self._least, len(lines_of(self._rows, width)))

    def render(self) -> Content:
        """Return the rows, labels in a column of their own."""
        return Content("\n").join(lines_of(self._rows, self.content_size.width))

    def line_at(self, y: int) -> Content:
        """Return one line of them."""
        lines = lines_of(self._rows, self.content_size.width)
        return lines[y] if y < len(lines) else Content("")


@lru_cache(maxsize=64)
def lines_of(rows: tuple[Row, ...], width: int) -> tuple[Content, ...]:
    """Return ``rows`` folded to ``width`` cells, labels in a column of their own."""
    indent = max((cell_len(row.label) + 2 for row in rows if row.label), default=0)
    cells = min(width - indent, MEASURE)
    return tuple(
        Content.assemble(
            (padded("" if number else row.label, indent), "$quiet"),
            clickable(line, row.action, row.style) if row.action else (line, row.style),
        )
        for row in rows
        for number, line in enumerate(_limited(fold(row.text, cells), row.most))
    )


def _limited(lines: list[str], most: int) -> list[str]:
    return lines if not most or len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
