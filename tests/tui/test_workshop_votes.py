"""Votes by name: nobody need be named, and naming takes one key more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.events import Mark
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.workshop_vote import VoteDialog
from pmark_check.tui.text import WideInput
from pmark_check.view.minutes import MinutesView
from tests.tui.conftest import screen_text, type_text
from tests.tui.room import Room, asked, press

FIRST, KNOCKOUT = "data.first", "data.knockout"
YES, PARTIAL, NO, UNKNOWN = Mark


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path / "workspace")
    room.begin("山田", "佐藤", "鈴木")
    return room


def named(room: Room) -> dict[str, Mark]:
    """Return name -> mark of the last vote."""
    (vote,) = room.workshop().votes.values()
    with room.look() as session:
        return {session.person_name(person): mark for person, mark in vote.persons.items()}


def counted(room: Room) -> dict[Mark, int]:
    """Return how many gave each mark in the last vote."""
    (vote,) = room.workshop().votes.values()
    return dict(vote.counts)


def in_the_minutes(room: Room) -> Iterable[str]:
    """Return what the minutes say of the counts of the vote."""
    with room.look() as session:
        proceedings = Facilitation(session)
        (vote,) = MinutesView(session, room.desk.translate, proceedings.workshops[-1], proceedings).votes
        return vote.counts


def turn(pilot: Pilot[int]) -> str:
    """Return whose answer the next digit is."""
    assert isinstance(pilot.app.screen, VoteDialog)
    return screen_text(pilot.app).partition("[ ")[2].partition(" ]")[0]


async def test_one_key_more_lets_the_digits_go_round_the_table(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right")
        assert turn(pilot) == "山田"
        await press(pilot, "1", "3", "１")
        assert turn(pilot) == "名前なし"
        assert "はい          2  山田  鈴木" in screen_text(pilot.app)
        await press(pilot, "3", "enter", "1", "enter")
        await pilot.pause()
        await press(pilot, "up")
        assert "はい 2人（山田、鈴木）、いいえ 2人（うち 佐藤）" in screen_text(pilot.app).replace("\n", "")
    assert named(room) == {"山田": YES, "佐藤": NO, "鈴木": YES}
    assert counted(room) == {YES: 2, NO: 2}
    assert in_the_minutes(room) == ("はい 2人（山田、鈴木）", "いいえ 2人（うち 佐藤）")


async def test_hands_alone_name_nobody(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"6113", "enter", "1", "enter")
        await pilot.pause()
        assert asked(pilot) == KNOCKOUT
    assert (named(room), counted(room)) == ({}, {YES: 2, NO: 1})
    assert in_the_minutes(room) == ("はい 2人", "いいえ 1人")


async def test_a_person_has_one_answer_and_is_passed_over_once_it_is_given(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right", "right", "2")
        assert turn(pilot) == "鈴木"
        await press(pilot, "1")
        assert turn(pilot) == "山田"
        await press(pilot, "right", "4", "enter", "0")
    assert named(room) == {"佐藤": UNKNOWN, "鈴木": YES}


async def test_what_was_said_last_is_taken_back_with_its_name(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "1", "right", "1", "3", "backspace")
        assert turn(pilot) == "佐藤"
        await press(pilot, "2", "minus", "minus", "minus", "minus", "enter")
        assert "だれも数えていません" in screen_text(pilot.app)


async def test_a_second_vote_begins_with_the_names_of_the_first(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"61", "right", "1", "enter", "0")
        await press(pilot, "6", "minus", "right", "right", "3", "enter", "0")
        assert (named(room), counted(room)) == ({"山田": YES, "佐藤": NO}, {YES: 1, NO: 1})
        await press(pilot, "6", "minus", "enter", "0")
    assert (named(room), counted(room)) == ({"山田": YES}, {YES: 1})


async def test_who_voted_otherwise_is_offered_and_noted_only_with_a_reason(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right", *"131", "enter", "1", "enter")
        await pilot.pause()
        assert asked(pilot) == KNOCKOUT
        await press(pilot, "up", "6", "enter", "1")
        await type_text(pilot, "記録がない")
        await press(pilot, "enter")
        await pilot.pause()
    (vote,) = room.workshop().votes.values()
    with room.look() as session:
        assert [session.person_name(person) for person in vote.dissenters] == ["佐藤"]
        assert session.text(vote.dissent) == "記録がない"


async def test_nobody_is_offered_where_all_met_half_way(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right", *"133", "enter", "2")
        assert pilot.app.screen.query_one("#who", WideInput).value == ""
        await press(pilot, "escape", "3")
        assert pilot.app.screen.query_one("#who", WideInput).value == "山田"


async def test_nobody_is_noted_for_a_vote_that_only_differed(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right", *"131", "enter", "1", "enter")
        await pilot.pause()
    (vote,) = room.workshop().votes.values()
    assert (vote.dissenters, vote.dissent) == ((), None)


async def test_what_everybody_said_is_agreed_on_with_enter(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"622", "enter")
        assert "全員一致です。Enter で「一部」" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert asked(pilot) == KNOCKOUT
        await press(pilot, *"612", "enter", "enter")
        assert asked(pilot) == KNOCKOUT
    assert [vote.agreed for vote in room.workshop().votes.values()] == [PARTIAL, None]


async def test_names_are_chosen_with_the_mouse_too(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6")
        line = next(y for y, text in enumerate(screen_text(pilot.app).splitlines()) if "[ 名前なし ]" in text)
        columns = screen_text(pilot.app).splitlines()[line]
        await pilot.click(offset=(len(columns[: columns.index("佐藤")].encode("cp932")), line))
        await pilot.pause()
        assert turn(pilot) == "佐藤"


async def test_without_names_there_is_nothing_to_choose(tmp_path: Path) -> None:
    room = Room(tmp_path / "other")
    room.begin()
    async with room.opened() as pilot:
        await press(pilot, "6", "right")
        assert "名前" not in screen_text(pilot.app)
        await press(pilot, "1", "enter", "1")
    assert counted(room) == {YES: 1}
