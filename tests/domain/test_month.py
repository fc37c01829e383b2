from __future__ import annotations

from datetime import date

import pytest

from pmark_check.domain.month import Month
from pmark_check.errors import BadInput


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    february = Month.parse("2028-02")
    assert (february.first, february.last, february.eve) == (date(2028, 2, 1), date(2028, 2, 29), date(2028, 1, 31))
    assert str(Month.parse("2026-12").next) == "2027-01"
    assert Month.of(february.last) == february


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "2026-11-22", "２０２６-11", "11-2026", "2026-11\n"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Month.parse(text)
    assert refused.value.values == {"month": text}
