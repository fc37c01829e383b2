"""A key that is held down. One answers question after question, so its repeats would answer what nobody read."""

from __future__ import annotations

from textual import events

REPEAT_SECONDS = 0.08
"""Keyboards repeat every 30 to 40 ms; two presses of one finger are 100 ms apart and more."""


class HeldKey:
    """Tells the repeats of a key from presses, by the time at which they arrived: a slow disk delays all alike."""

    def __init__(self) -> None:
        self._key, self._at = "", 0.0

    def is_repeat(self, event: events.Key) -> bool:
        """Return whether ``event`` is that key again, sooner than anybody can press it twice."""
        is_repeat = event.key == self._key and event.time - self._at < REPEAT_SECONDS
        self._key, self._at = event.key, event.time
        return is_repeat
