"""The pages on A4: none empty, no row cut in two, each numbered and marked, every character one that can be copied."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.report_parts import CONTENTS, OF_HISTORY
from tests.report.clients import all_no, before_examination, half_way, new_client, pmark_library, report_of
from tests.report.page import Element, read
from tests.report.web.chromium import IN_BROWSER
from tests.report.web.documents import ALIKE, DOCUMENTS, EACH

pytestmark = IN_BROWSER

DARK, INK = 200, 0.002
"""What is no white, and how much of a page that has a few words is not."""


@pytest.fixture(scope="module")
def pdf_of(browser: Browser) -> Callable[[str], bytes]:
    """Print a page as any browser does: without the colours of grounds."""

    @cache
    def made(html: str) -> bytes:
        page = browser.new_page()
        with TemporaryDirectory() as folder:
            file = Path(folder, "報告 書.html")
            file.write_text(html, "utf-8")
            page.goto(file.as_uri())
            pdf = page.pdf(prefer_css_page_size=True, print_background=False)
        page.close()
        return pdf

    return made


def poppler(*command: str, pdf: bytes) -> bytes:
    return subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=120).stdout


def pages_of(pdf: bytes, order: str = "-layout") -> list[str]:
    """Return the text of each page, blanks collapsed; with ``-raw`` as it was drawn."""
    text = poppler("pdftotext", order, "-", "-", pdf=pdf).decode("utf-8")
    return [" ".join(page.split()) for page in text.removesuffix("\f").split("\f")]


def squeezed(text: str) -> str:
    return "".join(text.split())


def pieces(row: Element) -> set[str]:
    """Return the texts of a row, each as it stands in one element."""
    return {squeezed(part) for element in row.all() for part in element.children if isinstance(part, str)}


ON_PAPER = [each for each in EACH if each[0] not in ALIKE]


@pytest.mark.parametrize(("name", "language"), ON_PAPER)
def test_no_page_is_empty(pdf_of: Callable[[str], bytes], name: str, language: Language) -> None:
    pictures = poppler("pdftoppm", "-r", "20", "-gray", "-", pdf=pdf_of(DOCUMENTS[name](language)))
    headers = list(re.finditer(rb"P5\n(\d+) (\d+)\n255\n", pictures))
    assert headers
    for header in headers:
        width, height = int(header[1]), int(header[2])
        body = pictures[header.end() : header.end() + width * height][width * height // 10 : -width * height // 10]
        assert sum(pixel < DARK for pixel in body) > len(body) * INK


@pytest.mark.parametrize(("name", "language"), ON_PAPER)
def test_no_row_is_cut_in_two(pdf_of: Callable[[str], bytes], name: str, language: Language) -> None:
    """But for those that hold lists, which may be longer than a page."""
    html = DOCUMENTS[name](language)
    pages = [squeezed(page) for page in pages_of(pdf_of(html), "-raw")]
    rows = [pieces(row) for row in read(html).all("tr") if not row.all("ul", "ol")]
    assert [row for row in rows if not any(all(piece in page for piece in row) for page in pages)] == []
    if name == "report":
        assert len(rows) > 400
        assert len(pages) > 40


@pytest.mark.parametrize(("name", "language"), ON_PAPER)
def test_every_page_is_numbered_and_marked(pdf_of: Callable[[str], bytes], name: str, language: Language) -> None:
    pages = pages_of(pdf_of(DOCUMENTS[name](language)))
    for number, page in enumerate(pages, 1):
        assert squeezed(page).endswith(f"{number}/{len(pages)}")
        assert Translator(language)("report.confidential") in page
        assert name == "report-empty" or "株式会社サンプル印刷" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [before_examination, all_no, lambda: new_client(asked_with=pmark_library())])
def test_page_one_is_one_page_whatever_stops_the_firm(
    pdf_of: Callable[[str], bytes], client: Callable[[], Session], language: Language
) -> None:
    t, pages = Translator(language), pages_of(pdf_of(report_of(client(), language)))
    assert f"{len(CONTENTS) - len(OF_HISTORY)} {t('report.glossary.title')}" in pages[0]
    assert f"1 {t('report.scores.title')}" in pages[0]
    assert f"1 {t('report.scores.title')}" in pages[1]
    assert pages[1].index(t("report.scores.title")) < 120


def test_each_accident_and_the_procedure_begin_a_page(pdf_of: Callable[[str], bytes]) -> None:
    t, pages = Translator("ja"), pages_of(pdf_of(report_of(before_examination())))
    begun = [
        next(n for n, page in enumerate(pages) if title in page[:90])
        for title in (t("report.accidents.title"), "J-Coin", t("report.procedure.title"))
    ]
    assert begun == sorted(set(begun))


def test_a_report_on_the_accidents_alone_is_no_book(pdf_of: Callable[[str], bytes]) -> None:
    pages = pages_of(pdf_of(report_of(half_way())))
    assert 15 < len(pages) < 30
    assert "まずこの6つ" in pages[0]
    assert "9 用語" in pages[0]
    assert "点数と分野ごとの状況 「今日示せる点」" in pages[1]
