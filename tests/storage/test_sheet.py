"""What comes back is read cell by cell; what is no answer sheet, or hides something, is refused with a reason."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import LANGUAGES
from pmark_check.errors import Problems
from pmark_check.i18n.translation import Translator, explain, located
from pmark_check.storage import workbook
from pmark_check.storage.sheet import AnswerSheet, Row, read_sheet
from pmark_check.storage.workbook import is_workbook, place
from tests.export.sheets import ANSWERS, changed, exported, filled, firm, packed, parts


def read(body: bytes, folder: Path, name: str = "answers.xlsx") -> AnswerSheet:
    path = folder / name
    path.write_bytes(body)
    return read_sheet(path)


def row(body: bytes, folder: Path, control: str = "one.kept") -> Row:
    return next(row for row in read(body, folder).rows if row.control == control)


def refusal(body: bytes, folder: Path, name: str = "answers.xlsx") -> list[str]:
    """Return the keys of what is wrong; every refusal can be said in both languages, with its place."""
    with pytest.raises(Problems) as refused:
        read(body, folder, name)
    for problem in refused.value.problems:
        assert problem.source.startswith(str(folder / name))
        for language in LANGUAGES:
            said = located(problem, Translator(language))
            assert "problem." not in said
            assert len(said) > len(problem.source) + 20
    for language, kept in zip(LANGUAGES, ("1件も取り込んでいません", "Nothing was imported"), strict=True):
        assert kept in str(explain(refused.value, Translator(language)))
    return [problem.key for problem in refused.value.problems]


# --- words ------------------------------------------------------------------------------------------------------------

SAID = {
    Mark.YES: ("はい", " はい　", "Yes", "YES", "yes", "1", "１", 1.0),
    Mark.PARTIAL: ("一部", "Partly", "partial", "２"),
    Mark.NO: ("いいえ", "い い え", "No", "3"),
    Mark.UNKNOWN: ("わからない", "Don’t know", "don't know", "ＤＯＮ’Ｔ　ＫＮＯＷ", 4.0),
}


@pytest.mark.parametrize(("mark", "said"), [(mark, said) for mark, words in SAID.items() for said in words])
def test_a_mark_is_understood_in_either_language_and_any_width(mark: Mark, said: str | float, tmp_path: Path) -> None:
    found = row(filled(exported(firm(), "en"), {("one.kept", "practice"): said}), tmp_path)
    assert (dict(found.marks), found.problems) == ({"practice": mark}, [])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-10-31", date(2026, 10, 31)),
        ("２０２６／１０／３１", date(2026, 10, 31)),
        ("2026年10月31日", date(2026, 10, 31)),
        ("2026.4.1", date(2026, 4, 1)),
        (46326.0, date(2026, 10, 31)),
    ],
)
def test_a_day_is_understood_as_people_type_it(said: str | float, day: date, tmp_path: Path) -> None:
    body = filled(exported(firm()), {("one.kept", "evidence"): "棚", ("one.kept", "as-of"): said})
    proof = row(body, tmp_path).proof
    assert proof
    assert (proof.as_of, proof.next_check) == (day, None)


@pytest.mark.parametrize(
    ("cell", "said", "key"),
    [
        ("rule", "たぶん", "sheet.bad-mark"),
        ("rule", "○", "sheet.bad-mark"),
        ("rule", 5.0, "sheet.bad-mark"),
        ("how", "夢で見た", "sheet.bad-how"),
        ("as-of", "来月", "sheet.bad-day"),
        ("as-of", "2026-13-01", "sheet.bad-day"),
        ("as-of", "令和8年1月1日", "sheet.bad-day"),
        ("next-check", "2026-10-31", "sheet.day-without-place"),
        ("note", "x" * 100_001, "sheet.bad-text"),
        ("by", "_x0007_", "sheet.bad-text"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_cell(
    cell: str, said: str | float, key: str, tmp_path: Path
) -> None:
    found = row(filled(exported(firm()), {("one.kept", cell): said}), tmp_path)
    assert [(problem.key, problem.source) for problem in found.problems] == [(key, found.places[cell])]
    assert found.places[cell].endswith("3")
    assert ":回答!" in found.places[cell]


def test_the_name_on_the_first_page_and_in_a_row_are_read(tmp_path: Path) -> None:
    body = filled(exported(firm()), {("one.kept", "by"): "佐藤", ("one.kept", "how"): "現物確認"}, filled_by="鈴木")
    assert read(body, tmp_path).filled_by == "鈴木"
    assert (row(body, tmp_path).by, row(body, tmp_path).how) == ("佐藤", HowKnown.SEEN)


# --- rows -------------------------------------------------------------------------------------------------------------


def test_rows_are_found_by_their_ids_and_a_missing_row_says_nothing(tmp_path: Path) -> None:
    body = exported(firm())
    page = parts(body)[ANSWERS]
    start, end = page.index(b'<row r="4"'), page.index(b'<row r="5"')
    gone = packed(parts(body) | {ANSWERS: page[:start] + page[end:]})
    assert [row.control for row in read(gone, tmp_path).rows] == ["one.kept", "two.told", "two.done"]


def problems(body: bytes, folder: Path) -> list[tuple[str, str]]:
    return [(problem.key, problem.source.partition("!")[2]) for problem in read(body, folder).problems]


def test_a_row_that_is_there_twice_nameless_or_without_its_record_is_named(tmp_path: Path) -> None:
    body = exported(firm())
    twice = filled(body, {("one.seen", "control-id"): "one.kept"})
    assert problems(twice, tmp_path) == [("sheet.twice", "A4")]
    nameless = filled(body, {("one.seen", "control-id"): "", ("one.seen", "note"): "メモ"})
    assert problems(nameless, tmp_path) == [("sheet.no-id", "M4")]
    for broken in ("", "{}", "x", "[" * 10_000):
        assert problems(filled(body, {("one.seen", "written-from"): broken}), tmp_path) == [("sheet.no-record", "B4")]


def test_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    body = changed(exported(firm()), "xl/sharedStrings.xml", b"<t>as-of</t>", b"<t>x</t>")
    assert [key for key, _ in problems(body, tmp_path)] == ["sheet.no-columns"]


# --- refusals ---------------------------------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    return packed(members)


def someone_elses() -> bytes:
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body)
    book.add_worksheet().write_string(0, 0, "請求書")
    book.close()
    return body.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return packed(parts(exported(firm())) | {name: content})


def lying() -> bytes:
    """A part that says it unpacks to 10 bytes, and does not."""
    name = b"xl/media/x.bin"
    body = bytearray(with_part(name.decode(), bytes(1_000_000)))
    at = body.rindex(name) - 46
    struct.pack_into("<I", body, at + 24, 10)
    return bytes(body)


def twice() -> bytes:
    body = io.BytesIO(exported(firm()))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(body, "a") as container:
        container.writestr(ANSWERS, b"<worksheet/>")
    return body.getvalue()


def locked() -> bytes:
    body = bytearray(exported(firm()))
    at = body.index(b"PK\x01\x02")
    body[at + 8] |= 1
    return bytes(body)


FIRST_CELL = b'<c r="A3"'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "sheet.no-workbook"),
    "text": (lambda: b"hello", "sheet.no-workbook"),
    "cut off": (lambda: exported(firm())[:5_000], "sheet.no-workbook"),
    "some zip": (lambda: zipped(a=b"b"), "sheet.no-workbook"),
    "old or with a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet.encrypted"),
    "zip with a password": (locked, "sheet.encrypted"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "sheet.macros"),
    "macro type": (
        lambda: changed(exported(firm()), "[Content_Types].xml", b"<Default", b"<!-- macroEnabled --><Default"),
        "sheet.macros",
    ),
    "somebody else's": (someone_elses, "sheet.foreign"),
    "many parts": (lambda: packed({str(n): b"" for n in range(1_001)}), "sheet.too-many-parts"),
    "bomb": (lambda: with_part("xl/media/x.bin", bytes(100_000_001)), "sheet.too-large-inside"),
    "lying bomb": (lying, "sheet.no-workbook"),
    "same part twice": (twice, "sheet.damaged"),
    "far cell": (
        lambda: changed(
            exported(firm()),
            ANSWERS,
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "sheet.too-many-cells",
    ),
    "one long text in many cells": (
        lambda: packed(
            parts(exported(firm()))
            | {
                "xl/sharedStrings.xml": b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
                + b"x" * 1_000_000
                + b"</t></si></sst>",
                "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
                b'main"><sheetData>'
                + b"".join(b'<row r="%d">%s</row>' % (line, b'<c t="s"><v>0</v></c>' * 500) for line in range(1, 100))
                + b"</sheetData></worksheet>",
            }
        ),
        "sheet.too-many-cells",
    ),
    "a text that is not there": (
        lambda: packed(parts(exported(firm())) | {"xl/sharedStrings.xml": b"<sst/>"}),
        "sheet.damaged",
    ),
    "entities": (
        lambda: changed(
            exported(firm()),
            "xl/sharedStrings.xml",
            b"<sst",
            b'<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst',
        ),
        "sheet.damaged",
    ),
    "no XML": (lambda: packed(parts(exported(firm())) | {ANSWERS: b"\0\1"}), "sheet.damaged"),
    "newer": (
        lambda: changed(exported(firm()), "xl/worksheets/sheet4.xml", *_version(b"2")),
        "sheet.newer",
    ),
    "no answers": (
        lambda: changed(exported(firm()), "xl/sharedStrings.xml", b"<t>control-id</t>", b"<t>x</t>"),
        "sheet.no-answers",
    ),
}


def _version(number: bytes) -> tuple[bytes, bytes]:
    """Return the cell with the version of the format, and what stands there instead."""
    page = parts(exported(firm()))["xl/worksheets/sheet4.xml"]
    start = page.index(b'<c r="B1"')
    old = page[start : page.index(b"</c>", start) + 4]
    return old, b'<c r="B1" t="inlineStr"><is><t>' + number + b"</t></is></c>"


@pytest.mark.parametrize(("make", "key"), list(REFUSED.values()), ids=list(REFUSED))
def test_what_is_no_answer_sheet_of_ours_is_refused(make: Callable[[], bytes], key: str, tmp_path: Path) -> None:
    assert refusal(make(), tmp_path) == [key]


def test_a_file_above_twenty_megabytes_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(Problems) as refused:
        read_sheet(path)
    assert [problem.key for problem in refused.value.problems] == ["too-big"]
    for wrong, key in ((tmp_path, "not-a-file"), (tmp_path / "no.xlsx", "missing-file")):
        with pytest.raises(Problems) as refused:
            read_sheet(wrong)
        assert [problem.key for problem in refused.value.problems] == [key]


def test_formulas_are_refused_with_their_cells_wherever_they_are_read(tmp_path: Path) -> None:
    body = exported(firm())
    page = parts(body)[ANSWERS]
    start = page.index(b'<c r="M3"')
    end = page.index(b"/>", start) + 2
    formula = b'<c r="M3" t="str"><f>1+1</f><v>2</v></c>'
    assert refusal(packed(parts(body) | {ANSWERS: page[:start] + formula + page[end:]}), tmp_path) == ["sheet.formula"]
    with pytest.raises(Problems) as refused:
        read_sheet(tmp_path / "answers.xlsx")
    assert refused.value.problems[0].source.endswith(":回答!M3")
    guide = parts(body)["xl/worksheets/sheet1.xml"]
    start = guide.index(b'<c r="C2"')
    end = guide.index(b"/>", start) + 2
    named = guide[:start] + b'<c r="C2" t="str"><f>A1</f><v>x</v></c>' + guide[end:]
    found = read(packed(parts(body) | {"xl/worksheets/sheet1.xml": named}), tmp_path)
    assert [problem.key for problem in found.problems] == ["sheet.formula"]


def test_a_workbook_is_known_by_its_name_or_by_its_first_bytes(tmp_path: Path) -> None:
    for name, body, expected in (
        ("a.xlsx", b"", True),
        ("a.XLSM", b"", True),
        ("a.ods", b"", True),
        ("a", exported(firm()), True),
        ("b.toml", b'[answers."one.kept"]', False),
    ):
        (tmp_path / name).write_bytes(body)
        assert is_workbook(tmp_path / name) is expected
    assert not is_workbook(tmp_path / "not there")


def test_cells_are_named_as_excel_names_them() -> None:
    assert [place(0, 0), place(11, 25), place(0, 26), place(0, 701), place(9, 702)] == [
        "A1",
        "Z12",
        "AA1",
        "ZZ1",
        "AAA10",
    ]


def test_a_panic_of_the_reader_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    panic = type("PanicException", (BaseException,), {})

    def panics(_: object) -> None:
        raise panic

    monkeypatch.setattr(workbook, "load_workbook", panics)
    assert refusal(exported(firm()), tmp_path) == ["sheet.damaged"]
