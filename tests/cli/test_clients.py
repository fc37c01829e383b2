"""Clients are created, listed and found by whatever a person calls them."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.door import FIRM, Program, process


def test_a_new_client_is_a_file_whose_path_is_all_that_is_written(program: Program) -> None:
    path = program.firm()
    assert path == program.folder / "clients" / f"{FIRM}.pmark"
    assert path.is_file()


def test_the_list_has_one_row_for_each_client(program: Program) -> None:
    paths = [program.firm("乙商店"), program.firm("A & Co.")]
    rows = program.good("list", "--json").data
    assert {(row["name"], row["path"]) for row in rows} == {("乙商店", str(paths[0])), ("A & Co.", str(paths[1]))}
    assert rows[0].keys() == {
        "name", "path", "incident_readiness", "application_outlook", "score", "asked", "answered", "knockouts",
        "last_change", "next_due",
    }  # fmt: skip
    assert rows[0]["incident_readiness"] == "unknown"
    assert rows[0]["score"] == {"worst": 0.0, "best": 1.0}


@pytest.mark.parametrize(
    ("language", "verdict", "score"),
    [("ja", "まだ分かりません", "0%（最大 100%）"), ("en", "Not known yet", "0% (at most 100%)")],
)
def test_the_list_for_people_speaks_their_language(program: Program, language: str, verdict: str, score: str) -> None:
    path = program.firm()
    program.language = language
    assert program.good("list").line == f"{FIRM}\t{verdict}\t{score}\t0/4\t{path}"


@pytest.mark.parametrize(("language", "words"), [("ja", "まだ会社がありません"), ("en", "No client yet")])
def test_an_empty_workspace_lists_nothing_and_says_how_to_begin(program: Program, language: str, words: str) -> None:
    program.language = language
    listed = program.good("list", "--json")
    assert listed.data == []
    assert words in listed.err


def test_a_file_that_cannot_be_read_does_not_hide_the_other_clients(program: Program) -> None:
    program.firm()
    (program.folder / "clients" / "壊れ.pmark").write_bytes(b"not a database" * 100)
    listed = program.good("list", "--json")
    assert [row["name"] for row in listed.data] == [FIRM]
    assert "壊れ.pmark" in listed.err


NAMES = ["山田　印刷 株式会社", "😀 印刷",
         "𠮷野家", "ﾔﾏﾀﾞ商店", "CON", "nul", "a.pmark社", "..", "-", "社" * 10_000, "😀" * 90,
         "A/B商事", "a\\b", "tab\tname", "[/] [@click=app.quit]x[/]", "<script>", "\u202eabc"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_makes_a_client_that_is_found_by_it(program: Program, name: str) -> None:
    """A name that begins with a hyphen stands after ``--``, as everywhere."""
    program.firm("別の会社")
    path = Path(program.good("new", "--checklist", "mini", "--", name).line)
    assert path.parent == program.folder / "clients"
    assert len(os.fsencode(path.name)) <= 255 - len("-journal")
    scored = program.good("score", "--json", "--", name)
    assert scored.data["client"] == name
    assert name in [row["name"] for row in program.good("list", "--json").data]


@pytest.mark.parametrize("name", ["", "   ", "　", "a\0b", "a\x1b[2Jb"], ids=ascii)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_name_that_no_screen_can_show_is_refused(program: Program, name: str, language: str) -> None:
    program.language = language
    refused = program("new", name)
    assert (refused.code, refused.out) == (3, "")
    assert len(refused.err.splitlines()) == 3
    assert "\x1b" not in refused.err
    assert not (program.folder / "clients").exists()


def test_a_client_is_not_created_twice(program: Program) -> None:
    before = program.firm("Ａ社 東京").read_bytes()
    again = program("new", "A社東京", "--checklist", "mini")
    assert (again.code, again.out) == (5, "")
    assert "上書きしていません" in again.err
    (path,) = (program.folder / "clients").iterdir()
    assert path.read_bytes() == before


@pytest.mark.parametrize("called", ["Ａ社 東京", "A社東京", "ａ社　東京", "A社\u3000東 京"])
def test_blanks_width_and_case_of_a_name_do_not_matter(program: Program, called: str) -> None:
    program.firm("Ａ社 東京")
    assert program.good("score", called, "--json").data["client"] == "Ａ社 東京"


def test_a_client_is_found_by_its_file_wherever_it_lies(program: Program, tmp_path: Path) -> None:
    path = program.firm()
    elsewhere = tmp_path / "別 の 場所.pmark"
    path.rename(elsewhere)
    assert program.good("score", elsewhere, "--json").data["client"] == FIRM


def test_a_renamed_file_is_still_found_by_the_clients_name(program: Program) -> None:
    program.firm().rename(program.folder / "clients" / "x.pmark")
    assert program.good("score", FIRM, "--json").data["client"] == FIRM


def test_one_name_for_two_files_asks_for_the_path(program: Program) -> None:
    path = program.firm("A社")
    twin = path.with_name("A 社.pmark")
    twin.write_bytes(path.read_bytes())
    ambiguous = program("score", "A社")
    assert ambiguous.code == 3
    assert str(path) in ambiguous.err
    assert str(twin) in ambiguous.err


@pytest.mark.parametrize(("language", "words"), [("ja", "「どこか」は"), ("en", "There is no “どこか”")])
def test_an_unknown_client_is_named_with_the_folder_looked_into(program: Program, language: str, words: str) -> None:
    program.firm()
    program.language = language
    missing = program("score", "どこか")
    assert (missing.code, missing.out) == (4, "")
    assert words in missing.err
    assert str(program.folder / "clients") in missing.err


def test_a_path_that_is_not_there_is_named(program: Program, tmp_path: Path) -> None:
    missing = program("verify", tmp_path / "どこか.pmark")
    assert missing.code == 4
    assert "どこか.pmark" in missing.err


# --- the workspace ----------------------------------------------------------------------------------------------------


def test_the_option_comes_before_the_environment(program: Program, tmp_path: Path) -> None:
    program.firm()
    other = tmp_path / "別の 作業場"
    made = Path(program.good("--workspace", other, "new", "他社").line)
    assert made.parent == other / "clients"
    assert [row["name"] for row in program.good("list", "--json").data] == [FIRM]
    assert [row["name"] for row in program.good("--workspace", other, "list", "--json").data] == ["他社"]


def test_without_either_the_workspace_is_the_platforms_data_folder(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PMARK_CHECK_WORKSPACE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert str(tmp_path / "data" / "pmark-check") in program.good("list").err


def test_everything_in_the_workspace_is_for_its_owner_alone(program: Program) -> None:
    previous = os.umask(0)
    try:
        path = Path(program.good("new", FIRM).line)
        report = Path(program.good("report", FIRM).line)
    finally:
        os.umask(previous)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (path, report)} == {0o600}
    folders = (program.folder, path.parent, report.parent, report.parent.parent)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_workspace_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    refused = process("new", "A", workspace=tmp_path, is_humble=True)
    assert (refused.returncode, refused.stdout) == (7, b"")
    assert str(tmp_path) in refused.stderr.decode()
    tmp_path.chmod(0o700)


def test_a_file_is_no_workspace(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("kept")
    refused = program("--workspace", file, "list")
    assert refused.code == 2
    assert "フォルダーではなくファイルです" in refused.err
    assert file.read_text() == "kept"


# --- facts and the time -----------------------------------------------------------------------------------------------


def test_facts_are_stated_with_the_new_client(program: Program) -> None:
    facts = program.file("[facts]\nhas_vendor = false\nemployees = 20\n")
    own = program.firm("前").parent.parent / "checklists" / "mini.toml"
    program.good("new", FIRM, "--checklist", own, "--facts", facts)
    assert program.good("score", FIRM, "--json").data["not_asked"] == ["two.told"]


def test_a_client_with_wrong_facts_is_not_created(program: Program) -> None:
    facts = program.file('[facts]\nhas_vendor = "no"\nhas_vender = true\n')
    refused = program("new", FIRM, "--facts", facts)
    assert refused.code == 3
    assert f"{facts}:2:" in refused.err
    assert f"{facts}:3:1: " in refused.err
    assert "has_vendor" in refused.err
    assert not list((program.folder / "clients").glob("*"))


def test_the_clock_can_be_fixed(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMARK_CHECK_NOW", "2031-01-02T03:04:05+09:00")
    program.firm()
    assert program.good("list", "--json").data[0]["last_change"] == "2031-01-02T03:04:05+09:00"


@pytest.mark.parametrize(("language", "words"), [("ja", "時刻として読めません"), ("en", "Not a time")])
@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "1"])
def test_a_clock_that_is_no_time_is_refused(
    program: Program, monkeypatch: pytest.MonkeyPatch, value: str, language: str, words: str
) -> None:
    monkeypatch.setenv("PMARK_CHECK_NOW", value)
    program.language = language
    refused = program("new", FIRM)
    assert refused.code == 3
    assert words in refused.err
    assert value in refused.err
    assert "PMARK_CHECK_NOW" in refused.err


# --- checklists of one's own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["mini", "checklists/mini.toml"])
def test_an_own_checklist_is_named_by_id_or_by_path(program: Program, wish: str) -> None:
    program.firm("前")
    path = program.folder / wish if wish.endswith(".toml") else wish
    program.good("new", FIRM, "--checklist", path, "--checklist", "incident-lessons")
    scored = program.good("score", FIRM, "--json").data
    assert list(scored["checklists"]) == ["mini", "incident-lessons"]
    assert scored["asked"] == 4 + 87


def test_a_client_keeps_the_checklist_it_was_created_with(program: Program) -> None:
    program.firm()
    (program.folder / "checklists" / "mini.toml").unlink()
    assert program.good("score", FIRM, "--json").data["asked"] == 4


def test_an_unknown_checklist_is_answered_with_those_there_are(program: Program) -> None:
    refused = program("new", FIRM, "--checklist", "incident-lesson")
    assert refused.code == 4
    assert "incident-lessons" in refused.err


def test_a_checklist_with_errors_makes_no_client(program: Program) -> None:
    bad = program.file('format = 1\n[checklist]\nid = "x"\nwieght = 3\n', "bad.toml")
    refused = program("new", FIRM, "--checklist", bad)
    assert refused.code == 3
    assert f"{bad}:4:1: " in refused.err
    assert not (program.folder / "clients").exists()


def test_the_json_of_the_list_is_utf_8_as_it_is(program: Program) -> None:
    program.firm()
    assert FIRM in program.good("list", "--json").out
    json.loads(program.good("list", "--json").out)
