"""The files about a client that the commands and the screens have written.

Each imports what it needs when it is wished for, not when the program starts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pmark_check.view.profile import Audience, ReportWishes

if TYPE_CHECKING:
    from pmark_check.cli.program import Desk
    from pmark_check.domain.language import Language
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.view.profile import Profile


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
    firm = read_settings(desk.around.workspace).my_firm  # as it is now: the screens may have changed it
    return read_profile(language, audience, own).made_by(literal(" ".join(firm.split()))[: LONGEST["firm"]])


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


# --- for the screens --------------------------------------------------------------------------------------------------


def report(desk: Desk, session: Session, translate: Translator, audience: Audience | None) -> Path:
    """Write the report for an audience, else the officer's, in the language of the screens; return its path.

    Raises:
        Problems: the workspace's profile cannot be used.
        Unwritable: the disk refused.
    """
    return write_report(desk, session, translate, ReportWishes(profile_for(desk, translate.language, audience)))


def progress(desk: Desk, session: Session, translate: Translator) -> Path:
    """Write the monthly progress report; see ``progress.write_progress``."""
    from pmark_check.cli.progress import write_progress

    return write_progress(desk, session, translate)


def minutes(desk: Desk, session: Session, translate: Translator) -> Path:
    """Write the minutes of the last workshop; see ``workshop.write_minutes``."""
    from pmark_check.cli.workshop import write_minutes

    return write_minutes(desk, session, translate)


def page(written: Path, is_given_up: Callable[[], bool]) -> Path:
    """Print an HTML file as a PDF; see ``printing.print_page``."""
    from pmark_check.cli.printing import print_page

    return print_page(written, is_given_up)
