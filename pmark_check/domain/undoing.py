"""What was done is taken back, or done again after all; texts are erased for good. History itself only ever grows."""

from __future__ import annotations

from collections.abc import Iterable

from pmark_check.domain import events as happened
from pmark_check.domain.assessment import effective
from pmark_check.domain.events import AnyBody, Event, TextRef
from pmark_check.domain.journal import Draft
from pmark_check.domain.scribe import Pending, Scribe

NOT_UNDOABLE = (happened.ClientNamed, happened.ChecklistPinned, happened.TextErased, happened.OfTheClock)


class Undoing(Scribe):
    """A client whose gestures can be taken back, and whose texts can be erased."""

    def undo(self) -> tuple[AnyBody, ...]:
        """Take the last gesture back; return what it did, () if there is nothing to undo."""
        standing = self._deeds()
        for last in reversed(standing):
            if isinstance(last.body, happened.Undone):
                continue
            batch = [event for event in standing if event.batch == last.batch]
            if not any(isinstance(event.body, NOT_UNDOABLE) for event in batch):
                batch = [event for event in batch if not isinstance(event.body, happened.PersonAdded)] or batch
                self.write(happened.Undone(events=tuple(event.id for event in batch)))
                return tuple(event.body for event in batch)
        return ()

    def redo(self) -> tuple[AnyBody, ...]:
        """Make the last undone gesture count again; return what it did, () if something was done since."""
        by_id = {event.id: event for event in self._history.events}
        for last in reversed(self._deeds()):
            if not isinstance(last.body, happened.Undone):
                return ()
            bodies = tuple(by_id[event].body for event in last.body.events if event in by_id)
            if not any(isinstance(body, happened.Undone) for body in bodies):
                self.write(happened.Undone(events=(last.id,)))
                return bodies
        return ()

    def _deeds(self) -> list[Event]:
        """Return the events that count, in order, but for meeting people: a person once met stays known."""
        return [e for e in effective(self._history.events) if not isinstance(e.body, happened.PersonAdded)]

    def erase(self, refs: Iterable[TextRef], drafts: Iterable[Draft] = ()) -> int:
        """Delete free texts, and what was being typed, for good; the history still verifies.

        Returns how many were there.
        """
        typed = tuple(drafts)
        if typed:
            self._journal.drop_drafts(typed)
        texts = tuple(text for text in {ref.id: ref for ref in refs} if self._journal.text(text) is not None)
        if texts:
            gesture = self._sealable(Pending(bodies=[(self.new_id(), happened.TextErased(texts=texts))]))
            self._history.add(self._journal.erase(gesture, texts))
            self._person_names.clear()
        return len(texts) + len(typed)
