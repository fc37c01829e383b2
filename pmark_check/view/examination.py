"""The way to the examination: what it would find, when one could apply, what does not fit together, which documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from pmark_check.domain.citations import Document
from pmark_check.domain.consistency import contradictions
from pmark_check.domain.documents import Shelved, shelf
from pmark_check.domain.forecast import StageForecast, Unit, forecast
from pmark_check.domain.plan import MonthPlan, PlannedMonth, month_plan
from pmark_check.view.controls import ControlLine
from pmark_check.view.lines import FactLine, StepLine
from pmark_check.view.numbers import work_text
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import day, literal, word


class UnitLine(NamedTuple):
    """What one finding would be about: a clause, or a topic of one.

    Attributes:
        name: the clause's number, with the topic's own name after a slash.
        title: as the checklist heads it, "" where it has no section of its own.
    """

    name: str
    number: str
    title: str
    is_certain: bool
    controls: tuple[ControlLine, ...]


class StageLine(NamedTuple):
    """The forecast of one examination stage.

    Attributes:
        findings: for example ``12〜20件``; "" for the stage that has none.
    """

    id: str
    name: str
    blocked_by: tuple[ControlLine, ...]
    unanswered: tuple[ControlLine, ...]
    findings: str
    least: int
    most: int
    units: tuple[UnitLine, ...]


class ContradictionLine(NamedTuple):
    """Answers that do not fit together, and how to settle it.

    Attributes:
        facts: what was said about the firm that the rule rests on.
    """

    id: str
    message: str
    why: str
    resolve: str
    controls: tuple[ControlLine, ...]
    facts: tuple[FactLine, ...] = ()


class MonthLine(NamedTuple):
    """One month of the plan."""

    name: str
    first: date
    phase: str
    phase_title: str
    steps: tuple[StepLine, ...]
    work: str


class PlanView(NamedTuple):
    """The way to an application.

    Attributes:
        sentence: whether and when one could apply, and why.
        earliest, wish: in words, "" where there is none.
        months: their steps are numbered through.
        reasons: the conditions in the way that only time or law can change.
        work: of all months together, "" where nothing is to be done.
    """

    feasible: str
    sentence: str
    earliest: str
    wish: str
    months: tuple[MonthLine, ...]
    reasons: tuple[ControlLine, ...]
    work: str = ""


class DocumentLine(NamedTuple):
    """A document that an examination asks for, and whether it is there."""

    id: str
    title: str
    usual: str
    is_minimum: bool
    presence: str
    word: str
    controls: tuple[ControlLine, ...]


class Examination:
    """One client before its examination. Everything is derived when first asked for.

    Args:
        view: the client's scorecard.
        today: the day from which months are counted.
    """

    def __init__(self, view: ScorecardView, today: date) -> None:
        self._view = view
        self.translate = view.translate
        self._today = today

    @cached_property
    def stages(self) -> tuple[StageLine, ...]:
        """The forecast; () without the Privacy Mark checklist."""
        return tuple(map(self._stage, forecast(self._view.situation, self._view.readiness)))

    @cached_property
    def contradictions(self) -> tuple[ContradictionLine, ...]:
        """The answers that do not fit together."""
        language = self.translate.language
        facts = {line.id: line for line in self._view.facts}
        return tuple(
            ContradictionLine(
                rule.id,
                literal(rule.message.to(language)),
                literal(rule.why.to(language)),
                literal(rule.resolve.to(language)),
                self._lines(dict.fromkeys(premise.control for premise in rule.premises if premise.control)),
                tuple(facts[premise.fact] for premise in rule.premises if premise.fact in facts),
            )
            for rule in contradictions(self._view.situation)
        )

    @cached_property
    def month_plan(self) -> MonthPlan:
        """The plan as the domain has it."""
        return month_plan(self._view.situation, self._view.readiness, self._view.roadmap, self._today)

    @cached_property
    def plan(self) -> PlanView:
        """The plan in words."""
        plan = self.month_plan
        earliest, wish = self._month(plan.earliest), day(plan.wish)
        values = {"earliest": earliest, "wish": wish, "months": len(plan.months), "count": len(plan.in_the_way)}
        sentence = self.translate(f"plan.{plan.feasible}", **values)
        numbered = iter(self._view.steps(step for month in plan.months for step in month.steps))
        months = tuple(self._month_line(month, tuple(islice(numbered, len(month.steps)))) for month in plan.months)
        half_days = sum(month.half_days for month in plan.months)
        work = work_text(half_days, self.translate) if half_days else ""
        return PlanView(plan.feasible.value, sentence, earliest, wish, months, self._lines(plan.in_the_way), work)

    def documents(self, documents: Iterable[Document]) -> tuple[DocumentLine, ...]:
        """Return which of ``documents`` are there, as far as the answers tell."""
        return tuple(map(self._document, shelf(self._view.situation, documents)))

    # --- making ---------------------------------------------------------------------------------------------------

    def _stage(self, stage: StageForecast) -> StageLine:
        key = "findings.exact" if stage.least == stage.most else "findings.range"
        has_findings = stage.stage != "formality"
        return StageLine(
            id=stage.stage.value,
            name=word("stage", stage.stage, self.translate),
            blocked_by=self._lines(stage.blocked_by),
            unanswered=self._lines(stage.unanswered),
            findings=self.translate(key, least=stage.least, most=stage.most) if has_findings else "",
            least=stage.least,
            most=stage.most,
            units=tuple(map(self._unit, stage.units)),
        )

    def _unit(self, unit: Unit) -> UnitLine:
        number = unit.name.partition("/")[0]
        return UnitLine(unit.name, number, self._titles.get(unit.name, ""), unit.is_certain, self._lines(unit.controls))

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What a finding can count as -> the title of its section: a topic's own, else the clause's."""
        language, sections = self.translate.language, self._view.session.library.headline.section
        named = {section.number: section for section in sections}
        named |= {section.finding_unit: section for section in sections if section.finding_unit}
        return {name: literal(section.title.to(language)) for name, section in named.items()}

    def _month_line(self, month: PlannedMonth, steps: tuple[StepLine, ...]) -> MonthLine:
        policy = self._view.session.library.policy
        title = next(said.title for said in policy.month if said.phase is month.phase)
        return MonthLine(
            name=self._month(month.first),
            first=month.first,
            phase=month.phase.value,
            phase_title=literal(title.to(self.translate.language)),
            steps=steps,
            work=work_text(month.half_days, self.translate) if month.steps else "",
        )

    def _document(self, shelved: Shelved) -> DocumentLine:
        document, language = shelved.document, self.translate.language
        return DocumentLine(
            id=document.id,
            title=literal(document.title.to(language)),
            usual=literal(document.usual.to(language)) if document.usual else "",
            is_minimum=document.minimum,
            presence=shelved.presence.value,
            word=word("presence", shelved.presence, self.translate),
            controls=self._lines(shelved.controls),
        )

    def _month(self, first: date | None) -> str:
        if first is None:
            return ""
        name = self.translate(f"month.{first.month}")
        return self.translate("month.of-year", year=first.year, month=name)

    def _lines(self, controls: Iterable[str]) -> tuple[ControlLine, ...]:
        written = self._view.session.library.controls
        return tuple(self._view.cards.line(written[control]) for control in controls)
