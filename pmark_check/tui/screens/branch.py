"""Declares a whole section or chapter not applicable, with one reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.getters import query_one

from pmark_check.domain.checklist import Control
from pmark_check.domain.session import Session
from pmark_check.domain.text import free_text
from pmark_check.errors import BadInput
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.dialogs import AskDialog
from pmark_check.tui.text import Prose, WideInput, shortened
from pmark_check.tui.widgets.choice_row import ChoiceRow, numbered
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.view.controls import titled
from pmark_check.view.course import Branch
from pmark_check.view.words import literal, word

TITLE_CELLS, QUESTION_CELLS = 44, 46
NAMED = 6
"""Lines in which knock-outs and gates are named; more of them scroll."""


class Excused(NamedTuple):
    """What was decided: which questions do not apply, and why."""

    controls: tuple[str, ...]
    reason: str


class BranchDialog(AskDialog[Excused]):
    """Says how many questions it touches before it asks why. Nothing is changed here."""

    HELP: ClassVar[str] = "interview-branch"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "turn", "tui.branch.key.turn", id="branch.turn"),
        Binding("f3", "include", "tui.branch.key.include", id="branch.include"),
        Binding("pagedown", "scroll(1)", "tui.branch.key.more", id="branch.page-down"),
        Binding("pageup", "scroll(-1)", "tui.list.page-up", show=False, id="branch.page-up"),
    ]
    told = query_one("#told", Prose)
    held = query_one("#held", Prose)

    def __init__(self, desk: Desk, session: Session, branches: Sequence[Branch]) -> None:
        super().__init__(desk)
        self._session = session
        self._branches = {branch.section.id: branch for branch in branches}
        self.chosen = branches[0]
        self.is_all = False
        """Whether knock-outs and gates are meant too."""

    def compose(self) -> ComposeResult:
        """Which branch, what would happen, why, what is wrong."""
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.branch.title"), classes="dialog-title")
            yield ChoiceRow(numbered([(key, self._label(found)) for key, found in self._branches.items()]), "")
            yield Prose(id="told", classes="paragraph")
            with VerticalScroll(can_focus=False):
                yield Prose(id="held")
            yield Prose(self.t("tui.branch.why"), classes="paragraph")
            yield WideInput(classes="-flat", id="why")
            yield Prose(id="problem")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Say what the section would be."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Offer only what there is to choose, or to scroll."""
        if action == "turn":
            return len(self._branches) > 1
        if action == "scroll":
            return len(self.chosen.held) >= NAMED
        return action != "include" or bool(self.chosen.held)

    # --- what would happen -------------------------------------------------------------------------------------------

    @property
    def touched(self) -> tuple[Control, ...]:
        """The questions that would be declared not applicable."""
        held = () if self.is_all else self.chosen.held
        return tuple(control for control in self.chosen.controls if control not in held)

    def _show(self) -> None:
        self.query_one(ChoiceRow).choose(self.chosen.section.id)
        self.told.say(self._told())
        self.held.say(self._held())
        self.refresh_bindings()

    def _label(self, branch: Branch) -> str:
        kind = self.t("tui.branch.section" if branch.section.parent else "tui.branch.chapter")
        return f"{kind} {shortened(titled(branch.section, self.desk.translate), TITLE_CELLS)}"

    def _told(self) -> str:
        answered = sum(bool(self._session.state(control.id).answers) for control in self.touched)
        parts = [self.t("tui.branch.count", count=len(self.touched))]
        parts += [self.t("tui.branch.answered", count=answered)] if answered else []
        parts += [self.t("tui.branch.excused", count=self.chosen.excused)] if self.chosen.excused else []
        return "\n".join(parts)

    def _held(self) -> str:
        held = self.chosen.held
        if not held:
            return ""
        lines = [self.t("tui.branch.included" if self.is_all else "tui.branch.held", count=len(held))]
        return "\n".join([*lines, *map(self._named, held)])

    def _named(self, control: Control) -> str:
        t = self.desk.translate
        kind = t("severity.knockout") if control.knockout else word("stage", control.gate, t)
        question = shortened(literal(control.question.to(t.language)), QUESTION_CELLS)
        return t("tui.branch.named", question=question, kind=kind)

    # --- choosing ----------------------------------------------------------------------------------------------------

    def action_turn(self) -> None:
        """Mean the chapter instead of the section, or the section again."""
        keys = list(self._branches)
        self._choose(keys[(keys.index(self.chosen.section.id) + 1) % len(keys)])

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        self._choose(event.choice)

    def _choose(self, section: str) -> None:
        self.chosen, self.is_all = self._branches[section], False
        self._show()

    def action_scroll(self, pages: int) -> None:
        """Move through the knock-outs and gates that are named."""
        body = self.query_one(VerticalScroll)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    def action_include(self) -> None:
        """Mean the knock-outs and gates too, or leave them out again."""
        self.is_all = not self.is_all
        self._show()

    def accept(self) -> None:
        """Return what was decided; a missing reason is said, and the dialog stays."""
        with self.errors_shown():
            reason = free_text(self.field.value, self.t("tui.branch.why")).strip()
            if not self.touched:
                self.problem.say(self.t("tui.branch.nothing"))
            elif not reason:
                raise BadInput("text.empty", field=self.t("tui.branch.why"))
            else:
                self.dismiss(Excused(tuple(control.id for control in self.touched), reason))
