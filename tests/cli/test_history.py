"""What happened can be read, taken back, erased and verified."""

import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pmark_check.domain.journal import Draft
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from tests.cli.door import FIRM, NOW, Program

SECRET = "ひみつの覚え書き7f3a"


def test_the_history_as_data_has_one_row_for_each_event(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田")
    rows = program.good("history", FIRM, "--json").data
    envelope = {"id", "batch", "at", "recorded_by", "height", "parents", "hash", "kind"}
    assert all(envelope <= row.keys() for row in rows)
    assert [row["kind"] for row in rows[:2]] == ["client-named", "checklist-pinned"]
    assert rows[-1]["kind"] == "answered"
    assert rows[-1]["marks"] == {"rule": "yes", "practice": "yes", "record": "yes"}
    assert {row["at"] for row in rows} == {NOW}
    assert [row["height"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["parents"] == [before["hash"]] for before, row in pairwise(rows))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "回答：one.kept  規程=はい 実施=はい 記録=はい（現物確認、山田）"),
        ("en", "Answered: one.kept  Rule=Yes Practice=Yes Record=Yes (Seen, 山田)"),
    ],
)
def test_the_history_for_people_says_who_did_what(program: Program, language: str, words: str) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田", "--how", "seen")
    program.language = language
    assert program.good("history", FIRM).out.splitlines()[-1] == f"{NOW}  -  {words}"


def test_every_kind_of_event_has_a_sentence_in_both_languages(program: Program) -> None:
    program.firm()
    program.good("import", FIRM, program.file(EVERYTHING))
    program.good("undo", FIRM)
    program.good("import", FIRM, program.file(EVERYTHING))
    program.good("erase", FIRM, "one.kept")
    for language in ("ja", "en"):
        program.language = language
        lines = program.good("history", FIRM).out
        assert "history." not in lines
        assert "{" not in lines


EVERYTHING = f"""\
[facts]
has_vendor = true
[answers."one.kept"]
mark = "yes"
by = "山田"
note = "{SECRET}"
private_note = "{SECRET}"
evidence = "{SECRET}"
homework = {{ text = "{SECRET}", owner = "佐藤", due = 2026-12-01 }}
[answers."one.seen"]
mark = "not-applicable"
reason = "扱わない"
"""


def test_what_a_private_note_says_is_not_repeated_by_the_history(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--private-note", SECRET)
    assert SECRET not in program.good("history", FIRM).out
    program.good("undo", FIRM)
    assert SECRET not in program.good("history", FIRM).out


# --- undo -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("ja", "取り消しました"), ("en", "Undone")])
def test_undo_takes_the_last_gesture_back_and_says_which(program: Program, language: str, words: str) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "no")
    program.good("answer", FIRM, "one.kept", "yes", "--note", "棚")
    program.language = language
    undone = program.good("undo", FIRM)
    assert undone.out == ""
    assert undone.err.count(words) == 2
    assert "one.kept" in undone.err
    assert program.good("score", FIRM, "--json").data["knockouts"]["failed"] == ["one.kept"]


@pytest.mark.parametrize(("language", "words"), [("ja", "取り消せる操作はありません"), ("en", "nothing to undo")])
def test_there_is_nothing_to_undo_in_a_new_client(program: Program, language: str, words: str) -> None:
    path = program.firm()
    program.good("list")  # keeps the row that lists of clients read
    before = path.read_bytes()
    program.language = language
    assert words in program.good("undo", FIRM).err
    assert path.read_bytes() == before


# --- erase ------------------------------------------------------------------------------------------------------------


def test_erased_texts_are_gone_from_the_file_and_the_history_still_verifies(program: Program) -> None:
    path = program.firm()
    program.good("import", FIRM, program.file(EVERYTHING))
    assert SECRET.encode() in path.read_bytes()
    score = program.good("score", FIRM, "--json").data
    erased = program.good("erase", FIRM, "one.kept")
    assert "4件" in erased.err
    assert SECRET.encode() not in path.read_bytes()
    assert program.good("verify", FIRM).out == ""
    after = program.good("score", FIRM, "--json").data
    assert after["score"] == score["score"]
    assert SECRET not in program.good("history", FIRM).out + Path(program.good("report", FIRM).line).read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "（2026-11-22に鈴木 一郎が消去）"), ("en", "(erased on 2026-11-22 by 鈴木 一郎)")],
)
def test_the_history_says_when_a_text_was_erased_and_by_whom(program: Program, language: str, words: str) -> None:
    program.firm()
    (program.folder / "settings.json").write_text('{"my_name": "鈴木 一郎"}', "utf-8")
    program.good("answer", FIRM, "one.kept", "yes", "--note", SECRET)
    program.good("erase", FIRM, "one.kept")
    program.language = language
    assert f"one.kept  {words}" in program.good("history", FIRM).out


