"""Browsers that are scripts of three lines, each with a behaviour that real ones have shown."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from pmark_check.report import pdf

WHOLE = r"""printf '%%PDF-1.4\nfake\n%%%%EOF\n' > "$pdf" """
HALF = r"""printf '%%PDF-1.4\nfake\n' > "$pdf" """
HANG = "sleep 100 & wait"

SCRIPT = """\
#!/bin/sh
for argument in "$@"; do
  printf '%s\\n' "$argument" >> {log}
  case "$argument" in --print-to-pdf=*) pdf="${{argument#*=}}";; --user-data-dir=*) mkdir "${{argument#*=}}";; esac
done
cp "$(dirname "$pdf")/page.html" {page}
echo $$ > {pid}
{deed}
"""


class Fake(NamedTuple):
    """A browser in a folder of its own, which is also where it leaves what it was given."""

    folder: Path

    @property
    def arguments(self) -> list[str]:
        """What it was called with."""
        return (self.folder / "log").read_text("utf-8").splitlines()

    @property
    def page(self) -> bytes:
        """The page that it was to print."""
        return (self.folder / "page").read_bytes()

    @property
    def group(self) -> int:
        """Its process group."""
        return int((self.folder / "pid").read_text("utf-8"))

    @property
    def left_behind(self) -> list[Path]:
        """What is still there of what was made for it."""
        return list((self.folder / "tmp").glob("pmark-check-*"))


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, deed: str = WHOLE, *, seconds: float = 20) -> Fake:
    """Install a browser that does ``deed``; after ``seconds`` it counts as hanging."""
    folder = folder / "ブラウザー の 箱"
    (folder / "tmp").mkdir(parents=True)
    quoted = {name: shlex.quote(str(folder / name)) for name in ("log", "page", "pid")}
    program = folder / "chromium"
    program.write_text(SCRIPT.format(deed=deed, **quoted), "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv(pdf.VARIABLE, str(program))
    monkeypatch.setattr("tempfile.tempdir", str(folder / "tmp"))
    monkeypatch.setattr(pdf, "SECONDS", seconds)
    return Fake(folder)
