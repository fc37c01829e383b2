"""The way through the questions: which one is next, and where in its section it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Layer, Section
from pmark_check.domain.events import AnyBody, Mark
from pmark_check.domain.session import Session

POOREST = (None, Mark.UNKNOWN, Mark.NO, Mark.PARTIAL, Mark.YES)


@dataclass(frozen=True)
class Place:
    """Where a control stands: the ``number``-th of ``count`` that are asked in its section."""

    section: str
    number: int
    count: int


class Branch(NamedTuple):
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
    """The asked questions of one session, in order. Every method reads the session; only their sections are kept.

    Args:
        session: the client.
        is_wanted: narrows the way to some of the questions.
    """

    def __init__(self, session: Session, is_wanted: Callable[[Control], bool] | None = None) -> None:
        self._session = session
        self._is_wanted = is_wanted
        self._parted: tuple[Control, ...] = ()
        self._parts: dict[str, dict[str, list[Control]]] = {}

    @property
    def controls(self) -> tuple[Control, ...]:
        """The controls that are asked."""
        return tuple(filter(self._is_wanted, self._session.asked())) if self._is_wanted else self._session.asked()

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
        unanswered, still_open = self._session.situation.unanswered, self._session.situation.open
        found = self.next_of(current, lambda control: control.id in unanswered)
        return found or self.next_of(current, lambda control: control.id in still_open)

    def next_of(self, current: str | None, is_wanted: Callable[[Control], bool]) -> Control | None:
        """Return the next control that is wanted, round the end; ``current`` itself comes last."""
        asked = self.controls
        at = self._index(current, asked) + 1 if current else 0
        return next(filter(is_wanted, (*asked[at:], *asked[:at])), None)

    def is_round(self, current: str | None, following: Control) -> bool:
        """Return whether the way on from ``current`` leads round the end before it comes to ``following``."""
        order = self._session.library.position
        return current is not None and order[following.id] < order.get(current, -1)

    def first_open(self, controls: Iterable[Control]) -> Control | None:
        """Return the first of ``controls`` that still needs an answer."""
        return next(filter(self.is_open, controls), None)

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
        """Return whether some layer of ``control``, which is asked, has no mark at all, or two that conflict."""
        return control.id in self._session.situation.unanswered

    def is_open(self, control: Control) -> bool:
        """Return whether ``control``, which is asked, still needs an answer; わからない is none."""
        return control.id in self._session.situation.open

    def left(self, among: Iterable[Control] | None = None) -> int:
        """Return how many controls have no answer yet; わからない is one."""
        unanswered = self._session.situation.unanswered
        return sum(control.id in unanswered for control in (self.controls if among is None else among))

    def section(self, control: Control) -> tuple[Control, ...]:
        """Return the controls that are asked in the section of ``control``, in order."""
        library = self._session.library
        section = library.section(control.id)
        return tuple(self.by_section().get(library.chapter(section).id, {}).get(section.id, ()))

    def by_section(self) -> dict[str, dict[str, list[Control]]]:
        """Return chapter id -> section id -> the controls that are asked there, in order.

        A chapter's own controls stand under its own id.
        """
        if (asked := self.controls) != self._parted:
            self._parted, self._parts = asked, self._parts_of(asked)
        return self._parts

    def _parts_of(self, asked: Iterable[Control]) -> dict[str, dict[str, list[Control]]]:
        library = self._session.library
        found: dict[str, dict[str, list[Control]]] = {}
        for control in asked:
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
        section = self.section(control)
        number = section.index(control) + 1 if control in section else 0
        return Place(self._session.library.section(control.id).id, number, len(section))

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


def touched(bodies: Sequence[AnyBody]) -> str | None:
    """Return the control that a gesture was about; None where it was about none."""
    return next((control for body in bodies if (control := getattr(body, "control", None))), None)
