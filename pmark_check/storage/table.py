"""A table of answers in CSV, as ``export.table`` writes it and a spreadsheet saves it again. All of it, or nothing.

An empty cell never overwrites anything, and a cell that says what stands already writes nothing. Only the answers, how
they are known, who gave them, the reason and the notes are read; every other column is for the reader.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from pmark_check.domain.assessment import ControlState
from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import LANGUAGES
from pmark_check.domain.session import Session
from pmark_check.domain.text import MAX_TEXT, folded, unshowable
from pmark_check.errors import Problem, Problems
from pmark_check.i18n.translation import Translator
from pmark_check.storage import characters, files
from pmark_check.storage.answers import UNUSABLE
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.positions import place
from pmark_check.view.cells import (
    COLUMNS,
    DASHES,
    HOWS,
    ID,
    MARKS,
    NOTE,
    PRIVATE_NOTE,
    REASON,
    SAYERS,
    TAKEN_IN,
    unguarded,
)
from pmark_check.view.words import literal

SUFFIX = ".csv"
SEPARATORS = ",;\t"
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
UNKNOWN = "unknown"
MAX_BYTES = 20 * 1024 * 1024
"""A table repeats every question and has room for long notes; more is none of ours."""

NOT_APPLICABLE = "not-applicable"
UNSAID = ("nothing", "conflict")
"""Words in the place of a mark that say nothing."""


class Cell(NamedTuple):
    """One cell: its text, and where in the file it begins."""

    text: str
    offset: int


Row = Mapping[str, Cell]
"""Column -> cell, of the cells that are not empty."""


@dataclass(frozen=True)
class Table:
    """A table that was read: its name as the user gave it, its text, and its rows."""

    name: str
    text: str
    headings: Mapping[str, str]
    rows: tuple[Row, ...]

    def refused(self, found: list[tuple[int, Finding]]) -> Problems:
        """Return the error that ``found``, each with its offset, add up to."""
        return _refused(self.name, self.text, found)


@dataclass
class Said:
    """What a row says about a control; None is what it does not speak about."""

    control: str
    marks: dict[Layer, Mark] = field(default_factory=dict)
    hows: dict[Layer, HowKnown] = field(default_factory=dict)
    sayers: dict[Layer, str] = field(default_factory=dict)
    is_not_applicable: bool = False
    reason: str | None = None
    note: str | None = None
    private_note: str | None = None


# --- reading ---------------------------------------------------------------------------------------------------------


def read_table(path: Path) -> Table:
    """Return the table in a file: UTF-8, or Shift_JIS as a Japanese Excel saves plain CSV.

    Raises:
        Problems: it cannot be read, or has no headings of ours; every place is named.
    """
    with files.unusable(path, UNUSABLE):
        body = files.content(path, MAX_BYTES)
    text = _decoded(str(path), body)
    found: list[tuple[int, Finding]] = []
    records = list(_records(text, found))
    headings = _headings(records[0] if records else [], found)
    rows = [_row(headings, record, found) for record in records[1:]]
    if found:
        raise _refused(str(path), text, found)
    titles = {column: cell.text for column, cell in zip(headings, records[0], strict=True) if column}
    return Table(str(path), text, titles, tuple(row for row in rows if row))


def _decoded(name: str, body: bytes) -> str:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Problems(UNUSABLE, (Problem(name, 0, 0, "encoding", encoding="UTF-16"),), source=name)
    for codec in ("utf-8-sig", "cp932"):
        try:
            text = body.decode(codec)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Problems(UNUSABLE, (Problem(name, 0, 0, "table.encoding"),), source=name)


def _records(text: str, found: list[tuple[int, Finding]]) -> Iterator[list[Cell]]:
    """Yield the records of ``text``, cell by cell; a quotation mark that has no partner ends the reading."""
    first_line = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first_line.count)
    plain = re.compile(rf"[^{separator}\n]*")
    at, record = 0, list[Cell]()
    while at < len(text):
        start, is_quoted = at, text[at] == '"'
        cell = (QUOTED if is_quoted else plain).match(text, at)
        if cell is None or (is_quoted and text[cell.end() : cell.end() + 1] not in ("", "\n", separator)):
            found.append((start, Finding((), "table.quotes")))
            return
        content = cell[1].replace('""', '"') if is_quoted else cell[0]
        record.append(Cell(unguarded(content), start))
        at = cell.end() + 1
        if text[cell.end() : at] != separator:
            yield record
            record = []
    if record:
        yield record


def _headings(record: list[Cell], found: list[tuple[int, Finding]]) -> list[str]:
    """Return the column under each heading; "" under an empty one, ``UNKNOWN`` under one that is not ours."""
    known = _heading_words()
    columns: list[str] = []
    for cell in record:
        column = known.get(_plain(cell.text), UNKNOWN if cell.text.strip() else "")
        if column == UNKNOWN:
            found.append((cell.offset, unknown((), "table.unknown-column", cell.text, _shown_headings())))
        elif column and column in columns:  # empty headings may stand there twice
            found.append((cell.offset, Finding((), "table.column-twice", {"name": cell.text})))
        columns.append(column)
    if ID not in columns:
        found.append((0, Finding((), "table.no-id")))
    return columns


def _row(headings: list[str], record: list[Cell], found: list[tuple[int, Finding]]) -> Row:
    """Return the cells of a record that are not empty and that are read, by column."""
    filled = [(column, cell) for column, cell in zip_longest(headings, record) if cell and cell.text.strip()]
    row: dict[str, Cell] = {}
    for column, cell in filled:
        if not column:
            found.append((cell.offset, Finding((), "table.no-heading")))
        elif column in TAKEN_IN:
            row[column] = cell
    if ID not in row and ID in headings and filled:
        found.append((filled[0][1].offset, Finding((), "table.row-without-id")))
    return row


def _refused(name: str, text: str, found: list[tuple[int, Finding]]) -> Problems:
    problems = []
    for offset, finding in sorted(found, key=lambda pair: pair[0]):
        line, column = place(text, offset)
        problems.append(Problem(name, line, column, finding.key, **finding.values))
    return Problems(UNUSABLE, tuple(problems), source=name)


# --- words -----------------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Return the form under which words are compared: width, blanks, case and kind of apostrophe aside."""
    return folded(text).replace("’", "'")


