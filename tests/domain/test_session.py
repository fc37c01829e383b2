from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.assessment import Action, Assessment, fold
from pmark_check.domain.checklist import Fact, FactKind, FactValue, Layer
from pmark_check.domain.events import (
    ActionClosed,
    ActionKind,
    Answered,
    Confirmed,
    FactStated,
    HowKnown,
    Mark,
    Outcome,
    PersonAdded,
    Undone,
)
from pmark_check.domain.journal import Draft
from pmark_check.domain.organization import Applicability
from pmark_check.domain.readiness import Readiness
from pmark_check.domain.scoring import Situation
from pmark_check.domain.session import Session
from pmark_check.errors import BadInput, NotFound, PmarkError, Unwritable
from tests.domain.strategies import NO, PARTIAL, PRACTICE, RECORD, RULE, SAID, UNKNOWN, YES, Desk, control, library
from tests.memory_journal import MemoryFile

ASKED = library(
    control("a"),
    control("b", layers=(RULE, PRACTICE), when=("has_test_env",)),
    control("k", knockout=True, unless=("sells_data",)),
)


def desk(*, operator: str = "", name: str = "desk") -> Desk:
    return Desk(ASKED, operator=operator, name=name)


def without_persons(of: Assessment) -> Assessment:
    """A person once met stays known, so undo leaves the list of persons alone."""
    return of._replace(persons={})


def marks_of(session: Session, control_id: str) -> list[Mark | None]:
    return [session.state(control_id).mark(layer) for layer in Layer]


# --- answering -------------------------------------------------------------------------------------------------------


def test_one_key_marks_all_layers_of_a_control_in_one_event() -> None:
    session = desk().session
    session.answer("b", NO)
    assert marks_of(session, "b") == [NO, NO, None]
    assert [type(event.body) for event in session.events] == [Answered]


def test_refining_a_layer_touches_that_layer_only() -> None:
    session = desk().session
    session.answer("a", NO)
    session.answer("a", YES, layer=PRACTICE, how=HowKnown.SEEN)
    assert marks_of(session, "a") == [NO, YES, NO]
    answers = session.state("a").answers
    assert [answers[layer].how for layer in Layer] == [HowKnown.HEARD, HowKnown.SEEN, HowKnown.HEARD]


def test_an_event_names_only_the_layers_whose_answer_is_new() -> None:
    session = desk().session
    session.answer("a", NO, layer=RULE)
    session.answer("a", NO)
    assert session.events[-1].body == Answered(control="a", marks={PRACTICE: NO, RECORD: NO})


@pytest.mark.parametrize("layer", [RECORD])
def test_a_layer_on_which_a_control_is_not_asked_takes_no_mark(layer: Layer) -> None:
    session = desk().session
    with pytest.raises(BadInput, match=r"answer\.no-such-layer"):
        session.answer("b", YES, layer=layer)
    with pytest.raises(BadInput, match=r"answer\.no-such-layer"):
        session.mark("b", {RULE: YES, layer: YES})
    assert session.events == ()


GESTURES: dict[str, Callable[[Session], object]] = {
    "answer": lambda s: s.answer("a", PARTIAL, how=HowKnown.SEEN, said_by="山田"),
    "answer on one layer": lambda s: s.answer("a", NO, layer=RULE),
    "several marks": lambda s: s.mark("a", {RULE: YES, RECORD: UNKNOWN}),
    "not applicable": lambda s: s.mark_not_applicable("a", "試験環境がない", said_by="山田"),
    "note": lambda s: s.write_note("a", "覚え書き"),
    "private note": lambda s: s.write_note("a", "内緒", private=True),
    "evidence": lambda s: s.add_evidence("a", "棚 3", as_of=date(2026, 11, 1)),
    "action": lambda s: s.plan_action("a", text="消す", owner="佐藤", due=date(2026, 12, 1)),
    "fact": lambda s: s.state_fact("has_test_env", value=False),
    "person": lambda s: s.add_person("山田 太郎"),
    "name": lambda s: s.rename("株式会社 山"),
}


