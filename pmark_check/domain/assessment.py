"""The state of one client: the fold of its events.

Two marks on one layer of which neither writer knew the other are a conflict, and the layer counts as open until it
is answered again. Equal marks are no conflict: both writers said the same, and asking again would teach nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from pmark_check.domain.checklist import FactValue, Layer
from pmark_check.domain.events import (
    ActionClosed,
    ActionKind,
    ActionPlanned,
    Answered,
    AnyBody,
    ChecklistPinned,
    ClientNamed,
    Confirmed,
    Event,
    EvidenceAdded,
    EvidenceRemoved,
    FactStated,
    HowKnown,
    Mark,
    MarkedNotApplicable,
    NoteWritten,
    Outcome,
    PersonAdded,
    TextErased,
    TextRef,
    Undone,
    heads,
    in_order,
)


class LayerAnswer(NamedTuple):
    """The standing answer on one layer."""

    mark: Mark
    how: HowKnown
    said_by: str | None
    recorded_by: str | None
    at: str


class NotApplicable(NamedTuple):
    """A control declared not applicable, with who said why."""

    reason: TextRef
    said_by: str | None
    recorded_by: str | None
    at: str


class Evidence(NamedTuple):
    """Where proof was seen."""

    id: str
    where: TextRef
    as_of: date | None
    next_check: date | None


NONE: Mapping[Any, Any] = MappingProxyType({})


class Action(NamedTuple):
    """Homework of a control; open while ``outcome`` is None."""

    id: str
    control: str
    aim: ActionKind
    text: TextRef | None
    owner: str | None
    due: date | None
    outcome: Outcome | None = None
    closed_on: date | None = None
    seen_by: str | None = None
    reason: TextRef | None = None


class Confirmation(NamedTuple):
    """A second person's word on a control.

    Attributes:
        facts: fact id -> hash of the statement that stood when it was given; another one voids it.
    """

    by: str
    at: str
    facts: Mapping[str, str]


class ControlState(NamedTuple):
    """All that is known about one control of one client."""

    answers: Mapping[Layer, LayerAnswer] = NONE
    conflicts: frozenset[Layer] = frozenset()
    not_applicable: NotApplicable | None = None
    note: TextRef | None = None
    private_note: TextRef | None = None
    evidence: Mapping[str, Evidence] = NONE
    actions: Mapping[str, Action] = NONE
    confirmation: Confirmation | None = None

    def mark(self, layer: Layer) -> Mark | None:
        """Return the mark on ``layer``; None if nothing was said yet or two answers conflict."""
        if layer in self.conflicts:
            return None
        answer = self.answers.get(layer)
        return answer.mark if answer else None

    def is_open(self, layer: Layer) -> bool:
        """Return whether ``layer`` still needs an answer."""
        return self.mark(layer) in (None, Mark.UNKNOWN)

    @property
    def is_excused(self) -> bool:
        """Whether the control is not applicable and nobody contradicts."""
        return self.not_applicable is not None and not self.conflicts

    @property
    def involved(self) -> set[str]:
        """The persons who said or recorded what stands; none of them can confirm it."""
        words = (*self.answers.values(), self.not_applicable)
        return {who for word in words if word for who in (word.said_by, word.recorded_by) if who}

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Homework neither done nor dropped."""
        return tuple(action for action in self.actions.values() if action.outcome is None)


UNTOUCHED = ControlState()


