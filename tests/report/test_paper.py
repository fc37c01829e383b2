"""Paper to write on by hand: what stands on it, and what never does."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

import pytest

from pmark_check.domain.events import ActionKind, Mark, Outcome
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.errors import BadInput
from pmark_check.i18n.translation import Translator
from pmark_check.report.paper import SHEETS, render
from pmark_check.view.course import Course
from pmark_check.view.paper import first_sentence
from tests.report.clients import OFFICER, PRIVATE, SYSTEMS, before_examination, half_way, new_client
from tests.report.page import Element, read
from tests.report.papers import part_of, questions_of
from tests.report.test_hostile_text import PAIRS, poisoned_client


def page_of(paper: str, session: Session, language: Language = "ja", **wishes: object) -> Element:
    return read(render(paper, part_of(session, language, **wishes)))


def rows(table: Element) -> list[Element]:
    (body,) = table.all("tbody")
    return body.all("tr")


# --- questions --------------------------------------------------------------------------------------------------------


def test_every_question_that_is_asked_stands_there_once_in_order_with_its_number() -> None:
    session = before_examination()
    page = page_of("questions", session)
    found = [row.all("code")[0].text for row in page.all("tr") if row.all("code")]
    asked = [control for control in session.asked() if not session.state(control.id).is_excused]
    assert found == [control.id for control in asked]
    numbers = [int(row.all("b")[0].text) for row in page.all("tr") if row.all("code")]
    assert numbers == [Course(session).place(control).number for control in asked]
    assert f"{len(asked)}問" in page.all("h1")[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_box_for_each_mark_on_each_layer_and_one_for_not_applicable(language: Language) -> None:
    session, t = half_way(), Translator(language)
    for row in (row for row in page_of("questions", session, language).all("tr") if row.all("code")):
        control = session.library.control(row.all("code")[0].text)
        *layers, last = row.all("li")
        wanted = [[t(f"layer.{layer}"), *(f"□ {t(f'mark.{mark}')}" for mark in Mark)] for layer in control.layers]
        assert [[part.text for part in line.all("b", "span")] for line in layers] == wanted
        assert last.text.startswith(f"□ {t('mark.not-applicable')}")
        texts = (control.question, control.plain, *control.evidence)
        assert [text for text in texts if " ".join(text.to(language).split()) not in row.text] == []


def test_each_section_says_its_name_in_the_head_that_every_page_repeats() -> None:
    page = page_of("questions", before_examination(), sections=("j9-2-entry", "test-data"))
    heads = [table.all("thead")[0].all("th")[0].text for table in page.all("table")]
    assert heads[0].startswith("J.9 適正管理 J.9.2 ")
    assert [table.attributes["aria-labelledby"] for table in page.all("table")] == ["s-j9-2-entry"]


def test_a_sheet_is_blank_whatever_was_answered() -> None:
    """The same questions of a firm that has said nothing but what it is like give the same sheet."""
    answered, silent = half_way(), new_client()
    for fact, value in answered.assessment.facts.items():
        silent.state_fact(fact, value=value)
    for control in answered.library.controls:
        if answered.state(control).is_excused:
            silent.mark_not_applicable(control, "別の理由")
    assert questions_of(answered) == questions_of(silent)


# --- homework ---------------------------------------------------------------------------------------------------------


def test_each_person_has_a_page_the_soonest_first_and_what_nobody_has_comes_last() -> None:
    session = half_way()
    page = page_of("homework", session)
    people = [section.all("th")[0].text.split("さんの宿題")[0] for section in page.all("section")]
    assert people[:-1] == sorted((OFFICER, SYSTEMS))
    assert people[-1].startswith("担当を決めるもの")
    for section, work in zip(page.all("section"), part_of(session).view.homework, strict=True):
        days = [row.all("td")[0].text.split()[0] for row in rows(section.all("table")[0])]
        assert days[: len(work.actions)] == [action.due or "期限未定" for action in work.actions]
        assert days == sorted(days, key=lambda day: (not day[0].isdigit(), day))


def test_homework_says_what_to_do_about_which_question_and_why_and_what_to_bring() -> None:
    session = half_way()
    control = next(iter(session.library.controls.values()))
    row = next(row for row in page_of("homework", session).all("tr") if control.question.to("ja") in row.text)
    assert "記録簿のひな形を作り、今あるものを1行目に書く" in row.text
    assert first_sentence(control.why.to("ja")) in row.text
    assert [item.text for item in row.all("li")] == [wanted.to("ja") for wanted in control.evidence]
    assert [word for word in ("□ 済んだ", "日付", "署名") if word not in row.text] == []


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        (ActionKind.FIX, None),
        (ActionKind.FIND_OUT, "質問の答えを確かめて"),
        (ActionKind.DECISION, "どうするかを決めて"),
    ],
)
def test_homework_without_words_says_what_its_aim_asks_for(aim: ActionKind, words: str | None) -> None:
    session = new_client()
    control = list(session.library.controls.values())[2]
    session.plan_action(control.id, aim=aim, owner=OFFICER)
    (row,) = rows(page_of("homework", session).all("table")[0])
    assert (words or control.first_step.to("ja")) in row.text


def test_what_was_answered_unknown_and_nobody_has_taken_on_waits_on_the_last_page() -> None:
    session = new_client()
    ids = list(session.library.controls)
    session.answer(ids[0], Mark.UNKNOWN)
    session.answer(ids[1], Mark.UNKNOWN)
    session.plan_action(ids[1], owner=OFFICER)
    *_, last = page_of("homework", session).all("section")
    (row,) = rows(last.all("table")[0])
    assert session.library.control(ids[0]).question.to("ja") in row.text
    assert "担当" in row.text


def test_one_person_gets_nothing_but_their_own() -> None:
    page = page_of("homework", half_way(), person="鈴木恵(情シス)")
    (section,) = page.all("section")
    assert section.all("h2")[0].text == f"{SYSTEMS}さんの宿題"


def test_homework_of_some_sections_alone() -> None:
    session = half_way()
    page = page_of("homework", session, sections=("test-data",))
    questions = {c.question.to("ja") for c in session.library.controls.values() if c.section == "test-data"}
    texts = [row.all("p")[1].text for table in page.all("table") for row in rows(table)]
    assert texts
    assert [text for text in texts if not any(question in text for question in questions)] == []


def test_homework_that_is_done_is_not_given_again() -> None:
    session = new_client()
    control = next(iter(session.library.controls))
    action = session.plan_action(control, text="掲示を貼る", owner=OFFICER, due=date(2026, 12, 1))
    session.close_action(session.state(control).actions[action], Outcome.DONE)
    with pytest.raises(BadInput, match="no-homework"):
        page_of("homework", session)


# --- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", SHEETS)
def test_no_note_of_either_kind_gets_on_paper(paper: str) -> None:
    html = render(paper, part_of(half_way()))
    assert PRIVATE not in html
    assert "canary" not in html
    assert "先月分は消した" not in html


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize(("given", "shown"), PAIRS, ids=range(len(PAIRS)))
def test_what_a_client_types_appears_literally(paper: str, given: str, shown: str) -> None:
    html = render(paper, part_of(poisoned_client(given)))
    page = read(html)
    assert page.all("title")[0].text.endswith(shown)
    assert shown in page.all("main")[0].text
    assert {element.tag for element in page.all()} & {"script", "img", "iframe", "form", "link", "base"} == set()
    assert [name for element in page.all() for name in element.attributes if name.startswith("on")] == []
    assert "</style" not in "".join(map(str, page.all("style")[0].children)).casefold()


@pytest.mark.parametrize("paper", SHEETS)
def test_the_policy_admits_the_one_style_and_nothing_else(paper: str) -> None:
    page = page_of(paper, half_way())
    (policy,) = (m for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
    digest = hashlib.sha256("".join(map(str, page.all("style")[0].children)).encode()).digest()
    wanted = f"style-src 'sha256-{base64.b64encode(digest).decode()}'"
    assert policy.attributes["content"] == f"default-src 'none'; {wanted}; base-uri 'none'; form-action 'none'"
    assert [e.tag for e in page.all() if "style" in e.attributes] == []


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_in_the_catalogue(paper: str, language: Language) -> None:
    session = new_client("Sample")
    session.answer(next(iter(session.library.controls)), Mark.UNKNOWN)
    session.plan_action(next(iter(session.library.controls)), owner="Sato")
    text = page_of(paper, session, language).text
    assert not re.search(r"\b(paper|sheet|report|mark|layer)\.[a-z]", text)
    if language == "en":
        assert not re.search(r"[ぁ-ゖァ-ヺ]", text)


def test_the_first_sentence_ends_where_it_ends() -> None:
    assert first_sentence("事故がありました。次です。") == "事故がありました。"
    assert first_sentence("It leaked 10.5 GB. Then it stopped.") == "It leaked 10.5 GB."
    assert first_sentence("短い理由") == "短い理由"
