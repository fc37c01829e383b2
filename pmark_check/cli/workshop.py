"""Workshops: the agendas there are, how far one has got, and its minutes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, TranslatedGroup, as_json, option, say, say_json, tell
from pmark_check.errors import BadInput

if TYPE_CHECKING:
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.view.minutes import MinutesView

SUFFIXES = {"markdown": ".md", "html": ".html"}


@click.group("workshop", cls=TranslatedGroup, help="cli.workshop.help")
def workshop_() -> None:
    """Hold the workshop commands."""


@workshop_.command("agendas", cls=TranslatedCommand, help="cli.workshop.agendas.help")
@as_json()
@click.pass_obj
def agendas_(desk: Desk, *, wants_json: bool) -> None:
    """Write the agendas that can be held."""
    from pmark_check.storage.agendas import find_agendas
    from pmark_check.view.words import literal
    from pmark_check.view.workshop import agenda_title

    rows = [
        {
            "id": name,
            "title": agenda_title(agenda, desk.translate),
            "minutes": agenda.minutes,
            "items": len(agenda.item),
            "path": str(path) if path else None,
        }
        for name, (path, agenda) in find_agendas(desk.workspace.agendas_folder).items()
    ]
    if wants_json:
        say_json(rows)
        return
    for row in rows:
        length = desk.translate("workshop.minutes", count=row["minutes"])
        say(literal("\t".join((str(row["id"]), str(row["title"]), length, str(row["path"] or ""))).rstrip()))


@workshop_.command("start", cls=TranslatedCommand, help="cli.workshop.start.help")
@click.argument("client")
@option("--agenda", "wanted", metavar="ID|FILE", key="agenda")
@option("--attendee", "attendees", metavar="NAME", multiple=True, key="attendee")
@option("--place", metavar="TEXT", default="", key="place")
@option("--projector", "projects", is_flag=True, key="projector")
@click.pass_obj
def start_(  # noqa: PLR0913 - one for each option
    desk: Desk, client: str, wanted: str | None, attendees: tuple[str, ...], place: str, *, projects: bool
) -> int:
    """Open the screens on a workshop: the one that goes on, else a new one."""
    from pmark_check.cli.clients import needs_terminal, open_program
    from pmark_check.tui.navigation import ShowWorkshop

    path = desk.workspace.find(client)
    needs_terminal()
    if wanted:
        _begin(desk, path, wanted, attendees, place)
    return open_program(desk, path, ShowWorkshop(projects=projects))


def _begin(desk: Desk, path: Path, wanted: str, attendees: tuple[str, ...], place: str) -> None:
    """Begin a workshop with the agenda ``wanted`` where none goes on."""
    from pmark_check.domain.workshop_session import Facilitation
    from pmark_check.storage.agendas import find_agenda

    agenda = find_agenda(wanted, desk.workspace.agendas_folder)
    with desk.workspace.session(path) as session:
        facilitation = Facilitation(session)
        if facilitation.current is None:
            facilitation.start(agenda, attendees, place=place)


@workshop_.command("status", cls=TranslatedCommand, help="cli.workshop.status.help")
@click.argument("client")
@as_json()
@click.pass_obj
def status_(desk: Desk, client: str, *, wants_json: bool) -> None:
    """Write a client's workshops, and where the one stands that goes on."""
    from pmark_check.domain.proceedings import Proceedings
    from pmark_check.view.workshop import status_data, status_lines

    now = desk.around.clock()
    with desk.workspace.session(desk.workspace.find(client)) as session:
        proceedings = Proceedings(session)
        if wants_json:
            say_json(status_data(proceedings, session, now))
        elif proceedings.workshops:
            say("\n".join(status_lines(proceedings, session, desk.translate, now)))
        else:
            tell(desk.translate("cli.workshop.status.none", client=session.assessment.name))


@workshop_.command("minutes", cls=TranslatedCommand, help="cli.workshop.minutes.help")
@click.argument("client")
@option("--which", metavar="N|DAY", key="which")
@option("--format", "wanted", type=click.Choice([*SUFFIXES]), default="html", key="minutes-format")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "file_language", type=click.Choice(["ja", "en"]), default="ja", key="export-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@click.pass_obj
def minutes_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    which: str | None,
    wanted: str,
    output: Path | None,
    file_language: str,
    *,
    wants_pdf: bool,
) -> None:
    """Write the minutes of a workshop and their path."""
    from pmark_check.cli.printing import hand_over, wished
    from pmark_check.cli.program import translator

    wish = wished(output, wants_pdf=wants_pdf)
    if wish.has_pdf and wanted != "html":
        raise BadInput("minutes.pdf-of-html", format=wanted)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        page = write_minutes(desk, session, translator(file_language), which, wanted, wish.page)
    hand_over(page, wish)


def write_minutes(  # noqa: PLR0913 - what, of which, how and where
    desk: Desk,
    session: Session,
    translate: Translator,
    which: str | None = None,
    wanted: str = "html",
    output: Path | None = None,
) -> Path:
    """Write the minutes of a workshop, by default the last one, beside the client's reports; return their path.

    Raises:
        NotFound: there is no such workshop.
        Conflict: ``output`` exists.
        Unwritable: the disk refused.
    """
    from pmark_check.domain.proceedings import Proceedings
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.minutes import MinutesView, held

    proceedings = Proceedings(session)
    workshop = held(proceedings, which, session.assessment.name)
    view = MinutesView(session, translate, workshop, proceedings)
    ending = f"_{translate('minutes.file')}{SUFFIXES[wanted]}"
    path = output or desk.workspace.report_path(session.assessment.name, ending, view.on)
    write_new(path, _rendered(view, wanted))
    return path


def _rendered(view: MinutesView, wanted: str) -> bytes:
    if wanted == "html":
        from pmark_check.report import minutes as page

        return page.render(view).encode("utf-8")
    from pmark_check.export import minutes as text

    return text.render(view)
