"""A full screen on bare ground."""

from __future__ import annotations

from typing import TypeVar

from pmark_check.tui.screens.base import PmarkScreen

Result = TypeVar("Result")


class WholeScreen(PmarkScreen[Result]):
    """Base of the screens that have bare ground between their widgets.

    ``PmarkScreen`` has its style names from its first base, which is no ``Screen``: without a ground of its own it is
    transparent, and the screen before shines through wherever no widget lies (seen in tmux).
    """

    DEFAULT_CSS = """
    WholeScreen {
        layout: vertical;
        overflow-y: hidden;
        background: $background;
        color: $foreground;
    }
    """

    def on_mount(self) -> None:
        """Begin once everything is there."""
        self.begin()

    async def recompose(self) -> None:
        """Compose anew, after a language switch, and begin again."""
        await super().recompose()
        self.begin()

    def begin(self) -> None:
        """Set the focus, and fill what was composed empty."""
