"""The results: verdicts, score, and behind nine tabs what stops, what would be found, what to do, who does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from pmark_check.domain.citations import Document
from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import AddChecklists, ShowFacts, ShowHelp, ShowInterview, WriteReport
from pmark_check.tui.screens.base import unsaid
from pmark_check.tui.screens.dialogs import ReadDialog
from pmark_check.tui.screens.results_rows import ANYWHERE, Aim, Maker, Sight
from pmark_check.tui.screens.results_tabs import GAPS, SUMMARY, TABS, rows_of, tab_bar
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.widgets.band_bar import bar
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.board import Shown, tried_gain, tried_out
from pmark_check.view.examination import Examination, StageLine
from pmark_check.view.lines import Verdict
from pmark_check.view.scorecard import ScorecardView

VERDICT_STYLES = {
    "exposed": "bold $error",
    "blocked": "bold $error",
    "unknown": "bold $warning",
    "undecided": "bold $warning",
    "preparing": "bold $warning",
    "guarded": "bold $success",
    "ready": "bold $success",
}
"""Colours of the verdicts; the words carry the meaning."""


class ResultsScreen(WholeScreen[None]):
    """Everything that the answers come to. Trying steps out changes nothing that is kept."""

    CSS_PATH = "results.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark,？", "help", "tui.key.help", id="results.help"),
        Binding("1,１", f"tab('{TABS[0]}')", "tui.results.tab.summary", show=False, id="results.tab-1"),
        *(
            Binding(f"{n},{wide}", f"tab('{tab}')", f"tui.results.tab.{tab}", show=False, id=f"results.tab-{n}")
            for n, wide, tab in zip("23456789", "２３４５６７８９", TABS[1:], strict=True)
        ),
        Binding("left", "turn(-1)", "tui.results.previous-tab", show=False, id="results.previous-tab"),
        Binding("right", "turn(1)", "tui.results.next-tab", show=False, id="results.next-tab"),
        Binding("space,ideographic_space", "try", "tui.results.try", id="results.try"),
        Binding("f2,w,ｗ", "write", "tui.results.write", id="results.write"),
        Binding("f3,x,ｘ", "explain", "tui.results.explain", id="results.explain"),
        Binding("f4", "interview", "tui.results.interview", id="results.interview"),
        Binding("f5,f,ｆ", "filter", "tui.results.filter", id="results.filter"),
        Binding("escape", "back", "tui.key.back", id="results.back"),
    ]
    rows = query_one(RowList)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self.session = session
        self.tab = SUMMARY
        self.sight = Sight()
        self._documents: tuple[Document, ...] | None = None
        self._read()

    def compose(self) -> ComposeResult:
        """Verdicts and score, the tabs, what is tried out, the rows."""
        self._read()
        yield Static(id="where", markup=False)
        yield Static(id="verdicts", markup=False)
        yield Static(id="tabs", markup=False)
        yield Static(id="tried", markup=False)
        yield RowList(rows_of(self.tab, self.make))
        yield KeyFooter()

    def _read(self) -> None:
        self.today = self.desk.around.clock().date()
        self.view = ScorecardView(self.session, self.desk.translate)
        self.examination = Examination(self.view, self.today)
        self.sight.tried &= {gap.item.control.id for gap in self.view.situation.gaps}
        self.make = Maker(self.view, self.examination, self.sight, self._read_documents)

    def _read_documents(self) -> Iterable[Document]:
        """Return the documents an examination asks for, read when they are first to be shown."""
        if self._documents is None:
            self._documents = self.desk.background().documents.document
        return self._documents

    def begin(self) -> None:
        """Begin in the rows."""
        self.rows.focus()
        self.call_after_refresh(self._show_head)

    def on_screen_resume(self) -> None:
        """Read the answers anew whenever they come into sight."""
        self._read()
        self._repaint()

    def on_resize(self) -> None:
        """Fold the head to the width."""
        self.call_after_refresh(self._show_head)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _repaint(self) -> None:
        self.rows.refill(rows_of(self.tab, self.make))
        self._show_head()

    def _show_head(self) -> None:
        width = self.rows.row_width
        view, today = self.view, self.t("score.today")
        score = f"{today} {view.band.label}"
        score_width = min(width // 2, cell_len(score))
        name = Cell(f"{view.name} / {view.checklist_title}", width - score_width - GAP, "bold", lines=1)
        self.query_one("#where", Static).update(row(name, Cell(score, score_width, "bold", right=True, lines=1)))
        self.query_one("#verdicts", Static).update(self._head(width))
        self.query_one("#tabs", Static).update(tab_bar(self.tab, width, self.desk.translate))
        tried = self.query_one("#tried", Static)
        tried.display = bool(self.sight.tried)
        tried.update(self._after(width))
        self.refresh_bindings()  # which keys there are depends on the rows

    def _head(self, width: int) -> Content:
        """The two verdicts as badges, and the score as a bar with the target."""
        view = self.view
        parts = [("statement.incident", view.incident), ("statement.application", view.application)]
        badges = Content("   ").join([self._badge(title, verdict) for title, verdict in parts])
        if badges.cell_length > width:
            badges = Content("\n").join([self._badge(title, verdict) for title, verdict in parts])
        told = self.t("tui.results.told", target=view.target, answered=view.answered, asked=view.asked)
        told_width = min(width // 2, cell_len(told))
        bar_width = width - told_width - GAP
        cells = Cell(bar(view.band.low, view.band.high, bar_width, view.target), bar_width), Cell(told, told_width)
        return Content("\n").join([badges, row(*cells)])

    def _badge(self, title: str, verdict: Verdict) -> Content:
        style = VERDICT_STYLES.get(verdict.id, "$quiet")
        return Content.assemble(f"{self.t(title)}: ", (f"[{verdict.title}]", style))

    def _after(self, width: int) -> Content:
        """What the steps that are tried out would bring; nothing while none is."""
        if not self.sight.tried:
            return Content("")
        after = tried_out(self.view, self.sight.tried)
        said = self.t(
            "tui.results.tried",
            count=len(self.sight.tried),
            before=self.view.band.label,
            after=after.band.label,
            gain=tried_gain(self.view, after),
            incident=after.incident.title,
            application=after.application.title,
        )
        stages = zip(self.examination.stages, Examination(after, self.today).stages, strict=True)
        told = [self._moved(*pair) for pair in stages if pair[0].findings]
        return row(Cell("  ".join([said, *told]), width, "bold"))

    def _moved(self, before: StageLine, after: StageLine) -> str:
        return self.t("tui.results.tried.stage", stage=before.name, before=before.findings, after=after.findings)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys; the last line names the one that tries a step only where there are steps."""
        found = super().active_bindings
        has_steps = any(aim.step for aim in self.make.aims.values())
        return {
            key: active if has_steps or active.binding.action != "try" else unsaid(active)
            for key, active in found.items()
        }

    # --- wishes ----------------------------------------------------------------------------------------------------

    @property
    def aim(self) -> Aim:
        """What the highlighted row is about."""
        return self.make.aims.get(self.rows.current or "", Aim())

    def action_tab(self, tab: str) -> None:
        """Show a tab from its top."""
        self.tab = tab
        self._begin_again()

    def _begin_again(self) -> None:
        """Show the rows of the tab from its top."""
        self.rows.highlighted = None
        self.rows.refill(rows_of(self.tab, self.make), top=True)
        self._show_head()
        if self.tab == GAPS and (gaps := [row_id for row_id, aim in self.make.aims.items() if aim.step]):
            self.rows.go_to(gaps[0])

    def action_turn(self, by: int) -> None:
        """Show the neighbouring tab."""
        self.action_tab(TABS[(TABS.index(self.tab) + by) % len(TABS)])

    @on(RowList.OptionSelected)
    def _row_opened(self, event: RowList.OptionSelected) -> None:
        aim = self.make.aims.get(event.option_id or "", Aim())
        if aim.control:
            self.post_message(ShowInterview(None if aim.control == ANYWHERE else aim.control))
        elif aim.tab:
            self.action_tab(aim.tab)
        elif aim.facts:
            self.post_message(ShowFacts())
        elif aim.adds_checklists:
            self.post_message(AddChecklists())
        elif aim.is_filter:
            self.action_filter()
        elif aim.fold:
            self._fold(aim.fold)
        elif aim.number:
            self._explain(aim.number)

    def _fold(self, name: str) -> None:
        """Unfold what is behind the highlighted row, and move the row up so that it is seen; or fold it away."""
        self.sight.unfolded ^= {name}
        self._repaint()
        if name in self.sight.unfolded:
            self.call_after_refresh(self.rows.scroll_to_highlight, top=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Return whether an action makes sense on this tab."""
        return action != "filter" or self.tab == GAPS

    def action_filter(self) -> None:
        """Show the next selection of gaps."""
        selections = list(Shown)
        self.sight.shown = selections[(selections.index(self.sight.shown) + 1) % len(selections)]
        self._begin_again()

    def action_try(self) -> None:
        """Try the highlighted step out, or leave it again."""
        if step := self.aim.step:
            self.sight.tried ^= {step}
            self._repaint()
        else:
            self.notify(self.t("tui.results.try-where"), markup=False, timeout=4)

    def action_explain(self) -> None:
        """Explain the number of the highlighted row, else the headline score."""
        self._explain(self.aim.number or "score.worst")

    def _explain(self, number: str) -> None:
        from pmark_check.view.explain import explain

        numbers = [number, number.removesuffix("worst") + "best"] if number.endswith(".worst") else [number]
        with self.errors_shown():
            found = [explain(self.view, wanted) for wanted in numbers]
            said = [f"{one.title}  {one.value}\n{one.formula}" for one in found]
            self.app.push_screen(ReadDialog(self.desk, self.t("tui.results.explain.title"), [*said, *found[0].lines]))

    def action_write(self) -> None:
        """Ask for whom the report shall be; the app writes it and says where it is."""
        from pmark_check.tui.screens.audience import AudienceDialog

        self.app.push_screen(AudienceDialog(self.desk), self._wish)

    def _wish(self, wish: WriteReport | None) -> None:
        if wish:
            self.post_message(wish)

    def action_interview(self) -> None:
        """Go back to the questions."""
        self.post_message(ShowInterview())

    def action_back(self) -> None:
        """Go back to where one came from."""
        self.dismiss()

    def action_help(self) -> None:
        """Show how to read what is shown."""
        self.post_message(ShowHelp(f"results-{self.tab}"))
