"""The pace of one sitting: named after a few answers, calm, and without pauses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pmark_check.view.sitting import Sitting, rounded

START = datetime.fromisoformat("2026-11-22T14:00:00+09:00")


def sat(*seconds: float) -> Sitting:
    """Return a sitting in which the answers came so many seconds one after the other."""
    sitting, at = Sitting(), START
    sitting.answered("first", at)
    for number, gap in enumerate(seconds):
        at += timedelta(seconds=gap)
        sitting.answered(f"question-{number}", at)
    return sitting


def test_nothing_is_named_before_a_few_questions_were_answered() -> None:
    assert sat(30, 30, 30).minutes_left(20) is None
    assert sat(30, 30, 30, 30).minutes_left(20) == 10


def test_nothing_is_named_where_nothing_is_left() -> None:
    assert sat(*[30] * 9).minutes_left(0) is None


def test_a_pause_and_a_long_talk_change_nothing() -> None:
    assert sat(30, 30, 3600, 30, 290, 30, 30).minutes_left(20) == 10


def test_answering_one_question_again_is_no_answer_more() -> None:
    sitting = sat(30, 30, 30)
    for second in (91, 92, 93):
        sitting.answered("question-2", START + timedelta(seconds=second))
    assert sitting.minutes_left(20) is None


def test_a_clock_that_stands_names_nothing() -> None:
    assert sat(*[0] * 20).minutes_left(20) is None


def test_the_number_does_not_jump_about() -> None:
    sitting = sat(30, 30, 30, 30)
    assert [sitting.minutes_left(left) for left in range(40, 20, -1)] == [20] * 8 + [15] * 10 + [10] * 2


def test_the_last_minutes_are_counted_down_one_by_one() -> None:
    sitting = sat(30, 30, 30, 30)
    assert [sitting.minutes_left(left) for left in range(12, 0, -1)] == [5, 5, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


@pytest.mark.parametrize(
    ("minutes", "named"), [(0.1, 1), (2.4, 2), (5, 5), (7, 5), (8, 10), (88, 90), (100, 90), (107, 120)]
)
def test_minutes_are_named_in_fives_and_hours_in_halves(minutes: float, named: int) -> None:
    assert rounded(minutes) == named