class Assessment(NamedTuple):
    """One client's state. Free texts are references; ``session.text`` reads them."""

    name: str = ""
    facts: Mapping[str, FactValue] = NONE
    persons: Mapping[str, TextRef] = NONE
    controls: Mapping[str, ControlState] = NONE
    pinned: Mapping[tuple[str, str], str] = NONE
    erased: Mapping[str, tuple[str, str | None]] = NONE
    """Text id -> (time, person) of its erasure."""
    fact_events: Mapping[str, str] = NONE
    """Fact id -> hash of its last change."""

    def state(self, control_id: str) -> ControlState:
        """Return what is known about a control; ``UNTOUCHED`` if nothing."""
        return self.controls.get(control_id, UNTOUCHED)

    def with_marks(self, marks: Mapping[str, Mapping[Layer, Mark]]) -> Assessment:
        """Return the assessment as it would be with other marks on some controls; nothing is kept."""
        changed = dict(self.controls)
        for control_id, layers in marks.items():
            state = self.state(control_id)
            answers = dict(state.answers)
            for layer, mark in layers.items():
                answers[layer] = LayerAnswer(mark, HowKnown.GUESSED, None, None, "")
            changed[control_id] = state._replace(
                answers=answers, conflicts=state.conflicts - set(layers), not_applicable=None
            )
        return self._replace(controls=changed)


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the events that count, in order: those that no counting ``Undone`` names."""
    undone: set[str] = set()
    kept: list[Event] = []
    for event in reversed(in_order(events)):
        if event.id in undone:
            continue
        if isinstance(event.body, Undone):
            undone.update(event.body.events)
        kept.append(event)
    return kept[::-1]


def fold(events: Iterable[Event]) -> Assessment:
    """Return the state after ``events``, whatever the order in which they are given."""
    return History(events).assessment


class History:
    """All events of a client, and the state they fold to.

    Events whose writers knew everything are applied to the standing state; after a merge or an undo all are folded
    anew.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: list[Event] = []
        self.assessment = Assessment()
        self.heads: dict[str, int] = {}
        """The hashes of the events that nobody followed yet, with their heights."""
        self._hashes: set[str] = set()
        self._folding = _Folding(_Ancestry(()))
        self.add(events)

    def add(self, events: Iterable[Event]) -> None:
        """Take ``events`` in; those already known change nothing."""
        news = in_order(event for event in events if event.hash not in self._hashes)
        if not news:
            return
        self._hashes.update(event.hash for event in news)
        if self._follow(news):
            self.events.extend(news)
            self.heads = {news[-1].hash: news[-1].height}
        else:
            self.events = in_order([*self.events, *news])
            ends = set(heads(self.events))
            self.heads = {event.hash: event.height for event in self.events if event.hash in ends}
            self._fold_anew(_Ancestry(self.events))
            return
        if any(isinstance(event.body, Undone) for event in news):
            self._fold_anew(self._folding.ancestry)
        else:
            self._apply(news)

    def _follow(self, news: Sequence[Event]) -> bool:
        """Return whether each of ``news`` was written knowing everything before it."""
        knowing = tuple(sorted(self.heads))
        for event in news:
            if event.parents != knowing:
                return False
            knowing = (event.hash,)
        return True

    def _fold_anew(self, ancestry: _Ancestry) -> None:
        self._folding = _Folding(ancestry)
        self._apply(effective(self.events))

    def _apply(self, events: Iterable[Event]) -> None:
        for event in events:
            self._folding.apply(event)
        self.assessment = self._folding.result()


class _Ancestry:
    """Who knew of whom. An event that is not among ``events`` came later and knew all of them."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._bit = {event.hash: 1 << place for place, event in enumerate(events)}
        self._known: dict[str, int] = {}
        for event in events:
            known = 0
            for parent in event.parents:
                known |= self._bit.get(parent, 0) | self._known.get(parent, 0)
            self._known[event.hash] = known

    def knew(self, later: Event, earlier: Event) -> bool:
        """Return whether the writer of ``later`` knew of ``earlier``, which comes before it in order."""
        return later.hash not in self._known or bool(self._known[later.hash] & self._bit[earlier.hash])


class _Standing:
    """The latest word on one layer or on applicability: every statement that no other one knew of."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def say(self, event: Event, ancestry: _Ancestry) -> None:
        self.events = [before for before in self.events if not ancestry.knew(event, before)]
        self.events.append(event)


