"""The answer sheet holds all that its reader needs, and nothing that could be taken for something else."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pmark_check.domain.checklist import LAYERS
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.errors import BadInput, NotFound
from pmark_check.export.sheet import COLUMNS, FIRST
from pmark_check.export.sheet_layout import cells, height, lines
from pmark_check.view.answer_sheet import OPEN_CELLS
from pmark_check.view.dossier import NOT_ASKED
from pmark_check.view.selection import Part, Selection
from tests.export.sheets import ANSWERS, AT, MAIN, exported, firm, pages, parts, rows
from tests.report.clients import (
    DAY,
    OFFICER,
    PRIVATE,
    SYSTEMS,
    before_examination,
    half_way,
    new_client,
    shipped_background,
    view_of,
)

LANGUAGES: tuple[Language, ...] = ("ja", "en")


def page() -> ET.Element:
    return ET.fromstring(parts(exported(half_way()))[ANSWERS])


def all_text(body: bytes, folder: Path) -> str:
    return "\n".join(str(value) for sheet in pages(body, folder) for row in sheet.rows for value in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_answers_give_equal_bytes_whatever_the_ids(language: Language) -> None:
    one, other = half_way(), half_way(new_client(first_id=5_000))
    body = exported(one, language)
    assert body == exported(other, language)
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", parts(body)["docProps/core.xml"])) == {b"2026-11-22T00:00:00Z"}


def test_every_asked_control_has_a_row_with_question_and_answers(tmp_path: Path) -> None:
    session = before_examination()
    dossier = Part(view_of(session), shipped_background(), DAY)
    found = rows(exported(session), tmp_path)
    asked = [entry.control.id for entry in dossier.entries if entry.standing != NOT_ASKED]
    assert set(asked) <= set(found)
    for entry in dossier.entries:
        if entry.control.id in found and not entry.card.is_excused:
            row = found[entry.control.id]
            assert row["question"] == entry.card.question
            assert entry.card.plain in str(row["plain"])
            assert {layer.layer: layer.answer if layer.mark else "" for layer in entry.card.layers} == {
                layer: row[layer] for layer in entry.control.layers
            }


def test_every_note_reason_evidence_and_homework_is_there_and_private_notes_only_where_wanted(tmp_path: Path) -> None:
    session = half_way()
    cards = [view_of(session).cards.card(control) for control in session.library.controls.values()]
    public, private = (all_text(exported(session, with_private=wanted), tmp_path) for wanted in (False, True))
    for card in cards:
        for text in (card.note, card.not_applicable, *(proof.where for proof in card.evidence)):
            assert text in public
        for action in card.actions:
            assert action.text in public
            assert action.owner in public
            assert action.due in public
    assert PRIVATE not in public
    assert PRIVATE in private


def test_what_is_ruled_out_by_the_facts_has_a_row_only_where_something_was_said(tmp_path: Path) -> None:
    session = firm()
    session.state_fact("has_vendor", value=False)
    assert "two.told" not in rows(exported(session), tmp_path)
    session.write_note("two.told", "去年まで委託していた")
    assert rows(exported(session), tmp_path)["two.told"]["note"] == "去年まで委託していた"


HOSTILE = (
    '=HYPERLINK("http://x/","y")',
    "+1",
    "-1",
    "@SUM(1)",
    "＝1+1",
    "http://example.com/",
    "_x0041_",
    "{=1}",
    "007",
)


def test_no_text_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    session = firm()
    for control, text in zip(list(session.library.controls) * 3, HOSTILE, strict=False):
        session.write_note(control, text)
        session.add_evidence(control, text)
        session.plan_action(control, text=text, owner=text)
        session.answer(control, Mark.NO, said_by=text)
        body = exported(session)
        assert rows(body, tmp_path)[control]["note"] == text
        found = parts(body)
        assert not any("hyperlink" in name.lower() for name in found)
        for name, part in found.items():
            assert not name.startswith("xl/worksheets/") or not re.search(rb"<f[ >]|<hyperlink", part)


def test_only_the_answers_to_what_is_asked_can_be_changed(tmp_path: Path) -> None:
    session = half_way()
    found = parts(exported(session))
    answers, styles = (ET.fromstring(found[name]) for name in (ANSWERS, "xl/styles.xml"))
    formats = styles.find(f"{{{MAIN}}}cellXfs")
    assert formats is not None
    unlocked = {
        number
        for number, form in enumerate(formats)
        if (protection := form.find(f"{{{MAIN}}}protection")) is not None and protection.get("locked") == "0"
    }
    protected = answers.find(f"{{{MAIN}}}sheetProtection")
    assert protected is not None
    assert protected.get("sheet") == "1"
    assert "password" not in protected.attrib
    open_columns = {
        re.sub(r"\d", "", cell.get("r", ""))
        for cell in answers.iter(f"{{{MAIN}}}c")
        if int(cell.get("s", "0")) in unlocked
    }
    assert open_columns == {chr(ord("A") + AT[name]) for name in OPEN_CELLS}
    asked = [control for control in session.library.controls.values() if session.applies(control) != "no"]
    assert any(len(control.layers) < 3 for control in asked)
    by_row = {control: line for line, control in enumerate(rows(exported(session), tmp_path), FIRST + 1)}
    styles_at = {cell.get("r"): int(cell.get("s", "0")) for cell in answers.iter(f"{{{MAIN}}}c")}
    for control in asked:
        for layer in LAYERS:
            at = f"{chr(ord('A') + AT[layer])}{by_row[control.id]}"
            assert (styles_at[at] in unlocked) == (layer in control.layers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choices_are_the_words_of_the_language(language: Language) -> None:
    answers = ET.fromstring(parts(exported(firm(), language))[ANSWERS])
    translate = view_of(firm(), language).translate
    lists = {element.text for element in answers.iter(f"{{{MAIN}}}formula1")}
    assert f'"{",".join(translate(f"mark.{mark}") for mark in Mark)}"' in lists
    assert f'"{",".join(translate(f"how.{how}") for how in HowKnown)}"' in lists


def test_ids_are_hidden_and_the_heading_stays_on_screen_and_paper() -> None:
    found = page()
    hidden = [column for column in found.iter(f"{{{MAIN}}}col") if column.get("hidden") == "1"]
    assert {(column.get("min"), column.get("max")) for column in hidden} <= {("1", "1"), ("2", "2"), ("1", "2")}
    first = next(found.iter(f"{{{MAIN}}}row"))
    assert (first.get("r"), first.get("hidden")) == ("1", "1")
    pane = next(found.iter(f"{{{MAIN}}}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("2", "frozen")
    paper = next(found.iter(f"{{{MAIN}}}pageSetup"))
    assert (paper.get("paperSize"), paper.get("orientation"), paper.get("fitToHeight")) == ("9", "landscape", "0")
    assert next(found.iter(f"{{{MAIN}}}autoFilter")).get("ref", "").startswith("A2:")
    book = parts(exported(half_way()))["xl/workbook.xml"].decode()
    assert re.search(r'Print_Titles"[^>]*>[^<]*\$2:\$2<', book)
    assert 'state="veryHidden"' in book


def test_rows_are_as_tall_as_their_japanese_needs() -> None:
    assert cells("ｱa") == 2
    assert cells("漢字") == 4
    assert lines("あ" * 20, 21) == 2
    assert lines("a\n\nb", 21) == 3
    assert height([("あ" * 4_000, 10.0)]) == 409
    heights = [float(row.get("ht", "0")) for row in page().iter(f"{{{MAIN}}}row")][FIRST:]
    assert min(heights) >= 20
    assert len(set(heights)) > 3


def test_the_instructions_come_first_with_the_persons_name_and_day(tmp_path: Path) -> None:
    (guide, *_) = pages(exported(half_way(), selection=Selection(person=SYSTEMS)), tmp_path)
    told = {row[0]: row[2] for row in guide.rows if row[0]}
    assert told["filled-by"] == SYSTEMS
    assert told["until"] == "2026-12-05"
    for language, words in zip(
        LANGUAGES, (("現物確認", "わからない", "該当なし"), ("Seen", "Don’t know")), strict=True
    ):
        (guide, *_) = pages(exported(half_way(), language), tmp_path)
        text = "\n".join(str(value) for row in guide.rows for value in row)
        assert all(word in text for word in words)
        assert "sheet." not in text


# --- the results ------------------------------------------------------------------------------------------------------


def results(body: bytes, folder: Path) -> dict[str, list[object]]:
    page = next(sheet for sheet in pages(body, folder) if sheet.name in ("採点", "Results"))
    return {str(row[0]): row[1:] for row in page.rows if row[0]}


def test_the_results_are_cells_with_numbers_and_say_that_they_stay_as_they_are(tmp_path: Path) -> None:
    session = before_examination()
    body = exported(session)
    found = results(body, tmp_path)
    assert found["target"][2] == 85.0
    assert all(isinstance(row[2], float) for name, row in found.items() if name.startswith(("layer:", "gap:")))
    assert (found["verdict:incident"][1], found["verdict:application"][1]) == ("穴があります", "まだ申請できません")
    reasons = [name.split(":")[2] for name in found if name.count(":") == 2 and not name.endswith(":sentence")]
    verdicts = view_of(session).incident, view_of(session).application
    assert reasons == [line.id for verdict in verdicts for line in verdict.reasons]
    text = all_text(body, tmp_path)
    assert "シートの答えを書き換えても変わりません" in text
    assert "2026-11-22現在" in text


def test_nothing_of_the_results_can_be_changed_and_they_print_upright() -> None:
    page = parts(exported(half_way()))["xl/worksheets/sheet3.xml"]
    found = ET.fromstring(page)
    assert next(found.iter(f"{{{MAIN}}}sheetProtection")).get("sheet") == "1"
    paper = next(found.iter(f"{{{MAIN}}}pageSetup"))
    assert (paper.get("paperSize"), paper.get("orientation"), paper.get("fitToHeight")) == ("9", "portrait", "0")
    assert b"&amp;P / &amp;N" in page
    hidden = next(found.iter(f"{{{MAIN}}}col"))
    assert (hidden.get("max"), hidden.get("hidden")) == ("1", "1")


def test_whoever_is_asked_some_questions_gets_no_results_of_the_firm(tmp_path: Path) -> None:
    for wish in (Selection(person=SYSTEMS), Selection(is_open=True), Selection(("test-data",))):
        body = exported(half_way(), selection=wish)
        assert [sheet.name for sheet in pages(body, tmp_path)] == ["使い方", "回答", "pmark-check"]


def test_the_cells_say_what_belongs_into_them() -> None:
    answers = parts(exported(half_way()))[ANSWERS].decode()
    hints = re.findall(r'promptTitle="([^"]*)" prompt="([^"]*)"', answers)
    titles = ["該当なしの理由", "確かめ方", "答えた人", "証拠のある場所（追加）", "いつの時点", "次に見る日"]
    assert [title for title, _ in hints] == titles
    assert 'error="日付を 2026-10-31 のように入れてください。"' in answers
    assert 'errorTitle="日付を入れてください"' in answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_left_untranslated(language: Language, tmp_path: Path) -> None:
    body = exported(half_way(), language, with_private=True)
    assert not re.search(r"\b(sheet|mark|how|layer|export)\.[a-z-]+", all_text(body, tmp_path))


def test_what_is_too_long_for_a_cell_stands_on_a_page_of_its_own(tmp_path: Path) -> None:
    session = firm()
    note = "あ😀" * 20_000 + "おわり"
    session.write_note("one.kept", note)
    body = exported(session)
    assert "長い文" in str(rows(body, tmp_path)["one.kept"]["note"])
    long = next(sheet for sheet in pages(body, tmp_path) if sheet.name == "長い文")
    assert "".join(str(row[1]) for row in long.rows) == note


# --- parts ------------------------------------------------------------------------------------------------------------


def test_a_part_holds_the_chapters_the_person_and_the_open_questions_asked_for(tmp_path: Path) -> None:
    session = firm()
    session.answer("one.kept", Mark.YES, said_by=OFFICER)
    session.answer("two.done", Mark.UNKNOWN, said_by=SYSTEMS)
    session.plan_action("one.seen", owner=SYSTEMS)

    def ids(**wish: object) -> list[str]:
        return list(rows(exported(session, selection=Selection(**wish)), tmp_path))  # type: ignore[arg-type]

    assert ids() == ["one.kept", "one.seen", "two.told", "two.done"]
    assert ids(sections=("two",)) == ["two.told", "two.done"]
    assert ids(sections=("two", "one")) == ids()
    assert ids(person=OFFICER.replace(" ", "　")) == ["one.kept"]
    assert ids(person=SYSTEMS) == ["one.seen", "two.done"]
    assert ids(is_open=True) == ["one.seen", "two.told", "two.done"]
    assert ids(sections=("one",), is_open=True, person=SYSTEMS) == ["one.seen"]


def test_who_has_homework_sees_it_beside_the_question(tmp_path: Path) -> None:
    session = firm()
    session.plan_action("one.seen", text="棚を見る", owner=SYSTEMS, due=DAY)
    session.answer("two.done", Mark.UNKNOWN, said_by=OFFICER)

    def order(person: str) -> list[str]:
        body = exported(session, selection=Selection(person=person))
        names = next(sheet.rows[0] for sheet in pages(body, tmp_path) if sheet.rows[0][0] == "control-id")
        return [str(name) for name in names]

    with_homework, without = order(SYSTEMS), order(OFFICER)
    assert with_homework[with_homework.index("plain") + 1 :][:3] == ["homework", "due", "rule"]
    assert sorted(with_homework) == sorted(without)
    assert without == [column.name for column in COLUMNS if column.name != "private-note"]
    body = exported(session, selection=Selection(person=SYSTEMS))
    assert rows(body, tmp_path)["one.seen"]["homework"] == "対応 棚を見る (未了)"


def test_a_part_that_is_empty_or_unknown_is_refused() -> None:
    with pytest.raises(BadInput, match="nothing-selected"):
        exported(firm(), selection=Selection(person="だれか"))
    with pytest.raises(NotFound, match="section"):
        exported(firm(), selection=Selection(("three",)))


def test_clauses_are_found_by_their_number(tmp_path: Path) -> None:
    session = before_examination()
    numbered = next(s for s in session.library.sections.values() if s.ref and s.id in
                    {session.library.section(c).id for c in session.library.controls})  # fmt: skip
    number = (numbered.ref or "").partition(":")[2]
    by_number = rows(exported(session, selection=Selection((number,))), tmp_path)
    assert list(by_number) == list(rows(exported(session, selection=Selection((numbered.id,))), tmp_path))
    assert {row["number"] for row in by_number.values()} >= {number}


def test_the_columns_have_headings_in_both_languages(tmp_path: Path) -> None:
    for language in LANGUAGES:
        answers = next(s for s in pages(exported(firm(), language), tmp_path) if s.rows[0][0] == "control-id")
        assert len(set(map(str, answers.rows[1]))) == len(COLUMNS) - 1
