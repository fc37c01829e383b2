"""What the shipped Privacy Mark checklist promises the officer who is asked with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pmark_check.domain.checklist import Control, Phase, Stage
from pmark_check.domain.coverage import clauses, documents, failures, leaf_clauses
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.text import Bilingual
from pmark_check.storage.backdrop import read_background
from pmark_check.storage.lint import lint
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists

FOLDER = Path(__file__).parents[2] / "checklists"
PARTS = sorted((FOLDER / HEADLINE).glob("*.toml"))
BACKGROUND = read_background()


def asked_with(*names: str) -> Library:
    known = shipped_checklists()
    held = [body for name, body in known.items() if name not in names]
    return library([known[name] for name in names], shipped_bytes("facts.toml"), shipped_bytes("policy.toml"), held)


LIBRARY = asked_with(HEADLINE)
PMARK = LIBRARY.headline
OWN = {control.id: control for control in PMARK.control}
"""Its own controls; those it borrows from incident-lessons are held to test_shipped.py."""
TEXTS = ("question", "plain", "partial", "why", "finding", "first_step", "weight_reason")


def offenders(breaks: Callable[[Control], object]) -> dict[str, object]:
    """Return what ``breaks`` finds, by control; one test over all of them reads, and runs, better than 225."""
    return {control.id: found for control in OWN.values() if (found := breaks(control))}


def width(text: str) -> float:
    """Return the length in full-width characters; a half-width one counts half."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def texts(control: Control) -> Iterator[Bilingual]:
    yield from (text for name in TEXTS if (text := getattr(control, name)))
    yield from control.evidence


def question(control: Control) -> str:
    return control.question.to("ja")


def without_glosses(text: str) -> str:
    """Return ``text`` without what stands in brackets or quotation marks."""
    return re.sub(r"（[^）]*）|「[^」]*」", "", text)


# --- coverage --------------------------------------------------------------------------------------------------------


def test_every_one_of_the_58_clauses_has_a_question() -> None:
    scheme = f"{HEADLINE}:"
    numbers = [name.removeprefix(scheme) for name in BACKGROUND.reference_by_id if name.startswith(scheme)]
    covered = clauses(LIBRARY, PMARK, leaf_clauses(numbers))
    assert len(covered) == 58
    assert [number for number, controls in covered.items() if not controls] == []


def test_every_clause_has_a_question_that_can_be_a_finding() -> None:
    """A clause asked about by gates alone never shows in the forecast. J.4.5.1 is one line: the list matches or not."""
    scheme = f"{HEADLINE}:"
    numbers = [name.removeprefix(scheme) for name in BACKGROUND.reference_by_id if name.startswith(scheme)]
    covered = clauses(LIBRARY, PMARK, leaf_clauses(numbers))
    silent = {n for n, controls in covered.items() if not any(c.weight and not c.gate for c in controls)}
    assert silent <= {"J.4.5.1"}


def test_every_rule_and_every_record_that_an_examination_asks_for_is_asked_about() -> None:
    ids = [document.id for document in BACKGROUND.documents.document]
    assert [name[0] for name in ids].count("R") == 15
    assert [name[0] for name in ids].count("D") == 38
    assert [name for name, controls in documents(LIBRARY, PMARK, ids).items() if not controls] == []


def test_all_22_failures_of_the_two_accidents_are_answered() -> None:
    covered = failures(LIBRARY, PMARK, BACKGROUND.failure_by_id)
    assert len(covered) == 22
    assert [name for name, controls in covered.items() if not controls] == []


def test_all_questions_of_the_lessons_are_asked_once() -> None:
    """What is borrowed is borrowed by one section; nothing of incident-lessons is asked in other words too."""
    wanted = [w for section in PMARK.section for w in section.include]
    assert [name for name, count in Counter(wanted).items() if count > 1] == []
    assert {name.partition(".")[0] for name in wanted} == {"incident-lessons"}
    questions = Counter(control.question.ja for control in asked_with(HEADLINE, "incident-lessons").controls.values())
    assert [text for text, count in questions.items() if count > 1] == []


def test_a_control_cites_something_and_first_the_clause_of_its_section() -> None:
    """The questions about the application itself cite the rules of the procedure; all others a clause."""
    assert offenders(lambda control: not control.refs) == {}
    numbers = [name.partition(":")[2] for name in BACKGROUND.reference_by_id if name.startswith(f"{HEADLINE}:")]
    leaves = {f"{HEADLINE}:{number}" for number in leaf_clauses(numbers)}
    assert offenders(lambda control: control.section != "apply" and control.refs[0] not in leaves) == {}
    ref = {section.id: section.ref for section in PMARK.section}
    assert offenders(lambda control: ref[control.section] not in (None, control.refs[0])) == {}


# --- wording ---------------------------------------------------------------------------------------------------------