@pytest.mark.parametrize("gesture", GESTURES)
def test_giving_the_standing_answer_again_writes_nothing(gesture: str) -> None:
    session = desk(operator="審査 花子").session
    told = GESTURES[gesture](session)
    written = session.events
    assert written
    assert GESTURES[gesture](session) == told
    assert session.events == written


@pytest.mark.parametrize(
    "other",
    [
        lambda s: s.answer("a", NO, how=HowKnown.SEEN, said_by="山田"),
        lambda s: s.answer("a", PARTIAL, said_by="山田"),
        lambda s: s.answer("a", PARTIAL, how=HowKnown.SEEN, said_by="佐藤"),
    ],
    ids=["another mark", "known otherwise", "said by another"],
)
def test_an_answer_that_differs_in_anything_is_written(other: Callable[[Session], object]) -> None:
    session = desk().session
    GESTURES["answer"](session)
    written = len(session.events)
    other(session)
    assert len(session.events) > written


@pytest.mark.parametrize("reason", ["", "  ", "　\n"])
def test_not_applicable_needs_a_reason(reason: str) -> None:
    session = desk().session
    with pytest.raises(BadInput, match=r"answer\.no-reason"):
        session.mark_not_applicable("a", reason)
    assert session.events == ()


def test_not_applicable_keeps_its_reason_and_who_said_it() -> None:
    session = desk(operator="審査 花子").session
    session.mark_not_applicable("a", "試験環境がない", said_by="山田")
    standing = session.state("a").not_applicable
    assert standing is not None
    assert session.text(standing.reason) == "試験環境がない"
    assert (session.person_name(standing.said_by), session.person_name(standing.recorded_by)) == ("山田", "審査 花子")
    assert not session.is_open(session.library.control("a"))


def test_the_same_mark_after_not_applicable_makes_the_control_count_again() -> None:
    session = desk().session
    session.answer("a", YES)
    session.mark_not_applicable("a", "理由")
    session.answer("a", YES)
    assert session.state("a").not_applicable is None
    assert marks_of(session, "a") == [YES, YES, YES]


def test_a_control_is_open_until_every_layer_has_a_mark_other_than_unknown() -> None:
    session = desk().session
    asked = session.library.control("b")
    assert session.is_open(asked)
    session.answer("b", YES, layer=RULE)
    assert session.is_open(asked)
    session.answer("b", UNKNOWN, layer=PRACTICE)
    assert session.is_open(asked)
    session.answer("b", NO, layer=PRACTICE)
    assert not session.is_open(asked)


def test_an_unknown_control_or_fact_is_not_found_and_nothing_is_written() -> None:
    session = desk().session
    for gesture in (
        lambda: session.answer("zzz", YES),
        lambda: session.mark_not_applicable("zzz", "理由"),
        lambda: session.write_note("zzz", "文"),
        lambda: session.add_evidence("zzz", "棚"),
        lambda: session.plan_action("zzz"),
        lambda: session.confirm("zzz", "山田"),
        lambda: session.state_fact("zzz", value=True),
    ):
        with pytest.raises(NotFound):
            gesture()
    assert session.events == ()


# --- facts -----------------------------------------------------------------------------------------------------------


