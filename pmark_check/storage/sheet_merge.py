"""What an answer sheet changes about a client: compared cell by cell, then taken in as one gesture or not at all.

A cell speaks when it holds something else than it held when the sheet was written; an empty cell never does. Where
the client has changed in the meantime, and now says something else than the sheet, the two are in conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.events import ClientNamed, HowKnown, Mark
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.errors import Problem, Problems
from pmark_check.i18n.translation import Translator
from pmark_check.storage.sheet import AnswerSheet, Proof, Row
from pmark_check.storage.workbook import UNUSABLE
from pmark_check.view.answer_sheet import CONFLICT, EXCUSED, Cell, Said, Standing, digest, shown, standing
from pmark_check.view.controls import Cards


class Kind(StrEnum):
    """What comes of one cell."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    UNKNOWN = "unknown-id"
    BAD = "bad-value"


ERRORS = (Kind.UNKNOWN, Kind.BAD)


class Line(NamedTuple):
    """One cell and what comes of it.

    Attributes:
        place: ``answers.xlsx:回答!G12``.
        name: of the cell; "" for a problem.
        before, after: marks by id, everything else as text.
    """

    kind: Kind
    place: str
    control: str = ""
    name: str = ""
    before: str = ""
    after: str = ""
    problem: Problem | None = None


@dataclass
class _Deeds:
    """What is to be done about one control."""

    answers: dict[tuple[str, str], dict[Layer, Mark]] = field(default_factory=dict)
    """(how, by) -> marks."""
    excuse: tuple[str, str] | None = None
    note: str = ""
    proof: Proof | None = None


