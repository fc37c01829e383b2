"""Labelled rows of literal text, folded beside their labels. One widget shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmark_check.tui.text import Touchable, clickable, fold, padded

MEASURE = 84
"""Cells beyond which a line of prose is hard to read: about 42 full-width characters."""


class Row(NamedTuple):
    """One labelled text. ``action`` runs when it is clicked; ``most`` limits its lines, 0 does not."""

    label: str
    text: str
    action: str = ""
    most: int = 0
    style: str = ""


class Rows(Touchable):
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
            self.refresh(layout=True)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the lines that the rows take at ``width``."""
        return max(self._least, sum(len(lines) for _, lines in self._folded(width)))

    def render(self) -> Content:
        """Return the rows, labels in a column of their own."""
        indent = self._indent()
        lines: list[Content] = []
        for row, folded in self._folded(self.content_size.width):
            for number, line in enumerate(folded):
                label = (padded(row.label if not number else "", indent), "$quiet")
                shown = clickable(line, row.action, row.style) if row.action else Content.styled(line, row.style)
                lines.append(Content.assemble(label, shown))
        return Content("\n").join(lines)

    def _indent(self) -> int:
        return max((cell_len(row.label) + 2 for row in self._rows if row.label), default=0)

    def _folded(self, width: int) -> list[tuple[Row, list[str]]]:
        cells = min(width - self._indent(), MEASURE)
        return [(row, _limited(fold(row.text, cells), row.most)) for row in self._rows]


def _limited(lines: list[str], most: int) -> list[str]:
    return lines if not most or len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
