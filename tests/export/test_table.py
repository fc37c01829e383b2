"""The CSV opens in a spreadsheet as it is, holds no formula, and comes back in without loss."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.errors import Problems
from pmark_check.export.table import render
from pmark_check.storage.table import import_table, read_table
from pmark_check.view.cells import guarded, unguarded
from pmark_check.view.fingerprint import fingerprint
from tests.cli.door import FIRM, Program
from tests.export.dossiers import DROPPED, REASON, dossier_of, lessons, talkative
from tests.report.clients import OFFICER, PRIVATE, SYSTEMS, new_client
from tests.report.test_hostile_text import HOSTILE, SHOWN, poisoned_client

FORMULAS = ["=1+1", "+81-3-1234", "-", "@SUM(A1)", "\tx", "＝1", "－1", " =1", "'=1", "''@x", '=HYPERLINK("x")']


def read(body: bytes) -> list[dict[str, str]]:
    """The rows as Python's own reader gets them."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


def taken_in(session: Session, body: bytes, folder: Path) -> int:
    path = folder / "answers.csv"
    path.write_bytes(body)
    return import_table(session, read_table(path))[0]


def refusal(session: Session, body: bytes | str, folder: Path) -> list[str]:
    with pytest.raises(Problems) as refused:
        taken_in(session, body if isinstance(body, bytes) else body.encode(), folder)
    return [f"{problem.line}:{problem.column} {problem.key}" for problem in refused.value.problems]


def said_of(session: Session) -> dict[str, object]:
    """What a table carries: answers, how known, by whom, reasons, notes."""
    found: dict[str, object] = {}
    for control in session.library.controls:
        state = session.state(control)
        excuse = state.not_applicable if state.is_excused else None
        found[control] = (
            {} if excuse else {layer: (a.mark, a.how, session.person_name(a.said_by))
                               for layer, a in state.answers.items()},
            (session.text(excuse.reason), session.person_name(excuse.said_by)) if excuse else None,
            session.text(state.note), session.text(state.private_note),
        )  # fmt: skip
    return found


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_gets_a_byte_order_mark_line_ends_of_its_own_and_one_row_for_each_control(language: Language) -> None:
    session = talkative()
    body = render(dossier_of(session, language))
    assert body.startswith(b'\xef\xbb\xbf"id",')
    assert body.endswith(b'"\r\n')
    rows = read(body)
    assert [row["id"] for row in rows] == list(session.library.controls)
    assert len(rows[0]) == 29


def test_the_headings_are_in_the_language_of_the_file_and_the_layers_are_words() -> None:
    session = new_client()
    control = next(c for c in session.library.controls.values() if len(c.layers) == 3)
    session.answer(control.id, Mark.PARTIAL, how=HowKnown.SEEN, said_by=OFFICER)
    for language, headings, words in (
        ("ja", ("規程", "規程の確かめ方", "規程を答えた人"), ("一部", "現物確認", OFFICER)),
        ("en", ("Rule", "Rule: how known", "Rule: said by"), ("Partly", "Seen", OFFICER)),
    ):
        rows = {row["id"]: row for row in read(render(dossier_of(session, language)))}  # type: ignore[arg-type]
        assert tuple(rows[control.id][heading] for heading in headings) == words


def test_what_was_said_is_all_there() -> None:
    rows = {row["id"]: row for row in read(render(dossier_of(talkative())))}
    text = "\n".join("\n".join(row.values()) for row in rows.values())
    for said in (
        REASON,
        DROPPED,
        "受託していた時の話",
        "次の棚卸しは1番の棚から。",
        "2026-10-31現在",
        "次の確認 2027-04-01",
    ):
        assert said in text
    assert rows["j9-2.screens-lock"]["実施"] == "該当なし"
    assert rows["j9-2.screens-lock"]["該当なしの理由"] == REASON
    assert rows["j4-3.everyone-trained"]["証拠"].startswith("去年の受講名簿（2025-05-20現在）\n教育の受講名簿")


