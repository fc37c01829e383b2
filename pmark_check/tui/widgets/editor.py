"""What one writes in place, below the answers: while it is open the question stays visible.

What is typed is a draft within a second and when the field is left; closing an editor makes it one change. A draft
is dropped once its text is kept, so that only an interrupted one is found again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Static

from pmark_check.domain.session import Session
from pmark_check.errors import BadInput, PmarkError
from pmark_check.i18n.translation import explain
from pmark_check.tui.desk import Desk
from pmark_check.tui.text import WideInput
from pmark_check.tui.text_area import WideTextArea
from pmark_check.tui.widgets.choice_row import FreeChoice
from pmark_check.view.typed import read_day

DRAFT_SECONDS = 0.7
"""How often what is being typed is kept."""


class NotADay(ValueError):
    """A field that should name a day does not."""


class FieldInput(WideInput):
    """A line to type on. Enter leads on at once, and what was typed after it in one burst goes where it led."""

    def on_key(self, event: events.Key) -> None:
        """Lead on, or hand on what was meant for the line after this one; a binding would run after it (tried)."""
        here = self.screen.focused
        if here not in (self, None):
            event.prevent_default().stop()
            here.post_message(events.Key(event.key, event.character))
        elif event.key == "enter":
            event.prevent_default().stop()
            self.query_ancestor(Editor).go_on_from(self)


class Labelled(Horizontal):
    """A label, and beside it what is labelled."""

    # Textual follows the focus only through nodes that have a rule of their own for it (tried).
    DEFAULT_CSS = """
    Labelled { height: 1; }
    Labelled > Static { width: 16; padding: 0 1; color: $quiet; }
    Labelled:focus-within { color: $foreground; }
    Labelled:focus-within > Static { text-style: bold; color: $primary; }
    Labelled > FieldInput { width: 1fr; max-width: 64; }
    """

    def __init__(self, label: str, labelled: Widget) -> None:
        super().__init__()
        self._label = label
        self._labelled = labelled

    def compose(self) -> ComposeResult:
        """The label, then the rest."""
        yield Static(Content(self._label))
        yield self._labelled


class Field(Labelled):
    """A label and a line to type on."""

    def __init__(self, name: str, label: str, hint: str = "", *, names: tuple[str, ...] = ()) -> None:
        suggester = SuggestFromList(names, case_sensitive=True) if names else None
        line = FieldInput(placeholder=hint, suggester=suggester, id=name, classes="-flat", select_on_focus=False)
        super().__init__(label, line)


class Editor(Vertical):
    """Base of the editors.

    A subclass names its fields (``FIELDS``: widget id -> name of its draft), fills them in ``standing`` and makes the
    change in ``keep``. ``is_changed`` says whether something was kept since it was opened.
    """

    DEFAULT_CSS = """
    Editor { height: 100%; }
    Editor > .head { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Editor > WideTextArea { height: 1fr; margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "tui.key.next-field", show=False, id="editor.next-field"),
        Binding("up", "app.focus_previous", "tui.key.previous-field", show=False, id="editor.previous-field"),
        Binding("enter", "close", "tui.key.close", show=False, id="editor.close"),
    ]
    FIELDS: ClassVar[Mapping[str, str]] = {}
    NAME: ClassVar[str] = ""

    class Closed(Message):
        """The editor closed."""

        def __init__(self, editor: Editor) -> None:
            super().__init__()
            self.editor = editor

    class Failed(Message):
        """What was typed could not be kept: it stays, in the field and as a draft."""

        def __init__(self, error: PmarkError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, desk: Desk, session: Session, control_id: str, said_by: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self.control_id = control_id
        self.said_by = said_by
        self._drafted: dict[str, str] = {}
        self.is_changed = self._is_filled = self._is_closed = False

    def t(self, key: str, **values: object) -> str:
        """Return interface text."""
        return self.desk.translate(key, **values)

    # --- what a subclass says --------------------------------------------------------------------------------------

    def fields(self) -> Iterator[Widget]:
        """Yield the widgets between title and hint."""
        raise NotImplementedError

    def standing(self) -> Mapping[str, str]:
        """Return what stands in the fields when nothing is being typed."""
        return {}

    def keep(self) -> bool:
        """Make what was typed a change; return whether it was one."""
        raise NotImplementedError

    # --- life ------------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """One line that says what is written here and how to leave, then the fields."""
        yield Static(self.head(), classes="head")
        yield from self.fields()

    def head(self, which: str = "") -> Content:
        """Return the first line."""
        title = (f"{self.t(f'tui.edit.{self.NAME}')}{which}", "bold")
        return Content.assemble(title, "  ", (self.t(f"tui.edit.{self.NAME}.hint"), "$quiet"))

    def on_mount(self) -> None:
        """Show what stands, or what was being typed when it was interrupted."""
        if self._is_closed:  # another screen covered this one before that
            return
        self.fill()
        self.set_interval(DRAFT_SECONDS, self.keep_typing)
        self.screen.set_focus(self.query_one(f"#{next(iter(self.FIELDS))}"))  # at once: the next key may be waiting

    def drafts(self) -> dict[str, str]:
        """Return what was being typed here when it was interrupted, by the name of its draft."""
        names = set(self.FIELDS.values())
        drafts = (draft for draft in self.session.drafts() if draft.control == self.control_id)
        return {draft.field: draft.text for draft in drafts if draft.field in names}

    def fill(self) -> None:
        """Put drafts, else standing texts, into the fields."""
        standing = self.standing()
        self._drafted = self.drafts()
        for widget, field in self.FIELDS.items():
            self._put(widget, self._drafted.get(field) or standing.get(widget, ""))
        self._is_filled = True

    def _put(self, widget: str, text: str) -> None:
        field = self.query_one(f"#{widget}")
        if isinstance(field, WideTextArea):
            field.text = text
            field.move_cursor(field.document.end)
        elif isinstance(field, WideInput):
            field.value = text
            field.cursor_position = len(text)
        elif isinstance(field, FreeChoice) and text:
            field.choose(text)

    def typed(self, widget: str) -> str:
        """Return what stands in a field."""
        field = self.query_one(f"#{widget}")
        if isinstance(field, WideTextArea):
            return field.text
        if isinstance(field, FreeChoice):
            return field.chosen
        return field.value if isinstance(field, WideInput) else ""

    @property
    def is_as_standing(self) -> bool:
        """Whether nothing was changed."""
        standing = self.standing()
        return all(self.typed(widget) == standing.get(widget, "") for widget in self.FIELDS)

    def keep_typing(self) -> None:
        """Keep what is being typed, so that a crash loses at most its last second."""
        if self._is_closed or not self._is_filled:
            return
        standing = self.standing()
        for widget, field in self.FIELDS.items():
            text = self.typed(widget)
            draft = "" if text == standing.get(widget, "") else text
            if draft != self._drafted.get(field, ""):
                try:
                    self.session.draft(self.control_id, field, draft)
                except PmarkError as error:
                    self.say_wrong(explain(error, self.desk.translate).title)
                    return
                self._drafted[field] = draft

    def on_descendant_blur(self) -> None:
        """Keep what was typed when a field is left."""
        self.keep_typing()

    def _forget_drafts(self) -> None:
        """Drop the drafts: what they held is kept now."""
        for field, text in self._drafted.items():
            if text:
                self.session.draft(self.control_id, field, "")
        self._drafted = {}

    def kept(self) -> bool:
        """Make what was typed a change; return False, and say why, where it cannot be kept.

        Before the fields are filled nothing was typed: another screen may cover this one that early, and empty fields
        would wipe out the draft.
        """
        if not self._is_filled:
            return True
        try:
            changed = self.keep()
            self._forget_drafts()
        except NotADay as error:
            self.say_wrong(self.t("tui.edit.not-a-day", text=str(error)))
            return False
        except BadInput as error:
            self.say_wrong(explain(error, self.desk.translate).title)
            if error.key == "text.too-long":  # how much too long, and what to do with it, does not fit there
                self.post_message(self.Failed(error))
            return False
        except PmarkError as error:
            self.keep_typing()
            self.post_message(self.Failed(error))
            return False
        self.is_changed |= changed
        return True

    def turn(self) -> None:
        """Keep what was typed; an editor over a list shows the next entry."""
        self.kept()

    def close(self) -> bool:
        """Keep what was typed and close; return False, and stay open, where it cannot be kept."""
        if self.kept():
            self._finish()
        return self._is_closed

    def leave(self) -> bool:
        """Close as Escape does: what was typed is kept."""
        return self.close()

    def _finish(self) -> None:
        self._is_closed = True
        self.post_message(self.Closed(self))

    def say_wrong(self, text: str) -> None:
        """Say in the first line what is wrong."""
        self.query_one(".head", Static).update(Content.styled(text, "bold $error"))

    def day(self, widget: str, *, past: bool = False) -> date | None:
        """Return the day that a field names.

        Raises:
            NotADay: it names none.
        """
        text = self.typed(widget)
        try:
            return read_day(text, self.desk.around.clock().date(), past=past)
        except ValueError:
            self.query_one(f"#{widget}").focus()
            raise NotADay(text) from None

    def known_names(self) -> tuple[str, ...]:
        """Return the names of everybody known, for completion."""
        return tuple(filter(None, map(self.session.person_name, self.session.assessment.persons)))

    def action_close(self) -> None:
        """Keep and close."""
        self.close()

    def go_on_from(self, line: Widget) -> None:
        """Go on to what stands after ``line``; after the last, keep and close."""
        lines = [widget for widget in self.query("*") if widget.focusable]
        if line is lines[-1]:
            self.close()
        else:
            self.screen.set_focus(lines[lines.index(line) + 1])
