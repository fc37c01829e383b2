"""Collects who thinks what: hands are counted by digits, then the answer agreed on, then what speaks against it.

Hands are counted without names. Where it matters who said what, a name is chosen first; the digit is then that
person's, and the next name is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.events import Mark
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.drafting import DraftingDialog
from pmark_check.tui.text import Prose, WideInput
from pmark_check.tui.widgets.hands import Hands, Names
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.view.typed import typed_names
from pmark_check.view.words import literal

MARKS = tuple(Mark)
NONE = 0
"""The digit for: no answer was agreed on."""


class VoteDialog(DraftingDialog[Ballot]):
    """Returns what was collected once ``keep`` made it durable, None where it was given up.

    Args:
        desk: the language.
        question: what is voted on.
        present: names of those who can be named.
        keep: takes what was collected.
        standing: what was counted before.
        draft: what was being collected when the program was interrupted, as ``keep_draft`` was given it.
        keep_draft: takes what is being collected, at every key that counts; "" for nothing.
    """

    DEFAULT_CSS = """
    VoteDialog > .dialog { min-height: 18; }
    VoteDialog #told { text-style: bold; }
    VoteDialog #dissent { height: auto; }
    """
    AUTO_FOCUS = ""
    HELP: ClassVar[str] = "workshop-vote"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{n},{chr(ord('０') + n)}", f"digit({n})", "tui.workshop.vote.digit", show=False, id=f"vote.{n}")
            for n in range(5)
        ),
        Binding("right", "turn(1)", "tui.workshop.vote.name", key_display="←→", id="vote.next-name"),
        Binding("left", "turn(-1)", "tui.workshop.vote.name", show=False, id="vote.previous-name"),
        Binding("backspace,minus,－,ー", "take_back", "tui.workshop.vote.minus", key_display="-", id="vote.minus"),
        Binding("enter", "accept", "tui.workshop.vote.on", priority=True, id="vote.on"),
        Binding("escape", "back", "tui.workshop.vote.back", id="vote.back"),
    ]
    hands = getters.query_one(Hands)
    told = getters.query_one("#told", Prose)

    def __init__(  # noqa: PLR0913 - what a vote needs
        self,
        desk: Desk,
        question: str,
        present: Iterable[str],
        keep: Callable[[Ballot], object],
        *,
        standing: Ballot,
        draft: str = "",
        keep_draft: Callable[[str], None],
    ) -> None:
        super().__init__(desk, draft, keep_draft)
        self._question = question
        self._keep = keep
        self._standing = standing
        self._ballot = _read(draft) or standing
        self._names = tuple(dict.fromkeys([*present, *self._ballot.persons]))
        self._turn = 0
        self._before: list[tuple[Ballot, int]] = []
        self._step = "count" if self._ballot.agreed is None else "dissent"

    def compose(self) -> ComposeResult:
        """The question, the answers with their counts, what to do now, and two lines for who disagrees."""
        with Vertical(classes="dialog"):
            yield Prose(literal(self._question), classes="dialog-title")
            yield Hands()
            if self._names:
                yield Names(self.t("tui.workshop.vote.unnamed"), self._names)
            yield Prose(id="told", classes="paragraph")
            with Vertical(id="dissent"):
                yield Static(Content(self.t("tui.workshop.vote.who")))
                yield WideInput(classes="-flat", id="who", select_on_focus=False)
                yield Static(Content(self.t("tui.workshop.vote.why")))
                yield WideInput(classes="-flat", id="why", select_on_focus=False)
            yield Prose(id="problem")
        yield KeyFooter()

    def focus_first(self) -> None:
        """Begin with the count, or go on with the step that one is at."""
        self._go(self._step)

    def retranslate(self) -> None:
        """Show everything in the language that the desk speaks now; what is being typed stays."""
        self._ballot = self._collected
        super().retranslate()

    def as_draft(self) -> str:
        """Return what was collected; "" where that is what was counted before."""
        ballot = self._collected
        return "" if ballot == self._standing else ballot.model_dump_json()

    @property
    def _collected(self) -> Ballot:
        """What was collected, with what is being typed."""
        if self._step != "dissent":
            return self._ballot
        who, why = (self.query_one(f"#{name}", WideInput).value for name in ("who", "why"))
        return self._ballot.model_copy(update={"dissent": why, "dissenters": typed_names(who)})

    def _hold(self, ballot: Ballot) -> None:
        """Let ``ballot`` be what was collected, durable at once."""
        self._ballot = ballot
        self.keep_typing()
        self._show()

    def _go(self, step: str) -> None:
        self._step = step
        self.problem.say("")
        self.told.say(self._what_to_do())
        for names in self.query(Names):
            names.display = step == "count"
        self.query_one("#dissent").display = step == "dissent"
        if step == "dissent":
            self._ask_for_dissent()
        else:
            self.set_focus(None)
        self._show()

    def _what_to_do(self) -> str:
        ballot, key = self._ballot, f"tui.workshop.vote.{self._step}"
        match self._step:
            case "count" if self._names:
                return self.t(f"{key}.named")
            case "agree" if ballot.common:
                return self.t(f"{key}.unanimous", mark=self.t(f"mark.{ballot.common}"))
            case "dissent" if ballot.others:
                return self.t(f"{key}.offered")
        return self.t(key)

    def _ask_for_dissent(self) -> None:
        """Begin with the names, or with the reason of those who are known to have voted otherwise."""
        who, why = (self.query_one(f"#{name}", WideInput) for name in ("who", "why"))
        who.value = self.t("report.list.comma").join(self._ballot.dissenters)
        why.value = self._ballot.dissent
        for line in (who, why):
            line.action_end()
        (why if who.value else who).focus()

    def _show(self) -> None:
        total = self.t("tui.workshop.vote.total", count=self._ballot.counts.total())
        self.hands.show(self._ballot, (self.t(f"mark.{mark}") for mark in MARKS), total)
        for names in self.query(Names):
            names.show(self._turn)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Count with digits only while hands are counted, and leave everything to be typed while one types."""
        if action in ("turn", "turn_to"):
            return self._step == "count" and bool(self._names)
        if action == "take_back":
            return self._step == "count"
        return action != "digit" or self._step != "dissent"

    # --- counting --------------------------------------------------------------------------------------------------

    def action_digit(self, number: int) -> None:
        """Count one hand more, note what the person says whose turn it is, or say which answer was agreed on."""
        if self._step == "count" and number != NONE:
            self._before.append((self._ballot, self._turn))
            who = self._names[self._turn - 1] if self._turn else ""
            counted = self._ballot.given(MARKS[number - 1], who)
            self._turn = self._next_turn(counted) if who else 0
            self.problem.say("")
            self._hold(counted)
        elif self._step == "agree":
            self._hold(self._ballot.settled_on(MARKS[number - 1] if number != NONE else None))
            if self._ballot.is_split:
                self._go("dissent")
            else:
                self._record()

    def _next_turn(self, ballot: Ballot) -> int:
        """Return whose turn is next: that of the next one who said nothing yet; nobody's once all have."""
        numbers = range(1, len(self._names) + 1)
        following = [*numbers[self._turn :], *numbers[: self._turn]]
        return next((number for number in following if self._names[number - 1] not in ballot.persons), 0)

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous name; nobody in particular stands before the first."""
        self.action_turn_to((self._turn + by) % (len(self._names) + 1))

    def action_turn_to(self, turn: int) -> None:
        """Choose a name by its number; 0 for nobody in particular."""
        self._turn = turn
        self._show()

    def action_take_back(self) -> None:
        """Take the last answer back."""
        ballot, self._turn = self._before.pop() if self._before else (self._ballot.taken_back(), self._turn)
        self._hold(ballot)

    # --- going on --------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Go on once every earlier key of the same burst has arrived: a digit passes the screen, then the app."""
        if self.focused:
            self.focused.call_later(self.accept)
        else:
            self.call_later(self.app.call_later, self.accept)

    def accept(self) -> None:
        """Go on: from the count to the answer agreed on, from there to the end with what all said, else without one."""
        if self._step == "count":
            if self._ballot.counts:
                self._go("agree")
            else:
                self.problem.say(self.t("tui.workshop.vote.nobody"))
        elif self._step == "agree":
            self.action_digit(MARKS.index(self._ballot.common) + 1 if self._ballot.common else NONE)
        else:
            self._record()

    def _record(self) -> None:
        """Keep what was collected and close; what cannot be kept stays."""
        with self.errors_shown():
            ballot = self._collected.as_recorded()
            self._keep(ballot)
            self.finish(ballot)

    def action_back(self) -> None:
        """Go back a step; from the first, give up."""
        if self._step == "count":
            self.finish(None)
        else:
            step = {"agree": "count", "dissent": "agree"}[self._step]
            self._ballot = self._collected.model_copy(update={"agreed": None})
            self._go(step)
            self.keep_typing()


def _read(draft: str) -> Ballot | None:
    """Return what a draft holds; None for none, and for one that this version does not read."""
    try:
        return Ballot.model_validate_json(draft) if draft else None
    except ValueError:
        return None
