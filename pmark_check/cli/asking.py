"""The interview from the command line: line by line, or on the screens."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, tell
from pmark_check.errors import ExitCode

if TYPE_CHECKING:
    from pmark_check.domain.checklist import Control
    from pmark_check.domain.session import Session
    from pmark_check.view.course import Course


@click.command("ask", cls=TranslatedCommand, help="cli.ask.help")
@click.argument("client")
@option("--plain", is_flag=True, key="plain")
@option("--section", "sections", metavar="ID", multiple=True, key="ask-section")
@option("--open", "only_open", is_flag=True, key="ask-open")
@click.pass_obj
def ask_(desk: Desk, client: str, sections: tuple[str, ...], *, plain: bool, only_open: bool) -> int:
    """Ask a client's questions: on the screens where there is a terminal, else line by line."""
    path = desk.workspace.find(client)
    if plain or not has_screen():
        with desk.workspace.session(path) as session:
            _ask_in_lines(desk, session, _course(session, sections, only_open=only_open))
        return ExitCode.OK
    from pmark_check.cli.clients import open_program

    with desk.workspace.session(path) as session:
        if (sections or only_open) and (first := _course(session, sections, only_open=only_open).start()):
            session.go_to(first.id)
    return open_program(desk, path)


def has_screen() -> bool:
    """Return whether there is a terminal that screens can be drawn on."""
    has_terminal = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    return has_terminal and os.environ.get("TERM") != "dumb"


def _course(session: Session, sections: tuple[str, ...], *, only_open: bool) -> Course:
    """Return the way through the questions of some sections or chapters, or through those that need an answer.

    Raises:
        NotFound: no such section.
    """
    from pmark_check.view.course import Course
    from pmark_check.view.selection import section_named

    library = session.library
    wanted = {section_named(name, library).id for name in sections}

    def is_wanted(control: Control) -> bool:
        section = library.section(control.id)
        is_there = not wanted or bool(wanted & {section.id, library.chapter(section).id})
        return is_there and (not only_open or session.is_open(control))

    return Course(session, is_wanted)


def _ask_in_lines(desk: Desk, session: Session, course: Course) -> None:
    """Ask in lines, then say how the client stands and how many lines of a pipe were not understood."""
    from pmark_check.cli.lines import Lines
    from pmark_check.cli.plain import PlainInterview
    from pmark_check.view.listing import outcome_lines
    from pmark_check.view.scorecard import ScorecardView

    lines = Lines(sys.stdin.buffer if sys.stdin else None, desk.translate, lambda: len(session.events))
    today, me = desk.around.clock().date(), desk.settings.my_name
    try:
        PlainInterview(session, course, lines, today=today, background=desk.background, me=me).run()
        lines.say(*outcome_lines(ScorecardView(session, desk.translate)))
    except KeyboardInterrupt:
        tell(desk.translate("cli.ask.interrupted"))
        raise
    if lines.misread and not lines.is_terminal:
        tell(desk.translate("cli.ask.misread-lines", count=lines.misread))
