"""What a report on paper lists beyond the scorecard: the same answers, gathered for somebody who reads them once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control, Provenance
from pmark_check.domain.procedure import Procedure
from pmark_check.i18n.translation import Translator
from pmark_check.view.accidents import Accident, accidents
from pmark_check.view.cited import cited
from pmark_check.view.controls import ActionLine, Card, ControlLine, LayerLine, lessons
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.lines import FactLine, GapLine, Homework, KnockoutLine, SectionLine
from pmark_check.view.method import Method, method
from pmark_check.view.report_examination import ExaminationPart
from pmark_check.view.report_lines import (
    ChapterPart,
    FirstStep,
    KnockoutRow,
    Meaning,
    Row,
    Ruled,
    Said,
    SectionPart,
    Stop,
)
from pmark_check.view.report_procedure import ProcedurePart
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, word

CONTENTS = (
    "scores",
    "forecast",
    "roadmap",
    "knockouts",
    "gaps",
    "documents",
    "in-place",
    "homework",
    "not-asked",
    "accidents",
    "procedure",
    "method",
    "glossary",
)
"""The parts behind page one, in order."""

OF_AN_EXAMINATION = {"forecast", "roadmap", "documents"}
"""Those that only a client who is asked with the Privacy Mark checklist has."""

STOPS_ON_PAGE_ONE = 6
"""So many fit on one page beside everything else, half of them of either kind if there are; the rest is counted."""


class ReportParts:
    """The parts of one report. Everything is derived when first asked for.

    Args:
        on: the day of the report.
        procedure: the dated facts of the procedure; without them the report has no page on applying.
        with_private: whether private notes are kept. Otherwise no text of one is in anything made here.
    """

    def __init__(
        self,
        view: ScorecardView,
        background: Background,
        *,
        on: date,
        procedure: Procedure | None = None,
        with_private: bool = False,
    ) -> None:
        self._view = view
        self._on = on
        self._procedure = procedure
        self._background = background
        self._with_private = with_private
        self._controls = view.session.library.controls
        self._translate: Translator = view.translate

    # --- what there is -----------------------------------------------------------------------------------------------

    @cached_property
    def contents(self) -> tuple[str, ...]:
        """The parts of this report, in order."""
        missing = set() if self.examination else set(OF_AN_EXAMINATION)
        missing |= set() if self.procedure else {"procedure"}
        return tuple(part for part in CONTENTS if part not in missing)

    def number(self, part: str) -> int:
        """Return the number that a part has in the report."""
        return self.contents.index(part) + 1

    @cached_property
    def examination(self) -> ExaminationPart | None:
        """The way to the examination; None without the Privacy Mark checklist."""
        if self._view.application.id == "none":
            return None
        return ExaminationPart(self._view, self._background, self._on)

    @cached_property
    def procedure(self) -> ProcedurePart | None:
        """How to apply; None where nobody asks."""
        if self._procedure is None or self.examination is None:
            return None
        return ProcedurePart(self._procedure, self._view, self._background, self._on)

    @cached_property
    def scored(self) -> tuple[SectionLine, ...]:
        """The chapters in which anything counts; the sections of a checklist that has no chapters are its chapters."""
        return tuple(line for line in self._view.chapters if line.asked)

    # --- page one ----------------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """The short name of the client's state."""
        return short_fingerprint(self._view.session)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The failed gates and knock-outs, then the unanswered ones."""
        readiness = self._view.readiness
        return tuple(
            self._stop(self._controls[control], is_failed=is_failed)
            for is_failed, controls in ((True, readiness.failed()), (False, readiness.unanswered()))
            for control in controls
        )

    @property
    def first_stops(self) -> tuple[Stop, ...]:
        """Those for which page one has room: neither gates nor knock-outs push the others out."""
        half = STOPS_ON_PAGE_ONE // 2
        kinds = ([stop for stop in self.stops if stop.is_gate is is_gate] for is_gate in (True, False))
        preferred = [stop for kind in kinds for stop in kind[:half]]
        chosen = [*preferred, *(stop for stop in self.stops if stop not in preferred)][:STOPS_ON_PAGE_ONE]
        return tuple(stop for stop in self.stops if stop in chosen)

    @cached_property
    def first_steps(self) -> tuple[FirstStep, ...]:
        """まずこの6つ."""
        steps = self._view.roadmap.first_steps
        return tuple(
            FirstStep(
                line,
                line.line.question if step.aim == "find-out" else line.first_step,
                step.aim == "find-out",
                step.control.gate is not None,
            )
            for step, line in zip(steps, self._view.first_steps, strict=True)
        )

    @property
    def has_answers(self) -> bool:
        """Whether anybody said anything about any control that applies."""
        states = (item.state for item in self._view.situation.items)
        return bool(self._view.situation.excused) or any(state.answers for state in states)

    # --- controls ----------------------------------------------------------------------------------------------------

    @cached_property
    def knockouts(self) -> tuple[KnockoutRow, ...]:
        """Every knock-out with who confirmed it."""
        return tuple(KnockoutRow(line, self._confirmed_by(line)) for line in self._view.knockouts)

    @cached_property
    def gaps(self) -> tuple[ChapterPart, ...]:
        """What falls short or is open, by chapter and section."""
        return self._chapters([(gap.card, gap) for gap in self._view.gaps])

    @cached_property
    def gap_sections(self) -> frozenset[str]:
        """The ids of the sections that have a gap."""
        return frozenset(section.id for chapter in self.gaps for section in chapter.sections)

    @cached_property
    def in_place(self) -> tuple[ChapterPart, ...]:
        """What is answered はい on every layer, by chapter."""
        short = {gap.card.line.id for gap in self._view.gaps}
        controls = (item.control for item in self._view.situation.items if item.control.id not in short)
        return self._chapters([(self._view.cards.card(control), None) for control in controls], touched=True)

    def _chapters(
        self, cards: Iterable[tuple[Card, GapLine | None]], *, touched: bool = False
    ) -> tuple[ChapterPart, ...]:
        """Return ``cards`` by chapter and section; ``touched`` says that something was said about each of them."""
        library = self._view.session.library
        found: dict[str, list[tuple[Card, GapLine | None]]] = {}
        for card, gap in cards:
            found.setdefault(library.section(card.line.id).id, []).append((card, gap))
        chapters: dict[str, list[SectionPart]] = {}
        for section in library.sections.values():
            if section.id in found:
                part = self._section(section.id, found[section.id], touched=touched)
                chapters.setdefault(library.chapter(section).id, []).append(part)
        return tuple(ChapterPart(*self._heading(chapter), tuple(parts)) for chapter, parts in chapters.items())

    def _section(self, section: str, cards: list[tuple[Card, GapLine | None]], *, touched: bool) -> SectionPart:
        told = [touched or self._is_touched(card) for card, _ in cards]
        return SectionPart(
            *self._heading(section),
            rows=tuple(self._row(*pair) for pair, is_told in zip(cards, told, strict=True) if is_told),
            untouched=tuple(card.line for (card, _), is_told in zip(cards, told, strict=True) if not is_told),
        )

    def _heading(self, section: str) -> tuple[str, str, str, str]:
        """Return the id, number, title and score of a section or chapter."""
        written = self._view.session.library.sections[section]
        known = self._bands.get(section)
        score = known.band.label if known and not known.band.is_empty else ""
        number = (written.ref or "").partition(":")[2]
        return section, literal(number), literal(written.title.to(self._translate.language)), score

    @cached_property
    def _bands(self) -> dict[str, SectionLine]:
        return {line.id: line for line in (*self._view.sections, *self._view.chapters)}

    @property
    def in_place_count(self) -> int:
        """How many controls are answered はい on every layer."""
        return sum(len(chapter.rows) for chapter in self.in_place)

    @cached_property
    def homework(self) -> tuple[Homework, ...]:
        """Open homework by person, soonest first; equal homework in an order of its own, not of the history."""
        return tuple(Homework(work.person, _ordered(work.actions)) for work in self._view.homework)

    # --- what does not count -----------------------------------------------------------------------------------------

    @cached_property
    def ruled_out(self) -> tuple[Ruled, ...]:
        """What the facts rule out, by reason."""
        by_reason: dict[str, list[ControlLine]] = {}
        for found in self._view.not_asked:
            by_reason.setdefault(found.reason, []).append(found.line)
        return tuple(Ruled(reason, "", tuple(lines)) for reason, lines in by_reason.items())

    @cached_property
    def perhaps(self) -> tuple[FactLine, ...]:
        """The facts that are not stated and on which controls hang."""
        return tuple(fact for fact in self._view.facts if fact.perhaps)

    # --- background --------------------------------------------------------------------------------------------------

    @cached_property
    def accidents(self) -> tuple[Accident, ...]:
        """The accidents behind the questions, link by link."""
        return accidents(self._view, self._background)

    @cached_property
    def method(self) -> Method:
        """How the numbers came about."""
        return method(self._view)

    @cached_property
    def schemes(self) -> tuple[Meaning, ...]:
        """The schemes cited beside the gaps, with their edition."""
        named = {clauses.scheme for chapter in self.gaps for row in chapter.rows for clauses in row.clauses}
        return tuple(
            Meaning(literal(scheme.title.to(self._translate.language)), literal(scheme.edition))
            for scheme in self._background.references.scheme
            if scheme.id in named
        )

    @cached_property
    def standing_of_numbers(self) -> tuple[tuple[str, int], ...]:
        """How well the numbers cited beside the gaps are known, in words, each with how many of them there are."""
        clauses = (clauses for chapter in self.gaps for row in chapter.rows for clauses in row.clauses)
        known = {(found.scheme, clause) for found in clauses for clause in found.numbers}
        counted = Counter(clause.provenance for _, clause in known)
        return tuple((word("provenance", p, self._translate), counted[p]) for p in Provenance if counted[p])

    @cached_property
    def glossary(self) -> tuple[Meaning, ...]:
        """The explained words that occur in what this report says about the client."""
        text = "\n".join(self._texts())
        language = self._translate.language
        return tuple(
            Meaning(literal(term.term.to(language)), literal(term.meaning.to(language)))
            for term in self._background.glossary.term
            if occurs(term.term.to(language), text)
        )

    # --- making ------------------------------------------------------------------------------------------------------

    def _stop(self, control: Control, *, is_failed: bool) -> Stop:
        line = self._view.cards.line(control)
        statement = literal(control.finding.to(self._translate.language)) if is_failed else line.question
        known = lessons(control, self._background, self._translate)
        lesson = known[0] if known else None
        accident = short_name(lesson.incident) if lesson else ""
        return Stop(line, statement, is_failed, control.gate is not None, lesson, accident)

    def _row(self, card: Card, gap: GapLine | None) -> Row:
        known = {(layer.how, layer.said_by) for layer in card.layers if layer.mark}
        return Row(
            card=card if self._with_private else card._replace(private_note=""),
            answers=tuple(self._answers(card, one_source=len(known) == 1)),
            words=gap.words if gap else (),
            loss=gap.loss if gap else "",
            known=known.pop() if len(known) == 1 else None,
            evidence=tuple(sorted(card.evidence, key=lambda found: (found.as_of, found.where, found.next_check))),
            actions=_ordered(action for action in card.actions if action.is_open),
            clauses=cited(self._controls[card.line.id].refs, self._background, self._translate),
        )

    def _is_touched(self, card: Card) -> bool:
        """Return whether anything was said; a private note left out leaves not even a place where it was."""
        answered = any(layer.mark or layer.is_conflict for layer in card.layers)
        private = self._with_private and card.private_note
        return answered or bool(card.note or private or card.evidence or card.actions)

    def _answers(self, card: Card, *, one_source: bool) -> Iterable[Said]:
        """Yield the answers, those that read the same once; ``one_source`` says that all were given in one way."""
        by_answer: dict[tuple[str, ...], list[LayerLine]] = {}
        for layer in card.layers:
            source = () if one_source else (layer.how, layer.said_by)
            by_answer.setdefault((layer.answer, *source), []).append(layer)
        dot = self._translate("report.list.middle")
        return (Said(dot.join(layer.name for layer in layers), layers[0]) for layers in by_answer.values())

    def _confirmed_by(self, line: KnockoutLine) -> str:
        confirmation = self._view.session.state(line.line.id).confirmation
        return self._view.cards.person(confirmation.by) if confirmation and line.is_confirmed else ""

    def _texts(self) -> Iterable[str]:
        """Yield what this report says about the client's controls."""
        for chapter in (*self.gaps, *self.in_place):
            for row in chapter.rows:
                yield from (row.card.question, row.card.finding, row.card.first_step)
            yield from (line.question for section in chapter.sections for line in section.untouched)
        for verdict in (self._view.incident, self._view.application):
            yield verdict.sentence