@cache
def _heading_words() -> dict[str, str]:
    """Return every name of a column, in either language or as it is called here, with the column."""
    shown = {_plain(Translator(language)(f"export.column.{column}")): column
             for column in COLUMNS for language in LANGUAGES}  # fmt: skip
    return shown | {column: column for column in COLUMNS}


@cache
def _shown_headings() -> tuple[str, ...]:
    return (ID, *(Translator(language)(f"export.column.{c}") for c in COLUMNS[1:] for language in LANGUAGES))


@cache
def _words(kind: str, values: tuple[str, ...]) -> dict[str, str]:
    """Return every word for ``values``, in either language or as it is kept, with the value."""
    shown = {_plain(Translator(language)(f"{kind}.{value}")): value for value in values for language in LANGUAGES}
    return shown | {value: value for value in values}


def _mark_words() -> dict[str, str]:
    return {**_words("mark", (*Mark, NOT_APPLICABLE, *UNSAID)), **dict.fromkeys(DASHES, UNSAID[0])}


# --- taking in -------------------------------------------------------------------------------------------------------


def import_table(session: Session, table: Table) -> tuple[int, int]:
    """Take the table in as one gesture; return how many controls it spoke about, and 0 for the facts.

    Raises:
        Problems: something does not fit this client; nothing was taken in.
    """
    found: list[tuple[int, Finding]] = []
    seen: set[str] = set()
    rows = [_Reader(session, table, row, found).said(seen) for row in table.rows]
    if found:
        raise table.refused(found)
    with session.one_gesture():
        for said in rows:
            _take(session, said)
    return sum(_speaks(said) for said in rows), 0


def _speaks(said: Said) -> bool:
    texts = (said.reason, said.note, said.private_note)
    return bool(said.marks) or said.is_not_applicable or any(text is not None for text in texts)


