"""The monthly progress report as one HTML file."""

from __future__ import annotations

from dataclasses import replace

from pmark_check.domain.background import Background
from pmark_check.report.templates import running, style, template
from pmark_check.version import VERSION
from pmark_check.view.profile import PLAIN, Brand, Profile
from pmark_check.view.progress import ProgressView
from pmark_check.view.report_parts import long_day


def render(view: ProgressView, background: Background, brand: Brand = PLAIN) -> str:
    """Return the report on one month as HTML, in the language of ``view``. No private note is in it.

    It looks as ``brand`` says; the head of each printed page names the month.
    """
    translate = view.translate
    profile = Profile(brand=replace(brand, running=translate("report.progress.running", month=view.title)))
    words = {
        "t": translate,
        "count": translate.count,
        "view": view,
        "parts": {"contents": ("progress",)},
        "profile": profile,
        "brand": profile.brand,
        "mark": brand.mark or translate("report.confidential"),
    }
    sheet = style("report.css", **words, running=running(view.name))
    return template("progress.html.j2").render(
        words,
        origin=view.origin(background),
        as_of=long_day(view.as_of, translate),
        day=long_day(view.on, translate),
        version=VERSION,
        style=sheet.text,
        style_hash=sheet.hash,
    )
