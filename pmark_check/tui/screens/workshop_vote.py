"""Collects who thinks what: hands are counted by digits, then the answer agreed on, then what speaks against it.

Hands are counted without names. Where it matters who said what, a name is chosen first; the digit is then that
person's, and the next name is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pmark_check.domain.events import Mark
from pmark_check.domain.session import Session
from pmark_check.domain.workshop import Vote
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog
from pmark_check.tui.text import Prose, Touchable, WideInput, clickable, fold, padded
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.view.typed import typed_names
from pmark_check.view.words import literal

MARKS = tuple(Mark)
NONE = 0
"""The digit for: no answer was agreed on."""
CHOSEN = "bold $block-cursor-foreground on $block-cursor-background"


class Ballot(NamedTuple):
    """What was collected.

    Attributes:
        hands: mark -> how many gave it whose names are not noted.
        persons: name -> the mark that this person gave.
        agreed: the answer agreed on, None for none.
        dissent: what speaks against it.
        dissenters: who wants it noted that they disagree.
    """

    hands: Mapping[Mark, int] = {}
    persons: Mapping[str, Mark] = {}
    agreed: Mark | None = None
    dissent: str = ""
    dissenters: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[Mark]:
        """How many gave each mark, with a name or without."""
        return Counter(self.persons.values()) + Counter(self.hands)

    @property
    def common(self) -> Mark | None:
        """The mark that everybody gave; None where they differ."""
        given = list(self.counts)
        return given[0] if len(given) == 1 else None

    @property
    def is_split(self) -> bool:
        """Whether somebody gave another answer than the one agreed on."""
        return self.agreed is not None and set(self.counts) != {self.agreed}

    @property
    def others(self) -> tuple[str, ...]:
        """Those known to have given another answer than the one agreed on; nobody where nobody had given that."""
        is_given = self.agreed in self.counts
        return tuple(name for name, mark in self.persons.items() if is_given and mark is not self.agreed)

    def names(self, mark: Mark) -> tuple[str, ...]:
        """Return who is known to have given ``mark``."""
        return tuple(name for name, its in self.persons.items() if its is mark)

    def given(self, mark: Mark, who: str) -> Ballot:
        """Return it with ``mark`` given by ``who``, whatever they gave before; by one hand more for no name."""
        if who:
            return self._replace(persons={**self.persons, who: mark})
        return self._replace(hands={**self.hands, mark: self.hands.get(mark, 0) + 1})

    def taken_back(self) -> Ballot:
        """Return it without one of its hands, or of its names where there are no hands."""
        if counted := [mark for mark in MARKS if self.hands.get(mark)]:
            return self._replace(hands={**self.hands, counted[-1]: self.hands[counted[-1]] - 1})
        return self._replace(persons=dict(list(self.persons.items())[:-1]))


def standing_ballot(vote: Vote | None, session: Session) -> Ballot:
    """Return what was counted in an earlier vote on the same; a person whose name was erased is a hand."""
    if vote is None:
        return Ballot()
    persons = {name: mark for person, mark in vote.persons.items() if (name := session.person_name(person))}
    return Ballot(Counter(vote.counts) - Counter(persons.values()), persons)


class Hands(Touchable):
    """One answer a line, with its digit, how many gave it and who of them is known."""

    DEFAULT_CSS = "Hands { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._ballot = Ballot()
        self._names: tuple[str, ...] = ()
        self._total = ""

    def show(self, ballot: Ballot, names: Iterable[str], total: str) -> None:
        """Show ``ballot`` from now on; ``names`` are those of its marks."""
        self._ballot, self._names, self._total = ballot, tuple(names), total
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that the answers take at ``width``."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        wide = max(map(cell_len, self._names), default=0)
        for number, (mark, name) in enumerate(zip(MARKS, self._names, strict=False), 1):
            style = CHOSEN if mark is self._ballot.agreed else ""
            label = clickable(f" {number} {padded(name, wide)} ", f"screen.digit({number})", style)
            count = f" {self._ballot.counts[mark]:>3}  "
            room = width - label.cell_length - len(count)
            first, *more = fold("  ".join(map(literal, self._ballot.names(mark))), room)
            yield Content.assemble(label, (count, "bold"), first)
            yield from (Content(" " * (width - room) + line) for line in more)
        yield Content(self._total)


class Names(Touchable):
    """Whose answer the next digit is: nobody's in particular, or that of a person in the room."""

    DEFAULT_CSS = "Names { height: auto; width: 1fr; margin-top: 1; }"

    def __init__(self, unnamed: str, names: Iterable[str]) -> None:
        super().__init__()
        self._names = (unnamed, *names)
        self._turn = 0

    def show(self, turn: int) -> None:
        """Show that it is the turn of that name, from 1; 0 for nobody in particular."""
        self._turn = turn
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that the names take at ``width``."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        """Return the names, as many on a line as there is room for."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        line = Content("")
        for number, name in enumerate(self._names):
            shown = self._shown(number, name)
            if line and line.cell_length + shown.cell_length > width:
                yield line
                line = Content("")
            line = line + shown
        yield line

    def _shown(self, number: int, name: str) -> Content:
        is_chosen = number == self._turn
        text = f"[ {literal(name)} ]" if is_chosen else f"  {literal(name)}  "
        return clickable(text, f"screen.turn_to({number})", CHOSEN if is_chosen else "$quiet")


