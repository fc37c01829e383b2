"""The facilitator's view of a workshop: the interview with a clock, item by item of the agenda.

What is kept is in the session and its history; the screen holds only the question one is at.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import AwaitMount

from pmark_check.domain.checklist import Control
from pmark_check.domain.pauses import until_resumed
from pmark_check.domain.session import Session
from pmark_check.domain.workshop import NOTHING
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens import workshop_sight
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.interview_keys import SHOWN_WHILE_EDITING
from pmark_check.tui.screens.room import Room
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.tui.screens.workshop_keys import FACILITATING, ON_A_QUESTION, SHOWN, SHOWN_AT_REST
from pmark_check.tui.widgets.question_card import Sight
from pmark_check.tui.widgets.rows import Row
from pmark_check.tui.widgets.workshop_clock import Calm, WorkshopClock
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.workshop import MINUTE, minutes

if TYPE_CHECKING:
    from pmark_check.tui.screens.projector import ProjectorScreen
    from pmark_check.tui.widgets.aside import Citations


class WorkshopScreen(InterviewScreen, Room):
    """Leads through the workshop that goes on.

    Args:
        desk: settings and language.
        session: the client.
        facilitation: the workshop; by default the one that the history says goes on, which is then resumed.
        projects: whether to begin with the projector view.
    """

    BINDINGS: ClassVar[list[BindingType]] = FACILITATING
    is_workshop = True
    writes_homework = True

    def __init__(
        self, desk: Desk, session: Session, facilitation: Facilitation | None = None, *, projects: bool = False
    ) -> None:
        super().__init__(desk, session)
        self.css_path = [*self.css_path, Path(__file__).with_name("workshop.tcss")]  # the interview's own is the first
        self.facilitation = facilitation or Facilitation(session)
        self._table: tuple[object, frozenset[str]] = (None, frozenset())
        self.course = Course(session, lambda control: control.id in self.on_the_table)
        self.control = self._first()
        self.is_plain = True
        self.is_projecting = projects

    @property
    def on_the_table(self) -> frozenset[str]:
        """What the current item asks."""
        held = self.facilitation.current.current if self.facilitation.current else None
        if held is not self._table[0]:
            self._table = held, frozenset(held.controls if held else ())
        return self._table[1]

    def _first(self) -> Control | None:
        cursor = self.session.cursor
        wanted = cursor if cursor in self.facilitation.to_ask else self.facilitation.next_question()
        return self.session.library.controls.get(wanted or "")

    def compose(self) -> ComposeResult:
        """The clock, a calm place, and the interview."""
        yield WorkshopClock()
        yield Calm()
        yield from super().compose()

    def begin(self) -> None:
        """Go on where the program ended, if it did, and say what of the time between is not counted."""
        said = self._resumed()
        super().begin()
        if said:
            self.tell(said)
        if self.is_projecting:
            self.action_project()

    def reopen(self) -> None:
        """Open what was being written again; while the room sees the screen it stays a draft."""
        if not self.is_projecting:
            super().reopen()
            if self.editor is None:
                self.write_on()

    def _resumed(self) -> str:
        """Let an interrupted workshop go on; return what to say about it."""
        if not self.facilitation.is_interrupted or self.facilitation.running.is_paused:
            return ""
        gone = self.desk.around.clock() - self.facilitation.running.last
        lost = max(gone - until_resumed(gone), NOTHING)
        with self.errors_shown():
            self.facilitation.resume()
        if not lost:
            return self.t("tui.workshop.resumed") if gone > MINUTE else ""
        return self.t("tui.workshop.resumed-without", time=minutes(lost, self.desk.translate))

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile; a question that was put off earlier stays, whichever item it belongs to."""
        if self._is_covered:
            self._is_covered = False  # the interview would leave a question that this item does not ask
            if self.facilitation.current:
                self.paint()

    # --- painting --------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """Show what the session holds now; nothing of a question while none is asked or the room sees the screen."""
        if self.facilitation.current is None:
            return
        self.set_class(not self.shows_card, "-calm")
        super().paint()
        self.tick()
        if self.editor is None:
            self.shown_keys = SHOWN_AT_REST if self.is_at_rest else SHOWN
            self.show_keys()

    @property
    def shows_card(self) -> bool:
        """Whether the facilitator sees the question."""
        return not (self.is_at_rest or self.is_projecting)

    def _sight(self, view: ScorecardView, control: Control, cited: Citations) -> Sight:
        place = [found.id for found in self.course.controls]
        is_here = control.id in place
        number = place.index(control.id) + 1 if is_here else 0
        said = self.t("tui.card.count", number=number, count=len(place)) if is_here else self.t("tui.workshop.put-off")
        return super()._sight(view, control, cited)._replace(place=said, first=self._vote(control))

    def _vote(self, control: Control) -> tuple[Row, ...]:
        """Return how the room voted on ``control``, if it did."""
        if vote := self.facilitation.running.vote_on(control.id):
            told = workshop_sight.vote_line(vote, self.session, self.desk.translate)
            return (Row(self.t("tui.workshop.vote.label"), told),)
        return ()

    def progress(self) -> str:
        """Return nothing: what is left stands at the top edge."""
        return ""

    def key_name(self, binding: Binding) -> str:
        """Return what a key does now: Enter goes on, whatever is answered."""
        return binding.description if binding.action == "next_open" else super().key_name(binding)

    def _show_keys_of_now(self) -> None:
        self.shown_keys = SHOWN_WHILE_EDITING if self.editor else SHOWN
        self.show_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let what needs a question rest while none is asked."""
        if self.is_attached and self.facilitation.current and self.is_at_rest and action in ON_A_QUESTION:
            return False
        return super().check_action(action, parameters)

    # --- going -----------------------------------------------------------------------------------------------------

    def show(self, control_id: str | None) -> None:
        """Go to a question; None where there is none to ask."""
        if control_id is None:
            self.control = None
        super().show(control_id)

    def _go_on(self) -> None:
        self.show(self.facilitation.next_question(self.control.id if self.control else None))

    def action_next_open(self) -> None:
        """Go to the next question, else to the next item."""
        self.action_go_on()

    def action_undo(self) -> None:
        """Take the last change back; the beginning of the workshop stays."""
        with self.saving():
            undone = self.session.undo()
            if self.facilitation.current is None:
                self.session.redo()
                undone = ()
            self._say_deed("tui.interview.undone", undone)

    def action_help(self) -> None:
        """Show help for the workshop."""
        if self.leave_editor():
            self.post_message(navigation.ShowHelp("workshop"))

    def action_homework(self) -> AwaitMount | None:
        """Give homework by two digits; while it is being written, write the next piece."""
        is_given = not self._writes("homework") and self.leave_editor() and self.give_homework()
        return None if is_given else self.edit("homework")

    def write_homework(self) -> None:
        """Open the editor of homework."""
        self.edit("homework")

    # --- leaving ---------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Close what is being written, else ask how to leave."""
        if self.editor is not None:
            super().action_back()
            return
        choices = [("leave", self.t("tui.workshop.leave.pause")), ("end", self.t("tui.workshop.leave.end"))]
        dialog = NumberedDialog(self.desk, self.t("tui.workshop.leave.title"), choices)
        self.app.push_screen(dialog, self.chosen)

    def action_leave(self) -> None:
        """Pause, and go to the client's questions."""
        with self.saving():
            self.facilitation.pause()
            self.post_message(navigation.LeaveWorkshop())

    def action_end(self) -> None:
        """Ask whether the workshop is over, saying what is still open."""
        facilitation, workshop = self.facilitation, self.facilitation.running
        told = {name: len(getattr(workshop, name)) for name in ("judged", "decisions", "homework")}
        left = {"skipped": len(facilitation.to_return_to), "parked": len(facilitation.parking_lot)}
        said = self.t("tui.workshop.end.told", **told, **left)
        choices = [("really_end", self.t("tui.workshop.end.yes"))]
        if workshop.next_on is None:
            choices.append(("next_date", self.t("tui.workshop.menu.next_date")))
        dialog = NumberedDialog(self.desk, self.t("tui.workshop.end.title"), choices, told=said)
        self.app.push_screen(dialog, self.chosen)

    def action_really_end(self) -> None:
        """End the workshop and show what came of it."""
        with self.saving():
            self.facilitation.end()
            self.post_message(navigation.WorkshopOver())

    # --- projector -------------------------------------------------------------------------------------------------

    def action_project(self) -> None:
        """Show the room the question and nothing else."""
        from pmark_check.tui.screens.projector import ProjectorScreen

        if self.leave_editor():
            self.is_projecting = True
            self.paint()
            self.app.clear_notifications()
            screen = ProjectorScreen(self)
            self.app.push_screen(screen, lambda _: self._projected(screen))

    def _projected(self, screen: ProjectorScreen) -> None:
        self.is_projecting = False
        self.show(screen.control.id if screen.control else None)
        if screen.wants_end:
            self.action_end()
        else:
            self.reopen()
