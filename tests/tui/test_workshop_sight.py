"""What a workshop shows beside its questions: the top edge, the menu, what is read out at the end, the summary."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.tui.screens.workshop_summary import WorkshopSummary
from pmark_check.tui.widgets.workshop_clock import WorkshopClock
from tests.tui.conftest import screen_text
from tests.tui.room import Room, asked, press

FIRST = "data.first"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room(tmp_path / "workspace")
    room.begin("山田")
    return room


def digits(pilot: Pilot[int]) -> dict[str, str]:
    """Return digit -> what it chooses in the dialog that is shown."""
    assert isinstance(pilot.app.screen, NumberedDialog)
    return {digit: key for digit, key, _ in pilot.app.screen._choices if digit}


async def test_a_digit_of_the_menu_means_the_same_while_no_question_is_asked(room: Room) -> None:
    async with room.opened() as pilot:
        await press(pilot, "f5")
        while_asked = digits(pilot)
        await press(pilot, "escape", "full_stop")
        assert asked(pilot) is None
        await press(pilot, "f5")
        assert digits(pilot) == while_asked
        assert while_asked["6"] == "settle"


async def test_the_end_is_read_out_with_questions_and_the_next_date(room: Room) -> None:
    with room.look() as session:
        facilitation = Facilitation(session)
        facilitation.set_next_date(date(2026, 12, 10), time(14))
        session.plan_action(FIRST, owner="山田", due=date(2026, 12, 1))
        session.plan_action(FIRST, text="様式を作る", owner="山田", due=date(2026, 12, 2))
        facilitation.go_to_item(4)
    async with room.opened() as pilot:
        text = screen_text(pilot.app)
        assert "対応：一つ目の質問ですか。" in text
        assert "2026-12-02  山田  様式を作る" in text
        assert "2026年12月10日（木） 14:00" in text


async def test_however_much_was_decided_the_homework_and_the_next_date_are_read_out(room: Room) -> None:
    with room.look() as session:
        facilitation = Facilitation(session)
        for number in range(20):
            facilitation.decide(f"{number}つ目に決めたこと")
        facilitation.set_next_date(date(2026, 12, 10))
        session.plan_action(FIRST, text="様式を作る", owner="山田")
        facilitation.go_to_item(4)
    async with room.opened() as pilot:
        text = screen_text(pilot.app)
        for said in ("・0つ目に決めたこと", "…", "様式を作る", "2026年12月10日（木）"):
            assert said in text
        left = {line.index("・") for line in text.splitlines() if "・" in line}
        assert len(left) == 1


async def test_counts_that_do_not_fit_are_left_out_whole(room: Room) -> None:
    async with room.opened() as pilot:
        clock = pilot.app.screen.query_one(WorkshopClock)
        clock.show(clock._top._replace(counts=("あと3問", "決定" * 20, "保留 1"), pace="このペースだと 15:02"))
        line = clock.render().plain.splitlines()[1]
        assert line.split() == ["あと3問", "このペースだと", "15:02"]


async def test_the_minutes_are_written_once(room: Room) -> None:
    with room.look() as session:
        Facilitation(session).decide("毎月消す", FIRST)
    async with room.opened() as pilot:
        await press(pilot, "escape", "2", "1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkshopSummary)
        text = screen_text(pilot.app)
        assert text.index("毎月消す") < text.index("行わなかった")
        await press(pilot, "enter", "enter")
        assert "F3 議事録を開く" in screen_text(pilot.app)
    assert len(list(room.desk.workspace.folder.glob("reports/*/*.html"))) == 1
