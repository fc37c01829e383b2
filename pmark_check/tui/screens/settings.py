"""The few settings, on one screen, kept as they are changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import Input

from pmark_check.domain.language import LANGUAGES
from pmark_check.domain.text import free_text
from pmark_check.errors import PmarkError
from pmark_check.i18n.translation import explain
from pmark_check.storage.settings import Settings
from pmark_check.tui.navigation import LanguageChanged, ShowHelp, ThemeChanged
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.choice_row import Choice, ChoiceRow, numbered
from pmark_check.tui.widgets.key_footer import KeyFooter

NAMES = ("my_name", "my_firm")
THEMES = ("light", "dark")
YES, NO = "yes", "no"


class SettingsScreen(WholeScreen[None]):
    """My name, my firm, language, theme, go on after an answer. Every change is durable at once."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "tui.key.help", id="settings.help"),
        Binding("up", "app.focus_previous", "tui.settings.up", show=False, priority=True, id="settings.up"),
        Binding(
            "down,enter", "app.focus_next", "tui.settings.next", priority=True, id="settings.next", key_display="↑↓"
        ),
        Binding("escape", "dismiss", "tui.key.back", id="settings.back"),
    ]
    problem = query_one("#problem", Prose)
    _place = NAMES[0]

    def compose(self) -> ComposeResult:
        """One row for each setting, what is saved below."""
        settings = self.desk.settings
        yield Prose(self.t("tui.settings.title"), id="title")
        for name in NAMES:
            field = WideInput(getattr(settings, name), id=name, classes="-flat", select_on_focus=False)
            yield from self._row(name, field)
        yield from self._row("language", ChoiceRow(self._languages(), settings.language or "", id="language"))
        themes = [(theme, self.t(f"tui.settings.theme.{theme}")) for theme in THEMES]
        yield from self._row("theme", ChoiceRow(numbered(themes), settings.theme, id="theme"))
        ways = [(way, self.t(f"tui.settings.go-on.{way}")) for way in (YES, NO)]
        chosen = YES if settings.go_on_after_answer else NO
        yield from self._row("go-on", ChoiceRow(numbered(ways), chosen, id="go-on"))
        yield Prose(self.t("tui.settings.saved", folder=self.desk.around.workspace), classes="told setting")
        yield Prose(id="problem")
        yield KeyFooter()

    def _row(self, name: str, field: Widget) -> ComposeResult:
        with Horizontal(classes="setting"):
            yield Prose(self.t(f"tui.settings.{name}"), classes="label")
            yield field

    def _languages(self) -> Sequence[Choice]:
        named = [(language, self.t(f"tui.settings.language.{language}")) for language in LANGUAGES]
        return numbered([*named, ("", self.t("tui.settings.language.machine"))])

    # --- keeping ---------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _name_typed(self, event: Input.Changed) -> None:
        name = event.input.id or ""
        if event.value != getattr(self.desk.settings, name):
            label = self.t(f"tui.settings.{name}")
            self._keep(lambda: {name: free_text(event.value, label).strip()})

    @on(ChoiceRow.Picked, "#language")
    def _language_picked(self, event: ChoiceRow.Picked) -> None:
        spoken = self.desk.language
        if self._keep(lambda: {"language": event.choice or None}):
            event.row.choose(event.choice)
            if self.desk.language != spoken:
                self.post_message(LanguageChanged())

    @on(ChoiceRow.Picked, "#theme")
    def _theme_picked(self, event: ChoiceRow.Picked) -> None:
        if self._keep(lambda: {"theme": event.choice}):
            event.row.choose(event.choice)
            self.post_message(ThemeChanged())

    @on(ChoiceRow.Picked, "#go-on")
    def _way_picked(self, event: ChoiceRow.Picked) -> None:
        if self._keep(lambda: {"go_on_after_answer": event.choice == YES}):
            event.row.choose(event.choice)

    def _keep(self, change: Callable[[], dict[str, object]]) -> bool:
        """Make the change durable; return whether that went well, saying what is wrong where it did not."""
        try:
            self.desk.keep(Settings.model_validate(self.desk.settings.model_dump() | change()))
        except PmarkError as error:
            self.problem.say(str(explain(error, self.desk.translate)))
            return False
        self.problem.say("")
        return True

    # --- keys ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Show everything in the language that the desk speaks now; the focus stays on its row."""
        self._place = (self.focused.id if self.focused else None) or self._place
        super().retranslate()

    def begin(self) -> None:
        """Begin in the setting where one was."""
        self.query_one(f"#{self._place}").focus()

    def action_help(self) -> None:
        """Show what the settings mean."""
        self.post_message(ShowHelp("settings"))
