"""Every page we write, by name. What stands in this list is judged by the tools, in the browser and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.report.minutes import render as minutes
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.profiles import read_profile
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from pmark_check.view.minutes import MinutesView, held
from pmark_check.view.profile import PLAIN, Audience, Brand, ReportWishes
from tests.report.clients import DAY, JST, all_no, everything_yes, half_way, new_client, pmark_library, report_of
from tests.report.papers import homework_of, progress_of, questions_of, since_of
from tests.view import visit

LOGO = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

OURS = Brand(logo=LOGO, firm="サンプル安全支援", consultant="高橋 一郎", contact="03-0000-0000")
"""A firm's own look."""

Page = Callable[[Session, Language], str]
"""A kind of page: the HTML it is for a client, in a language."""


@cache
def of_demo(page: Page, language: Language) -> str:
    """Return a page on the demo client."""
    with TemporaryDirectory() as folder:
        workspace = Workspace(Surroundings(Path(folder), "ja", lambda: datetime.combine(DAY, time(9), JST)))
        with workspace.session(refresh_demo(workspace)) as session:
            return page(session, language)


@cache
def of_empty(page: Page, language: Language) -> str:
    """Return a page on a client who has said nothing."""
    return page(new_client(asked_with=pmark_library()), language)


@cache
def of_all_no(page: Page, language: Language) -> str:
    """Return a page on a client who does nothing."""
    return page(all_no(), language)


@cache
def of_all_yes(page: Page, language: Language) -> str:
    """Return a page on a client who is asked with the accidents alone, and does everything."""
    return page(everything_yes(new_client()), language)


@cache
def of_lessons(page: Page, language: Language) -> str:
    """Return a page on a client who is asked with the accidents alone, half-way."""
    return page(half_way(), language)


def for_the_president(session: Session, language: Language) -> str:
    """Return the report of two pages."""
    return report_of(session, language, wishes=ReportWishes(read_profile(language, Audience.PRESIDENT)))


def for_the_consultant(session: Session, language: Language) -> str:
    """Return the report with private notes, in a firm's own look."""
    profile = replace(read_profile(language, Audience.CONSULTANT), brand=OURS)
    return report_of(session, language, wishes=ReportWishes(profile))


@cache
def minutes_of_a_visit(language: Language, brand: Brand = PLAIN) -> str:
    """Return the minutes of a workshop of ninety minutes."""
    room = visit.held()
    workshop = held(room.facilitation, None, room.session.assessment.name)
    return minutes(MinutesView(room.session, Translator(language), workshop, room.facilitation), brand)


DOCUMENTS: dict[str, Callable[[Language], str]] = {
    "report": lambda language: of_demo(report_of, language),
    "report-since": lambda language: of_demo(since_of, language),
    "report-empty": lambda language: of_empty(report_of, language),
    "report-all-no": lambda language: of_all_no(report_of, language),
    "report-all-yes": lambda language: of_all_yes(report_of, language),
    "report-lessons": lambda language: of_lessons(report_of, language),
    "report-president": lambda language: of_demo(for_the_president, language),
    "report-consultant": lambda language: of_lessons(for_the_consultant, language),
    "questions": lambda language: of_lessons(questions_of, language),
    "homework": lambda language: of_demo(homework_of, language),
    "progress": lambda language: of_demo(progress_of, language),
    "minutes": minutes_of_a_visit,
    "minutes-signed": lambda language: minutes_of_a_visit(language, OURS),
}

ALIKE = {"report-since", "report-all-no", "report-all-yes", "report-lessons", "report-consultant", "minutes-signed"}
"""Made of the parts of another one: what holds for that one in English holds for these."""

EACH: list[tuple[str, Language]] = [
    (name, language) for name in DOCUMENTS for language in LANGUAGES if language == "ja" or name not in ALIKE
]
"""Every document in every language."""
