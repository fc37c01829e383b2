"""What the room sees: the question large, how to ask it, the answers, the clock. No note, no other client.

Only what ``workshop_keys.PROJECTING`` names can be done here, and nothing that it opens shows more than the minutes
will. It takes one deliberate digit to leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType

from pmark_check.domain.events import Mark
from pmark_check.tui.navigation import ShowHelp
from pmark_check.tui.screens import workshop_sight
from pmark_check.tui.screens.room import Room
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.tui.screens.workshop_keys import ON_A_QUESTION, PROJECTED_MENU, PROJECTING
from pmark_check.tui.widgets.answer_bar import NOT_APPLICABLE
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.projected import ProjectedQuestion
from pmark_check.tui.widgets.status_line import StatusLine
from pmark_check.tui.widgets.workshop_clock import Calm, WorkshopClock
from pmark_check.view.words import literal

if TYPE_CHECKING:
    from pmark_check.tui.screens.workshop import WorkshopScreen


class ProjectorScreen(Room, inherit_bindings=False):
    """Shows the room one question at a time.

    Args:
        workshop: the facilitator's view that it covers; it goes on where this one ends.
    """

    CSS_PATH = "workshop.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = PROJECTING
    MENU = PROJECTED_MENU
    is_projected = True

    projected = getters.query_one(ProjectedQuestion)

    def __init__(self, workshop: WorkshopScreen) -> None:
        super().__init__(workshop.desk)
        self.session, self.facilitation = workshop.session, workshop.facilitation
        self.control, self.course, self.who = workshop.control, workshop.course, workshop.who
        self.wants_end = False

    def compose(self) -> ComposeResult:
        """Clock, question, what just happened, keys."""
        yield WorkshopClock()
        yield Calm()
        yield ProjectedQuestion()
        yield StatusLine()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the question."""
        self.paint()

    async def recompose(self) -> None:
        """Show the same in another language."""
        await super().recompose()
        self.paint()

    # --- painting --------------------------------------------------------------------------------------------------

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Say that a change could not be saved where it could not; ``PmarkError`` goes no further."""
        with self.saving_shown(self.status):
            yield
            self.status.saved("")

    def paint(self) -> None:
        """Show the question, or what stands in the middle while none is asked."""
        self.set_class(self.is_at_rest, "-calm")
        self.tick()
        if control := self.control:
            t = self.desk.translate
            self.projected.question.say(literal(control.question.to(t.language)))
            self.projected.asked.say(literal(control.plain.to(t.language)))
            counts = workshop_sight.hand_counts(self.facilitation.running, control.id)
            self.projected.answers.show(t, self.course.common_answer(control, control.layers), counts)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Let what needs a question rest while none is asked."""
        return not (self.is_attached and self.facilitation.current and self.is_at_rest and action in ON_A_QUESTION)

    # --- answering -------------------------------------------------------------------------------------------------

    def action_answer(self, answer: str) -> None:
        """Give an answer on all layers; why a question does not apply is asked for."""
        if self.control is None:
            return
        if answer == NOT_APPLICABLE:
            self.write_line("reason", self.control.id)
            return
        with self.saving():
            self.session.answer(self.control.id, Mark(answer), said_by=self.who)
            self.tell("")
            self.answered()

    def answered(self) -> None:
        """Go on where the settings say so, else show it."""
        if self.desk.settings.go_on_after_answer and self.control:
            self.show(self.facilitation.next_question(self.control.id))
        else:
            self.paint()

    def action_homework(self) -> None:
        """Give homework by two digits."""
        if not self.give_homework():
            self.tell(self.t("tui.workshop.homework.nobody"))

    # --- going -----------------------------------------------------------------------------------------------------

    def show(self, control_id: str | None) -> None:
        """Go to a question; None where there is none to ask."""
        self.control = self.session.library.controls.get(control_id or "")
        if control_id:
            with self.errors_shown():
                self.session.go_to(control_id)
        self.paint()

    def action_move(self, by: int) -> None:
        """Go to the next or previous question of the item."""
        if self.control and (following := self.course.step(self.control.id, by)):
            self.tell("")
            self.show(following.id)
        else:
            self.tell(self.t("tui.interview.last" if by > 0 else "tui.interview.first"))

    def action_help(self) -> None:
        """Show help for this view."""
        self.post_message(ShowHelp("projector"))

    def action_end(self) -> None:
        """Go back to the facilitator's view to end the workshop."""
        self.wants_end = True
        self.action_unproject()

    def action_unproject(self) -> None:
        """Ask whether to show the facilitator's view again, notes and all."""
        choices = [("yes", self.t("tui.workshop.unproject.yes"))]
        stay = ("stay", self.t("tui.workshop.unproject.no"))
        told = self.t("tui.workshop.unproject.told")
        dialog = NumberedDialog(
            self.desk, self.t("tui.workshop.unproject.title"), choices, last=stay, told=told, begin="stay"
        )
        self.app.push_screen(dialog, self._left)

    def _left(self, answer: str | None) -> None:
        self.wants_end = self.wants_end and answer == "yes"
        if answer == "yes":
            self.dismiss()
