"""Pages to print and write on by hand, as one HTML file each."""

from __future__ import annotations

from pmark_check.domain.checklist import LAYERS
from pmark_check.domain.events import Mark
from pmark_check.report.templates import running, style, template
from pmark_check.view.paper import HomeworkPages, QuestionSheet
from pmark_check.view.profile import PLAIN, Brand
from pmark_check.view.report_parts import long_day
from pmark_check.view.selection import Part

SHEETS = {"questions": QuestionSheet, "homework": HomeworkPages}


def render(paper: str, part: Part, brand: Brand = PLAIN) -> str:
    """Return ``questions`` or ``homework`` about the selected controls as HTML, in the language of ``part``.

    It looks as ``brand`` says, but for the title at the head of each page.

    Raises:
        BadInput: nothing would stand on it.
    """
    translate = part.translate
    title, on = translate(f"paper.{paper}.title"), part.today.isoformat()
    mark = brand.mark or translate("report.confidential")
    words = {"t": translate, "brand": brand, "mark": mark, "title": title, "on": on}
    sheet = style("paper.css", **words, running=running(part.view.name))
    return template(f"paper_{paper}.html.j2").render(
        words,
        count=translate.count,
        sheet=SHEETS[paper](part),
        layers=LAYERS,
        marks=Mark,
        name=part.view.name or translate("report.nameless"),
        day=long_day(part.today, translate),
        style=sheet.text,
        style_hash=sheet.hash,
    )
