"""A line that is being written in a workshop is there again after a crash, and gone once it was kept or given up."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from pmark_check.domain.events import Mark
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.workshop_dialogs import LineDialog, NumberedDialog
from pmark_check.tui.widgets import editor
from tests.tui.conftest import screen_text, type_text
from tests.tui.room import Room, asked, press

FIRST, KNOCKOUT = "data.first", "data.knockout"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path / "workspace")
    room.begin("山田")
    with room.look() as session:
        facilitation = Facilitation(session)
        facilitation.park("費用の話", FIRST)
        facilitation.decide("毎月消す", FIRST)
    return room


def drafts(room: Room) -> dict[str, str]:
    """Return what is kept of what is being typed."""
    with room.look() as session:
        return {draft.field: draft.text for draft in session.drafts()}


def line(pilot: Pilot[int]) -> LineDialog:
    """Return the line that is being written."""
    assert isinstance(pilot.app.screen, LineDialog)
    return pilot.app.screen


def written(pilot: Pilot[int]) -> str:
    """Return what stands in the line."""
    return line(pilot).query_one(Input).value


WAYS = {
    "park": ("7",),
    "decide": ("d",),
    "settle": ("f5", "6", "1"),
    "revise": ("f5", "8", "1"),
    "next-date": ("f5", "7"),
    "attendees": ("f5", "9"),
}
AT_FIRST = {"revise": "毎月消す", "attendees": "山田"}


@pytest.mark.parametrize("name", WAYS)
async def test_it_is_open_again_after_a_crash(room: Room, name: str) -> None:
    async with room.opened() as pilot:
        await press(pilot, "down", *WAYS[name])
        assert written(pilot) == AT_FIRST.get(name, "")
        await type_text(pilot, "12/20")
        line(pilot).keep_typing()
        kept = drafts(room)
    assert kept == {f"workshop-{name}": AT_FIRST.get(name, "") + "12/20"}
    async with room.opened() as pilot:
        assert written(pilot) == AT_FIRST.get(name, "") + "12/20"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, InterviewScreen)
    assert drafts(room) == {}
    held = room.workshop()
    with room.look() as session:
        told = [session.text(entry.text) for entry in held.parked.values()]
        told += [session.text(made.text) for made in held.decisions.values()]
        told += [session.text(how) for how in held.resolved.values()]
        told += [session.person_name(person) for person in held.attendees]
    told += [str(held.next_on)]
    expected = {"revise": "毎月消す12/20", "attendees": "山田12/20", "next-date": "2026-12-20"}
    assert expected.get(name, "12/20") in told


async def test_when_one_meets_again_can_be_corrected_and_taken_back(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "j")
        await type_text(pilot, "12/10 14:00")
        await press(pilot, "enter")
        assert "次回：2026年12月10日（木） 14:00" in screen_text(pilot.app)
        await press(pilot, "j")
        assert written(pilot) == "2026-12-10 14:00"
        await press(pilot, "enter")
        assert room.workshop().next_on
        await press(pilot, "j", *["backspace"] * len("2026-12-10 14:00"), "enter")
        assert "取り消しました" in screen_text(pilot.app)
    assert room.workshop().next_on is None


async def test_it_stays_with_its_question(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "down", "d")
        await type_text(pilot, "閉じる")
        line(pilot).keep_typing()
    with room.look() as session:
        session.go_to(FIRST)
    async with room.opened() as pilot:
        await press(pilot, "enter")
        assert asked(pilot) == KNOCKOUT
    assert list(room.workshop().decisions.values())[-1].control == KNOCKOUT


async def test_it_is_a_draft_by_itself_within_a_second(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor, "DRAFT_SECONDS", 0.01)
    async with room.opened() as pilot:
        await press(pilot, "7")
        await type_text(pilot, "時期")
        for _ in range(50):
            if drafts(room):
                break
            await pilot.pause(0.01)
        assert drafts(room) == {"workshop-park": "時期"}


async def test_a_line_that_was_kept_is_no_draft_again_while_its_dialog_goes(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "7")
        await type_text(pilot, "時期")
        dialog = line(pilot)
        dialog.accept()
        dialog.keep_typing()
        await pilot.pause()
    assert drafts(room) == {}


@pytest.mark.parametrize("end", ["enter", "escape"])
async def test_keeping_it_and_giving_it_up_end_it(room: Room, end: str) -> None:
    async with room.opened() as pilot:
        await press(pilot, "7")
        await type_text(pilot, "時期")
        line(pilot).keep_typing()
        await press(pilot, end, "7")
        assert written(pilot) == ""
    assert drafts(room) == {}
    assert len(room.workshop().parked) == (2 if end == "enter" else 1)


async def test_what_is_wrong_with_it_stays_said_while_one_reads(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "7", "enter")
        said = str(line(pilot).problem.text)
        assert said
        line(pilot).keep_typing()
        assert line(pilot).problem.text == said


async def test_one_whose_decision_is_gone_is_dropped(room: Room) -> None:
    (made,) = room.workshop().decisions
    with room.look() as session:
        session.draft(made, "workshop-revise", "毎週消す")
        Facilitation(session).decide("", decision=made)
    async with room.opened() as pilot:
        assert asked(pilot) == FIRST
    assert drafts(room) == {}


async def test_the_room_does_not_see_it_come_back(room: Room) -> None:
    with room.look() as session:
        session.draft(FIRST, "workshop-reason", "関係ない")
    async with room.opened(projects=True) as pilot:
        assert asked(pilot) == FIRST
        assert not any(isinstance(screen, LineDialog) for screen in pilot.app.screen_stack)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, NumberedDialog)
        await press(pilot, "1")
        await pilot.pause()
        assert written(pilot) == "関係ない"
        await press(pilot, "enter")
    with room.look() as session:
        assert session.state(FIRST).is_excused


async def test_a_key_pressed_on_the_projector_finds_it(room: Room) -> None:
    with room.look() as session:
        session.draft(FIRST, "workshop-decide", "毎日見る")
        session.answer(KNOCKOUT, Mark.YES)
    async with room.opened(projects=True) as pilot:
        await press(pilot, "d")
        assert "毎日見る" in screen_text(pilot.app)
