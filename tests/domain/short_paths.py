"""The short path held against every other way to the same end."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pmark_check.domain.readiness import Readiness, Result, falls_short
from pmark_check.domain.roadmap import Reach, Roadmap, Step
from tests.domain.strategies import Case

MOST_STEPS = 8
"""All sets of so many can be tried."""


def suffices(roadmap: Roadmap, steps: Iterable[Step]) -> bool:
    """Return whether after ``steps`` every test is passed, and target and floors are reached."""
    after = roadmap.what_if(steps)
    tests, policy = Readiness(after), after.library.policy
    passed = {*tests.knockouts.values(), *tests.gates.values()} <= {Result.PASSED, Result.EXCUSED}
    target = after.overall.worst is None or after.overall.worst * 100 >= policy.target
    floors = all(found.worst is None or found.worst * 100 >= policy.floor for found in after.chapters.values())
    assert (target and floors) is not falls_short(after)
    return passed and target and floors


def cheapest(roadmap: Roadmap) -> int:
    """Return the cost of the cheapest sufficient set of steps, by trying them all."""
    return min(
        sum(step.half_days for step in chosen)
        for size in range(len(roadmap.steps) + 1)
        for chosen in combinations(roadmap.steps, size)
        if suffices(roadmap, chosen)
    )


def hold_against_the_cheapest(clients: st.SearchStrategy[Case], name: str, *, examples: int) -> None:
    """Print what the short path costs beside the optimum: near is not promised, below would be a mistake."""
    costs: list[tuple[int, int]] = []

    @settings(max_examples=examples)
    @given(clients, st.just(costs))
    def compare(drawn: Case, found: list[tuple[int, int]]) -> None:
        roadmap = drawn.roadmap
        if roadmap.short_path.reach is Reach.REACHABLE and len(roadmap.steps) <= MOST_STEPS:
            found.append((roadmap.short_path.half_days, cheapest(roadmap)))

    compare()
    assert costs
    assert all(cost >= optimum for cost, optimum in costs)
    spent, needed = (sum(each) for each in zip(*costs, strict=True))
    optimal = sum(cost == optimum for cost, optimum in costs)
    print(f"{name}: {spent} half-days, optimum {needed}, optimal in {optimal} of {len(costs)} cases")  # noqa: T201
