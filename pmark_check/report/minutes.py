"""The minutes of a workshop as one HTML file: reads without a network, prints on A4."""

from __future__ import annotations

from pmark_check.report.templates import running, style, template
from pmark_check.view.minutes import MinutesView
from pmark_check.view.profile import PLAIN, Brand


def render(view: MinutesView, brand: Brand = PLAIN) -> str:
    """Return the minutes as HTML, in the language of ``view``.

    They look as ``brand`` says, but for the title at the head of each page.
    """
    t = view.translate
    mark = brand.mark or t("report.confidential")
    words = {"t": t, "brand": brand, "mark": mark, "title": t("minutes.title"), "on": view.on.isoformat()}
    sheet = style("minutes.css", **words, running=running(view.name))
    return template("minutes.html.j2").render(
        words,
        view=view,
        name=view.name,
        style=sheet.text,
        style_hash=sheet.hash,
    )
