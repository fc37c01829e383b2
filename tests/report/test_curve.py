"""Where the lines, dots and labels of the trend go."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from pmark_check.report.charts import FONT, em
from pmark_check.report.curve import NARROWEST, Curve, curve
from pmark_check.view.numbers import Band
from pmark_check.view.trend import TrendPoint

START = date(2026, 9, 1)


def point(day: int, low: float | None = 0.2, high: float | None = 0.8, *tags: str) -> TrendPoint:
    return TrendPoint((START + timedelta(days=day)).isoformat(), tags, Band("", f"{low}", "", low, high), 0)


def name(day: date) -> str:
    return f"{day.month}/{day.day}"


def drawn(*points: TrendPoint, target: int = 85) -> Curve:
    found = curve(points, target, name)
    assert found
    return found


def percent(place: str) -> float:
    assert place.endswith("%")
    return float(place[:-1])


@pytest.mark.parametrize("points", [[], [point(0)], [point(0, None, None), point(5)]])
def test_a_line_has_two_ends(points: list[TrendPoint]) -> None:
    assert curve(points, 85, name) is None


def test_areas_follow_the_days_and_the_band() -> None:
    found = drawn(point(0, 0.1, 0.9), point(5, 0.25, 0.5), point(10, 0.5, 0.5))
    assert found.sure == "0,100 0,90 50,75 100,50 100,100"
    assert found.possible == "0,10 50,50 100,50 100,50 50,75 0,90"
    assert [x for x, _ in found.dots] == ["10.00%", "50.50%", "91.00%"]
    assert [y for _, y in found.dots] == [found.top + found.plot * share for share in (0.9, 0.75, 0.5)]
    assert found.target == found.top + found.plot * 0.15


def test_days_too_near_to_label_leave_their_label_out_but_never_the_first_or_last() -> None:
    found = drawn(*(point(day) for day in range(100)))
    places = [percent(label.x) for label in found.dates]
    assert (places[0], places[-1]) == (10, 91)
    assert 5 <= len(places) <= 7
    assert all(b - a >= 10 for a, b in pairwise(places))
    assert drawn(point(0), point(1)).dates[0].name == "9/1"


@pytest.mark.parametrize("day", ["10月14日", "30 Sep"])
def test_the_outermost_labels_are_whole_on_a_phone(day: str) -> None:
    found = curve([point(0), point(9)], 85, lambda _: day)
    assert found
    half = em(day) * FONT * 50 / NARROWEST
    assert percent(found.dates[0].x) - half >= 0
    assert percent(found.dates[-1].x) + half <= 100


def test_a_year_stands_where_it_begins() -> None:
    found = drawn(point(0), point(60), point(150), point(200))
    assert [label.year for label in found.dates] == ["2026", "", "2027", ""]


TAGS = ["第1回", "第2回", "w" * 300, "長" * 300, "中間報告", "", "🧑‍💼🇯🇵", "第8回"]


@pytest.mark.parametrize(
    "days", [[0, 1], [0, 1, 2, 3, 4, 5, 6, 7], [0, 40, 80, 81, 82, 99, 100], list(range(0, 80, 10))]
)
def test_names_of_days_neither_cover_nor_leave_the_chart_even_on_a_phone(days: list[int]) -> None:
    found = drawn(*(point(day, 0.2, 0.8, TAGS[n]) for n, day in enumerate(days)))
    assert len(found.flags) == len(days)
    boxes = []
    for flag in found.flags:
        wide = em(flag.text) * FONT * 100 / NARROWEST
        x = percent(flag.x)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[flag.anchor]
        assert left >= 0
        assert left + wide <= 100
        assert flag.top <= found.top
        if flag.text:
            boxes.append((left, left + wide, flag.top))
    assert boxes
    assert not [1 for a, b in combinations(boxes, 2) if a[2] == b[2] and a[0] < b[1] and b[0] < a[1]]


def test_without_names_no_room_is_kept_for_them() -> None:
    assert drawn(point(0), point(9)).top < drawn(point(0, 0.2, 0.8, "第1回"), point(9)).top
