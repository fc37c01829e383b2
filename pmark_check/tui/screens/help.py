"""Help: what a screen is for, how to answer, every key of it, and the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.getters import query_one
from textual.keys import key_to_character
from textual.widgets import Input

from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.key_footer import KeyFooter, keycap
from pmark_check.tui.widgets.rows import Row, Rows
from pmark_check.view.glossary import matching, named
from pmark_check.view.words import literal

GLOSSARY = "glossary"
TOPICS = (
    *("home", "facts", "interview", "results", "settings", "workshop", "projector", "dialog"),
    *("interview-writing", "interview-finder", "interview-branch", "workshop-vote"),
    *("results-summary", "results-blocking", "results-forecast", "results-roadmap", "results-gaps"),
    *("results-documents", "results-contradictions", "results-homework", "results-not-asked"),
)
"""What one can be helped with; a part of a screen is named after the screen and a hyphen."""
RUBRIC = ("yes", "partial", "no", "unknown", "not-applicable")


class KeyRow(NamedTuple):
    """What one action is called, and the keys that do it."""

    keys: tuple[str, ...]
    description: str


class HelpScreen(WholeScreen[None]):
    """Shown over the screen it explains; its key table is read from the bindings of that screen."""

    CSS_PATH = "help.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "tui.key.back", id="help.back"),
        Binding("f5,slash,／,・", "search", "tui.help.search", id="help.search"),
        Binding("f1", "back", "tui.key.back", show=False, id="help.close"),
        Binding("up", "scroll_by('up')", "tui.help.scroll", key_display="↑↓", id="help.up"),
        Binding("down", "scroll_by('down')", "tui.list.down", show=False, id="help.down"),
        Binding("pageup", "scroll_by('page_up')", "tui.list.page-up", show=False, id="help.page-up"),
        Binding("pagedown", "scroll_by('page_down')", "tui.list.page-down", show=False, id="help.page-down"),
        Binding("home", "scroll_by('home')", "tui.list.first", show=False, id="help.first"),
        Binding("end", "scroll_by('end')", "tui.list.last", show=False, id="help.last"),
    ]
    body = query_one("#help-body", VerticalScroll)
    search = query_one(WideInput)

    def __init__(self, desk: Desk, topic: str = "") -> None:
        super().__init__(desk)
        self.topic = topic
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """The search field, then either everything or what was found; the glossary is the words alone."""
        is_glossary = self.topic == GLOSSARY
        yield Prose(self.t("tui.help.glossary" if is_glossary else "tui.help.title"), id="title")
        yield WideInput(self._wanted, placeholder=self.t("tui.help.ask"), classes="-flat", id="search")
        with VerticalScroll(id="help-body", can_focus=False):
            if not is_glossary:
                yield from self._parts()
                yield Prose(self.t("tui.help.glossary"), classes="part-title", id="words")
            yield Prose(id="found", classes="quiet")
            yield Rows(id="terms")
        yield KeyFooter()

    def begin(self) -> None:
        """Show the words; begin with them if that was the wish."""
        self._show_terms()
        if self.topic == GLOSSARY:
            self.search.focus()
        else:
            self.set_focus(None)

    # --- parts -----------------------------------------------------------------------------------------------------

    def _parts(self) -> ComposeResult:
        for part in (self._about, self._rubric, self._keys):
            with Vertical(classes="part"):
                yield from part()

    def _about(self) -> ComposeResult:
        named = (self.topic, self.topic.partition("-")[0])
        topics = [topic for topic in dict.fromkeys(named) if topic in TOPICS]
        for topic in (*topics, "start"):
            yield Prose(self.t(f"tui.help.{topic}.title"), classes="part-title")
            yield Prose(self.t(f"tui.help.{topic}"), classes="told")

    def _rubric(self) -> ComposeResult:
        yield Prose(self.t("tui.help.rubric"), classes="part-title")
        rows = Rows()
        rows.say([Row(self.t(f"mark.{mark}"), self.t(f"tui.help.rubric.{mark}")) for mark in RUBRIC])
        yield rows

    def _keys(self) -> ComposeResult:
        yield Prose(self.t("tui.help.keys"), classes="part-title")
        rows = Rows()
        stack = self.app.screen_stack
        under = stack[stack.index(self) - 1] if self in stack and stack.index(self) else None
        found = key_table(under.active_bindings if under else {}, self)
        rows.say([Row("  ".join(found.keys), found.description) for found in found])
        yield rows

    # --- words -----------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _search_typed(self, event: Input.Changed) -> None:
        if event.value != self._wanted:
            self._wanted = event.value
            self._show_terms()

    def _show_terms(self) -> None:
        terms = list(matching(self.desk.background().glossary.term, self._wanted))
        self.set_class(bool(self._wanted.strip()), "-searching")
        self.query_one("#found", Prose).say(self.t("tui.help.found" if terms else "tui.help.none", count=len(terms)))
        language = self.desk.language
        self.query_one("#terms", Rows).say(
            [Row("", f"{named(term, self.desk.translate)}\n{literal(term.meaning.to(language))}\n") for term in terms]
        )

    # --- wishes ----------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Search the words."""
        self.search.focus()

    def action_scroll_by(self, where: str) -> None:
        """Move the text."""
        getattr(self.body, f"scroll_{where}")(animate=False)

    def action_back(self) -> None:
        """Empty the search, else go back."""
        if self._wanted:
            self.search.value = ""
            self.set_focus(None)
        else:
            self.dismiss()


def key_table(active: dict[str, ActiveBinding], screen: PmarkScreen[None]) -> Iterator[KeyRow]:
    """Yield everything a screen's keys do, with the keys that do it; what its last line shows comes first.

    Our bindings have ids; Textual's own (focus, copy) have none and are left out. A full-width twin is what an IME
    commits for a key: it is bound, but not a key one looks for.
    """
    table: dict[str, list[Binding]] = {}
    for found in active.values():
        binding = found.binding
        if binding.id and binding.description and not binding.system and not _is_twin(binding):
            table.setdefault(binding.description, []).append(binding)
    for bindings in sorted(table.values(), key=lambda found: not found[0].show):
        yield KeyRow(tuple(keycap(binding, screen) for binding in bindings), bindings[0].description)


def _is_twin(binding: Binding) -> bool:
    typed = key_to_character(binding.key)
    return typed is not None and not typed.isascii()
