"""What the answers say: the scorecard, a number explained, the report."""

from __future__ import annotations

from pathlib import Path

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json


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
            say_json(score_data(view))
        else:
            say("\n".join(scorecard_lines(view)))


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
@option("-o", "--output", type=click.Path(path_type=Path), key="output")
@option("--lang", "report_language", type=click.Choice(["ja", "en"]), default="ja", key="report-lang")
@click.pass_obj
def report_(desk: Desk, client: str, output: Path | None, report_language: str) -> None:
    """Write the HTML report and its path."""
    from pmark_check.cli.program import translator
    from pmark_check.report.html import render
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.scorecard import ScorecardView

    with desk.workspace.session(desk.workspace.find(client)) as session:
        on = desk.around.clock().date()
        view = ScorecardView(session, translator(report_language))
        page = render(view, desk.background(), on=on)
        path = output or desk.workspace.report_path(session.assessment.name, ".html", on)
    write_new(path, page.encode("utf-8"))
    say(str(path))
