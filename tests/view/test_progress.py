"""One month of a client's work."""

from __future__ import annotations

from datetime import date

import pytest

from pmark_check.domain.background import Background
from pmark_check.domain.events import Outcome
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.month import Month
from pmark_check.errors import BadInput, NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.storage.backdrop import read_background
from pmark_check.view.progress import ProgressView
from tests.domain.strategies import NO, PARTIAL, PRACTICE, YES
from tests.visits import OFFICER, SYSTEMS, Visits

TODAY = date(2026, 11, 22)


def told(visits: Visits, month: str = "", on: date = TODAY, language: Language = "ja") -> ProgressView:
    return ProgressView(visits.session, Translator(language), on, Month.parse(month) if month else None)


@pytest.fixture
def visits() -> Visits:
    """Three months: a start in September, work in October, a little in November."""
    visits = Visits()
    session = visits.on("2026-09-15")
    session.answer("kept", NO, said_by=SYSTEMS)
    session.answer("told", NO)
    session.answer("trained", YES)
    session.plan_action("kept", text="棚卸しをする", owner=SYSTEMS, due=date(2026, 10, 10))
    session.plan_action("told", text="一度も始めていない", owner=OFFICER, due=date(2026, 10, 20))
    session.plan_action("trained", text="教材を直す", owner=OFFICER, due=date(2026, 12, 1))
    session = visits.on("2026-10-14")
    session.answer("kept", YES, layer=PRACTICE, said_by=SYSTEMS)
    session.write_note("kept", "棚卸しが済んだ")
    session.close_action(visits.homework("kept"), Outcome.DONE, seen_by=OFFICER)
    session.answer("trained", PARTIAL)
    session.answer("written", YES)
    session.answer("tested", NO)
    session.add_evidence("kept", "記録簿", as_of=date(2026, 10, 13))
    session.plan_action("written", text="版を書く", owner=OFFICER, due=date(2026, 11, 30))
    session.plan_action("written", text="いつか")
    session = visits.on("2026-11-05")
    session.answer("told", YES)
    session.close_action(visits.homework("told"), Outcome.DONE, seen_by=OFFICER)
    return visits


def test_homework_of_the_month(visits: Visits) -> None:
    view = told(visits, "2026-10")
    homework = view.promises
    assert dict(view.sums) == {"carried": 3, "promised": 2, "ended": 1, "open": 4, "late": 1, "proofs": 1}
    (ended,) = homework.ended
    assert (ended.line.text, ended.on, ended.seen_by, ended.days_late) == ("棚卸しをする", "2026-10-14", OFFICER, 4)
    assert [(p.line.text, p.days_late, p.is_new) for p in homework.late] == [("一度も始めていない", 11, False)]
    assert [(p.line.text, p.is_new) for p in view.coming] == [("版を書く", True)]
    assert [(p.line.text, p.is_new) for p in view.later] == [("教材を直す", False), ("いつか", True)]


def test_each_piece_of_open_homework_is_listed_once(visits: Visits) -> None:
    for month in ("2026-09", "2026-10", "2026-11"):
        view = told(visits, month)
        listed = [p.line.id for p in (*view.promises.late, *view.coming, *view.later)]
        assert sorted(listed) == sorted(p.line.id for p in view.promises.open)


def test_lateness_is_counted_at_the_end_of_the_month_or_today(visits: Visits) -> None:
    assert told(visits, "2026-10", on=date(2026, 12, 31)).promises.late[0].days_late == 11
    visits.on("2026-11-06").plan_action("kept", text="早く", due=date(2026, 11, 10))
    assert [p.days_late for p in told(visits, "2026-11").promises.late] == [12]
    assert [p.days_late for p in told(visits, "2026-11", on=date(2026, 11, 10)).promises.late] == []


def test_what_is_due_on_the_last_day_is_not_late_but_due(visits: Visits) -> None:
    visits.on("2026-10-20").plan_action("kept", text="月末まで", due=date(2026, 10, 31))
    view = told(visits, "2026-10")
    assert "月末まで" not in [p.line.text for p in view.promises.late]
    assert "月末まで" in [p.line.text for p in view.coming]


