"""Every number is computed once: the screen, the report and every file show the one of the scorecard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.export.formats import FORMATS
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.screens.results_tabs import TABS
from pmark_check.view.data import score_data
from tests.export.doors_files import Appointments, Data, Results, Sheet, Table
from tests.export.doors_shown import Markdown, Report, Screen, Terminal
from tests.export.dossiers import lessons, talkative
from tests.export.figures import KINDS, Door, Scorecard, is_nothing, scorecard_of
from tests.report.clients import DAY, everything_yes, new_client, pmark_library
from tests.tui.conftest import NOW, background, screen_text


def thirds() -> Session:
    """Shares that no decimal holds: rounded to the nearest they would be better than they are."""
    session = new_client()
    for place, control in enumerate(session.library.controls):
        if place % 3 < 2:
            session.answer(control, (Mark.YES, Mark.NO)[place % 3])
    return session


CLIENTS: dict[str, Callable[[], Session]] = {
    "pmark": talkative,
    "lessons": lessons,
    "thirds": thirds,
    "empty": lambda: new_client(asked_with=pmark_library()),
    "all-yes": lambda: everything_yes(new_client()),
}
CASES: list[tuple[str, Language]] = [
    ("pmark", "ja"),
    ("pmark", "en"),
    ("lessons", "ja"),
    ("thirds", "en"),
    ("empty", "ja"),
    ("all-yes", "ja"),
]

DOORS: dict[str, Callable[[Scorecard], Door]] = {
    "score": Terminal,
    "report": Report,
    "xlsx": Sheet,
    "csv": Table,
    "json": Data,
    "markdown": Markdown,
    "oscal-results": Results,
    "ics": Appointments,
}

# --- which door shows which number, and why another does not ----------------------------------------------------------

SCREEN = "screen"
NOT_SHOWN: dict[str, dict[str, str]] = {
    SCREEN: {
        "shares": "it counts answered questions; the explanation of the score has the weights",
        "bars": "the target stands at the bar, the floor in a heading; a test of the screen sees to both",
        "in_chapters": "it names the chapters with answered of asked, and lists the gaps on a tab",
        "checklists": "the headline one is shown; the others have no score of their own there",
        "questions": "a question is shown by its answers",
        "knockouts": "those that stop the firm are listed, the others are not",
    },
    "score": {
        "shares": "it counts answered questions",
        "bars": "they are settings, not results",
        "in_chapters": "one line a chapter has room for the score alone",
        "sections": "the chapters are enough for a terminal; --json has them",
        "checklists": "the headline one is shown; --json has the others",
        "questions": "a question is shown by its answers",
        "gaps": "they are listed by the report and the files",
        "knockouts": "those that stop the firm are listed, the others are not",
        "losses": "they are listed by the report and the files",
        "months": "the sentence says when; --json has the months",
    },
    "report": {
        "sections": "the chapters have their scores, the clauses are coloured in the heat map",
        "questions": "a question is shown by its answers",
    },
    "xlsx": {
        "checklists": "the results are those of the headline checklist",
        "questions": "a question is shown by its answers, which one fills in",
        "losses": "the rows of the answers are to be filled in; the CSV has them",
        "months": "the calendar and the report have the plan",
    },
    "csv": {
        "layers": "a row is a question; what is said of all of them is the score",
        "checklists": "a row stands in the headline checklist or has no score",
        "shares": "a row is a question; what is said of all of them is the score",
        "bars": "they are settings, not results",
        "in_chapters": "the rows of a chapter can be counted",
        "findings": "a finding is one for several rows",
        "gates": "each condition's own result stands in its row",
        "first": "the rank stands in the row of the question; effort and gain are steps, not rows",
        "months": "the calendar and the report have the plan",
    },
    "json": {},
    "markdown": {
        "sections": "the chapters are enough for a mail",
        "checklists": "the results are those of the headline checklist",
        "questions": "a question is shown by its answers",
        "knockouts": "those that stop the firm are listed, the others are not",
    },
    "oscal-results": {
        "sections": "OSCAL scores are groups of the catalog, which are the chapters",
        "bars": "they are settings, not results",
        "in_chapters": "they can be counted from the findings",
        "gates": "each condition's own result stands in its finding",
        "first": "the rank stands in the finding; OSCAL has no effort",
        "losses": "a finding has the score of its question",
        "months": "the plan is no result of an assessment",
    },
    "ics": dict.fromkeys(set(KINDS) - {"months"}, "a calendar holds what has a date"),
}

IN_PART = {("report", "losses"): "a question that nobody has said anything about is named without a row of its own"}

SCORE_DATA = {
    "client": "a name",
    "checklist": "a name",
    "incident_readiness": "a word",
    "application_outlook": "a word",
    "reasons": "names",
    "score": "headline",
    "coverage": "shares",
    "confidence": "shares",
    "asked": "counts",
    "answered": "counts",
    "layers": "layers",
    "sections": "sections",
    "chapters": "chapters",
    "checklists": "checklists",
    "gaps": "gaps",
    "knockouts": "knockouts",
    "gates": "gates",
    "forecast": "findings",
    "consistency": "names",
    "plan": "months",
    "first_six": "first",
    "short_path": "names; how many half-days it takes is the sum of its steps",
    "homework": "words and days",
    "not_asked": "names",
    "excused": "names",
}
"""What ``score --json`` holds, and the kind of number under which it is held against the doors."""


@cache
def card_of(client: str, language: Language) -> Scorecard:
    return scorecard_of(CLIENTS[client](), language)


@cache
def door_of(name: str, client: str, language: Language) -> Door:
    card = card_of(client, language)
    return asyncio.run(seen(card)) if name == SCREEN else DOORS[name](card)


async def seen(card: Scorecard) -> Door:
    """Return the results screen, tab after tab."""
    with TemporaryDirectory() as folder:
        around = surroundings({"PMARK_CHECK_NOW": NOW, "PMARK_CHECK_LANG": "ja"}, Path(folder))
        desk = Desk(around, Workspace(around), Settings(language=card.t.language), background)
        app = PmarkApp(desk)
        found: dict[str, list[tuple[Any, str]]] = {}
        async with app.run_test(size=(170, 50)) as pilot:
            await pilot.pause()
            screen = ResultsScreen(desk, card.session)
            await app.push_screen(screen)
            for number, tab in enumerate(TABS, 1):
                await pilot.press(str(number))
                await pilot.pause()
                found[tab] = [(screen.make.aims.get(str(row.id)), str(row.prompt)) for row in screen.rows.options]
            for fold in [aim.fold for aim, _ in found["summary"] if aim and aim.fold]:
                screen.action_tab("summary")
                screen.sight.unfolded.add(fold)
            await pilot.press("2", "1")
            await pilot.pause()
            found["summary"] = [(screen.make.aims.get(str(row.id)), str(row.prompt)) for row in screen.rows.options]
            head = screen_text(app)
    return Screen(card, found, head)


def shown() -> Iterator[tuple[str, str]]:
    """Yield each (door, kind) that is said to be shown."""
    for door in (SCREEN, *DOORS):
        for kind in KINDS:
            if kind not in NOT_SHOWN[door]:
                yield door, kind


def test_every_door_has_its_place_in_the_table() -> None:
    assert set(NOT_SHOWN) == {SCREEN, *DOORS}
    assert set(FORMATS) - set(DOORS) == {"oscal-catalog"}  # the questions alone, without an answer
    readers = {SCREEN: Screen, **DOORS}
    assert {(door, kind) for door, reader in readers.items() for kind in KINDS if hasattr(reader, kind)} == set(shown())


def test_every_number_of_the_scorecard_has_its_place_in_the_table() -> None:
    card = card_of("pmark", "ja")
    assert set(score_data(card.view, DAY)) == set(SCORE_DATA)
    numbers = {said for said in SCORE_DATA.values() if said in KINDS}
    assert set(KINDS) - numbers == {"bars", "questions", "in_chapters", "losses"}  # beside it, or within it


@pytest.mark.parametrize(("client", "language"), CASES, ids=map("-".join, CASES))
@pytest.mark.parametrize(("door", "kind"), list(shown()), ids=map("-".join, shown()))
def test_a_door_shows_the_numbers_of_the_scorecard(door: str, kind: str, client: str, language: Language) -> None:
    card, reader = card_of(client, language), door_of(door, client, language)
    figures = getattr(card, kind)()
    found = getattr(reader, kind)()
    expected = {
        name: figure.exact if reader.is_exact else figure.shown
        for name, figure in figures.items()
        if name in found or not (is_nothing(figure) or (door, kind) in IN_PART)
    }
    assert dict(found) == expected


def test_the_table_is_not_empty_handed() -> None:
    """The client on its way to the mark has every kind of number, so that nothing is compared with nothing."""
    card = card_of("pmark", "ja")
    assert [kind for kind in KINDS if not getattr(card, kind)()] == []
    losses = card.losses().values()
    assert any(figure.shown for figure in losses)
