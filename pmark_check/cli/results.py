"""What the answers say: the scorecard, a number explained, the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json

if TYPE_CHECKING:
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator


@click.command("score", cls=TranslatedCommand, help="cli.score.help")
@click.argument("client")
@as_json()
@click.pass_obj
def score_(desk: Desk, client: str, *, wants_json: bool) -> None:
    """Write a client's scorecard."""
    from pmark_check.view.data import score_data
    from pmark_check.view.listing import scorecard_lines
    from pmark_check.view.scorecard import ScorecardView

    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ScorecardView(session, desk.translate)
        if wants_json:
            say_json(score_data(view, desk.around.clock().date()))
        else:
            say("\n".join(scorecard_lines(view, desk.around.clock().date())))


@click.command("explain", cls=TranslatedCommand, help="cli.explain.help")
@click.argument("client")
@click.argument("number", required=False)
@click.pass_obj
def explain_(desk: Desk, client: str, number: str | None) -> None:
    """Write how a number comes about, or which numbers there are."""
    from pmark_check.view.explain import explain, explainable
    from pmark_check.view.scorecard import ScorecardView

    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ScorecardView(session, desk.translate)
        if number is None:
            say("\n".join(explainable(view)))
            return
        explained = explain(view, number)
        say("\n".join([f"{explained.title}: {explained.value}", explained.formula, *explained.lines]))


@click.command("report", cls=TranslatedCommand, help="cli.report.help")
@click.argument("client")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "report_language", type=click.Choice(["ja", "en"]), default="ja", key="report-lang")
@click.pass_obj
def report_(desk: Desk, client: str, output: Path | None, report_language: str) -> None:
    """Write the HTML report and its path."""
    from pmark_check.cli.program import translator

    with desk.workspace.session(desk.workspace.find(client)) as session:
        say(str(write_report(desk, session, translator(report_language), output)))


def write_report(desk: Desk, session: Session, translate: Translator, output: Path | None = None) -> Path:
    """Write the report on a client, beside its older ones unless ``output`` says where; return its path.

    Raises:
        Conflict: ``output`` exists.
        Unwritable: the disk refused.
    """
    from pmark_check.report.html import render
    from pmark_check.storage.checklists import read_procedure
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.scorecard import ScorecardView

    on = desk.around.clock().date()
    page = render(ScorecardView(session, translate), desk.background(), on=on, procedure=read_procedure())
    path = output or desk.workspace.report_path(session.assessment.name, ".html", on)
    write_new(path, page.encode("utf-8"))
    return path
