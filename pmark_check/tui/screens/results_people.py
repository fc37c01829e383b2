"""The tabs of what stops the firm, of who has to do what, and of what is not asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from pmark_check.tui.screens.results_rows import DUE, RESULT_STYLES, Aim, Maker
from pmark_check.tui.widgets.columns import GAP, Cell, row
from pmark_check.tui.widgets.row_list import blank
from pmark_check.tui.widgets.rows import MEASURE
from pmark_check.view.lines import NotAskedLine
from pmark_check.view.unseen import unseen

FACT_COUNT = 14


def blocking(make: Maker) -> Iterator[Option]:
    """Yield the two verdicts with what they rest on, and every knock-out."""
    view = make.view
    for title, verdict, number in (
        ("statement.incident", view.incident, "incident_readiness"),
        ("statement.application", view.application, "application_outlook"),
    ):
        yield make.heading(f"{make.t(title)}  {verdict.title}")
        yield make.row(Cell(verdict.sentence, make.width), aim=Aim(number=number))
        yield from (make.control(line, number) for line in verdict.reasons)
        yield blank()
    yield make.heading(make.t("tui.results.knockouts"))
    if not view.knockouts:
        yield make.said("tui.results.no-knockouts")
    for knockout in view.knockouts:
        confirmed = make.t("tui.results.confirmed") if knockout.is_confirmed else ""
        line = knockout.line._replace(question=" ".join(filter(None, (knockout.line.question, confirmed))))
        yield make.worded(knockout.word, RESULT_STYLES[knockout.result], line)


def homework(make: Maker) -> Iterator[Option]:
    """Yield homework by person, what nobody was asked to find out, what nobody confirmed, what nobody saw."""
    view = make.view
    for person in view.homework:
        yield make.heading(
            make.t(
                "tui.results.person", person=person.person or make.t("tui.results.nobody"), count=len(person.actions)
            )
        )
        for action in person.actions:
            cells = Cell(action.due or "-", DUE), Cell(action.aim, 8)
            text = Cell(action.text or action.control.question, make.width - DUE - 8 - 2 * GAP)
            yield make.row(*cells, text, aim=Aim(control=action.control.id))
        yield blank()
    if not view.homework:
        yield make.said("tui.results.no-homework")
        yield blank()
    if view.unconfirmed:
        yield make.heading(make.t("tui.results.unconfirmed", count=len(view.unconfirmed)))
        yield make.said("tui.results.unconfirmed.how")
        yield from (make.control(knockout.line) for knockout in view.unconfirmed)
        yield blank()
    if view.unassigned:
        yield make.heading(make.t("tui.results.unassigned"))
        yield from map(make.control, view.unassigned)
        yield blank()
    yield from _unseen(make)


def _unseen(make: Maker) -> Iterator[Option]:
    """Yield what was answered はい without anybody having seen it, by the person who said so."""
    found = unseen(make.view)
    if found.lines:
        yield make.heading(make.t("tui.results.unseen", count=len(found.lines)))
    for group in found.people:
        person = group.person or make.t("unseen.nobody")
        yield make.said("unseen.person", style="", person=person, count=len(group.questions))
        yield from (make.control(question.line, "score.confidence") for question in group.questions)


def not_asked(make: Maker) -> Iterator[Option]:
    """Yield what was excused, what is asked only because a fact is unknown, and what the facts rule out."""
    view = make.view
    parts = (
        _reasons(make, "tui.results.excused", view.excused, leads=True),
        _perhaps(make),
        _reasons(make, "tui.results.ruled-out", view.not_asked, leads=False),
    )
    found = [rows for rows in map(tuple, parts) if rows]
    for rows in found:
        yield from rows
        if rows is not found[-1]:
            yield blank()
    if not found:
        yield make.said("tui.results.all-asked")


def _perhaps(make: Maker) -> Iterator[Option]:
    """Yield the facts that nobody stated, with how many questions are asked because of that."""
    perhaps = [line for line in make.view.facts if line.perhaps]
    if perhaps:
        yield make.heading(make.t("tui.results.perhaps"))
    for fact in perhaps:
        count = Cell(make.t("tui.results.perhaps-count", count=len(fact.perhaps)), FACT_COUNT, right=True)
        question = Cell(fact.question, min(MEASURE, make.width - FACT_COUNT - GAP))
        yield make.row(question, count, aim=Aim(facts=True))


def _reasons(make: Maker, title: str, lines: Sequence[NotAskedLine], *, leads: bool) -> Iterator[Option]:
    if lines:
        yield make.heading(make.t(title, count=len(lines)))
    for line in lines:
        told = row(Cell("", 0), Cell(f"{line.reason} {line.by}".strip(), make.width - GAP, "$quiet", lines=4))
        aim = Aim(control=line.line.id) if leads else Aim(facts=True)
        yield make.about(Content("\n").join([row(Cell(line.line.question, make.width)), told]), aim)
