"""The interview: one question, one row of answers, one line that says what happens next.

Every answer is durable before it is shown: the session's methods return once the bytes are on the disk, and what is
shown is read from the session. The screen keeps only what the next key needs: the layer that is being refined, how
the next answer will be known, and who is speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import AnyBody, HowKnown, Mark
from pmark_check.domain.session import Session
from pmark_check.tui import navigation
from pmark_check.tui.deeds import deed, touched
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview_keys import BINDINGS
from pmark_check.tui.screens.writing import WritingScreen
from pmark_check.tui.widgets.answer_bar import NOT_APPLICABLE
from pmark_check.tui.widgets.navigator import Navigator

if TYPE_CHECKING:
    from pmark_check.tui.screens.branch import Excused
    from pmark_check.tui.widgets.editors import PersonEditor


class InterviewScreen(WritingScreen):
    """Asks the questions of one client: what its keys do."""

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, desk: Desk, session: Session, control_id: str | None = None) -> None:
        super().__init__(desk, session, control_id)
        self._answered_last: str | None = None

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile; where the question is no longer asked, the next one is shown."""
        if not self._is_covered:
            return
        self._is_covered = False
        if self.control and self.control not in self.course.controls:
            following = self.course.step(self.control.id, 1) or self.course.start()
            self.show(following.id if following else None)
        else:
            self.paint()

    # --- answering -------------------------------------------------------------------------------------------------

    def action_answer(self, answer: str) -> None:
        """Give an answer on the chosen layers."""
        if self.control is None or not self.leave_editor():
            return
        if answer == NOT_APPLICABLE:
            self.edit("reason")
            return
        control, mark = self.control, Mark(answer)
        self.status.say("")
        with self.saving():
            self.session.answer(control.id, mark, layer=self.refined, how=self.how, said_by=self.who)
            self._answered_last = control.id
            if mark is Mark.UNKNOWN:
                self.status.say(self.t("tui.interview.unknown"))
            self.answered()

    def answered(self) -> None:
        """Go on where the answer covers all layers and the setting says so, else show it."""
        if self.refined is None and self.desk.settings.go_on_after_answer:
            self._go_on()
        else:
            self.paint()

    def _go_on(self) -> None:
        """Go to the next question that needs an answer; say so where there is none, or none but わからない."""
        current = self.control.id if self.control else None
        following = self.course.next_open(current)
        self.show(following.id if following else current)
        if following is None:
            self.status.say(self.t("tui.interview.all-answered"), "bold $success")
        elif not self.status.notice and not self.course.is_unanswered(following):
            self.status.say(self.t("tui.interview.only-unknown-left"))

    def action_next_open(self) -> None:
        """Go to the next question that needs an answer."""
        self.status.say("")
        self._go_on()

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
        state = self.session.state(self.control.id)
        with self.saving(), self.session.one_gesture():
            for layer in self.chosen_layers:
                if state.mark(layer) is not None and not state.is_excused:
                    answer = state.answers[layer]
                    who = self.session.person_name(answer.said_by) if said_by is None else said_by
                    marks = {layer: answer.mark}
                    self.session.mark(self.control.id, marks, how=how or answer.how, said_by=who)
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

    # --- going -----------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Go to the next or previous question."""
        if self.control and (following := self.course.step(self.control.id, by)):
            self.status.say("")
            self.show(following.id)
        else:
            self.status.say(self.t("tui.interview.last" if by > 0 else "tui.interview.first"))

    def action_return(self) -> None:
        """Go back to the question that was answered last."""
        self.status.say("")
        self.show(self._answered_last)

    def action_scroll_card(self, pages: int) -> None:
        """Scroll what stands under the question."""
        self.card.scroll_page(pages)
        self.call_after_refresh(self._hint_at_the_rest)

    def action_find(self) -> None:
        """Find a question by its text, id or section, or among the open ones."""
        from pmark_check.tui.screens.finder import Finder

        if self.leave_editor():
            self.app.push_screen(Finder(self.desk, self.session), self._found)

    def _found(self, control_id: str | None) -> None:
        if control_id:
            self.show(control_id)

    @on(Navigator.Chosen)
    def _chosen(self, event: Navigator.Chosen) -> None:
        if self.leave_editor():
            self.show(event.control_id)

    def action_results(self) -> None:
        """Show the results."""
        self.post_message(navigation.ShowResults())

    def action_facts(self) -> None:
        """Show the facts about the firm."""
        self.post_message(navigation.ShowFacts())

    def action_help(self) -> None:
        """Show help for the interview."""
        if self.leave_editor():
            self.post_message(navigation.ShowHelp("interview"))

    def action_glossary(self) -> None:
        """Show the words explained."""
        self.post_message(navigation.ShowHelp("glossary"))

    def action_plain(self) -> None:
        """Show, or hide, how to ask the question in the room."""
        self.is_plain = not self.is_plain
        self.paint()
        self.card.body.scroll_home(animate=False)

    def action_back(self) -> None:
        """Close what is being written, else go back to the list of clients."""
        if self.editor is None:
            self.post_message(navigation.GoHome())
        elif self.editor.leave():
            self.editor_left()

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
