"""How answers become numbers: the one formula, and the selections it is applied to.

    score over a selection of (control, layer) = Σ W·value / Σ W        worst: open counts 0, best: open counts 1
    W(c, l) = w(c) · s(c, l) / Σ s(c, k) over the layers k of c

Arithmetic is exact: weights are integers scaled by the common multiple of the shares, values are halves, and one
``Fraction`` is made at the end (sums of ``Fraction`` were measured 20 times slower).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm
from typing import NamedTuple

from pmark_check.domain.assessment import Assessment, ControlState
from pmark_check.domain.checklist import Checklist, Control, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.library import Library
from pmark_check.domain.organization import Applicability, applicability

HALVES = {Mark.YES: 2, Mark.PARTIAL: 1, Mark.NO: 0}
"""Twice the value of a mark. A mark that is not here leaves its layer open."""


class Cell(NamedTuple):
    """One layer of one applicable control.

    Attributes:
        weight: W(c, l) times the library's common multiple.
        mark: None and ``unknown`` leave the layer open.
        seen: whether the answer rests on the thing itself (現物確認).
    """

    layer: Layer
    weight: int
    mark: Mark | None
    seen: bool

    @property
    def is_open(self) -> bool:
        """Whether the layer still needs an answer."""
        return self.mark in (None, Mark.UNKNOWN)


cell = lru_cache(maxsize=None)(Cell)
"""There are few different cells; making each once halves the time of a scoring (measured with 1,000 controls)."""


class Item(NamedTuple):
    """One control that applies to the firm and is not excused, with its cells."""

    control: Control
    state: ControlState
    applies: Applicability
    cells: tuple[Cell, ...]

    @property
    def marks(self) -> dict[Layer, Mark | None]:
        """The standing mark of each layer; None where nothing was said or two answers conflict."""
        return {cell.layer: cell.mark for cell in self.cells}


@dataclass(frozen=True, slots=True)
class Score:
    """The formula's sums over one selection. Every figure is None over an empty selection: 対象なし, never 0 or 1.

    Attributes:
        total: Σ W.
        halves: twice Σ W·value, open layers counting 0.
        open: Σ W of open layers.
        yes: Σ W of layers marked yes.
        seen: of these, Σ W known by 現物確認.
    """

    total: int = 0
    halves: int = 0
    open: int = 0
    yes: int = 0
    seen: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the score over both selections together."""
        return Score(
            self.total + other.total,
            self.halves + other.halves,
            self.open + other.open,
            self.yes + other.yes,
            self.seen + other.seen,
        )

    @property
    def worst(self) -> Fraction | None:
        """What can be shown today, 0..1."""
        return Fraction(self.halves, 2 * self.total) if self.total else None

    @property
    def best(self) -> Fraction | None:
        """What it would be if every open layer turned out a yes, 0..1."""
        return Fraction(self.halves + 2 * self.open, 2 * self.total) if self.total else None

    @property
    def coverage(self) -> Fraction | None:
        """The share of weight that is not open, 0..1."""
        return Fraction(self.total - self.open, self.total) if self.total else None

    @property
    def confidence(self) -> Fraction | None:
        """Among the weight marked yes, the share known by 現物確認; None without a yes."""
        return Fraction(self.seen, self.yes) if self.yes else None


def score(cells: Iterable[Cell]) -> Score:
    """Return the score over a selection of cells."""
    total = halves = unanswered = yes = seen = 0
    for _, weight, mark, is_seen in cells:
        total += weight
        if mark is Mark.YES:
            halves += 2 * weight
            yes += weight
            if is_seen:
                seen += weight
        elif mark is Mark.PARTIAL:
            halves += weight
        elif mark is not Mark.NO:
            unanswered += weight
    return Score(total, halves, unanswered, yes, seen)


class GapKind(StrEnum):
    """Why a control falls short; a gap is counted under the first that holds, in this order."""

    ABSENT = "absent"
    UNPRACTISED = "unpractised"
    UNWRITTEN = "unwritten"
    UNRECORDED = "unrecorded"
    WEAK = "weak"
    OPEN = "open"