def test_each_question_has_its_own_score_and_its_place_among_the_first() -> None:
    session = talkative()
    dossier = dossier_of(session)
    rows = {row["id"]: row for row in read(render(dossier))}
    ranks = {row["まずやる順"]: control for control, row in rows.items() if row["まずやる順"]}
    assert list(map(int, sorted(ranks))) == [1, 2, 3, 4, 5, 6]
    assert [ranks[str(step.rank)] for step in dossier.view.first_steps] == [
        step.line.id for step in dossier.view.first_steps
    ]
    assert rows["j9-2.screens-lock"]["この問いの点"] == ""
    step = rows[ranks["1"]]
    assert (step["重み"], step["この問いの点"], step["失う点"]) == ("5", "0%", "−0.5")


# --- formulas --------------------------------------------------------------------------------------------------------


@given(st.text(alphabet=st.sampled_from("'=+-@＝＋－＠\t\r\n aあ")))
def test_making_a_cell_safe_can_be_undone(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.lstrip(" \n　").startswith(tuple("=+-@＝＋－＠\t\r"))


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_somebody_types_is_a_formula(text: str, tmp_path: Path) -> None:
    session = new_client("会社")
    control = next(iter(session.library.controls))
    session.answer(control, Mark.YES, said_by=text)
    session.write_note(control, text)
    session.add_evidence(control, text)
    body = render(dossier_of(session))
    cells = [cell for row in read(body) for cell in row.values()]
    assert [cell for cell in cells if cell.strip(" \n　")[:1] in tuple("=+-@＝＋－＠\t\r")] == []
    other = new_client("会社")
    taken_in(other, body, tmp_path)
    assert other.text(other.state(control).note) == text


# --- there and back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [talkative, lessons])
def test_a_table_makes_the_same_answers_in_a_new_client(
    client: Callable[[], Session], language: Language, tmp_path: Path
) -> None:
    session = client()
    other = new_client(asked_with=session.library)
    taken_in(other, render(dossier_of(session, language, with_private=True)), tmp_path)
    assert said_of(other) == said_of(session)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", [talkative, lessons, *(lambda text=text: poisoned_client(text) for text in HOSTILE)])
def test_a_table_brought_back_unchanged_writes_nothing(
    client: Callable[[], Session], language: Language, tmp_path: Path
) -> None:
    session = client()
    before = len(session.events)
    taken_in(session, render(dossier_of(session, language, with_private=True)), tmp_path)
    assert len(session.events) == before


def test_a_table_without_private_notes_leaves_them_alone(tmp_path: Path) -> None:
    session = talkative()
    taken_in(session, render(dossier_of(session)), tmp_path)
    assert PRIVATE in [session.text(state.private_note) for state in session.assessment.controls.values()]


def test_an_erased_text_does_not_come_back_as_its_mark(tmp_path: Path) -> None:
    session = talkative()
    control = next(iter(session.library.controls))
    session.erase(session.texts_of(control=control))
    body = render(dossier_of(session))
    assert "（消去済み）" in body.decode()
    before = len(session.events)
    taken_in(session, body, tmp_path)
    assert len(session.events) == before


def test_an_excel_that_saves_in_shift_jis_loses_nothing_that_stood(tmp_path: Path) -> None:
    session = talkative()
    control = next(iter(session.library.controls))
    session.write_note(control, "𠮷野家の話😀")
    before = fingerprint(session)
    in_shift_jis = render(dossier_of(session)).decode("utf-8-sig").encode("cp932", "replace")
    taken_in(session, in_shift_jis, tmp_path)
    assert fingerprint(session) == before


@pytest.mark.parametrize("shown", SHOWN[9:10])
def test_a_hidden_character_comes_back_as_its_code_and_changes_nothing(shown: str) -> None:
    session = poisoned_client(HOSTILE[9])
    assert shown in render(dossier_of(session)).decode()


# --- what somebody fills in ------------------------------------------------------------------------------------------

WHOLE, TWO = "test-data.deleted-on-time", "test-data.deletion-planned-first"


def filled(*rows: str, head: str = "id,規程,実施,記録,実施の確かめ方,実施を答えた人,該当なしの理由,メモ") -> bytes:
    return "\r\n".join((head, *rows)).encode()


def test_empty_cells_never_overwrite(tmp_path: Path) -> None:
    session = new_client()
    session.answer(WHOLE, Mark.NO, how=HowKnown.SEEN, said_by=OFFICER)
    session.write_note(WHOLE, "棚")
    before = len(session.events)
    assert taken_in(session, filled(f"{WHOLE},,,,,,,"), tmp_path) == 0
    assert taken_in(session, filled(f"{WHOLE},,いいえ,,,,,"), tmp_path) == 1
    assert len(session.events) == before


@pytest.mark.parametrize("word", ["はい", "　はい ", "Yes", "yes", "ＹＥＳ"])
def test_words_of_both_languages_are_understood_whatever_their_width(word: str, tmp_path: Path) -> None:
    session = new_client()
    taken_in(session, filled(f"{WHOLE},,{word},Don't know,,,,"), tmp_path)
    state = session.state(WHOLE)
    assert [answer.mark for answer in state.answers.values()] == [Mark.YES, Mark.UNKNOWN]


def test_a_new_mark_is_heard_from_nobody_unless_the_row_says_so(tmp_path: Path) -> None:
    session = new_client()
    session.answer(WHOLE, Mark.NO, how=HowKnown.SEEN, said_by=OFFICER)
    taken_in(session, filled(f"{WHOLE},,はい,いいえ,,{SYSTEMS},,"), tmp_path)
    answers = session.state(WHOLE).answers.values()
    assert [(a.mark, a.how, session.person_name(a.said_by)) for a in answers] == [
        (Mark.YES, HowKnown.HEARD, SYSTEMS),
        (Mark.NO, HowKnown.SEEN, OFFICER),
    ]


def test_who_and_how_can_be_filled_in_beside_a_standing_mark(tmp_path: Path) -> None:
    session = new_client()
    session.answer(WHOLE, Mark.NO)
    taken_in(session, filled(f"{WHOLE},,,,現物確認,{SYSTEMS},,"), tmp_path)
    first, second = session.state(WHOLE).answers.values()
    assert (first.mark, first.how, session.person_name(first.said_by)) == (Mark.NO, HowKnown.SEEN, SYSTEMS)
    assert second.how == HowKnown.HEARD


def test_not_applicable_in_one_layer_is_so_for_the_control_and_needs_a_reason(tmp_path: Path) -> None:
    session = new_client()
    taken_in(session, filled(f"{WHOLE},—,該当なし,,,,{REASON},"), tmp_path)
    assert session.state(WHOLE).is_excused
    taken_in(session, filled(f"{WHOLE},,該当なし,,,{OFFICER},,"), tmp_path)
    excuse = session.state(WHOLE).not_applicable
    assert excuse
    assert (session.text(excuse.reason), session.person_name(excuse.said_by)) == (REASON, OFFICER)
    taken_in(session, filled(f"{WHOLE},,はい,はい,,,,"), tmp_path)
    assert not session.state(WHOLE).is_excused


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_separators_of_other_spreadsheets_are_understood(separator: str, tmp_path: Path) -> None:
    session = new_client()
    body = f"id{separator}Practice\n{WHOLE}{separator}No\n"
    assert taken_in(session, body.encode(), tmp_path) == 1


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", ["1:1 table.no-id"]),
        ("質問,実施\nx,はい\n", ["1:1 table.unknown-column", "1:1 table.no-id"]),
        (f"id,実施,実施\n{WHOLE},はい,\n", ["1:7 table.column-twice"]),
        (f"id,じっし\n{WHOLE},はい\n", ["1:4 table.unknown-column"]),
        (f'id,メモ\n{WHOLE},"開いたまま\n', [f"2:{len(WHOLE) + 2} table.quotes"]),
        (f'id,メモ\n{WHOLE},"閉じた"後\n', [f"2:{len(WHOLE) + 2} table.quotes"]),
        ("id,実施\n,はい\n", ["2:2 table.row-without-id"]),
        (f"id,実施\n{WHOLE},はい,余り\n", [f"2:{len(WHOLE) + 5} table.no-heading"]),
        (f"id,実施\n{WHOLE},はい\n{WHOLE},いいえ\n", ["3:1 table.row-twice"]),
        ("id,実施\ntest-data.deleted,はい\n", ["2:1 unknown-control.similar"]),
        (f"id,実施\n{WHOLE},たぶん\n", [f"2:{len(WHOLE) + 2} table.not-one-of"]),
        (f"id,規程\n{WHOLE},はい\n", [f"2:{len(WHOLE) + 2} table.layer-not-asked"]),
        (f"id,実施の確かめ方\n{WHOLE},推測\n", [f"2:{len(WHOLE) + 2} table.nothing-said"]),
        (f"id,実施\n{WHOLE},該当なし\n", ["2:1 not-applicable-without-reason"]),
        (f"id,実施,記録,該当なしの理由\n{WHOLE},該当なし,はい,x\n", [f"2:{len(WHOLE) + 7} not-applicable-with-layers"]),
        (f"id,該当なしの理由\n{WHOLE},x\n", [f"2:{len(WHOLE) + 2} reason-without-not-applicable"]),
        (f"id,メモ\n{WHOLE},a\0b\n", [f"2:{len(WHOLE) + 2} character"]),
        (f"id,メモ\n{WHOLE},{'長' * 100_001}\n", [f"2:{len(WHOLE) + 2} too-long"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_place(body: str, found: list[str], tmp_path: Path) -> None:
    session = new_client()
    before = len(session.events)
    assert refusal(session, body, tmp_path) == found
    assert len(session.events) == before


def test_every_problem_is_named_and_nothing_is_taken_in(tmp_path: Path) -> None:
    session = new_client()
    before = len(session.events)
    body = f'id,実施,メモ\r\n{WHOLE},はい,"二行の\r\nメモ"\r\n{TWO},まあまあ,\r\nnowhere,はい,\r\n'
    assert refusal(session, body, tmp_path) == [f"4:{len(TWO) + 2} table.not-one-of", "5:1 unknown-control"]
    assert len(session.events) == before


@pytest.mark.parametrize(("body", "key"), [("id\n".encode("utf-16"), "encoding"), (b"id\n\x82\n", "table.encoding")])
def test_another_encoding_is_refused(body: bytes, key: str, tmp_path: Path) -> None:
    assert refusal(new_client(), body, tmp_path) == [f"0:0 {key}"]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_bring_a_client_out_and_in_again(program: Program, language: Language, tmp_path: Path) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "partial", "--note", "=棚の3段目", "--by", "山田 太郎", "--how", "seen")
    program.good("answer", FIRM, "two.done", "not-applicable", "--reason", "していない")
    file = tmp_path / "answers.csv"
    program.good("export", FIRM, "--format", "csv", "--lang", language, "-o", file)
    program.firm("別の会社")
    assert "2" in program.good("import", "別の会社", file).err
    histories = [program.good("history", name, "--json").data for name in (FIRM, "別の会社")]
    kinds = [[row["kind"] for row in rows if row["kind"] not in ("client-named", "checklist-pinned")]
             for rows in histories]  # fmt: skip
    assert kinds[0] == kinds[1]
    program.good("undo", "別の会社")
    assert program.good("score", "別の会社", "--json").data["answered"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_says_where_a_table_is_wrong(program: Program, language: Language) -> None:
    path = program.firm()
    before = path.read_bytes()
    program.language = language
    file = program.file("id,実施\none.kept,たぶん\n", "answers.csv")
    refused = program("import", FIRM, file)
    assert refused.code == 3
    assert refused.err.startswith(f"{file}:2:10: ")
    assert "problem." not in refused.err
    assert path.read_bytes() == before
