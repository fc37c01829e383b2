"""When time without a key press is talk, when it is a pause, and when everybody has gone home."""

from __future__ import annotations

from datetime import timedelta

GRACE = timedelta(minutes=5)
"""So much time without a key press is talk; what goes beyond it before a resumption is a pause."""

ABANDONED = timedelta(hours=3)
"""After so much time without an event nobody is in the room."""


def until_resumed(gone: timedelta) -> timedelta:
    """Return how much counts of the time between the last event and a resumption without a pause before it."""
    return min(gone, GRACE) if gone <= ABANDONED else timedelta()
