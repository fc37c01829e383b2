"""What all screens share: the desk, translated keys, errors shown in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import ActiveBinding, Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from pmark_check.errors import PmarkError
from pmark_check.i18n.translation import explain
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.held_key import HeldKey
from pmark_check.tui.widgets.status_line import StatusLine

Result = TypeVar("Result")

BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (120, "-broad")]
"""Cells from which there is room for a navigator, and for a second column."""

FOREIGN = {"palette": "tui.key.palette", "Quit": "tui.key.quit"}
"""What Textual itself writes beside its keys, and the keys of our words for it."""


class _AtDesk(Widget):
    """Mixed into screens, after Textual's own class, whose style names count: text in the user's language.

    Binding descriptions are catalogue keys; ``active_bindings`` translates them when they are shown, because class
    attributes are evaluated before a language is known.
    """

    desk: Desk

    def t(self, key: str, **values: object) -> str:
        """Return interface text in the language of the screens."""
        return self.desk.translate(key, **values)

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Show a ``PmarkError`` raised inside as a message; what was typed stays where it is."""
        try:
            yield
        except PmarkError as error:
            said = explain(error, self.desk.translate)
            self.app.notify(
                f"{said.message}\n{said.remedy}", title=said.title, severity="error", timeout=12, markup=False
            )

    @contextmanager
    def saving_shown(self, status: StatusLine) -> Iterator[None]:
        """Show a ``PmarkError`` raised inside as a message, and say in ``status`` that nothing was saved."""
        with self.errors_shown():
            try:
                yield
            except PmarkError:
                status.saved(self.t("tui.status.not-saved"))
                raise

    def retranslate(self) -> None:
        """Show everything in the language that the desk speaks now."""
        self.refresh(recompose=True)

    def keep_typing(self) -> None:
        """Keep what is being typed as drafts; a screen on which one types overrides this."""


class PmarkScreen(Screen[Result], _AtDesk):
    """Base of the full screens. A language switch recomposes them; state lives in session and settings."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    is_workshop = False
    """Whether it leads through a workshop: then nothing is offered that leads to another client."""
    is_projected = False
    """Whether the room looks at it: then nothing is offered that shows more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._held_key = HeldKey()

    def on_key(self, event: events.Key) -> None:
        """Let an answer key that is held down answer what was on the screen, and not what follows."""
        if self._held_key.is_repeat(event) and self._answers(event.key):
            event.stop()
            event.prevent_default()

    def _answers(self, key: str) -> bool:
        active = self.active_bindings.get(key)
        return active is not None and active.binding.action.startswith("answer(")

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys of this screen, described in the user's language."""
        return {key: _translated(active, self.desk) for key, active in super().active_bindings.items()}


class PmarkDialog(ModalScreen[Result], _AtDesk):
    """Base of the dialogs. Each has help on its keys."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "tui.key.help", show=False, id="dialog.help"),
    ]

    HELP: ClassVar[str] = "dialog"
    """The topic on which its help begins."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def action_help(self) -> None:
        """Show what this dialog is for, and its keys; it stays as it is underneath."""
        self.post_message(navigation.ShowHelp(self.HELP))

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys of this dialog, described in the user's language."""
        return {key: _translated(active, self.desk) for key, active in super().active_bindings.items()}


def unsaid(active: ActiveBinding) -> ActiveBinding:
    """Return a key that works as before and is not named in the last line."""
    return active._replace(binding=replace(active.binding, show=False))


def _translated(active: ActiveBinding, desk: Desk) -> ActiveBinding:
    binding = active.binding
    key = FOREIGN.get(binding.description, binding.description)
    return active._replace(binding=replace(binding, description=desk.translate(key) if key else "", tooltip=""))
