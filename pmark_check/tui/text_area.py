"""Several lines to type on. A module of its own: Textual's editor takes as long to import as five screens."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from pmark_check.tui.text import FULL_WIDTH_SPACE


class WideTextArea(TextArea):
    """A ``TextArea`` in which the full-width space can be typed; see ``WideInput``."""

    def on_key(self, event: events.Key) -> None:
        """Insert the full-width space where it was typed."""
        if (event.character == FULL_WIDTH_SPACE or event.key == "ideographic_space") and not self.read_only:
            event.stop()
            event.prevent_default()
            self.replace(FULL_WIDTH_SPACE, *self.selection)
