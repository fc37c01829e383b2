"""What was written down between two states of one client, answers aside: homework, evidence, facts, notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.assessment import Action, Assessment, Evidence
from pmark_check.domain.checklist import FactValue
from pmark_check.domain.library import Library


class Proof(NamedTuple):
    """A piece of evidence, with the control it proves."""

    control: str
    evidence: Evidence


class FactChange(NamedTuple):
    """A fact that is stated otherwise; None where it is not stated."""

    fact: str
    before: FactValue | None
    after: FactValue | None


class Differences:
    """What the later state has that the earlier one had not, or had otherwise, in the order of the checklists.

    Homework is told by its id. What was open before is ``carried``; what is open or ended after and was not open before
    is ``promised``. Every piece of both is afterwards open, ended or withdrawn:

        carried + promised = open + ended + withdrawn
    """

    def __init__(self, library: Library, before: Assessment, after: Assessment) -> None:
        self._library = library
        self._before = before
        self._after = after
        self._was = _actions(library, before)
        self._is = _actions(library, after)

    # --- homework --------------------------------------------------------------------------------------------------

    @cached_property
    def carried(self) -> tuple[Action, ...]:
        """The homework that was open before, as it was."""
        return tuple(action for action in self._was.values() if action.outcome is None)

    @cached_property
    def promised(self) -> tuple[Action, ...]:
        """The homework that was planned, or opened again, since; as it is."""
        return tuple(action for action in self._is.values() if not self.was_open(action) and self._is_news(action))

    @cached_property
    def open(self) -> tuple[Action, ...]:
        """The homework that is open after."""
        return tuple(action for action in self._is.values() if action.outcome is None)

    @cached_property
    def ended(self) -> tuple[Action, ...]:
        """The homework that was done or dropped since."""
        return tuple(action for action in self._is.values() if action.outcome and self._is_news(action))

    @cached_property
    def withdrawn(self) -> tuple[Action, ...]:
        """The homework that was open before and of which the plan itself was taken back."""
        return tuple(action for action in self.carried if action.id not in self._is)

    @cached_property
    def moved(self) -> tuple[Action, ...]:
        """The homework open before and after that has another day, person or text, as it was before."""
        return tuple(action for action in self.carried if action.id in self._is and self._is_moved(action))

    def was_open(self, action: Action) -> bool:
        """Return whether that homework was open before."""
        return action.id in self._was and self._was[action.id].outcome is None

    def before(self, action: Action) -> Action | None:
        """Return that homework as it was before; None where it was not planned yet."""
        return self._was.get(action.id)

    def after(self, action: Action) -> Action | None:
        """Return that homework as it is after; None where it was withdrawn."""
        return self._is.get(action.id)

    def _is_news(self, action: Action) -> bool:
        """Return whether that homework had not come to the same end before."""
        was = self._was.get(action.id)
        return was is None or was.outcome is None or was != action

    def _is_moved(self, was: Action) -> bool:
        now = self._is[was.id]
        return now.outcome is None and (now.due, now.owner, now.text) != (was.due, was.owner, was.text)

    # --- evidence, facts, notes ------------------------------------------------------------------------------------

    @cached_property
    def proven(self) -> tuple[Proof, ...]:
        """The evidence that was added."""
        return tuple(self._proofs(self._after, self._before))

    @cached_property
    def disproven(self) -> tuple[Proof, ...]:
        """The evidence that was taken back."""
        return tuple(self._proofs(self._before, self._after))

    @cached_property
    def facts(self) -> tuple[FactChange, ...]:
        """The facts that are stated otherwise."""
        was, now = self._before.facts, self._after.facts
        changes = (FactChange(fact.id, was.get(fact.id), now.get(fact.id)) for fact in self._library.asked_facts)
        return tuple(change for change in changes if change.before != change.after)

    @cached_property
    def noted(self) -> tuple[str, ...]:
        """The controls whose note, not the private one, is new or reads otherwise."""
        return tuple(
            control
            for control in self._library.controls
            if (note := self._after.state(control).note) and note != self._before.state(control).note
        )

    @cached_property
    def renoted(self) -> tuple[str, ...]:
        """The controls that had a note before which reads otherwise now, or is gone."""
        return tuple(
            control
            for control in self._library.controls
            if (note := self._before.state(control).note) and note != self._after.state(control).note
        )

    def _proofs(self, there: Assessment, not_there: Assessment) -> Iterator[Proof]:
        for control in self._library.controls:
            known = not_there.state(control).evidence
            for found in there.state(control).evidence.values():
                if found.id not in known:
                    yield Proof(control, found)


def _actions(library: Library, state: Assessment) -> dict[str, Action]:
    controls = (state.state(control) for control in library.controls)
    return {action.id: action for control in controls for action in control.actions.values()}
