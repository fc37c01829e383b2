"""Answers given on the command line: one at a time, or a file of them."""

from __future__ import annotations

from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, tell
from pmark_check.errors import BadInput

MARKS = ("yes", "partial", "no", "unknown", "not-applicable")


@click.command("answer", cls=TranslatedCommand, help="cli.answer.help")
@click.argument("client")
@click.argument("control")
@click.argument("mark", metavar="[yes|partial|no|unknown|not-applicable]")
@option("--layer", type=click.Choice(["rule", "practice", "record"]), key="layer")
@option("--note", key="note")
@option("--private-note", key="private-note")
@option("--reason", default="", key="reason")
@option("--by", default="", key="by")
@option("--how", type=click.Choice(["heard", "seen", "guessed"]), default="heard", key="how")
@click.pass_obj
def answer_(  # noqa: PLR0913 - one argument per option
    desk: Desk,
    client: str,
    control: str,
    mark: str,
    layer: str | None,
    note: str | None,
    private_note: str | None,
    reason: str,
    by: str,
    how: str,
) -> None:
    """Answer one control; everything said in one command is one gesture."""
    from pmark_check.domain.checklist import Layer
    from pmark_check.domain.events import HowKnown, Mark

    if mark not in MARKS:
        raise BadInput("answer.bad-mark", mark=mark)
    if mark == "not-applicable" and layer:
        raise BadInput("answer.layer-with-not-applicable", control=control)
    if mark != "not-applicable" and reason:
        raise BadInput("answer.reason-with-mark", control=control, mark=mark)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        before = len(session.events)
        with session.one_gesture():
            if mark == "not-applicable":
                session.mark_not_applicable(control, reason, said_by=by)
            else:
                chosen = Layer(layer) if layer else None
                session.answer(control, Mark(mark), layer=chosen, how=HowKnown(how), said_by=by)
            if note is not None:
                session.write_note(control, note)
            if private_note is not None:
                session.write_note(control, private_note, private=True)
        kept = len(session.events) > before
    tell(desk.translate("cli.answer.kept" if kept else "cli.answer.unchanged", control=control))


@click.command("import", cls=TranslatedCommand, help="cli.import.help")
@click.argument("client")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def import_(desk: Desk, client: str, file: Path) -> None:
    """Take a file of answers in: all of it as one gesture, or nothing."""
    from pmark_check.storage.answers import import_answers, read_answers

    answers = read_answers(file)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        controls, facts = import_answers(session, answers)
    tell(desk.translate("cli.import.done", controls=controls, facts=facts, file=file))