class _Folding:
    """The mutable state while events are applied one after the other."""

    def __init__(self, ancestry: _Ancestry) -> None:
        self.ancestry = ancestry
        self._name = ""
        self._facts: dict[str, FactValue] = {}
        self._fact_events: dict[str, Event] = {}
        self._persons: dict[str, TextRef] = {}
        self._pinned: dict[tuple[str, str], str] = {}
        self._erased: dict[str, tuple[str, str | None]] = {}
        self._states: dict[str, ControlState] = {}
        self._standing: dict[str, dict[Layer, _Standing]] = {}

    def apply(self, event: Event) -> None:  # noqa: C901 - one case for each kind of event
        body: AnyBody = event.body
        match body:
            case ClientNamed():
                self._name = body.name
            case ChecklistPinned():
                self._pinned[body.role, body.name] = body.sha256
            case FactStated():
                self._state_fact(event, body)
            case PersonAdded():
                self._persons[body.person] = body.name
            case TextErased():
                self._erased |= dict.fromkeys(body.texts, (event.at, event.recorded_by))
            case Answered() | MarkedNotApplicable():
                self._judge(event, body)
            case NoteWritten():
                note = {"private_note" if body.private else "note": body.text}
                self._set(body.control, **note)
            case EvidenceAdded():
                found = Evidence(body.evidence, body.where, body.as_of, body.next_check)
                self._set(body.control, evidence={**self._state(body.control).evidence, body.evidence: found})
            case EvidenceRemoved():
                left = dict(self._state(body.control).evidence)
                left.pop(body.evidence, None)
                self._set(body.control, evidence=left)
            case ActionPlanned() | ActionClosed():
                self._act(body)
            case Confirmed():
                self._confirm(event, body)
            case _:
                pass

    def _state(self, control_id: str) -> ControlState:
        return self._states.get(control_id, UNTOUCHED)

    def _set(self, control_id: str, **changes: object) -> None:
        self._states[control_id] = self._state(control_id)._replace(**changes)  # type: ignore[arg-type]

    def _state_fact(self, event: Event, body: FactStated) -> None:
        self._fact_events[body.fact] = event
        if body.value is None:
            self._facts.pop(body.fact, None)
        else:
            self._facts[body.fact] = body.value

    def _judge(self, event: Event, body: Answered | MarkedNotApplicable) -> None:
        """Take a statement about a control in; a "not applicable" speaks about every layer."""
        standing = self._standing.setdefault(body.control, {layer: _Standing() for layer in Layer})
        for layer in Layer if isinstance(body, MarkedNotApplicable) else body.marks:
            standing[layer].say(event, self.ancestry)
        if isinstance(body, MarkedNotApplicable):
            excused = NotApplicable(body.reason, body.said_by, event.recorded_by, event.at)
            self._set(body.control, not_applicable=excused, confirmation=None, conflicts=self._conflicts(standing))
            return
        answers = dict(self._state(body.control).answers)
        for layer, mark in body.marks.items():
            answers[layer] = LayerAnswer(mark, body.how, body.said_by, event.recorded_by, event.at)
        self._set(
            body.control,
            answers=answers,
            not_applicable=None,
            confirmation=None,
            conflicts=self._conflicts(standing),
        )

    @staticmethod
    def _conflicts(standing: Mapping[Layer, _Standing]) -> frozenset[Layer]:
        def words(layer: Layer) -> set[Mark | None]:
            return {
                event.body.marks[layer] if isinstance(event.body, Answered) else None
                for event in standing[layer].events
            }

        return frozenset(layer for layer in standing if len(words(layer)) > 1)

    def _confirm(self, event: Event, body: Confirmed) -> None:
        """Let a confirmation stand if it is by somebody else, who knew of every statement about the control."""
        standing = self._standing.get(body.control, {})
        is_informed = all(self.ancestry.knew(event, said) for word in standing.values() for said in word.events)
        if is_informed and body.by not in self._state(body.control).involved:
            known = {fact: said.hash for fact, said in self._fact_events.items() if self.ancestry.knew(event, said)}
            self._set(body.control, confirmation=Confirmation(body.by, event.at, known))

    def _act(self, body: ActionPlanned | ActionClosed) -> None:
        actions = dict(self._state(body.control).actions)
        if isinstance(body, ActionPlanned):
            actions[body.action] = Action(body.action, body.control, body.aim, body.text, body.owner, body.due)
        elif body.action in actions:
            actions[body.action] = actions[body.action]._replace(
                outcome=body.outcome, closed_on=body.on, seen_by=body.seen_by, reason=body.reason
            )
        self._set(body.control, actions=actions)

    def result(self) -> Assessment:
        return Assessment(
            self._name,
            dict(self._facts),
            dict(self._persons),
            dict(self._states),
            dict(self._pinned),
            dict(self._erased),
            {fact: event.hash for fact, event in self._fact_events.items()},
        )
