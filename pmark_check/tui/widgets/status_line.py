"""The last two lines: what is saved and what just happened, and the keys. Every key can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmark_check.tui.text import clickable, shortened
from pmark_check.tui.widgets.lined import Line


class StatusLine(Line):
    """When the last save was, one sentence about what just happened, and what is left."""

    def __init__(self) -> None:
        super().__init__()
        self._saved = self._notice = self._style = self._hint = self._progress = ""

    @property
    def notice(self) -> str:
        """The sentence that stands there."""
        return self._notice

    def saved(self, text: str) -> None:
        """Say from now on when the last save was."""
        if text != self._saved:
            self._saved = text
            self.refresh()

    def say(self, notice: str, style: str = "") -> None:
        """Say what just happened; "" says nothing."""
        if (notice, style) != (self._notice, self._style):
            self._notice, self._style = notice, style
            self.refresh()

    def hint(self, text: str) -> None:
        """Say ``text`` quietly while there is nothing else to say."""
        if text != self._hint:
            self._hint = text
            self.refresh()

    def progress(self, text: str) -> None:
        """Say from now on, at the right, what is left; it gives way where a sentence needs the room."""
        if text != self._progress:
            self._progress = text
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        room = max(10, width - cell_len(self._saved) - 2)
        said = shortened(self._notice or self._hint, room)
        style = self._style if self._notice else "$quiet"
        gap = room - cell_len(said) - cell_len(self._progress)
        progress = f"{' ' * gap}{self._progress}" if gap > 1 else ""
        return Content.assemble((self._saved, "$quiet"), "  ", (said, style), (progress, "$quiet"))


class Key(NamedTuple):
    """A key as the line shows it."""

    key: str
    name: str
    action: str


class KeyLine(Line):
    """The keys that matter here, as many as fit."""

    DEFAULT_CSS = """
    KeyLine { background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[Key, ...] = ()

    def show(self, keys: Sequence[Key]) -> None:
        """Show ``keys`` from now on."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render(self) -> Content:
        """Return the line; the gaps shrink first, then the last keys give way."""
        parts = [
            Content.assemble(
                clickable(key.key, key.action, "bold $footer-key-foreground"), clickable(f" {key.name}", key.action)
            )
            for key in self._keys
        ]
        width = self.content_size.width
        while len(parts) > 1 and sum(part.cell_length + 1 for part in parts) - 1 > width:
            parts.pop()
        taken = sum(part.cell_length for part in parts)
        gap = " " * max(1, min(3, (width - taken) // max(1, len(parts) - 1)))
        return Content(gap).join(parts)