def test_changed_answers_say_how_that_is_known(visits: Visits) -> None:
    view = told(visits, "2026-10")
    found = {each.change.line.id: each for each in view.improvements}
    assert list(found) == ["kept", "trained"]
    assert found["kept"].change.steps == (("実施", "いいえ", "はい"),)
    assert found["kept"].sources == ("聞き取り ・ 山田 亮",)
    assert found["kept"].note == "棚卸しが済んだ"
    assert found["trained"].change.direction == "worse"
    assert found["trained"].note == ""
    assert (view.answered, view.answered_short) == (2, 1)


def test_a_note_written_before_the_month_is_not_its_reason(visits: Visits) -> None:
    visits.on("2026-11-06").answer("kept", YES)
    (found,) = (each for each in told(visits, "2026-11").improvements if each.change.line.id == "kept")
    assert found.note == ""


def test_knockouts_met_in_the_month_and_those_still_in_the_way(visits: Visits) -> None:
    october, november = told(visits, "2026-10"), told(visits, "2026-11")
    assert [line.line.id for line in october.closed] == ["kept"]
    assert [(line.line.id, line.result) for line in october.standing] == [("told", "failed")]
    assert [line.line.id for line in november.closed] == ["told"]
    assert november.standing == ()


def test_score_at_start_and_end(visits: Visits) -> None:
    (start, end), shared = told(visits, "2026-10").bands, told(visits, "2026-10").shared
    assert (start.worst, end.worst, shared) == ("14%", "54%", "100%")
    assert told(visits, "2026-11").bands[0] == end


def test_the_past_does_not_move(visits: Visits) -> None:
    before = told(visits, "2026-10")
    visits.on("2026-11-20").answer("kept", NO)
    visits.session.write_note("kept", "また崩れた")
    after = told(visits, "2026-10")
    assert (after.bands, after.improvements, after.sums) == (before.bands, before.improvements, before.sums)


@pytest.mark.parametrize(
    ("on", "month", "is_over"),
    [
        (date(2026, 9, 20), "2026-09", False),
        (date(2026, 10, 1), "2026-09", True),
        (date(2026, 10, 31), "2026-09", True),
        (date(2026, 11, 22), "2026-10", True),
        (date(2027, 1, 1), "2026-12", True),
    ],
)
def test_without_a_month_it_is_the_last_whole_one(visits: Visits, on: date, month: str, *, is_over: bool) -> None:
    view = told(visits, on=on)
    assert (str(view.month), view.is_over) == (month, is_over)


def test_the_month_in_which_the_client_began_has_no_score_before_it(visits: Visits) -> None:
    assert told(visits, "2026-09").is_first
    assert not told(visits, "2026-10").is_first


def test_a_month_that_is_not_over_is_told_until_today(visits: Visits) -> None:
    view = told(visits, "2026-11")
    assert not view.is_over
    assert view.as_of == TODAY


def test_months_without_records_are_refused(visits: Visits) -> None:
    with pytest.raises(NotFound) as early:
        told(visits, "2026-08")
    assert early.value.values == {"month": "2026-08", "first": "2026-09-15"}
    with pytest.raises(BadInput) as late:
        told(visits, "2026-12")
    assert late.value.key == "month.to-come"


def test_a_tag_that_reads_like_a_day_does_not_move_a_month(visits: Visits) -> None:
    before = told(visits, "2026-10").bands
    visits.on("2026-11-20").tag("2026-10-31")
    visits.session.tag("2026-09-30")
    assert told(visits, "2026-10").bands == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_such_a_report_was_ordered_is_cited_from_the_accidents(visits: Visits, language: Language) -> None:
    view, background = told(visits, language=language), read_background()
    origin = view.origin(background)
    assert origin is not None
    assert "M2J" in origin.incident
    assert origin.sources == ("S1 L9", "S1 L15")
    nothing = background.incidents.model_copy(update={"failure": ()})
    assert view.origin(Background(nothing, background.references, background.glossary, background.documents)) is None


def test_months_are_named_in_words(visits: Visits) -> None:
    assert (told(visits, "2026-10").title, told(visits, "2026-10").next_title) == ("2026年10月", "2026年11月")
    assert told(visits, "2026-10", language="en").title == "October 2026"


def test_the_first_and_the_last_day_belong_to_the_month(visits: Visits) -> None:
    visits.on("2026-12-01").answer("written", NO)
    visits.on("2026-12-31").answer("trained", NO)
    view = told(visits, "2026-12", on=date(2027, 1, 15))
    assert [found.change.line.id for found in view.improvements] == ["trained", "written"]
