"""Which screen is shown, what the palette finds, and how the program ends when something goes wrong."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from textual.color import Color
from textual.message import Message
from textual.theme import Theme
from textual.widgets import Input

from pmark_check.errors import ExitCode
from pmark_check.i18n.translation import Translator
from pmark_check.tui import navigation
from pmark_check.tui.app import PmarkApp, run
from pmark_check.tui.commands import ANYWHERE, WITH_A_CLIENT
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.screens.help import HelpScreen
from pmark_check.tui.screens.home import HomeScreen
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.screens.settings import SettingsScreen
from pmark_check.tui.screens.too_small import TooSmall
from pmark_check.tui.themes import THEMES
from tests.tui.conftest import checklist_text, notices, opened, other_window, screen_text


def app_of(pilot: object) -> PmarkApp:
    """Return the program."""
    app = pilot.app  # type: ignore[attr-defined]
    assert isinstance(app, PmarkApp)
    return app


class TestScreens:
    async def test_without_a_client_the_list_is_shown(self, desk: Desk) -> None:
        async with opened(desk, None) as pilot:
            assert isinstance(pilot.app.screen, HomeScreen)

    async def test_a_client_that_cannot_be_opened_leads_to_the_list(self, desk: Desk, tmp_path: Path) -> None:
        async with opened(desk, tmp_path / "nothing.pmark") as pilot:
            assert isinstance(pilot.app.screen, HomeScreen)
            assert len(pilot.app._notifications) == 1

    async def test_a_new_client_is_asked_about_the_firm_first(self, desk: Desk) -> None:
        path = desk.workspace.create("新しい会社", {"small": checklist_text()})
        async with opened(desk, path) as pilot:
            assert type(pilot.app.screen).__name__ == FactsScreen.__name__
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(pilot.app.screen, InterviewScreen)

    @pytest.mark.parametrize(
        ("wish", "screen"),
        [
            (navigation.ShowFacts(), FactsScreen),
            (navigation.ShowResults(), ResultsScreen),
            (navigation.ShowSettings(), SettingsScreen),
            (navigation.ShowHelp("interview"), HelpScreen),
        ],
    )
    async def test_a_wish_opens_its_screen_and_escape_leads_back(
        self, desk: Desk, client: Path, wish: Message, screen: type
    ) -> None:
        async with opened(desk, client) as pilot:
            pilot.app.screen.post_message(wish)
            await pilot.pause()
            assert isinstance(pilot.app.screen, screen)
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(pilot.app.screen, InterviewScreen)

    async def test_the_interview_is_one_screen_wherever_it_is_wished_from(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            for _ in range(3):
                pilot.app.screen.post_message(navigation.ShowResults())
                await pilot.pause()
                pilot.app.screen.post_message(navigation.ShowInterview("people.last"))
                await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, InterviewScreen)
            assert screen.control
            assert screen.control.id == "people.last"
            assert len(pilot.app.screen_stack) == 1

    async def test_going_home_closes_the_client(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "x", "escape")
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(pilot.app.screen, HomeScreen)
            assert app_of(pilot).session is None
            pilot.app.screen.post_message(navigation.OpenClient(client))
            await pilot.pause()
            assert isinstance(pilot.app.screen, InterviewScreen)
            assert app_of(pilot).session

    async def test_a_report_is_written_by_whoever_can(self, desk: Desk, client: Path, tmp_path: Path) -> None:
        written = tmp_path / "[/] 報告.html"
        desk.write_report = lambda *_: written
        async with opened(desk, client) as pilot:
            pilot.app.screen.post_message(navigation.WriteReport())
            await pilot.pause()
            assert app_of(pilot).reports.last == written
            assert notices(pilot.app) == [str(written)]


class TestPalette:
    @pytest.mark.parametrize("typed", ["ほうこく", "houkoku", "report", "報告"])
    async def test_a_command_is_found_by_word_reading_and_english(
        self, desk: Desk, client: Path, typed: str, tmp_path: Path
    ) -> None:
        desk.write_report = lambda *_: tmp_path / "report.html"
        async with opened(desk, client) as pilot:
            await pilot.press("：", *typed)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            await pilot.press("enter", "enter")
            await pilot.pause()
            await pilot.pause()
            assert app_of(pilot).reports.last

    async def test_nothing_of_it_is_english_in_japanese(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("ctrl+p")
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            assert pilot.app.screen.query_one(Input).placeholder.startswith("何をしますか")
            shown = screen_text(pilot.app)
            assert "チェックリストを足す" in shown
            assert not any(word in shown for word in ("Theme", "Screenshot", "Maximize", "Show help", "Search"))

    async def test_what_is_not_there_is_said_in_our_words(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("ctrl+p", *"zzzz")
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            assert "見つかりません" in screen_text(pilot.app)

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_every_command_has_words(self, language: str) -> None:
        translate = Translator(language)  # type: ignore[arg-type]
        for name in [*ANYWHERE, *WITH_A_CLIENT, "open-report", "quit"]:
            assert translate.has(f"tui.command.{name}")
            assert translate.has(f"tui.command.{name}.help")


class TestTerminal:
    async def test_too_small_a_terminal_is_said_and_left(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "x")
            await pilot.resize_terminal(60, 20)
            await pilot.pause()
            assert isinstance(pilot.app.screen, TooSmall)
            assert "60×20" in screen_text(pilot.app)
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert isinstance(pilot.app.screen, InterviewScreen)
            await pilot.press("y", "escape")
            await pilot.pause()
        with other_window(desk, client) as session:
            assert session.text(session.state("data.first").note) == "xy"

    async def test_ctrl_c_says_how_to_leave(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("ctrl+c")
            (said,) = pilot.app._notifications
            assert "Ctrl+Q" in said.message

    async def test_leaving_keeps_what_is_being_typed(self, desk: Desk, client: Path) -> None:
        async with opened(desk, client) as pilot:
            await pilot.press("f2", "x", "ctrl+q")
            await pilot.pause()
        assert pilot.app.return_value == ExitCode.OK
        with other_window(desk, client) as session:
            assert [draft.text for draft in session.drafts()] == ["x"]


class TestLook:
    async def test_the_setting_names_the_theme(self, desk_in: Callable[..., Desk], client: Path) -> None:
        desk = desk_in(theme="light")
        async with opened(desk, client) as pilot:
            assert pilot.app.theme == "pmark-light"
            desk.settings = desk.settings.model_copy(update={"theme": "dark"})
            pilot.app.screen.post_message(navigation.ThemeChanged())
            await pilot.pause()
            assert pilot.app.theme == "pmark-dark"

    @pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
    def test_every_pair_of_text_and_ground_can_be_read(self, theme: Theme) -> None:
        colours = {**theme.to_color_system().generate(), **theme.variables}
        texts = ("foreground", "quiet", "primary", "secondary", "accent", "success", "warning", "error")
        pairs = [(text, ground) for text in texts for ground in ("background", "surface", "panel")]
        pairs += [
            ("block-cursor-foreground", "block-cursor-background"),
            ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
            ("footer-foreground", "footer-background"),
            ("footer-key-foreground", "footer-key-background"),
            ("input-cursor-foreground", "input-cursor-background"),
            ("foreground", "input-selection-background"),
        ]
        poor = {
            (text, ground): round(contrast(colours[text], colours[ground]), 2)
            for text, ground in pairs
            if contrast(colours[text], colours[ground]) < 4.5
        }
        assert poor == {}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


PROGRAM = """
import sys
from pathlib import Path
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.app import run
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview import InterviewScreen
around = surroundings({{"PMARK_CHECK_LANG": "ja"}}, Path(sys.argv[1]))
def crash(self):
    answer_of_the_client = "SENTINEL-local"
    raise ValueError("SENTINEL-message " + answer_of_the_client)
