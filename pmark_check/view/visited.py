"""The questions one came by, to go back and forward through them."""

from __future__ import annotations

from collections.abc import Callable

MOST = 200
"""Questions that are remembered."""


class Visited:
    """A way through the questions as a browser keeps it: going somewhere else forgets what lay ahead."""

    def __init__(self) -> None:
        self._way: list[str] = []
        self._at = -1

    def come(self, control_id: str) -> None:
        """Be at a question; where one is already, nothing changes."""
        if self._way and self._way[self._at] == control_id:
            return
        self._way = [*self._way[: self._at + 1], control_id][-MOST:]
        self._at = len(self._way) - 1

    def step(self, by: int, is_there: Callable[[str], bool]) -> str | None:
        """Go back (-1) or forward (1) to the next question that is there; None, and stay, where there is none."""
        here, at = self._way[self._at] if self._way else "", self._at + by
        while 0 <= at < len(self._way):
            if self._way[at] != here and is_there(self._way[at]):
                self._at = at
                return self._way[at]
            at += by
        return None
