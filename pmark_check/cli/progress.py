"""The monthly progress report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.printing import hand_over, wished
from pmark_check.cli.program import Desk, TranslatedCommand, option
from pmark_check.errors import BadInput

if TYPE_CHECKING:
    from pmark_check.view.progress import ProgressView

ENDINGS = {"html": ".html", "markdown": ".md"}


@click.command("progress", cls=TranslatedCommand, help="cli.progress.help")
@click.argument("client")
@option("--month", metavar="YYYY-MM", key="month")
@option("--format", "wanted", type=click.Choice(list(ENDINGS)), default="html", key="progress-format")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--lang", "report_language", type=click.Choice(["ja", "en"]), default="ja", key="report-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@click.pass_obj
def progress_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    month: str | None,
    wanted: str,
    output: Path | None,
    report_language: str,
    *,
    wants_pdf: bool,
) -> None:
    """Write the progress report on one month, and its path."""
    from pmark_check.cli.program import translator
    from pmark_check.domain.month import Month
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.progress import ProgressView

    translate, on = translator(report_language), desk.around.clock().date()
    told = Month.parse(month) if month else None
    wish = wished(output, wants_pdf=wants_pdf)
    if wish.has_pdf and wanted != "html":
        raise BadInput("progress.no-pdf", format=wanted)
    with desk.workspace.session(desk.workspace.find(client)) as session:
        view = ProgressView(session, translate, on, told)
        body = _page(desk, view, wanted)
        ending = f"_{translate('report.progress.file')}_{view.month}{ENDINGS[wanted]}"
        page = wish.page or desk.workspace.report_path(session.assessment.name, ending, on)
    write_new(page, body.encode("utf-8"))
    hand_over(page, wish)


def _page(desk: Desk, view: ProgressView, wanted: str) -> str:
    """Return the report in the format wished for."""
    if wanted == "html":
        from pmark_check.report.progress import render

        return render(view, desk.background())
    from pmark_check.export.progress import render as written

    return written(view, desk.background())