def test_answers_under_a_fact_that_turned_false_return_with_it() -> None:
    session = desk().session
    session.answer("b", NO)
    before = session.state("b")
    session.state_fact("has_test_env", value=False)
    assert session.applies(session.library.control("b")) is Applicability.NO
    assert [each.id for each in session.asked()] == ["a", "k"]
    session.state_fact("has_test_env", value=True)
    assert [each.id for each in session.asked()] == ["a", "b", "k"]
    assert session.state("b") == before
    session.state_fact("has_test_env", value=None)
    assert session.applies(session.library.control("b")) is Applicability.PERHAPS


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (FactKind.YES_NO, [True, False], [1, "yes"]),
        (FactKind.NUMBER, [0, 30], [True, -1, "30"]),
        (FactKind.DATE, ["2026-11-22"], ["22.11.2026", "20261122", "2026-02-30", 2026, True]),
        (FactKind.CHOICE, ["big"], ["huge", 1, True]),
    ],
)
def test_a_fact_takes_only_values_of_its_kind(kind: FactKind, good: list[FactValue], bad: list[FactValue]) -> None:
    choices = ({"id": "big", "title": SAID},) if kind is FactKind.CHOICE else ()
    fact = Fact.model_validate({"id": "f", "kind": kind, "question": SAID, "plain": SAID, "choices": choices})
    session = Desk(library(control("a"), facts=[fact])).session
    for value in good:
        session.state_fact("f", value)
        assert session.assessment.facts == {"f": value}
    written = session.events
    for value in bad:
        with pytest.raises(BadInput, match=r"fact\.bad-value"):
            session.state_fact("f", value)
    assert session.events == written


# --- persons ---------------------------------------------------------------------------------------------------------


def test_a_name_is_one_person_however_it_is_typed() -> None:
    session = desk(operator="ヤマダ").session
    person = session.add_person("山田 太郎")
    for typed in ("山田太郎", "山田　太郎", " 山田 太郎 "):
        assert session.add_person(typed) == person
        assert session.find_person(typed) == person
    session.answer("a", YES, said_by="ﾔﾏﾀﾞ")
    answer = session.state("a").answers[RULE]
    assert answer.said_by == answer.recorded_by == session.find_person("ヤマダ")
    assert len(session.assessment.persons) == 2


def test_a_new_person_named_twice_in_one_gesture_is_added_once() -> None:
    session = desk(operator="山田太郎").session
    with session.one_gesture():
        session.answer("a", YES, said_by="山田 太郎")
        session.answer("b", YES, said_by="山田　太郎")
    assert len(session.assessment.persons) == 1
    assert session.state("a").answers[RULE].recorded_by == session.state("b").answers[RULE].said_by


def test_who_works_with_the_program_stays_known_when_their_first_gesture_is_undone() -> None:
    session = desk(operator="審査 花子").session
    session.answer("a", YES, said_by="山田")
    session.undo()
    session.redo()
    session.answer("a", NO, said_by="山田")
    assert len(session.assessment.persons) == 2
    assert {session.person_name(event.recorded_by) for event in session.events} == {"審査 花子"}


@pytest.mark.parametrize("name", ["", " 　"])
def test_a_person_has_a_name(name: str) -> None:
    session = desk().session
    with pytest.raises(BadInput):
        session.add_person(name)
    assert session.find_person(name) is None


# --- gestures --------------------------------------------------------------------------------------------------------


def test_an_import_of_many_answers_is_one_batch_and_one_undo_step() -> None:
    big = library(*(control(f"c{number}") for number in range(30)))
    session = Desk(big, operator="審査").session
    session.answer("c0", NO)
    before = session.assessment
    with session.one_gesture():
        for each in big.controls:
            session.answer(each, YES, said_by="山田")
            session.write_note(each, f"{each} の覚え書き")
    imported = session.assessment
    assert len({event.batch for event in session.events[2:]}) == 1
    assert marks_of(session, "c29") == [YES, YES, YES]
    assert len(session.undo()) == 60
    assert without_persons(session.assessment) == without_persons(before)
    session.redo()
    assert session.assessment == imported


def test_a_gesture_that_fails_halfway_writes_nothing_at_all() -> None:
    at = desk()

    def fail_halfway() -> None:
        with at.session.one_gesture():
            at.session.answer("a", YES, said_by="山田")
            at.session.mark_not_applicable("b", "")

    with pytest.raises(BadInput):
        fail_halfway()
    assert at.session.events == at.journal.events() == ()
    assert at.session.assessment == Assessment()
    at.session.answer("a", NO)
    assert marks_of(at.session, "a") == [NO, NO, NO]


