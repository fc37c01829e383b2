"""What the interview shows beside the question, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Control, Provenance, Section
from pmark_check.domain.library import Library
from pmark_check.domain.readiness import Result
from pmark_check.i18n.translation import Translator
from pmark_check.tui.widgets.navigator import CHAPTER, QUESTION, SECTION, Entry
from pmark_check.tui.widgets.standing import MARK_STYLES
from pmark_check.view.controls import clause, footnote, sign, titled
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal

if TYPE_CHECKING:
    from pmark_check.domain.background import Background

UNSURE = frozenset({Provenance.DERIVED.value, Provenance.UNVERIFIED.value})
"""Clause numbers known no better than this have a sign wherever they title a section."""


def head(view: ScorecardView, course: Course, control: Control | None) -> tuple[tuple[str, ...], str]:
    """Return both sides of the header: client and checklist, or the client alone; place and score."""
    t = view.translate
    asked = [found.id for found in course.controls]
    place = asked.index(control.id) + 1 if control and control.id in asked else 0
    lefts = (t("tui.header.client", client=view.name, checklist=view.checklist_title), view.name)
    score = t("tui.header.score", band=view.band.label)
    return lefts, t("tui.header.place", number=place, count=len(asked), score=score)


def trail(library: Library, control: Control, t: Translator) -> tuple[str, ...]:
    """Return chapter and section of ``control``, longest first; a chapter that has no sections stands alone."""
    section = library.section(control.id)
    chapter = library.chapter(section)
    if chapter is section:
        return (titled(section, t),)
    title = literal(section.title.to(t.language))
    chapters = (titled(chapter, t), clause(chapter))
    return (*(t("tui.card.trail", chapter=name, section=title) for name in chapters if name), title)


def counted(course: Course, control: Control, t: Translator) -> str:
    """Return the place of ``control`` in its section."""
    place = course.place(control)
    return t("tui.card.count", number=place.number, count=place.count)


def confirmation(view: ScorecardView, control: Control) -> str:
    """Return who confirmed a knock-out that passed, or that nobody has yet; "" where there is nothing to confirm."""
    t = view.translate
    if view.readiness.knockouts.get(control.id) is not Result.PASSED:
        return ""
    confirmed = view.session.state(control.id).confirmation
    if confirmed is None or not view.readiness.is_confirmed(control.id):
        return t("tui.card.unconfirmed")
    return t("tui.card.confirmed", who=view.cards.person(confirmed.by), day=confirmed.at[:10])


class Way:
    """The chapters with their progress, under the current one its sections, under the current one its questions.

    Args:
        view: the client.
        course: its questions.
        current: the question that is shown.
        background: how well clause numbers are known; None while that was not read.
    """

    def __init__(
        self, view: ScorecardView, course: Course, current: Control | None, background: Background | None
    ) -> None:
        self._view, self._course, self._current, self._background = view, course, current, background
        self._library = view.session.library
        self._here = self._library.section(current.id) if current else None

    def entries(self) -> Iterator[Entry]:
        """Yield the lines."""
        for chapter, sections in self._course.by_section().items():
            is_here = self._here is not None and self._library.chapter(self._here).id == chapter
            yield self._heading(chapter, [c for found in sections.values() for c in found], CHAPTER, is_here=is_here)
            if is_here:
                yield from self._sections(chapter, sections)

    def _sections(self, chapter: str, sections: Mapping[str, list[Control]]) -> Iterator[Entry]:
        for section, controls in sections.items():
            is_here = self._here is not None and self._here.id == section
            if section != chapter:
                yield self._heading(section, controls, SECTION, is_here=is_here)
            if is_here:
                yield from (self._question(control) for control in controls)

    def _heading(self, section_id: str, controls: Sequence[Control], level: int, *, is_here: bool) -> Entry:
        section, t = self._library.sections[section_id], self._view.translate
        answered = sum(not self._course.is_open(control) for control in controls)
        first = self._course.first_open(controls) or controls[0]
        title = titled(section, t, self._sign(section))
        return Entry(first.id, title, f"{answered}/{len(controls)}", level=level, is_current=is_here)

    def _question(self, control: Control) -> Entry:
        standing, t = self._course.standing(control), self._view.translate
        question = literal(control.question.to(t.language))
        is_current = self._current is not None and control.id == self._current.id
        style = MARK_STYLES.get(standing, "$quiet")
        return Entry(control.id, question, t(f"mark.{standing}"), level=QUESTION, is_current=is_current, style=style)

    def _sign(self, section: Section) -> str:
        """Return the sign beside a clause number that is derived or unverified."""
        provenance = self._provenance(section)
        return sign(provenance, self._view.translate) if provenance in UNSURE else ""

    def _provenance(self, section: Section) -> str:
        known = self._background.reference_by_id.get(section.ref) if self._background and section.ref else None
        return known.provenance if known else ""

    def footnote(self) -> str:
        """Return what the signs mean; "" where there is none."""
        shown = {self._provenance(section) for section in self._library.sections.values()}
        return footnote(shown & UNSURE, self._view.translate)
