"""The program under a clock that a test turns: ``python -m tests.journeys.clocked FILE ARGUMENTS…``.

The time is what FILE says whenever the program looks at it; ``PMARK_CHECK_NOW`` stands still while a program runs.
Only this process is under that clock. The program itself has no door through which its clock could be turned: when
something was said in a workshop is evidence.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pmark_check import surroundings
from pmark_check.cli import main


class Clock:
    """A clock on the wall of the room."""

    def __init__(self, file: Path, at: str) -> None:
        self.file = file
        self.turn_to(at)

    def turn_to(self, at: str) -> None:
        """Let it be that time, for the program too."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(at, "utf-8")
        fresh.replace(self.file)


def _run_under(file: Path) -> None:
    def clock(fixed: str | None) -> Callable[[], datetime]:  # noqa: ARG001 - the program's own
        return lambda: datetime.fromisoformat(file.read_text("utf-8"))

    surroundings._clock = clock
    main()


if __name__ == "__main__":
    _run_under(Path(sys.argv.pop(1)))
