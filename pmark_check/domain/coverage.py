"""What a checklist covers: clause -> controls -> layers -> documents, and what no control answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmark_check.domain.checklist import Checklist, Control
from pmark_check.domain.library import HEADLINE, Library

Covered = Mapping[str, tuple[Control, ...]]
"""Something to be covered -> the controls that do."""

BOTH = {"J.8.8"}
"""Headings that are clauses of their own too."""


def clauses(library: Library, checklist: Checklist, numbers: Iterable[str]) -> Covered:
    """Return the controls that cite each clause of the guideline, given by its number (``J.9.2``)."""
    members = tuple(library.members(checklist))
    return {number: tuple(c for c in members if f"{HEADLINE}:{number}" in c.refs) for number in numbers}


def documents(library: Library, checklist: Checklist, ids: Iterable[str]) -> Covered:
    """Return the controls that name each document."""
    members = tuple(library.members(checklist))
    return {document: tuple(c for c in members if document in c.documents) for document in ids}


def failures(library: Library, checklist: Checklist, ids: Iterable[str]) -> Covered:
    """Return the controls that answer each failure of the accidents."""
    members = tuple(library.members(checklist))
    return {failure: tuple(c for c in members if failure in c.lessons) for failure in ids}


def leaf_clauses(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers that are no mere heading of others."""
    known = list(numbers)
    headings = {number.rpartition(".")[0] for number in known} - BOTH
    return tuple(number for number in known if number not in headings)
