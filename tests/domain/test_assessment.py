from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.assessment import Assessment, History, effective, fold
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import (
    Answered,
    ClientNamed,
    Confirmed,
    Event,
    FactStated,
    HowKnown,
    Mark,
    MarkedNotApplicable,
    TextErased,
    Undone,
    heads,
)
from tests.domain.strategies import (
    NO,
    PARTIAL,
    PRACTICE,
    RECORD,
    RULE,
    UNKNOWN,
    YES,
    Chronicle,
    ancestors,
    answered,
    decided,
    excused,
    histories,
)


def forked(*sides: Any, base: Any = None) -> tuple[Chronicle, list[Event]]:
    """Return a history in which each of ``sides`` was written without knowledge of the others."""
    chronicle = Chronicle()
    root = [chronicle.tell(base or ClientNamed(name="A"))]
    return chronicle, [chronicle.tell(side, knowing=root) for side in sides]


def naive_words(events: Iterable[Event], control_id: str, layer: Layer) -> set[Mark | None]:
    """Return what the statements on a layer say of which no later one knew; None stands for "not applicable"."""
    history = list(events)
    spoken = [
        (event, event.body.marks[layer] if isinstance(event.body, Answered) else None)
        for event in effective(history)
        if isinstance(event.body, Answered | MarkedNotApplicable)
        and event.body.control == control_id
        and (isinstance(event.body, MarkedNotApplicable) or layer in event.body.marks)
    ]
    return {
        word
        for event, word in spoken
        if not any(event in ancestors([later], history) for later, _ in spoken if later is not event)
    }


# --- one after the other ---------------------------------------------------------------------------------------------


def test_the_last_answer_stands_and_touches_only_its_layers() -> None:
    chronicle = Chronicle()
    chronicle.tell(answered("c", dict.fromkeys(Layer, NO)))
    chronicle.tell(answered("c", {PRACTICE: YES}, how=HowKnown.SEEN, said_by="p"), by="q")
    state = fold(chronicle.events).state("c")
    assert [state.mark(layer) for layer in Layer] == [NO, YES, NO]
    answer = state.answers[PRACTICE]
    assert (answer.how, answer.said_by, answer.recorded_by) == (HowKnown.SEEN, "p", "q")


def test_unknown_and_nothing_are_both_open() -> None:
    chronicle = Chronicle()
    chronicle.tell(answered("c", {RULE: UNKNOWN, PRACTICE: PARTIAL}))
    state = fold(chronicle.events).state("c")
    assert [state.is_open(layer) for layer in Layer] == [True, False, True]
    assert all(fold(()).state("never-touched").is_open(layer) for layer in Layer)


def test_an_answer_ends_a_not_applicable_and_the_other_layers_get_their_marks_back() -> None:
    chronicle = Chronicle()
    chronicle.tell(answered("c", {RULE: YES, PRACTICE: NO}))
    chronicle.tell(excused("c"))
    assert fold(chronicle.events).state("c").is_excused
    chronicle.tell(answered("c", {PRACTICE: PARTIAL}))
    state = fold(chronicle.events).state("c")
    assert not state.is_excused
    assert [state.mark(layer) for layer in Layer] == [YES, PARTIAL, None]


def test_a_fact_can_be_stated_and_taken_back() -> None:
    chronicle = Chronicle()
    chronicle.tell(FactStated(fact="f", value=False))
    assert fold(chronicle.events).facts == {"f": False}
    chronicle.tell(FactStated(fact="f", value=None))
    assert fold(chronicle.events).facts == {}


def test_an_erasure_is_listed_with_its_time_and_person() -> None:
    chronicle = Chronicle()
    erasure = chronicle.tell(TextErased(texts=("t",)), by="p")
    assert fold(chronicle.events).erased == {"t": (erasure.at, "p")}


@given(histories())
def test_an_undone_event_counts_as_if_it_had_not_happened(events: tuple[Event, ...]) -> None:
    chronicle = Chronicle(list(events), prefix="later-")
    ends = [event for event in events if event.hash in heads(events)]
    mark = chronicle.tell(answered("c0", {RULE: YES}), knowing=ends)
    undo = chronicle.tell(Undone(events=(mark.id,)), knowing=[mark])
    assert fold(chronicle.events) == fold(events)
    chronicle.tell(Undone(events=(undo.id,)), knowing=[undo])
    assert fold(chronicle.events) == fold([*events, mark])


# --- merged ----------------------------------------------------------------------------------------------------------


@st.composite
def parts(draw: st.DrawFn) -> list[list[Event]]:
    """Draw a history and three overlapping pieces of it, each with all that its writers knew."""
    events = draw(histories())
    pieces = [draw(st.lists(st.sampled_from(events), max_size=4)) for _ in range(3)]
    return [ancestors(piece, events) for piece in pieces]


def united(*pieces: Iterable[Event]) -> Assessment:
    history = History()
    for piece in pieces:
        history.add(piece)
    return history.assessment


@given(parts())
def test_uniting_histories_is_commutative_associative_and_idempotent(pieces: list[list[Event]]) -> None:
    a, b, c = pieces
    assert united(a, b) == united(b, a)
    assert united([*a, *b], c) == united(a, [*b, *c])
    assert united(a, a) == united(a) == fold(a)
    assert united(a, b, b, a) == united(a, b)


@given(histories(), st.data())
def test_taking_events_in_piece_by_piece_ends_where_folding_all_at_once_does(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=4)))
    history = History()
    for start, end in zip([0, *cuts], [*cuts, len(events)], strict=True):
        history.add(events[start:end])
        assert history.assessment == fold(events[:end])
        assert tuple(sorted(history.heads)) == heads(events[:end])
    assert history.assessment == fold(events)


