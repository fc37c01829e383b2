"""Checklists are listed, shown and linted."""

import csv
from pathlib import Path

import pytest

from tests.cli.door import MINI, Program


def test_the_shipped_checklist_can_be_listed(program: Program) -> None:
    rows = program.good("checklist", "list", "--json").data
    assert [row["id"] for row in rows] == ["incident-lessons", "pmark-2023", "quick"]
    assert rows[2]["controls"] == 25
    assert rows[0] == {
        "id": "incident-lessons",
        "title": "事故に学ぶ点検",
        "revision": "2026-11",
        "controls": 87,
        "path": None,
    }


def test_own_checklists_are_listed_with_their_files(program: Program) -> None:
    program.firm()
    rows = {row["id"]: row for row in program.good("checklist", "list", "--json").data}
    assert rows["mini"]["path"] == str(program.folder / "checklists" / "mini.toml")
    assert rows["mini"]["controls"] == 4


@pytest.mark.parametrize(("language", "title"), [("ja", "事故に学ぶ点検"), ("en", "Lessons from incidents")])
def test_the_list_for_people(program: Program, language: str, title: str) -> None:
    program.language = language
    assert program.good("checklist", "list").out.splitlines()[0] == f"incident-lessons\t{title}\t2026-11\t87"


def test_a_checklist_as_data_is_a_flat_list_of_controls(program: Program) -> None:
    data = program.good("checklist", "show", "incident-lessons", "--json").data
    assert data.keys() == {"id", "revision", "title", "controls"}
    assert len(data["controls"]) == 87
    assert all(isinstance(control["section"], str) for control in data["controls"])
    assert {"id", "section", "question", "layers", "weight", "knockout", "refs", "lessons"} <= data["controls"][
        0
    ].keys()
    assert data["controls"][0]["question"].keys() == {"ja", "en"}


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ["一章", "残していますか。"]), ("en", ["Chapter one", "Is it kept?"])]
)
@pytest.mark.parametrize("by_path", [False, True])
def test_an_own_checklist_is_shown_by_id_or_path(
    program: Program, language: str, words: list[str], *, by_path: bool
) -> None:
    program.firm()
    program.language = language
    named = program.file(MINI, "elsewhere.toml") if by_path else "mini"
    if by_path:
        (program.folder / "checklists" / "mini.toml").unlink()
    shown = program.good("checklist", "show", named).out
    assert shown.splitlines()[0] == words[0]
    assert f"  one.kept\t{words[1]}" in shown


def test_an_unknown_checklist_is_answered_with_those_there_are(program: Program) -> None:
    refused = program("checklist", "show", "pmark")
    assert (refused.code, refused.out) == (4, "")
    assert "incident-lessons" in refused.err


@pytest.mark.parametrize(("language", "words"), [("ja", "誤りはありません"), ("en", "No problems")])
def test_a_good_checklist_passes(program: Program, language: str, words: str) -> None:
    program.language = language
    good = program.good("checklist", "lint", program.file(MINI, "mini.toml"))
    assert good.out == ""
    assert words in good.err


@pytest.mark.parametrize(("language", "words"), [("ja", "誤りがあります"), ("en", "problem")])
def test_every_problem_is_a_line_of_data_with_its_place(program: Program, language: str, words: str) -> None:
    program.language = language
    bad = program.file(MINI.replace("weight = 5", "wieght = 5").replace('phase = "do"', 'phase = "dol"', 1), "bad.toml")
    refused = program("checklist", "lint", bad)
    assert refused.code == 3
    lines = refused.out.splitlines()
    assert len(lines) >= 3
    assert all(line.startswith(f"{bad}:") and line.split(":")[1].isdigit() for line in lines)
    assert "problem." not in refused.out
    assert words in refused.err


def test_several_files_and_a_folder_are_linted_at_once(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.toml").write_text("format = 1\n", "utf-8")
    refused = program("checklist", "lint", folder, tmp_path / "no such.toml")
    assert refused.code == 3
    assert str(folder / "a.toml") in refused.out
    assert "no such.toml" in refused.out


class TestAddingAChecklist:
    """A first meeting with the quick check goes on to the full one without losing an answer."""

    @pytest.fixture
    def quick(self, program: Program) -> Program:
        program.good("new", "甲", "--checklist", "quick")
        program.good("answer", "甲", "j9-4.vendors-listed", "yes")
        return program

    def test_answers_carry_over(self, quick: Program) -> None:
        before = quick.good("score", "甲", "--json").data
        assert (before["asked"], before["answered"], before["application_outlook"]) == (25, 1, "none")
        quick.good("checklist", "add", "甲", "pmark-2023")
        after = quick.good("score", "甲", "--json").data
        assert after["checklist"] == "pmark-2023"
        assert after["answered"] == 1
        assert after["asked"] > 200
        assert after["checklists"]["quick"] == before["score"]

    def test_the_questions_stand_where_the_full_check_places_them(self, quick: Program) -> None:
        def asked(client: str) -> list[tuple[str, ...]]:
            table = quick.folder / f"{client}.csv"
            quick.good("export", client, "--format", "csv", "-o", table)
            with table.open(encoding="utf-8-sig", newline="") as rows:
                return [tuple(row[:3]) for row in csv.reader(rows)]

        quick.good("checklist", "add", "甲", "pmark-2023")
        quick.good("new", "乙", "--checklist", "pmark-2023")
        assert asked("甲") == asked("乙")

    def test_what_is_asked_already_is_not_added_again(self, quick: Program) -> None:
        events = len(quick.good("history", "甲", "--json").data)
        quick.good("checklist", "add", "甲", "quick")
        assert len(quick.good("history", "甲", "--json").data) == events

    def test_an_unknown_checklist_changes_nothing(self, quick: Program) -> None:
        events = len(quick.good("history", "甲", "--json").data)
        refused = quick("checklist", "add", "甲", "quikc")
        assert refused.code == 4
        assert "quikc" in refused.err
        assert len(quick.good("history", "甲", "--json").data) == events

    def test_the_file_still_verifies(self, quick: Program) -> None:
        quick.good("checklist", "add", "甲", "pmark-2023", "incident-lessons")
        quick.good("verify", "甲")
        asked = quick.good("score", "甲", "--json").data["checklists"]
        assert list(asked) == ["quick", "pmark-2023", "incident-lessons"]