class _Reader:
    """Reads one row against the client, and keeps what does not fit."""

    def __init__(self, session: Session, table: Table, row: Row, found: list[tuple[int, Finding]]) -> None:
        self._session = session
        self._table = table
        self._row = row
        self._found = found

    def said(self, seen: set[str]) -> Said:
        """Return what the row says; ``seen`` are the controls of the rows before."""
        cell = self._row[ID]
        said = Said(cell.text.strip())
        control = self._session.library.controls.get(said.control)
        if control is None:
            found = unknown((), "unknown-control", said.control, self._session.library.controls)
            self._found.append((cell.offset, found))
            return said
        if said.control in seen:
            self._wrong(ID, "table.row-twice", name=said.control)
        seen.add(said.control)
        for column in (REASON, NOTE, PRIVATE_NOTE, *SAYERS):
            self._check_text(column)
        said.reason, said.note, said.private_note = map(self._text, (REASON, NOTE, PRIVATE_NOTE))
        said.sayers = {layer: text for column, layer in SAYERS.items() if (text := self._text(column))}
        self._marks(said, control)
        self._hows(said)
        return said

    def _wrong(self, where: str, key: str, **values: object) -> None:
        self._found.append((self._row[where].offset, Finding((), key, values)))

    def _text(self, column: str) -> str | None:
        return self._row[column].text if column in self._row else None

    def _check_text(self, column: str) -> None:
        text = self._text(column) or ""
        if (character := unshowable(text)) is not None:
            self._wrong(column, "character", code=characters.code(character))
        if len(text) > MAX_TEXT:
            self._wrong(column, "too-long", limit=MAX_TEXT)

    def _marks(self, said: Said, control: Control) -> None:
        for column, layer in MARKS.items():
            word = self._word(column, _mark_words(), (*Mark, NOT_APPLICABLE), "mark")
            if word == NOT_APPLICABLE:
                said.is_not_applicable = True
            elif word and word not in UNSAID and layer not in control.layers:
                self._wrong(column, "table.layer-not-asked", heading=self._table.headings[column], name=control.id)
            elif word and word not in UNSAID:
                said.marks[layer] = Mark(word)
        self._applicability(said, control)

    def _applicability(self, said: Said, control: Control) -> None:
        if said.is_not_applicable and said.marks:
            column = next(column for column, layer in MARKS.items() if layer in said.marks)
            self._wrong(column, "not-applicable-with-layers")
        elif said.is_not_applicable and said.reason is None and not self._session.state(control.id).is_excused:
            self._wrong(ID, "not-applicable-without-reason")
        elif said.reason is not None and not said.is_not_applicable:
            self._wrong(REASON, "reason-without-not-applicable")

    def _hows(self, said: Said) -> None:
        """Read how the marks are known; on a layer without a mark the standing one is meant."""
        state = self._session.state(said.control)
        for column, layer in HOWS.items():
            if word := self._word(column, _words("how", tuple(HowKnown)), tuple(HowKnown), "how"):
                said.hows[layer] = HowKnown(word)
        if said.is_not_applicable:
            return
        for column, layer in (*HOWS.items(), *SAYERS.items()):
            if column not in self._row or layer in said.marks:
                continue
            standing = None if state.is_excused else state.mark(layer)
            if standing:
                said.marks[layer] = standing
            else:
                self._wrong(column, "table.nothing-said", heading=self._table.headings[column])

    def _word(self, column: str, known: Mapping[str, str], allowed: tuple[str, ...], kind: str) -> str:
        """Return what a cell says, "" where it is empty or unknown."""
        text = self._text(column)
        if text is None:
            return ""
        if (value := known.get(_plain(text))) is None:
            words = tuple(f"{Translator('ja')(f'{kind}.{v}')}/{Translator('en')(f'{kind}.{v}')}" for v in allowed)
            self._wrong(column, "table.not-one-of", heading=self._table.headings[column], value=text, allowed=words)
            return ""
        return value


def _take(session: Session, said: Said) -> None:
    state = session.state(said.control)
    if said.is_not_applicable:
        _excuse(session, state, said)
    else:
        for (how, by), marks in _changed(session, state, said).items():
            session.mark(said.control, marks, how=how, said_by=by)
    for text, ref, private in ((said.note, state.note, False), (said.private_note, state.private_note, True)):
        if text is not None and not (ref and _stands(text, session.text(ref))):
            session.write_note(said.control, text, private=private)


def _excuse(session: Session, state: ControlState, said: Said) -> None:
    """Declare a control not applicable; what the row leaves out stays as it is."""
    reason, by = said.reason or "", next(iter(said.sayers.values()), "")
    if standing := state.not_applicable if state.is_excused else None:
        kept, who = session.text(standing.reason), session.person_name(standing.said_by)
        is_same = not reason or _stands(reason, kept)
        if is_same and (not by or _stands(by, who)):
            return
        reason, by = kept if is_same else reason, by or who
    session.mark_not_applicable(said.control, reason, said_by=by)


def _changed(session: Session, state: ControlState, said: Said) -> dict[tuple[HowKnown, str], dict[Layer, Mark]]:
    """Return the marks that do not stand yet, those that are known in one way from one person together."""
    changed: dict[tuple[HowKnown, str], dict[Layer, Mark]] = {}
    for layer, mark in said.marks.items():
        standing = None if state.not_applicable or layer in state.conflicts else state.answers.get(layer)
        is_kept = standing is not None and standing.mark == mark
        known = standing.how if standing and is_kept else HowKnown.HEARD
        who = session.person_name(standing.said_by) if standing and is_kept else ""
        how, by = said.hows.get(layer, known), said.sayers.get(layer, "")
        if not (is_kept and how == known and (not by or _stands(by, who))):
            changed.setdefault((how, by or who), {})[layer] = mark
    return changed


def _stands(text: str, kept: str) -> bool:
    """Return whether ``text`` is how a table shows ``kept``, also after it was saved in Shift_JIS.

    What is hidden is shown as its code, what was erased as such, and Shift_JIS has a question mark for what it lacks.
    """
    shown = [literal(kept)] if kept else [Translator(language)("text.erased") for language in LANGUAGES]
    in_shift_jis = (one.encode("cp932", "replace").decode("cp932") for one in shown)
    return text.strip() in {one.strip() for one in (*shown, *in_shift_jis)}