BELOW = (Mark.PARTIAL, Mark.NO)


def gap_kinds(marks: Mapping[Layer, Mark | None]) -> tuple[GapKind, ...]:
    """Return the kinds of gap that a control's marks show, in order; () if every layer is a yes."""
    rule, practice, record = (marks.get(layer) for layer in Layer)
    below = {layer for layer, mark in marks.items() if mark in BELOW}
    kinds: dict[GapKind, set[Layer]] = {}
    if all(mark is Mark.NO for mark in marks.values()):
        kinds[GapKind.ABSENT] = below
    if rule is Mark.YES and practice in BELOW:
        kinds[GapKind.UNPRACTISED] = {Layer.PRACTICE}
    if practice is Mark.YES and rule in BELOW:
        kinds[GapKind.UNWRITTEN] = {Layer.RULE}
    if practice is Mark.YES and record in BELOW:
        kinds[GapKind.UNRECORDED] = {Layer.RECORD}
    if below - set().union(*kinds.values()):
        kinds[GapKind.WEAK] = below
    if any(mark in (None, Mark.UNKNOWN) for mark in marks.values()):
        kinds[GapKind.OPEN] = set()
    return tuple(kinds)


class Gap(NamedTuple):
    """A control that falls short.

    Attributes:
        kinds: what is missing, first kind first.
        loss: twice Σ W·(1 − worst value), on the scale of ``Score.halves``.
    """

    item: Item
    kinds: tuple[GapKind, ...]
    loss: int


def loss(item: Item) -> int:
    """Return twice Σ W·(1 − worst value) of a control, on the scale of ``Score.halves``."""
    return sum(cell.weight * (2 - (HALVES.get(cell.mark, 0) if cell.mark else 0)) for cell in item.cells)


