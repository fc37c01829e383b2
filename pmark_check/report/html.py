"""The report as one HTML file."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pmark_check.domain.background import Background
from pmark_check.domain.procedure import Procedure
from pmark_check.report import charts
from pmark_check.resources import shipped
from pmark_check.version import VERSION
from pmark_check.view.report_parts import ReportParts, long_day
from pmark_check.view.scorecard import ScorecardView

LONGEST_RUNNING_TITLE = 40


def render(
    view: ScorecardView,
    background: Background,
    *,
    on: date,
    with_private: bool = False,
    procedure: Procedure | None = None,
) -> str:
    """Return the report on a client as HTML, in the language of ``view``.

    Equal answers, day and language give equal text. Private notes appear, marked as such, only ``with_private``. The
    pages on applying need ``procedure``, and a client who is asked with the Privacy Mark checklist.
    """
    translate = view.translate

    def count(key: str, number: int) -> str:
        return translate(f"{key}.{'one' if number == 1 else 'many'}", count=number)

    def short_month(day: date) -> str:
        return translate(f"report.short-month.{day.month}")

    words = {"t": translate, "count": count, "view": view, "short_month": short_month}
    style = Markup(_templates().get_template("report.css").render(words, running=_running(view)))  # noqa: S704 - ours
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            words,
            parts=ReportParts(view, background, on=on, procedure=procedure, with_private=with_private),
            charts=charts,
            on=on.isoformat(),
            day=long_day(on, translate),
            version=VERSION,
            style=style,
            style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        )
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=_compiled(),
    )
    environment.filters["css_string"] = css_string
    return environment


def _compiled() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept: compiling them is most of a report's time (150 of 220 ms).

    None where the machine has no private folder for temporary files.
    """
    try:
        return FileSystemBytecodeCache()
    except (OSError, RuntimeError):
        return None


def _source(name: str) -> str:
    return shipped("reports").joinpath(*name.split("/")).read_text("utf-8")


def _running(view: ScorecardView) -> str:
    name = " ".join(view.name.split())
    return name if len(name) <= LONGEST_RUNNING_TITLE else name[: LONGEST_RUNNING_TITLE - 1] + "…"


def css_string(text: str) -> Markup:
    """Return ``text`` as a CSS string that can end neither itself nor the style element around it."""
    inside = "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{inside}"')  # noqa: S704 - everything but letters and digits is escaped
