"""What the answers say: the scorecard, a number explained, the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json, tell
from pmark_check.view.profile import Audience, ReportWishes

if TYPE_CHECKING:
    from pmark_check.domain.language import Language


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


@click.command("unseen", cls=TranslatedCommand, help="cli.unseen.help")
@click.argument("client")
@as_json()
@click.pass_obj
def unseen_(desk: Desk, client: str, *, wants_json: bool) -> None:
    """Write what was answered はい and not seen yet, by the person who said so."""
    from pmark_check.view.scorecard import ScorecardView
    from pmark_check.view.unseen import unseen_data, unseen_lines

    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ScorecardView(session, desk.translate)
        if wants_json:
            say_json(unseen_data(view))
        elif lines := list(unseen_lines(view)):
            say("\n".join(lines))
        else:
            tell(desk.translate("cli.unseen.none"))


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
@option("--audience", type=click.Choice([each.value for each in Audience]), key="audience")
@option("--profile", "own", metavar="FILE", type=click.Path(path_type=Path), key="profile")
@option("--since", metavar="TAG|DAY", default="", key="since")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "report_language", type=click.Choice(["ja", "en"]), default="ja", key="report-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@click.pass_obj
def report_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    audience: str | None,
    own: Path | None,
    since: str,
    output: Path | None,
    report_language: Language,
    *,
    wants_pdf: bool,
) -> None:
    """Write the HTML report and its path, then its PDF where one is wished for."""
    from pmark_check.cli.printing import hand_over, wished
    from pmark_check.cli.program import translator
    from pmark_check.cli.writers import profile_for, write_report

    wish = wished(output, wants_pdf=wants_pdf)
    profile = profile_for(desk, report_language, Audience(audience) if audience else None, own)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        page = write_report(desk, session, translator(report_language), ReportWishes(profile, since), wish.page)
    hand_over(page, wish)
