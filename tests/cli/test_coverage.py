"""What a checklist covers, on the command line; and checklists that are folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmark_check.resources import shipped
from tests.cli.door import MINI, Program

QUICK = "quick"
PARTS = MINI.partition("[[control]]")
KEYS = {"checklist", "clauses", "documents", "failures", "uncovered", "uncited"}


def folder(program: Program, name: str = "mini") -> Path:
    """Write the small checklist as a folder of two files, beside the workspace."""
    at = program.folder.parent / name
    at.mkdir(parents=True)
    (at / "checklist.toml").write_text(PARTS[0], "utf-8")
    (at / "one.toml").write_text(PARTS[1] + PARTS[2], "utf-8")
    return at


def covered(data: Any, kind: str) -> set[str]:
    return {name for name, controls in data[kind].items() if controls}


# --- coverage --------------------------------------------------------------------------------------------------------


def test_the_privacy_mark_checklist_covers_all_there_is_to_cover(program: Program) -> None:
    data = program.good("checklist", "coverage", "--json").data
    assert data.keys() == KEYS
    assert data["checklist"] == "pmark-2023"
    assert {kind: len(data[kind]) for kind in ("clauses", "documents", "failures")} == {
        "clauses": 58,
        "documents": 53,
        "failures": 22,
    }
    assert data["uncovered"] == {"clauses": [], "documents": [], "failures": []}
    assert data["uncited"] == []


def test_what_is_left_out_is_named(program: Program) -> None:
    data = program.good("checklist", "coverage", QUICK, "--json").data
    assert data["checklist"] == QUICK
    for kind in ("clauses", "documents", "failures"):
        assert covered(data, kind)
        assert data["uncovered"][kind] == [name for name in data[kind] if name not in covered(data, kind)] != []


def test_borrowed_questions_cover_for_who_borrows_them(program: Program) -> None:
    data = program.good("checklist", "coverage", QUICK, "--json").data
    assert "j4-3.everyone-trained" in data["clauses"]["J.4.3"]
    asked = {control for controls in data["clauses"].values() for control in controls}
    assert len(asked) <= 25
    lessons = program.good("checklist", "coverage", "incident-lessons", "--json").data
    assert lessons["uncovered"]["failures"] == []


@pytest.mark.parametrize(
    ("language", "first"),
    [("ja", "条項：58のうち58に質問があります"), ("en", "58")],
)
def test_the_table_for_people_names_clause_title_number_layers_and_documents(
    program: Program, language: str, first: str
) -> None:
    program.language = language
    lines = program.good("checklist", "coverage").out.splitlines()
    assert first in lines[0]
    row = next(line for line in lines if line.startswith("  J.4.3\t")).split("\t")
    assert len(row) == 5
    assert row[1]
    assert int(row[2]) >= 3
    assert ("規程 実施 記録" if language == "ja" else row[3]) == row[3]
    assert "D" in row[4]
    assert sum(line.startswith("  ") for line in lines) == 58 + 53 + 22


def test_a_checklist_that_cites_nothing_covers_nothing_and_says_which_controls(program: Program) -> None:
    data = program.good("checklist", "coverage", program.file(MINI, "mini.toml"), "--json").data
    assert data["uncited"] == ["one.kept", "one.seen", "two.told", "two.done"]
    assert len(data["uncovered"]["clauses"]) == 58


@pytest.mark.parametrize("named", ["nowhere", "no/such/folder"])
def test_an_unknown_checklist_is_answered_with_those_there_are(program: Program, named: str) -> None:
    refused = program("checklist", "coverage", named)
    assert (refused.code, refused.out) == (4, "")
    assert "pmark-2023" in refused.err


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_checklist_folder_is_covered_shown_and_linted_by_its_path(program: Program) -> None:
    at = folder(program)
    assert program.good("checklist", "coverage", at, "--json").data["checklist"] == "mini"
    shown = program.good("checklist", "show", at, "--json").data
    assert [control["id"] for control in shown["controls"]] == ["one.kept", "one.seen", "two.told", "two.done"]
    assert program.good("checklist", "lint", at).out == ""


def test_the_shipped_folder_can_be_named_by_path(program: Program) -> None:
    at = Path(str(shipped("checklists"))) / "pmark-2023"
    by_path = program.good("checklist", "coverage", at, "--json").data
    assert by_path == program.good("checklist", "coverage", "pmark-2023", "--json").data


def test_a_folder_in_the_workspace_is_listed_with_its_path(program: Program) -> None:
    at = folder(program, "workspace/checklists/mini")
    rows = {row["id"]: row for row in program.good("checklist", "list", "--json").data}
    assert rows["mini"]["path"] == str(at)
    assert rows["mini"]["controls"] == 4
    assert rows.keys() >= {"incident-lessons", "pmark-2023", QUICK}
    assert rows["pmark-2023"]["path"] is None


def test_a_list_counts_the_questions_that_are_asked_borrowed_ones_among_them(program: Program) -> None:
    rows = {row["id"]: row for row in program.good("checklist", "list", "--json").data}
    assert rows[QUICK]["controls"] == 25
    assert rows["incident-lessons"]["controls"] == 87


def test_a_checklist_that_only_borrows_shows_what_it_asks(program: Program) -> None:
    shown = program.good("checklist", "show", QUICK).out
    assert "j4-3.everyone-trained" in shown
    assert len(program.good("checklist", "show", QUICK, "--json").data["controls"]) == 25


def test_a_problem_in_a_part_is_a_line_with_that_part(program: Program) -> None:
    at = folder(program)
    part = at / "one.toml"
    text = part.read_text("utf-8").replace("weight = 1", "weight = 7")
    part.write_text(text, "utf-8")
    refused = program("checklist", "lint", at)
    assert refused.code == 3
    (line,) = refused.out.splitlines()
    number = text[: text.index("weight = 7")].count("\n") + 1
    assert line.startswith(f"{part}:{number}:10: ")


def test_a_client_may_be_asked_with_a_folder(program: Program) -> None:
    at = folder(program)
    program.good("new", "株式会社サンプル印刷", "--checklist", at)
    assert program.good("score", "株式会社サンプル印刷", "--json").data["asked"] == 4


def test_a_client_asked_with_the_quick_check_goes_on_with_the_whole(program: Program) -> None:
    """Answers carry over by the ids of the controls: the same file of answers fits both."""
    quick = program.good("checklist", "coverage", QUICK, "--json").data
    some = sorted({control for controls in quick["clauses"].values() for control in controls})
    answers = program.file("".join(f'[answers."{name}"]\nmark = "yes"\n' for name in some))
    for name, checklists in (("先", [QUICK]), ("後", [QUICK, "pmark-2023", "incident-lessons"])):
        program.good("new", name, *(part for each in checklists for part in ("--checklist", each)))
        program.good("import", name, answers)
        data = program.good("score", name, "--json").data
        assert data["checklists"].keys() == {*checklists}
        assert data["answered"] == len(some)
        assert data["checklist"] == ("pmark-2023" if len(checklists) > 1 else QUICK)