def test_every_text_is_there_in_both_languages() -> None:
    assert offenders(lambda c: not all((t.ja or "").strip() and (t.en or "").strip() for t in texts(c))) == {}
    assert offenders(lambda control: not 1 <= len(control.evidence) <= 3) == {}
    assert offenders(lambda control: control.weight_reason is None) == {}


def test_a_question_can_be_read_aloud_in_one_breath() -> None:
    assert offenders(lambda control: width(question(control)) > 80) == {}
    assert offenders(lambda control: width(control.plain.to("ja")) > 200) == {}
    assert offenders(lambda control: len(control.question.to("en")) > 200) == {}


def test_a_question_is_one_polite_question() -> None:
    assert offenders(lambda control: not re.fullmatch(r"[^。？?]+(ます|ません)か。", question(control))) == {}
    english = re.compile(r"[^?]+\?")
    assert offenders(lambda control: not english.fullmatch(control.question.to("en"))) == {}


def test_a_question_asks_one_thing() -> None:
    assert offenders(lambda control: re.findall("かつ|及び|並びに|および|ならびに", question(control))) == {}


NEGATIVE = re.compile(r"(?<!少)ない|なかった|なけれ|なく(?!な|した)|ません|ずに|ざる")
EITHER_OR = re.compile(r"\w{1,4}か\w{1,4}ないか")  # 扱うか扱わないか


def negations(control: Control) -> list[str]:
    """Return the parts of a question, between commas and without its glosses, that deny twice."""
    parts = EITHER_OR.sub("", without_glosses(question(control))).split("、")
    return [part for part in parts if len(NEGATIVE.findall(part)) > 1]


def test_a_question_is_no_double_negative() -> None:
    """「しないことがないように」: nobody knows what はい means. はい is the good answer, so no ませんか either."""
    assert offenders(negations) == {}
    assert offenders(lambda control: "ませんか" in question(control)) == {}


KNOWN_TO_ALL = {"Web", "FAX", "ID", "USB", "P", "SNS", "Wi-Fi"}
"""Latin words that stand on office machines and in every newspaper. Not PC: the questions say パソコン. P is that of
Pマーク."""


def unexplained(control: Control) -> set[str]:
    """Return the Latin words of a question that neither stand in brackets nor have brackets behind them."""
    said = re.sub(r"[A-Za-z][A-Za-z0-9-]*（[^）]+）", "", question(control))
    return set(re.findall(r"[A-Za-z][A-Za-z0-9-]*", without_glosses(said))) - KNOWN_TO_ALL


def test_a_question_holds_no_latin_word_that_is_not_explained() -> None:
    assert offenders(unexplained) == {}


def test_the_plain_form_says_it_differently() -> None:
    assert offenders(lambda control: control.plain.to("ja") == question(control)) == {}
    assert offenders(lambda control: control.plain.to("en") == control.question.to("en")) == {}
    assert offenders(lambda control: control.plain.to("ja")[-1] not in "。」") == {}


def test_a_text_never_needs_another_question_beside_it() -> None:
    """Conditions and borrowed questions change what stands before."""
    beside = re.compile(r"前の質問|次の質問|上の質問|先ほどの質問")
    assert offenders(lambda control: beside.findall(" ".join(text.to("ja") for text in texts(control)))) == {}


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_nothing_is_left_to_do(part: Path) -> None:
    text = part.read_text("utf-8")
    assert re.findall(r"TODO|FIXME|XXX|\[unverified\]|\[derived\]|✓", text) == []


# --- knock-outs, gates, order ----------------------------------------------------------------------------------------


def test_knock_outs_stand_in_incident_lessons_alone() -> None:
    assert [control.id for control in OWN.values() if control.knockout] == []
    lessons = asked_with("incident-lessons")
    assert {c.id for c in LIBRARY.controls.values() if c.knockout} == {
        c.id for c in lessons.controls.values() if c.knockout
    }


def test_gates_carry_no_weight_and_everything_else_asked_of_all_does() -> None:
    gates = {control.id for control in OWN.values() if control.gate}
    weightless = {control.id for control in OWN.values() if not control.weight}
    assert gates <= weightless
    assert weightless - gates <= {"apply.changes-reported"}  # a duty of holders, told but not scored


def test_what_must_precede_an_application_is_gated() -> None:
    """An assessor turns back who is one person, has not run for a month, not trained, audited or reviewed."""
    stages = Counter(control.gate for control in OWN.values() if control.gate)
    assert stages.keys() == set(Stage)
    assert [control.id for control in OWN.values() if control.gate is Stage.ON_SITE] == [
        "j4-3.everyone-trained",
        "j5-1.one-month-operated",
        "j6-2.all-departments-audited",
        "j6-3.review-after-audit",
    ]
    assert stages[Stage.DOCUMENT] == 3


def test_only_time_and_law_are_beyond_work() -> None:
    assert {control.id for control in OWN.values() if not control.fixable} == {
        "apply.eligible-business",
        "apply.one-year-business",
        "apply.officers-eligible",
        "apply.waiting-period-over",
    }


