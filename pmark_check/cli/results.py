"""What the answers say: the scorecard, a number explained, the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json, tell
from pmark_check.view.profile import Audience, ReportWishes

if TYPE_CHECKING:
    from pmark_check.domain.language import Language
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.view.profile import Profile


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

    wish = wished(output, wants_pdf=wants_pdf)
    profile = profile_for(desk, report_language, Audience(audience) if audience else None, own)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        page = write_report(desk, session, translator(report_language), ReportWishes(profile, since), wish.page)
    hand_over(page, wish)


def profile_for(desk: Desk, language: Language, audience: Audience | None = None, own: Path | None = None) -> Profile:
    """Return the profile wished for: ``own``, else the workspace's for the officer or the audience named.

    The workspace's profile never chooses the audience, so that nobody writes private notes down without asking. One
    that names no author is signed with the firm in the settings.

    Raises:
        Problems: the file cannot be used.
    """
    from pmark_check.storage.profiles import LONGEST, read_profile, workspace_profile
    from pmark_check.storage.settings import read_settings
    from pmark_check.view.words import literal

    if own is None:
        own, audience = workspace_profile(desk.around.workspace), audience or Audience.OFFICER
    firm = read_settings(desk.around.workspace).my_firm
    return read_profile(language, audience, own).made_by(literal(" ".join(firm.split()))[: LONGEST["firm"]])


def write_for(desk: Desk, session: Session, translate: Translator, audience: Audience | None) -> Path:
    """Write the report for an audience, else the officer's, in the language of the screens; return its path.

    Raises:
        Problems: the workspace's profile cannot be used.
        Unwritable: the disk refused.
    """
    return write_report(desk, session, translate, ReportWishes(profile_for(desk, translate.language, audience)))


def write_report(
    desk: Desk, session: Session, translate: Translator, wishes: ReportWishes, output: Path | None = None
) -> Path:
    """Write the report on a client, beside its older ones unless ``output`` says where; return its path.

    Its name says for whom it is, unless that is the officer.

    Raises:
        Conflict: ``output`` exists.
        Unwritable: the disk refused.
    """
    from pmark_check.report.html import render
    from pmark_check.storage.backdrop import read_procedure
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.scorecard import ScorecardView

    on, audience = desk.around.clock().date(), wishes.profile.audience
    view = ScorecardView(session, translate)
    page = render(view, desk.background(), on=on, procedure=read_procedure(), wishes=wishes)
    suffix = ".html" if audience is Audience.OFFICER else f"_{audience.value}.html"
    path = output or desk.workspace.report_path(session.assessment.name, suffix, on)
    write_new(path, page.encode("utf-8"))
    return path
