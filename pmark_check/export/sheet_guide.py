"""The first page of the answer sheet: who fills it in, until when, what the marks mean, how to give it back."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from pmark_check.domain.checklist import LAYERS
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.export.sheet_layout import PAPER, height
from pmark_check.view.answer_sheet import EXCUSED, FILLED_BY, shown
from pmark_check.view.dossier import Dossier
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.words import word

WIDTHS = {0: 12, 1: 22, 2: 92}
"""Columns: the hidden names, what is meant, and what is to be said about it."""

HEAD, OPEN, TEXT = "head", "open", "text"


def write(dossier: Dossier, book: Workbook, person: str, until: str) -> None:
    """Write the page; the names of its open cells stand in a hidden column."""
    translate = dossier.translate
    page = book.add_worksheet(translate("sheet.name.guide"))
    base = {"font_name": "Yu Gothic", "font_size": 11, "text_wrap": True, "valign": "top"}
    title = book.add_format({"font_name": "Yu Gothic", "font_size": 16, "bold": True})
    forms = {
        HEAD: book.add_format(base | {"bold": True, "bg_color": "#DCE6F1"}),
        OPEN: book.add_format(base | {"locked": False, "bg_color": "#FFFBE6", "border": 1}),
        TEXT: book.add_format(base),
    }
    label = book.add_format(base | {"bold": True})
    for column, width in WIDTHS.items():
        page.set_column(column, column, width, None, {"hidden": column == 0})
    page.write_string(0, 1, shown(translate("sheet.title", client=dossier.view.name)), title)
    page.set_row(0, 28)
    for row, (kind, name, left, right) in enumerate(_lines(dossier, person, until), 1):
        page.write_string(row, 0, name)
        page.write_string(row, 1, left, forms[HEAD] if kind == HEAD else label)
        page.write_string(row, 2, shown(right), forms[kind]) if right else page.write_blank(row, 2, None, forms[kind])
        page.set_row(row, height([(left, WIDTHS[1] * 0.85), (right, WIDTHS[2] * 0.85)]) + 3)
    page.protect("")
    page.hide_gridlines(2)
    page.set_paper(PAPER)
    page.fit_to_pages(1, 1)
    page.set_footer("&C&P / &N")
    page.activate()


def _lines(dossier: Dossier, person: str, until: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (kind, hidden name, label, text) of each line."""
    translate = dossier.translate
    yield OPEN, FILLED_BY, translate("sheet.guide.who"), person
    yield OPEN, "until", translate("sheet.guide.until"), until
    yield OPEN, "back-to", translate("sheet.guide.back-to"), ""
    yield HEAD, "", translate("sheet.guide.steps"), ""
    for step in ("fill", "empty", "name", "keep", "send"):
        yield TEXT, "", translate(f"sheet.guide.{step}"), translate(f"sheet.guide.{step}.text")
    yield HEAD, "", translate("sheet.guide.layers"), ""
    for layer in LAYERS:
        yield TEXT, "", word("layer", layer, translate), translate(f"sheet.guide.layer.{layer}")
    yield HEAD, "", translate("sheet.guide.marks"), ""
    for mark in (*Mark, EXCUSED):
        yield TEXT, "", word("mark", mark, translate), translate(f"sheet.guide.mark.{mark}")
    yield HEAD, "", translate("sheet.column.how"), ""
    for how in HowKnown:
        yield TEXT, "", word("how", how, translate), translate(f"sheet.guide.how.{how}")
    yield HEAD, "", translate("sheet.guide.about"), ""
    checklists = dossier.view.session.library.checklists
    named = "\n".join(f"{c.checklist.title.to(translate.language)} ({c.checklist.revision})" for c in checklists)
    yield TEXT, "", translate("sheet.guide.checklist"), named
    yield TEXT, "", translate("sheet.guide.written-on"), dossier.today.isoformat()
    yield TEXT, "", translate("sheet.guide.state"), short_fingerprint(dossier.view.session)
