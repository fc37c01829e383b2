"""Finds a question: by part of its text, id or section; or among the open ones and the knock-outs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pmark_check.domain.checklist import Control
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.tui.course import Course
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose, Touchable, WideInput, clickable, padded
from pmark_check.tui.widgets.standing import MARK_STYLES
from pmark_check.view.controls import Cards, ControlLine

FILTERS = ("all", "open", "unknown", "knockout")


class Filters(Touchable, Static):
    """The filters, clickable."""


class Finder(PmarkDialog[str | None]):
    """Returns the id of the question that was chosen, None where none was."""

    CSS_PATH = "finder.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5", "dismiss(None)", "tui.key.close", id="finder.close"),
        Binding("down", "cursor('down')", "tui.key.choose", show=False, id="finder.down"),
        Binding("up", "cursor('up')", "tui.key.choose", show=False, id="finder.up"),
        Binding("pagedown", "cursor('page_down')", "tui.key.choose", show=False, id="finder.page-down"),
        Binding("pageup", "cursor('page_up')", "tui.key.choose", show=False, id="finder.page-up"),
        Binding("f2", "turn_filter", "tui.key.filter", show=False, id="finder.filter"),
    ]

    found = getters.query_one(OptionList)
    words = getters.query_one(WideInput)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._session = session
        self._course = Course(session)
        cards = Cards(session, desk.translate)
        self._lines = [(control, cards.line(control)) for control in self._course.controls]
        self._filter = "all"
        marks = {self._course.standing(control) for control in self._course.controls}
        self._mark_cells = max((cell_len(self.t(f"mark.{mark}")) for mark in marks), default=0) + 2

    def compose(self) -> ComposeResult:
        """What to look for, which questions, what was found."""
        with Vertical(id="finder"):
            yield Static(Content(self.t("tui.find.title")), classes="title")
            yield WideInput(placeholder=self.t("tui.find.ask"), classes="-flat")
            yield Filters(id="filters")
            yield OptionList(markup=False)
            yield Prose(id="whole")
            yield Static(Content(self.t("tui.find.hint")), classes="hint")

    def on_mount(self) -> None:
        """List every question."""
        self.found.can_focus = False
        self._list()

    # --- looking -----------------------------------------------------------------------------------------------------

    @on(WideInput.Changed)
    def _list(self) -> None:
        wanted = folded(self.words.value)
        chosen = [(c, line) for c, line in self._lines if self._passes(c) and wanted in _text(line)]
        self.found.clear_options()
        self.found.add_options([self._option(control, line) for control, line in chosen])
        if not chosen:
            self.found.add_option(Option(Content(self.t("tui.find.none")), disabled=True))
        here = [line.id for _, line in chosen]
        cursor = self._session.cursor
        self.found.highlighted = here.index(cursor) if cursor in here else (0 if chosen else None)
        self._say_filters(len(chosen))

    def _passes(self, control: Control) -> bool:
        tests: dict[str, Callable[[Control], bool]] = {
            "open": self._session.is_open,
            "unknown": lambda control: self._course.standing(control) == "unknown",
            "knockout": lambda control: control.knockout,
        }
        return self._filter == "all" or tests[self._filter](control)

    def _option(self, control: Control, line: ControlLine) -> Option:
        standing = self._course.standing(control)
        mark = (padded(self.t(f"mark.{standing}"), self._mark_cells), MARK_STYLES.get(standing, "$quiet"))
        return Option(Content.assemble(mark, (f"{line.section}  ", "$quiet"), line.question), id=line.id)

    def _say_filters(self, count: int) -> None:
        parts = []
        for name in FILTERS:
            style = "bold $block-cursor-foreground on $block-cursor-background" if name == self._filter else ""
            parts.append(clickable(f" {self.t(f'tui.find.{name}')} ", f"screen.filter('{name}')", style))
        counted = Content.styled(self.t("tui.find.count", count=count), "$quiet")
        self.query_one("#filters", Static).update(Content("  ").join([*parts, counted]))

    # --- choosing ----------------------------------------------------------------------------------------------------

    def action_filter(self, name: str) -> None:
        """Show only some of the questions."""
        self._filter = name
        self._list()

    def action_turn_filter(self) -> None:
        """Take the next filter, round the end."""
        self.action_filter(FILTERS[(FILTERS.index(self._filter) + 1) % len(FILTERS)])

    def action_cursor(self, where: str) -> None:
        """Move through what was found while the words can still be typed."""
        getattr(self.found, f"action_{'cursor_' if where in {'up', 'down'} else ''}{where}")()

    @on(OptionList.OptionHighlighted)
    def _show_whole(self, event: OptionList.OptionHighlighted) -> None:
        line = next((line for _, line in self._lines if line.id == event.option_id), None)
        self.query_one("#whole", Prose).say(line.question if line else "")

    @on(WideInput.Submitted)
    def _submitted(self) -> None:
        self.found.action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)


def _text(line: ControlLine) -> str:
    return folded(f"{line.question} {line.id} {line.section}")
