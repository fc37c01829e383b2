"""The way to the examination in words: stages, plan, contradictions, documents."""

from __future__ import annotations

from datetime import date

import pytest

from pmark_check.domain.checklist import Checklist, Consistency, Layer, Month, Phase, Policy, Provenance, Stage
from pmark_check.domain.citations import Document
from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.text import Bilingual
from pmark_check.i18n.translation import Translator
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes
from pmark_check.view.data import score_data
from pmark_check.view.examination import Examination
from pmark_check.view.scorecard import ScorecardView
from tests.domain.strategies import NO, PRACTICE, YES, Desk, checklist, control, library

TODAY = date(2026, 11, 22)
MONTHS = tuple(
    Month(phase=phase, title=Bilingual(ja=f"{phase.value}の月", en=f"month of {phase.value}"), months=1)
    for phase in Phase
)
BIDI = "\u202e"


def rule() -> Consistency:
    premises = [
        {"control": "trained", "layer": "practice", "marks": ["yes"]},
        {"control": "trained", "layer": "record", "marks": ["no"]},
        {"control": "rules", "marks": ["yes", "no"]},
    ]
    said = {name: {"ja": f"{name}の文", "en": f"{name} in words"} for name in ("message", "why", "resolve")}
    return Consistency.model_validate({"id": "trained-without-list", "if": premises, **said})


def asked_with(*more: Checklist) -> Library:
    main = checklist(
        control("rules", phase=Phase.PLAN, refs=(f"{HEADLINE}:J.4.5.4",), documents=("R01",)),
        control("trained", phase=Phase.DO, refs=(f"{HEADLINE}:J.4.3",), documents=("D10",)),
        control("founded", gate=Stage.FORMALITY, weight=0, fixable=False, layers=(PRACTICE,), phase=Phase.PLAN),
        control("reviewed", gate=Stage.ON_SITE, weight=0, layers=(PRACTICE,), phase=Phase.ACT),
    )
    return library(
        main.model_copy(update={"consistency": (rule(),)}),
        *more,
        month=MONTHS,
        wording=read(Policy, "policy.toml", shipped_bytes("policy.toml")).wording,
    )


class Office:
    """A client, and how it looks in a language."""

    def __init__(self, given: Library | None = None) -> None:
        self.session = Desk(given or asked_with()).session

    def said(self, name: str, **marks: Mark) -> Office:
        for layer, mark in marks.items():
            self.session.answer(name, mark, layer=Layer(layer))
        return self

    def view(self, language: Language = "ja") -> ScorecardView:
        return ScorecardView(self.session, Translator(language))

    def examination(self, language: Language = "ja") -> Examination:
        return Examination(self.view(language), TODAY)


def conditions_met() -> Office:
    return Office().said("founded", practice=YES).said("reviewed", practice=YES)


# --- stages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ja", ["形式審査", "文書審査", "現地審査"]),
        ("en", ["Formal check", "Document examination", "On-site examination"]),
    ],
)
def test_the_stages_are_named_in_their_order(language: Language, names: list[str]) -> None:
    stages = Office().examination(language).stages
    assert [stage.id for stage in stages] == ["formality", "document", "on-site"]
    assert [stage.name for stage in stages] == names


def test_a_stage_says_what_blocks_it_what_is_not_answered_and_how_many_findings_there_may_be() -> None:
    formality, document, on_site = (
        Office().said("founded", practice=NO).said("rules", rule=NO, practice=YES, record=YES).examination().stages
    )
    assert [line.id for line in formality.blocked_by] == ["founded"]
    assert formality.findings == ""  # nobody writes findings at the counter
    assert (document.findings, document.least, document.most) == ("1〜2件", 1, 2)
    assert [(unit.name, unit.is_certain, [line.id for line in unit.controls]) for unit in document.units] == [
        ("J.4.5.4", True, ["rules"]),
        ("J.4.3", False, ["trained"]),
    ]
    assert [line.id for line in on_site.unanswered] == ["reviewed"]
    assert on_site.findings == "0〜1件"


def test_a_range_of_one_number_is_one_number() -> None:
    office = conditions_met().said("rules", rule=NO, practice=YES, record=YES)
    office.said("trained", rule=YES, practice=YES, record=YES)
    assert [stage.findings for stage in office.examination().stages] == ["", "1件", "0件"]


def test_without_the_privacy_mark_there_are_no_stages() -> None:
    own = library(checklist(control("c"), checklist_id="own"))
    assert Office(own).examination().stages == ()


# --- contradictions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("ja", "messageの文"), ("en", "message in words")])
def test_a_contradiction_comes_with_its_reason_its_way_out_and_its_controls(language: Language, words: str) -> None:
    office = Office().said("trained", practice=YES, record=NO).said("rules", rule=NO)
    (found,) = office.examination(language).contradictions
    assert (found.id, found.message) == ("trained-without-list", words)
    assert found.why
    assert found.resolve
    assert dict.fromkeys(line.id for line in found.controls) == dict.fromkeys(["trained", "rules"])


def test_where_nothing_contradicts_there_is_no_line() -> None:
    assert Office().examination().contradictions == ()


def test_a_control_of_two_premises_is_listed_once() -> None:
    office = Office().said("trained", practice=YES, record=NO).said("rules", rule=NO)
    (found,) = office.examination().contradictions
    assert [line.id for line in found.controls] == ["trained", "rules"]


