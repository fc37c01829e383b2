"""The row of answers. Its keys never change meaning; what they touch is said beside them."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from pmark_check.domain.events import Mark
from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import clickable
from pmark_check.tui.widgets.lined import Line

NOT_APPLICABLE = "not-applicable"
ANSWERS: dict[str, str] = {"1": Mark.YES, "2": Mark.PARTIAL, "3": Mark.NO, "4": Mark.UNKNOWN, "0": NOT_APPLICABLE}
"""Key -> what it answers."""


class AnswerBar(Line):
    """Five answers, each by key and by click. The standing one is shown in reverse."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: tuple[tuple[str, str, str], ...] = ()
        self._standing = self._scope = ""

    def show(self, translate: Translator, standing: str, scope: str) -> None:
        """Show the answers, ``standing`` as given, and ``scope``: the layer that the keys touch, "" for all."""
        answers = tuple((key, answer, translate(f"mark.{answer}")) for key, answer in ANSWERS.items())
        if (answers, standing, scope) != (self._answers, self._standing, self._scope):
            self._answers, self._standing, self._scope = answers, standing, scope
            self.refresh()

    def render(self) -> Content:
        """Return the row; the gaps shrink where the words are long."""
        parts = [self._answer(*answer) for answer in self._answers]
        taken = sum(part.cell_length for part in parts) + cell_len(self._scope)
        room = self.content_size.width - taken
        gap = " " * max(0, min(3, room // max(1, len(parts))))
        row = Content(gap).join(parts)
        filler = " " * max(1, self.content_size.width - row.cell_length - cell_len(self._scope))
        return Content.assemble(row, filler, (self._scope, "bold $accent"))

    def _answer(self, key: str, answer: str, name: str) -> Content:
        action = f"screen.answer('{answer}')"
        if answer == self._standing:
            return clickable(f" {key} {name} ", action, "bold $block-cursor-foreground on $block-cursor-background")
        return Content.assemble(clickable(f" {key} ", action, "bold $accent"), clickable(f"{name} ", action))
