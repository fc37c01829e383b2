"""What is written down in a workshop, beside answers and homework, which ``Session`` takes as anywhere else.

Every method is one gesture, durable when it returns, and taken back by ``Session.undo``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from pmark_check.domain import workshop_events as happened
from pmark_check.domain.ballot import Ballot
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown
from pmark_check.domain.scribe import Pending
from pmark_check.domain.timekeeping import Timekeeping
from pmark_check.errors import BadInput, NotFound


class Facilitation(Timekeeping):
    """The workshops of one client: all that the facilitator of the one that goes on can do."""

    def name_attendees(self, names: Iterable[str]) -> None:
        """Make these the people in the room."""
        with self._gesture() as gesture:
            persons = self._persons(gesture, names)
            if persons != self.running.attendees:
                self._write(happened.AttendeesNamed, attendees=persons)

    def skip(self, control_id: str) -> None:
        """Put a question off: it stands in ``to_return_to`` until it is answered."""
        self.session.library.control(control_id)
        with self._gesture():
            held = self.running.current
            if control_id not in self.running.skipped or (held and control_id not in held.skipped):
                self._write(happened.QuestionSkipped, control=control_id)

    def vote(  # noqa: PLR0913 - what was collected, and how the answer is known
        self,
        control_id: str,
        ballot: Ballot,
        *,
        layer: Layer | None = None,
        how: HowKnown = HowKnown.HEARD,
        said_by: str = "",
        vote: str | None = None,
    ) -> str:
        """Record a vote and, where one was agreed on, the answer; return the vote's id.

        Args:
            control_id: what was voted on.
            ballot: what was collected.
            layer: None for all layers of the control.
            how: how the answer is known.
            said_by: who speaks for it.
            vote: the id of a vote to replace.

        Raises:
            BadInput: nobody voted, or the control is not asked on that layer.
        """
        control = self.session.library.control(control_id)
        if layer is not None and layer not in control.layers:
            raise BadInput("answer.no-such-layer", control=control_id, layer=layer, layers=control.layers)
        if not ballot.counts:
            raise BadInput("workshop.no-votes", control=control_id)
        vote = vote or self.session.new_id()
        with self._gesture() as gesture:
            self._write(happened.VoteCast, vote=vote, control=control_id, layer=layer, **self._counted(gesture, ballot))
            if ballot.agreed is not None:
                self.session.answer(control_id, ballot.agreed, layer=layer, how=how, said_by=said_by)
        return vote

    def _counted(self, gesture: Pending, ballot: Ballot) -> dict[str, object]:
        """Return the fields of a ``VoteCast`` that say what was collected."""
        named = {name: mark for name, mark in ballot.persons.items() if name.strip()}
        return {
            "counts": dict(ballot.counts),
            "persons": {self._persons(gesture, [name])[0]: mark for name, mark in named.items()},
            "agreed": ballot.agreed,
            "dissent": self._text(gesture, ballot.dissent, "dissent"),
            "dissenters": self._persons(gesture, ballot.dissenters),
        }

    def park(self, text: str, control_id: str | None = None, *, entry: str | None = None) -> str:
        """Put a discussion into the parking lot, or change an entry; return its id. No text takes it back."""
        return self._entry(happened.Parked, "entry", entry, text, control_id)

    def resolve(self, entry: str, how: str = "") -> None:
        """Take an entry out of the parking lot, this workshop's or an older one's.

        Raises:
            NotFound: it does not lie there.
        """
        if entry not in {lying.id for lying in self.parking_lot}:
            raise NotFound("workshop.no-entry", entry=entry)
        with self._gesture() as gesture:
            self._write(happened.ParkedResolved, entry=entry, text=self._text(gesture, how, "resolution"))

    def decide(self, text: str, control_id: str | None = None, *, decision: str | None = None) -> str:
        """Record a decision, or change one; return its id. No text takes it back."""
        return self._entry(happened.DecisionMade, "decision", decision, text, control_id)

    def set_next_date(self, on: date | None, begins: time | None = None) -> None:
        """Say when one meets again; None for not known."""
        with self._gesture():
            if (self.running.next_on, self.running.next_begins) != (on, begins):
                self._write(happened.NextDateSet, on=on, begins=begins)

    def _entry(
        self,
        kind: type[happened.Parked | happened.DecisionMade],
        name: str,
        known: str | None,
        text: str,
        control_id: str | None,
    ) -> str:
        """Write, change or take back an entry of a list; return its id."""
        if known is None:
            text = self.session.required(text, name)
        if control_id is not None:
            self.session.library.control(control_id)
        entry = known or self.session.new_id()
        with self._gesture() as gesture:
            self._write(kind, **{name: entry}, text=self._text(gesture, text, name), control=control_id)
        return entry
