"""The one page that stands for several: what it says of the knock-outs."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pmark_check.domain.readiness import Result
from pmark_check.view.lines import KnockoutLine
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import word

ROOM = 6
"""So many knock-outs fit on the page; the rest is counted."""

ORDER = (Result.FAILED, Result.OPEN, Result.PASSED, Result.EXCUSED)
"""Bad news first."""


class KnockoutsInBrief(NamedTuple):
    """The knock-outs on a few lines.

    Attributes:
        counts: the result in words, and how many knock-outs have it; only results that occur.
        first: those for which there is room, failed ones first.
        more: how many there are besides.
    """

    counts: tuple[tuple[str, int], ...]
    first: tuple[KnockoutLine, ...]
    more: int


def knockouts_in_brief(view: ScorecardView) -> KnockoutsInBrief:
    """Return the knock-outs of a client in brief."""
    counted = Counter(line.result for line in view.knockouts)
    counts = tuple((word("result", result, view.translate), counted[result]) for result in ORDER if counted[result])
    pending = [line for result in ORDER[:2] for line in view.knockouts if line.result == result]
    return KnockoutsInBrief(counts, tuple(pending[:ROOM]), len(pending[ROOM:]))
