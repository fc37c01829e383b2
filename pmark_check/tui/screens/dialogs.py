"""Dialogs: something to read, a new company, a file to open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.getters import query_one
from textual.widgets.option_list import Option

from pmark_check.domain.text import free_text
from pmark_check.errors import BadInput, NotFound, PmarkError, Problems, Unwritable
from pmark_check.i18n.translation import explain, located
from pmark_check.storage.checklists import find_checklists, included
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.storage.workspace import STANDARD
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose, WideInput, shortened
from pmark_check.tui.widgets.columns import Cell, row
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.tui.widgets.typed import is_file, typed_path
from pmark_check.view.sitting import named, rounded
from pmark_check.view.words import literal

if TYPE_CHECKING:
    from pmark_check.domain.checklist import Checklist

Result = TypeVar("Result")
SECONDS_EACH = 36
"""What a question takes on average: 25 in a quarter of an hour. Our own estimate."""
MARK_CELLS, COUNT_CELLS, TIME_CELLS = 6, 13, 13
SHOWN_PROBLEMS = 5
SHOWN_PATH = 300
"""Cells of a path that an error message quotes; a longer one is no name either."""


class ReadDialog(PmarkDialog[None]):
    """Shows a text until it is closed."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "tui.dialog.close", id="dialog.close"),
        Binding("up", "scroll('up')", "tui.list.up", show=False, id="dialog.up"),
        Binding("down", "scroll('down')", "tui.list.down", show=False, id="dialog.down"),
        Binding("pageup", "scroll('page_up')", "tui.list.page-up", show=False, id="dialog.page-up"),
        Binding(
            "pagedown,space,ideographic_space",
            "scroll('page_down')",
            "tui.list.page-down",
            show=False,
            id="dialog.page-down",
        ),
    ]
    body = query_one(VerticalScroll)

    def __init__(self, desk: Desk, title: str, paragraphs: Sequence[str]) -> None:
        super().__init__(desk)
        self._title = title
        self._paragraphs = tuple(paragraphs)

    def compose(self) -> ComposeResult:
        """Title, text, the key that closes it."""
        with Vertical(classes="dialog -tall"):
            yield Prose(literal(self._title), classes="dialog-title")
            with VerticalScroll(can_focus=False):
                for paragraph in self._paragraphs:
                    yield Prose(literal(paragraph), classes="paragraph")
        yield KeyFooter()

    def action_scroll(self, where: str) -> None:
        """Move the text."""
        getattr(self.body, f"scroll_{where}")(animate=False)


