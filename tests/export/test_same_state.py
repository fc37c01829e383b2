"""Equal answers give equal files, whoever said what first: the order of a history shows nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmark_check.domain.events import ActionKind, HowKnown, Mark, Outcome
from pmark_check.domain.session import Session
from pmark_check.export.formats import FORMATS, render
from pmark_check.view.board import board
from pmark_check.view.data import score_data
from pmark_check.view.fingerprint import fingerprint
from tests.export.dossiers import dossier_of
from tests.export.sheets import firm
from tests.report.clients import DAY, OFFICER, SYSTEMS, before_examination, report_of, view_of

Deed = Callable[[Session], object]
KNOCKOUT = "one.kept"
SOON, LATE = date(2026, 12, 5), date(2027, 1, 31)


def planned(control: str, text: str, owner: str, due: date | None, aim: ActionKind = ActionKind.FIX) -> Deed:
    return lambda session: session.plan_action(control, aim=aim, text=text, owner=owner, due=due)


def dropped(session: Session) -> None:
    action = session.plan_action("one.seen", text="鍵を替える", owner=SYSTEMS)
    session.close_action(session.state("one.seen").actions[action], Outcome.DROPPED, reason="倉庫を手放した")


DEEDS: Sequence[Deed] = (
    planned(KNOCKOUT, "棚卸しをする", SYSTEMS, LATE),
    planned(KNOCKOUT, "まず社長に言う", OFFICER, SOON),
    planned(KNOCKOUT, "誰に頼むか決める", "", None, ActionKind.DECISION),
    planned("one.seen", "見る", OFFICER, LATE),
    planned("one.seen", "見る", SYSTEMS, LATE),
    dropped,
    lambda session: session.answer(KNOCKOUT, Mark.NO, said_by=SYSTEMS),
    lambda session: session.answer("one.seen", Mark.PARTIAL, how=HowKnown.SEEN, said_by=OFFICER),
    lambda session: session.answer("two.told", Mark.UNKNOWN),
    lambda session: session.mark_not_applicable("two.done", "していない", said_by=OFFICER),
    lambda session: session.add_evidence(KNOCKOUT, "棚", as_of=SOON),
    lambda session: session.add_evidence(KNOCKOUT, "台帳", as_of=SOON, next_check=LATE),
    lambda session: session.add_evidence("one.seen", "記録簿"),
    lambda session: session.write_note("one.seen", "表のメモ"),
    lambda session: session.state_fact("has_vendor", value=True),
    lambda session: session.state_fact("employees", value=40),
)


def told(session: Session) -> dict[str, object]:
    """Everything that is written about a client, door by door."""
    view = view_of(session)
    files = {name: render(name, dossier_of(session, with_private=True)) for name in FORMATS}
    score = json.dumps(score_data(view, DAY))
    return {**files, "score": score, "board": board(view), "report": report_of(session), "state": fingerprint(session)}


@given(order=st.permutations(DEEDS))
@settings(max_examples=10)
def test_the_order_of_a_history_shows_in_no_file(order: Sequence[Deed]) -> None:
    one, other = firm(), firm(first_id=5_000)
    for deed in DEEDS:
        deed(one)
    for deed in order:
        deed(other)
    expected, found = told(one), told(other)
    assert [door for door in expected if expected[door] != found[door]] == []


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_first_step_names_who_has_to_be_done_first(is_turned: bool) -> None:  # noqa: FBT001 - a case
    """Of several homeworks for one question the soonest counts, then those without a day."""
    session = before_examination()
    step = view_of(session).first_steps[0].line.id
    for action in session.state(step).open_actions:
        session.close_action(action, Outcome.DONE)
    work = [("後で", OFFICER, LATE), ("すぐ", SYSTEMS, SOON), ("いつか", "田中", None)]
    for text, owner, due in reversed(work) if is_turned else work:
        session.plan_action(step, text=text, owner=owner, due=due)
    (first, *_) = view_of(session).first_steps
    (shown,) = (line for line in board(view_of(session)) if line.line.id == step)
    assert (first.line.id, first.owner, first.due) == (step, SYSTEMS, SOON.isoformat())
    assert (shown.owner, shown.due) == (SYSTEMS, SOON.isoformat())
