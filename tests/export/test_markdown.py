"""The Markdown says everything, and what somebody typed shows literally in whatever renders it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.export.markdown import escaped, inline, quoted, table
from pmark_check.export.markdown_report import render
from pmark_check.i18n.translation import Translator
from tests.export.dossiers import DROPPED, REASON, dossier_of, lessons, talkative
from tests.report.clients import CLIENTS, PRIVATE, new_client
from tests.report.page import Element, read
from tests.report.poison import poisoned_library
from tests.report.test_hostile_text import HOSTILE, PAIRS, poisoned_client

NASTY = [
    *HOSTILE,
    "# heading",
    "1. one",
    "1) one",
    "- item",
    "+ item",
    "* item",
    "> quote",
    "===",
    "---",
    "***",
    "    code",
    "```",
    "~~~",
    "| a | b |",
    "|---|",
    "[x](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example",
    "www.evil.example",
    "a@evil.example",
    "[x]: http://evil.example",
    "*a* _b_ __c__ ~~d~~ `e`",
    "snake_case_name",
    "_a_、_b_",
    "\\",
    "ends with \\",
    "&amp; &#65; AT&T",
    "<!-- x -->",
    "$x$ $$y$$",
    "- [ ] task",
    "[^1]: note",
]
"""Everything that means something in CommonMark or on GitHub."""


def page(markdown: str) -> Element:
    """What a reader gets, tables and addresses made into links as on GitHub."""
    html = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough"]).render(markdown)
    return read(f"<!DOCTYPE html>{html}")


def text_of(session: Session, language: Language = "ja", *, with_private: bool = False) -> str:
    return render(dossier_of(session, language, with_private=with_private)).decode()


def collapsed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_text_shows_literally_wherever_it_stands(text: str) -> None:
    markdown = "\n\n".join(
        (
            f"# {inline(text)}",
            escaped(text),
            f"- {inline(text)}",
            quoted(text),
            table(["a", "b"], [(text, "x")]),
            f"**{inline('x')}** {inline(text)}",
        )
    )
    found = page(markdown)
    tags = [element.tag for element in found.all()[1:]]
    assert tags == ["h1", "p", "ul", "li", "blockquote", "p", "table", "thead", "tr", "th", "th", "tbody", "tr", "td",
                    "td", "p", "strong"]  # fmt: skip
    wanted = collapsed(text)
    assert [found.all(tag)[0].text for tag in ("h1", "li", "blockquote", "td")] == [wanted] * 4
    assert found.all("p")[0].text == wanted
    assert found.all("p")[-1].text == f"x {wanted}".strip()


@given(st.text(alphabet=st.sampled_from("#*_`[]()<>|~\\!-+=1.) \n\tあa&;$:/@"), max_size=30))
def test_no_mixture_of_signs_means_anything(text: str) -> None:
    found = page(f"x {inline(text)}\n\n{quoted(f'x{text}')}")
    assert {element.tag for element in found.all()[1:]} <= {"p", "blockquote", "br"}
    assert found.all("p")[0].text == collapsed(f"x {text}")
    assert found.all("blockquote")[0].text == collapsed(f"x{text}")


@pytest.mark.parametrize(("given_text", "shown"), PAIRS, ids=range(len(PAIRS)))
def test_what_a_client_types_appears_literally(given_text: str, shown: str) -> None:
    found = page(text_of(poisoned_client(given_text), with_private=True))
    assert shown in found.all("h1")[0].text
    assert found.text.count(shown) >= 8
    assert not found.all("script", "img", "a", "style", "em", "del")


def test_what_an_author_writes_appears_literally() -> None:
    poison = " ".join(text[:40] for text in NASTY if "\u202e" not in text)
    found = page(text_of(poisoned_client("会社", poisoned_library(poison))))
    assert found.text.count(collapsed(poison)) > 100
    assert not found.all("script", "img", "a", "style", "em", "del")


def test_everything_that_was_said_is_in_it() -> None:
    text = text_of(talkative())
    for said in (REASON, DROPPED, "受託していた時の話", "画面のない機器だけを使う", "教育の受講名簿（2026-05-20現在）",
                 "次の確認 2027-04-01", "倉庫の鍵を替える", "掲示を貼る", "棚卸しをして、結果を会議に出す",
                 "別の人の確認: 佐藤 次郎",
                 "> 先月分は消した。記録簿はない。  \n> 次の棚卸しは1番の棚から。"):  # fmt: skip
        assert said in text
    assert PRIVATE not in text


def test_a_private_report_says_so() -> None:
    assert PRIVATE in text_of(lessons(), with_private=True)
    assert "お客様には渡さないでください" in text_of(lessons(), with_private=True)
    assert "お客様には渡さないでください" not in text_of(lessons())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [*CLIENTS.values(), talkative], ids=[*CLIENTS, "talkative"])
def test_every_client_has_a_well_formed_report(client: Callable[[], Session], language: Language) -> None:
    dossier = dossier_of(client(), language)
    markdown = render(dossier).decode()
    found = page(markdown)
    levels = [int(element.tag[1]) for element in found.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for row in (row for table_ in found.all("table") for row in table_.all("tr")):
        assert len(row.all("th", "td")) == len(row.children) - row.children.count("\n")
    ids = {code.text for code in found.all("code")}
    assert {entry.control.id for entry in dossier.entries} <= ids
    assert not re.search(r"\b(report|export|view|score|mark|gap)\.[a-z]", re.sub(r"`[^`]*`", "", markdown))
    assert "JIPDEC" in found.text


def test_an_english_report_has_no_japanese_of_ours() -> None:
    session = new_client("Sample Printing Ltd.")
    text = text_of(session, "en")
    controls = session.library.controls.values()
    authored = "".join(part.to("en") for c in controls for part in (c.question, c.finding, c.first_step))
    assert [run for run in re.findall("[ぁ-ゖァ-ヺ一-鿿]+", text) if run not in authored] == []
    assert Translator("en")("report.about.title") in text


def test_a_question_that_a_fact_leaves_uncertain_says_so() -> None:
    session = new_client()
    uncertain = sum(session.applies(control) == "perhaps" for control in session.library.controls.values())
    assert uncertain
    assert text_of(session).count(Translator("ja")("report.perhaps.mark")) == uncertain
