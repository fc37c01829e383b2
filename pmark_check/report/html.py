"""The report as one HTML file."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from pmark_check.domain.background import Background
from pmark_check.domain.procedure import Procedure
from pmark_check.i18n.translation import Translator
from pmark_check.report import charts
from pmark_check.report.curve import curve
from pmark_check.report.templates import running, style, template
from pmark_check.version import VERSION
from pmark_check.view.profile import WITHOUT_A_WISH, Profile, ReportWishes
from pmark_check.view.report_parts import ReportParts, long_day
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.unseen import unseen

ID = re.compile(r' id="([^"]+)"')
LINK = re.compile(r'<a href="#([^"]+)">(.*?)</a>', re.DOTALL)


def render(
    view: ScorecardView,
    background: Background,
    *,
    on: date,
    procedure: Procedure | None = None,
    wishes: ReportWishes = WITHOUT_A_WISH,
) -> str:
    """Return the report on a client as HTML, in the language of ``view``.

    Equal answers, day, language and wishes give equal text; where there is more than one day in it, so must be the
    history. Private notes appear, marked as such, only where the profile wished for has them. The pages on applying
    need ``procedure``, and a client who is asked with the Privacy Mark checklist.

    Raises:
        NotFound: there is no such point as the one since which changes are wished for.
    """
    profile = wishes.profile
    words = _words(view, ReportParts(view, background, on=on, procedure=procedure, wishes=wishes), profile)
    sheet = style("report.css", **words, running=running(view.name))
    page = template("report.html.j2").render(
        words,
        on=on.isoformat(),
        day=long_day(on, view.translate),
        version=VERSION,
        style=sheet.text,
        style_hash=sheet.hash,
    )
    return page if profile.sections is None else _without_dead_links(page)


def _words(view: ScorecardView, parts: ReportParts, profile: Profile) -> dict[str, object]:
    """Return what the templates and the style sheet speak of."""
    translate = view.translate
    return {
        "t": translate,
        "count": translate.count,
        "short_month": partial(_short_month, translate),
        "short_day": partial(_short_day, translate),
        "charts": charts,
        "curve": curve,
        "view": view,
        "parts": parts,
        "at": parts.anchors,
        "unseen": unseen(view),
        "profile": profile,
        "brand": profile.brand,
        "mark": _mark(profile, translate),
    }


def _short_month(translate: Translator, day: date) -> str:
    return translate(f"report.short-month.{day.month}")


def _short_day(translate: Translator, day: date) -> str:
    return translate("report.trend.day", month=_short_month(translate, day), day=day.day)


def _mark(profile: Profile, translate: Translator) -> str:
    """Return what every page says about who may read it."""
    mark = profile.brand.mark or translate("report.confidential")
    return translate("report.private.mark", mark=mark) if profile.is_private else mark


def _without_dead_links(page: str) -> str:
    """Return ``page`` with those links as plain text that lead to a part which this report does not have."""
    there = set(ID.findall(page))
    return LINK.sub(lambda link: link[0] if link[1] in there else link[2], page)
