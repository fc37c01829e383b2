"""What a scorecard consists of: lines of plain, rounded, translated data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pmark_check.view.controls import ActionLine, Card, ControlLine
from pmark_check.view.numbers import Band


class Verdict(NamedTuple):
    """A statement with its words and the controls it rests on."""

    id: str
    title: str
    sentence: str
    reasons: tuple[ControlLine, ...]


class LayerBand(NamedTuple):
    """A layer's score."""

    id: str
    name: str
    band: Band


class SectionLine(NamedTuple):
    """A section or chapter with its score; ``answered`` of ``asked`` controls have no open layer.

    Attributes:
        number: of the clause it stands for, "" for none.
    """

    id: str
    number: str
    title: str
    band: Band
    asked: int
    answered: int
    gaps: int


class KnockoutLine(NamedTuple):
    """A knock-out and how it came out."""

    line: ControlLine
    result: str
    word: str
    why: str
    note: str
    is_confirmed: bool


class StepLine(NamedTuple):
    """One step, with the homework planned for it."""

    rank: int
    line: ControlLine
    first_step: str
    aim: str
    effort: str
    gain: str
    owner: str
    due: str
    is_failed: bool


class GapLine(NamedTuple):
    """A control that falls short, with all that was said about it.

    Attributes:
        loss: what it takes from the headline score; "" where that does not count it, or where it is too little.
    """

    card: Card
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    loss: str


class BoardLine(NamedTuple):
    """A control that falls short, as one would pick it to work on.

    Attributes:
        kinds, words: the kinds of gap in ids and in words, first kind first.
        marks: the standing answer of each layer, in words.
        gain: what closing it adds to the score; "" for what the headline checklist does not count.
    """

    line: ControlLine
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    marks: str
    gain: str
    effort: str
    owner: str
    due: str
    is_gate: bool


@dataclass(frozen=True)
class GapCount:
    """How many controls fall short in one way, each counted once."""

    id: str
    name: str
    count: int


class NotAskedLine(NamedTuple):
    """A control that does not count, and why."""

    line: ControlLine
    reason: str
    by: str


class FactLine(NamedTuple):
    """A fact about the firm.

    Attributes:
        hanging: how many controls depend on it.
        perhaps: those that are asked all the same while it is not stated.
        ruled_out: those that are not asked because of it.
    """

    id: str
    question: str
    plain: str
    value: str
    is_stated: bool
    hanging: int
    perhaps: tuple[ControlLine, ...]
    ruled_out: tuple[ControlLine, ...]


class Homework(NamedTuple):
    """What one person has to do; ``person`` is "" where nobody was named."""

    person: str
    actions: tuple[ActionLine, ...]
