"""The floors: the least a program of this kind can do. Run as ``python -m benchmarks.floors NAME``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

MARKER = "floor painted"
CHECKLISTS = Path(__file__).parents[1] / "checklists"
PARSED = ("incident-lessons.toml", "facts.toml", "policy.toml")
BEHIND = ("incidents.toml", "references.toml", "glossary.toml", "documents.toml")
PROCEDURE = "procedure.toml"
CHAPTERS = "pmark-2023"


def parse_the_same(*, all_checklists: bool) -> None:
    """Parse the TOML that the program parses at its start."""
    import tomli

    for name in PARSED:
        tomli.loads((CHECKLISTS / name).read_text("utf-8"))
    if not all_checklists:
        return
    chapters = sorted((CHECKLISTS / CHAPTERS).glob("*.toml"), key=lambda path: (path.name != "checklist.toml", path))
    tomli.loads("\n".join(chapter.read_text("utf-8") for chapter in chapters))


def paint_one_label(*, all_checklists: bool = False) -> None:
    """Import the same libraries, parse the same TOML, paint one label."""
    import sqlite3  # noqa: F401 - imported as the program does

    import click  # noqa: F401 - imported as the program does
    from pydantic import AfterValidator, BaseModel, Field, StringConstraints, TypeAdapter  # noqa: F401 - likewise
    from textual import getters, on, work  # noqa: F401 - likewise
    from textual.app import App, ComposeResult
    from textual.command import CommandPalette  # noqa: F401 - likewise
    from textual.suggester import SuggestFromList  # noqa: F401 - likewise
    from textual.widgets import Footer, Input, OptionList, Static, TextArea  # noqa: F401 - likewise

    parse_the_same(all_checklists=all_checklists)

    class Floor(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(MARKER)
            yield Footer()

    Floor().run()


def import_and_parse(*, all_checklists: bool) -> None:
    """Import what a report needs and parse the same TOML."""
    import tomli
    from jinja2 import Environment  # noqa: F401 - imported as the program does
    from pydantic import BaseModel  # noqa: F401 - imported as the program does

    parse_the_same(all_checklists=all_checklists)
    for name in (*BEHIND, *([PROCEDURE] if all_checklists else [])):
        tomli.loads((CHECKLISTS / name).read_text("utf-8"))


if __name__ == "__main__":
    floors: dict[str, Callable[[], None]] = {
        "label": paint_one_label,
        "label-all": partial(paint_one_label, all_checklists=True),
        "report": partial(import_and_parse, all_checklists=False),
        "report-all": partial(import_and_parse, all_checklists=True),
    }
    floors[sys.argv[1]]()
