"""What this machine gives the program: facts for a person who helps another one."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, say
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator

PACKAGES = (
    *("pmark-check", "textual", "rich", "pydantic", "tomli", "jinja2", "click", "platformdirs"),
    *("xlsxwriter", "python-calamine"),
)


@click.command("doctor", cls=TranslatedCommand, help="cli.doctor.help")
@click.pass_obj
def doctor_(desk: Desk) -> None:
    """Write the versions, the terminal, the folders; nothing about clients."""
    import sqlite3
    from importlib.metadata import version

    translate = desk.translate
    folder = desk.around.workspace
    size = shutil.get_terminal_size((0, 0))
    rows = {
        "python": f"{platform.python_version()} {platform.system()} {platform.machine()}",
        "sqlite": sqlite3.sqlite_version,
        **{package: version(package) for package in PACKAGES},
        "terminal": f"{size.columns}x{size.lines} TERM={os.environ.get('TERM', '-')}",
        "encoding": f"{sys.stdout.encoding} / {sys.getfilesystemencoding()}",
        "language": translate.language,
        "workspace": str(folder),
        "writable": translate("fact.true" if _writable(folder) else "fact.false"),
        "clients": str(len(desk.workspace.paths())),
        "browser": _browser(translate),
    }
    for name, value in rows.items():
        say(f"{translate(f'cli.doctor.{name}') if translate.has(f'cli.doctor.{name}') else name}\t{value}")
    if size.columns and (size.columns < 80 or size.lines < 24):
        say(translate("cli.doctor.small"))


def _browser(translate: Translator) -> str:
    """Return the browser that would print PDFs, or why there is none."""
    from pmark_check.i18n.translation import explain
    from pmark_check.report.pdf import find_browser

    try:
        return str(find_browser() or "-")
    except NotFound as error:
        return explain(error, translate).message


def _writable(folder: Path) -> bool:
    place = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    return os.access(place, os.W_OK)
