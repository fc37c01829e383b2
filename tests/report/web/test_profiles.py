"""Each audience's report as it is read: the president's two pages, the consultant's mark, a firm's own look."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.storage.profiles import read_profile
from pmark_check.view.colours import GROUNDS, PAPER, SCHEMES, Scheme, Shades, readable
from pmark_check.view.profile import Audience, ReportWishes
from tests.firms.firms import FIRMS
from tests.report.clients import all_no, before_examination, half_way, report_of, told_by
from tests.report.papers import homework_of, progress_of, questions_of
from tests.report.test_profiles import BRAND
from tests.report.web.chromium import IN_BROWSER, Save, Watched
from tests.report.web.documents import Page, of_demo
from tests.report.web.test_colours import PALE_WORDS

pytestmark = IN_BROWSER

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><rect width="300" height="60" fill="#7a1f4d"/></svg>'
)
LOGO = f"data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}"
LOOKS = {"plain": read_profile("ja").brand, "branded": replace(BRAND, logo=LOGO)}


def wish(audience: Audience, look: str) -> ReportWishes:
    return ReportWishes(replace(read_profile("ja", audience), brand=LOOKS[look]))


def president(session: Session, language: Language) -> str:
    """The president's report with a brand, which takes more room than the one without."""
    return report_of(session, language, wishes=wish(Audience.PRESIDENT, "branded"))


def consultant(session: Session, language: Language, look: str = "branded") -> str:
    return report_of(session, language, wishes=wish(Audience.CONSULTANT, look))


def printed(browser: Browser, file: Path) -> list[str]:
    """The text of each printed page, blanks collapsed."""
    page = browser.new_page()
    page.goto(file.as_uri())
    body = page.pdf(prefer_css_page_size=True, print_background=False)
    page.close()
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=body, check=True, capture_output=True).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def is_on_two_pages(pages: list[str], language: Language) -> bool:
    t = Translator(language)
    return (
        len(pages) == 2
        and [page.replace(" ", "").endswith(f"{n}/2") for n, page in enumerate(pages, 1)] == [True, True]
        and t("report.overview.title") in pages[1][:90]
        and t("report.about.title") in pages[1]
    )


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_president_gets_two_pages_whatever_the_firm_says(browser: Browser, save: Save, language: Language) -> None:
    firms = {name: told_by(firm) for name, firm in FIRMS.items()}
    firms |= {"all no": all_no(), "on its way": before_examination(), "lessons": half_way()}
    pages = {name: president(session, language) for name, session in firms.items()}
    pages["demo"] = of_demo(president, language)
    assert [n for n, html in pages.items() if not is_on_two_pages(printed(browser, save(html)), language)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_printed_page_of_the_consultants_says_so(
    browser: Browser, save: Save, language: Language, look: str
) -> None:
    t = Translator(language)
    mark = t("report.private.mark", mark=LOOKS[look].mark or t("report.confidential"))
    pages = printed(browser, save(consultant(half_way(), language, look)))
    assert len(pages) > 15
    assert all(page.startswith(mark) for page in pages)
    assert t("report.private.only") in pages[0]
    assert t("report.scores.title") in pages[1][:120], "page one is one page"


def test_the_mark_stays_in_sight_on_the_screen(browser: Browser, save: Save) -> None:
    page = Watched(browser, save(consultant(half_way(), "ja"))).page
    page.evaluate("scrollTo(0, 5000)")
    box = page.locator("aside").bounding_box()
    assert box
    assert 0 <= box["y"] < 100
    style = page.evaluate("(({position, content}) => [position, content])(getComputedStyle(document.body, '::before'))")
    assert style == ["fixed", '"コンサルタント用・取扱注意"']


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_word_can_be_read_where_the_watermark_lies(browser: Browser, save: Save, scheme: Scheme) -> None:
    page = Watched(browser, save(consultant(half_way(), "ja", "plain")), scheme=scheme).page
    tint = page.evaluate("getComputedStyle(document.body, '::before').color")
    assert tint == f"rgb({', '.join(str(int(PAPER[scheme][1][n : n + 2], 16)) for n in (1, 3, 5))})"
    page.evaluate("tint => { document.body.style.background = tint }", tint)
    assert page.evaluate(PALE_WORDS) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_palest_colours_that_are_taken_can_be_read_everywhere(browser: Browser, save: Save, scheme: Scheme) -> None:
    limit = {name: readable("#888888", PAPER[name], name) for name in SCHEMES}
    ink = {name: readable("#888888", GROUNDS[name], name) for name in SCHEMES}
    brand = replace(BRAND, logo=LOGO, accent=Shades(**limit), ink=Shades(**ink))
    wishes = ReportWishes(replace(read_profile("ja"), brand=brand))
    page = Watched(browser, save(report_of(before_examination(), wishes=wishes)), scheme=scheme).page
    assert page.evaluate(PALE_WORDS) == []
    assert page.evaluate("getComputedStyle(document.querySelector('p')).color") != "rgb(28, 36, 48)"


def branded_progress(session: Session, language: Language) -> str:
    return progress_of(session, language, LOOKS["branded"])


def branded_homework(session: Session, language: Language) -> str:
    return homework_of(session, language, LOOKS["branded"])


def branded_questions(session: Session, language: Language) -> str:
    return questions_of(session, language, LOOKS["branded"])


BRANDED: list[Page] = [branded_progress, branded_homework, branded_questions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brand_takes_no_page_of_its_own_in_a_monthly_report(browser: Browser, save: Save, language: Language) -> None:
    branded, plain = (printed(browser, save(of_demo(page, language))) for page in (branded_progress, progress_of))
    assert len(branded) == len(plain)


@pytest.mark.parametrize("page", BRANDED)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_brand_can_be_read_on_every_page_and_fits_on_a_phone(
    browser: Browser, save: Save, page: Page, scheme: Scheme
) -> None:
    watched = Watched(browser, save(page(half_way(), "ja")), 360, scheme=scheme)
    assert watched.page.evaluate(PALE_WORDS) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth") == 360
    assert watched.page.evaluate("document.querySelector('img').naturalWidth") > 0
    watched.close()


@pytest.mark.parametrize("page", [president, *BRANDED])
def test_a_logo_is_shown_by_the_pages_own_policy(browser: Browser, save: Save, page: Page) -> None:
    watched = Watched(browser, save(page(half_way(), "ja")))
    assert watched.page.evaluate("document.querySelector('img').naturalWidth") > 0
    assert [trouble for trouble in watched.troubles if not trouble.startswith("data:")] == []
    watched.close()
