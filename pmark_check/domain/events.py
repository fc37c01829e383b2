"""Everything that can happen to a client, and the envelope that makes it a verifiable history.

A body says what happened. Its envelope says when, by whom, in which gesture and knowing what: ``parents`` are the
hashes of all heads its writer knew, ``height`` is one more than the highest parent, ``hash`` covers every stored
column. The order of events is (height, hash), never a clock or a row number, so that two histories can be united
and still be verified. Free text is not in a body: the body holds a salted digest, so the text can be erased.
"""

# No "from __future__ import annotations" here: pydantic evaluates each annotation kept as a string (5 ms a start).
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from pmark_check.domain.checklist import FactValue, Layer
from pmark_check.errors import Damaged


class Mark(StrEnum):
    """The answer on one layer. ``unknown``, like no mark at all, leaves the layer open."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    UNKNOWN = "unknown"


class HowKnown(StrEnum):
    """Why an answer is believed: 聞き取り, 現物確認, 推測."""

    HEARD = "heard"
    SEEN = "seen"
    GUESSED = "guessed"


class ActionKind(StrEnum):
    """What an action is for: finding out, fixing, deciding."""

    FIND_OUT = "find-out"
    FIX = "fix"
    DECISION = "decision"


class Outcome(StrEnum):
    """How an action ended."""

    DONE = "done"
    DROPPED = "dropped"


class TextRef(BaseModel):
    """Stands for a free text: ``digest`` is the SHA-256 of its salt and its UTF-8 bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    digest: str


