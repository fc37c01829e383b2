"""Whatever happens to the terminal or to the program, nothing that was typed is lost and no answer is told.

A terminal can be too small, be lent to another program, be taken away or send nothing any more; the program can be
left, or fail.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import traceback
from pathlib import Path

from textual import events

from pmark_check.errors import ExitCode, PmarkError, Problems
from pmark_check.i18n.translation import explain, located
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog, PmarkScreen
from pmark_check.tui.screens.too_small import LEAST, TooSmall
from pmark_check.tui.terminal import Terminal, TerminalApp
from pmark_check.view.words import literal

SHOWN_PROBLEMS = 3
TERMINAL_SECONDS = 2.0
"""How often to look whether the terminal is still there."""


class SafeApp(TerminalApp):
    """A program that keeps what is being typed however it ends, and says what went wrong in its user's words."""

    def __init__(self, desk: Desk, terminal: Terminal) -> None:
        super().__init__(terminal)
        self.desk = desk
        self._has_left = False
        """Whether the terminal was left in order when the program was stopped."""

    def say(self, error: PmarkError) -> None:
        """Show what went wrong, where, and what to do."""
        said = explain(error, self.desk.translate)
        problems = error.problems[:SHOWN_PROBLEMS] if isinstance(error, Problems) else ()
        places = [located(problem, self.desk.translate) for problem in problems]
        told = "\n".join([said.message, *places, said.remedy])
        self.notify(literal(told), title=said.title, severity="error", timeout=12, markup=False)

    def keep_typing(self) -> None:
        """Keep what is being typed on any screen as drafts, which come back next time."""
        for screen in self.screen_stack:
            if isinstance(screen, PmarkScreen | PmarkDialog):
                screen.keep_typing()

    async def action_quit(self) -> None:
        """Leave; what is being typed comes back next time."""
        self.keep_typing()
        self.exit(ExitCode.OK)

    def action_help_quit(self) -> None:
        """Say how to leave: Ctrl+C does not, it copies."""
        self.notify(self.desk.translate("tui.quit.how"), markup=False)

    # --- the terminal ----------------------------------------------------------------------------------------------

    async def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small to show a question, and go on once it is not."""
        fits = event.size.width >= LEAST.width and event.size.height >= LEAST.height
        if isinstance(self.screen, TooSmall):
            if fits:
                await self.pop_screen()
        elif not fits:
            self.keep_typing()
            await self.push_screen(TooSmall(self.desk))

    def heed_signals(self) -> None:
        """From now on leave the terminal in order, for a while or, when it is lost, for good."""
        if self.is_headless or not hasattr(signal, "SIGHUP"):
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._hang_up)
        loop.add_signal_handler(signal.SIGTSTP, self._leave)
        loop.add_signal_handler(signal.SIGCONT, self._come_back)
        terminal = select.poll()
        terminal.register(sys.__stdin__ or 0, 0)
        self.set_interval(TERMINAL_SECONDS, lambda: self._hang_up() if terminal.poll(0) else None)

    def _leave(self) -> None:
        """Stop between two steps of the program (``kill -TSTP``).

        Textual does it in the middle of whatever it is doing, which may hold the lock that it waits for, and paints
        nothing once it comes back, though most terminals are empty then (tried).
        """
        if self._driver:
            self._driver.suspend_application_mode()
            self._has_left = True
            os.kill(os.getpid(), signal.SIGSTOP)

    def _come_back(self) -> None:
        """Take the terminal and paint everything (``fg``); one that was stopped without a word has to leave first."""
        if self._driver:
            if not self._has_left:
                self._driver.suspend_application_mode()
            self._driver.resume_application_mode()
            self._has_left = False
            self.refresh(layout=True)

    def _hang_up(self) -> None:
        """Leave because the terminal went away; what is being typed is kept.

        A terminal can go without a signal, and Textual would then read its end for ever (tried).
        """
        self.keep_typing()
        self.exit(ExitCode.OK)

    # --- crashes ---------------------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Leave after a programming error, saying where it happened and nothing of what was answered.

        Textual would print local variables, which are the client's answers (tried). Messages of exceptions may quote
        them too, so only types and places are named.
        """
        from rich.text import Text

        self._return_code = ExitCode.CRASH
        self.bell()
        self._exit_renderables.append(Text(_crash_report(self.desk)))
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """Treat an error that would render itself like every other."""
        self._fatal_error()


def _crash_report(desk: Desk) -> str:
    kind, error, _ = sys.exc_info()
    lines = [desk.translate(f"tui.crash.{part}") for part in ("title", "kept", "remedy")] + [""]
    while error is not None:
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines.append(f"{type(error).__name__}")
        error = error.__cause__ or error.__context__
    return "\n".join(lines) if kind else "\n".join(lines[:3])
