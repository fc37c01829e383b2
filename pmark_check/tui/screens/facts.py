"""The facts about the firm: what is stated here decides what is asked. One durable write for each change."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from pmark_check.domain.checklist import FactValue
from pmark_check.domain.events import AnyBody, FactStated
from pmark_check.tui.deeds import deed
from pmark_check.tui.navigation import ShowHelp, ShowInterview
from pmark_check.tui.screens.dialogs import ReadDialog
from pmark_check.tui.screens.facts_form import FALSE, GO_ON, TRUE, TYPED, FactsForm
from pmark_check.tui.text import FULL_WIDTH_SPACE, shortened
from pmark_check.tui.widgets.choice_row import ChoiceRow
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.typed import typed_value
from pmark_check.view.words import literal

DIGITS = frozenset("0123456789")
TYPING = frozenset("0123456789/-.+年月日")
"""What begins a number or a day, in any width."""
EDITS = {
    "backspace": "delete_left",
    "delete": "delete_right",
    "left": "cursor_left",
    "right": "cursor_right",
}
"""Keys of the field, and what they do there."""
STEPS = {"left": -1, "right": 1}
MOVES = {
    "enter": "cursor_down",
    "down": "cursor_down",
    "up": "cursor_up",
    "pagedown": "page_down",
    "pageup": "page_up",
    "home": "first",
    "end": "last",
}
"""Keys of the list, and what they do there."""
SHOWN = 40
"""Cells that are quoted of what makes no sense."""


class FactsScreen(FactsForm):
    """States facts: what the keys of the form do."""

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

    @on(RowList.OptionHighlighted)
    def _follow(self) -> None:
        """Turn to the fact that is highlighted by now; stay where what was typed cannot be kept."""
        wanted = self.rows.current or ""
        if wanted == self._edited:
            return
        if not self._commit():
            self.rows.go_to(self._edited)
            return
        self._edit(wanted)

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
        self._choose(event.choice)

    def _choose(self, choice: str) -> None:
        self._state(self._edited, choice == TRUE if choice in (TRUE, FALSE) else choice or None)

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

    # --- keys ------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Do at once what a key means for the fact that is highlighted.

        A binding would run after later keys of the same burst, and these would go where the focus was (tried). So
        neither list nor field takes keys: both hand them up to here, in their order.
        """
        if self._typed(event) or self._moved(event):
            event.stop()

    def _typed(self, event: events.Key) -> bool:
        """Return whether the key was one for the editor below the list."""
        if self.picker.display and event.key in STEPS:
            self._choose(self.picker.neighbour(STEPS[event.key]))
            return True
        if self.picker.display:
            return self._picked_by(unicodedata.normalize("NFKC", event.character or ""))
        if not self.field.display:
            return False
        if event.key in EDITS:
            getattr(self.field, f"action_{EDITS[event.key]}")()
            self.set_focus(self.field)
            return True
        character = event.character or ""
        begins = unicodedata.normalize("NFKC", character) in TYPING if character else False
        is_typed = begins or (self.focused is self.field and (event.is_printable or character == FULL_WIDTH_SPACE))
        if is_typed:
            self._type(character)
        return is_typed

    def _type(self, character: str) -> None:
        if self.focused is not self.field:
            self.set_focus(self.field)
            self.field.value = ""
        self.field.replace(character, *sorted(self.field.selection))

    def _picked_by(self, digit: str) -> bool:
        """Choose by digit; return whether it was one."""
        if digit not in DIGITS:
            return False
        for choice in self.picker.choices:
            if choice.digit == digit:
                self._choose(choice.id)
        return True

    def _moved(self, event: events.Key) -> bool:
        """Return whether the key led to another fact, or would have."""
        if event.key not in MOVES or (event.key == "enter" and self._edited in ("", GO_ON)):
            return False
        if self._commit():
            self.rows.focus()
            getattr(self.rows, f"action_{MOVES[event.key]}")()
            self._follow()
        return True

    # --- wishes ----------------------------------------------------------------------------------------------------

    def action_pick(self, digit: str) -> None:
        """Choose by digit."""
        if self.picker.display:
            self._picked_by(digit)

    def action_step(self, by: int) -> None:
        """Choose the neighbour."""
        if self.picker.display:
            self._choose(self.picker.neighbour(by))

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
