"""A full screen that begins anew with every language."""

from __future__ import annotations

from typing import TypeVar

from pmark_check.tui.screens.base import PmarkScreen

Result = TypeVar("Result")


class WholeScreen(PmarkScreen[Result]):
    """Base of the screens that are filled once they stand."""

    def on_mount(self) -> None:
        """Begin once everything is there."""
        self.begin()

    async def recompose(self) -> None:
        """Compose anew, after a language switch, and begin again."""
        await super().recompose()
        self.begin()

    def begin(self) -> None:
        """Set the focus, and fill what was composed empty."""
