"""What controls cite: standards and laws, the documents of a firm, words explained. Read when first asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pmark_check.domain.checklist import Data, KebabId, Provenance, RefId
from pmark_check.domain.text import Bilingual, Showable


class Scheme(Data):
    """A standard, law or guideline that may be cited."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    title: Bilingual
    edition: Showable


class Reference(Data):
    """One number of a scheme, with how well it is known."""

    id: RefId
    title: Bilingual | None = None
    provenance: Provenance


class References(Data):
    """``references.toml``: everything that may be cited."""

    format: Literal[1]
    scheme: tuple[Scheme, ...]
    reference: tuple[Reference, ...]


class Term(Data):
    """A word explained."""

    id: KebabId
    term: Bilingual
    reading: Showable
    meaning: Bilingual


class Glossary(Data):
    """``glossary.toml``."""

    format: Literal[1]
    term: tuple[Term, ...]


DocumentId = Annotated[str, StringConstraints(pattern=r"^[RD]\d\d$")]


class Document(Data):
    """A rule (R01 ...) or a form or record (D01 ...) that an examination asks for.

    Attributes:
        usual: how firms usually call it.
        minimum: whether it belongs to the classic minimum set of records.
        renewed: when it is gone over; our suggestion.
    """

    id: DocumentId
    title: Bilingual
    usual: Bilingual | None = None
    clauses: tuple[RefId, ...] = Field(min_length=1)
    minimum: bool = False
    renewed: Bilingual | None = None
    provenance: Provenance

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule; otherwise it is a form or record."""
        return self.id.startswith("R")


class Documents(Data):
    """``documents.toml``."""

    format: Literal[1]
    document: tuple[Document, ...]
