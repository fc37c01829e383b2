"""What the screens look like: the text of each, reviewed by eye and kept in ``snapshots/``.

After a wished change: ``PMARK_CHECK_WRITE_SNAPSHOTS=1 pytest tests/tui/test_snapshots.py``, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.terminal import USUAL, Terminal
from tests.tui.conftest import NOW, background, screen_text
from tests.tui.test_nothing_cut import full_room

FOLDER = Path(__file__).parent / "snapshots"
WISH = "PMARK_CHECK_WRITE_SNAPSHOTS"
LOW, HIGH = (80, 24), (120, 40)
PLAIN = Terminal(has_colours=False, has_blocks=False)

SHOTS = (
    ("clients", False, "", LOW, USUAL),
    ("new-company", False, "f2", LOW, USUAL),
    ("help", False, "f1", HIGH, USUAL),
    ("question", True, "", LOW, USUAL),
    ("question", True, "", HIGH, USUAL),
    ("facts", True, "f", LOW, USUAL),
    ("results", True, "s", LOW, USUAL),
    ("charts", True, "s end", HIGH, USUAL),
    ("explained", True, "s f3", LOW, USUAL),
    ("plain-results", True, "s end", LOW, PLAIN),
)
"""Name, whether the demo client is open, the keys that lead there, size, terminal; each taken in both languages."""
ROOM_SHOTS = (
    ("workshop", "ja", "enter", LOW),
    ("workshop", "en", "enter", LOW),
    ("projector", "ja", "enter 2 o", HIGH),
    ("projector", "en", "enter 2 o", HIGH),
    ("vote", "ja", "enter 6 1 1 right 3", LOW),
)
"""Name, language, the keys that lead there in a workshop, size."""


def kept(name: str, shown: str) -> str:
    """Return what was shown when it was reviewed; write it first where that is wished."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get(WISH):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with the demo client on it, in each language; the clock stands still."""
    language: Language = request.param
    around = surroundings({"PMARK_CHECK_NOW": NOW}, tmp_path_factory.mktemp("snapshots"))
    made = Desk(around, Workspace(around), Settings(language=language, my_name="高橋 直美"), background)
    refresh_demo(made.workspace)
    return made


@pytest.mark.parametrize(("name", "is_open", "keys", "size", "terminal"), SHOTS)
async def test_a_screen_looks_as_it_was_reviewed(
    desk: Desk, name: str, keys: str, size: tuple[int, int], terminal: Terminal, *, is_open: bool
) -> None:
    path = desk.workspace.paths()[0] if is_open else None
    app = PmarkApp(desk, open_path=path, terminal=terminal)
    async with app.run_test(size=size, notifications=True) as pilot:
        shown = await shown_after(pilot, keys)
    assert shown == kept(f"{name}-{size[0]}-{desk.language}", shown)


@pytest.mark.parametrize(("name", "language", "keys", "size"), ROOM_SHOTS)
async def test_a_workshop_looks_as_it_was_reviewed(
    tmp_path: Path, name: str, language: Language, keys: str, size: tuple[int, int]
) -> None:
    async with full_room(tmp_path, language).opened(size) as pilot:
        shown = await shown_after(pilot, keys)
    assert shown == kept(f"{name}-{size[0]}-{language}", shown)


async def shown_after(pilot: Pilot[int], keys: str) -> str:
    """Return what stands on the screen once the keys were pressed."""
    await pilot.pause()
    for key in keys.split():
        await pilot.press(key)
        await pilot.pause()
    await pilot.app.workers.wait_for_complete()  # what stands behind the question
    await pilot.pause()
    return "".join(f"{line.rstrip()}\n" for line in screen_text(pilot.app).split("\n"))
