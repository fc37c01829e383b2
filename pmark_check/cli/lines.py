"""A conversation in lines: something is asked, a line comes back. No colours, no cursor, nothing but lines.

A line is UTF-8 whatever the locale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO, NoReturn

from pmark_check.cli.program import say
from pmark_check.domain.text import MAX_TEXT
from pmark_check.errors import BadInput, PmarkError, Unwritable
from pmark_check.i18n.translation import Translator, explain
from pmark_check.view.aloud import listed
from pmark_check.view.typed import plain_key
from pmark_check.view.words import literal

TERMINAL_BYTES = 4095
"""What a terminal takes in one line: Linux drops the rest without a word."""
PIPE_BYTES = 4 * MAX_TEXT
IDLE_LINES = 1000
"""How many lines of a pipe in a row may change nothing: ``yes ""`` would go on for ever."""


class EndedError(Exception):
    """No further line will come.

    Attributes:
        why: what is wrong with the input; None where it just ended.
    """

    def __init__(self, why: PmarkError | None = None) -> None:
        super().__init__()
        self.why = why


class Lines:
    """Says things and reads lines.

    Args:
        source: where lines come from; None where there is no input at all.
        translate: the language that is spoken.
        changes: counts what was changed so far.
    """

    def __init__(self, source: BinaryIO | None, translate: Translator, changes: Callable[[], int]) -> None:
        self.translate = translate
        self.is_terminal = source is not None and source.isatty()
        self.misread = 0
        """How many lines were not understood."""
        self._source = source
        self._changes = changes
        self._number = self._idle = self._seen = 0
        self._end = None if source else EndedError()

    # --- saying ----------------------------------------------------------------------------------------------------

    def say(self, *told: str) -> None:
        """Say something, each on a line of its own.

        Raises:
            KeyboardInterrupt: the terminal went away.
        """
        try:
            for text in told:
                say(text)
        except Unwritable:
            if self.is_terminal:
                raise KeyboardInterrupt from None
            raise

    def say_wrong(self, error: PmarkError) -> None:
        """Say why a line could not be used."""
        self.misread += 1
        self.say(*filter(None, explain(error, self.translate)))

    def say_misread(self, line: str) -> None:
        """Say that a line was not understood, and how to get help."""
        self.misread += 1
        self.say(self.translate("cli.ask.misread", text=literal(line)))

    # --- asking ----------------------------------------------------------------------------------------------------

    def ask(self, prompt: str) -> str:
        """Say what is wanted and return the next line without the blanks around it.

        Raises:
            EndedError: there is none, or a pipe holds no text, or nothing comes of it.
            BadInput: what was typed is no text or too long; the next line may be better.
            KeyboardInterrupt: the terminal went away.
        """
        self.say(prompt)
        self._heed_idleness()
        if self._end or self._source is None:
            raise self._end or EndedError
        if self.is_terminal:
            sys.stdout.write("> ")
            sys.stdout.flush()
        try:
            line = self._read(self._source)
        except OSError:
            raise KeyboardInterrupt from None
        try:
            return line.decode("utf-8-sig" if self._number == 1 else "utf-8").strip()
        except UnicodeDecodeError:
            self._refuse(BadInput("ask.not-utf-8", line=self._number))

    def choose(self, label: str, options: Mapping[str, str]) -> str | None:
        """Return which of ``options`` (what is typed -> what it means) was chosen; None for an empty line.

        A line that is none of them is said to be none, and it is asked again.
        """
        offered = listed((f"{key} {name}" for key, name in options.items()), self.translate)
        prompt = self.translate("aloud.labelled", label=label, text=offered)
        while typed := self.ask(prompt):
            if (key := plain_key(typed)) in options:
                return key
            self.say_misread(typed)
        return None

    def _read(self, source: BinaryIO) -> bytes:
        """Return the next line with its end."""
        limit = TERMINAL_BYTES if self.is_terminal else PIPE_BYTES
        line = source.readline(limit + 1)
        if not line:
            self._finish(EndedError())
        self._number += 1
        if len(line.rstrip(b"\r\n")) >= limit:
            while line and not line.endswith(b"\n"):
                line = source.readline(limit)
            self._refuse(BadInput("ask.line-too-long", line=self._number, limit=limit))
        return line

    def _heed_idleness(self) -> None:
        """End a pipe of which nothing has come for long."""
        changes = self._changes()
        self._idle = self._idle + 1 if changes == self._seen else 0
        self._seen = changes
        if self._idle > IDLE_LINES and not self.is_terminal:
            self._finish(EndedError(BadInput("ask.nothing-comes-of-it", count=IDLE_LINES)))

    def _refuse(self, error: BadInput) -> NoReturn:
        """A person may type again; a pipe goes on with what was meant for something else, so it ends."""
        if self.is_terminal:
            raise error
        self._finish(EndedError(error))

    def _finish(self, end: EndedError) -> NoReturn:
        self._end = end
        raise end
