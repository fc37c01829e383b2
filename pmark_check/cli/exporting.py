"""A client as a file for another tool."""

from __future__ import annotations

from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, say, translator
from pmark_check.errors import BadInput

NAMES = ("xlsx", "csv", "json", "ics", "markdown", "oscal-catalog", "oscal-results")
"""The formats (a test holds them against ``export.formats``, which is not imported for --help)."""

IN_PARTS = ("xlsx", "csv")
"""Those that can hold some of the controls."""


@click.command("export", cls=TranslatedCommand, help="cli.export.help")
@click.argument("client")
@option("--format", "wanted", type=click.Choice(NAMES), required=True, key="export-format")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "file_language", type=click.Choice(["ja", "en"]), default="ja", key="export-lang")
@option("--private", is_flag=True, key="private")
@option("--section", "sections", metavar="ID", multiple=True, key="export-section")
@option("--person", metavar="NAME", default="", key="export-person")
@option("--open", "only_open", is_flag=True, key="export-open")
@click.pass_obj
def export_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    wanted: str,
    output: Path | None,
    file_language: str,
    sections: tuple[str, ...],
    person: str,
    *,
    private: bool,
    only_open: bool,
) -> None:
    """Write a client as a file of the format wished for, and its path."""
    from pmark_check.export.formats import FORMATS, render
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.scorecard import ScorecardView
    from pmark_check.view.selection import Part, Selection

    selection = Selection(sections, person, only_open)
    if any(selection) and wanted not in IN_PARTS:
        raise BadInput("export.only-whole", format=wanted, formats=IN_PARTS)
    on = desk.around.clock().date()
    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ScorecardView(session, translator(file_language))
        dossier = Part(view, desk.background(), on, with_private=private, selection=selection)
        body = render(wanted, dossier)
        path = output or desk.workspace.report_path(session.assessment.name, FORMATS[wanted].suffix, on)
    write_new(path, body)
    say(str(path))
