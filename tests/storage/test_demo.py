"""The demo client shows what the program can do, is the same each time, and never touches somebody else's client."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, Answered, HowKnown, Mark, NoteWritten
from pmark_check.domain.readiness import Result
from pmark_check.domain.session import Session
from pmark_check.errors import Conflict, PmarkError, Unwritable
from pmark_check.i18n.translation import Translator
from pmark_check.report.html import render
from pmark_check.storage import demo
from pmark_check.storage.backdrop import read_background
from pmark_check.storage.demo import demo_name, refresh_demo
from pmark_check.storage.shipped import shipped_bytes
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from pmark_check.view.changes import ChangesPart
from pmark_check.view.data import Data, score_data
from pmark_check.view.progress import ProgressView
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.trend import trend
from tests.report.clients import CONSULTANTS

NOW = datetime.fromisoformat("2026-11-22T09:00:00+09:00")
FILES = ("client.toml", *(file for visit in demo.story().visit for file in visit.answers))
HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")
HOST = re.compile(r"(?:https?://|@)[\w.-]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:jp|com|net|org|info|biz|io|dev)\b")


def workspace_in(folder: Path) -> Workspace:
    return Workspace(Surroundings(folder, "ja", lambda: NOW), operator="相談 花子")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The demo, for looking at only."""
    workspace = workspace_in(tmp_path_factory.mktemp("looked-at"))
    with workspace.session(refresh_demo(workspace)) as opened:
        yield opened


@pytest.fixture
def view(session: Session) -> ScorecardView:
    return ScorecardView(session, Translator("ja"))


def marks_of(session: Session) -> Counter[tuple[Layer, Mark]]:
    states = map(session.state, session.library.controls)
    return Counter((layer, answer.mark) for state in states for layer, answer in state.answers.items())


def scored(workspace: Workspace, path: Path) -> tuple[Data, str]:
    with workspace.session(path) as opened:
        view = ScorecardView(opened, Translator("ja"))
        return score_data(view, NOW.date()), render(view, read_background(), on=NOW.date(), wishes=CONSULTANTS)


