"""An answer sheet goes out and comes back on the command line: previewed, taken in whole, or refused whole."""

from pathlib import Path

import pytest

from tests.cli.door import FIRM, Program
from tests.export.sheets import filled


def exported(program: Program, *options: str) -> Path:
    program.folder.mkdir(exist_ok=True)
    return Path(program.good("export", FIRM, "--format", "xlsx", *options).line)


def returned(program: Program, sheet: Path, edits: dict[tuple[str, str], str]) -> Path:
    return program.file(filled(sheet.read_bytes(), edits, filled_by="佐藤"), "返信.xlsx")


@pytest.mark.parametrize(
    ("language", "words", "counts"),
    [
        ("ja", "「未回答」→「はい」", "新しい 2, 変わる 0, 変わらない 0, 食い違い 0, 知らないID 0, 読めない値 0"),
        ("en", "“Unanswered” → “Yes”", "new 2, changed 0, unchanged 0, conflict 0, unknown id 0, bad value 0"),
    ],
)
def test_a_preview_says_what_would_change_and_changes_nothing(
    program: Program, language: str, words: str, counts: str
) -> None:
    client = program.firm()
    program.language = language
    file = returned(program, exported(program), {("one.kept", "rule"): "はい", ("two.done", "note"): "棚\x09の 上"})
    before = client.read_bytes()
    shown = program.good("import", FIRM, file, "--preview")
    first, second, last = shown.out.splitlines()
    assert words in first
    assert f"{file}:回答!G3" in first
    assert "two.done" in second
    assert last == counts
    assert client.read_bytes() == before
    taken = program.good("import", FIRM, file)
    assert (taken.out, counts in taken.err) == ("", True)
    assert program.good("history", FIRM, "--json").data[-1]["kind"] == "note-written"
    program.good("undo", FIRM)
    assert program.good("score", FIRM, "--json").data["answered"] == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_conflict_is_named_blocks_and_can_be_forced(program: Program, language: str) -> None:
    client = program.firm()
    file = returned(program, exported(program), {("one.kept", "rule"): "はい"})
    program.good("answer", FIRM, "one.kept", "no")
    program.language = language
    before = client.read_bytes()
    preview = program("import", FIRM, file, "--preview")
    assert (preview.code, "--force" in preview.out) == (3, True)
    refused = program("import", FIRM, file)
    assert (refused.code, refused.out) == (3, "")
    assert "回答!G3" in refused.err
    assert "--force" in refused.err
    assert client.read_bytes() == before
    assert program("import", FIRM, file, "--preview", "--force").code == 0
    program.good("import", FIRM, file, "--force")
    assert program.good("history", FIRM, "--json").data[-1]["marks"] == {"rule": "yes"}


def test_preview_and_force_are_for_sheets_alone(program: Program) -> None:
    program.firm()
    file = program.file('[answers."two.done"]\nmark = "yes"\n')
    for flag in ("--preview", "--force"):
        assert program("import", FIRM, file, flag).code == 3
    assert program.good("score", FIRM, "--json").data["answered"] == 0


def test_parts_go_out_as_tables_and_nothing_else(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "two.done", "yes", "--by", "佐藤")
    for form in ("xlsx", "csv"):
        program.good("export", FIRM, "--format", form, "--section", "two", "--person", "佐藤", "-o",
                     program.folder / f"part.{form}")  # fmt: skip
    table = (program.folder / "part.csv").read_text("utf-8-sig")
    assert "two.done" in table
    assert "one.kept" not in table
    refused = program("export", FIRM, "--format", "json", "--open")
    assert (refused.code, "xlsx, csv" in refused.err) == (3, True)
    assert program("export", FIRM, "--format", "xlsx", "--section", "three").code == 4
    assert program("export", FIRM, "--format", "xlsx", "--person", "だれか").code == 3


def test_an_english_sheet_can_be_answered_in_japanese_and_the_other_way_round(program: Program) -> None:
    program.firm()
    for language, said in (("en", "いいえ"), ("ja", "No")):
        sheet = exported(program, "--lang", language, "-o", str(program.folder / f"{language}.xlsx"))
        program.good("import", FIRM, returned(program, sheet, {("two.done", "practice"): said}))
    assert program.good("score", FIRM, "--json").data["answered"] == 1
