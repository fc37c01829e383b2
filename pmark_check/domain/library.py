"""All that a client is asked with: its checklists, resolved, and the data they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pmark_check.domain.checklist import Checklist, Control, Fact, Policy, Section, Shares
from pmark_check.errors import NotFound

HEADLINE = "pmark-2023"
"""The checklist whose score is the headline wherever it is present."""


@dataclass(frozen=True)
class Library:
    """The checklists of one client in their order, the facts and the policy they are judged by.

    A control id is global: a control that several checklists share exists, and is asked, once: where the first of them
    places it. A checklist that only borrows, such as the quick check of a first meeting, gives way to the others.

    Attributes:
        sources: checklists that are not asked, only held for the controls that others include.
    """

    checklists: tuple[Checklist, ...]
    facts: tuple[Fact, ...]
    policy: Policy
    sources: tuple[Checklist, ...] = ()
    digest: str = field(default="", compare=False)

    @cached_property
    def headline(self) -> Checklist:
        """The checklist whose score stands first: ``pmark-2023`` when present, else the first."""
        return next((c for c in self.checklists if c.id == HEADLINE), self.checklists[0])

    @cached_property
    def _owner(self) -> dict[str, Checklist]:
        """The checklist that brings each control, asked or not."""
        return {c.id: checklist for checklist in (*self.checklists, *self.sources) for c in checklist.control}

    @cached_property
    def _written(self) -> dict[str, Control]:
        return {c.id: c for checklist in (*self.checklists, *self.sources) for c in checklist.control}

    @cached_property
    def placed(self) -> dict[str, dict[str, str]]:
        """Checklist id -> control id -> section id, in the order in which it is asked."""
        return {checklist.id: dict(self._placed(checklist)) for checklist in self.checklists}

    def _placed(self, checklist: Checklist) -> Iterator[tuple[str, str]]:
        """Yield (control, section): section by section its own controls, then what it includes."""
        own: dict[str, list[str]] = {section.id: [] for section in checklist.section}
        for control in checklist.control:
            own.setdefault(control.section, []).append(control.id)
        for section in checklist.section:
            own[section.id] += [found.id for found in self._included(section.include)]
        for section_id, controls in own.items():
            yield from ((control_id, section_id) for control_id in controls)
        yield from ((found.id, found.section) for found in self._included(checklist.checklist.include))

    def _included(self, wanted: Iterable[str]) -> Iterator[Control]:
        """Yield the controls that ``wanted`` names as ``checklist-id.control-id``, as far as they are there."""
        ids = (included.partition(".")[2] for included in wanted)
        return (self._written[control] for control in ids if control in self._written)

    def members(self, checklist: Checklist) -> Iterator[Control]:
        """Yield the controls of ``checklist``, its own and those it includes, in the order in which they are asked."""
        return (self._written[control] for control in self.placed[checklist.id])

    @cached_property
    def controls(self) -> dict[str, Control]:
        """Every control that is asked, by id, in the order in which it is asked."""
        return {control.id: control for checklist in self._in_asking_order for control in self.members(checklist)}

    @cached_property
    def _in_asking_order(self) -> tuple[Checklist, ...]:
        """The checklists; one that only borrows stands after those with controls of their own that ask the same."""
        found: dict[str, Checklist] = {}
        for checklist in self.checklists:
            fuller = () if checklist.control else (other for other in self.checklists if self._share(checklist, other))
            found |= {each.id: each for each in (*fuller, checklist)}
        return tuple(found.values())

    def _share(self, borrowing: Checklist, other: Checklist) -> bool:
        return bool(other.control) and not self.placed[borrowing.id].keys().isdisjoint(self.placed[other.id])

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """The layer shares that count for each control."""
        return {control.id: self._owner[control.id].shares(control) for control in self.controls.values()}

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each control in the order in which controls are asked."""
        return {control: place for place, control in enumerate(self.controls)}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Every fact by id: the shipped ones and those a checklist brings along."""
        own = (fact for checklist in (*self.checklists, *self.sources) for fact in checklist.fact)
        return {fact.id: fact for fact in (*self.facts, *own)}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The sections of all checklists by id; the first checklist to name one titles it."""
        found: dict[str, Section] = {}
        for checklist in (*self.checklists, *self.sources):
            for section in checklist.section:
                found.setdefault(section.id, section)
        return found

    @cached_property
    def _section_of(self) -> dict[str, str]:
        placed = (self.placed[checklist.id] for checklist in reversed(self._in_asking_order))
        return {control: section for sections in placed for control, section in sections.items()}

    def section(self, control_id: str) -> Section:
        """Return the section in which a control is asked."""
        return self.sections[self._section_of[control_id]]

    def chapter(self, section: Section) -> Section:
        """Return the chapter that ``section`` belongs to: itself where it has no parent."""
        return self.sections.get(section.parent, section) if section.parent else section

    def control(self, control_id: str) -> Control:
        """Return the control of that id.

        Raises:
            NotFound: no checklist of this client has it.
        """
        try:
            return self.controls[control_id]
        except KeyError:
            raise NotFound("control.unknown", control=control_id) from None

    def fact(self, fact_id: str) -> Fact:
        """Return the fact of that id.

        Raises:
            NotFound: neither the shipped facts nor a checklist of this client names it.
        """
        try:
            return self.fact_by_id[fact_id]
        except KeyError:
            raise NotFound("fact.unknown", fact=fact_id) from None

    @cached_property
    def asked_facts(self) -> tuple[Fact, ...]:
        """The facts worth asking: those of every firm, and those on which a control depends."""
        used = {fact for control in self.controls.values() for fact in (*control.when, *control.unless)}
        held = {fact.id for checklist in self.sources for fact in checklist.fact}
        facts = self.fact_by_id.values()
        return tuple(fact for fact in facts if fact.id in used or (fact.profile and fact.id not in held))