def left_in(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_most_questions_are_answered_and_some_are_left_to_try(session: Session) -> None:
    states = [session.state(control.id) for control in session.asked()]
    spoken = [state for state in states if state.answers or state.not_applicable]
    assert 34 <= len(session.asked()) - len(spoken) <= 42
    assert sum(state.not_applicable is not None for state in states) == 6
    unknown = [state for state in states if Mark.UNKNOWN in {answer.mark for answer in state.answers.values()}]
    assert 12 <= len(unknown) <= 16
    assert all(any(a.aim is ActionKind.FIND_OUT for a in state.actions.values()) for state in unknown)


def test_the_interview_opens_on_a_question_of_the_headline_checklist_that_nobody_has_touched(session: Session) -> None:
    states = {control.id: session.state(control.id) for control in session.asked()}
    assert session.cursor is None
    begins = next(asked for asked, state in states.items() if not state.answers and not state.not_applicable)
    assert begins.startswith("j9-2.")
    assert not states[begins].actions
    assert [
        control.id
        for control in session.asked()
        if (state := states[control.id]).answers and any(state.mark(layer) is None for layer in control.layers)
    ] == []


def test_what_the_facts_rule_out_has_no_answer(session: Session) -> None:
    asked = {control.id for control in session.asked()}
    assert 7 <= len(session.library.controls) - len(asked) <= 11
    assert all(control in asked for control in session.library.controls if session.state(control).answers)


def test_two_to_four_pairs_of_answers_contradict_each_other(view: ScorecardView) -> None:
    fired = score_data(view, NOW.date())["consistency"]
    assert isinstance(fired, list)
    assert 2 <= len(fired) <= 4


def test_an_application_is_out_of_the_question_now_and_just_possible_on_the_day_wished(view: ScorecardView) -> None:
    data: Any = score_data(view, NOW.date())
    assert data["application_outlook"] == "blocked"
    assert data["incident_readiness"] == "exposed"
    assert data["gates"]["open"] == []
    assert {
        "apply.forms-complete",
        "j4-3.everyone-trained",
        "j6-2.all-departments-audited",
        "j6-3.review-after-audit",
    } <= set(data["gates"]["failed"])
    assert data["plan"]["feasible"] == "possible"
    assert data["plan"]["earliest"][:7] == data["plan"]["wish"][:7]
    assert 12 <= data["forecast"]["document"]["findings"]["min"] <= 20
    assert data["forecast"]["on_site"]["findings"]["min"] > data["forecast"]["document"]["findings"]["max"]


def test_every_kind_of_record_is_there(session: Session) -> None:
    states = [session.state(control) for control in session.library.controls]
    assert sum(state.note is not None for state in states) >= 90
    assert sum(state.private_note is not None for state in states) == 8
    proofs = [found for state in states for found in state.evidence.values()]
    assert len(proofs) >= 30
    assert all(found.as_of and found.as_of <= NOW.date() and found.next_check for found in proofs)
    known = Counter(next(iter(state.answers.values())).how for state in states if state.answers)
    assert known[HowKnown.HEARD] > known[HowKnown.SEEN] >= 50 > known[HowKnown.GUESSED] > 0


def test_homework_has_a_person_a_day_and_says_what_to_do(session: Session) -> None:
    actions = [a for control in session.library.controls for a in session.state(control).open_actions]
    assert len(actions) >= 35
    assert {a.aim for a in actions} == set(ActionKind)
    for action in actions:
        assert session.person_name(action.owner)
        assert len(session.text(action.text)) >= 15
        assert action.due
        assert date(2026, 12, 1) <= action.due <= date(2027, 3, 31)
        assert action.due.weekday() < 5


def test_rules_are_written_more_than_followed_and_followed_more_than_recorded(session: Session) -> None:
    marks = marks_of(session)
    assert {mark for _, mark in marks} == set(Mark)
    assert marks[Layer.RULE, Mark.YES] > marks[Layer.PRACTICE, Mark.YES]
    assert marks[Layer.PRACTICE, Mark.PARTIAL] > marks[Layer.PRACTICE, Mark.YES]
    assert marks[Layer.RECORD, Mark.NO] > marks[Layer.PRACTICE, Mark.NO]


def test_two_or_three_knockouts_fail_and_one_is_open(view: ScorecardView) -> None:
    results = Counter(view.readiness.knockouts.values())
    assert results[Result.FAILED] in (2, 3)
    assert results[Result.OPEN] == 1
    assert results[Result.PASSED] >= 4
    assert set(results) == {Result.FAILED, Result.OPEN, Result.PASSED}


def test_the_numbers_make_a_report_worth_reading(view: ScorecardView) -> None:
    overall = view.situation.overall
    assert overall.worst is not None
    assert overall.best is not None
    assert 0.40 <= overall.worst <= 0.50
    assert 0.55 <= overall.best <= 0.65
    worst = [found.worst for found in view.situation.sections.values() if found.worst is not None]
    assert len(worst) > 0.75 * len(view.situation.sections)
    assert max(worst) - min(worst) > 0.4
    assert not view.unassigned


def test_who_recorded_it_is_who_does_the_demo(session: Session) -> None:
    said = [event for event in session.events if isinstance(event.body, Answered | NoteWritten)]
    assert {session.person_name(event.recorded_by) for event in said} == {"相談 花子"}


def test_its_history_rises_and_shows_what_a_visit_brings_to_light(session: Session, view: ScorecardView) -> None:
    points = trend(session, Translator("ja"))
    assert [point.tags for point in points] == [("第1回",), (), ("第2回",), ()]
    assert points[-1].day == "2026-11-18"
    lows = [point.band.low or 0 for point in points]
    assert lows == sorted(lows)
    assert lows[-1] - lows[0] > 0.25
    changes = ChangesPart(view, "第1回", NOW.date())
    told = {group.direction: len(group.changes) for group in changes.answers}
    assert set(told) == {"better", "worse", "reopened", "answered"}
    assert {line.result for line in changes.results if not line.is_gate} == {"failed", "open", "passed"}
    assert {ending.line.is_open for ending in changes.promises.ended} == {False}
    assert {ending.word for ending in changes.promises.ended} == {"完了", "取りやめ"}
    assert changes.facts


def test_its_last_whole_month_makes_a_progress_report_worth_reading(session: Session) -> None:
    month = ProgressView(session, Translator("ja"), NOW.date())
    assert str(month.month) == "2026-10"
    assert all(number for _, number in month.sums)
    assert len(month.promises.late) == 3
    assert month.improvements
    assert month.closed
    assert month.standing


def test_nothing_in_it_is_real_or_half_width() -> None:
    said = "".join(shipped_bytes(f"demo/{file}").decode() for file in FILES)
    hosts = HOST.findall(said)
    assert hosts
    assert [host for host in hosts if not re.fullmatch(r"(?:https?://|@)?(?:[\w-]+\.)*example\.jp", host)] == []
    assert not HALF_WIDTH_KATAKANA.search(said)


# --- a fresh one in the place of an old one --------------------------------------------------------------------------


def test_it_is_the_same_each_time(workspace: Workspace) -> None:
    path = refresh_demo(workspace)
    first = scored(workspace, path)
    with workspace.session(path) as played:
        played.answer("governance.yearly-plan-approved", Mark.NO)
    assert scored(workspace, path) != first
    assert refresh_demo(workspace) == path
    assert scored(workspace, path) == first
    assert left_in(path.parent) == [path.name]


def test_a_demo_of_another_version_of_the_checklists_is_replaced(workspace: Workspace) -> None:
    """Its name can be read though its questions cannot."""
    path = refresh_demo(workspace)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "session_over", pytest.fail)
        assert demo._name(path) == demo_name()


