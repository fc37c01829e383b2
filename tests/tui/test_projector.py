"""The projector view: nothing private and nothing of another client, whatever key is pressed and whatever it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, time
from pathlib import Path

import pytest
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.pilot import Pilot

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.tui import commands, navigation
from pmark_check.tui.screens.help import HelpScreen
from pmark_check.tui.screens.projector import ProjectorScreen
from pmark_check.tui.screens.workshop import WorkshopScreen
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.tui.widgets.projected import ProjectedQuestion
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.words import literal
from tests.tui.conftest import checklist_text, screen_text, type_text
from tests.tui.room import Room, asked, press, projector, workshop

CANARY = "カナリア"
OTHERS = [f"{CANARY}社{n}" for n in range(3)]
FIRST = "data.first"
LEAVING = ("select", "pick(1)")
"""How the question whether to leave is answered with yes."""

SIZES = [(80, 24), (120, 40)]


def with_secrets(folder: Path, language: Language = "ja") -> Room:
    """A workshop of a client with private notes, in a workspace with three other clients, all of them canaries."""
    room = Room(folder, language, my_name=f"{CANARY}相談員", my_firm=f"{CANARY}事務所")
    for name in OTHERS:
        path = room.desk.workspace.create(name, {"small": checklist_text()})
        with room.desk.workspace.session(path) as session:
            fill(session)
    with room.look() as session:
        for control in session.library.controls:
            session.write_note(control, f"{CANARY}の内緒", private=True)
            session.draft(control, "private-note", f"{CANARY}の書きかけ")
    room.begin("山田")
    return room


def fill(session: Session) -> None:
    """Let every text of another client be a canary."""
    for control in session.library.controls:
        session.answer(control, Mark.NO, said_by=f"{CANARY}さん")
        session.write_note(control, f"{CANARY}のメモ")
        session.plan_action(control, text=f"{CANARY}の宿題", owner=f"{CANARY}さん")


@asynccontextmanager
async def projected(room: Room, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The program, opened on the list of clients, with the projector view of the workshop on the screen."""
    async with room.opened(size, client=False) as pilot:
        listed = pilot.app.screen
        prompts = [str(option.prompt) for option in listed.query_one(RowList).options]
        row = next(number for number, prompt in enumerate(prompts) if CANARY not in prompt)
        assert CANARY in screen_text(pilot.app)
        pilot.app.notify(f"{CANARY}の知らせ", timeout=60)
        await press(pilot, *["down"] * row, "w")
        await pilot.pause()
        while workshop(pilot).editor:
            await press(pilot, "escape")
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, ProjectorScreen)
        yield pilot


def shown(app: App[int]) -> str:
    """Return everything that can be read: what is painted, and what stands in the widgets and would after a scroll."""
    told = [screen_text(app)]
    for widget in app.screen.walk_children():
        told += [
            str(getattr(widget, name, "")) for name in ("text", "value", "placeholder", "rows", "_rows", "_options")
        ]
    return "\n".join(told)


def bindings(pilot: Pilot[int]) -> list[Binding]:
    """Return every key that does something now, the app's own among them."""
    return [active.binding for active in pilot.app.active_bindings.values() if active.enabled]


async def back(pilot: Pilot[int], size: int) -> None:
    """Close whatever was opened."""
    for _ in range(4):
        if len(pilot.app.screen_stack) > size:
            await pilot.app.pop_screen()
            await pilot.pause()


