"""One workshop: who was there, what was gone through and how long it took, what was voted, decided and put off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.agenda import Agenda, AgendaItem
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark, TextRef
from pmark_check.domain.pauses import ABANDONED

NOTHING = timedelta()
LENIENCY = timedelta(minutes=5)
"""An item that took no longer than this over its minutes was kept."""


class Keeping(StrEnum):
    """What became of an item of the agenda."""

    KEPT = "kept"
    OVER = "over"
    NOT_HELD = "not-held"


@dataclass(frozen=True, slots=True)
class Held:
    """An item that was begun.

    Attributes:
        number: in the agenda, from 1.
        began: when it was begun first.
        used: how long it was the current one, pauses aside.
        controls: what it asks; the item begun again asks what its last beginning says.
        judged: the controls answered or excused while it was the current one, in order, each once.
        skipped: those put off while it was.
        talks: how many judgements were gestures of their own; a branch excused with one key is one.
    """

    number: int
    began: datetime
    used: timedelta = NOTHING
    controls: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    talks: int = 0


class Pause(NamedTuple):
    """A time that does not count; ``until`` is None while it lasts."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote, by the fields of ``VoteCast``."""

    id: str
    control: str
    layer: Layer | None
    counts: Mapping[Mark, int]
    persons: Mapping[str, Mark]
    agreed: Mark | None
    dissent: TextRef | None
    dissenters: tuple[str, ...]

    @property
    def is_unanimous(self) -> bool:
        """Whether everybody gave the same mark."""
        return sum(count > 0 for count in self.counts.values()) == 1


class Parking(NamedTuple):
    """What was put into the parking lot."""

    id: str
    text: TextRef
    control: str | None


class Decision(NamedTuple):
    """Something that was decided."""

    id: str
    text: TextRef
    control: str | None


@dataclass(frozen=True)
class Workshop:
    """One workshop.

    Attributes:
        number: among the client's workshops, from 1.
        attendees: person ids.
        planned: when it was meant to begin.
        recorder: person id of who kept the record.
        item: number of the current item; None before the first.
        held: number -> what became of an item, in the order in which they were first begun.
        last: the time of the last event that belongs to it.
        ended: when it was over; None while it goes on.
        homework: (control, action id) of what was planned in it, each once, in order.
        skipped: controls put off and not judged since, in order: the list to return to.
        resolved: entries of the parking lot that were settled in it, own ones or older, each with how.
        next_on, next_begins: when one meets again.
        start, end: hashes of the events that began and ended it.
    """

    id: str
    number: int
    agenda: Agenda
    began: datetime
    last: datetime
    start: str
    end: str | None = None
    attendees: tuple[str, ...] = ()
    planned: datetime | None = None
    place: TextRef | None = None
    recorder: str | None = None
    item: int | None = None
    held: Mapping[int, Held] = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    ended: datetime | None = None
    is_paused: bool = False
    votes: Mapping[str, Vote] = field(default_factory=dict)
    parked: Mapping[str, Parking] = field(default_factory=dict)
    resolved: Mapping[str, TextRef | None] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    homework: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()
    next_on: date | None = None
    next_begins: time | None = None

    @property
    def is_running(self) -> bool:
        """Whether the clock goes on."""
        return self.ended is None and not self.is_paused

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The controls answered or excused in it, each once, by item."""
        return tuple(dict.fromkeys(control for held in self.held.values() for control in held.judged))

    @property
    def current(self) -> Held | None:
        """The current item."""
        return self.held.get(self.item) if self.item else None

    def vote_on(self, control: str) -> Vote | None:
        """Return the last vote on a control."""
        return next((vote for vote in reversed(tuple(self.votes.values())) if vote.control == control), None)

    def agenda_item(self, number: int) -> AgendaItem:
        """Return the item of that number."""
        return self.agenda.item[number - 1]

    def used(self, now: datetime | None = None) -> timedelta:
        """Return how long it took, or takes by ``now``, pauses aside."""
        return sum((held.used for held in self.held.values()), NOTHING) + self.ticking(now)

    def used_in(self, number: int, now: datetime | None = None) -> timedelta:
        """Return how long an item took, or takes by ``now``."""
        held = self.held.get(number)
        return (held.used if held else NOTHING) + (self.ticking(now) if number == self.item else NOTHING)

    def ticking(self, now: datetime | None) -> timedelta:
        """Return the time since the last event where it counts: nothing in a pause, or once everybody left."""
        if now is None or not self.is_running:
            return NOTHING
        gone = max(now - self.last, NOTHING)
        return gone if gone <= ABANDONED else NOTHING

    def keeping(self, number: int) -> Keeping:
        """Return what became of an item."""
        if number not in self.held:
            return Keeping.NOT_HELD
        planned = timedelta(minutes=self.agenda_item(number).minutes)
        return Keeping.KEPT if self.held[number].used <= planned + LENIENCY else Keeping.OVER

    @property
    def kept_agenda(self) -> bool:
        """Whether every item was held, and each in its time."""
        return all(self.keeping(number) is Keeping.KEPT for number in range(1, len(self.agenda.item) + 1))


def open_parking(found: Iterable[Workshop]) -> tuple[Parking, ...]:
    """Return what still lies in the parking lot of these workshops, oldest first."""
    held = tuple(found)
    resolved = {entry for workshop in held for entry in workshop.resolved}
    return tuple(e for workshop in held for e in workshop.parked.values() if e.id not in resolved)
