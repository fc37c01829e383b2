"""Clients: the list, a new one, the demo, and the program itself."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json, tell
from pmark_check.errors import BadInput, PmarkError

if TYPE_CHECKING:
    from pmark_check.tui.navigation import ShowWorkshop


@click.command("list", cls=TranslatedCommand, help="cli.list.help")
@as_json()
@click.pass_obj
def list_(desk: Desk, *, wants_json: bool) -> None:
    """Write the clients of the workspace."""
    from pmark_check.i18n.translation import explain
    from pmark_check.view.data import summary_data
    from pmark_check.view.listing import client_row

    rows = desk.workspace.listed()
    if wants_json:
        say_json([summary_data(row.summary, str(row.path)) for row in rows if row.summary])
    else:
        for row in rows:
            if row.summary:
                say(client_row(row.summary, str(row.path), desk.translate))
    for row in rows:
        if row.error:
            tell(str(explain(row.error, desk.translate)))
    if not rows:
        tell(desk.translate("cli.list.empty", folder=desk.workspace.clients_folder))


@click.command("new", cls=TranslatedCommand, help="cli.new.help")
@click.argument("name")
@option("--checklist", "wanted", metavar="ID|FILE", multiple=True, key="checklist")
@option("--facts", metavar="FILE", type=click.Path(path_type=Path), key="facts")
@click.pass_obj
def new_(desk: Desk, name: str, wanted: tuple[str, ...], facts: Path | None) -> None:
    """Create a client and write its path."""
    from pmark_check.storage.answers import import_answers, read_answers

    stated = read_answers(facts) if facts else None
    path = desk.workspace.create(name, desk.workspace.chosen(wanted))
    if stated:
        try:
            with desk.workspace.session(path) as session:
                import_answers(session, stated)
        except PmarkError:
            path.unlink(missing_ok=True)
            raise
    say(str(path))


@click.command("demo", cls=TranslatedCommand, help="cli.demo.help")
@click.pass_obj
def demo_(desk: Desk) -> None:
    """Create or refresh the demo client and write its path."""
    from pmark_check.storage.demo import refresh_demo

    say(str(refresh_demo(desk.workspace)))


@click.command("open", cls=TranslatedCommand, help="cli.open.help")
@click.argument("client")
@click.pass_obj
def open_(desk: Desk, client: str) -> int:
    """Open the program on one client."""
    return open_program(desk, desk.workspace.find(client))


def needs_terminal() -> None:
    """Make sure that there is a terminal to draw on.

    Raises:
        BadInput: there is none.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("terminal.none")
    if os.environ.get("TERM") == "dumb":
        raise BadInput("terminal.dumb")


def open_program(desk: Desk, path: Path | None, workshop: ShowWorkshop | None = None) -> int:
    """Open the screens, on the client at ``path`` if one is given, with its workshop if wished; return the exit code.

    Raises:
        BadInput: there is no terminal to draw on.
    """
    needs_terminal()
    from pmark_check.cli import writers
    from pmark_check.tui.app import run
    from pmark_check.tui.desk import Desk as ScreenDesk
    from pmark_check.tui.terminal import Terminal

    report = partial(writers.report, desk)
    screens = ScreenDesk(
        desk.around, desk.workspace, desk.settings, desk.background, report, desk.language, writers.page
    )
    screens.write_minutes = partial(writers.minutes, desk)
    screens.write_progress = partial(writers.progress, desk)
    return run(screens, path, workshop, Terminal.of(os.environ, wants_ascii=desk.wants_ascii))
