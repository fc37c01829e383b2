"""The page of the answer sheet that shows how its answers were scored: of the day it was written, and for reading only.

An import takes nothing from it. Every number is the one of the scorecard as it is shown everywhere, in a cell that
holds that number and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from pmark_check.export import said
from pmark_check.export.sheet_layout import PAPER, height, page_head
from pmark_check.view.answer_sheet import shown
from pmark_check.view.dossier import Dossier
from pmark_check.view.lines import SectionLine, Verdict
from pmark_check.view.numbers import Band
from pmark_check.view.words import result_word, word

WIDTHS = (34, 19, 60, 13, 13, 16, 16)
"""Columns; the first is hidden and names each row."""

NAME, LABEL, TEXT = 0, 1, 2
COLUMNS = range(LABEL, len(WIDTHS))
SHOWN = re.compile(r"([+−]?)(\d+(?:\.\d+)?)(%?)")
ROOM = 0.95
"""Of a column's width at the size of this page's letters."""


class Number(str):
    """A number as it is shown, such as ``41%`` or ``+3.1``; other words, such as 対象なし, stand as they are."""

    __slots__ = ()


Row = tuple[str, ...]
"""A hidden name, then what the columns hold."""


class Block(NamedTuple):
    """A table with its title; ``heads`` stand over the columns from the third."""

    title: str
    heads: Row
    rows: tuple[Row, ...]


def write(dossier: Dossier, book: Workbook) -> None:
    """Write the page."""
    translate = dossier.translate
    page = book.add_worksheet(translate("sheet.name.results"))
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width, None, {"hidden": place == NAME})
    writer = _Writer(book, page)
    writer.title(translate("sheet.results.title", client=dossier.view.name, day=dossier.today.isoformat()))
    for line in (translate("sheet.results.still"), translate("report.what"), translate("report.about.own")):
        writer.line(line)
    for block in blocks(dossier):
        writer.block(block)
    _set_up(dossier, page)


def _set_up(dossier: Dossier, page: Worksheet) -> None:
    """Protect, and prepare for A4 upright."""
    page.protect("")
    page.hide_gridlines(2)
    page.set_paper(PAPER)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_header(page_head(dossier.view.name, dossier.today))
    page.set_footer("&C&P / &N")


# --- what is shown ----------------------------------------------------------------------------------------------------


def blocks(dossier: Dossier) -> Iterator[Block]:
    """Yield the tables in their order, those that have a row."""
    found = (_verdicts, _bands, _figures, _gaps, _knockouts, _gates, _stages, _first, _chapters, _sections)
    return (block for make in found if (block := make(dossier)).rows)


def _verdicts(dossier: Dossier) -> Block:
    t, view = dossier.translate, dossier.view
    rows = (*_verdict(dossier, "incident", view.incident), *_verdict(dossier, "application", view.application))
    return Block(t("report.verdict.title"), (), rows)


def _verdict(dossier: Dossier, kind: str, verdict: Verdict) -> Iterator[Row]:
    t = dossier.translate
    yield f"verdict:{kind}", t(f"statement.{kind}"), verdict.title
    yield f"verdict:{kind}:sentence", "", verdict.sentence
    for reason in verdict.reasons:
        yield f"verdict:{kind}:{reason.id}", t("sheet.results.reason"), reason.question


def _bands(dossier: Dossier) -> Block:
    t, view = dossier.translate, dossier.view
    whole = "score", "", t("sheet.results.whole"), *_band(view.band)
    rows = (whole, *((f"layer:{line.id}", "", line.name, *_band(line.band)) for line in view.layers))
    return Block(t("sheet.results.bands"), _band_heads(dossier), rows)


def _figures(dossier: Dossier) -> Block:
    t, view = dossier.translate, dossier.view
    rows = (
        ("target", "", t("export.target"), Number(f"{view.target}%")),
        ("floor", "", t("export.floor"), Number(f"{view.floor}%")),
        ("asked", "", t("sheet.results.asked"), Number(view.asked)),
        ("answered", "", t("export.answered"), Number(view.answered)),
        ("coverage", "", t("report.method.coverage"), Number(view.coverage)),
        ("confidence", "", t("score.confidence"), Number(view.confidence)),
    )
    return Block(t("report.column.figure"), (), rows)


def _band(band: Band) -> tuple[str, str]:
    """Return worst and best; the same number where nothing is open."""
    return Number(band.worst), Number(band.best if band.low != band.high else band.worst)


def _band_heads(dossier: Dossier) -> tuple[str, str]:
    return dossier.translate("score.today"), dossier.translate("sheet.results.best")


def _gaps(dossier: Dossier) -> Block:
    t = dossier.translate
    rows = tuple((f"gap:{count.id}", "", count.name, Number(count.count)) for count in dossier.view.gap_counts)
    return Block(t("report.scores.kinds"), (t("sheet.results.count"),), rows)


def _knockouts(dossier: Dossier) -> Block:
    t, view = dossier.translate, dossier.view
    second = {entry.control.id: said.confirmed_by(dossier, entry) for entry in dossier.entries}
    second |= {line.line.id: t("sheet.results.unconfirmed") for line in view.unconfirmed}
    rows = tuple(
        (f"knockout:{line.line.id}", "", line.line.question, line.word, second[line.line.id]) for line in view.knockouts
    )
    return Block(t("report.knockouts.title"), (t("report.column.result"), t("report.column.confirmed")), rows)


def _gates(dossier: Dossier) -> Block:
    t, view = dossier.translate, dossier.view
    controls = view.session.library.controls
    rows = tuple(
        (f"gate:{gate}", word("stage", controls[gate].gate, t), view.cards.line(controls[gate]).question,
         result_word(result, t, is_gate=True))
        for gate, result in view.readiness.gates.items()
    )  # fmt: skip
    return Block(t("report.column.gate"), (t("report.column.result"),), rows)


def _stages(dossier: Dossier) -> Block:
    t = dossier.translate
    heads = tuple(t(f"export.{column}") for column in ("findings", "gates.failed", "gates.open"))
    stages = dossier.examination.stages if dossier.view.application.id != "none" else ()
    rows = tuple(
        (f"stage:{stage.id}", "", stage.name, stage.findings or "–", Number(len(stage.blocked_by)),
         Number(len(stage.unanswered)))
        for stage in stages
    )  # fmt: skip
    return Block(t("report.expected.title"), heads, rows)


def _first(dossier: Dossier) -> Block:
    t, steps = dossier.translate, dossier.view.first_steps
    heads = tuple(t(f"report.column.{column}") for column in ("effort", "gain", "owner", "due"))
    rows = tuple(
        (f"first:{step.line.id}", Number(step.rank), f"{step.line.question}\n{step.aim} {step.first_step}", step.effort,
         Number(step.gain), step.owner, step.due)
        for step in steps
    )  # fmt: skip
    return Block(t("report.first.heading"), heads, rows)


def _chapters(dossier: Dossier) -> Block:
    return _parts(dossier, "chapter", "export.chapters", dossier.view.chapters)


def _sections(dossier: Dossier) -> Block:
    """Return the sections; none where each is a chapter."""
    view = dossier.view
    sections = view.sections if [line.id for line in view.sections] != [line.id for line in view.chapters] else ()
    return _parts(dossier, "section", "sheet.results.sections", sections)


def _parts(dossier: Dossier, kind: str, title: str, lines: tuple[SectionLine, ...]) -> Block:
    t = dossier.translate
    heads = (*_band_heads(dossier), t("report.column.answered"), t("report.column.gaps"))
    rows = tuple(
        (f"{kind}:{line.id}", line.number, line.title, *_band(line.band), f"{line.answered} / {line.asked}",
         Number(line.gaps))
        for line in lines
    )  # fmt: skip
    return Block(t(title), heads, rows)


# --- writing ----------------------------------------------------------------------------------------------------------


class _Writer:
    """Writes line after line."""

    def __init__(self, book: Workbook, page: Worksheet) -> None:
        self._book, self._page = book, page
        self._row = 0
        self._base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
        self._forms: dict[tuple[tuple[str, object], ...], Any] = {}

    def _form(self, **wanted: object) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._forms:
            self._forms[key] = self._book.add_format(self._base | wanted)
        return self._forms[key]

    def title(self, text: str) -> None:
        self._page.write_string(self._row, LABEL, shown(text), self._form(font_size=16, bold=True))
        self._page.set_row(self._row, 28)
        self._row += 1

    def line(self, text: str) -> None:
        """Write a sentence over the whole width."""
        self._page.merge_range(self._row, LABEL, self._row, len(WIDTHS) - 1, text, self._form(text_wrap=True))
        self._page.set_row(self._row, height([(text, sum(WIDTHS[LABEL:]) * ROOM)]))
        self._row += 1

    def block(self, block: Block) -> None:
        """Write a table after an empty line."""
        self._row += 1
        heads = (block.title, "", *block.heads)
        for column in COLUMNS:
            form = self._form(
                bold=True, bg_color="#DCE6F1", valign="vcenter", **_place(column, is_wrapped=column > TEXT)
            )
            self._page.write_string(self._row, column, heads[column - LABEL] if column <= len(heads) else "", form)
        self._page.set_row(self._row, max(20, _height(("", "", "", *block.heads))))
        self._row += 1
        for row in block.rows:
            self._cells(row)

    def _cells(self, row: Row) -> None:
        self._page.write_string(self._row, NAME, row[NAME])
        for column in COLUMNS:
            self._cell(column, row[column] if column < len(row) else "")
        self._page.set_row(self._row, _height(row))
        self._row += 1

    def _cell(self, column: int, text: str) -> None:
        form = {"bottom": 1, "bottom_color": "#D9D9D9", **_place(column, is_wrapped=True)}
        number = SHOWN.fullmatch(text) if isinstance(text, Number) else None
        if number:
            sign, digits, unit = number.groups()
            form["num_format"] = f'"{sign}"{re.sub(r"[0-9]+", "0", digits)}"{unit}"'
            self._page.write_number(self._row, column, float(digits), self._form(**form))
        else:
            self._page.write_string(self._row, column, shown(text), self._form(**form))


def _place(column: int, *, is_wrapped: bool) -> dict[str, object]:
    """Return how the cells of a column stand: words to the left, what is compared down a column in its middle."""
    return {"text_wrap": is_wrapped, "align": "center" if column > TEXT else "left"}


def _height(row: Row) -> int:
    return height([(text, WIDTHS[at] * ROOM) for at, text in enumerate(row) if at != NAME])
