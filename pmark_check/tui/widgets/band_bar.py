"""A score band in figures and as a bar of text.

Every character of a bar is ASCII, so it is one cell wide in every terminal; block characters are two cells wide where
a terminal draws ambiguous characters wide. The solid look comes from colour on the same colour, which leaves the
characters there for whoever sees no colours.
"""

from __future__ import annotations

from math import ceil, floor

from textual.content import Content

from pmark_check.view.numbers import Band

LABEL, PERCENT = 19, 4
"""Cells of a score in figures, and of its worst case."""
WORST, BEST, REST, TARGET = "#", "=", ".", "|"
STYLES = {
    WORST: "$primary on $primary",
    BEST: "$foreground on $primary 40%",
    REST: "$quiet",
    TARGET: "bold $foreground",
}
ON_WORST = "bold $background on $primary"


def figures(found: Band) -> str:
    """Return a score in figures; where several stand below each other, what can be shown today lines up."""
    return found.label if found.is_empty else found.worst.rjust(PERCENT) + found.label.removeprefix(found.worst)


def bar_text(low: float | None, high: float | None, cells: int, target: int | None = None) -> str:
    """Return ``cells`` characters: worst, then what is open up to best, then the rest; blanks for an empty band.

    Only what is open is drawn so: a score without doubts is its worst case.

    Args:
        low: worst case, 0..1.
        high: best case, 0..1.
        cells: length of the bar.
        target: where to set the mark, in percent.
    """
    if low is None or high is None:
        return " " * cells
    solid = floor(low * cells)
    open_end = max(solid, ceil(high * cells)) if high > low else solid
    drawn = WORST * solid + BEST * (open_end - solid) + REST * (cells - open_end)
    if target is None:
        return drawn
    mark = min(cells - 1, floor(target * cells / 100))
    return drawn[:mark] + TARGET + drawn[mark + 1 :]


def bar(low: float | None, high: float | None, cells: int, target: int | None = None) -> Content:
    """Return the bar of ``bar_text`` in colours that stay apart without them."""
    drawn = bar_text(low, high, cells, target)
    solid = 0 if low is None else floor(low * cells)
    parts: list[tuple[str, str]] = []
    for place, character in enumerate(drawn):
        style = ON_WORST if character == TARGET and place < solid else STYLES.get(character, "")
        if parts and parts[-1][1] == style:
            parts[-1] = (parts[-1][0] + character, style)
        else:
            parts.append((character, style))
    return Content.assemble(*parts)
