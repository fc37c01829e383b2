"""The steps laid over the months before an application, in PDCA order.

A phase in which something is left to do takes the months that the policy gives it; one in which nothing is left takes
none. As the phases follow each other, what must precede an application does: the system has run for a month (do),
everyone is trained (do), all departments are audited (check), the president has reviewed (act). What could let an
accident happen tomorrow, and what only needs an answer, waits for no phase: it stands in the first month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Month, Phase
from pmark_check.domain.events import ActionKind
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
    doable = [step for step in roadmap.steps if step.control.fixable]
    months = tuple(_months(situation, doable, today))
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


def _months(situation: Situation, steps: Sequence[Step], today: date) -> Iterator[PlannedMonth]:
    """Yield the months from the one after ``today``."""
    at_once = _at_once(steps)
    policy, phase_of = situation.library.policy, _Phases(situation)
    first = today.replace(day=1)
    urgent = tuple(step for step in steps if step.control.id in at_once)
    for month in policy.month:
        its_own = [s for s in steps if s.control.id not in at_once and phase_of(s.control) is month.phase]
        for share in _shared_out(its_own, month) if its_own else ():
            first = _after(first, 1)
            yield PlannedMonth(first, month.phase, (*urgent, *share))
            urgent = ()
    if urgent:
        yield PlannedMonth(_after(first, 1), policy.month[0].phase, urgent)


def _at_once(steps: Sequence[Step]) -> set[str]:
    """Return the controls whose steps wait for no phase: finding out, closing a knock-out, and what these wait for."""
    by_control = {step.control.id: step for step in steps}
    found: set[str] = set()
    pending = [step for step in steps if step.aim is ActionKind.FIND_OUT or step.control.knockout]
    while pending:
        step = pending.pop()
        if step.control.id not in found:
            found.add(step.control.id)
            pending += [by_control[earlier] for earlier in step.control.after if earlier in by_control]
    return found


class _Phases:
    """The phase in which a control is worked on: its own, or the latest of those it comes after.

    Whether these are done already makes no difference; so finished work never makes a plan longer.
    """

    def __init__(self, situation: Situation) -> None:
        self._controls = {item.control.id: item.control for item in situation.items}
        self._order = [month.phase for month in situation.library.policy.month]
        self._found: dict[str, Phase] = {}

    def __call__(self, control: Control) -> Phase:
        if control.id not in self._found:
            self._found[control.id] = control.phase  # ends a circle, which lint refuses
            earlier = (self(self._controls[name]) for name in control.after if name in self._controls)
            self._found[control.id] = max([control.phase, *earlier], key=self._order.index)
        return self._found[control.id]


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