def test_nothing_is_written_before_the_gesture_ends() -> None:
    at = desk()
    with at.session.one_gesture():
        at.session.answer("a", YES)
        with at.session.one_gesture():
            at.session.answer("b", YES)
        assert at.journal.file.events == []
    assert len(at.journal.file.events) == 2


def test_a_disk_that_refuses_leaves_the_session_as_it_was() -> None:
    at = desk()
    at.session.answer("a", NO)
    before = at.session.assessment
    at.journal.file.broken = Unwritable("client.disk-full")
    with pytest.raises(Unwritable):
        at.session.answer("a", YES)
    assert at.session.assessment == before
    at.journal.file.broken = None
    at.session.answer("a", YES)
    assert marks_of(at.session, "a") == [YES, YES, YES]
    assert at.reopened().assessment == at.session.assessment


# --- undo and redo ---------------------------------------------------------------------------------------------------


@dataclass
class Played:
    """A session and the states it should move between; the plain model of undo and redo."""

    at: Desk
    done: list[Assessment] = field(default_factory=list)
    undone: list[Assessment] = field(default_factory=list)

    @property
    def now(self) -> Assessment:
        return without_persons(self.at.session.assessment)

    def gesture(self, act: Callable[[Session], object]) -> None:
        before, written = self.now, len(self.at.session.events)
        with suppress(PmarkError):
            act(self.at.session)
        if any(not isinstance(event.body, PersonAdded) for event in self.at.session.events[written:]):
            self.done.append(before)
            self.undone.clear()

    def undo(self) -> None:
        before = self.now
        took_back = self.at.session.undo()
        assert bool(took_back) == bool(self.done)
        if self.done:
            self.undone.append(before)
            assert self.now == self.done.pop()

    def redo(self) -> None:
        before = self.now
        brought_back = self.at.session.redo()
        assert bool(brought_back) == bool(self.undone)
        if self.undone:
            self.done.append(before)
            assert self.now == self.undone.pop()


def find_action(session: Session, action: str) -> Action:
    """Return the action of that id, as one who picks it from a list would."""
    if action not in session.state("a").actions:
        raise NotFound("action.unknown", action=action)
    return session.state("a").actions[action]


def first_action(session: Session) -> str:
    return next(iter(session.state("a").actions), "")


PLAYED: dict[str, Callable[[Session], object]] = {
    **{f"{mark} {each}": lambda s, m=mark, c=each: s.answer(c, m) for mark in (YES, NO) for each in "ak"},  # type: ignore[misc]
    **{gesture: GESTURES[gesture] for gesture in GESTURES if gesture not in ("name", "person")},
    "drop evidence": lambda s: s.remove_evidence("a", next(iter(s.state("a").evidence), "")),
    "close": lambda s: s.close_action(find_action(s, first_action(s)), Outcome.DONE, seen_by="佐藤"),
    "confirm": lambda s: s.confirm("k", "第二者"),
    "fact of k": lambda s: s.state_fact("sells_data", value=not s.assessment.facts.get("sells_data", False)),
    "other operator": lambda s: setattr(s, "operator", f"{s.operator}'"),
}


@given(st.lists(st.sampled_from([*PLAYED, *["undo"] * 6, *["redo"] * 4]), max_size=25))
def test_undo_and_redo_move_back_and_forth_between_the_states_that_were(moves: list[str]) -> None:
    played = Played(desk(operator="審査 花子"))
    for move in moves:
        match move:
            case "undo":
                played.undo()
            case "redo":
                played.redo()
            case _:
                played.gesture(PLAYED[move])
    session = played.at.session
    assert session.assessment == fold(session.events) == played.at.reopened().assessment
    assert all(event.is_intact for event in session.events)
    assert len({session.person_name(each) for each in session.assessment.persons}) == len(session.assessment.persons)
    while played.done:
        played.undo()
    assert played.now == Assessment()
    while played.undone:
        played.redo()


