"""README and docs name what is there: every command line can be typed, every link leads somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest

from pmark_check.cli.program import program

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"^ *(pmark-check .*)$|`(pmark-check [^`]*)`", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
FORMATS = {"形式", "FORMAT"}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def commands(page: Path) -> Iterator[list[str]]:
    """Yield the words of each command line on a page; the headings of the reference are made by the program itself."""
    for found in CODE.finditer(page.read_text("utf-8")):
        words = shlex.split(found[1] or found[2], comments=True)[1:]
        if "[OPTIONS]" not in words:
            yield ["xlsx" if word in FORMATS else word for word in words]


def typed(words: list[str], group: click.Group = program, parent: click.Context | None = None) -> None:
    """Read a command line as the program does, and run nothing; a mere name of a command asks for nothing."""
    context = group.make_context("pmark-check", list(words), parent, resilient_parsing=not words)
    name, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    if isinstance(command, click.Group) and rest:
        typed(rest, command, context)
    elif rest:
        command.make_context(name, rest, context)


@pages
def test_every_command_line_can_be_typed(page: Path) -> None:
    refused = []
    for words in commands(page):
        try:
            with suppress(click.exceptions.Exit):  # --help
                typed(words)
        except click.UsageError as error:
            refused.append((words, error.format_message()))
    assert refused == []


def test_the_pages_have_command_lines() -> None:
    assert sum(len(list(commands(page))) for page in PAGES) > 50


@pages
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
