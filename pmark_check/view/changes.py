"""What happened to a client since an earlier point, as a report tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.comparison import Comparison, Direction
from pmark_check.domain.differences import Differences, Proof
from pmark_check.domain.library import Library
from pmark_check.domain.points import tags
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.view.comparison import ChangeLine, ComparisonView
from pmark_check.view.controls import ActionLine, Cards, ControlLine
from pmark_check.view.numbers import Band
from pmark_check.view.promises import Promises
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import day, fact_value, literal, result_word, word

MOST_ANSWERED = 12
"""More newly answered questions than these are counted by chapter instead of named."""


RESULTS = (Result.FAILED, Result.OPEN, Result.PASSED, Result.EXCUSED, "")
"""What fails comes first."""


class ResultLine(NamedTuple):
    """A knock-out or gate that came out otherwise; ``result`` is the id of what it is now, "" if not asked any more."""

    line: ControlLine
    is_gate: bool
    before: str
    after: str
    result: str


class ProofLine(NamedTuple):
    """A piece of evidence with the control it proves."""

    line: ControlLine
    where: str
    as_of: str


class FactChangeLine(NamedTuple):
    """A fact that is stated otherwise."""

    question: str
    before: str
    after: str


class Answers(NamedTuple):
    """The answers that went one way."""

    direction: str
    word: str
    changes: tuple[ChangeLine, ...]


class ChapterCount(NamedTuple):
    """How many questions of a chapter were answered for the first time; ``held`` of them with はい on every layer."""

    title: str
    answered: int
    held: int


class Correction(NamedTuple):
    """Something that was said otherwise before; ``before`` and ``after`` are "" where the text alone says it."""

    word: str
    line: ControlLine
    text: str
    before: str = ""
    after: str = ""


class ChangesPart:
    """Everything that differs between an earlier point and now.

    Args:
        view: the client as it is now.
        since: a tag or a day (ISO).
        on: today.

    Raises:
        NotFound: there is no such point, or nothing was known there yet, or it is still to come.
    """

    def __init__(self, view: ScorecardView, since: str, on: date) -> None:
        self.compared = ComparisonView(view.session, view.translate, since)
        self._view = view
        self._library = view.session.library
        self._translate = view.translate
        self._is_tag = since in tags(view.session.events)
        if not self._is_tag and date.fromisoformat(since) > on:
            raise NotFound("point.to-come", point=since, today=on)
        comparison = self.compared.comparison
        self._differences = Differences(self._library, comparison.before.assessment, comparison.after.assessment)
        self.promises = Promises(self._differences, view.cards, view.translate, on)

    @property
    def since(self) -> str:
        """The name of the earlier point; of a tag with its day."""
        earlier = self.compared.earlier
        name = literal(earlier.name)
        return self._translate("changes.tag", name=name, day=earlier.on) if self._is_tag else name

    @property
    def bands(self) -> tuple[Band, Band]:
        """The headline score at both points, over the controls that both have."""
        return self.compared.bands

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing at all happened since."""
        homework = self.promises.ended or self.promises.new
        told = (self.answers, self.results, homework, self.proofs, self.facts, self.corrections)
        return not any((*told, self.excused, self.came, self.went, self.promises.late))

    # --- answers and what they decide ------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> tuple[Answers, ...]:
        """The answers that changed, by the way they went; of these the ones that are not empty."""
        found = self.compared.changes
        groups = (
            Answers(d.value, word("direction", d, self._translate), tuple(c for c in found if c.direction == d))
            for d in (Direction.BETTER, Direction.WORSE, Direction.MIXED, Direction.REOPENED, Direction.ANSWERED)
        )
        return tuple(group for group in groups if group.changes)

    def is_counted(self, answers: Answers) -> bool:
        """Return whether those answers are too many to name, and new ones, so that they are counted by chapter."""
        return answers.direction == Direction.ANSWERED and len(answers.changes) > MOST_ANSWERED

    @cached_property
    def answered(self) -> tuple[ChapterCount, ...]:
        """The questions answered for the first time, counted by chapter."""
        library, short = self._library, {gap.item.control.id for gap in self._view.situation.gaps}
        chapters: dict[str, list[bool]] = {}
        for change in self.compared.comparison.changes:
            if change.direction is Direction.ANSWERED:
                chapter = library.chapter(library.section(change.control))
                title = literal(chapter.title.to(self._translate.language))
                chapters.setdefault(title, []).append(change.control not in short)
        return tuple(ChapterCount(title, len(held), sum(held)) for title, held in chapters.items())

    @cached_property
    def results(self) -> tuple[ResultLine, ...]:
        """The knock-outs and gates that came out otherwise."""
        return results(self.compared.comparison, self._view.cards, self._translate)

    # --- what was written down -------------------------------------------------------------------------------------

    @property
    def proofs(self) -> tuple[ProofLine, ...]:
        """The evidence that was added."""
        return proof_lines(self._differences.proven, self._library, self._view.cards)

    @property
    def facts(self) -> tuple[FactChangeLine, ...]:
        """The facts about the firm that are stated otherwise."""
        return fact_changes(self._differences, self._view)

    @property
    def came(self) -> int:
        """How many questions are asked now and were not then."""
        return len(self.compared.comparison.came)

    @property
    def went(self) -> int:
        """How many questions a fact has ruled out since."""
        excused = {control.id for control in self.compared.comparison.after.excused}
        return len(set(self.compared.comparison.went) - excused)

    @property
    def excused(self) -> tuple[Correction, ...]:
        """What was declared not applicable since, with the reason."""
        then = {control.id for control in self.compared.comparison.before.excused}
        cards = (self._view.cards.card(c) for c in self.compared.comparison.after.excused if c.id not in then)
        na = word("mark", "not-applicable", self._translate)
        return tuple(Correction(na, card.line, card.not_applicable, after=card.not_applicable_by) for card in cards)

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """What had been written down and is not, or reads otherwise."""
        return tuple(self._corrections())

    def _corrections(self) -> Iterator[Correction]:
        t, cards = self._translate, self._view.cards
        for found in proof_lines(self._differences.disproven, self._library, cards):
            yield Correction(t("correction.evidence"), found.line, found.where)
        for ending in self.promises.withdrawn:
            yield Correction(t("correction.withdrawn"), ending.line.control, ending.line.text)
        yield from self._moved()
        for control in self._differences.renoted:
            yield Correction(t("correction.note"), cards.line(self._library.controls[control]), "")

    def _moved(self) -> Iterator[Correction]:
        moved, comma = self._translate("correction.homework"), self._translate("report.list.comma")
        for was in self._differences.moved:
            before, after = map(self._view.cards.action, (was, self._differences.after(was) or was))
            told = zip(self._told(before), self._told(after), strict=True)
            if differing := [pair for pair in told if pair[0] != pair[1]]:
                yield Correction(moved, after.control, after.text, *map(comma.join, zip(*differing, strict=True)))

    def _told(self, line: ActionLine) -> tuple[str, str, str]:
        t = self._translate
        due = t("report.due", day=line.due) if line.due else t("report.no-date")
        return due, line.owner or t("report.nobody"), line.text or t("report.unset")


