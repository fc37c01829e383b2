"""Templates and style sheets of the pages: found in ``reports/``, filled with text that is always escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from pmark_check.resources import shipped

LONGEST_RUNNING_TITLE = 40


class Style(NamedTuple):
    """A style sheet as it stands in a page, and the hash by which the page allows it."""

    text: Markup
    hash: str


def template(name: str) -> Template:
    """Return the template of that name."""
    return _templates().get_template(name)


def style(name: str, **words: object) -> Style:
    """Return a style sheet with ``words`` filled in."""
    text = Markup(template(name).render(words))  # noqa: S704 - ours
    return Style(text, base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii"))


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


def running(name: str) -> str:
    """Return a client's name as every page of a print repeats it: in one line, not too long."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_RUNNING_TITLE else line[: LONGEST_RUNNING_TITLE - 1] + "…"


def css_string(text: str) -> Markup:
    """Return ``text`` as a CSS string that can end neither itself nor the style element around it."""
    inside = "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{inside}"')  # noqa: S704 - everything but letters and digits is escaped
