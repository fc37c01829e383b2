"""The tabs of the results, in their order: the bar with their names, and the rows behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.i18n.translation import Translator
from pmark_check.tui.screens.results_forecast import forecast
from pmark_check.tui.screens.results_gaps import gaps
from pmark_check.tui.screens.results_overview import overview
from pmark_check.tui.screens.results_papers import contradictions, documents
from pmark_check.tui.screens.results_people import blocking, homework, not_asked
from pmark_check.tui.screens.results_roadmap import roadmap
from pmark_check.tui.screens.results_rows import Maker
from pmark_check.tui.text import clickable

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
CHOSEN = "bold $block-cursor-foreground on $block-cursor-background"


def tab_bar(tab: str, width: int, translate: Translator) -> Content:
    """Return the names of the tabs, the first one where the rows below begin; short ones where the long do not fit.

    ``tab`` is the chosen one.
    """
    bars = (_bar(tab, length, blanks, translate) for length in ("", ".short") for blanks in (" ", ""))
    return next((shown for shown in bars if shown.cell_length <= width), _bar(tab, ".short", "", translate))


def _bar(chosen: str, length: str, blanks: str, translate: Translator) -> Content:
    shown = []
    for number, tab in enumerate(TABS, 1):
        label = f"{blanks}{number} {translate(f'tui.results.tab.{tab}{length}')}{blanks}"
        # The chosen one is no link: links have a colour of their own, which is not readable on its ground.
        shown.append(Content.styled(label, CHOSEN) if tab == chosen else clickable(label, f"screen.tab('{tab}')"))
    return Content(" " * (not blanks)) + Content(" ").join(shown)


def rows_of(tab: str, make: Maker) -> Callable[[int], list[Option]]:
    """Return what makes the rows of ``tab`` for a width."""

    def rows(width: int) -> list[Option]:
        make.begin(width)
        return list(MAKERS[tab](make))

    return rows
