"""Two points of one client held against each other, on the controls that both have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.assessment import Assessment
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark
from pmark_check.domain.library import Library
from pmark_check.domain.scoring import HALVES, Item, Score, Situation, score


class Direction(StrEnum):
    """What became of a control."""

    BETTER = "better"
    WORSE = "worse"
    ANSWERED = "answered"
    """Open before, answered now; whether that is good says the answer."""
    REOPENED = "reopened"
    MIXED = "mixed"


class Change(NamedTuple):
    """A control that is answered otherwise at the later point; わからない and nothing yet are both open."""

    control: str
    before: Mapping[Layer, Mark | None]
    after: Mapping[Layer, Mark | None]
    direction: Direction


class Comparison:
    """What changed between two states of one client.

    The scores are over the controls that both points have: asked with the checklists pinned at both, applicable at
    both. ``shared`` says how much of today's weight that is, so that nobody takes a part for the whole.
    """

    def __init__(self, library: Library, before: Assessment, after: Assessment) -> None:
        self.before = Situation(library, before)
        self.after = Situation(library, after, self.before.weights)
        pinned = {name for role, name in before.pinned if role == "checklist"} or library.placed.keys()
        asked_then = {c for name, placed in library.placed.items() if name in pinned for c in placed}
        headline = library.placed[library.headline.id]
        self._both = [
            (self.before.by_control[control], item)
            for control, item in self.after.by_control.items()
            if control in self.before.by_control and control in asked_then
        ]
        self._counted = [pair for pair in self._both if pair[1].control.id in headline]

    @property
    def score_before(self) -> Score:
        """The score at the earlier point over the shared controls of the headline checklist."""
        return score(cell for item, _ in self._counted for cell in item.cells)

    @property
    def score_after(self) -> Score:
        """The score at the later point over the same controls."""
        return score(cell for _, item in self._counted for cell in item.cells)

    @property
    def shared(self) -> tuple[int, int]:
        """The weight compared, and the weight of all that applies at the later point."""
        return self.score_after.total, self.after.overall.total

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The shared controls that are answered otherwise, in the order in which they are asked."""
        return tuple(
            Change(after.control.id, before.marks, after.marks, direction)
            for before, after in self._both
            if (direction := _direction(before, after))
        )

    @property
    def came(self) -> tuple[str, ...]:
        """The controls that count now and did not then: new, or newly applicable."""
        shared = {after.control.id for _, after in self._both}
        return tuple(control for control in self.after.by_control if control not in shared)

    @property
    def went(self) -> tuple[str, ...]:
        """The controls that counted then and do not now: excused, or ruled out by a fact."""
        return tuple(control for control in self.before.by_control if control not in self.after.by_control)


def _direction(before: Item, after: Item) -> Direction | None:
    steps = {_step(before.marks.get(layer), mark) for layer, mark in after.marks.items()} - {None}
    return Direction.MIXED if len(steps) > 1 else next(iter(steps), None)


def _step(before: Mark | None, after: Mark | None) -> Direction | None:
    old, new = (HALVES.get(mark) if mark else None for mark in (before, after))
    if old == new:
        return None
    if old is None:
        return Direction.ANSWERED
    if new is None:
        return Direction.REOPENED
    return Direction.BETTER if new > old else Direction.WORSE
