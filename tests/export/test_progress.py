"""The monthly progress report as Markdown."""

from __future__ import annotations

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.month import Month
from pmark_check.domain.session import Session
from pmark_check.export.progress import render
from pmark_check.i18n.translation import Translator
from pmark_check.view.progress import ProgressView
from tests.report.clients import DAY, shipped_background
from tests.report.test_history import two_visits
from tests.visits import PRIVATE


def text_of(session: Session, language: Language = "ja", month: str = "2026-11") -> str:
    return render(ProgressView(session, Translator(language), DAY, Month.parse(month)), shipped_background())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", ["2026-09", "2026-10", "2026-11"])
def test_every_part_is_there_and_every_word_is_translated(language: Language, month: str) -> None:
    text, t = text_of(two_visits(), language, month), Translator(language)
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    parts = ("report.progress.summary", "report.progress.late", "report.progress.done", "report.changes.answers",
             "report.progress.tests", "report.progress.signatures")  # fmt: skip
    assert {t(part) for part in parts} <= set(headings)
    assert "report." not in text
    assert "S1 L15" in text


def test_it_has_the_numbers_of_the_page() -> None:
    view = ProgressView(two_visits(), Translator("ja"), DAY, Month(2026, 11))
    text = render(view, shipped_background())
    for key, number in view.sums:
        assert f"| {Translator('ja')(f'report.progress.sum.{key}')} | {number} |" in text


@pytest.mark.parametrize("typed", ["| a | b", "# title\n- item", "<script>x</script>", "[x](y)", "`code`", "*bold*"])
def test_what_a_client_types_stays_in_its_cell(typed: str) -> None:
    calm, loud = text_of(two_visits("calm")), text_of(two_visits(typed))
    assert len(loud.splitlines()) == len(calm.splitlines())
    assert "<script>" not in loud.replace("\\<script\\>", "")
    bare = [line.replace("\\|", "").count("|") for line in loud.splitlines()]
    assert bare == [line.count("|") for line in calm.splitlines()]


def test_no_private_note_is_in_it() -> None:
    assert PRIVATE not in text_of(two_visits())