# --- plan ------------------------------------------------------------------------------------------------------------


def test_the_plan_names_months_work_and_the_earliest_day() -> None:
    office = conditions_met().said("rules", rule=NO, practice=NO, record=NO).said("trained", practice=NO)
    plan = office.examination().plan
    assert (plan.feasible, plan.earliest, plan.wish) == ("no-wish", "2027年2月", "")
    assert "2027年2月" in plan.sentence
    assert [(month.name, month.phase, month.phase_title) for month in plan.months] == [
        ("2026年12月", "plan", "planの月"),
        ("2027年1月", "do", "doの月"),
    ]
    assert [[step.line.id for step in month.steps] for month in plan.months] == [["rules"], ["trained"]]
    assert all(month.work for month in plan.months)
    assert plan.reasons == ()


def test_the_plan_in_english() -> None:
    plan = conditions_met().said("rules", rule=NO).examination("en").plan
    assert plan.months[0].name == "December 2026"
    assert plan.months[0].phase_title == "month of plan"
    assert plan.earliest == "January 2027"


def test_a_month_that_only_has_to_pass_shows_no_work() -> None:
    asked = asked_with()
    longer = tuple(month.model_copy(update={"months": 2}) for month in MONTHS)
    office = Office(Library(asked.checklists, asked.facts, asked.policy.model_copy(update={"month": longer})))
    office.said("founded", practice=YES).said("reviewed", practice=YES).said("rules", rule=NO)
    first, second = office.examination().plan.months
    assert (first.work != "", second.work, second.steps) == (True, "", ())


@pytest.mark.parametrize(("mark", "feasible"), [(NO, "never-yet"), (None, "undecided")])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_condition_that_only_time_can_change_is_named(mark: Mark | None, feasible: str, language: Language) -> None:
    office = Office().said("reviewed", practice=YES)
    if mark:
        office.said("founded", practice=mark)
    plan = office.examination(language).plan
    assert (plan.feasible, plan.earliest) == (feasible, "")
    assert [line.id for line in plan.reasons] == ["founded"]
    assert "1" in plan.sentence
    assert "{" not in plan.sentence


@pytest.mark.parametrize("feasible", ["possible", "too-soon", "no-wish", "never-yet", "undecided"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_verdict_on_a_plan_has_its_sentence(feasible: str, language: Language) -> None:
    assert Translator(language).has(f"plan.{feasible}")


# --- documents -------------------------------------------------------------------------------------------------------


def document(document_id: str, title: str) -> Document:
    return Document(
        id=document_id,
        title=Bilingual(ja=title, en=title),
        clauses=(f"{HEADLINE}:J.4.5.4",),
        minimum=document_id == "D10",
        provenance=Provenance.ONE_SOURCE,
    )


@pytest.mark.parametrize(("language", "words"), [("ja", ["なし", "あり", "対象外"]), ("en", [])])
def test_documents_are_listed_with_a_word_for_whether_they_are_there(language: Language, words: list[str]) -> None:
    office = Office().said("rules", rule=NO, practice=YES, record=YES).said("trained", record=YES, rule=NO)
    wanted = [document("R01", "基本規程"), document("D10", f"名簿{BIDI}"), document("D99", "ほか")]
    rules, listed, other = office.examination(language).documents(wanted)
    assert [line.presence for line in (rules, listed, other)] == ["missing", "there", "not-asked"]
    assert not words or [line.word for line in (rules, listed, other)] == words
    assert all(line.word and not line.word.startswith("presence.") for line in (rules, listed, other))
    assert [line.id for line in listed.controls] == ["trained"]
    assert (rules.is_minimum, listed.is_minimum, rules.usual) == (False, True, "")
    assert listed.title == "名簿<U+202E>"  # what would reorder a line is shown


# --- as data ---------------------------------------------------------------------------------------------------------


def test_the_scorecard_as_data_says_the_same_as_the_view() -> None:
    office = Office().said("founded", practice=NO).said("trained", rule=YES, practice=YES, record=NO)
    office.said("rules", rule=NO)
    data, examination = score_data(office.view(), TODAY), office.examination()
    assert [line["rule"] for line in data["consistency"]] == [line.id for line in examination.contradictions]
    for stage in examination.stages:
        found = data["forecast"][stage.id.replace("-", "_")]
        assert found["findings"] == {"min": stage.least, "max": stage.most}
        assert found["blocked_by"] == [line.id for line in stage.blocked_by]
        assert found["open"] == [line.id for line in stage.unanswered]
        assert [unit["unit"] for unit in found["units"]] == [unit.name for unit in stage.units]
    assert data["plan"]["feasible"] == examination.plan.feasible == "never-yet"
    assert data["plan"]["in_the_way"] == data["gates"]["failed"] == ["founded"]
    assert data["gates"]["open"] == ["reviewed"]
    assert [month["controls"] for month in data["plan"]["months"]] == [
        [step.line.id for step in month.steps] for month in examination.plan.months
    ]


def test_each_stage_looks_at_its_own_layers() -> None:
    """Rules at the desk, deeds and records on site: no answer moves the other's number."""
    before = [stage.most for stage in conditions_met().examination().stages]
    after = [
        stage.most for stage in conditions_met().said("rules", rule=YES).said("trained", rule=YES).examination().stages
    ]
    assert (before, after) == ([0, 2, 2], [0, 0, 2])
