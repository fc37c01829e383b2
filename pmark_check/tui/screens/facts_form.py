"""The form of the facts, as it is shown: a list, below it what the highlighted fact means and how to state it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Static
from textual.widgets.option_list import Option

from pmark_check.domain.checklist import Fact, FactKind, FactValue
from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.choice_row import Choice, ChoiceRow
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList, blank
from pmark_check.tui.widgets.rows import MEASURE
from pmark_check.view.lines import FactLine
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal

GO_ON = "#go-on"
"""The last row: it leads to the questions."""
TYPED = (FactKind.NUMBER, FactKind.DATE)
TRUE, FALSE, UNSTATED = "true", "false", ""
HANGING = 8


class FactList(RowList):
    """The facts; Enter goes to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "tui.facts.next", id="list.next")]


class FactField(WideInput):
    """The line on which a number or a day is typed. It takes no keys: the form hands them on, in their order."""

    def on_key(self, event: events.Key) -> None:
        """Leave the key to the form."""
        event.prevent_default()


class FactsForm(WholeScreen[None]):
    """Shows the facts. Nothing here changes the session."""

    CSS_PATH = "facts.tcss"
    rows = query_one(RowList)
    picker = query_one(ChoiceRow)
    field = query_one(FactField)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self.session = session
        self._edited = ""
        """The fact that the editor below the list belongs to."""
        self._view = ScorecardView(session, desk.translate)

    def compose(self) -> ComposeResult:
        """Where one is, the facts, the editor."""
        self._view = ScorecardView(self.session, self.desk.translate)
        yield Static(id="where", markup=False)
        yield Static(id="columns", markup=False)
        keep, self._edited = self._edited, ""
        yield FactList(self._rows, keep=keep)
        with Vertical(id="editor"):
            yield Prose(id="plain")
            yield Prose(id="effect")
            yield ChoiceRow((), "")
            yield FactField(classes="-flat", id="value", select_on_focus=False)
        yield KeyFooter()

    def begin(self) -> None:
        """Begin in the list."""
        self.picker.can_focus = False
        self.rows.focus()
        self.call_after_refresh(self._show_head)

    def on_resize(self) -> None:
        """Keep head and column titles to the width."""
        self.call_after_refresh(self._show_head)

    # --- what is shown ---------------------------------------------------------------------------------------------

    @property
    def _lines(self) -> dict[str, FactLine]:
        return {line.id: line for line in self._view.facts}

    def _widths(self, width: int) -> tuple[int, int]:
        value = max(16, width // 4)
        return min(MEASURE, width - value - HANGING - 2 * GAP), value

    def _rows(self, width: int) -> Iterator[Option]:
        question, value = self._widths(width)
        for line in self._view.facts:
            style = "bold" if line.is_stated else "$quiet"
            hanging = str(line.hanging or "-")
            cells = Cell(line.question, question), Cell(hanging, HANGING, right=True), Cell(line.value, value, style)
            yield Option(row(*cells), id=line.id)
        yield blank()
        yield Option(row(Cell(self.t("tui.facts.go-on", count=self._view.asked), width, "bold")), id=GO_ON)

    def _show_head(self) -> None:
        width = self.rows.row_width
        stated = sum(line.is_stated for line in self._view.facts)
        progress = self.t("tui.facts.progress", stated=stated, all=len(self._view.facts), saved=self._saved_at())
        name_width = max(10, width - cell_len(progress) - GAP)
        cells = Cell(self._view.name, name_width, "bold", lines=1), Cell(progress, width - name_width - GAP, right=True)
        self.query_one("#where", Static).update(row(*cells))
        question, value = self._widths(width)
        titles = (self.t("tui.facts.title"), self.t("tui.facts.hanging"), self.t("tui.facts.value"))
        self.query_one("#columns", Static).update(
            row(Cell(titles[0], question), Cell(titles[1], HANGING, right=True), Cell(titles[2], value))
        )

    def _saved_at(self) -> str:
        events_ = self.session.events
        return self.desk.when(events_[-1].at) if events_ else "-"

    def _fact(self, fact_id: str) -> Fact | None:
        return None if fact_id in ("", GO_ON) else self.session.library.fact(fact_id)

    def _edit(self, fact_id: str) -> None:
        """Turn the editor to another fact."""
        self._edited = fact_id
        fact = self._fact(fact_id)
        stated = self.session.assessment.facts.get(fact_id)
        self.picker.display = fact is not None and fact.kind not in TYPED
        self.field.display = fact is not None and fact.kind in TYPED
        if fact is None:
            self.query_one("#plain", Prose).say(self.t("tui.facts.go-on.told"))
            self._say_effect("")
            return
        self.query_one("#plain", Prose).say(self._lines[fact_id].plain)
        self._say_effect(self._effect(fact_id))
        if fact.kind in TYPED:
            self.field.value = "" if stated is None else str(stated)
            self.field.cursor_position = len(self.field.value)
            self.field.placeholder = self.t(f"tui.facts.typed.{fact.kind}")
        else:
            self.picker.offer(self._choices(fact), _chosen(stated))

    def _say_effect(self, text: str, *, wrong: bool = False) -> None:
        effect = self.query_one("#effect", Prose)
        effect.set_class(wrong, "-wrong")
        effect.say(text)

    def _choices(self, fact: Fact) -> tuple[Choice, ...]:
        unstated = Choice(UNSTATED, self.t("fact.unstated"), "0")
        if fact.kind is FactKind.YES_NO:
            return Choice(TRUE, self.t("fact.true"), "1"), Choice(FALSE, self.t("fact.false"), "2"), unstated
        titles = ((choice.id, literal(choice.title.to(self.desk.language))) for choice in fact.choices)
        return *(Choice(key, title, str(n)) for n, (key, title) in enumerate(titles, 1)), unstated

    def _effect(self, fact_id: str) -> str:
        """Return what the fact decides: how many questions hang on it, and how many it rules out."""
        line = self._lines[fact_id]
        if not line.hanging:
            return self.t("tui.facts.effect.none")
        return self.t("tui.facts.effect", hanging=line.hanging, ruled_out=len(line.ruled_out))


def _chosen(stated: FactValue | None) -> str:
    if stated is None:
        return UNSTATED
    return (TRUE if stated else FALSE) if isinstance(stated, bool) else str(stated)
