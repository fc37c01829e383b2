"""The workshops of one client, for reading: what was asked, what is still to be asked, how the time stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from pmark_check.domain.agenda import AgendaItem, candidates
from pmark_check.domain.ballot import Ballot
from pmark_check.domain.client import Client
from pmark_check.domain.organization import Applicability
from pmark_check.domain.pace import Pace, pace
from pmark_check.domain.workshop import Parking, Workshop, open_parking
from pmark_check.domain.workshop_fold import workshops
from pmark_check.errors import BadInput


class Proceedings:
    """The workshops of one client. ``timekeeping`` and ``workshop_session`` add what can be done in one."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._told: tuple[int, tuple[Workshop, ...]] = (-1, ())
        self._candidates: dict[AgendaItem, tuple[str, ...]] = {}

    @property
    def workshops(self) -> tuple[Workshop, ...]:
        """Every workshop of the client, oldest first."""
        events = self._client.events
        if self._told[0] != len(events):
            self._told = len(events), workshops(events)
        return self._told[1]

    @property
    def current(self) -> Workshop | None:
        """The workshop that goes on or is paused; the last one if copies were merged."""
        return next((found for found in reversed(self.workshops) if found.ended is None), None)

    @property
    def running(self) -> Workshop:
        """The same.

        Raises:
            BadInput: none goes on.
        """
        if self.current is None:
            raise BadInput("workshop.none")
        return self.current

    @property
    def on_the_table(self) -> tuple[str, ...]:
        """The controls of the current item that apply to the firm, answered ones among them."""
        held = self.running.current
        return tuple(filter(self._applies, held.controls)) if held else ()

    @property
    def to_ask(self) -> tuple[str, ...]:
        """Those of them that still need an answer and were neither answered in this workshop nor put off here."""
        held = self.running.current
        return self._still_open(self.running, held.controls, held.skipped) if held else ()

    @property
    def to_return_to(self) -> tuple[str, ...]:
        """The controls that were put off and not answered since, in order."""
        return self.running.skipped

    @property
    def parking_lot(self) -> tuple[Parking, ...]:
        """What lies in the parking lot, of this workshop and of earlier ones."""
        return open_parking(self.workshops)

    def next_question(self, after: str | None = None) -> str | None:
        """Return the next control to ask behind ``after``, else the first one; None where none is left."""
        place = self._client.library.position.get(after or "", -1)
        ahead = (control for control in self.to_ask if self._client.library.position[control] > place)
        return next(ahead, next((control for control in self.to_ask if control != after), None))

    def standing_ballot(self, control: str) -> Ballot:
        """Return what was counted in the last vote on a control; a person whose name was erased is a hand."""
        if (vote := self.running.vote_on(control)) is None:
            return Ballot()
        named = ((self._client.person_name(person), mark) for person, mark in vote.persons.items())
        persons = {name: mark for name, mark in named if name}
        return Ballot(hands=dict(Counter(vote.counts) - Counter(persons.values())), persons=persons)

    def pace(self, now: datetime) -> Pace:
        """Return the clock, the pace and the forecast at ``now``."""
        return pace(self.running, self.open_questions(), now)

    def open_questions(self) -> dict[int, int]:
        """Return item number -> how many questions it still asks, each question counted for the first such item."""
        workshop, seen, found = self.running, set[str](), {}
        for number, item in enumerate(workshop.agenda.item, start=1):
            held = workshop.held.get(number)
            if held and number != workshop.item:
                continue
            asked = held.controls if held else self._asked_by(item)
            still = set(self._still_open(workshop, asked, held.skipped if held else ())) - seen
            seen |= still
            found[number] = len(still)
        return found

    def _asked_by(self, item: AgendaItem) -> tuple[str, ...]:
        if item not in self._candidates:
            self._candidates[item] = candidates(item, self._client.library)
        return self._candidates[item]

    def _still_open(self, workshop: Workshop, controls: Iterable[str], skipped: Iterable[str]) -> tuple[str, ...]:
        done = {*workshop.judged, *skipped}
        client = self._client
        fresh = (control for control in controls if control not in done and self._applies(control))
        return tuple(control for control in fresh if client.is_open(client.library.control(control)))

    def _applies(self, control: str) -> bool:
        """Return whether ``control`` is asked; one of a checklist the client has no more is not."""
        known = self._client.library.controls.get(control)
        return known is not None and self._client.applies(known) is not Applicability.NO
