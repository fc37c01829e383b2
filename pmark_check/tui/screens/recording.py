"""What is written down in a workshop beside answers: votes, decisions, the parking lot, the next date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple

from textual import getters

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.checklist import Control
from pmark_check.domain.journal import WORKSHOP_DRAFT
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.screens.workshop_dialogs import LineDialog, NumberedDialog
from pmark_check.tui.widgets.status_line import StatusLine
from pmark_check.view.typed import typed_appointment, typed_names
from pmark_check.view.words import literal


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
        """Count who thinks what of the question; what is counted is a draft meanwhile, and was one after a crash."""
        from pmark_check.tui.screens.workshop_vote import VoteDialog

        if not self.control:
            return
        control, field = self.control.id, f"{WORKSHOP_DRAFT}{self._ballot_name}"
        present = map(self.session.person_name, self.facilitation.running.attendees)
        dialog = VoteDialog(
            self.desk,
            self._question(),
            filter(None, present),
            lambda ballot: self._cast(control, ballot),
            standing=self.facilitation.standing_ballot(control),
            draft=self._drafts.get((control, field), ""),
            keep_draft=lambda text: self.session.draft(control, field, text),
        )
        self.app.push_screen(dialog, self._voted)

    @property
    def _ballot_name(self) -> str:
        """What the draft of a vote is called, behind the part that all have; what another workshop left is none."""
        return f"vote-{self.facilitation.running.id}"

    def _cast(self, control: str, ballot: Ballot) -> None:
        standing = self.facilitation.running.vote_on(control)
        self.facilitation.vote(control, ballot, said_by=self.who, vote=standing.id if standing else None)

    def _voted(self, ballot: Ballot | None) -> None:
        if ballot:
            with self.saving():
                self.tell(self.t("tui.workshop.voted"))
                if ballot.agreed:
                    self.answered()
                else:
                    self.paint()

    def _question(self) -> str:
        return literal(self.control.question.to(self.desk.language)) if self.control else ""

    # --- lines -----------------------------------------------------------------------------------------------------

    def line(self, name: str, about: str) -> Line | None:
        """Return the line of that name, about a question or an entry where it is about one; None for no such line."""
        return self._line_about(name, about) or self._line_on_the_workshop(name)

    def _line_about(self, name: str, about: str) -> Line | None:
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

    def _line_on_the_workshop(self, name: str) -> Line | None:
        facilitation, today = self.facilitation, self.desk.around.clock().date()
        match name:
            case "next-date":
                workshop = facilitation.running
                begins = f" {workshop.next_begins:%H:%M}" if workshop.next_begins else ""
                standing = f"{workshop.next_on}{begins}" if workshop.next_on else ""
                return Line(lambda text: facilitation.set_next_date(*typed_appointment(text, today)), standing)
            case "attendees":
                people = filter(None, map(self.session.person_name, facilitation.running.attendees))
                names = self.t("report.list.comma").join(people)
                return Line(lambda text: facilitation.name_attendees(typed_names(text)), names)
        return None

    def write_line(self, name: str, about: str = "") -> None:
        """Ask for a line and say once it was kept; what is typed is a draft meanwhile, and was one after a crash."""
        if not (line := self.line(name, about)):
            return
        field = f"{WORKSHOP_DRAFT}{name}"
        dialog = LineDialog(
            self.desk,
            self.t(f"tui.workshop.{name}.title"),
            line.keep,
            text=line.text,
            told=line.told or self.t(f"tui.workshop.{name}.hint"),
            draft=self._drafts.get((about, field), ""),
            keep_draft=lambda text: self.session.draft(about, field, text),
        )
        self.app.push_screen(dialog, lambda written: self._written(name, written))

    def _written(self, name: str, written: str | None) -> None:
        if written is not None:
            self.paint()
            self.tell(self._kept(name))

    def _kept(self, name: str) -> str:
        """Return what to say once a line was kept; when one meets again as it was understood."""
        from pmark_check.view.occasion import appointment  # not needed before something was written

        workshop = self.facilitation.running
        when = appointment(workshop.next_on, workshop.next_begins, self.desk.translate)
        is_taken_back = name == "next-date" and not when
        return self.t("tui.workshop.next-date.removed" if is_taken_back else f"tui.workshop.{name}.kept", when=when)

    @property
    def _drafts(self) -> Mapping[tuple[str, str], str]:
        """(what it is about, field) -> what was being typed when the program was interrupted."""
        return {(draft.control, draft.field): draft.text for draft in self.session.drafts()}

    def write_on(self) -> None:
        """Go on with the line or the vote that the program was interrupted in."""
        for about, field in self._drafts:
            name = field.removeprefix(WORKSHOP_DRAFT)
            if name == field:
                continue
            if self._open_again(name, about):
                self.tell(self.t("tui.interview.draft-restored"))
                return
            self.session.draft(about, field, "")  # what it was about is gone

    def _open_again(self, name: str, about: str) -> bool:
        """Open a line or a vote on the question it is about; return False where there is no such thing any more."""
        is_question = about in self.session.library.controls
        is_vote = is_question and name == self._ballot_name
        if not (is_vote or self.line(name, about)):
            return False
        if is_question:
            self.show(about)
        if is_vote:
            self.action_vote()
        else:
            self.write_line(name, about)
        return True

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

    def action_next_date(self) -> None:
        """Write down when one meets again."""
        self.write_line("next-date")

    def action_attendees(self) -> None:
        """Write down who is there."""
        self.write_line("attendees")

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
