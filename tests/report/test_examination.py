from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pytest

from pmark_check.domain.checklist import Layer, Provenance
from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.procedure import Conflict, Deadline, Notice
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.accidents import STATUSES, status_of
from pmark_check.view.examination import Examination
from pmark_check.view.report_examination import ClauseCell
from pmark_check.view.report_parts import CONTENTS, OF_HISTORY, STOPS_ON_PAGE_ONE, ReportParts
from tests.report.clients import (
    DAY,
    OFFICER,
    anchor,
    before_examination,
    half_way,
    new_client,
    pmark_library,
    report_of,
    shipped_background,
    shipped_procedure,
    view_of,
)
from tests.report.page import Element, read


@cache
def shown(language: Language = "ja") -> Element:
    return read(report_of(before_examination(), language))


@cache
def parts(language: Language = "ja") -> ReportParts:
    view = view_of(before_examination(), language)
    return ReportParts(view, shipped_background(), on=DAY, procedure=shipped_procedure())


def flat(text: str) -> str:
    return " ".join(text.split())


# --- page one ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_one_says_whether_one_can_apply_what_would_be_found_and_when(language: Language) -> None:
    view = view_of(before_examination(), language)
    examination, page = Examination(view, DAY), shown(language)
    verdicts = page.section("verdict").text
    assert verdicts.index(view.application.title) < verdicts.index(view.incident.title)
    assert view.application.sentence in verdicts
    expected = page.section("expected").text
    for stage in examination.stages:
        assert f"{stage.name} {stage.findings}".strip() in expected
    assert examination.plan.earliest
    assert f"{examination.plan.earliest} {examination.plan.sentence}" in expected


def test_page_one_shows_gates_and_knockouts_and_counts_the_rest() -> None:
    stops, section = parts().stops, shown().section("stops")
    items = section.all("li")
    assert len(items) == STOPS_ON_PAGE_ONE < len(stops)
    named = {f"#{anchor(before_examination(), stop.line.id)}": stop.is_gate for stop in stops}
    kinds = [named[item.all("a")[0].attributes["href"]] for item in items]
    assert set(kinds) == {True, False}
    failed = sum(stop.is_failed for stop in stops)
    title, (unchecked, rest) = section.all("h2")[0], section.all("h2")[0].all("small")
    assert title.all("span")[0].text == str(failed)
    assert unchecked.text.endswith(f" {len(stops) - failed}")
    assert 0 < failed < len(stops)
    assert f"ほかに{len(stops) - STOPS_ON_PAGE_ONE}件" in rest.text
    assert [a.attributes["href"] for a in rest.all("a")] == ["#forecast", "#knockouts"]
    everywhere = {
        a.attributes["href"] for part in ("forecast", "knockouts", "gaps") for a in shown().section(part).all("a")
    }
    assert {gate for gate, is_gate in named.items() if is_gate} <= everywhere


def test_a_part_is_numbered_as_it_is_listed() -> None:
    listed = [a.attributes["href"].removeprefix("#") for a in shown().section("on").all("a")]
    assert listed == [part for part in CONTENTS if part not in OF_HISTORY]
    assert [parts().number(part) for part in listed] == list(range(1, len(listed) + 1))
    sections = [
        s.attributes["aria-labelledby"] for s in shown().all("section") if "numbered" in s.attributes.get("class", "")
    ]
    assert sections == listed


def test_without_the_privacy_mark_checklist_nothing_is_said_about_an_examination() -> None:
    page = read(report_of(half_way()))
    listed = {a.attributes["href"].removeprefix("#") for a in page.section("on").all("a")}
    assert not listed & {"forecast", "roadmap", "documents", "procedure"}
    assert not [
        e for e in page.all() if e.attributes.get("id") in {"forecast", "roadmap", "documents", "procedure", "expected"}
    ]


# --- clauses -------------------------------------------------------------------------------------------------------


def clause_cells() -> list[ClauseCell]:
    examination = parts().examination
    assert examination
    return [cell for row in examination.clauses for cell in row.cells]