class Merge:
    """A sheet held against a client; nothing is changed before ``apply``."""

    def __init__(self, session: Session, sheet: AnswerSheet) -> None:
        self._session = session
        self._sheet = sheet
        self._cards = Cards(session, Translator(sheet.language))
        self._deeds: dict[str, _Deeds] = {}
        self.lines: tuple[Line, ...] = tuple(self._compare())

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many cells come to what."""
        found = Counter(line.kind for line in self.lines)
        return {kind: found[kind] for kind in Kind}

    def in_the_way(self, *, is_forced: bool = False) -> tuple[Problem, ...]:
        """Return why the sheet cannot be taken in, place by place; () where it can."""
        kinds = ERRORS if is_forced else (*ERRORS, Kind.CONFLICT)
        return tuple(line.problem for line in self.lines if line.problem and line.kind in kinds)

    def apply(self, *, is_forced: bool = False) -> None:
        """Take the sheet in as one gesture.

        Args:
            is_forced: where the two are in conflict, the sheet's word counts.

        Raises:
            Problems: a cell cannot be understood, or is in conflict; nothing was taken in.
        """
        if found := self.in_the_way(is_forced=is_forced):
            raise Problems(UNUSABLE, found, source=self._sheet.source)
        with self._session.one_gesture():
            for control, deeds in self._deeds.items():
                self._do(control, deeds)

    def _do(self, control: str, deeds: _Deeds) -> None:
        if deeds.excuse:
            self._session.mark_not_applicable(control, deeds.excuse[0], said_by=deeds.excuse[1])
        for (how, by), marks in deeds.answers.items():
            self._session.mark(control, marks, how=HowKnown(how), said_by=by)
        if deeds.note:
            self._session.write_note(control, deeds.note)
        if deeds.proof:
            where, as_of, next_check = deeds.proof
            self._session.add_evidence(control, where, as_of=as_of, next_check=next_check)

    # --- comparing ----------------------------------------------------------------------------------------------------

    def _compare(self) -> Iterator[Line]:
        names = {event.body.name for event in self._session.events if isinstance(event.body, ClientNamed)}
        if self._sheet.client not in {shown(name) for name in names}:
            mine = self._session.assessment.name
            yield _bad(Problem(self._sheet.source, 0, 0, "sheet.other-client", client=self._sheet.client, name=mine))
            return
        yield from map(_bad, self._sheet.problems)
        for row in self._sheet.rows:
            if row.control in self._session.library.controls:
                yield from self._row(self._session.library.controls[row.control], row)
            elif _says_something(row):
                where = next(iter(row.places.values()))
                problem = Problem(where, 0, 0, "sheet.unknown-id", name=row.control)
                yield Line(Kind.UNKNOWN, where, row.control, Cell.ID, problem=problem)

    def _row(self, control: Control, row: Row) -> Iterator[Line]:
        problems = [*row.problems, *_contradictions(control, row)]
        yield from map(_bad, problems)
        if problems:
            return
        if not _says_something(row):
            yield from _untouched(row)
            return
        now = standing(self._session, control, self._cards)
        deeds = self._deeds.setdefault(control.id, _Deeds())
        if row.written.changed != control.changed:
            yield self._conflict(row, Cell.ID, row.written.changed, control.changed, "sheet.question-changed")
        yield from self._marks(row, now, deeds)
        yield from self._excuse(row, now, deeds)
        yield from self._note(row, now, deeds)
        yield from self._proof(row, deeds)

    def _conflict(self, row: Row, name: str, before: str, after: str, key: str = "sheet.conflict") -> Line:
        place = row.places.get(name, next(iter(row.places.values())))
        problem = Problem(place, 0, 0, key, control=row.control)
        return Line(Kind.CONFLICT, place, row.control, name, before, after, problem)

    def _marks(self, row: Row, now: Standing, deeds: _Deeds) -> Iterator[Line]:
        spoken = _spoken(row)
        restated = not spoken and bool(row.how or row.by) and not _is_excuse_spoken(row)
        for layer, mark in row.marks.items():
            if layer not in spoken and not restated:
                yield Line(Kind.UNCHANGED, row.places[layer], row.control, layer, mark, mark)
                continue
            old, before = now.layers[layer], row.written.said(layer)
            if before.mark == EXCUSED != old.mark:
                before = row.written.hidden(layer)
            default = before if restated else Said(by=self._sheet.filled_by)
            said = Said(mark.value, row.how or default.how or HowKnown.HEARD, row.by or default.by)
            kind = _outcome(said, old, before)
            if kind is Kind.CONFLICT:
                yield self._conflict(row, layer, old.mark, mark)
            else:
                yield Line(kind, row.places[layer], row.control, layer, old.mark, mark)
            if kind is not Kind.UNCHANGED:
                deeds.answers.setdefault((said.how, said.by), {})[layer] = mark

    def _excuse(self, row: Row, now: Standing, deeds: _Deeds) -> Iterator[Line]:
        if not row.reason or _spoken(row):
            return
        standing_reason = now.reason
        if not _is_excuse_spoken(row) and not (row.by and not row.marks):
            yield Line(Kind.UNCHANGED, row.places[Cell.REASON], row.control, Cell.REASON, standing_reason, row.reason)
            return
        by = row.by or self._sheet.filled_by
        kind = _outcome_of_excuse(row, by, now)
        if kind is Kind.CONFLICT:
            yield self._conflict(row, Cell.REASON, standing_reason, row.reason)
        else:
            yield Line(kind, row.places[Cell.REASON], row.control, Cell.REASON, standing_reason, row.reason)
        if kind is not Kind.UNCHANGED:
            deeds.excuse = row.reason, by

    def _note(self, row: Row, now: Standing, deeds: _Deeds) -> Iterator[Line]:
        if not row.note:
            return
        if digest(row.note) == row.written.note or row.note == now.note:
            yield Line(Kind.UNCHANGED, row.places[Cell.NOTE], row.control, Cell.NOTE, now.note, row.note)
            return
        deeds.note = row.note
        if digest(now.note) == row.written.note:
            kind = Kind.CHANGED if now.note else Kind.NEW
            yield Line(kind, row.places[Cell.NOTE], row.control, Cell.NOTE, now.note, row.note)
        else:
            yield self._conflict(row, Cell.NOTE, now.note, row.note)

    def _proof(self, row: Row, deeds: _Deeds) -> Iterator[Line]:
        if not row.proof:
            return
        session = self._session
        known = session.state(row.control).evidence.values()
        is_known = row.proof in {(session.text(one.where), one.as_of, one.next_check) for one in known}
        kind = Kind.UNCHANGED if is_known else Kind.NEW
        deeds.proof = None if is_known else row.proof
        yield Line(kind, row.places[Cell.WHERE], row.control, Cell.WHERE, "", row.proof.where)


def _bad(problem: Problem) -> Line:
    return Line(Kind.BAD, problem.source, problem=problem)


def _untouched(row: Row) -> Iterator[Line]:
    """Yield the cells of a row that says nothing new."""
    for layer, mark in row.marks.items():
        yield Line(Kind.UNCHANGED, row.places[layer], row.control, layer, mark, mark)
    for name, text in ((Cell.REASON, row.reason), (Cell.NOTE, row.note)):
        if text:
            yield Line(Kind.UNCHANGED, row.places[name], row.control, name, text, text)


def _spoken(row: Row) -> dict[Layer, Mark]:
    """Return the marks that are not those the row was written with."""
    return {layer: mark for layer, mark in row.marks.items() if mark.value != row.written.said(layer).mark}


def _is_excuse_spoken(row: Row) -> bool:
    return bool(row.reason) and digest(row.reason) != row.written.reason


def _says_something(row: Row) -> bool:
    note = row.note and digest(row.note) != row.written.note
    attributed = (row.by or row.how) and (row.marks or row.reason)
    return bool(_spoken(row) or _is_excuse_spoken(row) or note or attributed or row.proof or row.problems)


def _contradictions(control: Control, row: Row) -> Iterator[Problem]:
    for layer in row.marks:
        if layer not in control.layers:
            yield Problem(row.places[layer], 0, 0, "sheet.layer-not-asked", control=control.id)
    if _spoken(row) and _is_excuse_spoken(row):
        yield Problem(row.places[Cell.REASON], 0, 0, "sheet.answer-and-reason", control=control.id)


def _outcome(said: Said, now: Said, before: Said) -> Kind:
    """Return what comes of an answer, given what stands now and what stood when the sheet was written."""
    if said.is_same(before):
        return Kind.UNCHANGED
    if now.mark != said.mark:
        if not now.is_same(before):
            return Kind.CONFLICT
        return Kind.CHANGED if now.mark not in ("", CONFLICT) else Kind.NEW
    if now.is_same(said):
        return Kind.UNCHANGED
    return Kind.CHANGED if now.is_same(before) or _rank(said) < _rank(now) else Kind.UNCHANGED


KNOWN_BEST = (HowKnown.SEEN, HowKnown.HEARD, HowKnown.GUESSED)


def _rank(said: Said) -> tuple[int, bool, str]:
    """Return which of two who say the same is named, the lesser: who knows better, then by name, in any order."""
    return KNOWN_BEST.index(HowKnown(said.how)), not said.by, folded(said.by)


def _outcome_of_excuse(row: Row, by: str, now: Standing) -> Kind:
    is_as_it_was = all(said.is_same(row.written.said(layer)) for layer, said in now.layers.items())
    is_restated = digest(row.reason) == row.written.reason
    was_by = next((row.written.said(layer).by for layer in now.layers), "")
    if is_restated and (not by or folded(by) == folded(was_by)):
        return Kind.UNCHANGED
    if now.reason != row.reason:
        is_open = not any(said.mark for said in now.layers.values())
        return Kind.CONFLICT if not is_as_it_was else Kind.NEW if is_open else Kind.CHANGED
    if not by or folded(by) == folded(now.by):
        return Kind.UNCHANGED
    return Kind.CHANGED if is_as_it_was or not now.by or folded(by) < folded(now.by) else Kind.UNCHANGED
