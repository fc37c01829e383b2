"""The interview line by line, from a pipe: what every line does, and what is kept when the lines end."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from pmark_check.cli import lines as lines_module
from pmark_check.domain.assessment import ControlState
from pmark_check.domain.events import ActionKind, HowKnown, Mark
from pmark_check.domain.session import Session
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from tests.cli.door import FIRM, NOW, Program, Result

KEPT, SEEN, TOLD, DONE = "one.kept", "one.seen", "two.told", "two.done"
FIRST, SECOND = "残していますか。", "見ていますか。"
Talk = Callable[..., Result]


@contextmanager
def opened(program: Program) -> Iterator[Session]:
    workspace = Workspace(surroundings({"PMARK_CHECK_NOW": NOW}, program.folder))
    with workspace.session(workspace.find(FIRM)) as session:
        yield session


def state(program: Program, control: str = KEPT) -> ControlState:
    with opened(program) as session:
        return session.state(control)


def marks(program: Program, control: str = KEPT) -> list[Mark | None]:
    with opened(program) as session:
        return [session.state(control).mark(layer) for layer in session.library.control(control).layers]


def text(program: Program, ref: Any) -> str:
    with opened(program) as session:
        return session.text(ref)


@pytest.fixture
def talk(program: Program, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Type lines into the plain interview of a new client, or of the one that is there."""

    def typed(*lines: str | bytes, options: tuple[str, ...] = ()) -> Result:
        body = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body), "utf-8"))
        return program("ask", FIRM, "--plain", *options)

    program.firm()
    return typed


# --- answering --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1", Mark.YES), ("2", Mark.PARTIAL), ("3", Mark.NO), ("4", Mark.UNKNOWN), ("１", Mark.YES),
        ("　３　", Mark.NO), ("はい", Mark.YES), ("わからない", Mark.UNKNOWN),
    ],
)  # fmt: skip
def test_a_digit_in_either_width_or_the_word_answers_all_layers(
    program: Program, talk: Talk, line: str, mark: Mark
) -> None:
    assert talk(line).code == 0
    assert marks(program) == [mark] * 3
    assert marks(program, SEEN) == [None, None]


def test_the_question_comes_first_then_where_it_stands_and_no_facts_are_asked(talk: Talk) -> None:
    said = talk().out.splitlines()
    assert said[0] == FIRM
    assert said[2:4] == [FIRST, "ノックアウト"]
    assert said[4].startswith("1問目／全4問、一章、未回答、今日示せる点 ")
    assert said[5].startswith("1 はい、2 一部、3 いいえ、4 わからない、0 該当なし")


def test_every_answer_is_said_to_be_saved_before_the_next_question(talk: Talk) -> None:
    said = talk("2").out.splitlines()
    assert said.index("一部。保存しました。") < said.index(SECOND)


def test_the_same_answer_again_writes_nothing_and_says_so(program: Program, talk: Talk) -> None:
    talk("1")
    before = len(program.good("history", FIRM).out.splitlines())
    assert "同じ答えなので" in talk(f"/{KEPT}", "1").out
    assert len(program.good("history", FIRM).out.splitlines()) == before


@pytest.mark.parametrize("lines", [("0 倉庫がない",), ("０", "倉庫がない"), ("該当なし", "倉庫がない")])
def test_not_applicable_asks_for_its_reason(program: Program, talk: Talk, lines: tuple[str, ...]) -> None:
    assert "該当なし。保存しました。" in talk(*lines).out
    excuse = state(program).not_applicable
    assert excuse
    assert text(program, excuse.reason) == "倉庫がない"


def test_without_a_reason_nothing_is_declared(program: Program, talk: Talk) -> None:
    assert "何も変えていません。" in talk("0", "", "1").out
    assert (state(program).not_applicable, marks(program)) == (None, [Mark.YES] * 3)


def test_each_layer_can_be_answered_on_its_own(program: Program, talk: Talk) -> None:
    said = talk("l", "1", "", "x", "３").out
    assert marks(program) == [Mark.YES, None, Mark.NO]
    assert said.count("記録：1 はい") == 2  # asked again after what it did not understand
    assert "規程 はい（聞き取り）、実施 未回答、記録 いいえ（聞き取り）。保存しました。" in said


def test_a_knockout_that_fails_is_said(talk: Talk) -> None:
    assert "会社を止めます" in talk("3").out
    assert "会社を止めます" not in talk(f"/{SEEN}", "3").out


