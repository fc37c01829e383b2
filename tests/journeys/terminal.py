"""The program in a real terminal: keys go in through a pty, the screen is read as a person would see it."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pexpect
import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "tab": "\t",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
}


class Terminal:
    """A terminal of 80x24 (or another size) with the program in it; ``clock`` is the file that tells it the time."""

    def __init__(
        self,
        workspace: Path,
        *arguments: str,
        language: str = "ja",
        size: tuple[int, int] = (80, 24),
        clock: Path | None = None,
    ) -> None:
        columns, lines = size
        program = ["tests.journeys.clocked", str(clock)] if clock else ["pmark_check"]
        environ = {
            **os.environ,
            "PMARK_CHECK_WORKSPACE": str(workspace),
            "PMARK_CHECK_LANG": language,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TEXTUAL_ANIMATIONS": "none",
        }
        for name in ("COLUMNS", "LINES"):  # xdist sets them; Textual would take them for the window's, and keep them
            environ.pop(name, None)
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", *program, *arguments],
            cwd=str(ROOT),
            env=environ,
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )

    # --- reading -------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What is on the screen; the second cell of a wide character is left out."""
        return "\n".join(
            "".join(self._screen.buffer[y][x].data for x in range(self._screen.columns)).rstrip()
            for y in range(self._screen.lines)
        )

    def until(self, holds: str | Callable[[str], bool]) -> str:
        """Return the screen once ``holds`` is on it, or true of it.

        Raises:
            AssertionError: it did not happen within ``PATIENCE`` seconds; the screen is in the message.
        """
        test = (lambda text: holds in text) if isinstance(holds, str) else holds
        deadline = monotonic() + PATIENCE
        while not test(self.text):
            if monotonic() > deadline:
                message = f"waited for {holds!r} on\n{self.text}"
                raise AssertionError(message)
            self._take(0.2)
        return self.text

    def at_rest(self) -> str:
        """Return the screen once the program has painted nothing for a while."""
        while self._take(0.5):
            pass
        return self.text

    def glance(self) -> None:
        """Take in what was painted by now."""
        self._take(0.005)

    def _take(self, seconds: float) -> bool:
        try:
            painted: bytes = self._child.read_nonblocking(65536, timeout=seconds)  # type: ignore[assignment]
            self._stream.feed(painted)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF as ended:
            message = f"the program ended on\n{self.text}"
            raise AssertionError(message) from ended
        return True

    @property
    def is_stopped(self) -> bool:
        """Whether the program was suspended (Linux)."""
        return Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    @property
    def seconds_of_work(self) -> float:
        """What the program took of the processor until now, whatever else the machine did (Linux)."""
        user, system = Path(f"/proc/{self._child.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def echoes(self) -> bool:
        """Return whether the terminal shows what is typed, as it does while no full-screen program has it."""
        return bool(termios.tcgetattr(self._child.child_fd)[3] & termios.ECHO)

    # --- doing -----------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by name; anything that is no name is typed."""
        for key in keys:
            self._child.send(KEYS.get(key, key))

    def paste(self, text: str) -> None:
        """Paste as terminals do: in brackets."""
        self._child.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, lines: int) -> None:
        """Let the window have another size."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._child.kill(number)

    def wipe(self) -> None:
        """Forget what was painted, as a shell does that paints over it."""
        self._screen.reset()

    def kill(self) -> None:
        """Kill -9, as a flat battery would."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()
        self._child.close()

    def wait_for_end(self) -> int | None:
        """Return the exit status once the program has ended."""
        self._child.expect(pexpect.EOF)
        self._child.close()
        return self._child.exitstatus

    def close(self) -> None:
        """End the program, whatever it is doing."""
        self._child.close(force=True)
