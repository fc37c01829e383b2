"""The monthly progress report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmark_check.cli.printing import hand_over, wished
from pmark_check.cli.program import Desk, TranslatedCommand, option
from pmark_check.errors import BadInput

if TYPE_CHECKING:
    from pmark_check.domain.language import Language
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.view.progress import ProgressView

ENDINGS = {"html": ".html", "markdown": ".md"}


@click.command("progress", cls=TranslatedCommand, help="cli.progress.help")
@click.argument("client")
@option("--month", metavar="YYYY-MM", key="month")
@option("--format", "wanted", type=click.Choice(list(ENDINGS)), default="html", key="progress-format")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@option("--profile", "own", metavar="FILE", type=click.Path(path_type=Path), key="brand-profile")
@option("--lang", "report_language", type=click.Choice(["ja", "en"]), default="ja", key="report-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@click.pass_obj
def progress_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    month: str | None,
    wanted: str,
    output: Path | None,
    own: Path | None,
    report_language: Language,
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
        body = _page(desk, view, wanted, own)
        page = wish.page or _path(desk, view, wanted)
    write_new(page, body.encode("utf-8"))
    hand_over(page, wish)


def write_progress(desk: Desk, session: Session, translate: Translator) -> Path:
    """Write the HTML report on the last whole month in the language of the screens; return its path.

    Raises:
        Problems: the workspace's profile cannot be used.
        Unwritable: the disk refused.
    """
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.progress import ProgressView

    view = ProgressView(session, translate, desk.around.clock().date())
    page = _path(desk, view, "html")
    write_new(page, _page(desk, view, "html").encode("utf-8"))
    return page


def _path(desk: Desk, view: ProgressView, wanted: str) -> Path:
    """Return where the report lies unless somebody says where; its name has the month."""
    ending = f"_{view.translate('report.progress.file')}_{view.month}{ENDINGS[wanted]}"
    return desk.workspace.report_path(view.session.assessment.name, ending, view.on)


def _page(desk: Desk, view: ProgressView, wanted: str, own: Path | None = None) -> str:
    """Return the report in the format wished for; ``own`` is the profile it looks like, else the workspace's."""
    if wanted == "html":
        from pmark_check.cli.writers import profile_for
        from pmark_check.report.progress import render

        brand = profile_for(desk, view.translate.language, own=own).brand
        return render(view, desk.background(), brand)
    from pmark_check.export.progress import render as written

    return written(view, desk.background())
