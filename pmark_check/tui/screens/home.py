"""The list of clients; at the first start, three choices and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static
from textual.widgets.option_list import Option

from pmark_check.domain.summary import ClientSummary
from pmark_check.i18n.translation import explain
from pmark_check.storage.workspace import Listed
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import OpenClient, ShowHelp, ShowSettings
from pmark_check.tui.screens.base import unsaid
from pmark_check.tui.screens.dialogs import NewCompany, OpenFile, ReadDialog
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.text import Prose
from pmark_check.tui.widgets.band_bar import LABEL, bar, figures
from pmark_check.tui.widgets.columns import Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.numbers import band_of_shares
from pmark_check.view.words import literal

FIRST_START = ("demo", "new", "open")
VERDICT, OUTLOOK, KNOCKOUTS, DAY = 14, 14, 16, 10
"""Cells of the columns; the name and the bar share the rest of the first line."""
STYLES = {"exposed": "bold $error", "unknown": "bold $warning", "guarded": "bold $success"}


class HomeScreen(WholeScreen[None]):
    """Every client with where it stands; one that cannot be read is a row with its error."""

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark,？", "help", "tui.key.help", id="home.help"),
        Binding("f2,n,ｎ,ん", "new", "tui.home.key.new", id="home.new"),
        Binding("f3,o,ｏ,お", "open", "tui.home.key.open", id="home.open"),
        Binding("f4,d,ｄ", "demo", "tui.home.key.demo", id="home.demo"),
        Binding("f5,s,ｓ", "settings", "tui.home.settings", id="home.settings"),
        Binding("w,ｗ", "workshop", "tui.home.key.workshop", show=False, id="home.workshop"),
        Binding("1,１", "choose('demo')", "tui.home.demo", show=False, id="home.first-demo"),
        Binding("2,２", "choose('new')", "tui.home.new", show=False, id="home.first-new"),
        Binding("3,３", "choose('open')", "tui.home.open", show=False, id="home.first-open"),
        Binding("q,ｑ", "leave", "tui.key.quit", id="home.quit"),
    ]
    rows = query_one(RowList)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._listed: tuple[Listed, ...] = ()

    def compose(self) -> ComposeResult:
        """What this is, the clients or the three choices."""
        yield Prose(self.t("tui.home.title"), id="title")
        yield Prose(self.t("tui.home.disclaimer"), classes="quiet", id="disclaimer")
        yield Static(id="columns")
        yield RowList(self._rows)
        yield Prose(self.t("tui.home.first-start"), classes="quiet", id="first-start")
        yield KeyFooter()

    @property
    def is_first_start(self) -> bool:
        """Whether there is no client yet."""
        return not self._listed

    def on_screen_resume(self) -> None:
        """Read the list anew whenever it comes into sight."""
        with self.errors_shown():
            self._listed = self.desk.workspace.listed()
        self._show_clients()
        self.rows.focus()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Keep the column titles over their columns."""
        self.call_after_refresh(self._show_titles)

    def begin(self) -> None:
        """Begin in the list."""
        self.rows.focus()
        self.call_after_refresh(self._show_clients)

    def _show_clients(self) -> None:
        self.set_class(self.is_first_start, "-first-start")
        self.rows.refill()
        self._show_titles()

    def _show_titles(self) -> None:
        titles = "" if self.is_first_start else self._titles(self.rows.row_width)
        self.query_one("#columns", Static).update(titles)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys; those of the three choices are not repeated in the last line at the first start."""
        found = super().active_bindings
        repeated = {
            key for key, active in found.items() if self.is_first_start and active.binding.action in FIRST_START
        }
        return {key: unsaid(active) if key in repeated else active for key, active in found.items()}

    # --- rows ------------------------------------------------------------------------------------------------------

    def _rows(self, width: int) -> Iterator[Option]:
        if self.is_first_start:
            yield from (self._choice(number, name, width) for number, name in enumerate(FIRST_START, 1))
        for listed in self._listed:
            prompt = self._client(listed.summary, width) if listed.summary else self._unreadable(listed, width)
            yield Option(prompt, id=str(listed.path))

    def _choice(self, number: int, name: str, width: int) -> Option:
        title = Cell(self.t(f"tui.home.{name}"), width - 5, "bold")
        told = Cell(self.t(f"tui.home.{name}.told"), width - 5)
        lines = [row(Cell("", 3)), row(Cell(f" {number}", 3, "bold"), title), row(Cell("", 3), told), row(Cell("", 3))]
        return Option(Content("\n").join(lines), id=name)

    def _client(self, summary: ClientSummary, width: int) -> Content:
        band = band_of_shares(summary.worst, summary.best, self.desk.translate)
        name_width, bar_width = _shares(width)
        knockouts = self.t("tui.home.knockouts", failed=summary.knockouts_failed, open=summary.knockouts_open)
        return _two_lines(
            row(
                Cell(literal(summary.name), name_width, "bold", lines=2),
                Cell(figures(band), LABEL),
                Cell(bar(band.low, band.high, bar_width), bar_width),
            ),
            Cell(self.t(f"tui.home.incident.{summary.incident}"), VERDICT, STYLES.get(summary.incident, "")),
            Cell(self.t(f"tui.home.application.{summary.application}"), OUTLOOK),
            Cell(knockouts, KNOCKOUTS),
            Cell(summary.last_change[:DAY], DAY),
            Cell(summary.next_due or "-", DAY),
        )

    def _unreadable(self, listed: Listed, width: int) -> Content:
        assert listed.error is not None
        said = explain(listed.error, self.desk.translate)
        name = Cell(literal(listed.path.stem), width, "bold", lines=2)
        return Content("\n").join([row(name), row(Cell("", 0), Cell(said.title, width - 2, "bold $error"))])

    def _titles(self, width: int) -> Content:
        name_width, _ = _shares(width)
        first = row(Cell(self.t("tui.home.name"), name_width), Cell(self.t("score.today"), LABEL))
        return _two_lines(
            first,
            Cell(self.t("tui.home.column.incident"), VERDICT),
            Cell(self.t("tui.home.column.application"), OUTLOOK),
            Cell(self.t("tui.home.column.knockouts"), KNOCKOUTS),
            Cell(self.t("tui.home.last-change"), DAY),
            Cell(self.t("tui.home.next-due"), DAY),
        )

    # --- wishes ----------------------------------------------------------------------------------------------------

    @on(RowList.OptionSelected)
    def _row_opened(self, event: RowList.OptionSelected) -> None:
        if self.is_first_start and event.option_id in FIRST_START:
            self.action_choose(event.option_id)
            return
        for listed in self._listed:
            if str(listed.path) == event.option_id:
                self._open(listed)

    def _open(self, listed: Listed) -> None:
        if listed.error:
            said = explain(listed.error, self.desk.translate)
            self.app.push_screen(ReadDialog(self.desk, said.title, [said.message, said.remedy]))
        else:
            self.post_message(OpenClient(listed.path))

    def _open_path(self, path: Path | None) -> None:
        if path:
            self.post_message(OpenClient(path))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Digits choose only at the first start; the function keys are said only where no choice says it."""
        if action == "workshop":
            return not self.is_first_start
        return action != "choose" or self.is_first_start

    def action_choose(self, name: str) -> None:
        """Do one of the three things of the first start."""
        getattr(self, f"action_{name}")()

    def action_new(self) -> None:
        """Ask for a company and open it."""
        self.app.push_screen(NewCompany(self.desk), self._open_path)

    def action_open(self) -> None:
        """Ask for a file and open it."""
        self.app.push_screen(OpenFile(self.desk), self._open_path)

    def action_demo(self) -> None:
        """Make the demo client new and open it."""
        from pmark_check.storage.demo import refresh_demo  # reads checklists; not needed before

        with self.errors_shown():
            self._open_path(refresh_demo(self.desk.workspace))

    def action_workshop(self) -> None:
        """Hold a workshop with the client of the highlighted row."""
        for listed in self._listed:
            if str(listed.path) == self.rows.current and listed.summary:
                self.post_message(OpenClient(listed.path, for_workshop=True))

    def action_settings(self) -> None:
        """Show the settings."""
        self.post_message(ShowSettings())

    def action_help(self) -> None:
        """Show what can be done here."""
        self.post_message(ShowHelp("home"))

    def action_leave(self) -> None:
        """End the program; everything is saved."""
        self.app.exit()


def _shares(width: int) -> tuple[int, int]:
    """Return the cells of name and bar."""
    rest = width - LABEL - 4
    return rest - rest // 2, rest // 2


def _two_lines(first: Content, *second: Cell) -> Content:
    return Content("\n").join([first, row(Cell("", 0), *second)])