@pytest.mark.parametrize("file", ["demo.pmark", "Demo.pmark"])
def test_another_client_in_its_place_is_left_alone(workspace: Workspace, file: str) -> None:
    path = workspace.create("デモ印刷", workspace.chosen(), path=workspace.clients_folder / file)
    before = path.read_bytes()
    with pytest.raises(Conflict) as refused:
        refresh_demo(workspace)
    assert (refused.value.key, refused.value.values) == ("client.exists", {"path": path})
    assert path.read_bytes() == before
    assert left_in(path.parent) == [file]


def test_a_demo_that_was_renamed_is_somebodys_client(workspace: Workspace) -> None:
    path = refresh_demo(workspace)
    with workspace.session(path) as played:
        played.rename("本当の会社")
    with pytest.raises(Conflict):
        refresh_demo(workspace)
    assert workspace.find("本当の会社") == path


def test_a_damaged_file_in_its_place_is_left_alone(workspace: Workspace) -> None:
    path = workspace.clients_folder / "demo.pmark"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a client" * 500)
    with pytest.raises(PmarkError):
        refresh_demo(workspace)
    assert path.read_bytes() == b"not a client" * 500


def test_other_clients_stay(workspace: Workspace) -> None:
    other = workspace.create("本当の会社", workspace.chosen())
    before = other.read_bytes()
    refresh_demo(workspace)
    assert other.read_bytes() == before


@pytest.mark.parametrize("fails_in", ["import_answers", "Path.replace"])
def test_what_fails_on_the_way_leaves_the_old_demo(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, fails_in: str
) -> None:
    path = refresh_demo(workspace)
    before = path.read_bytes()
    replace = Path.replace

    def refuses(*_: object) -> None:
        raise Unwritable("file.unwritable", path=path, reason="disk full")

    def held(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "held by another process")
        return replace(self, target)

    if fails_in == "import_answers":
        monkeypatch.setattr(demo, "import_answers", refuses)
    else:
        monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(Unwritable):
        refresh_demo(workspace)
    assert path.read_bytes() == before
    assert left_in(path.parent) == [path.name]
