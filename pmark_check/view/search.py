"""Looks for questions: by words, place, clause or document; or among those that are open, fall short, are mine."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from pmark_check.domain.checklist import Control, Phase
from pmark_check.domain.events import Mark
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards, ControlLine, clause
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.unseen import is_unseen

KINDS = ("all", "open", "unknown", "gaps", "tests", "mine", "document", "phase", "unseen")
"""What can be looked through, in the order of the digits that choose it."""

GROUPED = ("document", "phase")
"""The kinds that are looked through group by group."""

PLACE = re.compile(r"#(\d{1,4})")
CODE = re.compile(r"[a-z]{1,2}\.?\d[\d.]*")
BARE = re.compile(r"\d{1,2}\.[\d.]*")
"""A clause of the Privacy Mark guideline, its J. left out."""


class Hit(NamedTuple):
    """A question that can be found.

    Attributes:
        place: its number among all that are asked, from 1.
        text: what words are looked for in.
        codes: the clauses and documents by which it is found.
    """

    place: int
    control: Control
    line: ControlLine
    clause: str
    standing: str
    text: str
    codes: frozenset[str]


class Search:
    """The questions of one client, as they stood when the search began.

    Args:
        session: the client.
        translate: the language in which words are looked for.
        me: the name of whoever works with the program.
    """

    def __init__(self, session: Session, translate: Translator, me: str) -> None:
        self._session = session
        self._course = Course(session)
        self._cards = Cards(session, translate)
        self._me = session.find_person(me)
        self.hits = tuple(self._hit(place, control) for place, control in enumerate(self._course.controls, 1))
        self._tests: dict[str, Callable[[Control], bool]] = {
            "all": lambda _: True,
            "open": self._course.is_unanswered,
            "unknown": lambda control: self._course.standing(control) == "unknown",
            "gaps": self._falls_short,
            "tests": lambda control: control.knockout or control.gate is not None,
            "mine": self._is_mine,
            "document": lambda control: bool(control.documents),
            "phase": lambda _: True,
            "unseen": partial(is_unseen, ScorecardView(session, translate)),
        }

    def of(self, kind: str, group: str = "") -> tuple[Hit, ...]:
        """Return the questions of a kind, or of one group of it."""
        found = (hit for hit in self.hits if self._tests[kind](hit.control))
        return tuple(hit for hit in found if not group or group in _groups(kind, hit.control))

    def groups(self, kind: str) -> dict[str, int]:
        """Return the groups of a kind with how many questions each has: documents by id, phases in their order."""
        counts = Counter(group for hit in self.of(kind) for group in _groups(kind, hit.control))
        order = [phase.value for phase in Phase] if kind == "phase" else sorted(counts, key=_rules_first)
        return {group: counts[group] for group in order if counts[group]}

    def found(self, wanted: str, among: Iterable[Hit]) -> tuple[Hit, ...]:
        """Return what ``wanted`` finds: the question of that place (#57), else by clause or document, else by words.

        A place is looked for among all questions, everything else in ``among``.
        """
        code, words, hits = _wanted(wanted), folded(wanted), tuple(among)
        if place := PLACE.fullmatch(code):
            return tuple(hit for hit in self.hits if hit.place == int(place[1]))
        if CODE.fullmatch(code) and (coded := tuple(hit for hit in hits if _is_under(code, hit.codes))):
            return coded
        return tuple(hit for hit in hits if words in hit.text)

    def _hit(self, place: int, control: Control) -> Hit:
        line, number = self._cards.line(control), clause(self._session.library.section(control.id))
        text = folded(f"{line.question} {line.id} {number} {line.section}")
        return Hit(
            place, control, line, number, self._course.standing(control), text, frozenset(_codes(control, number))
        )

    def _falls_short(self, control: Control) -> bool:
        state = self._session.state(control.id)
        return not state.is_excused and any(state.mark(layer) in (Mark.NO, Mark.PARTIAL) for layer in control.layers)

    def _is_mine(self, control: Control) -> bool:
        """Whether whoever works with the program has open homework here, or gave an answer that stands."""
        state = self._session.state(control.id)
        words = (*state.answers.values(), state.not_applicable)
        people = [action.owner for action in state.open_actions] + [word.said_by for word in words if word]
        return self._me is not None and self._me in people


def _groups(kind: str, control: Control) -> tuple[str, ...]:
    return (control.phase.value,) if kind == "phase" else control.documents


def _rules_first(document: str) -> tuple[bool, str]:
    return not document.startswith("R"), document


def _codes(control: Control, number: str) -> Iterator[str]:
    yield from (_code(name) for name in control.documents)
    yield from (_code(ref.partition(":")[2]) for ref in control.refs)
    yield _code(number)


def _is_under(code: str, codes: Iterable[str]) -> bool:
    """Return whether one of ``codes`` is ``code``, or a clause of it; a full stop at its end changes nothing."""
    whole = code.rstrip(".")
    return any(known == whole or known.startswith(f"{whole}.") for known in codes)


def _code(text: str) -> str:
    """Return a number as it is compared; an IME commits 。 where a full stop was typed."""
    return unicodedata.normalize("NFKC", text).strip().casefold().replace("。", ".")


def _wanted(text: str) -> str:
    """Return a number that is looked for, with the J. that was left out."""
    code = _code(text)
    return f"j.{code}" if BARE.fullmatch(code) else code
