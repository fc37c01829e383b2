"""What of its checklists a firm is asked: the facts that decide it, what they rule out, what was excused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pmark_check.domain.checklist import Control
from pmark_check.domain.organization import conditions, deciding_facts
from pmark_check.domain.scoring import Situation
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards, ControlLine
from pmark_check.view.lines import FactLine, NotAskedLine
from pmark_check.view.words import fact_value, literal


def fact_lines(situation: Situation, cards: Cards, translate: Translator) -> tuple[FactLine, ...]:
    """Return what is known about the firm, each fact with the controls that hang on it."""
    perhaps = _under_facts((item.control for item in situation.items), situation, cards)
    ruled_out = _under_facts(situation.not_asked, situation, cards)
    controls = situation.library.controls.values()
    hanging = Counter(fact for control in controls for fact in {fact for fact, _ in conditions(control)})
    language, stated = translate.language, situation.assessment.facts
    return tuple(
        FactLine(
            id=fact.id,
            question=literal(fact.question.to(language)),
            plain=literal(fact.plain.to(language)),
            value=literal(fact_value(fact, stated.get(fact.id), translate)),
            is_stated=fact.id in stated,
            hanging=hanging[fact.id],
            perhaps=tuple(perhaps.get(fact.id, ())),
            ruled_out=tuple(ruled_out.get(fact.id, ())),
        )
        for fact in situation.library.asked_facts
    )


def _under_facts(controls: Iterable[Control], situation: Situation, cards: Cards) -> dict[str, list[ControlLine]]:
    """Return ``controls`` under the facts that rule them out, or that leave them uncertain."""
    under: dict[str, list[ControlLine]] = {}
    for control in controls:
        for fact in deciding_facts(control, situation.assessment.facts):
            under.setdefault(fact, []).append(cards.line(control))
    return under


def ruled_out_lines(situation: Situation, cards: Cards, translate: Translator) -> tuple[NotAskedLine, ...]:
    """Return what the facts rule out, each with the fact that does."""
    return tuple(
        NotAskedLine(cards.line(control), _because(control, situation, translate), "")
        for control in situation.not_asked
    )


def _because(control: Control, situation: Situation, translate: Translator) -> str:
    stated, language = situation.assessment.facts, translate.language
    return " ".join(
        translate(
            "fact.because",
            question=literal(fact.question.to(language)),
            value=fact_value(fact, stated.get(fact.id), translate),
        )
        for fact in map(situation.library.fact, deciding_facts(control, stated))
    )


def excused_lines(situation: Situation, cards: Cards) -> tuple[NotAskedLine, ...]:
    """Return what was declared not applicable, with reason and person."""
    excused = map(cards.card, situation.excused)
    return tuple(NotAskedLine(card.line, card.not_applicable, card.not_applicable_by) for card in excused)
