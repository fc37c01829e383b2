from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.agenda import Agenda, AgendaItem, ItemKind, Selection, fitted, missing, questions
from pmark_check.domain.ballot import Ballot
from pmark_check.domain.events import Event, Mark, heads
from pmark_check.domain.pauses import ABANDONED, GRACE
from pmark_check.domain.workshop import LENIENCY, Keeping, Workshop
from pmark_check.domain.workshop_events import Parked
from pmark_check.domain.workshop_fold import span, workshops
from pmark_check.errors import BadInput, NotFound
from tests.domain.strategies import (
    NO,
    PRACTICE,
    RULE,
    UNKNOWN,
    YES,
    Chronicle,
    answered,
    checklist,
    control,
    library,
    text_ref,
)
from tests.domain.workshops import PLAN, Room, agenda, ask, rest, talk, workshop_histories
from tests.memory_journal import MemoryFile

MINUTE = timedelta(minutes=1)
ASKED = library(
    control("b1", section="before", knockout=True),
    control("b2", section="before"),
    control("d1", section="during", when=("has_test_env",)),
    control("d2", section="during"),
    control("a1", section="after"),
    control("a2", section="after"),
)


def room(**given: Any) -> Room:
    return Room(ASKED, **given)


def begun(plan: Agenda = PLAN, **given: Any) -> Room:
    found = room(**given)
    found.facilitation.start(plan, ["山田", "佐藤"])
    return found


def workshop(of: Room) -> Workshop:
    return of.facilitation.workshops[-1]


def used(of: Room) -> list[float]:
    """Return the minutes of each item."""
    return [workshop(of).used_in(number, of.now) / MINUTE for number in range(1, len(PLAN.item) + 1)]


# --- the agenda ------------------------------------------------------------------------------------------------------


def test_an_item_asks_the_questions_of_its_sections_in_the_order_of_the_checklist() -> None:
    session = room().session
    assert questions(ask("after", "before"), session) == ("b1", "b2", "a1", "a2")
    assert questions(rest(), session) == questions(talk(), session) == ()


def test_a_checklist_a_chapter_and_a_clause_can_be_named() -> None:
    sections = ASKED.checklists[0].section
    inner = (
        sections[0].model_copy(update={"ref": "pmark-2023:J.1"}),
        sections[1].model_copy(update={"parent": "before", "ref": "pmark-2023:J.1.2"}),
        sections[2],
    )
    headline = ASKED.checklists[0].model_copy(update={"section": inner})
    session = Room(library(headline)).session
    assert questions(ask("J.1"), session) == questions(ask("before"), session) == ("b1", "b2", "d1", "d2")
    assert questions(ask("J.1.2"), session) == ("d1", "d2")
    assert questions(ask(headline.id), session) == tuple(ASKED.controls)


def test_open_questions_and_knock_outs_can_be_chosen() -> None:
    session = room().session
    session.answer("b2", YES)
    session.answer("a1", UNKNOWN)
    session.mark_not_applicable("a2", "なし")
    assert questions(ask(only=Selection.OPEN), session) == ("b1", "d1", "d2", "a1")
    assert questions(ask("before", only=Selection.OPEN), session) == ("b1",)
    assert questions(ask(only=Selection.KNOCKOUTS), session) == ("b1",)


def test_a_section_included_by_another_checklist_has_that_checklists_questions() -> None:
    borrowed = checklist(checklist_id="quick")
    quick = borrowed.model_copy(
        update={"section": (borrowed.section[2].model_copy(update={"id": "who", "include": ("pmark-2023.d2",)}),)}
    )
    session = Room(library(ASKED.checklists[0], quick)).session
    assert questions(ask("who"), session) == questions(ask("quick"), session) == ("d2",)


def test_what_a_client_is_not_asked_with_falls_out_of_the_agenda_with_its_items() -> None:
    plan = agenda(ask("before", "J.9"), ask("vendors"), rest(), ask(only=Selection.OPEN))
    assert missing(plan, ASKED) == ("J.9", "vendors")
    assert [item.sections for item in fitted(plan, ASKED).item] == [("before",), (), ()]
    assert fitted(PLAN, ASKED) == PLAN
    assert begun(plan).facilitation.running.agenda.minutes == 25


