"""What a report on paper consists of: lines of plain, translated data."""

from __future__ import annotations

from typing import NamedTuple

from pmark_check.view.cited import Clauses
from pmark_check.view.controls import ActionLine, Card, ControlLine, EvidenceLine, LayerLine, LessonLine
from pmark_check.view.lines import KnockoutLine, StepLine


class Stop(NamedTuple):
    """A knock-out or gate in the way.

    Attributes:
        statement: what is wrong, or the question that nobody has answered.
        is_gate: whether it is a condition of an application.
        lesson: the failure of an accident that it could repeat, if any.
        accident: the short name of that accident, "" without one.
    """

    line: ControlLine
    statement: str
    is_failed: bool
    is_gate: bool
    lesson: LessonLine | None
    accident: str


class FirstStep(NamedTuple):
    """One of the first steps. To find out is to answer its question; to fix is to begin with ``begin``."""

    step: StepLine
    begin: str
    is_find_out: bool
    is_gate: bool


class Said(NamedTuple):
    """The answer that some layers of a control share: ``layers`` names them."""

    layers: str
    first: LayerLine


class Row(NamedTuple):
    """A control with everything said about it.

    Attributes:
        words: what is missing; () where nothing is.
        loss: what that costs, in points of the headline score; "" where nothing.
        answers: the layers, those with one answer together.
        known: (how known, said by) where that is the same for every answered layer, else None.
        actions: open homework.
    """

    card: Card
    answers: tuple[Said, ...]
    words: tuple[str, ...]
    loss: str
    known: tuple[str, str] | None
    evidence: tuple[EvidenceLine, ...]
    actions: tuple[ActionLine, ...]
    clauses: tuple[Clauses, ...]


class SectionPart(NamedTuple):
    """The controls of one section: ``rows`` with something said about them, and those nobody has touched.

    Attributes:
        number: of the clause it stands for, "" for none.
        score: what it scores, "" for a section outside the headline checklist.
    """

    id: str
    number: str
    title: str
    score: str
    rows: tuple[Row, ...]
    untouched: tuple[ControlLine, ...]


class ChapterPart(NamedTuple):
    """The sections of one chapter; the chapter alone where it has none."""

    id: str
    number: str
    title: str
    score: str
    sections: tuple[SectionPart, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all its sections."""
        return tuple(row for section in self.sections for row in section.rows)


class KnockoutRow(NamedTuple):
    """A knock-out, and the second person who confirmed it: "" where nobody did."""

    knockout: KnockoutLine
    confirmed_by: str


class Ruled(NamedTuple):
    """The controls that do not count for one reason; ``by`` is who gave it, "" for a fact."""

    reason: str
    by: str
    controls: tuple[ControlLine, ...]


class Meaning(NamedTuple):
    """A word explained."""

    term: str
    meaning: str
