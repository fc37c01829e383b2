"""Where the lines of a chart go. Plain coordinates; the templates draw them as SVG.

A bar and the timeline are measured in percent of their own width, so that they fit any column and their text never
shrinks. The radar is measured in units of a fixed view box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pmark_check.view.lines import SectionLine
    from pmark_check.view.numbers import Band
    from pmark_check.view.report_examination import MonthPart

# --- bars ------------------------------------------------------------------------------------------------------------


class Bar(NamedTuple):
    """A band drawn from the left. All figures are percentages of the bar's width.

    Attributes:
        sure: how far the part reaches that can be shown today.
        open: how wide the part is that depends on what is still open.
        mark: where the target stands; ``anchor`` keeps its label inside the bar.
    """

    sure: str
    open: str
    mark: str
    anchor: str


def bar(band: Band, mark: int) -> Bar | None:
    """Return ``band`` as a bar with a mark at ``mark`` percent; None where nothing was selected."""
    if band.low is None or band.high is None:
        return None
    anchor = "start" if mark < 15 else "end" if mark > 85 else "middle"
    return Bar(_percent(band.low), _percent(band.high - band.low), f"{mark}%", anchor)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


# --- radar -----------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 460, 340
RADIUS = 112
GAP = 12
FONT, LEADING = 13, 16
MOST_LINES, MOST_SPOKES = 3, 36
MOST_TITLE = 80


class Label(NamedTuple):
    """A label of one or more lines; ``rows`` are (y of the baseline, text)."""

    x: float
    anchor: str
    rows: tuple[tuple[float, str], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The left, top, right and bottom that its text is sure to stay within."""
        width = max(em(text) for _, text in self.rows) * FONT
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return left, self.rows[0][0] - FONT, left + width, self.rows[-1][0] + LEADING - FONT


@dataclass(frozen=True)
class Radar:
    """The sections around a centre: what can be shown today inside, what is possible around it.

    Labels start with the number of their section: that of the clause it stands for, else its place in the table of
    sections. Where titles would cut or cover each other, the numbers stand alone.
    """

    width: int
    height: int
    rings: tuple[str, ...]
    target: str
    spokes: tuple[tuple[float, float], ...]
    sure: str
    possible: str
    dots: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]

    centre = (WIDTH / 2, HEIGHT / 2)


def radar(sections: Sequence[SectionLine], target: int) -> Radar | None:
    """Return the chart over the sections that have a score; None with fewer than three, or more than can be read."""
    scored = [(line.number or str(place), line) for place, line in enumerate(sections, 1) if not line.band.is_empty]
    count = len(scored)
    if not 3 <= count <= MOST_SPOKES:
        return None
    low = [line.band.low or 0.0 for _, line in scored]
    high = [line.band.high or 0.0 for _, line in scored]
    titles = tuple(_labels([(number, line.title) for number, line in scored]))
    numbers = tuple(_labels([(number, "") for number, _ in scored]))
    return Radar(
        width=WIDTH,
        height=HEIGHT,
        rings=tuple(_ring(percent, count) for percent in (25, 50, 75, 100)),
        target=_ring(target, count),
        spokes=tuple(_at(place, count, 1) for place in range(count)),
        sure=_polygon(_at(place, count, share) for place, share in enumerate(low)),
        possible=_polygon(_at(place, count, share) for place, share in enumerate(high)),
        dots=tuple(_at(place, count, share) for place, share in enumerate(low)),
        labels=titles if _fits(titles) else numbers,
    )


def _at(place: int, count: int, share: float, beyond: float = 0) -> tuple[float, float]:
    """Return the point on a spoke; the first points up, the others follow the clock."""
    angle = 2 * pi * place / count - pi / 2
    reach = RADIUS * share + beyond
    return round(WIDTH / 2 + reach * cos(angle), 1), round(HEIGHT / 2 + reach * sin(angle), 1)


def _ring(percent: int, count: int) -> str:
    return _polygon(_at(place, count, percent / 100) for place in range(count))


def _polygon(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _labels(titles: Sequence[tuple[str, str]]) -> Iterator[Label]:
    for place, (number, title) in enumerate(titles):
        x, y = _at(place, len(titles), 1, GAP)
        side = x - WIDTH / 2
        if abs(side) < RADIUS * 0.2:
            anchor, room = "middle", 2 * RADIUS * 0.9
        else:
            anchor, room = ("start", WIDTH - x) if side > 0 else ("end", x)
        taken = room / FONT - em(f"{number} ")
        lines = _shortened(wrapped(title[:MOST_TITLE], taken), taken)
        lines[0] = f"{number} {lines[0]}".rstrip()
        height = len(lines) * LEADING
        downward = (y - HEIGHT / 2) / (RADIUS + GAP)
        top = y - height / 2 + downward * height / 2
        yield Label(x, anchor, tuple((round(top + LEADING * (n + 0.8), 1), line) for n, line in enumerate(lines)))


def _shortened(lines: list[str], room: float) -> list[str]:
    if len(lines) <= MOST_LINES:
        return lines
    last = lines[MOST_LINES - 1]
    while em(last + "…") > room:
        last = last.rpartition(" ")[0] if " " in last else last[:-1]
    return [*lines[: MOST_LINES - 1], last.rstrip(" 、，,・") + "…"]


def _fits(labels: Sequence[Label]) -> bool:
    """Return whether no label is cut or stands on another one."""
    boxes = [label.box for label in labels]
    inside = all(left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT for left, top, right, bottom in boxes)
    apart = all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in combinations(boxes, 2))
    return inside and apart


