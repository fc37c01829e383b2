"""How this client's numbers came about: the formula with its values, and the tables it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from pmark_check.domain.checklist import Checklist, Effort
from pmark_check.domain.scoring import Score, Situation
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


HALF = Fraction(1, 2)
VALUES: Mapping[str, tuple[str, Fraction | int, Fraction | int]] = {
    "yes": ("1", 1, 1),
    "partial": ("1/2", HALF, HALF),
    "no": ("0", 0, 0),
    "open": ("0–1", 0, 1),
}
"""Answer -> the value of a layer with it as it is written, at worst and at best."""


def method(view: ScorecardView) -> Method:
    """Return how the headline score of ``view`` came about."""
    situation, half_days = view.situation, view.session.library.policy.half_days
    score, scale = situation.overall, situation.weights.scale
    worst = Fraction(score.halves, 2)
    best = worst + score.open
    return Method(
        terms=_terms(score, scale),
        total=Term("total", "", *(weight_text(weight, scale) for weight in (score.total, worst, best))),
        worst=_quotient(worst, score.total, scale, view.band.worst, down=True),
        best=_quotient(best, score.total, scale, view.band.best, down=False),
        coverage=_quotient(Fraction(score.total - score.open), score.total, scale, view.coverage, down=True),
        confidence=_quotient(Fraction(score.seen), score.yes, scale, view.confidence, down=True),
        weights=_weights(situation),
        efforts=tuple(EffortLine(work_text(cost, view.translate), cost) for cost in map(half_days.of, Effort)),
        checklists=tuple(_checklist(checklist, view) for checklist in view.session.library.checklists),
        target=f"{view.target}%",
        floor=f"{view.floor}%",
    )


def _terms(score: Score, scale: int) -> tuple[Term, ...]:
    partial = score.halves - 2 * score.yes
    no = score.total - score.yes - partial - score.open
    weights = {"yes": score.yes, "partial": partial, "no": no, "open": score.open}
    return tuple(
        Term(answer, shown, *(weight_text(weights[answer] * value, scale) for value in (1, worst, best)))
        for answer, (shown, worst, best) in VALUES.items()
    )


def _checklist(checklist: Checklist, view: ScorecardView) -> ChecklistLine:
    head = checklist.checklist
    return ChecklistLine(
        title=literal(head.title.to(view.translate.language)),
        revision=head.revision,
        band=band(view.situation.checklists[checklist.id], view.translate),
        shares=(head.layers.rule, head.layers.practice, head.layers.record),
    )


def weight_text(weight: Fraction | int, scale: int) -> str:
    """Return a sum of W with two decimals, rounded half to even."""
    hundredths = round(Fraction(weight) * 100 / scale)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _quotient(above: Fraction, below: int, scale: int, shown: str, *, down: bool) -> Quotient:
    if not below:
        return Quotient("", "", "", shown)
    hundredths = (floor if down else ceil)(above * 10_000 / below)
    exact = f"{hundredths // 100}.{hundredths % 100:02d}%"
    return Quotient(weight_text(above, scale), weight_text(below, scale), exact, shown)


def _weights(situation: Situation) -> tuple[WeightLine, ...]:
    counts = Counter(item.control.weight for item in situation.headline_items)
    return tuple(WeightLine(weight, counts[weight], weight * counts[weight]) for weight in sorted(counts, reverse=True))
