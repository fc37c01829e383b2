"""What is wrong with a client file: broken pages, changed or missing records, a changed schema.

What cannot be seen: that the newest events were cut off, and that an unerased text was taken out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmark_check.domain.events import AnyBody, ChecklistPinned, Event, TextErased, TextRef
from pmark_check.errors import Damaged
from pmark_check.storage import records
from pmark_check.storage.clientfile import ClientFile, statements


class Flaw(NamedTuple):
    """Something that is wrong: a catalogue key (``flaw.<key>``) and what it names."""

    key: str
    what: str


def flaws(file: ClientFile) -> tuple[Flaw, ...]:
    """Return all that is wrong with ``file``; where its pages are broken, they alone are told."""
    try:
        with file.snapshot():
            return tuple(_page_flaws(file)) or tuple(_record_flaws(file))
    except Damaged as error:
        return (Flaw("unreadable", str(error.values.get("reason", error.key))),)


def _page_flaws(file: ClientFile) -> Iterator[Flaw]:
    for (page,) in records.strings(file, "PRAGMA integrity_check"):
        if page != "ok":
            yield Flaw("pages", page)


def _record_flaws(file: ClientFile) -> Iterator[Flaw]:
    yield from _schema_flaws(file)
    events = records.events(file)
    yield from event_flaws(events)
    yield from _document_flaws(file, events)
    known = digests(events)
    for text in records.texts(file):
        if known.get(text.id) != text.ref.digest:
            yield Flaw("text", text.id)


def _schema_flaws(file: ClientFile) -> Iterator[Flaw]:
    query = "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    for statement in {sql for (sql,) in records.strings(file, query)} ^ set(statements()):
        yield Flaw("schema", " ".join(statement.split()[:3]))


def _document_flaws(file: ClientFile, events: Iterable[Event]) -> Iterator[Flaw]:
    kept = records.documents(file)
    pinned = {body.sha256 for event in events if isinstance(body := _body(event), ChecklistPinned)}
    intact = {sha256 for sha256, body in kept if hashlib.sha256(body).hexdigest() == sha256}
    for sha256 in sorted(pinned.union(sha256 for sha256, _ in kept) - intact):
        yield Flaw("document", sha256)


def event_flaws(events: Iterable[Event]) -> Iterator[Flaw]:
    """Yield what is wrong with ``events`` as the whole of a history."""
    events = tuple(events)
    heights = {event.hash: event.height for event in events}
    for event in events:
        if not event.is_intact:
            yield Flaw("event-changed", event.id)
        elif any(parent not in heights for parent in event.parents):
            yield Flaw("parent-missing", event.id)
        elif event.height != 1 + max((heights[parent] for parent in event.parents), default=0):
            yield Flaw("height", event.id)
        elif _body(event) is None:
            yield Flaw("event-unknown", event.id)


def digests(events: Iterable[Event]) -> dict[str, str]:
    """Return text id -> digest of every free text that ``events`` speak of."""
    values = (value for event in events if (body := _body(event)) for _, value in body)
    return {value.id: value.digest for value in values if isinstance(value, TextRef)}


def erased(events: Iterable[Event]) -> set[str]:
    """Return the ids of the free texts that ``events`` erase."""
    bodies = map(_body, events)
    return {text for body in bodies if isinstance(body, TextErased) for text in body.texts}


def _body(event: Event) -> AnyBody | None:
    """Return what an event says; None where it is of a kind or version that this program does not know."""
    try:
        return event.body
    except Damaged:
        return None
