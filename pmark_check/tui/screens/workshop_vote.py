"""Collects who thinks what: hands are counted by digits, then the answer agreed on, then what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pmark_check.domain.events import Mark
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose, Touchable, WideInput, clickable, padded
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.view.typed import typed_names
from pmark_check.view.words import literal

MARKS = tuple(Mark)
NONE = 0
"""The digit for: no answer was agreed on."""


class Ballot(NamedTuple):
    """What was collected."""

    counts: Mapping[Mark, int]
    agreed: Mark | None = None
    dissent: str = ""
    dissenters: tuple[str, ...] = ()

    @property
    def is_split(self) -> bool:
        """Whether somebody gave another answer than the one agreed on."""
        given = {mark for mark, count in self.counts.items() if count}
        return self.agreed is not None and given != {self.agreed}


class Hands(Touchable):
    """One answer a line, with its digit and how many gave it."""

    DEFAULT_CSS = "Hands { height: 5; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Content, ...] = ()

    def show(self, lines: Iterator[Content]) -> None:
        """Show ``lines`` from now on."""
        self._lines = tuple(lines)
        self.refresh()

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self._lines)


class VoteDialog(PmarkDialog[Ballot | None]):
    """Returns what was collected, None where it was given up.

    Args:
        desk: the language.
        question: what is voted on.
        counts: what was counted before.
    """

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{n},{chr(ord('０') + n)}", f"digit({n})", "tui.workshop.vote.digit", show=False, id=f"vote.{n}")
            for n in range(5)
        ),
        Binding("backspace,minus,－,ー", "take_back", "tui.workshop.vote.minus", key_display="-", id="vote.minus"),
        Binding("enter", "accept", "tui.workshop.vote.on", priority=True, id="vote.on"),
        Binding("escape", "back", "tui.workshop.vote.back", id="vote.back"),
    ]
    hands = getters.query_one(Hands)
    told = getters.query_one("#told", Prose)
    problem = getters.query_one("#problem", Prose)

    def __init__(self, desk: Desk, question: str, counts: Mapping[Mark, int]) -> None:
        super().__init__(desk)
        self._question = question
        self._ballot = Ballot({mark: counts.get(mark, 0) for mark in MARKS})
        self._given: list[Mark] = []
        self._step = "count"

    def compose(self) -> ComposeResult:
        """The question, the answers with their counts, what to do now, and two lines for who disagrees."""
        with Vertical(classes="dialog"):
            yield Prose(literal(self._question), classes="dialog-title")
            yield Hands()
            yield Prose(id="told", classes="paragraph")
            with Vertical(id="dissent"):
                yield Static(Content(self.t("tui.workshop.vote.who")))
                yield WideInput(classes="-flat", id="who")
                yield Static(Content(self.t("tui.workshop.vote.why")))
                yield WideInput(classes="-flat", id="why")
            yield Prose(id="problem")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin with the count."""
        self._go("count")

    def _go(self, step: str) -> None:
        self._step = step
        self.problem.say("")
        self.told.say(self.t(f"tui.workshop.vote.{step}"))
        self.query_one("#dissent").display = step == "dissent"
        if step == "dissent":
            self.query_one("#who").focus()
        else:
            self.set_focus(None)
        self._show()

    def _show(self) -> None:
        self.hands.show(self._lines())
        self.refresh_bindings()

    def _lines(self) -> Iterator[Content]:
        names = [self.t(f"mark.{mark}") for mark in MARKS]
        wide = max(map(cell_len, names))
        for number, (mark, name) in enumerate(zip(MARKS, names, strict=True), 1):
            style = "bold $block-cursor-foreground on $block-cursor-background" if mark is self._ballot.agreed else ""
            label = clickable(f" {number} {padded(name, wide)} ", f"screen.digit({number})", style)
            yield Content.assemble(label, (f" {self._ballot.counts[mark]:>3}", "bold"))
        yield Content(self.t("tui.workshop.vote.total", count=sum(self._ballot.counts.values())))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Count with digits only while hands are counted, and leave everything to be typed while one types."""
        if action == "take_back":
            return self._step == "count"
        return action != "digit" or self._step != "dissent"

    def action_digit(self, number: int) -> None:
        """Count one hand more, or say which answer was agreed on."""
        if self._step == "count" and number != NONE:
            self._count(MARKS[number - 1], 1)
            self._given.append(MARKS[number - 1])
        elif self._step == "agree":
            self._ballot = self._ballot._replace(agreed=MARKS[number - 1] if number != NONE else None)
            self._show()
            if self._ballot.is_split:
                self._go("dissent")
            else:
                self.dismiss(self._ballot)

    def action_take_back(self) -> None:
        """Take the last hand back."""
        counted = [mark for mark, count in self._ballot.counts.items() if count]
        mark = self._given.pop() if self._given else next(reversed(counted), None)
        if mark:
            self._count(mark, -1)

    def _count(self, mark: Mark, by: int) -> None:
        counts = {**self._ballot.counts, mark: self._ballot.counts[mark] + by}
        self._ballot = self._ballot._replace(counts=counts)
        self.problem.say("")
        self._show()

    def action_accept(self) -> None:
        """Go on: from the count to the answer agreed on, from there to the end, as without an answer."""
        if self._step == "count":
            if any(self._ballot.counts.values()):
                self._go("agree")
            else:
                self.problem.say(self.t("tui.workshop.vote.nobody"))
        elif self._step == "agree":
            self.action_digit(NONE)
        else:
            self.call_later(self._with_dissent)

    def _with_dissent(self) -> None:
        """Take what was typed once all of it has arrived."""
        who, why = (self.query_one(f"#{name}", WideInput).value for name in ("who", "why"))
        self.dismiss(self._ballot._replace(dissent=why, dissenters=typed_names(who)))

    def action_back(self) -> None:
        """Go back a step; from the first, give up."""
        if self._step == "count":
            self.dismiss(None)
        else:
            self._ballot = self._ballot._replace(agreed=None)
            self._go({"agree": "count", "dissent": "agree"}[self._step])
