"""The two verdicts. They come from knock-outs and gates, and are never averaged into a score."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import Mark
from pmark_check.domain.library import HEADLINE
from pmark_check.domain.organization import conditions
from pmark_check.domain.scoring import BELOW, Item, Situation


class Result(StrEnum):
    """How a knock-out or gate came out."""

    FAILED = "failed"
    OPEN = "open"
    PASSED = "passed"
    EXCUSED = "excused"
    """Passed because it was declared not applicable; listed with its reason."""


class IncidentReadiness(StrEnum):
    """事故の備え: could one of the accidents happen here tomorrow?"""

    EXPOSED = "exposed"
    UNKNOWN = "unknown"
    GUARDED = "guarded"
    NONE = "none"
    """The checklists have no knock-out that applies: no statement, never a yes."""


class ApplicationOutlook(StrEnum):
    """申請の見込み: can the firm apply?"""

    BLOCKED = "blocked"
    UNDECIDED = "undecided"
    PREPARING = "preparing"
    READY = "ready"
    NONE = "none"
    """Without the Privacy Mark checklist there is no statement, never a yes."""


def tested(item: Item) -> Result:
    """Return how a knock-out came out on the layers that decide it; a gate is decided by all its layers."""
    decisive = item.control.decisive_layers if item.control.knockout else item.control.layers
    marks = [cell.mark for cell in item.cells if cell.layer in decisive]
    if any(mark in BELOW for mark in marks):
        return Result.FAILED
    if any(mark in (None, Mark.UNKNOWN) for mark in marks):
        return Result.OPEN
    return Result.PASSED


class Statement(NamedTuple):
    """A verdict with the control ids it rests on."""

    verdict: IncidentReadiness | ApplicationOutlook
    reasons: tuple[str, ...] = ()


class Readiness:
    """Knock-outs, gates and the two verdicts of a situation."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self.knockouts = self._tests(lambda control: control.knockout)
        self.gates = self._tests(lambda control: control.gate is not None)

    def _tests(self, chosen: Callable[[Control], bool]) -> dict[str, Result]:
        situation = self._situation
        found = {item.control.id: tested(item) for item in situation.items if chosen(item.control)}
        found |= {control.id: Result.EXCUSED for control in situation.excused if chosen(control)}
        return dict(sorted(found.items(), key=lambda pair: situation.library.position[pair[0]]))

    def failed(self) -> tuple[str, ...]:
        """Return the failed gates and knock-outs, in the order in which they are asked."""
        return self._having(Result.FAILED)

    def unanswered(self) -> tuple[str, ...]:
        """Return the open gates and knock-outs, in the order in which they are asked."""
        return self._having(Result.OPEN)

    def _having(self, result: Result) -> tuple[str, ...]:
        tests = {**self.knockouts, **self.gates}
        found = (control for control, came_out in tests.items() if came_out is result)
        return tuple(sorted(found, key=self._situation.library.position.__getitem__))

    @property
    def incident(self) -> Statement:
        """事故の備え, from the knock-outs alone."""
        for result, verdict in (
            (Result.FAILED, IncidentReadiness.EXPOSED),
            (Result.OPEN, IncidentReadiness.UNKNOWN),
        ):
            reasons = tuple(control for control, came_out in self.knockouts.items() if came_out is result)
            if reasons:
                return Statement(verdict, reasons)
        if not self.knockouts:
            return Statement(IncidentReadiness.NONE)
        return Statement(
            IncidentReadiness.GUARDED,
            tuple(control for control, came_out in self.knockouts.items() if came_out is Result.EXCUSED),
        )

    @property
    def application(self) -> Statement:
        """申請の見込み, from gates, blocking knock-outs, target and floors of the Privacy Mark checklist."""
        situation = self._situation
        if situation.library.headline.id != HEADLINE:
            return Statement(ApplicationOutlook.NONE)
        tests = self.gates | {
            control: came_out
            for control, came_out in self.knockouts.items()
            if _blocks(situation.library.controls[control])
        }
        for result, verdict in (
            (Result.FAILED, ApplicationOutlook.BLOCKED),
            (Result.OPEN, ApplicationOutlook.UNDECIDED),
        ):
            reasons = tuple(control for control, came_out in tests.items() if came_out is result)
            if reasons:
                return Statement(verdict, reasons)
        if situation.overall.worst is None:
            return Statement(ApplicationOutlook.UNDECIDED)
        if falls_short(situation):
            return Statement(ApplicationOutlook.PREPARING)
        return Statement(ApplicationOutlook.READY)

    def is_confirmed(self, control_id: str) -> bool:
        """Return whether a second person's confirmation of a control still stands."""
        control = self._situation.library.controls[control_id]
        confirmation = self._situation.assessment.state(control_id).confirmation
        if confirmation is None:
            return False
        stated = self._situation.assessment.fact_events
        return all(stated.get(fact) == confirmation.facts.get(fact) for fact, _ in conditions(control))


def _blocks(control: Control) -> bool:
    return control.blocks_application and any(ref.startswith(f"{HEADLINE}:") for ref in control.refs)


def falls_short(situation: Situation) -> bool:
    """Return whether the headline score is below the target or a chapter below the floor."""
    policy = situation.library.policy
    worst = situation.overall.worst
    if worst is not None and worst * 100 < policy.target:
        return True
    return any(s.worst is not None and s.worst * 100 < policy.floor for s in situation.chapters.values())
