"""One client, opened: what is known about it. ``session`` adds what can be done to it."""

from __future__ import annotations

from functools import cached_property

from pmark_check.domain import events as happened
from pmark_check.domain.assessment import Assessment, ControlState, History
from pmark_check.domain.checklist import Control
from pmark_check.domain.events import Event, TextRef
from pmark_check.domain.journal import Draft, Journal
from pmark_check.domain.library import Library
from pmark_check.domain.organization import Applicability, applicability
from pmark_check.domain.scoring import Situation, Weights
from pmark_check.domain.text import folded


class Client:
    """One client, opened for reading.

    Args:
        journal: where its events last.
        library: the checklists it is asked with.
    """

    def __init__(self, journal: Journal, library: Library) -> None:
        self._journal = journal
        self.library = library
        self._history = History(journal.events())
        self._person_names: dict[str, str] = {}
        self._situation: Situation | None = None

    @property
    def assessment(self) -> Assessment:
        """The client's state after the last event."""
        return self._history.assessment

    @property
    def events(self) -> tuple[Event, ...]:
        """The whole history, in order."""
        return tuple(self._history.events)

    @property
    def situation(self) -> Situation:
        """The answers held against the checklists, as they are after the last event: the same until there is another.

        What is derived from it lasts as long; a key press that changes nothing then reckons nothing anew.
        """
        if self._situation is None or self._situation.assessment is not self.assessment:
            self._situation = Situation(self.library, self.assessment, self._weights)
        return self._situation

    @cached_property
    def _weights(self) -> Weights:
        return Weights.of(self.library)

    def state(self, control_id: str) -> ControlState:
        """Return what is known about a control."""
        return self.assessment.state(control_id)

    def text(self, ref: TextRef | None) -> str:
        """Return a free text; "" where there is none, or where it was erased or left out."""
        return (self._journal.text(ref.id) or "") if ref else ""

    def person_name(self, person: str | None) -> str:
        """Return a person's name; "" where it is not known or was erased."""
        if person is None:
            return ""
        if person not in self._person_names:
            self._person_names[person] = self.text(self.assessment.persons.get(person))
        return self._person_names[person]

    def find_person(self, name: str) -> str | None:
        """Return the id of the person whose name is ``name``, blanks and widths aside."""
        wanted = folded(name)
        known = self.assessment.persons if wanted else ()
        return next((p for p in known if folded(self.person_name(p)) == wanted), None)

    def applies(self, control: Control) -> Applicability:
        """Return whether ``control`` applies to this firm by its facts."""
        return applicability(control, self.assessment.facts)

    def asked(self) -> tuple[Control, ...]:
        """Return the controls that are asked: all but those whose condition fails."""
        return self.situation.asked

    def is_open(self, control: Control) -> bool:
        """Return whether ``control`` still needs an answer on some layer."""
        state = self.state(control.id)
        return not state.is_excused and any(state.is_open(layer) for layer in control.layers)

    def texts_of(self, *, control: str | None = None, workshop: str | None = None) -> tuple[TextRef, ...]:
        """Return every free text ever written about a control or in a workshop, replaced and undone ones among them."""
        name, wanted = ("control", control) if workshop is None else ("workshop", workshop)
        bodies = (event.body for event in self._history.events)
        about = (body for body in bodies if getattr(body, name, None) == wanted)
        return tuple(ref for body in about for ref in happened.text_refs(body))

    @property
    def cursor(self) -> str | None:
        """The control looked at last; the place where to resume."""
        return self._journal.cursor

    def drafts(self) -> tuple[Draft, ...]:
        """Return what was being typed when the program ended."""
        return self._journal.drafts()
