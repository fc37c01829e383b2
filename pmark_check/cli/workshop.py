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
@option("--profile", "own", metavar="FILE", type=click.Path(path_type=Path), key="brand-profile")
@option("--lang", "file_language", type=click.Choice(["ja", "en"]), default="ja", key="export-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@click.pass_obj
def minutes_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    which: str | None,
    wanted: str,
    output: Path | None,
    own: Path | None,
    file_language: str,
    *,
    wants_pdf: bool,
) -> None:
    """Write the minutes of a workshop and their path."""
    from pmark_check.cli.printing import hand_over, wished
    from pmark_check.cli.program import translator
    from pmark_check.storage.workspace import write_new

    wish = wished(output, wants_pdf=wants_pdf)
    if wish.has_pdf and wanted != "html":
        raise BadInput("minutes.pdf-of-html", format=wanted)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = _view(session, translator(file_language), which)
        body = _page(desk, view, wanted, own)
        page = wish.page or _path(desk, view, wanted)
    write_new(page, body)
    hand_over(page, wish)


def write_minutes(desk: Desk, session: Session, translate: Translator) -> Path:
    """Write the minutes of the last workshop as HTML in the language of the screens; return their path.

    Raises:
        NotFound: there was none.
        Problems: the workspace's profile cannot be used.
        Unwritable: the disk refused.
    """
    from pmark_check.storage.workspace import write_new

    view = _view(session, translate)
    page = _path(desk, view, "html")
    write_new(page, _page(desk, view, "html"))
    return page


def _view(session: Session, translate: Translator, which: str | None = None) -> MinutesView:
    from pmark_check.domain.proceedings import Proceedings
    from pmark_check.view.minutes import MinutesView, held

    proceedings = Proceedings(session)
    return MinutesView(session, translate, held(proceedings, which, session.assessment.name), proceedings)


def _path(desk: Desk, view: MinutesView, wanted: str) -> Path:
    """Return where the minutes lie unless somebody says where."""
    ending = f"_{view.translate('minutes.file')}{SUFFIXES[wanted]}"
    return desk.workspace.report_path(view.session.assessment.name, ending, view.on)


def _page(desk: Desk, view: MinutesView, wanted: str, own: Path | None = None) -> bytes:
    """Return the minutes in the format wished for; ``own`` is the profile they look like, else the workspace's."""
    from pmark_check.cli.writers import profile_for

    brand = profile_for(desk, view.translate.language, own=own).brand
    if wanted == "html":
        from pmark_check.report.minutes import render

        return render(view, brand).encode("utf-8")
    from pmark_check.export.minutes import render as written

    return written(view, brand)
