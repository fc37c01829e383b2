"""Dated facts of the Privacy Mark procedure: fees, size classes, forms, deadlines, notices (``procedure.toml``)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from pmark_check.domain.checklist import Data, KebabId, Provenance, RefId
from pmark_check.domain.text import Bilingual, Showable

Yen = Annotated[int, Field(ge=0)]


class Size(StrEnum):
    """The size class on which fees depend."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Application(StrEnum):
    """A first application, or one for another two years."""

    NEW = "new"
    RENEWAL = "renewal"


class Page(Data):
    """A page on which facts were read; ``seen`` says of which date it was, where that is known."""

    id: Showable
    title: Bilingual
    address: Showable
    seen: Showable = ""


class Dated(Data):
    """A fact that may change: where it was read, when, how well it is known, and for which days it holds."""

    source: Showable
    checked_on: date
    provenance: Provenance
    effective_from: date | None = None
    effective_until: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether it holds on that day, as far as its days are known."""
        after_start = self.effective_from is None or self.effective_from <= on
        return after_start and (self.effective_until is None or on <= self.effective_until)


class SizeClass(Dated):
    """Who belongs to a size class: people at most, or capital at most (yen); either suffices for ``medium``."""

    industry: Showable
    size: Size
    people_max: int | None = None
    capital_max: Yen | None = None


class Fee(Dated):
    """The fees of one application, in yen with tax."""

    application: Application
    size: Size
    applying: Yen
    examining: Yen
    registering: Yen

    @property
    def total(self) -> int:
        """All three together."""
        return self.applying + self.examining + self.registering


class Form(Dated):
    """A form or attachment that an assessment body wants."""

    body: KebabId
    application: Application
    number: Showable = ""
    title: Bilingual
    kind: Literal["form", "attachment", "optional"]
    note: Bilingual | None = None


class Conflict(Dated):
    """Where the pages of two bodies disagree."""

    id: KebabId
    title: Bilingual
    text: Bilingual


class Deadline(Dated):
    """A period that the procedure or the law sets; ``text`` says how it is counted."""

    id: KebabId
    title: Bilingual
    text: Bilingual
    days_min: int | None = None
    days_max: int | None = None
    months: int | None = None
    months_before_from: int | None = None
    months_before_to: int | None = None
    refs: tuple[RefId, ...] = ()


class Notice(Dated):
    """Something to know that changes no score: a law on its way, a table that is not known yet."""

    id: KebabId
    title: Bilingual
    text: Bilingual


class Procedure(Data):
    """``procedure.toml``."""

    format: Literal[1]
    source: tuple[Page, ...]
    size: tuple[SizeClass, ...]
    fee: tuple[Fee, ...]
    form: tuple[Form, ...]
    conflict: tuple[Conflict, ...] = ()
    deadline: tuple[Deadline, ...]
    notice: tuple[Notice, ...] = ()


def size_class(procedure: Procedure, industry: str, people: int, capital: int | None) -> Size | None:
    """Return the size class of a firm; None where the capital (yen) would decide and is not known.

    Small is decided by people alone; medium by people or capital, whichever is met; everything above is large.
    """
    rows = {row.size: row for row in procedure.size if row.industry == industry}
    small, medium = rows.get(Size.SMALL), rows.get(Size.MEDIUM)
    if small is None or medium is None:
        return None
    if small.people_max is not None and people <= small.people_max:
        return Size.SMALL
    if medium.people_max is not None and people <= medium.people_max:
        return Size.MEDIUM
    if capital is None:
        return None
    return Size.MEDIUM if medium.capital_max is not None and capital <= medium.capital_max else Size.LARGE


def fee(procedure: Procedure, application: Application, size: Size, on: date) -> Fee | None:
    """Return the fees that hold on a day; None where no table for that day is known."""
    found = (fee for fee in procedure.fee if fee.application is application and fee.size is size)
    return next((fee for fee in found if fee.holds(on)), None)
