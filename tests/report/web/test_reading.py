"""Whoever opens a page gets all of it: on any width, without a network, a script, a style or a mouse."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser

from pmark_check.domain.language import Language
from tests.report.clients import half_way, new_client, report_of
from tests.report.page import HEADINGS, read
from tests.report.web.chromium import IN_BROWSER, Save, Watched
from tests.report.web.documents import ALIKE, DOCUMENTS, EACH

pytestmark = IN_BROWSER

WIDTHS = (360, 390, 768, 1280)

TOO_WIDE = """[...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
SHOWN = """() => { document.querySelectorAll('svg').forEach(e => e.remove()); return document.body.innerText }"""
HEADINGS_FROM_THE_TOP = "[...document.querySelectorAll('h1, h2, h3, h4')].map(e => e.getBoundingClientRect().top)"
LOST = """[...document.querySelectorAll('a')].map(a => a.hash.slice(1))
  .filter(id => !document.getElementById(id)?.getClientRects().length)"""
STOPS = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
  window.stops = []
  addEventListener('focusin', ({target}) => {
    const style = getComputedStyle(target), box = target.getClientRects()[0]
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    stops.push([all.indexOf(target), outlined && box.top > -1 && box.bottom < innerHeight + 1 && box.left >= 0])
  })
  return all.length }"""


def squeezed(text: str) -> str:
    return "".join(text.split())


def written(html: str) -> str:
    """All text of a page but for that of its pictures, without blanks."""
    body = read(html).all("body")[0]
    for element in body.all():
        element.children = [c for c in element.children if isinstance(c, str) or c.tag != "svg"]
    return squeezed(body.text)


@pytest.mark.parametrize(("name", "language"), EACH)
def test_it_opens_in_silence_and_fits_every_screen(browser: Browser, save: Save, name: str, language: Language) -> None:
    watched = Watched(browser, save(DOCUMENTS[name](language)))
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 900})
        assert watched.page.evaluate("document.documentElement.scrollWidth") == width
        assert watched.page.evaluate(TOO_WIDE) == []
        tops = watched.page.evaluate(HEADINGS_FROM_THE_TOP)
        assert tops == sorted(tops), "what is read later stands higher"
    assert watched.page.evaluate(LOST) == []
    assert watched.troubles == []
    watched.close()


def test_the_watch_hears_a_request_a_script_and_what_the_policy_forbids(browser: Browser, save: Save) -> None:
    spoilt = DOCUMENTS["report-empty"]("ja").replace("<main", '<img src="https://example.invalid/x.png"><main', 1)
    troubles = Watched(browser, save(spoilt.replace("</main>", "<script>alert(1)</script></main>"))).troubles
    assert any(trouble.startswith("img-src https://example.invalid") for trouble in troubles)
    assert any(trouble.startswith("script-src-elem inline") for trouble in troubles)
    lax = spoilt.replace("Content-Security-Policy", "nothing").replace("</main>", "<script>alert(1)</script></main>")
    troubles = Watched(browser, save(lax)).troubles
    assert {"1", "https://example.invalid/x.png"} <= set(troubles)


@pytest.mark.parametrize("width", [360, 700, 760, 1280])
def test_endless_words_fit_too(browser: Browser, save: Save, width: int) -> None:
    session = half_way(new_client("w" * 10_000))
    ids = list(session.library.controls)
    session.write_note(ids[0], "W" * 10_000)
    session.add_evidence(ids[0], "x" * 10_000)
    session.plan_action(ids[0], text="長" * 10_000, owner="z" * 2_000)
    watched = Watched(browser, save(report_of(session)), width)
    assert watched.page.evaluate("document.documentElement.scrollWidth") == width
    watched.close()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_the_text_is_complete_without_scripts_and_without_a_style(
    browser: Browser, save: Save, name: str, language: Language
) -> None:
    html = DOCUMENTS[name](language)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(save(html).as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('table, body')).overflowWrap") == "anywhere"
    assert squeezed(page.evaluate(SHOWN)) == written(html)
    page.evaluate("document.querySelectorAll('style').forEach(e => e.remove())")
    assert squeezed(page.evaluate("document.body.innerText")) == written(html)
    page.context.close()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_headings_go_down_one_step_at_a_time(name: str, language: Language) -> None:
    levels = [int(heading.tag[1]) for heading in read(DOCUMENTS[name](language)).all(*HEADINGS)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in ALIKE])
def test_the_keyboard_reaches_every_link_in_order_and_shows_where_it_is(
    browser: Browser, save: Save, name: str
) -> None:
    """The reports that are alike have more links or fewer, but of no other kind."""
    watched = Watched(browser, save(DOCUMENTS[name]("ja")))
    links = watched.page.evaluate(STOPS)
    for _ in range(links):
        watched.page.keyboard.press("Tab")
    assert watched.page.evaluate("window.stops") == [[number, True] for number in range(links)]
    watched.close()


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if n.startswith("report") and n != "report-president"])
def test_the_first_key_offers_to_skip_to_the_content(browser: Browser, save: Save, name: str) -> None:
    """The president's two pages have no other link to go on to."""
    html = DOCUMENTS[name]("ja")
    page = Watched(browser, save(html)).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
