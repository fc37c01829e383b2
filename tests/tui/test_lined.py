"""Lines that are painted once and kept: they still follow the theme, the mouse and what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region

from pmark_check.tui.text import clickable
from pmark_check.tui.themes import THEMES
from pmark_check.tui.widgets.lined import MOST_KEPT, Lined
from tests.tui.conftest import screen_text

WIDTH, HEIGHT = 24, 4
PLAIN, LINK, COLOURED = "ただの行", "押せる行", "色のある行"


class Three(Lined):
    """A plain line, one that can be clicked, and one in a colour of the theme."""

    DEFAULT_CSS = "Three { height: 3; width: 1fr; padding: 0 0 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.lines = [Content(PLAIN), clickable(LINK, "app.bell"), Content.styled(COLOURED, "$accent")]

    def render(self) -> Content:
        return Content("\n").join(self.lines)

    def line_at(self, y: int) -> Content:
        return self.lines[y] if y < len(self.lines) else Content("")


class Shown(App[int]):
    """The lines alone."""

    def __init__(self) -> None:
        super().__init__()
        self.three = Three()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.three

    def style(self, y: int) -> Style:
        return self.screen.get_style_at(4, y)


async def test_a_line_is_painted_once_while_it_looks_the_same() -> None:
    app = Shown()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        whole = Region(0, 0, WIDTH, 3)
        before = app.three.render_lines(whole)
        app.three.lines = [Content(PLAIN), *app.three.lines[1:]]
        after = app.three.render_lines(whole)
        assert [one is other for one, other in zip(before, after, strict=True)] == [True] * 3
        assert {strip.cell_length for strip in after} == {WIDTH}


async def test_what_is_kept_has_an_end() -> None:
    app = Shown()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        for number in range(MOST_KEPT + 9):
            app.three.lines[0] = Content(f"行{number}")
            app.three.render_lines(Region(0, 0, WIDTH, 1))
        assert len(app.three._kept) < MOST_KEPT


async def test_another_theme_paints_every_line_anew() -> None:
    app = Shown()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        before = [app.style(y) for y in range(3)]
        app.theme = THEMES[1].name
        await pilot.pause()
        await pilot.pause()
        after = [app.style(y) for y in range(3)]
        assert all(one.bgcolor != other.bgcolor for one, other in zip(before, after, strict=True))


async def test_a_theme_with_another_accent_alone_is_seen() -> None:
    app = Shown()
    app.register_theme(replace(THEMES[0], name="red", accent="#ff0000"))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        before = app.style(2).color
        app.theme = "red"
        await pilot.pause()
        await pilot.pause()
        assert app.style(2).color != before


@pytest.mark.parametrize("row", [0, 1])
async def test_only_what_can_be_clicked_lights_up_under_the_mouse(row: int) -> None:
    app = Shown()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        cool = app.style(row).without_color, app.style(row).bgcolor
        await pilot.hover(offset=(4, row))
        await pilot.pause()
        warm = app.style(row).without_color, app.style(row).bgcolor
        assert (warm != cool) is (row == 1)
        await pilot.hover(offset=(4, HEIGHT - 1))
        await pilot.pause()
        assert (app.style(row).without_color, app.style(row).bgcolor) == cool


async def test_the_mouse_selects_text_beside_the_padding() -> None:
    app = Shown()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        ground = app.style(0).bgcolor
        await pilot.mouse_down(offset=(4, 0))
        await pilot.hover(offset=(4, 2))
        await pilot.mouse_up(offset=(4, 2))
        await pilot.pause()
        assert app.screen.get_selected_text() == "\n".join((PLAIN[1:], LINK, COLOURED[:2]))
        assert app.style(0).bgcolor != ground
        app.screen.clear_selection()
        await pilot.pause()
        assert app.style(0).bgcolor == ground
        assert [line.strip() for line in screen_text(app).splitlines()][:3] == [PLAIN, LINK, COLOURED]
