"""The command palette: every wish by its name, in the user's language.

A title carries the reading in kana and latin letters and the English word: the palette's matcher folds neither kana
nor kanji (ほうこく does not find 報告書, tried).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets.option_list import Option

from pmark_check.i18n.translation import Translator
from pmark_check.tui import navigation

if TYPE_CHECKING:
    from pmark_check.tui.app import PmarkApp

ANYWHERE: dict[str, Callable[[], Message]] = {
    "home": navigation.GoHome,
    "settings": navigation.ShowSettings,
    "help": navigation.ShowHelp,
}
WITH_A_CLIENT: dict[str, Callable[[], Message]] = {
    "interview": navigation.ShowInterview,
    "facts": navigation.ShowFacts,
    "results": navigation.ShowResults,
    "workshop": navigation.ShowWorkshop,
    "report": navigation.WriteReport,
    "pdf": partial(navigation.WriteReport, as_pdf=True),
    "add-checklists": navigation.AddChecklists,
}

OUTSIDE = ("home", "settings", "interview", "workshop", "add-checklists")
"""Commands that a workshop goes without: nobody there is shown another client."""

ON_A_QUESTION = {"branch": "branch", "confirm": "confirm"}
"""Command -> action of the interview; offered where the screen has it."""


def is_in_workshop(app: App[Any]) -> bool:
    """Return whether a workshop is on the screen, or under what is."""
    return any(getattr(screen, "is_workshop", False) for screen in app.screen_stack)


def is_projecting(app: App[Any]) -> bool:
    """Return whether the room looks at the screen."""
    return any(getattr(screen, "is_projected", False) for screen in app.screen_stack)


def commands(app: PmarkApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield what can be done now."""
    if is_projecting(app):
        yield _command(app, "help", partial(_wish, screen, partial(navigation.ShowHelp, "projector")))
        yield _command(app, "quit", app.action_quit)
        return
    wishes = (WITH_A_CLIENT if app.session else {}) | ANYWHERE
    for name, wish in wishes.items():
        if not (is_in_workshop(app) and name in OUTSIDE):
            yield _command(app, name, partial(_wish, screen, wish))
    for name, action in ON_A_QUESTION.items():
        if hasattr(screen, f"action_{action}"):
            yield _command(app, name, getattr(screen, f"action_{action}"))
    if app.reports.last:
        yield _command(app, "open-report", app.reports.open_last)
    yield _command(app, "quit", app.action_quit)


def _wish(screen: Screen[Any], wish: Callable[[], Message]) -> None:
    screen.post_message(wish())


def _command(app: PmarkApp, name: str, do: Callable[[], Any]) -> SystemCommand:
    t = app.desk.translate
    return SystemCommand(t(f"tui.command.{name}"), t(f"tui.command.{name}.help"), do)


def show_palette(app: PmarkApp) -> None:
    """Open the palette, asking in the user's language."""
    if not app.screen.has_class("--textual-command-palette"):
        app.push_screen(Palette(app.desk.translate))


class Palette(CommandPalette):
    """Textual's palette with our words."""

    def __init__(self, translate: Translator) -> None:
        super().__init__(placeholder=translate("tui.palette.ask"), id="--command-palette")
        self._translate = translate

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say at once that nothing was found; Textual says so in English after a while (8.2.8, guarded by a test)."""
        self._stop_no_matches_countdown()
        if search_value:
            nothing = Content(self._translate("tui.palette.none"))
            self.query_one(CommandList).add_option(Option(nothing, disabled=True, id=self._NO_MATCHES))
        self._list_visible = bool(search_value)
