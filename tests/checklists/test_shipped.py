"""What the shipped data promises its readers. What its format promises is linted (tests/storage/test_lint.py)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

from pmark_check.domain.checklist import Checklist, Control, FactKind, Facts, Phase, Policy, Provenance
from pmark_check.domain.coverage import leaf_clauses
from pmark_check.domain.readiness import ApplicationOutlook, IncidentReadiness
from pmark_check.domain.text import Bilingual
from pmark_check.storage.backdrop import read_background
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists

FOLDER = Path(__file__).parents[2] / "checklists"
FILES = sorted((*FOLDER.glob("*.toml"), *(FOLDER / "pmark-2023").glob("*.toml")))
LESSONS = read(Checklist, "incident-lessons.toml", shipped_bytes("incident-lessons.toml"))
BACKGROUND = read_background()
FACTS = read(Facts, "facts.toml", shipped_bytes("facts.toml"))
PMARK = read(Checklist, "pmark-2023", shipped_checklists()["pmark-2023"])
POLICY = read(Policy, "policy.toml", shipped_bytes("policy.toml"))

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
every_control = pytest.mark.parametrize("control", LESSONS.control, ids=lambda control: control.id)


def bilingual(data: object) -> Iterator[dict[str, str]]:
    if isinstance(data, dict):
        if data and data.keys() <= {"ja", "en"}:
            yield data
        for value in data.values():
            yield from bilingual(value)
    elif isinstance(data, list):
        for value in data:
            yield from bilingual(value)


@every_file
def test_every_text_is_there_in_both_languages(path: Path) -> None:
    texts = list(bilingual(tomli.loads(path.read_text("utf-8"))))
    assert texts
    assert [text for text in texts if not (text.get("ja", "").strip() and text.get("en", "").strip())] == []


@every_file
def test_no_english_text_is_japanese(path: Path) -> None:
    texts = [text["en"] for text in bilingual(tomli.loads(path.read_text("utf-8")))]
    assert [text for text in texts if re.search(r"[ぁ-ん、。]", text)] == []  # a quoted word in katakana may stand


@every_file
def test_no_text_holds_a_character_that_screens_show_differently(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"[\uff61-\uff9f]", text) == []  # half-width katakana
    assert re.findall(r"[①-⑳○△●]", text) == []  # as wide as the font pleases
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) == []
    assert re.findall(r"[Ａ-Ｚａ-ｚ０-９]", text) == []


def test_the_lessons_have_87_controls_in_eight_sections() -> None:
    assert len(LESSONS.control) == 87
    assert [section.id for section in LESSONS.section] == [
        "test-data",
        "test-systems",
        "initial-passwords",
        "public-site",
        "detection",
        "response",
        "disclosure",
        "governance",
    ]


def test_controls_stand_in_the_order_of_their_sections() -> None:
    order = [section.id for section in LESSONS.section]
    places = [order.index(control.section) for control in LESSONS.control]
    assert places == sorted(places)


@every_control
def test_a_control_is_named_after_its_section(control: Control) -> None:
    assert control.id.startswith(f"{control.section}.")


def test_eight_knockouts_stand_two_by_two() -> None:
    knockouts = [control.section for control in LESSONS.control if control.knockout]
    assert Counter(knockouts) == {"test-data": 2, "test-systems": 2, "initial-passwords": 2, "detection": 2}


@every_control
def test_a_knockout_has_full_weight_and_every_control_counts(control: Control) -> None:
    assert control.weight == 5 if control.knockout else control.weight >= 1
    assert control.weight_reason


@every_control
def test_a_question_is_one_polite_sentence(control: Control) -> None:
    question = control.question.ja or ""
    assert re.fullmatch(r"[^。]+(ますか|ませんか)。", question)
    assert len(question) <= 90
    assert (control.question.en or "").count("?") == 1
    assert (control.question.en or "").endswith("?")
    assert len(control.question.en or "") <= 200


@every_control
def test_a_question_leaves_writing_and_records_to_its_layers(control: Control) -> None:
    said = f"{control.question.ja} {control.question.en}"
    assert re.findall(r"記録で示|規程に|規程で|文書化|文書で|証跡", said) == []
    assert re.findall(r"written rule|in writing|documented|show by records", said, re.IGNORECASE) == []


@every_control
def test_the_plain_form_says_it_differently(control: Control) -> None:
    assert control.plain != control.question
    assert (control.plain.ja or "").endswith("。")


@every_control
def test_what_an_assessor_could_be_shown_is_named(control: Control) -> None:
    assert 1 <= len(control.evidence) <= 3


@every_control
def test_a_control_cites_a_lesson_a_clause_and_a_source(control: Control) -> None:
    assert control.lessons
    assert any(reference.startswith("pmark-2023:") for reference in control.refs)
    assert control.sources


@every_control
def test_no_working_mark_is_left_in_a_text(control: Control) -> None:
    texts: list[Bilingual | None] = [getattr(control, name) for name in TEXTS]
    said = " ".join(text for bilingual in texts if bilingual for _, text in bilingual)
    assert re.findall(r"\[[A-Z]|F\d\d-Q\d|TODO|unverified\]|seed", said) == []


TEXTS = ("question", "plain", "partial", "why", "finding", "first_step", "weight_reason")


def test_every_failure_of_both_accidents_has_a_control() -> None:
    answered = {lesson for control in LESSONS.control for lesson in control.lessons}
    assert len(BACKGROUND.failure_by_id) == 22
    assert BACKGROUND.failure_by_id.keys() - answered == set()
    assert {failure.incident for failure in BACKGROUND.incidents.failure} == BACKGROUND.incident_by_id.keys()


def test_every_failure_stands_in_a_seed_article() -> None:
    assert [failure.id for failure in BACKGROUND.incidents.failure if not failure.seed_lines] == []


def test_questions_everybody_must_be_asked_depend_on_nothing() -> None:
    conditions = {control.id: control.when + control.unless for control in LESSONS.control}
    assert conditions["test-systems.changes-checked-from-outside"] == ()
    assert conditions["initial-passwords.unguessable"] == ()
    assert conditions["test-data.deleted-on-time"] == ()


def test_provenance_of_the_guideline_is_never_promoted() -> None:
    clauses = {
        r.id.removeprefix("pmark-2023:"): r.provenance
        for r in BACKGROUND.references.reference
        if r.id.startswith("pmark-2023:")
    }
    clauses = {number: clauses[number] for number in leaf_clauses(clauses)}
    assert len(clauses) == 58
    marked = {mark: {clause for clause, its in clauses.items() if its is mark} for mark in Provenance}
    assert marked[Provenance.UNVERIFIED] == {"J.2.1", "J.2.3.1", "J.2.3.2", "J.7.2"}
    assert marked[Provenance.DERIVED] == {
        "J.1.3",
        "J.4.4.1",
        "J.8.8.1",
        "J.8.8.2",
        "J.8.8.3",
        "J.9.3",
        "J.9.4",
        "J.10.4",
        "J.10.5",
        "J.10.6",
    }
    assert len(marked[Provenance.TWO_SOURCES]) == 18


def test_every_fact_asked_decides_something() -> None:
    used = {fact for control in (*LESSONS.control, *PMARK.control) for fact in (*control.when, *control.unless)}
    asked = {fact.id for fact in FACTS.fact if not fact.profile}
    assert asked == used
    assert {fact.kind for fact in FACTS.fact if not fact.profile} == {FactKind.YES_NO}


def test_every_firm_is_asked_its_size_its_industry_and_when_it_will_apply() -> None:
    profile = {fact.id: fact.kind for fact in FACTS.fact if fact.profile}
    assert profile == {
        "employees": FactKind.NUMBER,
        "industry": FactKind.CHOICE,
        "planned_application": FactKind.DATE,
    }


def test_the_policy_says_what_the_project_decided() -> None:
    assert (POLICY.target, POLICY.floor, POLICY.first_steps) == (85, 70, 6)
    assert (POLICY.half_days.S, POLICY.half_days.M, POLICY.half_days.L) == (1, 4, 10)


def test_the_month_plan_walks_once_through_the_phases() -> None:
    assert [month.phase for month in POLICY.month] == [Phase.PLAN, Phase.DO, Phase.CHECK, Phase.ACT]
    assert [month.months for month in POLICY.month] == [3, 2, 1, 1]


def test_every_verdict_has_a_short_word_and_a_calm_sentence() -> None:
    worded = {wording.id: wording for wording in POLICY.wording}
    assert worded.keys() == {f"incident.{v}" for v in IncidentReadiness} | {
        f"application.{v}" for v in ApplicationOutlook
    }
    for wording in worded.values():
        assert len(wording.title.ja or "") <= 10
        assert len(wording.title.en or "") <= 22
        assert (wording.sentence.ja or "").endswith("。")
        assert "！" not in (wording.sentence.ja or "")
        assert "!" not in (wording.sentence.en or "")


def test_a_good_verdict_promises_nothing() -> None:
    good = [wording for wording in POLICY.wording if wording.id in {"incident.guarded", "application.ready"}]
    assert all("保証ではありません" in (wording.sentence.ja or "") for wording in good)
    assert all("no guarantee" in (wording.sentence.en or "") for wording in good)
