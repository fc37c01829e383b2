"""The tabs of the results, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.widgets.option_list import Option

from pmark_check.tui.screens.results_forecast import forecast
from pmark_check.tui.screens.results_gaps import gaps
from pmark_check.tui.screens.results_overview import overview
from pmark_check.tui.screens.results_papers import contradictions, documents
from pmark_check.tui.screens.results_people import blocking, homework, not_asked
from pmark_check.tui.screens.results_roadmap import roadmap
from pmark_check.tui.screens.results_rows import Maker

MAKERS: dict[str, Callable[[Maker], Iterator[Option]]] = {
    "summary": overview,
    "blocking": blocking,
    "forecast": forecast,
    "roadmap": roadmap,
    "gaps": gaps,
    "documents": documents,
    "contradictions": contradictions,
    "homework": homework,
    "not-asked": not_asked,
}
TABS = tuple(MAKERS)
SUMMARY, GAPS = TABS[0], "gaps"


def rows_of(tab: str, make: Maker) -> Callable[[int], list[Option]]:
    """Return what makes the rows of ``tab`` for a width."""

    def rows(width: int) -> list[Option]:
        make.begin(width)
        return list(MAKERS[tab](make))

    return rows
