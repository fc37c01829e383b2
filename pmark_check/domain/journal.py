"""What a session needs of the place where its events last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from pmark_check.domain.events import Event, Gesture

WORKSHOP_DRAFT = "workshop-"
"""How the field of a draft begins that was being typed in a workshop."""


class Draft(NamedTuple):
    """Text being typed, not yet an event."""

    control: str
    field: str
    text: str

    @property
    def is_of_workshop(self) -> bool:
        """Whether it was being typed in a workshop, and not in an editor of a control."""
        return self.field.startswith(WORKSHOP_DRAFT)


class Journal(Protocol):
    """Where events last. Every method that writes returns once the bytes are on the disk."""

    def events(self) -> tuple[Event, ...]:
        """Return every event of the file."""

    def append(self, gesture: Gesture) -> tuple[Event, ...]:
        """Write ``gesture``; return its events and all others the file gained since the last read."""

    def text(self, text_id: str) -> str | None:
        """Return a free text, or None where it was erased or left out."""

    def erase(self, gesture: Gesture, texts: Iterable[str]) -> tuple[Event, ...]:
        """Delete ``texts`` for good and write ``gesture`` in the same transaction; returns as ``append``."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; an empty text removes the draft."""

    def drop_drafts(self, drafts: Iterable[Draft]) -> None:
        """Delete drafts for good."""

    def drafts(self) -> tuple[Draft, ...]:
        """Return every kept draft."""

    @property
    def cursor(self) -> str | None:
        """The control that was looked at last; None to begin anew."""

    @cursor.setter
    def cursor(self, control: str | None) -> None: ...
