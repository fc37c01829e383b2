"""One client, opened for writing: what gestures are made of, and how one becomes durable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from pmark_check.domain.client import Client
from pmark_check.domain.events import AnyBody, Gesture, PersonAdded, Text, TextRef
from pmark_check.domain.journal import Journal
from pmark_check.domain.library import Library
from pmark_check.domain.text import folded, free_text
from pmark_check.errors import BadInput


@dataclass
class Pending:
    """A gesture being made."""

    bodies: list[tuple[str, AnyBody]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    persons: dict[str, str] = field(default_factory=dict)


class Scribe(Client):
    """One client, opened for writing. ``session`` and ``workshop_session`` say what can be written.

    Args:
        journal: where its events last.
        library: the checklists it is asked with.
        clock: gives the time with its offset.
        new_id: gives a fresh id.
        new_salt: gives fresh salt for a text digest.
        operator: the name of whoever works with the program, "" if not said.
    """

    def __init__(  # noqa: PLR0913 - the outside world comes in through the constructor
        self,
        journal: Journal,
        library: Library,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        new_salt: Callable[[], bytes],
        operator: str = "",
    ) -> None:
        super().__init__(journal, library)
        self.clock = clock
        self.new_id = new_id
        self._new_salt = new_salt
        self.operator = operator
        self._pending: Pending | None = None

    @contextmanager
    def one_gesture(self) -> Iterator[Pending]:
        """Make all changes inside one batch: durable together when the block ends, none if it raises."""
        if self._pending is not None:
            yield self._pending
            return
        self._pending = pending = Pending()
        try:
            yield pending
        finally:
            self._pending = None
        if pending.bodies:
            self._history.add(self._journal.append(self._sealable(pending)))

    def write(self, body: AnyBody) -> None:
        """Let ``body`` happen, in the gesture that is being made or in one of its own."""
        with self.one_gesture() as gesture:
            gesture.bodies.append((self.new_id(), body))

    def _sealable(self, pending: Pending) -> Gesture:
        recorded_by = self.meet(pending, self.operator, first=True)
        return Gesture(
            id=self.new_id(),
            at=self.clock(),
            recorded_by=recorded_by,
            bodies=tuple(pending.bodies),
            texts=tuple(pending.texts),
            knowing=tuple(self._history.heads.items()),
        )

    def meet(self, gesture: Pending, name: str, *, first: bool = False) -> str | None:
        """Return the id of the person of that name, who is known from ``gesture`` on; None for no name."""
        kept = free_text(name, "person").strip()
        if not kept:
            return None
        known = self.find_person(kept) or gesture.persons.get(folded(kept))
        if known is None:
            known = self.new_id()
            body = PersonAdded(person=known, name=self.keep(gesture, kept))
            gesture.bodies.insert(0 if first else len(gesture.bodies), (self.new_id(), body))
            gesture.persons[folded(kept)] = known
        return known

    def keep(self, gesture: Pending, text: str, *, private: bool = False) -> TextRef:
        """Keep a free text with ``gesture``; return what a body holds in its place."""
        kept = Text(self.new_id(), self._new_salt(), text, private)
        gesture.texts.append(kept)
        return kept.ref

    def required(self, text: str, field_name: str) -> str:
        """Return ``text`` as it will be kept. Raises BadInput where nothing is left of it."""
        kept = free_text(text, field_name).strip()
        if not kept:
            raise BadInput("text.empty", field=field_name)
        return kept
