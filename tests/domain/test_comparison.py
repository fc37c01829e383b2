"""Two points of one client, held against each other; and what a point in history is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.assessment import fold
from pmark_check.domain.comparison import Comparison, Direction
from pmark_check.domain.events import Mark
from pmark_check.domain.points import days, point, tags
from pmark_check.domain.scoring import Situation
from pmark_check.domain.session import Session
from pmark_check.errors import BadInput, NotFound
from tests.domain.strategies import NO, PARTIAL, PRACTICE, RECORD, UNKNOWN, YES, Desk, control, library
from tests.memory_journal import MemoryFile

ASKED = library(control("a"), control("b", when=("has_test_env",)), control("c", layers=(PRACTICE, RECORD)))


def compared(session: Session, earlier: str = "then") -> Comparison:
    return Comparison(ASKED, fold(point(session.events, earlier).events), session.assessment)


def directions(session: Session) -> dict[str, Direction]:
    return {change.control: change.direction for change in compared(session).changes}


class TestPoints:
    def test_a_tag_names_what_was_known_when_it_was_set(self) -> None:
        session = Desk(ASKED).session
        session.answer("a", NO)
        session.tag("then")
        session.answer("a", YES)
        assert fold(point(session.events, "then").events).state("a").mark(PRACTICE) is NO

    def test_a_tag_set_again_means_the_later_point(self) -> None:
        session = Desk(ASKED).session
        session.tag("then")
        session.answer("a", NO)
        session.tag("then")
        assert fold(point(session.events, "then").events).state("a").mark(PRACTICE) is NO

    def test_an_undone_tag_is_no_point(self) -> None:
        session = Desk(ASKED).session
        session.answer("a", NO)
        session.tag("then")
        session.undo()
        assert tags(session.events) == {}

    def test_a_tag_needs_a_name(self) -> None:
        with pytest.raises(BadInput):
            Desk(ASKED).session.tag(" ")

    def test_a_day_means_all_that_was_recorded_until_its_end(self) -> None:
        session = Desk(ASKED).session
        session.answer("a", NO)
        (day,) = days(session.events)
        assert point(session.events, day).events == session.events
        assert point(session.events, "1999-12-31").events == ()

    @pytest.mark.parametrize("name", ["", "then", "2026-13-01", "yesterday"])
    def test_what_is_neither_is_said_to_be_unknown(self, name: str) -> None:
        with pytest.raises(NotFound):
            point(Desk(ASKED).session.events, name)

    def test_what_another_window_wrote_meanwhile_is_not_in_a_tag_that_did_not_know_it(self) -> None:
        here, there = Desk(ASKED, name="here"), Desk(ASKED, name="there", file=MemoryFile())
        here.session.answer("a", NO)
        there.session.answer("a", YES)
        here.session.tag("then")
        here.take_in(there)
        assert fold(point(here.session.events, "then").events).state("a").mark(PRACTICE) is NO


class TestComparison:
    def test_each_change_says_which_way_it_went(self) -> None:
        session = Desk(ASKED).session
        session.answer("a", PARTIAL)
        session.answer("b", YES)
        session.tag("then")
        session.answer("a", YES)
        session.answer("b", NO)
        session.answer("c", YES)
        assert directions(session) == {"a": Direction.BETTER, "b": Direction.WORSE, "c": Direction.ANSWERED}

    def test_layers_that_go_both_ways_are_mixed(self) -> None:
        session = Desk(ASKED).session
        session.answer("c", PARTIAL)
        session.tag("then")
        session.answer("c", YES, layer=PRACTICE)
        session.answer("c", NO, layer=RECORD)
        assert directions(session) == {"c": Direction.MIXED}

    def test_an_answer_taken_back_to_unknown_is_open_again(self) -> None:
        session = Desk(ASKED).session
        session.answer("a", YES)
        session.tag("then")
        session.answer("a", UNKNOWN)
        assert directions(session) == {"a": Direction.REOPENED}

    def test_unknown_in_place_of_nothing_is_no_change(self) -> None:
        session = Desk(ASKED).session
        session.tag("then")
        session.answer("a", UNKNOWN)
        assert directions(session) == {}

    def test_only_what_counts_at_both_points_is_compared(self) -> None:
        session = Desk(ASKED).session
        for each in "abc":
            session.answer(each, YES)
        session.tag("then")
        session.state_fact("has_test_env", value=False)
        session.mark_not_applicable("c", "none")
        comparison = compared(session)
        assert comparison.went == ("b", "c")
        compared_weight, whole = comparison.shared
        assert compared_weight == whole
        assert comparison.score_before.total == comparison.score_after.total

    def test_a_control_that_comes_to_count_is_named_and_not_compared(self) -> None:
        session = Desk(ASKED).session
        session.state_fact("has_test_env", value=False)
        session.tag("then")
        session.state_fact("has_test_env", value=True)
        comparison = compared(session)
        assert comparison.came == ("b",)
        compared_weight, whole = comparison.shared
        assert compared_weight < whole


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Mark)), max_size=8), st.integers(0, 8))
def test_a_client_compared_with_itself_has_not_changed_and_time_runs_one_way(
    answers: list[tuple[str, Mark]], cut: int
) -> None:
    session = Desk(ASKED).session
    for place, (each, mark) in enumerate(answers):
        if place == cut:
            session.tag("then")
        session.answer(each, mark)
    same = Comparison(ASKED, session.assessment, session.assessment)
    assert (same.changes, same.came, same.went) == ((), (), ())
    assert same.score_before == same.score_after == Situation(ASKED, session.assessment).overall
    if "then" in tags(session.events):
        there = compared(session)
        back = Comparison(ASKED, session.assessment, fold(point(session.events, "then").events))
        assert [change.control for change in there.changes] == [change.control for change in back.changes]
        assert there.score_before == back.score_after
