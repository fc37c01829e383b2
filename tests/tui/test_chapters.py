"""Where one is among chapters and sections, and what a question cites, with how well each number is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Provenance
from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.widgets.navigator import CHAPTER, QUESTION, SECTION, Navigator
from tests.tui.conftest import (
    CHAPTER_HEAD,
    CHAPTERED,
    DOORS,
    GATE,
    STAFF,
    VISITORS,
    background,
    checklist_text,
    opened,
    other_window,
    screen_text,
)

DeskIn = Callable[..., Desk]


async def read(pilot: Pilot[int]) -> InterviewScreen:
    """Return the screen once accidents, documents and references were read."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    assert isinstance(pilot.app.screen, InterviewScreen)
    return pilot.app.screen


class TestNavigator:
    async def test_it_opens_only_where_one_is(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered, (100, 30)) as pilot:
            screen = await read(pilot)
            assert [entry.level for entry in screen.navigator.entries] == [CHAPTER, QUESTION, CHAPTER]
            screen.show(DOORS)
            levels = [entry.level for entry in screen.navigator.entries]
            assert levels == [CHAPTER, CHAPTER, SECTION, QUESTION, QUESTION, QUESTION, SECTION]
            here = [(entry.level, entry.control_id) for entry in screen.navigator.entries if entry.is_current]
            assert here == [(CHAPTER, VISITORS), (SECTION, VISITORS), (QUESTION, DOORS)]

    async def test_chapters_and_sections_say_how_far_one_is(self, desk: Desk, chaptered: Path) -> None:
        with other_window(desk, chaptered) as session:
            session.answer(VISITORS, Mark.YES)
            session.answer(STAFF, Mark.NO)
            session.go_to(DOORS)
        async with opened(desk, chaptered, (100, 30)) as pilot:
            screen = await read(pilot)
            heads = [(e.title, e.mark) for e in screen.navigator.entries if e.level != QUESTION]
            assert heads == [
                ("申請の条件", "0/1"),
                ("J.9 適正管理", "2/4"),
                ("J.9.2 入退と来訪者", "1/3"),
                ("J.9.3※ 従業者の監督", "1/1"),
            ]

    async def test_a_click_on_a_section_goes_to_its_first_open_question(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered, (100, 30)) as pilot:
            screen = await read(pilot)
            screen.show(DOORS)
            await pilot.pause()
            row = [entry.control_id for entry in screen.navigator.entries].index(STAFF)
            await pilot.click(Navigator, offset=(5, row + 1))
            await pilot.pause()
            assert screen.control
            assert screen.control.id == STAFF

    @pytest.mark.parametrize("provenance", Provenance)
    async def test_only_a_number_that_nobody_read_has_a_sign_and_it_is_explained(
        self, desk: Desk, provenance: Provenance
    ) -> None:
        references = background().references.reference
        of_guideline = (
            ref.id for ref in references if ref.id.startswith("pmark-2023:") and ref.provenance is provenance
        )
        head = CHAPTER_HEAD.replace("pmark-2023:J.9.3", next(of_guideline)).replace('ref = "pmark-2023:J.9.2"\n', "")
        head = head.replace('ref = "pmark-2023:J.9"\n', "")
        path = desk.workspace.create("印", {"chaptered": checklist_text(CHAPTERED, head)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
            session.go_to(DOORS)
        is_unsure = provenance in (Provenance.DERIVED, Provenance.UNVERIFIED)
        async with opened(desk, path, (100, 30)) as pilot:
            screen = await read(pilot)
            (title,) = (entry.title for entry in screen.navigator.entries if entry.control_id == STAFF)
            assert title.removesuffix(" 従業者の監督")[-1] == "※" if is_unsure else title.split()[0][-1].isdecimal()
            word = desk.translate(f"provenance.{provenance}")
            assert screen.navigator.footnote == (f"※ {word}" if is_unsure else "")

    async def test_a_client_without_clauses_has_no_footnote(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client, (100, 30)) as pilot:
            screen = await read(pilot)
            assert screen.navigator.footnote == ""

    async def test_a_sign_of_a_clause_that_is_not_asked_is_not_explained(self, desk: Desk) -> None:
        path = desk.workspace.create("十五分の会社", {"quick": shipped_checklists()["quick"]})
        with other_window(desk, path) as session:
            session.state_fact("employees", 20)
        async with opened(desk, path, (100, 30)) as pilot:
            screen = await read(pilot)
            assert not any("※" in entry.title for entry in screen.navigator.entries)
            assert screen.navigator.footnote == ""

    async def test_the_current_question_is_in_sight_in_a_long_section(self, desk: Desk) -> None:
        many = tuple((f"nine.q{n:02}", "nine-entry", f"{n}番ですか。", f"No {n}?", "短い理由", "") for n in range(60))
        path = desk.workspace.create("長い会社", {"chaptered": checklist_text((*many, *CHAPTERED), CHAPTER_HEAD)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
            session.go_to("nine.q45")
        async with opened(desk, path, (100, 30)) as pilot:
            screen = await read(pilot)
            await pilot.pause()
            for key in ("", "down", "enter", "up"):
                if key:
                    await pilot.press(key)
                    await pilot.pause()
                row = [entry.is_current and entry.level == QUESTION for entry in screen.navigator.entries].index(True)
                top = screen.navigator.scroll_offset.y
                assert top <= row < top + screen.navigator.size.height - 1

    async def test_the_first_card_does_not_wait_for_the_references(
        self, desk: Desk, chaptered: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        may_read = Event()

        def read_late() -> Background:
            may_read.wait(10)
            return background()

        monkeypatch.setattr(desk, "background", read_late)
        async with opened(desk, chaptered, (120, 40)) as pilot:
            try:
                assert "申請できる会社ですか。" in screen_text(pilot.app)
                await pilot.press("down")
                assert "来訪者を記録していますか。" in screen_text(pilot.app)
                assert "R07" not in screen_text(pilot.app)
            finally:
                may_read.set()
            await read(pilot)
            assert "R07" in screen_text(pilot.app)


class TestPlace:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("ja", "J.9 適正管理 › 入退と来訪者  2/3"),
            ("en", "J.9 Proper handling › Entry and visitors  2/3"),
        ],
    )
    @pytest.mark.parametrize("size", [(80, 24), (120, 40)])
    async def test_chapter_and_section_stand_over_the_question(
        self, desk_in: DeskIn, chaptered: Path, language: Language, expected: str, size: tuple[int, int]
    ) -> None:
        with other_window(desk_in(), chaptered) as session:
            session.go_to(DOORS)
        async with opened(desk_in(language), chaptered, size) as pilot:
            assert expected in screen_text(pilot.app)

    async def test_a_chapter_without_sections_stands_alone(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered) as pilot:
            assert " 申請の条件  1/1" in screen_text(pilot.app)

    async def test_what_does_not_fit_is_cut_but_never_the_count(self, desk: Desk) -> None:
        head = CHAPTER_HEAD.replace("適正管理", "適正管理" * 12).replace("入退と来訪者", "入退" * 30)
        path = desk.workspace.create("長い章", {"chaptered": checklist_text(CHAPTERED, head)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
            session.go_to("nine.erased")
        async with opened(desk, path) as pilot:
            line = screen_text(pilot.app).splitlines()[2]
            assert line.startswith(" 入退入退")
            assert "…  3/3" in line
            assert line.endswith("ノックアウト")

    async def test_the_chapter_is_cut_to_its_number_before_the_section_is(self, desk: Desk) -> None:
        head = CHAPTER_HEAD.replace("適正管理", "適正管理" * 12)
        path = desk.workspace.create("長い章", {"chaptered": checklist_text(CHAPTERED, head)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
            session.go_to(DOORS)
        async with opened(desk, path) as pilot:
            assert " J.9 › 入退と来訪者  2/3" in screen_text(pilot.app)


class TestCitations:
    @pytest.mark.parametrize(("language", "title"), [("ja", "R07※ 適正な管理"), ("en", "R07† ")])
    async def test_the_aside_names_documents_failures_and_clauses(
        self, desk_in: DeskIn, chaptered: Path, language: Language, title: str
    ) -> None:
        async with opened(desk_in(language), chaptered, (120, 40)) as pilot:
            screen = await read(pilot)
            screen.show(VISITORS)
            assert screen.aside.text("documents").splitlines()[0].startswith(title)
            assert screen.aside.text("documents").splitlines()[1].startswith("D26* ")
            assert "J-Coin" in screen.aside.text("lessons")
            assert "J.9.2" in screen.aside.text("references")
            screen.show(GATE)
            assert [screen.aside.text(part) for part in screen.aside.PARTS[1:]] == [""] * 4

    async def test_each_sign_is_explained_once(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered, (120, 40)) as pilot:
            screen = await read(pilot)
            screen.show(VISITORS)
            assert screen.aside.text("footnote") == "* 1つの出典で確認  ※ 未確認"
            assert "1つの出典で確認" not in screen.aside.text("references")

    async def test_the_narrow_card_names_them_below_the_rest(self, desk: Desk, chaptered: Path) -> None:
        async with opened(desk, chaptered, (80, 40)) as pilot:
            screen = await read(pilot)
            screen.show(VISITORS)
            await pilot.pause()
            shown = screen_text(pilot.app)
            assert "文書・記録    R07※ 適正な管理" in shown
            assert "番号          J.9.2" in shown
            assert shown.index("指摘 nine.visitors") < shown.index("R07※") < shown.index("1つの出典で確認")

    async def test_a_document_nobody_knows_is_left_out(self, desk: Desk) -> None:
        controls = (*CHAPTERED[:2], (*CHAPTERED[2][:5], 'documents = ["R99", "D01"]'), *CHAPTERED[3:])
        path = desk.workspace.create("未知の文書", {"chaptered": checklist_text(controls, CHAPTER_HEAD)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
            session.go_to(DOORS)
        async with opened(desk, path, (120, 40)) as pilot:
            screen = await read(pilot)
            assert screen.aside.text("documents").startswith("D01")