def test_an_agenda_that_would_ask_nothing_does_not_begin() -> None:
    here = room()
    with pytest.raises(BadInput, match=r"workshop\.nothing-to-ask"):
        here.facilitation.start(agenda(ask("vendors"), talk()))
    assert here.session.events == ()


# --- time ------------------------------------------------------------------------------------------------------------


def test_time_counts_for_the_item_that_goes_on() -> None:
    here = begun()
    here.wait(8)
    assert here.facilitation.next_item() == 2
    here.wait(6)
    here.facilitation.go_to_item(1)
    here.wait(3)
    assert used(here) == [11, 6, 0, 0]
    assert workshop(here).used(here.now) == 17 * MINUTE


def test_a_pause_does_not_count_however_long() -> None:
    here = begun()
    here.wait(8)
    here.facilitation.pause()
    here.wait(24 * 60)
    here.facilitation.pause()
    assert not workshop(here).is_running
    assert used(here) == [8, 0, 0, 0]
    here.facilitation.resume()
    here.wait(1)
    assert used(here) == [9, 0, 0, 0]
    (pause,) = workshop(here).pauses
    assert pause.until is not None
    assert pause.until - pause.since == timedelta(days=1)


@pytest.mark.parametrize(("away", "counted"), [(2, 2), (5, 5), (20, 5), (179, 5), (181, 0), (3000, 0)])
def test_of_the_time_after_a_crash_a_few_minutes_count(away: int, counted: int) -> None:
    here = begun()
    here.wait(2)
    here.session.answer("b1", YES)
    here.crash(away)
    assert here.facilitation.is_interrupted
    here.facilitation.resume()
    here.wait(1)
    assert used(here) == [2 + counted + 1, 0, 0, 0]
    assert len(workshop(here).pauses) == (away > counted)


def test_talk_without_a_key_press_counts_in_full() -> None:
    here = begun()
    here.wait(40)
    here.session.answer("b1", YES)
    assert used(here) == [40, 0, 0, 0]
    assert timedelta(minutes=40) > GRACE


def test_whatever_is_written_first_after_a_crash_resumes_the_workshop() -> None:
    here = begun()
    here.crash(60)
    here.facilitation.park("別の話")
    assert not here.facilitation.is_interrupted
    assert used(here) == [5, 0, 0, 0]
    written = len(here.session.events)
    here.facilitation.resume()
    assert len(here.session.events) == written


def test_a_pause_lasts_through_a_crash_until_somebody_resumes() -> None:
    here = begun()
    here.facilitation.pause()
    here.crash(10)
    here.facilitation.park("昼に出た話")
    assert workshop(here).is_paused
    here.facilitation.resume()
    assert workshop(here).is_running
    assert used(here) == [0, 0, 0, 0]


def test_what_is_recorded_once_everybody_left_belongs_to_no_workshop() -> None:
    here = begun()
    here.session.answer("b1", YES)
    here.wait(ABANDONED / MINUTE + 1)
    here.session.answer("b2", NO)
    here.session.plan_action("b2", text="直す")
    assert (workshop(here).judged, workshop(here).homework) == (("b1",), ())
    here.enter()
    here.facilitation.resume()
    here.session.answer("d2", YES)
    assert workshop(here).judged == ("b1", "d2")


def test_an_abandoned_workshop_ends_when_everybody_had_left() -> None:
    here = begun()
    here.wait(10)
    here.session.answer("b1", YES)
    left = here.now
    here.crash(24 * 60)
    here.facilitation.end()
    assert workshop(here).ended == left
    assert used(here) == [10, 0, 0, 0]


def test_an_item_is_kept_within_a_few_minutes() -> None:
    here = begun()
    here.wait(10 + LENIENCY / MINUTE)
    here.facilitation.next_item()
    here.wait(5 + LENIENCY / MINUTE + 1)
    here.facilitation.next_item()
    here.facilitation.end()
    states = [workshop(here).keeping(number) for number in range(1, 5)]
    assert states == [Keeping.KEPT, Keeping.OVER, Keeping.KEPT, Keeping.NOT_HELD]
    assert not workshop(here).kept_agenda


