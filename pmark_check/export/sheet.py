"""XLSX: the answer sheet that people fill in Excel or LibreOffice. ``storage.sheet`` takes it back in.

Every text is written as a string, so that none is a formula; the workbook holds no clock time. Protection without
a password keeps what is not an answer from being changed by accident: it is no secret.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from pmark_check.domain.checklist import LAYERS
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.export import said, sheet_guide, sheet_results
from pmark_check.export.sheet_layout import PAPER, SHORT, height, page_head
from pmark_check.view.answer_sheet import (
    FORMAT,
    MARKER,
    OPEN_CELLS,
    About,
    Cell,
    Standing,
    fits,
    shown,
    standing,
    written,
)
from pmark_check.view.controls import clause
from pmark_check.view.dossier import NOT_ASKED, Dossier, Entry
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.selection import Part
from pmark_check.view.words import in_short, literal, word


class Column(NamedTuple):
    """A column: its name in the hidden first row, and its width in half-width characters."""

    name: str
    width: int


COLUMNS = (
    Column(Cell.ID, 30),
    Column(Cell.WRITTEN, 30),
    Column(Cell.CHAPTER, 14),
    Column(Cell.NUMBER, 9),
    Column(Cell.QUESTION, 36),
    Column(Cell.PLAIN, 36),
    *(Column(layer, 9) for layer in LAYERS),
    Column(Cell.REASON, 18),
    Column(Cell.HOW, 10),
    Column(Cell.BY, 12),
    Column(Cell.NOTE, 30),
    Column(Cell.WHERE, 22),
    Column(Cell.AS_OF, 12),
    Column(Cell.NEXT_CHECK, 12),
    Column(Cell.KNOWN, 32),
    Column(Cell.HOMEWORK, 26),
    Column(Cell.OWNER, 12),
    Column(Cell.DUE, 11),
    Column(Cell.PRIVATE_NOTE, 26),
)
HIDDEN = (Cell.ID, Cell.WRITTEN)
FROZEN = Cell.PLAIN
"""The first column that moves when one scrolls to the right."""

PRINTED = (Cell.CHAPTER, Cell.NOTE)
"""The first and the last column on paper: what fits on A4 across and can still be read."""

TO_DO = (Cell.HOMEWORK, Cell.DUE)
"""What stands beside the question where the sheet goes to one person, who has to see what is asked of them."""

KEYS, HEADINGS, FIRST = 0, 1, 2
"""Rows: the names of the columns, hidden; their headings; the first question."""

LONG = "long"
PIECE = 30_000
"""Characters of a long text in one cell."""


@dataclass
class _Sheet:
    """The workbook being written."""

    dossier: Dossier
    book: Workbook
    long: list[tuple[str, str]] = field(default_factory=list)
    """(place, text) of what did not fit into a cell."""

    def __post_init__(self) -> None:
        base = {"font_name": "Yu Gothic", "font_size": 10, "text_wrap": True, "valign": "top", "border": 1,
                "border_color": "#BFBFBF"}  # fmt: skip
        self.head = self.book.add_format(base | {"bold": True, "bg_color": "#DCE6F1", "valign": "vcenter"})
        self.fixed = self.book.add_format(base | {"bg_color": "#F7F7F7"})
        self.grey = self.book.add_format(base | {"bg_color": "#D9D9D9", "font_color": "#7F7F7F"})
        self.open = self.book.add_format(base | {"locked": False, "bg_color": "#FFFBE6"})
        self.day = self.book.add_format(base | {"locked": False, "bg_color": "#FFFBE6", "num_format": "yyyy-mm-dd"})

    def heading(self, column: Column) -> str:
        if column.name in LAYERS:
            return word("layer", column.name, self.dossier.translate)
        return self.dossier.translate(f"sheet.column.{column.name}")


def render(dossier: Dossier) -> bytes:
    """Return the workbook; it has a column for private notes only where the dossier has them."""
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True})
    book.set_properties(
        {
            "title": in_short(dossier.translate("sheet.title", client=dossier.view.name), SHORT),
            "author": "pmark-check",
            "created": datetime(dossier.today.year, dossier.today.month, dossier.today.day),  # noqa: DTZ001 - a day
        }
    )
    sheet_guide.write(dossier, book, _person(dossier), _until(dossier))
    sheet = _Sheet(dossier, book)
    _answers(sheet, [entry for entry in dossier.entries if _is_shown(entry)])
    _long_texts(sheet)
    if not _is_part(dossier):
        sheet_results.write(dossier, book)
    _about(sheet)
    book.close()
    return body.getvalue()


def _person(dossier: Dossier) -> str:
    return dossier.selection.person if isinstance(dossier, Part) else ""


def _is_part(dossier: Dossier) -> bool:
    """Return whether the workbook goes to somebody who is asked some questions; the results of the firm do not."""
    return isinstance(dossier, Part) and any(dossier.selection)


def _until(dossier: Dossier) -> str:
    """Return the day by which the first of the person's homework is due; "" where nobody or no day is named."""
    person = _person(dossier)
    if not person:
        return ""
    due = (action.due for entry in dossier.entries for action in entry.card.actions if action.is_open)
    return min(filter(None, due), default="")


