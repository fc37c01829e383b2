"""The steps of a roadmap as they are listed, each with the homework planned for it."""

from __future__ import annotations

from collections.abc import Iterable

from pmark_check.domain.events import ActionKind
from pmark_check.domain.readiness import Result
from pmark_check.domain.roadmap import Step
from pmark_check.domain.scoring import Situation
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards
from pmark_check.view.lines import StepLine
from pmark_check.view.numbers import points, work_text
from pmark_check.view.words import literal, word


def step_lines(
    steps: Iterable[Step], situation: Situation, cards: Cards, translate: Translator
) -> tuple[StepLine, ...]:
    """Return ``steps``, numbered from 1."""
    return tuple(_step(rank, step, situation, cards, translate) for rank, step in enumerate(steps, 1))


def _step(rank: int, step: Step, situation: Situation, cards: Cards, translate: Translator) -> StepLine:
    action = next(iter(cards.planned(situation.assessment.state(step.control.id))), None)
    return StepLine(
        rank=rank,
        line=cards.line(step.control),
        first_step=_beginning(step, translate),
        aim=word("aim", step.aim, translate),
        effort=work_text(step.half_days, translate),
        gain=points(step.gain, situation.overall),
        owner=action.owner if action else "",
        due=action.due if action else "",
        is_failed=step.result is Result.FAILED,
    )


def _beginning(step: Step, translate: Translator) -> str:
    """Return where to begin: with the fix, or with asking where the answer is not known."""
    if step.aim is ActionKind.FIND_OUT:
        return translate("step.find-out", question=literal(step.control.question.to(translate.language)))
    return literal(step.control.first_step.to(translate.language))
