"""Any number explained: its formula, with this client's own values in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark
from pmark_check.domain.forecast import StageForecast, forecast
from pmark_check.domain.scoring import HALVES, Cell, Item, Score, score
from pmark_check.errors import NotFound
from pmark_check.view.lines import Verdict
from pmark_check.view.numbers import percent_down, percent_up
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, word


class Explained(NamedTuple):
    """A number, how it is made, and what goes into it line by line."""

    number: str
    title: str
    value: str
    formula: str
    lines: tuple[str, ...]


def explainable(view: ScorecardView) -> tuple[str, ...]:
    """Return the names of all numbers that can be explained."""
    return (
        *(f"score.{part}" for part in PARTS),
        *(f"layers.{layer.value}.{part}" for layer in Layer for part in ("worst", "best")),
        *(f"chapters.{chapter.id}.{part}" for chapter in view.chapters for part in ("worst", "best")),
        *(f"sections.{section.id}.{part}" for section in view.sections for part in ("worst", "best")),
        *(f"forecast.{stage.stage}" for stage in _forecast(view)),
        "incident_readiness",
        "application_outlook",
        *(f"steps.{step.control.id}" for step in view.roadmap.steps),
    )


def explain(view: ScorecardView, number: str) -> Explained:
    """Return how ``number`` comes about.

    Raises:
        NotFound: it is not one of ``explainable``.
    """
    if number not in explainable(view):
        raise NotFound("explain.unknown", number=number, known=explainable(view)[:12])
    head, _, rest = number.partition(".")
    if head == "score":
        return _share(view, number, view.situation.headline_items, lambda _: True)
    if head == "layers":
        layer = rest.partition(".")[0]
        return _share(view, number, view.situation.headline_items, lambda cell: cell.layer == layer)
    if head in ("chapters", "sections"):
        wanted, library = rest.rpartition(".")[0], view.session.library
        places = library.placed[library.headline.id]
        if head == "chapters":
            places = {control: library.chapter(library.sections[place]).id for control, place in places.items()}
        items = [item for item in view.situation.headline_items if places[item.control.id] == wanted]
        return _share(view, number, items, lambda _: True)
    if head == "forecast":
        return _stage(view, number, next(stage for stage in _forecast(view) if stage.stage == rest))
    if head == "steps":
        return _step(view, number, rest)
    return _verdict(view, number, view.incident if number == "incident_readiness" else view.application)


def _forecast(view: ScorecardView) -> tuple[StageForecast, ...]:
    return forecast(view.situation, view.readiness)


def _stage(view: ScorecardView, number: str, stage: StageForecast) -> Explained:
    t = view.translate
    key = "findings.exact" if stage.least == stage.most else "findings.range"
    return Explained(
        number=number,
        title=word("stage", stage.stage, t),
        value=t(key, least=stage.least, most=stage.most),
        formula=t("explain.forecast.formula", least=stage.least, most=stage.most, open=stage.most - stage.least),
        lines=tuple(
            t("explain.forecast.certain" if unit.is_certain else "explain.forecast.possible", unit=unit.name,
              controls=", ".join(unit.controls))
            for unit in stage.units
        ),
    )  # fmt: skip


class _Part(NamedTuple):
    """One of the four figures of a score, as a quotient of sums of W."""

    of: Callable[[Score], Fraction | None]
    above: Callable[[Score], Fraction]
    below: Callable[[Score], int]
    round: Callable[[Fraction], str]


PARTS = {
    "worst": _Part(lambda s: s.worst, lambda s: Fraction(s.halves, 2), lambda s: s.total, percent_down),
    "best": _Part(lambda s: s.best, lambda s: Fraction(s.halves, 2) + s.open, lambda s: s.total, percent_up),
    "coverage": _Part(lambda s: s.coverage, lambda s: Fraction(s.total - s.open), lambda s: s.total, percent_down),
    "confidence": _Part(lambda s: s.confidence, lambda s: Fraction(s.seen), lambda s: s.yes, percent_down),
}


def _share(view: ScorecardView, number: str, items: Iterable[Item], wanted: Callable[[Cell], bool]) -> Explained:
    t, part_name = view.translate, number.rpartition(".")[2]
    part = PARTS[part_name]
    chosen = [(item, [cell for cell in item.cells if wanted(cell)]) for item in items]
    total = score(cell for _, cells in chosen for cell in cells)
    value = part.of(total)
    scale = view.situation.weights.scale
    above, below = _weight(part.above(total), scale), _weight(Fraction(part.below(total)), scale)
    shown = t("score.none") if value is None else part.round(value)
    return Explained(
        number=number,
        title=t(f"explain.{part_name}.title"),
        value=shown,
        formula=t(f"explain.{part_name}.formula", above=above, below=below, value=shown),
        lines=tuple(_lines(view, chosen, scale, best=part_name == "best")),
    )


def _lines(view: ScorecardView, chosen: Iterable[tuple[Item, list[Cell]]], scale: int, *, best: bool) -> Iterator[str]:
    """Yield what each control brings in, worst or best case, out of the weight it has."""
    for item, cells in chosen:
        if not (weight := sum(cell.weight for cell in cells)):
            continue
        brought = sum(cell.weight * _halves(cell, best=best) for cell in cells)
        marks = " ".join(
            f"{word('layer', cell.layer, view.translate)}={word('mark', cell.mark or 'nothing', view.translate)}"
            for cell in cells
        )
        yield view.translate(
            "explain.line",
            control=item.control.id,
            question=literal(item.control.question.to(view.translate.language)),
            brought=_weight(Fraction(brought, 2), scale),
            weight=_weight(Fraction(weight), scale),
            marks=marks,
        )


def _halves(cell: Cell, *, best: bool) -> int:
    if cell.mark in (None, Mark.UNKNOWN):
        return 2 if best else 0
    return HALVES[cell.mark]


def _weight(value: Fraction, scale: int) -> str:
    """Return a sum of W as it would be added by hand: exact to two decimals."""
    return f"{float(value / scale):.2f}"


def _step(view: ScorecardView, number: str, control_id: str) -> Explained:
    t = view.translate
    step = next(step for step in view.roadmap.steps if step.control.id == control_id)
    line = view.steps([step])[0]
    scale, overall = view.situation.weights.scale, view.situation.overall
    return Explained(
        number=number,
        title=t("explain.step.title", question=line.line.question),
        value=line.gain,
        formula=t(
            "explain.step.formula",
            gain=_weight(Fraction(step.gain, 2), scale),
            total=_weight(Fraction(overall.total), scale),
            value=line.gain,
            half_days=step.half_days,
        ),
        lines=(),
    )


def _verdict(view: ScorecardView, number: str, verdict: Verdict) -> Explained:
    kind = "incident" if number == "incident_readiness" else "application"
    return Explained(
        number=number,
        title=view.translate(f"statement.{kind}"),
        value=verdict.title,
        formula=view.translate(f"explain.{kind}.formula", target=view.target, floor=view.floor),
        lines=tuple(f"{line.id}  {line.question}" for line in verdict.reasons),
    )