class AskDialog(PmarkDialog[Result]):
    """Asks for something. What is wrong with it is said inside the dialog and stays until the next try."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "tui.dialog.accept", priority=True, id="dialog.accept"),
        Binding("escape", "dismiss", "tui.dialog.cancel", id="dialog.cancel"),
    ]
    problem = query_one("#problem", Prose)
    field = query_one(WideInput)

    def on_mount(self) -> None:
        """Begin in the field, or wherever a dialog says."""
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus where one begins."""
        self.field.focus()

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Show a ``PmarkError`` raised inside in the dialog; what was typed stays."""
        self.problem.say("")
        try:
            yield
        except Problems as error:
            places = [located(problem, self.desk.translate) for problem in error.problems[:SHOWN_PROBLEMS]]
            self.problem.say(literal("\n".join([str(explain(error, self.desk.translate)), *places])))
        except PmarkError as error:
            self.problem.say(literal(str(explain(error, self.desk.translate))))

    def action_accept(self) -> None:
        """Try what was typed once all of it has arrived: a priority binding runs before earlier keys of its burst."""
        self.field.call_later(self.accept)

    def accept(self) -> None:
        """Try what was typed; a dialog says how."""
        raise NotImplementedError


class ChecklistsDialog(AskDialog[Path]):
    """Asks for a client's checklists; returns the client's file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,ideographic_space", "take", "tui.new.toggle", key_display="Space", id="new.take"),
        *(
            Binding(f"{digit},{wide}", f"take_number({digit})", "tui.new.toggle", show=False, id=f"new.take-{digit}")
            for digit, wide in zip("123456789", "１２３４５６７８９", strict=True)
        ),
    ]

    def __init__(self, desk: Desk, *, asked: Collection[str] = ()) -> None:
        super().__init__(desk)
        self.unusable: Problems | None = None
        """What is wrong with the firm's own checklists; the shipped ones are offered all the same."""
        self.available = {key: body for key, body in self._find_checklists().items() if key not in asked}
        self._read = {key: _read(key, body) for key, body in self.available.items()}
        self.chosen = set(STANDARD) & set(self.available)

    def _find_checklists(self) -> dict[str, bytes]:
        try:
            found = find_checklists([], self.desk.workspace.checklists_folder)
        except Problems as error:
            self.unusable = error
            return shipped_checklists()
        return {name: body for name, (_, body) in found.items()}

    def on_mount(self) -> None:
        """Say what is wrong with an own checklist."""
        with self.errors_shown():
            if self.unusable:
                raise self.unusable

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Offer what can be done where the focus is: in the list to choose, above it to go there."""
        is_in_list = isinstance(self.focused, RowList)
        if action in ("take", "take_number"):
            return is_in_list
        return action != "to_list" or (not is_in_list and bool(self.query(RowList)))

    def on_key(self, event: events.Key) -> None:
        """Lead from the first row back to what stands above the list."""
        above = self.query(WideInput)
        if above and isinstance(self.focused, RowList) and event.key == "up" and not self.focused.highlighted:
            event.stop()
            above.first().focus()

    def action_to_list(self) -> None:
        """Go to the checklists."""
        self.query_one(RowList).focus()

    def action_take(self) -> None:
        """Take the highlighted checklist, or leave it."""
        if current := self.query_one(RowList).current:
            self._take(current)

    def action_take_number(self, number: int) -> None:
        """Take the checklist of that number, or leave it."""
        if number <= len(self.available):
            self._take(list(self.available)[number - 1])

    def _take(self, key: str) -> None:
        self.chosen ^= {key}
        self.query_one(RowList).refill()
        for total in self.query("#total").results(Prose):
            total.say(self.total())

    def total(self) -> str:
        """Return how much there is to answer with what was chosen; a question that several share is asked once."""
        chosen = [checklist for key, checklist in self._read.items() if checklist and key in self.chosen]
        count = len({question for checklist in chosen for question in _questions(checklist)})
        said = self.t("tui.new.count", count=count)
        return self.t("tui.new.total", count=said, time=self._time(count)) if count else ""

    @on(RowList.OptionSelected)
    def _clicked(self) -> None:
        self.action_take()

    def _rows(self, width: int) -> Iterator[Option]:
        for number, (key, checklist) in enumerate(self._read.items(), 1):
            mark = Cell(f"{number:>2} {'[x]' if key in self.chosen else '[ ]'}", MARK_CELLS)
            title = checklist.checklist.title.to(self.desk.language) if checklist else key
            count = len(_questions(checklist)) if checklist else 0
            told = Cell(self.t("tui.new.count", count=count), COUNT_CELLS, right=True)
            time = Cell(self._time(count), TIME_CELLS, "$quiet", right=True)
            name = Cell(literal(title), max(8, width - MARK_CELLS - COUNT_CELLS - TIME_CELLS - 6), lines=1)
            yield Option(row(mark, name, told, time) if checklist else row(mark, name), id=key)

    def _time(self, count: int) -> str:
        """Return about how long so many questions take: minutes in fives, beyond 90 half hours."""
        return named(rounded(count * SECONDS_EACH / 60), self.desk.translate)

    def required_choice(self) -> dict[str, bytes]:
        """Return what was chosen.

        Raises:
            BadInput: nothing.
        """
        if not self.chosen:
            raise BadInput("checklist.none-chosen")
        return {key: body for key, body in self.available.items() if key in self.chosen}


class NameField(WideInput):
    """The name of a company, from which one goes down to the checklists."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "tui.new.to-list", key_display="↓", id="new.to-list")
    ]


