"""The last line of a screen: its keys, read from its bindings, each of them clickable."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from pmark_check.tui.widgets.status_line import Key, KeyLine

CAPS = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "backspace": "Backspace",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "home": "Home",
    "end": "End",
}
"""What is printed on the keys."""


def keycap(binding: Binding, widget: Widget) -> str:
    """Return how the key of ``binding`` is named to its user."""
    if binding.key_display:
        return binding.key_display
    if binding.key in CAPS:
        return CAPS[binding.key]
    is_function_key = binding.key[:1] == "f" and binding.key[1:].isdecimal()
    return binding.key.upper() if is_function_key else widget.app.get_key_display(binding)


class KeyFooter(KeyLine):
    """Shows the keys that can be used now, in the order of their bindings; each action once."""

    DEFAULT_CSS = "KeyFooter { dock: bottom; }"

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._show_keys)
        self.call_after_refresh(self._show_keys, self.screen)

    def _show_keys(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        shown: dict[str, Key] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                key = Key(keycap(binding, self), binding.description, f"app.simulate_key('{binding.key}')")
                shown.setdefault(binding.action, key)
        self.show(list(shown.values()))
