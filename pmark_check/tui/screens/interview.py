"""The interview: one question, one row of answers, one line that says what happens next.

Every answer is durable before it is shown: the session's methods return once the bytes are on the disk, and what is
shown is read from the session. The screen keeps only what the next key needs: the layer that is being refined, how
the next answer will be known, and who is speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widget import AwaitMount

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import AnyBody, HowKnown, Mark
from pmark_check.tui.deeds import deed
from pmark_check.tui.screens.going import GoingScreen
from pmark_check.tui.screens.interview_keys import BINDINGS
from pmark_check.tui.widgets.answer_bar import NOT_APPLICABLE
from pmark_check.view.course import touched

if TYPE_CHECKING:
    from pmark_check.tui.screens.branch import Excused
    from pmark_check.tui.widgets.editors import PersonEditor


class InterviewScreen(GoingScreen):
    """Asks the questions of one client: what its keys do."""

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    # --- answering -------------------------------------------------------------------------------------------------

    def action_answer(self, answer: str) -> AwaitMount | None:
        """Give an answer on the chosen layers; that nothing applies needs a reason first."""
        if self.control is None or not self.leave_editor():
            return None
        if answer == NOT_APPLICABLE:
            return self.edit("reason")
        control, mark = self.control, Mark(answer)
        self.status.say("")
        with self.saving():
            self.session.answer(control.id, mark, layer=self.refined, how=self.how, said_by=self.who)
            self.sitting.answered(control.id, self.desk.around.clock())
            if mark is Mark.UNKNOWN:
                self.status.say(self.t("tui.interview.unknown"))
            self.answered()
        return None

    def answered(self) -> None:
        """Go on where the answer covers all layers and the setting says so, else show it."""
        if self.refined is None and self.desk.settings.go_on_after_answer:
            self._go_on()
        else:
            self.paint()

    def action_turn_layer(self, by: int) -> None:
        """Choose the next layer to refine, and after the last all of them."""
        if self.control:
            choices: list[Layer | None] = [None, *self.control.layers]
            self.refined = choices[(choices.index(self.refined) + by) % len(choices)]
            self.paint()

    def action_layer(self, layer: str) -> None:
        """Choose a layer by click; once more chooses all."""
        self.refined = None if self.refined == layer else Layer(layer)
        self.paint()

    def action_how(self) -> None:
        """Say how the answer is known: of the standing answers on the chosen layers, or of the next one."""
        kinds = list(HowKnown)
        self.how = kinds[(kinds.index(self._standing_how()) + 1) % len(kinds)]
        self._restate(how=self.how)

    def _standing_how(self) -> HowKnown:
        if self.control:
            answers = self.session.state(self.control.id).answers
            return next((answers[layer].how for layer in self.chosen_layers if layer in answers), self.how)
        return self.how

    def on_person_editor_named(self, event: PersonEditor.Named) -> None:
        """Let the standing answers, and those that follow, be of the person who was named."""
        self.who = event.name
        self._restate(said_by=event.name)

    def _restate(self, *, how: HowKnown | None = None, said_by: str | None = None) -> None:
        """Give the standing answers on the chosen layers again, known otherwise or said by somebody else."""
        if self.control is None:
            return
        with self.saving():
            self.session.restate(self.control.id, self.chosen_layers, how=how, said_by=said_by)
        self.paint()

    def action_branch(self) -> None:
        """Ask whether the whole section, or its chapter, does not apply."""
        from pmark_check.tui.screens.branch import BranchDialog

        if self.control in self.course.controls and self.leave_editor():
            dialog = BranchDialog(self.desk, self.session, self.course.branches(self.control))
            self.app.push_screen(dialog, self._excuse)

    def _excuse(self, excused: Excused | None) -> None:
        """Declare what was decided in one gesture, and go on."""
        if excused is None:
            return
        with self.saving():
            with self.session.one_gesture():
                for control in excused.controls:
                    self.session.mark_not_applicable(control, excused.reason, said_by=self.who)
            self.status.say("")
            self.answered()
            self.status.say(self.t("tui.branch.done", count=len(excused.controls)))

    # --- taking back -----------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last change back, say which one it was and show it."""
        with self.saving():
            self._say_deed("tui.interview.undone", self.session.undo())

    def action_redo(self) -> None:
        """Make the change that was taken back count again."""
        with self.saving():
            self._say_deed("tui.interview.redone", self.session.redo())

    def _say_deed(self, key: str, bodies: Sequence[AnyBody]) -> None:
        if not bodies:
            self.status.say(self.t(f"{key}.nothing"))
            return
        self.show(touched(bodies) or (self.control.id if self.control else None))
        what = deed(bodies, self.session.library, self.desk.translate)
        self.status.say(self.t(key, what=what), "bold $accent")
