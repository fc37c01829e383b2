"""What a workshop goes through: questions by section, breaks and talks, each with its minutes."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from pmark_check.domain.checklist import Data, KebabId, Section
from pmark_check.domain.client import Client
from pmark_check.domain.library import Library
from pmark_check.domain.text import Bilingual, Showable

MOST_MINUTES = 600


class ItemKind(StrEnum):
    """What an item of an agenda is."""

    SECTIONS = "sections"
    BREAK = "break"
    TALK = "talk"


class Selection(StrEnum):
    """Which questions of its sections an item asks: those still open, or the knock-outs."""

    OPEN = "open"
    KNOCKOUTS = "knockouts"


class AgendaItem(Data):
    """One item of an agenda.

    Attributes:
        minutes: how long it is meant to take.
        title: what it is called; a break and questions have names of their own.
        sections: ids of sections, chapters or checklists, or numbers of clauses; () with ``only`` for all there are.
        only: which of their questions, None for each.
    """

    kind: ItemKind
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    title: Bilingual | None = None
    sections: tuple[Showable, ...] = ()
    only: Selection | None = None

    @property
    def is_asking(self) -> bool:
        """Whether questions are asked."""
        return self.kind is ItemKind.SECTIONS

    @property
    def takes_what_is_left(self) -> bool:
        """Whether it asks whatever is still open anywhere, as far as its minutes go."""
        return self.only is Selection.OPEN and not self.sections


class AgendaHead(Data):
    """What an agenda says about itself."""

    id: KebabId
    title: Bilingual


class Agenda(Data):
    """The plan of one workshop, as its TOML file has it and as the workshop keeps it."""

    format: Literal[1]
    agenda: AgendaHead
    item: tuple[AgendaItem, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """How long all of it is meant to take."""
        return sum(item.minutes for item in self.item)


def candidates(item: AgendaItem, library: Library) -> tuple[str, ...]:
    """Return the controls that ``item`` may ask, answered or not, in the order in which they are asked.

    Those that do not apply to the firm by its facts are among them: a fact stated in the room may bring them back.
    """
    if not item.is_asking:
        return ()
    wanted = frozenset(item.sections)
    placed = {control for name in library.placed for control in _placed(library, name, wanted)} if wanted else ()
    chosen = (control for control in library.controls.values() if not wanted or control.id in placed)
    return tuple(c.id for c in chosen if item.only is not Selection.KNOCKOUTS or c.knockout)


def questions(item: AgendaItem, client: Client) -> tuple[str, ...]:
    """Return the controls that ``item`` asks by the answers of this moment."""
    found = candidates(item, client.library)
    if item.only is not Selection.OPEN:
        return found
    return tuple(control for control in found if client.is_open(client.library.control(control)))


def missing(agenda: Agenda, library: Library) -> tuple[str, ...]:
    """Return the sections that ``agenda`` names and this client is not asked with, each once."""
    known = {name for checklist in library.placed for name in _names(library, checklist)}
    return tuple(dict.fromkeys(name for item in agenda.item for name in item.sections if name not in known))


def fitted(agenda: Agenda, library: Library) -> Agenda:
    """Return ``agenda`` without the sections that are ``missing``, and without the items that had no others."""
    absent = frozenset(missing(agenda, library))
    items = (
        item.model_copy(update={"sections": tuple(name for name in item.sections if name not in absent)})
        for item in agenda.item
        if not item.sections or not absent.issuperset(item.sections)
    )
    return agenda.model_copy(update={"item": tuple(items)})


def _placed(library: Library, checklist: str, wanted: frozenset[str]) -> list[str]:
    """Return the controls of a checklist that stand in one of the sections ``wanted``."""
    placed = library.placed[checklist]
    if checklist in wanted:
        return list(placed)
    asked = {section for section in set(placed.values()) if not wanted.isdisjoint(_called(library, section))}
    return [control for control, section in placed.items() if section in asked]


def _names(library: Library, checklist: str) -> set[str]:
    sections = set(library.placed[checklist].values())
    return {checklist, *(name for section in sections for name in _called(library, section))}


def _called(library: Library, section_id: str) -> set[str]:
    """Return how a section and its chapter can be called: by id, or by the number of the clause."""
    section = library.sections[section_id]
    return {name for each in (section, library.chapter(section)) for name in (each.id, _number(each)) if name}


def _number(section: Section) -> str:
    return (section.ref or "").partition(":")[2]