def test_undo_tells_what_it_took_back_and_redo_what_it_brought_back() -> None:
    session = desk().session
    session.answer("a", YES)
    assert session.undo() == (Answered(control="a", marks=dict.fromkeys(Layer, YES)),)
    assert session.redo() == (Answered(control="a", marks=dict.fromkeys(Layer, YES)),)


def test_with_nothing_to_undo_or_redo_nothing_is_written() -> None:
    session = desk(operator="審査").session
    assert (session.undo(), session.redo(), session.events) == ((), (), ())
    session.answer("a", YES)
    assert session.redo() == ()
    session.undo()
    written = session.events
    assert session.undo() == ()
    assert session.events == written


def test_a_new_operator_does_not_turn_undo_around() -> None:
    """The gesture that undoes also adds its operator; it is still no gesture to undo."""
    session = desk().session
    session.answer("a", YES)
    session.answer("a", NO)
    session.operator = "新人"
    session.undo()
    assert marks_of(session, "a") == [YES, YES, YES]
    session.undo()
    assert marks_of(session, "a") == [None, None, None]
    session.operator = "もう一人"
    session.redo()
    session.redo()
    assert marks_of(session, "a") == [NO, NO, NO]


def test_the_name_of_the_client_is_not_undone() -> None:
    session = desk().session
    session.answer("a", YES)
    session.rename("株式会社 山")
    session.undo()
    assert session.assessment.name == "株式会社 山"
    assert marks_of(session, "a") == [None, None, None]


# --- evidence and actions --------------------------------------------------------------------------------------------


def test_evidence_is_added_and_removed() -> None:
    session = desk().session
    evidence = session.add_evidence("a", "棚 3", as_of=date(2026, 11, 1), next_check=date(2027, 11, 1))
    other = session.add_evidence("a", "棚 4")
    found = session.state("a").evidence
    assert list(found) == [evidence, other]
    assert (session.text(found[evidence].where), found[evidence].as_of, found[evidence].next_check) == (
        "棚 3",
        date(2026, 11, 1),
        date(2027, 11, 1),
    )
    session.remove_evidence("a", evidence)
    assert list(session.state("a").evidence) == [other]
    written = session.events
    session.remove_evidence("a", evidence)
    assert session.events == written
    with pytest.raises(BadInput, match=r"text\.empty"):
        session.add_evidence("a", "　")


def test_an_action_is_planned_changed_and_done() -> None:
    session = desk().session
    action = session.plan_action("a", text="消す", owner="佐藤", due=date(2026, 12, 1))
    assert session.plan_action("a", text="全部消す", owner="佐藤", action=action) == action
    (planned,) = session.state("a").open_actions
    assert (session.text(planned.text), planned.due, planned.outcome) == ("全部消す", None, None)
    session.close_action(find_action(session, action), Outcome.DONE, seen_by="山田")
    closed = find_action(session, action)
    assert session.state("a").open_actions == ()
    assert (closed.outcome, closed.closed_on, session.person_name(closed.seen_by)) == (
        Outcome.DONE,
        date(2026, 11, 22),
        "山田",
    )


def test_done_never_changes_a_mark() -> None:
    session = desk().session
    session.answer("a", NO)
    action = session.plan_action("a", text="直す")
    session.close_action(find_action(session, action), Outcome.DONE)
    assert marks_of(session, "a") == [NO, NO, NO]


def test_closing_again_as_before_writes_nothing() -> None:
    session = desk().session
    action = session.plan_action("a", text="直す")
    for _ in range(2):
        session.close_action(find_action(session, action), Outcome.DROPPED, reason="不要")
    assert sum(isinstance(event.body, ActionClosed) for event in session.events) == 1