def test_an_erasure_by_nobody_in_particular_says_when(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--note", SECRET)
    program.good("erase", FIRM, "one.kept")
    assert "（2026-11-22に消去）" in program.good("history", FIRM).out


def test_a_person_can_be_forgotten(program: Program) -> None:
    path = program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田 花子")
    program.good("erase", FIRM, "--person", "山田花子")
    assert "花子".encode() not in path.read_bytes()
    assert "花子" not in program.good("history", FIRM).out
    program.good("verify", FIRM)


OF_A_CONTROL = Draft("one.kept", "note", "書きかけ8a1c")
OF_A_PERSON = Draft("one.seen", "private-note", "書きかけ9b2d、山田　花子さんに聞く")
OF_A_WORKSHOP = Draft("one.seen", "workshop-park", "書きかけ0c3e")
HALF_WRITTEN = (OF_A_CONTROL, OF_A_PERSON, OF_A_WORKSHOP)


@pytest.mark.parametrize(
    ("what", "gone"),
    [(("one.kept",), OF_A_CONTROL), (("--person", "山田花子"), OF_A_PERSON), (("--workshop", "1"), OF_A_WORKSHOP)],
)
def test_what_is_half_written_about_it_goes_too(program: Program, what: tuple[str, ...], gone: Draft) -> None:
    path = program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田 花子")
    workspace = Workspace(Surroundings(program.folder, "ja", lambda: datetime.fromisoformat(NOW)))
    with workspace.session(path) as session:
        Facilitation(session).start(find_agenda("quick-15", None), ["佐藤"])
        for draft in HALF_WRITTEN:
            session.draft(*draft)
    program.good("erase", FIRM, *what)
    with workspace.session(path) as session:
        assert set(session.drafts()) == {*HALF_WRITTEN} - {gone}
    assert gone.text.encode() not in path.read_bytes()
    program.good("verify", FIRM)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("one.kept",), 4), (("one.kpet",), 4), (("--person", "誰か"), 4), ((), 2), (("one.kept", "--person", "x"), 2)],
)
def test_what_cannot_be_erased_changes_nothing(
    program: Program, arguments: tuple[str, ...], code: int, language: str
) -> None:
    path = program.firm()
    program.good("list")  # keeps the row that lists of clients read
    before = path.read_bytes()
    program.language = language
    refused = program("erase", FIRM, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert "error." not in refused.err
    assert path.read_bytes() == before


# --- verify -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("ja", "問題ありません"), ("en", "Clean")])
def test_a_sound_file_is_clean(program: Program, language: str, words: str) -> None:
    path = program.firm()
    program.language = language
    clean = program.good("verify", FIRM)
    assert clean.out == ""
    assert words in clean.err
    assert str(path) in clean.err


TAMPERINGS = {
    "event": "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'yes', 'no') AS BLOB)",
    "type": "UPDATE events SET body = CAST(body AS TEXT)",
    "author": "UPDATE events SET at = '2020-01-01T00:00:00+09:00'",
    "lost": "DELETE FROM events WHERE height = 2",
    "text": "UPDATE texts SET body = 'other'",
    "document": "UPDATE documents SET body = CAST(body || ' ' AS BLOB)",
    "schema": "CREATE TABLE extra (x)",
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_file_that_was_tampered_with_is_told_by_words_and_exit_code(
    program: Program, tampering: str, language: str
) -> None:
    path = program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--note", "棚")
    with closing(sqlite3.connect(path)) as file, file:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            file.execute(f"DROP TRIGGER {name}")
        file.execute(TAMPERINGS[tampering])
        for _, sql in triggers:
            file.execute(sql)
    program.language = language
    flawed = program("verify", path)
    assert flawed.code == 6
    assert flawed.out
    assert "flaw." not in flawed.out
    assert str(path) in flawed.err
