"""What was written down between two states, answers aside."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.assessment import Assessment
from pmark_check.domain.differences import Differences
from pmark_check.domain.events import Outcome
from pmark_check.domain.session import Session
from tests.visits import PRIVATE, Visits, small_library

ASKED = small_library()
LATER = date(2026, 12, 1)


def changed(session: Session, before: Assessment) -> Differences:
    return Differences(ASKED, before, session.assessment)


def test_homework_is_carried_promised_ended_moved_and_withdrawn() -> None:
    visits = Visits(ASKED)
    session = visits.on("2026-09-15")
    for control in ("kept", "trained", "written"):
        session.plan_action(control, text=f"{control} as it was", due=date(2026, 10, 1))
    session.plan_action("tested", text="a mistake")
    before = session.assessment
    session.undo()
    session.close_action(visits.homework("kept"), Outcome.DONE, seen_by="佐藤")
    session.plan_action("trained", action=visits.homework("trained").id, text="trained as it was", due=LATER)
    session.plan_action("told", text="new")
    found = changed(session, before)
    assert [action.control for action in found.carried] == ["kept", "tested", "trained", "written"]
    assert [action.control for action in found.promised] == ["told"]
    assert [action.control for action in found.ended] == ["kept"]
    assert [action.control for action in found.withdrawn] == ["tested"]
    assert [(action.control, action.due) for action in found.moved] == [("trained", date(2026, 10, 1))]
    assert [action.control for action in found.open] == ["told", "trained", "written"]


def test_homework_that_had_ended_before_is_no_news() -> None:
    visits = Visits(ASKED)
    session = visits.on("2026-09-15")
    session.plan_action("kept", text="done early")
    session.close_action(visits.homework("kept"), Outcome.DONE)
    found = changed(session, session.assessment)
    assert (found.carried, found.promised, found.ended, found.open) == ((), (), (), ())


def test_homework_opened_again_is_promised_again() -> None:
    visits = Visits(ASKED)
    session = visits.on("2026-09-15")
    session.plan_action("kept", text="done early")
    action = visits.homework("kept")
    session.close_action(action, Outcome.DONE)
    before = session.assessment
    session.plan_action("kept", text="done early", action=action.id)
    assert [found.control for found in changed(session, before).promised] == ["kept"]


def test_evidence_facts_and_notes() -> None:
    session = Visits(ASKED).on("2026-09-15")
    session.state_fact("has_test_env", value=False)
    session.write_note("kept", "first")
    session.write_note("trained", "stays")
    wrong = session.add_evidence("kept", "the wrong shelf")
    before = session.assessment
    session.remove_evidence("kept", wrong)
    session.add_evidence("written", "the right shelf")
    session.state_fact("has_test_env", value=True)
    session.write_note("kept", "second")
    session.write_note("told", "news")
    session.write_note("trained", PRIVATE, private=True)
    found = changed(session, before)
    assert [(proof.control, session.text(proof.evidence.where)) for proof in found.proven] == [
        ("written", "the right shelf")
    ]
    assert [session.text(proof.evidence.where) for proof in found.disproven] == ["the wrong shelf"]
    assert found.facts == (("has_test_env", False, True),)
    assert found.noted == ("kept", "told")
    assert found.renoted == ("kept",)


deeds = st.lists(st.tuples(st.sampled_from(("plan", "move", "done", "drop", "undo", "reopen")), st.integers(0, 3)))


@given(deeds, st.integers(0, 8))
def test_nothing_that_was_promised_is_lost(done: list[tuple[str, int]], cut: int) -> None:
    visits = Visits(ASKED)
    session = visits.on("2026-09-15")
    before: Any = session.assessment
    for place, (deed, which) in enumerate(done):
        if place == cut:
            before = session.assessment
        _do(visits, session, deed, tuple(ASKED.controls)[which])
    for earlier, later in ((before, session.assessment), (session.assessment, before)):
        found = Differences(ASKED, earlier, later)
        assert len(found.carried) + len(found.promised) == len(found.open) + len(found.ended) + len(found.withdrawn)
        assert not {action.id for action in found.promised} & {action.id for action in found.carried}


def _do(visits: Visits, session: Session, deed: str, control: str) -> None:
    if deed == "undo":
        session.undo()
    elif deed == "plan":
        session.plan_action(control, text=str(len(session.events)))
    elif session.state(control).actions:
        action = visits.homework(control)
        if deed == "done":
            session.close_action(action, Outcome.DONE)
        elif deed == "drop":
            session.close_action(action, Outcome.DROPPED, reason="no")
        else:
            session.plan_action(control, action=action.id, text="moved", due=LATER)