if {crashes}:
    InterviewScreen.action_plain = crash
raise SystemExit(run(Desk(around, Workspace(around), Settings(), None), Path(sys.argv[2])))
"""


def script(tmp_path: Path, *, crashes: bool = False) -> Path:
    """Return the program as a file."""
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.format(crashes=crashes), encoding="utf-8")
    return path


def started(desk: Desk, client: Path, tmp_path: Path, *, crashes: bool = False) -> pexpect.spawn[str]:
    """Return the program on a terminal of its own, once it shows a question."""
    environment = {**os.environ, "COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}
    arguments = [str(script(tmp_path, crashes=crashes)), str(desk.workspace.folder), str(client)]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", dimensions=(24, 80), timeout=60, env=environment)
    child.expect_exact("一つ目の質問ですか。")
    return child


class TestEnds:
    def test_a_crash_says_what_was_kept_and_nothing_of_the_client(
        self, desk: Desk, client: Path, tmp_path: Path
    ) -> None:
        with other_window(desk, client) as session:
            session.write_note("data.first", "SENTINEL-note")
            session.go_to("data.two-layers")
            session.go_to("data.first")
        child = started(desk, client, tmp_path, crashes=True)
        child.expect_exact("SENTINEL-note")
        child.send("p")
        child.expect_exact("プログラムの誤りで終了しました。")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == ExitCode.CRASH
        assert isinstance(child.before, str)
        assert "SENTINEL" not in child.before
        assert "program.py:" in child.before
        assert "ValueError" in child.before

    @pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
    def test_a_lost_terminal_ends_the_program_and_loses_nothing(
        self, desk: Desk, client: Path, tmp_path: Path, number: signal.Signals
    ) -> None:
        child = started(desk, client, tmp_path)
        child.send("1")
        child.expect_exact("止める質問ですか。")
        child.sendline("n")
        child.expect_exact("メモ（報告書に載ります）")
        child.send("書きかけ")
        child.expect_exact("書きかけ")
        child.kill(number)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == ExitCode.OK
        with other_window(desk, client) as session:
            assert session.state("data.first").answers
            assert [draft.text.strip() for draft in session.drafts()] == ["書きかけ"]

    def test_a_terminal_that_goes_without_a_signal_ends_the_program(
        self, desk: Desk, client: Path, tmp_path: Path
    ) -> None:
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(ours, (24, 80))
        arguments = [sys.executable, str(script(tmp_path)), str(desk.workspace.folder), str(client)]
        program = subprocess.Popen(arguments, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        try:
            os.close(theirs)
            shown = b""
            while "一つ目の質問ですか。".encode() not in shown:
                shown += os.read(ours, 65536)
            os.close(ours)
            assert program.wait(timeout=30) == ExitCode.OK
        finally:
            program.kill()
            program.wait()

    def test_leaving_returns_zero(self, desk: Desk, client: Path, tmp_path: Path) -> None:
        child = started(desk, client, tmp_path)
        child.send("\x11")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == ExitCode.OK

    def test_run_is_the_door(self) -> None:
        assert run.__doc__


async def test_a_draft_survives_when_its_question_is_covered_at_once(
    desk: Desk, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with other_window(desk, client) as session:
        session.draft("data.first", "note", "書きかけ")
    monkeypatch.setattr(PmarkApp, "_is_untouched", staticmethod(lambda _: True))
    async with opened(desk, client) as pilot:
        assert isinstance(app_of(pilot).screen, FactsScreen)
        with other_window(desk, client) as session:
            assert [draft.text for draft in session.drafts()] == ["書きかけ"]
