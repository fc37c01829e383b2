"""The application: which screen is shown, which client is open, what happens when something goes wrong.

It holds no rule and shows nothing of its own but the notice that the terminal is too small.
"""

from __future__ import annotations

import asyncio
import gc
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from pmark_check.domain.session import Session
from pmark_check.domain.underway import is_under_way
from pmark_check.errors import ExitCode, PmarkError, Problems
from pmark_check.i18n.translation import explain, located
from pmark_check.tui import commands, navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.printing import print_in_background
from pmark_check.tui.screens.base import PmarkDialog, PmarkScreen
from pmark_check.tui.screens.too_small import LEAST, TooSmall
from pmark_check.tui.terminal import USUAL, Terminal, TerminalApp
from pmark_check.tui.themes import THEMES, theme_name
from pmark_check.view.words import literal

SHOWN_PROBLEMS = 3
TERMINAL_SECONDS = 2.0
"""How often to look whether the terminal is still there."""


class PmarkApp(TerminalApp):
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
        super().__init__(terminal)
        self.desk = desk
        self.session: Session | None = None
        self.last_report: Path | None = None
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

    async def on_mount(self) -> None:
        """Begin: from now on a lost terminal ends the program in order."""
        self.screen._push_result_callback(self.screen, None)  # noqa: SLF001 - or Textual cannot replace its first screen
        self._heed_signals()
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
            self.call_later(self._say, error)
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
            self._say(error)

    @staticmethod
    def _is_untouched(session: Session) -> bool:
        state = session.assessment
        return bool(session.library.asked_facts) and not (state.facts or state.controls or session.drafts())

    # --- where to go -----------------------------------------------------------------------------------------------

    @on(navigation.OpenClient)
    async def _open_client(self, wish: navigation.OpenClient) -> None:
        await self._go_home()
        if self._opened(wish.path):
            await self._show_interview(None)
            await self._begin(for_workshop=wish.for_workshop)

    @on(navigation.ShowInterview)
    async def _interview_wished(self, wish: navigation.ShowInterview) -> None:
        await self._show_interview(wish.control_id)

    async def _show_interview(self, control_id: str | None) -> None:
        from pmark_check.tui.screens.interview import InterviewScreen

        if (session := self.session) is None:
            return
        if not await self._back_to(InterviewScreen):
            await self.push_screen(InterviewScreen(self.desk, session, control_id))
        elif control_id and isinstance(self.screen, InterviewScreen):
            self.screen.show(control_id)

    @on(navigation.ShowFacts)
    async def _show_facts(self) -> None:
        from pmark_check.tui.screens.facts import FactsScreen

        if session := self.session:
            await self._show(FactsScreen, lambda: FactsScreen(self.desk, session))

    @on(navigation.ShowResults)
    async def _show_results(self) -> None:
        from pmark_check.tui.screens.results import ResultsScreen

        if session := self.session:
            await self._show(ResultsScreen, lambda: ResultsScreen(self.desk, session))

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

        if self.session and not await self._back_to(InterviewScreen):
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            await self.switch_screen(InterviewScreen(self.desk, self.session))

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
            self.post_message(navigation.OpenClient(path))

    @on(navigation.ShowSettings)
    async def _show_settings(self) -> None:
        from pmark_check.tui.screens.settings import SettingsScreen

        await self._show(SettingsScreen, lambda: SettingsScreen(self.desk))

    @on(navigation.ShowHelp)
    async def _show_help(self, wish: navigation.ShowHelp) -> None:
        from pmark_check.tui.screens.help import HelpScreen

        await self._show(HelpScreen, lambda: HelpScreen(self.desk, wish.topic))

    @on(navigation.GoHome)
    async def _home_wished(self) -> None:
        await self._go_home()

    async def _go_home(self) -> None:
        from pmark_check.tui.screens.home import HomeScreen

        if not await self._back_to(HomeScreen):
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            await self.switch_screen(HomeScreen(self.desk))
        self._close_client()

    async def _show(self, kind: type[Screen[Any]], make: Callable[[], Screen[Any]]) -> None:
        """Show the screen of that kind: the one that is open underneath, else a new one."""
        if not await self._back_to(kind):
            await self.push_screen(make())

    async def _back_to(self, kind: type[Screen[Any]]) -> bool:
        """Leave screens until one of that kind is on top; return False, leaving none, where there is none."""
        if not any(type(screen) is kind for screen in self.screen_stack):
            return False
        while type(self.screen) is not kind:
            await self.pop_screen()
        return True

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
        if self.session is None or self.desk.write_report is None:
            self.notify(self.desk.translate("tui.report.none"), markup=False)
            return
        try:
            self.last_report = self.desk.write_report(self.session, self.desk.translate, wish.audience)
        except PmarkError as error:
            self._say(error)
            return
        printer = self.desk.print_page if wish.as_pdf else None
        said = self.desk.translate("tui.report.printing" if printer else "tui.report.written")
        self.notify(str(self.last_report), title=said, timeout=15, markup=False)
        if printer:
            print_in_background(self, self.last_report, printer)

    @on(navigation.PagePrinted)
    def _page_printed(self, printed: navigation.PagePrinted) -> None:
        if isinstance(printed.outcome, PmarkError):
            self._say(printed.outcome)
            return
        self.last_report = printed.outcome
        said = self.desk.translate("tui.report.printed")
        self.notify(str(printed.outcome), title=said, timeout=15, markup=False)

    def open_report(self) -> None:
        """Open the report written last with whatever the machine opens such files with."""
        if self.last_report:
            self.open_url(self.last_report.as_uri())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return what the palette offers, in the user's language, found by reading and by English too."""
        yield from commands.commands(self, screen)

    def action_command_palette(self) -> None:
        """Show the palette in the user's language."""
        commands.show_palette(self)

    async def action_quit(self) -> None:
        """Leave; what is being typed comes back next time."""
        self._keep_typing()
        self.exit(ExitCode.OK)

    def action_help_quit(self) -> None:
        """Say how to leave: Ctrl+C does not, it copies."""
        self.notify(self.desk.translate("tui.quit.how"), markup=False)

    def _say(self, error: PmarkError) -> None:
        said = explain(error, self.desk.translate)
        problems = error.problems[:SHOWN_PROBLEMS] if isinstance(error, Problems) else ()
        places = [located(problem, self.desk.translate) for problem in problems]
        told = "\n".join([said.message, *places, said.remedy])
        self.notify(literal(told), title=said.title, severity="error", timeout=12, markup=False)

    # --- the terminal ----------------------------------------------------------------------------------------------

    async def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small to show a question, and go on once it is not."""
        fits = event.size.width >= LEAST.width and event.size.height >= LEAST.height
        if isinstance(self.screen, TooSmall):
            if fits:
                await self.pop_screen()
        elif not fits:
            self._keep_typing()
            await self.push_screen(TooSmall(self.desk))

    def _heed_signals(self) -> None:
        if self.is_headless or not hasattr(signal, "SIGHUP"):
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._hang_up)
        terminal = select.poll()
        terminal.register(sys.__stdin__ or 0, 0)
        self.set_interval(TERMINAL_SECONDS, lambda: self._hang_up() if terminal.poll(0) else None)

    def _hang_up(self) -> None:
        """Leave because the terminal went away; what is being typed is kept.

        A terminal can go without a signal, and Textual would then read its end for ever (tried).
        """
        self._keep_typing()
        self.exit(ExitCode.OK)

    def _keep_typing(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, PmarkScreen | PmarkDialog):
                screen.keep_typing()

    def on_unmount(self) -> None:
        """Close the client, whichever way the program ends."""
        self._close_client()

    # --- crashes ---------------------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Leave after a programming error, saying where it happened and nothing of what was answered.

        Textual would print local variables, which are the client's answers (tried). Messages of exceptions may quote
        them too, so only types and places are named.
        """
        from rich.text import Text

        self._return_code = ExitCode.CRASH
        self.bell()
        self._exit_renderables.append(Text(_crash_report(self.desk)))
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """Treat an error that would render itself like every other."""
        self._fatal_error()


def _collect_garbage_again() -> None:
    """Start collecting what comes from now on; walking through all that start-up made costs 40 ms a time."""
    gc.freeze()
    gc.enable()


def _crash_report(desk: Desk) -> str:
    kind, error, _ = sys.exc_info()
    lines = [desk.translate(f"tui.crash.{part}") for part in ("title", "kept", "remedy")] + [""]
    while error is not None:
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines.append(f"{type(error).__name__}")
        error = error.__cause__ or error.__context__
    return "\n".join(lines) if kind else "\n".join(lines[:3])


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
