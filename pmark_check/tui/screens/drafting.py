"""Dialogs in which something is collected that a crash must not lose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.dialogs import AskDialog

Result = TypeVar("Result")


class DraftingDialog(AskDialog[Result]):
    """What is being collected is a draft within a second. Keeping it and giving it up both end the draft.

    Args:
        desk: the language.
        draft: what was being collected when the program was interrupted.
        keep_draft: takes what is being collected; "" for nothing.
    """

    def __init__(self, desk: Desk, draft: str, keep_draft: Callable[[str], None]) -> None:
        super().__init__(desk)
        self._draft, self._keep_draft = draft, keep_draft
        self._is_over = False

    def on_mount(self) -> None:
        """Keep what is being collected from now on."""
        from pmark_check.tui.widgets.editor import DRAFT_SECONDS  # 40 ms, and not needed before something is written

        self.set_interval(DRAFT_SECONDS, self.keep_typing)

    def retranslate(self) -> None:
        """Show everything in the language that the desk speaks now, and in it what is being collected."""
        self.keep_typing()
        super().retranslate()

    async def recompose(self) -> None:
        """Go on where one is."""
        await super().recompose()
        self.focus_first()

    def as_draft(self) -> str:
        """Return what was collected so far; "" where nothing was."""
        raise NotImplementedError

    def keep_typing(self) -> None:
        """Keep what was collected so far."""
        if self.is_attached and not self._is_over:
            self._keep_as_draft(self.as_draft())

    def _keep_as_draft(self, text: str) -> None:
        if text != self._draft:
            with self.errors_shown():
                self._keep_draft(text)
                self._draft = text

    def _end_draft(self) -> None:
        """Drop the draft for good: the dialog stays for a moment once it was told to go."""
        self._is_over = True
        self._keep_as_draft("")

    def finish(self, result: Result | None) -> None:
        """Close: what was collected is kept, or was given up."""
        self._end_draft()
        self.dismiss(result)

    async def action_dismiss(self, result: Result | None = None) -> None:
        """Give up what was collected."""
        self._end_draft()
        await super().action_dismiss(result)
