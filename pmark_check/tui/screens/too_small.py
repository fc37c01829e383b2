"""Shown instead of a broken screen while the terminal is too small."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size

from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose

LEAST = Size(80, 24)
"""The smallest terminal on which a question, its answers and the status fit."""


class TooSmall(PmarkDialog[None]):
    """Says how large the terminal is and how large it has to be."""

    def compose(self) -> ComposeResult:
        """One sentence in the middle."""
        yield Prose(self._sentence(), id="too-small")

    def on_resize(self) -> None:
        """Count along while the window is being drawn larger."""
        self.query_one(Prose).say(self._sentence())

    def _sentence(self) -> str:
        size = self.app.size
        wanted = {"columns": LEAST.width, "rows": LEAST.height}
        return self.t("tui.small.sentence", width=size.width, height=size.height, **wanted)
