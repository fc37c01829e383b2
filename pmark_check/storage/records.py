"""The records of a client file, read with the types they must have."""

from __future__ import annotations

from pydantic import ConfigDict, Json, TypeAdapter

from pmark_check.domain.events import Event, Text
from pmark_check.domain.journal import Draft
from pmark_check.storage.clientfile import ClientFile

EVENT_COLUMNS = "id, batch, at, recorded_by, parents, height, body, hash"

# What a row must look like: SQLite keeps any type in any column, and a damaged file brings any value.
_STRICT = ConfigDict(strict=True)
_EventRow = tuple[int, str, str, str, str | None, Json[tuple[str, ...]], int, bytes, str]
_EVENTS: TypeAdapter[list[_EventRow]] = TypeAdapter(list[_EventRow], config=_STRICT)
_TEXTS: TypeAdapter[list[tuple[str, bytes, str, int]]] = TypeAdapter(list[tuple[str, bytes, str, int]], config=_STRICT)
_DOCUMENTS: TypeAdapter[list[tuple[str, bytes]]] = TypeAdapter(list[tuple[str, bytes]], config=_STRICT)
_STRINGS: TypeAdapter[list[tuple[str, ...]]] = TypeAdapter(list[tuple[str, ...]], config=_STRICT)


def events_after(file: ClientFile, row: int = 0) -> list[tuple[int, Event]]:
    """Return the events after a row, each with its own row."""
    query = f"SELECT rowid, {EVENT_COLUMNS} FROM events WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - the names above
    return [(found[0], Event(*found[1:])) for found in file.rows(_EVENTS, query, row)]


def events(file: ClientFile) -> list[Event]:
    """Return every event, in the order in which they came in."""
    return [event for _, event in events_after(file)]


def texts(file: ClientFile) -> list[Text]:
    """Return every free text that is there, in the order in which they came in."""
    rows = file.rows(_TEXTS, "SELECT id, salt, body, private FROM texts ORDER BY rowid")
    return [Text(text_id, salt, body, bool(private)) for text_id, salt, body, private in rows]


def drafts(file: ClientFile) -> list[Draft]:
    """Return every draft, by control and field."""
    rows = file.rows(_STRINGS, "SELECT control, field, body FROM drafts ORDER BY control, field")
    return [Draft(*row) for row in rows]


def documents(file: ClientFile) -> list[tuple[str, bytes]]:
    """Return the bytes of every document with the SHA-256 they are kept under, in the order in which they came in."""
    return file.rows(_DOCUMENTS, "SELECT sha256, body FROM documents ORDER BY rowid")


def document(file: ClientFile, sha256: str) -> bytes | None:
    """Return the bytes kept under ``sha256``, whatever they are; None where there are none."""
    rows = file.rows(_DOCUMENTS, "SELECT sha256, body FROM documents WHERE sha256 = ?", sha256)
    return rows[0][1] if rows else None


def strings(file: ClientFile, query: str, *values: str) -> list[tuple[str, ...]]:
    """Return the rows of a query that asks for nothing but text."""
    return file.rows(_STRINGS, query, *values)


def string(file: ClientFile, query: str, *values: str) -> str | None:
    """Return the first text that a query finds, None where it finds none."""
    rows = strings(file, query, *values)
    return rows[0][0] if rows else None
