"""What a report says once instead of in every row, and that no row loses anything by it."""

from __future__ import annotations

from functools import cache

import pytest

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.i18n.translation import Translator
from pmark_check.view.report_examination import LISTED_STEPS
from pmark_check.view.report_parts import ReportParts
from pmark_check.view.words import mostly
from tests.report.clients import (
    DAY,
    OFFICER,
    SYSTEMS,
    all_no,
    anchor,
    new_client,
    pmark_library,
    report_of,
    shipped_background,
    view_of,
)
from tests.report.page import Element, read

T = Translator("ja")
SYSTEMS_SAID = f"{T('how.heard')}{T('report.list.dot')}{SYSTEMS}"


@cache
def long_plan() -> tuple[ReportParts, Element]:
    session = all_no()
    return ReportParts(view_of(session), shipped_background(), on=DAY), read(report_of(session))


def test_how_most_answers_of_a_chapter_are_known_is_said_at_its_head_and_no_row_repeats_it() -> None:
    session = new_client()
    controls = list(session.library.controls.values())
    for control in controls:
        session.answer(control.id, Mark.NO, said_by=SYSTEMS)
    session.answer(controls[1].id, Mark.NO, how=HowKnown.SEEN, said_by=OFFICER)
    gaps = read(report_of(session)).section("gaps")
    head = T("report.known", source=SYSTEMS_SAID)
    assert [p.text for p in gaps.all("p")].count(" ".join(head.split())) == len(gaps.all("h3"))
    assert SYSTEMS not in gaps.with_id(anchor(session, controls[0].id)).text
    assert OFFICER in gaps.with_id(anchor(session, controls[1].id)).text


def test_answers_known_in_two_ways_each_say_how_whatever_the_chapter_says() -> None:
    session = new_client()
    control = next(c for c in session.library.controls.values() if Layer.PRACTICE in c.layers and len(c.layers) > 1)
    for other in session.library.controls:
        session.answer(other, Mark.NO, said_by=SYSTEMS)
    session.answer(control.id, Mark.YES, layer=Layer.PRACTICE, said_by=OFFICER)
    row = read(report_of(session)).section("gaps").with_id(anchor(session, control.id)).text
    assert SYSTEMS in row
    assert OFFICER in row


def test_layers_are_named_only_where_their_answers_differ() -> None:
    session = new_client()
    control = next(c for c in session.library.controls.values() if len(c.layers) == 3)
    session.answer(control.id, Mark.NO)
    names = [T(f"layer.{layer}") for layer in Layer]
    row = read(report_of(session)).section("gaps").with_id(anchor(session, control.id))
    assert row.all("td")[1].text.startswith(T("mark.no"))
    session.answer(control.id, Mark.PARTIAL, layer=Layer.RECORD)
    row = read(report_of(session)).section("gaps").with_id(anchor(session, control.id))
    assert all(name in row.all("td")[1].text for name in names)


def test_a_long_plan_lists_its_first_months_and_counts_the_rest_by_chapter() -> None:
    parts, page = long_plan()
    assert parts.examination
    months = parts.examination.months
    listed = [month for month in months if not month.shares]
    assert 0 < len(listed) < len(months)
    assert sum(len(month.line.steps) for month in listed) <= LISTED_STEPS
    for month in months[len(listed) :]:
        assert sum(share.steps for share in month.shares) == len(month.line.steps)
    rows = page.table(T("report.roadmap.caption"))
    assert [row[0] for row in rows if len(row) == 3] == [
        " ".join(step.first_step.split()) for month in listed for step in month.line.steps
    ]


def test_one_can_be_led_to_every_control_among_the_gaps_whether_anything_was_said_about_it_or_not() -> None:
    session = new_client()
    session.answer(next(iter(session.library.controls)), Mark.NO)
    view, page = view_of(session), read(report_of(session))
    linked = ReportParts(view, shipped_background(), on=DAY).linked
    assert linked.keys() == {gap.card.line.id for gap in view.gaps}
    gaps = page.section("gaps")
    assert all(gaps.with_id(place) for place in linked.values())


