"""The way to the examination on paper: clause by clause, stage by stage, month by month, document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Section
from pmark_check.domain.citations import Document
from pmark_check.domain.coverage import clauses, leaf_clauses
from pmark_check.domain.documents import Presence
from pmark_check.domain.library import HEADLINE
from pmark_check.domain.scoring import score
from pmark_check.i18n.translation import Translator
from pmark_check.view.cited import Clauses, cited
from pmark_check.view.controls import ControlLine, titled
from pmark_check.view.examination import ContradictionLine, DocumentLine, Examination, MonthLine, PlanView, StageLine
from pmark_check.view.numbers import Band, band
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, mostly, word


class ClauseCell(NamedTuple):
    """One clause of the guideline.

    Attributes:
        status: ``held`` where the target is reached, ``failed`` where even the best case stays below the floor,
            ``weak`` where it stays below the target, ``open`` where the open answers decide, ``none`` without a score.
        section: the id of its section, "" where several stand for it or none does.
    """

    number: str
    title: str
    status: str
    band: Band
    section: str


class ClauseRow(NamedTuple):
    """The clauses of one chapter."""

    number: str
    title: str
    cells: tuple[ClauseCell, ...]


class UnitPart(NamedTuple):
    """What a finding would be about: ``questions`` of them of a clause or topic."""

    number: str
    title: str
    questions: int


class GateRow(NamedTuple):
    """A condition of a stage, how it came out, and the reason where it was declared not applicable."""

    line: ControlLine
    result: str
    statement: str
    reason: str
    is_fixable: bool


class StagePart(NamedTuple):
    """The forecast of one stage with all its conditions."""

    line: StageLine
    gates: tuple[GateRow, ...]
    certain: tuple[UnitPart, ...]
    possible: tuple[UnitPart, ...]


class Share(NamedTuple):
    """How many steps of a month belong to a chapter: its id, and its title after its number."""

    chapter: str
    title: str
    steps: int


class MonthPart(NamedTuple):
    """One month of the plan; ``days`` of work of one person.

    Attributes:
        shares: for a month whose steps are not listed one by one, how many there are in each chapter; else ().
    """

    line: MonthLine
    half_days: int
    days: str
    shares: tuple[Share, ...] = ()


class DocumentRow(NamedTuple):
    """A document with the clauses that ask for it and when it is gone over."""

    line: DocumentLine
    clauses: tuple[Clauses, ...]
    renewed: str


class Shelf(NamedTuple):
    """The rules, or the forms and records; ``counts`` says how many there are of each state."""

    id: str
    rows: tuple[DocumentRow, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def renewed(self) -> str:
        """When most of them are gone over, said once for them all."""
        return mostly(row.renewed for row in self.rows)


LISTED_STEPS = 60
"""The months of a plan are listed step by step as long as no more come together; the first is whatever it holds.

