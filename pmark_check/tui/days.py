"""Days as people type them: 2026-09-30, 9/30, 9月30日, in half or full width."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_AHEAD = re.compile(r"\+(\d{1,3})")


def read_day(text: str, today: date, *, past: bool = False) -> date | None:
    """Return the day that ``text`` names; None for blank text.

    A day without its year is the next one of that name, or with ``past`` the last one; ``+14`` is in 14 days.

    Raises:
        ValueError: it names no day.
    """
    wanted = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("ー", "-")
    if not wanted:
        return None
    if found := _AHEAD.fullmatch(wanted):
        return today + timedelta(days=int(found[1]))
    if found := _FULL.fullmatch(wanted):
        return date(*map(int, found.groups()))
    if found := _SHORT.fullmatch(wanted):
        return _nearest(int(found[1]), int(found[2]), today, past=past)
    raise ValueError(text)


def _nearest(month: int, day: int, today: date, *, past: bool) -> date:
    years = (today.year, today.year - 1) if past else (today.year, today.year + 1)
    for year in years:
        found = date(year, month, day)
        if (found <= today) if past else (found >= today):
            return found
    raise ValueError(day)
