"""A firm in a few lines: facts, and answers given for everything, then for a clause, a section or one control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from pmark_check.domain.checklist import Control, FactValue, Layer, Stage
from pmark_check.domain.consistency import contradictions
from pmark_check.domain.events import Answered, FactStated, HowKnown, Mark
from pmark_check.domain.forecast import StageForecast, forecast
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.plan import MonthPlan, month_plan
from pmark_check.domain.roadmap import Step
from pmark_check.domain.scoring import GapKind
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from tests.domain.strategies import Case, Chronicle

TODAY = date(2026, 11, 22)
LESSONS = "incident-lessons"


@cache
def shipped(*checklists: str) -> Library:
    """Return the shipped checklists of those ids, the others held for what they lend."""
    known = shipped_checklists()
    held = [body for name, body in known.items() if name not in checklists]
    asked = [known[name] for name in checklists]
    return library(asked, shipped_bytes("facts.toml"), shipped_bytes("policy.toml"), held)


@dataclass(frozen=True)
class Said:
    """An answer to everything, or to what ``about`` names: a control, a section, or a clause with those under it.

    A layer that is None stays as it was.
    """

    rule: Mark | None
    practice: Mark | None
    record: Mark | None
    about: tuple[str, ...] = ()

    def concerns(self, control: Control, section: str) -> bool:
        return not self.about or any(
            name in (control.id, section) or _clause(control).startswith(f"{name}.") for name in self.about
        )

    def marks(self, control: Control) -> dict[Layer, Mark]:
        said = zip(Layer, (self.rule, self.practice, self.record), strict=True)
        return {layer: mark for layer, mark in said if mark and layer in control.layers}


def _clause(control: Control) -> str:
    """Return the first clause of the guideline that a control cites, ending in a dot; "" for none."""
    cited = (ref.partition(":")[2] for ref in control.refs if ref.startswith(f"{HEADLINE}:"))
    return next((f"{number}." for number in cited), "")


def all_layers(mark: Mark | None, *about: str) -> Said:
    """Return one answer on every layer; without names it is about everything."""
    return Said(mark, mark, mark, about)


@dataclass(frozen=True)
class Firm:
    """A firm and what it says; a later answer stands over an earlier one."""

    facts: Mapping[str, FactValue]
    said: tuple[Said, ...]
    checklists: tuple[str, ...] = (HEADLINE, LESSONS)
    seen: bool = True

    def answers(self) -> dict[str, dict[Layer, Mark]]:
        """Return the marks of every control that something was said about; every name must mean a control."""
        asked = shipped(*self.checklists)
        found: dict[str, dict[Layer, Mark]] = {}
        for said in self.said:
            meant = [c for c in asked.controls.values() if said.concerns(c, asked.section(c.id).id)]
            for name in said.about:
                assert any(Said(None, None, None, (name,)).concerns(c, asked.section(c.id).id) for c in meant), name
            for control in meant:
                found[control.id] = found.get(control.id, {}) | said.marks(control)
        return {name: marks for name, marks in found.items() if marks}

    @cached_property
    def case(self) -> Case:
        chronicle = Chronicle()
        how = HowKnown.SEEN if self.seen else HowKnown.HEARD
        stated = [FactStated(fact=fact, value=value) for fact, value in self.facts.items()]
        answers = [Answered(control=name, marks=marks, how=how) for name, marks in self.answers().items()]
        if stated or answers:
            chronicle.tell(*stated, *answers)
        return Case(shipped(*self.checklists), tuple(chronicle.events))

    @cached_property
    def verdicts(self) -> tuple[str, str]:
        readiness = self.case.readiness
        return readiness.incident.verdict.value, readiness.application.verdict.value

    @cached_property
    def stages(self) -> dict[Stage, StageForecast]:
        return {stage.stage: stage for stage in forecast(self.case.situation, self.case.readiness)}

    def findings(self, stage: Stage) -> tuple[int, int]:
        return self.stages[stage].least, self.stages[stage].most

    @cached_property
    def plan(self) -> MonthPlan:
        return month_plan(self.case.situation, self.case.readiness, self.case.roadmap, TODAY)

    @cached_property
    def gaps(self) -> Counter[GapKind]:
        """How many controls fall short in each way, each counted under the first."""
        return Counter(gap.kinds[0] for gap in self.case.situation.gaps)

    @property
    def contradictions(self) -> list[str]:
        return [rule.id for rule in contradictions(self.case.situation)]

    @property
    def first(self) -> list[str]:
        return names(self.case.roadmap.first_steps)

    @property
    def way(self) -> list[str]:
        return names(self.case.roadmap.short_path.steps)


def names(steps: tuple[Step, ...]) -> list[str]:
    return [step.control.id for step in steps]
