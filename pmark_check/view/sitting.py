"""How fast questions are answered in one sitting, and about how long the rest takes at that pace."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from pmark_check.domain.pauses import GRACE
from pmark_check.i18n.translation import Translator

ENOUGH = 4
"""Answers between which the time is known, before a pace is named."""
FIVE, HALF_HOUR = 5, 30
MANY_MINUTES = 90
"""Beyond these half hours are named instead of fives."""


def rounded(minutes: float) -> int:
    """Return minutes as they are named: the last five singly and never none, in fives, beyond 90 in half hours."""
    step = _step(minutes)
    return max(1, round(minutes / step) * step)


def _step(minutes: float) -> int:
    if minutes < FIVE:
        return 1
    return FIVE if minutes < MANY_MINUTES else HALF_HOUR


def named(minutes: int, translate: Translator) -> str:
    """Return rounded minutes in words."""
    if minutes < MANY_MINUTES:
        return translate("tui.new.minutes", minutes=minutes)
    return translate("tui.new.hours", hours=f"{minutes / 60:g}")


class Sitting:
    """The pace of whoever is answering now.

    The middle one of the times between two answers counts, so that one long talk changes little; more than ``GRACE``
    is a pause and does not count at all.
    """

    def __init__(self) -> None:
        self._gaps: list[float] = []
        """Seconds from one answer to the next."""
        self._last: tuple[str, datetime] | None = None
        self._named = 0

    def answered(self, control_id: str, at: datetime) -> None:
        """Count an answer; another one to the same question is none."""
        if self._last and self._last[0] != control_id:
            gap = at - self._last[1]
            if timedelta() < gap <= GRACE:
                self._gaps.append(gap.total_seconds())
        if not self._last or self._last[0] != control_id:
            self._last = control_id, at

    def minutes_left(self, questions: int) -> int | None:
        """Return about how long ``questions`` take; None while too few were answered, or where none are left.

        What was named stays while it is nearly right: the number does not jump about.
        """
        if len(self._gaps) < ENOUGH or not questions:
            return None
        minutes = median(self._gaps) * questions / 60
        if not self._named or abs(minutes - self._named) >= _step(minutes) * 0.8:
            self._named = rounded(minutes)
        return self._named
