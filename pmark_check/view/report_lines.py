"""What a report on paper consists of: lines of plain, translated data."""

from __future__ import annotations

from typing import NamedTuple

from pmark_check.view.cited import Clauses
from pmark_check.view.controls import ActionLine, Card, ControlLine, EvidenceLine, LessonLine
from pmark_check.view.lines import KnockoutLine, StepLine
from pmark_check.view.words import mostly


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
    """The answer that some layers of a control share.

    Attributes:
        layers: their names.
        kind: the mark, ``conflict`` or ``nothing``.
        source: how it is known and from whom, "" where the row says it for all its answers.
    """

    layers: str
    answer: str
    kind: str
    source: str


class Row(NamedTuple):
    """A control with everything said about it.

    Attributes:
        step: the first step with the work of the whole fix.
        cites: ``clauses`` in words, those left out that stand in its heading.
        answers: the layers, those with one answer together.
        source: how every answered layer is known and from whom, "" where that differs.
        words: what is missing; "" where nothing is.
        worth: its weight and what it loses, in points of the headline score; "" where it has no weight.
        actions: open homework.
    """

    card: Card
    step: str
    cites: str
    clauses: tuple[Clauses, ...]
    answers: tuple[Said, ...]
    source: str
    words: str
    worth: str
    evidence: tuple[EvidenceLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_told(self) -> bool:
        """Whether there is a note, evidence or open homework."""
        return bool(self.card.note or self.card.private_note or self.evidence or self.actions)


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

    @property
    def source(self) -> str:
        """How most of its rows are known, said once for them all."""
        return mostly(row.source for row in self.rows)


class KnockoutRow(NamedTuple):
    """A knock-out, and the second person who confirmed it: "" where nobody did."""

    knockout: KnockoutLine
    confirmed_by: str


class Ruled(NamedTuple):
    """The controls that the facts rule out for one reason."""

    reason: str
    controls: tuple[ControlLine, ...]


class Meaning(NamedTuple):
    """A word explained."""

    term: str
    meaning: str