def test_who_and_how_hold_for_what_stands_and_who_for_what_follows(program: Program, talk: Talk) -> None:
    talk("1", f"/{KEPT}", "h", "２", "w 山田", "+", "1")
    answers = state(program).answers.values()
    with opened(program) as session:
        person = session.find_person("山田")
        later = session.state(SEEN).answers.values()
    assert {(answer.how, answer.said_by) for answer in answers} == {(HowKnown.SEEN, person)}
    assert {(answer.how, answer.said_by) for answer in later} == {(HowKnown.HEARD, person)}


def test_how_can_be_said_before_the_answer(program: Program, talk: Talk) -> None:
    assert "現物確認。次の答えから使います。" in talk("h", "2", "1", "1").out
    assert {answer.how for answer in state(program).answers.values()} == {HowKnown.SEEN}
    assert {answer.how for answer in state(program, SEEN).answers.values()} == {HowKnown.HEARD}


# --- going ------------------------------------------------------------------------------------------------------------


def last_question(result: Result) -> str:
    """Return the question that was said last."""
    questions = {FIRST, SECOND, "伝えていますか。", "していますか。"}
    return [line for line in result.out.splitlines() if line in questions][-1]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (("+",), SECOND), (("＋", "ー"), FIRST), (("+", "-"), FIRST), (("",), SECOND), (("1", "b"), FIRST),
        (("/見て",), SECOND), (("／", "ONE.SEEN"), SECOND), ((f"/{DONE}",), "していますか。"),
        (("#3",), "伝えていますか。"), (("＃２",), SECOND), (("-",), FIRST), (("/ない言葉",), FIRST),
        (("/ますか",), FIRST),
    ],
)  # fmt: skip
def test_one_gets_to_any_question(talk: Talk, lines: tuple[str, ...], last: str) -> None:
    assert last_question(talk(*lines)) == last


def test_several_finds_are_named_with_their_places(talk: Talk) -> None:
    said = talk("/ますか").out
    assert "4問\n#1 残していますか。\n#2 見ていますか。" in said


def test_it_resumes_where_it_was_left(talk: Talk) -> None:
    talk("1", "+")
    assert last_question(talk()) == "伝えていますか。"


def test_it_begins_anew_at_the_first_open_question_where_a_checklist_was_added(program: Program, talk: Talk) -> None:
    talk("1", "+")
    program.good("checklist", "add", FIRM, "quick")
    assert last_question(talk()) == SECOND


def test_after_the_last_answer_it_says_so_and_stays(talk: Talk) -> None:
    said = talk("1", "1", "1", "1", "i").out
    assert "すべて答えました。" in said


def test_undo_names_what_it_took_back_and_redo_brings_it_again(program: Program, talk: Talk) -> None:
    result = talk("1", "う")
    assert "取り消しました：" in result.out
    assert last_question(result) == FIRST
    assert marks(program) == [None] * 3
    assert "やり直しました：" in talk("r").out
    assert marks(program) == [Mark.YES] * 3
    assert "取り消せる操作はありません。" in talk("u", "u").out


# --- writing ----------------------------------------------------------------------------------------------------------


def test_the_note_is_written_added_to_kept_and_removed(program: Program, talk: Talk) -> None:
    talk("n 棚にある")
    talk("ｎ", "+ 先月分だけ")
    assert text(program, state(program).note) == "棚にある\n先月分だけ"
    talk("n", "")
    assert text(program, state(program).note) == "棚にある\n先月分だけ"
    talk("n", "－")
    assert state(program).note is None


def test_the_private_note_is_another_one(program: Program, talk: Talk) -> None:
    talk("nn 社長は嫌がる")
    assert (state(program).note, text(program, state(program).private_note)) == (None, "社長は嫌がる")


def test_evidence_has_a_place_and_two_days(program: Program, talk: Talk) -> None:
    said = talk("e", "書庫の棚", "きのう", "9/1", "＋14").out
    assert "「きのう」は日付として読めません" in said
    (found,) = state(program).evidence.values()
    assert (text(program, found.where), found.as_of, found.next_check) == (
        "書庫の棚", date(2026, 9, 1), date(2026, 12, 6),
    )  # fmt: skip
    assert "証拠：書庫の棚、2026-09-01" in said
    talk("e", "-1")
    assert state(program).evidence == {}


def test_homework_has_what_who_when_and_a_kind_and_can_be_changed(program: Program, talk: Talk) -> None:
    talk("t 記録簿を作る", "山田", "12月5日", "3")
    talk("t", "1", "", "", "+30", "")
    (found,) = state(program).open_actions
    with opened(program) as session:
        assert (session.text(found.text), session.person_name(found.owner)) == ("記録簿を作る", "山田")
    assert (found.due, found.aim) == (date(2026, 12, 22), ActionKind.DECISION)


