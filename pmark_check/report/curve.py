"""The score over time as an area: where its lines, dots and labels go. Plain coordinates; the template draws them.

The areas stand in a box of 100 by 100 that is stretched; everything with a text or a width is placed in percent of the
chart's width, so that neither shrinks on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pmark_check.report.charts import FONT, em
from pmark_check.view.trend import TrendPoint

FROM, TO, PLOT, ROW = 10.0, 91.0, 150, 18
"""Where the first and the last day stand, in percent; how high the area is, and a row of labels."""
APART, NARROWEST = 14.0, 320
"""Days nearer to each other, in percent, share a label; labels fit a chart of so many units."""
MOST_FLAG, MOST_ROWS = 10, 3


class Flag(NamedTuple):
    """A named day: a line from ``top`` down, with its name, shortened, or "" where there is no room for it."""

    x: str
    anchor: str
    top: int
    text: str


class Date(NamedTuple):
    """A labelled day below the chart: its name, its score, and its year where it is the first one shown of it."""

    x: str
    name: str
    score: str
    year: str


@dataclass(frozen=True)
class Curve:
    """The score over time. Places are percentages of the width, heights are units.

    Attributes:
        sure: the area that could be shown, in a box of 100 by 100; ``possible`` lies above it.
        target: how high the target is.
        dots: (x, y) of each day.
    """

    height: int
    top: int
    floor: int
    sure: str
    possible: str
    target: float
    grid: tuple[tuple[float, int], ...]
    dots: tuple[tuple[str, float], ...]
    dates: tuple[Date, ...]
    flags: tuple[Flag, ...]

    left, right, width, plot = f"{FROM}%", f"{TO}%", f"{TO - FROM}%", PLOT


def curve(points: Sequence[TrendPoint], target: int, name: Callable[[date], str]) -> Curve | None:
    """Return the chart over the days on which anything counted; None with fewer than two."""
    shown = [(date.fromisoformat(p.day), p, p.band.low, p.band.high) for p in points]
    days = [(day, p, low, high) for day, p, low, high in shown if low is not None and high is not None]
    if len(days) < 2:
        return None
    first, last = days[0][0], days[-1][0]
    along = [100 * (day - first).days / (last - first).days for day, *_ in days]
    low, high = ([100 - 100 * share for share in shares] for shares in zip(*(day[2:] for day in days), strict=True))
    at = [FROM + (TO - FROM) * x / 100 for x in along]
    rows, flags = _flags([(x, text) for x, (_, p, *_) in zip(at, days, strict=True) for text in p.tags])
    top = ROW * rows + 10
    return Curve(
        height=top + PLOT + 3 * ROW + 2,
        top=top,
        floor=top + PLOT,
        sure=_polygon([(0, 100), *zip(along, low, strict=True), (100, 100)]),
        possible=_polygon([*zip(along, high, strict=True), *reversed(list(zip(along, low, strict=True)))]),
        target=top + PLOT * (100 - target) / 100,
        grid=tuple((top + PLOT * (100 - percent) / 100, percent) for percent in (0, 50, 100)),
        dots=tuple((_place(x), round(top + PLOT * y / 100, 1)) for x, y in zip(at, low, strict=True)),
        dates=tuple(_dates([(x, day, p.band.worst) for x, (day, p, *_) in zip(at, days, strict=True)], name)),
        flags=flags,
    )


def _dates(days: Sequence[tuple[float, date, str]], name: Callable[[date], str]) -> Iterator[Date]:
    """Yield a label for the first day, the last, and those between that have room."""
    year, taken, start, end = 0, 0.0, days[0][0], days[-1][0]
    for x, day, score in days:
        if x in (start, end) or (x - taken >= APART and end - x >= APART):
            yield Date(_place(x), name(day), score, str(day.year) if day.year != year else "")
            year, taken = day.year, x


def _flags(names: Sequence[tuple[float, str]]) -> tuple[int, tuple[Flag, ...]]:
    """Return how many rows the names take that fit, and the names, each in the lowest row with room for it."""
    ends: list[float] = []
    placed: list[tuple[float, str, int, str]] = []
    for x, text in names:
        short = text if em(text) <= MOST_FLAG else _shortened(text, MOST_FLAG)
        wide = 100 * em(short) * FONT / NARROWEST
        anchor = "start" if x < 100 / MOST_ROWS else "end" if x > 200 / MOST_ROWS else "middle"
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        row = next((n for n, end in enumerate([*ends, 0.0][:MOST_ROWS]) if end <= left), -1)
        if row >= 0:
            ends[row : row + 1] = [left + wide + 2]
        placed.append((x, anchor, row, short if row >= 0 else ""))
    tops = [ROW * (len(ends) - max(row, 0)) for _, _, row, _ in placed]
    return len(ends), tuple(Flag(_place(x), a, top, text) for (x, a, _, text), top in zip(placed, tops, strict=True))


def _shortened(text: str, room: float) -> str:
    while em(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _place(percent: float) -> str:
    return f"{percent:.2f}%"


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{round(x, 2):g},{round(y, 2):g}" for x, y in points)
