"""The headline score over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pmark_check.domain.assessment import History
from pmark_check.domain.points import days, end_of, tags
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.scoring import Situation
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.numbers import Band, band
from pmark_check.view.words import literal

MOST_DAYS = 40
"""A longer history is shown by the last day of each month."""


class TrendPoint(NamedTuple):
    """The headline score at the end of one day (ISO), counted with today's checklists.

    Attributes:
        tags: the names of the points set on that day.
        knockouts_failed: how many knock-outs failed then.
    """

    day: str
    tags: tuple[str, ...]
    band: Band
    knockouts_failed: int


def trend(session: Session, translate: Translator, most: int = 0) -> tuple[TrendPoint, ...]:
    """Return the headline score at the end of each day on which anything was recorded, oldest first.

    Of more than ``most`` days, if that is not 0, only the first and the last ones are counted.
    """
    events, history = session.events, History()
    named = _tags_by_day(session)
    found: list[TrendPoint] = []
    weights = None
    chosen = _chosen(days(events), named)
    for day in [*chosen[:1], *chosen[1 - most :]] if 1 < most < len(chosen) else chosen:
        history.add(end_of(events, date.fromisoformat(day)).events)
        situation = Situation(session.library, history.assessment, weights)
        weights = situation.weights
        failed = sum(result is Result.FAILED for result in Readiness(situation).knockouts.values())
        found.append(TrendPoint(day, named.get(day, ()), band(situation.overall, translate), failed))
    return tuple(found)


def _tags_by_day(session: Session) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for name, point in tags(session.events).items():
        named[point.on] = (*named.get(point.on, ()), literal(name))
    return named


def _chosen(every: Sequence[str], named: dict[str, tuple[str, ...]]) -> Sequence[str]:
    """Return all days; of many the first, the last of each month, and those that have a name."""
    if len(every) <= MOST_DAYS:
        return every
    ends = {day[:7]: day for day in every}
    return [day for day in every if day == every[0] or day == ends[day[:7]] or day in named]