def test_homework_for_an_open_question_is_to_find_out(program: Program, talk: Talk) -> None:
    talk("4", "b", "t", "情シスに聞く", "", "", "")
    assert [action.aim for action in state(program).open_actions] == [ActionKind.FIND_OUT]


def test_where_the_lines_end_in_the_middle_of_a_form_what_came_is_kept(program: Program, talk: Talk) -> None:
    assert talk("t", "記録簿を作る", "山田").code == 0
    talk("e", "書庫")
    (action,), (evidence,) = state(program).open_actions, state(program).evidence.values()
    assert (text(program, action.text), action.due) == ("記録簿を作る", None)
    assert text(program, evidence.where) == "書庫"
    with opened(program) as session:
        assert session.drafts() == ()


def test_what_was_being_typed_on_the_screens_is_found_again(program: Program, talk: Talk) -> None:
    with opened(program) as session:
        session.draft(SEEN, "evidence", "書庫の")
    result = talk("e", "", "", "")
    assert "書きかけがあります：書庫の（e で続き）" in result.out
    (found,) = state(program, SEEN).evidence.values()
    assert text(program, found.where) == "書庫の"


def test_a_second_person_confirms_a_knockout_that_passed(program: Program, talk: Talk) -> None:
    assert state(program).confirmation is None
    talk("w 山田", "1", "b", "8 佐藤")
    assert state(program).confirmation
    refused = talk(f"/{KEPT}", "w 山田", "1", f"/{KEPT}", "c 山田")
    assert (refused.code, "分からなかった行が1行" in refused.err) == (0, True)


def test_a_section_is_excused_but_for_what_an_accident_turns_on(program: Program, talk: Talk) -> None:
    said = talk("9", "1", "扱っていない").out
    assert "1問は含めません" in said
    assert (state(program).not_applicable, bool(state(program, SEEN).not_applicable)) == (None, True)
    talk("u")
    assert state(program, SEEN).not_applicable is None
    talk(f"/{SEEN}", "9", "1", "", "９", "")
    assert state(program, SEEN).not_applicable is None


def test_the_facts_can_be_told_one_by_one(program: Program, talk: Talk) -> None:
    """How many work there, the trade, when to apply, and whether there are vendors."""
    said = talk(f"/{TOLD}", "f", "沢山", "３５人", "9", "2", "b", "", "2027/3/1", "x", "2").out
    assert "「沢山」は数として読めません" in said
    assert said.count("「9」は分かりません") == said.count("「x」は分かりません") == 1
    with opened(program) as session:
        facts = dict(session.assessment.facts)
        assert (facts.pop("employees"), facts.pop("has_vendor"), len(facts)) == (35, False, 2)
        assert [control.id for control in session.asked()] == [KEPT, SEEN, DONE]
    assert said.index("5/5" if "5/5" in said else "4/4") < said.rindex(
        "していますか。"
    )  # what is no longer asked is left
    talk("f", "-", "q")
    with opened(program) as session:
        assert "employees" not in session.assessment.facts


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("p", "聞き方：部屋での聞き方 one.kept"), ("i", "なぜ聞くのか：短い理由"), ("？", "1 はい："),
        ("ｇ 個人情報", "語"), ("g", "知りたい言葉の一部"), ("s", "事故の備え:"), ("bogus", "「bogus」は分かりません"),
        ("1 x", "「1 x」は分かりません"),
    ],
)  # fmt: skip
def test_what_can_be_asked_back(program: Program, talk: Talk, line: str, said: str) -> None:
    assert said in talk(line).out
    assert marks(program) == [None] * 3


def test_the_help_names_every_key(talk: Talk) -> None:
    said = talk("?").out.splitlines()
    for key in (
        "+",
        "-",
        "b",
        "/",
        "l",
        "n",
        "nn",
        "e",
        "t",
        "h",
        "w",
        "c",
        "9",
        "p",
        "i",
        "f",
        "g",
        "s",
        "u",
        "r",
        "q",
    ):
        assert any(line.startswith(f"{key} ") for line in said), key


def test_at_the_end_one_hears_the_verdict_and_the_first_steps(talk: Talk) -> None:
    for ending in ((), ("q",), ("ｑ", "1")):
        said = talk("3", "3", "3", "3", *ending).out
        assert said.index("すべて答えました。") < said.rindex("事故の備え: 穴があります") < said.rindex("まずこの")


