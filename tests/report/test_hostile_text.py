from __future__ import annotations

import re
from datetime import date

import pytest

from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.report.html import render
from tests.report.clients import (
    CONSULTANTS,
    DAY,
    new_client,
    pmark_library,
    shipped_background,
    view_of,
)
from tests.report.page import Element, read
from tests.report.poison import poisoned_background, poisoned_library, poisoned_procedure

HOSTILE = [
    "[/",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{% raw %}",
    "{name}",
    "%(x)s",
    "&lt;b&gt;",
    "</style></title>",
    '" onmouseover="x',
    "\u202eevil\u202c",
    "長" * 10_000,
    "w" * 10_000,
    "🧑‍💼🇯🇵",
    "𠮷野家",
    "ｶﾌﾞｼｷｶﾞｲｼｬ",
    "-- ; DROP",
]
SHOWN = [text.replace("\u202e", "<U+202E>").replace("\u202c", "<U+202C>") for text in HOSTILE]


PAIRS = list(zip(HOSTILE, SHOWN, strict=True))


def poisoned_client(poison: str, asked_with: Library | None = None) -> Session:
    session = new_client(poison, asked_with)
    ids = list(session.library.controls)
    session.state_fact("is_processor", value=False)
    for control in ids[:40]:
        session.answer(control, Mark.NO, said_by=poison)
    session.answer(ids[40], Mark.YES, said_by=poison)
    session.write_note(ids[0], poison)
    session.write_note(ids[40], poison)
    session.write_note(ids[0], poison, private=True)
    session.add_evidence(ids[0], poison, as_of=date(2026, 1, 1))
    session.plan_action(ids[0], text=poison, owner=poison)
    session.mark_not_applicable(ids[41], poison, said_by=poison)
    return session


def shown_in(page: Element, place: str) -> str:
    return page.section(place).text


@pytest.mark.parametrize(("given", "shown"), PAIRS, ids=range(len(PAIRS)))
def test_what_a_client_types_appears_literally(given: str, shown: str) -> None:
    html = render(view_of(poisoned_client(given)), shipped_background(), on=DAY, wishes=CONSULTANTS)
    page = read(html)
    assert page.all("h1")[0].text == shown
    assert page.all("title")[0].text.endswith(shown)
    assert shown_in(page, "gaps").count(shown) >= 5
    assert shown in shown_in(page, "in-place")
    assert shown in shown_in(page, "homework")
    assert shown in shown_in(page, "not-asked")
    assert_harmless(html, page)


ALL_AT_ONCE = tuple(" ".join(text[:50] for text in texts) for texts in (HOSTILE, SHOWN))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("given", "shown"), [("長" * 500, "長" * 500), ALL_AT_ONCE])
def test_what_an_author_writes_appears_literally(given: str, shown: str, language: Language) -> None:
    session = poisoned_client("会社", poisoned_library(given))
    html = render(view_of(session, language), poisoned_background(given), on=DAY)
    page = read(html)
    for place in (
        "verdict",
        "stops",
        "first",
        "scores",
        "knockouts",
        "gaps",
        "in-place",
        "not-asked",
        "accidents",
        "method",
    ):
        assert shown in shown_in(page, place), place
    assert_harmless(html, page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_author_of_the_procedure_writes_appears_literally(language: Language) -> None:
    given, shown = ALL_AT_ONCE
    session = poisoned_client("会社", poisoned_library(given, pmark_library()))
    background, procedure = poisoned_background(given), poisoned_procedure(given)
    html = render(view_of(session, language), background, on=DAY, procedure=procedure)
    page = read(html)
    for place in ("scores", "forecast", "roadmap", "documents", "accidents", "procedure"):
        assert shown in shown_in(page, place), place
    assert_harmless(html, page)


def assert_harmless(html: str, page: Element) -> None:
    assert not page.all("script", "b2", "img")
    assert not [e for e in page.all() if any(name.startswith("on") for name in e.attributes)]
    assert len(page.all("style")) == 1
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
