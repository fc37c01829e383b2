"""All はい, all いいえ, all わからない: the ends of every scale, in the core and through the command line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from pmark_check.domain.checklist import Stage
from pmark_check.domain.events import Mark
from pmark_check.domain.library import HEADLINE
from tests.cli.door import FIRM, Program
from tests.firms.firm import LESSONS, Firm, all_layers, shipped

CHAPTERS = [f"J.{number}" for number in range(1, 12)]
ONLY_PMARK = pytest.mark.parametrize("checklists", [(HEADLINE,), (HEADLINE, LESSONS)], ids=["alone", "with-lessons"])


def answering(mark: Mark, *checklists: str) -> Firm:
    return Firm({}, (all_layers(mark),), checklists)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(tmp_path / "workspace", monkeypatch)


# --- the core --------------------------------------------------------------------------------------------------------


@ONLY_PMARK
@pytest.mark.parametrize(
    ("mark", "worst", "best", "outlook"),
    [(Mark.YES, 1, 1, "ready"), (Mark.NO, 0, 0, "blocked"), (Mark.UNKNOWN, 0, 1, "undecided")],
)
def test_the_ends_of_the_score(checklists: tuple[str, ...], mark: Mark, worst: int, best: int, outlook: str) -> None:
    firm = answering(mark, *checklists)
    situation = firm.case.situation
    scores = [situation.overall, *situation.chapters.values(), *situation.checklists.values()]
    scores += situation.sections.values()
    weighty = [found for found in scores if found.total]
    assert {found.worst for found in weighty} == {Fraction(worst)}
    assert {found.best for found in weighty} == {Fraction(best)}
    assert firm.verdicts[1] == outlook
    assert len(weighty) > 20


@pytest.mark.parametrize(("mark", "incident"), [(Mark.YES, "guarded"), (Mark.NO, "exposed"), (Mark.UNKNOWN, "unknown")])
def test_the_knock_outs_come_with_the_included_controls(mark: Mark, incident: str) -> None:
    """The Privacy Mark checklist alone borrows them all, so it says as much about accidents."""
    alone, both = answering(mark, HEADLINE), answering(mark, HEADLINE, LESSONS)
    assert alone.verdicts[0] == both.verdicts[0] == incident
    assert alone.case.readiness.knockouts == both.case.readiness.knockouts


def test_all_no_is_certain_and_all_unknown_is_possible_and_both_are_about_the_same() -> None:
    no, unknown, yes = (answering(mark, HEADLINE) for mark in (Mark.NO, Mark.UNKNOWN, Mark.YES))
    for stage in (Stage.DOCUMENT, Stage.ON_SITE):
        least, most = no.findings(stage)
        assert least == most > 50
        assert unknown.findings(stage) == (0, most)
        assert yes.findings(stage) == (0, 0)


# --- through the command line ----------------------------------------------------------------------------------------


def imported(program: Program, mark: Mark) -> dict[str, object]:
    """Answer every question of the Privacy Mark checklist by a file, and return the scorecard."""
    program.good("new", FIRM, "--checklist", HEADLINE)
    lines = [f'[answers."{name}"]\nmark = "{mark.value}"\n' for name in shipped(HEADLINE).controls]
    program.good("import", FIRM, program.file("\n".join(lines)))
    data = program.good("score", FIRM, "--json").data
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    ("mark", "band", "outlook"),
    [
        (Mark.YES, {"worst": 1.0, "best": 1.0}, "ready"),
        (Mark.NO, {"worst": 0.0, "best": 0.0}, "blocked"),
        (Mark.UNKNOWN, {"worst": 0.0, "best": 1.0}, "undecided"),
    ],
)
def test_the_scorecard_of_a_file_of_equal_answers(
    program: Program, mark: Mark, band: dict[str, float], outlook: str
) -> None:
    data = imported(program, mark)
    firm = answering(mark, HEADLINE)
    assert (data["score"], data["application_outlook"]) == (band, outlook)

    gates = list(firm.case.readiness.gates)
    failed, unanswered = gates * (mark is Mark.NO), gates * (mark is Mark.UNKNOWN)
    assert data["gates"] == {"failed": failed, "open": unanswered, "excused": []}

    forecast = data["forecast"]
    assert isinstance(forecast, dict)
    assert list(forecast) == ["formality", "document", "on_site"]
    assert [name for stage in forecast.values() for name in stage["blocked_by"]] == sorted(
        failed, key=lambda gate: list(Stage).index(firm.case.library.control(gate).gate or Stage.FORMALITY)
    )
    for stage in Stage:
        least, most = firm.findings(stage)
        assert forecast[stage.value.replace("-", "_")]["findings"] == {"min": least, "max": most}

    chapters = data["chapters"]
    assert isinstance(chapters, dict)
    assert [number for number in chapters if number.startswith("J.")] == CHAPTERS
    for number in CHAPTERS:
        assert {"worst": chapters[number]["worst"], "best": chapters[number]["best"]} == band
        assert chapters[number]["answered"] == (0 if mark is Mark.UNKNOWN else chapters[number]["asked"])

    assert data["consistency"] == [], data["consistency"]
    assert isinstance(data["plan"], dict)
    assert data["plan"]["feasible"] == {
        Mark.YES: "no-wish", Mark.NO: "never-yet", Mark.UNKNOWN: "undecided"
    }[mark]  # fmt: skip


def test_a_contradiction_and_a_wish_reach_the_scorecard(program: Program) -> None:
    program.good("new", FIRM, "--checklist", HEADLINE)
    lines = [f'[answers."{name}"]\nmark = "yes"\n' for name in shipped(HEADLINE).controls]
    spoilt = '[answers."j4-3.everyone-trained"]\nmark = "no"\n'
    lines = [spoilt if "j4-3.everyone-trained" in line else line for line in lines]
    facts = '[facts]\nplanned_application = "2026-12-01"\n'
    program.good("import", FIRM, program.file(facts + "\n".join(lines)))
    data = program.good("score", FIRM, "--json").data
    assert {
        "rule": "forms-complete-before-training",
        "controls": ["apply.forms-complete", "j4-3.everyone-trained"],
    } in (data["consistency"])
    assert data["forecast"]["on_site"]["blocked_by"] == ["j4-3.everyone-trained"]
    assert data["plan"]["feasible"] == "too-soon"
    assert data["plan"]["months"][0]["controls"] == ["j4-3.everyone-trained"]
    assert (data["plan"]["wish"], data["plan"]["earliest"]) == ("2026-12-01", "2027-02-01")
