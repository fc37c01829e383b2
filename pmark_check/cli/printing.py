"""Paper: pages to write on by hand, and any page as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pmark_check.cli.program import Desk, TranslatedCommand, option, say
from pmark_check.errors import Conflict

if TYPE_CHECKING:
    from pmark_check.domain.language import Language

PAPERS = ("questions", "homework")
"""What can be printed (a test holds it against ``report.paper``, which is not imported for --help)."""


@click.command("print", cls=TranslatedCommand, help="cli.print.help")
@click.argument("client")
@click.argument("paper", type=click.Choice(PAPERS))
@option("--section", "sections", metavar="ID", multiple=True, key="print-section")
@option("--person", metavar="NAME", default="", key="print-person")
@option("--open", "only_open", is_flag=True, key="print-open")
@option("--profile", "own", metavar="FILE", type=click.Path(path_type=Path), key="brand-profile")
@option("--lang", "paper_language", type=click.Choice(["ja", "en"]), default="ja", key="export-lang")
@option("--pdf", "wants_pdf", is_flag=True, key="pdf")
@option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), key="output")
@click.pass_obj
def print_(  # noqa: PLR0913 - one for each option
    desk: Desk,
    client: str,
    paper: str,
    sections: tuple[str, ...],
    person: str,
    own: Path | None,
    output: Path | None,
    paper_language: Language,
    *,
    only_open: bool,
    wants_pdf: bool,
) -> None:
    """Write a page to print, and its path."""
    from pmark_check.cli.program import translator
    from pmark_check.cli.writers import profile_for
    from pmark_check.report.paper import render
    from pmark_check.storage.workspace import write_new
    from pmark_check.view.scorecard import ScorecardView
    from pmark_check.view.selection import Part, Selection

    on, translate = desk.around.clock().date(), translator(paper_language)
    wish = wished(output, wants_pdf=wants_pdf)
    brand = profile_for(desk, paper_language, own=own).brand
    with desk.workspace.session(desk.workspace.find(client)) as session:
        selection = Selection(sections, person, only_open)
        part = Part(ScorecardView(session, translate), desk.background(), on, selection=selection)
        body = render(paper, part, brand).encode("utf-8")
        ending = f"_{translate(f'paper.{paper}.file')}.html"
        page = wish.page or desk.workspace.report_path(session.assessment.name, ending, on)
    write_new(page, body)
    hand_over(page, wish)


class Wished(NamedTuple):
    """Where a page and its PDF shall lie; None where the workspace decides."""

    page: Path | None
    pdf: Path | None
    has_pdf: bool


def wished(output: Path | None, *, wants_pdf: bool) -> Wished:
    """Return what ``--output`` and ``--pdf`` ask for: a name that ends in .pdf asks for one too.

    Raises:
        Conflict: the place of the PDF is taken.
    """
    if output is None:
        return Wished(None, None, wants_pdf)
    is_pdf = output.suffix.lower() == ".pdf"
    if not (wants_pdf or is_pdf):
        return Wished(output, None, has_pdf=False)
    pdf = output if is_pdf else output.with_suffix(".pdf")
    if pdf.exists():
        raise Conflict("file.exists", path=pdf)
    return Wished(output.with_suffix(".html") if is_pdf else output, pdf, has_pdf=True)


def hand_over(page: Path, wish: Wished) -> None:
    """Say where a page lies; make its PDF where one is wished for, and say where that lies.

    Raises:
        NotFound: there is no browser to print with.
        Unwritable: the browser failed or hangs, or the disk refused.
    """
    say(str(page))
    if wish.has_pdf:
        say(str(print_page(page, path=wish.pdf)))


def print_page(page: Path, is_given_up: Callable[[], bool] = lambda: False, path: Path | None = None) -> Path:
    """Write an HTML file as a PDF, beside it unless ``path`` says where; return the path.

    ``is_given_up`` is asked now and then whether nobody waits any more.

    Raises:
        Conflict: ``path`` exists.
        NotFound: there is no browser to print with.
        Unwritable: the browser failed or hangs, or the disk refused.
    """
    from pmark_check.report.pdf import printed
    from pmark_check.storage.workspace import unused, write_new

    path = path or unused(page.parent, page.stem, ".pdf")
    write_new(path, printed(page, is_given_up=is_given_up))
    return path
