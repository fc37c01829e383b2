"""Terminals without colours, or without the characters that lines and blocks are drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.pilot import Pilot

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowWorkshop
from pmark_check.tui.screens.help import HelpScreen
from pmark_check.tui.terminal import InAscii, Terminal
from tests.tui.conftest import screen_text
from tests.tui.test_nothing_cut import HOME, INTERVIEW, RESULTS, WORKSHOP, demo, full_room  # noqa: F401 - a fixture

GROUND = Color(0, 0, 0)
PLAIN = Terminal(has_colours=False, has_blocks=False)


def is_shown_by_any_terminal(character: str) -> bool:
    """Return whether a character is ASCII, or one that Japanese is written with."""
    return (
        character.isascii()
        or character == "※"
        or "\u3000" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
    )


class TestWhichTerminal:
    @pytest.mark.parametrize("kind", ["linux", "vt100", "vt220", "ansi"])
    def test_an_old_terminal_gets_ascii(self, kind: str) -> None:
        assert not Terminal.of({"TERM": kind}).has_blocks

    @pytest.mark.parametrize("kind", ["xterm-256color", "tmux-256color", "xterm", ""])
    def test_a_usual_one_gets_everything(self, kind: str) -> None:
        assert Terminal.of({"TERM": kind}) == Terminal()

    @pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "vt100"}, {"TERM": "xterm-mono"}])
    def test_colours_are_left_out_where_nobody_wants_them(self, environ: dict[str, str]) -> None:
        assert not Terminal.of(environ).has_colours

    def test_an_empty_variable_wishes_nothing(self) -> None:
        assert Terminal.of({"NO_COLOR": "", "PMARK_CHECK_ASCII": "", "TERM": "xterm"}) == Terminal()

    def test_the_user_can_wish_for_ascii(self) -> None:
        assert not Terminal.of({"TERM": "xterm"}, wants_ascii=True).has_blocks
        assert not Terminal.of({"TERM": "xterm", "PMARK_CHECK_ASCII": "1"}).has_blocks


class TestInAscii:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [("41–78%…", "41-78%~"), ("“Don’t”", '"Don\'t"'), ("│はい│", "|はい|"), ("┌──┐", "+--+"), ("○△", "o^")],
    )
    def test_every_character_keeps_its_place(self, text: str, shown: str) -> None:
        assert "".join(part.text for part in InAscii().apply([Segment(text, Style())], GROUND)) == shown

    @pytest.mark.parametrize(("block", "ground"), [("▇", "red"), ("▂", "blue")])
    def test_a_part_of_a_block_is_the_colour_that_fills_most_of_it(self, block: str, ground: str) -> None:
        (part,) = InAscii().apply([Segment(block, Style(color="red", bgcolor="blue"))], GROUND)
        assert part.text == " "
        assert part.style
        assert part.style == Style(bgcolor=ground, color=part.style.color, reverse=part.style.reverse)


async def begun(pilot: Pilot[int], stops: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Press the keys of the stops; return the screens that each leads to."""
    shown = []
    for _, keys, _ in stops:
        await pilot.press(*keys.split())
        await pilot.pause()
        shown.append(screen_text(pilot.app))
    return shown


def odd(screens: list[str]) -> set[str]:
    """Return the characters on the screens that some terminal cannot show."""
    return {character for screen in screens for character in screen if not is_shown_by_any_terminal(character)}


@pytest.mark.parametrize("is_open", [False, True])
async def test_no_screen_needs_more_than_ascii_and_japanese(
    demo: tuple[Desk, Path],  # noqa: F811 - the fixture
    *,
    is_open: bool,
) -> None:
    desk, path = demo
    app = PmarkApp(desk, open_path=path if is_open else None, terminal=PLAIN)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        shown = await begun(pilot, INTERVIEW + RESULTS if is_open else HOME)
    assert odd(shown) == set()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_workshop_needs_more_than_ascii_and_japanese(tmp_path: Path, language: Language) -> None:
    room = full_room(tmp_path, language)
    app = PmarkApp(room.desk, open_path=room.client, workshop=ShowWorkshop(), terminal=PLAIN)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()
        shown = await begun(pilot, WORKSHOP)
        assert isinstance(app.screen, HelpScreen)
    assert odd(shown) == set()


async def test_without_colours_a_row_is_found_by_reverse_and_a_bar_by_its_characters(
    demo: tuple[Desk, Path],  # noqa: F811 - the fixture
) -> None:
    app = PmarkApp(demo[0], terminal=PLAIN)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        parts = [part for strip in strips for part in strip if part.style]
        colours = {part.style.color.name for part in parts if part.style and part.style.color}
        grounds = {part.style.bgcolor.name for part in parts if part.style and part.style.bgcolor}
        assert colours | grounds == {"default"}
        assert any("サンプル印刷" in part.text for part in parts if part.style and part.style.reverse)
        assert "####" in screen_text(app)
