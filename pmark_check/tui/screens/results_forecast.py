"""The tab of the examination: stage by stage what stands in its way, and what would or could be found."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widgets.option_list import Option

from pmark_check.tui.screens.results_rows import ANYWHERE, NUMBER, WORD, Aim, Maker
from pmark_check.tui.widgets.columns import Cell
from pmark_check.tui.widgets.row_list import blank
from pmark_check.view.examination import StageLine, UnitLine

STYLES = {True: "bold $error", False: "bold $warning"}


def forecast(make: Maker) -> Iterator[Option]:
    """Yield the stages of the examination; without the Privacy Mark checklist there is none."""
    if not make.has_examination:
        yield make.said("tui.results.no-examination", Aim(adds_checklists=True))
        return
    yield make.said("tui.results.forecast.own")
    if make.view.answered == 0:
        yield make.said("tui.results.forecast.empty", Aim(control=ANYWHERE), "bold")
    for stage in make.examination.stages:
        yield blank()
        yield from _stage(make, stage)


def _stage(make: Maker, stage: StageLine) -> Iterator[Option]:
    key = "tui.results.forecast.stage" if stage.findings else "tui.results.forecast.gates-only"
    yield make.heading(make.t(key, stage=stage.name, findings=stage.findings))
    for word, style, lines in (
        (make.t("tui.results.stops"), "bold $error", stage.blocked_by),
        (make.t("gap.open"), "bold $warning", stage.unanswered),
    ):
        yield from (make.worded(word, style, line) for line in lines)
    if not (stage.blocked_by or stage.unanswered):
        yield make.said("tui.results.gates.passed")
    if stage.findings and not stage.units:
        yield make.said("tui.results.forecast.none")
    for unit in stage.units:
        yield from _unit(make, stage, unit)


def _unit(make: Maker, stage: StageLine, unit: UnitLine) -> Iterator[Option]:
    """Yield what one finding would be about; Enter unfolds its questions."""
    word = make.t("tui.results.certain" if unit.is_certain else "tui.results.possible")
    cells = (
        Cell(word, WORD, STYLES[unit.is_certain]),
        Cell(unit.number, NUMBER),
        Cell(unit.title, 0),
        make.questions(len(unit.controls)),
    )
    yield from make.fold(f"{stage.id}.{unit.name}", cells, unit.controls)
