"""The parts of a report that tell the past, and the monthly progress report, as their reader gets them."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from pmark_check.domain.events import Mark, Outcome
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.month import Month
from pmark_check.domain.session import Session
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.report.html import render
from pmark_check.report.progress import render as progress
from pmark_check.view.comparison import ComparisonView
from pmark_check.view.profile import Profile, ReportWishes
from pmark_check.view.progress import ProgressView
from tests.report.clients import CONSULTANTS, DAY, pmark_library, report_of, shipped_background, view_of
from tests.report.page import Element, read
from tests.report.poison import poisoned_library
from tests.report.test_hostile_text import ALL_AT_ONCE, PAIRS, assert_harmless
from tests.visits import OFFICER, PRIVATE, SYSTEMS, Visits

WISH = ReportWishes(since="第1回")


def two_visits(text: str = "", visits: Visits | None = None) -> Session:
    """A client of two visits in which everything that can change did; ``text`` is typed wherever anything is."""
    visits = visits or Visits(pmark_library())
    session = visits.on("2026-09-15")
    first, second, third, fourth, fifth, sixth = [
        c.id for c in session.library.controls.values() if c.weight and not c.when
    ][:6]
    session.state_fact("has_test_env", value=False)
    session.answer(first, Mark.NO, said_by=text or SYSTEMS)
    session.answer(second, Mark.YES)
    session.answer(third, Mark.YES)
    session.write_note(first, f"前のメモ{text}")
    session.write_note(first, PRIVATE, private=True)
    wrong = session.add_evidence(first, text or "違う棚")
    session.plan_action(first, text=text or "棚卸しをする", owner=text or SYSTEMS, due=date(2026, 10, 1))
    session.plan_action(second, text=text or "教材を直す", owner=text or OFFICER, due=date(2026, 11, 5))
    session.tag(text or "第1回")
    session = visits.on("2026-11-10")
    session.close_action(visits.homework(first), Outcome.DROPPED, reason=text or "やめた", seen_by=text or OFFICER)
    session.plan_action(second, action=visits.homework(second).id, text=text or "教材を直す", due=date(2026, 11, 12))
    session.answer(first, Mark.YES, said_by=text or SYSTEMS)
    session.answer(second, Mark.PARTIAL)
    session.answer(third, Mark.UNKNOWN)
    session.answer(fourth, Mark.YES)
    session.mark_not_applicable(fifth, text or "扱わない", said_by=text)
    session.plan_action(sixth, text=text or "新しい宿題", due=date(2026, 12, 5))
    session.add_evidence(second, text or "正しい棚", as_of=date(2026, 11, 1))
    session.remove_evidence(first, wrong)
    session.write_note(first, f"今のメモ{text}")
    session.state_fact("has_test_env", value=True)
    return session


@cache
def page_of(language: Language = "ja", wishes: ReportWishes = WISH) -> Element:
    return read(report_of(two_visits(), language, wishes=wishes))


def month_of(session: Session, language: Language = "ja", month: str = "2026-11") -> str:
    view = ProgressView(session, Translator(language), DAY, Month.parse(month))
    return progress(view, shipped_background())


# --- changes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_changes_come_right_behind_page_one(language: Language) -> None:
    page, t = page_of(language), Translator(language)
    titles = [found.text for found in page.with_id("main").all("h2") if found.attributes["id"] in ("changes", "trend")]
    assert titles == [t("report.changes.title"), t("report.trend.title")]
    numbered = [e.attributes["aria-labelledby"] for e in page.all("section") if e.attributes.get("class") == "numbered"]
    assert numbered[:2] == ["changes", "trend"]
    assert "report." not in page.section("changes").text


def test_everything_that_changed_is_told() -> None:
    told = page_of().section("changes").text
    for said in ("第1回", "良くなった", "悪くなった", "未確認に戻った", "新しく答えた", "棚卸しをする", "やめた",
                 "10日遅れ", "新しい宿題", "正しい棚", "違う棚", "該当なし", "扱わない", "メモの書き直し",
                 "2026-11-05まで"):  # fmt: skip
        assert said in told, said


def test_the_score_is_that_of_compare() -> None:
    session = two_visits()
    for control in list(session.library.controls)[20:60]:
        session.answer(control, Mark.YES)
    before, after = ComparisonView(session, Translator("ja"), "第1回").bands
    told = read(report_of(session, wishes=WISH)).section("changes").text
    assert f"{before.label} → {after.label}" in told


@pytest.mark.parametrize("wishes", [ReportWishes(), ReportWishes(Profile(sections=("changes", "scores")))])
def test_without_the_wish_there_are_no_changes(wishes: ReportWishes) -> None:
    assert not [e for e in page_of(wishes=wishes).all("h2") if e.attributes.get("id") == "changes"]


def test_who_wishes_for_changes_gets_them_in_a_short_report_too() -> None:
    page = page_of(wishes=ReportWishes(Profile(sections=("scores",)), since="第1回"))
    numbered = [e.attributes["aria-labelledby"] for e in page.all("section") if e.attributes.get("class") == "numbered"]
    assert numbered == ["changes", "scores"]


def test_nothing_changed_is_said() -> None:
    visits = Visits(pmark_library())
    visits.on("2026-09-15").tag("第1回")
    told = read(report_of(visits.session, wishes=WISH)).section("changes")
    assert Translator("ja")("report.changes.none") in told.text
    assert not told.all("table")


def test_a_point_that_is_not_there_is_said_before_anything_is_written() -> None:
    with pytest.raises(NotFound):
        report_of(two_visits(), wishes=ReportWishes(since="第9回"))


def test_every_link_of_the_changes_leads_somewhere() -> None:
    page = page_of()
    ids = {e.attributes.get("id") for e in page.all()}
    links = [a.attributes["href"][1:] for a in page.section("changes").all("a")]
    assert links
    assert set(links) <= ids


# --- trend -----------------------------------------------------------------------------------------------------------


def test_the_trend_is_a_chart_and_a_table() -> None:
    trend = page_of(wishes=ReportWishes()).section("trend")
    (chart,) = (svg for svg in trend.all("svg") if svg.attributes.get("role") == "img")
    assert "2026-09-15" in chart.all("desc")[0].text
    assert "第1回" in [text.text for text in chart.all("text")]
    rows = trend.table("推移")
    assert [row[:2] for row in rows] == [["2026-09-15", "第1回"], ["2026-11-10", ""]]
    assert rows[1][2] == view_of(two_visits()).band.label


def test_one_day_is_no_trend() -> None:
    visits = Visits(pmark_library())
    visits.on("2026-09-15").answer(next(iter(visits.session.library.controls)), Mark.YES)
    page = read(report_of(visits.session))
    assert not [e for e in page.all("h2") if e.attributes.get("id") == "trend"]


# --- the month -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_has_all_its_parts_and_room_to_sign(language: Language) -> None:
    page, t = read(month_of(two_visits(), language)), Translator(language)
    headings = [e.attributes["id"] for e in page.all("h2")]
    assert headings == ["summary", "late", "done", "answers", "standing", "coming", "proofs"]
    assert len(page.all("h1")) == 1
    signed = next(e for e in page.all("table") if e.attributes.get("class") == "signed")
    assert [e.text for e in signed.all("th")] == [
        t(f"report.progress.{who}") for who in ("approved", "checked", "made")
    ]
    assert "report." not in page.all("body")[0].text
    assert "S1 L15" in page.all("footer")[0].text


def test_the_month_tells_what_is_late_what_was_done_and_what_is_next() -> None:
    page = read(month_of(two_visits()))
    assert "教材を直す" in page.section("late").text
    assert "前の期限 2026-11-05" in page.section("late").text
    done = page.section("done").text
    assert all(said in done for said in ("棚卸しをする", "取りやめ", "やめた", OFFICER, "40日遅れ"))
    assert "新しい宿題" in page.section("coming").text
    assert "今のメモ" in page.section("answers").text


def test_a_quiet_month_says_so() -> None:
    page, t = read(month_of(two_visits(), month="2026-10")), Translator("ja")
    assert t("report.progress.none-done") in page.section("done").text
    assert t("report.progress.none-answered") in page.section("answers").text
    assert "棚卸しをする" in page.section("late").text


# --- what must not happen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "shown"), PAIRS, ids=range(len(PAIRS)))
def test_what_a_client_types_appears_literally(given: str, shown: str) -> None:
    session = two_visits(given)
    html = render(view_of(session), shipped_background(), on=DAY, wishes=ReportWishes(since=given))
    page = read(html)
    assert page.section("changes").text.count(shown) >= 8
    assert shown in page.section("trend").text
    assert_harmless(html, page)
    month = month_of(session)
    assert read(month).all("body")[0].text.count(shown) >= 6
    assert_harmless(month, read(month))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_author_writes_appears_literally(language: Language) -> None:
    given, shown = ALL_AT_ONCE
    session = two_visits(visits=Visits(poisoned_library(lambda _: given, pmark_library())))
    html = render(view_of(session, language), shipped_background(), on=DAY, wishes=WISH)
    assert shown in read(html).section("changes").text
    assert_harmless(html, read(html))
    month = month_of(session, language)
    assert shown in read(month).section("answers").text
    assert_harmless(month, read(month))


def test_no_private_note_is_told_of_the_past() -> None:
    session = two_visits()
    assert PRIVATE not in report_of(session, wishes=WISH)
    assert PRIVATE not in month_of(session)
    private = read(report_of(session, wishes=ReportWishes(CONSULTANTS.profile, "第1回")))
    assert PRIVATE in private.text
    assert PRIVATE not in private.section("changes").text
