"""The dated facts of the Privacy Mark procedure, as far as they concern one firm on one day. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.procedure import (
    Application,
    Conflict,
    Dated,
    Deadline,
    Notice,
    Page,
    Procedure,
    Size,
    fee,
    size_class,
)
from pmark_check.view.cited import Clauses, cited
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import day, fact_value, literal, mostly, word

BODY = "jipdec"
"""The assessment body whose forms are listed; the conflicts say where others differ."""

MAN_YEN = 10_000
"""The fact ``capital`` is stated in units of so many yen."""


class Standing(NamedTuple):
    """Where something was read, when, and how well it is known.

    Attributes:
        since, until: the days for which it holds, "" where none is known.
    """

    source: str
    checked_on: str
    provenance: str
    since: str
    until: str


class Told(NamedTuple):
    """A deadline, a notice, or where two pages disagree."""

    id: str
    title: str
    text: str
    clauses: tuple[Clauses, ...]
    standing: Standing


class FeeRow(NamedTuple):
    """The fees of one application and size class, in yen with tax."""

    application: str
    size: str
    applying: str
    examining: str
    registering: str
    total: str
    standing: Standing


class FormRow(NamedTuple):
    """A form or attachment."""

    number: str
    title: str
    kind: str
    note: str
    standing: Standing


class PageLine(NamedTuple):
    """A page on which something was read."""

    label: str
    title: str
    address: str
    seen: str


class ProcedurePart:
    """What a report says about applying. Everything is derived when first asked for."""

    def __init__(self, procedure: Procedure, view: ScorecardView, background: Background, on: date) -> None:
        self._procedure = procedure
        self._view = view
        self._background = background
        self._on = on
        self._translate = view.translate
        self._language = view.translate.language
        self._stated = view.session.assessment.facts

    # --- size and fees --------------------------------------------------------------------------------------------

    @cached_property
    def _size(self) -> Size | None:
        industry, people, capital = (self._stated.get(fact) for fact in ("industry", "employees", "capital"))
        if not isinstance(industry, str) or not isinstance(people, int):
            return None
        yen = capital * MAN_YEN if isinstance(capital, int) else None
        return size_class(self._procedure, industry, people, yen)

    @cached_property
    def size(self) -> str:
        """The size class of the firm; "" where it is not known."""
        return word("size", self._size, self._translate)

    @cached_property
    def size_basis(self) -> tuple[tuple[str, str], ...]:
        """The facts that decide the size class, as question and value."""
        facts = self._view.session.library.fact_by_id
        return tuple(
            (literal(facts[name].question.to(self._language)), self._value(name))
            for name in ("industry", "employees", "capital")
            if name in facts
        )

    def _value(self, name: str) -> str:
        return literal(fact_value(self._view.session.library.fact(name), self._stated.get(name), self._translate))

    @cached_property
    def size_standing(self) -> Standing | None:
        """Where the size classes were read."""
        return next((self._standing(row) for row in self._procedure.size), None)

    @cached_property
    def fees(self) -> tuple[FeeRow, ...]:
        """The fees that hold on the day, of the firm's size class or of all; () where no table for it is known."""
        sizes = [self._size] if self._size else list(Size)
        found = ((a, s, fee(self._procedure, a, s, self._on)) for a in Application for s in sizes)
        return tuple(
            FeeRow(
                application=word("application-kind", application, self._translate),
                size=word("size", size, self._translate),
                applying=f"{held.applying:,}",
                examining=f"{held.examining:,}",
                registering=f"{held.registering:,}",
                total=f"{held.total:,}",
                standing=self._standing(held),
            )
            for application, size, held in found
            if held
        )

    @cached_property
    def fees_until(self) -> str:
        """The last day of the last table that is known, "" where its end is open or none is known."""
        ends = [row.effective_until for row in self._procedure.fee if row.effective_until]
        return day(max(ends)) if ends else ""

    # --- forms, periods, notices ----------------------------------------------------------------------------------

    @cached_property
    def forms(self) -> tuple[FormRow, ...]:
        """What a first application to JIPDEC consists of."""
        return tuple(
            FormRow(
                number=literal(form.number),
                title=literal(form.title.to(self._language)),
                kind=word("form-kind", form.kind, self._translate),
                note=literal(form.note.to(self._language)) if form.note else "",
                standing=self._standing(form),
            )
            for form in self._procedure.form
            if form.body == BODY and form.application is Application.NEW and not self._is_past(form)
        )

    @property
    def form_standings(self) -> tuple[Standing, ...]:
        """Where the forms were read, each place once."""
        return tuple(dict.fromkeys(form.standing for form in self.forms))

    @property
    def fee_standings(self) -> tuple[Standing, ...]:
        """Where the fees were read, each place once."""
        return tuple(dict.fromkeys(row.standing for row in self.fees))

    @cached_property
    def conflicts(self) -> tuple[Told, ...]:
        """Where the pages about forms disagree."""
        return self._told(self._procedure.conflict)

    @cached_property
    def deadlines(self) -> tuple[Told, ...]:
        """The periods of the procedure and of the law."""
        return self._told(self._procedure.deadline)

    @cached_property
    def notices(self) -> tuple[Told, ...]:
        """What is worth knowing; what has ended is left out."""
        return self._told(self._procedure.notice)

    @cached_property
    def checked_on(self) -> str:
        """The day on which most of it was read, said once for it all."""
        return mostly(standing.checked_on for standing in self._standings)

    @cached_property
    def provenance(self) -> str:
        """How well most of it is known, said once for it all."""
        return mostly(standing.provenance for standing in self._standings)

    @cached_property
    def _standings(self) -> tuple[Standing, ...]:
        told = (*self.conflicts, *self.deadlines, *self.notices)
        size = (self.size_standing,) if self.size_standing else ()
        return (*(line.standing for line in told), *self.form_standings, *self.fee_standings, *size)

    @cached_property
    def pages(self) -> tuple[PageLine, ...]:
        """The pages that any of this was read on."""
        used = {standing.source for standing in self._standings}
        return tuple(self._page(page) for page in self._procedure.source if literal(page.id) in used)

    # --- making ---------------------------------------------------------------------------------------------------

    def _told(self, facts: Iterable[Conflict | Deadline | Notice]) -> tuple[Told, ...]:
        return tuple(
            Told(
                fact.id,
                literal(fact.title.to(self._language)),
                literal(fact.text.to(self._language)),
                cited(fact.refs if isinstance(fact, Deadline) else (), self._background),
                self._standing(fact),
            )
            for fact in facts
            if not self._is_past(fact)
        )

    def _is_past(self, fact: Dated) -> bool:
        return fact.effective_until is not None and fact.effective_until < self._on

    def _standing(self, fact: Dated) -> Standing:
        return Standing(
            source=literal(fact.source),
            checked_on=day(fact.checked_on),
            provenance=word("provenance", fact.provenance, self._translate),
            since=day(fact.effective_from),
            until=day(fact.effective_until),
        )

    def _page(self, page: Page) -> PageLine:
        return PageLine(
            literal(page.id), literal(page.title.to(self._language)), literal(page.address), literal(page.seen)
        )
