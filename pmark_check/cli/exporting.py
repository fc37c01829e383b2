"""A client as a file for another tool."""

from __future__ import annotations

from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, say

NAMES = ("xlsx", "csv", "json", "ics", "markdown", "oscal-catalog", "oscal-results")
"""The formats (a test holds them against ``export.formats``, which is not imported for --help)."""


@click.command("export", cls=TranslatedCommand, help="cli.export.help")
@click.argument("client")
@option("--format", "wanted", type=click.Choice(NAMES), required=True, key="export-format")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "file_language", type=click.Choice(["ja", "en"]), default="ja", key="export-lang")
@option("--private", is_flag=True, key="private")
@click.pass_obj
def export_(  # noqa: PLR0913 - one for each option
    desk: Desk, client: str, wanted: str, output: Path | None, file_language: str, *, private: bool
) -> None:
    """Write a client as a file of the format wished for, and its path."""
    from pmark_check.cli.program import translator
    from pmark_check.export.formats import FORMATS, render
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.dossier import Dossier
    from pmark_check.view.scorecard import ScorecardView

    on = desk.around.clock().date()
    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ScorecardView(session, translator(file_language))
        body = render(wanted, Dossier(view, desk.background(), on, with_private=private))
        path = output or desk.workspace.report_path(session.assessment.name, FORMATS[wanted].suffix, on)
    write_new(path, body)
    say(str(path))
