"""What was answered はい by word of mouth or by guess: nobody has seen it yet, and an assessor will want to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.scoring import Item
from pmark_check.view.aloud import labelled, listed
from pmark_check.view.controls import ControlLine, LayerLine
from pmark_check.view.scorecard import ScorecardView


class Unseen(NamedTuple):
    """A question of which some layers were answered はい by one person, and not seen.

    Attributes:
        layers: those layers.
        look_at: what an assessor would want to see.
    """

    line: ControlLine
    layers: tuple[LayerLine, ...]
    look_at: tuple[str, ...]


class UnseenOf(NamedTuple):
    """What one person said; ``person`` is "" where nobody was named."""

    person: str
    questions: tuple[Unseen, ...]


class AllUnseen(NamedTuple):
    """Everything that nobody has seen.

    Attributes:
        people: by who said it, nobody's last; a question of which two people spoke is there twice.
        lines: each question once, in the order in which they are asked.
        tests: those of them on which an accident or an examination turns.
    """

    people: tuple[UnseenOf, ...]
    lines: tuple[ControlLine, ...]
    tests: tuple[ControlLine, ...]


def is_unseen(view: ScorecardView, control: Control) -> bool:
    """Return whether some layer of a control is in force, answered はい, and was not seen.

    Where none is, ``ScorecardView.confidence`` is 100%.
    """
    item = view.situation.by_control.get(control.id)
    return item is not None and bool(_layers(item))


def _layers(item: Item) -> frozenset[str]:
    answers = item.state.answers
    yes = (layer for layer, mark in item.marks.items() if mark is Mark.YES)
    return frozenset(layer.value for layer in yes if answers[layer].how is not HowKnown.SEEN)


def unseen(view: ScorecardView) -> AllUnseen:
    """Return what was answered はい and not seen."""
    items = [item for item in view.situation.items if _layers(item)]
    tests = (item.control for item in items if item.control.knockout or item.control.gate is not None)
    lines = tuple(view.cards.line(item.control) for item in items)
    return AllUnseen(tuple(_people(view, items)), lines, tuple(map(view.cards.line, tests)))


def _people(view: ScorecardView, items: Iterable[Item]) -> Iterator[UnseenOf]:
    found: dict[str, list[Unseen]] = {}
    for item in items:
        card, wanted = view.cards.card(item.control), _layers(item)
        told = [layer for layer in card.layers if layer.layer in wanted]
        for person in dict.fromkeys(layer.said_by for layer in told):
            layers = tuple(layer for layer in told if layer.said_by == person)
            found.setdefault(person, []).append(Unseen(card.line, layers, card.evidence_wanted))
    for person in sorted(found, key=lambda person: (not person, person)):
        yield UnseenOf(person, tuple(found[person]))


def unseen_data(view: ScorecardView) -> list[dict[str, object]]:
    """Return it as plain data."""
    return [
        {
            "person": group.person,
            "questions": [
                {
                    "control": question.line.id,
                    "layers": [layer.layer for layer in question.layers],
                    "look_at": list(question.look_at),
                }
                for question in group.questions
            ],
        }
        for group in unseen(view).people
    ]


def unseen_lines(view: ScorecardView) -> Iterator[str]:
    """Yield it in plain lines, a person at a time."""
    t = view.translate
    for group in unseen(view).people:
        yield t("unseen.person", person=group.person or t("unseen.nobody"), count=len(group.questions))
        for question in group.questions:
            yield f"  ・ {question.line.question}  [{question.line.id}]"
            known = listed((f"{layer.name} {layer.how}" for layer in question.layers), t)
            yield f"    {labelled(known, listed(question.look_at, t), t)}"
