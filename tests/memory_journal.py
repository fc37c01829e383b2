"""A client file that lasts as long as the test. Several windows can be open on it, as on a real one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pmark_check.domain.events import Event, Gesture, Text, TextErased
from pmark_check.domain.journal import Draft


@dataclass
class MemoryFile:
    events: list[Event] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)
    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    cursor: str | None = None
    broken: Exception | None = None
    """What the next write raises, as a full disk would."""


class MemoryJournal:
    """One window on a file; implements ``session.Journal``."""

    def __init__(self, file: MemoryFile | None = None) -> None:
        self.file = file or MemoryFile()
        self._read = 0

    def events(self) -> tuple[Event, ...]:
        self._read = 0
        return self._news()

    def append(self, gesture: Gesture) -> tuple[Event, ...]:
        if self.file.broken:
            raise self.file.broken
        self.file.events += gesture.sealed()
        self.file.texts |= {text.id: text for text in gesture.texts}
        return self._news()

    def erase(self, gesture: Gesture, texts: Iterable[str]) -> tuple[Event, ...]:
        for text in texts:
            self.file.texts.pop(text, None)
        return self.append(gesture)

    def unite(self, other: MemoryFile) -> None:
        """Take the events and texts of another copy of this client in."""
        known = {event.hash for event in self.file.events}
        self.file.events += [event for event in other.events if event.hash not in known]
        self.file.texts |= other.texts
        for event in self.file.events:
            if isinstance(event.body, TextErased):
                for text in event.body.texts:
                    self.file.texts.pop(text, None)

    def text(self, text_id: str) -> str | None:
        found = self.file.texts.get(text_id)
        return found.text if found else None

    def keep_draft(self, draft: Draft) -> None:
        self.file.drafts.pop((draft.control, draft.field), None)
        if draft.text:
            self.file.drafts[draft.control, draft.field] = draft

    def drop_drafts(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self.file.drafts.pop((draft.control, draft.field), None)

    def drafts(self) -> tuple[Draft, ...]:
        return tuple(self.file.drafts.values())

    @property
    def cursor(self) -> str | None:
        return self.file.cursor

    @cursor.setter
    def cursor(self, control: str | None) -> None:
        self.file.cursor = control

    def _news(self) -> tuple[Event, ...]:
        news = self.file.events[self._read :]
        self._read = len(self.file.events)
        return tuple(news)
