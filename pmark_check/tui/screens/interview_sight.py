"""What the interview shows beside the question, as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from pmark_check.domain.checklist import Control
from pmark_check.i18n.translation import Translator
from pmark_check.tui.course import Course
from pmark_check.tui.widgets.navigator import Entry
from pmark_check.tui.widgets.standing import MARK_STYLES
from pmark_check.view.controls import Card
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal


def head(view: ScorecardView, course: Course, control: Control | None) -> tuple[tuple[str, ...], str]:
    """Return both sides of the header: client and checklist, or the client alone; place and score."""
    t = view.translate
    asked = [found.id for found in course.controls]
    place = asked.index(control.id) + 1 if control and control.id in asked else 0
    lefts = (t("tui.header.client", client=view.name, checklist=view.checklist_title), view.name)
    score = t("tui.header.score", band=view.band.label)
    return lefts, t("tui.header.place", number=place, count=len(asked), score=score)


def section_place(course: Course, card: Card, control: Control, t: Translator) -> str:
    """Return the section's title and the place of ``control`` in it."""
    place = course.place(control)
    return t("tui.card.place", section=card.line.section, number=place.number, count=place.count)


def entries(view: ScorecardView, course: Course, current: Control | None) -> Iterator[Entry]:
    """Yield the sections with their progress, under the current one its questions."""
    by_section: dict[str, list[Control]] = {}
    for control in course.controls:
        by_section.setdefault(control.section, []).append(control)
    here = current.section if current else ""
    for section, controls in by_section.items():
        title = literal(view.session.library.sections[section].title.to(view.translate.language))
        answered = sum(not view.session.is_open(control) for control in controls)
        first = course.first_open(controls) or controls[0]
        yield Entry(first.id, title, f"{answered}/{len(controls)}", is_section=True, is_current=section == here)
        if section == here:
            yield from (_question(view, course, control, current) for control in controls)


def _question(view: ScorecardView, course: Course, control: Control, current: Control | None) -> Entry:
    standing = course.standing(control)
    question = literal(control.question.to(view.translate.language))
    is_current = current is not None and control.id == current.id
    name, style = view.translate(f"mark.{standing}"), MARK_STYLES.get(standing, "$quiet")
    return Entry(control.id, question, name, is_section=False, is_current=is_current, style=style)
