"""The reports that are written while one looks at the screens: where they lie, their PDF, the last one opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pmark_check.domain.session import Session
from pmark_check.errors import PmarkError
from pmark_check.i18n.translation import Translator
from pmark_check.tui.navigation import WriteReport
from pmark_check.tui.printing import print_in_background
from pmark_check.tui.safety import SafeApp

SHOWN_SECONDS = 15
"""How long one can read where a file lies."""


class Reports:
    """Writes reports and says where they are.

    Attributes:
        last: what was written last, the page or its PDF.
    """

    def __init__(self, app: SafeApp) -> None:
        self.last: Path | None = None
        self._app, self._desk = app, app.desk

    def write(self, session: Session | None, wish: WriteReport) -> None:
        """Write the report that is wished for, and its PDF in the background."""
        writer = self._writer(wish)
        if session is None or writer is None:
            self._app.notify(self._desk.translate("tui.report.none"), markup=False)
            return
        try:
            page = writer(session, self._desk.translate)
        except PmarkError as error:
            self._app.say(error)
            return
        printer = self._desk.print_page if wish.as_pdf else None
        self._tell(page, "tui.report.printing" if printer else "tui.report.written")
        if printer:
            print_in_background(self._app, page, printer)

    def _writer(self, wish: WriteReport) -> Callable[[Session, Translator], Path] | None:
        """Return what writes the page that is wished for; None where nothing can."""
        if wish.is_monthly:
            return self._desk.write_progress
        write = self._desk.write_report
        return write and (lambda session, translate: write(session, translate, wish.audience))

    def printed(self, outcome: Path | PmarkError) -> None:
        """Say where the PDF lies, or why there is none."""
        if isinstance(outcome, PmarkError):
            self._app.say(outcome)
        else:
            self._tell(outcome, "tui.report.printed")

    def open_last(self) -> None:
        """Open what was written last with whatever the machine opens such files with, and say again where it lies."""
        if self.last:
            self._tell(self.last, "tui.report.opening")
            self._app.open_url(self.last.as_uri())
        else:
            self._app.notify(self._desk.translate("tui.report.not-yet"), markup=False)

    def _tell(self, written: Path, how: str) -> None:
        self.last = written
        said = self._desk.translate(how)
        self._app.notify(str(written), title=said, timeout=SHOWN_SECONDS, markup=False)
