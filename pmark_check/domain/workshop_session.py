"""A workshop at work: what the facilitator's keys do, beside answering, which ``Session`` does as anywhere else.

Every method that changes something is one gesture, durable when it returns, and taken back by ``Session.undo``. Only
pauses and resumptions are not undone: they are facts of the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, time

from pmark_check.domain import workshop_events as happened
from pmark_check.domain.agenda import Agenda, fitted, questions
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown, Mark, TextRef
from pmark_check.domain.pauses import ABANDONED
from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.scribe import Pending
from pmark_check.domain.session import Session
from pmark_check.domain.text import free_text
from pmark_check.domain.workshop import Workshop
from pmark_check.errors import BadInput, NotFound


class Facilitation(Proceedings):
    """The workshops of one client, of which one may be going on.

    A new facilitation over a workshop that goes on means that the program ended meanwhile: whatever it writes first is
    that the workshop is resumed.

    Args:
        session: the client; answers, notes and homework are given to it as always.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._is_present = False

    @property
    def is_interrupted(self) -> bool:
        """Whether a workshop goes on that this facilitation neither began nor resumed."""
        return self.current is not None and not self._is_present

    # --- the clock ---------------------------------------------------------------------------------------------------

    def start(self, agenda: Agenda, attendees: Iterable[str] = (), *, place: str = "") -> Workshop:
        """Begin a workshop with its first item.

        The agenda is kept without what this client is not asked with (``agenda.missing`` says what that is). Where the
        last workshop fixed the time for today, that is when this one was meant to begin.

        Args:
            agenda: what to go through.
            attendees: names; blanks and repetitions are passed over.
            place: where it is held.

        Raises:
            BadInput: another workshop goes on, or the agenda asks nothing that this client is asked with.
        """
        session = self.session
        if self.current:
            raise BadInput("workshop.running", began=self.current.began.isoformat(sep=" ", timespec="minutes"))
        kept = fitted(agenda, session.library)
        if not any(questions(item, session) for item in kept.item):
            raise BadInput("workshop.nothing-to-ask", agenda=agenda.agenda.id)
        where = free_text(place, "place").strip()
        workshop = session.new_id()
        with session.one_gesture() as gesture:
            persons = self._persons(gesture, attendees)
            session.write(
                happened.WorkshopStarted(
                    workshop=workshop,
                    agenda=kept,
                    attendees=persons,
                    planned=self._appointment(),
                    place=session.keep(gesture, where) if where else None,
                )
            )
            session.write(happened.ItemStarted(workshop=workshop, item=1, controls=questions(kept.item[0], session)))
        self._is_present = True
        return self.running

    def _appointment(self) -> datetime | None:
        """Return when one is to meet today, as the last workshop fixed it."""
        now, last = self.session.clock(), next(reversed(self.workshops), None)
        if last is None or last.next_begins is None or last.next_on != now.date():
            return None
        return datetime.combine(last.next_on, last.next_begins, now.tzinfo)

    def name_attendees(self, names: Iterable[str]) -> None:
        """Make these the people in the room."""
        with self._gesture() as gesture:
            persons = self._persons(gesture, names)
            if persons != self.running.attendees:
                self._write(happened.AttendeesNamed, attendees=persons)

    def pause(self) -> None:
        """Stop the clock."""
        with self._gesture():
            if not self.running.is_paused:
                self._write(happened.WorkshopPaused)

    def resume(self) -> None:
        """Let the clock go on, after a pause or after the program ended without one."""
        workshop = self.running
        is_new, self._is_present = not self._is_present, True
        if is_new or workshop.is_paused:
            self.session.write(happened.WorkshopResumed(workshop=workshop.id))

    def next_item(self) -> int | None:
        """Begin the item behind the current one; return its number, None where the current one is the last."""
        number = (self.running.item or 0) + 1
        if number > len(self.running.agenda.item):
            return None
        self.go_to_item(number)
        return number

    def go_to_item(self, number: int) -> None:
        """Begin the item of that number, again or ahead of its turn; its time goes on where it stopped.

        Raises:
            NotFound: the agenda has no such item.
        """
        workshop = self.running
        if not 1 <= number <= len(workshop.agenda.item):
            raise NotFound("workshop.no-item", number=number, items=len(workshop.agenda.item))
        with self._gesture():
            if number != workshop.item:
                asked = questions(workshop.agenda_item(number), self.session)
                self._write(happened.ItemStarted, item=number, controls=asked)

    def end(self) -> None:
        """End the workshop; one that everybody left long ago ended when they did."""
        workshop = self.running
        if self.session.clock() - workshop.last <= ABANDONED:
            self._be_present()
        self.session.write(happened.WorkshopEnded(workshop=workshop.id))
        self._is_present = False

    # --- what is said ------------------------------------------------------------------------------------------------

    def skip(self, control_id: str) -> None:
        """Put a question off: it stands in ``to_return_to`` until it is answered."""
        self.session.library.control(control_id)
        with self._gesture():
            held = self.running.current
            if control_id not in self.running.skipped or (held and control_id not in held.skipped):
                self._write(happened.QuestionSkipped, control=control_id)

    def vote(  # noqa: PLR0913 - the parts of one vote
        self,
        control_id: str,
        counts: Mapping[Mark, int] | None = None,
        *,
        persons: Mapping[str, Mark] | None = None,
        layer: Layer | None = None,
        agreed: Mark | None = None,
        how: HowKnown = HowKnown.HEARD,
        said_by: str = "",
        dissent: str = "",
        dissenters: Iterable[str] = (),
        vote: str | None = None,
    ) -> str:
        """Record a vote and, where there is one, the answer agreed on; return the vote's id.

        Args:
            control_id: what was voted on.
            counts: how many gave each mark, without those in ``persons``.
            persons: name -> mark, of those who said it aloud.
            layer: None for all layers of the control.
            agreed: the answer agreed on, given as ``Session.answer`` does; None for none.
            how: how it is known.
            said_by: who speaks for the answer.
            dissent: what speaks against it.
            dissenters: names of those who want their disagreement noted.
            vote: the id of a vote to replace.

        Raises:
            BadInput: nobody voted, a count is negative, or the control is not asked on that layer.
        """
        control = self.session.library.control(control_id)
        if layer is not None and layer not in control.layers:
            raise BadInput("answer.no-such-layer", control=control_id, layer=layer, layers=control.layers)
        named = persons or {}
        total = {mark: (counts or {}).get(mark, 0) + list(named.values()).count(mark) for mark in Mark}
        if min(total.values()) < 0 or not any(total.values()):
            raise BadInput("workshop.no-votes", control=control_id)
        vote = vote or self.session.new_id()
        with self._gesture() as gesture:
            self._write(
                happened.VoteCast,
                vote=vote,
                control=control_id,
                layer=layer,
                counts={mark: count for mark, count in total.items() if count},
                persons={self._persons(gesture, [name])[0]: mark for name, mark in named.items() if name.strip()},
                agreed=agreed,
                dissent=self._text(gesture, dissent, "dissent"),
                dissenters=self._persons(gesture, dissenters),
            )
            if agreed is not None:
                self.session.answer(control_id, agreed, layer=layer, how=how, said_by=said_by)
        return vote

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

    # --- gestures ----------------------------------------------------------------------------------------------------

    def _be_present(self) -> None:
        """Resume a workshop that the program left running; one that was paused stays so."""
        if not self._is_present and not self.running.is_paused:
            self.resume()
        self._is_present = True

    def _gesture(self) -> AbstractContextManager[Pending]:
        """Return one gesture in the workshop that goes on, resumed in one before where the program had ended."""
        self._be_present()
        return self.session.one_gesture()

    def _write(self, kind: type[happened.AnyWorkshopBody], **fields: object) -> None:
        self.session.write(kind.model_validate({"workshop": self.running.id, **fields}))

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

    def _text(self, gesture: Pending, text: str, field: str) -> TextRef | None:
        kept = free_text(text, field).strip()
        return self.session.keep(gesture, kept) if kept else None

    def _persons(self, gesture: Pending, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of these people, each once."""
        met = (self.session.meet(gesture, name) for name in names)
        return tuple(dict.fromkeys(person for person in met if person))
