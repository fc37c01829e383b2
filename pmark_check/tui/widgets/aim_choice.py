"""A choice between the kinds of homework, on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from pmark_check.domain.events import ActionKind
from pmark_check.tui.text import Touchable, clickable, padded


class AimChoice(Touchable, can_focus=True):
    """The kind of homework: left and right choose."""

    DEFAULT_CSS = """
    AimChoice { height: 1; padding: 0 1; }
    AimChoice:focus { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "tui.key.choose", show=False, id="homework.previous-kind"),
        Binding("right,space,ideographic_space", "turn(1)", "tui.key.choose", show=False, id="homework.next-kind"),
    ]

    def __init__(self, names: Mapping[ActionKind, str], label: str) -> None:
        super().__init__(id="aim")
        self._names = names
        self._label = label
        self.value: str = ActionKind.FIX

    def choose(self, value: str) -> None:
        """Choose a kind; one that does not exist changes nothing."""
        if value in set(ActionKind):
            self.value = value
            self.refresh()

    def action_choose(self, value: str) -> None:
        """Choose by click."""
        self.choose(value)

    def action_turn(self, by: int) -> None:
        """Choose the next kind, round the end."""
        kinds = [kind.value for kind in ActionKind]
        self.choose(kinds[(kinds.index(self.value) + by) % len(kinds)])

    def render(self) -> Content:
        """Return the kinds, the chosen one in reverse."""
        parts = [Content.styled(padded(self._label, 15), "$quiet")]
        for kind, name in self._names.items():
            style = "bold $block-cursor-foreground on $block-cursor-background" if kind == self.value else ""
            parts += [clickable(f" {name} ", f"choose('{kind}')", style), Content(" ")]
        return Content("").join(parts)
