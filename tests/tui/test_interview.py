"""What the keys of the interview do, seen in the client file and on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, Answered, HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.tui import navigation
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.finder import Finder
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.interview_keys import BINDINGS
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.widgets import editor as editor_module
from pmark_check.tui.widgets import editors
from pmark_check.tui.widgets.answer_bar import AnswerBar
from pmark_check.tui.widgets.aside import Aside
from pmark_check.tui.widgets.editor import Editor
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.navigator import Navigator
from pmark_check.tui.widgets.status_line import StatusLine
from tests.tui.conftest import (
    burst,
    checklist_text,
    fill_disk,
    interview,
    opened,
    other_window,
    screen_text,
    type_text,
    until,
)

FIRST, KNOCKOUT, TWO, PERHAPS, LAST = (
    "data.first",
    "data.knockout",
    "data.two-layers",
    "people.perhaps",
    "people.last",
)
HOSTILE = ("[/", "[@click=app.quit]x[/]", "左\u202e右", "👩‍👩‍👧 𠮷野家 葛\U000e0100", "{brace} %s 'q' \"d\"")


def marks(session: Session, control: str) -> dict[Layer, Mark]:
    """Return the standing marks of a control."""
    return {layer: answer.mark for layer, answer in session.state(control).answers.items()}


def here(pilot: Pilot[int]) -> str:
    """Return the control that is shown."""
    control = interview(pilot).control
    assert control
    return control.id


def note_of(desk: Desk, client: Path, control: str = FIRST, *, private: bool = False) -> str:
    """Return a note as another window reads it."""
    with other_window(desk, client) as session:
        state = session.state(control)
        return session.text(state.private_note if private else state.note)


class TestAnswering:
    @pytest.mark.parametrize(
        ("key", "mark"),
        [
            *zip("1234", Mark, strict=True),
            *zip("１２３４", Mark, strict=True),
        ],
    )
    async def test_a_digit_in_either_width_marks_every_layer(
        self, desk: Desk, client: Path, key: str, mark: Mark
    ) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press(key)
            assert here(pilot) == KNOCKOUT
        with other_window(desk, client) as session:
            assert marks(session, FIRST) == dict.fromkeys(Layer, mark)

    async def test_an_answer_is_on_the_disk_before_it_is_shown(
        self, desk: Desk, client: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[bool] = []

        def look(_: object) -> None:
            journal = SqliteJournal.open(client)
            seen.append(any(isinstance(event.body, Answered) for event in journal.events()))
            journal.close()

        async with opened(desk, client) as pilot:
            monkeypatch.setattr(InterviewScreen, "paint", look)
            await pilot.press("1")
        assert seen
        assert all(seen)

    async def test_the_setting_keeps_the_card(self, desk_in: Callable[..., Desk], client: Path) -> None:
        async with opened(desk_in(go_on_after_answer=False), client) as pilot:
            await pilot.press("1")
            assert here(pilot) == FIRST

    async def test_the_place_is_where_one_resumes(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down", "down")
        async with opened(desk, client) as pilot:
            assert here(pilot) == TWO

    async def test_a_refused_save_is_said_and_changes_nothing(
        self, desk: Desk, client: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with opened(desk, client) as pilot:
            fill_disk(monkeypatch, client)
            await pilot.press("1")
            await pilot.pause()
            assert here(pilot) == FIRST
            assert "保存できません" in screen_text(pilot.app)
            assert len(pilot.app._notifications) == 1

    async def test_not_applicable_asks_why_in_place(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("０")
            assert isinstance(interview(pilot).editor, editors.ReasonEditor)
            await type_text(pilot, "試験環境　なし")
            await pilot.press("enter")
            await pilot.pause()
            assert here(pilot) == KNOCKOUT
            await pilot.press("up")
            assert "該当なし  試験環境　なし" in screen_text(pilot.app)
        with other_window(desk, client) as session:
            assert session.state(FIRST).is_excused

    async def test_not_applicable_needs_a_reason(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("0", "enter")
            await pilot.pause()
            assert interview(pilot).editor
            assert not interview(pilot).session.state(FIRST).not_applicable

    async def test_escape_leaves_the_answer_and_keeps_the_reason_as_a_draft(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("0", "x", "escape")
            await pilot.pause()
            assert interview(pilot).editor is None
        with other_window(desk, client) as session:
            assert session.state(FIRST).not_applicable is None
            assert [draft.text for draft in session.drafts()] == ["x"]


class TestLayers:
    async def test_refining_touches_one_layer_and_stays(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("right", "2")
            assert here(pilot) == FIRST
            assert "規程だけ" in screen_text(pilot.app)
            await pilot.press("right", "3", "left", "left", "1")
            assert here(pilot) == KNOCKOUT
        with other_window(desk, client) as session:
            answers = [event.body for event in session.events if isinstance(event.body, Answered)]
            assert [body.marks for body in answers] == [
                {Layer.RULE: Mark.PARTIAL},
                {Layer.PRACTICE: Mark.NO},
                dict.fromkeys((Layer.RULE, Layer.PRACTICE, Layer.RECORD), Mark.YES),
            ]

    async def test_only_the_layers_of_the_question_can_be_chosen(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down", "down", "right", "1", "right", "3", "right", "right")
            assert interview(pilot).refined is Layer.PRACTICE
        with other_window(desk, client) as session:
            assert marks(session, TWO) == {Layer.PRACTICE: Mark.YES, Layer.RECORD: Mark.NO}

    async def test_how_an_answer_is_known_can_be_said_before_and_after(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("h", "1", "h")
            assert interview(pilot).how is HowKnown.SEEN
            await pilot.press("1", "up", "right", "ｈ")
        with other_window(desk, client) as session:
            assert {answer.how for answer in session.state(FIRST).answers.values()} == {HowKnown.SEEN}
            knockout = session.state(KNOCKOUT).answers
            assert [knockout[layer].how for layer in Layer] == [HowKnown.GUESSED, HowKnown.SEEN, HowKnown.SEEN]

    async def test_who_says_so_holds_for_the_answers_that_follow(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("w")
            await type_text(pilot, "山田　太郎")
            await pilot.press("enter")
            await pilot.pause()
            await pilot.press("1", "1")
            await pilot.press("up")
            assert "山田　太郎" in screen_text(pilot.app)
        with other_window(desk, client) as session:
            for control in (FIRST, KNOCKOUT):
                said = {answer.said_by for answer in session.state(control).answers.values()}
                assert said == {session.find_person("山田太郎")}

    async def test_who_said_a_standing_answer_can_be_corrected(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("3", "up", "ｗ", "A", "escape")
            await pilot.pause()
        with other_window(desk, client) as session:
            assert {answer.said_by for answer in session.state(FIRST).answers.values()} == {session.find_person("A")}
            assert marks(session, FIRST) == dict.fromkeys(Layer, Mark.NO)


class TestGoing:
    async def test_arrows_go_through_all_questions(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("up")
            assert (here(pilot), interview(pilot).status.notice) == (FIRST, "最初の質問です")
            await pilot.press(*["down"] * 4)
            assert here(pilot) == LAST
            await pilot.press("down")
            assert interview(pilot).status.notice.startswith("最後の質問です")

    async def test_enter_goes_to_the_next_open_one_round_the_end(self, desk: Desk, client: Path) -> None:
        with other_window(desk, client) as session:
            for control in (KNOCKOUT, TWO):
                session.answer(control, Mark.YES)
            session.go_to(FIRST)
        async with opened(desk, client) as pilot:
            await pilot.press("enter")
            assert here(pilot) == PERHAPS
            await pilot.press("enter", "enter")
            assert here(pilot) == FIRST

    @pytest.mark.parametrize("language", ["ja", "en"])
    async def test_who_knows_no_more_is_led_to_the_results_and_not_round_what_is_unknown(
        self, desk_in: Callable[..., Desk], client: Path, language: Language
    ) -> None:
        desk = desk_in(language)
        async with opened(desk, client) as pilot:
            await pilot.press(*"14114")
            assert here(pilot) == LAST
            assert interview(pilot).status.notice == desk.translate("tui.interview.unknown-left", count=2)
            assert f"Enter {desk.translate('tui.key.results')}" in screen_text(pilot.app).splitlines()[-1]
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, ResultsScreen)
            await pilot.press("escape", "m")
            assert here(pilot) == KNOCKOUT
            await pilot.press("1")
            assert (here(pilot), interview(pilot).status.notice) == (
                KNOCKOUT,
                desk.translate("tui.interview.unknown-left", count=1),
            )
            await pilot.press("m", "1")
            assert (here(pilot), interview(pilot).status.notice) == (
                LAST,
                desk.translate("tui.interview.all-answered"),
            )

    async def test_what_was_never_asked_comes_before_what_nobody_knew(self, desk: Desk, client: Path) -> None:
        with other_window(desk, client) as session:
            for control, mark in ((FIRST, Mark.YES), (PERHAPS, Mark.UNKNOWN), (LAST, Mark.YES)):
                session.answer(control, mark)
            session.go_to(TWO)
        async with opened(desk, client) as pilot:
            await pilot.press("1")
            assert here(pilot) == KNOCKOUT

    @pytest.mark.parametrize(("back", "forward"), [("backspace", "]"), ("[", "］"), ("「", "」"), ("［", "」")])
    async def test_one_goes_back_and_forward_the_way_one_came(
        self, desk: Desk, client: Path, back: str, forward: str
    ) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("1", "down", back)
            assert here(pilot) == KNOCKOUT
            await pilot.press(back)
            assert here(pilot) == FIRST
            await pilot.press(back)
            assert (here(pilot), interview(pilot).status.notice) == (FIRST, "これより前に見た質問はありません")
            await pilot.press(forward, forward)
            assert here(pilot) == TWO
            await pilot.press(forward)
            assert interview(pilot).status.notice.startswith("先へ進む質問はありません")

    async def test_going_elsewhere_forgets_what_lay_ahead(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down", "down", "backspace", "up", "]")
            assert here(pilot) == FIRST
            await pilot.press("backspace")
            assert here(pilot) == KNOCKOUT

    async def test_what_is_no_longer_asked_is_left_out_on_the_way_back(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            screen = interview(pilot)
            for control in (PERHAPS, LAST):
                screen.show(control)
            screen.session.state_fact("has_test_env", value=False)
            await pilot.press("backspace")
            assert here(pilot) == FIRST

    @pytest.mark.parametrize("key", ["m", "ｍ"])
    async def test_the_next_unknown_is_one_key_away_round_the_end(self, desk: Desk, client: Path, key: str) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press(key)
            assert interview(pilot).status.notice == "「わからない」と答えた質問はありません"
            for control in (KNOCKOUT, LAST):
                interview(pilot).session.answer(control, Mark.UNKNOWN)
            await pilot.press(key)
            assert (here(pilot), interview(pilot).status.notice) == (KNOCKOUT, "")
            await pilot.press(key)
            assert here(pilot) == LAST
            await pilot.press(key)
            assert (here(pilot), interview(pilot).status.notice) == (KNOCKOUT, "最後まで来たので、はじめから探しました")

    @pytest.mark.parametrize("key", ["x", "ｘ"])
    async def test_the_next_stop_is_one_key_away(self, desk: Desk, client: Path, key: str) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press(key)
            assert here(pilot) == KNOCKOUT
            await pilot.press(key)
            assert interview(pilot).status.notice == "ほかにはありません"
            await pilot.press("1", key)
            assert (here(pilot), interview(pilot).status.notice) == (TWO, "止める項目は、すべて済んでいます")

    async def test_enter_says_that_it_went_round_the_end(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            interview(pilot).show(LAST)
            await pilot.press("enter")
            assert (here(pilot), interview(pilot).status.notice) == (FIRST, "最後まで来たので、はじめから探しました")

    @pytest.mark.parametrize("language", ["ja", "en"])
    async def test_when_all_is_answered_enter_shows_the_results_and_the_last_line_says_so(
        self, desk_in: Callable[..., Desk], client: Path, language: Language
    ) -> None:
        desk = desk_in(language)
        async with opened(desk, client) as pilot:
            words = [desk.translate(f"tui.key.{name}") for name in ("next-open", "results")]
            assert f"Enter {words[0]}" in screen_text(pilot.app).splitlines()[-1]
            await pilot.press(*"11111")
            await pilot.pause()
            assert f"Enter {words[1]}" in screen_text(pilot.app).splitlines()[-1]
            assert interview(pilot).status.notice == desk.translate("tui.interview.all-answered")
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, ResultsScreen)

    async def test_only_the_middle_scrolls(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            body = interview(pilot).card
            assert "PageDown で説明の続き" in screen_text(pilot.app)
            await pilot.press("pagedown")
            await pilot.pause()
            assert body.scroll_offset.y > 0
            assert "一つ目の質問ですか。" in screen_text(pilot.app)
            await pilot.press("pageup")
            await pilot.pause()
            assert body.scroll_offset.y == 0

    async def test_nothing_moves_while_one_goes_and_writes(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:

            def places() -> list[object]:
                found: tuple[Widget, ...] = (
                    interview(pilot).card,
                    interview(pilot).answers,
                    interview(pilot).status,
                )
                return [widget.region for widget in found]

            await pilot.pause()
            before = places()
            for key in ("1", "down", "f2", "f3", "f4", "escape", "0", "escape", "down"):
                await pilot.press(key)
                await pilot.pause()
                assert places() == before, key

    @pytest.mark.parametrize("words", ["とめる", "KNOCK", "ｋｎｏｃｋ"])
    async def test_find_goes_to_a_question(self, desk: Desk, client: Path, words: str) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f5")
            assert isinstance(pilot.app.screen, Finder)
            await type_text(pilot, "止める" if words == "とめる" else words)
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert here(pilot) == KNOCKOUT

    @pytest.mark.parametrize(("turns", "expected"), [(0, 5), (1, 3), (2, 1), (3, 1)])
    async def test_find_lists_open_unknown_and_knockouts(
        self, desk: Desk, client: Path, turns: int, expected: int
    ) -> None:
        with other_window(desk, client) as session:
            session.answer(FIRST, Mark.YES)
            session.answer(TWO, Mark.UNKNOWN)
        async with opened(desk, client) as pilot:
            await pilot.press("・", *["f2"] * turns)
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, Finder)
            assert screen.found.option_count == expected

    async def test_find_says_when_there_is_nothing(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f5", "z", "z")
            await pilot.pause()
            assert "見つかりません" in screen_text(pilot.app)
            await pilot.press("enter", "escape")
            await pilot.pause()
            assert here(pilot) == FIRST

    async def test_a_question_that_no_longer_applies_is_left(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            screen = interview(pilot)
            screen.show(PERHAPS)
            screen.session.state_fact("has_test_env", value=False)
            screen.on_screen_suspend()
            screen.on_screen_resume()
            assert here(pilot) == LAST
            await pilot.press("up")
            assert here(pilot) == TWO


class TestWriting:
    async def test_a_note_is_written_in_place_and_kept_by_escape(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2")
            await type_text(pilot, "先月分は　消した")
            await pilot.press("enter", "1", "escape")
            await pilot.pause()
            assert interview(pilot).editor is None
            assert "メモ  先月分は　消した 1" in screen_text(pilot.app)
            assert interview(pilot).status.notice == "メモを保存しました"
        assert note_of(desk, client) == "先月分は　消した\n1"

    async def test_the_private_note_is_written_apart_and_never_shown(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("n", "a", "f2", "z", "z", "z", "f2", "b", "escape")
            await pilot.pause()
            assert "zzz" not in screen_text(pilot.app)
            assert "自分だけのメモがあります" in screen_text(pilot.app)
        assert (note_of(desk, client), note_of(desk, client, private=True)) == ("ab", "zzz")

    async def test_evidence_has_a_place_and_two_days(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f3")
            await type_text(pilot, "削除記録簿")
            await pilot.press("enter", *"９/３０", "enter", *"12/1", "enter")
            await pilot.pause()
            assert interview(pilot).editor is None
            assert "証拠  削除記録簿（2026-09-30時点）" in screen_text(pilot.app)
        with other_window(desk, client) as session:
            (found,) = session.state(FIRST).evidence.values()
            assert (str(found.as_of), str(found.next_check)) == ("2026-09-30", "2026-12-01")

    async def test_what_is_no_day_is_said_and_stays(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f3", "a", "enter", *"soon", "escape")
            await pilot.pause()
            assert interview(pilot).editor
            assert "「soon」は日付として読めません" in screen_text(pilot.app)
            assert pilot.app.focused
            assert pilot.app.focused.id == "as-of"

    async def test_evidence_can_be_changed_and_removed(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f3", "a", "f3", "b", "f3", "f3", "x", "escape")
            await pilot.pause()
            session = interview(pilot).session
            found = session.state(FIRST).evidence.values()
            assert sorted(session.text(piece.where) for piece in found) == ["ax", "b"]
            await pilot.press("f3", "f3", "end", *["backspace"] * 2, "escape")
            await pilot.pause()
            assert len(session.state(FIRST).evidence) == 1

    async def test_homework_has_what_who_when_and_kind(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f4")
            await type_text(pilot, "ひな形を作る")
            await pilot.press("enter", *"山田", "enter", *"+8", "enter", "right", "enter")
            await pilot.pause()
            assert "宿題  2026-11-30 山田：ひな形を作る" in screen_text(pilot.app)
            await pilot.press("f4", "!", "escape")
            await pilot.pause()
        with other_window(desk, client) as session:
            (action,) = session.state(FIRST).open_actions
            assert session.text(action.text) == "ひな形を作る!"
            assert (action.aim, str(action.due)) == (ActionKind.FIX, "2026-11-30")

    async def test_each_of_two_quick_enters_leads_one_line_on(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f4")
            burst(pilot, *"ab", "enter", "enter", *"+8", "enter", "2", "enter")
            await until(pilot, lambda: interview(pilot).editor is None)
            (action,) = interview(pilot).session.state(FIRST).open_actions
            assert interview(pilot).session.text(action.text) == "ab"
            assert (action.owner, str(action.due), action.aim) == (None, "2026-11-30", ActionKind.FIX)

    async def test_what_is_typed_right_after_enter_goes_into_the_next_line(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f4")
            burst(pilot, *"ab", "enter", *"山田", "escape")
            await until(pilot, lambda: interview(pilot).editor is None)
            (action,) = interview(pilot).session.state(FIRST).open_actions
            session = interview(pilot).session
            assert (session.text(action.text), session.person_name(action.owner)) == ("ab", "山田")

    async def test_a_second_piece_of_homework_does_not_touch_the_first(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f4", "a", "f4", "b", "escape")
            await pilot.pause()
            session = interview(pilot).session
            texts = [session.text(action.text) for action in session.state(FIRST).open_actions]
            assert texts == ["a", "b"]

    async def test_an_editor_that_was_not_used_changes_nothing(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            before = len(interview(pilot).session.events)
            for key in ("f2", "f3", "f4", "w", "0"):
                await pilot.press(key, "escape")
                await pilot.pause()
            assert len(interview(pilot).session.events) == before

    async def test_digits_typed_into_a_note_answer_nothing(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "1", "u", "escape")
            await pilot.pause()
            assert marks(interview(pilot).session, FIRST) == {}
        assert note_of(desk, client) == "1u"

    @pytest.mark.parametrize(
        ("key", "name", "widget"),
        [
            ("f2", "note", "note-text"),
            ("f3", "evidence", "where"),
            ("f4", "homework", "what"),
            ("0", "reason", "reason"),
            ("w", "person", "person"),
        ],
    )
    async def test_what_is_typed_before_the_editor_is_there_is_written_in_it(
        self, desk: Desk, client: Path, key: str, name: str, widget: str
    ) -> None:
        async with opened(desk, client) as pilot:
            burst(pilot, key, *"13s")
            await until(
                pilot, lambda: bool((e := interview(pilot).editor) and e.is_mounted and e.typed(widget) == "13s")
            )
            editor = interview(pilot).editor
            assert editor
            assert name == editor.NAME
            assert not marks(interview(pilot).session, FIRST)

    async def test_an_editor_that_is_left_before_it_is_there_does_no_harm(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            interview(pilot).edit("person")
            interview(pilot).leave_editor()
            await pilot.pause()
            await pilot.press("1")
            assert marks(interview(pilot).session, FIRST)


class TestDrafts:
    async def test_what_is_typed_is_a_draft_before_the_editor_closes(
        self, desk: Desk, client: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editor_module, "DRAFT_SECONDS", 0.01)
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "d", "r")
            for _ in range(50):
                with other_window(desk, client) as session:
                    drafts = [(draft.field, draft.text) for draft in session.drafts()]
                if drafts:
                    break
                await pilot.pause(0.01)
            assert drafts == [("note", "dr")]

    def test_a_draft_is_never_older_than_a_second(self) -> None:
        assert editor_module.DRAFT_SECONDS < 1

    async def test_leaving_a_field_keeps_it(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f4", "d", "enter")
            await pilot.pause()
            with other_window(desk, client) as session:
                assert [(draft.field, draft.text) for draft in session.drafts()] == [("homework", "d")]

    @pytest.mark.parametrize(
        ("field", "kind"),
        [
            ("note", editors.NoteEditor),
            ("private-note", editors.PrivateNoteEditor),
            ("evidence", editors.EvidenceEditor),
            ("homework", editors.HomeworkEditor),
            ("reason", editors.ReasonEditor),
            ("confirm", editors.ConfirmEditor),
            ("person", editors.PersonEditor),
        ],
    )
    async def test_an_interrupted_text_comes_back(
        self, desk: Desk, client: Path, field: str, kind: type[Editor]
    ) -> None:
        with other_window(desk, client) as session:
            session.draft(TWO, field, "書きかけ")
        async with opened(desk, client) as pilot:
            assert here(pilot) == TWO
            editor = interview(pilot).editor
            assert editor
            assert type(editor) is kind
            assert editor.typed(next(iter(kind.FIELDS))) == "書きかけ"

    async def test_a_kept_text_leaves_no_draft(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            for key in ("f2", "f3", "f4"):
                await pilot.press(key, "x")
                interview(pilot).keep_typing()
                await pilot.press("escape")
                await pilot.pause()
            assert interview(pilot).session.drafts() == ()

    async def test_an_interrupted_second_homework_is_not_put_over_the_first(self, desk: Desk, client: Path) -> None:
        with other_window(desk, client) as session:
            session.plan_action(FIRST, text="一つ目")
            session.draft(FIRST, "homework", "二つ目")
        async with opened(desk, client) as pilot:
            await pilot.press("escape")
            await pilot.pause()
            session = interview(pilot).session
            texts = [session.text(action.text) for action in session.state(FIRST).open_actions]
            assert texts == ["一つ目", "二つ目"]


class TestTakingBack:
    async def test_undo_says_what_it_took_back_and_shows_it(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("3", "u")
            assert here(pilot) == FIRST
            assert interview(pilot).status.notice == "取り消しました：一つ目の質問ですか。 → いいえ"
            assert marks(interview(pilot).session, FIRST) == {}
            await pilot.press("r")
            assert interview(pilot).status.notice == "やり直しました：一つ目の質問ですか。 → いいえ"
            assert marks(interview(pilot).session, FIRST) == dict.fromkeys(Layer, Mark.NO)
            await pilot.press("ｒ")
            assert interview(pilot).status.notice == "やり直すものはありません"

    async def test_every_kind_of_gesture_is_named(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            for keys in (("f2", "x"), ("f3", "x"), ("f4", "x")):
                await pilot.press(*keys, "escape")
                await pilot.pause()
            await pilot.press("right", "1", "0", "x", "enter")
            await pilot.pause()
            said = []
            for _ in range(6):
                await pilot.press("う")
                said.append(interview(pilot).status.notice.rpartition("→ ")[2])
            assert said[:5] == ["該当なし", "規程 はい", "宿題", "証拠", "メモ"]
            assert said[5].startswith("取り消しました：会社の情報")


class TestShowing:
    async def test_a_failed_knockout_is_said_once(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("1", "3")
            assert interview(pilot).status.notice == "止めている項目です：止める質問ですか。"
            await pilot.press("up")
            assert interview(pilot).status.notice == ""
            await pilot.press("2")
            assert interview(pilot).status.notice == ""

    async def test_a_knockout_that_failed_before_is_not_said_again(self, desk: Desk, client: Path) -> None:
        with other_window(desk, client) as session:
            session.answer(KNOCKOUT, Mark.NO)
        async with opened(desk, client) as pilot:
            assert interview(pilot).status.notice == ""

    async def test_header_shows_place_and_score(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            assert "サンプル印刷 ・ 小さな点検" in screen_text(pilot.app)
            assert "1/5   今日示せる点 0%（最大 100%）" in screen_text(pilot.app)
            await pilot.press("1")
            assert "2/5   今日示せる点 20%（最大 100%）" in screen_text(pilot.app)

    async def test_perhaps_and_knockout_are_marked(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down")
            assert "ノックアウト" in screen_text(pilot.app)
            await pilot.press("down", "down")
            assert "該当するか未確認" in screen_text(pilot.app)

    async def test_two_windows_that_contradict_show_a_conflict(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            with other_window(desk, client) as session:
                session.answer(FIRST, Mark.NO)
                session.answer(LAST, Mark.YES)
            await pilot.press("1", "up")
            assert screen_text(pilot.app).count("食い違い") == 3
            assert marks(interview(pilot).session, LAST) == dict.fromkeys(Layer, Mark.YES)
            await pilot.press("1", "up")
            assert "食い違い" not in screen_text(pilot.app)

    async def test_how_to_ask_is_shown_on_demand(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down")
            assert "部屋での聞き方" not in screen_text(pilot.app)
            await pilot.press("ｐ")
            assert "部屋での聞き方 data.knockout" in screen_text(pilot.app)
            await pilot.press("p")
            assert "部屋での聞き方" not in screen_text(pilot.app)

    async def test_everything_is_said_in_english_too(self, desk_in: Callable[..., Desk], client: Path) -> None:
        async with opened(desk_in("en"), client) as pilot:
            await pilot.press("down", "4", "up")
            shown = screen_text(pilot.app).replace("サンプル印刷", "")
            assert "Does this stop you?" in shown
            assert [character for character in shown if ord(character) >= 0x2E80] == []

    async def test_a_language_switch_shows_the_same_place(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("down")
            desk.translate = Translator("en")
            interview(pilot).post_message(navigation.LanguageChanged())
            await pilot.pause()
            await pilot.pause()
            assert "Does this stop you?" in screen_text(pilot.app)
            assert "Enter next open" in screen_text(pilot.app)

    async def test_wide_terminals_show_the_way_and_the_reason(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client, size=(120, 40)) as pilot:
            await pilot.app.workers.wait_for_complete()
            await pilot.press("3")
            rows = [(entry.title, entry.mark) for entry in interview(pilot).query_one(Navigator).entries]
            assert rows[:3] == [("データ", "1/3"), ("一つ目の質問ですか。", "いいえ"), ("止める質問ですか。", "未回答")]
            assert rows[-1] == ("人", "0/2")
            assert "短い理由" in screen_text(pilot.app)

    async def test_the_middle_sizes_work(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client, size=(100, 30)) as pilot:
            assert interview(pilot).query_one(Navigator).display
            assert not interview(pilot).query(Aside)

    async def test_a_terminal_that_grows_gets_its_columns(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client, size=(80, 24)) as pilot:
            assert not interview(pilot).query("Navigator, Aside")
            await pilot.resize_terminal(130, 40)
            await pilot.pause()
            assert "担当者も確認者も" in interview(pilot).aside.text("why")
            assert any(entry.is_current for entry in interview(pilot).navigator.entries)
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert not any(column.display for column in interview(pilot).query("Navigator, Aside"))


class TestMouse:
    async def test_an_answer_can_be_clicked(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            row = interview(pilot).query_one(AnswerBar)
            column = row.render().plain.index("いいえ")
            await pilot.click(AnswerBar, offset=(1 + len(row.render().plain[:column].encode("cp932")) + 1, 0))
            await pilot.pause()
        with other_window(desk, client) as session:
            assert marks(session, FIRST) == dict.fromkeys(Layer, Mark.NO)

    async def test_clicking_an_answer_keeps_what_is_being_written(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "a")
            await pilot.click(AnswerBar, offset=(3, 0))
            await pilot.pause()
        assert note_of(desk, client) == "a"
        with other_window(desk, client) as session:
            assert marks(session, FIRST) == dict.fromkeys(Layer, Mark.YES)

    @pytest.mark.parametrize(
        ("widget", "offset", "expected"),
        [
            ("Layers", (3, 0), "refined"),
            ("Layers", (74, 0), "who"),
            ("KeyLine", (24, 0), "moved"),
        ],
    )
    async def test_layers_people_and_keys_can_be_clicked(
        self, desk: Desk, client: Path, widget: str, offset: tuple[int, int], expected: str
    ) -> None:
        async with opened(desk, client) as pilot:
            await pilot.click(widget, offset=offset)
            await pilot.pause()
            screen = interview(pilot)
            happened = {
                "refined": screen.refined is Layer.RULE,
                "who": isinstance(screen.editor, editors.PersonEditor),
                "moved": here(pilot) == KNOCKOUT,
            }
            assert [name for name, did in happened.items() if did] == [expected]

    async def test_the_navigator_can_be_clicked(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client, size=(100, 30)) as pilot:
            await pilot.click(Navigator, offset=(5, 3))
            await pilot.pause()
            assert here(pilot) == KNOCKOUT
            await pilot.click(Navigator, offset=(5, 5))
            await pilot.pause()
            assert here(pilot) == PERHAPS


class TestWishes:
    @pytest.mark.parametrize(
        ("key", "wish"),
        [
            ("s", navigation.ShowResults),
            ("ｓ", navigation.ShowResults),
            ("f", navigation.ShowFacts),
            ("f1", navigation.ShowHelp),
            ("？", navigation.ShowHelp),
            ("g", navigation.ShowHelp),
            ("escape", navigation.GoHome),
        ],
    )
    async def test_a_key_posts_a_wish(
        self, desk: Desk, client: Path, key: str, wish: type, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        posted: list[object] = []
        async with opened(desk, client) as pilot:
            screen = interview(pilot)
            monkeypatch.setattr(screen, "post_message", posted.append)
            action = next(active.binding.action for k, active in screen.active_bindings.items() if k == _named(key))
            await screen.run_action(action)
            monkeypatch.undo()
        assert [type(message) for message in posted] == [wish]


def _named(key: str) -> str:
    return {"？": "fullwidth_question_mark"}.get(key, key)


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    async def test_every_field_shows_it_literally(self, desk: Desk, client: Path, text: str) -> None:
        with other_window(desk, client) as session:
            session.write_note(FIRST, text)
            session.write_note(FIRST, text, private=True)
            session.add_evidence(FIRST, text)
            session.plan_action(FIRST, text=text, owner=text)
            session.answer(FIRST, Mark.PARTIAL, said_by=text)
            session.go_to(FIRST)
        async with opened(desk, client) as pilot:
            shown = screen_text(pilot.app)
            seen = text.replace("\u202e", "<U+202E>")
            assert shown.count(seen) >= 3
            for key in ("f2", "f2", "f3", "f4", "w", "escape"):
                await pilot.press(key)
                await pilot.pause()
            await pilot.press("u")
            assert "取り消しました" in screen_text(pilot.app)

    @pytest.mark.parametrize("text", HOSTILE[:2])
    async def test_it_can_be_typed(self, desk: Desk, client: Path, text: str) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2")
            await type_text(pilot, text)
            await pilot.press("escape")
            await pilot.pause()
            assert f"メモ  {text}" in screen_text(pilot.app)

    async def test_a_hostile_checklist_is_shown_literally(self, desk: Desk) -> None:
        text = "[/ [@click=app.quit]x[/]"
        partial = f"partial = {{ ja = '{text}', en = '{text}' }}"
        hostile = ("a.b", "data", f"{text} one", f"{text} two", text, partial)
        controls = (hostile, ("a.c", "people", text, text, text, ""))
        path = desk.workspace.create(text, {"small": checklist_text(controls)})
        with other_window(desk, path) as session:
            session.state_fact("has_public_site", value=True)
        async with opened(desk, path, size=(120, 40)) as pilot:
            await pilot.app.workers.wait_for_complete()
            shown = screen_text(pilot.app)
            assert f"{text} one" in shown
            assert f"「一部」とは  {text}" in shown
            assert f"{text} ・ 小さな点検" in shown
            await pilot.press("f5", "x")
            await pilot.pause()
            assert f"{text} one" in screen_text(pilot.app)

    async def test_ten_thousand_characters_fit(self, desk: Desk, client: Path) -> None:
        text = "長い文。" * 2500
        with other_window(desk, client) as session:
            session.write_note(FIRST, text)
            session.mark_not_applicable(KNOCKOUT, text)
        async with opened(desk, client) as pilot:
            assert "メモ  長い文。" in screen_text(pilot.app)
            await pilot.press("f2", "escape", "down")
            await pilot.pause()
            assert "該当なし  長い文。" in screen_text(pilot.app)
        assert note_of(desk, client) == text


class TestKeys:
    def test_every_key_has_an_id_and_a_name_in_both_languages(self) -> None:
        for bindings in (BINDINGS, Finder.BINDINGS, editor_module.Editor.BINDINGS, PmarkApp.BINDINGS):
            for binding in bindings:
                assert not isinstance(binding, tuple)
                assert binding.id
                assert all(Translator(language).has(binding.description) for language in ("ja", "en")), binding

    def test_no_key_means_two_things(self) -> None:
        keys = [key for binding in BINDINGS if not isinstance(binding, tuple) for key in binding.key.split(",")]
        assert len(keys) == len(set(keys))

    def test_every_id_is_used_once(self) -> None:
        ids = [binding.id for binding in BINDINGS if not isinstance(binding, tuple)]
        assert len(ids) == len(set(ids))

    def test_every_key_does_something(self) -> None:
        for binding in BINDINGS:
            assert not isinstance(binding, tuple)
            assert hasattr(InterviewScreen, f"action_{binding.action.partition('(')[0]}")

    @pytest.mark.parametrize("language", ["ja", "en"])
    async def test_the_last_line_shows_the_keys_that_fit(
        self, desk_in: Callable[..., Desk], client: Path, language: str
    ) -> None:
        async with opened(desk_in(language), client) as pilot:
            last = screen_text(pilot.app).splitlines()[-1]
            assert all(key in last for key in ("Enter", "F2", "F3", "F4", "F5", "F1"))
            await pilot.press("f2")
            assert "Esc" in screen_text(pilot.app).splitlines()[-1]


async def test_the_status_says_when_it_was_saved(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        await pilot.press("1")
        assert "保存済み 14:02" in screen_text(pilot.app)
        assert interview(pilot).query_one(StatusLine).notice == ""


async def test_two_interrupted_texts_come_back_one_after_the_other(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        session.go_to(TWO)
        session.draft(FIRST, "homework", "二つ目")
        session.draft(TWO, "note", "一つ目")
    async with opened(desk, client) as pilot:
        screen = interview(pilot)
        assert (here(pilot), type(screen.editor)) == (TWO, editors.NoteEditor)
        assert "残り1件" in screen.status.notice
        await pilot.press("escape")
        await pilot.pause()
        assert (here(pilot), type(screen.editor)) == (FIRST, editors.HomeworkEditor)
        assert screen.status.notice == "書きかけの文を戻しました"
        await pilot.press("escape")
        await pilot.pause()
        assert screen.editor is None
        assert screen.session.text(screen.session.state(TWO).note) == "一つ目"
        assert [screen.session.text(action.text) for action in screen.session.state(FIRST).open_actions] == ["二つ目"]


async def test_an_answer_given_while_a_draft_is_open_is_of_the_question_that_is_shown(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        session.go_to(TWO)
        session.draft(FIRST, "reason", "後で")
        session.draft(TWO, "note", "先に")
    async with opened(desk, client) as pilot:
        await pilot.click(AnswerBar, offset=(3, 0))
        await pilot.pause()
        session = interview(pilot).session
        assert (marks(session, FIRST), marks(session, TWO)[Layer.RECORD]) == ({}, Mark.YES)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_question_and_answers_stay_on_their_rows_whatever_the_length(
    desk_in: Callable[..., Desk], size: tuple[int, int], language: Language
) -> None:
    desk = desk_in(language)
    path = desk.workspace.create("甲", {"pmark-2023": shipped_checklists()["pmark-2023"]})
    with other_window(desk, path) as session:
        session.state_fact("employees", 20)
        by_length = sorted(session.asked(), key=lambda control: len(control.question.to(language)))
    async with opened(desk, path, size) as pilot:
        places = set()
        for control in (by_length[0], by_length[-1], by_length[len(by_length) // 2]):
            interview(pilot).show(control.id)
            await pilot.pause()
            shown = (interview(pilot).card, interview(pilot).answers, interview(pilot).status)
            places.add(tuple(widget.region.y for widget in shown))
            question = "".join(screen_text(pilot.app).split())
            assert control.question.to(language)[:12].replace(" ", "") in question
        assert len(places) == 1


async def test_what_is_left_is_said_and_how_long_it_takes_after_a_few_answers(desk: Desk) -> None:
    sections = ["data"] * 11 + ["people"]
    controls = tuple((f"a.q{n}", s, f"{n}番目ですか。", f"No. {n}?", "理由", "") for n, s in enumerate(sections))
    path = desk.workspace.create("乙", {"small": checklist_text(controls)})
    with other_window(desk, path) as session:
        session.answer("a.q0", Mark.YES)
    now = desk.around.clock()
    ticks = iter(range(1000))
    desk.around = desk.around._replace(clock=lambda: now + timedelta(seconds=90 * next(ticks)))
    async with opened(desk, path) as pilot:
        status = interview(pilot).status
        assert "この章 残り10 ・ 全体 残り11" in status.render().plain
        await pilot.press("down", "1", "1", "1")
        assert "約" not in status.render().plain
        await pilot.press("1", "1")
        assert "全体 残り6（約" in status.render().plain
        await pilot.press(*"1" * 6)
        assert "残り" not in status.render().plain


class TestClicks:
    """What keys do can be done with the mouse too, by a few samples."""

    @pytest.mark.parametrize(("key", "expected"), [("F5", "finder"), ("F2", "note"), ("s", "results")])
    async def test_the_key_line_can_be_clicked(self, desk: Desk, client: Path, key: str, expected: str) -> None:
        async with opened(desk, client) as pilot:
            plain = interview(pilot).key_line.render().plain
            column = cell_len(plain[: plain.index(f"{key} ")])
            await pilot.click("KeyLine", offset=(1 + column, 0))
            await pilot.pause()
            screen = pilot.app.screen
            shown = {
                "finder": isinstance(screen, Finder),
                "note": isinstance(screen, InterviewScreen) and isinstance(screen.editor, editors.NoteEditor),
                "results": isinstance(screen, ResultsScreen),
            }
            assert [name for name, is_shown in shown.items() if is_shown] == [expected]

    async def test_tabs_and_keys_of_the_results_can_be_clicked(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("s")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, ResultsScreen)
            tabs = str(screen.query_one("#tabs", Static).render())
            await pilot.click("#tabs", offset=(cell_len(tabs[: tabs.index("5 ")]), 0))
            await pilot.pause()
            assert screen.tab == "gaps"
            footer = screen.query_one(KeyFooter)
            plain = footer.render().plain
            await pilot.click(footer, offset=(1 + cell_len(plain[: plain.index("Esc")]), 0))
            await pilot.pause()
            assert isinstance(pilot.app.screen, InterviewScreen)
