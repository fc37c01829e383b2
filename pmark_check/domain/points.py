"""Points in history: sets of events that were known together, never moments of a clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pmark_check.domain.assessment import effective
from pmark_check.domain.events import Event, Tagged
from pmark_check.errors import NotFound


class Point(NamedTuple):
    """A point in history.

    Attributes:
        name: its tag, or the day it was asked for by (ISO).
        on: the day of its last event (ISO), "" before the first.
        events: everything that was known there.
    """

    name: str
    on: str
    events: tuple[Event, ...]


def tags(events: Sequence[Event]) -> dict[str, Point]:
    """Return the tagged points, oldest first; a name that was given again means the later point."""
    found: dict[str, Point] = {}
    for event in effective(events):
        if isinstance(event.body, Tagged):
            name = event.body.name
            found.pop(name, None)
            found[name] = _point(name, known(events, event.parents))
    return found


def point(events: Sequence[Event], name: str) -> Point:
    """Return the point of that tag, else the last of that day (``2026-11-22``), by the times as recorded.

    Raises:
        NotFound: it is neither a tag nor a day.
    """
    if found := tags(events).get(name):
        return found
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise NotFound("point.unknown", point=name, known=tuple(tags(events))) from None
    return end_of(events, day)._replace(name=name)


def end_of(events: Sequence[Event], day: date) -> Point:
    """Return the last point of a day, by the times as recorded; the empty one before the first event."""
    by_then = (event.hash for event in events if event.at[:10] <= day.isoformat())
    return _point(day.isoformat(), known(events, by_then))


def days(events: Sequence[Event]) -> tuple[str, ...]:
    """Return the days on which anything was recorded (ISO), oldest first."""
    return tuple(sorted({event.at[:10] for event in events}))


def _point(name: str, known: Sequence[Event]) -> Point:
    return Point(name, max((event.at[:10] for event in known), default=""), tuple(known))


def known(events: Sequence[Event], hashes: Iterable[str]) -> list[Event]:
    """Return the events of those hashes and all that came before them, in order."""
    by_hash = {event.hash: event for event in events}
    found: set[str] = set()
    pending = list(hashes)
    while pending:
        found_hash = pending.pop()
        if found_hash not in found and found_hash in by_hash:
            found.add(found_hash)
            pending += by_hash[found_hash].parents
    return [event for event in events if event.hash in found]
