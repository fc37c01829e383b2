"""The tab of the way to go: when one could apply, and the steps month by month; without an examination, the steps."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widgets.option_list import Option

from pmark_check.domain.plan import WISH
from pmark_check.domain.roadmap import Reach
from pmark_check.tui.screens.results_rows import ANYWHERE, Aim, Maker
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.row_list import blank, heading
from pmark_check.view.examination import MonthLine
from pmark_check.view.lines import FactLine
from pmark_check.view.numbers import work_text

WORK = 28
FEW = 6
"""How many questions are listed outright; more are folded away."""


def roadmap(make: Maker) -> Iterator[Option]:
    """Yield the way to an application, or at least to the target."""
    if make.has_examination:
        yield from _plan(make)
    if not (make.has_examination and make.view.roadmap.short_path.reach is Reach.UNFIXABLE_GATE):
        yield make.heading(make.t("tui.results.path", target=make.view.target))
        yield from _path(make)
        yield blank()
    yield from _months(make) if make.has_examination else _steps(make)


def _plan(make: Maker) -> Iterator[Option]:
    """Yield whether and when one could apply, what is in the way, and the day one wishes for."""
    plan = make.examination.plan
    yield make.heading(make.t("tui.results.plan"))
    yield make.row(Cell(plan.sentence, make.width, "bold"), aim=Aim(number="application_outlook"))
    yield from map(make.control, plan.reasons)
    for fact in make.view.facts:
        if fact.id == WISH:
            yield _wish(make, fact)
    if plan.work:
        yield make.said("tui.results.plan.work", style="", months=len(plan.months), work=plan.work)
    if questions := len(make.view.roadmap.questions):
        yield make.said("tui.results.plan.questions", Aim(control=ANYWHERE), count=questions)
    yield blank()


def _wish(make: Maker, fact: FactLine) -> Option:
    key = "tui.results.plan.wish" if fact.is_stated else "tui.results.plan.no-wish"
    return make.said(key, Aim(facts=True), "", day=fact.value)


def _path(make: Maker) -> Iterator[Option]:
    """Yield whether steps alone lead to the target, with how many and at what cost, or what stands in the way."""
    path = make.view.roadmap.short_path
    style = "bold" if path.reach in (Reach.REACHABLE, Reach.REACHED) else "bold $warning"
    work = work_text(path.half_days, make.t) if path.half_days else ""
    yield make.said(f"tui.results.reach.{path.reach}", Aim(), style, steps=len(path.steps), work=work)
    written = make.view.session.library.controls
    lines = [make.view.cards.line(written[control]) for control in path.reasons]
    if len(lines) <= FEW:
        yield from map(make.control, lines)
    else:
        cells = Cell(make.t("tui.results.path.reasons"), 0), make.questions(len(lines))
        yield from make.fold("path", cells, lines)


def _months(make: Maker) -> Iterator[Option]:
    plan = make.examination.plan
    if not plan.months:
        yield make.said("tui.results.no-steps")
    path = {step.control.id for step in make.view.roadmap.short_path.steps}
    if path and plan.months:
        yield make.said("tui.results.path.marked")
    for month in plan.months:
        yield from _month(make, month, path)
        yield blank()


def _month(make: Maker, month: MonthLine, path: set[str]) -> Iterator[Option]:
    told = make.t("tui.results.month", month=month.name, phase=month.phase_title)
    work = make.t("tui.results.month.work", work=month.work, count=len(month.steps)) if month.steps else ""
    cells = Cell(told, make.table_width - WORK - GAP), Cell(work, WORK, right=True)
    yield heading(row(*cells).stylize("bold $primary"))
    if not month.steps:
        yield make.said("tui.results.month.passes")
    for step in month.steps:
        yield make.step(step, make.t("tui.results.on-path") if step.line.id in path else "")


def _steps(make: Maker) -> Iterator[Option]:
    path = make.view.roadmap.short_path.steps
    others = [step for step in make.view.roadmap.steps if step not in path]
    title_of_others = "tui.results.further-steps" if path else "tui.results.all-steps"
    for title, steps in (("tui.results.path-steps", path), (title_of_others, others)):
        if steps:
            yield make.titles(make.t(title, count=len(steps)))
        yield from map(make.step, make.view.steps(steps))