def _is_shown(entry: Entry) -> bool:
    """Return whether a control has a row: what the facts rule out has one where something was said about it."""
    return entry.standing != NOT_ASKED or said.is_told(entry)


# --- the answers ------------------------------------------------------------------------------------------------------


def _answers(sheet: _Sheet, entries: list[Entry]) -> None:
    translate = sheet.dossier.translate
    columns = _columns(sheet.dossier, entries)
    page = sheet.book.add_worksheet(translate("sheet.name.answers"))
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, None, {"hidden": column.name in HIDDEN})
        page.write_string(KEYS, place, column.name)
        page.write_string(HEADINGS, place, sheet.heading(column), sheet.head)
    page.set_row(KEYS, None, None, {"hidden": True})
    page.set_row(HEADINGS, height([(sheet.heading(column), column.width) for column in columns]))
    for row, entry in enumerate(entries, FIRST):
        _row(sheet, page, row, entry, columns)
    last = max(FIRST, FIRST + len(entries) - 1)
    _choices(sheet, page, columns, last)
    _set_up(sheet, page, columns, last)


def _columns(dossier: Dossier, entries: list[Entry]) -> list[Column]:
    """Return the columns in their order."""
    columns = [column for column in COLUMNS if dossier.with_private or column.name != Cell.PRIVATE_NOTE]
    if not (_person(dossier) and any(entry.card.actions for entry in entries)):
        return columns
    to_do = [column for column in columns if column.name in TO_DO]
    others = [column for column in columns if column.name not in TO_DO]
    place = [column.name for column in others].index(FROZEN) + 1
    return [*others[:place], *to_do, *others[place:]]


def _row(sheet: _Sheet, page: Worksheet, row: int, entry: Entry, columns: list[Column]) -> None:
    found = standing(sheet.dossier.view.session, entry.control, sheet.dossier.view.cards)
    texts = dict(_texts(sheet.dossier, entry, found))
    place = f"{row + 1}"
    measured: list[tuple[str, float]] = []
    for at, column in enumerate(columns):
        text = shown(texts.get(column.name, ""))
        cell = text
        if not fits(text):
            sheet.long.append((f"{place} {sheet.heading(column)}", text))
            cell = sheet.dossier.translate("sheet.too-long", sheet=sheet.dossier.translate("sheet.name.long"))
        form = _form(sheet, entry, column.name, is_whole=cell == text)
        page.write_string(row, at, cell, form) if cell else page.write_blank(row, at, None, form)
        if column.name not in HIDDEN:
            measured.append((cell, column.width))
    page.set_row(row, height(measured))


def _texts(dossier: Dossier, entry: Entry, found: Standing) -> Iterator[tuple[str, str]]:
    """Yield the text of each column that has one; who answered, and how it is known, is asked afresh."""
    library, translate, card = dossier.view.session.library, dossier.translate, entry.card
    section, chapter = library.sections[entry.section], library.sections[entry.chapter]
    yield Cell.ID, entry.control.id
    yield Cell.WRITTEN, written(found, entry.control).model_dump_json()
    yield Cell.CHAPTER, literal(chapter.title.to(translate.language))
    yield Cell.NUMBER, clause(section)
    yield Cell.QUESTION, card.question
    partly = f"\n{translate('sheet.partly', text=card.partial)}" if card.partial else ""
    yield Cell.PLAIN, f"{card.plain}{partly}"
    for layer, answer in found.layers.items():
        yield layer.value, word("mark", answer.mark, translate) if answer.mark in set(Mark) else ""
    yield Cell.REASON, found.reason
    yield Cell.NOTE, found.note
    yield Cell.KNOWN, "\n".join(_known(dossier, entry))
    work = [planned.line for planned in said.homework(dossier, entry)]
    yield Cell.HOMEWORK, "\n".join(_numbered(f"{line.aim} {line.text} ({line.status})" for line in work))
    yield Cell.OWNER, "\n".join(_numbered(line.owner for line in work))
    yield Cell.DUE, "\n".join(_numbered(line.due for line in work))
    yield Cell.PRIVATE_NOTE, card.private_note


