"""The finder: what is looked through, by one key or click, and what a number finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.finder import Finder
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.view.search import KINDS
from tests.tui.conftest import (
    CHAPTER_HEAD,
    CHAPTERED,
    DOORS,
    ERASED,
    GATE,
    STAFF,
    VISITORS,
    checklist_text,
    opened,
    other_window,
    screen_text,
    type_text,
)

DeskIn = Callable[..., Desk]


def found(pilot: Pilot[int]) -> list[str | None]:
    """Return the ids of the rows that can be chosen."""
    screen = pilot.app.screen
    assert isinstance(screen, Finder)
    return [option.id for option in screen.found.options if not option.disabled]


@pytest.fixture
def answered(desk: Desk, chaptered: Path) -> Path:
    """A client with an answer of every kind: a yes by me, a partial, a don't-know with homework for me."""
    with other_window(desk, chaptered) as session:
        session.answer(VISITORS, Mark.YES, said_by="山田　太郎")
        session.answer(DOORS, Mark.PARTIAL)
        session.answer(ERASED, Mark.UNKNOWN)
        session.plan_action(ERASED, text="聞く", owner="山田太郎")
        session.go_to(GATE)
    return chaptered


LISTED = {
    "all": [GATE, VISITORS, DOORS, ERASED, STAFF],
    "open": [GATE, STAFF],
    "unknown": [ERASED],
    "gaps": [DOORS],
    "tests": [GATE, ERASED],
    "mine": [VISITORS, ERASED],
    "document": ["group:R07", "group:D26"],
    "phase": ["group:do"],
    "unseen": [VISITORS],
}


