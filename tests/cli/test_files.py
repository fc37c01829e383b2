"""A client file that is not as it should be is named, and stays as it is."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from pmark_check.storage import journal
from tests.cli.door import FIRM, Program, process

COMMANDS = (
    ("score",),
    ("answer", "one.kept", "yes"),
    ("history",),
    ("undo",),
    ("verify",),
)


def foreign(path: Path) -> None:
    path.write_bytes(b"PK\3\4" + b"\0" * 5_000)


def other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE t (x)")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def scribbled(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[4096:12288] = os.urandom(8192)
    path.write_bytes(bytes(body))


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")


DAMAGES = (foreign, other_database, truncated, empty, scribbled, newer)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_or_foreign_file_is_named_and_left_alone(
    program: Program, damage: object, command: tuple[str, ...]
) -> None:
    path = program.firm()
    assert callable(damage)
    damage(path)
    before = path.read_bytes()
    refused = program(command[0], path, *command[1:])
    assert refused.code == 6
    assert refused.out == "" or command == ("verify",)
    assert str(path) in refused.err
    assert "error." not in refused.err
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "形式99です。このpmark-checkが読めるのは"), ("en", "format 99; this pmark-check reads")],
)
def test_a_file_of_a_newer_version_asks_for_an_update(program: Program, language: str, words: str) -> None:
    newer(program.firm())
    program.language = language
    assert words in program("score", program.folder / "clients" / f"{FIRM}.pmark").err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_locked_file_is_reported_and_nothing_is_recorded(
    program: Program, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = program.firm()
    monkeypatch.setattr(journal, "BUSY_SECONDS", 0.05)
    program.language = language
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        refused = program("answer", FIRM, "one.kept", "yes")
        other.execute("ROLLBACK")
    assert (refused.code, refused.out) == (5, "")
    assert {"ja": "記録していません", "en": "was not recorded"}[language] in refused.err
    assert "answered" not in program.good("history", FIRM, "--json").out


def test_a_read_only_file_can_be_read_but_not_answered(program: Program) -> None:
    path = program.firm()
    path.chmod(0o400)
    before = path.read_bytes()
    scored = process("score", FIRM, "--json", workspace=program.folder, is_humble=True)
    assert scored.returncode == 0, scored.stderr.decode()
    refused = process("answer", FIRM, "one.kept", "yes", workspace=program.folder, is_humble=True)
    assert (refused.returncode, refused.stdout) == (7, b"")
    assert str(path) in refused.stderr.decode()
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_read_is_named(program: Program) -> None:
    path = program.firm()
    path.chmod(0)
    refused = process("score", path, workspace=program.folder, is_humble=True)
    assert refused.returncode == 7
    assert str(path) in refused.stderr.decode()


def test_a_folder_with_the_suffix_is_no_client(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "x.pmark"
    folder.mkdir()
    refused = program("score", folder)
    assert refused.code == 6
    assert str(folder) in refused.err


def test_settings_that_cannot_be_read_are_named_and_left_alone(program: Program) -> None:
    program.firm()
    settings = program.folder / "settings.json"
    settings.write_text("{", "utf-8")
    for language, words in (("ja", "設定ファイルが読めません"), ("en", "The settings cannot be read")):
        program.language = language
        refused = program("score", FIRM)
        assert refused.code == 3
        assert words in refused.err
        assert str(settings) in refused.err
    assert settings.read_text("utf-8") == "{"


def test_a_client_file_is_for_its_owner_alone_even_after_writing(program: Program) -> None:
    path = program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--note", "x")
    program.good("erase", FIRM, "one.kept")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
