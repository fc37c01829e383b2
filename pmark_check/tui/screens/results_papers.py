"""The tabs of the documents an examination asks for, and of the answers that do not fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from textual.widgets.option_list import Option

from pmark_check.domain.documents import Presence
from pmark_check.tui.screens.results_rows import ANYWHERE, WORD, Aim, Maker
from pmark_check.tui.widgets.columns import GAP, Cell
from pmark_check.tui.widgets.row_list import blank
from pmark_check.view.examination import ContradictionLine, DocumentLine
from pmark_check.view.words import word

PRESENCE_STYLES = {
    "there": "$success",
    "partly": "bold $warning",
    "missing": "bold $error",
    "unknown": "bold $warning",
    "not-asked": "$quiet",
}
LABELS = {"ja": 10, "en": 14}


def documents(make: Maker) -> Iterator[Option]:
    """Yield the rules, then the forms and records."""
    found = make.examination.documents(make.documents())
    yield make.said("tui.results.documents.own")
    if make.view.answered == 0:
        yield make.said("tui.results.documents.empty", Aim(control=ANYWHERE), "bold")
    for title, letter in (("tui.results.documents.rules", "R"), ("tui.results.documents.records", "D")):
        lines = [line for line in found if line.id.startswith(letter)]
        yield blank()
        yield make.heading(f"{make.t(title)}  {_counts(make, lines)}")
        for line in lines:
            yield from _document(make, line)


def _counts(make: Maker, lines: Sequence[DocumentLine]) -> str:
    counted = Counter(line.presence for line in lines)
    return "  ".join(f"{word('presence', p, make.t)} {counted[p]}" for p in Presence if counted[p])


def _document(make: Maker, line: DocumentLine) -> Iterator[Option]:
    """Yield whether a document is there; Enter unfolds the questions that tell."""
    title = make.t("tui.results.documents.usual", title=line.title, usual=line.usual) if line.usual else line.title
    cells = (
        Cell(line.word, WORD, PRESENCE_STYLES[line.presence]),
        Cell(line.id, 3),
        Cell(title, 0),
        make.questions(len(line.controls)),
    )
    yield from make.fold(f"document.{line.id}", cells, line.controls)


def contradictions(make: Maker) -> Iterator[Option]:
    """Yield the answers that do not fit together, each with its reason, what settles it, and its questions."""
    found = make.examination.contradictions
    if not found:
        yield make.said("tui.results.contradictions.none", Aim(control=ANYWHERE))
        return
    yield make.said("tui.results.contradictions.own", count=len(found))
    for line in found:
        yield blank()
        yield from _contradiction(make, line)


def _contradiction(make: Maker, line: ContradictionLine) -> Iterator[Option]:
    label = LABELS[make.t.language]
    yield make.row(
        Cell(line.message, make.width, "bold"), aim=Aim(control=line.controls[0].id if line.controls else "")
    )
    for key, text in (("why", line.why), ("resolve", line.resolve)):
        name = Cell(make.t(f"tui.results.contradictions.{key}"), label, "$quiet")
        yield make.row(name, Cell(text, make.width - label - GAP))
    yield from map(make.control, line.controls)
    for fact in line.facts:
        said = make.t("tui.results.contradictions.fact", question=fact.question, value=fact.value)
        yield make.row(Cell("-", 1), Cell(said, make.width - 1 - GAP), aim=Aim(facts=True))
