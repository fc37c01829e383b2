import hashlib
import json
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Layer
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
    Gesture,
    HowKnown,
    Mark,
    MarkedNotApplicable,
    NoteWritten,
    Outcome,
    PersonAdded,
    Tagged,
    Text,
    TextErased,
    TextRef,
    Undone,
    canonical,
    decoded,
    encoded,
    heads,
    in_order,
)
from pmark_check.errors import Damaged
from tests.domain.strategies import START, Chronicle, histories, text_ref
from tests.domain.workshops import workshop_bodies

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
refs = st.builds(TextRef, id=words, digest=words)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
persons = st.none() | words
bodies: st.SearchStrategy[AnyBody] = st.one_of(
    st.builds(ClientNamed, name=words),
    st.builds(ChecklistPinned, role=st.sampled_from(["checklist", "policy", "facts"]), name=words, sha256=words),
    st.builds(FactStated, fact=words, value=st.none() | st.booleans() | st.integers(0, 9) | words),
    st.builds(PersonAdded, person=words, name=refs),
    st.builds(
        Answered,
        control=words,
        marks=st.dictionaries(st.sampled_from(Layer), st.sampled_from(Mark), min_size=1),
        how=st.sampled_from(HowKnown),
        said_by=persons,
    ),
    st.builds(MarkedNotApplicable, control=words, reason=refs, said_by=persons),
    st.builds(NoteWritten, control=words, private=st.booleans(), text=st.none() | refs),
    st.builds(EvidenceAdded, evidence=words, control=words, where=refs, as_of=st.none() | days, next_check=days),
    st.builds(EvidenceRemoved, evidence=words, control=words),
    st.builds(
        ActionPlanned,
        action=words,
        control=words,
        aim=st.sampled_from(ActionKind),
        text=st.none() | refs,
        owner=persons,
        due=st.none() | days,
    ),
    st.builds(
        ActionClosed,
        action=words,
        control=words,
        outcome=st.sampled_from(Outcome),
        on=days,
        seen_by=persons,
        reason=st.none() | refs,
    ),
    st.builds(Confirmed, control=words, by=words),
    st.builds(Tagged, name=words),
    st.builds(Undone, events=st.lists(words, min_size=1, max_size=3).map(tuple)),
    st.builds(TextErased, texts=st.lists(words, min_size=1, max_size=3).map(tuple)),
    workshop_bodies,
)
gestures = st.builds(
    Gesture,
    id=words,
    at=st.just(START),
    recorded_by=persons,
    bodies=st.lists(st.tuples(words, bodies), min_size=1, max_size=4).map(tuple),
    knowing=st.lists(st.tuples(words, st.integers(1, 99)), max_size=3).map(tuple),
)


@given(bodies)
def test_a_body_reads_back_as_it_was_written(body: AnyBody) -> None:
    read = decoded(encoded(body))
    assert read == body
    assert type(read) is type(body)
    assert encoded(read) == encoded(body)


@given(st.permutations(list(Layer)), st.sampled_from(Mark))
def test_the_order_in_which_layers_were_marked_does_not_reach_the_bytes(order: list[Layer], mark: Mark) -> None:
    body = Answered(control="c", marks=dict.fromkeys(order, mark))
    assert encoded(body) == encoded(Answered(control="c", marks=dict.fromkeys(Layer, mark)))


def test_the_bytes_of_an_answer_never_change_from_one_version_of_the_program_to_the_next() -> None:
    body = Answered(control="c.d", marks={Layer.RULE: Mark.YES, Layer.PRACTICE: Mark.NO}, said_by="人")
    assert encoded(body).decode() == (
        '{"control":"c.d","how":"heard","kind":"answered","marks":{"practice":"no","rule":"yes"},"said_by":"人","v":1}'
    )
    (event,) = Gesture("g", START, None, (("e", body),), knowing=(("head", 6),)).sealed()
    head = f'["e","g","2026-11-22T09:00:00+00:00",null,["head"],7,{len(event.raw)}]\n'
    assert event.hash == hashlib.sha256(head.encode() + event.raw).hexdigest()


