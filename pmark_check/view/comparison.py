"""What changed between two points of a client, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from pmark_check.domain.assessment import fold
from pmark_check.domain.checklist import Layer
from pmark_check.domain.comparison import Change, Comparison
from pmark_check.domain.events import Mark
from pmark_check.domain.points import Point, days, point
from pmark_check.domain.readiness import Readiness
from pmark_check.domain.session import Session
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards, ControlLine
from pmark_check.view.numbers import Band, band, exact, percent_down
from pmark_check.view.words import literal, word

NOW = "now"


class Step(NamedTuple):
    """The layers of a control that went from one mark to another; all of them in words."""

    layers: str
    before: str
    after: str


class ChangeLine(NamedTuple):
    """One control that is answered otherwise: its marks before and after in words; ``steps`` has only what differs."""

    line: ControlLine
    direction: str
    word: str
    before: str
    after: str
    steps: tuple[Step, ...]


class ComparisonView:
    """Two points of one client held against each other.

    Args:
        earlier: a tag or a day (ISO).
        later: likewise; ``now`` for the present.

    Raises:
        NotFound: there is no such point, or nothing was known there yet.
    """

    def __init__(self, session: Session, translate: Translator, earlier: str, later: str = NOW) -> None:
        self.session = session
        self.translate = translate
        self.earlier = _point(session, earlier)
        self.later = Point(NOW, "", session.events) if later == NOW else _point(session, later)
        self.comparison = Comparison(session.library, fold(self.earlier.events), fold(self.later.events))
        self._cards = Cards(session, translate)

    @property
    def names(self) -> tuple[str, str]:
        """How the two points are called."""
        now = self.translate("comparison.now")
        return literal(self.earlier.name), now if self.later.name == NOW else literal(self.later.name)

    @property
    def bands(self) -> tuple[Band, Band]:
        """The headline score at both points, over the controls that both have."""
        comparison = self.comparison
        return band(comparison.score_before, self.translate), band(comparison.score_after, self.translate)

    @property
    def shared(self) -> str:
        """How much of the weight that counts at the later point is compared."""
        compared, whole = self.comparison.shared
        return percent_down_of(compared, whole)

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """(before, after) of 事故の備え and of 申請の見込み, in words."""
        return verdicts(self.comparison, self.translate)

    @property
    def changes(self) -> tuple[ChangeLine, ...]:
        """What is answered otherwise, in the order in which it is asked."""
        return change_lines(self.comparison, self._cards, self.translate)


def _point(session: Session, name: str) -> Point:
    found = point(session.events, name)
    if not found.events and session.events:
        raise NotFound("point.before-first", point=name, first=days(session.events)[0])
    return found


def verdicts(comparison: Comparison, translate: Translator) -> tuple[tuple[str, str], ...]:
    """Return (before, after) of 事故の備え and of 申請の見込み, in words."""
    before, after = Readiness(comparison.before), Readiness(comparison.after)
    wording = {said.id: literal(said.title.to(translate.language)) for said in comparison.after.library.policy.wording}
    return (
        (wording[f"incident.{before.incident.verdict}"], wording[f"incident.{after.incident.verdict}"]),
        (wording[f"application.{before.application.verdict}"], wording[f"application.{after.application.verdict}"]),
    )


def change_lines(comparison: Comparison, cards: Cards, translate: Translator) -> tuple[ChangeLine, ...]:
    """Return what is answered otherwise, in the order in which it is asked."""
    controls = comparison.after.library.controls
    return tuple(
        ChangeLine(
            cards.line(controls[change.control]),
            change.direction.value,
            word("direction", change.direction, translate),
            _marks(change.before, translate),
            _marks(change.after, translate),
            tuple(_steps(change, translate)),
        )
        for change in comparison.changes
    )


def _marks(marks: Mapping[Layer, Mark | None], translate: Translator) -> str:
    return " ".join(f"{word('layer', k, translate)}={_mark(mark, translate)}" for k, mark in marks.items())


def _mark(mark: Mark | None, translate: Translator) -> str:
    return word("mark", mark or "nothing", translate)


def _steps(change: Change, translate: Translator) -> Iterator[Step]:
    """Yield the layers that are answered otherwise, those that went the same way together."""
    ways: dict[tuple[str, str], list[str]] = {}
    for layer, mark in change.after.items():
        way = _mark(change.before.get(layer), translate), _mark(mark, translate)
        if way[0] != way[1]:
            ways.setdefault(way, []).append(word("layer", layer, translate))
    for (before, after), layers in ways.items():
        yield Step(translate("report.list.middle").join(layers), before, after)


def percent_down_of(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` as whole percent, rounded down; of nothing it is 0%."""
    return percent_down(Fraction(part, whole)) if whole else "0%"


def comparison_data(view: ComparisonView) -> dict[str, Any]:
    """Return a comparison as plain data."""
    comparison = view.comparison
    before, after = comparison.score_before, comparison.score_after
    compared, whole = comparison.shared
    return {
        "from": {"point": view.earlier.name, "on": view.earlier.on},
        "to": {"point": view.later.name, "on": view.later.on},
        "score": {
            "before": {"worst": exact(before.worst), "best": exact(before.best)},
            "after": {"worst": exact(after.worst), "best": exact(after.best)},
        },
        "shared_weight": round(compared / whole, 6) if whole else 0.0,
        "changes": [
            {
                "control": change.control,
                "direction": change.direction.value,
                "before": {layer.value: mark.value if mark else None for layer, mark in change.before.items()},
                "after": {layer.value: mark.value if mark else None for layer, mark in change.after.items()},
            }
            for change in comparison.changes
        ],
        "came": list(comparison.came),
        "went": list(comparison.went),
    }


def comparison_lines(view: ComparisonView) -> Iterator[str]:
    """Yield a comparison for reading."""
    t = view.translate
    (then, now), (before, after) = view.names, view.bands
    yield t("comparison.title", earlier=then, later=now)
    yield t("comparison.score", before=before.label, after=after.label, shared=view.shared)
    for name, (old, new) in zip(("statement.incident", "statement.application"), view.verdicts, strict=True):
        yield f"{t(name)}: {old} → {new}"
    yield ""
    yield t("comparison.changes", count=len(view.changes))
    for change in view.changes:
        yield f"  {change.word}  {change.line.question}  [{change.line.id}]"
        yield f"      {change.before} → {change.after}"
    for key, controls in (("comparison.came", view.comparison.came), ("comparison.went", view.comparison.went)):
        if controls:
            yield t(key, count=len(controls))
