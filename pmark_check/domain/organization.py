"""What is known about the firm, and what therefore applies to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pmark_check.domain.checklist import Control, FactValue


class Applicability(StrEnum):
    """Whether a control applies; "perhaps" counts as applicable everywhere and is listed under its fact."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def conditions(control: Control) -> Iterator[tuple[str, bool]]:
    """Yield (fact id, value it must have) for every condition of ``control``."""
    for fact in control.when:
        yield fact, True
    for fact in control.unless:
        yield fact, False


def applicability(control: Control, facts: Mapping[str, FactValue]) -> Applicability:
    """Return the three-valued AND of the conditions: one false = no, else any unstated = perhaps, else yes."""
    if not (control.when or control.unless):
        return Applicability.YES
    perhaps = False
    for fact, wanted in conditions(control):
        stated = facts.get(fact)
        if stated is None:
            perhaps = True
        elif stated is not wanted:
            return Applicability.NO
    return Applicability.PERHAPS if perhaps else Applicability.YES


def deciding_facts(control: Control, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Return the facts that make ``control`` not apply, or, if none does, those that are not stated."""
    against = tuple(
        fact for fact, wanted in conditions(control) if (stated := facts.get(fact)) is not None and stated is not wanted
    )
    return against or tuple(fact for fact, _ in conditions(control) if facts.get(fact) is None)
