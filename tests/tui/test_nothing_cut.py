"""Every screen at four sizes in both languages: nothing is cut, nothing outside, and every line as Japanese is set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from tests.tui.conftest import NOW, background, opened
from tests.tui.sight import faults

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]
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


@pytest.fixture(scope="module", params=LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """The demo client on a desk, in each language."""
    language: Language = request.param
    around = surroundings({"PMARK_CHECK_NOW": NOW}, tmp_path_factory.mktemp("demo"))
    desk = Desk(around, Workspace(around), Settings(language=language), background)
    return desk, refresh_demo(desk.workspace)


async def walked(pilot: Pilot[int], stops: tuple[Stop, ...]) -> AsyncIterator[tuple[str, str]]:
    """Press the keys of each stop; yield its name with the faults of its screen."""
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
async def test_the_first_start(desk_in: Callable[..., Desk], language: Language, size: tuple[int, int]) -> None:
    async with opened(desk_in(language), None, size) as pilot:
        assert [stop async for stop in walked(pilot, (("first start", "", "HomeScreen"),))] == []


@pytest.mark.parametrize("size", [(79, 24), (40, 12), (30, 8)])
async def test_too_small_a_terminal(demo: tuple[Desk, Path], size: tuple[int, int]) -> None:
    async with opened(*demo, size) as pilot:
        assert [stop async for stop in walked(pilot, (("too small", "", "TooSmall"),))] == []