class TestKinds:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("wide", [False, True])
    async def test_a_digit_in_either_width_chooses(
        self,
        desk_in: DeskIn,
        answered: Path,
        kind: str,
        wide: bool,  # noqa: FBT001 - a parameter
    ) -> None:
        digit = KINDS.index(kind) + 1
        async with opened(desk_in(my_name="山田太郎"), answered) as pilot:
            await pilot.press("f5", chr(ord("０") + digit) if wide else str(digit))
            await pilot.pause()
            assert found(pilot) == LISTED[kind]

    async def test_f2_and_f3_turn_through_them(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5", "f2")
            assert found(pilot) == LISTED["open"]
            await pilot.press("f3", "f3")
            assert found(pilot) == LISTED["unseen"]

    @pytest.mark.parametrize("language", ["ja", "en"])
    @pytest.mark.parametrize("size", [(80, 24), (120, 40)])
    async def test_every_kind_is_shown_with_its_count(
        self, desk_in: DeskIn, answered: Path, language: Language, size: tuple[int, int]
    ) -> None:
        desk = desk_in(language, my_name="山田太郎")
        async with opened(desk, answered, size) as pilot:
            await pilot.press("f5")
            await pilot.pause()
            shown = screen_text(pilot.app)
            for number, kind in enumerate(KINDS, 1):
                count = "" if kind in ("document", "phase") else f" {len(LISTED[kind])}"
                assert f"{number} {desk.translate(f'tui.find.{kind}')}{count}" in shown
            assert f"[1 {desk.translate('tui.find.all')} 5]" in shown
            assert desk.translate("tui.find.hint")[:20] in shown

    async def test_a_click_chooses(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5")
            await pilot.pause()
            await pilot.click("#filters", offset=(16, 0))
            await pilot.pause()
            assert found(pilot) == LISTED["open"]

    async def test_mine_without_a_name_says_where_to_enter_it(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5", "6")
            await pilot.pause()
            assert found(pilot) == []
            assert "設定で自分の名前を" in screen_text(pilot.app)

    async def test_an_excused_question_is_no_gap_and_mine_if_i_excused_it(
        self, desk_in: DeskIn, answered: Path
    ) -> None:
        with other_window(desk_in(), answered) as session:
            session.mark_not_applicable(DOORS, "なし", said_by="山田太郎")
        async with opened(desk_in(my_name="山田太郎"), answered) as pilot:
            await pilot.press("f5", "4")
            assert found(pilot) == []
            await pilot.press("6")
            assert DOORS in found(pilot)


class TestGroups:
    async def test_a_document_lists_the_questions_that_name_it(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5", "7")
            await pilot.pause()
            assert "R07 適正な管理" in screen_text(pilot.app)
            await pilot.press("enter")
            await pilot.pause()
            assert found(pilot) == [VISITORS, DOORS]
            assert "[7 文書別 R07]" in screen_text(pilot.app)
            await pilot.press("7")
            assert found(pilot) == LISTED["document"]

    async def test_phases_stand_in_their_order(self, desk: Desk) -> None:
        text = checklist_text(CHAPTERED, CHAPTER_HEAD)
        first, _, rest = text.partition(b'phase = "do"')
        path = desk.workspace.create("段階", {"chaptered": rest.join([first + b'phase = "act"', b""])})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
        async with opened(desk, path) as pilot:
            await pilot.press("f5", "8")
            await pilot.pause()
            assert found(pilot) == ["group:do", "group:act"]
            await pilot.press("down", "enter")
            await pilot.pause()
            assert found(pilot) == [GATE]
            assert "[8 段階別 改善]" in screen_text(pilot.app)

    async def test_words_are_looked_for_in_the_group(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5", "7", "enter")
            await type_text(pilot, "来訪者を")
            await pilot.pause()
            assert found(pilot) == [VISITORS]


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("J.9.2", [VISITORS, DOORS, ERASED]),
            ("ｊ。９。２", [VISITORS, DOORS, ERASED]),
            ("9.2", [VISITORS, DOORS, ERASED]),
            ("９．２", [VISITORS, DOORS, ERASED]),
            ("J.9.", [VISITORS, DOORS, ERASED, STAFF]),
            ("j.9", [VISITORS, DOORS, ERASED, STAFF]),
            ("J.9.3", [STAFF]),
            ("J.4.5", [ERASED]),
            ("a.10", [VISITORS]),
            ("R07", [VISITORS, DOORS]),
            ("ｒ０７", [VISITORS, DOORS]),
            ("d26", [VISITORS]),
            ("#4", [ERASED]),
            ("＃４", [ERASED]),
            ("#99", []),
            ("R98", []),
        ],
    )
    async def test_clauses_documents_and_places_find(
        self, desk: Desk, chaptered: Path, typed: str, expected: list[str]
    ) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("f5")
            screen = pilot.app.screen
            assert isinstance(screen, Finder)
            screen.words.value = typed  # as an IME commits it: the pilot has no keys for some of these
            await pilot.pause()
            assert found(pilot) == expected

    @pytest.mark.parametrize(
        ("typed", "expected"), [("9.2", [VISITORS, DOORS, ERASED]), ("10.1", []), ("9.3", [STAFF])]
    )
    async def test_a_clause_begins_with_digits_that_would_have_chosen(
        self, desk: Desk, chaptered: Path, typed: str, expected: list[str]
    ) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("f5", *typed)
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, Finder)
            assert screen.words.value == typed
            assert found(pilot) == expected

    @pytest.mark.parametrize(("typed", "expected"), [("じゅうぎょうしゃ", [STAFF]), ("ジュウギョウシャ", [STAFF])])
    async def test_a_term_is_found_by_its_reading(
        self, desk: Desk, chaptered: Path, typed: str, expected: list[str]
    ) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("f5")
            await type_text(pilot, typed)
            await pilot.pause()
            assert found(pilot) == expected

    async def test_a_place_is_found_whatever_is_looked_through(self, desk: Desk, answered: Path) -> None:
        async with opened(desk, answered) as pilot:
            await pilot.press("f5", "3")
            await type_text(pilot, "#2")
            await pilot.press("enter")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, InterviewScreen)
            assert screen.control
            assert screen.control.id == VISITORS

    async def test_digits_after_other_text_are_typed(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("f5", "x", "1", "9")
            screen = pilot.app.screen
            assert isinstance(screen, Finder)
            assert screen.words.value == "x19"

    async def test_it_begins_at_the_question_that_is_shown(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered) as pilot:
            await pilot.press("down", "down", "f5", "enter")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, InterviewScreen)
            assert screen.control
            assert screen.control.id == DOORS
