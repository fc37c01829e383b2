"""A small client to be asked, and the program around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from pmark_check.domain.background import Background
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.errors import Unwritable
from pmark_check.storage.backdrop import read_background
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings, surroundings
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview import InterviewScreen
from tests import small_checklists as small

NOW = "2026-11-22T14:02:00+09:00"
LONG = "消す予定だったデータを担当者も確認者も消し忘れ、多くの件数が流出した可能性があります。" * 9

HEAD = (
    small.head("small", "小さな点検", "Small check")
    + small.section("data", "データ", "Data")
    + small.section("people", "人", "People")
)
CONTROLS = (
    ("data.first", "data", "一つ目の質問ですか。", "Is this the first?", LONG, ""),
    ("data.knockout", "data", "止める質問ですか。", "Does this stop you?", "短い理由", "knockout = true"),
    ("data.two-layers", "data", "二つの層ですか。", "Two layers?", "短い理由", 'layers = ["practice", "record"]'),
    ("people.perhaps", "people", "たぶんですか。", "Perhaps?", "短い理由", 'when = ["has_test_env"]'),
    ("people.last", "people", "最後ですか。", "Is this the last?", "短い理由", ""),
)

CHAPTER_HEAD = (
    small.head("chaptered", "章のある点検", "Check with chapters")
    + small.section("apply", "申請の条件", "Conditions")
    + small.section("nine", "適正管理", "Proper handling", ref="pmark-2023:J.9")
    + small.section("nine-entry", "入退と来訪者", "Entry and visitors", parent="nine", ref="pmark-2023:J.9.2")
    + small.section("nine-staff", "従業者の監督", "Supervision of staff", parent="nine", ref="pmark-2023:J.9.3")
)
GATE, VISITORS, DOORS, ERASED, STAFF = (
    "apply.gate",
    "nine.visitors",
    "nine.doors",
    "nine.erased",
    "nine.staff",
)
CITED = (
    'refs = ["pmark-2023:J.9.2", "jis-q-15001-2023:A.10"]\ndocuments = ["R07", "D26"]\n'
    'lessons = ["post-test-deletion-skipped"]'
)
ALONE = 'layers = ["practice"]\nknockout = true\nrefs = ["pmark-2023:J.4.5.4"]'
CHAPTERED = (
    (GATE, "apply", "申請できる会社ですか。", "May you apply?", "短い理由", 'gate = "formality"'),
    (VISITORS, "nine-entry", "来訪者を記録していますか。", "Are visitors recorded?", "短い理由", CITED),
    (DOORS, "nine-entry", "扉を閉めていますか。", "Are doors locked?", "短い理由", 'documents = ["R07"]'),
    (ERASED, "nine-entry", "消していますか。", "Is it erased?", "短い理由", ALONE),
    (STAFF, "nine-staff", "従業者を見ていますか。", "Are staff supervised?", "短い理由", 'when = ["has_test_env"]'),
)


def checklist_text(controls: tuple[tuple[str, ...], ...] = CONTROLS, head: str = HEAD) -> bytes:
    """Return a checklist file with these controls; a gate has no weight."""
    texts = (
        small.control(name, section, ja, en, extra, why=small.both(why, f"Because of {name}"))
        for name, section, ja, en, why, extra in controls
    )
    return (head + "".join(texts)).encode()


@cache
def background() -> Background:
    """Return the shipped background."""
    return read_background()


@pytest.fixture(autouse=True)
def quick_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot presses one key twice faster than a keyboard repeats it."""
    monkeypatch.setattr("pmark_check.tui.held_key.REPEAT_SECONDS", 0)


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A fixed clock and a workspace of its own."""
    return surroundings({"PMARK_CHECK_NOW": NOW, "PMARK_CHECK_LANG": "ja"}, tmp_path / "workspace")


@pytest.fixture
def desk_in(around: Surroundings) -> Callable[..., Desk]:
    """Return a desk in a language, with settings."""

    def make(language: Language = "ja", **settings: object) -> Desk:
        chosen = Settings(language=language).model_copy(update=settings)
        return Desk(around, Workspace(around), chosen, background)

    return make


@pytest.fixture
def desk(desk_in: Callable[..., Desk]) -> Desk:
    """A Japanese desk."""
    return desk_in()


@pytest.fixture
def client(desk: Desk) -> Path:
    """A client with five questions, a fact stated and nothing answered."""
    path = desk.workspace.create("サンプル印刷", {"small": checklist_text()})
    with desk.workspace.session(path) as session:
        session.state_fact("has_public_site", value=True)
    return path


@pytest.fixture
def chaptered(desk: Desk) -> Path:
    """A client asked by chapters with sections, a gate in one and a knock-out in another."""
    path = desk.workspace.create("章の会社", {"chaptered": checklist_text(CHAPTERED, CHAPTER_HEAD)})
    with desk.workspace.session(path) as session:
        session.state_fact("has_public_site", value=True)
    return path


@contextmanager
def other_window(desk: Desk, path: Path) -> Iterator[Session]:
    """The same client in another window, or in the next run of the program."""
    with desk.workspace.session(path) as session:
        yield session


@asynccontextmanager
async def opened(desk: Desk, path: Path | None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The program with a client open."""
    app = PmarkApp(desk, open_path=path)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


async def until(pilot: Pilot[int], happened: Callable[[], bool]) -> None:
    """Let the program work until something happened; a loaded machine needs more than one round."""
    for _ in range(50):
        if happened():
            return
        await pilot.pause()
    assert happened()


def burst(pilot: Pilot[int], *keys: str) -> None:
    """Deliver all keys before the program could look at one of them, as a terminal does that was held up."""
    driver = pilot.app._driver
    assert driver
    for key in keys:
        event = events.Key(key, key if len(key) == 1 else None)
        event.set_sender(pilot.app)
        driver.send_message(event)


def fill_disk(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let nothing more be written to the client at ``path``."""

    def refuse(*_: object) -> None:
        raise Unwritable("client.disk-full", path=path)

    monkeypatch.setattr(SqliteJournal, "append", refuse)


def interview(pilot: Pilot[int]) -> InterviewScreen:
    """Return the questions, which are on the screen."""
    assert isinstance(pilot.app.screen, InterviewScreen)
    return pilot.app.screen


def screen_text(app: App[int]) -> str:
    """Return what stands on the screen, line by line."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def notices(app: App[int]) -> list[str]:
    """Return the notices that are shown, each on one line."""
    return [note.message.replace("\n", "") for note in app._notifications]


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Type ``text`` as a terminal delivers it."""
    for character in text:
        await pilot.press("ideographic_space" if character == "\u3000" else character)
