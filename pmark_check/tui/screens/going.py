"""Going through the questions: onwards, to what is open, unknown or stops one, back and forward, by searching."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.binding import Binding

from pmark_check.domain.checklist import Control
from pmark_check.domain.readiness import Result
from pmark_check.domain.session import Session
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.writing import WritingScreen
from pmark_check.tui.widgets.navigator import Navigator
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.sitting import Sitting, named
from pmark_check.view.visited import Visited

PASSED = (Result.PASSED, Result.EXCUSED)


class GoingScreen(WritingScreen):
    """A question from which one goes to others; the last line but one says how many are left."""

    def __init__(self, desk: Desk, session: Session, control_id: str | None = None) -> None:
        super().__init__(desk, session, control_id)
        self.visited = Visited()
        self.sitting = Sitting()
        self._is_over = False
        """Whether the last line says that every question has an answer."""

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

    def show(self, control_id: str | None) -> None:
        """Go to a question, and remember that one was there."""
        super().show(control_id)
        if self.control:
            self.visited.come(self.control.id)

    # --- what is left ----------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """Show what the session holds now, and how much of it is left."""
        super().paint()
        self.status.progress(self.progress())
        if self._is_over != self.is_over:
            self._is_over = self.is_over
            self.show_keys()

    def progress(self) -> str:
        """Return how many questions are left, here and in all, and about how long they take; "" for none."""
        if self.control is None or not (left := self.course.left()):
            return ""
        here = self.course.left(self.course.section(self.control))
        counted = self.t("tui.progress.left", here=here, all=left)
        minutes = self.sitting.minutes_left(left)
        return (
            self.t("tui.progress.time", left=counted, time=named(minutes, self.desk.translate)) if minutes else counted
        )

    def key_name(self, binding: Binding) -> str:
        """Return what a key does now: where every question has an answer, Enter leads to the results."""
        leads_to_results = binding.action == "next_open" and self.is_over
        return self.t("tui.key.results") if leads_to_results else super().key_name(binding)

    @property
    def is_over(self) -> bool:
        """Whether every question is answered; わからない is an answer here, and has a key of its own."""
        return self.control is not None and not self.course.left()

    # --- onwards ---------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Go to the next question without an answer; where there is none, stay and say where one can go."""
        current = self.control.id if self.control else None
        following = self.course.next_of(current, self.course.is_unanswered)
        if following:
            self._go_round_to(following)
        else:
            self.show(current)
            self.status.say(self._all_answered(), "bold $success")

    def _all_answered(self) -> str:
        unknown = sum(map(self.course.is_open, self.course.controls))
        return self.t("tui.interview.unknown-left", count=unknown) if unknown else self.t("tui.interview.all-answered")

    def action_next_open(self) -> None:
        """Go to the next question without an answer; where each has one, to the results."""
        self.status.say("")
        if self.is_over:
            self.action_results()
        else:
            self._go_on()

    def action_next_unknown(self) -> None:
        """Go to the next question that was answered わからない."""
        self._go_to_next(lambda control: self.course.standing(control) == "unknown", "tui.interview.no-unknown")

    def action_next_stop(self) -> None:
        """Go to the next knock-out or gate that did not pass."""
        readiness = ScorecardView(self.session, self.desk.translate).readiness
        tests = {**readiness.knockouts, **readiness.gates}
        self._go_to_next(lambda control: tests.get(control.id, Result.PASSED) not in PASSED, "tui.interview.no-stop")

    def _go_to_next(self, is_wanted: Callable[[Control], bool], none: str) -> None:
        """Go to the next question that is wanted; say where the way led round the end, or that there is no other."""
        current = self.control.id if self.control else None
        following = self.course.next_of(current, is_wanted)
        if following is None or following.id == current:
            self.status.say(self.t(none if following is None else "tui.interview.only-this"))
            return
        self.status.say("")
        self._go_round_to(following)

    def _go_round_to(self, following: Control) -> None:
        """Show a question, and say so where the way there led round the end."""
        is_round = self.course.is_round(self.control.id if self.control else None, following)
        self.show(following.id)
        if is_round and not self.status.notice:
            self.status.say(self.t("tui.interview.round"))

    def action_step_back(self) -> None:
        """Go back to the question one came from."""
        self._step(-1, "tui.interview.no-way-back")

    def action_step_forward(self) -> None:
        """Go forward again to the question one went back from."""
        self._step(1, "tui.interview.no-way-forward")

    def _step(self, by: int, none: str) -> None:
        asked = {control.id for control in self.course.controls}
        following = self.visited.step(by, asked.__contains__)
        if following:
            self.status.say("")
            self.show(following)
        else:
            self.status.say(self.t(none))

    def action_move(self, by: int) -> None:
        """Go to the next or previous question."""
        if self.control and (following := self.course.step(self.control.id, by)):
            self.status.say("")
            self.show(following.id)
        else:
            self.status.say(self.t("tui.interview.last" if by > 0 else "tui.interview.first"))

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

    def action_workshop(self) -> None:
        """Begin a workshop, or go on with the one that was left."""
        self.post_message(navigation.ShowWorkshop())

    def action_facts(self) -> None:
        """Show the facts about the firm."""
        self.post_message(navigation.ShowFacts())

    def action_help(self) -> None:
        """Show help for what one is at: the question, or what is being written, which is kept."""
        topic = "interview-writing" if self.editor else "interview"
        if self.leave_editor():
            self.post_message(navigation.ShowHelp(topic))

    def action_glossary(self) -> None:
        """Show the words explained."""
        self.post_message(navigation.ShowHelp("glossary"))

    def action_plain(self) -> None:
        """Show, or hide, how to ask the question in the room."""
        self.is_plain = not self.is_plain
        self.paint()
        self.card.scroll_home(animate=False)

    def action_back(self) -> None:
        """Close what is being written, else go back to the list of clients."""
        if self.editor is None:
            self.post_message(navigation.GoHome())
        elif self.editor.leave():
            self.editor_left()
            self.reopen()
