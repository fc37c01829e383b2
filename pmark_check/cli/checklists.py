"""Checklists: which there are, what they ask, what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, TranslatedGroup, as_json, say, say_json, tell
from pmark_check.errors import ExitCode, NotFound

if TYPE_CHECKING:
    from pmark_check.domain.library import Library


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
    from pmark_check.domain.checklist import Checklist
    from pmark_check.storage.checklists import find_checklists, included
    from pmark_check.storage.prepared import read
    from pmark_check.view.words import literal

    found = find_checklists([], desk.workspace.checklists_folder)
    rows = []
    for name, (path, body) in found.items():
        checklist = read(Checklist, str(path or name), body)
        rows.append(
            {
                "id": name,
                "title": checklist.checklist.title.to(desk.translate.language),
                "revision": checklist.checklist.revision,
                "controls": len(checklist.control) + len(included(checklist)),
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
    from pmark_check.view.data import control_data
    from pmark_check.view.words import literal

    library = _library(desk, checklist)
    read, language = library.headline, desk.translate.language
    if wants_json:
        head = {"id": read.id, "revision": read.checklist.revision, "title": read.checklist.title.to(language)}
        say_json({**head, "controls": [control_data(control) for control in library.members(read)]})
        return
    section = ""
    for control, its_section in library.placed[read.id].items():
        if its_section != section:
            section = its_section
            say(literal(library.sections[section].title.to(language)))
        say(literal(f"  {control}\t{library.controls[control].question.to(language)}"))


@checklist_.command("coverage", cls=TranslatedCommand, help="cli.checklist.coverage.help")
@click.argument("checklist", default="pmark-2023")
@as_json()
@click.pass_obj
def coverage_(desk: Desk, checklist: str, *, wants_json: bool) -> None:
    """Write which controls cover each clause, document and failure."""
    from pmark_check.view.coverage import coverage_data, coverage_lines

    library = _library(desk, checklist)
    if wants_json:
        say_json(coverage_data(library, desk.background()))
    else:
        say("\n".join(coverage_lines(library, desk.background(), desk.translate)))


@checklist_.command("add", cls=TranslatedCommand, help="cli.checklist.add.help")
@click.argument("client")
@click.argument("checklists", nargs=-1, required=True, metavar="ID|FILE...")
@click.pass_obj
def add_(desk: Desk, client: str, checklists: tuple[str, ...]) -> None:
    """Ask a client with more checklists; answers to shared questions count there too."""
    added = desk.workspace.add_checklists(desk.workspace.find(client), checklists)
    key = "cli.checklist.add.done" if added else "cli.checklist.add.nothing"
    tell(desk.translate(key, checklists=added or checklists))


def _library(desk: Desk, checklist: str) -> Library:
    """Return the one checklist named by id or by path, with those it includes controls of.

    Raises:
        NotFound: there is none of that name.
        Problems: it is unusable.
    """
    from pmark_check.storage.checklists import find_checklists, sources
    from pmark_check.storage.pinned import library
    from pmark_check.storage.shipped import shipped_bytes

    at = Path(checklist)
    found = find_checklists([at] if at.exists() else [], desk.workspace.checklists_folder)
    name = next((name for name, (path, _) in found.items() if name == checklist or path == at), None)
    if name is None:
        raise NotFound("checklist.unknown", checklist=checklist, known=tuple(found))
    known = {name: body for name, (_, body) in found.items()}
    asked = {name: known[name]}
    held = sources(asked, known)
    facts, policy = shipped_bytes("facts.toml"), shipped_bytes("policy.toml")
    return library(list(asked.values()), facts, policy, list(held.values()))