class Weights(NamedTuple):
    """The integer weight of every (control, layer) of a library."""

    by_control: Mapping[str, tuple[tuple[Layer, int], ...]]
    scale: int

    @classmethod
    def of(cls, library: Library) -> Weights:
        """Return the weights of ``library``, scaled by the common multiple of its share sums."""
        sums = {c.id: sum(library.shares[c.id].of(k) for k in c.layers) for c in library.controls.values()}
        scale = lcm(*sums.values()) if sums else 1
        return cls(
            {
                c.id: tuple(
                    (layer, c.weight * library.shares[c.id].of(layer) * (scale // sums[c.id])) for layer in c.layers
                )
                for c in library.controls.values()
            },
            scale,
        )


class Situation:
    """A client's answers held against its checklists: what applies, what it weighs, what it scores.

    All numbers that a screen, a report or a file shows are read from here.
    """

    def __init__(self, library: Library, assessment: Assessment, weights: Weights | None = None) -> None:
        self.library = library
        self.assessment = assessment
        self.weights = weights or Weights.of(library)
        self.items: list[Item] = []
        self.excused: list[Control] = []
        """Not applicable by declaration, with a reason."""
        self.not_asked: list[Control] = []
        """Not applicable by the facts."""
        for control in library.controls.values():
            self._place(control)

    def _place(self, control: Control) -> None:
        applies = applicability(control, self.assessment.facts)
        if applies is Applicability.NO:
            self.not_asked.append(control)
            return
        state = self.assessment.state(control.id)
        if state.is_excused:
            self.excused.append(control)
            return
        answers, conflicts = state.answers, state.conflicts
        cells = [
            cell(layer, weight, answer.mark, answer.how is HowKnown.SEEN)
            if (answer := answers.get(layer)) and layer not in conflicts
            else cell(layer, weight, None, False)  # noqa: FBT003 - keywords would miss the cache's fast path
            for layer, weight in self.weights.by_control[control.id]
        ]
        self.items.append(Item(control, state, applies, tuple(cells)))

    @cached_property
    def asked(self) -> tuple[Control, ...]:
        """The controls that the facts do not rule out, excused ones among them, in the library's order."""
        ruled_out = {control.id for control in self.not_asked}
        return tuple(control for control in self.library.controls.values() if control.id not in ruled_out)

    @cached_property
    def unanswered(self) -> frozenset[str]:
        """The applicable controls with a layer that nobody has spoken of, or on which two answers conflict."""
        return frozenset(item.control.id for item in self.items if any(found.mark is None for found in item.cells))

    @cached_property
    def open(self) -> frozenset[str]:
        """The applicable controls that still need an answer: the unanswered, and those with an わからない."""
        return frozenset(item.control.id for item in self.items if any(found.is_open for found in item.cells))

    def what_if(self, marks: Mapping[str, Mapping[Layer, Mark]]) -> Situation:
        """Return the situation as it would be with other marks; nothing is kept."""
        return Situation(self.library, self.assessment.with_marks(marks), self.weights)

    @cached_property
    def by_control(self) -> dict[str, Item]:
        """The applicable controls by id."""
        return {item.control.id: item for item in self.items}

    @cached_property
    def headline_items(self) -> tuple[Item, ...]:
        """The applicable controls of the headline checklist, those it includes among them."""
        return self.items_of(self.library.headline)

    def items_of(self, checklist: Checklist) -> tuple[Item, ...]:
        """Return the applicable controls of one checklist, those it includes among them."""
        members = self.library.placed[checklist.id]
        return tuple(item for item in self.items if item.control.id in members)

    @cached_property
    def _parts(self) -> dict[tuple[str, Layer], Score]:
        """The score of each (section, layer) of the headline checklist; the others are sums of these."""
        cells: defaultdict[tuple[str, Layer], list[Cell]] = defaultdict(list)
        placed = self.library.placed[self.library.headline.id]
        for item in self.headline_items:
            section = placed[item.control.id]
            for found in item.cells:
                cells[section, found.layer].append(found)
        return {part: score(found) for part, found in cells.items()}

    @cached_property
    def overall(self) -> Score:
        """The headline score."""
        return sum(self._parts.values(), Score())

    @cached_property
    def layers(self) -> dict[Layer, Score]:
        """The headline checklist's score on each layer."""
        return {
            layer: sum((found for (_, its), found in self._parts.items() if its is layer), Score()) for layer in Layer
        }

    @cached_property
    def sections(self) -> dict[str, Score]:
        """The score of each section of the headline checklist, in its order."""
        own = dict.fromkeys((section.id for section in self.library.headline.section), Score())
        for (section, _), found in self._parts.items():
            own[section] = own.get(section, Score()) + found
        return own

    @cached_property
    def chapters(self) -> dict[str, Score]:
        """The score of each chapter of the headline checklist, in its order: of its sections together."""
        found: dict[str, Score] = {}
        for section, its_score in self.sections.items():
            chapter = self.library.chapter(self.library.sections[section]).id
            found[chapter] = found.get(chapter, Score()) + its_score
        return found

    @cached_property
    def chapter_layers(self) -> dict[str, dict[Layer, Score]]:
        """The score of each chapter of the headline checklist on each layer."""
        found = {chapter: dict.fromkeys(Layer, Score()) for chapter in self.chapters}
        for (section, layer), its_score in self._parts.items():
            found[self.library.chapter(self.library.sections[section]).id][layer] += its_score
        return found

    @cached_property
    def checklists(self) -> dict[str, Score]:
        """The score of each checklist of its own."""
        return {
            checklist.id: score(cell for item in self.items_of(checklist) for cell in item.cells)
            for checklist in self.library.checklists
        }

    def failure(self, failure: str) -> Score:
        """Return the score over the controls that answer one failure of an accident."""
        return score(cell for item in self.items if failure in item.control.lessons for cell in item.cells)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """The controls that fall short, in the order in which they are asked."""
        return tuple(Gap(item, kinds, loss(item)) for item in self.items if (kinds := gap_kinds(item.marks)))
