"""The question card: one for all questions, filled anew. The question never moves, what stands under it scrolls."""

from __future__ import annotations

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import Prose, shortened
from pmark_check.tui.widgets.rows import Row, Rows
from pmark_check.view.controls import Card


class SectionLine(Widget):
    """Section and place at the left, what is special about the question at the right."""

    DEFAULT_CSS = "SectionLine { height: 1; width: 1fr; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._left = self._right = ""

    def say(self, left: str, right: str) -> None:
        """Show both sides from now on."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        left = shortened(self._left, max(4, width - cell_len(self._right) - 1))
        gap = " " * max(1, width - cell_len(left) - cell_len(self._right))
        return Content.assemble((left, "$quiet"), gap, (self._right, "bold $warning"))


class Body(VerticalScroll, can_focus=False):
    """What scrolls. It takes no keys; the screen scrolls it."""


class QuestionCard(Vertical):
    """A question with all that helps to answer it."""

    section = getters.query_one(SectionLine)
    question = getters.query_one("#question", Prose)
    body = getters.query_one(Body)
    rows = getters.query_one(Rows)

    def compose(self) -> ComposeResult:
        """Section, question and the scrolling rest."""
        yield SectionLine()
        yield Prose(id="question")
        with Body():
            yield Rows(id="reasons")

    def show(self, card: Card, place: str, translate: Translator, *, plain: bool, brief: bool) -> None:
        """Show ``card``.

        Args:
            card: the question in the user's language.
            place: section title and place in it.
            translate: the language of the labels.
            plain: whether the way to ask it in the room stands first.
            brief: whether the reason is shown elsewhere on the screen.
        """
        marks = [translate("severity.knockout")] if card.line.is_knockout else []
        marks += [translate("tui.card.perhaps")] if card.is_perhaps else []
        self.section.say(place, "  ".join(marks))
        self.question.say(card.question)
        self.rows.say(list(_reasons(card, translate, plain=plain, brief=brief)))

    @property
    def has_more(self) -> bool:
        """Whether something stands below what is in sight."""
        return self.body.max_scroll_y > self.body.scroll_offset.y

    def scroll_page(self, pages: int) -> None:
        """Scroll what stands under the question."""
        height = max(1, self.body.size.height - 1)
        self.body.scroll_relative(y=pages * height, animate=False)


def _reasons(card: Card, translate: Translator, *, plain: bool, brief: bool) -> list[Row]:
    t = translate
    step = t("tui.card.with-effort", step=card.first_step, effort=card.effort)
    rows = [Row(t("tui.card.plain"), card.plain)] if plain else []
    rows += [] if brief else [Row(t("tui.card.why"), card.why)]
    return [
        *rows,
        Row(t("tui.card.evidence"), "\n".join(card.evidence_wanted)),
        Row(t("tui.card.first-step"), step),
        Row(t("tui.card.partial"), card.partial),
        Row(t("tui.card.finding"), card.finding if card.weight else ""),
    ]
