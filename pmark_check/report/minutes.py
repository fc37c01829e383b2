"""The minutes of a workshop as one HTML file: reads without a network, prints on A4."""

from __future__ import annotations

from pmark_check.report.templates import running, style, template
from pmark_check.view.minutes import MinutesView
from pmark_check.view.profile import PLAIN


def render(view: MinutesView) -> str:
    """Return the minutes as HTML, in the language of ``view``."""
    t = view.translate
    title, on = t("minutes.title"), view.on.isoformat()
    sheet = style("minutes.css", t=t, running=running(view.name), title=title, on=on)
    return template("minutes.html.j2").render(
        t=t,
        brand=PLAIN,
        view=view,
        name=view.name,
        title=title,
        on=on,
        style=sheet.text,
        style_hash=sheet.hash,
    )
