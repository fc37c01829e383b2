"""The whole Privacy Mark checklist by keyboard: one key a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmark_check.domain.events import Mark
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview import InterviewScreen
from tests.tui.conftest import opened


@pytest.mark.slow
async def test_the_full_checklist_takes_one_key_a_question(desk: Desk) -> None:
    path: Path = desk.workspace.create("甲", {"pmark-2023": shipped_checklists()["pmark-2023"]})
    with desk.workspace.session(path) as session:
        session.state_fact("employees", 20)  # or it opens on the facts
        asked = [control.id for control in session.asked()]
    async with opened(desk, path) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, InterviewScreen)
        walked: list[str] = []
        for number in range(len(asked)):
            assert screen.control
            walked.append(screen.control.id)
            await pilot.press("123"[number % 3])
        assert walked == asked
    with desk.workspace.session(path) as session:
        marks = [{answer.mark for answer in session.state(control).answers.values()} for control in asked]
        assert marks == [{(Mark.YES, Mark.PARTIAL, Mark.NO)[number % 3]} for number in range(len(asked))]
        assert not any(session.is_open(session.library.control(control)) for control in asked)
