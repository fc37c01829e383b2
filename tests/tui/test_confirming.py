"""Four eyes: a knock-out answered はい is confirmed by a person who neither said nor recorded it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.tui.desk import Desk
from pmark_check.tui.widgets.editors import ConfirmEditor
from pmark_check.tui.widgets.question_card import QuestionCard
from tests.tui.conftest import DOORS, ERASED, interview, opened, other_window, screen_text, type_text

DeskIn = Callable[..., Desk]
WAITING = "二人目の確認  まだです"


@pytest.fixture
def passed(desk: Desk, chaptered: Path) -> Path:
    """The client, at a knock-out that 山田 answered はい."""
    with other_window(desk, chaptered) as session:
        session.answer(ERASED, Mark.YES, said_by="山田")
        session.go_to(ERASED)
    return chaptered


async def confirm(pilot: Pilot[int], name: str) -> None:
    await pilot.press("8")
    await pilot.pause()
    await type_text(pilot, name)
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.parametrize("key", ["8", "８", "c", "ｃ"])
async def test_a_key_asks_who_and_the_card_names_them(desk: Desk, passed: Path, key: str) -> None:
    async with opened(desk, passed) as pilot:
        assert WAITING in screen_text(pilot.app)
        await pilot.press(key)
        assert isinstance(interview(pilot).editor, ConfirmEditor)
        await pilot.pause()
        await type_text(pilot, "佐藤　花子")
        await pilot.press("enter")
        await pilot.pause()
        assert "確認済み：佐藤　花子（2026-11-22）" in screen_text(pilot.app)
        assert "記録しました" in interview(pilot).status.notice
    with other_window(desk, passed) as session:
        confirmation = session.state(ERASED).confirmation
        assert confirmation
        assert session.person_name(confirmation.by) == "佐藤　花子"


async def test_who_said_it_cannot_confirm_it(desk: Desk, passed: Path) -> None:
    async with opened(desk, passed) as pilot:
        await confirm(pilot, "山　田")
        assert "別の人の確認が必要です" in screen_text(pilot.app)
        assert interview(pilot).editor
        assert interview(pilot).session.state(ERASED).confirmation is None


async def test_who_recorded_it_cannot_confirm_it(desk_in: DeskIn, chaptered: Path) -> None:
    desk = desk_in(my_name="記録係")
    with other_window(desk, chaptered) as session:
        session.go_to(ERASED)
    async with opened(desk, chaptered) as pilot:
        await pilot.press("1")
        interview(pilot).show(ERASED)
        await confirm(pilot, "記録係")
        assert "別の人の確認が必要です" in screen_text(pilot.app)
        assert interview(pilot).session.state(ERASED).confirmation is None


async def test_a_new_answer_voids_it(desk: Desk, passed: Path) -> None:
    async with opened(desk, passed) as pilot:
        await confirm(pilot, "佐藤")
        assert "確認済み：佐藤" in screen_text(pilot.app)
        await pilot.press("2")
        interview(pilot).show(ERASED)
        await pilot.pause()
        assert "二人目の確認" not in screen_text(pilot.app)
        await pilot.press("1")
        interview(pilot).show(ERASED)
        await pilot.pause()
        assert WAITING in screen_text(pilot.app)


async def test_undo_takes_it_back(desk: Desk, passed: Path) -> None:
    async with opened(desk, passed) as pilot:
        await confirm(pilot, "佐藤")
        await pilot.press("u")
        await pilot.pause()
        assert "二人目の確認" in interview(pilot).status.notice
        assert WAITING in screen_text(pilot.app)


@pytest.mark.parametrize("mark", [Mark.NO, Mark.PARTIAL, Mark.UNKNOWN])
async def test_only_what_passed_can_be_confirmed(desk: Desk, passed: Path, mark: Mark) -> None:
    with other_window(desk, passed) as session:
        session.answer(ERASED, mark)
    async with opened(desk, passed) as pilot:
        await pilot.press("8")
        assert interview(pilot).editor is None
        assert "「はい」になってから" in interview(pilot).status.notice
        assert WAITING not in screen_text(pilot.app)


async def test_an_excused_knockout_is_not_confirmed(desk: Desk, passed: Path) -> None:
    with other_window(desk, passed) as session:
        session.mark_not_applicable(ERASED, "なし")
    async with opened(desk, passed) as pilot:
        await pilot.press("8")
        assert interview(pilot).editor is None
        assert WAITING not in screen_text(pilot.app)


async def test_other_questions_are_not_confirmed(desk: Desk, passed: Path) -> None:
    with other_window(desk, passed) as session:
        session.answer(DOORS, Mark.YES)
        session.go_to(DOORS)
    async with opened(desk, passed) as pilot:
        await pilot.press("8")
        assert interview(pilot).editor is None
        assert "ノックアウトの質問だけ" in interview(pilot).status.notice
        assert "二人目の確認  " not in screen_text(pilot.app)


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("x", "escape")])
async def test_without_a_name_or_with_escape_nothing_happens(desk: Desk, passed: Path, keys: tuple[str, ...]) -> None:
    async with opened(desk, passed) as pilot:
        before = len(interview(pilot).session.events)
        await pilot.press("8")
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert interview(pilot).editor is None
        assert len(interview(pilot).session.events) == before


async def test_the_line_on_the_card_can_be_clicked(desk: Desk, passed: Path) -> None:
    async with opened(desk, passed) as pilot:
        await pilot.click(QuestionCard, offset=(20, 5))
        await pilot.pause()
        assert isinstance(interview(pilot).editor, ConfirmEditor)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("language", "expected"), [("ja", "確認済み：佐藤"), ("en", "Confirmed by 佐藤")])
async def test_it_is_said_in_both_languages_and_sizes(
    desk_in: DeskIn, passed: Path, language: Language, expected: str, size: tuple[int, int]
) -> None:
    async with opened(desk_in(language), passed, size) as pilot:
        await confirm(pilot, "佐藤")
        assert expected in screen_text(pilot.app)
