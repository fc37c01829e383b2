"""Where to go next: the wishes that screens post and the app grants.

A screen never names the app, and never opens another screen itself: it posts one of these, or dismisses itself to
go back to where it was opened from.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from pmark_check.errors import PmarkError

if TYPE_CHECKING:
    from pmark_check.view.profile import Audience


class OpenClient(Message):
    """Open the client at ``path``; another open client is closed first.

    It is opened where it was left, ``for_workshop``, or ``anew`` at the first open question, because the order changed.
    """

    def __init__(self, path: Path, *, for_workshop: bool = False, anew: bool = False) -> None:
        super().__init__()
        self.path = path
        self.for_workshop = for_workshop
        self.anew = anew


class ShowInterview(Message):
    """Show the questions of the open client, at ``control_id`` or where one was last."""

    def __init__(self, control_id: str | None = None) -> None:
        super().__init__()
        self.control_id = control_id


class ShowFacts(Message):
    """Show the facts about the firm."""


class ShowResults(Message):
    """Show the results of the open client."""


class ShowWorkshop(Message):
    """Show the workshop that goes on with the open client, else ask how to begin one; ``projects`` to the room."""

    def __init__(self, *, projects: bool = False) -> None:
        super().__init__()
        self.projects = projects


class LeaveWorkshop(Message):
    """Show the questions of the client without its workshop."""


class WorkshopOver(Message):
    """Show what came of the workshop that was just ended."""


class ShowSettings(Message):
    """Show the settings."""


class ShowHelp(Message):
    """Show help, beginning with ``topic``: the name of a screen, or ``glossary``."""

    def __init__(self, topic: str = "") -> None:
        super().__init__()
        self.topic = topic


class AddChecklists(Message):
    """Ask which more checklists the open client shall be asked with."""


class GoHome(Message):
    """Close the open client and show the list of clients."""


class WriteReport(Message):
    """Write a report of the open client beside the older ones, and say where it is; its PDF too ``as_pdf``.

    Without ``audience`` it is the officer's; ``is_monthly`` wishes for the progress report of the last month instead.
    """

    def __init__(self, audience: Audience | None = None, *, is_monthly: bool = False, as_pdf: bool = False) -> None:
        super().__init__()
        self.audience = audience
        self.is_monthly = is_monthly
        self.as_pdf = as_pdf


class PagePrinted(Message):
    """A PDF was made: ``outcome`` is where it lies, or why there is none."""

    def __init__(self, outcome: Path | PmarkError) -> None:
        super().__init__()
        self.outcome = outcome


class LanguageChanged(Message):
    """The desk speaks another language: every screen shows itself anew."""


class ThemeChanged(Message):
    """The settings name another theme."""