# --- pace ------------------------------------------------------------------------------------------------------------


def test_without_enough_answers_the_plan_is_the_forecast() -> None:
    here = begun()
    here.wait(4)
    pace = here.facilitation.pace(here.now)
    assert (pace.item.left, pace.whole.left, pace.here) == (6 * MINUTE, 36 * MINUTE, None)
    assert (pace.to_come, pace.late) == (36 * MINUTE, 0 * MINUTE)
    assert pace.ends == here.now + 36 * MINUTE


def test_the_pace_of_the_questions_decides_the_forecast() -> None:
    here = begun(agenda(ask("before", "during", minutes=6), rest(5), ask("after", minutes=10)))
    for each in ("b1", "b2", "d1"):
        here.wait(4)
        here.session.answer(each, YES)
    pace = here.facilitation.pace(here.now)
    assert (pace.here, pace.open) == (4 * MINUTE, 1)
    assert pace.item.left == -6 * MINUTE
    assert pace.to_come == (4 + 5 + 8) * MINUTE
    assert pace.late == (12 + 17 - 21) * MINUTE


def test_an_item_goes_at_its_own_pace_and_those_to_come_at_the_overall_one() -> None:
    here = begun(agenda(ask("before", "d1"), ask("d2", "during", "after", minutes=30), ask(only=Selection.OPEN)))
    here.session.state_fact("has_test_env", value=True)
    for minutes, each in ((10, "b1"), (10, "b2")):
        here.wait(minutes)
        here.session.answer(each, YES)
    here.facilitation.next_item()
    for each in ("d1", "d2", "a1"):
        here.wait(1)
        here.session.answer(each, YES)
    pace = here.facilitation.pace(here.now)
    assert (pace.here, pace.overall) == (1 * MINUTE, 23 * MINUTE / 5)
    assert (pace.open, pace.to_come) == (1, 1 * MINUTE)


def test_a_branch_excused_with_one_key_is_one_question_of_the_pace() -> None:
    here = begun(agenda(ask("before", "during", "after", minutes=30)))
    here.wait(6)
    with here.session.one_gesture():
        for each in ("b1", "b2", "d1"):
            here.session.mark_not_applicable(each, "対象がない")
    assert here.facilitation.pace(here.now).here is None
    for each in ("d2", "a1"):
        here.session.answer(each, YES)
    assert here.facilitation.pace(here.now).here == 2 * MINUTE


def test_an_item_for_what_is_left_takes_no_longer_than_its_minutes() -> None:
    here = begun(agenda(ask("before", "d2", "during", minutes=10), ask(minutes=3, only=Selection.OPEN)))
    for each in ("b1", "b2", "d2"):
        here.wait(5)
        here.session.answer(each, YES)
    here.session.answer("d1", YES)
    pace = here.facilitation.pace(here.now)
    assert pace.to_come == 3 * MINUTE


def test_a_question_is_counted_for_the_first_item_that_asks_it() -> None:
    here = begun(agenda(ask("before"), ask(only=Selection.KNOCKOUTS), ask(only=Selection.OPEN)))
    assert here.facilitation.open_questions() == {1: 2, 2: 0, 3: 4}


# --- questions -------------------------------------------------------------------------------------------------------


def test_questions_come_in_order_and_those_put_off_come_back_in_another_item() -> None:
    here = begun(agenda(ask("before"), ask("after"), ask(minutes=5, only=Selection.OPEN)))
    doing = here.facilitation
    assert (doing.on_the_table, doing.next_question()) == (("b1", "b2"), "b1")
    doing.skip("b1")
    doing.skip("b1")
    assert (doing.to_ask, doing.to_return_to) == (("b2",), ("b1",))
    here.session.answer("b2", UNKNOWN)
    assert (doing.to_ask, doing.next_question("b2")) == ((), None)
    doing.go_to_item(3)
    assert doing.to_ask == ("b1", "d1", "d2", "a1", "a2")
    assert doing.next_question("d2") == "a1"
    here.session.answer("b1", YES)
    assert doing.to_return_to == ()
    assert workshop(here).held[1].skipped == ("b1",)


