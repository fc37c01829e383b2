"""Dialogs of a workshop, each answered by a digit or by one line: choices, a line to write, how to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets.option_list import Option

from pmark_check.domain.agenda import Agenda, missing
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.errors import PmarkError
from pmark_check.storage.agendas import find_agendas
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.screens.dialogs import AskDialog
from pmark_check.tui.screens.drafting import DraftingDialog
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.choice_row import ChoiceRow, numbered
from pmark_check.tui.widgets.columns import Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.typed import typed_names
from pmark_check.view.words import literal
from pmark_check.view.workshop import MINUTE, agenda_title, minutes

Choices = Sequence[tuple[str, str]]
"""(id, label) pairs."""

DIGITS = 9


class Choosing(RowList):
    """Rows of which one is chosen, not opened."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "tui.choice.pick", id="list.choose")]


class NumberedDialog(PmarkDialog[str | None]):
    """A few choices: a digit takes one, or the arrows and Enter. Returns its id, None for none.

    Args:
        desk: the language.
        title: what is to be chosen.
        choices: the first nine have the digits 1 to 9.
        last: one more, with the digit 0.
        told: what there is to know before choosing.
        begin: the choice that Enter takes at first.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{n},{chr(ord('０') + n)}", f"pick({n})", "tui.choice.pick", show=False, id=f"choice.{n}")
            for n in range(10)
        ),
        Binding("escape", "dismiss(None)", "tui.dialog.cancel", id="dialog.cancel"),
    ]
    rows = query_one(RowList)

    def __init__(  # noqa: PLR0913 - what a question needs
        self,
        desk: Desk,
        title: str,
        choices: Choices,
        *,
        last: tuple[str, str] | None = None,
        told: str = "",
        begin: str | None = None,
    ) -> None:
        super().__init__(desk)
        self._title, self._told, self._begin = title, told, begin
        digits = [str(n) if n <= DIGITS else "" for n in range(1, len(choices) + 1)]
        self._choices = [(digit, *choice) for digit, choice in zip(digits, choices, strict=True)]
        if last:
            self._choices.append(("0", *last))

    def compose(self) -> ComposeResult:
        """Title, what to know, the choices."""
        with Vertical(classes="dialog -choices"):
            yield Prose(literal(self._title), classes="dialog-title")
            yield Prose(literal(self._told), classes="quiet")
            yield Choosing(self._rows, keep=self._begin)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin in the list."""
        self.rows.focus()

    def _rows(self, width: int) -> Iterator[Option]:
        for digit, key, label in self._choices:
            yield Option(row(Cell(digit, 1, "bold"), Cell(literal(label), width - 3)), id=key)

    def action_pick(self, number: int) -> None:
        """Take the choice of that digit, if there is one."""
        for digit, key, _ in self._choices:
            if digit == str(number):
                self.dismiss(key)

    @on(RowList.OptionSelected)
    def _selected(self, event: RowList.OptionSelected) -> None:
        self.dismiss(event.option_id)


class LineDialog(DraftingDialog[str]):
    """One line to write, returned once ``keep`` made it durable; what that refuses is said while the line stays.

    Args:
        desk: the language.
        title: what is written.
        keep: takes the line.
        text: what stands in it at first.
        told: what there is to know.
        draft: what was being typed when the program was interrupted.
        keep_draft: takes what is being typed; "" for nothing.
    """

    def __init__(  # noqa: PLR0913 - what a line needs
        self,
        desk: Desk,
        title: str,
        keep: Callable[[str], object],
        *,
        text: str = "",
        told: str = "",
        draft: str = "",
        keep_draft: Callable[[str], None],
    ) -> None:
        super().__init__(desk, draft, keep_draft)
        self._title, self._keep, self._text, self._told = title, keep, text, told

    def compose(self) -> ComposeResult:
        """Title, the line, what to know, what is wrong."""
        with Vertical(classes="dialog"):
            yield Prose(literal(self._title), classes="dialog-title")
            yield WideInput(self._draft or self._text, classes="-flat", select_on_focus=False)
            yield Prose(literal(self._told), classes="quiet paragraph")
            yield Prose(id="problem")
        yield KeyFooter()

    def as_draft(self) -> str:
        """Return what is being typed; "" where that is what stood there."""
        return "" if self.field.value == self._text else self.field.value

    def accept(self) -> None:
        """Keep the line and close."""
        with self.errors_shown():
            try:
                self._keep(self.field.value)
            except ValueError:
                self.problem.say(self.t("tui.edit.not-a-day", text=literal(self.field.value)))
                return
            self.finish(self.field.value)


class StartWorkshop(AskDialog[Facilitation]):
    """Asks for agenda, attendees and place, and begins the workshop. Returns it."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._facilitation = Facilitation(session)
        self._session = session
        self._problem: PmarkError | None = None
        self._agendas = self._find()
        self._chosen = min(self._agendas, key=lambda name: len(self._missing(name)))

    def _find(self) -> dict[str, Agenda]:
        try:
            found = find_agendas(self.desk.workspace.agendas_folder)
        except PmarkError as error:
            self._problem = error
            found = find_agendas(None)
        return {name: agenda for name, (_, agenda) in found.items()}

    def compose(self) -> ComposeResult:
        """The agendas, two lines, what is wrong."""
        titles = [(name, self._titled(agenda)) for name, agenda in self._agendas.items()]
        last = self._facilitation.workshops[-1:]
        people = [self._session.person_name(person) for workshop in last for person in workshop.attendees]
        comma = self.t("report.list.comma")
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.workshop.start.title"), classes="dialog-title")
            yield ChoiceRow(numbered(titles), self._chosen)
            yield Prose(id="missing", classes="quiet")
            yield Prose(self.t("tui.workshop.attendees"), classes="paragraph")
            yield WideInput(comma.join(filter(None, people)), classes="-flat", id="attendees", select_on_focus=False)
            yield Prose(self.t("tui.workshop.place"))
            yield WideInput(classes="-flat", id="place")
            yield Prose(self.t("tui.workshop.start.hint"), classes="quiet paragraph")
            yield Prose(id="problem")
        yield KeyFooter()

    def _titled(self, agenda: Agenda) -> str:
        length = minutes(agenda.minutes * MINUTE, self.desk.translate)
        return self.t("tui.workshop.start.agenda", title=agenda_title(agenda, self.desk.translate), length=length)

    def focus_first(self) -> None:
        """Begin with the agendas; say what is wrong with an own one."""
        self.query_one(ChoiceRow).focus()
        self._say_missing()
        with self.errors_shown():
            if self._problem:
                raise self._problem

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        self._chosen = event.choice
        self.query_one(ChoiceRow).choose(event.choice)
        self._say_missing()

    def _missing(self, agenda: str) -> tuple[str, ...]:
        return missing(self._agendas[agenda], self._session.library)

    def _say_missing(self) -> None:
        count = len(self._missing(self._chosen))
        self.query_one("#missing", Prose).say(self.t("tui.workshop.start.missing", count=count) if count else "")

    def accept(self) -> None:
        """Begin; what is wrong is said, and everything stays."""
        with self.errors_shown():
            people = typed_names(self.query_one("#attendees", WideInput).value)
            place = self.query_one("#place", WideInput).value
            self._facilitation.start(self._agendas[self._chosen], people, place=place)
            self.dismiss(self._facilitation)
