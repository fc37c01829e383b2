"""A whole section or chapter declared not applicable: one reason, one gesture, one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.branch import BranchDialog
from tests.tui.conftest import (
    DOORS,
    ERASED,
    GATE,
    STAFF,
    VISITORS,
    fill_disk,
    interview,
    opened,
    other_window,
    screen_text,
    type_text,
)

DeskIn = Callable[..., Desk]


def excused(session: Session) -> dict[str, str]:
    """Return the reasons of the questions that do not apply."""
    states = {control: session.state(control) for control in session.library.controls}
    return {
        control: session.text(state.not_applicable.reason) for control, state in states.items() if state.not_applicable
    }


@pytest.fixture
def inside(desk: Desk, chaptered: Path) -> Path:
    """The client, at a question of a section that is part of a chapter."""
    with other_window(desk, chaptered) as session:
        session.go_to(DOORS)
    return chaptered


class TestDeclaring:
    @pytest.mark.parametrize("key", ["9", "９"])
    async def test_one_reason_excuses_the_section_but_for_what_stops_one(
        self, desk: Desk, inside: Path, key: str
    ) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press(key)
            assert "2問を「該当なし」にします。" in screen_text(pilot.app)
            await type_text(pilot, "事務所　なし")
            await pilot.press("enter")
            await pilot.pause()
            assert interview(pilot).status.notice == "2問を該当なしにしました。u で取り消せます"
            assert interview(pilot).control == interview(pilot).session.library.controls[ERASED]
        with other_window(desk, inside) as session:
            assert excused(session) == dict.fromkeys((VISITORS, DOORS), "事務所　なし")
            last = session.events[-1]
            assert len([event for event in session.events if event.batch == last.batch]) == 2

    async def test_the_chapter_is_one_key_away(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9", "f2")
            await pilot.pause()
            assert "3問を「該当なし」にします。" in screen_text(pilot.app)
            await pilot.press("x", "enter")
            await pilot.pause()
            assert sorted(excused(interview(pilot).session)) == sorted((VISITORS, DOORS, STAFF))

    async def test_knockouts_and_gates_are_named_and_meant_by_one_key(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9")
            await pilot.pause()
            assert "次の1問は審査や事故に直結するため、含めません" in screen_text(pilot.app)
            assert "・消していますか。（ノックアウト）" in screen_text(pilot.app)
            await pilot.press("f3")
            await pilot.pause()
            assert "3問を「該当なし」にします。" in screen_text(pilot.app)
            await pilot.press("f3", "f3", "x", "enter")
            await pilot.pause()
            assert sorted(excused(interview(pilot).session)) == sorted((VISITORS, DOORS, ERASED))

    async def test_a_gate_is_named_with_its_examination(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("9")
            await pilot.pause()
            assert "・申請できる会社ですか。（形式審査）" in screen_text(pilot.app)
            await pilot.press("x", "enter")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BranchDialog)
            assert screen.problem.text == "該当なしにする質問がありません。"
            await pilot.press("escape")
            await pilot.pause()
            assert excused(interview(pilot).session) == {}

    async def test_choosing_another_branch_leaves_what_stops_one_out_again(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9", "f3", "f2", "x", "enter")
            await pilot.pause()
            assert ERASED not in excused(interview(pilot).session)

    async def test_what_does_not_apply_or_is_excused_is_not_touched(self, desk: Desk, inside: Path) -> None:
        with other_window(desk, inside) as session:
            session.mark_not_applicable(VISITORS, "前からの理由")
            session.answer(DOORS, Mark.NO)
            session.state_fact("has_test_env", value=False)
        async with opened(desk, inside) as pilot:
            await pilot.press("9")
            await pilot.pause()
            shown = screen_text(pilot.app)
            assert "1問を「該当なし」にします。" in shown
            assert "うち1問には答えが入っています" in shown
            assert "すでに該当なしの1問は、そのままです。" in shown
            await pilot.press("f2", "x", "enter")
            await pilot.pause()
            assert excused(interview(pilot).session) == {VISITORS: "前からの理由", DOORS: "x"}

    async def test_who_answers_is_who_said_so(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("w", "A", "enter")
            await pilot.pause()
            await pilot.press("9", "x", "enter")
            await pilot.pause()
            session = interview(pilot).session
            excuse = session.state(DOORS).not_applicable
            assert excuse
            assert session.person_name(excuse.said_by) == "A"


class TestRefusing:
    @pytest.mark.parametrize("typed", ["", "　"])
    async def test_a_reason_is_asked_for(self, desk: Desk, inside: Path, typed: str) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9")
            await type_text(pilot, typed)
            await pilot.press("enter")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BranchDialog)
            assert "入力がありません" in screen.problem.text
            await pilot.press("x", "enter")
            await pilot.pause()
            assert len(excused(interview(pilot).session)) == 2

    async def test_escape_changes_nothing(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            before = len(interview(pilot).session.events)
            await pilot.press("9", "x", "escape")
            await pilot.pause()
            assert len(interview(pilot).session.events) == before

    async def test_a_refused_save_changes_nothing(
        self, desk: Desk, inside: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(desk, inside) as pilot:
            fill_disk(monkeypatch, inside)
            await pilot.press("9", "x", "enter")
            await pilot.pause()
            assert "保存できません" in screen_text(pilot.app)
            assert excused(interview(pilot).session) == {}

    async def test_digits_are_part_of_the_reason(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9", "1", "2", "enter")
            await pilot.pause()
            assert set(excused(interview(pilot).session).values()) == {"12"}


class TestTakingBack:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [("ja", "取り消しました：2問 → 該当なし"), ("en", "Undone: 2 questions")],
    )
    async def test_one_undo_takes_all_of_it_back_and_says_so(
        self, desk_in: DeskIn, inside: Path, language: Language, expected: str
    ) -> None:
        with other_window(desk_in(), inside) as session:
            session.answer(DOORS, Mark.NO)
        async with opened(desk_in(language), inside) as pilot:
            await pilot.press("9", "x", "enter")
            await pilot.pause()
            await pilot.press("u")
            await pilot.pause()
            session = interview(pilot).session
            assert excused(session) == {}
            assert set(session.state(DOORS).answers.values()).pop().mark is Mark.NO
            assert interview(pilot).status.notice.startswith(expected)
            await pilot.press("r")
            assert len(excused(session)) == 2


class TestShowing:
    async def test_a_chapter_without_sections_is_the_only_choice(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("9", "f2")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BranchDialog)
            assert screen.chosen.section.id == "apply"
            assert [control.id for control in screen.chosen.held] == [GATE]

    async def test_both_can_be_clicked(self, desk: Desk, inside: Path) -> None:
        async with opened(desk, inside) as pilot:
            await pilot.press("9")
            await pilot.pause()
            await pilot.click("ChoiceRow", offset=(40, 0))
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BranchDialog)
            assert screen.chosen.section.id == "nine"

    @pytest.mark.parametrize("size", [(80, 24), (120, 40)])
    async def test_it_is_said_in_english(self, desk_in: DeskIn, inside: Path, size: tuple[int, int]) -> None:
        async with opened(desk_in("en"), inside, size) as pilot:
            await pilot.press("9", "enter")
            await pilot.pause()
            shown = screen_text(pilot.app)
            assert "2 questions become not applicable." in shown
            assert "Is it erased?" in shown
            assert "F3" in shown
            kept = shown.replace("章の会社", "")
            assert [character for character in kept if ord(character) >= 0x2E80] == []
