"""The settings: durable as they are changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.language import Language
from pmark_check.errors import Unwritable
from pmark_check.storage.settings import Settings, read_settings, settings_path
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowSettings
from pmark_check.tui.screens.settings import SettingsScreen
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.choice_row import ChoiceRow
from tests.tui.conftest import opened, screen_text, type_text

DeskIn = Callable[..., Desk]


async def shown(pilot: Pilot[int]) -> SettingsScreen:
    pilot.app.screen.post_message(ShowSettings())
    await pilot.pause()
    assert isinstance(pilot.app.screen, SettingsScreen)
    return pilot.app.screen


async def test_every_character_of_a_name_is_durable(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await shown(pilot)
        await type_text(pilot, "山田　花子")
        assert read_settings(desk.workspace.folder).my_name == "山田　花子"
        assert desk.workspace.operator == "山田　花子"
        await pilot.press("down")
        await type_text(pilot, "[/ 商店")
        assert read_settings(desk.workspace.folder).my_firm == "[/ 商店"


@pytest.mark.parametrize("place", range(5))
async def test_the_setting_one_is_at_stands_out_without_colours_too(desk: Desk, place: int) -> None:
    names = [desk.translate(f"tui.settings.{name}") for name in ("my_name", "my_firm", "language", "theme", "go-on")]
    async with opened(desk, None) as pilot:
        screen = await shown(pilot)
        await pilot.press(*["down"] * place)
        await pilot.pause()
        drawn = [segment for strip in screen._compositor.render_strips() for segment in strip]
        bold = [segment.text.strip() for segment in drawn if segment.style and segment.style.bold]
        assert [name for name in names if name in bold] == [names[place]]


async def test_a_control_character_is_refused_and_the_old_name_stands(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot)
        await type_text(pilot, "山田")
        screen.query_one("#my_name", WideInput).value = "a\x00b"
        await pilot.pause()
        assert read_settings(desk.workspace.folder).my_name == "山田"
        assert "U+0000" in screen.query_one("#problem", Prose).text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_language_is_switched_at_once_everywhere(desk: Desk, client: Path, size: tuple[int, int]) -> None:
    async with opened(desk, client, size) as pilot:
        await shown(pilot)
        await pilot.press("down", "down", "2")
        await pilot.pause()
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Language" in text
        assert "戻る" not in text
        assert "Esc back" in text.splitlines()[-1]
        assert read_settings(desk.workspace.folder).language == "en"
        assert isinstance(pilot.app.screen.focused, ChoiceRow)
        assert pilot.app.screen.focused.id == "language"
        await pilot.press("escape")
        await pilot.pause()
        assert "次の未回答" not in screen_text(pilot.app)
        assert "next open" in screen_text(pilot.app)


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_home_is_relabelled_under_the_settings(desk_in: DeskIn, client: Path, language: Language) -> None:
    other = {"ja": "2", "en": "1"}[language]
    desk = desk_in(language)
    before = desk.translate("tui.home.disclaimer")[:8]
    async with opened(desk, None) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("down", "down", other, "escape")
        await pilot.pause()
        await pilot.pause()
        text = screen_text(pilot.app)
        assert before not in text
        assert desk.translate("tui.home.disclaimer")[:8] in text
        assert client.stem in text
        assert desk.translate("tui.home.key.new") in text.splitlines()[-1]


async def test_the_language_can_follow_the_machine(desk_in: DeskIn) -> None:
    desk = desk_in("en")
    async with opened(desk, None) as pilot:
        await shown(pilot)
        await pilot.press("down", "down", "３")
        await pilot.pause()
        assert read_settings(desk.workspace.folder).language is None
        assert desk.language == "ja"


async def test_the_theme_is_switched_at_once(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await shown(pilot)
        await pilot.press("down", "down", "down", "left")
        await pilot.pause()
        assert pilot.app.theme == "pmark-light"
        assert read_settings(desk.workspace.folder).theme == "light"


async def test_going_on_is_switched_off_by_a_click(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        screen = await shown(pilot)
        row = screen.query_one("#go-on", ChoiceRow)
        await pilot.click(row, offset=(row.size.width // 2 + 4, 0))
        await pilot.pause()
        assert read_settings(desk.workspace.folder).go_on_after_answer is False
        assert row.chosen == "no"


async def test_what_cannot_be_saved_is_said_and_stays_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Unwritable("settings.unwritable", path="settings.json", reason="[/ disk full")

    monkeypatch.setattr("pmark_check.tui.desk.write_settings", full)
    async with opened(desk, None) as pilot:
        screen = await shown(pilot)
        await pilot.press("down", "down", "2")
        await pilot.pause()
        assert "[/ disk full" in screen.query_one("#problem", Prose).text
        assert screen.query_one("#language", ChoiceRow).chosen == "ja"
        assert desk.language == "ja"
    assert not settings_path(desk.workspace.folder).exists()


def test_a_language_asked_for_on_the_command_line_is_not_kept_with_other_settings(desk: Desk) -> None:
    asked = Desk(desk.around, desk.workspace, Settings(), desk.background, asked_language="en")
    asked.keep(Settings(my_name="山田"))
    assert (asked.language, read_settings(desk.workspace.folder).language) == ("en", None)
    asked.keep(Settings(my_name="山田", language="ja"))
    assert asked.language == "ja"