def test_every_clause_stands_in_the_map_with_a_mark_that_reads_without_colour() -> None:
    t = Translator("ja")
    (heat,) = (dl for dl in shown().all("dl") if dl.attributes.get("class") == "heat")
    cells = clause_cells()
    drawn = heat.all("li")
    assert len(cells) == len(drawn) == 58
    for cell, item in zip(cells, drawn, strict=True):
        assert item.attributes["class"] == f"h-{cell.status}"
        assert item.text.startswith(f"{cell.number} {t(f'report.heat.mark.{cell.status}')}")
        assert cell.title in item.text
    assert len({t(f"report.heat.mark.{status}") for status in ("held", "weak", "failed", "open", "none")}) == 5


def test_a_clause_is_judged_by_target_and_floor() -> None:
    seen = set()
    for cell in clause_cells():
        seen.add(cell.status)
        if cell.band.low is None or cell.band.high is None:
            assert cell.status == "none"
            continue
        assert (cell.status == "held") == (cell.band.low >= 0.85)
        assert (cell.status == "failed") == (cell.band.high < 0.70)
        assert (cell.status == "open") == (cell.band.low < 0.85 <= cell.band.high)
    assert seen >= {"held", "weak", "failed", "open"}


def test_gaps_stand_under_their_chapter_and_clause() -> None:
    gaps = shown().section("gaps")
    library = pmark_library()
    for chapter in parts().controls.gaps:
        for section in chapter.sections:
            body = gaps.with_id(f"s-{section.id}")
            controls = {row.card.line.id for row in section.rows} | {line.id for line in section.untouched}
            assert {library.section(control).id for control in controls} == {section.id}
            inside = {e.attributes["id"] for e in body.all() if "id" in e.attributes} - {f"s-{section.id}"}
            assert inside == {anchor(before_examination(), control) for control in controls}
            if section.id != chapter.id:
                assert f"{section.number} {section.title}" in body.all("tr")[0].text


def test_a_number_that_was_not_read_carries_a_mark_and_the_mark_is_explained() -> None:
    references = shipped_background().reference_by_id
    doubtful = {Provenance.DERIVED, Provenance.UNVERIFIED}
    rows = [row for chapter in parts().controls.gaps for row in chapter.rows]
    marked = 0
    for row in rows:
        row_id = anchor(before_examination(), row.card.line.id)
        text = shown().section("gaps").with_id(row_id).all("td")[0].text
        for clauses in row.clauses:
            for clause in clauses.numbers:
                known = references.get(f"{clauses.scheme}:{clause.number}")
                is_doubtful = known is None or known.provenance in doubtful
                assert bool(re.search(rf"{re.escape(clause.number)}※", text)) == is_doubtful
                marked += is_doubtful
    assert marked
    assert Translator("ja")("report.provenance.key") in shown().section("gaps").text


# --- stages, contradictions, confirmations -------------------------------------------------------------------------


def test_the_forecast_names_every_unit_and_every_gate() -> None:
    view, section = view_of(before_examination()), shown().section("forecast")
    examination = Examination(view, DAY)
    lists = [ul for ul in section.all("ul") if ul.attributes.get("class") == "units"]
    numbers = [item.all("b")[0].text for listed in lists for item in listed.all("li")]
    expected = [[u.name.partition("/")[0] for u in stage.units] for stage in examination.stages]
    assert sorted(numbers) == sorted(number for stage in expected for number in stage)
    t = Translator("ja")
    results = [
        row[1] for stage in examination.stages for row in section.table(t("report.forecast.gates", stage=stage.name))
    ]
    assert len(results) == len(view.readiness.gates)
    assert sorted(results) == sorted(t(f"report.gate.{result}") for result in view.readiness.gates.values())


def test_answers_that_do_not_fit_together_are_named_with_how_to_settle_them() -> None:
    session = new_client(asked_with=pmark_library())
    rule = next(
        rule
        for checklist in session.library.checklists
        for rule in checklist.consistency
        if all(p.fact is None or isinstance(p.value, bool) for p in rule.premises)
    )
    assert str(rule.message.ja) not in read(report_of(session)).section("forecast").text
    for premise in rule.premises:
        if premise.fact:
            session.state_fact(premise.fact, value=premise.value or False)
        elif premise.control:
            session.answer(premise.control, Mark(premise.marks[0]), layer=premise.layer)
    said = read(report_of(session)).section("forecast").text
    assert flat(str(rule.message.ja)) in said
    assert flat(str(rule.resolve.ja)) in said


