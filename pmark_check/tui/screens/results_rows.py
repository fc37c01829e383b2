"""The rows of the results, tab by tab. Numbers and words come from the view; here they only find their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.domain.roadmap import Reach
from pmark_check.tui.widgets.band_bar import bar
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.row_list import blank, heading
from pmark_check.view.controls import ControlLine
from pmark_check.view.numbers import Band
from pmark_check.view.scorecard import NotAskedLine, ScorecardView, StepLine

SUMMARY, BLOCKING, STEPS, GAPS, HOMEWORK, NOT_ASKED = TABS = (
    "summary",
    "blocking",
    "steps",
    "gaps",
    "homework",
    "not-asked",
)
RESULT_STYLES = {"failed": "bold $error", "open": "bold $warning", "passed": "$success", "excused": "$quiet"}
EFFORT, GAIN, OWNER, DUE = 8, 5, 10, 10
LABEL, COUNT = 17, 4
ROOMY = 95
"""Cells from which owner and due have a column each."""


@dataclass(frozen=True)
class Aim:
    """What a row is about: where Enter leads, which number ``x`` explains, which step Space tries."""

    control: str = ""
    tab: str = ""
    facts: bool = False
    number: str = ""
    step: str = ""


class ResultRows:
    """Makes the rows of one tab at one width, and remembers what each is about.

    Args:
        view: the client's numbers.
        tried: control ids of the steps that are tried out.
    """

    def __init__(self, view: ScorecardView, tried: Iterable[str] = ()) -> None:
        self.view = view
        self.tried = frozenset(tried)
        self.aims: dict[str, Aim] = {}
        self._t = view.translate

    def of(self, tab: str) -> Callable[[int], list[Option]]:
        """Return what makes the rows of ``tab`` for a width."""
        makers = {
            SUMMARY: self._summary,
            BLOCKING: self._blocking,
            STEPS: self._steps,
            GAPS: self._gaps,
            HOMEWORK: self._homework,
            NOT_ASKED: self._not_asked,
        }

        def make(width: int) -> list[Option]:
            self.aims.clear()
            return list(makers[tab](width))

        return make

    # --- tabs ------------------------------------------------------------------------------------------------------

    def _summary(self, width: int) -> Iterator[Option]:
        view = self.view
        if view.answered == 0:
            yield self._row(row(Cell(self._t("tui.results.empty"), width, "bold")), Aim(control="*"))
            yield blank()
        for number, verdict in (("incident_readiness", view.incident), ("application_outlook", view.application)):
            yield self._row(row(Cell(verdict.sentence, width)), Aim(tab=BLOCKING, number=number))
        yield blank()
        yield from self._counts(width)
        yield blank()
        yield from self._first_steps(width)
        yield blank()
        yield heading(self._t("tui.results.layers"))
        for layer in view.layers:
            yield self._band(layer.name, layer.band, width, Aim(number=f"layers.{layer.id}.worst"))
        yield blank()
        yield heading(self._t("tui.results.sections", floor=view.floor))
        for section in view.sections:
            name = f"{section.title} {section.answered}/{section.asked}"
            yield self._band(name, section.band, width, Aim(number=f"sections.{section.id}.worst"), view.floor)

    def _counts(self, width: int) -> Iterator[Option]:
        """Yield how many things stop the firm, and how many fall short in which way."""
        blocking = len(self._stopping)
        yield self._count(self._t("tui.results.blocking"), blocking, width, Aim(tab=BLOCKING), strong=blocking > 0)
        for gap in self.view.gap_counts:
            yield self._count(gap.name, gap.count, width, Aim(tab=GAPS))

    def _first_steps(self, width: int) -> Iterator[Option]:
        steps = self.view.first_steps
        yield heading(self._step_titles(self._t("tui.results.first-steps", count=len(steps)), width))
        if not steps:
            yield self._said("tui.results.no-steps", width)
        for step in steps:
            yield self._step(step, width)

    def _blocking(self, width: int) -> Iterator[Option]:
        for title, verdict, number in (
            ("statement.incident", self.view.incident, "incident_readiness"),
            ("statement.application", self.view.application, "application_outlook"),
        ):
            yield heading(f"{self._t(title)}  {verdict.title}")
            yield self._row(row(Cell(verdict.sentence, width)), Aim(number=number))
            for line in verdict.reasons:
                yield self._control(line, width, Aim(control=line.id, number=number))
            yield blank()
        yield heading(self._t("tui.results.knockouts"))
        if not self.view.knockouts:
            yield self._said("tui.results.no-knockouts", width)
        for knockout in self.view.knockouts:
            confirmed = self._t("tui.results.confirmed") if knockout.is_confirmed else ""
            said = row(
                Cell(knockout.word, 10, RESULT_STYLES[knockout.result]),
                Cell(" ".join(filter(None, (knockout.line.question, confirmed))), width - 10 - GAP),
            )
            yield self._row(said, Aim(control=knockout.line.id))

    def _steps(self, width: int) -> Iterator[Option]:
        yield heading(self._t("tui.results.path", target=self.view.target))
        yield from self._path(width)
        yield blank()
        path = self.view.roadmap.short_path.steps
        rest = [step for step in self.view.roadmap.steps if step not in path]
        title_of_rest = "tui.results.further-steps" if path else "tui.results.all-steps"
        for title, steps in (("tui.results.path-steps", path), (title_of_rest, rest)):
            if steps:
                yield heading(self._step_titles(self._t(title, count=len(steps)), width))
            for step in self.view.steps(steps):
                yield self._step(step, width)

    def _path(self, width: int) -> Iterator[Option]:
        """Yield whether steps alone lead to the target, with how many and at what cost, or what stands in the way."""
        path = self.view.roadmap.short_path
        said = self._t(f"tui.results.reach.{path.reach}", steps=len(path.steps), half_days=path.half_days)
        style = "bold" if path.reach in (Reach.REACHABLE, Reach.REACHED) else "bold $warning"
        yield self._row(row(Cell(said, width, style)), Aim())
        for control_id in path.reasons:
            control = self.view.session.library.controls[control_id]
            yield self._control(self.view.cards.line(control), width, Aim(control=control_id))

    def _gaps(self, width: int) -> Iterator[Option]:
        for count in self.view.gap_counts:
            found = [gap for gap in self.view.gaps if gap.kinds[0] == count.id]
            if not found:
                continue
            yield heading(f"{count.name}  {count.count}")
            for gap in found:
                line = gap.card.line
                marks = " ".join(f"{layer.name}={layer.answer}" for layer in gap.card.layers)
                also = " ".join(gap.words[1:])
                cells = Cell(line.question, width - 8 - GAP), Cell(gap.loss, 8, right=True)
                told = Cell(f"{marks}  {also}".rstrip(), width - GAP, "$quiet")
                yield self._row(Content("\n").join([row(*cells), row(Cell("", 0), told)]), Aim(control=line.id))
            yield blank()
        if not self.view.gaps:
            yield self._said("tui.results.no-gaps", width)

    def _homework(self, width: int) -> Iterator[Option]:
        for homework in self.view.homework:
            yield heading(homework.person or self._t("tui.results.nobody"))
            for action in homework.actions:
                cells = (
                    Cell(action.due or "-", DUE),
                    Cell(action.aim, 8),
                    Cell(action.text or action.control.question, width - DUE - 8 - 2 * GAP),
                )
                yield self._row(row(*cells), Aim(control=action.control.id))
            yield blank()
        if self.view.unassigned:
            yield heading(self._t("tui.results.unassigned"))
            for line in self.view.unassigned:
                yield self._control(line, width, Aim(control=line.id))
        elif not self.view.homework:
            yield self._said("tui.results.no-homework", width)

    def _not_asked(self, width: int) -> Iterator[Option]:
        yield from self._reasons("tui.results.excused", self.view.excused, width, leads=True)
        perhaps = [line for line in self.view.facts if line.perhaps]
        if perhaps:
            yield heading(self._t("tui.results.perhaps"))
        for fact in perhaps:
            count = self._t("tui.results.perhaps-count", count=len(fact.perhaps))
            cells = Cell(fact.question, width - 14 - GAP), Cell(count, 14, right=True)
            yield self._row(row(*cells), Aim(facts=True))
        yield from self._reasons("tui.results.ruled-out", self.view.not_asked, width, leads=False)
        if not (self.view.excused or perhaps or self.view.not_asked):
            yield self._said("tui.results.all-asked", width)

    def _reasons(self, title: str, lines: Sequence[NotAskedLine], width: int, *, leads: bool) -> Iterator[Option]:
        if lines:
            yield heading(self._t(title, count=len(lines)))
        for line in lines:
            reason = f"{line.reason} {line.by}".strip()
            told = row(Cell("", 0), Cell(reason, width - GAP, "$quiet", lines=4))
            aim = Aim(control=line.line.id) if leads else Aim(facts=True)
            yield self._row(Content("\n").join([row(Cell(line.line.question, width)), told]), aim)

    # --- rows ------------------------------------------------------------------------------------------------------

    @property
    def _stopping(self) -> set[str]:
        """The controls that either verdict rests on, where that verdict is not a good one."""
        view = self.view
        bad = {"exposed", "unknown", "blocked", "undecided"}
        return {line.id for said in (view.incident, view.application) if said.id in bad for line in said.reasons}

    def _row(self, prompt: Content, aim: Aim) -> Option:
        row_id = f"r{len(self.aims)}"
        self.aims[row_id] = aim
        return Option(prompt, id=row_id)

    def _said(self, key: str, width: int) -> Option:
        return self._row(row(Cell(self._t(key), width, "$quiet")), Aim())

    def _count(self, name: str, count: int, width: int, aim: Aim, *, strong: bool = False) -> Option:
        style = "bold $error" if strong else "bold" if count else "$quiet"
        cells = Cell(str(count), COUNT, style, right=True), Cell(name, width - COUNT - GAP, "" if count else "$quiet")
        return self._row(row(*cells), aim)

    def _band(self, name: str, found: Band, width: int, aim: Aim, target: int | None = None) -> Option:
        bar_width = max(12, (width - LABEL) // 3)
        cells = (
            Cell(name, width - LABEL - bar_width - 2 * GAP),
            Cell(found.label, LABEL, right=True),
            Cell(bar(found.low, found.high, bar_width, target), bar_width),
        )
        return self._row(row(*cells), aim)

    def _control(self, line: ControlLine, width: int, aim: Aim) -> Option:
        return self._row(row(Cell("-", 1), Cell(line.question, width - 1 - GAP)), aim)

    def _step_columns(self, width: int, *cells: str) -> tuple[Cell, ...]:
        """Return effort, gain, owner and due as cells; owner and due share a column where there is little room."""
        effort, gain, owner, due = cells
        sized = Cell(effort, EFFORT if self._t.language == "ja" else EFFORT + 4), Cell(gain, GAIN, right=True)
        if width < ROOMY:
            return *sized, Cell(f"{owner}\n{due}", DUE)
        return *sized, Cell(owner, OWNER, lines=2), Cell(due, DUE)

    def _step_titles(self, title: str, width: int) -> Content:
        keys = ("effort", "gain", "owner", "due")
        columns = self._step_columns(width, *(self._t(f"tui.results.{key}") for key in keys))
        named = Cell(title, _rest(width, columns))
        return row(named, *columns).stylize("bold $primary")

    def _step(self, step: StepLine, width: int) -> Option:
        """Return a step: tried or not, what to do first, effort, gain, who and by when."""
        columns = self._step_columns(width, step.effort, step.gain or "-", step.owner or "-", step.due or "-")
        is_question = step.aim == self._t("aim.find-out")
        words = [
            str(step.rank),
            self._t("severity.knockout") if step.line.is_knockout else "",
            f"{step.aim}: {step.line.question}" if is_question else step.first_step,
        ]
        mark = Cell("[x]" if step.line.id in self.tried else "[ ]", 3)
        text = Cell(" ".join(filter(None, words)), _rest(width, (mark, *columns)), "bold" if step.is_failed else "")
        aim = Aim(control=step.line.id, number=f"steps.{step.line.id}", step=step.line.id)
        return self._row(row(mark, text, *columns), aim)


def _rest(width: int, columns: Sequence[Cell]) -> int:
    """Return the cells that ``columns`` leave for one more."""
    return width - sum(column.width + GAP for column in columns)
