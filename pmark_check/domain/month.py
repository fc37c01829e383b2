"""A month of the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from pmark_check.errors import BadInput


class Month(NamedTuple):
    """A month of the calendar; months sort by time."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month written ``YYYY-MM``.

        Raises:
            BadInput: it is not written so.
        """
        found = re.fullmatch(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", text)
        if found is None:
            raise BadInput("month.not-a-month", month=text)
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def eve(self) -> date:
        """The day before its first."""
        return self.first - timedelta(days=1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month.of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
