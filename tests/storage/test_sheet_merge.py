"""A sheet that comes back changes what its reader wrote, and nothing else; laws over many clients and sheets."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import LAYERS, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.session import Session
from pmark_check.errors import Problems
from pmark_check.i18n.translation import Translator
from pmark_check.storage.sheet_merge import Kind
from pmark_check.view.fingerprint import fingerprint
from tests.export.sheets import (
    Edits,
    changed,
    exported,
    filled,
    firm,
    merge,
    mini_library,
    packed,
    parts,
    rows,
    take_in,
)
from tests.report.clients import OFFICER, PRIVATE, SYSTEMS, before_examination, half_way, new_client

CONTROLS = mini_library().controls
MARK_WORDS = [Translator("ja")(f"mark.{mark}") for mark in Mark]
HOW_WORDS = [Translator("ja")(f"how.{how}") for how in HowKnown]


def said(session: Session, control: str = "one.kept") -> dict[str, tuple[str, str, str]]:
    answers = session.state(control).answers
    return {layer: (a.mark.value, a.how.value, session.person_name(a.said_by)) for layer, a in answers.items()}


def counts(session: Session, body: bytes, folder: Path) -> dict[str, int]:
    return {kind.value: count for kind, count in merge(session, body, folder).counts.items() if count}


# --- one sheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [half_way, before_examination])
def test_a_sheet_that_nobody_touched_changes_nothing(make: Callable[[], Session], tmp_path: Path) -> None:
    for language in ("ja", "en"):
        session = make()
        body = exported(session, language, with_private=True)
        before = session.events
        found = merge(session, body, tmp_path)
        assert {kind for kind, count in found.counts.items() if count} == {Kind.UNCHANGED}
        found.apply()
        assert session.events == before


def test_what_was_written_is_taken_in_as_one_gesture_with_who_said_it(tmp_path: Path) -> None:
    session = firm()
    session.answer("two.done", Mark.NO, said_by=OFFICER)
    session.write_note("two.done", "古いメモ")
    edits: Edits = {
        ("one.kept", "rule"): "はい",
        ("one.kept", "practice"): "１",
        ("one.kept", "how"): "現物確認",
        ("one.kept", "by"): OFFICER,
        ("one.seen", "record"): "Don't know",
        ("one.seen", "note"): "二行の\nメモ",
        ("one.seen", "evidence"): "共有フォルダー",
        ("one.seen", "as-of"): "2026/10/31",
        ("two.told", "reason"): "委託していない",
        ("two.done", "practice"): "一部",
        ("two.done", "note"): "新しいメモ",
    }
    body = filled(exported(session), edits, filled_by=SYSTEMS)
    assert counts(session, body, tmp_path) == {"new": 6, "changed": 2}
    before = len(session.events)
    take_in(session, body, tmp_path)
    assert said(session) == dict.fromkeys(("rule", "practice"), ("yes", "seen", OFFICER))
    assert said(session, "one.seen") == {"record": ("unknown", "heard", SYSTEMS)}
    assert said(session, "two.done") == {"practice": ("partial", "heard", SYSTEMS)}
    excuse = session.state("two.told").not_applicable
    assert excuse
    assert (session.text(excuse.reason), session.person_name(excuse.said_by)) == ("委託していない", SYSTEMS)
    assert session.text(session.state("one.seen").note) == "二行の\nメモ"
    assert session.text(session.state("two.done").note) == "新しいメモ"
    (proof,) = session.state("one.seen").evidence.values()
    assert (session.text(proof.where), str(proof.as_of)) == ("共有フォルダー", "2026-10-31")
    assert len({event.batch for event in session.events[before:]}) == 1


def test_blanks_never_overwrite(tmp_path: Path) -> None:
    session = half_way()
    body = exported(session)
    emptied = filled(
        body, {(c, name): "" for c in rows(body, tmp_path) for name in (*LAYERS, "reason", "note", "by", "how")}
    )
    before = session.events
    take_in(session, emptied, tmp_path)
    assert session.events == before


def test_a_name_or_a_way_of_knowing_alone_says_the_standing_answers_again(tmp_path: Path) -> None:
    session = firm()
    session.answer("one.kept", Mark.YES, said_by=OFFICER)
    body = filled(exported(session), {("one.kept", "how"): "現物確認"}, filled_by=SYSTEMS)
    take_in(session, body, tmp_path)
    assert said(session) == dict.fromkeys(LAYERS, ("yes", "seen", OFFICER))
    take_in(session, filled(exported(session), {("one.kept", "by"): SYSTEMS}), tmp_path)
    assert said(session) == dict.fromkeys(LAYERS, ("yes", "seen", SYSTEMS))


def test_a_new_answer_ends_a_not_applicable_and_another_reason_replaces_the_first(tmp_path: Path) -> None:
    session = firm()
    session.mark_not_applicable("one.kept", "紙がない", said_by=OFFICER)
    body = exported(session)
    take_in(session, filled(body, {("one.kept", "reason"): "紙も箱もない"}), tmp_path)
    excuse = session.state("one.kept").not_applicable
    assert excuse
    assert session.text(excuse.reason) == "紙も箱もない"
    take_in(session, filled(exported(session), {("one.kept", "rule"): "はい"}), tmp_path)
    assert not session.state("one.kept").is_excused


def test_answers_to_two_halves_of_one_question_are_both_kept(tmp_path: Path) -> None:
    session = firm()
    body = exported(session)
    take_in(session, filled(body, {("one.kept", "rule"): "はい"}, filled_by=OFFICER), tmp_path)
    take_in(session, filled(body, {("one.kept", "practice"): "いいえ"}, filled_by=SYSTEMS), tmp_path)
    assert said(session) == {"rule": ("yes", "heard", OFFICER), "practice": ("no", "heard", SYSTEMS)}


# --- conflicts and mistakes -------------------------------------------------------------------------------------------


def refused(session: Session, body: bytes, folder: Path, *, is_forced: bool = False) -> list[tuple[str, str]]:
    before = session.events
    with pytest.raises(Problems) as error:
        take_in(session, body, folder, is_forced=is_forced)
    assert session.events == before
    return [(problem.key, problem.source.rpartition("!")[2]) for problem in error.value.problems]


def test_a_conflict_blocks_all_and_force_takes_the_sheets_word(tmp_path: Path) -> None:
    session = firm()
    session.answer("one.kept", Mark.NO)
    session.write_note("one.kept", "最初")
    session.mark_not_applicable("two.told", "委託していない")
    edits = {
        ("one.kept", "rule"): "一部",
        ("one.kept", "note"): "シート",
        ("one.seen", "practice"): "はい",
        ("two.told", "reason"): "別の理由",
        ("two.done", "reason"): "対象がない",
    }
    body = filled(exported(session), edits)
    session.answer("one.kept", Mark.YES, layer=Layer.RULE)
    session.write_note("one.kept", "画面")
    session.mark_not_applicable("two.told", "画面の理由")
    session.answer("two.done", Mark.NO)
    assert counts(session, body, tmp_path) == {"new": 1, "unchanged": 2, "conflict": 4}
    assert refused(session, body, tmp_path) == [
        ("sheet.conflict", "G3"),
        ("sheet.conflict", "M3"),
        ("sheet.conflict", "J5"),
        ("sheet.conflict", "J6"),
    ]
    take_in(session, body, tmp_path, is_forced=True)
    assert said(session)["rule"][0] == "partial"
    assert session.text(session.state("one.kept").note) == "シート"
    assert session.state("two.done").is_excused


def test_an_answer_that_both_gave_is_no_conflict(tmp_path: Path) -> None:
    session = firm()
    body = filled(
        exported(session), {("two.done", "practice"): "はい", ("two.done", "note"): "同じ"}, filled_by=OFFICER
    )
    session.answer("two.done", Mark.YES, how=HowKnown.SEEN, said_by=SYSTEMS)
    session.write_note("two.done", "同じ")
    assert counts(session, body, tmp_path) == {"unchanged": 2}
    take_in(session, filled(body, {("two.done", "how"): "現物確認"}), tmp_path)
    assert said(session, "two.done")["practice"] == ("yes", "seen", min(OFFICER, SYSTEMS))


def test_a_layer_on_which_two_contradict_can_be_settled_in_the_sheet(tmp_path: Path) -> None:
    session = firm()
    body = filled(exported(session), {("two.done", "practice"): "はい"})
    session.mark_not_applicable("two.done", "ない")
    assert refused(session, body, tmp_path) == [("sheet.conflict", "H6")]


def test_what_the_sheet_left_alone_may_change_meanwhile(tmp_path: Path) -> None:
    session = firm()
    session.answer("one.kept", Mark.NO)
    body = filled(exported(session), {("one.seen", "practice"): "はい"})
    session.answer("one.kept", Mark.YES)
    take_in(session, body, tmp_path)
    assert said(session)["rule"][0] == "yes"


def test_a_question_that_got_another_meaning_is_asked_back(tmp_path: Path) -> None:
    session = firm()
    body = exported(session)
    old = filled(
        body,
        {
            ("one.seen", "written-from"): '{"layers":{},"reason":"","note":"","changed":"2020-01","fixed":[]}',
            ("one.seen", "practice"): "はい",
        },
    )
    assert refused(session, old, tmp_path) == [("sheet.question-changed", "G4")]
    take_in(session, old, tmp_path, is_forced=True)


def test_every_mistake_is_named_and_nothing_is_taken_in_even_by_force(tmp_path: Path) -> None:
    session = firm()
    edits = {
        ("one.kept", "rule"): "○",
        ("one.seen", "rule"): "はい",
        ("two.told", "rule"): "はい",
        ("two.told", "reason"): "ない",
        ("two.done", "control-id"): "two.gone",
        ("two.done", "practice"): "はい",
    }
    body = filled(exported(session), edits)
    assert refused(session, body, tmp_path, is_forced=True) == [
        ("sheet.bad-mark", "G3"),
        ("sheet.layer-not-asked", "G4"),
        ("sheet.answer-and-reason", "J5"),
        ("sheet.unknown-id", "G6"),
    ]
    assert counts(session, body, tmp_path) == {"bad-value": 3, "unknown-id": 1}


def test_a_row_for_a_question_that_is_gone_does_no_harm_while_it_says_nothing(tmp_path: Path) -> None:
    session = firm()
    take_in(session, filled(exported(session), {("two.done", "control-id"): "two.gone"}), tmp_path)


def test_a_sheet_of_another_client_is_refused_and_an_earlier_name_is_no_other_client(tmp_path: Path) -> None:
    session = firm()
    body = filled(exported(session), {("two.done", "practice"): "はい"})
    assert refused(firm("別の会社"), body, tmp_path) == [("sheet.other-client", str(tmp_path / "answers.xlsx"))]
    session.rename("新しい名前")
    take_in(session, body, tmp_path)
    assert said(session, "two.done")


def test_notes_of_any_kind_come_back_as_they_were(tmp_path: Path) -> None:
    session = firm()
    texts = ("=1+1", "'引用", " 行頭\n\n末尾", "_x0041_", "<U+202E>\u202e", "😀\u200d", "\ufffe", "a\tb", "あ" * 40_000)
    for text in texts:
        session.write_note("one.kept", text)
        before = session.events
        take_in(session, exported(session), tmp_path)
        assert session.events == before
        assert PRIVATE not in text


RESULTS = "xl/worksheets/sheet3.xml"


def test_what_somebody_does_to_the_results_is_not_imported(tmp_path: Path) -> None:
    """They hold other columns, and what is typed there is no answer; not even a formula is in the way."""
    session = half_way()
    body = exported(session)
    emptied = changed(
        body, RESULTS, b"</sheetData>", b'<row r="999"><c r="C999"><f>1+1</f><v>2</v></c></row></sheetData>'
    )
    renamed = changed(emptied, "xl/workbook.xml", "採点".encode(), b"control-id")
    found = parts(renamed)
    scored = re.sub(rb"<v>\d+</v></c>", b"<v>1</v></c>", found[RESULTS])
    assert scored != found[RESULTS]
    known = session.events
    take_in(session, packed(found | {RESULTS: scored}), tmp_path)
    assert session.events == known


# --- laws -------------------------------------------------------------------------------------------------------------

cells = st.one_of(
    st.tuples(st.sampled_from(LAYERS), st.sampled_from(MARK_WORDS)),
    st.tuples(st.just("how"), st.sampled_from(HOW_WORDS)),
    st.tuples(st.just("by"), st.sampled_from([OFFICER, SYSTEMS, "田中"])),
    st.tuples(st.just("note"), st.sampled_from(["棚の3段目", "=1+1", "二\n行"])),
    st.tuples(st.just("evidence"), st.sampled_from(["台帳", "棚"])),
)
answers = st.dictionaries(
    st.sampled_from(list(CONTROLS)), st.one_of(st.dictionaries(st.just("reason"), st.just("ない"), min_size=1),
                                               st.lists(cells, max_size=5).map(dict)), max_size=4
)  # fmt: skip


def edits_of(said: dict[str, dict[str, str]]) -> Edits:
    return {
        (control, name): typed
        for control, row in said.items()
        for name, typed in row.items()
        if name not in LAYERS or name in CONTROLS[control].layers
    }


def client(said: dict[str, dict[str, str]], folder: Path) -> Session:
    """Return a client who has said so before."""
    session = firm()
    take_in(session, filled(exported(session), edits_of(said), filled_by="山田"), folder)
    return session


@given(before=answers, later=answers)
def test_going_out_and_coming_back_changes_nothing_even_later(
    before: dict[str, dict[str, str]], later: dict[str, dict[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = client(before, folder)
        body = exported(session)
        take_in(session, filled(body, edits_of(later)), folder, is_forced=True)
        known = session.events
        take_in(session, body, folder)
        assert session.events == known


@given(before=answers, written=answers)
def test_twice_is_once(before: dict[str, dict[str, str]], written: dict[str, dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = client(before, folder)
        body = filled(exported(session), edits_of(written), filled_by=SYSTEMS)
        try:
            take_in(session, body, folder)
        except Problems:  # an answer and a reason in one row
            return
        known = session.events
        take_in(session, body, folder)
        assert session.events == known


@given(before=answers, written=answers, emptied=st.sets(st.sampled_from(list(CONTROLS))))
def test_emptied_rows_keep_what_was_known(
    before: dict[str, dict[str, str]], written: dict[str, dict[str, str]], emptied: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = client(before, folder)
        known = {control: session.state(control) for control in emptied}
        blanks = {(control, cell): "" for control in emptied for cell in (*LAYERS, "reason", "how", "by", "note")}
        kept = {control: row for control, row in written.items() if control not in emptied}
        try:
            take_in(session, filled(exported(session), {**edits_of(kept), **blanks}), folder)
        except Problems:
            return
        assert {control: session.state(control) for control in emptied} == known


def both(first: bytes, second: bytes, session: Session, folder: Path) -> str | None:
    """Return the state after two sheets; None where one is refused."""
    try:
        take_in(session, first, folder)
        take_in(session, second, folder)
    except Problems:
        return None
    return fingerprint(session)


@given(before=answers, one=answers, other=answers)
def test_two_sheets_commute_unless_they_are_in_conflict(
    before: dict[str, dict[str, str]], one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        body = exported(client(before, folder))
        first = filled(body, edits_of(one), filled_by=OFFICER)
        second = filled(body, edits_of(other), filled_by=SYSTEMS)
        there, back = (both(*order, client(before, folder), folder) for order in ((first, second), (second, first)))
        assert there == back
        if not set(one) & set(other) and there is None:
            alone = [both(sheet, body, client(before, folder), folder) for sheet in (first, second)]
            assert None in alone  # refused for itself, not for the other one


@given(before=answers, one=answers, other=answers)
def test_two_sheets_taken_in_again_in_any_order_change_nothing(
    before: dict[str, dict[str, str]], one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = client(before, folder)
        body = exported(session)
        first = filled(body, edits_of(one), filled_by=OFFICER)
        second = filled(body, edits_of(other), filled_by=SYSTEMS)
        if both(first, second, session, folder) is None:
            return
        known = session.events
        for sheet in (first, second, second, first):
            take_in(session, sheet, folder)
        assert session.events == known


def test_disjoint_sheets_of_two_persons_commute_on_a_real_checklist(tmp_path: Path) -> None:
    def asked() -> Session:
        return half_way(new_client())

    controls = [c.id for c in asked().library.controls.values() if "practice" in c.layers]
    body = exported(asked())
    first = filled(body, {(c, "practice"): "一部" for c in controls[:20]}, filled_by=OFFICER)
    second = filled(body, {(c, "practice"): "いいえ" for c in controls[20:40]}, filled_by=SYSTEMS)
    there = both(first, second, asked(), tmp_path)
    assert there
    assert there == both(second, first, asked(), tmp_path)
    assert there != fingerprint(asked())
