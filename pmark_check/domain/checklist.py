"""The shape of a checklist and of the data around it, as TOML files hold them (docs/checklist-format.md).

Nothing here reads a file: ``storage.checklists`` does, and reports what is wrong with its place.
"""

# No "from __future__ import annotations" here: pydantic evaluates each annotation kept as a string (5 ms a start).
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pmark_check.domain.language import Language
from pmark_check.domain.text import Bilingual, Showable


class Layer(StrEnum):
    """Where a control is judged; document examination looks at the first, on-site examination at the others."""

    RULE = "rule"
    PRACTICE = "practice"
    RECORD = "record"


LAYERS: tuple[Layer, ...] = tuple(Layer)


class Effort(StrEnum):
    """How much work the whole fix is; the policy says how many half-days each stands for."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


class Phase(StrEnum):
    """The PDCA phase in which a firm would do the work."""

    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"


class Stage(StrEnum):
    """An examination stage of the Privacy Mark procedure: 形式審査, 文書審査, 現地審査."""

    FORMALITY = "formality"
    DOCUMENT = "document"
    ON_SITE = "on-site"


class Provenance(StrEnum):
    """How well a cited number is known; never promoted."""

    TWO_SOURCES = "two-sources"
    ONE_SOURCE = "one-source"
    DERIVED = "derived"
    UNVERIFIED = "unverified"


KebabId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ControlId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=120)
]
FactId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=80)]
RefId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*:\S(.*\S)?$", max_length=120)]
Revision = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
Share = Annotated[int, Field(ge=1, le=100)]
Weight = Annotated[int, Field(ge=0, le=5)]


class Data(BaseModel):
    """Base of everything read from TOML: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Shares(Data):
    """How a control's weight is split over its layers; only the ratio counts."""

    rule: Share = 3
    practice: Share = 4
    record: Share = 3

    def of(self, layer: Layer) -> int:
        """Return the share of ``layer``."""
        return int(getattr(self, layer.value))


