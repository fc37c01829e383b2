"""The same answers give the same scorecard and the same report, byte by byte, by whatever door they came."""

from __future__ import annotations

import io
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.desk import Desk
from tests.cli.door import FIRM, NOW, Program
from tests.tui.conftest import background, opened, type_text

ANSWERS = """
[answers."one.kept"]
mark = "yes"
by = "山田"
how = "seen"
note = "棚にある"
homework = { aim = "fix", text = "写しを取る", owner = "佐藤", due = 2026-12-05 }
evidence = [{ where = "書庫", as_of = 2026-09-01 }]
[answers."one.seen"]
practice = "no"
record = "partial"
by = "山田"
[answers."two.told"]
mark = "unknown"
by = "山田"
[answers."two.done"]
mark = "not-applicable"
reason = "していない"
by = "山田"
"""
LINES = (
    "n 棚にある", "t 写しを取る", "佐藤", "12/5", "2", "e 書庫", "9/1", "",
    "w 山田", "h", "2", "1",
    "l", "3", "2", "",
    "4",
    "0 していない",
)  # fmt: skip
KEYS: tuple[str | tuple[str, ...], ...] = (
    ("f2",), "棚にある", ("escape", "f4"), "写しを取る", ("enter",), "佐藤", ("enter",), "12/5",
    ("enter", "right", "enter", "f3"), "書庫", ("enter",), "9/1", ("escape", "w"), "山田", ("enter", "h", "1"),
    ("right", "3", "right", "2", "enter"),
    ("4",),
    ("0",), "していない", ("enter",),
)  # fmt: skip


Door = Callable[[Program, Path, pytest.MonkeyPatch], Awaitable[None]]


async def by_import(program: Program, _: Path, __: pytest.MonkeyPatch) -> None:
    program.good("import", FIRM, program.file(ANSWERS))


async def by_lines(program: Program, _: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "".join(f"{line}\n" for line in LINES).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
    assert program.good("ask", FIRM, "--plain").err == ""


async def by_keys(program: Program, path: Path, _: pytest.MonkeyPatch) -> None:
    around = surroundings({"PMARK_CHECK_NOW": NOW, "PMARK_CHECK_LANG": "ja"}, program.folder)
    async with opened(Desk(around, Workspace(around), Settings(language="ja"), background), path) as pilot:
        for keys in KEYS:
            await (type_text(pilot, keys) if isinstance(keys, str) else pilot.press(*keys))
            await pilot.pause()


async def by_commands(program: Program, _: Path, __: pytest.MonkeyPatch) -> None:
    """What a command cannot say, homework and evidence, comes by a file."""
    rest = ANSWERS.partition('[answers."one.seen"]')[0].replace('mark = "yes"\nby = "山田"\nhow = "seen"\nnote', "note")
    program.good("import", FIRM, program.file(rest))
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田", "--how", "seen")
    program.good("answer", FIRM, "one.seen", "no", "--layer", "practice", "--by", "山田")
    program.good("answer", FIRM, "one.seen", "partial", "--layer", "record", "--by", "山田")
    program.good("answer", FIRM, "two.told", "unknown", "--by", "山田")
    program.good("answer", FIRM, "two.done", "not-applicable", "--reason", "していない", "--by", "山田")


@pytest.mark.parametrize("door", [by_lines, by_keys, by_commands])
async def test_equal_answers_give_equal_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, door: Door) -> None:
    told = []
    for number, way in enumerate((by_import, door)):
        program = Program(tmp_path / f"firm-{number}" / "workspace", monkeypatch)
        path = program.firm()
        program.good("import", FIRM, program.file("[facts]\nhas_vendor = true\nemployees = 20\n"))
        await way(program, path, monkeypatch)
        report = tmp_path / f"{number}.html"
        program.good("report", FIRM, "-o", report)
        told.append((program.good("score", FIRM, "--json").out, program.good("unseen", FIRM).out, report.read_bytes()))
    assert told[0][:2] == told[1][:2]
    assert told[0][2] == told[1][2]
    assert '"first_six": [\n    {' in told[0][0]
