"""What goes to which stream, in which language and encoding, and how the program ends."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pmark_check.cli.program import COMMANDS
from pmark_check.errors import ExitCode
from pmark_check.view import scorecard
from tests.cli.door import COMMAND, FIRM, Program, process

CRAMPED = {
    "c": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "cp932": {"PYTHONIOENCODING": "cp932"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C", "PYTHONUTF8": "0"},
}
NOTE = "棚 😀 𠮷"


@pytest.mark.parametrize("locale", CRAMPED)
def test_everything_is_utf_8_whatever_the_locale(program: Program, locale: str) -> None:
    environ = CRAMPED[locale]
    program.firm()
    program.good("answer", FIRM, "one.kept", "no", "--note", NOTE, "--by", "山田")
    assert NOTE in process("history", FIRM, workspace=program.folder, environ=environ).stdout.decode("utf-8")
    assert "「どこか」" in process("score", "どこか", workspace=program.folder, environ=environ).stderr.decode("utf-8")


def test_names_and_notes_come_in_whatever_the_locale(program: Program) -> None:
    program.firm("前")
    made = process("new", FIRM, "--checklist", "mini", workspace=program.folder, environ=CRAMPED["c"])
    assert made.stdout.decode("utf-8").strip() == str(program.folder / "clients" / f"{FIRM}.pmark"), (
        made.stderr.decode()
    )
    process("answer", FIRM, "one.kept", "no", "--note", NOTE, workspace=program.folder, environ=CRAMPED["c"])
    assert NOTE in program.good("history", FIRM).out


def test_bytes_that_are_no_text_are_refused_rather_than_kept(tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [os.fsencode(COMMAND), b"--workspace", os.fsencode(tmp_path), b"new", b"\x8a\x94\x8e\xae"]
    refused = subprocess.run(command, capture_output=True, env=given, check=False)
    assert (refused.returncode, refused.stdout) == (3, b"")
    refused.stderr.decode("utf-8")


# --- language ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "japanese"),
    [
        ({}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "fr_FR.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "PMARK_CHECK_LANG": "ja"}, True),
        ({"PMARK_CHECK_LANG": "en"}, False),
        ({"LANG": "C"}, True),
    ],
)
def test_the_environment_chooses_the_language(
    program: Program, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], *, japanese: bool
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    program.language = ""
    assert program("score", "x").err.splitlines()[0] == ("その会社はありません" if japanese else "No such client")


def test_the_language_of_the_settings_is_spoken_unless_another_is_asked_for(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.folder.mkdir()
    (program.folder / "settings.json").write_text('{"language": "en"}')
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    program.language = ""
    assert "No such client" in program("score", "x").err
    monkeypatch.setenv("PMARK_CHECK_LANG", "ja")
    assert "その会社はありません" in program("score", "x").err
    monkeypatch.setenv("PMARK_CHECK_LANG", "")
    program.language = "ja"
    assert "その会社はありません" in program("score", "x").err


@pytest.mark.parametrize(
    ("arguments", "japanese", "english"),
    [
        (("bogus",), "コマンド 'bogus' はありません。", "No such command 'bogus'."),
        (("score",), "足りない引数： 'CLIENT'", "Missing argument 'CLIENT'"),
        (("score", "a", "b"), "余分な引数があります", "Got unexpected extra argument"),
        (("score", "a", "--bogus"), "オプション '--bogus' はありません。", "No such option '--bogus'."),
        (("new", "a", "--facts"), "オプション '--facts' には値が要ります。", "Option '--facts' requires an argument."),
        (("answer", "a", "b", "yes", "--layer", "x"), "'x' は使えません。", "'x' is not one of"),
        (("score", "a", "--json=1"), "値はつけられません", "does not take a value"),
        (("--lang", "fr", "list"), "'fr' は使えません。", None),
    ],
)
def test_a_misspelt_command_is_explained_in_the_users_language(
    program: Program, arguments: tuple[str, ...], japanese: str, english: str | None
) -> None:
    for language, words in (("ja", japanese), ("en", english)):
        program.language = language
        if words:
            refused = program(*arguments)
            assert (refused.code, refused.out) == (2, "")
            assert words in refused.err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_is_data_in_the_users_language(program: Program, language: str) -> None:
    program.language = language
    shown = program.good("--help")
    assert {"ja": "使い方", "en": "Usage"}[language] in shown.out
    assert shown.err == ""
    for command in COMMANDS:
        assert f"\n  {command} " in shown.out
        page = program.good(command, "--help").out
        assert "cli." not in page
        assert {"ja": "オプション", "en": "Options"}[language] in page


# --- the ends of the program ------------------------------------------------------------------------------------------


def test_the_exit_codes_are_what_scripts_rely_on() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0, "CRASH": 1, "USAGE": 2, "BAD_INPUT": 3, "NOT_FOUND": 4, "CONFLICT": 5, "DAMAGED": 6, "UNWRITABLE": 7,
        "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize(
    "command", [("checklist", "show", "incident-lessons", "--json"), ("--help",), ("history", FIRM)]
)
def test_a_reader_that_has_enough_is_no_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    process("new", FIRM, workspace=tmp_path)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    running = subprocess.Popen(
        [COMMAND, "--workspace", tmp_path, *command], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    running.stdout.close()
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "思わぬ誤りで止まりました"), ("en", "stopped on an unexpected error")]
)
def test_a_crash_prints_no_answers(
    program: Program, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    sentinel = "ひみつの回答7f3a"
    program.firm()
    program.good("answer", FIRM, "one.kept", "no", "--note", sentinel, "--by", sentinel)

    def crash(*_: object) -> None:
        raise RuntimeError(sentinel)

    monkeypatch.setattr(scorecard, "band", crash)
    program.language = language
    crashed = program("score", FIRM)
    assert (crashed.code, crashed.out) == (1, "")
    assert words in crashed.err
    assert "RuntimeError" in crashed.err
    assert "scorecard.py:" in crashed.err
    assert sentinel not in crashed.err
    assert "Traceback" not in crashed.err


def test_without_a_terminal_the_screens_do_not_open(tmp_path: Path) -> None:
    for arguments in ((), ("open", "x")):
        refused = process(*arguments, workspace=tmp_path)
        assert refused.returncode in (3, 4)
        assert refused.stdout == b""
        assert refused.stderr


def test_an_interrupted_command_says_so_by_its_exit_code(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program.firm()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scorecard, "band", interrupt)
    assert program("score", FIRM).code == 130


def test_a_full_disk_behind_stdout_is_an_error(tmp_path: Path) -> None:
    process("new", FIRM, workspace=tmp_path)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with Path("/dev/full").open("wb") as full:
        command = [str(COMMAND), "--workspace", str(tmp_path), "score", FIRM, "--json"]
        ended = subprocess.run(command, env=environ, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == ExitCode.UNWRITABLE
    assert "No space left" in ended.stderr.decode()


@pytest.mark.parametrize(("language", "word"), [("ja", "作業フォルダー"), ("en", "workspace")])
def test_the_doctor_tells_about_the_machine_and_nothing_about_clients(
    program: Program, language: str, word: str
) -> None:
    program.firm()
    program.language = language
    told = program.good("doctor").out
    assert f"{word}\t{program.folder}" in told
    assert "cli." not in told
    assert FIRM not in told


def test_the_doctor_names_every_package_that_the_program_stands_on(program: Program) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split("[<>=]", each)[0] for each in project["dependencies"]}
    assert needed <= {line.partition("\t")[0] for line in program.good("doctor").out.splitlines()}


def test_the_version(tmp_path: Path) -> None:
    assert process("--version", workspace=tmp_path).stdout.decode().startswith("pmark-check 0.")
