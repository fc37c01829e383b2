"""Whatever the screen called saved is there after a kill -9."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.terminal import Terminal

FIRM = "株式会社つばめ"
MARKS = {"1": "yes", "2": "partial", "3": "no", "4": "unknown"}


def pmark_check(workspace: Path, *arguments: str) -> str:
    """Return what a command writes."""
    command = [sys.executable, "-m", "pmark_check", "--workspace", str(workspace), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def answers(workspace: Path) -> list[dict[str, Any]]:
    """Return every answer in the history, oldest first."""
    history = json.loads(pmark_check(workspace, "history", FIRM, "--json"))
    return [event for event in history if event["kind"] == "answered"]


@pytest.mark.slow
def test_ten_kills_lose_no_answer_that_was_painted_as_saved(tmp_path: Path) -> None:
    pmark_check(tmp_path, "new", FIRM)
    for kill in range(10):
        key = "1234"[kill % 4]
        with closing(Terminal(tmp_path, "open", FIRM)) as terminal:
            if kill == 0:
                terminal.until("会社について")
                terminal.press("f4")
            terminal.until(partial(shows_one_of, (f" {kill}/87", f" {kill + 1}/87")))
            if f"{kill + 1}/87" not in terminal.text:  # the place is kept a moment after the answer was painted
                terminal.press("enter")
                terminal.until(f"{kill + 1}/87")
            terminal.press(key)
            terminal.until(f"{kill + 2}/87")
            terminal.until("保存済み")
            terminal.kill()
        last = answers(tmp_path)[-1]
        assert (len(answers(tmp_path)), set(last["marks"].values())) == (kill + 1, {MARKS[key]})
    pmark_check(tmp_path, "verify", FIRM)


def shows_one_of(places: tuple[str, ...], text: str) -> bool:
    """Return whether the screen shows one of ``places``."""
    return any(place in text for place in places)


def test_a_note_being_typed_loses_at_most_its_last_second(tmp_path: Path) -> None:
    pmark_check(tmp_path, "new", FIRM)
    with closing(Terminal(tmp_path, "open", FIRM)) as terminal:
        terminal.until("会社について")
        terminal.press("f4")
        terminal.until("1/87")
        terminal.press("f2")
        terminal.until("メモ（")
        terminal.press("削除記録は　先月分から")
        terminal.until("先月分から")
        terminal.at_rest()
        terminal.until(lambda _: "削除記録は　先月分から".encode() in client_file(tmp_path))
        terminal.kill()
    with closing(Terminal(tmp_path, "open", FIRM)) as terminal:
        terminal.until("削除記録は　先月分から")


def client_file(workspace: Path) -> bytes:
    """Return the bytes of the one client file."""
    (path,) = workspace.glob("clients/*.pmark")
    return path.read_bytes()
