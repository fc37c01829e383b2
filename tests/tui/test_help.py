"""Help: the topic, the rubric, the keys of the screen underneath, and the words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.binding import BindingsMap
from textual.pilot import Pilot

from pmark_check.domain.language import Language
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowHelp, ShowResults
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.screens.help import TOPICS, HelpScreen, key_table
from pmark_check.tui.screens.home import HomeScreen
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.text import Prose
from pmark_check.tui.widgets.rows import Rows
from pmark_check.view.glossary import matching
from tests.tui.conftest import background, opened, screen_text, type_text

DeskIn = Callable[..., Desk]


async def shown(pilot: Pilot[int], topic: str) -> HelpScreen:
    pilot.app.screen.post_message(ShowHelp(topic))
    await pilot.pause()
    await pilot.pause()
    assert isinstance(pilot.app.screen, HelpScreen)
    return pilot.app.screen


def everything(screen: HelpScreen) -> str:
    rows = [f"{row.label} {row.text}" for widget in screen.query(Rows) for row in widget.rows]
    return "\n".join([*rows, *(widget.text for widget in screen.query(Prose))])


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_keys_are_those_of_the_screen_underneath(
    desk_in: DeskIn, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    async with opened(desk, None, size) as pilot:
        bound = {b.description for b in BindingsMap(HomeScreen.BINDINGS).shown_keys}
        screen = await shown(pilot, "home")
        text = everything(screen)
        for description in bound:
            assert desk.translate(description) in text
        assert desk.translate("tui.help.rubric.partial") in text
        assert "fullwidth" not in text
        assert "Focus" not in text


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_binding_of_every_screen_has_a_name_and_a_key(
    desk_in: DeskIn, client: Path, language: Language
) -> None:
    desk = desk_in(language)
    async with opened(desk, client) as pilot:
        for _ in range(2):
            under = pilot.app.screen
            assert isinstance(under, PmarkScreen)
            table = list(key_table(under.active_bindings, under))
            assert table
            for row in table:
                assert all(row.keys)
                assert not row.description.startswith(("tui.", "mark."))
            under.post_message(ShowResults())
            await pilot.pause()
        assert isinstance(pilot.app.screen, ResultsScreen)


@pytest.mark.parametrize("topic", [*TOPICS, "", "[/"])
async def test_every_topic_has_its_text_and_no_key_of_the_catalogue(desk: Desk, topic: str) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot, topic)
        assert "tui." not in everything(screen)
        if topic in TOPICS:
            assert desk.translate(f"tui.help.{topic}") in everything(screen)


@pytest.mark.parametrize("wanted", ["しんさ", "シンサ", "審査", "assessment", "Assessment　Body", "ｼﾝｻ"])
async def test_a_word_is_found_by_reading_and_by_english(desk: Desk, wanted: str) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot, "home")
        await pilot.press("f5")
        await type_text(pilot, wanted)
        await pilot.pause()
        assert "審査機関" in screen_text(pilot.app)
        assert not screen.query_one(".part").display


@pytest.mark.parametrize("wanted", ["[/", "\\", "x" * 1000, "[@click=app.quit]x[/]"])
async def test_nothing_found_is_said(desk: Desk, wanted: str) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot, "glossary")
        assert screen.focused is screen.search
        screen.search.value = wanted
        await pilot.pause()
        assert desk.translate("tui.help.none") in screen_text(pilot.app)


async def test_escape_empties_the_search_and_then_goes_back(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot, "home")
        await pilot.press("f5")
        await type_text(pilot, "PMS")
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.query_one(".part").display
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("key", ["g", "ｇ"])
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_glossary_is_one_key_away_and_begins_with_the_words(
    desk_in: DeskIn, client: Path, key: str, language: Language
) -> None:
    desk = desk_in(language)
    async with opened(desk, client) as pilot:
        await pilot.press(key)
        await pilot.pause()
        seen = screen_text(pilot.app)
        assert seen.splitlines()[1].strip() == desk.translate("tui.help.glossary")
        assert seen.splitlines()[5].strip().startswith(background().glossary.term[0].term.to(language))
        await type_text(pilot, "PMS")
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_arrows_and_pages_move_the_text(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot, "home")
        await pilot.press("pagedown", "down")
        await pilot.pause()
        assert screen.body.scroll_offset.y > 10
        await pilot.press("home")
        await pilot.pause()
        assert screen.body.scroll_offset.y == 0


def test_an_empty_search_finds_every_word() -> None:
    terms = background().glossary.term
    assert list(matching(terms, "　")) == list(terms)


FOCUS = {
    "facts": ["f"],
    "interview": [],
    "interview-writing": ["f2"],
    "interview-finder": ["f5"],
    "interview-branch": ["9"],
    "results-summary": ["s"],
    "results-gaps": ["s", "5"],
    "results-not-asked": ["s", "9"],
    "dialog": ["s", "f3"],
}


@pytest.mark.parametrize("topic", FOCUS)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_f1_begins_with_what_one_is_at_and_leads_back_there(
    desk_in: DeskIn, client: Path, topic: str, language: Language
) -> None:
    desk = desk_in(language)
    async with opened(desk, client) as pilot:
        for key in FOCUS[topic]:
            await pilot.press(key)
            await pilot.pause()
        under = pilot.app.screen
        await pilot.press("f1")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        assert screen.topic == topic
        assert screen_text(pilot.app).splitlines()[4].strip() == desk.translate(f"tui.help.{topic}.title")
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is under
