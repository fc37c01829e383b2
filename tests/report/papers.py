"""Pages beside the report, and the report that tells the past, as they are made from a client."""

from __future__ import annotations

from pmark_check.domain.language import Language
from pmark_check.domain.points import tags
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.i18n.translation import Translator
from pmark_check.report.minutes import render as minutes
from pmark_check.report.paper import render
from pmark_check.report.progress import render as progress
from pmark_check.storage.agendas import find_agenda
from pmark_check.view.minutes import MinutesView
from pmark_check.view.profile import PLAIN, Brand, ReportWishes
from pmark_check.view.progress import ProgressView
from pmark_check.view.selection import Part, Selection
from tests.report.clients import DAY, report_of, shipped_background, view_of


def part_of(session: Session, language: Language = "ja", **wishes: object) -> Part:
    """The selected controls; ``wishes`` are those of a ``Selection``."""
    selection = Selection()._replace(**wishes)  # type: ignore[arg-type]
    return Part(view_of(session, language), shipped_background(), DAY, selection=selection)


def questions_of(session: Session, language: Language = "ja", brand: Brand = PLAIN) -> str:
    return render("questions", part_of(session, language), brand)


def homework_of(session: Session, language: Language = "ja", brand: Brand = PLAIN) -> str:
    return render("homework", part_of(session, language), brand)


def progress_of(session: Session, language: Language = "ja", brand: Brand = PLAIN) -> str:
    """The progress report on the last whole month."""
    return progress(ProgressView(session, Translator(language), DAY), shipped_background(), brand)


def minutes_of(session: Session, language: Language = "ja", brand: Brand = PLAIN) -> str:
    """The minutes of a workshop that was begun."""
    facilitation = Facilitation(session)
    workshop = facilitation.start(find_agenda("ninety-minutes", None))
    return minutes(MinutesView(session, Translator(language), workshop, facilitation), brand)


def since_of(session: Session, language: Language = "ja") -> str:
    """The report with what changed since the first point that was named."""
    return report_of(session, language, wishes=ReportWishes(since=next(iter(tags(session.events)))))
