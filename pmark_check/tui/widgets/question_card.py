"""The question card: one for all questions, filled anew. The question never moves, what stands under it scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import fold, shortened
from pmark_check.tui.widgets.aside import Citations
from pmark_check.tui.widgets.page import Page
from pmark_check.tui.widgets.rows import Row, lines_of
from pmark_check.view.controls import Card

LEAST, MOST, MEASURE = 2, 6, 84
"""Lines kept for a question, so that what stands below does not move; lines of the longest; cells of a line."""


class Sight(NamedTuple):
    """What stands on the card beside the question's own texts.

    Attributes:
        trails: chapter and section, longest first.
        place: which of how many in the section.
        confirmation: that a second person confirmed a knock-out, or has not yet; "" for other questions.
        cited: the documents that the question names and the clauses it cites, "" while that was not read.
        is_plain: whether the way to ask it in the room stands first.
        is_brief: whether reason and citations are shown elsewhere on the screen.
        first: what stands before everything else.
    """

    trails: tuple[str, ...]
    place: str
    confirmation: str
    cited: Citations
    is_plain: bool
    is_brief: bool
    first: tuple[Row, ...] = ()


class QuestionCard(Page):
    """A question with all that helps to answer it. It takes no keys; the screen scrolls it."""

    def __init__(self) -> None:
        super().__init__()
        self._trails: tuple[str, ...] = ()
        self._count = self._special = ""
        self.question = ""
        self.rows: tuple[Row, ...] = ()

    def show(self, card: Card, sight: Sight, translate: Translator) -> None:
        """Show ``card``, in the user's language already; ``translate`` gives the labels."""
        marks = [translate("severity.knockout")] if card.line.is_knockout else []
        marks += [translate("tui.card.perhaps")] if card.is_perhaps else []
        self._trails, self._count, self._special = sight.trails, sight.place, "  ".join(marks)
        self.question = card.question
        self.rows = tuple(row for row in (*sight.first, *_reasons(card, sight, translate)) if row.text)
        self.renew()

    def say(self, sentence: str) -> None:
        """Show a sentence where there is no question."""
        self._trails, self._count, self._special, self.question, self.rows = (), "", "", sentence, ()
        self.renew()

    def folded(self, width: int) -> tuple[Sequence[Content], Sequence[Content]]:
        """Return where one is and the question; all that explains it."""
        question = fold(self.question, min(width, MEASURE))[:MOST]
        question += [""] * (LEAST - len(question))
        head = [self._place(width), *(Content.styled(line, "bold") for line in question), Content("")]
        return head, lines_of(self.rows, width)

    def _place(self, width: int) -> Content:
        """Return where the question stands at the left, what is special about it at the right."""
        room = max(4, width - cell_len(self._special) - cell_len(self._count) - 3)
        fitting = (trail for trail in self._trails if cell_len(trail) <= room)
        left = f"{next(fitting, shortened(self._trails[-1], room))}  {self._count}" if self._trails else ""
        gap = " " * max(1, width - cell_len(left) - cell_len(self._special))
        return Content.assemble((left, "$quiet"), gap, (self._special, "bold $warning"))


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
