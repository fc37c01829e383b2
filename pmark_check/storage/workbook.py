"""An XLSX file from somewhere else, opened with care: nothing in it is run, and nothing large is ever unpacked.

What a reader gets is values. Everything else that a workbook can hold, macros, formulas, passwords, links, is found
before the values are read, from a copy that holds no more bytes than were counted.
"""

from __future__ import annotations

import io
import posixpath
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, load_workbook

from pmark_check.errors import Problem, Problems

UNUSABLE = "answers.invalid"
MAX_FILE = 20_000_000
MAX_UNPACKED = 100_000_000
MAX_MEMBERS = 1_000
MAX_CELLS = 2_000_000
"""Cells of the rectangle that a sheet spans: two far corners would fill the memory."""

MAX_CHARACTERS = 50_000_000
"""Characters of all cells together; one shared string can stand in every cell."""

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Value = object
"""What a cell holds: str, float, bool, or a date of ``datetime``; "" for nothing."""


@dataclass
class Sheet:
    """One sheet: its rows from the first, each as wide as the widest, and where it has formulas."""

    name: str
    rows: list[list[Value]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)


def is_workbook(path: Path) -> bool:
    """Return whether ``path`` is meant as a workbook: by its name, or by how it begins."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return file.read(8).startswith((ZIP, OLE))
    except OSError:
        return False


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of an XLSX file in their order.

    Raises:
        Problems: it is not there, too large, no XLSX file, protected by a password, or holds macros.
    """
    try:
        return _sheets(str(path), _parts(str(path), _content(path)))
    except (expat.ExpatError, LookupError, ValueError, OverflowError, CalamineError) as error:
        raise refused(str(path), "sheet.damaged") from error


def refused(source: str, key: str, **values: object) -> Problems:
    """Return the refusal of a whole file."""
    return Problems(UNUSABLE, (Problem(source, 0, 0, key, **values),), source=source)


def place(row: int, column: int) -> str:
    """Return how a cell is named, both counted from 0: G12."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


# --- the container ----------------------------------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise refused(str(path), "not-a-file")
        if about.st_size > MAX_FILE:
            raise refused(str(path), "too-big", limit=MAX_FILE // 1_000_000)
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise refused(str(path), "missing-file") from None
    except OSError as error:
        raise refused(str(path), "unreadable", reason=error.strerror) from error


def _parts(source: str, content: bytes) -> dict[str, bytes]:
    """Return the parts of the file by name, unpacked within the limits."""
    if content.startswith(OLE):
        raise refused(source, "sheet.encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            members = container.infolist()
            if len(members) > MAX_MEMBERS:
                raise refused(source, "sheet.too-many-parts", count=len(members), limit=MAX_MEMBERS)
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise refused(source, "sheet.too-large-inside", limit=MAX_UNPACKED // 1_000_000)
            if any(member.flag_bits & 1 for member in members):
                raise refused(source, "sheet.encrypted")
            parts = {member.filename: container.read(member) for member in members}  # no more than it declares
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise refused(source, "sheet.no-workbook") from error
    if len(parts) != len(members):
        raise refused(source, "sheet.damaged")
    if "xl/workbook.xml" not in parts:
        raise refused(source, "sheet.no-workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or b"macroEnabled" in parts.get(
        "[Content_Types].xml", b""
    ):
        raise refused(source, "sheet.macros")
    return parts


def _repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """Return the parts as a file that unpacks to what was counted, whatever the first one said of itself."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as container:
        for name, part in parts.items():
            container.writestr(zipfile.ZipInfo(name), part)
    body.seek(0)
    return body


# --- the sheets -------------------------------------------------------------------------------------------------------


def _sheets(source: str, parts: dict[str, bytes]) -> list[Sheet]:
    lengths = _string_lengths(parts.get("xl/sharedStrings.xml", b"<sst/>"))
    formulas: dict[str, list[str]] = {}
    characters = 0
    for name, part in _sheet_parts(parts):
        extent = _Extent(lengths)
        _parse(parts[part], extent.begin, extent.end, extent.text)
        characters += extent.characters
        if extent.rows * extent.columns > MAX_CELLS or characters > MAX_CHARACTERS:
            raise refused(f"{source}:{name}", "sheet.too-many-cells")
        formulas[name] = extent.formulas
    book = _opened(source, _repacked(parts))
    return [
        Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), found)
        for name, found in formulas.items()
    ]


def _opened(source: str, body: io.BytesIO) -> Any:
    """Return the workbook of the reader, whose panics are no ``Exception``."""
    try:
        return load_workbook(body)
    except BaseException as error:
        if type(error).__name__ != "PanicException" and not isinstance(error, Exception):
            raise
        raise refused(source, "sheet.damaged") from error


def _sheet_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (name, part) of every worksheet in order."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str]] = []

    def relation(name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            targets[given["Id"]] = posixpath.normpath(posixpath.join("/xl", given["Target"])).lstrip("/")

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            named.append((given["name"], given["id"]))

    _parse(parts["xl/_rels/workbook.xml.rels"], relation)
    _parse(parts["xl/workbook.xml"], sheet)
    for name, relation_id in named:
        if targets[relation_id].startswith("xl/worksheets/"):
            yield name, targets[relation_id]


def _string_lengths(part: bytes) -> list[int]:
    """Return the length of each shared string."""
    lengths: list[int] = []

    def begin(name: str, _: dict[str, str]) -> None:
        if name == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    _parse(part, begin, text=text)
    return lengths


class _Extent:
    """How far a sheet reaches, how much text it shows, and where it has formulas."""

    def __init__(self, lengths: list[int]) -> None:
        self.rows = self.columns = self.characters = 0
        self.formulas: list[str] = []
        self._lengths = lengths
        self._row = self._column = -1
        self._kind = ""
        self._value: str | None = None

    def begin(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            self._row = int(given["r"]) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif name == "c":
            self._at(given.get("r"))
            self._kind = given.get("t", "")
        elif name in ("v", "is", "f"):
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)
            self._value = ""
            if name == "f":
                self.formulas.append(place(self._row, self._column))

    def end(self, name: str) -> None:
        if name == "v" and self._kind == "s" and self._value:
            self.characters += self._lengths[int(self._value)]
        if name in ("v", "is", "f"):
            self._value = None

    def text(self, data: str) -> None:
        if self._value is not None:
            self._value += data
            self.characters += len(data)

    def _at(self, named: str | None) -> None:
        if named is None:
            self._column += 1
            return
        letters = named.rstrip("0123456789")
        self._row = int(named[len(letters) :]) - 1
        self._column = -1
        for letter in letters:
            self._column = (self._column + 1) * 26 + ord(letter.upper()) - ord("A")


def _parse(
    part: bytes,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    """Walk through one part by local names; a document type, with which entities would come, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def local(name: str) -> str:
        return name.rpartition(" ")[2]

    def doctype(*_: object) -> None:
        raise ValueError

    parser.StartElementHandler = lambda name, given: begin(local(name), {local(k): v for k, v in given.items()})
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(part, True)  # noqa: FBT003 - expat takes it by position