def test_a_line_that_means_nothing_is_said_and_the_next_one_counts(program: Program, talk: Talk) -> None:
    result = talk("はいはい", "1")
    assert (result.code, marks(program)) == (0, [Mark.YES] * 3)
    assert "分からなかった行が1行あります" in result.err


def test_english_is_complete(program: Program, talk: Talk) -> None:
    program.language = "en"
    said = talk("yes", "?", "i", "p", "t", "Write it", "", "", "", "s", "u", "bogus").out
    assert "Yes. Saved." in said
    assert "cli." not in said
    assert "aloud." not in said
    assert not any("ぁ" <= character <= "ん" for character in said.replace(FIRM, ""))


def test_nothing_but_lines_is_written(program: Program, talk: Talk) -> None:
    """A voice, and a log, get no control character, whatever somebody typed."""
    with opened(program) as session:
        session.rename("甲\u202e乙")
        session.write_note(KEPT, "左\u200bから\u202e右")
    (path,) = program.folder.glob("clients/*.pmark")
    path.rename(path.with_name(f"{FIRM}.pmark"))
    said = talk(
        "1", "b", "i", "?", "s", "f", "", "g 個人", "\u202e", "x\x1b[31m", "n \x1b]0;x\x07", "e", "書\x07庫", ""
    )
    whole = said.out + said.err
    assert not [c for c in whole if c != "\n" and not c.isprintable() and c != "\u3000"]


# --- the ends ---------------------------------------------------------------------------------------------------------


def test_a_pipe_that_changes_nothing_ends(program: Program, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "IDLE_LINES", 20)
    refused = talk("1", *["x"] * 100)
    assert (refused.code, refused.err.count("20行を読んでも何も変わらなかった")) == (3, 1)
    assert marks(program) == [Mark.YES] * 3


def test_in_the_middle_of_a_form_too(program: Program, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "IDLE_LINES", 20)
    assert talk("h", *["x"] * 100).code == 3
    assert talk("e", "棚", *["x"] * 100).code == 3
    assert len(state(program).evidence) == 1


@pytest.mark.parametrize("bad", [b"\x8a\x94\n", "１\n".encode("utf-16")])
def test_what_is_no_utf_8_ends_a_pipe_with_its_line(program: Program, talk: Talk, bad: bytes) -> None:
    refused = talk("1", bad, "3")
    assert (refused.code, "2行目が UTF-8 ではありません" in refused.err) == (3, True)
    assert (marks(program), marks(program, SEEN)) == ([Mark.YES] * 3, [None, None])


def test_a_byte_order_mark_and_a_missing_line_end_do_no_harm(program: Program, talk: Talk) -> None:
    assert talk(b"\xef\xbb\xbf1\r\n", b"3").code == 0
    assert (marks(program), marks(program, SEEN)) == ([Mark.YES] * 3, [Mark.NO] * 2)


def test_a_line_without_end_is_refused(program: Program, talk: Talk) -> None:
    refused = talk("1", f"n {'長' * 200_000}")
    assert (refused.code, "2行目が長すぎます" in refused.err) == (3, True)
    assert state(program, SEEN).note is None


def test_a_text_that_is_too_long_is_refused_and_the_next_line_counts(program: Program, talk: Talk) -> None:
    result = talk(f"n {'a' * 100_001}", "1")
    assert (result.code, "長すぎます" in result.out) == (0, True)
    assert (state(program).note, marks(program)) == (None, [Mark.YES] * 3)


# --- part of the questions --------------------------------------------------------------------------------------------


def test_only_some_sections_are_asked(program: Program, talk: Talk) -> None:
    result = talk("1", "1", "+", options=("--section", "two"))
    assert "1問目／全2問" in result.out
    assert (marks(program), marks(program, DONE)) == ([None] * 3, [Mark.YES])
    assert talk(options=("--section", "three")).code == 4


def test_only_what_is_open_is_asked(program: Program, talk: Talk) -> None:
    talk("1", "1", f"/{KEPT}")
    result = talk("1", "1", options=("--open",))
    assert "1問目／全2問" in result.out
    assert marks(program, TOLD) == [Mark.YES] * 2
    nothing = talk("1", "s", options=("--open",))
    assert (nothing.code, "ここで聞く質問はありません。" in nothing.out) == (0, True)


def test_without_a_terminal_it_is_plain_by_itself(program: Program, talk: Talk) -> None:
    assert talk().code == 0
    sys.stdin = io.TextIOWrapper(io.BytesIO(b"1\n"))
    assert program.good("ask", FIRM).out.startswith(FIRM)
    assert marks(program) == [Mark.YES] * 3
