from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from math import dist

import pytest

from pmark_check.report import charts
from pmark_check.view.examination import MonthLine
from pmark_check.view.lines import SectionLine
from pmark_check.view.numbers import Band
from pmark_check.view.report_examination import MonthPart
from tests.report.clients import half_way, new_client, view_of

TITLES = {
    "short": "教育",
    "japanese": "報告・公表と本人への連絡",
    "katakana": "コンピューターネットワークセキュリティ",
    "english": "Reporting, announcing and telling the people concerned",
    "one-word": "Donaudampfschifffahrtsgesellschaftskapitän",
    "endless": "長" * 10_000,
    "wide-ascii": "W" * 60,
    "nothing": "",
    "emoji": "🧑‍💼🇯🇵𠮷ｶﾌﾞｼｷ",
}


def band(low: float, high: float) -> Band:
    return Band("", "", "", low, high)


def section(title: str, found: Band) -> SectionLine:
    return SectionLine(title, "", title, found, 1, 1, 0)


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_a_bar_is_the_band_in_percent_of_its_width() -> None:
    drawn = charts.bar(band(0.41, 0.78), 85)
    assert drawn == charts.Bar("41.00%", "37.00%", "85%", "middle")


@pytest.mark.parametrize(("mark", "anchor"), [(1, "start"), (14, "start"), (50, "middle"), (86, "end"), (100, "end")])
def test_the_label_of_the_mark_stays_inside_the_bar(mark: int, anchor: str) -> None:
    drawn = charts.bar(band(0, 1), mark)
    assert drawn
    assert drawn.anchor == anchor


def test_nothing_selected_is_no_bar_and_never_an_empty_one() -> None:
    assert charts.bar(Band("対象なし", "", "", None, None), 85) is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_sections_are_no_radar(count: int) -> None:
    empty = Band("対象なし", "", "", None, None)
    sections = [section("一", band(0.5, 0.5))] * count + [section("空", empty)] * 5
    assert charts.radar(sections, 85) is None


def test_an_empty_section_has_no_spoke_and_the_others_keep_their_numbers() -> None:
    empty = Band("対象なし", "", "", None, None)
    drawn = charts.radar([section("空", empty), *(section(t, band(0.5, 1)) for t in "甲乙丙")], 85)
    assert drawn
    assert [label.rows[0][1] for label in drawn.labels] == ["2 甲", "3 乙", "4 丙"]


def test_the_radar_puts_each_score_at_its_distance_from_the_centre() -> None:
    shares = [(0.0, 0.3), (0.25, 0.5), (1.0, 1.0), (0.62, 0.78)]
    drawn = charts.radar([section("章", band(*share)) for share in shares], 85)
    assert drawn
    for polygon, side in ((drawn.sure, 0), (drawn.possible, 1)):
        reach = [dist(point, drawn.centre) / charts.RADIUS for point in points(polygon)]
        assert reach == pytest.approx([share[side] for share in shares], abs=0.002)
    assert [dist(p, drawn.centre) / charts.RADIUS for p in points(drawn.target)] == pytest.approx([0.85] * 4, abs=0.002)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize("count", [3, 4, 5, 8, 11, 12, 20, 36])
def test_labels_neither_overlap_nor_leave_the_picture(count: int, title: str) -> None:
    drawn = charts.radar([section(title, band(0.5, 0.7))] * count, 85)
    assert drawn
    assert len(drawn.labels) == count
    for left, top, right, bottom in (label.box for label in drawn.labels):
        assert left >= 0
        assert top >= 0
        assert right <= drawn.width
        assert bottom <= drawn.height
    for a, b in combinations((label.box for label in drawn.labels), 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@pytest.mark.parametrize("session", [half_way(), new_client()])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_shipped_sections_are_labelled_with_their_titles(session: object, language: str) -> None:
    view = view_of(session, language)  # type: ignore[arg-type]
    drawn = charts.radar(view.sections, view.target)
    assert drawn
    for number, (label, line) in enumerate(zip(drawn.labels, view.sections, strict=True), 1):
        written = " ".join(text for _, text in label.rows)
        assert written.startswith(f"{number} ")
        assert written.replace(" ", "")[len(str(number)) :].rstrip("…") in line.title.replace(" ", "")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize("room", [3.0, 6.5, 9.0, 40.0])
def test_wrapping_loses_nothing_and_stays_in_the_room(title: str, room: float) -> None:
    title = title[:200]
    lines = charts.wrapped(title, room)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(charts.em(line) <= room for line in lines)


def test_japanese_breaks_between_words_and_never_before_a_closing_mark() -> None:
    assert charts.wrapped("報告・公表と本人への連絡", 7) == ["報告・公表と", "本人への連絡"]
    for room in (6.0, 7.0, 9.0):
        for _, after in pairwise(charts.wrapped("事故（漏えい）、その後。そして、報告", room)):
            assert after[0] not in "）、。"


def month(first: date, phase: str, half_days: int) -> MonthPart:
    return MonthPart(MonthLine(first.isoformat(), first, phase, phase, (), ""), half_days, f"{half_days / 2:g}")


MONTHS = (
    month(date(2026, 12, 1), "決める", 10),
    month(date(2027, 1, 1), "決める", 4),
    month(date(2027, 2, 1), "動かす", 20),
)


def share(place: str) -> float:
    return float(place.removesuffix("%"))


def test_the_timeline_puts_phases_under_their_months_and_the_goal_after_the_last() -> None:
    drawn = charts.timeline(MONTHS, date(2027, 3, 1), lambda day: f"{day.month}月")
    assert drawn
    assert [(tick.year, tick.name) for tick in drawn.ticks] == [
        ("2026", "12月"),
        ("2027", "1月"),
        ("", "2月"),
        ("", "3月"),
    ]
    assert [(lane.title, lane.x, lane.width) for lane in drawn.lanes] == [
        ("決める", "0.00%", "50.00%"),
        ("動かす", "50.00%", "25.00%"),
    ]
    assert drawn.goal == "75.00%"
    assert share(drawn.goal) + share(drawn.step) == 100


def test_the_work_of_a_month_is_a_bar_as_high_as_its_share() -> None:
    drawn = charts.timeline(MONTHS, None, str)
    assert drawn
    assert drawn.goal == ""
    first, second, most = (pile.height for pile in drawn.piles)
    assert (first / most, second / most) == pytest.approx((0.5, 0.2), abs=0.01)
    assert all(pile.top + pile.height == drawn.floor for pile in drawn.piles)
    assert [pile.days for pile in drawn.piles] == ["5", "2", "10"]


def test_no_months_are_no_timeline() -> None:
    assert charts.timeline((), date(2026, 12, 1), str) is None


def test_a_chapter_is_labelled_with_the_number_of_its_clause() -> None:
    chapters = [section(title, band(0.5, 1))._replace(number=f"J.{n}") for n, title in enumerate("甲乙丙", 1)]
    drawn = charts.radar(chapters, 85)
    assert drawn
    assert [label.rows[0][1] for label in drawn.labels] == ["J.1 甲", "J.2 乙", "J.3 丙"]