def test_a_knockout_waits_for_a_second_person_until_one_confirms_it() -> None:
    session = new_client(asked_with=pmark_library())
    knockouts = [control.id for control in session.library.controls.values() if control.knockout]
    for control in knockouts:
        session.answer(control, Mark.YES, said_by=OFFICER)

    def waiting() -> list[str]:
        (listed,) = read(report_of(session)).section("knockouts").all("ul")
        return [a.attributes["href"] for a in listed.all("a")]

    links = [f"#{anchor(session, control)}" for control in knockouts]
    assert waiting() == links
    session.confirm(knockouts[0], "別の 人")
    assert waiting() == links[1:]


# --- roadmap and documents -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roadmap_lists_every_step_of_the_first_months_once_and_every_month(language: Language) -> None:
    examination = Examination(view_of(before_examination(), language), DAY)
    rows = shown(language).table(Translator(language)("report.roadmap.caption"))
    planned = parts(language).examination
    assert planned
    listed = [month.line for month in planned.months if not month.shares]
    steps = [flat(step.first_step) for month in listed for step in month.steps]
    assert [row[0] for row in rows if len(row) == 3] == steps
    headings = [row[0] for row in rows if len(row) == 1]
    assert len([h for h in headings if any(h.startswith(m.name) for m in examination.plan.months)]) == len(
        examination.plan.months
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_listed_with_its_state(language: Language) -> None:
    t, view = Translator(language), view_of(before_examination(), language)
    lines = Examination(view, DAY).documents(shipped_background().documents.document)
    rows = [
        row for kind in ("rules", "records") for row in shown(language).table(t(f"report.documents.caption.{kind}"))
    ]
    assert [(row[0].rstrip("●"), row[3]) for row in rows] == [(line.id, line.word) for line in lines]
    assert all(line.title in row[1] for line, row in zip(lines, rows, strict=True))


# --- accidents -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("practice", "other", "status"),
    [
        (Mark.NO, Mark.YES, "failed"),
        (Mark.PARTIAL, Mark.UNKNOWN, "failed"),
        (Mark.YES, Mark.NO, "weak"),
        (Mark.YES, Mark.UNKNOWN, "weak"),
        (Mark.UNKNOWN, Mark.NO, "weak"),
        (Mark.UNKNOWN, Mark.UNKNOWN, "open"),
        (Mark.YES, Mark.YES, "held"),
    ],
)
def test_a_control_stands_against_a_failure_by_the_layer_that_decides(practice: Mark, other: Mark, status: str) -> None:
    session = new_client()
    control = next(
        c for c in session.library.controls.values() if c.decisive_layers == (Layer.PRACTICE,) and len(c.layers) == 3
    )
    session.answer(control.id, other)
    session.answer(control.id, practice, layer=Layer.PRACTICE)
    assert status_of(view_of(session).situation.by_control[control.id]) == status


def chain_of(session: Session, failure: str) -> str:
    found = ReportParts(view_of(session), shipped_background(), on=DAY).accidents
    titles = {link.title: link.status for accident in found for link in accident.chain}
    return titles[str(shipped_background().failure_by_id[failure].title.ja)]


def test_one_hole_opens_a_link_and_only_all_yes_close_it() -> None:
    session = new_client()
    failure = "post-test-deletion-skipped"
    against = [c.id for c in session.library.controls.values() if failure in c.lessons]
    assert len(against) > 1
    assert chain_of(session, failure) == "open"
    session.answer(against[0], Mark.YES, said_by=OFFICER)
    assert chain_of(session, failure) == "weak"
    for control in against[1:]:
        session.answer(control, Mark.YES, said_by=OFFICER)
    assert chain_of(session, failure) == "held"
    session.answer(against[-1], Mark.NO)
    assert chain_of(session, failure) == "failed"


