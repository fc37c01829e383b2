"""The floors: the least a program of this kind can do. Run as ``python -m benchmarks.floors NAME``."""

from __future__ import annotations

import sys
from pathlib import Path

MARKER = "floor painted"
CHECKLISTS = Path(__file__).parents[1] / "checklists"
PARSED = ("incident-lessons.toml", "facts.toml", "policy.toml")
CHAPTERS = "pmark-2023"


def parse_the_same() -> None:
    """Parse the TOML that the program parses at its start."""
    import tomli

    for name in PARSED:
        tomli.loads((CHECKLISTS / name).read_text("utf-8"))
    chapters = sorted((CHECKLISTS / CHAPTERS).glob("*.toml"), key=lambda path: (path.name != "checklist.toml", path))
    tomli.loads("\n".join(chapter.read_text("utf-8") for chapter in chapters))


def paint_one_label() -> None:
    """Import the same libraries, parse the same TOML, paint one label."""
    import sqlite3  # noqa: F401 - imported as the program does

    import click  # noqa: F401 - imported as the program does
    from pydantic import AfterValidator, BaseModel, Field, StringConstraints, TypeAdapter  # noqa: F401 - likewise
    from textual import getters, on, work  # noqa: F401 - likewise
    from textual.app import App, ComposeResult
    from textual.command import CommandPalette  # noqa: F401 - likewise
    from textual.suggester import SuggestFromList  # noqa: F401 - likewise
    from textual.widgets import Footer, Input, OptionList, Static, TextArea  # noqa: F401 - likewise

    parse_the_same()

    class Floor(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(MARKER)
            yield Footer()

    Floor().run()


def import_and_parse() -> None:
    """Import what a report needs and parse the same TOML."""
    import tomli
    from jinja2 import Environment  # noqa: F401 - imported as the program does
    from pydantic import BaseModel  # noqa: F401 - imported as the program does

    parse_the_same()
    for name in ("incidents.toml", "references.toml", "glossary.toml", "documents.toml"):
        tomli.loads((CHECKLISTS / name).read_text("utf-8"))


if __name__ == "__main__":
    {"label": paint_one_label, "imports": import_and_parse}[sys.argv[1]]()
