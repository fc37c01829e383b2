"""The client file ``.pmark`` as a journal: events that only ever grow, and the few things beside them that may change.

The hashes of the events find what goes past the triggers of the file; ``verify`` looks for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Self

from pmark_check.domain.events import Event, Gesture, Text, in_order
from pmark_check.domain.journal import Draft
from pmark_check.errors import Damaged
from pmark_check.storage import records
from pmark_check.storage.clientfile import ClientFile
from pmark_check.storage.flaws import Flaw, digests, erased, event_flaws, flaws

BUSY_SECONDS = 5.0


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
            self._forget(texts=set(texts))
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
            everything = records.events(self._file)
            here, gone, known = {text.id for text in self.texts()}, erased(everything), digests(everything)
            for text in texts:
                if text.id in here or text.id in gone:
                    continue
                if known.get(text.id) != text.ref.digest:
                    raise Damaged("client.copy-damaged", path=self.path, what=text.id)
                self._insert_text(text)
            if here & gone:
                self._forget(texts=gone)
            for body in documents:
                self._insert_document(body)
        return self._taken(unread)

    def _take_in(self, events: list[Event]) -> None:
        here = records.events(self._file)
        ids, hashes = {event.id for event in here}, {event.hash for event in here}
        fresh = [event for event in in_order(events) if event.hash not in hashes]
        found = event_flaws([*here, *fresh])
        broken = ids | {flaw.what for flaw in found if flaw.key != "event-unknown"}
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
        places = ", ".join("?" * len(row))
        self._file.execute(f"INSERT INTO events ({records.EVENT_COLUMNS}) VALUES ({places})", *row)  # noqa: S608 - names of ours

    def _insert_text(self, text: Text) -> None:
        row = (text.id, text.salt, text.text, text.private)
        self._file.execute("INSERT INTO texts (id, salt, body, private) VALUES (?, ?, ?, ?)", *row)

    def _forget(self, texts: Collection[str] = (), drafts: Collection[Draft] = ()) -> None:
        """Delete free texts and drafts so that none of their bytes stay in the file.

        Deleting single rows is not enough even with ``secure_delete``: when SQLite moves a row to another page its
        old bytes can stay behind (6 of 60 random histories, tried). Emptied tables are zeroed page by page.
        """
        kept, typed = self.texts(), self.drafts()
        for table in ("texts", "drafts", "summary"):
            self._file.execute(f"DELETE FROM {table}")  # noqa: S608 - the three names above
        for text in kept:
            if text.id not in texts:
                self._insert_text(text)
        for draft in typed:
            if draft not in drafts:
                self._insert_draft(draft)

    def _unread(self) -> list[tuple[int, Event]]:
        """Return the events after the last row taken, each with its row; their bodies are decoded."""
        unread = records.events_after(self._file, self._last_row)
        for _, event in unread:
            _ = event.body
        return unread

    def _taken(self, unread: list[tuple[int, Event]]) -> tuple[Event, ...]:
        if unread:
            self._last_row = unread[-1][0]
        return tuple(event for _, event in unread)

    def state_key(self) -> str:
        """Return what changes with every event: how many there are, and the hash of the last one written."""
        query = "SELECT CAST(rowid AS TEXT), hash FROM events ORDER BY rowid DESC LIMIT 1"
        return ":".join(part for row in records.strings(self._file, query) for part in row)

    # --- texts, drafts, documents --------------------------------------------------------------------------------

    def text(self, text_id: str) -> str | None:
        """Return a free text, or None where it was erased or left out."""
        return records.string(self._file, "SELECT body FROM texts WHERE id = ?", text_id)

    def texts(self, *, private: bool = True) -> tuple[Text, ...]:
        """Return every free text that is there, or all but the private ones."""
        return tuple(text for text in records.texts(self._file) if private or not text.private)

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; an empty text removes the draft."""
        key = (draft.control, draft.field)
        known = records.string(self._file, "SELECT body FROM drafts WHERE control = ? AND field = ?", *key)
        if draft.text == (known or ""):
            return
        with self._file.writing():
            self._file.execute("DELETE FROM drafts WHERE control = ? AND field = ?", *key)
            if draft.text:
                self._insert_draft(draft)

    def drop_drafts(self, drafts: Iterable[Draft]) -> None:
        """Delete drafts for good."""
        with self._file.writing():
            self._forget(drafts=set(drafts))

    def drafts(self) -> tuple[Draft, ...]:
        """Return every kept draft."""
        return tuple(records.drafts(self._file))

    def _insert_draft(self, draft: Draft) -> None:
        row = (draft.control, draft.field, draft.text)
        self._file.execute("INSERT INTO drafts (control, field, body) VALUES (?, ?, ?)", *row)

    @property
    def cursor(self) -> str | None:
        """The control that was looked at last."""
        return records.string(self._file, "SELECT control FROM cursor")

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
        if records.string(self._file, "SELECT sha256 FROM documents WHERE sha256 = ?", digest) is None:
            self._file.execute("INSERT INTO documents (sha256, body) VALUES (?, ?)", digest, body)
        return digest

    def document(self, sha256: str) -> bytes:
        """Return the bytes kept under ``sha256``.

        Raises:
            Damaged: they are not there, or are not those bytes.
        """
        body = records.document(self._file, sha256)
        if body is None or hashlib.sha256(body).hexdigest() != sha256:
            raise Damaged("client.document-lost", path=self.path, sha256=sha256)
        return body

    def documents(self) -> tuple[bytes, ...]:
        """Return every kept document, in the order in which they came in."""
        return tuple(body for _, body in records.documents(self._file))

    def summary(self, key: str) -> str | None:
        """Return the derived summary if it was made for ``key`` (heads and checklist digest), else None."""
        return records.string(self._file, "SELECT body FROM summary WHERE key = ?", key)

    def keep_summary(self, key: str, body: str) -> None:
        """Keep a derived summary, so that a list of clients reads one row each."""
        with self._file.writing():
            self._file.execute("INSERT OR REPLACE INTO summary (place, key, body) VALUES (1, ?, ?)", key, body)

    # --- trust ---------------------------------------------------------------------------------------------------

    def verify(self) -> tuple[Flaw, ...]:
        """Return all that is wrong with the file: broken pages, changed or missing records, a changed schema."""
        return flaws(self._file)
