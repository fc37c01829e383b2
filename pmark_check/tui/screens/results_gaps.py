"""The tab of the gaps: what closing them brings for its effort first, filtered, and tried out with Space."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.tui.screens.results_rows import Aim, Maker, rest
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.view.board import Shown
from pmark_check.view.lines import BoardLine


def gaps(make: Maker) -> Iterator[Option]:
    """Yield the gaps that the chosen filter takes."""
    lines = make.board
    if not lines:
        yield make.said("tui.results.no-gaps")
        return
    chosen = [line for line in lines if make.sight.shown.takes(line)]
    yield _filters(make, lines)
    yield make.said("tui.results.gaps.try")
    if not chosen:
        yield make.said("tui.results.gaps.none")
        return
    yield make.titles(make.t("tui.results.gaps.title", count=len(chosen)))
    yield from (_gap(make, line) for line in chosen)


def _filters(make: Maker, lines: tuple[BoardLine, ...]) -> Option:
    """Return the filters with how many gaps each takes; the chosen one stands in brackets."""
    named = [
        make.t(
            "tui.results.gaps.chosen" if shown is make.sight.shown else "tui.results.gaps.other",
            name=make.t(f"tui.results.gaps.{shown}"),
            count=sum(map(shown.takes, lines)),
        )
        for shown in Shown
    ]
    return make.row(Cell("  ".join(named), make.width, "bold"), aim=Aim(is_filter=True))


def _gap(make: Maker, line: BoardLine) -> Option:
    """Return a gap: taken as done or not, the question, what it costs and brings, who sees to it, and how it stands."""
    columns = make.columns(line.effort, line.gain or "-", line.owner, line.due)
    mark = make.tick(line.line.id)
    kind = "severity.knockout" if line.line.is_knockout else "tui.results.gate" if line.is_gate else ""
    said = " ".join(filter(None, (make.t(kind) if kind else "", line.line.question)))
    shown = row(mark, Cell(said, rest(make.table_width, (mark, *columns))), *columns)
    told = Cell(f"{line.marks}  {' '.join(line.words)}", make.width - 3 - GAP, "$quiet")
    return make.about(Content("\n").join([shown, row(Cell("", 3), told)]), Aim(control=line.line.id, step=line.line.id))
