"""Where each key and value of a TOML text stands.

The parser tells what a file says, not where. This second, much smaller reader runs only when there is something to
report, and only over text that the parser has accepted; so it checks nothing and merely keeps count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

import tomli

Path = tuple[str | int, ...]
"""The way to a value: keys of tables and indexes of arrays, from the top of the file."""

BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\])*"|'
    r"'[^']*'",
    re.DOTALL,
)
BARE_KEY = re.compile(r"[^\s.=\[\]#\"']+")
BARE_VALUE = re.compile(r"[^,\]}#\n]*")


class Place(NamedTuple):
    """Line and column in characters, both from 1."""

    line: int
    column: int


def place(text: str, offset: int) -> Place:
    """Return line and column of the character at ``offset`` of ``text``."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class _Mark(NamedTuple):
    key: int
    value: int


class Positions:
    """The places of all keys, values, tables and array items of one TOML text."""

    def __init__(self, text: str) -> None:
        """Read ``text``, which has Unix line ends and which the parser has accepted."""
        self._lines = [0, *(end.end() for end in re.finditer("\n", text))]
        self._marks = _Reader(text).read()

    def key(self, path: Path) -> Place:
        """Return where the key ``path`` ends with is written, or its nearest table when it is not there."""
        return self._place(self._mark(path).key)

    def value(self, path: Path) -> Place:
        """Return where the value of ``path`` begins, or its nearest table when it is not there."""
        return self._place(self._mark(path).value)

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1)

    def _mark(self, path: Path) -> _Mark:
        while path not in self._marks:
            path = path[:-1]
        return self._marks[path]


class _Reader:
    """One pass over the text, from front to back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._marks: dict[Path, _Mark] = {(): _Mark(0, 0)}
        self._tables: dict[Path, int] = {}
        """How many ``[[tables]]`` of a name have begun so far."""

    def read(self) -> dict[Path, _Mark]:
        table: Path = ()
        while self._skip_blank() < len(self._text):
            if self._text.startswith("[[", self._at):
                table = self._array_table()
            elif self._text.startswith("[", self._at):
                table = self._table()
            else:
                self._pair(table)
        return self._marks

    def _skip_blank(self) -> int:
        self._at = _end(BLANK, self._text, self._at)
        return self._at

    def _table(self) -> Path:
        start = self._at
        path = self._enclosing([part for part, _ in self._header(1)])
        self._marks[path] = _Mark(start, start)
        return path

    def _array_table(self) -> Path:
        start = self._at
        *parents, last = (part for part, _ in self._header(2))
        name = (*self._enclosing(parents), last)
        index = self._tables.get(name, 0)
        self._tables[name] = index + 1
        self._marks.setdefault(name, _Mark(start, start))
        self._marks[*name, index] = _Mark(start, start)
        return (*name, index)

    def _header(self, brackets: int) -> list[tuple[str, int]]:
        self._at += brackets
        parts = self._key()
        self._at += brackets
        return parts

    def _enclosing(self, parts: list[str]) -> Path:
        """Return the path a header names: below ``[[tables]]`` it means the last one begun."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _key(self) -> list[tuple[str, int]]:
        """Read a dotted key up to the ``=`` or ``]`` behind it; return its parts, each with its offset."""
        parts = [self._key_part()]
        while self._text[self._at] == ".":
            self._at += 1
            parts.append(self._key_part())
        return parts

    def _key_part(self) -> tuple[str, int]:
        start = self._skip_blank()
        quoted = self._text[start] in "\"'"
        self._at = _end(STRING if quoted else BARE_KEY, self._text, start)
        written = self._text[start : self._at]
        self._skip_blank()
        return (_unquoted(written) if quoted else written), start

    def _pair(self, table: Path) -> None:
        """Read ``key = value``; every part of a dotted key is marked, the first time it stands somewhere."""
        path, parts = table, self._key()
        self._at += 1
        value = self._skip_blank()
        for part, offset in parts:
            path = (*path, part)
            self._marks.setdefault(path, _Mark(offset, value))
        self._value(path)

    def _value(self, path: Path) -> None:
        match self._text[self._at]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._at = _end(STRING, self._text, self._at)
            case _:
                self._at = _end(BARE_VALUE, self._text, self._at)

    def _array(self, path: Path) -> None:
        index = 0
        while self._next_item("]"):
            self._marks[*path, index] = _Mark(self._at, self._at)
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        while self._next_item("}"):
            self._pair(path)

    def _next_item(self, closing: str) -> bool:
        """Step over the opening bracket or the comma; return False, behind the bracket, when nothing follows."""
        if self._text[self._at] in "[{" or self._text[self._skip_blank()] == ",":
            self._at += 1
        if self._text[self._skip_blank()] != closing:
            return True
        self._at += 1
        return False


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _unquoted(key: str) -> str:
    return next(iter(tomli.loads(f"{key} = 0")))
