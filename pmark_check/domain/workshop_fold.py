"""Workshops as the history tells them: the fold of their events, whatever copy of the file they came from.

What belongs to a workshop is what was written knowing that it had begun and not knowing that it had ended; so an
answer sheet that came from elsewhere meanwhile is no part of it. Time is counted from the times of the events:

* A pause does not count.
* The program may end without one (a crash, a flat battery). Then the workshop is resumed without having been paused;
  of the time since the last event ``GRACE`` counts, the rest is a pause.
* After ``ABANDONED`` without any event everybody has gone home. What is recorded then belongs to no workshop until
  somebody resumes this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from pmark_check.domain import workshop_events as happened
from pmark_check.domain.assessment import effective
from pmark_check.domain.events import (
    ActionPlanned,
    Answered,
    Event,
    MarkedNotApplicable,
    TextRef,
    WorkshopBody,
    in_order,
)
from pmark_check.domain.pauses import ABANDONED, until_resumed
from pmark_check.domain.points import Point, known
from pmark_check.domain.workshop import Decision, Held, Parking, Pause, Vote, Workshop

Value = TypeVar("Value")


def workshops(events: Sequence[Event]) -> tuple[Workshop, ...]:
    """Return the workshops of a history in the order in which they began, whatever the order of ``events``."""
    history, counting = in_order(events), effective(events)
    began = ((event, event.body) for event in counting if isinstance(event.body, happened.WorkshopStarted))
    return tuple(_told(history, counting, _Telling(*each, number)) for number, each in enumerate(began, start=1))


def span(events: Sequence[Event], workshop: Workshop) -> tuple[Point, Point]:
    """Return what was known when a workshop began, and when it ended; all of ``events`` while it goes on."""
    by_hash = {event.hash: event for event in events}
    before = known(events, by_hash[workshop.start].parents)
    after = known(events, (workshop.end,)) if workshop.end else events
    return _at(before), _at(after)


def _at(events: Sequence[Event]) -> Point:
    return Point("", max((event.at[:10] for event in events), default=""), tuple(events))


def _told(history: Sequence[Event], counting: Sequence[Event], telling: _Telling) -> Workshop:
    since = _following(history, telling.start)
    within = [event for event in counting if event.hash in since]
    end = next((event for event in within if telling.is_ended_by(event)), None)
    beyond = _following(history, end) if end else set()
    for event in within:
        if event is not telling.start and event.hash not in beyond:
            telling.take(event)
    if end:
        telling.close(end)
    return telling.result()


def _following(history: Iterable[Event], first: Event) -> set[str]:
    """Return the hashes of ``first`` and of every event whose writer knew of it."""
    found = {first.hash}
    for event in history:
        if not found.isdisjoint(event.parents):
            found.add(event.hash)
    return found


class _Telling:
    """The mutable state while a workshop's events are taken one after the other."""

    def __init__(self, start: Event, body: happened.WorkshopStarted, number: int) -> None:
        self.start = start
        self._body = body
        self._number = number
        self._began = self._now = datetime.fromisoformat(start.at)
        self._is_away = False
        self._is_paused = False
        self._ended: tuple[datetime, str] | None = None
        self._item: int | None = None
        self._attendees = body.attendees
        self._held: dict[int, Held] = {}
        self._pauses: list[Pause] = []
        self._batches: set[str] = set()
        self._skipped: tuple[str, ...] = ()
        self._homework: tuple[tuple[str, str], ...] = ()
        self._votes: dict[str, Vote] = {}
        self._parked: dict[str, Parking] = {}
        self._resolved: dict[str, TextRef | None] = {}
        self._decisions: dict[str, Decision] = {}
        self._next: tuple[date | None, time | None] = (None, None)

    def is_ended_by(self, event: Event) -> bool:
        """Return whether ``event`` ends this workshop: it says so, or begins another one."""
        match event.body:
            case happened.WorkshopEnded(workshop=workshop):
                return workshop == self._body.workshop
            case happened.WorkshopStarted():
                return event is not self.start
            case _:
                return False

    def take(self, event: Event) -> None:
        """Take an event in that was written while the workshop went on."""
        self._let_pass(event, is_back=isinstance(event.body, happened.WorkshopResumed))
        match event.body:
            case WorkshopBody(workshop=workshop):
                if workshop == self._body.workshop:
                    self._happen(event.body)
            case Answered(control=control) | MarkedNotApplicable(control=control) if not self._is_away:
                self._judge(control, event.batch)
            case ActionPlanned(control=control, action=action) if not self._is_away:
                self._homework = _with(self._homework, (control, action))

    def close(self, end: Event) -> None:
        """Let the workshop be over; one that everybody had left was over when they went."""
        self._let_pass(end)
        self._stop_or_go(is_stopped=False)
        self._ended = self._now, end.hash

    # --- time --------------------------------------------------------------------------------------------------------

    def _let_pass(self, event: Event, *, is_back: bool = False) -> None:
        """Count the time since the last event for the current item, as far as it counts."""
        at = max(datetime.fromisoformat(event.at), self._now)
        gone = at - self._now
        self._is_away = not is_back and (self._is_away or gone > ABANDONED)
        if self._is_away:
            return
        if not self._is_paused:
            counted = until_resumed(gone) if is_back else gone
            self._spend(counted)
            if counted < gone:
                self._pauses.append(Pause(self._now + counted, at))
        self._now = at

    def _spend(self, spent: timedelta) -> None:
        if held := self._current():
            self._held[held.number] = replace(held, used=held.used + spent)

    def _current(self) -> Held | None:
        return self._held.get(self._item) if self._item else None

    def _stop_or_go(self, *, is_stopped: bool) -> None:
        if is_stopped and not self._is_paused:
            self._pauses.append(Pause(self._now, None))
        elif self._is_paused and not is_stopped:
            self._pauses[-1] = self._pauses[-1]._replace(until=self._now)
        self._is_paused = is_stopped

    # --- what happened -----------------------------------------------------------------------------------------------

    def _happen(self, body: WorkshopBody) -> None:
        match body:
            case happened.AttendeesNamed():
                self._attendees = body.attendees
            case happened.ItemStarted():
                self._begin(body)
            case happened.WorkshopPaused() | happened.WorkshopResumed():
                self._stop_or_go(is_stopped=isinstance(body, happened.WorkshopPaused))
            case happened.QuestionSkipped():
                self._skip(body.control)
            case happened.VoteCast():
                self._votes[body.vote] = _vote(body, self._attendees)
            case happened.Parked():
                entry = Parking(body.entry, body.text, body.control) if body.text else None
                _put(self._parked, body.entry, entry)
            case happened.ParkedResolved():
                self._resolved[body.entry] = body.text
            case happened.DecisionMade():
                made = Decision(body.decision, body.text, body.control) if body.text else None
                _put(self._decisions, body.decision, made)
            case happened.NextDateSet():
                self._next = body.on, body.begins

    def _begin(self, body: happened.ItemStarted) -> None:
        if body.item <= len(self._body.agenda.item):
            held = self._held.get(body.item, Held(body.item, self._now))
            self._held[body.item] = replace(held, controls=body.controls)
            self._item = body.item

    def _skip(self, control: str) -> None:
        if held := self._current():
            self._held[held.number] = replace(held, skipped=_with(held.skipped, control))
        self._skipped = _with(self._skipped, control)

    def _judge(self, control: str, batch: str) -> None:
        if held := self._current():
            talks = held.talks + (control not in held.judged and batch not in self._batches)
            self._held[held.number] = replace(held, judged=_with(held.judged, control), talks=talks)
        self._batches.add(batch)
        self._skipped = tuple(other for other in self._skipped if other != control)

    def result(self) -> Workshop:
        """Return the workshop as told so far."""
        body, (ended, end) = self._body, self._ended or (None, None)
        return Workshop(
            id=body.workshop,
            number=self._number,
            agenda=body.agenda,
            began=self._began,
            last=self._now,
            start=self.start.hash,
            end=end,
            attendees=self._attendees,
            planned=body.planned,
            place=body.place,
            recorder=self.start.recorded_by,
            item=self._item,
            held=self._held,
            pauses=tuple(self._pauses),
            ended=ended,
            is_paused=self._is_paused,
            votes=self._votes,
            parked=self._parked,
            resolved=self._resolved,
            decisions=self._decisions,
            homework=self._homework,
            skipped=self._skipped,
            next_on=self._next[0],
            next_begins=self._next[1],
        )


def _vote(body: happened.VoteCast, attendees: Sequence[str]) -> Vote:
    """Return a vote; who voted is listed as the attendees are, for an event keeps no order of names."""
    listed = sorted(body.persons, key=lambda person: (*attendees, person).index(person))
    return Vote(
        body.vote,
        body.control,
        body.layer,
        body.counts,
        {person: body.persons[person] for person in listed},
        body.agreed,
        body.dissent,
        body.dissenters,
    )


def _with(known: tuple[Value, ...], value: Value) -> tuple[Value, ...]:
    return known if value in known else (*known, value)


def _put(entries: dict[str, Value], name: str, entry: Value | None) -> None:
    """Replace an entry, add it at the end, or take it back where it is None."""
    if entry is None:
        entries.pop(name, None)
    else:
        entries[name] = entry
