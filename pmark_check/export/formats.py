"""The formats: what each is called, how its files end, and who writes it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from pmark_check.view.dossier import Dossier


class Format(NamedTuple):
    """One format. ``module`` has ``render(dossier) -> bytes``; it is imported when it is needed."""

    module: str
    suffix: str


FORMATS = {
    "xlsx": Format("sheet", ".xlsx"),
    "csv": Format("table", ".csv"),
    "json": Format("document", ".json"),
    "ics": Format("calendar", ".ics"),
    "markdown": Format("markdown_report", ".md"),
    "oscal-catalog": Format("oscal_catalog", ".oscal-catalog.json"),
    "oscal-results": Format("oscal_results", ".oscal-results.json"),
}


def render(name: str, dossier: Dossier) -> bytes:
    """Return the file of that format."""
    module = import_module(f"pmark_check.export.{FORMATS[name].module}")
    write: Callable[[Dossier], bytes] = module.render
    return write(dossier)
