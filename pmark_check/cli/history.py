"""What happened to a client: reading it, taking it back, erasing texts, checking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json, tell
from pmark_check.errors import ExitCode, NotFound

if TYPE_CHECKING:
    from pmark_check.domain.session import Session


@click.command("history", cls=TranslatedCommand, help="cli.history.help")
@click.argument("client")
@as_json()
@click.pass_obj
def history_(desk: Desk, client: str, *, wants_json: bool) -> None:
    """Write everything that happened, oldest first."""
    from pmark_check.view.listing import history_line

    with desk.workspace.session(desk.workspace.find(client)) as session:
        if wants_json:
            say_json(
                [
                    {
                        "id": event.id,
                        "batch": event.batch,
                        "at": event.at,
                        "recorded_by": session.person_name(event.recorded_by),
                        "height": event.height,
                        "parents": list(event.parents),
                        "hash": event.hash,
                        **event.body.model_dump(mode="json", exclude={"v"}),
                    }
                    for event in session.events
                ]
            )
        else:
            say("\n".join(history_line(event, session, desk.translate) for event in session.events))


@click.command("undo", cls=TranslatedCommand, help="cli.undo.help")
@click.argument("client")
@click.pass_obj
def undo_(desk: Desk, client: str) -> None:
    """Take the last gesture back."""
    from pmark_check.view.listing import what_happened

    with desk.workspace.session(desk.workspace.find(client)) as session:
        undone = session.undo()
        for body in undone:
            tell(desk.translate("cli.undo.done", what=what_happened(body, session, desk.translate)))
    if not undone:
        tell(desk.translate("cli.undo.nothing"))


@click.command("erase", cls=TranslatedCommand, help="cli.erase.help")
@click.argument("client")
@click.argument("control", required=False)
@option("--person", key="erase-person")
@option("--workshop", metavar="N|DAY", key="erase-workshop")
@click.pass_obj
def erase_(desk: Desk, client: str, control: str | None, person: str | None, workshop: str | None) -> None:
    """Delete all free texts of a control or a workshop, or a person's name, for good."""
    wishes = [wish for wish in (control, person, workshop) if wish is not None]
    if len(wishes) != 1:
        raise click.UsageError(desk.translate("cli.erase.one-of"))
    with desk.workspace.session(desk.workspace.find(client)) as session:
        if control is not None:
            count = _erase_control(session, control)
        elif workshop is not None:
            count = _erase_workshop(session, workshop)
        else:
            count = _erase_person(session, person or "")
    if not count:
        raise NotFound("erase.nothing", what=wishes[0])
    tell(desk.translate("cli.erase.done", count=count))


def _erase_control(session: Session, control_id: str) -> int:
    control = session.library.control(control_id).id
    return session.erase(session.texts_of(control=control), [d for d in session.drafts() if d.control == control])


def _erase_workshop(session: Session, which: str) -> int:
    """Erase what was written in a workshop that is called by its number or its day, and what is half written."""
    from pmark_check.domain.proceedings import Proceedings
    from pmark_check.view.minutes import held

    workshop = held(Proceedings(session), which, session.assessment.name).id
    return session.erase(session.texts_of(workshop=workshop), [d for d in session.drafts() if d.is_of_workshop])


def _erase_person(session: Session, name: str) -> int:
    """Erase a person's name, and what is half written and names them, blanks and widths aside."""
    from pmark_check.domain.text import folded

    known = session.find_person(name)
    if known is None:
        raise NotFound("person.unknown", person=name)
    drafts = [draft for draft in session.drafts() if folded(name) in folded(draft.text)]
    return session.erase([session.assessment.persons[known]], drafts)


@click.command("verify", cls=TranslatedCommand, help="cli.verify.help")
@click.argument("client")
@click.pass_obj
def verify_(desk: Desk, client: str) -> int:
    """Check that nothing in the file was lost or changed."""
    from pmark_check.storage.journal import SqliteJournal

    path = desk.workspace.find(client)
    journal = SqliteJournal.open(path)
    try:
        flaws = journal.verify()
    finally:
        journal.close()
    for flaw in flaws:
        say(desk.translate(f"flaw.{flaw.key}", what=flaw.what))
    tell(desk.translate("cli.verify.flawed" if flaws else "cli.verify.clean", path=path, count=len(flaws)))
    return ExitCode.DAMAGED if flaws else ExitCode.OK
