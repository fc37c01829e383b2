"""The facts about the firm: every change durable, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.checklist import FactValue
from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.errors import Unwritable
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowFacts
from pmark_check.tui.screens.dialogs import ReadDialog
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.screens.facts_form import GO_ON
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.text import Prose
from pmark_check.tui.widgets.choice_row import ChoiceRow
from tests.tui.conftest import (
    NOW,
    background,
    burst,
    notices,
    opened,
    other_window,
    screen_text,
    type_text,
    until,
)

DeskIn = Callable[..., Desk]

SIZES = [(80, 24), (120, 40)]


async def shown(pilot: Pilot[int], fact: str = "employees") -> FactsScreen:
    pilot.app.screen.post_message(ShowFacts())
    await until(pilot, lambda: isinstance(pilot.app.screen, FactsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, FactsScreen)
    await until(pilot, lambda: screen.rows.option_count > 0)
    screen.rows.go_to(fact)
    await until(pilot, lambda: screen._edited == fact)
    return screen


def stated(desk: Desk, client: Path, fact: str) -> object:
    with other_window(desk, client) as session:
        return session.assessment.facts.get(fact)


@pytest.mark.parametrize(
    ("key", "value"),
    [("1", True), ("１", True), ("2", False), ("２", False), ("0", None), ("right", True), ("left", False)],
)
async def test_a_key_states_a_fact_at_once(desk: Desk, client: Path, key: str, value: FactValue | None) -> None:
    async with opened(desk, client) as pilot:
        await shown(pilot, "has_test_env")
        if value is None:
            await pilot.press("1")
        await pilot.press(key)
        await pilot.pause()
        assert stated(desk, client, "has_test_env") is value


@pytest.mark.parametrize(("now", "saved"), [(NOW, "14:02"), ("2026-11-25T09:00:00+09:00", "2026-11-22")])
async def test_it_says_when_the_client_was_saved_with_the_day_where_that_was_not_today(
    desk: Desk, client: Path, now: str, saved: str
) -> None:
    later = surroundings({"PMARK_CHECK_NOW": now}, desk.workspace.folder)
    async with opened(Desk(later, Workspace(later), desk.settings, background), client) as pilot:
        await shown(pilot)
        assert screen_text(pilot.app).splitlines()[0].endswith(saved)


async def test_the_facts_begin_below_their_title(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        title, first = screen_text(pilot.app).splitlines()[2:4]
        assert (title.index(desk.translate("tui.facts.title")), first.index(screen._view.facts[0].question)) == (1, 1)


async def test_a_click_states_a_fact(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, "has_test_env")
        await pilot.click(screen.query_one(ChoiceRow), offset=(14, 0))
        await pilot.pause()
        assert stated(desk, client, "has_test_env") is False


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_a_fact_says_how_many_questions_hang_on_it_and_which_are_not_asked(
    desk_in: DeskIn, client: Path, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    async with opened(desk, client, size) as pilot:
        screen = await shown(pilot, "has_test_env")
        effect = screen.query_one("#effect", Prose)
        assert effect.text == desk.translate("tui.facts.effect", hanging=1, ruled_out=0)
        await pilot.press("2")
        await until(pilot, lambda: effect.text == desk.translate("tui.facts.effect", hanging=1, ruled_out=1))
        await pilot.press("end")
        assert desk.translate("tui.facts.go-on", count=4) in screen_text(pilot.app)
        await pilot.press("f3")
        assert isinstance(pilot.app.screen, ReadDialog)
        perhaps = {"ja": "たぶんですか。", "en": "Perhaps?"}[language]
        assert perhaps in screen_text(pilot.app)


async def test_every_key_fits_into_eighty_cells(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await shown(pilot)
        await pilot.pause()
        last = screen_text(pilot.app).splitlines()[-1]
        assert "Esc 戻る" in last
        assert "Enter 次へ" in last


@pytest.mark.parametrize(("typed", "value"), [("35", 35), ("３５", 35), ("1,200", 1200)])
async def test_a_number_is_typed_in_any_width(desk: Desk, client: Path, typed: str, value: int) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        await type_text(pilot, typed)
        assert screen.field.value == typed
        await pilot.press("enter")
        await pilot.pause()
        assert stated(desk, client, "employees") == value
        assert screen.rows.current == "industry"


@pytest.mark.parametrize("typed", ["2027-03-01", "2027/3/1", "２０２７/３/１", "2027年3月1日", "3/1"])
async def test_a_day_is_typed_in_many_ways(desk: Desk, client: Path, typed: str) -> None:
    async with opened(desk, client) as pilot:
        await shown(pilot, "planned_application")
        await type_text(pilot, typed)
        await pilot.press("down")
        await pilot.pause()
        assert stated(desk, client, "planned_application") == "2027-03-01"


@pytest.mark.parametrize("fact", ["employees", "planned_application"])
@pytest.mark.parametrize("typed", ["2027/2/30", "0-", "9" * 5000, "1[/", "1\u202e"])
async def test_what_makes_no_sense_is_said_and_stays_in_the_field(
    desk: Desk, client: Path, fact: str, typed: str
) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, fact)
        await pilot.press("1")
        screen.field.value = typed
        kept = screen.field.value
        for leave in ("enter", "down", "f4"):
            await pilot.press(leave)
            await pilot.pause()
            assert pilot.app.screen is screen
            assert screen.field.value == kept
            assert screen.rows.current == fact
            assert screen.query_one("#effect", Prose).has_class("-wrong")
        assert stated(desk, client, fact) is None
        await pilot.press("escape")
        assert screen.field.value == ""


async def test_a_click_on_another_row_keeps_what_was_typed(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        await type_text(pilot, "12")
        await pilot.click(screen.rows, offset=(3, 1))
        await pilot.pause()
        assert stated(desk, client, "employees") == 12


async def test_an_emptied_number_takes_the_fact_back(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        session.state_fact("employees", 9)
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        assert screen.field.value == "9"
        await pilot.press("backspace")
        assert screen.focused is screen.field
        await pilot.press("enter")
        await pilot.pause()
        assert stated(desk, client, "employees") is None


async def test_a_choice_is_made_by_digit_and_shown_in_words(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await shown(pilot, "industry")
        await pilot.press("4")
        await pilot.pause()
        assert stated(desk, client, "industry") == "service"
        assert "[ 4 サービス業 ]" in screen_text(pilot.app)
        await pilot.press("9")
        assert stated(desk, client, "industry") == "service"


async def test_undo_takes_the_last_fact_back_and_says_so(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, "has_test_env")
        await pilot.press("1", "う")
        await pilot.pause()
        assert stated(desk, client, "has_test_env") is None
        assert screen.query_one(ChoiceRow).chosen == ""
        said = notices(pilot.app)
        assert any("テスト用のシステム" in message for message in said)


async def test_undo_of_something_else_says_what_it_was(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        session.answer("data.first", Mark.YES)
    async with opened(desk, client) as pilot:
        await shown(pilot)
        await pilot.press("f2")
        said = notices(pilot.app)
        assert any("一つ目の質問" in message for message in said)
    with other_window(desk, client) as session:
        assert not session.state("data.first").answers


async def test_the_last_row_leads_to_the_questions(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, GO_ON)
        assert screen.rows.current == GO_ON
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_enter_walks_through_all_facts_to_the_questions(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        for _ in range(3 * len(screen.rows.options)):
            await pilot.press("enter")
            if isinstance(pilot.app.screen, InterviewScreen):
                break
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_what_cannot_be_written_is_said_and_changes_nothing(
    desk: Desk, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, "has_test_env")

        def full(*_: object) -> None:
            raise Unwritable("client.disk-full", path="[/")

        monkeypatch.setattr(screen.session, "state_fact", full)
        await pilot.press("1")
        await pilot.pause()
        assert screen.query_one(ChoiceRow).chosen == ""
        assert any(note.severity == "error" for note in pilot.app._notifications)


async def test_a_language_switch_keeps_the_place(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, "has_test_env")
        desk.keep(desk.settings.model_copy(update={"language": "en"}))
        screen.retranslate()
        await pilot.pause()
        await pilot.pause()
        assert screen.rows.current == "has_test_env"
        text = screen_text(pilot.app)
        assert "About the company" in text
        assert "Esc back" in text.splitlines()[-1]
        await pilot.press("1")
        await pilot.pause()
        assert stated(desk, client, "has_test_env") is True


async def test_a_burst_of_keys_states_every_fact_as_if_typed_slowly(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        keys = *"350", "left", "backspace", "enter", "4", "enter", *"2027-03-01", "enter", "right", "right", "enter"
        burst(pilot, *keys)
        await until(pilot, lambda: screen.rows.current == GO_ON)
        facts = dict(screen.session.assessment.facts)
    expected = {
        "has_public_site": True,
        "employees": 30,
        "industry": "service",
        "planned_application": "2027-03-01",
        "has_test_env": False,
    }
    assert facts == expected


async def test_a_burst_that_makes_no_sense_stays_where_it_was_typed(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot, "planned_application")
        burst(pilot, *"99/99", "enter", "up", "1")
        await until(pilot, lambda: screen.field.value == "99/991")
        assert screen.rows.current == "planned_application"
        assert stated(desk, client, "employees") is None
        assert stated(desk, client, "has_test_env") is None