class NewCompany(ChecklistsDialog):
    """Asks for a company's name, and for its checklists where there are several."""

    def compose(self) -> ComposeResult:
        """Name, checklists, what is wrong."""
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.new.title"), classes="dialog-title")
            yield Prose(self.t("tui.new.name"))
            yield NameField(classes="-flat", id="name")
            if len(self.available) > 1:
                yield Prose(self.t("tui.new.checklists"), classes="paragraph")
                yield RowList(self._rows, id="checklists")
                yield Prose(self.total(), id="total")
            yield Prose(self.t("tui.new.kept"), classes="quiet paragraph")
            yield Prose(id="problem")
        yield KeyFooter()

    def accept(self) -> None:
        """Create the company; what is wrong is said, and the name stays and can be typed at once."""
        with self.errors_shown():
            chosen = self.required_choice()
            self.field.focus()
            try:
                path = self.desk.workspace.create(self.field.value, chosen)
            except OSError as error:  # a name that is short in characters and long in bytes
                folder = self.desk.workspace.clients_folder
                raise Unwritable("file.unwritable", path=folder, reason=error.strerror) from None
            self.dismiss(path)


class MoreChecklists(ChecklistsDialog):
    """Asks which more checklists a client shall be asked with."""

    def __init__(self, desk: Desk, path: Path, asked: Collection[str]) -> None:
        super().__init__(desk, asked=asked)
        self.chosen = set(self.available) if len(self.available) == 1 else set()
        self._path = path

    def compose(self) -> ComposeResult:
        """Checklists that are not asked yet, what is wrong."""
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.more.title"), classes="dialog-title")
            yield Prose(self.t("tui.more.told" if self.available else "tui.more.none"))
            yield RowList(self._rows, id="checklists")
            yield Prose(id="problem")
        yield KeyFooter()

    def focus_first(self) -> None:
        """Begin in the list."""
        self.query_one(RowList).focus()

    def action_accept(self) -> None:
        """Add what was chosen."""
        self.accept()

    def accept(self) -> None:
        """Add what was chosen; what is wrong is said."""
        with self.errors_shown():
            self.desk.workspace.add_checklists(self._path, list(self.required_choice()))
            self.dismiss(self._path)


def _read(key: str, body: bytes) -> Checklist | None:
    from pmark_check.domain.checklist import Checklist

    try:
        return read(Checklist, key, body)
    except PmarkError:
        return None


def _questions(checklist: Checklist) -> set[str]:
    """Return the questions that a checklist asks, its own and those it includes, as ``checklist-id.control-id``."""
    return {f"{checklist.id}.{control.id}" for control in checklist.control} | set(included(checklist))


class OpenFile(AskDialog[Path]):
    """Asks for a client file; returns its path once it was opened for a look."""

    def compose(self) -> ComposeResult:
        """Path, what is wrong."""
        with Vertical(classes="dialog"):
            yield Prose(self.t("tui.open.title"), classes="dialog-title")
            yield Prose(self.t("tui.open.path"))
            yield WideInput(classes="-flat", id="path")
            yield Prose(self.t("tui.open.hint"), classes="quiet paragraph")
            yield Prose(id="problem")
        yield KeyFooter()

    def accept(self) -> None:
        """Return the file if it is a client file; what is wrong is said, and the path stays."""
        with self.errors_shown():
            text = free_text(self.field.value, self.t("tui.open.path"))
            path = self._meant(text)
            if not is_file(path):
                raise NotFound("client.no-file", path=shortened(str(path), SHOWN_PATH))
            SqliteJournal.open(path).close()
            self.dismiss(path)

    def _meant(self, text: str) -> Path:
        """Return the file at that path, else the client of that name."""
        path = typed_path(text)
        if is_file(path) or path.suffix or len(text) > SHOWN_PATH:
            return path
        return self.desk.workspace.find(text.strip())
