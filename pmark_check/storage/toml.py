"""One TOML file, from bytes to data. What is wrong with it is reported with its place."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import tomli

from pmark_check.errors import Problem, Problems
from pmark_check.storage import characters
from pmark_check.storage.findings import Finding
from pmark_check.storage.positions import Place, Positions, place
from pmark_check.storage.shipped import PART_END

MAX_BYTES = 2 * 1024 * 1024
"""More is never a checklist; it is refused before it is read or parsed."""

MOST = 100
"""Problems of one kind after which nobody reads on."""

UNUSABLE = "checklist.invalid"
"""The error that several problems of one file add up to."""

GUESSES = (("EUC-JP", "euc_jp"), ("Shift_JIS", "cp932"))
"""Encodings worth naming, the one with fewer valid byte sequences first."""

SYNTAX = (
    (f"Illegal character {chr(10)!r}", "open-string"),
    ("Illegal character", "character"),
    ("Found invalid character", "open-string"),
    ("Unterminated string", "open-string"),
    ("Unclosed", "open-bracket"),
    ("Expected ']", "open-bracket"),
    ("Cannot", "given-twice"),
    ("Duplicate", "given-twice"),
    ("Expected '='", "no-equals-sign"),
    ("Unescaped", "backslash"),
    ("Invalid hex value", "backslash"),
    ("Invalid value", "value"),
)
"""How the parser's messages begin, and the ``not-toml.<what>`` they mean."""


BEFORE_A_TABLE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?=[^\s#\[])")
"""Blank lines and comments with something after them that is no table."""


@dataclass(frozen=True)
class TomlFile:
    """A parsed file: its name as the user gave it, its text with Unix line ends, and what it says.

    Attributes:
        parts: (name, first line) of the files it was joined from, () where it is one file.
    """

    name: str
    text: str
    data: dict[str, object]
    parts: tuple[tuple[str, int], ...] = ()

    @cached_property
    def positions(self) -> Positions:
        """Where everything stands; only worth computing when there is something to report."""
        return Positions(self.text)

    def problems(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return ``findings`` with their places, in the order in which they stand in the file."""
        try:
            placed = [(self._place(finding), finding) for finding in findings]
        except RecursionError:
            return (too_deep(self.name),)
        return tuple(self._problem(*each) for each in sorted(placed, key=lambda each: each[0]))

    def _place(self, finding: Finding) -> Place:
        return (self.positions.key if finding.on_key else self.positions.value)(finding.path)

    def _problem(self, at: Place, finding: Finding) -> Problem:
        name, line = _in_part(self.name, at.line, self.parts)
        return Problem(name, line, at.column, finding.key, **finding.values)


def parsed(name: str, body: bytes) -> TomlFile:
    """Return the file of that name and content; a leading UTF-8 byte order mark (Notepad) is passed over.

    Raises:
        Problems: it is too large, not UTF-8, holds characters that may not stand there, or is not TOML.
    """
    return _loaded(name, _decoded(name, body), ())


def joined(name: str, parts: Sequence[tuple[str, bytes]]) -> TomlFile:
    """Return several files, each with its name, as the one file that they are the parts of.

    Raises:
        Problems: as ``parsed``, of a part; or a part but the first begins outside any table.
    """
    texts: list[str] = []
    places: list[tuple[str, int]] = []
    line = 1
    for part, body in parts:
        text = _decoded(part, body).rstrip() + PART_END.decode()
        if texts and (found := BEFORE_A_TABLE.match(text)):
            raise _refused(Problem(part, *place(text, found.end()), "part-without-table"))
        texts.append(text)
        places.append((part, line))
        line += text.count("\n")
    return _loaded(name, "".join(texts), tuple(places))


def _in_part(name: str, line: int, parts: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """Return the part in which ``line`` stands, and its line there."""
    if not parts:
        return name, line
    part, first = parts[bisect_right(parts, line, key=lambda part: part[1]) - 1]
    return part, line - first + 1


def _loaded(name: str, text: str, parts: tuple[tuple[str, int], ...]) -> TomlFile:
    try:
        return TomlFile(name, text, tomli.loads(text), parts)
    except tomli.TOMLDecodeError as error:
        raise _refused(_syntax(name, error, parts)) from None
    except RecursionError:
        raise _refused(too_deep(name)) from None
    except ValueError:  # a number of more digits than Python converts
        raise _refused(Problem(name, 0, 0, "not-toml.number")) from None


def too_large(name: str, most: int = MAX_BYTES) -> Problem:
    """Return the problem that a file has more than ``most`` bytes."""
    return Problem(name, 0, 0, "too-big", limit=most // 1024 // 1024)


def too_deep(name: str) -> Problem:
    """Return the problem that tables or arrays lie too deep within each other."""
    return Problem(name, 0, 0, "too-deep")


def _refused(*problems: Problem) -> Problems:
    return Problems(UNUSABLE, problems, source=problems[0].source)


def _decoded(name: str, body: bytes) -> str:
    if len(body) > MAX_BYTES:
        raise _refused(too_large(name))
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in body:
        raise _refused(_not_text(name, body))
    try:
        text = body.removeprefix(codecs.BOM_UTF8).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _refused(_not_utf8(name, body, error)) from None
    if problems := tuple(_deceptive(name, text)):
        raise _refused(*problems)
    return text


def _not_text(name: str, body: bytes) -> Problem:
    """Return what a file with NUL bytes is: UTF-16 where every other byte is one, else no text at all."""
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in body[:2]
    return Problem(name, 0, 0, "encoding", encoding="UTF-16") if wide else Problem(name, 0, 0, "not-text")


def _not_utf8(name: str, body: bytes, error: UnicodeDecodeError) -> Problem:
    before = body[: error.start + len(body) - len(error.object)].decode("utf-8-sig")
    line, column = place(before, len(before))
    for encoding, codec in GUESSES:
        try:
            body.decode(codec)
        except UnicodeDecodeError:
            continue
        return Problem(name, line, column, "encoding", encoding=encoding)
    return Problem(name, line, column, "not-utf-8")


def _deceptive(name: str, text: str) -> Iterable[Problem]:
    for found in islice(characters.DECEPTIVE.finditer(text), MOST):
        yield Problem(name, *place(text, found.start()), "character", code=characters.code(found.group()))


def _syntax(name: str, error: tomli.TOMLDecodeError, parts: Sequence[tuple[str, int]]) -> Problem:
    what = next((f".{what}" for start, what in SYNTAX if error.msg.startswith(start)), "")
    column = error.colno - 2 if what == ".backslash" else error.colno  # the parser points behind the escape
    name, line = _in_part(name, error.lineno, parts)
    return Problem(name, line, column, f"not-toml{what}")
