"""Answers given on the command line: one at a time, or a file of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, say, tell
from pmark_check.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.storage.sheet_merge import Line

MARKS = ("yes", "partial", "no", "unknown", "not-applicable")
SHOWN = 40
"""Characters that a preview shows of a text."""


@click.command("answer", cls=TranslatedCommand, help="cli.answer.help")
@click.argument("client")
@click.argument("control")
@click.argument("mark", metavar=f"[{'|'.join(MARKS)}]")
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
@option("--preview", is_flag=True, key="preview")
@option("--force", is_flag=True, key="force")
@click.pass_obj
def import_(desk: Desk, client: str, file: Path, *, preview: bool, force: bool) -> None:
    """Take a file of answers in: all of it as one gesture, or nothing."""
    from pmark_check.storage.workbook import is_workbook

    if is_workbook(file):
        _import_sheet(desk, client, file, is_preview=preview, is_forced=force)
        return
    if preview or force:
        raise BadInput("import.only-sheet", file=file)
    take_in = _read(file)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        controls, facts = take_in(session)
    tell(desk.translate("cli.import.done", controls=controls, facts=facts, file=file))


def _import_sheet(desk: Desk, client: str, file: Path, *, is_preview: bool, is_forced: bool) -> None:
    """Take an answer sheet in, or only say what it would change."""
    from pmark_check.storage.sheet import read_sheet
    from pmark_check.storage.sheet_merge import Merge

    sheet = read_sheet(file)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        merge = Merge(session, sheet)
        if not is_preview:
            merge.apply(is_forced=is_forced)
    translate = desk.translate
    counted = ", ".join(f"{translate(f'cli.import.{kind}')} {count}" for kind, count in merge.counts.items())
    if is_preview:
        for line in merge.lines:
            if line.kind != "unchanged":
                say(_previewed(line, translate))
        say(counted)
        tell(translate("cli.import.previewed"))
        if merge.in_the_way(is_forced=is_forced):
            raise click.exceptions.Exit(ExitCode.BAD_INPUT)
    else:
        tell(translate("cli.import.sheet-done", file=file, counts=counted))


def _previewed(line: Line, translate: Translator) -> str:
    """Return a cell and what comes of it as one line."""
    from pmark_check.i18n.translation import located
    from pmark_check.view.words import literal

    kind = translate(f"cli.import.{line.kind}")
    told = located(line.problem, translate) if line.problem else line.place
    if line.name:
        what = translate("cli.import.line", before=_value(line.before, translate), after=_value(line.after, translate))
        told = f"{told} {line.control} {what}"
    return literal(f"{kind} {told}")


def _value(value: str, translate: Translator) -> str:
    """Return a mark in words, and any other text in short."""
    from pmark_check.view.words import in_short

    if translate.has(f"mark.{value or 'nothing'}"):
        return translate(f"mark.{value or 'nothing'}")
    return in_short(value, SHOWN)


def _read(file: Path) -> Callable[[Session], tuple[int, int]]:
    """Read a file of answers; return what takes it in, and says how many controls and facts it spoke about."""
    if file.suffix.lower() == ".csv":
        from pmark_check.storage.table import import_table, read_table

        return partial(import_table, table=read_table(file))
    from pmark_check.storage.answers import import_answers, read_answers

    return partial(import_answers, given=read_answers(file))
