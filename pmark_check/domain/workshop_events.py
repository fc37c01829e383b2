"""Everything that can happen in a workshop, beside answers and homework, which happen in it as anywhere else.

A body names persons by id and free texts by reference. One with an ``entry`` or ``decision`` that was there before
replaces it; one whose text is None takes it back.
"""

from datetime import date, time
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, Field

from pmark_check.domain.agenda import Agenda
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark, OfTheClock, TextRef, WorkshopBody

Count = Annotated[int, Field(ge=0, le=10_000)]


class WorkshopStarted(WorkshopBody):
    """A workshop began, with its agenda as it was that day.

    Attributes:
        planned: when it was meant to begin.
    """

    kind: Literal["workshop-started"] = "workshop-started"
    agenda: Agenda
    attendees: tuple[str, ...] = ()
    planned: AwareDatetime | None = None
    place: TextRef | None = None


class AttendeesNamed(WorkshopBody):
    """These are the people in the room: somebody came late, or was forgotten."""

    kind: Literal["attendees-named"] = "attendees-named"
    attendees: tuple[str, ...]


class ItemStarted(WorkshopBody):
    """An item of the agenda began, which ends the one before.

    Attributes:
        item: its number in the agenda, from 1.
        controls: what it asks, by the answers at that moment.
    """

    kind: Literal["item-started"] = "item-started"
    item: Annotated[int, Field(ge=1)]
    controls: tuple[str, ...] = ()


class WorkshopPaused(OfTheClock):
    """The clock stopped."""

    kind: Literal["workshop-paused"] = "workshop-paused"


class WorkshopResumed(OfTheClock):
    """The clock goes on, after a pause or after the program ended without one."""

    kind: Literal["workshop-resumed"] = "workshop-resumed"


class QuestionSkipped(WorkshopBody):
    """A question was put off; it is asked again later, or listed in the minutes."""

    kind: Literal["question-skipped"] = "question-skipped"
    control: str


class VoteCast(WorkshopBody):
    """People said what they think before one answer was agreed on. The same id again replaces it.

    Attributes:
        layer: None for the control as a whole.
        counts: how many gave each mark, those named in ``persons`` among them.
        persons: who gave which mark, as far as that was said aloud.
        agreed: the answer agreed on, None for none; an ``Answered`` of the same gesture gives it.
        dissent: what speaks against it.
        dissenters: who wants it noted that they disagree.
    """

    kind: Literal["vote-cast"] = "vote-cast"
    vote: str
    control: str
    layer: Layer | None = None
    counts: dict[Mark, Count] = Field(min_length=1)
    persons: dict[str, Mark] = Field(default_factory=dict)
    agreed: Mark | None = None
    dissent: TextRef | None = None
    dissenters: tuple[str, ...] = ()


class Parked(WorkshopBody):
    """A discussion was put into the parking lot."""

    kind: Literal["parked"] = "parked"
    entry: str
    text: TextRef | None
    control: str | None = None


class ParkedResolved(WorkshopBody):
    """What was parked, in this workshop or an earlier one, is settled."""

    kind: Literal["parked-resolved"] = "parked-resolved"
    entry: str
    text: TextRef | None = None


class DecisionMade(WorkshopBody):
    """Something was decided."""

    kind: Literal["decision-made"] = "decision-made"
    decision: str
    text: TextRef | None
    control: str | None = None


class NextDateSet(WorkshopBody):
    """When one meets again; None for not known."""

    kind: Literal["next-date-set"] = "next-date-set"
    on: date | None
    begins: time | None = None


class WorkshopEnded(WorkshopBody):
    """The workshop was over."""

    kind: Literal["workshop-ended"] = "workshop-ended"


AnyWorkshopBody = (
    WorkshopStarted
    | AttendeesNamed
    | ItemStarted
    | WorkshopPaused
    | WorkshopResumed
    | QuestionSkipped
    | VoteCast
    | Parked
    | ParkedResolved
    | DecisionMade
    | NextDateSet
    | WorkshopEnded
)

KINDS: dict[str, type[WorkshopBody]] = {kind.model_fields["kind"].default: kind for kind in get_args(AnyWorkshopBody)}
"""Kind -> its body."""
