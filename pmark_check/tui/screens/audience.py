"""Asks which report shall be written and for whom, and whether as a PDF too."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one

from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import WriteReport
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose
from pmark_check.tui.widgets.choice_row import ChoiceRow, numbered
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.view.profile import Audience

MONTHLY = "monthly"
"""The choice beside the audiences: the progress report on the last month."""


class AudienceDialog(PmarkDialog[WriteReport]):
    """Returns the wish for a report. The officer's is chosen until another is; private notes are in one only."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write(False)", "tui.audience.write", id="audience.write"),
        Binding("f3", "write(True)", "tui.audience.pdf", id="audience.pdf"),
        Binding("escape", "dismiss", "tui.dialog.cancel", id="audience.cancel"),
    ]
    told = query_one("#told", Prose)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.chosen: str = Audience.OFFICER.value

    def compose(self) -> ComposeResult:
        """The audiences, the monthly report, and what is in the chosen one."""
        names = [(choice, self.t(f"tui.audience.{choice}")) for choice in (*map(str, Audience), MONTHLY)]
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.audience.title"), classes="dialog-title")
            yield ChoiceRow(numbered(names), self.chosen)
            yield Prose(id="told", classes="paragraph")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin with the choice that stands."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a PDF only where one can be made."""
        return action != "write" or parameters != (True,) or self.desk.print_page is not None

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        self.chosen = event.choice
        self._show()

    def _show(self) -> None:
        self.query_one(ChoiceRow).choose(self.chosen)
        self.told.say(self.t(f"tui.audience.{self.chosen}.told"))

    def action_write(self, as_pdf: bool) -> None:  # noqa: FBT001 - a key's action has no keywords
        """Wish for the report."""
        audience = None if self.chosen == MONTHLY else Audience(self.chosen)
        self.dismiss(WriteReport(audience, is_monthly=audience is None, as_pdf=as_pdf))
