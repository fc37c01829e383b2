"""Checklists: which there are, what they ask, what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, TranslatedGroup, as_json, say, say_json, tell
from pmark_check.errors import ExitCode, NotFound


@click.group("checklist", cls=TranslatedGroup, help="cli.checklist.help")
def checklist_() -> None:
    """Hold the checklist commands."""


@checklist_.command("lint", cls=TranslatedCommand, help="cli.checklist.lint.help")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def lint_(desk: Desk, files: tuple[Path, ...]) -> int:
    """Write every problem of the files as ``file:line:column: message``."""
    from pmark_check.i18n.translation import located
    from pmark_check.storage.lint import lint

    problems = lint(files)
    for problem in problems:
        say(located(problem, desk.translate))
    tell(desk.translate("cli.checklist.lint.bad" if problems else "cli.checklist.lint.good", count=len(problems)))
    return ExitCode.BAD_INPUT if problems else ExitCode.OK


@checklist_.command("list", cls=TranslatedCommand, help="cli.checklist.list.help")
@as_json()
@click.pass_obj
def list_(desk: Desk, *, wants_json: bool) -> None:
    """Write the checklists that can be asked."""
    from pmark_check.storage.checklists import find_checklists, read_checklist
    from pmark_check.view.words import literal

    found = find_checklists([], desk.workspace.checklists_folder)
    rows = []
    for name, (path, body) in found.items():
        checklist = read_checklist(str(path or name), body)
        rows.append(
            {
                "id": name,
                "title": checklist.checklist.title.to(desk.translate.language),
                "revision": checklist.checklist.revision,
                "controls": len(checklist.control),
                "path": str(path) if path else None,
            }
        )
    if wants_json:
        say_json(rows)
    else:
        for row in rows:
            shown = (row["id"], row["title"], row["revision"], row["controls"], row["path"] or "")
            say(literal("\t".join(map(str, shown)).rstrip()))


@checklist_.command("show", cls=TranslatedCommand, help="cli.checklist.show.help")
@click.argument("checklist")
@as_json()
@click.pass_obj
def show_(desk: Desk, checklist: str, *, wants_json: bool) -> None:
    """Write the controls of one checklist, named by its id or its file."""
    from pmark_check.storage.checklists import find_checklists, read_checklist
    from pmark_check.view.data import control_data
    from pmark_check.view.words import literal

    at = Path(checklist)
    known = find_checklists([at] if at.exists() else [], desk.workspace.checklists_folder)
    name = next((name for name, (path, _) in known.items() if name == checklist or path == at), None)
    if name is None:
        raise NotFound("checklist.unknown", checklist=checklist, known=tuple(known))
    read = read_checklist(checklist, known[name][1])
    language = desk.translate.language
    if wants_json:
        head = {"id": read.id, "revision": read.checklist.revision, "title": read.checklist.title.to(language)}
        say_json({**head, "controls": [control_data(control) for control in read.control]})
        return
    for section in read.section:
        say(literal(section.title.to(language)))
        for control in read.control:
            if control.section == section.id:
                say(literal(f"  {control.id}\t{control.question.to(language)}"))