def test_an_action_is_dropped_only_for_a_reason() -> None:
    session = desk().session
    action = find_action(session, session.plan_action("a", text="直す"))
    with pytest.raises(BadInput, match=r"action\.no-reason"):
        session.close_action(action, Outcome.DROPPED, reason="　")
    session.close_action(action, Outcome.DROPPED, reason="不要")
    dropped = find_action(session, action.id)
    assert (dropped.outcome, session.text(dropped.reason)) == (Outcome.DROPPED, "不要")


def test_a_find_out_is_not_done_while_its_control_is_open() -> None:
    session = desk().session
    action = find_action(session, session.plan_action("a", aim=ActionKind.FIND_OUT, text="聞く"))
    session.answer("a", YES, layer=RULE)
    with pytest.raises(BadInput, match=r"action\.still-open"):
        session.close_action(action, Outcome.DONE)
    session.answer("a", NO)
    session.close_action(action, Outcome.DONE)
    assert find_action(session, action.id).outcome is Outcome.DONE


def test_a_fix_is_done_while_its_control_is_open_and_a_find_out_can_be_dropped() -> None:
    session = desk().session
    fix = find_action(session, session.plan_action("a", text="直す"))
    ask = find_action(session, session.plan_action("a", aim=ActionKind.FIND_OUT))
    session.close_action(fix, Outcome.DONE)
    session.close_action(ask, Outcome.DROPPED, reason="不要")
    assert session.state("a").open_actions == ()


def test_an_action_can_be_changed_into_the_like_of_another() -> None:
    session = desk().session
    one, other = session.plan_action("a", text="消す"), session.plan_action("a", text="残す")
    assert session.plan_action("a", text="消す", action=other) == other
    assert session.text(find_action(session, other).text) == "消す"
    assert find_action(session, one).outcome is None


# --- four eyes -------------------------------------------------------------------------------------------------------


def is_confirmed(session: Session) -> bool:
    return Readiness(Situation(session.library, session.assessment)).is_confirmed("k")


@pytest.mark.parametrize("same", ["山田太郎", "審査花子", ""])
def test_a_confirmation_is_by_neither_who_said_it_nor_who_recorded_it(same: str) -> None:
    session = desk(operator="審査 花子").session
    session.answer("k", YES, said_by="山田 太郎")
    with pytest.raises(BadInput, match=r"confirm\.same-person"):
        session.confirm("k", same)
    assert not is_confirmed(session)
    session.confirm("k", "第二者")
    assert is_confirmed(session)
    assert isinstance(session.events[-1].body, Confirmed)


def test_a_not_applicable_is_confirmed_by_somebody_else_too() -> None:
    session = desk(operator="審査").session
    session.mark_not_applicable("k", "理由", said_by="山田")
    for same in ("山田", "審査"):
        with pytest.raises(BadInput, match=r"confirm\.same-person"):
            session.confirm("k", same)
    session.confirm("k", "第二者")
    assert is_confirmed(session)


def test_only_a_knockout_is_confirmed() -> None:
    session = desk().session
    with pytest.raises(BadInput, match=r"confirm\.no-knockout"):
        session.confirm("a", "第二者")


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.answer("k", NO),
        lambda s: s.answer("k", PARTIAL, layer=RECORD),
        lambda s: s.mark_not_applicable("k", "理由"),
        lambda s: s.state_fact("sells_data", value=False),
    ],
    ids=["mark", "one layer", "not applicable", "fact"],
)
def test_a_later_change_voids_a_confirmation_and_undoing_the_change_restores_it(
    change: Callable[[Session], object],
) -> None:
    session = desk(operator="審査").session
    session.answer("k", YES, said_by="山田")
    session.confirm("k", "第二者")
    change(session)
    assert not is_confirmed(session)
    session.undo()
    assert is_confirmed(session)


