"""The question card: one for all questions, filled anew. The question never moves, what stands under it scrolls."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import Prose, shortened
from pmark_check.tui.widgets.aside import Citations
from pmark_check.tui.widgets.rows import Row, Rows
from pmark_check.view.controls import Card


class SectionLine(Widget):
    """Where the question stands at the left, what is special about it at the right."""

    DEFAULT_CSS = "SectionLine { height: 1; width: 1fr; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._trails: tuple[str, ...] = ("",)
        self._count = self._right = ""

    def say(self, trails: tuple[str, ...], count: str, right: str) -> None:
        """Show from now on, of ``trails``, longest first, the first that fits; ``count`` and ``right`` always."""
        self._trails, self._count, self._right = trails, count, right
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        room = max(4, width - cell_len(self._right) - cell_len(self._count) - 3)
        fitting = (trail for trail in self._trails if cell_len(trail) <= room)
        left = f"{next(fitting, shortened(self._trails[-1], room))}  {self._count}"
        gap = " " * max(1, width - cell_len(left) - cell_len(self._right))
        return Content.assemble((left, "$quiet"), gap, (self._right, "bold $warning"))


class Sight(NamedTuple):
    """What stands on the card beside the question's own texts.

    Attributes:
        trails: chapter and section, longest first.
        place: which of how many in the section.
        confirmation: that a second person confirmed a knock-out, or has not yet; "" for other questions.
        cited: the documents that the question names and the clauses it cites, "" while that was not read.
        is_plain: whether the way to ask it in the room stands first.
        is_brief: whether reason and citations are shown elsewhere on the screen.
    """

    trails: tuple[str, ...]
    place: str
    confirmation: str
    cited: Citations
    is_plain: bool
    is_brief: bool


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

    def show(self, card: Card, sight: Sight, translate: Translator) -> None:
        """Show ``card``, in the user's language already; ``translate`` gives the labels."""
        marks = [translate("severity.knockout")] if card.line.is_knockout else []
        marks += [translate("tui.card.perhaps")] if card.is_perhaps else []
        self.section.say(sight.trails, sight.place, "  ".join(marks))
        self.question.say(card.question)
        self.rows.say(list(_reasons(card, sight, translate)))

    @property
    def has_more(self) -> bool:
        """Whether something stands below what is in sight."""
        return self.body.max_scroll_y > self.body.scroll_offset.y

    def scroll_page(self, pages: int) -> None:
        """Scroll what stands under the question."""
        height = max(1, self.body.size.height - 1)
        self.body.scroll_relative(y=pages * height, animate=False)


def _reasons(card: Card, sight: Sight, translate: Translator) -> list[Row]:
    t = translate
    step = t("tui.card.with-effort", step=card.first_step, effort=card.effort)
    plain = [Row(t("tui.card.plain"), card.plain)] if sight.is_plain else []
    cited = sight.cited
    return [
        Row(t("tui.card.confirmation"), sight.confirmation, "screen.confirm"),
        *plain,
        Row(t("tui.card.why"), "" if sight.is_brief else card.why),
        Row(t("tui.card.evidence"), "\n".join(card.evidence_wanted)),
        Row(t("tui.card.first-step"), step),
        Row(t("tui.card.partial"), card.partial),
        Row(t("tui.card.finding"), card.finding if card.weight else ""),
        Row(t("tui.card.documents"), "" if sight.is_brief else cited.documents),
        Row(t("tui.card.clauses"), "" if sight.is_brief else cited.clauses),
        Row(" ", "" if sight.is_brief else cited.footnote, style="$quiet"),
    ]
