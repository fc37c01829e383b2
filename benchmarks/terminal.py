"""A program in a terminal of its own: what it paints is read as bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Sequence
from contextlib import closing
from time import monotonic

LIMIT = 30.0
QUIET = 0.05
"""Seconds without a byte after which a program has painted all it had to."""
SYNC_ASKED, SYNC_GIVEN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
FRAME_END = b"\x1b[?2026l"
"""Whether the terminal knows synchronized output; yes; a frame ends."""


class Window:
    """A terminal in which ``command`` was just started."""

    def __init__(self, command: Sequence[str], environ: dict[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execvpe(command[0], list(command), environ)
        columns, lines = size
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def write(self, typed: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, typed)

    def until(self, marker: bytes, end: bytes = b"") -> None:
        """Return once ``marker``, and ``end`` after it, are on the wire.

        Raises:
            TimeoutError: that was not so within ``LIMIT`` seconds.
        """
        seen, deadline = b"", monotonic() + LIMIT
        while end not in seen.partition(marker)[2] or marker not in seen:
            read = self._read(max(0.0, deadline - monotonic()))
            if not read:
                raise TimeoutError(marker)
            seen += read

    def settle(self) -> None:
        """Return once nothing has been painted for a while."""
        while self._read(QUIET):
            pass

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        read = os.read(self._terminal, 65536) if ready else b""
        if SYNC_ASKED in read:
            self.write(SYNC_GIVEN)
        return read

    def close(self) -> None:
        """Kill the program."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._terminal)


def until_painted(command: Sequence[str], marker: bytes, environ: dict[str, str]) -> None:
    """Start ``command`` at 80x24 and return once ``marker`` is on the wire; the program is then killed.

    Raises:
        TimeoutError: it was not painted within ``LIMIT`` seconds.
    """
    with closing(Window(command, environ)) as window:
        window.until(marker)