@pytest.mark.parametrize(("first", "second"), [("one", "other"), ("other", "one")])
def test_nobody_confirms_their_own_answer_under_a_second_id(first: str, second: str) -> None:
    """Two copies of a client each met the same person; merged, that person has two ids."""
    one, other = desk(name=first), desk(name=second)
    one.session.add_person("山田 太郎")
    other.session.answer("k", YES, said_by="山田太郎")
    one.take_in(other)
    assert len(one.session.assessment.persons) == 2
    with pytest.raises(BadInput, match=r"confirm\.same-person"):
        one.session.confirm("k", "山田太郎")


def test_an_answer_and_its_confirmation_in_one_gesture_still_need_two_persons() -> None:
    session = desk().session
    for second, is_valid in (("山田", False), ("第二者", True)):
        with session.one_gesture():
            session.answer("k", NO if is_valid else YES, said_by="山田")
            with suppress(BadInput):
                session.confirm("k", second)
        assert is_confirmed(session) is is_valid


# --- notes and erasure -----------------------------------------------------------------------------------------------


def test_a_note_and_the_private_note_are_two_texts() -> None:
    session = desk().session
    session.write_note("a", "見せる")
    session.write_note("a", "内緒", private=True)
    state = session.state("a")
    assert (session.text(state.note), session.text(state.private_note)) == ("見せる", "内緒")
    session.write_note("a", " \n")
    assert session.state("a").note is None
    assert session.state("a").private_note == state.private_note


def test_only_private_notes_are_kept_as_private_texts() -> None:
    at = desk(operator="審査")
    GESTURES["private note"](at.session)
    for gesture in ("note", "not applicable", "evidence", "action"):
        GESTURES[gesture](at.session)
    assert [text.text for text in at.journal.file.texts.values() if text.private] == ["内緒"]


def test_erasing_deletes_the_text_and_the_history_still_verifies() -> None:
    at = desk(operator="審査")
    at.session.write_note("a", "山田さんの電話番号")
    note = at.session.state("a").note
    assert note is not None
    before = at.session.events
    assert at.session.erase([note]) == 1
    assert at.session.text(note) == ""
    assert "電話番号" not in repr(at.journal.file)
    assert at.session.events[: len(before)] == before
    assert all(event.is_intact for event in at.session.events)
    erased_at, by = at.session.assessment.erased[note.id]
    assert erased_at == at.session.events[-1].at
    assert at.session.person_name(by) == "審査"
    assert at.session.state("a").note == note
    assert at.reopened().assessment == at.session.assessment


def test_an_erasure_is_final() -> None:
    session = desk().session
    session.write_note("a", "秘密")
    note = session.state("a").note
    assert note is not None
    assert session.erase([note, note]) == 1
    written = session.events
    assert session.erase([note]) == 0
    assert session.events == written
    session.undo()
    assert session.text(note) == ""
    assert note.id in session.assessment.erased


def test_an_erased_person_is_nameless_and_is_found_no_more() -> None:
    session = desk().session
    person = session.add_person("山田")
    assert session.person_name(person) == "山田"
    session.erase([session.assessment.persons[person]])
    assert session.person_name(person) == ""
    assert session.find_person("山田") is None
    assert session.find_person("") is None


def test_a_text_erased_in_one_copy_is_gone_after_the_merge() -> None:
    one, other = desk(name="one"), desk(name="other")
    one.session.write_note("a", "秘密")
    other.take_in(one)
    note = one.session.state("a").note
    assert note is not None
    other.session.erase([note])
    one.take_in(other)
    assert one.session.text(note) == ""


# --- two windows, two copies -----------------------------------------------------------------------------------------


def test_two_windows_on_one_file_see_each_other_at_their_next_gesture() -> None:
    file = MemoryFile()
    left, right = Desk(ASKED, file=file, name="left"), Desk(ASKED, file=file, name="right")
    left.session.answer("a", YES)
    right.session.answer("b", NO)
    assert marks_of(right.session, "a") == [YES, YES, YES]
    left.session.answer("k", YES)
    assert marks_of(left.session, "b") == [NO, NO, None]
    assert left.session.assessment == left.reopened().assessment
    assert len({event.hash for event in left.session.events}) == 3


