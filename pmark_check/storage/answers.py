"""An answers file: facts and many answers at once, in TOML. All of it is taken, or nothing.

The format, with an example of every key, stands in ``docs/answers-format.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from pmark_check.domain.checklist import Control, Data, FactValue, Layer
from pmark_check.domain.events import ActionKind, HowKnown, Mark
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.domain.text import MAX_TEXT, Showable
from pmark_check.errors import Problems
from pmark_check.storage import characters, files, shape
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.toml import TomlFile, parsed

UNUSABLE = "answers.invalid"
Words = Annotated[Showable, Field(max_length=MAX_TEXT)]


class Homework(Data):
    """One action."""

    aim: ActionKind = ActionKind.FIX
    text: Words = ""
    owner: Words = ""
    due: date | None = None


class Proof(Data):
    """Where proof was seen, with the date it stands for and the next look."""

    where: Annotated[Words, Field(min_length=1)]
    as_of: date | None = None
    next_check: date | None = None


class Answer(Data):
    """What the file says about one control."""

    mark: Mark | Literal["not-applicable"] | None = None
    rule: Mark | None = None
    practice: Mark | None = None
    record: Mark | None = None
    reason: Words = ""
    note: Words | None = None
    private_note: Words | None = None
    evidence: Words | tuple[Words | Proof, ...] = ()
    homework: Homework | tuple[Homework, ...] = ()
    by: Words = ""
    how: HowKnown = HowKnown.HEARD

    @property
    def is_not_applicable(self) -> bool:
        """Whether the control is declared not applicable."""
        return self.mark == "not-applicable"

    @property
    def by_layer(self) -> dict[Layer, Mark]:
        """The marks given layer by layer."""
        given = {Layer.RULE: self.rule, Layer.PRACTICE: self.practice, Layer.RECORD: self.record}
        return {layer: mark for layer, mark in given.items() if mark is not None}

    def marks(self, control: Control) -> dict[Layer, Mark]:
        """Return the mark of each layer: the one for all of them, and over it those given layer by layer."""
        all_layers = dict.fromkeys(control.layers, self.mark) if isinstance(self.mark, Mark) else {}
        return all_layers | self.by_layer

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The evidence, one or several pieces."""
        given = (self.evidence,) if isinstance(self.evidence, str) else self.evidence
        return tuple(Proof(where=proof) if isinstance(proof, str) else proof for proof in given if proof)

    @property
    def actions(self) -> tuple[Homework, ...]:
        """The homework, one or several pieces."""
        return (self.homework,) if isinstance(self.homework, Homework) else self.homework


class Answers(Data):
    """The whole file."""

    facts: dict[str, FactValue] = Field(default_factory=dict)
    answers: dict[str, Answer] = Field(default_factory=dict)


@dataclass(frozen=True)
class AnswersFile:
    """An answers file with its source, so that what does not fit a client can be located."""

    file: TomlFile
    said: Answers


def read_answers(path: Path) -> AnswersFile:
    """Return an answers file.

    Raises:
        Problems: it cannot be read, is not TOML, or says something unusable; every place is named.
    """
    with files.unusable(path, UNUSABLE):
        file = parsed(str(path), files.content(path))
    try:
        as_json = json.dumps(file.data, default=str)
        return AnswersFile(file, Answers.model_validate_json(as_json, strict=True))
    except ValidationError as error:
        found = (*characters.findings(file.data), *shape.findings(error, Answers))
        raise _refused(file, found) from None


def import_answers(session: Session, given: AnswersFile) -> tuple[int, int]:
    """Take the file in as one gesture; return how many controls and facts it spoke about.

    Raises:
        Problems: something does not fit this client; nothing was taken in.
    """
    if found := tuple(_misfits(given.said, session.library)):
        raise _refused(given.file, found)
    with session.one_gesture():
        for fact, value in given.said.facts.items():
            session.state_fact(fact, value)
        for control, answer in given.said.answers.items():
            _take(session, control, answer)
    return len(given.said.answers), len(given.said.facts)


def _refused(file: TomlFile, found: Iterator[Finding] | tuple[Finding, ...]) -> Problems:
    return Problems(UNUSABLE, file.problems(found), source=file.name)


def _misfits(said: Answers, library: Library) -> Iterator[Finding]:
    """Yield what does not fit the client's checklists and facts."""
    for fact, value in said.facts.items():
        if fact not in library.fact_by_id:
            yield unknown(("facts", fact), "unknown-fact", fact, library.fact_by_id, on_key=True)
        elif not library.fact(fact).admits(value):
            kind = library.fact(fact).kind
            yield Finding(("facts", fact), "bad-fact", {"name": fact, "value": value, "kind": kind})
    for control, answer in said.answers.items():
        if control in library.controls:
            yield from _contradictions(library.controls[control], answer)
        else:
            yield unknown(("answers", control), "unknown-control", control, library.controls, on_key=True)


def _contradictions(control: Control, answer: Answer) -> Iterator[Finding]:
    path = ("answers", control.id)
    for layer in answer.by_layer:
        if layer not in control.layers:
            asked = ", ".join(control.layers)
            yield Finding((*path, layer.value), "layer-not-asked", {"layer": layer, "layers": asked}, on_key=True)
    if answer.is_not_applicable and answer.by_layer:
        yield Finding((*path, "mark"), "not-applicable-with-layers")
    if answer.is_not_applicable and not answer.reason.strip():
        yield Finding((*path, "mark"), "not-applicable-without-reason")
    if answer.reason and not answer.is_not_applicable:
        yield Finding((*path, "reason"), "reason-without-not-applicable", on_key=True)


def _take(session: Session, control_id: str, answer: Answer) -> None:
    if answer.is_not_applicable:
        session.mark_not_applicable(control_id, answer.reason, said_by=answer.by)
    elif marks := answer.marks(session.library.control(control_id)):
        session.mark(control_id, marks, how=answer.how, said_by=answer.by)
    if answer.note is not None:
        session.write_note(control_id, answer.note)
    if answer.private_note is not None:
        session.write_note(control_id, answer.private_note, private=True)
    for proof in answer.proofs:
        session.add_evidence(control_id, proof.where, as_of=proof.as_of, next_check=proof.next_check)
    for work in answer.actions:
        session.plan_action(control_id, aim=work.aim, text=work.text, owner=work.owner, due=work.due)
