"""An answer sheet that came back: what each row says, and every place that cannot be understood.

Rows are found by their hidden ids and columns by their hidden names, so that sorting and other programs do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from pmark_check.domain.checklist import LAYERS, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.text import MAX_TEXT, unshowable
from pmark_check.errors import Problem, Problems
from pmark_check.storage.workbook import UNUSABLE, Sheet, Value, place, read_workbook, refused
from pmark_check.view.answer_sheet import (
    FILLED_BY,
    FORMAT,
    MARKER,
    OPEN_CELLS,
    About,
    Cell,
    Written,
    how_said,
    mark_said,
    parsed,
    shown,
)
from pmark_check.view.words import in_short

SHOWN = 40
"""Characters that are shown of what cannot be understood."""


class Proof(NamedTuple):
    """Where proof was seen."""

    where: str
    as_of: date | None
    next_check: date | None


@dataclass
class Row:
    """What one row says; "" and None where a cell is empty or cannot be understood.

    Attributes:
        places: name of a cell -> where it is, for example ``answers.xlsx:回答!G12``.
        problems: what cannot be understood here.
    """

    control: str
    written: Written
    places: Mapping[str, str]
    marks: dict[Layer, Mark] = field(default_factory=dict)
    reason: str = ""
    how: HowKnown | None = None
    by: str = ""
    note: str = ""
    proof: Proof | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class AnswerSheet:
    """The whole sheet.

    Attributes:
        state: the client's fingerprint when it was written.
        filled_by: who filled it in, "" where it is not said.
        problems: what is wrong with the sheet as such.
    """

    source: str
    client: str
    language: Language
    state: str
    filled_by: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_sheet(path: Path) -> AnswerSheet:
    """Return an answer sheet.

    Raises:
        Problems: it is no workbook that can be read, is not ours, is newer than this program, or has formulas.
    """
    source, sheets = str(path), read_workbook(path)
    about = _about(source, sheets)
    answers = next((sheet for sheet in sheets if _first(sheet) == Cell.ID), None)
    if answers is None:
        raise refused(source, "sheet.no-answers")
    if answers.formulas:
        found = (Problem(f"{source}:{answers.name}!{at}", 0, 0, "sheet.formula") for at in answers.formulas[:20])
        raise Problems(UNUSABLE, tuple(found), source=source)
    reader = _Reader(f"{source}:{answers.name}", answers)
    rows = tuple(reader.rows())
    filled_by, problems = _filled_by(source, sheets)
    return AnswerSheet(
        source=source,
        client=about.get(About.CLIENT, ""),
        language=next((known for known in LANGUAGES if known == about.get(About.LANGUAGE)), "ja"),
        state=about.get(About.STATE, ""),
        filled_by=filled_by,
        rows=rows,
        problems=(*problems, *reader.problems),
    )


def _first(sheet: Sheet) -> Value:
    return sheet.rows[0][0] if sheet.rows and sheet.rows[0] else ""


def _about(source: str, sheets: list[Sheet]) -> dict[str, str]:
    hidden = next((sheet for sheet in sheets if _first(sheet) == MARKER), None)
    if hidden is None:
        raise refused(source, "sheet.foreign")
    about = {_words(row[0]): _words(row[1]) for row in hidden.rows if len(row) > 1}
    if not (about[MARKER].isascii() and about[MARKER].isdigit()):
        raise refused(source, "sheet.damaged")
    if len(about[MARKER]) > 4 or int(about[MARKER]) > FORMAT:
        raise refused(source, "sheet.newer", value=about[MARKER][:10], known=FORMAT)
    return about


def _filled_by(source: str, sheets: list[Sheet]) -> tuple[str, tuple[Problem, ...]]:
    """Return who says to have filled the sheet in, from the page with the instructions."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows):
            if row[0] == FILLED_BY and len(row) > 2:
                at = f"{source}:{sheet.name}!{place(number, 2)}"
                if place(number, 2) in sheet.formulas:
                    return "", (Problem(at, 0, 0, "sheet.formula"),)
                name = shown(_words(row[2]))
                return (name, ()) if _is_fit(name) else ("", (Problem(at, 0, 0, "sheet.bad-text"),))
    return "", ()


def _words(value: Value) -> str:
    """Return the text of a cell; a whole number without its decimals, a day as ``YYYY-MM-DD``."""
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)


