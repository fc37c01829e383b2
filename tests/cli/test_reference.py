"""``docs/cli.md`` says what the program says about itself.

``PMARK_CHECK_WRITE_DOCS=1 pytest tests/cli/test_reference.py`` writes the generated part anew.
"""

import os
import re
from pathlib import Path

import click
import pytest

from pmark_check.cli.program import LazyGroup, program, translator
from pmark_check.errors import ExitCode

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
MARKS = {language: (f"<!-- reference {language} -->", f"<!-- end {language} -->") for language in ("ja", "en")}


def reference(language: str) -> str:
    """Return every command with its arguments and options, in Markdown."""
    lines: list[str] = []
    root = click.Context(program, info_name="pmark-check")
    for context in (root, *_below(root)):
        lines += [
            f"### `{context.command_path} {_usage(context)}`",
            "",
            translator(language)(context.command.help or ""),
        ]
        lines += ["", *_options(context, language), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n").strip()


def _below(context: click.Context) -> list[click.Context]:
    command = context.command
    if not isinstance(command, click.Group):
        return []
    names = command.list_commands(context)
    children = [(name, command.get_command(context, name)) for name in names]
    contexts = [click.Context(child, info_name=name, parent=context) for name, child in children if child]
    return [found for child in contexts for found in (child, *_below(child))]


def _usage(context: click.Context) -> str:
    return " ".join(context.command.collect_usage_pieces(context))


def _options(context: click.Context, language: str) -> list[str]:
    translate = translator(language)
    options = [found for found in context.command.params if isinstance(found, click.Option) and found.help]
    return [f"* `{_spelling(option, context)}`: {translate(option.help or '')}" for option in options]


def _spelling(option: click.Option, context: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.make_metavar(context)}"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_command_reference_is_fresh(language: str) -> None:
    page = PAGE.read_text("utf-8")
    begin, end = MARKS[language]
    before, rest = page.split(begin)
    kept, after = rest.split(end)
    fresh = reference(language)
    if os.environ.get("PMARK_CHECK_WRITE_DOCS"):
        PAGE.write_text(f"{before}{begin}\n\n{fresh}\n\n{end}{after}", "utf-8")
        return
    assert kept.strip() == fresh


def test_the_reference_has_every_command() -> None:
    assert isinstance(program, LazyGroup)
    text = reference("en")
    for name in (*program.list_commands(click.Context(program)), "checklist lint", "checklist show"):
        assert f"`pmark-check {name} " in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_exit_code_is_documented(language: str) -> None:
    page = PAGE.read_text("utf-8")
    japanese, english = page.split("# The command line", 1)
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", japanese if language == "ja" else english, re.MULTILINE)
    assert rows == [(str(code.value), code.name) for code in ExitCode]
