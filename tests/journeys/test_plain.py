"""The interview in lines, in a real terminal and from pipes: what is there after a crash or an interruption."""

from __future__ import annotations

import io
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.door import COMMAND, FIRM, MINI
from tests.journeys.terminal import PATIENCE

PROGRAM = shlex.quote(str(COMMAND))
PROMPTS = {"ja": "? 使い方\r\n> ", "en": "? help\r\n> "}
KEPT = {"ja": "保存しました。", "en": "Saved."}
MARKS = {"1": "yes", "2": "partial", "3": "no", "4": "unknown"}


def environ(workspace: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(workspace), "PMARK_CHECK_WORKSPACE": str(workspace), **more}


def pmark_check(workspace: Path, *arguments: str, typed: bytes | None = None, **more: str) -> Any:
    return subprocess.run(
        [COMMAND, *arguments], input=typed, env=environ(workspace, **more), capture_output=True, check=False, timeout=60
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a client of four questions."""
    (tmp_path / "mini.toml").write_text(MINI, "utf-8")
    made = pmark_check(tmp_path, "new", FIRM, "--checklist", str(tmp_path / "mini.toml"))
    assert made.returncode == 0, made.stderr
    return tmp_path


@contextmanager
def asked(workspace: Path, language: str = "ja", **more: str) -> Iterator[pexpect.spawn[str]]:
    """The interview in a terminal."""
    settings = environ(workspace, PMARK_CHECK_LANG=language, TERM="xterm-256color", LANG="C.UTF-8", **more)
    child = pexpect.spawn(
        sys.executable, ["-m", "pmark_check", "ask", FIRM, "--plain"], env=settings, timeout=PATIENCE, encoding="utf-8"
    )
    child.setecho(state=False)
    try:
        yield child
    finally:
        child.close(force=True)


def answers(workspace: Path) -> list[list[str]]:
    """Return the marks of every answer in the history, oldest first."""
    history = json.loads(pmark_check(workspace, "history", FIRM, "--json").stdout)
    return [sorted(set(event["marks"].values())) for event in history if event["kind"] == "answered"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_whatever_was_asked_after_is_there_after_a_kill(workspace: Path, language: str) -> None:
    given = []
    for key in "1234":
        with asked(workspace, language) as child:
            child.expect_exact(PROMPTS[language])
            child.sendline(key)
            child.expect_exact(KEPT[language])
            child.expect_exact(PROMPTS[language])
            child.send("3")  # being typed, never sent
            child.kill(signal.SIGKILL)
            child.wait()
        given.append([MARKS[key]])
        assert answers(workspace) == given
    assert pmark_check(workspace, "verify", FIRM).returncode == 0


def test_a_form_loses_no_line_that_was_sent(workspace: Path) -> None:
    with asked(workspace) as child:
        child.expect_exact(PROMPTS["ja"])
        child.sendline("t 記録簿を作る")
        child.expect_exact("誰が\r\n> ")
        child.sendline("山田")
        child.expect_exact("いつまでに")
        child.kill(signal.SIGKILL)
        child.wait()
    with asked(workspace) as child:
        child.expect_exact("書きかけがあります：記録簿を作る（t で続き）")
        child.expect_exact(PROMPTS["ja"])
        child.sendline("t")
        child.expect_exact("今：記録簿を作る")
        child.sendline("")
        child.expect_exact("今：山田")


def test_the_terminal_gets_lines_and_no_control_sequence(workspace: Path) -> None:
    said = io.StringIO()
    with asked(workspace) as child:
        child.logfile_read = said
        for line in ("１", "?", "i", "e 書庫", "", "", "h", "2", "q"):
            child.expect_exact("\n> ")
            child.sendline(line)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
    log = said.getvalue()
    assert not [c for c in log if c not in "\r\n" and not c.isprintable() and c != "\u3000"]
    assert answers(workspace) == [["yes"]]


@pytest.mark.parametrize(
    ("end", "code"),
    [("eof", 0), ("SIGINT", 130), ("SIGTERM", 130), ("SIGHUP", 130)],
)
def test_however_it_ends_the_answers_are_there_and_nothing_is_traced(workspace: Path, end: str, code: int) -> None:
    with asked(workspace) as child:
        child.expect_exact(PROMPTS["ja"])
        child.sendline("3")
        child.expect_exact(PROMPTS["ja"])
        if end == "eof":
            child.sendeof()
            child.expect_exact("事故の備え: ")
        else:
            child.kill(getattr(signal, end))
            child.expect_exact("中断しました。ここまでの答えは保存されています。")
        rest = child.expect(pexpect.EOF)
        child.close()
        assert (child.exitstatus, rest) == (code, 0)
        assert "Traceback" not in (child.before or "")
    assert answers(workspace) == [["no"]]


def test_a_terminal_that_goes_away_without_a_signal_ends_it(workspace: Path) -> None:
    command = [str(COMMAND), "ask", FIRM, "--plain"]
    master, slave = os.openpty()
    with (workspace / "errors").open("wb") as errors:
        running = subprocess.Popen(command, env=environ(workspace), stdin=slave, stdout=slave, stderr=errors)
        os.close(slave)
        for line in (b"2\n", b""):
            said = b""
            while not said.endswith(b"> "):
                said += os.read(master, 4096)
            os.write(master, line)
        os.close(master)
        assert running.wait(60) == 130
    assert "Traceback" not in (workspace / "errors").read_text("utf-8")
    assert answers(workspace) == [["partial"]]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_pipe_that_is_told_to_stop_says_130(workspace: Path, number: signal.Signals) -> None:
    command = [str(COMMAND), "ask", FIRM, "--plain"]
    running = subprocess.Popen(
        command, env=environ(workspace), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write(b"2\n")
    running.stdin.flush()
    while "見ていますか。" not in running.stdout.readline().decode():
        pass
    running.send_signal(number)
    _, err = running.communicate(timeout=60)
    assert (running.returncode, "Traceback" in err.decode()) == (130, False)
    assert answers(workspace) == [["partial"]]


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "cp932"}]
)
def test_the_locale_does_not_matter(workspace: Path, locale: dict[str, str]) -> None:
    typed = "w 山田\n１\nn 棚 😀\n".encode()
    ran = pmark_check(workspace, "ask", FIRM, typed=typed, **locale)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "メモ：棚 😀" in ran.stdout.decode("utf-8")
    assert answers(workspace) == [["yes"]]


def test_endless_input_ends(workspace: Path) -> None:
    with subprocess.Popen(["yes", ""], stdout=subprocess.PIPE) as endless:
        ran = subprocess.run(
            [COMMAND, "ask", FIRM], stdin=endless.stdout, env=environ(workspace), capture_output=True, check=False,
            timeout=120,
        )  # fmt: skip
        endless.kill()
    assert ran.returncode == 3
    assert "1000行を読んでも" in ran.stderr.decode()


def test_a_reader_that_has_enough_loses_no_answer(workspace: Path) -> None:
    script = f"printf '1\\n2\\n3\\n' | {PROGRAM} ask {FIRM} 2>{workspace}/errors | head -1"
    subprocess.run(["/bin/sh", "-c", script], env=environ(workspace), check=True, capture_output=True, timeout=60)
    assert (workspace / "errors").read_text("utf-8") == ""


def test_no_standard_input_at_all_is_an_end(workspace: Path) -> None:
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{PROGRAM} ask {FIRM} <&-"], env=environ(workspace), capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize(("term", "is_screen"), [("xterm-256color", True), ("dumb", False)])
def test_in_a_terminal_the_screens_open_unless_it_cannot_draw(workspace: Path, term: str, is_screen: bool) -> None:  # noqa: FBT001 - a case
    child = pexpect.spawn(
        sys.executable,
        ["-m", "pmark_check", "ask", FIRM, "--section", "two"],
        env=environ(workspace, TERM=term, PMARK_CHECK_LANG="ja"),
        timeout=PATIENCE,
        dimensions=(24, 80),
        encoding="utf-8",
    )
    child.expect_exact("\x1b[?1049h" if is_screen else PROMPTS["ja"])
    child.close(force=True)
