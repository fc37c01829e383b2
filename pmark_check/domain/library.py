"""All that a client is asked with: its checklists, resolved, and the data they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pmark_check.domain.checklist import Checklist, Control, Fact, Policy, Section, Shares
from pmark_check.errors import NotFound

HEADLINE = "pmark-2023"
"""The checklist whose score is the headline wherever it is present."""


@dataclass(frozen=True)
class Library:
    """The checklists of one client in their order, the facts and the policy they are judged by.

    A control id is global: a control that several checklists share exists, and is asked, once.
    """

    checklists: tuple[Checklist, ...]
    facts: tuple[Fact, ...]
    policy: Policy
    digest: str = field(default="", compare=False)

    @cached_property
    def headline(self) -> Checklist:
        """The checklist whose score stands first: ``pmark-2023`` when present, else the first."""
        return next((c for c in self.checklists if c.id == HEADLINE), self.checklists[0])

    @cached_property
    def controls(self) -> dict[str, Control]:
        """Every control by id, in the order in which it is asked."""
        return {control.id: control for checklist in self.checklists for control in checklist.control}

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """The layer shares that count for each control."""
        return {c.id: checklist.shares(c) for checklist in self.checklists for c in checklist.control}

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each control in the order in which controls are asked."""
        return {control: place for place, control in enumerate(self.controls)}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Every fact by id: the shipped ones and those a checklist brings along."""
        own = (fact for checklist in self.checklists for fact in checklist.fact)
        return {fact.id: fact for fact in (*self.facts, *own)}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The sections of all checklists by id; the first checklist to name one titles it."""
        found: dict[str, Section] = {}
        for checklist in self.checklists:
            for section in checklist.section:
                found.setdefault(section.id, section)
        return found

    def members(self, checklist: Checklist) -> Iterator[Control]:
        """Yield the controls of ``checklist``: its own, then those it includes from others."""
        yield from checklist.control
        for included in checklist.checklist.include:
            _, _, control = included.partition(".")
            if control in self.controls:
                yield self.controls[control]

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
        return tuple(fact for fact in self.fact_by_id.values() if fact.profile or fact.id in used)
