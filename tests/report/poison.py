"""Shipped data whose every text somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Data
from pmark_check.domain.library import Library
from pmark_check.domain.procedure import Procedure
from tests.report.clients import shipped_background, shipped_library, shipped_procedure

Written = TypeVar("Written", bound=Data)

Poison = str | Callable[[str], str]
"""The text of every field, or what gives the text for a field of that name."""

LABELS = {"edition", "label"}
"""Free texts in one language."""


def drop(poison: Poison, field: str) -> str:
    return poison if isinstance(poison, str) else poison(field)


def poisoned(value: Any, poison: Poison, field: str = "") -> Any:
    """Return data with every text in two languages, wherever it stands, and every free label, written anew."""
    if isinstance(value, dict):
        if value and set(value) <= {"ja", "en"}:
            return dict.fromkeys(("ja", "en"), drop(poison, field))
        return {
            key: drop(poison, key) if key in LABELS and isinstance(child, str) else poisoned(child, poison, key)
            for key, child in value.items()
        }
    return [poisoned(child, poison, field) for child in value] if isinstance(value, list | tuple) else value


def rewritten(data: Written, poison: Poison) -> Written:
    """Return ``data`` as it would be read from a file with those texts."""
    return type(data).model_validate(poisoned(data.model_dump(mode="json", exclude_none=True, by_alias=True), poison))


def poisoned_library(poison: Poison, clean: Library | None = None) -> Library:
    clean = clean or shipped_library()
    return Library(
        tuple(rewritten(checklist, poison) for checklist in clean.checklists),
        tuple(rewritten(fact, poison) for fact in clean.facts),
        rewritten(clean.policy, poison),
    )


def poisoned_background(poison: Poison) -> Background:
    clean = shipped_background()
    return Background(
        rewritten(clean.incidents, poison),
        rewritten(clean.references, poison),
        rewritten(clean.glossary, poison),
        rewritten(clean.documents, poison),
    )


def poisoned_procedure(poison: Poison) -> Procedure:
    return rewritten(shipped_procedure(), poison)
