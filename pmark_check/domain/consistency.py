"""Answers that do not fit together. They change no number; each is a question to settle."""

from __future__ import annotations

from pmark_check.domain.checklist import Consistency, Premise
from pmark_check.domain.scoring import Situation


def contradictions(situation: Situation) -> tuple[Consistency, ...]:
    """Return the rules of which every premise holds, in the order of the checklists.

    A premise about a control that does not apply, is excused or is not asked does not hold.
    """
    rules = (rule for checklist in situation.library.checklists for rule in checklist.consistency)
    return tuple(rule for rule in rules if all(_holds(premise, situation) for premise in rule.premises))


def _holds(premise: Premise, situation: Situation) -> bool:
    if premise.fact is not None:
        return situation.assessment.facts.get(premise.fact) is premise.value
    item = situation.by_control.get(premise.control or "")
    if item is None:
        return False
    marks = [cell.mark for cell in item.cells if premise.layer in (None, cell.layer)]
    return any(mark is not None and mark.value in premise.marks for mark in marks)