@pytest.mark.parametrize("settling", [YES, NO, PARTIAL])
def test_a_conflict_after_a_merge_is_settled_by_answering_again(settling: Mark) -> None:
    one, other = desk(name="one"), desk(name="other")
    one.session.answer("a", YES)
    other.session.answer("a", NO)
    one.take_in(other)
    assert one.session.state("a").conflicts == set(Layer)
    assert one.session.is_open(one.session.library.control("a"))
    one.session.answer("a", settling)
    assert one.session.state("a").conflicts == frozenset()
    assert marks_of(one.session, "a") == [settling] * 3


@pytest.mark.parametrize("settling", ["answer", "not applicable"])
@pytest.mark.parametrize(("first", "second"), [("one", "other"), ("other", "one")])
def test_an_answer_against_a_not_applicable_is_settled_by_repeating_either(
    settling: str, first: str, second: str
) -> None:
    one, other = desk(name=first), desk(name=second)
    one.session.answer("a", YES)
    other.session.mark_not_applicable("a", "理由")
    one.take_in(other)
    assert not one.session.state("a").is_excused
    if settling == "answer":
        one.session.answer("a", YES)
        assert marks_of(one.session, "a") == [YES, YES, YES]
    else:
        one.session.mark_not_applicable("a", "理由")
        assert one.session.state("a").is_excused
    assert one.session.state("a").conflicts == frozenset()


def test_after_a_merge_undo_takes_the_same_gesture_back_in_every_copy() -> None:
    one, other = desk(name="one"), desk(name="other")
    one.session.answer("a", YES)
    other.session.answer("b", NO)
    one.take_in(other)
    other.take_in(one)
    assert one.session.events == other.session.events
    assert one.session.undo() == other.session.undo() != ()
    assert one.session.assessment == other.session.assessment


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([*PLAYED, "undo", "redo", "take in"])), max_size=20))
def test_copies_that_took_each_other_in_are_equal(moves: list[tuple[int, str]]) -> None:
    copies = [Desk(ASKED, name=f"copy{number}", operator=f"人{number}") for number in range(3)]
    for number, move in moves:
        at = copies[number]
        with suppress(PmarkError):
            match move:
                case "take in":
                    at.take_in(copies[(number + 1) % 3])
                case "undo":
                    at.session.undo()
                case "redo":
                    at.session.redo()
                case _:
                    PLAYED[move](at.session)
        assert at.session.assessment == fold(at.journal.file.events)
    for at in copies:
        for other in copies:
            at.take_in(other)
    first, *rest = (at.session for at in copies)
    for session in rest:
        assert session.events == first.events
        assert session.assessment == first.assessment
    assert all(event.is_intact for event in first.events)


# --- where one is ----------------------------------------------------------------------------------------------------


def test_the_place_where_one_was_is_remembered_and_is_no_event() -> None:
    at = desk()
    assert at.session.cursor is None
    at.session.go_to("b")
    assert at.reopened().cursor == "b"
    assert at.session.events == ()


def test_a_draft_is_kept_until_its_note_is_written() -> None:
    at = desk()
    at.session.draft("a", "note", "書きか")
    at.session.draft("a", "private-note", "内")
    assert at.reopened().drafts() == (Draft("a", "note", "書きか"), Draft("a", "private-note", "内"))
    at.session.write_note("a", "書きかけ")
    assert at.session.drafts() == (Draft("a", "private-note", "内"),)
    at.session.draft("a", "private-note", "")
    assert at.session.drafts() == ()


def test_the_history_shows_facts_and_undo_as_what_they_are() -> None:
    session = desk().session
    session.state_fact("has_test_env", value=True)
    session.undo()
    assert [type(event.body) for event in session.events] == [FactStated, Undone]