class Control(Data):
    """One question on up to three layers. はい (yes) is always the good answer."""

    id: ControlId
    section: KebabId
    question: Bilingual
    plain: Bilingual
    partial: Bilingual | None = None
    why: Bilingual
    evidence: tuple[Bilingual, ...] = ()
    documents: tuple[str, ...] = ()
    finding: Bilingual
    first_step: Bilingual
    effort: Effort
    layers: tuple[Layer, ...] = Field(default=LAYERS, min_length=1)
    shares: Shares | None = None
    weight: Weight
    weight_reason: Bilingual | None = None
    knockout: bool = False
    knockout_layers: tuple[Layer, ...] = ()
    blocks_application: bool = False
    gate: Stage | None = None
    fixable: bool = True
    finding_unit: str | None = None
    phase: Phase
    when: tuple[FactId, ...] = ()
    unless: tuple[FactId, ...] = ()
    after: tuple[ControlId, ...] = ()
    changed: Revision
    lessons: tuple[KebabId, ...] = ()
    refs: tuple[RefId, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def decisive_layers(self) -> tuple[Layer, ...]:
        """The layers that decide a knock-out: those it names, by default the practice."""
        return self.knockout_layers or (Layer.PRACTICE,)


class Section(Data):
    """A part of a checklist, in the order in which it is asked; one without a ``parent`` is a chapter.

    Attributes:
        ref: the clause it stands for, whose number is shown with its title.
        finding_unit: what findings on its controls count as, where not each clause is one.
        include: ``checklist-id.control-id`` of other checklists that are asked here, after the section's own.
    """

    id: KebabId
    title: Bilingual
    parent: KebabId | None = None
    ref: RefId | None = None
    finding_unit: str | None = None
    include: tuple[Showable, ...] = ()

    @property
    def number(self) -> str:
        """Of the clause it stands for, as the scheme counts; "" for none."""
        return (self.ref or "").partition(":")[2]


class FactKind(StrEnum):
    """What a fact may hold."""

    YES_NO = "yes-no"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class Choice(Data):
    """One value of a choice fact."""

    id: FactId
    title: Bilingual


FactValue = bool | int | str
"""The value of a fact: a date is its ISO form, a choice the choice's id."""


class Fact(Data):
    """Something about the firm that decides what it is asked."""

    id: FactId
    kind: FactKind
    question: Bilingual
    plain: Bilingual
    choices: tuple[Choice, ...] = ()
    profile: bool = False
    """Asked of every firm, even where no control depends on it."""

    def admits(self, value: FactValue) -> bool:
        """Return whether ``value`` is one this fact can hold."""
        if isinstance(value, bool):
            return self.kind is FactKind.YES_NO
        if isinstance(value, int):
            return self.kind is FactKind.NUMBER and value >= 0
        if self.kind is FactKind.DATE:
            return _is_date(value)
        return self.kind is FactKind.CHOICE and value in {choice.id for choice in self.choices}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class ChecklistHead(Data):
    """What a checklist file says about itself."""

    id: KebabId
    revision: Revision
    languages: tuple[Language, ...] = Field(min_length=1)
    title: Bilingual
    layers: Shares = Shares()
    include: tuple[Showable, ...] = ()


class Premise(Data):
    """One half of what does not fit together: an answer, or a fact about the firm.

    Attributes:
        layer: None for any layer of the control.
        marks: any of these.
        value: what the fact is stated to be.
    """

    control: ControlId | None = None
    layer: Layer | None = None
    marks: tuple[Literal["yes", "partial", "no"], ...] = ()
    fact: FactId | None = None
    value: bool | None = Field(default=None, alias="is")


class Consistency(Data):
    """Answers that do not fit together: a question to settle, not a finding."""

    id: KebabId
    premises: tuple[Premise, ...] = Field(alias="if", min_length=2)
    message: Bilingual
    why: Bilingual
    resolve: Bilingual


class Checklist(Data):
    """One checklist: head, sections, controls, facts of its own, and what its answers must agree on."""

    format: Literal[1]
    checklist: ChecklistHead
    section: tuple[Section, ...] = Field(min_length=1)
    control: tuple[Control, ...] = ()
    fact: tuple[Fact, ...] = ()
    consistency: tuple[Consistency, ...] = ()

    @property
    def id(self) -> str:
        """The checklist's id."""
        return self.checklist.id

    def shares(self, control: Control) -> Shares:
        """Return the layer shares that count for ``control``: its own, else the checklist's."""
        return control.shares or self.checklist.layers


class Facts(Data):
    """``facts.toml``: the facts every checklist may use."""

    format: Literal[1]
    fact: tuple[Fact, ...]


class Month(Data):
    """How many months before an application work of a phase is usually done."""

    phase: Phase
    title: Bilingual
    months: Annotated[int, Field(ge=1, le=24)]


class HalfDays(Data):
    """What an effort costs, in half-days of one person."""

    S: Annotated[int, Field(ge=1)]
    M: Annotated[int, Field(ge=1)]
    L: Annotated[int, Field(ge=1)]

    def of(self, effort: Effort) -> int:
        """Return the half-days of ``effort``."""
        return int(getattr(self, effort.value))


class Wording(Data):
    """How one verdict is said: the word on a badge, and the sentence a president reads."""

    id: ControlId
    title: Bilingual
    sentence: Bilingual


class Policy(Data):
    """``policy.toml``: the numbers and words of the verdicts. Percentages are whole numbers 0..100."""

    format: Literal[1]
    revision: Revision
    target: Annotated[int, Field(ge=1, le=100)]
    floor: Annotated[int, Field(ge=0, le=100)]
    first_steps: Annotated[int, Field(ge=1, le=20)]
    half_days: HalfDays
    month: tuple[Month, ...] = ()
    wording: tuple[Wording, ...]
