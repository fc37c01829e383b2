"""How one comes into a workshop: into the one that goes on, or into a new one."""

from __future__ import annotations

from typing import Any

from textual.app import App

from pmark_check.domain.pauses import ABANDONED
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.workshop import WorkshopScreen
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog, StartWorkshop
from pmark_check.view.workshop import clock


class Entrance:
    """Opens the workshop of one client.

    Args:
        app: shows the screens.
        desk: settings and language.
        session: the client.
        projects: whether the room looks at the screen from the beginning.
    """

    def __init__(self, app: App[Any], desk: Desk, session: Session, *, projects: bool) -> None:
        self._app, self._desk, self._session, self._projects = app, desk, session, projects
        self._facilitation = Facilitation(session)

    def open(self) -> None:
        """Show the workshop that goes on; ask about one that everybody left, and how to begin where there is none."""
        current, t = self._facilitation.current, self._desk.translate
        if current is None:
            self._app.push_screen(StartWorkshop(self._desk, self._session), self._show)
        elif self._session.clock() - current.last > ABANDONED:
            title = t("tui.workshop.abandoned", day=current.last.date(), time=clock(current.last))
            choices = [("end", t("tui.workshop.abandoned.end")), ("resume", t("tui.workshop.abandoned.resume"))]
            self._app.push_screen(NumberedDialog(self._desk, title, choices), self._end_or_resume)
        else:
            self._show(self._facilitation)

    def _end_or_resume(self, answer: str | None) -> None:
        if answer == "end":
            self._facilitation.end()
            self.open()
        elif answer == "resume":
            self._show(self._facilitation)

    def _show(self, facilitation: Facilitation | None) -> None:
        if facilitation:
            self._app.push_screen(WorkshopScreen(self._desk, self._session, facilitation, projects=self._projects))
