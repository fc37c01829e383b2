"""The clock of a workshop: how much time is left, how fast it goes, and when it will be over at this pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pmark_check.domain.workshop import NOTHING, Held, Workshop

ENOUGH = 3
"""Questions after which a pace says something."""


class Spent(NamedTuple):
    """Time planned and used."""

    planned: timedelta
    used: timedelta

    @property
    def left(self) -> timedelta:
        """What is left of the plan; negative once it is over."""
        return self.planned - self.used


class Pace(NamedTuple):
    """Where a workshop stands at one moment.

    Attributes:
        item: the current item; zeros before the first.
        whole: all of the agenda.
        open: questions of the current item that are still to be asked.
        here, overall: minutes of one question in this item and so far; None for fewer than ``ENOUGH`` questions.
        to_come: what the rest takes at this pace.
        ends: when it will be over at this pace, counted from now.
        late: how much longer than planned it takes at this pace; negative for earlier.
    """

    item: Spent
    whole: Spent
    open: int
    here: timedelta | None
    overall: timedelta | None
    to_come: timedelta
    ends: datetime
    late: timedelta


def pace(workshop: Workshop, open_questions: Mapping[int, int], now: datetime) -> Pace:
    """Return where ``workshop`` stands at ``now``.

    Args:
        workshop: as the history tells it.
        open_questions: item number -> how many of its questions are still to be asked; for items to come, those that
            no earlier one asks.
        now: the time on the clock.
    """
    used = workshop.used(now)
    overall = _per_question(list(workshop.held.values()), workshop, now)
    current = workshop.current
    here = _per_question([current], workshop, now) if current else None
    to_come = sum((_expected(workshop, n, open_questions, here, overall, now) for n in _to_come(workshop)), NOTHING)
    number = workshop.item
    planned = timedelta(minutes=workshop.agenda_item(number).minutes) if number else NOTHING
    whole = Spent(timedelta(minutes=workshop.agenda.minutes), used)
    return Pace(
        item=Spent(planned, workshop.used_in(number, now) if number else NOTHING),
        whole=whole,
        open=open_questions.get(number, 0) if number else 0,
        here=here,
        overall=overall,
        to_come=to_come,
        ends=now + to_come,
        late=to_come - whole.left,
    )


def _to_come(workshop: Workshop) -> Sequence[int]:
    """Return the current item and those that were not begun yet."""
    numbers = range(1, len(workshop.agenda.item) + 1)
    return [number for number in numbers if number == workshop.item or number not in workshop.held]


def _per_question(items: Sequence[Held], workshop: Workshop, now: datetime) -> timedelta | None:
    """Return the time of one question over ``items``, breaks and talks aside."""
    asking = [held for held in items if workshop.agenda_item(held.number).is_asking]
    asked = sum(held.talks for held in asking)
    used = sum((workshop.used_in(held.number, now) for held in asking), NOTHING)
    return used / asked if asked >= ENOUGH else None


def _expected(  # noqa: PLR0913 - everything a forecast rests on
    workshop: Workshop,
    number: int,
    open_questions: Mapping[int, int],
    here: timedelta | None,
    overall: timedelta | None,
    now: datetime,
) -> timedelta:
    """Return how long an item still takes: its questions at this pace, else what its minutes leave."""
    item = workshop.agenda_item(number)
    left = max(timedelta(minutes=item.minutes) - workshop.used_in(number, now), NOTHING)
    per_question = (here or overall) if number == workshop.item else overall
    if not item.is_asking or per_question is None:
        return left
    at_this_pace = per_question * open_questions.get(number, 0)
    return min(left, at_this_pace) if item.takes_what_is_left else at_this_pace
