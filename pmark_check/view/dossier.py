"""All that a file for other tools says about one client: one row for each control, private notes only where wanted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control
from pmark_check.domain.readiness import Result
from pmark_check.domain.scoring import Gap, Score, score
from pmark_check.view.controls import Card
from pmark_check.view.examination import Examination
from pmark_check.view.scorecard import ScorecardView

ASKED, EXCUSED, NOT_ASKED = "asked", "not-applicable", "not-asked"


class Entry(NamedTuple):
    """One control with everything that was said about it.

    Attributes:
        card: in words; its ``private_note`` is "" unless the dossier is a private one.
        standing: ``asked``; ``not-applicable`` (declared, with a reason); ``not-asked`` (by the facts).
        chapter, section: ids of where it is asked.
        gap: why it falls short, None where it does not.
        result: how it came out as a knock-out or gate, None where it is neither.
        score: what it scores by itself; an empty one where it does not count.
    """

    control: Control
    card: Card
    standing: str
    chapter: str
    section: str
    gap: Gap | None
    result: Result | None
    score: Score


class Dossier:
    """One client at one moment, in one language, for files.

    Args:
        view: the scorecard.
        background: what the controls cite.
        today: the day of the file; no other clock is read.
        with_private: whether private notes go into it.
    """

    def __init__(self, view: ScorecardView, background: Background, today: date, *, with_private: bool = False) -> None:
        self.view = view
        self.background = background
        self.today = today
        self.with_private = with_private
        self.examination = Examination(view, today)
        self.translate = view.translate

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every control of the client in the order in which it is asked, those that do not count among them."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[Entry]:
        situation, library = self.view.situation, self.view.session.library
        gaps = {gap.item.control.id: gap for gap in situation.gaps}
        results = {**self.view.readiness.gates, **self.view.readiness.knockouts}
        excused = {control.id for control in situation.excused}
        for control in library.controls.values():
            standing = ASKED if control.id in situation.by_control else EXCUSED if control.id in excused else NOT_ASKED
            section = library.section(control.id)
            yield Entry(
                control=control,
                card=self._card(control),
                standing=standing,
                chapter=library.chapter(section).id,
                section=section.id,
                gap=gaps.get(control.id),
                result=results.get(control.id),
                score=score(situation.by_control[control.id].cells if standing == ASKED else ()),
            )

    def _card(self, control: Control) -> Card:
        card = self.view.cards.card(control)
        return card if self.with_private else card._replace(private_note="")
