"""Which of the firm's documents exist, told from the answers that name them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from pmark_check.domain.checklist import Layer
from pmark_check.domain.citations import Document
from pmark_check.domain.events import Mark
from pmark_check.domain.scoring import Item, Situation


class Presence(StrEnum):
    """Whether a document is there."""

    THERE = "there"
    PARTLY = "partly"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


class Shelved(NamedTuple):
    """A document with the applicable controls that name it."""

    document: Document
    presence: Presence
    controls: tuple[str, ...]


def shelf(situation: Situation, documents: Iterable[Document]) -> tuple[Shelved, ...]:
    """Return each document with its presence: a rule by the rule layers of its controls, a record by the others.

    All yes: there. All no: missing. Nothing known to be wrong, but something open: unknown. Else: partly.
    """
    naming: dict[str, list[Item]] = {}
    for item in situation.items:
        for name in dict.fromkeys(item.control.documents):
            naming.setdefault(name, []).append(item)
    return tuple(_shelved(document, naming.get(document.id, [])) for document in documents)


def _shelved(document: Document, naming: list[Item]) -> Shelved:
    layers = (Layer.RULE,) if document.is_rule else (Layer.RECORD,)
    marks = [cell.mark for item in naming for cell in item.cells if cell.layer in layers]
    if not marks:  # no control asks for that layer: what is done stands for what is written
        marks = [cell.mark for item in naming for cell in item.cells]
    return Shelved(document, _presence(marks), tuple(item.control.id for item in naming))


def _presence(marks: list[Mark | None]) -> Presence:
    if not marks:
        return Presence.NOT_ASKED
    if all(mark is Mark.YES for mark in marks):
        return Presence.THERE
    if all(mark is Mark.NO for mark in marks):
        return Presence.MISSING
    if all(mark in (None, Mark.UNKNOWN, Mark.YES) for mark in marks):
        return Presence.UNKNOWN
    return Presence.PARTLY
