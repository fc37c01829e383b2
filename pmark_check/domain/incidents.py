"""The accidents the first checklist was derived from, as ``incidents.toml`` holds them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pmark_check.domain.checklist import Data, KebabId
from pmark_check.domain.text import Bilingual, Showable


class Standing(StrEnum):
    """Where a statement about an accident comes from; never promoted."""

    SEED = "seed"
    CONFIRMED = "confirmed"
    UNVERIFIED = "unverified"
    JUDGEMENT = "judgement"


class FactStatement(Data):
    """One thing known about an accident, with its sources."""

    text: Bilingual
    sources: tuple[Showable, ...] = ()
    mark: Standing


class Disagreement(Data):
    """Where sources contradict each other or are easily misread."""

    text: Bilingual
    sources: tuple[Showable, ...] = ()


class Incident(Data):
    """One accident. ``failures`` is its causal chain, in order."""

    id: KebabId
    title: Bilingual
    organisation: Bilingual
    period: Bilingual
    summary: Bilingual
    failures: tuple[KebabId, ...]
    fact: tuple[FactStatement, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()


class Failure(Data):
    """One thing that went wrong in an accident; controls name it as a lesson."""

    id: KebabId
    incident: KebabId
    title: Bilingual
    kind: Literal["procedural", "technical", "organisational", "detection", "response", "disclosure"]
    basis: Literal["stated", "implied"]
    seed_lines: tuple[Showable, ...] = ()
    note: Bilingual | None = None


class Case(Data):
    """Another documented case of the same failures."""

    id: KebabId
    title: Bilingual
    what: Bilingual
    cause: Bilingual
    lesson: Bilingual
    sources: tuple[Showable, ...] = ()
    failures: tuple[KebabId, ...] = ()
    mark: Standing


class Source(Data):
    """A page a statement was read on. A citation ``S1 L36`` means the source ``S1``, line 36."""

    label: Showable
    kind: Showable
    title: Bilingual
    url: Showable | None = None


class Incidents(Data):
    """``incidents.toml``."""

    format: Literal[1]
    incident: tuple[Incident, ...]
    failure: tuple[Failure, ...]
    case: tuple[Case, ...] = ()
    source: tuple[Source, ...] = ()
