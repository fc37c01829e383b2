"""What the screens have written. Each imports what it needs when it is wished for, not when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmark_check.cli.program import Desk
    from pmark_check.domain.session import Session
    from pmark_check.i18n.translation import Translator
    from pmark_check.view.profile import Audience


def report(desk: Desk, session: Session, translate: Translator, audience: Audience | None) -> Path:
    """Write the report for an audience; see ``results.write_for``."""
    from pmark_check.cli.results import write_for

    return write_for(desk, session, translate, audience)


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
