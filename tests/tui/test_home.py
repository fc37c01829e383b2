"""The first start and the list of clients."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.dialogs import AskDialog, MoreChecklists, NewCompany, OpenFile, ReadDialog
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.screens.home import HomeScreen
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.settings import SettingsScreen
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.scorecard import ScorecardView
from tests.tui.conftest import checklist_text, opened, other_window, screen_text, type_text

DeskIn = Callable[..., Desk]

SIZES = [(80, 24), (120, 40)]
HOSTILE = ["[/", "[@click=app.quit]x[/]", "𠮷野家 🍣", "山田　商店", "a/b\\c:d", "CON"]


def problem(screen: object) -> str:
    assert isinstance(screen, AskDialog)
    return screen.query_one("#problem", Prose).text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_first_start_offers_three_choices_and_nothing_else(
    desk_in: DeskIn, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    async with opened(desk, None, size) as pilot:
        rows = pilot.app.screen.query_one(RowList)
        assert [option.id for option in rows.options] == ["demo", "new", "open"]
        text = screen_text(pilot.app)
        for name in ("demo", "new", "open"):
            assert desk.translate(f"tui.home.{name}") in text
            assert f"F2 {desk.translate('tui.home.key.new')}" not in text


@pytest.mark.parametrize(("key", "kind"), [("2", NewCompany), ("３", OpenFile), ("f2", NewCompany), ("ｏ", OpenFile)])
async def test_a_key_chooses(desk: Desk, key: str, kind: type) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press(key)
        assert isinstance(pilot.app.screen, kind)


async def test_arrows_and_enter_choose(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("down", "enter")
        assert isinstance(pilot.app.screen, NewCompany)


async def test_a_click_chooses(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.click(RowList, offset=Offset(10, 5))
        await pilot.pause()
        assert isinstance(pilot.app.screen, NewCompany)


async def test_the_demo_opens_from_the_first_choice(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)
        assert [path.stem for path in desk.workspace.paths()] == ["demo"]


async def test_a_new_company_is_a_file_and_its_facts_are_asked_first(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        await type_text(pilot, "山田　商店")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    with other_window(desk, desk.workspace.paths()[0]) as session:
        assert session.assessment.name == "山田　商店"


@pytest.mark.parametrize("name", HOSTILE)
async def test_any_name_is_kept_and_shown_literally(desk: Desk, name: str) -> None:
    async with opened(desk, None, (120, 40)) as pilot:
        await pilot.press("2")
        pilot.app.screen.query_one(WideInput).value = name
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
        assert name in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert name in screen_text(pilot.app)


async def test_a_name_that_turns_the_text_round_is_made_visible(desk: Desk) -> None:
    desk.workspace.create("\u202ecba", {"small": checklist_text()})
    async with opened(desk, None) as pilot:
        assert "<U+202E>cba" in screen_text(pilot.app)


@pytest.mark.parametrize("name", ["", "   ", "\u3000", "a\x00b", "長" * 100_001])
async def test_a_name_that_cannot_be_kept_is_refused_and_stays(desk: Desk, name: str) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        field = pilot.app.screen.query_one(WideInput)
        field.value = name
        kept = field.value
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, NewCompany)
        assert problem(screen)
        assert field.value == kept
    assert not desk.workspace.paths()


@pytest.mark.parametrize("name", ["長" * 10_000, "𠮷" * 10_000, "x" * 10_000])
async def test_an_endless_name_is_kept_or_refused_and_never_breaks_the_list(desk: Desk, name: str) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        pilot.app.screen.query_one(WideInput).value = name
        await pilot.press("enter")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, FactsScreen) or problem(screen)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.usefixtures("client")
async def test_a_name_that_is_there_already_is_refused_and_can_be_changed(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("f2")
        await type_text(pilot, "ｻﾝﾌﾟﾙ 印刷")
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, NewCompany)
        assert desk.translate("error.client.exists.title") in problem(screen)
        await pilot.press("2", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    assert len(desk.workspace.paths()) == 2


async def test_checklists_are_offered_where_there_are_several(desk: Desk) -> None:
    desk.workspace.checklists_folder.mkdir(parents=True)
    (desk.workspace.checklists_folder / "own.toml").write_bytes(checklist_text())
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        await type_text(pilot, "A")
        rows = pilot.app.screen.query_one(RowList)
        assert "[ ]  小さな点検" in screen_text(pilot.app)
        rows.focus()
        rows.go_to("small")
        await pilot.press("space")
        assert "[x]  小さな点検" in screen_text(pilot.app)
        rows.go_to("incident-lessons")
        await pilot.press("space", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    with other_window(desk, desk.workspace.paths()[0]) as session:
        assert [checklist.id for checklist in session.library.checklists] == ["small"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_each_checklist_is_offered_with_its_length(
    desk_in: DeskIn, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    async with opened(desk, None, size) as pilot:
        await pilot.press("2")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, NewCompany)
        assert screen.chosen == {"incident-lessons"}
        lines = [line for line in screen_text(pilot.app).splitlines() if "[x]" in line or "[ ]" in line]
        assert len(lines) == len(shipped_checklists())
        for key, line in zip(shipped_checklists(), lines, strict=True):
            path = desk.workspace.create(key, {key: shipped_checklists()[key]})
            with other_window(desk, path) as session:
                assert desk.translate("tui.new.count", count=len(session.library.controls)) in line
        told = dict(zip(shipped_checklists(), lines, strict=True))
        assert desk.translate("tui.new.minutes", minutes=15) in told["quick"]
        assert desk.translate("tui.new.minutes", minutes=50) in told["incident-lessons"]
        assert desk.translate("tui.new.hours", hours="3") in told["pmark-2023"]


async def test_several_checklists_can_be_chosen(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2", "x", "tab", "down", "space", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    with other_window(desk, desk.workspace.paths()[0]) as session:
        assert {checklist.id for checklist in session.library.checklists} == {"incident-lessons", "pmark-2023"}


async def test_what_arrives_in_one_burst_with_enter_is_taken_whole(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        await pilot.pause()
        for key in ("a", "b", "enter"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)
    with other_window(desk, desk.workspace.paths()[0]) as session:
        assert session.assessment.name == "ab"


async def test_a_company_needs_a_checklist(desk: Desk) -> None:
    desk.workspace.checklists_folder.mkdir(parents=True)
    (desk.workspace.checklists_folder / "own.toml").write_bytes(checklist_text())
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        await type_text(pilot, "A")
        assert isinstance(pilot.app.screen, NewCompany)
        pilot.app.screen.chosen = set()
        await pilot.press("enter")
        assert problem(pilot.app.screen)
    assert not desk.workspace.paths()


async def test_a_broken_own_checklist_is_said_with_its_place_and_hinders_nobody(desk: Desk) -> None:
    desk.workspace.checklists_folder.mkdir(parents=True)
    (desk.workspace.checklists_folder / "own.toml").write_bytes(checklist_text() + b"\nbad = [/\n")
    async with opened(desk, None) as pilot:
        await pilot.press("2")
        assert "own.toml" in problem(pilot.app.screen)
        await type_text(pilot, "A")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)


@pytest.mark.parametrize("form", ['"{}"', "{}", "  '{}'  ", "& '{}'", "file://{}"])
async def test_a_dragged_path_opens_the_file(desk: Desk, client: Path, tmp_path: Path, form: str) -> None:
    moved = tmp_path / "受け取った file.pmark"
    os.replace(client, moved)  # noqa: PTH105 - no path method in an async test
    async with opened(desk, None) as pilot:
        await pilot.press("3")
        pilot.app.screen.query_one(WideInput).value = form.format(moved)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's escapes")
async def test_a_path_with_the_shells_escapes_opens_the_file(desk: Desk, client: Path, tmp_path: Path) -> None:
    moved = tmp_path / "a b.pmark"
    os.replace(client, moved)  # noqa: PTH105 - no path method in an async test
    async with opened(desk, None) as pilot:
        await pilot.press("3")
        pilot.app.screen.query_one(WideInput).value = str(moved).replace(" ", "\\ ")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_a_client_of_the_list_opens_by_its_name(desk: Desk, client: Path) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("f3")
        await type_text(pilot, client.stem)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


@pytest.mark.parametrize("path", ["", "C:\\Users\\nobody.pmark", "[/.pmark", "a\x00.pmark", "/", "x" * 5000, "誰か"])
async def test_a_path_that_opens_nothing_is_said_and_stays(desk: Desk, path: str) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("3")
        field = pilot.app.screen.query_one(WideInput)
        field.value = path
        kept = field.value
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, OpenFile)
        assert problem(pilot.app.screen)
        assert field.value == kept


async def test_a_foreign_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    foreign = tmp_path / "x.pmark"
    foreign.write_text("hello", encoding="utf-8")
    async with opened(desk, None) as pilot:
        await pilot.press("3")
        pilot.app.screen.query_one(WideInput).value = str(foreign)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, OpenFile)
        assert str(foreign.name) in problem(pilot.app.screen).replace("\n", "")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_a_row_says_what_the_view_says(
    desk_in: DeskIn, client: Path, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    with other_window(desk, client) as session:
        session.answer("data.first", Mark.YES)
        session.answer("data.knockout", Mark.NO)
        session.plan_action("data.first", owner="佐藤", due=desk.around.clock().date())
        view = ScorecardView(session, desk.translate)
        label = view.band.label
    async with opened(desk, None, size) as pilot:
        text = screen_text(pilot.app)
        assert label in text
        assert desk.translate("tui.home.incident.exposed") in text
        assert desk.translate("tui.home.knockouts", failed=1, open=0) in text
        assert text.count("2026-11-22") == 2


async def test_a_damaged_file_is_a_row_with_its_error_and_hides_no_other(desk: Desk, client: Path) -> None:
    damaged = client.with_name("[@click=app.quit]壊れ[/].pmark".replace("/", "_"))
    damaged.write_bytes(b"x" * 5000)
    async with opened(desk, None) as pilot:
        text = screen_text(pilot.app)
        assert client.stem in text
        assert "[@click=app.quit]壊れ" in text
        pilot.app.screen.query_one(RowList).go_to(str(damaged))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReadDialog)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.usefixtures("client")
async def test_the_list_is_new_when_one_comes_back(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)
        pilot.app.screen.session.answer("data.knockout", Mark.NO)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert desk.translate("tui.home.incident.exposed") in screen_text(pilot.app)


async def test_settings_open_and_q_ends(desk: Desk, client: Path) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("ｓ")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SettingsScreen)
        await pilot.press("escape")
        await pilot.press("ｑ")
        assert pilot.app._exit
    SqliteJournal.open(client).close()


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_key_of_the_last_line_fits_into_eighty_cells(desk_in: DeskIn, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, None) as pilot:
        last = screen_text(pilot.app).splitlines()[-1]
        for key in ("tui.key.help", "tui.home.key.new", "tui.home.key.open", "tui.home.key.demo", "tui.key.quit"):
            assert desk.translate(key) in last


async def test_the_full_check_is_added_to_the_quick_one_and_answers_carry_over(desk: Desk) -> None:
    path = desk.workspace.create("甲", {"quick": shipped_checklists()["quick"]})
    with desk.workspace.session(path) as session:
        session.answer("j9-4.vendors-listed", Mark.YES)
        session.go_to("j9-4.vendors-listed")
    async with opened(desk, path, (120, 40)) as pilot:
        assert "社外に任せている仕事  1/" in screen_text(pilot.app)
        pilot.app.screen.post_message(navigation.AddChecklists())
        await pilot.pause()
        assert isinstance(pilot.app.screen, MoreChecklists)
        await pilot.press("enter")
        await pilot.pause()
        assert problem(pilot.app.screen)  # nothing was chosen, and the dialog stays
        await pilot.press("down", "space", "enter")
        await pilot.pause()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        assert [checklist.id for checklist in screen.session.library.checklists] == ["quick", "pmark-2023"]
        assert screen.session.state("j9-4.vendors-listed").answers
        assert "申請の条件  1/" in screen_text(pilot.app)
        assert "社外に任せている仕事" not in screen_text(pilot.app)


async def test_where_there_is_nothing_to_add_the_dialog_says_so(desk: Desk) -> None:
    path = desk.workspace.create("甲", shipped_checklists())
    async with opened(desk, path) as pilot:
        pilot.app.screen.post_message(navigation.AddChecklists())
        await pilot.pause()
        assert desk.translate("tui.more.none") in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("keys", "chosen"), [(["down", "1", "3"], {"quick"}), (["down", "２"], {"incident-lessons", "pmark-2023"})]
)
async def test_a_new_company_takes_checklists_by_their_numbers(desk: Desk, keys: list[str], chosen: set[str]) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2", "1", *keys)
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, NewCompany)
        assert (screen.chosen, screen.field.value) == (chosen, "1")


async def test_the_last_line_of_a_new_company_says_what_can_be_done_where_one_is(desk: Desk) -> None:
    to_list, take = (desk.translate(f"tui.new.{name}") for name in ("to-list", "toggle"))

    def last(pilot: Pilot[int]) -> str:
        return screen_text(pilot.app).splitlines()[-1]

    async with opened(desk, None) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert to_list in last(pilot)
        assert take not in last(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert take in last(pilot)
        assert to_list not in last(pilot)
        await pilot.press("up")
        await pilot.pause()
        assert to_list in last(pilot)


async def test_without_any_checklist_it_says_to_choose_one(desk: Desk) -> None:
    async with opened(desk, None) as pilot:
        await pilot.press("2", "甲", "down", "1", "enter")
        await pilot.pause()
        assert desk.translate("error.checklist.none-chosen.title") in problem(pilot.app.screen)
        assert not list(desk.workspace.listed())