@given(histories(), st.randoms())
def test_the_state_depends_on_the_set_of_events_and_not_on_their_arrival(
    events: tuple[Event, ...], random: Any
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(events)
    assert effective(shuffled) == effective(events)
    assert united(*([event] for event in shuffled)) == fold(events)


@given(histories())
def test_a_layer_is_in_conflict_when_unrelated_words_about_it_differ(events: tuple[Event, ...]) -> None:
    assessment = fold(events)
    for control_id in ("c0", "c1"):
        state = assessment.state(control_id)
        expected = {layer for layer in Layer if len(naive_words(events, control_id, layer)) > 1}
        assert state.conflicts == expected
        assert all(state.is_open(layer) for layer in expected)
        for layer in set(Layer) - expected:
            if naive := naive_words(events, control_id, layer) - {None}:
                assert {state.mark(layer)} == naive


@given(decided, decided)
def test_two_answers_from_one_head_conflict_until_answered_again_unless_they_agree(one: Mark, other: Mark) -> None:
    chronicle, sides = forked(answered("c", {RULE: one, RECORD: YES}), answered("c", {RULE: other}))
    state = fold(chronicle.events).state("c")
    assert state.conflicts == (set() if one is other else {RULE})
    assert state.mark(RULE) == (one if one is other else None)
    assert state.mark(RECORD) is YES
    again = chronicle.tell(answered("c", {RULE: one}), knowing=sides)
    state = fold(chronicle.events).state("c")
    assert state.conflicts == frozenset()
    assert state.mark(RULE) is one
    assert heads(chronicle.events) == (again.hash,)


def test_answering_another_layer_leaves_a_conflict_open() -> None:
    chronicle, sides = forked(answered("c", {RULE: YES}), answered("c", {RULE: NO}))
    chronicle.tell(answered("c", {PRACTICE: YES}), knowing=sides)
    assert fold(chronicle.events).state("c").conflicts == {RULE}


def test_an_answer_by_somebody_who_knew_only_one_side_does_not_settle_the_conflict() -> None:
    chronicle, sides = forked(answered("c", {RULE: YES}), answered("c", {RULE: NO}))
    chronicle.tell(answered("c", {RULE: PARTIAL}), knowing=sides[:1])
    assert fold(chronicle.events).state("c").conflicts == {RULE}


@given(decided)
def test_not_applicable_beside_an_answer_is_a_conflict_on_the_answered_layer(mark: Mark) -> None:
    chronicle, sides = forked(excused("c"), answered("c", {PRACTICE: mark}))
    state = fold(chronicle.events).state("c")
    assert state.conflicts == {PRACTICE}
    assert not state.is_excused
    assert state.is_open(PRACTICE)
    for word, is_excused in ((answered("c", {PRACTICE: mark}), False), (excused("c"), True)):
        settled = Chronicle(list(chronicle.events), prefix="settled-")
        settled.tell(word, knowing=sides)
        state = fold(settled.events).state("c")
        assert state.conflicts == frozenset()
        assert state.is_excused is is_excused


def test_two_who_both_say_not_applicable_do_not_contradict_each_other() -> None:
    chronicle, _ = forked(excused("c", said_by="p"), excused("c", said_by="q"))
    assert fold(chronicle.events).state("c").is_excused


def test_undoing_one_side_of_a_conflict_settles_it() -> None:
    chronicle, (_, right) = forked(answered("c", {RULE: YES}), answered("c", {RULE: NO}))
    chronicle.tell(Undone(events=(right.id,)), knowing=[right])
    state = fold(chronicle.events).state("c")
    assert (state.mark(RULE), state.conflicts) == (YES, frozenset())


def test_an_event_undone_on_both_sides_returns_only_when_both_undos_are_undone() -> None:
    chronicle = Chronicle()
    mark = chronicle.tell(answered("c", {RULE: YES}))
    undos = [chronicle.tell(Undone(events=(mark.id,)), knowing=[mark]) for _ in "ab"]
    redo = chronicle.tell(Undone(events=(undos[0].id,)), knowing=undos)
    assert fold(chronicle.events).state("c").mark(RULE) is None
    chronicle.tell(Undone(events=(undos[1].id,)), knowing=[redo])
    assert fold(chronicle.events).state("c").mark(RULE) is YES


@given(st.sampled_from([answered("c", {PRACTICE: NO}), excused("c")]), st.integers(0, 3))
def test_a_confirmation_does_not_cover_what_its_writer_did_not_know(change: Any, delay: int) -> None:
    """``delay`` moves the confirmation behind the change in the common order, which must not matter."""
    chronicle, (_, at) = forked(change, FactStated(fact="f", value=True), base=answered("c", {PRACTICE: YES}))
    for _ in range(delay):
        at = chronicle.tell(FactStated(fact="f", value=None), knowing=[at])
    chronicle.tell(Confirmed(control="c", by="p"), knowing=[at])
    assert fold(chronicle.events).state("c").confirmation is None


# --- what if ---------------------------------------------------------------------------------------------------------


@given(histories(), st.dictionaries(st.sampled_from(Layer), decided, min_size=1))
def test_other_marks_are_tried_on_a_copy(events: tuple[Event, ...], tried: dict[Layer, Mark]) -> None:
    assessment, untouched = fold(events), fold(events)
    changed = assessment.with_marks({"c0": tried})
    assert assessment == untouched
    state = changed.state("c0")
    assert {layer: state.mark(layer) for layer in tried} == tried
    assert state.not_applicable is None
    assert changed.state("c1") == assessment.state("c1")
    for layer in set(Layer) - set(tried):
        assert state.mark(layer) == assessment.state("c0").mark(layer)
