"""A headless writer: whoever holds a client open, reduced to its journal and what it knows of the history.

As a program it imports everything once and then forks a writer for every ``COUNT PATH`` line it reads, so that killing
two hundred of them takes seconds. Each writer prints ``pid N``, then the id of every event once ``append`` returned;
when it ended the program prints ``gone``. COUNT 0 writes until killed.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Self
from uuid import uuid4

from pmark_check.domain.assessment import Assessment, History
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Answered, AnyBody, Event, Gesture, Mark, NoteWritten, Text, TextErased
from pmark_check.errors import NotFound
from pmark_check.storage.journal import SqliteJournal

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Writer:
    """One open client file and the history its holder has seen."""

    def __init__(self, path: Path) -> None:
        try:
            self.journal = SqliteJournal.open(path)
        except NotFound:
            self.journal = SqliteJournal.create(path)
        self.history = History(self.journal.events())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.journal.close()

    @property
    def assessment(self) -> Assessment:
        return self.history.assessment

    def gesture(self, *bodies: AnyBody, texts: tuple[Text, ...] = ()) -> Gesture:
        numbered = tuple((str(uuid4()), body) for body in bodies)
        return Gesture(str(uuid4()), NOW, None, numbered, texts, tuple(self.history.heads.items()))

    def write(self, *bodies: AnyBody, texts: tuple[Text, ...] = ()) -> tuple[Event, ...]:
        """Append one gesture; return what ``append`` returned."""
        news = self.journal.append(self.gesture(*bodies, texts=texts))
        self.history.add(news)
        return news

    def answer(self, control: str, mark: Mark, layer: Layer = Layer.PRACTICE) -> str:
        """Answer one layer; return the id of the event."""
        gesture = self.gesture(Answered(control=control, marks={layer: mark}))
        self.history.add(self.journal.append(gesture))
        return gesture.bodies[0][0]

    def note(self, control: str, text: str, *, private: bool = False) -> Text:
        """Write a note; return its text as kept."""
        kept = Text(str(uuid4()), os.urandom(16), text, private)
        self.write(NoteWritten(control=control, private=private, text=kept.ref), texts=(kept,))
        return kept

    def erase(self, *texts: Text) -> None:
        """Delete texts for good."""
        ids = tuple(text.id for text in texts)
        self.history.add(self.journal.erase(self.gesture(TextErased(texts=ids)), ids))

    def catch_up(self) -> None:
        """Read what others wrote."""
        self.history.add(self.journal.events())


def say(*words: object) -> None:
    """Print one line at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _write(path: Path, wanted: int) -> None:
    say("pid", os.getpid())
    writer = Writer(path)
    for number in count(1):
        say(writer.answer(f"control-{number % 150}", list(Mark)[number % 4], list(Layer)[number % 3]))
        if number == wanted:
            return


def main() -> None:
    """Fork a writer for every line of standard input, one after the other."""
    for line in sys.stdin:
        wanted, path = line.rstrip("\n").split(" ", 1)
        child = os.fork()
        if not child:
            _write(Path(path), int(wanted))
            return
        _, status = os.waitpid(child, 0)
        say("gone", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
