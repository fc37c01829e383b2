"""What the room sees of a question: the question, how to ask it, the answers with their digits and the votes."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import Prose, Touchable, clickable, padded
from pmark_check.tui.widgets.answer_bar import ANSWERS


class LargeAnswers(Touchable):
    """One answer a line, with how many voted for it; the standing one in reverse."""

    DEFAULT_CSS = "LargeAnswers { height: auto; width: 1fr; }"
    ROOMY = 30
    """Rows of the screen from which there is a blank line between two answers."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: tuple[tuple[str, str, str, str], ...] = ()
        self._standing = ""

    def show(self, translate: Translator, standing: str, counts: Mapping[str, int]) -> None:
        """Show the answers, ``standing`` as given, ``counts`` of those who voted for each; {} for no vote."""

        def told(answer: str) -> str:
            return translate("tui.workshop.votes", count=counts.get(answer, 0)) if counts and answer in counts else ""

        self._answers = tuple((key, str(a), translate(f"mark.{a}"), told(a)) for key, a in ANSWERS.items())
        self._standing = standing
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return a line for each answer, with lines between where there is room."""
        return len(self._answers) * 2 - 1 if self._is_roomy else len(self._answers)

    @property
    def _is_roomy(self) -> bool:
        return self.app.size.height >= self.ROOMY

    def render(self) -> Content:
        """Return the lines."""
        wide = max((cell_len(name) for _, _, name, _ in self._answers), default=0)
        lines = (self._line(*answer, wide) for answer in self._answers)
        return Content("\n\n" if self._is_roomy else "\n").join(lines)

    def _line(self, key: str, answer: str, name: str, votes: str, wide: int) -> Content:
        chosen = "bold $block-cursor-foreground on $block-cursor-background" if answer == self._standing else "bold"
        label = clickable(f"  {key}  {padded(name, wide)}  ", f"screen.answer('{answer}')", chosen)
        return Content.assemble(label, "  ", (votes, "bold")) if votes else label


class ProjectedQuestion(Vertical):
    """The question large, nothing beside it."""

    DEFAULT_CSS = """
    ProjectedQuestion { height: 1fr; padding: 1 4 0 4; align: left middle; }
    ProjectedQuestion > #large { text-style: bold; }
    ProjectedQuestion > #asked { margin: 1 0; }
    """
    question = getters.query_one("#large", Prose)
    asked = getters.query_one("#asked", Prose)
    answers = getters.query_one(LargeAnswers)

    def compose(self) -> ComposeResult:
        """Question, how to ask it, answers."""
        yield Prose(id="large")
        yield Prose(id="asked")
        yield LargeAnswers()

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """What is shown, from above."""
        return self.question, self.asked, self.answers
