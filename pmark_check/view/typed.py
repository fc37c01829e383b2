"""Keys, days and numbers as people type them, in half or full width: ｎ, 2026-09-30, 9/30, 9月30日, 1,200人."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta

from pmark_check.domain.checklist import FactKind, FactValue

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_AHEAD = re.compile(r"\+(\d{1,3})")
_NUMBER = re.compile(r"(\d[\d, ]{0,14})(?:人|名|件|社|台)?")


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


def typed_number(text: str) -> int:
    """Return the number that ``text`` names: 120, １２０, 1,200人.

    Raises:
        ValueError: it names none.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise ValueError(text)
    return int(re.sub(r"[, ]", "", found[1]))


def typed_value(kind: FactKind, text: str, today: date) -> FactValue | None:
    """Return what ``text`` states about a fact that is a number or a day (see ``read_day``); None for no text.

    Raises:
        ValueError: it makes no sense.
    """
    if not text.strip():
        return None
    if kind is FactKind.NUMBER:
        return typed_number(text)
    day = read_day(text, today)
    return day.isoformat() if day else None


def plain_key(text: str) -> str:
    """Return a key as it is compared: without width, case and blanks."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def typed_names(text: str) -> tuple[str, ...]:
    """Return the names in one line, separated by 、 or a comma; a blank belongs to a name."""
    return tuple(name.strip() for name in re.split(r"[、，､,;；\n]", text) if name.strip())


def typed_appointment(text: str, today: date) -> tuple[date | None, time | None]:
    """Return the day and the time that ``text`` names: 9/30, 9月30日 14:00; (None, None) for blank text.

    Raises:
        ValueError: it names no day, or no time behind it.
    """
    day, _, hour = unicodedata.normalize("NFKC", text).strip().partition(" ")
    return read_day(day, today), time.fromisoformat(hour.strip().zfill(5)) if hour.strip() else None