class Body(BaseModel):
    """Base of all events. ``v`` is the version of the body's shape; older ones are upcast when read."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    v: Literal[1] = 1


class ClientNamed(Body):
    """The client got its name, or another one."""

    kind: Literal["client-named"] = "client-named"
    name: str


class ChecklistPinned(Body):
    """The client is asked with exactly these bytes of a checklist, policy or facts file.

    A ``source`` is a checklist that is not asked itself, only held for the controls that others include.
    """

    kind: Literal["checklist-pinned"] = "checklist-pinned"
    role: Literal["checklist", "source", "policy", "facts"]
    name: str
    sha256: str


class FactStated(Body):
    """A fact about the firm was stated; None takes the statement back."""

    kind: Literal["fact-stated"] = "fact-stated"
    fact: str
    value: FactValue | None


class PersonAdded(Body):
    """Somebody who answers, owns actions or operates the program."""

    kind: Literal["person-added"] = "person-added"
    person: str
    name: TextRef


class Answered(Body):
    """Layers of a control got their marks; other layers keep theirs. Ends a "not applicable"."""

    kind: Literal["answered"] = "answered"
    control: str
    marks: dict[Layer, Mark] = Field(min_length=1)
    how: HowKnown = HowKnown.HEARD
    said_by: str | None = None


class MarkedNotApplicable(Body):
    """A control was declared not applicable (該当なし), with its reason."""

    kind: Literal["marked-not-applicable"] = "marked-not-applicable"
    control: str
    reason: TextRef
    said_by: str | None = None


class NoteWritten(Body):
    """The note of a control, or the private one that no client sees, now reads so; None removes it."""

    kind: Literal["note-written"] = "note-written"
    control: str
    private: bool = False
    text: TextRef | None


class EvidenceAdded(Body):
    """Where proof was seen, which date it stands for, and when to look again. The same id again replaces it."""

    kind: Literal["evidence-added"] = "evidence-added"
    evidence: str
    control: str
    where: TextRef
    as_of: date | None = None
    next_check: date | None = None


class EvidenceRemoved(Body):
    """A piece of evidence was entered in error."""

    kind: Literal["evidence-removed"] = "evidence-removed"
    evidence: str
    control: str


class ActionPlanned(Body):
    """Homework of a control: who does what by when. The same id again replaces it."""

    kind: Literal["action-planned"] = "action-planned"
    action: str
    control: str
    aim: ActionKind
    text: TextRef | None = None
    owner: str | None = None
    due: date | None = None


class ActionClosed(Body):
    """An action was done, or dropped for a reason. Never changes a mark: the next answer does."""

    kind: Literal["action-closed"] = "action-closed"
    action: str
    control: str
    outcome: Outcome
    on: date
    seen_by: str | None = None
    reason: TextRef | None = None


class Confirmed(Body):
    """A second person confirmed a knock-out; any later change of the control voids it."""

    kind: Literal["confirmed"] = "confirmed"
    control: str
    by: str


class Tagged(Body):
    """The point in history that its writer knew got a name, to compare with later."""

    kind: Literal["tagged"] = "tagged"
    name: str


class Undone(Body):
    """These events count no longer. Undoing an ``Undone`` makes them count again."""

    kind: Literal["undone"] = "undone"
    events: tuple[str, ...] = Field(min_length=1)


class TextErased(Body):
    """These free texts were deleted for good; their digests stay."""

    kind: Literal["text-erased"] = "text-erased"
    texts: tuple[str, ...] = Field(min_length=1)


class WorkshopBody(Body):
    """Base of what happens in a workshop; the kinds stand in ``workshop_events``, which most starts never load.

    Attributes:
        workshop: the id of the workshop.
    """

    kind: str
    workshop: str


class OfTheClock(WorkshopBody):
    """Base of what the clock of a workshop did: a fact, which undo passes over."""


AnyBody = (
    ClientNamed
    | ChecklistPinned
    | FactStated
    | PersonAdded
    | Answered
    | MarkedNotApplicable
    | NoteWritten
    | EvidenceAdded
    | EvidenceRemoved
    | ActionPlanned
    | ActionClosed
    | Confirmed
    | Tagged
    | Undone
    | TextErased
    | WorkshopBody
)

_KINDS: dict[str, type[AnyBody]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(AnyBody) if kind is not WorkshopBody
}
"""Not one adapter of their union: that would build the schema of every kind at each start (12 ms)."""


def text_refs(body: Body) -> tuple[TextRef, ...]:
    """Return the free texts that ``body`` refers to."""
    values = (getattr(body, name) for name in type(body).model_fields)
    return tuple(value for value in values if isinstance(value, TextRef))


def encoded(body: AnyBody) -> bytes:
    """Return the bytes under which ``body`` is stored and hashed (canonical JSON, UTF-8)."""
    return canonical(body.model_dump(mode="json"))


def decoded(raw: bytes) -> AnyBody:
    """Return the body that ``raw`` holds.

    Raises:
        Damaged: it is not an event this version of the program knows.
    """
    try:
        kind = from_json(raw)["kind"]
        return (_KINDS.get(kind) or _of_workshops()[kind]).model_validate_json(raw)
    except (ValueError, LookupError, TypeError):
        raise Damaged("client.unknown-event", event=raw[:80].decode("utf-8", "replace")) from None


def _of_workshops() -> Mapping[str, type[WorkshopBody]]:
    from pmark_check.domain.workshop_events import KINDS

    return KINDS


def canonical(value: Any) -> bytes:
    """Return ``value`` as JSON bytes that depend on nothing but the value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def text_digest(salt: bytes, text: str) -> str:
    """Return what an event holds in place of a free text."""
    return hashlib.sha256(salt + text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Event:
    """An event as stored. ``raw`` is its body's bytes, hashed as stored and never rewritten."""

    id: str
    batch: str
    at: str
    recorded_by: str | None
    parents: tuple[str, ...]
    height: int
    raw: bytes
    hash: str

    @cached_property
    def body(self) -> AnyBody:
        """What happened."""
        return decoded(self.raw)

    @property
    def order(self) -> tuple[int, str]:
        """The sort key of histories."""
        return self.height, self.hash

    @property
    def is_intact(self) -> bool:
        """Whether the hash still fits every other column."""
        return self.hash == fingerprint(
            self.id, self.batch, self.at, self.recorded_by, self.parents, self.height, self.raw
        )


def fingerprint(  # noqa: PLR0913 - one argument per stored column
    event_id: str, batch: str, at: str, recorded_by: str | None, parents: Iterable[str], height: int, raw: bytes
) -> str:
    """Return the hash over all stored columns of an event."""
    head = canonical([event_id, batch, at, recorded_by, list(parents), height, len(raw)])
    return hashlib.sha256(head + b"\n" + raw).hexdigest()


class Gesture(NamedTuple):
    """What one key press, import or command wants written: one batch, one transaction, one undo step.

    Attributes:
        bodies: (event id, body) in order.
        texts: the free texts the bodies refer to.
        knowing: (hash, height) of every head its writer knew.
    """

    id: str
    at: datetime
    recorded_by: str | None
    bodies: tuple[tuple[str, AnyBody], ...]
    texts: "tuple[Text, ...]" = ()
    knowing: tuple[tuple[str, int], ...] = ()

    def sealed(self) -> tuple[Event, ...]:
        """Return the gesture as events, each the parent of the next."""
        parents = tuple(sorted(head for head, _ in self.knowing))
        height = max((height for _, height in self.knowing), default=0)
        sealed: list[Event] = []
        at = self.at.isoformat(timespec="seconds")
        for event_id, body in self.bodies:
            height += 1
            raw = encoded(body)
            digest = fingerprint(event_id, self.id, at, self.recorded_by, parents, height, raw)
            sealed.append(Event(event_id, self.id, at, self.recorded_by, parents, height, raw, digest))
            parents = (digest,)
        return tuple(sealed)


class Text(NamedTuple):
    """A free text with its salt. ``private`` texts can be left out of a copy of the file."""

    id: str
    salt: bytes
    text: str
    private: bool = False

    @property
    def ref(self) -> TextRef:
        """What a body holds in its place."""
        return TextRef(id=self.id, digest=text_digest(self.salt, self.text))


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return the union of ``events`` in the order that every copy of the history agrees on."""
    return sorted({event.hash: event for event in events}.values(), key=lambda event: event.order)


def heads(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the hashes of the events that are nobody's parent, sorted."""
    known = list(events)
    parents = {parent for event in known for parent in event.parents}
    return tuple(sorted(event.hash for event in known if event.hash not in parents))
