"""The report as a browser shows it: nothing asked of the network, nothing cut off, legible in light and dark."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.report_parts import CONTENTS
from tests.report.clients import (
    CLIENTS,
    all_no,
    before_examination,
    half_way,
    new_client,
    pmark_library,
    report_of,
)
from tests.report.page import read

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (Path(CHROMIUM).exists() or os.environ.get("PMARK_CHECK_REQUIRE_ALL")), reason="no chromium here"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CONTRAST = """() => {
  const lum = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                     return .2126 * r + .7152 * g + .0722 * b };
  const rgb = s => (s.match(/[\\d.]+/g) || []).slice(0, 3).map(Number);
  const back = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor;
                      if (b && !/, 0\\)$/.test(b)) return rgb(b) } return [255, 255, 255] };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest('desc, title')) continue;
    const style = getComputedStyle(e), ink = rgb(e.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const [a, b] = [lum(ink), lum(back(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) bad.push(e.outerHTML.slice(0, 80));
  }
  return bad }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


class Watched:
    """A page, and everything that went wrong or out while it was opened."""

    def __init__(self, browser: Browser, file: Path, width: int, scheme: str = "light") -> None:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=True,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.troubles.append(request.url))
        self.page.goto(file.as_uri())
        self.troubles.remove(file.as_uri())


def saved(folder: Path, html: str) -> Path:
    file = folder / "報告 書.html"
    file.write_text(html, "utf-8")
    return file


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_in_silence_and_fits_a_phone(browser: Browser, tmp_path: Path, name: str, language: Language) -> None:
    watched = Watched(browser, saved(tmp_path, report_of(CLIENTS[name](), language)), 360)
    assert watched.troubles == []
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 361).length"
    assert watched.page.evaluate("document.documentElement.scrollWidth") == 360
    assert watched.page.evaluate(wide) == 0


def test_endless_words_fit_a_phone_too(browser: Browser, tmp_path: Path) -> None:
    session = half_way(new_client("w" * 10_000))
    ids = list(session.library.controls)
    session.write_note(ids[0], "W" * 10_000)
    session.add_evidence(ids[0], "x" * 10_000)
    session.plan_action(ids[0], text="y" * 10_000, owner="z" * 2_000)
    watched = Watched(browser, saved(tmp_path, report_of(session)), 360)
    assert watched.troubles == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("width", [360, 700, 760, 1280])
def test_no_text_is_cut_off_at_any_width(browser: Browser, tmp_path: Path, width: int) -> None:
    session = half_way()
    session.plan_action(next(iter(session.library.controls)), owner="z" * 300, text="長" * 300)
    page = Watched(browser, saved(tmp_path, report_of(session)), width).page
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_style_is_admitted_by_the_policy(browser: Browser, tmp_path: Path) -> None:
    page = Watched(browser, saved(tmp_path, report_of(half_way())), 1280).page
    assert page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"


def test_the_text_is_complete_without_scripts(browser: Browser, tmp_path: Path) -> None:
    html = report_of(half_way())
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(saved(tmp_path, html).as_uri())
    shown = "".join(page.locator("body").inner_text().split())
    for tag in ("p", "li", "td", "dd", "h2", "h3"):
        for element in read(html).all("body")[0].all(tag):
            assert "".join(element.text.split())[:60] in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["half-way", "pmark"])
def test_every_word_stands_out_from_its_ground(browser: Browser, tmp_path: Path, name: str, scheme: str) -> None:
    watched = Watched(browser, saved(tmp_path, report_of(CLIENTS[name]())), 1280, scheme)
    assert watched.page.evaluate(CONTRAST) == []


def test_every_link_leads_to_something_visible(browser: Browser, tmp_path: Path) -> None:
    page = Watched(browser, saved(tmp_path, report_of(half_way())), 1280).page
    lost = """[...document.querySelectorAll('a')].map(a => a.hash.slice(1))
              .filter(id => !document.getElementById(id)?.getClientRects().length)"""
    assert page.evaluate(lost) == []


def printed(tmp_path: Path, html: str) -> list[str]:
    """The text of each page on paper, blanks collapsed."""
    pdf = tmp_path / "report.pdf"
    quiet = ["--headless", "--disable-gpu", "--no-first-run", "--disable-sync", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    file = saved(tmp_path, html).as_uri()
    command = [CHROMIUM, *QUIET, *quiet, profile, f"--print-to-pdf={pdf}", file]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    return [" ".join(page.split()) for page in text.split("\f") if page.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [before_examination, all_no, lambda: new_client(asked_with=pmark_library())])
def test_page_one_is_one_page_whatever_stops_the_firm(
    tmp_path: Path, client: Callable[[], Session], language: Language
) -> None:
    t, pages = Translator(language), printed(tmp_path, report_of(client(), language))
    assert f"{len(CONTENTS)} {t('report.glossary.title')}" in pages[0]
    assert f"1 {t('report.scores.title')}" in pages[0]
    assert f"1 {t('report.scores.title')}" in pages[1]
    assert pages[1].index(t("report.scores.title")) < 120


def test_each_accident_and_the_procedure_begin_a_page(tmp_path: Path) -> None:
    t, pages = Translator("ja"), printed(tmp_path, report_of(before_examination()))
    begun = [
        next(n for n, page in enumerate(pages) if title in page[:90])
        for title in (
            t("report.accidents.title"),
            "J-Coin",
            t("report.procedure.title"),
        )
    ]
    assert begun == sorted(set(begun))


def test_on_paper_the_first_page_is_one_page_and_every_page_is_marked(tmp_path: Path) -> None:
    pages = printed(tmp_path, report_of(half_way()))
    assert 15 < len(pages) < 30
    for number, page in enumerate(pages, 1):
        assert "社外秘" in page
        assert "株式会社サンプル印刷" in page
        assert page.endswith(f"{number} / {len(pages)}")
    assert "まずこの6つ" in pages[0]
    assert "9 用語" in pages[0]
    assert "点数と分野ごとの状況 「今日示せる点」" in pages[1]
