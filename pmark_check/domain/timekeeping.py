"""The time of a workshop: begun, paused and resumed, led from item to item of its agenda, ended.

Pauses and resumptions are facts of the clock and never taken back; the rest is, by ``Session.undo``.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from pmark_check.domain import workshop_events as happened
from pmark_check.domain.agenda import Agenda, fitted, questions
from pmark_check.domain.events import TextRef
from pmark_check.domain.pauses import ABANDONED
from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.scribe import Pending
from pmark_check.domain.session import Session
from pmark_check.domain.text import free_text
from pmark_check.domain.workshop import Workshop
from pmark_check.errors import BadInput, NotFound


class Timekeeping(Proceedings):
    """The workshops of one client, of which one may be going on, and the gestures in which something happens in it.

    A new one over a workshop that goes on means that the program ended meanwhile: whatever it writes first is
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

    def _text(self, gesture: Pending, text: str, field: str) -> TextRef | None:
        kept = free_text(text, field).strip()
        return self.session.keep(gesture, kept) if kept else None

    def _persons(self, gesture: Pending, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of these people, each once."""
        met = (self.session.meet(gesture, name) for name in names)
        return tuple(dict.fromkeys(person for person in met if person))
