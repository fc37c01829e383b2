"""The columns of a table of answers, and texts as cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

from pmark_check.domain.checklist import LAYERS

ID = "id"
"""The column that names the control; its heading is the same in every language."""

MARKS = {f"mark-{layer}": layer for layer in LAYERS}
HOWS = {f"how-{layer}": layer for layer in LAYERS}
SAYERS = {f"by-{layer}": layer for layer in LAYERS}
REASON, NOTE, PRIVATE_NOTE = "reason", "note", "private-note"

TAKEN_IN = (ID, *MARKS, *HOWS, *SAYERS, REASON, NOTE, PRIVATE_NOTE)
"""What an import reads."""

COLUMNS = (
    ID,
    "chapter",
    "section",
    "question",
    "standing",
    *MARKS,
    *HOWS,
    *SAYERS,
    REASON,
    NOTE,
    PRIVATE_NOTE,
    "evidence",
    "homework",
    "kind",
    "result",
    "confirmed",
    "weight",
    "value",
    "gap",
    "loss",
    "rank",
    "section-score",
    "chapter-score",
    "score",
)
"""Every column in its order; their headings are the catalogue entries ``export.column.<column>``."""

NOT_ON_THIS_LAYER = "―"
"""Stands for the mark of a layer on which a control is not asked; the one dash that Shift_JIS has too."""

DASHES = "―—–‐-"
"""What somebody may put there instead."""

FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")
"""How a cell begins that a spreadsheet would reckon instead of showing; apostrophes before it are our own doing."""


def guarded(text: str) -> str:
    """Return ``text`` as a cell that is shown as it is: an apostrophe goes before what could be a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that ``guarded`` made into ``cell``."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
