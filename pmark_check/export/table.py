"""CSV: one row for each control, for any spreadsheet. ``storage.table`` takes it back in.

UTF-8 with a byte order mark and CRLF, as Excel wants it; every cell quoted; nothing in it is a formula.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from pmark_check.domain.checklist import Layer
from pmark_check.export import said
from pmark_check.i18n.translation import Translator
from pmark_check.view.cells import (
    COLUMNS,
    HOWS,
    ID,
    MARKS,
    NOT_ON_THIS_LAYER,
    NOTE,
    PRIVATE_NOTE,
    REASON,
    SAYERS,
    guarded,
)
from pmark_check.view.controls import LayerLine, titled
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.numbers import band
from pmark_check.view.words import word


def render(dossier: Dossier) -> bytes:
    """Return the table; it has a column for private notes only where the dossier has them."""
    columns = [column for column in COLUMNS if dossier.with_private or column != PRIVATE_NOTE]
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heading(column, dossier.translate) for column in columns)
    for row in rows(dossier):
        writer.writerow(guarded(row.get(column, "")) for column in columns)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def heading(column: str, translate: Translator) -> str:
    """Return what stands above a column."""
    return ID if column == ID else translate(f"export.column.{column}")


def rows(dossier: Dossier) -> Iterator[dict[str, str]]:
    """Yield the cells of each control by column; a cell that is not there is empty."""
    view, translate = dossier.view, dossier.translate
    bands = {line.id: line.band.label for line in (*view.sections, *view.chapters)}
    losses = {gap.card.line.id: gap.loss for gap in view.gaps}
    ranks = {step.line.id: str(step.rank) for step in view.first_steps}
    sections = view.session.library.sections
    for entry in dossier.entries:
        kinds = entry.gap.kinds if entry.gap else ()
        is_counted = said.is_counted(dossier, entry)
        yield {
            ID: entry.control.id,
            "chapter": titled(sections[entry.chapter], translate),
            "section": titled(sections[entry.section], translate),
            "question": entry.card.question,
            "standing": translate(f"export.standing.{entry.standing}"),
            **_answers(dossier, entry),
            REASON: entry.card.not_applicable,
            NOTE: entry.card.note,
            PRIVATE_NOTE: entry.card.private_note,
            "evidence": "\n".join(said.evidence_text(found, translate) for found in said.evidence(entry)),
            "homework": "\n".join(said.homework_text(work, translate) for work in said.homework(dossier, entry)),
            "kind": _kind(entry, translate),
            "result": word("result", entry.result, translate),
            "confirmed": said.confirmed_by(dossier, entry),
            "weight": str(entry.control.weight),
            "value": "" if entry.score.worst is None else band(entry.score, translate).label,
            "gap": said.listed((word("gap", kind, translate) for kind in kinds), translate),
            "loss": losses.get(entry.control.id, ""),
            "rank": ranks.get(entry.control.id, ""),
            "section-score": bands.get(entry.section, "") if is_counted else "",
            "chapter-score": bands.get(entry.chapter, "") if is_counted else "",
            "score": view.band.label if is_counted else "",
        }


def _answers(dossier: Dossier, entry: Entry) -> dict[str, str]:
    """Return the marks with how they are known and who said so; an excused control is so on each of its layers."""
    lines: dict[str, LayerLine] = {line.layer: line for line in entry.card.layers}
    if entry.card.is_excused:
        excuse = word("mark", "not-applicable", dossier.translate)
        by = said.excused_by(dossier, entry)
        marks = {column: excuse if layer in lines else NOT_ON_THIS_LAYER for column, layer in MARKS.items()}
        return marks | {column: by for column, layer in SAYERS.items() if layer in lines}

    def of(layer: Layer, name: str) -> str:
        return str(getattr(lines[layer], name)) if layer in lines else ""

    marks = {column: of(layer, "answer") if layer in lines else NOT_ON_THIS_LAYER for column, layer in MARKS.items()}
    hows = {column: of(layer, "how") for column, layer in HOWS.items()}
    return marks | hows | {column: of(layer, "said_by") for column, layer in SAYERS.items()}


def _kind(entry: Entry, translate: Translator) -> str:
    knockout = translate("severity.knockout") if entry.control.knockout else ""
    return said.listed((knockout, word("stage", entry.control.gate, translate)), translate)
