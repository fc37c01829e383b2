"""How this client's numbers came about: the formula with its values, and the tables it rests on."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from pmark_check.domain.checklist import Effort
from pmark_check.domain.scoring import Situation
from pmark_check.view.numbers import Band, band, work_text
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal


class Term(NamedTuple):
    """What the layers with one answer bring in: their weight, times the value of the answer."""

    id: str
    value: str
    weight: str
    worst: str
    best: str


class Quotient(NamedTuple):
    """A share as the division it is; "" for all three over an empty selection."""

    above: str
    below: str
    exact: str
    shown: str


class WeightLine(NamedTuple):
    """How many of the controls that count have one weight."""

    weight: int
    controls: int
    total: int


class EffortLine(NamedTuple):
    """What one effort stands for."""

    name: str
    half_days: int


class ChecklistLine(NamedTuple):
    """A checklist the client is asked with, its own score, and how its weights split over the layers."""

    title: str
    revision: str
    band: Band
    is_headline: bool
    shares: tuple[int, int, int]


class Method(NamedTuple):
    """The appendix that lets a reader check every number by hand."""

    terms: tuple[Term, ...]
    total: Term
    worst: Quotient
    best: Quotient
    coverage: Quotient
    confidence: Quotient
    weights: tuple[WeightLine, ...]
    efforts: tuple[EffortLine, ...]
    checklists: tuple[ChecklistLine, ...]
    target: str
    floor: str


def method(view: ScorecardView) -> Method:
    """Return how the headline score of ``view`` came about."""
    situation, policy = view.situation, view.session.library.policy
    score, scale = situation.overall, situation.weights.scale
    partial = score.halves - 2 * score.yes
    no = score.total - score.yes - partial - score.open
    shown = view.band
    return Method(
        terms=(
            _term("yes", "1", score.yes, 2, 2, scale),
            _term("partial", "1/2", partial, 1, 1, scale),
            _term("no", "0", no, 0, 0, scale),
            _term("open", "0–1", score.open, 0, 2, scale),
        ),
        total=Term(
            "total",
            "",
            weight_text(score.total, scale),
            weight_text(Fraction(score.halves, 2), scale),
            weight_text(Fraction(score.halves, 2) + score.open, scale),
        ),
        worst=_quotient(Fraction(score.halves, 2), score.total, scale, shown.worst, down=True),
        best=_quotient(Fraction(score.halves, 2) + score.open, score.total, scale, shown.best, down=False),
        coverage=_quotient(Fraction(score.total - score.open), score.total, scale, view.coverage, down=True),
        confidence=_quotient(Fraction(score.seen), score.yes, scale, view.confidence, down=True),
        weights=_weights(situation),
        efforts=tuple(EffortLine(work_text(cost, view.translate), cost) for cost in map(policy.half_days.of, Effort)),
        checklists=tuple(
            ChecklistLine(
                title=literal(checklist.checklist.title.to(view.translate.language)),
                revision=checklist.checklist.revision,
                band=band(situation.checklists[checklist.id], view.translate),
                is_headline=checklist.id == view.session.library.headline.id,
                shares=(
                    checklist.checklist.layers.rule,
                    checklist.checklist.layers.practice,
                    checklist.checklist.layers.record,
                ),
            )
            for checklist in view.session.library.checklists
        ),
        target=f"{view.target}%",
        floor=f"{view.floor}%",
    )


def weight_text(weight: Fraction | int, scale: int) -> str:
    """Return a sum of W with two decimals, rounded half to even."""
    hundredths = round(Fraction(weight) * 100 / scale)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _term(answer: str, value: str, weight: int, worst: int, best: int, scale: int) -> Term:  # noqa: PLR0913 - one row
    return Term(
        id=answer,
        value=value,
        weight=weight_text(weight, scale),
        worst=weight_text(Fraction(weight * worst, 2), scale),
        best=weight_text(Fraction(weight * best, 2), scale),
    )


def _quotient(above: Fraction, below: int, scale: int, shown: str, *, down: bool) -> Quotient:
    if not below:
        return Quotient("", "", "", shown)
    hundredths = (floor if down else ceil)(above * 10_000 / below)
    exact = f"{hundredths // 100}.{hundredths % 100:02d}%"
    return Quotient(weight_text(above, scale), weight_text(below, scale), exact, shown)


def _weights(situation: Situation) -> tuple[WeightLine, ...]:
    counts = Counter(item.control.weight for item in situation.headline_items)
    return tuple(WeightLine(weight, counts[weight], weight * counts[weight]) for weight in sorted(counts, reverse=True))
