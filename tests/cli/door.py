"""The two doors to the command line: the installed command as a process, and ``main`` in this process, much faster."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from pmark_check.cli import main
from tests import small_checklists as small

COMMAND = Path(sys.executable).with_name("pmark-check")
NOW = "2026-11-22T09:00:00+09:00"
FIRM = "株式会社サンプル印刷"

MINI = (
    small.head("mini", "小さな点検", "A small check")
    + small.section("one", "一章", "Chapter one")
    + small.section("two", "二章", "Chapter two")
    + "".join(
        small.control(name, name.partition(".")[0], ja, en, more, effort="M", layers=layers, weight=weight)
        for name, ja, en, layers, weight, more in (
            ("one.kept", "残していますか。", "Is it kept?", ["rule", "practice", "record"], 5, "knockout = true"),
            ("one.seen", "見ていますか。", "Is it seen?", ["practice", "record"], 3, ""),
            ("two.told", "伝えていますか。", "Is it told?", ["rule", "practice"], 2, 'when = ["has_vendor"]'),
            ("two.done", "していますか。", "Is it done?", ["practice"], 1, ""),
        )
    )
)


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it wrote, as JSON."""
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line it wrote."""
        (line,) = self.out.splitlines()
        return line


class Program:
    """``pmark-check`` in this process, on a workspace of its own, at a fixed time."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.language = "ja"
        """What is asked for by ``--lang``; "" leaves it to the environment."""
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PMARK_CHECK_LANG", "LANGUAGE"):
            monkeypatch.setenv(name, "")
        monkeypatch.setenv("PMARK_CHECK_WORKSPACE", str(folder))
        monkeypatch.setenv("PMARK_CHECK_NOW", NOW)
        monkeypatch.setenv("COLUMNS", "200")

    def __call__(self, *arguments: str | Path) -> Result:
        """Run a command."""
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as leaving:
            main([*(["--lang", self.language] if self.language else []), *map(str, arguments)])
        code = leaving.value.code
        assert isinstance(code, int)
        return Result(code, *(_written(stream) for stream in (out, err)))

    def good(self, *arguments: str | Path) -> Result:
        """Run a command that must succeed."""
        result = self(*arguments)
        assert result.code == 0, result.err
        return result

    def firm(self, name: str = FIRM) -> Path:
        """Create a client that is asked with the small checklist; return its file."""
        own = self.folder / "checklists" / "mini.toml"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(MINI, "utf-8")
        return Path(self.good("new", name, "--checklist", "mini").line)

    def file(self, text: str | bytes, name: str = "answers.toml") -> Path:
        """Write a file beside the workspace."""
        path = self.folder.parent / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def process(
    *arguments: str | Path, workspace: Path, environ: Mapping[str, str] = MappingProxyType({}), is_humble: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    """Run the installed command; nothing of this process's environment reaches it but the path."""
    # Root writes into every folder unless it lets go of the right to.
    humble = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if is_humble and os.geteuid() == 0 else []
    given = {"PATH": os.environ["PATH"], "HOME": str(workspace), "COLUMNS": "200", "PMARK_CHECK_NOW": NOW, **environ}
    command = [*humble, COMMAND, "--workspace", workspace, *arguments]
    return subprocess.run(command, capture_output=True, env=given, check=False, timeout=60)