def test_a_step_that_the_plan_only_counts_has_its_month_beside_its_gap() -> None:
    parts, page = long_plan()
    assert parts.examination
    gaps = page.section("gaps")
    for month in parts.examination.months:
        for step in month.line.steps:
            said = gaps.with_id(anchor(all_no(), step.line.id)).all("p")[1].text
            assert (month.line.name in said) == bool(month.shares)


@pytest.mark.parametrize("clause", ["J.1.1", "J.3.1.1"])
def test_a_sure_clause_stands_in_the_heading_and_not_again_in_each_row(clause: str) -> None:
    _, page = long_plan()
    body = page.section("gaps").with_id(f"s-{clause.lower().replace('.', '-').replace('j-', 'j', 1)}")
    heading, *rows = body.all("tr")
    assert clause in heading.text
    assert rows
    assert not [row for row in rows if clause in row.text.replace("、", " ").split()]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_finding_and_first_step_are_named_in_the_page_and_not_by_its_style_sheet(language: Language) -> None:
    session, t = all_no(), Translator(language)
    page = read(report_of(session, language))
    gap = view_of(session, language).gaps[5]
    said = [p.text for p in page.section("gaps").with_id(anchor(session, gap.card.line.id)).all("p")]
    assert said[0] == " ".join(f"{t('report.gaps.finding')}{gap.card.finding}".split())
    assert said[1].startswith(" ".join(f"{t('report.gaps.step')}{gap.card.first_step}".split()))
    for name in ("finding", "step"):
        assert t(f"report.gaps.{name}").strip() not in "".join(map(str, page.all("style")[0].children))


def test_a_document_says_when_it_is_gone_over_unless_the_head_of_its_shelf_does() -> None:
    parts, page = long_plan()
    assert parts.examination
    section = page.section("documents")
    heads = [p.text for p in section.all("p") if p.text.startswith("見直し：")]
    assert len(heads) == 1
    for shelf in parts.examination.shelves:
        rows = section.table(T(f"report.documents.caption.{shelf.id}"))
        for row, shown in zip(shelf.rows, rows, strict=True):
            told = T("report.documents.renewed", when=row.renewed)
            assert (told in shown[1]) != (row.renewed == shelf.renewed)
            assert told in shown[1] or heads[0].startswith(told)


def test_homework_says_what_to_do_and_where_in_the_checklist_it_belongs() -> None:
    session = new_client(asked_with=pmark_library())
    control = session.library.controls["j2-2.dates-name-contact"]
    session.plan_action(control.id, text="方針の末尾を直す", owner=OFFICER)
    session.plan_action("j2-2.staff-know-it", owner=OFFICER)
    rows = read(report_of(session)).table(T("report.homework.caption", person=OFFICER))
    said = {row[2] for row in rows}
    assert "方針の末尾を直す J.2.2 個人情報保護方針" in said
    assert f"{session.library.controls['j2-2.staff-know-it'].question.ja} J.2.2 個人情報保護方針" in said


def test_a_fact_nobody_stated_counts_what_hangs_on_it_and_each_gap_says_so() -> None:
    session = all_no()
    page = read(report_of(session))
    facts = [fact for fact in view_of(session).facts if fact.perhaps]
    assert facts
    listed = {item.text for item in page.section("not-asked").all("ul")[-1].all("li")}
    assert listed == {f"{fact.question} {T('report.questions.many', count=len(fact.perhaps))}" for fact in facts}
    for line in facts[0].perhaps:
        row = page.section("gaps").with_id(anchor(session, line.id)).text
        assert T("report.perhaps.mark") in row


@pytest.mark.parametrize(
    ("texts", "said"),
    [("aab", "a"), ("ab", ""), ("aabb", ""), ("a", ""), ("", ""), ("aaabb", "a")],
)
def test_what_more_than_half_have_is_said_once(texts: str, said: str) -> None:
    assert mostly(texts) == said