def _ordered(actions: Iterable[ActionLine]) -> tuple[ActionLine, ...]:
    return tuple(sorted(actions, key=lambda line: (not line.due, line.due, line.control.id, line.text, line.owner)))


def short_name(title: str) -> str:
    """Return the name in the brackets that end a title, as accidents are known by; the title where there is none."""
    found = re.search(r"[（(]([^（）()]+)[）)]$", title)
    return found[1] if found else title


def occurs(term: str, text: str) -> bool:
    """Return whether ``term``, or the short form in its brackets, stands in ``text`` as a word of its own.

    In Japanese a word has no blanks around it; a run of katakana or of Latin letters is never cut, so that ログ is not
    found in カタログ.
    """
    forms = [form.strip() for form in re.split(r"[（）()]", term) if form.strip()]
    return any(re.search(_bounded(form), text, re.IGNORECASE) for form in forms)


def _bounded(form: str) -> str:
    before, after = _run(form[0]), _run(form[-1])
    plural = "s?" if form[-1].isascii() else ""
    return f"{f'(?<!{before})' if before else ''}{re.escape(form)}{plural}{f'(?!{after})' if after else ''}"


def _run(character: str) -> str:
    if character.isascii():
        return "[A-Za-z0-9]"
    return "[ァ-ヶー]" if "ァ" <= character <= "ー" else ""


def long_day(day: date, translate: Translator) -> str:
    """Return a day as a letter dates it: 2026年11月22日, 22 November 2026."""
    return translate("report.day", year=day.year, month=translate(f"report.month.{day.month}"), day=day.day)
