from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pmark_check.domain.agenda import Agenda, AgendaItem, ItemKind, Selection, fitted, missing, questions
from pmark_check.domain.session import Session
from pmark_check.errors import NotFound, Problems
from pmark_check.i18n.translation import Translator, located
from pmark_check.storage.agendas import find_agenda, find_agendas, read_agenda, shipped_agendas
from pmark_check.storage.lint import lint
from tests.report.clients import new_client, pmark_library

HEAD = """\
format = 1
[agenda]
id = "monday"
title = { ja = "月曜の会", en = "On Monday" }
"""
GOOD = (
    HEAD
    + """\
[[item]]
kind = "talk"
title = { ja = "あいさつ" }
minutes = 5
[[item]]
kind = "sections"
sections = ["J.2", "test-data"]
only = "open"
minutes = 30
[[item]]
kind = "break"
minutes = 10
"""
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "monday.toml") -> Path:
        path = tmp_path / "agendas" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


def test_an_agenda_is_read_as_it_is_written() -> None:
    read = read_agenda("monday.toml", GOOD.encode())
    assert (read.agenda.id, read.minutes) == ("monday", 45)
    assert [item.kind for item in read.item] == [ItemKind.TALK, ItemKind.SECTIONS, ItemKind.BREAK]
    assert (read.item[1].sections, read.item[1].only) == (("J.2", "test-data"), Selection.OPEN)


WRONG = {
    "no minutes": ('[[item]]\nkind = "break"\n', "5:1", "minutes"),
    "too long": ('[[item]]\nkind = "break"\nminutes = 999\n', "7:11", "600"),
    "minutes in quotes": ('[[item]]\nkind = "break"\nminutes = "5"\n', "7:11", "minutes"),
    "another kind": ('[[item]]\nkind = "lunch"\nminutes = 5\n', "6:8", "lunch"),
    "a typo": ('[[item]]\nkind = "break"\nminutes = 5\ntitel = { ja = "昼" }\n', "8:1", "title"),
    "nothing asked": ('[[item]]\nkind = "sections"\nminutes = 5\n', "5:1", "sections"),
    "a break that asks": ('[[item]]\nkind = "break"\nminutes = 5\nsections = ["J.2"]\n', "8:1", "sections"),
    "a talk about nothing": ('[[item]]\nkind = "talk"\nminutes = 5\n', "5:1", "title"),
    "another choice": ('[[item]]\nkind = "sections"\nonly = "red"\nminutes = 5\n', "7:8", "red"),
    "only a break": ('[[item]]\nkind = "break"\nminutes = 5\n', "5:1", "kind = "),
    "no item": ("", "1:1", "item"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_place(case: str) -> None:
    text, place, named = WRONG[case]
    with pytest.raises(Problems) as refused:
        read_agenda("monday.toml", (HEAD + text).encode())
    said = [located(problem, Translator("ja")) for problem in refused.value.problems]
    assert [line for line in said if line.startswith(f"monday.toml:{place}:") and named in line], said


def test_lint_knows_the_sections_of_the_shipped_checklists(written: Callable[..., Path]) -> None:
    assert lint([written(GOOD)]) == ()
    problems = lint([written(GOOD.replace("J.2", "J.99").replace('"test-data"', '"test-date"'))])
    said = [located(problem, Translator("ja")) for problem in problems]
    assert [line.partition("monday.toml")[2][:6] for line in said] == [":11:13", ":11:21"]
    assert "test-data" in said[1]


def test_lint_knows_the_sections_of_a_checklist_beside_it(written: Callable[..., Path]) -> None:
    path = written(GOOD.replace('"J.2", "test-data"', '"own", "own-checklist"'))
    own = written(
        'format = 1\n[checklist]\nid = "own-checklist"\nrevision = "2026-11"\nlanguages = ["ja"]\n'
        'title = { ja = "自社" }\n[[section]]\nid = "own"\ntitle = { ja = "章" }\n',
        "own.toml",
    )
    assert [problem.key for problem in lint([path, own]) if problem.source == str(path)] == []
    assert len(lint([path])) == 2


def test_the_example_of_the_guide_is_whole(written: Callable[..., Path]) -> None:
    guide = (Path(__file__).parents[2] / "docs/agenda-format.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert lint([written(example)]) == ()
    assert all(re.search(rf"^{key} = ", example, re.MULTILINE) for key in AgendaItem.model_fields)


# --- which there are -------------------------------------------------------------------------------------------------


def test_three_agendas_are_shipped_the_shortest_first() -> None:
    found = {name: read_agenda(name, body).minutes for name, body in shipped_agendas().items()}
    assert found == {"quick-15": 15, "ninety-minutes": 90, "half-day": 240}
    assert all(read_agenda(name, body).agenda.id == name for name, body in shipped_agendas().items())


def test_own_agendas_stand_first_and_take_the_place_of_shipped_ones(written: Callable[..., Path]) -> None:
    path = written(GOOD.replace('"monday"', '"quick-15"'))
    found = find_agendas(path.parent)
    assert list(found) == ["quick-15", "ninety-minutes", "half-day"]
    assert found["quick-15"][0] == path
    assert find_agenda("quick-15", path.parent).minutes == 45
    assert find_agenda(str(path), None).minutes == 45


def test_two_own_agendas_with_one_id_are_refused_with_both_places(written: Callable[..., Path]) -> None:
    first = written(GOOD)
    with pytest.raises(Problems) as refused:
        find_agendas(written(GOOD, "tuesday.toml").parent)
    (problem,) = refused.value.problems
    assert (problem.key, problem.line, problem.values["other"]) == ("duplicate-agenda", 3, first)


@pytest.mark.parametrize("wanted", ["monday", ""])
def test_an_agenda_that_is_not_there_is_named_with_those_that_are(wanted: str) -> None:
    with pytest.raises(NotFound, match=r"agenda\.unknown") as missed:
        find_agenda(wanted, None)
    assert missed.value.values["known"] == ("quick-15", "ninety-minutes", "half-day")


def test_a_file_that_is_not_there_is_a_problem_of_that_file() -> None:
    with pytest.raises(Problems) as missed:
        find_agenda("/nowhere/monday.toml", None)
    assert [problem.key for problem in missed.value.problems] == ["missing-file"]


# --- the shipped ones in use -----------------------------------------------------------------------------------------


def asked(agenda: Agenda, session: Session) -> set[str]:
    return {control for item in agenda.item for control in questions(item, session)}


@pytest.mark.parametrize("name", ["quick-15", "ninety-minutes", "half-day"])
def test_a_shipped_agenda_asks_something_of_every_client(name: str) -> None:
    agenda = find_agenda(name, None)
    for session in (new_client(), new_client(asked_with=pmark_library())):
        kept = fitted(agenda, session.library)
        assert all(questions(item, session) for item in kept.item if item.is_asking)


def test_half_a_day_goes_through_every_question_of_both_checklists() -> None:
    session = new_client(asked_with=pmark_library())
    agenda = find_agenda("half-day", None)
    rest = agenda.model_copy(update={"item": tuple(i for i in agenda.item if not i.takes_what_is_left)})
    assert asked(rest, session) == set(session.library.controls)
    assert missing(agenda, session.library) == ()


def test_sections_of_a_checklist_that_is_not_asked_are_named() -> None:
    agenda = find_agenda("ninety-minutes", None)
    assert missing(agenda, new_client().library) == ("apply", "J.2", "J.6")
