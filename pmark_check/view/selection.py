"""Part of a client's controls: those of some sections, of one person, or the open ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Section
from pmark_check.domain.library import Library
from pmark_check.domain.text import folded
from pmark_check.errors import BadInput, NotFound
from pmark_check.view.controls import clause
from pmark_check.view.dossier import ASKED, Dossier, Entry
from pmark_check.view.scorecard import ScorecardView


class Selection(NamedTuple):
    """Which controls are wanted; each wish narrows the choice.

    Attributes:
        sections: ids of sections or chapters, or the numbers of their clauses; () for all.
        person: who has homework there, or answered there; "" for anybody.
        is_open: only those that still need an answer.
    """

    sections: tuple[str, ...] = ()
    person: str = ""
    is_open: bool = False


EVERYTHING = Selection()


class Part(Dossier):
    """A dossier of the selected controls alone; its numbers are still those of the whole client.

    Raises:
        NotFound: no such section.
        BadInput: nothing is left.
    """

    def __init__(
        self,
        view: ScorecardView,
        background: Background,
        today: date,
        *,
        with_private: bool = False,
        selection: Selection = EVERYTHING,
    ) -> None:
        super().__init__(view, background, today, with_private=with_private)
        self.selection = selection
        self._wanted = frozenset(section_named(name, view.session.library).id for name in selection.sections)
        if any(selection) and not self.entries:
            raise BadInput("export.nothing-selected", client=view.name)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The selected controls in the order in which they are asked."""
        return tuple(entry for entry in self._entries() if self._is_selected(entry))

    def _is_selected(self, entry: Entry) -> bool:
        wish = self.selection
        if wish.is_open and not (entry.standing == ASKED and self.view.session.is_open(entry.control)):
            return False
        if self._wanted and not self._wanted & {entry.chapter, entry.section}:
            return False
        return not wish.person or folded(wish.person) in map(folded, _persons(entry))


def section_named(wanted: str, library: Library) -> Section:
    """Return the section or chapter of that id, or that stands for the clause of that number.

    Raises:
        NotFound: there is none.
    """
    for section in library.sections.values():
        if wanted in (section.id, clause(section)):
            return section
    raise NotFound("section.unknown", section=wanted)


def _persons(entry: Entry) -> Iterable[str]:
    """Return who answered a control, and who has open homework there."""
    card = entry.card
    yield from (layer.said_by for layer in card.layers)
    yield from (action.owner for action in card.actions if action.is_open)
    if card.is_excused:
        yield card.not_applicable_by
