"""What is measured, against which floor, with which limit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.floors import MARKER
from benchmarks.measure import Comparison
from benchmarks.reporting import reporting
from benchmarks.scoring import plain_loop, rows, scoring
from benchmarks.terminal import until_painted

PROGRAM = (sys.executable, "-m", "pmark_check")
ANSWERS = Path(__file__).parents[1] / "checklists/demo/sample-printing.toml"
FLOOR = (sys.executable, "-m", "benchmarks.floors")


def comparisons(folder: Path) -> Iterator[Comparison]:
    """Yield every comparison; ``folder`` takes what they write."""
    environ = {**os.environ, "PMARK_CHECK_WORKSPACE": str(folder / "workspace"), "PMARK_CHECK_LANG": "ja"}
    environ |= {"TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1"}
    numbers = count()

    def run(*command: str) -> str:
        done = subprocess.run(command, env=environ, check=True, capture_output=True, text=True, encoding="utf-8")
        return done.stdout.strip()

    client = run(*PROGRAM, "demo")
    lessons = run(*PROGRAM, "new", "計測", "--checklist", "incident-lessons")
    run(*PROGRAM, "answer", lessons, "test-data.dummy-data-used", "yes")  # or it opens on the facts
    yield Comparison(
        "first paint, 87 questions",
        lambda: until_painted((*PROGRAM, "open", lessons), "聞き取り".encode(), environ),
        lambda: until_painted((*FLOOR, "label"), MARKER.encode(), environ),
        1.3,
    )
    yield Comparison(
        "first paint, the demo's 323",
        lambda: until_painted((*PROGRAM, "open", client), "聞き取り".encode(), environ),
        lambda: until_painted((*FLOOR, "label-all"), MARKER.encode(), environ),
        1.5,
    )
    yield Comparison(
        "--version",
        lambda: run(*PROGRAM, "--version"),
        lambda: run(sys.executable, "-c", "pass"),
        6,
    )
    table = rows(1000)
    score = scoring(1000)
    yield Comparison("scoring 1,000 controls", score, lambda: plain_loop(table), 40)
    yield from _reports()
    run(*PROGRAM, "import", lessons, str(_answers(folder)))

    def report(reported: str) -> str:
        return run(*PROGRAM, "report", reported, "-o", str(folder / f"{next(numbers)}.html"))

    floor = partial(run, *FLOOR)
    yield Comparison("report, process, 87 questions", partial(report, lessons), partial(floor, "report"), 2.5)
    yield Comparison("report, process, the demo's", partial(report, client), partial(floor, "report-all"), 3.0)


def _reports() -> Iterator[Comparison]:
    small, _ = reporting(250)
    large, bare = reporting(1000)
    yield Comparison("report, 1,000 gaps, bare loop", large, bare, 3)
    yield Comparison("report, 1,000 gaps, of 250", large, small, 4.6)


def _answers(folder: Path) -> Path:
    """Return the demo's answers to the 87 questions alone: without the facts, some of which only the others know."""
    head, _, answers = ANSWERS.read_text("utf-8").partition("[answers.")
    file = folder / ANSWERS.name
    file.write_text(f"{head.partition('[facts]')[0]}[answers.{answers}", "utf-8")
    return file
