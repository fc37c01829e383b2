"""Somebody who has never used a program in a terminal: what to press is said, and a slip costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import WriteReport
from pmark_check.tui.screens.dialogs import MoreChecklists
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.text import Prose
from tests.tui.conftest import notices, opened, screen_text, type_text
from tests.tui.room import Room, press
from tests.tui.test_results import shown

DeskIn = Callable[..., Desk]


def opened_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the browser is asked to open from now on."""
    asked: list[str] = []
    monkeypatch.setattr(PmarkApp, "open_url", lambda _app, url: asked.append(url))
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_first_start_says_what_to_press(desk_in: DeskIn, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, None) as pilot:
        assert desk.translate("tui.home.first-start") in screen_text(pilot.app)
        await pilot.press("1", "escape")
        await pilot.pause()
        assert desk.translate("tui.home.first-start") not in screen_text(pilot.app)


async def test_who_forgot_the_name_can_type_it_at_once(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2", "down", "enter")
        await pilot.pause()
        assert desk.translate("error.text.empty.title") in screen_text(pilot.app)
        await type_text(pilot, "つばめ")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    assert [path.stem for path in desk.workspace.paths()] == ["つばめ"]


async def test_how_much_there_is_to_answer_is_said_before_it_begins(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2", "down")
        total = pilot.app.screen.query_one("#total", Prose)
        assert "87問" in total.text
        await pilot.press("1", "3")
        assert total.text == "合わせて25問、約15分です。あとから足せます。"
        await pilot.press("1")
        assert "104問" in total.text  # 8 of the 25 are among the 87
        await pilot.press("1", "3")
        assert total.text == ""


async def test_after_the_quick_check_the_whole_one_is_one_key_away(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await shown(pilot)
        await pilot.press("3", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MoreChecklists)


async def test_a_report_says_which_key_opens_it(
    desk: Desk, client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, page = opened_pages(monkeypatch), tmp_path / "報告書.html"
    desk.write_report = lambda *_: page
    async with opened(desk, client) as pilot:
        await pilot.press("ctrl+o")
        assert asked == []
        assert notices(pilot.app) == [desk.translate("tui.report.not-yet")]
        pilot.app.screen.post_message(WriteReport())
        await pilot.pause()
        assert str(page) in notices(pilot.app)
        assert "Ctrl+O" in screen_text(pilot.app)
        pilot.app.clear_notifications()
        await pilot.press("ctrl+o")
        assert notices(pilot.app) == [str(page)]  # where no browser opens, the path is what is left
    assert asked == [page.as_uri()]


async def test_the_room_is_not_shown_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, room = opened_pages(monkeypatch), Room(tmp_path)
    room.begin("山田")
    async with room.opened(projects=True) as pilot:
        assert isinstance(pilot.app, PmarkApp)
        pilot.app.reports.last = tmp_path / "報告書.html"
        await press(pilot, "ctrl+o")
    assert asked == []