def _is_fit(text: str) -> bool:
    return unshowable(text) is None and len(text) <= MAX_TEXT


class _Reader:
    """Reads the rows of the answers."""

    def __init__(self, source: str, sheet: Sheet) -> None:
        self._source = source
        self._sheet = sheet
        self._columns = {str(name): at for at, name in enumerate(sheet.rows[0]) if name}
        self.problems: list[Problem] = []

    def rows(self) -> Iterator[Row]:
        """Yield the rows that have an id; the others may hold nothing."""
        lacking = [name for name in (Cell.ID, Cell.WRITTEN, *OPEN_CELLS) if name not in self._columns]
        if lacking:
            self.problems.append(Problem(self._source, 0, 0, "sheet.no-columns", names=lacking))
            return
        seen: dict[str, int] = {}
        for number, values in enumerate(self._sheet.rows[2:], 2):
            cells = {name: values[at] for name, at in self._columns.items()}
            control = _words(cells[Cell.ID]).strip()
            if not control:
                self._nameless(number, cells)
            elif control in seen:
                self._say(number, Cell.ID, "sheet.twice", name=control, row=seen[control] + 1)
            elif (written := parsed(_words(cells[Cell.WRITTEN]))) is None:
                self._say(number, Cell.WRITTEN, "sheet.no-record", name=control)
            else:
                seen[control] = number
                yield self._row(number, control, written, cells)

    def _at(self, number: int, name: str) -> str:
        return f"{self._source}!{place(number, self._columns[name])}"

    def _say(self, number: int, cell: str, key: str, **values: object) -> None:
        self.problems.append(Problem(self._at(number, cell), 0, 0, key, **values))

    def _nameless(self, number: int, cells: Mapping[str, Value]) -> None:
        said = next((name for name in OPEN_CELLS if shown(_words(cells[name]))), None)
        if said:
            self._say(number, said, "sheet.no-id")

    def _row(self, number: int, control: str, written: Written, cells: Mapping[str, Value]) -> Row:
        row = Row(control, written, {name: self._at(number, name) for name in OPEN_CELLS})

        def text(name: str) -> str:
            found = "" if name in written.fixed else shown(_words(cells[name]))
            if _is_fit(found):
                return found
            row.problems.append(Problem(row.places[name], 0, 0, "sheet.bad-text"))
            return ""

        for layer in LAYERS:
            if found := text(layer):
                if (mark := mark_said(found)) is None:
                    row.problems.append(
                        Problem(row.places[layer], 0, 0, "sheet.bad-mark", value=in_short(found, SHOWN))
                    )
                else:
                    row.marks[layer] = mark
        row.reason, row.by, row.note = text(Cell.REASON), text(Cell.BY), text(Cell.NOTE)
        if found := text(Cell.HOW):
            row.how = how_said(found)
            if row.how is None:
                row.problems.append(Problem(row.places[Cell.HOW], 0, 0, "sheet.bad-how", value=in_short(found, SHOWN)))
        self._proof(row, text(Cell.WHERE), cells)
        return row

    def _proof(self, row: Row, where: str, cells: Mapping[str, Value]) -> None:
        days: dict[str, date | None] = {}
        for name in (Cell.AS_OF, Cell.NEXT_CHECK):
            said = shown(_words(cells[name]))
            days[name] = _day(cells[name])
            if said and not days[name]:
                row.problems.append(Problem(row.places[name], 0, 0, "sheet.bad-day", value=in_short(said, SHOWN)))
            elif said and not where:
                row.problems.append(Problem(row.places[name], 0, 0, "sheet.day-without-place"))
        if where:
            row.proof = Proof(where, days[Cell.AS_OF], days[Cell.NEXT_CHECK])


SEPARATORS = str.maketrans({"/": "-", ".": "-", "\u5e74": "-", "\u6708": "-", "\u65e5": None})
"""Between year, month and day, as people type them; the last three are the Japanese words for these."""


def _day(value: Value) -> date | None:
    """Return the day that a cell names: a date, or text such as 2026-10-31, 2026/10/31, ２０２６年１０月３１日."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = "".join(normalize("NFKC", _words(value)).split()).translate(SEPARATORS).split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])) if len(parts[0]) == 4 else None
    except ValueError:
        return None
