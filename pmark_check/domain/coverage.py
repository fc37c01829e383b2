"""What a checklist covers: clause -> controls -> layers -> documents, and what no control answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pmark_check.domain.checklist import Checklist, Control
from pmark_check.domain.library import HEADLINE, Library

Covered = Mapping[str, tuple[Control, ...]]
"""Something to be covered -> the controls that do."""

BOTH = {"J.8.8"}
"""Headings that are clauses of their own too."""


def clauses(library: Library, checklist: Checklist, numbers: Iterable[str]) -> Covered:
    """Return the controls that cite each clause of the guideline, given by its number (``J.9.2``)."""
    scheme = f"{HEADLINE}:"
    return _covered(library.members(checklist), lambda c: (ref.removeprefix(scheme) for ref in c.refs), numbers)


def documents(library: Library, checklist: Checklist, ids: Iterable[str]) -> Covered:
    """Return the controls that name each document."""
    return _covered(library.members(checklist), lambda control: control.documents, ids)


def failures(library: Library, checklist: Checklist, ids: Iterable[str]) -> Covered:
    """Return the controls that answer each failure of the accidents."""
    return _covered(library.members(checklist), lambda control: control.lessons, ids)


def _covered(controls: Iterable[Control], named: Callable[[Control], Iterable[str]], wanted: Iterable[str]) -> Covered:
    covering: dict[str, list[Control]] = {}
    for control in controls:
        for name in dict.fromkeys(named(control)):
            covering.setdefault(name, []).append(control)
    return {name: tuple(covering.get(name, ())) for name in wanted}


def leaf_clauses(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers that are no mere heading of others."""
    known = list(numbers)
    headings = {number.rpartition(".")[0] for number in known} - BOTH
    return tuple(number for number in known if number not in headings)