def _known(dossier: Dossier, entry: Entry) -> Iterator[str]:
    """Yield what stands: who said what and how it is known, where proof was seen, who confirmed it."""
    translate, card = dossier.translate, entry.card
    if entry.standing == NOT_ASKED:
        yield translate("sheet.not-asked")
    if card.is_excused:
        yield translate("sheet.excused", by=said.excused_by(dossier, entry))
    for layer in card.layers if not card.is_excused else ():
        if layer.mark or layer.is_conflict:
            parts = (layer.answer, layer.how, layer.said_by)
            yield f"{layer.name}: {' / '.join(part for part in parts if part)}"
    for proof in said.evidence(entry):
        yield translate("sheet.evidence", where=proof.where, days=_days(proof.as_of, proof.next_check))
    if by := said.confirmed_by(dossier, entry):
        yield translate("sheet.confirmed", by=by)


def _days(as_of: str, next_check: str) -> str:
    return f" ({as_of} → {next_check})" if next_check else f" ({as_of})" if as_of else ""


def _numbered(texts: Iterable[str]) -> list[str]:
    """Return several lines with numbers, so that those of one homework can be found in three cells; one has none."""
    found = list(texts)
    return found if len(found) < 2 else [f"{number}. {text}" for number, text in enumerate(found, 1)]


def _form(sheet: _Sheet, entry: Entry, name: str, *, is_whole: bool) -> Format:
    if name not in OPEN_CELLS:
        return sheet.fixed
    if entry.standing == NOT_ASKED or not is_whole or (name in LAYERS and name not in entry.control.layers):
        return sheet.grey
    return sheet.day if name in (Cell.AS_OF, Cell.NEXT_CHECK) else sheet.open


def _choices(sheet: _Sheet, page: Worksheet, columns: list[Column], last: int) -> None:
    """Give the cells that take one of a few words a list to choose from, days a check, and some a word of help."""
    translate = sheet.dossier.translate
    marks = [word("mark", mark, translate) for mark in Mark]
    hows = [word("how", how, translate) for how in HowKnown]
    refused = {"error_title": translate("sheet.refused.title"), "error_message": translate("sheet.refused.message")}
    bad_day = {"error_title": translate("sheet.refused.day.title"), "error_message": translate("sheet.refused.day")}
    since = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), **bad_day}
    for at, column in enumerate(columns):
        hint = {"input_title": sheet.heading(column), "input_message": translate(f"sheet.hint.{column.name}")}
        if column.name in LAYERS:
            page.data_validation(FIRST, at, last, at, {"validate": "list", "source": marks, **refused})
        elif column.name == Cell.HOW:
            page.data_validation(FIRST, at, last, at, {"validate": "list", "source": hows, **refused, **hint})
        elif column.name in (Cell.AS_OF, Cell.NEXT_CHECK):
            page.data_validation(FIRST, at, last, at, {**since, **hint})
        elif column.name in (Cell.REASON, Cell.BY, Cell.WHERE):
            page.data_validation(FIRST, at, last, at, {"validate": "any", **hint})


def _set_up(sheet: _Sheet, page: Worksheet, columns: list[Column], last: int) -> None:
    """Protect, freeze, filter, and prepare for A4 across."""
    names = [column.name for column in columns]
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    page.freeze_panes(FIRST, names.index(FROZEN))
    page.autofilter(HEADINGS, 0, last, len(columns) - 1)
    page.set_landscape()
    page.set_paper(PAPER)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS)
    page.print_area(HEADINGS, names.index(PRINTED[0]), last, names.index(PRINTED[1]))
    page.set_header(page_head(sheet.dossier.view.name, sheet.dossier.today))
    page.set_footer("&C&P / &N")


# --- what does not fit, and what the sheet is -------------------------------------------------------------------------


def _long_texts(sheet: _Sheet) -> None:
    """Write what is too long for a cell in pieces, each in a row."""
    if not sheet.long:
        return
    page = sheet.book.add_worksheet(sheet.dossier.translate("sheet.name.long"))
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 110)
    row = 0
    for place, text in sheet.long:
        for start in range(0, len(text), PIECE // 2):
            page.write_string(row, 0, place, sheet.fixed)
            page.write_string(row, 1, text[start : start + PIECE // 2], sheet.fixed)
            row += 1
    page.protect("")


def _about(sheet: _Sheet) -> None:
    """Write the hidden sheet by which an import knows whose answers these are."""
    session = sheet.dossier.view.session
    page = sheet.book.add_worksheet("pmark-check")
    told = [
        (MARKER, str(FORMAT)),
        (About.CLIENT, session.assessment.name),
        (About.LANGUAGE, sheet.dossier.translate.language),
        (About.STATE, short_fingerprint(session)),
        (About.WRITTEN_ON, sheet.dossier.today.isoformat()),
        *((f"checklist:{c.id}", c.checklist.revision) for c in session.library.checklists),
    ]
    for row, (name, value) in enumerate(told):
        page.write_string(row, 0, name)
        page.write_string(row, 1, shown(value))
    page.protect("")
    page.very_hidden()
