"""One month of a client's work, as the monthly progress report (月次進捗報告書) tells it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.assessment import fold
from pmark_check.domain.background import Background
from pmark_check.domain.comparison import Change, Comparison, Direction
from pmark_check.domain.differences import Differences
from pmark_check.domain.month import Month
from pmark_check.domain.points import Point, days, end_of
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.scoring import BELOW
from pmark_check.domain.session import Session
from pmark_check.errors import BadInput, NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.view.changes import ProofLine, ResultLine, proof_lines, results
from pmark_check.view.comparison import ChangeLine, change_lines, percent_down_of, verdicts
from pmark_check.view.controls import ControlLine
from pmark_check.view.numbers import Band, band
from pmark_check.view.promises import Promise, Promises
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, result_word, word

MODEL = "regulator-deadline-reporting"
"""The failure whose accident taught that such a report may be ordered."""


class Improvement(NamedTuple):
    """A control answered otherwise, and why: how that is known, from whom, and what was noted in the month."""

    change: ChangeLine
    sources: tuple[str, ...]
    note: str


class Standing(NamedTuple):
    """A knock-out or gate that is not passed at the end of the month."""

    line: ControlLine
    is_gate: bool
    word: str
    result: str


class Origin(NamedTuple):
    """Where the monthly report was ordered once, and where that is written."""

    incident: str
    failure: str
    sources: tuple[str, ...]


class ProgressView:
    """A client between the start and the end of one month, the score over the controls that both have.

    Args:
        month: the month; without one the last whole month, or the present one where the client began in it.
        on: today. Of the present month it tells what is known today.

    Raises:
        BadInput: the month is still to come.
        NotFound: nothing was recorded before it ended.
    """

    def __init__(self, session: Session, translate: Translator, on: date, month: Month | None = None) -> None:
        self.session = session
        self.translate = translate
        self.on = on
        self.month = month or last_month(session, on)
        if self.month.first > on:
            raise BadInput("month.to-come", month=str(self.month), today=on)
        start, end = (end_of(session.events, day) for day in (self.month.eve, self.month.last))
        if not end.events:
            raise NotFound("month.before-first", month=str(self.month), first=_first_day(session))
        self.is_first = not start.events
        self.as_of = min(self.month.last, on)
        self._library = session.library
        self._view = ScorecardView(session, translate)
        self._compare(start, end)

    def _compare(self, start: Point, end: Point) -> None:
        before, after = fold(start.events), fold(end.events)
        self._name = after.name
        self._comparison = Comparison(self._library, before, after)
        self._differences = Differences(self._library, before, after)
        self.promises = Promises(self._differences, self._view.cards, self.translate, self.as_of)

    # --- head ------------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The client's name at the end of the month."""
        return literal(self._name)

    @property
    def title(self) -> str:
        """The month in words."""
        return self._in_words(self.month)

    @property
    def next_title(self) -> str:
        """The month after it in words."""
        return self._in_words(self.month.next)

    def _in_words(self, month: Month) -> str:
        name = self.translate(f"report.month.{month.number}")
        return self.translate("progress.month", year=month.year, month=name)

    @property
    def is_examined(self) -> bool:
        """Whether the client is asked with the Privacy Mark checklist."""
        return self._view.application.id != "none"

    @property
    def is_over(self) -> bool:
        """Whether the month is over."""
        return self.on > self.month.last

    @property
    def checklist_title(self) -> str:
        """The title of the headline checklist."""
        return self._view.checklist_title

    def origin(self, background: Background) -> Origin | None:
        """Return where such a report was ordered after an accident; None where the background does not know."""
        failure = background.failure_by_id.get(MODEL)
        if failure is None:
            return None
        incident = background.incident_by_id[failure.incident]
        language = self.translate.language
        return Origin(
            literal(incident.title.to(language)),
            literal(failure.title.to(language)),
            tuple(map(literal, failure.seed_lines)),
        )

    # --- score -----------------------------------------------------------------------------------------------------

    @property
    def bands(self) -> tuple[Band, Band]:
        """The headline score at the start and at the end."""
        comparison = self._comparison
        return band(comparison.score_before, self.translate), band(comparison.score_after, self.translate)

    @property
    def shared(self) -> str:
        """How much of the weight that counts at the end is compared."""
        return percent_down_of(*self._comparison.shared)

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """(start, end) of 事故の備え and of 申請の見込み, in words."""
        return verdicts(self._comparison, self.translate)

    @cached_property
    def improvements(self) -> tuple[Improvement, ...]:
        """The answers that changed, but for those given for the first time."""
        changes = zip(self._comparison.changes, self._change_lines, strict=True)
        return tuple(
            self._improvement(change, line) for change, line in changes if change.direction is not Direction.ANSWERED
        )

    @cached_property
    def answered(self) -> int:
        """How many questions were answered for the first time."""
        return sum(change.direction is Direction.ANSWERED for change in self._comparison.changes)

    @cached_property
    def answered_short(self) -> int:
        """How many of them have a layer answered 一部 or いいえ."""
        return sum(
            change.direction is Direction.ANSWERED and any(mark in BELOW for mark in change.after.values())
            for change in self._comparison.changes
        )

    @cached_property
    def _change_lines(self) -> tuple[ChangeLine, ...]:
        return change_lines(self._comparison, self._view.cards, self.translate)

    def _improvement(self, change: Change, line: ChangeLine) -> Improvement:
        state = self._comparison.after.assessment.state(change.control)
        answers = [a for layer, a in state.answers.items() if change.before.get(layer) != change.after.get(layer)]
        dot = self.translate("report.list.dot")
        told = (
            dot.join(filter(None, (word("how", a.how, self.translate), self._view.cards.person(a.said_by))))
            for a in answers
        )
        note = self._view.cards.text(state.note) if change.control in self._differences.noted else ""
        return Improvement(line, tuple(dict.fromkeys(told)), note)

    # --- knock-outs and gates --------------------------------------------------------------------------------------

    @cached_property
    def _results(self) -> tuple[ResultLine, ...]:
        return results(self._comparison, self._view.cards, self.translate)

    @property
    def closed(self) -> tuple[ResultLine, ...]:
        """The knock-outs and gates that came to be passed in the month."""
        return tuple(line for line in self._results if line.result in (Result.PASSED, Result.EXCUSED))

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        """The knock-outs and gates in the way at the end of the month, the failed ones first."""
        readiness = Readiness(self._comparison.after)
        tests = ((False, readiness.knockouts), (True, readiness.gates))
        found = (
            self._standing(control, result, is_gate=is_gate)
            for wanted in (Result.FAILED, Result.OPEN)
            for is_gate, came_out in tests
            for control, result in came_out.items()
            if result is wanted
        )
        return tuple(found)

    def _standing(self, control: str, result: Result, *, is_gate: bool) -> Standing:
        said = result_word(result, self.translate, is_gate=is_gate)
        return Standing(self._view.cards.line(self._library.controls[control]), is_gate, said, result.value)

    # --- homework --------------------------------------------------------------------------------------------------

    @property
    def coming(self) -> tuple[Promise, ...]:
        """The homework that is due until the end of the next month and not late."""
        return self.promises.due(self.as_of, self.month.next.last)

    @property
    def later(self) -> tuple[Promise, ...]:
        """The homework that is due after that, or on no day."""
        told = {promise.line.id for promise in (*self.promises.late, *self.coming)}
        return tuple(promise for promise in self.promises.open if promise.line.id not in told)

    @property
    def sums(self) -> tuple[tuple[str, int], ...]:
        """The month in numbers: carried + promised = ended + open."""
        homework = self.promises
        return (
            ("carried", homework.carried),
            ("promised", homework.promised),
            ("ended", len(homework.ended) + len(homework.withdrawn)),
            ("open", len(homework.open)),
            ("late", len(homework.late)),
            ("proofs", len(self.proofs)),
        )

    # --- evidence --------------------------------------------------------------------------------------------------

    @property
    def proofs(self) -> tuple[ProofLine, ...]:
        """The evidence that was added."""
        return proof_lines(self._differences.proven, self._library, self._view.cards)


def last_month(session: Session, on: date) -> Month:
    """Return the last whole month before ``on``; the present one where nothing was recorded before it."""
    present = Month.of(on)
    began = _first_day(session)
    return present if not began or began >= present.first.isoformat() else Month.of(present.eve)


def _first_day(session: Session) -> str:
    return next(iter(days(session.events)), "")
