"""One choice out of a few: on one line if they fit, else one below the other. Digits, left and right, or a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget


class Choice(NamedTuple):
    """One of the choices, with the digit that picks it."""

    id: str
    label: str
    digit: str

    @property
    def text(self) -> str:
        """How it is shown."""
        return f" {self.digit} {self.label} "


def numbered(choices: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    """Return (id, label) pairs as choices with the digits 1, 2, 3 and so on."""
    return tuple(Choice(key, label, str(n)) for n, (key, label) in enumerate(choices, 1))


class ChoiceRow(Widget, can_focus=True):
    """Shows the choices with the chosen one marked ``[ … ]``; picking posts ``Picked`` and changes nothing itself."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "tui.choice.change", key_display="←→", id="choice.previous"),
        Binding("right,space,ideographic_space", "step(1)", "tui.choice.change", show=False, id="choice.next"),
        *(
            Binding(f"{n},{chr(ord('０') + n)}", f"pick('{n}')", "tui.choice.pick", show=False, id=f"choice.{n}")
            for n in range(10)
        ),
    ]
    DEFAULT_CSS = """
    ChoiceRow { height: auto; width: 1fr; pointer: pointer; }
    ChoiceRow:focus { background: $panel; }
    """

    class Picked(Message):
        """A choice was picked."""

        def __init__(self, row: ChoiceRow, choice: str) -> None:
            super().__init__()
            self.row = row
            self.choice = choice

        @property
        def control(self) -> ChoiceRow:
            """The row it belongs to."""
            return self.row

    def __init__(
        self,
        choices: Sequence[Choice],
        chosen: str,
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.chosen = chosen

    def offer(self, choices: Sequence[Choice], chosen: str) -> None:
        """Show other choices."""
        self.choices, self.chosen = tuple(choices), chosen
        self.refresh(layout=True)

    def choose(self, chosen: str) -> None:
        """Mark ``chosen`` as what stands."""
        self.chosen = chosen
        self.refresh()

    # --- looks -----------------------------------------------------------------------------------------------------

    def render(self) -> Content:
        """The choices; the chosen one in brackets, and where the keys go in the colour of the cursor."""
        between = "\n" if self._is_stacked(self.content_size.width) else " "
        return Content(between).join([self._shown(choice) for choice in self.choices])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own
        """One line, or one for each choice."""
        return len(self.choices) if self._is_stacked(width) else 1

    def _shown(self, choice: Choice) -> Content:
        if choice.id == self.chosen:
            takes_keys = self.has_focus or not self.can_focus
            style = "bold $block-cursor-foreground on $block-cursor-background" if takes_keys else "bold $primary"
            return Content.styled(f"[{choice.text}]", style)
        return Content(f" {choice.text} ")

    def _is_stacked(self, width: int) -> bool:
        return sum(cell_len(choice.text) + 3 for choice in self.choices) > width

    # --- picking ---------------------------------------------------------------------------------------------------

    def action_pick(self, digit: str) -> None:
        """Pick the choice of that digit, if there is one."""
        for choice in self.choices:
            if choice.digit == digit:
                self.pick(choice.id)

    def action_step(self, by: int) -> None:
        """Pick the neighbour of the chosen one."""
        self.pick(self.neighbour(by))

    def pick(self, choice: str) -> None:
        """Say what was picked; whoever is told decides whether it stands."""
        self.post_message(self.Picked(self, choice))

    def neighbour(self, by: int) -> str:
        """Return the choice ``by`` places from the chosen one, round the end."""
        ids = [choice.id for choice in self.choices]
        place = ids.index(self.chosen) if self.chosen in ids else -1 if by > 0 else 0
        return ids[(place + by) % len(ids)]

    def on_click(self, event: events.Click) -> None:
        """Pick what lies under the pointer."""
        if (offset := event.get_content_offset(self)) is None:
            return
        if self._is_stacked(self.content_size.width):
            if offset.y < len(self.choices):
                self.pick(self.choices[offset.y].id)
            return
        right = 0
        for choice in self.choices:
            right += cell_len(choice.text) + 3
            if offset.x < right:
                self.pick(choice.id)
                return


class FreeChoice(ChoiceRow):
    """A choice of which any may stand: what is picked is chosen at once, before the next key is looked at."""

    def pick(self, choice: str) -> None:
        """Choose it."""
        self.choose(choice)