def test_a_fact_stated_in_the_room_takes_questions_away_and_brings_them_back() -> None:
    here = begun(agenda(ask("during")))
    asked = []
    for value in (False, True):
        here.session.state_fact("has_test_env", value=value)
        assert here.facilitation.to_ask == here.facilitation.on_the_table
        asked.append(here.facilitation.to_ask)
    assert asked == [("d2",), ("d1", "d2")]


# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_vote_keeps_counts_names_and_dissent_and_gives_the_agreed_answer_in_one_gesture() -> None:
    here = begun()
    ballot = Ballot(
        hands={YES: 2},
        persons={"山田": NO, "鈴木": YES},
        agreed=YES,
        dissent="記録を見ていない",
        dissenters=("山田",),
    )
    here.facilitation.vote("b1", ballot, said_by="佐藤")
    (vote,) = workshop(here).votes.values()
    person = here.session.person_name
    assert vote.counts == {YES: 3, NO: 1}
    assert {person(who): mark for who, mark in vote.persons.items()} == {"山田": NO, "鈴木": YES}
    assert [person(who) for who in vote.dissenters] == ["山田"]
    assert here.session.text(vote.dissent) == "記録を見ていない"
    assert not vote.is_unanimous
    assert here.session.state("b1").mark(RULE) is YES
    here.session.undo()
    assert (workshop(here).votes, here.session.state("b1").mark(RULE)) == ({}, None)


def test_who_voted_is_listed_as_the_attendees_are() -> None:
    here = begun()
    here.facilitation.name_attendees(["佐藤", "山田", "鈴木"])
    here.facilitation.vote("b1", Ballot(persons={"客": NO, "鈴木": YES, "山田": NO, "佐藤": YES}))
    (vote,) = workshop(here).votes.values()
    assert [here.session.person_name(person) for person in vote.persons] == ["佐藤", "山田", "鈴木", "客"]


def test_a_vote_on_one_layer_answers_that_layer_only() -> None:
    here = begun()
    here.facilitation.vote("b1", Ballot(hands={NO: 1}, agreed=NO), layer=PRACTICE)
    assert [here.session.state("b1").mark(layer) for layer in (RULE, PRACTICE)] == [None, NO]


def test_a_vote_can_be_replaced_and_need_not_lead_to_an_answer() -> None:
    here = begun()
    vote = here.facilitation.vote("b1", Ballot(hands={YES: 1}))
    here.facilitation.vote("b1", Ballot(hands={YES: 1, NO: 1}), vote=vote)
    assert [found.counts for found in workshop(here).votes.values()] == [{YES: 1, NO: 1}]
    assert here.session.state("b1").mark(RULE) is None


@pytest.mark.parametrize("hands", [{}, {YES: 0}], ids=str)
def test_a_vote_of_nobody_is_refused(hands: dict[Mark, int]) -> None:
    here = begun()
    written = here.session.events
    with pytest.raises(BadInput, match=r"workshop\.no-votes"):
        here.facilitation.vote("b1", Ballot(hands=hands))
    assert here.session.events == written


def test_entries_are_changed_and_taken_back_under_their_id() -> None:
    here = begun()
    doing = here.facilitation
    kept, dropped = doing.decide("鍵を替える", "b1"), doing.decide("やめる")
    doing.decide("鍵を二つとも替える", "b1", decision=kept)
    doing.decide("", decision=dropped)
    entry, gone = doing.park("費用の話"), doing.park("忘れる話")
    doing.park("", entry=gone)
    assert [here.session.text(made.text) for made in workshop(here).decisions.values()] == ["鍵を二つとも替える"]
    assert list(workshop(here).parked) == [entry]
    with pytest.raises(BadInput, match=r"text\.empty"):
        doing.park("  ")


