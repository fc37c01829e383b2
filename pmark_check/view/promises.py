"""Homework over time: what was promised, what was done about it, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.assessment import Action
from pmark_check.domain.differences import Differences
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ActionLine, Cards, urgency
from pmark_check.view.words import day


class Promise(NamedTuple):
    """Homework that is open.

    Attributes:
        is_new: whether it was promised since.
        due_before: the day by which it was due before, where that was moved; else "".
        days_late: how many days it is overdue, 0 for none.
    """

    line: ActionLine
    is_new: bool
    due_before: str
    days_late: int


class Ending(NamedTuple):
    """Homework that was done, dropped, or taken back as if never planned.

    Attributes:
        on: the day; "" where it was taken back.
        days_late: how many days after it was due.
    """

    line: ActionLine
    word: str
    on: str
    seen_by: str
    reason: str
    is_new: bool
    days_late: int


class Promises:
    """The homework of one client between two points, the later one being known on the day ``on``."""

    def __init__(self, differences: Differences, cards: Cards, translate: Translator, on: date) -> None:
        self._differences = differences
        self._cards = cards
        self._translate = translate
        self._on = on

    @property
    def carried(self) -> int:
        """How many pieces were open before."""
        return len(self._differences.carried)

    @property
    def promised(self) -> int:
        """How many were promised since."""
        return len(self._differences.promised)

    @cached_property
    def open(self) -> tuple[Promise, ...]:
        """What is open, the soonest first."""
        return tuple(sorted(map(self._promise, self._differences.open), key=lambda promise: urgency(promise.line)))

    @cached_property
    def late(self) -> tuple[Promise, ...]:
        """What is overdue, the oldest first."""
        return tuple(promise for promise in self.open if promise.days_late)

    @cached_property
    def new(self) -> tuple[Promise, ...]:
        """What was promised since and is open."""
        return tuple(promise for promise in self.open if promise.is_new)

    def due(self, first: date, last: date) -> tuple[Promise, ...]:
        """Return what is due on one of these days."""
        return tuple(promise for promise in self.open if day(first) <= promise.line.due <= day(last))

    @cached_property
    def ended(self) -> tuple[Ending, ...]:
        """What was done or dropped, the earliest first."""
        return _by_day(map(self._ending, self._differences.ended))

    @cached_property
    def withdrawn(self) -> tuple[Ending, ...]:
        """What was promised before and taken back, as if it had never been planned."""
        return _by_day(map(self._withdrawal, self._differences.withdrawn))

    def _promise(self, action: Action) -> Promise:
        was = self._differences.before(action)
        moved = was.due if was and was.outcome is None and was.due != action.due else None
        return Promise(
            self._cards.action(action),
            not self._differences.was_open(action),
            day(moved),
            days_between(action.due, self._on),
        )

    def _ending(self, action: Action) -> Ending:
        line = self._cards.action(action)
        return Ending(
            line,
            line.status,
            day(action.closed_on),
            self._cards.person(action.seen_by),
            self._cards.text(action.reason),
            not self._differences.was_open(action),
            days_between(action.due, action.closed_on),
        )

    def _withdrawal(self, action: Action) -> Ending:
        word = self._translate("promise.withdrawn")
        return Ending(self._cards.action(action), word, "", "", "", is_new=False, days_late=0)


def days_between(due: date | None, then: date | None) -> int:
    """Return how many days ``then`` is after ``due``; 0 where it is not."""
    return max((then - due).days, 0) if due and then else 0


def _by_day(endings: Iterable[Ending]) -> tuple[Ending, ...]:
    return tuple(sorted(endings, key=lambda ending: (ending.on, *urgency(ending.line))))
