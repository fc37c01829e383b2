"""A column of text that is painted line by line: what it shows, how it scrolls, what of it is painted again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.selection import Selection

from pmark_check.tui.text import fold
from pmark_check.tui.themes import THEMES
from pmark_check.tui.widgets.page import Page
from tests.tui.conftest import screen_text

HEAD = ("頭の行",)
WIDTH, HEIGHT = 24, 8
TEXT_ROOM = HEIGHT - 1 - len(HEAD)
"""Lines that scroll: all but the blank one at the top and those that stay."""
BAR = WIDTH - 1


class Lines(Page):
    """Shows one line a text, folded, and counts what it paints."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self.texts = tuple(texts)
        self.painted: list[int] = []

    def folded(self, width: int) -> tuple[Sequence[Content], Sequence[Content]]:
        body = (line for text in self.texts for line in fold(text, width))
        return [Content(text) for text in HEAD], [Content(line) for line in body]

    def say(self, *texts: str) -> None:
        self.texts = texts
        self.renew()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self.painted += (y for region in regions for y in region.line_range)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Shown(App[int]):
    """The page alone."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__()
        self.page = Lines(texts)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield self.page


def numbered(count: int) -> list[str]:
    return [f"本文{n}" for n in range(count)]


def bar_of(app: App[int]) -> list[int]:
    """The rows of the screen beside which the scroll bar stands, by its ground."""
    grounds = [app.screen.get_style_at(BAR, y).bgcolor for y in range(HEIGHT)]
    return [y for y, ground in enumerate(grounds) if ground != grounds[0]]


async def shown(pilot: Pilot[int]) -> list[str]:
    await pilot.pause()
    return [line.strip() for line in screen_text(pilot.app).splitlines()]


async def test_the_first_lines_stay_and_the_others_scroll() -> None:
    app = Shown(numbered(20))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        assert (await shown(pilot))[1:] == [*HEAD, *numbered(TEXT_ROOM)]
        app.page.scroll_page(1)
        assert (await shown(pilot))[1:] == [*HEAD, *numbered(20)[TEXT_ROOM - 1 : 2 * TEXT_ROOM - 1]]
        app.page.scroll_page(9)
        assert (await shown(pilot))[-1] == "本文19"
        assert not app.page.has_more
        app.page.scroll_page(-9)
        assert (await shown(pilot))[2] == "本文0"


async def test_only_what_changed_is_painted_again() -> None:
    app = Shown(numbered(4))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.page.painted.clear()
        app.page.say(*numbered(2), "別の本文", "本文3")
        assert "別の本文" in await shown(pilot)
        assert app.page.painted == [len(HEAD) + 2]


async def test_a_shorter_text_leaves_nothing_of_the_longer_one() -> None:
    app = Shown(numbered(20))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.page.scroll_page(9)
        await pilot.pause()
        app.page.say("一行")
        assert [line for line in await shown(pilot) if line] == [*HEAD, "一行"]
        assert bar_of(app) == []


async def test_the_bar_says_where_one_is_and_can_be_clicked() -> None:
    app = Shown(numbered(20))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        assert bar_of(app) == [2]
        await pilot.click(Lines, offset=(BAR, HEIGHT - 1))
        await pilot.pause()
        assert "本文5" in await shown(pilot)
        assert bar_of(app)[0] > 2
        await pilot.click(Lines, offset=(BAR, 2))
        assert (await shown(pilot))[2] == "本文0"


async def test_the_wheel_scrolls() -> None:
    app = Shown(numbered(20))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.page.post_message(MouseScrollDown(app.page, 3, 4, 0, 1, 0, shift=False, meta=False, ctrl=False))
        assert "本文0" not in await shown(pilot)


async def test_another_width_folds_anew() -> None:
    app = Shown(["あいうえお" * 4])
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        assert (await shown(pilot))[2] == "あいうえお" * 2
        await pilot.resize_terminal(46, HEIGHT)
        assert (await shown(pilot))[2] == "あいうえお" * 4


async def test_what_was_said_while_it_was_hidden_is_shown() -> None:
    app = Shown(numbered(3))
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        app.page.display = False
        await pilot.pause()
        app.page.say("新しい本文")
        await pilot.pause()
        app.page.display = True
        await pilot.pause()
        assert [line for line in await shown(pilot) if line] == [*HEAD, "新しい本文"]


async def test_what_is_selected_is_the_text() -> None:
    app = Shown(["一行目", "二行目"])
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await pilot.pause()
        selection = Selection(Offset(1, 1), Offset(2, 2))
        assert app.page.get_selection(selection) == ("行目\n二行", "\n")
        before = [app.screen.get_style_at(3, y).bgcolor for y in range(HEIGHT)]
        app.screen.selections = {app.page: selection}
        await pilot.pause()
        assert [y for y in range(HEIGHT) if app.screen.get_style_at(3, y).bgcolor != before[y]] == [2, 3]
