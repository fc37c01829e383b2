"""A show of hands that a crash interrupts is open again, every hand and every name of it; one that ended is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from textual.pilot import Pilot

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.events import Mark
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.errors import Unwritable
from pmark_check.tui.screens.workshop_vote import VoteDialog
from pmark_check.tui.text import WideInput
from tests.tui.conftest import screen_text, type_text
from tests.tui.room import Room, asked, press

FIRST, KNOCKOUT = "data.first", "data.knockout"
YES, PARTIAL, NO, UNKNOWN = Mark


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path / "workspace")
    room.begin("山田", "佐藤", "鈴木")
    return room


def kept(room: Room) -> list[Ballot]:
    """Return what is kept of votes that are being taken."""
    with room.look() as session:
        return [Ballot.model_validate_json(draft.text) for draft in session.drafts()]


def dialog(pilot: Pilot[int]) -> VoteDialog:
    """Return the vote that is being taken."""
    assert isinstance(pilot.app.screen, VoteDialog)
    return pilot.app.screen


def typed(pilot: Pilot[int]) -> list[str]:
    """Return what stands in the lines on who disagrees and why."""
    return [dialog(pilot).query_one(f"#{name}", WideInput).value for name in ("who", "why")]


async def crashed(room: Room, *keys: str) -> None:
    """Press keys; the program ends without a word."""
    async with room.opened() as pilot:
        await press(pilot, *keys)


HANDS: list[tuple[Sequence[str], Ballot]] = [
    ("1", Ballot(hands={YES: 1})),
    ("1131", Ballot(hands={YES: 3, NO: 1})),
    (["1", "right", "3", "2"], Ballot(hands={YES: 1}, persons={"山田": NO, "佐藤": PARTIAL})),
    (["1", "3", "3", "minus"], Ballot(hands={YES: 1, NO: 1})),
    (["1", "1", "enter"], Ballot(hands={YES: 2})),
]


@pytest.mark.parametrize(("keys", "ballot"), HANDS)
async def test_every_hand_is_durable_when_it_is_counted_and_counted_on(
    room: Room, keys: Sequence[str], ballot: Ballot
) -> None:
    async with room.opened() as pilot:
        await press(pilot, "down", "6", *keys)
        assert kept(room) == [ballot]
    with room.look() as session:
        session.go_to(FIRST)
    async with room.opened() as pilot:
        assert f"合計 {ballot.counts.total()}人" in screen_text(pilot.app)
        await press(pilot, "4", "enter", "0")
        assert asked(pilot) == KNOCKOUT
    (vote,) = room.workshop().votes.values()
    assert vote.counts == {**ballot.counts, UNKNOWN: 1}
    assert kept(room) == []


async def test_who_disagrees_and_why_is_there_again(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "6", "right", *"131", "enter", "1")
        assert typed(pilot) == ["佐藤", ""]
        await type_text(pilot, "記録がない")
        dialog(pilot).keep_typing()
    async with room.opened() as pilot:
        assert typed(pilot) == ["佐藤", "記録がない"]
        await type_text(pilot, "そうです")
        assert typed(pilot) == ["佐藤", "記録がないそうです"]
        await press(pilot, "enter")
        await pilot.pause()
        assert asked(pilot) == KNOCKOUT
    (vote,) = room.workshop().votes.values()
    with room.look() as session:
        assert [session.person_name(person) for person in vote.dissenters] == ["佐藤"]
        assert session.text(vote.dissent) == "記録がないそうです"
        assert session.state(FIRST).mark(session.library.control(FIRST).layers[0]) is YES
    assert kept(room) == []


async def test_names_that_were_only_offered_are_still_only_offered(room: Room) -> None:
    await crashed(room, "6", "right", *"131", "enter", "1")
    async with room.opened() as pilot:
        assert typed(pilot) == ["佐藤", ""]
        await press(pilot, "enter")
        await pilot.pause()
    (vote,) = room.workshop().votes.values()
    assert vote.dissenters == ()


@pytest.mark.parametrize(
    ("keys", "there"), [("", "合計 2人"), ("enter", "まとまった答え"), ("enter 1", "高すぎる")], ids=str
)
async def test_it_goes_on_in_another_language_where_it_was(room: Room, keys: str, there: str) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"613", *keys.split())
        if "1" in keys:
            await press(pilot, "tab")
            await type_text(pilot, "高すぎる")
        dialog(pilot).retranslate()
        await pilot.pause()
        await pilot.pause()
        assert there in screen_text(pilot.app)
        await press(pilot, *["escape"] * len(keys.split()), "3")
        assert "合計 3人" in screen_text(pilot.app)


async def test_a_reason_outlives_a_step_back(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"613", "enter", "1", "tab")
        await type_text(pilot, "高すぎる")
        await press(pilot, "escape", "2")
        assert typed(pilot)[1] == "高すぎる"
        await press(pilot, "escape", "escape")
    assert [ballot.dissent for ballot in kept(room)] == ["高すぎる"]


@pytest.mark.parametrize("answer", "01")
async def test_what_was_agreed_ends_it(room: Room, answer: str) -> None:
    await crashed(room, *"61", "enter", answer)
    assert kept(room) == []
    assert len(room.workshop().votes) == 1


async def test_leaving_on_purpose_ends_it(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, *"61", "escape")
        assert kept(room) == []
        await press(pilot, "6")
        assert "合計 0人" in screen_text(pilot.app)
    assert room.workshop().votes == {}


async def test_what_was_counted_before_is_no_draft(room: Room) -> None:
    await crashed(room, *"611", "enter", "0", "6")
    assert kept(room) == []
    await crashed(room, "6", "3", "minus")
    assert kept(room) == []


async def test_the_room_does_not_see_it_come_back_but_a_key_finds_it(room: Room) -> None:
    await crashed(room, *"6113")
    async with room.opened(projects=True) as pilot:
        assert asked(pilot) == FIRST
        await press(pilot, "6")
        assert "合計 3人" in screen_text(pilot.app)


async def test_what_another_workshop_left_is_none_of_this_one(room: Room) -> None:
    await crashed(room, *"6113")
    with room.look() as session:
        Facilitation(session).end()
    room.begin("山田")
    async with room.opened() as pilot:
        assert asked(pilot) == FIRST
        assert kept(room) == []
        await press(pilot, "6")
        assert "合計 0人" in screen_text(pilot.app)


async def test_one_that_cannot_be_read_is_none(room: Room) -> None:
    with room.look() as session:
        session.draft(FIRST, f"workshop-vote-{room.workshop().id}", '{"hands": {"perhaps": 1}}')
    async with room.opened() as pilot:
        await press(pilot, "1")
        assert "合計 1人" in screen_text(pilot.app)
        assert kept(room) == [Ballot(hands={YES: 1})]


async def test_what_the_disk_refuses_stays_on_the_screen(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> NoReturn:
        raise Unwritable("file.unwritable", path="client.pmark", reason="No space left on device")

    async with room.opened() as pilot:
        await press(pilot, *"6113", "enter")
        with monkeypatch.context() as full:
            full.setattr(Facilitation, "vote", refuses)
            await press(pilot, "0")
            assert "client.pmark" in screen_text(pilot.app)
        assert kept(room) == [Ballot(hands={YES: 2, NO: 1})]
        await press(pilot, "0")
        assert asked(pilot) == FIRST
    (vote,) = room.workshop().votes.values()
    assert vote.counts == {YES: 2, NO: 1}
