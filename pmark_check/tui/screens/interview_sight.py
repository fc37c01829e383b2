"""What the interview shows beside the question, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Control, Provenance, Section
from pmark_check.domain.library import Library
from pmark_check.domain.readiness import Result
from pmark_check.i18n.translation import Translator
from pmark_check.tui.widgets.aside import Citations, citations
from pmark_check.tui.widgets.navigator import CHAPTER, QUESTION, SECTION, Entry
from pmark_check.tui.widgets.standing import MARK_STYLES
from pmark_check.view.controls import clause, documents, footnote, lessons, references, sign, titled
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


def cited(control: Control, background: Background | None, t: Translator) -> Citations:
    """Return what ``control`` cites; nothing while that was not read: the first card does not wait for it."""
    if background is None:
        return Citations()
    found = lessons(control, background, t), documents(control, background, t), references(control, background, t)
    return citations(*found, t)


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

    Each line is made once; what one goes to is only marked.

    Args:
        view: the client.
        course: its questions.
        background: how well clause numbers are known; None while that was not read.
    """

    def __init__(self, view: ScorecardView, course: Course, background: Background | None) -> None:
        self._view, self._course, self._background = view, course, background
        self._library = view.session.library
        self._made: dict[tuple[str, int], Entry] = {}

    def entries(self, current: Control | None) -> Iterator[Entry]:
        """Yield the lines where the question ``current`` is shown."""
        here = self._library.section(current.id) if current else None
        at = self._library.chapter(here).id if here else ""
        for chapter, sections in self._course.by_section().items():
            controls = (control for found in sections.values() for control in found)
            yield _marked(self._heading(chapter, controls, CHAPTER), is_current=chapter == at)
            if here and chapter == at:
                yield from self._sections(chapter, sections, here.id, current)

    def _sections(
        self, chapter: str, sections: Mapping[str, list[Control]], here: str, current: Control | None
    ) -> Iterator[Entry]:
        for section, controls in sections.items():
            if section != chapter:
                yield _marked(self._heading(section, controls, SECTION), is_current=section == here)
            if section == here:
                yield from (_marked(self._question(control), is_current=control is current) for control in controls)

    def _heading(self, section_id: str, controls: Iterable[Control], level: int) -> Entry:
        if (section_id, level) not in self._made:
            section, t, asked = self._library.sections[section_id], self._view.translate, tuple(controls)
            answered = sum(not self._course.is_open(control) for control in asked)
            first = self._course.first_open(asked) or asked[0]
            title = titled(section, t, self._sign(section))
            self._made[section_id, level] = Entry(first.id, title, f"{answered}/{len(asked)}", level=level)
        return self._made[section_id, level]

    def _question(self, control: Control) -> Entry:
        if (control.id, QUESTION) not in self._made:
            standing, t = self._course.standing(control), self._view.translate
            question = literal(control.question.to(t.language))
            style = MARK_STYLES.get(standing, "$quiet")
            mark = t(f"mark.{standing}")
            self._made[control.id, QUESTION] = Entry(control.id, question, mark, level=QUESTION, style=style)
        return self._made[control.id, QUESTION]

    def _sign(self, section: Section) -> str:
        """Return the sign beside a clause number that is derived or unverified."""
        provenance = self._provenance(section)
        return sign(provenance, self._view.translate) if provenance in UNSURE else ""

    def _provenance(self, section: Section) -> str:
        known = self._background.reference_by_id.get(section.ref) if self._background and section.ref else None
        return known.provenance if known else ""

    @cached_property
    def footnote(self) -> str:
        """What the signs at the chapters and sections mean; "" where there is none."""
        listed = {name for chapter, sections in self._course.by_section().items() for name in (chapter, *sections)}
        shown = {self._provenance(self._library.sections[name]) for name in listed}
        return footnote(shown & UNSURE, self._view.translate)


def _marked(entry: Entry, *, is_current: bool) -> Entry:
    return entry._replace(is_current=True) if is_current else entry
