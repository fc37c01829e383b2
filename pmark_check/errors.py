"""Every error a user can meet, as one tree.

    PmarkError
    ├── BadInput        what was given cannot be used; nothing was changed
    ├── NotFound        a client, control, person or file that is not there
    ├── Conflict        it exists already, or somebody else holds it
    ├── Damaged         a client file that cannot be trusted
    └── Unwritable      the disk or its permissions refuse

An error carries a key and values, never a sentence: it is translated at the door (``i18n.explain``) from the
catalogue entries ``error.<key>.title``, ``.message`` and ``.remedy``.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process reports to its caller; documented in ``docs/cli.md``."""

    OK = 0
    CRASH = 1
    USAGE = 2
    BAD_INPUT = 3
    NOT_FOUND = 4
    CONFLICT = 5
    DAMAGED = 6
    UNWRITABLE = 7
    INTERRUPTED = 130


class PmarkError(Exception):
    """Something the user can act on. Nothing they entered before it is lost.

    Attributes:
        key: catalogue key without the ``error.`` prefix, for example ``client.not-found``.
        values: what the sentences of that entry name; shown literally.
    """

    exit_code = ExitCode.CRASH

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key} ({named})" if named else self.key


class BadInput(PmarkError):
    """What was given cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class NotFound(PmarkError):
    """What was named is not there."""

    exit_code = ExitCode.NOT_FOUND


class Conflict(PmarkError):
    """What was asked for exists already, or is held by another process."""

    exit_code = ExitCode.CONFLICT


class Damaged(PmarkError):
    """A client file that is not whole, not ours, or newer than this program."""

    exit_code = ExitCode.DAMAGED


class Unwritable(PmarkError):
    """The disk, or its permissions, refused to keep what was given."""

    exit_code = ExitCode.UNWRITABLE


class Problems(BadInput):
    """Several things wrong with one input, each with its place.

    Attributes:
        problems: ``Problem`` values in the order in which they stand in the input.
    """

    def __init__(self, key: str, problems: tuple[Problem, ...], **values: object) -> None:
        super().__init__(key, count=len(problems), **values)
        self.problems = problems


class Problem:
    """One thing wrong at one place of one file.

    Attributes:
        source: the file's name as the user gave it.
        line: line from 1, or 0 where the whole file is meant.
        column: column from 1 in characters, or 0.
        key: catalogue key without the ``problem.`` prefix.
        values: what its sentence names.
    """

    __slots__ = ("column", "key", "line", "source", "values")

    def __init__(self, source: str, line: int, column: int, key: str, **values: object) -> None:
        self.source = source
        self.line = line
        self.column = column
        self.key = key
        self.values = values

    def __repr__(self) -> str:
        return f"Problem({self.source}:{self.line}:{self.column}: {self.key} {self.values})"
