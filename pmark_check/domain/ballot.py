"""Who thinks what of a question, as it is collected: hands and names, the answer agreed on, what speaks against it."""

from __future__ import annotations

from collections import Counter

from pydantic import BaseModel, ConfigDict

from pmark_check.domain.events import Mark
from pmark_check.domain.workshop_events import Count


class Ballot(BaseModel):
    """What was collected so far.

    Attributes:
        hands: mark -> how many gave it whose names are not noted.
        persons: name -> the mark that this person gave.
        agreed: the answer agreed on, None for none.
        dissent: what speaks against it.
        dissenters: names of those who want it noted that they disagree.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    hands: dict[Mark, Count] = {}
    persons: dict[str, Mark] = {}
    agreed: Mark | None = None
    dissent: str = ""
    dissenters: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[Mark]:
        """How many gave each mark, with a name or without; those that nobody gave are left out."""
        return Counter(self.persons.values()) + Counter(self.hands)

    @property
    def common(self) -> Mark | None:
        """The mark that everybody gave; None where they differ."""
        given = list(self.counts)
        return given[0] if len(given) == 1 else None

    @property
    def is_split(self) -> bool:
        """Whether somebody gave another answer than the one agreed on."""
        return self.agreed is not None and set(self.counts) != {self.agreed}

    @property
    def others(self) -> tuple[str, ...]:
        """Those known to have given another answer than the one agreed on; nobody where nobody had given that."""
        is_given = self.agreed in self.counts
        return tuple(name for name, mark in self.persons.items() if is_given and mark is not self.agreed)

    def names(self, mark: Mark) -> tuple[str, ...]:
        """Return who is known to have given ``mark``."""
        return tuple(name for name, its in self.persons.items() if its is mark)

    def given(self, mark: Mark, who: str) -> Ballot:
        """Return it with ``mark`` given by ``who``, whatever they gave before; by one hand more for no name."""
        if who:
            return self.model_copy(update={"persons": {**self.persons, who: mark}})
        return self.model_copy(update={"hands": {**self.hands, mark: self.hands.get(mark, 0) + 1}})

    def taken_back(self) -> Ballot:
        """Return it without one of its hands, or of its names where there are no hands."""
        if counted := [mark for mark in Mark if self.hands.get(mark)]:
            return self.model_copy(update={"hands": {**self.hands, counted[-1]: self.hands[counted[-1]] - 1}})
        return self.model_copy(update={"persons": dict(list(self.persons.items())[:-1])})

    def settled_on(self, agreed: Mark | None) -> Ballot:
        """Return it with ``agreed`` as its answer, offering to note who is known to have given another one."""
        settled = self.model_copy(update={"agreed": agreed, "dissenters": ()})
        return settled.model_copy(update={"dissenters": settled.others} if settled.is_split else {"dissent": ""})

    def as_recorded(self) -> Ballot:
        """Return it as it is recorded: names that were only offered need a reason to be noted."""
        is_offered = self.dissenters == self.others and not self.dissent.strip()
        return self.model_copy(update={"dissenters": ()}) if is_offered else self