class VoteDialog(PmarkDialog[Ballot | None]):
    """Returns what was collected, None where it was given up.

    Args:
        desk: the language.
        question: what is voted on.
        present: names of those who can be named.
        ballot: what was counted before.
    """

    CSS_PATH = "dialogs.tcss"
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
    problem = getters.query_one("#problem", Prose)

    def __init__(self, desk: Desk, question: str, present: Iterable[str], ballot: Ballot) -> None:
        super().__init__(desk)
        self._question = question
        self._ballot = ballot
        self._names = tuple(dict.fromkeys([*present, *ballot.persons]))
        self._turn = 0
        self._before: list[tuple[Ballot, int]] = []
        self._step = "count"

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
        who = self.query_one("#who", WideInput)
        who.value = self.t("report.list.comma").join(self._ballot.others)
        self.query_one("#why" if who.value else "#who").focus()

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
            self._ballot = self._ballot.given(MARKS[number - 1], who)
            self._turn = self._next_turn() if who else 0
            self.problem.say("")
            self._show()
        elif self._step == "agree":
            self._ballot = self._ballot._replace(agreed=MARKS[number - 1] if number != NONE else None)
            self._show()
            if self._ballot.is_split:
                self._go("dissent")
            else:
                self.dismiss(self._ballot)

    def _next_turn(self) -> int:
        """Return whose turn is next: that of the next one who said nothing yet; nobody's once all have."""
        numbers = range(1, len(self._names) + 1)
        following = [*numbers[self._turn :], *numbers[: self._turn]]
        return next((number for number in following if self._names[number - 1] not in self._ballot.persons), 0)

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous name; nobody in particular stands before the first."""
        self.action_turn_to((self._turn + by) % (len(self._names) + 1))

    def action_turn_to(self, turn: int) -> None:
        """Choose a name by its number; 0 for nobody in particular."""
        self._turn = turn
        self._show()

    def action_take_back(self) -> None:
        """Take the last answer back."""
        self._ballot, self._turn = self._before.pop() if self._before else (self._ballot.taken_back(), self._turn)
        self._show()

    # --- going on --------------------------------------------------------------------------------------------------

    def action_accept(self) -> None:
        """Go on: from the count to the answer agreed on, from there to the end with what all said, else without one."""
        if self._step == "count":
            if self._ballot.counts:
                self._go("agree")
            else:
                self.problem.say(self.t("tui.workshop.vote.nobody"))
        elif self._step == "agree":
            self.action_digit(MARKS.index(self._ballot.common) + 1 if self._ballot.common else NONE)
        else:
            self.call_later(self._with_dissent)

    def _with_dissent(self) -> None:
        """Take what was typed once all of it has arrived; names that were only offered need a reason to be noted."""
        who, why = (self.query_one(f"#{name}", WideInput).value for name in ("who", "why"))
        named = typed_names(who)
        is_offered = named == self._ballot.others and not why.strip()
        self.dismiss(self._ballot._replace(dissent=why, dissenters=() if is_offered else named))

    def action_back(self) -> None:
        """Go back a step; from the first, give up."""
        if self._step == "count":
            self.dismiss(None)
        else:
            self._ballot = self._ballot._replace(agreed=None)
            self._go({"agree": "count", "dissent": "agree"}[self._step])