# --- timeline --------------------------------------------------------------------------------------------------------

HEAD, LANE, WORK = 36, 38, 64
"""The heights of the names of the months, of one phase, and of the bars of work below."""


class Tick(NamedTuple):
    """A month: its place from the left, its name, and its year where it is the first one shown of that year."""

    x: str
    year: str
    name: str


class Lane(NamedTuple):
    """A phase: from the left, how wide, and where its title and bar stand."""

    title: str
    x: str
    width: str
    baseline: int
    top: int


class Pile(NamedTuple):
    """The work of a month: a bar from the bottom, and the days above it."""

    x: str
    width: str
    top: float
    height: float
    middle: str
    days: str


@dataclass(frozen=True)
class Timeline:
    """The months before an application, phase by phase. Places are percentages of its width, heights are units.

    Attributes:
        step: how wide a month is.
        goal: where the month begins in which one could apply; "" where it is not known.
    """

    height: int
    ticks: tuple[Tick, ...]
    lines: tuple[str, ...]
    lanes: tuple[Lane, ...]
    piles: tuple[Pile, ...]
    floor: int
    step: str
    goal: str


def timeline(months: Sequence[MonthPart], goal: date | None, name: Callable[[date], str]) -> Timeline | None:
    """Return the chart; ``goal`` is the month after the last one. None without months."""
    if not months:
        return None
    days = [month.line.first for month in months] + ([goal] if goal else [])
    step = 100 / len(days)
    phases = list(dict.fromkeys(month.line.phase_title for month in months))
    floor = HEAD + LANE * len(phases) + WORK
    most = max(month.half_days for month in months)
    return Timeline(
        height=floor + 6,
        ticks=tuple(
            Tick(_place(n * step + step / 2), str(day.year) if not n or day.month == 1 else "", name(day))
            for n, day in enumerate(days)
        ),
        lines=tuple(_place(n * step) for n in range(len(days))),
        lanes=tuple(_lane(months, phase, place, step) for place, phase in enumerate(phases)),
        piles=tuple(_pile(n * step, step, floor, month, most) for n, month in enumerate(months)),
        floor=floor,
        step=_place(step),
        goal=_place((len(days) - 1) * step) if goal else "",
    )


def _lane(months: Sequence[MonthPart], title: str, place: int, step: float) -> Lane:
    own = [n for n, month in enumerate(months) if month.line.phase_title == title]
    top = HEAD + LANE * place
    return Lane(title[:MOST_TITLE], _place(own[0] * step), _place(len(own) * step), top + 13, top + 18)


def _pile(left: float, step: float, floor: int, month: MonthPart, most: int) -> Pile:
    height = round((WORK - 26) * month.half_days / most, 1) if most else 0
    middle = _place(left + step / 2)
    return Pile(_place(left + step / 4), _place(step / 2), round(floor - height, 1), height, middle, month.days)


def _place(percent: float) -> str:
    return f"{percent:.2f}%"


# --- text ------------------------------------------------------------------------------------------------------------

_WORDS = re.compile(r"[「『（【]*(?:[!-~]+|[ァ-ヶー]+|[一-鿿々]+|.)[ぁ-ゖ]*[、。，．・：；？！」』）】]*\s*", re.DOTALL)
"""What stays on one line: a run of one script with the hiragana and closing marks behind it."""


def em(text: str) -> float:
    """Return how wide ``text`` is at most, in units of its size."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def wrapped(text: str, room: float) -> list[str]:
    """Return ``text`` in lines of at most ``room`` em, about equally long, broken between words if it can be."""
    lines = _greedy(text, room)
    narrower = room
    while len(lines) > 1 and narrower > 2:
        narrower -= 0.5
        tried = _greedy(text, narrower)
        if len(tried) > len(lines) or _cuts(tried, text) > _cuts(lines, text):
            break
        lines = tried
    return lines


def _cuts(lines: Sequence[str], text: str) -> int:
    """Return how many words of ``text`` the lines cut in two."""
    words = {word.strip() for word in _WORDS.findall(text)}
    return sum(word not in "\n".join(lines) for word in words)


def _greedy(text: str, room: float) -> list[str]:
    lines = [""]
    for word in _WORDS.findall(text):
        if em((lines[-1] + word).rstrip()) <= room:
            lines[-1] += word
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and em((lines[-1] + character).rstrip()) > room:
                lines.append("")
            lines[-1] += character
    return [line.strip() for line in lines if line.strip()] or [""]
