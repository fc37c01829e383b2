"""Where to go next: the wishes that screens post and the app grants.

A screen never names the app, and never opens another screen itself: it posts one of these, or dismisses itself to
go back to where it was opened from.
"""

from __future__ import annotations

from pathlib import Path

from textual.message import Message


class OpenClient(Message):
    """Open the client at ``path`` where it was left; another open client is closed first."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class ShowInterview(Message):
    """Show the questions of the open client, at ``control_id`` or where one was last."""

    def __init__(self, control_id: str | None = None) -> None:
        super().__init__()
        self.control_id = control_id


class ShowFacts(Message):
    """Show the facts about the firm."""


class ShowResults(Message):
    """Show the results of the open client."""


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
    """Write the report of the open client beside the older ones, and say where it is."""


class LanguageChanged(Message):
    """The desk speaks another language: every screen shows itself anew."""


class ThemeChanged(Message):
    """The settings name another theme."""
