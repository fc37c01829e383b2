"""A program in a terminal of its own, until it has painted a certain text."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Sequence
from time import monotonic

LIMIT = 30.0


def until_painted(command: Sequence[str], marker: bytes, environ: dict[str, str]) -> None:
    """Start ``command`` at 80x24 and return once ``marker`` is on the wire; the program is then killed.

    Raises:
        TimeoutError: it was not painted within ``LIMIT`` seconds.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], list(command), environ)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        _read_until(terminal, marker)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _read_until(terminal: int, marker: bytes) -> None:
    seen, deadline = b"", monotonic() + LIMIT
    while marker not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0.0, deadline - monotonic()))
        if not ready:
            raise TimeoutError(marker)
        seen += os.read(terminal, 65536)