async def walk(pilot: Pilot[int], depth: int, seen: set[str]) -> list[str]:
    """Press every key that works, and every key on what that opens; return where a canary was read."""
    leaks = []
    height = len(pilot.app.screen_stack)
    where = type(pilot.app.screen).__name__
    for binding in sorted(bindings(pilot), key=lambda found: found.action in LEAVING):
        step = f"{where} {binding.key} {binding.action}"
        if step in seen or binding.key in {"ctrl+q", "ctrl+z", "super+c", "ctrl+c"}:
            continue
        seen.add(step)
        if isinstance(top := pilot.app.screen, ProjectorScreen):
            top.facilitation.resume()
            top.show(FIRST)
        await press(pilot, binding.key)
        await pilot.pause()
        if not any(isinstance(screen, ProjectorScreen) for screen in pilot.app.screen_stack):
            leaks += [] if where == "NumberedDialog" and binding.action in LEAVING else [f"{step} left the projector"]
            await press(pilot, "o")
            break
        if CANARY in shown(pilot.app):
            leaks.append(f"{step} -> {type(pilot.app.screen).__name__}")
        if depth and len(pilot.app.screen_stack) > height:
            leaks += await walk(pilot, depth - 1, seen)
        await back(pilot, height)
    return leaks


@pytest.mark.parametrize(("language", "size"), [("ja", (80, 24)), ("en", (120, 40))])
async def test_no_key_leads_to_a_private_note_or_to_another_client(
    tmp_path: Path, language: Language, size: tuple[int, int]
) -> None:
    room = with_secrets(tmp_path / "workspace", language)
    async with projected(room, size) as pilot:
        seen: set[str] = set()
        assert CANARY not in shown(pilot.app)
        assert await walk(pilot, 2, seen) == []
        kinds = {step.split()[0] for step in seen}
        assert {"ProjectorScreen", "HelpScreen", "VoteDialog", "LineDialog", "NumberedDialog", "Palette"} <= kinds


async def test_a_leak_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leaking = BindingsMap([*ProjectorScreen.BINDINGS, Binding("y", "leak", "leak", id="leak")])
    monkeypatch.setattr(ProjectorScreen, "_merged_bindings", leaking)
    leak = lambda screen: screen.post_message(navigation.GoHome())  # noqa: E731 - one line of a wrong program
    monkeypatch.setattr(ProjectorScreen, "action_leak", leak, raising=False)
    async with projected(with_secrets(tmp_path / "workspace")) as pilot:
        assert any("leak" in step for step in await walk(pilot, 0, set()))


@pytest.mark.parametrize("above", ["", "7", "6", "escape"])
async def test_the_palette_offers_nothing_that_shows_more(tmp_path: Path, above: str) -> None:
    async with projected(with_secrets(tmp_path / "workspace")) as pilot:
        if above:
            await press(pilot, above)
        offered = list(commands.commands(pilot.app, pilot.app.screen))  # type: ignore[arg-type]
        t = pilot.app.desk.translate  # type: ignore[attr-defined]
        assert [command.title for command in offered] == [t("tui.command.help"), t("tui.command.quit")]
        offered[0].callback()
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        assert CANARY not in shown(pilot.app)


async def test_the_facilitators_palette_offers_no_other_client(tmp_path: Path) -> None:
    room = with_secrets(tmp_path / "workspace")
    async with room.opened() as pilot:
        offered = {command.title for command in commands.commands(pilot.app, workshop(pilot))}  # type: ignore[arg-type]
        t = room.desk.translate
        assert t("tui.command.home") not in offered
        assert t("tui.command.results") in offered


async def test_the_room_is_shown_no_frame_of_the_facilitators_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint = WorkshopScreen.paint

    def watched(screen: WorkshopScreen) -> None:
        paint(screen)
        painted.append("calm" if screen.has_class("-calm") else "question")

    monkeypatch.setattr(WorkshopScreen, "paint", watched)
    async with with_secrets(tmp_path / "workspace").opened(projects=True) as pilot:
        assert isinstance(pilot.app.screen, ProjectorScreen)
        assert CANARY not in shown(pilot.app)
    assert set(painted) == {"calm"}