def test_what_was_parked_waits_until_a_later_workshop_settles_it() -> None:
    here = begun()
    entry = here.facilitation.park("費用の話", "b1")
    here.facilitation.end()
    assert [lying.id for lying in here.facilitation.parking_lot] == [entry]
    here.facilitation.start(PLAN)
    here.facilitation.resolve(entry, "来期の予算に入れる")
    assert here.facilitation.parking_lot == ()
    first, second = here.facilitation.workshops
    assert (list(first.resolved), list(second.resolved)) == ([], [entry])
    with pytest.raises(NotFound, match=r"workshop\.no-entry"):
        here.facilitation.resolve(entry)


def test_homework_planned_in_a_workshop_is_listed_with_it() -> None:
    here = room()
    before = here.session.plan_action("b1", text="前から")
    here.facilitation.start(PLAN)
    action = here.session.plan_action("b2", text="直す", owner="鈴木", due=date(2026, 12, 1))
    here.session.plan_action("b2", text="直して見せる", action=action)
    here.facilitation.end()
    here.session.plan_action("a1", text="後から")
    assert workshop(here).homework == (("b2", action),)
    assert before != action


def test_the_next_date_and_the_people_can_be_corrected() -> None:
    here = begun()
    doing = here.facilitation
    doing.set_next_date(date(2026, 12, 10), time(14, 0))
    doing.name_attendees(["山田", " ", "山田", "鈴木"])
    found = workshop(here)
    assert (found.next_on, found.next_begins) == (date(2026, 12, 10), time(14, 0))
    assert [here.session.person_name(who) for who in found.attendees] == ["山田", "鈴木"]
    doing.set_next_date(None)
    assert workshop(here).next_on is None


def test_one_was_to_begin_when_the_last_workshop_fixed_it_for_that_day() -> None:
    here = begun()
    today = here.now.date()
    meeting = datetime.combine(today, time(here.now.hour + 1), here.now.tzinfo)
    assert workshop(here).planned is None
    for on, begins in ((today, meeting.time()), (today, None), (today + timedelta(days=1), time(9))):
        here.facilitation.set_next_date(on, begins)
        here.facilitation.end()
        here.facilitation.start(PLAN)
        assert here.facilitation.running.planned == (meeting if (on, begins) == (today, meeting.time()) else None)


def test_giving_the_standing_state_again_writes_nothing() -> None:
    here = begun()
    doing = here.facilitation
    doing.set_next_date(date(2026, 12, 10))
    written = here.session.events
    doing.set_next_date(date(2026, 12, 10))
    doing.name_attendees(["山田", "佐藤"])
    doing.go_to_item(1)
    assert here.session.events == written


def test_only_one_workshop_goes_on_at_a_time() -> None:
    here = begun()
    with pytest.raises(BadInput, match=r"workshop\.running"):
        here.facilitation.start(PLAN)
    here.facilitation.end()
    for gesture in (here.facilitation.pause, here.facilitation.end, lambda: here.facilitation.park("話")):
        with pytest.raises(BadInput, match=r"workshop\.none"):
            gesture()
    here.facilitation.start(PLAN)
    assert [found.number for found in here.facilitation.workshops] == [1, 2]


@pytest.mark.parametrize("number", [0, 5])
def test_the_agenda_has_no_other_items(number: int) -> None:
    here = begun()
    with pytest.raises(NotFound, match=r"workshop\.no-item"):
        here.facilitation.go_to_item(number)
    here.facilitation.go_to_item(4)
    assert here.facilitation.next_item() is None


# --- undo ------------------------------------------------------------------------------------------------------------

GESTURES: dict[str, Callable[[Room], object]] = {
    "next item": lambda here: here.facilitation.next_item(),
    "skip": lambda here: here.facilitation.skip("b1"),
    "vote": lambda here: here.facilitation.vote("b1", Ballot(hands={YES: 1, NO: 1}, agreed=NO, dissenters=("乙",))),
    "park": lambda here: here.facilitation.park("話", "b1"),
    "decide": lambda here: here.facilitation.decide("決まり"),
    "next date": lambda here: here.facilitation.set_next_date(date(2026, 12, 10)),
    "people": lambda here: here.facilitation.name_attendees(["丙"]),
    "end": lambda here: here.facilitation.end(),
    "answer": lambda here: here.session.answer("b1", YES),
    "homework": lambda here: here.session.plan_action("b1", text="直す"),
}


