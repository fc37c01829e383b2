"""The steps laid over the months before an application, in PDCA order.

A phase in which something is left to do takes the months that the policy gives it; one in which nothing is left takes
none. As the phases follow each other, what must precede an application does: the system has run for a month (do),
everyone is trained (do), all departments are audited (check), the president has reviewed (act).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pmark_check.domain.checklist import Month, Phase, Policy
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.roadmap import Roadmap, Step
from pmark_check.domain.scoring import Situation

WISH = "planned_application"
"""The fact that holds the day on which the firm would like to apply."""


class PlannedMonth(NamedTuple):
    """One month of the plan.

    Attributes:
        first: its first day.
        steps: what to do in it, in order; () in a month that only has to pass.
    """

    first: date
    phase: Phase
    steps: tuple[Step, ...]

    @property
    def half_days(self) -> int:
        """The work in it, in half-days of one person."""
        return sum(step.half_days for step in self.steps)


class Feasible(StrEnum):
    """Whether the firm can apply on the day it wishes."""

    POSSIBLE = "possible"
    TOO_SOON = "too-soon"
    NEVER_YET = "never-yet"
    """A condition that only time or law can change is not met."""
    UNDECIDED = "undecided"
    """A condition that only time or law can change has not been answered."""
    NO_WISH = "no-wish"


class MonthPlan(NamedTuple):
    """The way to an application.

    Attributes:
        months: one after the other; () where nothing is left to do.
        earliest: the first day on which an application is possible; None while an unfixable gate is failed or open.
        wish: the day the firm named.
        in_the_way: the unfixable gates that are failed or open.
    """

    months: tuple[PlannedMonth, ...]
    earliest: date | None
    wish: date | None
    feasible: Feasible
    in_the_way: tuple[str, ...]


def month_plan(situation: Situation, readiness: Readiness, roadmap: Roadmap, today: date) -> MonthPlan:
    """Return the plan as it stands on ``today``."""
    months = tuple(_months(roadmap.steps, situation.library.policy, today))
    failed, unanswered = _unfixable(situation, readiness, Result.FAILED), _unfixable(situation, readiness, Result.OPEN)
    wish = _wish(situation)
    free = _after(months[-1].first, 1) if months else today
    earliest = None if failed or unanswered else free
    return MonthPlan(months, earliest, wish, _feasible(wish, earliest, failed=bool(failed)), failed or unanswered)


def _feasible(wish: date | None, earliest: date | None, *, failed: bool) -> Feasible:
    if earliest is None:
        return Feasible.NEVER_YET if failed else Feasible.UNDECIDED
    if wish is None:
        return Feasible.NO_WISH
    return Feasible.POSSIBLE if wish >= earliest else Feasible.TOO_SOON


def _unfixable(situation: Situation, readiness: Readiness, result: Result) -> tuple[str, ...]:
    controls = situation.library.controls
    return tuple(gate for gate, found in readiness.gates.items() if found is result and not controls[gate].fixable)


def _wish(situation: Situation) -> date | None:
    stated = situation.assessment.facts.get(WISH)
    return date.fromisoformat(stated) if isinstance(stated, str) else None


def _months(steps: Sequence[Step], policy: Policy, today: date) -> Iterable[PlannedMonth]:
    """Yield the months from the one after ``today``: a step never stands before one that its control waits for."""
    phases = [month.phase for month in policy.month]
    latest: dict[str, int] = {}
    by_phase: dict[Phase, list[Step]] = {phase: [] for phase in phases}
    for step in steps:
        if not step.control.fixable or step.control.phase not in by_phase:
            continue
        own = phases.index(step.control.phase)
        place = max([own, *(latest[c] for c in step.control.after if c in latest)])
        latest[step.control.id] = place
        by_phase[phases[place]].append(step)
    first = today.replace(day=1)
    for month in policy.month:
        if by_phase[month.phase]:
            for share in _shared_out(by_phase[month.phase], month):
                first = _after(first, 1)
                yield PlannedMonth(first, month.phase, share)


def _shared_out(steps: Sequence[Step], month: Month) -> list[tuple[Step, ...]]:
    """Return ``steps`` in their order, shared over the months of a phase in parts of about equal work."""
    total = sum(step.half_days for step in steps)
    shares: list[list[Step]] = [[] for _ in range(month.months)]
    done = 0
    for step in steps:
        shares[min(done * month.months // total, month.months - 1)].append(step)
        done += step.half_days
    return [tuple(share) for share in shares]


def _after(first: date, months: int) -> date:
    """Return the first day of the month that many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
