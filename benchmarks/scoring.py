"""Scoring 1,000 controls of three layers, and the plain loop it is held against."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from pmark_check.domain.assessment import Assessment, ControlState, LayerAnswer
from pmark_check.domain.checklist import LAYERS, Checklist, Policy
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.library import Library
from pmark_check.domain.readiness import Readiness
from pmark_check.domain.scoring import Situation, Weights

SAID = {"ja": "問", "en": "Q"}
Row = tuple[int, tuple[str, str, str]]
SHARES = (0.3, 0.4, 0.3)
VALUES = {"yes": 1.0, "partial": 0.5, "no": 0.0}


def rows(number: int) -> list[Row]:
    """Return ``number`` rows of a weight and three marks."""
    marks = cycle(("yes", "partial", "no", "unknown"))
    return [(place % 5 + 1, (next(marks), next(marks), next(marks))) for place in range(number)]


def plain_loop(table: list[Row]) -> tuple[float, float]:
    """Return worst and best of a table, as anybody would write it."""
    total = worst = unanswered = 0.0
    for weight, marks in table:
        for share, mark in zip(SHARES, marks, strict=True):
            total += weight * share
            if mark in VALUES:
                worst += weight * share * VALUES[mark]
            else:
                unanswered += weight * share
    return worst / total, (worst + unanswered) / total


def scoring(number: int) -> Callable[[], object]:
    """Return the scoring of ``number`` controls: every score, the knock-outs, the verdict."""
    library = _library(number)
    marks = cycle((Mark.YES, Mark.PARTIAL, Mark.NO, Mark.UNKNOWN))
    states = {
        control: ControlState({layer: LayerAnswer(next(marks), HowKnown.HEARD, None, None, "") for layer in LAYERS})
        for control in library.controls
    }
    assessment, weights = Assessment("", controls=states), Weights.of(library)

    def score() -> object:
        situation = Situation(library, assessment, weights)
        return situation.overall, situation.layers, situation.sections, Readiness(situation).incident

    return score


def _library(number: int) -> Library:
    texts = dict.fromkeys(("question", "plain", "why", "finding", "first_step"), SAID)
    controls = [
        {"id": f"control-{n}", "section": f"section-{n % 10}", **texts, "effort": "M", "weight": n % 5 + 1,
         "phase": "do", "changed": "2026-11", "knockout": n % 100 == 0}
        for n in range(number)
    ]  # fmt: skip
    checklist = {
        "format": 1,
        "checklist": {"id": "thousand", "revision": "2026-11", "languages": ["ja", "en"], "title": SAID},
        "section": [{"id": f"section-{n}", "title": SAID} for n in range(10)],
        "control": controls,
    }
    policy = {
        "format": 1,
        "revision": "2026-11",
        "target": 85,
        "floor": 70,
        "first_steps": 6,
        "half_days": {"S": 1, "M": 4, "L": 10},
        "wording": [],
    }
    return Library((Checklist.model_validate(checklist),), (), Policy.model_validate(policy))
