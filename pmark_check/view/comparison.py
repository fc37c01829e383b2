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
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.scoring import Situation
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards, ControlLine
from pmark_check.view.numbers import Band, band, exact, percent_down
from pmark_check.view.words import literal, word

NOW = "now"


class ChangeLine(NamedTuple):
    """One control that is answered otherwise; ``before`` and ``after`` are its marks in words."""

    line: ControlLine
    direction: str
    word: str
    before: str
    after: str


class TrendPoint(NamedTuple):
    """The headline score at the end of one day."""

    day: str
    band: Band
    knockouts_failed: int


class ComparisonView:
    """Two points of one client held against each other.

    Args:
        earlier: a tag or a day (ISO).
        later: likewise; ``now`` for the present.

    Raises:
        NotFound: there is no such point.
    """

    def __init__(self, session: Session, translate: Translator, earlier: str, later: str = NOW) -> None:
        self.session = session
        self.translate = translate
        self.earlier = point(session.events, earlier)
        self.later = Point(NOW, "", session.events) if later == NOW else point(session.events, later)
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
        before, after = Readiness(self.comparison.before), Readiness(self.comparison.after)
        policy = {said.id: said.title for said in self.session.library.policy.wording}
        pairs = (
            (f"incident.{before.incident.verdict}", f"incident.{after.incident.verdict}"),
            (f"application.{before.application.verdict}", f"application.{after.application.verdict}"),
        )
        language = self.translate.language
        return tuple((literal(policy[a].to(language)), literal(policy[b].to(language))) for a, b in pairs)

    @property
    def changes(self) -> tuple[ChangeLine, ...]:
        """What is answered otherwise, in the order in which it is asked."""
        return tuple(map(self._change, self.comparison.changes))

    def _change(self, change: Change) -> ChangeLine:
        return ChangeLine(
            self._cards.line(self.session.library.controls[change.control]),
            change.direction.value,
            word("direction", change.direction, self.translate),
            self._marks(change.before),
            self._marks(change.after),
        )

    def _marks(self, marks: Mapping[Layer, Mark | None]) -> str:
        t = self.translate
        return " ".join(
            f"{word('layer', k, t)}={word('mark', m, t) if m else t('mark.nothing')}" for k, m in marks.items()
        )


def percent_down_of(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` as whole percent, rounded down; of nothing it is 0%."""
    return percent_down(Fraction(part, whole)) if whole else "0%"


def trend(session: Session, translate: Translator) -> tuple[TrendPoint, ...]:
    """Return the headline score at the end of each day on which anything was recorded, oldest first."""
    return tuple(_trend_point(session, translate, day) for day in days(session.events))


def _trend_point(session: Session, translate: Translator, day: str) -> TrendPoint:
    situation = Situation(session.library, fold(point(session.events, day).events))
    failed = [result for result in Readiness(situation).knockouts.values() if result is Result.FAILED]
    return TrendPoint(day, band(situation.overall, translate), len(failed))


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
