"""The score over time."""

from __future__ import annotations

import pytest

from pmark_check.i18n.translation import Translator
from pmark_check.view import trend as module
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.trend import TrendPoint, trend
from tests.domain.strategies import NO, YES
from tests.visits import Visits


def told(visits: Visits) -> tuple[TrendPoint, ...]:
    return trend(visits.session, Translator("ja"))


@pytest.fixture
def visits() -> Visits:
    visits = Visits()
    visits.on("2026-09-15").answer("kept", NO)
    visits.on("2026-09-15").tag("第1回")
    visits.on("2026-09-15").tag("初回")
    visits.on("2026-10-14").answer("kept", YES)
    visits.on("2026-10-14").answer("trained", YES)
    return visits


def test_each_day_has_its_score_its_tags_and_its_failed_knockouts(visits: Visits) -> None:
    first, last = told(visits)
    assert (first.day, first.tags, first.band.worst, first.knockouts_failed) == (
        "2026-09-15",
        ("第1回", "初回"),
        "0%",
        1,
    )
    assert (last.day, last.tags, last.knockouts_failed) == ("2026-10-14", (), 0)
    assert last.band == ScorecardView(visits.session, Translator("ja")).band


def test_a_day_that_was_undone_later_keeps_what_was_known_then(visits: Visits) -> None:
    before = told(visits)
    visits.on("2026-11-01").undo()
    first, second, third = told(visits)
    assert (first, second) == before
    assert third.band.low is not None
    assert second.band.low is not None
    assert third.band.low < second.band.low


def test_a_tag_that_reads_like_a_day_does_not_take_its_place(visits: Visits) -> None:
    before = told(visits)
    visits.on("2026-11-01").tag("2026-09-15")
    assert told(visits)[0]._replace(tags=()) == before[0]._replace(tags=())


def test_a_long_history_is_told_by_the_months_and_the_tags(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (2, 9, 16, 23):
        visits.on(f"2026-12-{number:02}").answer("written", YES if number % 2 else NO)
        if number == 9:
            visits.session.tag("中間")
    monkeypatch.setattr(module, "MOST_DAYS", 5)
    assert [point.day for point in told(visits)] == ["2026-09-15", "2026-10-14", "2026-12-09", "2026-12-23"]
    monkeypatch.setattr(module, "MOST_DAYS", 6)
    assert len(told(visits)) == 6
