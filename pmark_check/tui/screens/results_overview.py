"""The first tab of the results: the verdicts, what stops the firm, what would be found, what to do first."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.tui.screens.results_rows import ANYWHERE, COUNT, NAME, WORD, Aim, Maker, rest
from pmark_check.tui.widgets.band_bar import bar
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.row_list import blank, heading
from pmark_check.view.examination import StageLine
from pmark_check.view.lines import GapCount, SectionLine
from pmark_check.view.numbers import Band

HEAT, PERCENT = 6, 5
"""Cells of a small bar, and of the figure behind it."""
MOST = 6
"""How many of the things that stop the firm are named; the rest is counted."""


def overview(make: Maker) -> Iterator[Option]:
    """Yield the overview; with the Privacy Mark checklist it tells of the examination too."""
    view = make.view
    if view.answered == 0:
        yield make.said("tui.results.empty", Aim(control=ANYWHERE), "bold")
        yield blank()
    for number, verdict in (("incident_readiness", view.incident), ("application_outlook", view.application)):
        yield make.row(Cell(verdict.sentence, make.width), aim=Aim(tab="blocking", number=number))
    yield blank()
    yield from _examined(make) if make.has_examination else _counted(make)
    yield blank()
    yield from _first_steps(make)
    yield blank()
    yield make.heading(make.t("tui.results.layers"))
    for layer in view.layers:
        yield make.band(layer.name, layer.band, Aim(number=f"layers.{layer.id}.worst"))
    yield from _trend(make)
    yield blank()
    yield from _chapters(make) if make.has_examination else _sections(make)
    yield blank()
    yield from _heat(make)


def _counted(make: Maker) -> Iterator[Option]:
    """Yield how many things stop the firm, and how many fall short in which way."""
    view = make.view
    bad = {"exposed", "unknown", "blocked", "undecided"}
    stopping = {line.id for said in (view.incident, view.application) if said.id in bad for line in said.reasons}
    yield make.count(make.t("tui.results.blocking"), len(stopping), Aim(tab="blocking"), strong=bool(stopping))
    for gap in view.gap_counts:
        yield make.count(gap.name, gap.count, Aim(tab="gaps"))


def _first_steps(make: Maker) -> Iterator[Option]:
    steps = make.view.first_steps
    if not steps:
        yield make.said("tui.results.no-steps")
        return
    yield make.titles(make.t("tui.results.first-steps", count=len(steps)))
    yield from map(make.step, steps)


def _trend(make: Maker) -> Iterator[Option]:
    """Yield the headline score on the days on which anything was recorded, one bar below the other."""
    if make.trend:
        yield blank()
        yield make.heading(make.t("tui.results.trend"))
    for point in make.trend:
        name = "  ".join([point.day, *point.tags])
        yield make.band(name, point.band, Aim(number="score.worst"), make.view.target)


def _heat(make: Maker) -> Iterator[Option]:
    """Yield what can be shown today of each chapter on each layer, in figures and as small bars."""
    width = HEAT + PERCENT + 1
    names = [Cell(layer.name, width) for layer in make.view.layers]
    title_width = min(NAME, rest(make.width, names))
    yield heading(row(Cell(make.t("tui.results.heat"), title_width), *names).stylize("bold $primary"))
    for chapter in make.view.chapters:
        title = " ".join(filter(None, (chapter.number, chapter.title)))
        cells = [Cell(_warmth(layer.band), width) for layer in make.view.chapter_layers(chapter.id)]
        yield make.row(Cell(title, title_width), *cells, aim=Aim(number=f"chapters.{chapter.id}.worst"))


def _warmth(found: Band) -> Content:
    if found.is_empty:
        return Content.styled("-", "$quiet")
    return Content.assemble(bar(found.low, found.high, HEAT), f"{found.worst:>{PERCENT}}")


def _sections(make: Maker) -> Iterator[Option]:
    yield make.heading(make.t("tui.results.sections", floor=make.view.floor))
    for section in make.view.sections:
        yield _section(make, section)


def _section(make: Maker, section: SectionLine, *, sign: str = "") -> Option:
    name = " ".join(filter(None, (section.number, section.title, f"{section.answered}/{section.asked}")))
    aim = Aim(number=f"sections.{section.id}.worst")
    return make.band(name, section.band, aim, make.view.floor, sign=sign)


# --- with the Privacy Mark checklist --------------------------------------------------------------------------------


def _examined(make: Maker) -> Iterator[Option]:
    yield from _stops(make)
    yield from _gap_counts(make)
    yield blank()
    yield make.heading(make.t("tui.results.findings"))
    for stage in make.examination.stages:
        yield _stage(make, stage)
    yield make.row(Cell(make.examination.plan.sentence, make.width), aim=Aim(tab="roadmap"))


def _stops(make: Maker) -> Iterator[Option]:
    """Yield the failed gates and knock-outs, how many are not answered yet, and how many answers do not fit."""
    readiness, controls = make.view.readiness, make.view.session.library.controls
    failed, unanswered = readiness.failed(), readiness.unanswered()
    to_list, indent = Aim(tab="blocking"), Cell("", COUNT)
    yield make.count(make.t("tui.results.blocking"), len(failed), to_list, strong=bool(failed))
    for control in failed[:MOST]:
        yield make.control(make.view.cards.line(controls[control]), indent=COUNT, lines=1)
    if len(failed) > MOST:
        more = Cell(make.t("tui.results.more", count=len(failed) - MOST), rest(make.width, [indent]), "$quiet")
        yield make.row(indent, more, aim=to_list)
    yield make.count(make.t("tui.results.unchecked"), len(unanswered), to_list)
    contradictions = len(make.examination.contradictions)
    yield make.count(make.t("tui.results.contradictions"), contradictions, Aim(tab="contradictions"))


def _gap_counts(make: Maker) -> Iterator[Option]:
    """Yield how many fall short in which way, two to a row."""
    counts = make.view.gap_counts
    width = min(NAME, (make.width - GAP) // 2)
    for left, right in zip(counts[::2], counts[1::2], strict=True):
        yield make.row(*_counts(left, width), *_counts(right, width), aim=Aim(tab="gaps"))


def _counts(gap: GapCount, width: int) -> tuple[Cell, Cell]:
    style = "" if gap.count else "$quiet"
    number = Cell(str(gap.count), COUNT, "bold" if gap.count else "$quiet", right=True)
    return number, Cell(gap.name, width - COUNT - GAP, style)


def _stage(make: Maker, stage: StageLine) -> Option:
    """Return what one stage would find, and how many conditions stand in its way."""
    words = [
        make.t(f"tui.results.gates.{key}", count=len(gates))
        for key, gates in (("failed", stage.blocked_by), ("open", stage.unanswered))
        if gates
    ]
    style = "bold $error" if stage.blocked_by else "bold"
    cells = Cell("", 2), Cell(stage.name, WORD, style), Cell(stage.findings or "-", 12, "bold")
    said = "  ".join(words) or make.t("tui.results.gates.passed")
    if make.t.language == "en":
        cells = cells[0], cells[1]._replace(width=22), cells[2]
    return make.row(*cells, Cell(said, rest(make.width, cells)), aim=Aim(tab="forecast"))


def _chapters(make: Maker) -> Iterator[Option]:
    """Yield the chapters; Enter unfolds the sections of one."""
    view = make.view
    library = view.session.library
    yield make.heading(make.t("tui.results.chapters", floor=view.floor))
    for chapter in view.chapters:
        sections = [section for section in view.sections if library.sections[section.id].parent == chapter.id]
        name = " ".join(filter(None, (chapter.number, chapter.title, f"{chapter.answered}/{chapter.asked}")))
        fold = f"chapter.{chapter.id}" if sections else ""
        number = f"chapters.{chapter.id}.worst"
        sign = ("[-]" if fold in make.sight.unfolded else "[+]") if fold else " "
        yield make.band(name, chapter.band, Aim(fold=fold, number=number), view.floor, sign=sign)
        if fold in make.sight.unfolded:
            yield from (_section(make, section, sign=" ") for section in sections)
