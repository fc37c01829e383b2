"""Points in history: naming one, holding two against each other."""

from __future__ import annotations

import click

from pmark_check.cli.program import Desk, TranslatedCommand, as_json, option, say, say_json, tell


@click.command("tag", cls=TranslatedCommand, help="cli.tag.help")
@click.argument("client")
@click.argument("name")
@click.pass_obj
def tag_(desk: Desk, client: str, name: str) -> None:
    """Name the present point in a client's history."""
    with desk.workspace.session(desk.workspace.find(client)) as session:
        session.tag(name)
    tell(desk.translate("cli.tag.done", name=name))


@click.command("compare", cls=TranslatedCommand, help="cli.compare.help")
@click.argument("client")
@option("--from", "earlier", metavar="TAG|DAY", required=True, key="compare-from")
@option("--to", "later", metavar="TAG|DAY", default="now", key="compare-to")
@as_json()
@click.pass_obj
def compare_(desk: Desk, client: str, earlier: str, later: str, *, wants_json: bool) -> None:
    """Write what changed between two points of a client's history."""
    from pmark_check.view.comparison import ComparisonView, comparison_data, comparison_lines

    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ComparisonView(session, desk.translate, earlier, later)
        if wants_json:
            say_json(comparison_data(view))
        else:
            say("\n".join(comparison_lines(view)))
