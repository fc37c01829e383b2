"""Random clients whose controls have phases, whose sections have topics and chapters: for forecast and month plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from pmark_check.domain.checklist import Checklist, Month, Phase
from pmark_check.domain.library import Library
from tests.domain.strategies import SAID, Case, cases

LENGTHS = {Phase.PLAN: 3, Phase.DO: 2, Phase.CHECK: 1, Phase.ACT: 1}
MONTHS = tuple(Month(phase=phase, title=SAID, months=months) for phase, months in LENGTHS.items())
TOPICS = (None, "A", "B", "J.9.2 doors")


def reworked(
    given: Library,
    control: Callable[[str], Mapping[str, Any]] = lambda _: {},
    section: Callable[[str], Mapping[str, Any]] = lambda _: {},
    **policy: Any,
) -> Library:
    """Return the library with other fields in its controls and sections (found by their ids) and in its policy."""

    def rewritten(each: Checklist) -> Checklist:
        controls = tuple(c.model_copy(update=dict(control(c.id))) for c in each.control)
        sections = tuple(s.model_copy(update=dict(section(s.id))) for s in each.section)
        return each.model_copy(update={"control": controls, "section": sections})

    return replace(
        given,
        checklists=tuple(map(rewritten, given.checklists)),
        policy=given.policy.model_copy(update=policy),
    )


@st.composite
def examined(draw: st.DrawFn, max_controls: int = 10) -> Case:
    """Draw a client as ``cases`` does, with phases, finding units, two chapters and the months of the policy."""
    drawn = draw(cases(max_controls))
    size = len(drawn.library.controls)
    phases = dict(zip(drawn.library.controls, draw(_list(tuple(Phase), size)), strict=True))
    units = dict(zip(drawn.library.controls, draw(_list(TOPICS, size)), strict=True))
    topics = dict(zip(("before", "during", "after"), draw(_list(TOPICS, 3)), strict=True))
    of_a_chapter = draw(st.booleans())
    return drawn.with_library(
        reworked(
            drawn.library,
            lambda control: {
                "phase": phases.get(control, Phase.DO),  # a control that nothing asks keeps its phase
                "finding_unit": units.get(control),
            },
            lambda section: {
                "finding_unit": topics[section],
                "parent": "before" if of_a_chapter and section == "during" else None,
            },
            month=MONTHS,
        )
    )


def _list(values: tuple[Any, ...], size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=size, max_size=size)