def test_what_a_control_waits_for_is_asked() -> None:
    assert offenders(lambda control: set(control.after) - LIBRARY.controls.keys()) == {}


def test_a_control_waits_for_nothing_of_a_later_phase() -> None:
    """Otherwise the month plan would move it out of its own."""
    phases = list(Phase)

    def late(control: Control) -> list[str]:
        own = phases.index(control.phase)
        return [name for name in control.after if phases.index(LIBRARY.control(name).phase) > own]

    assert offenders(late) == {}


def test_conditions_are_facts_that_are_asked() -> None:
    asked = {fact.id for fact in LIBRARY.asked_facts}
    assert offenders(lambda control: {*control.when, *control.unless} - asked) == {}


def test_every_chapter_asks_everybody_something() -> None:
    """With every fact denied there is still something scored in each chapter of the guideline."""
    chapters = {
        LIBRARY.chapter(LIBRARY.section(control.id)).id
        for control in OWN.values()
        if control.weight and not control.when and not control.unless
    }
    assert (
        chapters
        == {section.id for section in PMARK.section if not section.parent} - {"apply"}
        == {f"j{number}" for number in range(1, 12)}
    )


# --- consistency -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", PMARK.consistency, ids=lambda rule: rule.id)
def test_a_contradiction_can_come_about(rule: object) -> None:
    """Its controls are asked, on the layers it names; its facts can be stated."""
    for premise in rule.premises:  # type: ignore[attr-defined]
        if premise.control:
            assert premise.layer is None or premise.layer in LIBRARY.control(premise.control).layers
        else:
            assert premise.fact in LIBRARY.fact_by_id


def test_no_contradiction_lies_in_equal_answers() -> None:
    """All はい and all いいえ are tested with the firms; here: no rule asks both halves for the same."""
    for rule in PMARK.consistency:
        said = [(p.control, p.layer, p.marks) for p in rule.premises if p.control]
        assert len({marks for _, _, marks in said}) > 1 or any(p.fact for p in rule.premises), rule.id
        assert len(set(said)) == len(said), rule.id


# --- words -----------------------------------------------------------------------------------------------------------

TERMS_OF_ART = (
    "個人情報保護管理者", "監査責任者", "台帳", "是正処置", "マネジメントレビュー", "内部監査", "審査機関", "欠格事由",
    "個人情報保護方針", "従業者", "代表者", "適用範囲", "任命書", "年間計画", "委託先", "再委託", "共同利用",
    "匿名加工情報", "仮名加工情報", "マイナンバー", "利用目的", "公表", "ヒヤリハット", "就業規則", "覚書", "媒体",
    "様式", "バックアップ", "クラウドサービス", "暗号化", "課題", "照会", "代理人", "指針", "審査",
    "開示", "内部規程", "委託元", "タグ", "本人", "個人情報", "同意", "提供",
)  # fmt: skip
"""Words that mean more, or something else, to an assessor than to the officer who reads them."""


@pytest.mark.parametrize("term", [*TERMS_OF_ART, "リスク分析"])
def test_a_term_of_art_in_a_question_is_in_the_glossary(term: str) -> None:
    named = " ".join(entry.term.to("ja") for entry in BACKGROUND.glossary.term)
    used = [control.id for control in OWN.values() if term in question(control)]
    assert not used or term in named, used


def test_most_terms_of_the_list_are_in_use() -> None:
    said = " ".join(map(question, OWN.values()))
    unused = [term for term in TERMS_OF_ART if term not in said]
    assert len(unused) < len(TERMS_OF_ART) / 10, unused


# --- the quick check -------------------------------------------------------------------------------------------------


def test_the_quick_check_borrows_25_questions_and_has_none_of_its_own() -> None:
    quick = asked_with("quick")
    assert quick.headline.control == ()
    assert len(quick.controls) == 25
    assert quick.controls.keys() <= asked_with(HEADLINE, "incident-lessons").controls.keys()


def test_the_quick_check_holds_every_knock_out_that_needs_no_test_system() -> None:
    knockouts = {c.id for c in asked_with("incident-lessons").controls.values() if c.knockout}
    needs_one = {name for name in knockouts if "has_test_env" in LIBRARY.control(name).when}
    assert knockouts - asked_with("quick").controls.keys() == needs_one


# --- as a whole ------------------------------------------------------------------------------------------------------


def test_the_folder_has_no_problems() -> None:
    assert lint([FOLDER]) == ()


def test_parts_are_named_so_that_chapters_come_in_their_order() -> None:
    chapters = [section.id for section in PMARK.section if not section.parent]
    assert chapters == ["apply", *(f"j{number}" for number in range(1, 12))]
    assert [path.stem for path in PARTS if path.stem.startswith("j")] == [f"j{number:02}" for number in range(1, 12)]