def test_each_status_of_a_link_has_a_shape_of_its_own_beside_its_word() -> None:
    t, section = Translator("ja"), shown().section("accidents")
    drawn = {}
    for item in section.all("ul")[0].all("li"):
        (svg,) = item.all("svg")
        drawn[item.text] = str(svg.children)
        assert svg.attributes["aria-hidden"] == "true"
        (shape,) = svg.all("g")
        assert shape.attributes["id"] == f"k-{STATUSES[len(drawn) - 1]}"
        assert shape.all("rect", "circle", "path")
    assert list(drawn) == [t(f"report.chain.{status}") for status in STATUSES]
    assert len(set(drawn.values())) == len(STATUSES)
    (chain,) = (ol for ol in section.section("a-j-coin-2019").all("ol") if ol.attributes.get("class") == "chain")
    for link in (item for item in chain.children if isinstance(item, Element)):
        status = link.attributes["class"]
        assert t(f"report.chain.{status}") in link.text
        assert link.all("svg")[0].all("use")[0].attributes["href"] == f"#k-{status}"


# --- how to apply --------------------------------------------------------------------------------------------------


def procedure_of(session: Session, on: date = DAY, language: Language = "ja") -> Element:
    return read(report_of(session, language, on=on)).section("procedure")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fees_are_named_only_on_days_for_which_a_table_is_known(language: Language) -> None:
    t, session = Translator(language), before_examination()
    last = max(row.effective_until for row in shipped_procedure().fee if row.effective_until)
    known = procedure_of(session, last, language)
    rows = known.table(t("report.procedure.fees-caption"))
    assert [row[1:] for row in rows] == [
        ["52,382", "471,429", "104,762", "628,573"],
        ["52,382", "314,286", "104,762", "471,430"],
    ]
    later = procedure_of(session, last + timedelta(days=1), language)
    assert "471,429" not in later.text
    assert t("report.procedure.fees-unknown", day=last.isoformat()) in later.text


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({"employees": 5}, "small"),
        ({"employees": 100}, "medium"),
        ({"employees": 101}, None),
        ({"employees": 101, "capital": 5000}, "medium"),
        ({"employees": 101, "capital": 5001}, "large"),
    ],
)
def test_the_size_class_is_told_from_the_facts_or_not_at_all(facts: dict[str, int], size: str | None) -> None:
    t, session = Translator("ja"), new_client(asked_with=pmark_library())
    assert t("report.procedure.size-unknown") in procedure_of(session).text
    session.state_fact("industry", value="service")
    for fact, value in facts.items():
        session.state_fact(fact, value=value)
    said = procedure_of(session).text
    if size is None:
        assert t("report.procedure.size-unknown") in said
        assert "未回答" in said
    else:
        assert t("report.procedure.size-is", size=t(f"size.{size}")) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dated_fact_says_where_and_when_it_was_read_and_how_well_it_is_known(language: Language) -> None:
    t, page = Translator(language), shown(language).section("procedure")
    given = shipped_procedure()
    entries = [e for dl in page.all("dl") if dl.attributes.get("class") == "told" for e in dl.all("div")]
    written: list[Conflict | Deadline | Notice] = [*given.conflict, *given.deadline, *given.notice]
    facts = [fact for fact in written if not fact.effective_until or fact.effective_until >= DAY]
    assert len(entries) == len(facts)
    (head,) = (p.text for p in page.all("p") if p.text.startswith(flat(t("report.procedure.mostly"))))
    for fact, entry in zip(facts, entries, strict=True):
        assert flat(fact.text.to(language)) in flat(entry.text)
        foot = entry.all("small")[-1].text
        assert foot.startswith(fact.source)
        for word in (
            t("report.procedure.checked", day=fact.checked_on.isoformat()),
            t(f"provenance.{fact.provenance}"),
        ):
            assert (word in foot) != (word in head)
    labels = {dt.text for dl in page.all("dl") if dl.attributes.get("class") == "sources" for dt in dl.all("dt")}
    assert {fact.source for fact in facts} <= labels


def test_the_forms_are_those_of_a_first_application_to_jipdec() -> None:
    rows = shown().section("procedure").table(Translator("ja")("report.procedure.forms-caption"))
    wanted = [f for f in shipped_procedure().form if f.body == "jipdec" and f.application == "new"]
    assert [row[0] for row in rows] == [form.number or "–" for form in wanted]
    assert all(str(conflict.title.ja) in shown().section("procedure").text for conflict in shipped_procedure().conflict)


# --- the file ------------------------------------------------------------------------------------------------------


def test_a_client_with_both_checklists_fits_in_a_mail() -> None:
    assert len(report_of(before_examination()).encode()) < 420_000
