"""A workshop on the screens: a client, an agenda of its own, and a clock that stands still until it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from pmark_check.cli.program import Desk as Program
from pmark_check.cli.workshop import write_minutes
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.domain.workshop import Workshop
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowWorkshop
from pmark_check.tui.screens.projector import ProjectorScreen
from pmark_check.tui.screens.workshop import WorkshopScreen
from tests.tui.conftest import NOW, background, checklist_text

CLIENT = "サンプル印刷"
PLAN = """
format = 1
[agenda]
id = "plan"
title = { ja = "一時間", en = "One hour" }
[[item]]
kind = "sections"
sections = ["data"]
minutes = 30
[[item]]
kind = "break"
minutes = 5
[[item]]
kind = "sections"
sections = ["people"]
minutes = 15
[[item]]
kind = "talk"
title = { ja = "まとめ", en = "Reading out" }
minutes = 10
"""


class Room:
    """A workspace with one client that can be asked."""

    def __init__(self, folder: Path, language: Language = "ja", **settings: object) -> None:
        self.now = datetime.fromisoformat(NOW)
        self.around = Surroundings(folder, language, lambda: self.now)
        chosen = Settings(language=language).model_copy(update=settings)
        self.desk = Desk(self.around, Workspace(self.around), chosen, background)
        program = Program()
        program.__dict__["around"] = self.around
        self.desk.write_minutes = lambda session, translate: write_minutes(program, session, translate)
        plan = folder / "agendas" / "plan.toml"
        plan.parent.mkdir(parents=True)
        plan.write_text(PLAN, "utf-8")
        self.client = self.desk.workspace.create(CLIENT, {"small": checklist_text()})
        with self.look() as session:
            session.state_fact("has_public_site", value=True)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """The client in another window."""
        with self.desk.workspace.session(self.client) as session:
            yield session

    def workshop(self) -> Workshop:
        """The last workshop as another window tells it."""
        with self.look() as session:
            return Facilitation(session).workshops[-1]

    def begin(self, *attendees: str, agenda: str = "plan") -> None:
        """Begin a workshop; the program ends right after."""
        with self.look() as session:
            Facilitation(session).start(find_agenda(agenda, self.desk.workspace.agendas_folder), attendees)

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    @asynccontextmanager
    async def opened(
        self, size: tuple[int, int] = (80, 24), *, projects: bool = False, client: bool = True
    ) -> AsyncIterator[Pilot[int]]:
        """The program on the workshop of the client."""
        wish = ShowWorkshop(projects=projects) if client else None
        app = PmarkApp(self.desk, open_path=self.client if client else None, workshop=wish)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await pilot.pause()
            yield pilot


def workshop(pilot: Pilot[int]) -> WorkshopScreen:
    """Return the facilitator's view that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, WorkshopScreen)
    return screen


def projector(pilot: Pilot[int]) -> ProjectorScreen:
    """Return the projector view that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, ProjectorScreen)
    return screen


def asked(pilot: Pilot[int]) -> str | None:
    """Return the id of the question that is asked."""
    screen = pilot.app.screen
    assert isinstance(screen, WorkshopScreen | ProjectorScreen)
    return screen.control.id if screen.control else None


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys one by one, each once what the last did is shown."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
