"""Workshops: agendas to write down in a test, random histories, and a desk whose clock stands still until told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from pmark_check.domain.agenda import Agenda, AgendaHead, AgendaItem, ItemKind, Selection
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, ActionPlanned, AnyBody, Event, Gesture, Mark, TextRef, Undone
from pmark_check.domain.journal import Journal
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.domain.text import Bilingual
from pmark_check.domain.workshop_events import (
    AttendeesNamed,
    DecisionMade,
    ItemStarted,
    NextDateSet,
    Parked,
    ParkedResolved,
    QuestionSkipped,
    VoteCast,
    WorkshopEnded,
    WorkshopPaused,
    WorkshopResumed,
    WorkshopStarted,
)
from pmark_check.domain.workshop_session import Facilitation
from tests.domain.strategies import START, answered, text_ref
from tests.memory_journal import MemoryFile, MemoryJournal

TITLE = Bilingual(ja="項目", en="Item")


def ask(*sections: str, minutes: int = 10, only: Selection | None = None) -> AgendaItem:
    return AgendaItem(kind=ItemKind.SECTIONS, minutes=minutes, sections=sections, only=only)


def rest(minutes: int = 5) -> AgendaItem:
    return AgendaItem(kind=ItemKind.BREAK, minutes=minutes)


def talk(minutes: int = 5) -> AgendaItem:
    return AgendaItem(kind=ItemKind.TALK, minutes=minutes, title=TITLE)


def agenda(*items: AgendaItem) -> Agenda:
    return Agenda(format=1, agenda=AgendaHead(id="plan", title=TITLE), item=items)


PLAN = agenda(ask("before", minutes=10), rest(), ask("during", "after", minutes=20), talk())


class Room:
    """A client on a file, by default in memory, and a clock that moves when it is told to."""

    def __init__(
        self,
        library: Library,
        *,
        operator: str = "",
        start: datetime = START,
        open_file: Callable[[], Journal] | None = None,
    ) -> None:
        self.library = library
        self.operator = operator
        self.now = start
        self.file = MemoryFile()
        self._open = open_file or (lambda: MemoryJournal(self.file))
        self._numbers = count(1)
        self.enter()

    def enter(self) -> None:
        """Open the file anew, as after a crash."""
        self.session = Session(
            self._open(),
            self.library,
            clock=lambda: self.now,
            new_id=lambda: f"id-{next(self._numbers)}",
            new_salt=lambda: b"salt",
            operator=self.operator,
        )
        self.facilitation = Facilitation(self.session)

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def crash(self, minutes: float = 0) -> None:
        """Lose everything that is not in the file, and come back some time later."""
        self.wait(minutes)
        self.enter()


# --- random ----------------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
refs = st.builds(TextRef, id=words, digest=words)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
marks = st.sampled_from(Mark)
named = st.lists(words, max_size=3).map(tuple)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st adds it
items = st.one_of(
    st.builds(ask, words, minutes=st.integers(1, 600), only=st.none() | st.sampled_from(Selection)),
    st.builds(rest, st.integers(1, 60)),
    st.builds(talk, st.integers(1, 60)),
)
workshop_bodies: st.SearchStrategy[AnyBody] = st.one_of(
    st.builds(
        WorkshopStarted,
        workshop=words,
        agenda=st.lists(st.sampled_from(PLAN.item), min_size=1, max_size=3).map(lambda chosen: agenda(*chosen)),
        attendees=named,
        planned=st.none() | moments,
        place=st.none() | refs,
    ),
    st.builds(AttendeesNamed, workshop=words, attendees=named),
    st.builds(ItemStarted, workshop=words, item=st.integers(1, 9), controls=named),
    st.builds(WorkshopPaused, workshop=words),
    st.builds(WorkshopResumed, workshop=words),
    st.builds(QuestionSkipped, workshop=words, control=words),
    st.builds(
        VoteCast,
        workshop=words,
        vote=words,
        control=words,
        layer=st.none() | st.sampled_from(Layer),
        counts=st.dictionaries(marks, st.integers(0, 99), min_size=1),
        persons=st.dictionaries(words, marks, max_size=2),
        agreed=st.none() | marks,
        dissent=st.none() | refs,
        dissenters=named,
    ),
    st.builds(Parked, workshop=words, entry=words, text=st.none() | refs, control=st.none() | words),
    st.builds(ParkedResolved, workshop=words, entry=words, text=st.none() | refs),
    st.builds(DecisionMade, workshop=words, decision=words, text=st.none() | refs, control=st.none() | words),
    st.builds(NextDateSet, workshop=words, on=st.none() | days, begins=st.none() | st.just(time(14, 30))),
    st.builds(WorkshopEnded, workshop=words),
)


def _bodies(workshop: str) -> st.SearchStrategy[AnyBody]:
    """Return what can happen while a workshop goes on, or once it is over."""
    of: dict[str, Any] = {"workshop": st.just(workshop)}
    clock = (kind(workshop=workshop) for kind in (WorkshopPaused, WorkshopResumed, WorkshopEnded, WorkshopEnded))
    return st.one_of(
        st.builds(ItemStarted, **of, item=st.integers(1, 5), controls=st.just(("a", "b"))),
        st.builds(lambda control, mark: answered(control, {Layer.RULE: mark}), st.sampled_from("ab"), marks),
        st.builds(QuestionSkipped, **of, control=st.sampled_from("ab")),
        st.builds(VoteCast, **of, vote=st.sampled_from("vw"), control=st.just("a"), counts=st.just({Mark.YES: 1})),
        st.builds(Parked, **of, entry=st.sampled_from("pq"), text=st.none() | st.just(text_ref("lot"))),
        st.builds(ParkedResolved, **of, entry=st.sampled_from("pq")),
        st.builds(DecisionMade, **of, decision=st.sampled_from("de"), text=st.none() | st.just(text_ref("so"))),
        st.builds(NextDateSet, **of, on=st.none() | days),
        st.builds(ActionPlanned, action=st.sampled_from("xy"), control=st.just("a"), aim=st.just(ActionKind.FIX)),
        st.sampled_from(list(clock)),
    )


BODIES = {workshop: _bodies(workshop) for workshop in ("w1", "w2")}


@st.composite
def workshop_histories(draw: st.DrawFn, max_size: int = 16) -> tuple[Event, ...]:
    """Draw what several copies of a client's file recorded about up to two workshops, at unreliable times."""
    events: list[Event] = []
    now = START
    for number in range(draw(st.integers(2, max_size))):
        now += timedelta(minutes=draw(st.sampled_from((-7, 0, 1, 4, 30, 300))))
        heads = draw(st.lists(st.sampled_from(events), unique=True, max_size=2)) if events else []
        knowing = events[-1:] if draw(st.booleans()) else heads
        workshop = draw(st.sampled_from(("w1", "w1", "w2")))
        body: AnyBody
        if number == 0 or draw(st.integers(0, 9)) == 0:
            body = WorkshopStarted(workshop=workshop, agenda=PLAN)
        elif knowing and draw(st.integers(0, 5)) == 0:
            body = Undone(events=(draw(st.sampled_from(knowing)).id,))
        else:
            body = draw(BODIES[workshop])
        known = tuple((event.hash, event.height) for event in knowing)
        events += Gesture(f"batch-{number}", now, None, ((f"event-{number}", body),), knowing=known).sealed()
    return tuple(events)
