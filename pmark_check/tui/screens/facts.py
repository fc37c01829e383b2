"""The facts about the firm: what is stated here decides what is asked. One durable write for each change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from pmark_check.domain.checklist import Fact, FactKind, FactValue
from pmark_check.domain.events import AnyBody, FactStated
from pmark_check.domain.session import Session
from pmark_check.tui.deeds import deed
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowHelp, ShowInterview
from pmark_check.tui.screens.dialogs import ReadDialog
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.text import Prose, WideInput, shortened
from pmark_check.tui.widgets.choice_row import Choice, ChoiceRow
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList, blank
from pmark_check.tui.widgets.typed import typed_value
from pmark_check.view.lines import FactLine
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal

GO_ON = "#go-on"
"""The last row: it leads to the questions."""
TYPED = (FactKind.NUMBER, FactKind.DATE)
TRUE, FALSE, UNSTATED = "true", "false", ""
HANGING = 8
TYPING = frozenset("0123456789/-.+年月日")
"""What begins a number or a day, in any width."""
SHOWN = 40
"""Cells that are quoted of what makes no sense."""


class FactList(RowList):
    """The facts; Enter goes to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "tui.facts.next", id="list.next")]


class FactsScreen(WholeScreen[None]):
    """The form: a list of facts, below it what the highlighted one means and how to state it."""

    CSS_PATH = "facts.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark,？", "help", "tui.key.help", id="facts.help"),
        *(
            Binding(f"{digit},{wide}", f"pick('{digit}')", "tui.facts.pick", show=False, id=f"facts.pick-{digit}")
            for digit, wide in zip("1234567890", "１２３４５６７８９０", strict=True)
        ),
        Binding("left", "step(-1)", "tui.choice.change", show=False, id="facts.previous"),
        Binding("right", "step(1)", "tui.choice.change", show=False, id="facts.next"),
        Binding("f2,u,ｕ,う", "undo", "tui.facts.undo", id="facts.undo"),
        Binding("f3,v,ｖ", "not_asked", "tui.facts.not-asked", id="facts.not-asked"),
        Binding("f4", "interview", "tui.facts.interview", id="facts.interview"),
        Binding("escape", "back", "tui.key.back", id="facts.back"),
    ]
    rows = query_one(RowList)
    picker = query_one(ChoiceRow)
    field = query_one(WideInput)

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
            yield WideInput(classes="-flat", id="value", select_on_focus=False)
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
        return width - value - HANGING - 2 * GAP, value

    def _rows(self, width: int) -> Iterator[Option]:
        question, value = self._widths(width)
        for line in self._view.facts:
            style = "bold" if line.is_stated else "$quiet"
            hanging = str(line.hanging or "-")
            cells = Cell(line.question, question), Cell(hanging, HANGING, right=True), Cell(line.value, value, style)
            yield Option(row(*cells), id=line.id)
        yield blank()
        yield Option(Content.styled(self.t("tui.facts.go-on", count=self._view.asked), "bold"), id=GO_ON)

    def _show_head(self) -> None:
        width = self.rows.row_width
        stated = sum(line.is_stated for line in self._view.facts)
        progress = self.t("tui.facts.progress", stated=stated, all=len(self._view.facts), saved=self._saved_at())
        name_width = max(10, width - len(progress) * 2 - GAP)
        cells = Cell(self._view.name, name_width, "bold", lines=1), Cell(progress, width - name_width - GAP, right=True)
        self.query_one("#where", Static).update(row(*cells))
        question, value = self._widths(width)
        titles = (self.t("tui.facts.title"), self.t("tui.facts.hanging"), self.t("tui.facts.value"))
        self.query_one("#columns", Static).update(
            row(Cell(titles[0], question), Cell(titles[1], HANGING, right=True), Cell(titles[2], value))
        )

    def _saved_at(self) -> str:
        events_ = self.session.events
        return events_[-1].at[11:16] if events_ else "-"

    def _fact(self, fact_id: str) -> Fact | None:
        return None if fact_id in ("", GO_ON) else self.session.library.fact(fact_id)

    @on(RowList.OptionHighlighted)
    def _highlighted(self, event: RowList.OptionHighlighted) -> None:
        wanted = event.option_id or ""
        if wanted == self._edited:
            return
        if not self._commit():
            self.rows.go_to(self._edited)
            return
        self._edit(wanted)

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

    # --- stating ---------------------------------------------------------------------------------------------------

    def _state(self, fact_id: str, value: FactValue | None) -> bool:
        """State a fact; return whether it is durable."""
        with self.errors_shown():
            self.session.state_fact(fact_id, value)
        if self.session.assessment.facts.get(fact_id) != value:
            return False
        self._repaint()
        return True

    def _repaint(self) -> None:
        self._view = ScorecardView(self.session, self.desk.translate)
        self.rows.refill()
        self._edit(self._edited)
        self._show_head()

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        value: FactValue | None = event.choice or None
        if event.choice in (TRUE, FALSE):
            value = event.choice == TRUE
        self._state(self._edited, value)

    def _commit(self) -> bool:
        """Make what stands in the field durable; return False where it cannot be, and it stays in the field."""
        fact = self._fact(self._edited)
        if fact is None or fact.kind not in TYPED:
            return True
        stated = self.session.assessment.facts.get(fact.id)
        if self.field.value == ("" if stated is None else str(stated)):
            return True
        try:
            value = typed_value(fact.kind, self.field.value, self._today)
        except ValueError:
            typed = shortened(self.field.value, SHOWN)
            self._say_effect(self.t(f"tui.facts.bad.{fact.kind}", text=literal(typed)), wrong=True)
            return False
        return self._state(fact.id, value)

    @property
    def _today(self) -> date:
        return self.desk.around.clock().date()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._commit():
            self.rows.focus()
            self.rows.action_cursor_down()

    def on_key(self, event: events.Key) -> None:
        """Type into the field from the list; leave the field with the arrows: what was typed is kept.

        Keys of one burst reach the list before the focus has moved (tried), so they are put where they belong here.
        """
        if self.focused is self.field and event.key in ("up", "down"):
            event.stop()
            if self._commit():
                self.rows.focus()
                move = self.rows.action_cursor_up if event.key == "up" else self.rows.action_cursor_down
                move()
        elif self.field.display and event.character and unicodedata.normalize("NFKC", event.character) in TYPING:
            event.stop()
            self._type(event.character)
        elif self.field.display and event.key in ("backspace", "delete") and self.focused is self.rows:
            event.stop()
            self._type("")

    def _type(self, character: str) -> None:
        if self.focused is self.field:
            self.field.insert_text_at_cursor(character)
            return
        self.set_focus(self.field)
        self.field.value = character
        self.field.cursor_position = len(character)

    # --- wishes ----------------------------------------------------------------------------------------------------

    def action_pick(self, digit: str) -> None:
        """Choose by digit."""
        if self.picker.display:
            self.picker.action_pick(digit)

    def action_step(self, by: int) -> None:
        """Choose the neighbour."""
        if self.picker.display:
            self.picker.action_step(by)

    @on(RowList.OptionSelected)
    def _row_opened(self, event: RowList.OptionSelected) -> None:
        fact = self._fact(event.option_id or "")
        if fact is None:
            self.action_interview()
        else:  # what is typed goes into the field by itself
            self.rows.action_cursor_down()

    def action_undo(self) -> None:
        """Take the last change back and say what it was."""
        with self.errors_shown():
            undone = self.session.undo()
            self._repaint()
            self.notify(self._what(undone), markup=False, timeout=4)

    def _what(self, undone: Sequence[AnyBody]) -> str:
        """Return what was undone: a fact by its question, anything else as the interview says it."""
        if not undone:
            return self.t("tui.facts.undo.nothing")
        facts = [self._lines[body.fact].question for body in undone if isinstance(body, FactStated)]
        what = facts[0] if facts else deed(undone, self.session.library, self.desk.translate)
        return self.t("tui.facts.undo.done", what=what)

    def action_not_asked(self) -> None:
        """Show what is not asked because of the highlighted fact, else because of all."""
        edited = self._lines.get(self._edited)
        lines = (edited.ruled_out if edited else ()) or [line.line for line in self._view.not_asked]
        questions = [line.question for line in lines]
        title = self.t("tui.facts.not-asked.title", count=len(questions))
        self.app.push_screen(ReadDialog(self.desk, title, questions or [self.t("tui.facts.not-asked.none")]))

    def action_interview(self) -> None:
        """Go on to the questions."""
        if self._commit():
            self.post_message(ShowInterview())

    def action_back(self) -> None:
        """Leave the field, else the screen."""
        if self.focused is self.field:
            stated = self.session.assessment.facts.get(self._edited)
            self.field.value = "" if stated is None else str(stated)
            self.rows.focus()
        elif self._commit():
            self.dismiss()

    def keep_typing(self) -> None:
        """Keep what stands in the field, if it makes sense."""
        self._commit()

    def action_help(self) -> None:
        """Show what the facts are for."""
        self.post_message(ShowHelp("facts"))


def _chosen(stated: FactValue | None) -> str:
    if stated is None:
        return UNSTATED
    return (TRUE if stated else FALSE) if isinstance(stated, bool) else str(stated)
