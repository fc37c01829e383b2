"""A key that is held down answers what was on the screen, and not what comes after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from pmark_check.tui.desk import Desk
from pmark_check.tui.held_key import HeldKey
from tests.tui.conftest import opened, other_window

THIRTIETH = 1 / 30


@pytest.fixture(autouse=True)
def quick_fingers() -> None:
    """Here keys arrive at times of their own."""


def key(name: str, at: float) -> events.Key:
    event = events.Key(name, name)
    event.time = at
    return event


async def arrive(pilot: Pilot[int], *keys: tuple[str, float]) -> None:
    for name, at in keys:
        pilot.app.post_message(key(name, at))
    await pilot.pause()


def answered(desk: Desk, client: Path) -> list[str]:
    with other_window(desk, client) as session:
        return [control for control in session.library.controls if session.state(control).answers]


@pytest.mark.parametrize(("name", "later", "is_repeat"), [("1", 0.033, True), ("1", 0.1, False), ("2", 0.033, False)])
def test_a_repeat_is_the_same_key_sooner_than_a_finger(name: str, later: float, *, is_repeat: bool) -> None:
    held = HeldKey()
    assert not held.is_repeat(key("1", 5.0))
    assert held.is_repeat(key(name, 5.0 + later)) is is_repeat


async def test_a_held_answer_key_answers_one_question(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await arrive(pilot, *(("3", 5 + number * THIRTIETH) for number in range(60)))
        assert answered(desk, client) == ["data.first"]


async def test_two_quick_presses_are_two_answers(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await arrive(pilot, ("3", 5.0), ("3", 5.11))
        assert answered(desk, client) == ["data.first", "data.knockout"]


async def test_an_arrow_may_be_held(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await arrive(pilot, *(("down", 5 + number * THIRTIETH) for number in range(3)))
        assert "people.perhaps" in str(pilot.app.screen.control.id)  # type: ignore[attr-defined]


async def test_what_is_typed_may_be_held(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await pilot.press("f2")
        await arrive(pilot, *(("1", 5 + number * THIRTIETH) for number in range(9)))
        await pilot.press("escape")
        await pilot.pause()
    with other_window(desk, client) as session:
        assert session.text(session.state("data.first").note) == "1" * 9
