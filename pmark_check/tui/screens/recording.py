"""What is written down in a workshop beside answers: votes, decisions, the parking lot, homework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual import getters

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import ActionKind
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.screens.workshop_dialogs import LineDialog, NumberedDialog
from pmark_check.tui.screens.workshop_sight import vote_on
from pmark_check.tui.widgets.status_line import StatusLine
from pmark_check.view.words import day, literal

if TYPE_CHECKING:
    from pmark_check.tui.screens.workshop_vote import Ballot

PEOPLE = 9
"""So many people can be given homework with one digit."""

WEEK = timedelta(days=7)
DRAFT = "workshop-"
"""What the draft of a line is called, before the name of the line."""


class Line(NamedTuple):
    """One line to be written.

    Attributes:
        keep: takes what was written.
        text: what stands in it at first.
        told: what there is to know; "" for what is always said.
    """

    keep: Callable[[str], object]
    text: str = ""
    told: str = ""


class Recording(PmarkScreen[None]):
    """Base of both views of a workshop; each says how it shows what happened.

    Attributes:
        control: the question that is asked; None while none is.
        who: who speaks for the next answer.
    """

    session: Session
    facilitation: Facilitation
    control: Control | None
    who: str
    status = getters.query_one(StatusLine)

    # --- what a view says ------------------------------------------------------------------------------------------

    def tell(self, said: str) -> None:
        """Say what just happened."""
        self.status.say(said)

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

    # --- votes -----------------------------------------------------------------------------------------------------

    def action_vote(self) -> None:
        """Count who thinks what of the question."""
        from pmark_check.tui.screens.workshop_vote import VoteDialog, standing_ballot

        if self.control:
            ballot = standing_ballot(vote_on(self.facilitation.running, self.control.id), self.session)
            present = map(self.session.person_name, self.facilitation.running.attendees)
            self.app.push_screen(VoteDialog(self.desk, self._question(), filter(None, present), ballot), self._voted)

    def _voted(self, ballot: Ballot | None) -> None:
        if ballot is None or self.control is None:
            return
        standing = vote_on(self.facilitation.running, self.control.id)
        with self.saving():
            self.facilitation.vote(
                self.control.id,
                ballot.hands,
                persons=ballot.persons,
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

    # --- lines -----------------------------------------------------------------------------------------------------

    def line(self, name: str, about: str) -> Line | None:
        """Return the line of that name about a question or an entry, "" for neither; None where there is none."""
        facilitation = self.facilitation
        match name:
            case "park":
                return Line(lambda text: facilitation.park(text, about or None))
            case "decide":
                return Line(lambda text: facilitation.decide(text, about or None))
            case "reason":
                return Line(lambda why: self.session.mark_not_applicable(about, why, said_by=self.who))
            case "settle" if about in self._parked:
                return Line(lambda how: facilitation.resolve(about, how), told=self._parked[about])
            case "revise" if about in self._decided:
                question = facilitation.running.decisions[about].control
                return Line(lambda text: facilitation.decide(text, question, decision=about), self._decided[about])
        return None

    def write_line(self, name: str, about: str = "") -> None:
        """Ask for a line and say once it was kept; what is typed is a draft meanwhile, and was one after a crash."""
        if not (line := self.line(name, about)):
            return
        field = f"{DRAFT}{name}"
        drafts = {(draft.control, draft.field): draft.text for draft in self.session.drafts()}
        dialog = LineDialog(
            self.desk,
            self.t(f"tui.workshop.{name}.title"),
            line.keep,
            text=line.text,
            told=line.told or self.t(f"tui.workshop.{name}.hint"),
            draft=drafts.get((about, field), ""),
            keep_draft=lambda text: self.session.draft(about, field, text),
        )
        self.app.push_screen(dialog, lambda written: self._written(name, written))

    def _written(self, name: str, written: str | None) -> None:
        if written is not None:
            self.paint()
            self.tell(self.t(f"tui.workshop.{name}.kept"))

    def write_on(self) -> None:
        """Go on with a line that was being written when the program was interrupted."""
        for draft in self.session.drafts():
            name = draft.field.removeprefix(DRAFT)
            if name == draft.field:
                continue
            if self.line(name, draft.control):
                if draft.control in self.session.library.controls:
                    self.show(draft.control)
                self.write_line(name, draft.control)
                self.tell(self.t("tui.interview.draft-restored"))
                return
            self.session.draft(draft.control, draft.field, "")  # what it was about is gone

    @property
    def _here(self) -> str:
        return self.control.id if self.control else ""

    def action_park(self) -> None:
        """Write down what is to be talked about later."""
        self.write_line("park", self._here)

    def action_decide(self) -> None:
        """Write down a decision."""
        self.write_line("decide", self._here)

    def action_settle(self) -> None:
        """Choose what lies in the parking lot and say how it was settled."""
        self._choose("settle", self._parked)

    def action_revise_decision(self) -> None:
        """Choose a decision and write it anew; an empty line takes it back."""
        self._choose("revise", self._decided)

    @property
    def _parked(self) -> Mapping[str, str]:
        return {entry.id: self.session.text(entry.text) for entry in self.facilitation.parking_lot}

    @property
    def _decided(self) -> Mapping[str, str]:
        return {key: self.session.text(made.text) for key, made in self.facilitation.running.decisions.items()}

    def _choose(self, name: str, entries: Mapping[str, str]) -> None:
        """Choose one of ``entries`` and write a line about it."""
        if not entries:
            self.tell(self.t(f"tui.workshop.{name}.none"))
            return
        choices = [(key, text.replace("\n", " ")) for key, text in entries.items()]
        dialog = NumberedDialog(self.desk, self.t(f"tui.workshop.{name}.which"), choices)
        self.app.push_screen(dialog, lambda entry: self.write_line(name, entry) if entry else None)

    # --- homework --------------------------------------------------------------------------------------------------

    def give_homework(self) -> bool:
        """Ask by digits who finds out or mends it until when; return False where nobody is known."""
        people = self._people()
        if self.control is None or not people:
            return False
        last = ("", self.t("tui.workshop.homework.write")) if self.writes_homework else None
        choices = [(name, name) for name in people[:PEOPLE]]
        title = self.t("tui.workshop.homework.who")
        dialog = NumberedDialog(self.desk, title, choices, last=last, told=self._question())
        self.app.push_screen(dialog, self._owner_chosen)
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