@given(st.lists(st.sampled_from(sorted(set(GESTURES) - {"end"})), max_size=5), st.sampled_from(sorted(GESTURES)))
def test_undo_takes_a_gesture_back_and_redo_gives_it_again(before: list[str], gesture: str) -> None:
    here = begun()
    for each in before:
        GESTURES[each](here)
    standing = here.facilitation.workshops
    written = len(here.session.events)
    GESTURES[gesture](here)
    after = here.facilitation.workshops
    if len(here.session.events) == written:  # what stood already
        return
    here.session.undo()
    assert here.facilitation.workshops == standing
    here.session.redo()
    assert here.facilitation.workshops == after


def test_undo_passes_over_what_the_clock_did() -> None:
    here = begun()
    here.session.answer("b1", YES)
    here.facilitation.pause()
    here.facilitation.resume()
    here.session.undo()
    assert here.session.state("b1").mark(RULE) is None
    assert len(workshop(here).pauses) == 1


def test_undoing_its_start_takes_a_workshop_away() -> None:
    here = begun()
    here.session.undo()
    assert (here.facilitation.workshops, here.facilitation.current) == ((), None)


# --- merged ----------------------------------------------------------------------------------------------------------


@given(workshop_histories(), st.randoms())
def test_the_same_events_tell_the_same_workshops_whatever_their_order(events: tuple[Event, ...], random: Any) -> None:
    shuffled = [*events, *events[:3]]
    random.shuffle(shuffled)
    told = workshops(events)
    assert workshops(shuffled) == told
    for each in told:
        assert each.used() >= timedelta()
        assert all(held.used >= timedelta() for held in each.held.values())
        assert sum(pause.until is None for pause in each.pauses) == (each.is_paused and each.ended is None)


@given(workshop_histories())
def test_a_workshop_that_is_over_is_told_alike_whatever_happens_later(events: tuple[Event, ...]) -> None:
    """Its minutes rest on what was known at its end."""
    chronicle = Chronicle(list(events), prefix="later-")
    ends = [event for event in events if event.hash in heads(events)]
    chronicle.tell(answered("a", {RULE: NO}), Parked(workshop="w1", entry="r", text=text_ref("late")), knowing=ends)
    for each, later in zip(workshops(events), workshops(chronicle.events), strict=True):
        assert each == later or not each.end
        before, after = span(events, each)
        assert {event.hash for event in before.events} <= {event.hash for event in after.events}
        assert each.start not in {event.hash for event in before.events}
        if each.end:
            assert each.end in {event.hash for event in after.events}


def test_answers_that_came_from_a_copy_that_knew_of_no_workshop_are_no_part_of_it() -> None:
    here = room()
    here.session.rename("甲社")
    copy = Room(ASKED)
    copy.file = MemoryFile(list(here.file.events), dict(here.file.texts))
    copy.enter()
    copy.session.answer("a1", YES)
    here.facilitation.start(PLAN)
    here.session.answer("b1", YES)
    here.file.events += [event for event in copy.file.events if event not in here.file.events]
    here.enter()
    here.facilitation.end()
    assert here.session.state("a1").mark(RULE) is YES
    assert workshop(here).judged == ("b1",)


def test_what_is_planned_later_does_not_change_what_was_known_at_the_end() -> None:
    here = begun()
    here.session.answer("b1", NO)
    here.facilitation.end()
    known = [span(here.session.events, workshop(here))]
    here.session.answer("b1", YES)
    assert [span(here.session.events, workshop(here))] == known


def test_an_item_needs_its_minutes_and_a_kind() -> None:
    for wrong in ({"minutes": 0}, {"minutes": 601}, {"kind": "dance"}):
        with pytest.raises(ValueError, match=r"minutes|kind"):
            AgendaItem.model_validate({"kind": ItemKind.BREAK, "minutes": 5, **wrong})
