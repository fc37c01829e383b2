"""What a report on paper lists beyond the scorecard: the same answers, gathered for somebody who reads them once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control
from pmark_check.i18n.translation import Translator
from pmark_check.view.accidents import Accident, accidents
from pmark_check.view.controls import ActionLine, Card, ControlLine, EvidenceLine, LessonLine, lessons, reference_line
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.lines import FactLine, GapLine, Homework, KnockoutLine, StepLine
from pmark_check.view.method import Method, method
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal

CITED = ("pmark-2023", "appi", "ppc-general")
"""The schemes whose numbers stand beside a gap. The others serve machines and stay in the data exports."""


class Stop(NamedTuple):
    """A knock-out or gate in the way.

    Attributes:
        statement: what is wrong, or the question that nobody has answered.
        lesson: the failure of an accident that it could repeat, if any.
        accident: the short name of that accident, "" without one.
    """

    line: ControlLine
    statement: str
    is_failed: bool
    lesson: LessonLine | None
    accident: str


class FirstStep(NamedTuple):
    """One of the first steps. To find out is to answer its question; to fix is to begin with ``begin``."""

    step: StepLine
    begin: str
    is_find_out: bool


class Clause(NamedTuple):
    """A cited number; ``provenance`` says how well it is known."""

    number: str
    provenance: str


class Clauses(NamedTuple):
    """The numbers of one scheme."""

    scheme: str
    numbers: tuple[Clause, ...]


class Row(NamedTuple):
    """A control with everything said about it.

    Attributes:
        words: what is missing; () where nothing is.
        loss: what that costs, in points of the headline score; "" where nothing.
        known: (how known, said by) where that is the same for every answered layer, else None.
        actions: open homework.
    """

    card: Card
    words: tuple[str, ...]
    loss: str
    known: tuple[str, str] | None
    evidence: tuple[EvidenceLine, ...]
    actions: tuple[ActionLine, ...]
    clauses: tuple[Clauses, ...]


class SectionPart(NamedTuple):
    """The controls of one section: ``rows`` with something said about them, and those nobody has touched."""

    title: str
    failing: int
    rows: tuple[Row, ...]
    untouched: tuple[ControlLine, ...]


class KnockoutRow(NamedTuple):
    """A knock-out, and the second person who confirmed it: "" where nobody did."""

    knockout: KnockoutLine
    confirmed_by: str


class Ruled(NamedTuple):
    """The controls that do not count for one reason; ``by`` is who gave it, "" for a fact."""

    reason: str
    by: str
    controls: tuple[ControlLine, ...]


class Meaning(NamedTuple):
    """A word explained."""

    term: str
    meaning: str


class ReportParts:
    """The parts of one report. Everything is derived when first asked for.

    Args:
        with_private: whether private notes are kept. Otherwise no text of one is in anything made here.
    """

    def __init__(self, view: ScorecardView, background: Background, *, with_private: bool = False) -> None:
        self._view = view
        self._background = background
        self._with_private = with_private
        self._controls = view.session.library.controls
        self._translate: Translator = view.translate

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

    @cached_property
    def first_steps(self) -> tuple[FirstStep, ...]:
        """まずこの6つ."""
        steps = self._view.roadmap.first_steps
        return tuple(
            FirstStep(line, line.line.question if step.aim == "find-out" else line.first_step, step.aim == "find-out")
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
    def gaps(self) -> tuple[SectionPart, ...]:
        """What falls short or is open, by section."""
        failing = {gap.item.control.id for gap in self._view.failing}
        by_section: dict[str, list[GapLine]] = {}
        for gap in self._view.gaps:
            by_section.setdefault(self._section(gap.card.line.id), []).append(gap)
        return tuple(
            SectionPart(
                title=gaps[0].card.line.section,
                failing=sum(gap.card.line.id in failing for gap in gaps),
                rows=tuple(self._row(gap.card, gap) for gap in gaps if self._is_touched(gap.card)),
                untouched=tuple(gap.card.line for gap in gaps if not self._is_touched(gap.card)),
            )
            for section in self._view.session.library.sections
            if (gaps := by_section.get(section))
        )

    @cached_property
    def in_place(self) -> tuple[SectionPart, ...]:
        """What is answered はい on every layer, by section."""
        short = {gap.card.line.id for gap in self._view.gaps}
        by_section: dict[str, list[Row]] = {}
        for item in self._view.situation.items:
            if item.control.id not in short:
                row = self._row(self._view.cards.card(item.control), None)
                by_section.setdefault(self._section(item.control.id), []).append(row)
        return tuple(
            SectionPart(rows[0].card.line.section, 0, tuple(rows), ())
            for section in self._view.session.library.sections
            if (rows := by_section.get(section))
        )

    @property
    def in_place_count(self) -> int:
        """How many controls are answered はい on every layer."""
        return sum(len(section.rows) for section in self.in_place)

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
        """The accidents that could repeat here."""
        return accidents(self._view, self._background)

    @cached_property
    def method(self) -> Method:
        """How the numbers came about."""
        return method(self._view)

    @cached_property
    def schemes(self) -> tuple[Meaning, ...]:
        """The schemes cited beside the gaps, with their edition."""
        cited = {clauses.scheme for section in self.gaps for row in section.rows for clauses in row.clauses}
        return tuple(
            Meaning(literal(scheme.title.to(self._translate.language)), literal(scheme.edition))
            for scheme in self._background.references.scheme
            if scheme.id in cited
        )

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

    def _section(self, control_id: str) -> str:
        return self._view.session.library.section(control_id).id

    def _stop(self, control: Control, *, is_failed: bool) -> Stop:
        line = self._view.cards.line(control)
        statement = literal(control.finding.to(self._translate.language)) if is_failed else line.question
        known = lessons(control, self._background, self._translate)
        lesson = known[0] if known else None
        return Stop(line, statement, is_failed, lesson, short_name(lesson.incident) if lesson else "")

    def _row(self, card: Card, gap: GapLine | None) -> Row:
        known = {(layer.how, layer.said_by) for layer in card.layers if layer.mark}
        return Row(
            card=card if self._with_private else card._replace(private_note=""),
            words=gap.words if gap else (),
            loss=gap.loss if gap else "",
            known=known.pop() if len(known) == 1 else None,
            evidence=tuple(sorted(card.evidence, key=lambda found: (found.as_of, found.where, found.next_check))),
            actions=_ordered(action for action in card.actions if action.is_open),
            clauses=self._clauses(self._controls[card.line.id]),
        )

    def _is_touched(self, card: Card) -> bool:
        """Return whether anything was said; a private note left out leaves not even a place where it was."""
        answered = any(layer.mark or layer.is_conflict for layer in card.layers)
        private = self._with_private and card.private_note
        return answered or bool(card.note or private or card.evidence or card.actions)

    def _clauses(self, control: Control) -> tuple[Clauses, ...]:
        found: dict[str, list[Clause]] = {}
        for ref in control.refs:
            line = reference_line(ref, self._background, self._translate)
            found.setdefault(ref.partition(":")[0], []).append(Clause(line.number, line.provenance))
        return tuple(Clauses(scheme, tuple(found[scheme])) for scheme in CITED if scheme in found)

    def _confirmed_by(self, line: KnockoutLine) -> str:
        confirmation = self._view.session.state(line.line.id).confirmation
        return self._view.cards.person(confirmation.by) if confirmation and line.is_confirmed else ""

    def _texts(self) -> Iterable[str]:
        """Yield what this report says about the client's controls."""
        for section in (*self.gaps, *self.in_place):
            for row in section.rows:
                yield from (row.card.question, row.card.finding, row.card.first_step)
            yield from (line.question for line in section.untouched)
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
