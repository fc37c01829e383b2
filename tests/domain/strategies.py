"""Checklists, answers and histories: plain ones to write down in a test, and random ones for the laws."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import combinations, count, permutations, product
from typing import Any

from hypothesis import strategies as st

from pmark_check.domain.assessment import Assessment, fold
from pmark_check.domain.checklist import (
    Checklist,
    ChecklistHead,
    Control,
    Effort,
    Fact,
    FactKind,
    HalfDays,
    Layer,
    Phase,
    Policy,
    Section,
    Shares,
    Stage,
)
from pmark_check.domain.events import (
    Answered,
    AnyBody,
    Confirmed,
    Event,
    FactStated,
    Gesture,
    HowKnown,
    Mark,
    MarkedNotApplicable,
    NoteWritten,
    TextRef,
    Undone,
    in_order,
)
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.readiness import Readiness
from pmark_check.domain.roadmap import Roadmap
from pmark_check.domain.scoring import Situation
from pmark_check.domain.session import Session
from pmark_check.domain.text import Bilingual
from tests.memory_journal import MemoryFile, MemoryJournal

SAID = Bilingual(ja="文", en="words")
RULE, PRACTICE, RECORD = Layer
YES, PARTIAL, NO, UNKNOWN = Mark
FACTS = ("has_test_env", "sells_data", "uses_cloud")
SECTIONS = ("before", "during", "after")
LAYER_SETS: tuple[tuple[Layer, ...], ...] = (
    (RULE, PRACTICE, RECORD),
    (RULE, PRACTICE),
    (PRACTICE, RECORD),
    (RULE, RECORD),
    (RULE,),
    (PRACTICE,),
    (RECORD,),
)
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

Marks = Mapping[str, Mapping[Layer, Mark]]

# --- written down ----------------------------------------------------------------------------------------------------


def control(control_id: str, **changes: Any) -> Control:
    """Return a control of weight 1 on all three layers, but for ``changes``."""
    plain: dict[str, Any] = {
        "section": SECTIONS[0],
        "question": SAID,
        "plain": SAID,
        "why": SAID,
        "finding": SAID,
        "first_step": SAID,
        "effort": Effort.SMALL,
        "weight": 1,
        "phase": Phase.DO,
        "changed": "2026-11",
    }
    return Control(**{**plain, "id": control_id, **changes})


def checklist(*controls: Control, checklist_id: str = HEADLINE, **head: Any) -> Checklist:
    return Checklist(
        format=1,
        checklist=ChecklistHead(id=checklist_id, revision="2026-11", languages=("ja", "en"), title=SAID, **head),
        section=tuple(Section(id=section, title=SAID) for section in SECTIONS),
        control=controls,
    )


def policy(**changes: Any) -> Policy:
    plain: dict[str, Any] = {
        "format": 1,
        "revision": "2026-11",
        "target": 85,
        "floor": 70,
        "first_steps": 6,
        "half_days": HalfDays(S=1, M=4, L=10),
        "wording": (),
    }
    return Policy(**{**plain, **changes})


def yes_no(fact_id: str) -> Fact:
    return Fact(id=fact_id, kind=FactKind.YES_NO, question=SAID, plain=SAID)


def library(*given: Checklist | Control, facts: Iterable[Fact] | None = None, **policy_changes: Any) -> Library:
    """Return a library of the given checklists; controls alone make up the headline checklist."""
    controls = [each for each in given if isinstance(each, Control)]
    checklists = [each for each in given if isinstance(each, Checklist)]
    if controls:
        checklists.insert(0, checklist(*controls))
    known = tuple(yes_no(fact) for fact in FACTS) if facts is None else tuple(facts)
    return Library(tuple(checklists), known, policy(**policy_changes))


def text_ref(text: str = "reason") -> TextRef:
    return TextRef(id=f"text-{text}", digest=hashlib.sha256(text.encode()).hexdigest())


@dataclass
class Chronicle:
    """Seals bodies into events, each gesture following the one before unless it is told what it knows."""

    events: list[Event] = field(default_factory=list)
    prefix: str = ""
    _numbers: count[int] = field(default_factory=partial(count, 1))

    def tell(self, *bodies: AnyBody, knowing: Sequence[Event] | None = None, by: str | None = None) -> Event:
        """Append one gesture; return its last event."""
        known = self.events[-1:] if knowing is None else knowing
        gesture = Gesture(
            id=f"{self.prefix}batch-{next(self._numbers)}",
            at=START,
            recorded_by=by,
            bodies=tuple((f"{self.prefix}event-{next(self._numbers)}", body) for body in bodies),
            knowing=tuple((event.hash, event.height) for event in known),
        )
        self.events += gesture.sealed()
        return self.events[-1]


@dataclass(frozen=True)
class Case:
    """A client in some state: its library and its history."""

    library: Library
    events: tuple[Event, ...]

    @cached_property
    def assessment(self) -> Assessment:
        return fold(self.events)

    @cached_property
    def situation(self) -> Situation:
        return Situation(self.library, self.assessment)

    @cached_property
    def readiness(self) -> Readiness:
        return Readiness(self.situation)

    @cached_property
    def roadmap(self) -> Roadmap:
        return Roadmap(self.situation, self.readiness)

    def after(self, *bodies: AnyBody) -> Case:
        """Return the case once ``bodies`` happened too, by somebody who knew everything before."""
        chronicle = Chronicle(list(self.events), prefix=f"after-{len(self.events)}-")
        followed = {parent for event in self.events for parent in event.parents}
        for body in bodies:
            chronicle.tell(body, knowing=[event for event in chronicle.events if event.hash not in followed])
            followed = {parent for event in chronicle.events for parent in event.parents}
        return Case(self.library, tuple(chronicle.events))

    def with_library(self, changed: Library) -> Case:
        return Case(changed, self.events)


def case(given: Library, marks: Marks | None = None, *bodies: AnyBody) -> Case:
    """Return a client that answered ``marks``, after which ``bodies`` happened."""
    answers = [answered(control_id, layers) for control_id, layers in (marks or {}).items()]
    return Case(given, ()).after(*answers, *bodies)


def answered(control_id: str, layers: Mapping[Layer, Mark], **changes: Any) -> Answered:
    return Answered(control=control_id, marks=dict(layers), **changes)


def excused(control_id: str, **changes: Any) -> MarkedNotApplicable:
    return MarkedNotApplicable(control=control_id, reason=text_ref(), **changes)


def all_of(given: Control, mark: Mark) -> dict[Layer, Mark]:
    return dict.fromkeys(given.layers, mark)


class Desk:
    """A session on a file in memory, with ids, salt and time that count up."""

    def __init__(
        self, given: Library, *, operator: str = "", file: MemoryFile | None = None, name: str = "desk"
    ) -> None:
        self.journal = MemoryJournal(file)
        self._name = name
        self._numbers = count(len(self.journal.file.events) * 100)
        self.session = self.open(given, operator)

    def open(self, given: Library, operator: str = "") -> Session:
        return Session(
            self.journal,
            given,
            clock=lambda: START + timedelta(minutes=next(self._numbers)),
            new_id=lambda: f"{self._name}-{next(self._numbers)}",
            new_salt=lambda: next(self._numbers).to_bytes(8, "big"),
            operator=operator,
        )

    def reopened(self) -> Session:
        """Return a session that reads the same file from its beginning."""
        return self.open(self.session.library, self.session.operator)

    def take_in(self, other: Desk) -> None:
        """Merge another copy of the client into this one."""
        self.journal.unite(other.journal.file)
        self.session = self.reopened()


# --- random ----------------------------------------------------------------------------------------------------------

# Few draws from tables made once: drawing every field on its own was measured four times slower.

marks = st.sampled_from(Mark)
decided = st.sampled_from((YES, PARTIAL, NO))


def _roles(layers: tuple[Layer, ...]) -> Iterator[dict[str, Any]]:
    """Yield every part that a control on ``layers`` can play, by the linter's rules."""
    yield from [{"layers": layers, "weight": weight} for weight in (0, *range(1, 6), *range(1, 6)) for _ in range(3)]
    decisive = [named for size in range(1, len(layers) + 1) for named in combinations(layers, size)]
    for named in [(), *decisive] if PRACTICE in layers else decisive:
        knockout = {"layers": layers, "knockout": True, "knockout_layers": named}
        yield {**knockout, "weight": 5, "refs": (f"{HEADLINE}:J.9.1",)}
        yield {**knockout, "weight": 3, "blocks_application": True}
        yield {**knockout, "weight": 0, "blocks_application": True, "refs": (f"{HEADLINE}:J.9.1",)}
    for stage, fixable in product(Stage, (True, False)):
        yield {"layers": layers, "gate": stage, "fixable": fixable, "weight": 0}
    yield {"layers": layers, "gate": Stage.ON_SITE, "weight": 2}


