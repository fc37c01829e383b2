"""The client file ``.pmark`` as a journal: events that only ever grow, and the few things beside them that may change.

The hashes of the events find what goes past the triggers of the file; ``verify`` looks for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

from pydantic import ConfigDict, Json, TypeAdapter

from pmark_check.domain.events import (
    AnyBody,
    ChecklistPinned,
    Event,
    Gesture,
    Text,
    TextErased,
    TextRef,
    in_order,
)
from pmark_check.domain.journal import Draft
from pmark_check.errors import Damaged
from pmark_check.storage.clientfile import ClientFile, statements

BUSY_SECONDS = 5.0
EVENT_COLUMNS = "id, batch, at, recorded_by, parents, height, body, hash"

# What a row must look like: SQLite keeps any type in any column, and a damaged file brings any value.
_STRICT = ConfigDict(strict=True)
_EventRow = tuple[int, str, str, str, str | None, Json[tuple[str, ...]], int, bytes, str]
_EVENTS: TypeAdapter[list[_EventRow]] = TypeAdapter(list[_EventRow], config=_STRICT)
_TEXTS: TypeAdapter[list[tuple[str, bytes, str, int]]] = TypeAdapter(list[tuple[str, bytes, str, int]], config=_STRICT)
_DOCUMENTS: TypeAdapter[list[tuple[str, bytes]]] = TypeAdapter(list[tuple[str, bytes]], config=_STRICT)
_STRINGS: TypeAdapter[list[tuple[str, ...]]] = TypeAdapter(list[tuple[str, ...]], config=_STRICT)


class Flaw(NamedTuple):
    """Something ``verify`` found: a catalogue key (``flaw.<key>``) and what it names."""

    key: str
    what: str


class SqliteJournal:
    """One open client file.

    Raises, from every method:
        Damaged: not whole, not ours, or of a newer version.
        Conflict: another process held the file longer than ``BUSY_SECONDS``.
        Unwritable: read-only, moved away, or the disk is full; nothing was changed.
    """

    def __init__(self, file: ClientFile) -> None:
        self.path = file.path
        self._file = file
        self._last_row = 0

    @classmethod
    def create(cls, path: Path) -> Self:
        """Create an empty client file that only its owner can read, and open it.

        Raises:
            Conflict: a file of that name exists.
        """
        return cls(ClientFile.create(path, BUSY_SECONDS))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing client file.

        Raises:
            NotFound: there is no such file.
        """
        return cls(ClientFile.open(path, BUSY_SECONDS))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    # --- events --------------------------------------------------------------------------------------------------

    def events(self) -> tuple[Event, ...]:
        """Return every event of the file.

        Raises:
            Damaged: one of them is of a kind or version this program does not know.
        """
        self._last_row = 0
        return self._taken(self._unread())

    def append(self, gesture: Gesture) -> tuple[Event, ...]:
        """Write ``gesture``; return its events and all others the file gained since the last read.

        Its parents stay the heads its writer knew: when another window wrote in between, both writings stand side
        by side, and marks that contradict each other show as a conflict instead of one silently winning.
        """
        with self._file.writing():
            self._insert(gesture)
            unread = self._unread()
        return self._taken(unread)

    def erase(self, gesture: Gesture, texts: Iterable[str]) -> tuple[Event, ...]:
        """Delete ``texts`` for good and write ``gesture`` in the same transaction; returns as ``append``."""
        with self._file.writing():
            self._forget(set(texts))
            self._insert(gesture)
            unread = self._unread()
        return self._taken(unread)

    def unite(
        self, events: Iterable[Event], texts: Iterable[Text] = (), documents: Iterable[bytes] = ()
    ) -> tuple[Event, ...]:
        """Take in what another copy of this client holds; what is already here changes nothing.

        Texts erased in either copy are gone afterwards. Returns as ``append``.

        Raises:
            Damaged: the other copy does not verify, or is of a newer version; nothing was taken.
        """
        with self._file.writing():
            self._take_in(list(events))
            unread = self._unread()
            everything = self._stored()
            erased = {text for event in everything for text in _erased(event)}
            here = {text.id for text in self.texts()}
            digests = _digests(everything)
            for text in texts:
                if text.id in here or text.id in erased:
                    continue
                if digests.get(text.id) != text.ref.digest:
                    raise Damaged("client.copy-damaged", path=self.path, what=text.id)
                self._insert_text(text)
            if here & erased:
                self._forget(erased)
            for body in documents:
                self._insert_document(body)
        return self._taken(unread)

    def _take_in(self, events: list[Event]) -> None:
        here = self._stored()
        ids, hashes = {event.id for event in here}, {event.hash for event in here}
        fresh = [event for event in in_order(events) if event.hash not in hashes]
        flaws = _event_flaws([*here, *fresh])
        broken = ids | {flaw.what for flaw in flaws if flaw.key != "event-unknown"}
        for event in fresh:
            if event.id in broken:
                raise Damaged("client.copy-damaged", path=self.path, what=event.id)
            self._insert_event(event)

    def _insert(self, gesture: Gesture) -> None:
        for event in gesture.sealed():
            self._insert_event(event)
        for text in gesture.texts:
            self._insert_text(text)

    def _insert_event(self, event: Event) -> None:
        parents = json.dumps(event.parents)
        row = (event.id, event.batch, event.at, event.recorded_by, parents, event.height, event.raw, event.hash)
        self._file.execute(f"INSERT INTO events ({EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)  # noqa: S608

    def _insert_text(self, text: Text) -> None:
        row = (text.id, text.salt, text.text, text.private)
        self._file.execute("INSERT INTO texts (id, salt, body, private) VALUES (?, ?, ?, ?)", *row)

    def _forget(self, texts: set[str]) -> None:
        """Delete free texts so that none of their bytes stay in the file.

        Deleting single rows is not enough even with ``secure_delete``: when SQLite moves a row to another page its
        old bytes can stay behind (6 of 60 random histories, tried). Emptied tables are zeroed page by page.
        """
        kept, drafts = self.texts(), self.drafts()
        for table in ("texts", "drafts", "summary"):
            self._file.execute(f"DELETE FROM {table}")  # noqa: S608 - the three names above
        for text in kept:
            if text.id not in texts:
                self._insert_text(text)
        for draft in drafts:
            self._insert_draft(draft)

    def _unread(self) -> list[tuple[int, Event]]:
        """Return the events after the last row taken, each with its row; their bodies are decoded."""
        unread = self._stored_after(self._last_row)
        for _, event in unread:
            _ = event.body
        return unread

    def _taken(self, unread: list[tuple[int, Event]]) -> tuple[Event, ...]:
        if unread:
            self._last_row = unread[-1][0]
        return tuple(event for _, event in unread)

    def _stored_after(self, row: int) -> list[tuple[int, Event]]:
        query = f"SELECT rowid, {EVENT_COLUMNS} FROM events WHERE rowid > ? ORDER BY rowid"  # noqa: S608
        return [(found[0], Event(*found[1:])) for found in self._file.rows(_EVENTS, query, row)]

    def _stored(self) -> list[Event]:
        return [event for _, event in self._stored_after(0)]

    def state_key(self) -> str:
        """Return what changes with every event: how many there are, and the hash of the last one written."""
        query = "SELECT CAST(rowid AS TEXT), hash FROM events ORDER BY rowid DESC LIMIT 1"
        return ":".join(part for row in self._file.rows(_STRINGS, query) for part in row)

    # --- texts, drafts, documents --------------------------------------------------------------------------------

    def text(self, text_id: str) -> str | None:
        """Return a free text, or None where it was erased or left out."""
        return self._string("SELECT body FROM texts WHERE id = ?", text_id)

    def texts(self, *, private: bool = True) -> tuple[Text, ...]:
        """Return every free text that is there, or all but the private ones."""
        rows = self._file.rows(_TEXTS, "SELECT id, salt, body, private FROM texts ORDER BY rowid")
        return tuple(Text(row[0], row[1], row[2], bool(row[3])) for row in rows if private or not row[3])

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; an empty text removes the draft."""
        key = (draft.control, draft.field)
        known = self._string("SELECT body FROM drafts WHERE control = ? AND field = ?", *key)
        if draft.text == (known or ""):
            return
        with self._file.writing():
            self._file.execute("DELETE FROM drafts WHERE control = ? AND field = ?", *key)
            if draft.text:
                self._insert_draft(draft)

    def drafts(self) -> tuple[Draft, ...]:
        """Return every kept draft."""
        rows = self._file.rows(_STRINGS, "SELECT control, field, body FROM drafts ORDER BY control, field")
        return tuple(Draft(*row) for row in rows)

    def _insert_draft(self, draft: Draft) -> None:
        row = (draft.control, draft.field, draft.text)
        self._file.execute("INSERT INTO drafts (control, field, body) VALUES (?, ?, ?)", *row)

    @property
    def cursor(self) -> str | None:
        """The control that was looked at last."""
        return self._string("SELECT control FROM cursor")

    @cursor.setter
    def cursor(self, control: str | None) -> None:
        with self._file.writing():
            if control is None:
                self._file.execute("DELETE FROM cursor")
            else:
                self._file.execute("INSERT OR REPLACE INTO cursor (place, control) VALUES (1, ?)", control)

    def keep_document(self, body: bytes) -> str:
        """Keep the bytes of a checklist, policy or facts file; return their SHA-256."""
        with self._file.writing():
            return self._insert_document(body)

    def _insert_document(self, body: bytes) -> str:
        digest = hashlib.sha256(body).hexdigest()
        if self._string("SELECT sha256 FROM documents WHERE sha256 = ?", digest) is None:
            self._file.execute("INSERT INTO documents (sha256, body) VALUES (?, ?)", digest, body)
        return digest

    def document(self, sha256: str) -> bytes:
        """Return the bytes kept under ``sha256``.

        Raises:
            Damaged: they are not there, or are not those bytes.
        """
        rows = self._file.rows(_DOCUMENTS, "SELECT sha256, body FROM documents WHERE sha256 = ?", sha256)
        if not rows or hashlib.sha256(rows[0][1]).hexdigest() != sha256:
            raise Damaged("client.document-lost", path=self.path, sha256=sha256)
        return rows[0][1]

    def documents(self) -> tuple[bytes, ...]:
        """Return every kept document, in the order in which they came in."""
        rows = self._file.rows(_DOCUMENTS, "SELECT sha256, body FROM documents ORDER BY rowid")
        return tuple(body for _, body in rows)

    def summary(self, key: str) -> str | None:
        """Return the derived summary if it was made for ``key`` (heads and checklist digest), else None."""
        return self._string("SELECT body FROM summary WHERE key = ?", key)

    def keep_summary(self, key: str, body: str) -> None:
        """Keep a derived summary, so that a list of clients reads one row each."""
        with self._file.writing():
            self._file.execute("INSERT OR REPLACE INTO summary (place, key, body) VALUES (1, ?, ?)", key, body)

    def _string(self, query: str, *values: str) -> str | None:
        rows = self._file.rows(_STRINGS, query, *values)
        return rows[0][0] if rows else None

    # --- trust ---------------------------------------------------------------------------------------------------

    def verify(self) -> tuple[Flaw, ...]:
        """Return all that is wrong with the file: broken pages, changed or missing rows, a changed schema.

        What it cannot see: that the newest events were cut off, and that an unerased text was taken out.
        """
        try:
            with self._file.snapshot():
                pages = self._file.rows(_STRINGS, "PRAGMA integrity_check")
                return tuple(Flaw("pages", page) for (page,) in pages if page != "ok") or tuple(self._flaws())
        except Damaged as error:
            return (Flaw("unreadable", str(error.values.get("reason", error.key))),)

    def _flaws(self) -> Iterator[Flaw]:
        schema = self._file.rows(_STRINGS, "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#'")
        for statement in {row[0] for row in schema} ^ set(statements()):
            yield Flaw("schema", " ".join(statement.split()[:3]))
        events = self._stored()
        yield from _event_flaws(events)
        pins = {body.sha256 for event in events if isinstance(body := _body(event), ChecklistPinned)}
        rows = self._file.rows(_DOCUMENTS, "SELECT sha256, body FROM documents")
        intact = {sha256 for sha256, body in rows if hashlib.sha256(body).hexdigest() == sha256}
        for sha256 in sorted(pins.union(sha256 for sha256, _ in rows) - intact):
            yield Flaw("document", sha256)
        digests = _digests(events)
        for text in self.texts():
            if digests.get(text.id) != text.ref.digest:
                yield Flaw("text", text.id)


def _event_flaws(events: Iterable[Event]) -> Iterator[Flaw]:
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


def _body(event: Event) -> AnyBody | None:
    try:
        return event.body
    except Damaged:
        return None


def _erased(event: Event) -> tuple[str, ...]:
    body = _body(event)
    return body.texts if isinstance(body, TextErased) else ()


def _digests(events: Iterable[Event]) -> dict[str, str]:
    """Return text id -> digest of every free text that ``events`` speak of."""
    values = (value for event in events if (body := _body(event)) for _, value in body)
    return {value.id: value.digest for value in values if isinstance(value, TextRef)}
