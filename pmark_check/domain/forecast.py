"""What an examination would find: gates in the way, and findings as a range. The project's own estimate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Layer, Stage
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.readiness import Readiness, Result
from pmark_check.domain.scoring import BELOW, Item, Situation

EXAMINED = {
    Stage.FORMALITY: (),
    Stage.DOCUMENT: (Layer.RULE,),
    Stage.ON_SITE: (Layer.PRACTICE, Layer.RECORD),
}
"""The layers that each stage looks at; the first one looks at gates only."""


class Unit(NamedTuple):
    """What an assessor would write one finding about: a clause, or a topic of J.9.2, with its controls in question."""

    name: str
    controls: tuple[str, ...]
    is_certain: bool


class StageForecast(NamedTuple):
    """One stage.

    Attributes:
        blocked_by: its failed gates.
        unanswered: its open gates.
        units: what would be, or could be, found; the certain ones are the least to expect.
    """

    stage: Stage
    blocked_by: tuple[str, ...]
    unanswered: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def least(self) -> int:
        """How many findings are expected at the least."""
        return sum(unit.is_certain for unit in self.units)

    @property
    def most(self) -> int:
        """How many there are if every open layer turns out a no."""
        return len(self.units)


def forecast(situation: Situation, readiness: Readiness) -> tuple[StageForecast, ...]:
    """Return the forecast of every stage; () without the Privacy Mark checklist."""
    if situation.library.headline.id != HEADLINE:
        return ()
    return tuple(_stage(stage, situation, readiness) for stage in Stage)


def _stage(stage: Stage, situation: Situation, readiness: Readiness) -> StageForecast:
    controls = situation.library.controls
    gates = {gate: result for gate, result in readiness.gates.items() if controls[gate].gate is stage}
    return StageForecast(
        stage,
        tuple(gate for gate, result in gates.items() if result is Result.FAILED),
        tuple(gate for gate, result in gates.items() if result is Result.OPEN),
        tuple(_units(situation, EXAMINED[stage])),
    )


def _units(situation: Situation, layers: Sequence[Layer]) -> Iterator[Unit]:
    certain: dict[str, list[str]] = {}
    possible: dict[str, list[str]] = {}
    for item in situation.headline_items:
        unit = finding_unit(situation.library, item.control)
        if not unit or not item.control.weight or item.control.gate:
            continue
        marks = [cell.mark for cell in item.cells if cell.layer in layers]
        if any(mark in BELOW for mark in marks):
            certain.setdefault(unit, []).append(item.control.id)
        elif _is_open(item, layers):
            possible.setdefault(unit, []).append(item.control.id)
    yield from (Unit(unit, tuple(controls), is_certain=True) for unit, controls in certain.items())
    yield from (Unit(u, tuple(controls), is_certain=False) for u, controls in possible.items() if u not in certain)


def _is_open(item: Item, layers: Sequence[Layer]) -> bool:
    return any(cell.layer in layers and cell.is_open for cell in item.cells)


def finding_unit(library: Library, control: Control) -> str:
    """Return what a finding on ``control`` counts as: its own unit, else its section's, else its first clause."""
    if control.finding_unit:
        return control.finding_unit
    section = library.sections.get(library.placed[library.headline.id].get(control.id, ""))
    if section and section.finding_unit:
        return section.finding_unit
    return next((ref.partition(":")[2] for ref in control.refs if ref.startswith(f"{HEADLINE}:")), "")
