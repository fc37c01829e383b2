"""What the tabs of the results are made of. Numbers and words come from the view; here they find their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.domain.citations import Document
from pmark_check.domain.points import days
from pmark_check.tui.widgets.band_bar import LABEL, bar, figures
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.row_list import heading
from pmark_check.tui.widgets.rows import MEASURE
from pmark_check.view.board import Shown, board
from pmark_check.view.controls import ControlLine
from pmark_check.view.examination import Examination
from pmark_check.view.lines import BoardLine, StepLine
from pmark_check.view.numbers import Band
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.trend import TrendPoint, trend

RESULT_STYLES = {"failed": "bold $error", "open": "bold $warning", "passed": "$success", "excused": "$quiet"}
EFFORT, GAIN, OWNER, DUE = 8, 5, 10, 10
COUNT, WORD, NUMBER = 4, 10, 7
NAME = 60
"""Cells between a name and its figures at most; beyond them the eye loses its line. The bar takes what is more."""
WIDEST = 130
"""Cells of a table of steps at most; in a wider one the eye loses the line between a step and its columns."""
ROOMY = 95
"""Cells from which owner and due have a column each."""
MOST_DAYS = 6
"""Of a longer history the first day and the last ones are shown: 10 ms a day."""
ANYWHERE = "*"
"""The control that stands for wherever the questions were left."""


@dataclass(frozen=True)
class Aim:
    """What a row is about: where Enter leads, which number ``x`` explains, what Space tries.

    Attributes:
        fold: the name of what Enter unfolds under the row, or folds away.
        is_filter: whether Enter shows the next selection of gaps.
        adds_checklists: whether Enter asks which more checklists the client shall be asked with.
    """

    control: str = ""
    tab: str = ""
    facts: bool = False
    number: str = ""
    step: str = ""
    fold: str = ""
    is_filter: bool = False
    adds_checklists: bool = False


@dataclass
class Sight:
    """What the reader chose to see. Nothing of it is kept with the client.

    Attributes:
        tried: control ids that are taken as done.
        unfolded: names of the rows whose details are shown.
    """

    tried: set[str] = field(default_factory=set)
    unfolded: set[str] = field(default_factory=set)
    shown: Shown = Shown.ALL


class Maker:
    """Makes rows at one width, and remembers what each is about.

    Args:
        view: the client's numbers.
        examination: what lies between the client and its mark.
        sight: what the reader chose to see.
        documents: reads the documents an examination asks for.
    """

    def __init__(
        self, view: ScorecardView, examination: Examination, sight: Sight, documents: Callable[[], Iterable[Document]]
    ) -> None:
        self.view = view
        self.examination = examination
        self.sight = sight
        self.documents = documents
        self.aims: dict[str, Aim] = {}
        self.width = 0
        self.t = view.translate

    @property
    def has_examination(self) -> bool:
        """Whether the client is asked with the Privacy Mark checklist, the only one with an examination."""
        return self.view.application.id != "none"

    @cached_property
    def board(self) -> tuple[BoardLine, ...]:
        """The gaps, most loss per effort first."""
        return board(self.view)

    @cached_property
    def trend(self) -> tuple[TrendPoint, ...]:
        """The headline score on the first day and on the last ones; () for a single day, which is no trend."""
        session = self.view.session
        return trend(session, self.t, MOST_DAYS) if len(days(session.events)) > 1 else ()

    @property
    def table_width(self) -> int:
        """The cells of a row in a table of steps."""
        return min(self.width, WIDEST)

    def begin(self, width: int) -> None:
        """Forget the rows made before; make those to come ``width`` cells wide."""
        self.aims.clear()
        self.width = width

    # --- plain rows ------------------------------------------------------------------------------------------------

    def heading(self, title: str) -> Option:
        """Return a row that titles those after it."""
        return heading(row(Cell(title, self.width)).stylize("bold $primary"))

    def row(self, *cells: Cell, aim: Aim = Aim()) -> Option:
        """Return a row of ``cells`` about ``aim``."""
        return self.about(row(*cells), aim)

    def about(self, prompt: Content, aim: Aim) -> Option:
        """Return ``prompt`` as a row about ``aim``."""
        row_id = f"r{len(self.aims)}"
        self.aims[row_id] = aim
        return Option(prompt, id=row_id)

    def said(self, key: str, aim: Aim = Aim(), style: str = "$quiet", **values: object) -> Option:
        """Return a sentence across the whole width."""
        return self.row(Cell(self.t(key, **values), self.width, style), aim=aim)

    def count(self, name: str, count: int, aim: Aim, *, strong: bool = False) -> Option:
        """Return how many there are of something."""
        style = "bold $error" if strong else "bold" if count else "$quiet"
        named = Cell(name, self.width - COUNT - GAP, "" if count else "$quiet")
        return self.row(Cell(str(count), COUNT, style, right=True), named, aim=aim)

    def band(self, name: str, found: Band, aim: Aim, target: int | None = None, *, sign: str = "") -> Option:
        """Return a score by name, behind ``sign``, in figures and as a bar, with a mark at ``target``."""
        bar_width = max(12, (self.width - LABEL) // 3, self.width - NAME - LABEL - 2 * GAP)
        signs = [Cell(sign, 3)] * bool(sign)
        return self.row(
            *signs,
            Cell(name, rest(self.width - LABEL - bar_width - 2 * GAP, signs)),
            Cell(figures(found), LABEL),
            Cell(bar(found.low, found.high, bar_width, target), bar_width),
            aim=aim,
        )

    def control(self, line: ControlLine, number: str = "", *, indent: int = 0, lines: int = 0) -> Option:
        """Return a question that Enter opens, on at most ``lines`` lines if that is not 0."""
        cells = (*(Cell("", indent) for _ in range(bool(indent))), Cell("-", 1))
        question = Cell(line.question, rest(self.width, cells), lines=lines)
        return self.row(*cells, question, aim=Aim(control=line.id, number=number))

    def worded(self, said: str, style: str, line: ControlLine) -> Option:
        """Return a question behind a word about how it came out."""
        cells = Cell(said, WORD, style), Cell(line.question, self.width - WORD - GAP)
        return self.row(*cells, aim=Aim(control=line.id))

    def fold(self, name: str, cells: Sequence[Cell], lines: Iterable[ControlLine]) -> Iterator[Option]:
        """Yield a row, and the questions behind it once Enter has unfolded it.

        The cell of width 0 among ``cells`` takes what the others leave.
        """
        is_unfolded = name in self.sight.unfolded
        sign = Cell("[-]" if is_unfolded else "[+]", 3)
        left = min(MEASURE, rest(self.width, [sign, *(cell for cell in cells if cell.width)]))
        yield self.row(sign, *(cell._replace(width=cell.width or left) for cell in cells), aim=Aim(fold=name))
        if is_unfolded:
            yield from (self.control(line, indent=3) for line in lines)

    def questions(self, count: int) -> Cell:
        """Return how many questions there are, as a cell."""
        return Cell(self.t("tui.results.questions", count=count), 7 if self.t.language == "ja" else 14, right=True)

    # --- steps -----------------------------------------------------------------------------------------------------

    def columns(self, *cells: str) -> tuple[Cell, ...]:
        """Return effort, gain, owner and due as cells; owner and due share a column where there is little room."""
        effort, gain, owner, due = cells
        sized = Cell(effort, EFFORT if self.t.language == "ja" else EFFORT + 4), Cell(gain, GAIN, right=True)
        if self.width < ROOMY:
            return *sized, Cell("\n".join(filter(None, (owner, due))) or "-", DUE)
        return *sized, Cell(owner or "-", OWNER, lines=2), Cell(due or "-", DUE)

    def titles(self, title: str) -> Option:
        """Return the line above steps, with the names of its columns."""
        columns = self.columns(*(self.t(f"tui.results.{key}") for key in ("effort", "gain", "owner", "due")))
        return heading(row(Cell(title, rest(self.table_width, columns)), *columns).stylize("bold $primary"))

    def tick(self, control: str) -> Cell:
        """Return whether a control is taken as done."""
        return Cell("[x]" if control in self.sight.tried else "[ ]", 3)

    def step(self, step: StepLine, word: str = "") -> Option:
        """Return a step: tried or not, what to do first, effort, gain, who and by when; ``word`` stands before it."""
        columns = self.columns(step.effort, step.gain or "-", step.owner, step.due)
        is_question = step.aim == self.t("aim.find-out")
        words = [
            str(step.rank),
            word,
            self.t("severity.knockout") if step.line.is_knockout else "",
            f"{step.aim}: {step.line.question}" if is_question else step.first_step,
        ]
        mark = self.tick(step.line.id)
        said = " ".join(filter(None, words))
        text = Cell(said, rest(self.table_width, (mark, *columns)), "bold" if step.is_failed else "")
        aim = Aim(control=step.line.id, number=f"steps.{step.line.id}", step=step.line.id)
        return self.row(mark, text, *columns, aim=aim)


def rest(width: int, columns: Iterable[Cell]) -> int:
    """Return the cells that ``columns`` leave for one more."""
    return width - sum(column.width + GAP for column in columns)
