"""The calendar is one that every program reads, and each of its dates is there for a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component, vCategory

from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.export.calendar import (
    RENEWAL_CLOSES,
    RENEWAL_OPENS,
    escaped,
    folded,
    months_later,
    render,
    renewal_window,
)
from tests.export.dossiers import dossier_of, lessons, talkative
from tests.report.clients import CLIENTS, OFFICER, new_client, pmark_library, shipped_procedure
from tests.report.test_hostile_text import PAIRS, poisoned_client


def events(session: Session, language: Language = "ja", *, with_private: bool = False) -> list[Component]:
    return Calendar.from_ical(render(dossier_of(session, language, with_private=with_private))).walk("VEVENT")


def kind(event: Component) -> str:
    return str(cast("vCategory", event["CATEGORIES"]).cats[0])


def days(session: Session, category: str) -> list[tuple[date, date]]:
    """First and last day of each event of a kind."""
    found = [event for event in events(session) if kind(event) == category]
    return [(event.decoded("DTSTART"), event.decoded("DTEND") - timedelta(days=1)) for event in found]


def pmark_client() -> Session:
    return new_client(asked_with=pmark_library())


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [*CLIENTS.values(), talkative], ids=[*CLIENTS, "talkative"])
def test_every_line_is_short_and_ends_as_it_should(client: Callable[[], Session], language: Language) -> None:
    body = render(dossier_of(client(), language, with_private=True))
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut
    parsed = Calendar.from_ical(body)
    assert not parsed.errors
    uids = [str(event["UID"]) for event in parsed.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    for event in parsed.walk("VEVENT"):
        assert not event.errors
        assert type(event.decoded("DTSTART")) is date
        assert event.decoded("DTEND") > event.decoded("DTSTART")
        assert not event.walk("VALARM")


@given(st.text(alphabet=st.sampled_from("aあ😀;,\\\n\"'")), st.integers(0, 80))
def test_a_folded_text_unfolds_to_itself(text: str, pad: int) -> None:
    whole = "SUMMARY:" + "x" * pad + escaped(text)
    body = folded(whole)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body.replace(b"\r\n ", b"").decode() == whole + "\r\n"


def test_what_would_separate_values_is_escaped() -> None:
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


@pytest.mark.parametrize(("given_text", "shown"), PAIRS, ids=range(len(PAIRS)))
def test_what_somebody_types_arrives_literally(given_text: str, shown: str) -> None:
    session = poisoned_client(given_text)
    control = next(iter(session.library.controls))
    session.plan_action(control, text=given_text, owner="甲", due=date(2026, 12, 1))
    (event,) = events(session)
    assert shown in str(event["SUMMARY"])
    assert shown in str(event["DESCRIPTION"])
    calendar = Calendar.from_ical(render(dossier_of(session)))
    assert shown in str(calendar["X-WR-CALNAME"]).replace("\\;", ";")  # icalendar leaves what it does not know


def test_the_same_state_and_day_give_the_same_bytes_and_a_new_day_the_same_uids() -> None:
    one, two = talkative(), talkative()
    assert render(dossier_of(one)) == render(dossier_of(two))
    later = Calendar.from_ical(render(dossier_of(one, on=date(2026, 11, 29))))
    assert {str(e["UID"]) for e in later.walk("VEVENT")} == {str(e["UID"]) for e in events(one)}
    assert {e.decoded("DTSTAMP").date() for e in later.walk("VEVENT")} == {date(2026, 11, 29)}


def test_a_moved_date_keeps_its_event() -> None:
    session = new_client()
    control = next(iter(session.library.controls))
    action = session.plan_action(control, text="棚卸し", owner=OFFICER, due=date(2026, 12, 1))
    (before,) = events(session)
    session.plan_action(control, text="棚卸し", owner=OFFICER, due=date(2026, 12, 8), action=action)
    (after,) = events(session)
    assert before["UID"] == after["UID"]
    assert after.decoded("DTSTART") == date(2026, 12, 8)


def test_two_of_the_same_are_two_events() -> None:
    session = new_client()
    control = next(iter(session.library.controls))
    for due in (date(2026, 12, 1), date(2026, 12, 2)):
        session.plan_action(control, text="棚卸し", owner=OFFICER, due=due)
    first, second = events(session)
    assert first["UID"] != second["UID"]


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_open_homework_is_due_and_closed_homework_is_not() -> None:
    due = [first for first, _ in days(talkative(), "宿題の期限")]
    assert due == [date(2026, 12, day) for day in (5, 10, 12, 18, 20)]


def test_evidence_is_looked_at_again() -> None:
    assert days(lessons(), "証拠の次の確認") == [(date(2027, 4, 1), date(2027, 4, 1))]


def test_without_the_privacy_mark_nothing_but_homework_and_evidence_has_a_date() -> None:
    session = lessons()
    session.state_fact("planned_application", "2027-02-01")
    assert {kind(event) for event in events(session)} == {"宿題の期限", "証拠の次の確認"}


def test_the_months_of_the_plan_and_the_wish_are_there() -> None:
    session = talkative()
    plan = dossier_of(session).examination.month_plan
    assert len(plan.months) > 3
    assert [first for first, _ in days(session, "今月の予定")] == [month.first for month in plan.months]
    assert days(session, "プライバシーマークの申請の予定日") == [(date(2027, 2, 1), date(2027, 2, 1))]


def test_a_yearly_duty_comes_a_year_after_the_latest_evidence_and_every_year() -> None:
    session = talkative()
    assert days(session, "年1回の教育の期限") == [(date(2027, 5, 20), date(2027, 5, 20))]
    rules = {kind(event): event.get("RRULE") for event in events(session)}
    assert [kind for kind, rule in rules.items() if rule] == ["年1回の教育の期限", "年1回の内部監査の期限",
                                                         "年1回のマネジメントレビューの期限"]  # fmt: skip


def test_a_yearly_duty_of_which_nothing_is_known_comes_a_year_after_the_planned_application() -> None:
    assert days(talkative(), "年1回のマネジメントレビューの期限") == [(date(2028, 2, 1), date(2028, 2, 1))]
    assert events(pmark_client()) == [] or not days(pmark_client(), "年1回の教育の期限")


def test_evidence_beside_a_no_is_no_sign_that_it_was_done() -> None:
    session = pmark_client()
    session.answer("j4-3.everyone-trained", Mark.NO)
    session.add_evidence("j4-3.everyone-trained", "空の名簿", as_of=date(2026, 5, 20))
    assert days(session, "年1回の教育の期限") == []


@pytest.mark.parametrize(
    ("expiry", "first", "last"),
    [
        (date(2024, 12, 1), date(2024, 4, 2), date(2024, 8, 1)),  # the example of the procedure
        (date(2028, 2, 29), date(2027, 6, 30), date(2027, 10, 29)),
        (date(2027, 10, 31), date(2027, 3, 1), date(2027, 6, 30)),
        (date(2028, 10, 30), date(2028, 3, 1), date(2028, 6, 30)),
    ],
)
def test_the_renewal_window_is_counted_back_from_the_expiry(expiry: date, first: date, last: date) -> None:
    assert renewal_window(expiry) == (first, last)
    session = pmark_client()
    session.state_fact("mark_expires", expiry.isoformat())
    assert days(session, "更新を申請できる期間") == [(first, last)]
    assert days(session, "更新の申請の締切") == [(last, last)]


def test_the_months_of_the_window_are_those_of_the_procedure() -> None:
    (window,) = (deadline for deadline in shipped_procedure().deadline if deadline.id == "renewal-window")
    assert (window.months_before_from, window.months_before_to) == (RENEWAL_OPENS, RENEWAL_CLOSES)


@pytest.mark.parametrize("extreme", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_break_nothing(extreme: str) -> None:
    session = pmark_client()
    session.state_fact("mark_expires", extreme)
    session.state_fact("planned_application", extreme)
    control = next(iter(session.library.controls))
    session.plan_action(control, text="x", due=date.fromisoformat(extreme))
    assert b"BEGIN:VEVENT" in render(dossier_of(session))


def test_a_month_without_that_day_ends_earlier() -> None:
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 31), -12) == date(2025, 12, 31)
