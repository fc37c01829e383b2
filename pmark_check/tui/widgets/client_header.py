"""The first line of a client's screens: who is asked with what, how far one is, what can be shown today."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from pmark_check.tui.text import shortened
from pmark_check.tui.widgets.lined import Line


class ClientHeader(Line):
    """One line: the client and its checklist at the left, place and score at the right."""

    DEFAULT_CSS = "ClientHeader { color: $foreground; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._lefts: tuple[str, ...] = ("",)
        self._right = ""

    def say(self, lefts: tuple[str, ...], right: str) -> None:
        """Show both sides from now on: of ``lefts``, longest first, the first that fits."""
        if (lefts, right) != (self._lefts, self._right):
            self._lefts, self._right = lefts, right
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        room = max(4, width - cell_len(self._right) - 2)
        left = next((left for left in self._lefts if cell_len(left) <= room), shortened(self._lefts[-1], room))
        gap = " " * max(2, width - cell_len(left) - cell_len(self._right))
        return Content.assemble((left, "bold"), gap, self._right)
