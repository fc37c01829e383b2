"""What stands behind the shipped questions: accidents, references, words, documents, and how one applies."""

from __future__ import annotations

from typing import TypeVar

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Data
from pmark_check.domain.citations import Documents, Glossary, References
from pmark_check.domain.incidents import Incidents
from pmark_check.domain.procedure import Procedure
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes

AnyData = TypeVar("AnyData", bound=Data)


def read_background() -> Background:
    """Return the shipped accidents, references, glossary and documents."""
    return Background(
        _shipped(Incidents, "incidents.toml"),
        _shipped(References, "references.toml"),
        _shipped(Glossary, "glossary.toml"),
        _shipped(Documents, "documents.toml"),
    )


def read_procedure() -> Procedure:
    """Return the shipped dated facts of the procedure."""
    return _shipped(Procedure, "procedure.toml")


def _shipped(model: type[AnyData], name: str) -> AnyData:
    return read(model, name, shipped_bytes(name))
