"""The application: which screen is shown, and which client is open. It holds no rule and shows nothing of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from pmark_check.domain.session import Session
from pmark_check.domain.underway import is_under_way
from pmark_check.errors import ExitCode, PmarkError
from pmark_check.tui import commands, navigation, ways
from pmark_check.tui.desk import Desk
from pmark_check.tui.reports import Reports
from pmark_check.tui.safety import SafeApp
from pmark_check.tui.screens.base import PmarkDialog, PmarkScreen
from pmark_check.tui.terminal import USUAL, Terminal
from pmark_check.tui.themes import THEMES, theme_name


class PmarkApp(SafeApp):
    """The program on a terminal.

    Args:
        desk: workspace, settings and language.
        open_path: the client to begin with; without one, the list of clients.
        workshop: the wish for a workshop with that client; by default one is shown only where it goes on.
        terminal: what can be shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "tui.key.quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+c", "help_quit", "tui.key.quit-help", show=False, system=True, id="app.quit-help"),
        Binding("ctrl+p", "command_palette", "tui.key.palette", show=False, priority=True, id="app.palette-anywhere"),
        Binding("ctrl+o", "open_report", "tui.key.open-report", show=False, id="app.open-report"),
        Binding("colon,：", "command_palette", "tui.key.palette", show=False, id="app.palette"),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        open_path: Path | None = None,
        workshop: navigation.ShowWorkshop | None = None,
        terminal: Terminal = USUAL,
    ) -> None:
        super().__init__(desk, terminal)
        self.session: Session | None = None
        self.reports = Reports(self)
        self._open_path = open_path
        self._workshop = workshop
        self._client = ExitStack()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_name(desk.settings.theme)

    def get_default_screen(self) -> Screen[Any]:
        """Return what is painted first: no empty screen before it (26 ms less).

        The sheets are read here and not given to Textual, which would parse them twice at the start (12 ms), and would
        not read the default screen's.
        """
        screen = self._first_screen()
        self.stylesheet.read_all([Path(__file__).with_name("app.tcss"), *screen.css_path])
        return screen

    def _first_screen(self) -> Screen[Any]:
        if self._open_path and (session := self._opened(self._open_path)):
            return self._client_screen(session)
        from pmark_check.tui.screens.home import HomeScreen

        return HomeScreen(self.desk)

    def _client_screen(self, session: Session) -> Screen[Any]:
        """Return where one begins with a client: in the workshop that goes on, else at its questions."""
        if is_under_way(session):
            from pmark_check.tui.screens.workshop import WorkshopScreen

            return WorkshopScreen(self.desk, session, projects=bool(self._workshop and self._workshop.projects))
        from pmark_check.tui.screens.interview import InterviewScreen

        return InterviewScreen(self.desk, session)

    @on(events.Mount)
    async def _start(self) -> None:
        """Begin: from now on a lost terminal ends the program in order."""
        self.screen._push_result_callback(self.screen, None)  # noqa: SLF001 - or Textual cannot replace its first screen
        self.heed_signals()
        self.call_after_refresh(_collect_garbage_again)
        await self._begin(for_workshop=self._workshop is not None)

    # --- the open client -------------------------------------------------------------------------------------------

    def _opened(self, path: Path) -> Session | None:
        """Open a client instead of the one open before; say so and return None where that is not possible."""
        self._close_client()
        try:
            self.session = self._client.enter_context(self.desk.workspace.session(path))
            self._open_path = path
        except PmarkError as error:
            self.call_later(self.say, error)
        return self.session

    async def _begin(self, *, for_workshop: bool) -> None:
        """Show the workshop where one is wished for or goes on; ask a client that was never asked for its facts."""
        if self.session is None or commands.is_in_workshop(self):
            return
        if for_workshop or is_under_way(self.session):
            await self._show_workshop(self._workshop or navigation.ShowWorkshop())
        elif self._is_untouched(self.session):
            await self._show_facts()

    def _close_client(self) -> None:
        """Let the open client go; its summary is kept by then."""
        client, self._client = self._client, ExitStack()
        self.session = None
        try:
            client.close()
        except PmarkError as error:
            self.say(error)

    def on_unmount(self) -> None:
        """Close the client, whichever way the program ends."""
        self._close_client()

    @staticmethod
    def _is_untouched(session: Session) -> bool:
        state = session.assessment
        return bool(session.library.asked_facts) and not (state.facts or state.controls or session.drafts())

    # --- where to go -----------------------------------------------------------------------------------------------

    @on(navigation.OpenClient)
    async def _open_client(self, wish: navigation.OpenClient) -> None:
        await self._go_home()
        if session := self._opened(wish.path):
            if wish.anew:
                session.forget_place()
            await self._show_interview(None)
            await self._begin(for_workshop=wish.for_workshop)

    @on(navigation.ShowInterview)
    async def _interview_wished(self, wish: navigation.ShowInterview) -> None:
        await self._show_interview(wish.control_id)

    async def _show_interview(self, control_id: str | None) -> None:
        from pmark_check.tui.screens.interview import InterviewScreen

        if (session := self.session) is None:
            return
        if not await ways.back_to(self, InterviewScreen):
            await self.push_screen(InterviewScreen(self.desk, session, control_id))
        elif control_id and isinstance(self.screen, InterviewScreen):
            self.screen.show(control_id)

    @on(navigation.ShowFacts)
    async def _show_facts(self) -> None:
        from pmark_check.tui.screens.facts import FactsScreen

        if session := self.session:
            await ways.show(self, FactsScreen, lambda: FactsScreen(self.desk, session))

    @on(navigation.ShowResults)
    async def _show_results(self) -> None:
        from pmark_check.tui.screens.results import ResultsScreen

        if session := self.session:
            await ways.show(self, ResultsScreen, lambda: ResultsScreen(self.desk, session))

    @on(navigation.ShowWorkshop)
    async def _show_workshop(self, wish: navigation.ShowWorkshop) -> None:
        """Show the workshop that goes on; one that everybody left may be over, and none has to be begun."""
        from pmark_check.tui.workshops import Entrance

        if self.session and not commands.is_in_workshop(self):
            self._workshop = None
            Entrance(self, self.desk, self.session, projects=wish.projects).open()

    @on(navigation.LeaveWorkshop)
    async def _leave_workshop(self) -> None:
        from pmark_check.tui.screens.interview import InterviewScreen

        if session := self.session:
            await ways.show_alone(self, InterviewScreen, lambda: InterviewScreen(self.desk, session))

    @on(navigation.WorkshopOver)
    async def _show_summary(self) -> None:
        from pmark_check.tui.screens.workshop_summary import WorkshopSummary

        if self.session:
            await self.switch_screen(WorkshopSummary(self.desk, self.session))

    @on(navigation.AddChecklists)
    def _add_checklists(self) -> None:
        from pmark_check.tui.screens.dialogs import MoreChecklists

        if self.session and (path := self._open_path):
            asked = {checklist.id for checklist in self.session.library.checklists}
            self.push_screen(MoreChecklists(self.desk, path, asked), self._reopen)

    def _reopen(self, path: Path | None) -> None:
        if path:
            self.post_message(navigation.OpenClient(path, anew=True))

    @on(navigation.ShowSettings)
    async def _show_settings(self) -> None:
        from pmark_check.tui.screens.settings import SettingsScreen

        await ways.show(self, SettingsScreen, lambda: SettingsScreen(self.desk))

    @on(navigation.ShowHelp)
    async def _show_help(self, wish: navigation.ShowHelp) -> None:
        from pmark_check.tui.screens.help import HelpScreen

        await ways.show(self, HelpScreen, lambda: HelpScreen(self.desk, wish.topic))

    @on(navigation.GoHome)
    async def _home_wished(self) -> None:
        await self._go_home()

    async def _go_home(self) -> None:
        from pmark_check.tui.screens.home import HomeScreen

        await ways.show_alone(self, HomeScreen, lambda: HomeScreen(self.desk))
        self._close_client()

    # --- what all screens may wish ---------------------------------------------------------------------------------

    @on(navigation.LanguageChanged)
    def _change_language(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, PmarkScreen | PmarkDialog):
                screen.retranslate()

    @on(navigation.ThemeChanged)
    def _change_theme(self) -> None:
        self.theme = theme_name(self.desk.settings.theme)

    @on(navigation.WriteReport)
    def _write_report(self, wish: navigation.WriteReport) -> None:
        self.reports.write(self.session, wish)

    @on(navigation.PagePrinted)
    def _page_printed(self, printed: navigation.PagePrinted) -> None:
        self.reports.printed(printed.outcome)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return what the palette offers, in the user's language, found by reading and by English too."""
        yield from commands.commands(self, screen)

    def action_open_report(self) -> None:
        """Open the report written last, unless the room looks at the screen."""
        if not commands.is_projecting(self):
            self.reports.open_last()

    def action_command_palette(self) -> None:
        """Show the palette in the user's language."""
        commands.show_palette(self)


def _collect_garbage_again() -> None:
    """Start collecting what comes from now on; walking through all that start-up made costs 40 ms a time."""
    gc.freeze()
    gc.enable()


def run(
    desk: Desk,
    open_path: Path | None = None,
    workshop: navigation.ShowWorkshop | None = None,
    terminal: Terminal = USUAL,
) -> int:
    """Run the program until its user leaves; return the exit code."""
    app = PmarkApp(desk, open_path=open_path, workshop=workshop, terminal=terminal)
    result = app.run()
    return app.return_code or result or ExitCode.OK
