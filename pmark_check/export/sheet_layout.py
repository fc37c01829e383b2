"""How much room text takes in a cell. Neither Excel nor LibreOffice sets a row's height when a file is opened."""

from __future__ import annotations

import math
import unicodedata
from datetime import date

from pmark_check.view.words import in_short

LINE = 17
"""Points of one line of 10-point Japanese text."""

PAPER = 9
"""A4, by the number that the file format gives it."""

SHORT = 80
"""Characters of a name in the head of a page and among the properties of the file."""

TALLEST = 409
"""Points of the tallest row there can be."""


def cells(text: str) -> int:
    """Return the width of ``text`` in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def lines(text: str, width: float) -> int:
    """Return how many lines ``text`` takes in a column of ``width``; a little is lost at the end of each."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(cells(line) / room)) for line in text.split("\n"))


def height(texts: list[tuple[str, float]]) -> int:
    """Return the height in points of a row with ``texts`` in columns of given widths."""
    return min(TALLEST, LINE * max((lines(text, width) for text, width in texts), default=1) + 3)


def page_head(client: str, on: date) -> str:
    """Return what stands at the head of a printed page, as the file format wants it: "&" begins a code there."""
    return f"&L{in_short(client, SHORT).replace('&', '&&')}&R{on.isoformat()}"