async def test_answers_votes_and_notes_to_the_minutes_are_given_on_it(tmp_path: Path) -> None:
    room = Room(tmp_path / "workspace")
    room.begin("山田")
    async with room.opened(projects=True) as pilot:
        await press(pilot, *"6113", "enter", "0")
        text = screen_text(pilot.app)
        assert "はい          2人" in text
        assert "部屋での聞き方 data.first" in text
        await press(pilot, "2", "0")
        await type_text(pilot, "ないから")
        await press(pilot, "enter", "f4", "1", "1", "5")
        assert asked(pilot) == "data.two-layers" or asked(pilot) is None
        await press(pilot, "d")
        await type_text(pilot, "決めた")
        await press(pilot, "enter")
    with room.look() as session:
        assert session.state("data.knockout").is_excused
        assert len(session.state("data.knockout").open_actions) == 1
    assert room.workshop().judged == (FIRST, "data.knockout")


@pytest.mark.parametrize("keys", ["j", "ｊ", "f5 7"])
async def test_when_one_meets_again_is_written_down_on_it(tmp_path: Path, keys: str) -> None:
    room = Room(tmp_path / "workspace")
    room.begin()
    async with room.opened(projects=True) as pilot:
        await press(pilot, *["full_stop"] * 3, *keys.split())
        await type_text(pilot, "12/10 14:00")
        await press(pilot, "enter")
        projector(pilot)
        text = screen_text(pilot.app)
        assert text.count("2026年12月10日（木） 14:00") == 2
        assert "次回：2026年12月10日" in text
    assert (room.workshop().next_on, room.workshop().next_begins) == (date(2026, 12, 10), time(14))


async def test_its_menu_is_the_facilitators_but_for_the_way_out(tmp_path: Path) -> None:
    room = Room(tmp_path / "workspace")
    room.begin()
    async with room.opened() as pilot:
        await press(pilot, "f5")
        facilitators = offered(pilot)
        await press(pilot, "escape", "o", "f5")
        assert [(here, there) for here, there in zip(offered(pilot), facilitators, strict=True) if here != there] == [
            ("3 投影をやめる", "3 投影する")
        ]
        await press(pilot, "3", "1")
        workshop(pilot)


def offered(pilot: Pilot[int]) -> list[str]:
    """Return the rows of the menu that is open."""
    return [" ".join(str(option.prompt).split()) for option in pilot.app.screen.query_one(RowList).options]


async def test_it_takes_a_deliberate_digit_to_leave(tmp_path: Path) -> None:
    room = Room(tmp_path / "workspace")
    room.begin()
    async with room.opened(projects=True) as pilot:
        await press(pilot, "down", "escape")
        assert isinstance(pilot.app.screen, NumberedDialog)
        await press(pilot, "enter", "escape", "0", "escape", "escape")
        assert isinstance(pilot.app.screen, ProjectorScreen)
        await press(pilot, "escape", "1")
        assert asked(pilot) == "data.knockout"
        assert workshop(pilot).query_one("#main").display


async def test_a_pause_a_break_and_the_end_have_their_calm_view(tmp_path: Path) -> None:
    room = Room(tmp_path / "workspace")
    room.begin()
    async with room.opened(projects=True) as pilot:
        await press(pilot, "space")
        assert "中断しています" in screen_text(pilot.app)
        await press(pilot, "space", "full_stop")
        assert "休憩" in screen_text(pilot.app)
        await press(pilot, "1", "full_stop", "full_stop", "enter", "1")
        await pilot.pause()
        assert "終えますか" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_shipped_question_fits(tmp_path: Path, language: Language, size: tuple[int, int]) -> None:
    room = Room(tmp_path / "workspace", language)
    room.client = room.desk.workspace.create("全部", shipped_checklists())
    room.begin(agenda="ninety-minutes")
    async with room.opened(size, projects=True) as pilot:
        screen = projector(pilot)
        sight = screen.query_one(ProjectedQuestion)
        await press(pilot, "full_stop")
        for control in screen.session.library.controls.values():
            screen.show(control.id)
            screen._refresh_layout()
            heights = sum(w.get_content_height(sight.size, sight.size, sight.content_size.width) for w in sight.widgets)
            assert heights + 2 <= sight.content_size.height, literal(control.question.to(language))