def _tables(**columns: Iterable[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([dict(zip(columns, row, strict=True)) for row in product(*columns.values())])


_role = st.sampled_from([role for layers in LAYER_SETS for role in _roles(layers)])
_setting = _tables(section=SECTIONS, effort=Effort, lessons=((), ("kept-too-long",), ("kept-too-long", "reachable")))
_condition: st.SearchStrategy[dict[str, tuple[str, ...]]] = st.sampled_from(
    [
        *[{"when": (), "unless": ()}] * 12,
        *({"when": (fact,), "unless": ()} for fact in FACTS),
        *({"when": (), "unless": (fact,)} for fact in FACTS),
        *({"when": (one,), "unless": (other,)} for one, other in permutations(FACTS, 2)),
        *({"when": pair, "unless": ()} for pair in combinations(FACTS, 2)),
    ]
)
_shares = st.sampled_from(
    [None, None, *(Shares(rule=r, practice=p, record=q) for r, p, q in ((1, 1, 1), (1, 2, 4), (7, 5, 3), (100, 1, 1)))]
)


@st.composite
def controls(draw: st.DrawFn, control_id: str, others: Sequence[str] = ()) -> Control:
    """Draw a control that the linter would accept; ``others`` are those it may come after."""
    after = draw(st.sampled_from([(), (), *combinations(others, 1), *combinations(others[:3], 2)])) if others else ()
    return control(control_id, shares=draw(_shares), after=after, **draw(_role), **draw(_setting), **draw(_condition))


@st.composite
def libraries(draw: st.DrawFn, max_controls: int = 12) -> Library:
    """Draw one or two checklists; ``after`` never runs in a circle, but may point forwards or backwards."""
    ids = [f"c{number}" for number in range(draw(st.integers(1, max_controls)))]
    backwards = draw(st.booleans())
    drawn = [draw(controls(each, ids[:place] if backwards else ids[place + 1 :])) for place, each in enumerate(ids)]
    own = max(0, draw(st.integers(-len(drawn), len(drawn) - 1)))
    main = checklist(
        *drawn[own:],
        checklist_id=draw(st.sampled_from((HEADLINE, HEADLINE, "our-own"))),
        include=tuple(f"lessons.{each}" for each in draw(st.sampled_from([ids[:0], ids[:own], ids[: own // 2]]))),
        layers=Shares(rule=draw(st.integers(1, 5))),
    )
    beside = [checklist(*drawn[:own], checklist_id="lessons")] if own else []
    return library(
        *([main, *beside] if draw(st.booleans()) else [*beside, main]),
        target=draw(st.integers(1, 100)),
        floor=draw(st.integers(0, 100)),
    )


_said = {
    layers: st.sampled_from(
        [
            {layer: mark for layer, mark in zip(layers, row, strict=True) if mark}
            for row in product((YES, YES, PARTIAL, NO, UNKNOWN, None), repeat=len(layers))
        ]
    )
    for layers in LAYER_SETS
}
_fate = _tables(how=HowKnown, then=("excused", "conflict", *[""] * 10))
_facts = st.sampled_from(
    [
        {fact: value for fact, value in zip(FACTS, row, strict=True) if value is not None}
        for row in product((True, False, None), repeat=len(FACTS))
    ]
)


@st.composite
def cases(draw: st.DrawFn, max_controls: int = 12) -> Case:
    """Draw a client whose controls are untouched, answered, excused or in conflict, under some facts."""
    asked = draw(libraries(max_controls))
    chronicle = Chronicle()
    for fact, value in draw(_facts).items():
        chronicle.tell(FactStated(fact=fact, value=value))
    for each in asked.controls.values():
        fate = draw(_fate)
        if given_marks := draw(_said[each.layers]):
            chronicle.tell(answered(each.id, given_marks, how=fate["how"]))
        if fate["then"] == "excused":
            chronicle.tell(excused(each.id))
        elif fate["then"] == "conflict":
            layer, head = each.layers[0], chronicle.events[-1:]
            sides = [chronicle.tell(answered(each.id, {layer: mark}), knowing=head) for mark in (YES, NO)]
            chronicle.tell(FactStated(fact="unrelated", value=None), knowing=sides)
    return Case(asked, tuple(chronicle.events))


@st.composite
def histories(draw: st.DrawFn, max_size: int = 14) -> tuple[Event, ...]:
    """Draw what several people wrote about two controls, each knowing some of what was written before."""
    chronicle = Chronicle()
    for _ in range(draw(st.integers(1, max_size))):
        before = chronicle.events
        target = draw(st.sampled_from(("c0", "c1")))
        kind = draw(st.sampled_from(("answer", "answer", "answer", "excuse", "fact", "note", "confirm", "undo")))
        knowing = draw(st.lists(st.sampled_from(before), unique=True, max_size=2)) if before else []
        if draw(st.booleans()):
            knowing = before[-1:]
        body: AnyBody
        if kind == "excuse":
            body = excused(target)
        elif kind == "fact":
            body = FactStated(fact=FACTS[0], value=draw(st.booleans()))
        elif kind == "note":
            body = NoteWritten(control=target, text=text_ref(draw(st.sampled_from("ab"))))
        elif kind == "confirm":
            body = Confirmed(control=target, by=draw(st.sampled_from(("p1", "p2"))))
        elif kind == "undo" and (known := ancestors(knowing, before)):
            body = Undone(events=(draw(st.sampled_from(known)).id,))
        else:
            layers = draw(st.sets(st.sampled_from((RULE, PRACTICE)), min_size=1))
            body = answered(target, {layer: draw(marks) for layer in Layer if layer in layers})
        chronicle.tell(body, knowing=knowing)
    return tuple(chronicle.events)


def ancestors(of: Iterable[Event], among: Iterable[Event]) -> list[Event]:
    """Return ``of`` and every event among ``among`` that their writers knew of, in order."""
    by_hash = {event.hash: event for event in among}
    found: dict[str, Event] = {}
    waiting = list(of)
    while waiting:
        event = waiting.pop()
        if event.hash not in found:
            found[event.hash] = event
            waiting += [by_hash[parent] for parent in event.parents]
    return in_order(found.values())
