"""Numbers as they are shown. A worst case is rounded down and a best case up: never better than it is."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from pmark_check.domain.scoring import Score
from pmark_check.i18n.translation import Translator


def exact(value: Fraction | None) -> float | None:
    """Return a share 0..1 with six decimals, as data files carry it."""
    return None if value is None else round(float(value), 6)


def percent_down(value: Fraction) -> str:
    """Return a share as whole percent, rounded down."""
    return f"{floor(value * 100)}%"


def percent_up(value: Fraction) -> str:
    """Return a share as whole percent, rounded up."""
    return f"{ceil(value * 100)}%"


class Band(NamedTuple):
    """A score as a band.

    Attributes:
        label: for example ``41%（最大 78%）``, or 対象なし or 点数なし where there is no score.
        low, high: worst and best, 0..1; None where nothing is selected.
    """

    label: str
    worst: str
    best: str
    low: float | None
    high: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was selected."""
        return self.low is None


def band(score: Score, translate: Translator, *, asked: int = 0) -> Band:
    """Return ``score`` as it is shown.

    Without a score it says 対象なし; 点数なし where something is ``asked`` all the same, such as the conditions of an
    application.
    """
    if score.worst is None or score.best is None:
        none = translate("score.unscored" if asked else "score.none")
        return Band(none, none, none, None, None)
    worst, best = percent_down(score.worst), percent_up(score.best)
    key = "score.exact" if score.worst == score.best else "score.band"
    return Band(translate(key, worst=worst, best=best), worst, best, exact(score.worst), exact(score.best))


def band_of_shares(worst: float | None, best: float | None, translate: Translator) -> Band:
    """Return a score that is kept as shares with six decimals as it is shown."""
    if worst is None or best is None:
        return band(Score(), translate)
    low, high = percent_down(Fraction(str(worst))), percent_up(Fraction(str(best)))
    key = "score.exact" if worst == best else "score.band"
    return Band(translate(key, worst=low, best=high), low, high, worst, best)


def points(gain: int, score: Score) -> str:
    """Return a gain on the scale of ``Score.halves`` as percentage points of ``score``, rounded down: ``+3.1``.

    A gain below a tenth is "": nobody would see it on the score.
    """
    tenths = gain * 1000 // (2 * score.total) if score.total else 0
    return f"+{tenths // 10}.{tenths % 10}" if tenths else ""


def work_text(half_days: int, translate: Translator) -> str:
    """Return an amount of work in words: 半日, 2日ほど."""
    if half_days == 1:
        return translate("work.half-day")
    return translate("work.days", days=half_days // 2 if half_days % 2 == 0 else half_days / 2)


def share_text(value: Fraction | None, translate: Translator) -> str:
    """Return a coverage or confidence as whole percent, or 対象なし."""
    return translate("score.none") if value is None else percent_down(value)
