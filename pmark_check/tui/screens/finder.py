"""Finds a question: by words, place, clause or document; or among the open ones, the gaps, those that stop one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar

from rich.cells import cell_len
from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose, Touchable, WideInput, clickable, padded, shortened
from pmark_check.tui.widgets.standing import MARK_STYLES
from pmark_check.view.glossary import matching
from pmark_check.view.search import GROUPED, KINDS, Hit, Search
from pmark_check.view.words import literal, word

SECTION_CELLS = 16
"""Cells of a section's title in the list where it has no number."""

SHORTEST_READING = 2
"""Characters from which a word is looked up by its reading."""

GROUP = "group:"
"""Begins the id of a row that stands for a group; no control id has a colon."""


class Kinds(Touchable):
    """What can be looked through, each with its digit and how many questions it has; on as many lines as it takes."""

    DEFAULT_CSS = "Kinds { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._parts: tuple[tuple[str, str], ...] = ()
        self._chosen = ""

    def show(self, parts: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show (kind, label) pairs, ``chosen`` in brackets."""
        self._parts, self._chosen = tuple(parts), chosen
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the lines it takes at ``width``."""
        return max(1, len(self._lines(width)))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join([Content("").join(line) for line in self._lines(self.content_size.width)])

    def _lines(self, width: int) -> list[list[Content]]:
        lines: list[list[Content]] = [[]]
        for kind, label in self._parts:
            part = self._part(kind, label)
            if lines[-1] and sum(other.cell_length for other in lines[-1]) + part.cell_length > width:
                lines.append([])
            lines[-1].append(part)
        return lines

    def _part(self, kind: str, label: str) -> Content:
        action = f"screen.kind('{kind}')"
        if kind == self._chosen:
            return clickable(f"[{label}]", action, "bold $block-cursor-foreground on $block-cursor-background")
        return clickable(f" {label} ", action)


class SearchInput(WideInput):
    """The words to look for. While there are none a digit chooses what is looked through; #57 asks for a place.

    Digits before a full stop were the beginning of a clause after all: 9.1.
    """

    class Digit(Message):
        """A digit was typed into the empty field."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    class Clause(Message):
        """What was typed as digits is a clause: nothing was chosen by them."""

    _digits = ""
    """The digits typed one after the other while the field was empty."""

    def on_key(self, event: events.Key) -> None:
        """Take a digit that chooses; leave everything else to be typed."""
        character = unicodedata.normalize("NFKC", event.character or "")
        if self.value:
            self._digits = ""
        elif character.isascii() and character.isdecimal() and (self._digits or character != "0"):
            self._take(event)
            self._digits += character
            if 1 <= int(character) <= len(KINDS):
                self.post_message(self.Digit(int(character)))
        elif self._digits and character in (".", "。"):
            self._take(event)
            self.post_message(self.Clause())
            self.value, self._digits = f"{self._digits}.", ""
            self.cursor_position = len(self.value)

    @staticmethod
    def _take(event: events.Key) -> None:
        event.stop()
        event.prevent_default()


class Finder(PmarkDialog[str | None]):
    """Returns the id of the question that was chosen, None where none was."""

    CSS_PATH = "finder.tcss"
    HELP: ClassVar[str] = "interview-finder"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5", "dismiss(None)", "tui.key.close", id="finder.close"),
        Binding("down", "cursor('down')", "tui.key.choose", show=False, id="finder.down"),
        Binding("up", "cursor('up')", "tui.key.choose", show=False, id="finder.up"),
        Binding("pagedown", "cursor('page_down')", "tui.key.choose", show=False, id="finder.page-down"),
        Binding("pageup", "cursor('page_up')", "tui.key.choose", show=False, id="finder.page-up"),
        Binding("f2", "turn_kind(1)", "tui.key.filter", show=False, id="finder.filter"),
        Binding("f3", "turn_kind(-1)", "tui.key.filter-back", show=False, id="finder.filter-back"),
    ]

    found = getters.query_one(OptionList)
    words = getters.query_one(SearchInput)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._cursor = session.cursor
        self.search = Search(session, desk.translate, desk.settings.my_name)
        self._kind, self._group = "all", ""
        self._shown: dict[str, Hit] = {}
        self._counts = {kind: len(self.search.of(kind)) for kind in KINDS}
        marks = {hit.standing for hit in self.search.hits}
        self._mark_cells = max((cell_len(self.t(f"mark.{mark}")) for mark in marks), default=0) + 1

    def compose(self) -> ComposeResult:
        """What to look for, which questions, what was found."""
        with Vertical(id="finder"):
            yield Static(classes="title")
            yield SearchInput(placeholder=self.t("tui.find.ask"), classes="-flat")
            yield Kinds(id="filters")
            yield OptionList(markup=False)
            yield Prose(id="whole")
            yield Prose(self.t("tui.find.hint"), classes="hint")

    def on_mount(self) -> None:
        """List every question, beginning at the one that is shown."""
        self.found.can_focus = False
        self._list()
        if self._cursor in self._shown:
            self.found.highlighted = self.found.get_option_index(self._cursor)

    # --- looking -----------------------------------------------------------------------------------------------------

    @on(SearchInput.Changed)
    def _list(self) -> None:
        """List what fits the words and the kind, the first of it highlighted."""
        hits = self._hits(self.words.value)
        self._shown = {hit.control.id: hit for hit in hits}
        is_grouped = self._kind in GROUPED and not self._group and not self.words.value
        options = list(self._groups()) if is_grouped else [self._option(hit) for hit in hits]
        self.found.set_options(options or [Option(self._nothing(), disabled=True)])
        self.found.highlighted = 0 if options else None
        self.query_one("#whole", Prose).say("" if not options else self._whole(str(options[0].id)))
        self._say_kinds(len(hits))

    def _hits(self, wanted: str) -> tuple[Hit, ...]:
        """Return what is found by ``wanted`` itself, else by the terms that are read or called so."""
        among = self.search.of(self._kind, self._group)
        if (hits := self.search.found(wanted, among)) or len(wanted.strip()) < SHORTEST_READING:
            return hits
        terms = matching(self.desk.background().glossary.term, wanted)
        names = [literal(name) for term in terms if (name := term.term.to(self.desk.language))]
        ids = {hit.control.id for name in names for hit in self.search.found(name, among)}
        return tuple(hit for hit in among if hit.control.id in ids)

    def _nothing(self) -> str:
        is_nameless = self._kind == "mine" and not self.desk.settings.my_name
        return self.t("tui.find.nameless" if is_nameless else "tui.find.none")

    def _groups(self) -> Iterator[Option]:
        for group, count in self.search.groups(self._kind).items():
            counted = self.t("tui.find.count", count=count)
            yield Option(Content.assemble(self._group_name(group), (f"  {counted}", "$quiet")), id=f"{GROUP}{group}")

    def _group_name(self, group: str) -> str:
        if self._kind == "phase":
            return word("phase", group, self.desk.translate)
        return " ".join(filter(None, (group, self._document_titles.get(group))))

    @cached_property
    def _document_titles(self) -> dict[str, str]:
        """The titles of the firm's documents; read when they are first listed."""
        documents = self.desk.background().documents.document
        return {document.id: literal(document.title.to(self.desk.language)) for document in documents}

    def _option(self, hit: Hit) -> Option:
        mark = (padded(self.t(f"mark.{hit.standing}"), self._mark_cells), MARK_STYLES.get(hit.standing, "$quiet"))
        where = hit.clause or shortened(hit.line.section, SECTION_CELLS)
        place = (f"{hit.place:>{len(str(len(self.search.hits)))}} {where} ", "$quiet")
        return Option(Content.assemble(mark, place, hit.line.question), id=hit.control.id)

    def _say_kinds(self, count: int) -> None:
        parts = [(kind, self._kind_label(number, kind)) for number, kind in enumerate(KINDS, 1)]
        self.query_one("#filters", Kinds).show(parts, self._kind)
        counted = (f"  {self.t('tui.find.count', count=count)}", "$quiet")
        self.query_one(".title", Static).update(Content.assemble(self.t("tui.find.title"), counted))

    def _kind_label(self, number: int, kind: str) -> str:
        label = f"{number} {self.t(f'tui.find.{kind}')}"
        if kind in GROUPED:
            name = self._group if kind == "document" else word("phase", self._group, self.desk.translate)
            return f"{label} {name}" if self._group and kind == self._kind else label
        return f"{label} {self._counts[kind]}"

    # --- choosing ----------------------------------------------------------------------------------------------------

    def action_kind(self, kind: str) -> None:
        """Look only through some of the questions; a kind with groups shows these first."""
        self._kind, self._group = kind, ""
        self._list()

    @on(SearchInput.Digit)
    def _digit(self, event: SearchInput.Digit) -> None:
        self.action_kind(KINDS[event.digit - 1])

    @on(SearchInput.Clause)
    def _clause(self) -> None:
        self.action_kind("all")

    def action_turn_kind(self, by: int) -> None:
        """Take the next kind, round the end."""
        self.action_kind(KINDS[(KINDS.index(self._kind) + by) % len(KINDS)])

    def action_cursor(self, where: str) -> None:
        """Move through what was found while the words can still be typed."""
        getattr(self.found, f"action_{'cursor_' if where in {'up', 'down'} else ''}{where}")()

    def _whole(self, option_id: str) -> str:
        hit = self._shown.get(option_id)
        return hit.line.question if hit else ""

    @on(OptionList.OptionHighlighted)
    def _show_whole(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#whole", Prose).say(self._whole(str(event.option_id)))

    @on(SearchInput.Submitted)
    def _submitted(self) -> None:
        self.found.action_select()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_id and event.option_id.startswith(GROUP):
            self._group = event.option_id.removeprefix(GROUP)
            self._list()
        else:
            self.dismiss(event.option_id)