def results(comparison: Comparison, cards: Cards, translate: Translator) -> tuple[ResultLine, ...]:
    """Return the knock-outs and gates that came out otherwise, the knock-outs first, of these what fails now."""
    before, after = Readiness(comparison.before), Readiness(comparison.after)
    library = comparison.after.library
    found = (
        ResultLine(
            cards.line(control),
            is_gate,
            _result(was.get(control.id), translate, is_gate=is_gate),
            _result(now.get(control.id), translate, is_gate=is_gate),
            now[control.id].value if control.id in now else "",
        )
        for is_gate, was, now in ((False, before.knockouts, after.knockouts), (True, before.gates, after.gates))
        for control in library.controls.values()
        if was.get(control.id) != now.get(control.id)
    )
    return tuple(sorted(found, key=lambda line: (line.is_gate, RESULTS.index(line.result))))


def _result(result: Result | None, translate: Translator, *, is_gate: bool) -> str:
    if result is None:
        return translate("changes.not-asked")
    return result_word(result, translate, is_gate=is_gate)


def proof_lines(proofs: Iterable[Proof], library: Library, cards: Cards) -> tuple[ProofLine, ...]:
    """Return evidence as it is listed: by control, the oldest first."""
    lines = (
        (library.position[proof.control], day(proof.evidence.as_of), cards.text(proof.evidence.where), proof.control)
        for proof in proofs
    )
    return tuple(ProofLine(cards.line(library.controls[c]), where, as_of) for _, as_of, where, c in sorted(lines))


def fact_changes(differences: Differences, view: ScorecardView) -> tuple[FactChangeLine, ...]:
    """Return the facts that are stated otherwise as they are listed."""
    t, known = view.translate, view.session.library.fact_by_id
    return tuple(
        FactChangeLine(
            literal(known[change.fact].question.to(t.language)),
            literal(fact_value(known[change.fact], change.before, t)),
            literal(fact_value(known[change.fact], change.after, t)),
        )
        for change in differences.facts
    )