Two months of a firm that has most before it: what comes later is planned anew by then.
"""


class ExaminationPart:
    """What a report says about the examination. Everything is derived when first asked for."""

    def __init__(self, view: ScorecardView, background: Background, on: date) -> None:
        self._view = view
        self._background = background
        self._translate: Translator = view.translate
        self._examination = Examination(view, on)
        self._sections: dict[str, Section] = view.session.library.sections

    # --- clauses --------------------------------------------------------------------------------------------------

    @cached_property
    def clauses(self) -> tuple[ClauseRow, ...]:
        """Every clause by chapter, in the order of the guideline."""
        rows: dict[str, list[ClauseCell]] = {}
        for cell in self._cells():
            rows.setdefault(".".join(cell.number.split(".")[:2]), []).append(cell)
        return tuple(ClauseRow(number, self._title(number), tuple(cells)) for number, cells in rows.items())

    def _cells(self) -> Iterator[ClauseCell]:
        library, items = self._view.session.library, self._view.situation.by_control
        scheme = f"{HEADLINE}:"
        cited_numbers = [r.id.removeprefix(scheme) for r in self._background.references.reference if scheme in r.id]
        for number, controls in clauses(library, library.headline, leaf_clauses(cited_numbers)).items():
            cells = (cell for control in controls if control.id in items for cell in items[control.id].cells)
            found = band(score(cells), self._translate)
            yield ClauseCell(number, self._title(number), self._status(found), found, self._section(number))

    def _status(self, found: Band) -> str:
        if found.low is None or found.high is None:
            return "none"
        if found.low * 100 >= self._view.target:
            return "held"
        if found.high * 100 < self._view.floor:
            return "failed"
        return "weak" if found.high * 100 < self._view.target else "open"

    # --- stages ---------------------------------------------------------------------------------------------------

    @cached_property
    def stages(self) -> tuple[StagePart, ...]:
        """The forecast stage by stage."""
        return tuple(self._stage(stage) for stage in self._examination.stages)

    def _stage(self, stage: StageLine) -> StagePart:
        units = [(self._unit(unit.name, len(unit.controls)), unit.is_certain) for unit in stage.units]
        return StagePart(
            line=stage,
            gates=tuple(self._gates(stage.id)),
            certain=tuple(unit for unit, is_certain in units if is_certain),
            possible=tuple(unit for unit, is_certain in units if not is_certain),
        )

    def _gates(self, stage: str) -> Iterator[GateRow]:
        written, cards = self._view.session.library.controls, self._view.cards
        for gate, result in self._view.readiness.gates.items():
            control = written[gate]
            if control.gate != stage:
                continue
            line = cards.line(control)
            statement = literal(control.finding.to(self._translate.language)) if result == "failed" else line.question
            yield GateRow(line, result.value, statement, cards.card(control).not_applicable, control.fixable)

    def _unit(self, name: str, questions: int) -> UnitPart:
        return UnitPart(name.partition("/")[0], self._title(name), questions)

    @property
    def contradictions(self) -> tuple[ContradictionLine, ...]:
        """The answers that do not fit together."""
        return self._examination.contradictions

    # --- plan -----------------------------------------------------------------------------------------------------

    @property
    def plan(self) -> PlanView:
        """When one could apply, and why."""
        return self._examination.plan

    @cached_property
    def months(self) -> tuple[MonthPart, ...]:
        """The months before an application."""
        planned = zip(self.plan.months, self._examination.month_plan.months, strict=True)
        return tuple(
            MonthPart(line, month.half_days, _days(month.half_days), () if is_listed else self._shares(line))
            for (line, month), is_listed in zip(planned, self._listed, strict=True)
        )

    @property
    def _listed(self) -> Iterator[bool]:
        """Yield for each month whether its steps are listed one by one."""
        sums = accumulate(len(month.steps) for month in self.plan.months)
        return (place == 0 or steps <= LISTED_STEPS for place, steps in enumerate(sums))

    def _shares(self, month: MonthLine) -> tuple[Share, ...]:
        library = self._view.session.library
        counted = Counter(library.chapter(library.section(step.line.id)).id for step in month.steps)
        chapters = (section for section in self._sections.values() if section.id in counted)
        return tuple(Share(found.id, titled(found, self._translate), counted[found.id]) for found in chapters)

    @cached_property
    def unlisted(self) -> dict[str, str]:
        """Control -> the month of its step, where the month does not list it."""
        later = (month.line for month in self.months if month.shares)
        return {step.line.id: month.name for month in later for step in month.steps}

    @property
    def goal(self) -> date | None:
        """The first month in which one could apply, where it is known."""
        return self._examination.month_plan.earliest

    # --- documents ------------------------------------------------------------------------------------------------

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The rules, then the forms and records."""
        documents = self._background.documents.document
        return tuple(
            self._shelf(kind, [document for document in documents if document.is_rule is is_rule])
            for kind, is_rule in (("rules", True), ("records", False))
        )

    def _shelf(self, kind: str, documents: list[Document]) -> Shelf:
        lines = self._examination.documents(documents)
        rows = tuple(self._document(*pair) for pair in zip(documents, lines, strict=True))
        counted = Counter(line.presence for line in lines)
        counts = tuple(
            (word("presence", presence, self._translate), counted[presence])
            for presence in Presence
            if counted[presence]
        )
        return Shelf(kind, rows, counts)

    def _document(self, document: Document, line: DocumentLine) -> DocumentRow:
        renewed = literal(document.renewed.to(self._translate.language)) if document.renewed else ""
        return DocumentRow(line, cited(document.clauses, self._background), renewed)

    # --- titles ---------------------------------------------------------------------------------------------------

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What a clause, topic or chapter is called: as its section, else as the guideline calls it."""
        language = self._translate.language
        titles = {
            reference.id.partition(":")[2]: literal(reference.title.to(language))
            for reference in self._background.references.reference
            if reference.id.startswith(f"{HEADLINE}:") and reference.title
        }
        for number, ids in self._standing.items():
            if len(ids) == 1:
                titles[number] = literal(self._sections[ids[0]].title.to(language))
        for section in self._sections.values():
            if section.finding_unit:
                titles[section.finding_unit] = literal(section.title.to(language))
        return titles

    @cached_property
    def _standing(self) -> dict[str, list[str]]:
        """Number of a clause -> the sections that stand for it."""
        found: dict[str, list[str]] = {}
        for section in self._sections.values():
            if section.ref:
                found.setdefault(section.number, []).append(section.id)
        return found

    def _title(self, name: str) -> str:
        return self._titles.get(name, "")

    def _section(self, number: str) -> str:
        return next(iter(self._standing.get(number, ())), "")


def _days(half_days: int) -> str:
    return f"{half_days / 2:g}"
