"""The answer sheet: what its hidden cells hold and what its open ones may say; ``docs/answers-format.md`` explains it.

``export.sheet`` writes it and ``storage.sheet`` reads it. Each row carries, hidden, what was known when it was
written, so that an import can tell what its reader said from what stood there.
"""

from __future__ import annotations

import hashlib
import unicodedata
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from pydantic import Field, ValidationError

from pmark_check.domain.checklist import LAYERS, Control, Data, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import LANGUAGES
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards

MARKER = "pmark-check-answer-sheet"
"""Stands in the first cell of the hidden sheet; a workbook without it is not ours."""

FORMAT = 1
FILLED_BY = "filled-by"
"""Names, in the hidden first column of the instructions, the row with the name of whoever fills the sheet."""

EXCUSED, CONFLICT = "not-applicable", "conflict"
MAX_CELL = 32_767
"""UTF-16 units in one cell, by the file format."""


class About(StrEnum):
    """What the hidden sheet tells beside the marker: whose answers these are, and when they were written out."""

    CLIENT = "client"
    LANGUAGE = "language"
    STATE = "state"
    WRITTEN_ON = "written-on"


class Cell(StrEnum):
    """The cells of a row, beside those of the layers, as the hidden first row of the answers names them."""

    ID = "control-id"
    WRITTEN = "written-from"
    CHAPTER = "chapter"
    NUMBER = "number"
    QUESTION = "question"
    PLAIN = "plain"
    REASON = "reason"
    HOW = "how"
    BY = "by"
    NOTE = "note"
    WHERE = "evidence"
    AS_OF = "as-of"
    NEXT_CHECK = "next-check"
    KNOWN = "known"
    HOMEWORK = "homework"
    OWNER = "owner"
    DUE = "due"
    PRIVATE_NOTE = "private-note"


OPEN_CELLS = (*LAYERS, Cell.REASON, Cell.HOW, Cell.BY, Cell.NOTE, Cell.WHERE, Cell.AS_OF, Cell.NEXT_CHECK)
"""The cells that an import reads."""


class Said(NamedTuple):
    """The standing answer on one layer.

    Attributes:
        mark: "" for none, or ``EXCUSED`` or ``CONFLICT``.
        how: how it is known; of what is not applicable, the digest of the reason.
    """

    mark: str = ""
    how: str = ""
    by: str = ""

    def is_same(self, other: Said) -> bool:
        """Return whether the same person said the same, and knew it the same way."""
        return (self.mark, self.how, folded(self.by)) == (other.mark, other.how, folded(other.by))


class Standing(NamedTuple):
    """What is known about one control, as far as a sheet can change it; texts as they are shown."""

    layers: dict[Layer, Said]
    below: dict[Layer, Said]
    """What a "not applicable" hides, and what would stand again without it."""

    reason: str
    by: str
    note: str


class Written(Data):
    """The standing that a row was written from; texts as digests, "" for none."""

    layers: dict[Layer, tuple[str, str, str]]
    """Mark, how it is known, and who said it."""

    below: dict[Layer, tuple[str, str, str]] = Field(default_factory=dict)
    reason: str = ""
    note: str = ""
    changed: str
    fixed: tuple[str, ...] = ()
    """Cells whose text was too long for a cell: they are no answers."""

    def said(self, layer: Layer) -> Said:
        """Return the answer that stood on ``layer``."""
        return Said(*self.layers.get(layer, ()))

    def hidden(self, layer: Layer) -> Said:
        """Return the answer that a "not applicable" hid on ``layer``."""
        return Said(*self.below.get(layer, ()))


def standing(session: Session, control: Control, cards: Cards) -> Standing:
    """Return what is known about ``control`` now."""
    state = session.state(control.id)
    excuse = state.not_applicable if state.is_excused else None
    by = cards.person(excuse.said_by) if excuse else ""
    found: dict[Layer, Said] = {}
    for layer in control.layers:
        answer = state.answers.get(layer)
        said = Said(answer.mark.value, answer.how.value, cards.person(answer.said_by)) if answer else Said()
        found[layer] = Said(CONFLICT) if layer in state.conflicts else said
    reason = shown(cards.text(excuse.reason)) if excuse else ""
    return Standing(
        layers=dict.fromkeys(control.layers, Said(EXCUSED, digest(reason), by)) if excuse else found,
        below=found if excuse else {},
        reason=reason,
        by=by,
        note=shown(cards.text(state.note)),
    )


def written(found: Standing, control: Control) -> Written:
    """Return what a row about ``control`` remembers."""
    return Written(
        layers=_tuples(found.layers),
        below=_tuples(found.below),
        reason=digest(found.reason),
        note=digest(found.note),
        changed=control.changed,
        fixed=tuple(name for name, text in ((Cell.REASON, found.reason), (Cell.NOTE, found.note)) if not fits(text)),
    )


def _tuples(said: dict[Layer, Said]) -> dict[Layer, tuple[str, str, str]]:
    return {layer: (one.mark, one.how, one.by) for layer, one in said.items() if one.mark}


def parsed(hidden: str) -> Written | None:
    """Return what the hidden cell of a row holds; None where it cannot be read."""
    try:
        return Written.model_validate_json(hidden, strict=True)
    except ValidationError:
        return None


def shown(text: str) -> str:
    """Return ``text`` as a cell holds it and gives it back: Unix line ends, no blanks around, nothing XML forbids."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return kept.replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")


def digest(text: str) -> str:
    """Return what stands for ``text`` in a hidden cell; "" for none."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20] if text else ""


def fits(text: str) -> bool:
    """Return whether ``text`` goes into one cell."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_CELL


# --- words ------------------------------------------------------------------------------------------------------------


def mark_said(cell: str) -> Mark | None:
    """Return the mark that a cell names in either language, by its id, or by the digit of its key; None for none."""
    return _marks().get(_plain(cell))


def how_said(cell: str) -> HowKnown | None:
    """Return how something is known, as a cell names it; None for none."""
    return _hows().get(_plain(cell))


@cache
def _marks() -> dict[str, Mark]:
    digits = {str(digit): mark for digit, mark in enumerate(Mark, 1)}
    return digits | {_plain(name): mark for mark in Mark for name in _names("mark", mark)}


@cache
def _hows() -> dict[str, HowKnown]:
    return {_plain(name): how for how in HowKnown for name in _names("how", how)}


def _names(kind: str, value: Mark | HowKnown) -> tuple[str, ...]:
    return (value.value, *(Translator(language)(f"{kind}.{value}") for language in LANGUAGES))


def _plain(cell: str) -> str:
    """Return how words are compared: widths, blanks, case and the shape of an apostrophe aside."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).casefold().replace("’", "'")
