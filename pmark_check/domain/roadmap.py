"""What to do first, what suffices, and what it would bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Effort, Layer
from pmark_check.domain.events import ActionKind, Mark
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.scoring import BELOW, Item, Score, Situation, loss


class Step(NamedTuple):
    """One thing to do. Done, it makes every layer of its control a yes.

    Attributes:
        aim: ``fix``, or ``find-out`` where a gate or knock-out is open.
        half_days: what it costs, by the policy.
        gain: what it adds to the headline's ``Score.halves``; 0 for a control outside the headline checklist.
    """

    control: Control
    aim: ActionKind
    half_days: int
    gain: int
    result: Result | None

    @property
    def marks(self) -> Mapping[Layer, Mark]:
        """The marks of its control once it is done."""
        return dict.fromkeys(self.control.layers, Mark.YES)


class Reach(StrEnum):
    """Whether steps alone lead to the target."""

    REACHABLE = "reachable"
    REACHED = "reached"
    UNFIXABLE_GATE = "unfixable-gate"
    OPEN_QUESTIONS = "open-questions"
    NOTHING_APPLIES = "nothing-applies"


class ShortPath(NamedTuple):
    """The shortest sufficient selection of steps found; minimal by inclusion.

    Attributes:
        reasons: control ids that stand in the way, where steps alone do not lead there.
    """

    reach: Reach
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def half_days(self) -> int:
        """The sum of the steps' costs."""
        return sum(step.half_days for step in self.steps)


class Roadmap:
    """The steps of a situation in the order in which they should be done."""

    def __init__(self, situation: Situation, readiness: Readiness) -> None:
        self._situation = situation
        self._readiness = readiness
        self._tests = {**readiness.knockouts, **readiness.gates}
        self._counted = {item.control.id for item in situation.headline_items}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Failed gates and knock-outs, then open ones, then loss per effort; prerequisites before dependants."""
        found = [step for item in self._situation.items if (step := self._step(item))]
        return tuple(_prerequisites_first(sorted(found, key=self._rank)))

    def _step(self, item: Item) -> Step | None:
        policy = self._situation.library.policy
        result = self._tests.get(item.control.id)
        gain = loss(item) if item.control.id in self._counted else 0
        if any(mark in BELOW for mark in item.marks.values()):
            return Step(item.control, ActionKind.FIX, policy.half_days.of(item.control.effort), gain, result)
        if result is Result.OPEN:
            return Step(item.control, ActionKind.FIND_OUT, policy.half_days.of(Effort.SMALL), gain, result)
        return None

    def _rank(self, step: Step) -> tuple[int, float, int]:
        group = 0 if step.result is Result.FAILED else 1 if step.result is Result.OPEN else 2
        per_effort = loss(self._situation.by_control[step.control.id]) / step.half_days
        return group, -per_effort, self._situation.library.position[step.control.id]

    @property
    def first_steps(self) -> tuple[Step, ...]:
        """まずこの6つ: the head of the steps."""
        return self.steps[: self._situation.library.policy.first_steps]

    @cached_property
    def questions(self) -> tuple[Control, ...]:
        """The open controls that no step covers: they need an answer, not work."""
        covered = {step.control.id for step in self.steps}
        return tuple(
            item.control
            for item in self._situation.items
            if item.control.id not in covered and any(mark in (None, Mark.UNKNOWN) for mark in item.marks.values())
        )

    @cached_property
    def short_path(self) -> ShortPath:
        """Return the shortest prefix of the steps that suffices, pruned from last to first while it still does."""
        hopeless = tuple(
            control
            for control, result in self._readiness.gates.items()
            if result is Result.FAILED and not self._situation.library.controls[control].fixable
        )
        if hopeless:
            return ShortPath(Reach.UNFIXABLE_GATE, reasons=hopeless)
        if self._situation.overall.worst is None:
            return ShortPath(Reach.NOTHING_APPLIES)
        if not self._suffices(self.steps):
            return ShortPath(Reach.OPEN_QUESTIONS, reasons=tuple(control.id for control in self.questions))
        enough = self._shortest_prefix()
        for step in reversed(enough):
            fewer = [kept for kept in enough if kept is not step]
            is_awaited = any(step.control.id in kept.control.after for kept in fewer)
            if not is_awaited and self._suffices(fewer):
                enough = fewer
        return ShortPath(Reach.REACHABLE if enough else Reach.REACHED, tuple(enough))

    def _shortest_prefix(self) -> list[Step]:
        """Doing more never hurts, so the shortest sufficient prefix is found by halving."""
        low, high = 0, len(self.steps)
        while low < high:
            middle = (low + high) // 2
            if self._suffices(self.steps[:middle]):
                high = middle
            else:
                low = middle + 1
        return list(self.steps[:high])

    def _suffices(self, steps: Sequence[Step]) -> bool:
        """Return whether ``steps`` clear every gate and knock-out and reach target and floors.

        A done step makes every layer of its control a yes, so sums tell what ``what_if`` would find (laws compare
        them); building 250 situations took 2 s.
        """
        if not self._required <= {step.control.id for step in steps}:
            return False
        policy = self._situation.library.policy
        gained: dict[str, int] = defaultdict(int)
        for step in steps:
            gained[self._chapter.get(step.control.id, "")] += step.gain
        whole, chapters = self._situation.overall, self._situation.chapters
        return _reaches(whole, sum(gained.values()), policy.target) and all(
            _reaches(found, gained[chapter], policy.floor) for chapter, found in chapters.items()
        )

    @cached_property
    def _required(self) -> set[str]:
        return {control for control, came_out in self._tests.items() if came_out in (Result.FAILED, Result.OPEN)}

    @cached_property
    def _chapter(self) -> dict[str, str]:
        """The chapter of each control of the headline checklist."""
        library = self._situation.library
        placed = library.placed[library.headline.id]
        return {control: library.chapter(library.sections[section]).id for control, section in placed.items()}

    def what_if(self, steps: Iterable[Step]) -> Situation:
        """Return the situation as it would be with ``steps`` done; nothing is kept."""
        return self._situation.what_if({step.control.id: step.marks for step in steps})


def _reaches(found: Score, gain: int, percent: int) -> bool:
    """Return whether a score that gains so many halves shows so many percent; an empty one has no bar to reach."""
    return not found.total or (found.halves + gain) * 100 >= percent * 2 * found.total


def _prerequisites_first(steps: Sequence[Step]) -> list[Step]:
    """Return ``steps`` in their order, but each after the steps its control waits for."""
    waiting = {step.control.id: step for step in steps}
    ordered: list[Step] = []

    def place(step: Step) -> None:
        if waiting.pop(step.control.id, None) is None:
            return
        for prerequisite in step.control.after:
            if prerequisite in waiting:
                place(waiting[prerequisite])
        ordered.append(step)

    for step in steps:
        place(step)
    return ordered
