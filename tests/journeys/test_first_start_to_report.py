"""A new user's whole way: start, a new client, the facts, every question, a crash in the middle, the report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.terminal import Terminal

FIRM = "株式会社つばめ"
WORDS = {
    "ja": {
        "new": "新しい会社",
        "name": "会社名",
        "facts": "会社について",
        "saved": "保存済み",
        "results": "事故の備え",
        "audience": "報告書を書く",
    },
    "en": {
        "new": "New",
        "name": "Name of the company",
        "facts": "About",
        "saved": "saved",
        "results": "Incident readiness",
        "audience": "Write a report",
    },
}
PLACE = re.compile(r"(\d+)/(\d+)\s+\S+.*%")


@contextmanager
def program(workspace: Path, language: str) -> Iterator[Terminal]:
    """Open the program; it is gone when the block ends."""
    with closing(Terminal(workspace, language=language)) as terminal:
        yield terminal


def place(text: str) -> tuple[int, int]:
    """Return which question of how many the screen shows."""
    found = PLACE.search(text.splitlines()[0])
    return (int(found[1]), int(found[2])) if found else (0, 0)


def at_question(number: int) -> Callable[[str], bool]:
    """Return what is true of a screen that shows question ``number``."""
    return lambda text: place(text)[0] == number


def scorecard(workspace: Path) -> dict[str, Any]:
    """Return what the command line says about the client."""
    command = [sys.executable, "-m", "pmark_check", "--workspace", str(workspace), "score", FIRM, "--json"]
    data: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return data


def fact_count(workspace: Path) -> int:
    """Return how many facts were stated, by the history."""
    command = [sys.executable, "-m", "pmark_check", "--workspace", str(workspace), "history", FIRM, "--json"]
    events = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return sum(event["kind"] == "fact-stated" for event in events)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_new_user_gets_from_the_first_start_to_the_report_through_a_crash(tmp_path: Path, language: str) -> None:
    words = WORDS[language]
    with program(tmp_path, language) as terminal:
        terminal.until(words["new"])
        terminal.press("2")
        terminal.until(words["name"])
        terminal.press(FIRM, "enter")
        terminal.until(words["facts"])
        for key in ("34", "enter", "enter", "enter", *["1", "enter"] * 6):  # industry and day of applying stay open
            terminal.press(key)
            terminal.at_rest()
        terminal.press("f4")
        terminal.until(lambda text: place(text) == (1, 87))
        for answered in range(40):
            terminal.press("1234"[answered % 4])
            terminal.until(at_question(answered + 2))
        terminal.until(words["saved"])
        terminal.kill()
    assert fact_count(tmp_path) == 7
    assert scorecard(tmp_path)["answered"] == 30  # every fourth of the forty was わからない

    with program(tmp_path, language) as terminal:
        terminal.until(FIRM)
        terminal.press("enter")
        resumed = terminal.until(lambda text: place(text)[1] == 87)
        assert place(resumed)[0] == 41
        for answered in range(40, 87):
            terminal.press("1１"[answered % 2])  # the same key again, as fast as the screen changes, is a held one
            if answered < 86:
                terminal.until(at_question(answered + 2))
        terminal.until(words["saved"])
        terminal.press("s")
        terminal.until(words["results"])
        terminal.press("f2")
        terminal.until(words["audience"])
        terminal.press("enter")
        terminal.until(lambda _: bool(list(tmp_path.glob("reports/*/*.html"))))
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0

    card = scorecard(tmp_path)
    assert (card["asked"], card["answered"]) == (87, 77)
    (report,) = tmp_path.glob("reports/*/*.html")
    assert f'lang="{language}"' in report.read_text("utf-8")