@given(st.dictionaries(words, st.integers() | words | st.none()), st.randoms())
def test_canonical_bytes_depend_on_nothing_but_the_value(value: dict[str, Any], random: Any) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b'{"kind":"invented"}', b'{"kind":"answered","v":1,"control":"c","marks":{}}']
)
def test_bytes_that_are_no_known_event_are_damage(raw: bytes) -> None:
    with pytest.raises(Damaged, match=r"client\.unknown-event"):
        decoded(raw)


def test_a_body_with_an_unknown_key_or_a_newer_version_is_damage() -> None:
    for raw in (b'{"kind":"client-named","name":"A","extra":1}', b'{"kind":"client-named","name":"A","v":2}'):
        with pytest.raises(Damaged):
            decoded(raw)


@given(gestures)
def test_a_sealed_gesture_is_a_chain_of_intact_events_on_top_of_what_its_writer_knew(gesture: Gesture) -> None:
    sealed = gesture.sealed()
    assert [event.body for event in sealed] == [body for _, body in gesture.bodies]
    assert all(event.is_intact and event.batch == gesture.id for event in sealed)
    assert sealed[0].parents == tuple(sorted(head for head, _ in gesture.knowing))
    assert sealed[0].height == 1 + max((height for _, height in gesture.knowing), default=0)
    for before, after in pairwise(sealed):
        assert after.parents == (before.hash,)
        assert after.height == before.height + 1


@given(gestures, st.data())
def test_an_event_is_no_longer_intact_once_any_column_differs(gesture: Gesture, data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(gesture.sealed()))
    changes: dict[str, Any] = {
        "id": event.id + "x",
        "batch": event.batch + "x",
        "at": event.at.replace("2026", "2025"),
        "recorded_by": "x" if event.recorded_by is None else None,
        "parents": (*event.parents, "zz"),
        "height": event.height + 1,
        "raw": event.raw + b" ",
        "hash": "0" * 64,
    }
    for column, value in changes.items():
        assert not replace(event, **{column: value}).is_intact, column
    if len(set(event.parents)) > 1:
        assert not replace(event, parents=event.parents[::-1]).is_intact


def test_the_time_is_kept_with_its_offset_as_it_was_on_the_clock() -> None:
    at = datetime.fromisoformat("2026-11-22T18:00:00.123+09:00")
    (event,) = Gesture("g", at, None, (("e", ClientNamed(name="A")),)).sealed()
    assert event.at == "2026-11-22T18:00:00+09:00"


@given(histories(), st.randoms())
def test_every_copy_of_a_history_agrees_on_one_order(events: tuple[Event, ...], random: Any) -> None:
    shuffled = [*events, *events[:3]]
    random.shuffle(shuffled)
    ordered = in_order(shuffled)
    assert ordered == in_order(events)
    assert len(ordered) == len(events)
    places = {event.hash: place for place, event in enumerate(ordered)}
    assert all(places[parent] < places[event.hash] for event in events for parent in event.parents)


@given(histories())
def test_the_heads_are_the_events_that_nobody_followed(events: tuple[Event, ...]) -> None:
    followed = {parent for event in events for parent in event.parents}
    assert set(heads(events)) == {event.hash for event in events} - followed
    assert list(heads(events)) == sorted(heads(events))


def test_a_text_is_in_its_event_only_as_a_salted_digest() -> None:
    plain, salted = Text("t", b"", "秘密"), Text("t", b"salt", "秘密")
    assert salted.ref == TextRef(id="t", digest=hashlib.sha256(b"salt" + "秘密".encode()).hexdigest())
    assert salted.ref != plain.ref
    body = NoteWritten(control="c", text=salted.ref)
    assert "秘密" not in encoded(body).decode()


def test_two_people_who_write_on_from_one_head_leave_two_heads() -> None:
    chronicle = Chronicle()
    base = chronicle.tell(ClientNamed(name="A"))
    sides = [chronicle.tell(NoteWritten(control="c", text=text_ref(who)), knowing=[base]) for who in "ab"]
    assert set(heads(chronicle.events)) == {side.hash for side in sides}
    joined = chronicle.tell(FactStated(fact="f", value=True), knowing=sides)
    assert heads(chronicle.events) == (joined.hash,)
    assert joined.height == base.height + 2
