"""What is printed to be written on by hand: blank questions, and a page of homework for each person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.events import ActionKind
from pmark_check.domain.text import folded
from pmark_check.errors import BadInput
from pmark_check.view.controls import ActionLine, Card, ControlLine, titled
from pmark_check.view.course import Course
from pmark_check.view.dossier import ASKED
from pmark_check.view.selection import Part
from pmark_check.view.words import word


class Question(NamedTuple):
    """A question without any answer.

    Attributes:
        number: its place among all that are asked in its section, as on the screen.
        layers: the names of those that it is asked on.
    """

    id: str
    number: int
    question: str
    plain: str
    partial: str
    wanted: tuple[str, ...]
    layers: tuple[str, ...]


class Block(NamedTuple):
    """The questions of one section; ``chapter`` is "" where the section is one itself."""

    id: str
    chapter: str
    title: str
    questions: tuple[Question, ...]


class QuestionSheet:
    """Blank questions by section, in the order in which they are asked. Nothing of what was answered is in it.

    Raises:
        BadInput: no question is left to be asked.
    """

    def __init__(self, part: Part) -> None:
        self._part = part
        self._number = {
            control.id: number
            for chapter in Course(part.view.session).by_section().values()
            for controls in chapter.values()
            for number, control in enumerate(controls, 1)
        }
        if not self.blocks:
            raise BadInput("paper.no-questions", client=part.view.name)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The sections that have a question."""
        found: dict[tuple[str, str], list[Card]] = {}
        for entry in self._part.entries:
            if entry.standing == ASKED:
                found.setdefault((entry.chapter, entry.section), []).append(entry.card)
        return tuple(self._block(chapter, section, cards) for (chapter, section), cards in found.items())

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(len(block.questions) for block in self.blocks)

    def _block(self, chapter: str, section: str, cards: list[Card]) -> Block:
        titles = {id_: titled(self._part.view.session.library.sections[id_], self._part.translate)
                  for id_ in (chapter, section)}  # fmt: skip
        above = titles[chapter] if chapter != section else ""
        return Block(section, above, titles[section], tuple(map(self._question, cards)))

    def _question(self, card: Card) -> Question:
        return Question(
            id=card.line.id,
            number=self._number[card.line.id],
            question=card.question,
            plain=card.plain,
            partial=card.partial,
            wanted=card.evidence_wanted,
            layers=tuple(layer.name for layer in card.layers),
        )


class Task(NamedTuple):
    """One piece of homework.

    Attributes:
        due: "" where no day was named.
        text: what to do.
        why: the reason in one sentence.
        wanted: what to bring as evidence.
    """

    control: str
    due: str
    aim: str
    text: str
    question: str
    why: str
    wanted: tuple[str, ...]


class Pile(NamedTuple):
    """The homework of one person, the soonest first; ``person`` is "" for what nobody has taken on."""

    person: str
    tasks: tuple[Task, ...]


class HomeworkPages:
    """Open homework, a pile for each person and a last one for what nobody has taken on.

    Where the selection names a person, theirs alone.

    Raises:
        BadInput: there is no homework.
    """

    def __init__(self, part: Part) -> None:
        self._part = part
        self._cards = {entry.control.id: entry.card for entry in part.entries}
        if not self.piles:
            raise BadInput("paper.no-homework", client=part.view.name)

    @cached_property
    def piles(self) -> tuple[Pile, ...]:
        """The piles that are not empty, by person."""
        piles = [Pile(work.person, tuple(self._tasks(work.actions))) for work in self._part.view.homework]
        assigned = [pile for pile in piles if pile.person and self._is_wanted(pile.person)]
        nobody = [] if self._part.selection.person else [Pile("", tuple(self._unassigned(piles)))]
        return tuple(pile for pile in (*assigned, *nobody) if pile.tasks)

    def _is_wanted(self, person: str) -> bool:
        wanted = self._part.selection.person
        return not wanted or folded(wanted) == folded(person)

    def _tasks(self, actions: Iterable[ActionLine]) -> Iterator[Task]:
        return (self._task(line) for line in actions if line.control.id in self._cards)

    def _unassigned(self, piles: Iterable[Pile]) -> Iterator[Task]:
        """Yield the homework without an owner, then what was answered わからない and nobody has taken on."""
        yield from (task for pile in piles if not pile.person for task in pile.tasks)
        aim = word("aim", ActionKind.FIND_OUT, self._part.translate)
        for control in self._part.view.unassigned:
            if control.id in self._cards:
                yield self._about(control, "", aim, self._part.translate("paper.find-out"))

    def _task(self, line: ActionLine) -> Task:
        action = self._part.view.session.state(line.control.id).actions[line.id]
        return self._about(line.control, line.due, line.aim, line.text or self._part.view.cards.usual(action))

    def _about(self, control: ControlLine, due: str, aim: str, text: str) -> Task:
        card = self._cards[control.id]
        return Task(control.id, due, aim, text, card.question, first_sentence(card.why), card.evidence_wanted)


def first_sentence(text: str) -> str:
    """Return the first sentence of ``text``, with its end; all of it where it is one."""
    found = re.match(r".+?(?:。|[.!?](?=\s+[A-Z]))", text, re.DOTALL)
    return found[0] if found else text
