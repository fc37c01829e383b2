"""Every screen at four sizes, dark or light, in both languages: nothing is cut, outside or faint, and every line is set
as Japanese is.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.settings import Settings
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.themes import theme_name
from tests.tui.conftest import NOW, background, opened
from tests.tui.room import Room
from tests.tui.sight import faults

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]
LIGHT_AT = SIZES[::2]
"""The sizes that are looked at in the light; the others in the dark."""
Stop = tuple[str, str, str]
"""What is looked at, the keys that lead there from the stop before, and the screen it is on."""

HOME: tuple[Stop, ...] = (
    ("clients", "", "HomeScreen"),
    ("new company", "f2", "NewCompany"),
    ("open a file", "escape f3", "OpenFile"),
    ("settings", "escape f5", "SettingsScreen"),
    ("help", "f1", "HelpScreen"),
)
INTERVIEW: tuple[Stop, ...] = (
    ("question", "", "InterviewScreen"),
    ("how to ask it", "p", "InterviewScreen"),
    ("note", "p f2", "InterviewScreen"),
    ("private note", "f2", "InterviewScreen"),
    ("evidence", "f3", "InterviewScreen"),
    ("homework", "f4", "InterviewScreen"),
    ("reason", "escape 0", "InterviewScreen"),
    ("person", "escape w", "InterviewScreen"),
    ("branch", "escape 9", "BranchDialog"),
    ("finder", "escape f5", "Finder"),
    ("finder by document", "7", "Finder"),
    ("help", "escape f1", "HelpScreen"),
    ("glossary", "escape g", "HelpScreen"),
    ("facts", "escape f", "FactsScreen"),
    ("not asked", "f3", "ReadDialog"),
    ("palette", "escape escape colon", "Palette"),
)
RESULTS: tuple[Stop, ...] = (
    ("overview", "escape s", "ResultsScreen"),
    *((f"tab {n}", str(n), "ResultsScreen") for n in range(2, 10)),
    ("how a number comes about", "1 f3", "ReadDialog"),
    ("for whom", "escape f2", "AudienceDialog"),
    ("help", "escape f1", "HelpScreen"),
    ("notice", "escape space", "ResultsScreen"),
)
WORKSHOP: tuple[Stop, ...] = (
    ("opening", "", "WorkshopScreen"),
    ("question", "enter", "WorkshopScreen"),
    ("note", "f2", "WorkshopScreen"),
    ("show of hands", "escape 6", "VoteDialog"),
    ("hands are counted", "1 1 1 2 3", "VoteDialog"),
    ("what was agreed", "enter", "VoteDialog"),
    ("parking lot", "escape escape 7", "LineDialog"),
    ("parked", "x enter", "WorkshopScreen"),
    ("decision", "d", "LineDialog"),
    ("decided", "x enter", "WorkshopScreen"),
    ("homework: who", "f4", "NumberedDialog"),
    ("homework: by when", "1", "NumberedDialog"),
    ("given", "1", "WorkshopScreen"),
    ("agenda", "i", "NumberedDialog"),
    ("menu", "escape f5", "NumberedDialog"),
    ("what is parked", "6", "NumberedDialog"),
    ("next date", "escape f5 7", "LineDialog"),
    ("decisions", "escape f5 8", "NumberedDialog"),
    ("who is there", "escape f5 9", "LineDialog"),
    ("put off", "escape 5", "WorkshopScreen"),
    ("pause", "space", "WorkshopScreen"),
    ("workshop help", "f1", "HelpScreen"),
    ("projector", "escape space o", "ProjectorScreen"),
    ("answered", "2", "ProjectorScreen"),
    ("hands in the room", "6", "VoteDialog"),
    ("projected agenda", "escape i", "NumberedDialog"),
    ("projector help", "escape f1", "HelpScreen"),
    ("projected pause", "escape space", "ProjectorScreen"),
    ("stop projecting", "space escape", "NumberedDialog"),
    ("leave", "1 escape", "NumberedDialog"),
    ("over", "2", "NumberedDialog"),
    ("summary", "1", "WorkshopSummary"),
    ("minutes", "enter", "WorkshopSummary"),
    ("summary help", "f1", "HelpScreen"),
)


@pytest.fixture(scope="module", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """The demo client on a desk, in each language."""
    language: Language = request.param
    around = surroundings({"PMARK_CHECK_NOW": NOW}, tmp_path_factory.mktemp("demo"))
    desk = Desk(around, Workspace(around), Settings(language=language), background)
    return desk, refresh_demo(desk.workspace)


def full_room(folder: Path, language: Language) -> Room:
    """Return a room where three people of a firm that has answered nothing yet begin."""
    room = Room(folder, language)
    checklists = {name: shipped_checklists()[name] for name in ("pmark-2023", "incident-lessons")}
    room.client = room.desk.workspace.create("株式会社サンプル", checklists)
    room.begin("山田 亮", "佐藤 恵", "高橋 直美", agenda="ninety-minutes")
    room.wait(3)
    return room


async def walked(pilot: Pilot[int], stops: tuple[Stop, ...]) -> AsyncIterator[tuple[str, str]]:
    """Press the keys of each stop; yield its name with the faults of its screen."""
    if pilot.app.size in LIGHT_AT:
        pilot.app.theme = theme_name("light")
        await pilot.pause()
    for name, keys, screen in stops:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == screen, name
        for fault in faults(pilot.app):
            yield name, fault


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_without_a_client(demo: tuple[Desk, Path], size: tuple[int, int]) -> None:
    async with opened(demo[0], None, size) as pilot:
        assert [stop async for stop in walked(pilot, HOME)] == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_interview_and_what_opens_over_it(demo: tuple[Desk, Path], size: tuple[int, int]) -> None:
    async with opened(*demo, size) as pilot:
        assert [stop async for stop in walked(pilot, INTERVIEW + RESULTS)] == []
        pilot.app.clear_notifications()
        pilot.app.screen.post_message(navigation.AddChecklists())
        assert [stop async for stop in walked(pilot, (("more checklists", "", "MoreChecklists"),))] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_workshop(tmp_path: Path, language: Language, size: tuple[int, int]) -> None:
    room = full_room(tmp_path, language)
    async with room.opened(size) as pilot:
        assert [stop async for stop in walked(pilot, WORKSHOP)] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_first_start(desk_in: Callable[..., Desk], language: Language, size: tuple[int, int]) -> None:
    async with opened(desk_in(language), None, size) as pilot:
        assert [stop async for stop in walked(pilot, (("first start", "", "HomeScreen"),))] == []


@pytest.mark.parametrize("size", [(79, 24), (40, 12), (30, 8)])
async def test_too_small_a_terminal(demo: tuple[Desk, Path], size: tuple[int, int]) -> None:
    async with opened(*demo, size) as pilot:
        assert [stop async for stop in walked(pilot, (("too small", "", "TooSmall"),))] == []
