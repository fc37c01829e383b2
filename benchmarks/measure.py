"""Takes turns between what is measured and its floor, and compares the medians."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 15


@dataclass(frozen=True)
class Comparison:
    """Something measured against a floor.

    Attributes:
        limit: how many times the floor it may take.
    """

    name: str
    ours: Callable[[], object]
    floor: Callable[[], object]
    limit: float


@dataclass(frozen=True)
class Measured:
    """Medians in seconds."""

    name: str
    ours: float
    floor: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the floor it took."""
        return self.ours / self.floor

    @property
    def is_within(self) -> bool:
        """Whether it kept to its limit."""
        return self.ratio <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.is_within else "OVER"
        return (
            f"{self.name:<28} {self.ours * 1000:9.2f} ms   floor {self.floor * 1000:9.2f} ms   "
            f"{self.ratio:6.2f}x   limit {self.limit:.1f}x   {verdict}"
        )


def measured(comparison: Comparison) -> Measured:
    """Return the medians of alternating runs; the first of each is not counted."""
    ours: list[float] = []
    floor: list[float] = []
    comparison.ours()
    comparison.floor()
    for _ in range(ROUNDS):
        ours.append(_seconds(comparison.ours))
        floor.append(_seconds(comparison.floor))
    return Measured(comparison.name, median(ours), median(floor), comparison.limit)


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as every command of the program does
    start = perf_counter()
    run()
    spent = perf_counter() - start
    gc.enable()
    return spent
