"""The way through the questions: which one is next, and where in its section it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmark_check.domain.checklist import Control, Layer, Section
from pmark_check.domain.events import Mark
from pmark_check.domain.session import Session

POOREST = (None, Mark.UNKNOWN, Mark.NO, Mark.PARTIAL, Mark.YES)


@dataclass(frozen=True)
class Place:
    """Where a control stands: the ``number``-th of ``count`` that are asked in its section."""

    section: str
    number: int
    count: int


@dataclass(frozen=True)
class Branch:
    """A section or chapter, to be declared not applicable as a whole.

    Attributes:
        controls: those that are asked and not excused yet.
        excused: how many are excused already.
    """

    section: Section
    controls: tuple[Control, ...]
    excused: int

    @property
    def held(self) -> tuple[Control, ...]:
        """The knock-outs and gates among them: left out unless they are meant expressly."""
        return tuple(control for control in self.controls if control.knockout or control.gate is not None)


class Course:
    """The asked questions of one session, in order. Nothing is kept here: every method reads the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def controls(self) -> tuple[Control, ...]:
        """The controls that are asked."""
        return self._session.asked()

    def start(self, wanted: str | None = None) -> Control | None:
        """Return where to begin: the wanted control, else the one looked at last, else the first open one."""
        asked = {control.id: control for control in self.controls}
        for control_id in (wanted, self._session.cursor):
            if control_id in asked:
                return asked[control_id]
        return self.next_open(None) or next(iter(asked.values()), None)

    def step(self, current: str, by: int) -> Control | None:
        """Return the control ``by`` places on; None where the list ends."""
        asked = self.controls
        place = self._index(current, asked) + by
        return asked[place] if 0 <= place < len(asked) else None

    def next_open(self, current: str | None) -> Control | None:
        """Return the next control without an answer, round the end; after them those answered わからない."""
        asked = self.controls
        at = self._index(current, asked) + 1 if current else 0
        ahead = [*asked[at:], *asked[:at]]
        return next(filter(self.is_unanswered, ahead), None) or next(filter(self._session.is_open, ahead), None)

    def first_open(self, controls: Iterable[Control]) -> Control | None:
        """Return the first of ``controls`` that still needs an answer."""
        return next(filter(self._session.is_open, controls), None)

    def standing(self, control: Control) -> str:
        """Return how ``control`` is answered, as the part of a word key after ``mark.``.

        The poorest mark of its layers; ``nothing`` while one has none, ``conflict`` where two contradict.
        """
        state = self._session.state(control.id)
        if state.is_excused:
            return "not-applicable"
        if state.conflicts & set(control.layers):
            return "conflict"
        marks = {state.mark(layer) for layer in control.layers}
        return next((mark.value if mark else "nothing" for mark in POOREST if mark in marks), "nothing")

    def is_unanswered(self, control: Control) -> bool:
        """Return whether some layer of ``control`` has no mark at all, or two that conflict."""
        state = self._session.state(control.id)
        return not state.is_excused and any(state.mark(layer) is None for layer in control.layers)

    def by_section(self) -> dict[str, dict[str, list[Control]]]:
        """Return chapter id -> section id -> the controls that are asked there, in order.

        A chapter's own controls stand under its own id.
        """
        library = self._session.library
        found: dict[str, dict[str, list[Control]]] = {}
        for control in self.controls:
            section = library.section(control.id)
            found.setdefault(library.chapter(section).id, {}).setdefault(section.id, []).append(control)
        return found

    def branches(self, control: Control) -> tuple[Branch, ...]:
        """Return the section that ``control`` is asked in, then its chapter where that is more."""
        library = self._session.library
        section = library.section(control.id)
        chapter = library.chapter(section)
        parts = self.by_section()[chapter.id]
        whole = tuple(found for controls in parts.values() for found in controls)
        here = tuple(parts[section.id])
        wider = () if whole == here else (self._branch(chapter, whole),)
        return (self._branch(section, here), *wider)

    def _branch(self, section: Section, controls: tuple[Control, ...]) -> Branch:
        left = tuple(control for control in controls if not self._session.state(control.id).is_excused)
        return Branch(section, left, len(controls) - len(left))

    def place(self, control: Control) -> Place:
        """Return where ``control`` stands in its section."""
        library = self._session.library
        here = library.section(control.id).id
        section = [c.id for c in self.controls if library.section(c.id).id == here]
        number = section.index(control.id) + 1 if control.id in section else 0
        return Place(here, number, len(section))

    def common_answer(self, control: Control, layers: Iterable[Layer]) -> str:
        """Return the mark that all of ``layers`` have, or ``not-applicable``; "" where they differ or have none."""
        state = self._session.state(control.id)
        if state.is_excused:
            return "not-applicable"
        marks = {state.mark(layer) for layer in layers}
        mark = marks.pop() if len(marks) == 1 else None
        return mark.value if mark else ""

    def _index(self, control_id: str, asked: tuple[Control, ...]) -> int:
        """Return the place of a control; one that is no longer asked stands before the next that is."""
        order = self._session.library.position
        place = order.get(control_id, -1)
        for index, control in enumerate(asked):
            if control.id == control_id:
                return index
            if order[control.id] > place:
                return index - 1
        return len(asked) - 1
