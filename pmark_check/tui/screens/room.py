"""What is done in the room beside answering, on the facilitator's view and on the projector alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import ActionKind
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.deeds import QUESTION_CELLS
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.screens.workshop_dialogs import LineDialog, NumberedDialog
from pmark_check.tui.screens.workshop_sight import agenda_line, vote_on
from pmark_check.tui.text import shortened
from pmark_check.view.words import day, literal
from pmark_check.view.workshop import item_lines

if TYPE_CHECKING:
    from pmark_check.tui.screens.workshop_vote import Ballot

TICK_SECONDS = 10.0
"""How often the clock is looked at."""

PEOPLE = 9
"""So many people can be given homework with one digit."""

WEEK = timedelta(days=7)


class Room(PmarkScreen[None]):
    """Base of both views of a workshop; each says how it shows what happened.

    Attributes:
        control: the question that is asked; None while none is.
        who: who speaks for the next answer.
    """

    session: Session
    facilitation: Facilitation
    control: Control | None
    who: str

    # --- what a view says ------------------------------------------------------------------------------------------

    def tell(self, said: str, style: str = "") -> None:
        """Say what just happened."""
        raise NotImplementedError

    def saving(self) -> AbstractContextManager[None]:
        """Say when a change was saved, or that it could not be."""
        raise NotImplementedError

    def show(self, control_id: str | None) -> None:
        """Go to a question; None where there is none."""
        raise NotImplementedError

    def paint(self) -> None:
        """Show what the session holds now."""
        raise NotImplementedError

    def answered(self) -> None:
        """Show what was answered, or go on."""
        raise NotImplementedError

    # --- the clock -------------------------------------------------------------------------------------------------

    @property
    def is_at_rest(self) -> bool:
        """Whether no question is asked: in a pause, a break, a talk, and when all were asked."""
        return self.control is None or self.facilitation.running.is_paused

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        with self.saving():
            if self.facilitation.running.is_paused:
                self.facilitation.resume()
                self.tell(self.t("tui.workshop.resumed"))
            else:
                self.facilitation.pause()
                self.tell("")
            self.paint()

    def action_go_on(self) -> None:
        """Go to the next question; where none is asked, to the next item; behind the last, to the end."""
        workshop = self.facilitation.running
        self.tell("")
        if workshop.is_paused:
            self.action_pause()
        elif self.control:
            self.show(self.facilitation.next_question(self.control.id))
        elif workshop.item == len(workshop.agenda.item):
            self.action_end()
        else:
            self.action_go_to_item(1)

    def action_end(self) -> None:
        """Ask whether the workshop is over."""

    def action_go_to_item(self, by: int) -> None:
        """Go to the next or the previous item of the agenda."""
        number = (self.facilitation.running.item or 0) + by
        if 1 <= number <= len(self.facilitation.running.agenda.item):
            self._begin_item(number)
        else:
            self.tell(self.t("tui.workshop.last-item" if by > 0 else "tui.workshop.first-item"))

    def _begin_item(self, number: int) -> None:
        with self.saving():
            self.facilitation.resume()
            self.facilitation.go_to_item(number)
            self.show(self.facilitation.next_question())

    def action_agenda(self) -> None:
        """Choose an item of the agenda."""
        workshop = self.facilitation.running
        lines = item_lines(workshop, self.session, self.desk.translate, self.desk.around.clock())
        choices = [(str(line.number), agenda_line(line, self.desk.translate)) for line in lines]
        title = self.t("tui.workshop.agenda.title")
        self.app.push_screen(NumberedDialog(self.desk, title, choices), self._item_chosen)

    def _item_chosen(self, number: str | None) -> None:
        if number:
            self._begin_item(int(number))

    # --- skipping --------------------------------------------------------------------------------------------------

    def action_skip(self) -> None:
        """Put the question off and go on."""
        if self.control:
            with self.saving():
                self.facilitation.skip(self.control.id)
                self.show(self.facilitation.next_question(self.control.id))
                self.tell(self.t("tui.workshop.skipped", count=len(self.facilitation.to_return_to)))

    def action_return_to_skipped(self) -> None:
        """Go to the next question that was put off."""
        skipped = self.facilitation.to_return_to
        if not skipped:
            self.tell(self.t("tui.workshop.none-skipped"))
            return
        here = self.control.id if self.control else ""
        place = skipped.index(here) + 1 if here in skipped else 0
        self.tell("")
        self.show(skipped[place % len(skipped)])

    # --- votes -----------------------------------------------------------------------------------------------------

    def action_vote(self) -> None:
        """Count who thinks what of the question."""
        from pmark_check.tui.screens.workshop_vote import VoteDialog

        if self.control:
            standing = vote_on(self.facilitation.running, self.control.id)
            dialog = VoteDialog(self.desk, self._question(), standing.counts if standing else {})
            self.app.push_screen(dialog, self._voted)

    def _voted(self, ballot: Ballot | None) -> None:
        if ballot is None or self.control is None:
            return
        standing = vote_on(self.facilitation.running, self.control.id)
        with self.saving():
            self.facilitation.vote(
                self.control.id,
                ballot.counts,
                agreed=ballot.agreed,
                said_by=self.who,
                dissent=ballot.dissent,
                dissenters=ballot.dissenters,
                vote=standing.id if standing else None,
            )
            self.tell(self.t("tui.workshop.voted"))
            if ballot.agreed:
                self.answered()
            else:
                self.paint()

    def _question(self) -> str:
        return literal(self.control.question.to(self.desk.language)) if self.control else ""

    # --- parking lot and decisions ---------------------------------------------------------------------------------

    def action_park(self) -> None:
        """Write down what is to be talked about later."""
        self._write("park", lambda text: self.facilitation.park(text, self.control.id if self.control else None))

    def action_decide(self) -> None:
        """Write down a decision."""
        self._write("decide", lambda text: self.facilitation.decide(text, self.control.id if self.control else None))

    def action_settle(self) -> None:
        """Choose what lies in the parking lot and say how it was settled."""
        entries = {entry.id: self.session.text(entry.text) for entry in self.facilitation.parking_lot}

        def settle(entry: str | None) -> None:
            if entry:
                self._write("settle", lambda how: self.facilitation.resolve(entry, how), told=entries[entry])

        self._choose("settle", entries, settle)

    def action_revise_decision(self) -> None:
        """Choose a decision and write it anew; an empty line takes it back."""
        made = {key: self.session.text(each.text) for key, each in self.facilitation.running.decisions.items()}

        def revise(key: str | None) -> None:
            if key:
                about = self.facilitation.running.decisions[key].control
                self._write("revise", lambda text: self.facilitation.decide(text, about, decision=key), text=made[key])

        self._choose("revise", made, revise)

    def _choose(self, name: str, entries: dict[str, str], then: Callable[[str | None], None]) -> None:
        if not entries:
            self.tell(self.t(f"tui.workshop.{name}.none"))
            return
        choices = [(key, text.replace("\n", " ")) for key, text in entries.items()]
        self.app.push_screen(NumberedDialog(self.desk, self.t(f"tui.workshop.{name}.which"), choices), then)

    def _write(self, name: str, keep: Callable[[str], object], *, text: str = "", told: str = "") -> None:
        """Ask for one line under ``name`` and say once it was kept."""

        def kept(line: str | None) -> None:
            if line is not None:
                self.paint()
                self.tell(self.t(f"tui.workshop.{name}.kept"))

        hint = told or self.t(f"tui.workshop.{name}.hint")
        dialog = LineDialog(self.desk, self.t(f"tui.workshop.{name}.title"), keep, text=text, told=hint)
        self.app.push_screen(dialog, kept)

    # --- homework --------------------------------------------------------------------------------------------------

    def give_homework(self) -> bool:
        """Ask by digits who finds out or mends it until when; return False where nobody is known."""
        people = self._people()
        if self.control is None or not people:
            return False
        last = ("", self.t("tui.workshop.homework.write")) if self.writes_homework else None
        title = self.t("tui.workshop.homework.who", question=shortened(self._question(), QUESTION_CELLS))
        choices = [(name, name) for name in people[:PEOPLE]]
        self.app.push_screen(NumberedDialog(self.desk, title, choices, last=last), self._owner_chosen)
        return True

    writes_homework = False
    """Whether homework can be written in full here."""

    def write_homework(self) -> None:
        """Open the editor of homework."""

    def _owner_chosen(self, owner: str | None) -> None:
        if owner:
            days = self._days()
            choices = [(day(due), f"{label}  {day(due)}") for label, due in days]
            title = self.t("tui.workshop.homework.when", who=owner)
            self.app.push_screen(NumberedDialog(self.desk, title, choices), lambda due: self._due_chosen(owner, due))
        elif owner == "":
            self.write_homework()

    def _due_chosen(self, owner: str, due: str | None) -> None:
        if due is None or self.control is None:
            return
        is_open = self.session.is_open(self.session.library.control(self.control.id))
        aim = ActionKind.FIND_OUT if is_open else ActionKind.FIX
        with self.saving():
            self.session.plan_action(self.control.id, aim=aim, owner=owner, due=date.fromisoformat(due))
            self.paint()
            self.tell(self.t("tui.workshop.homework.kept", who=owner, due=due))

    def _people(self) -> list[str]:
        """Return who is there, then whoever else was given homework."""
        workshop, state = self.facilitation.running, self.session.assessment
        owners = (action.owner for control in state.controls.values() for action in control.open_actions)
        ids = dict.fromkeys([*workshop.attendees, *filter(None, owners)])
        return list(filter(None, map(self.session.person_name, ids)))

    def _days(self) -> list[tuple[str, date]]:
        """Return the days one gives homework until, each once, the next meeting first where it is known."""
        today = self.desk.around.clock().date()
        month_end = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        next_on = self.facilitation.running.next_on
        found = {next_on: "next"} if next_on else {}
        for name, due in (("week", today + WEEK), ("fortnight", today + 2 * WEEK), ("month-end", month_end)):
            found.setdefault(due, name)
        found.setdefault(today + 4 * WEEK, "four-weeks")
        return [(self.t(f"tui.workshop.due.{name}"), due) for due, name in found.items()]
