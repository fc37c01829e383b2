"""What the scorecard says where a report that is merely looked at would not show a mistake."""

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import Mark
from pmark_check.domain.session import Session
from tests.report.clients import OFFICER, SYSTEMS, new_client, view_of


def knockout_under_a_fact(session: Session) -> Control:
    return next(control for control in session.library.controls.values() if control.knockout and control.when)


def test_who_confirmed_is_named_until_a_fact_is_stated_anew() -> None:
    session = new_client()
    control = knockout_under_a_fact(session)
    for fact in control.when:
        session.state_fact(fact, value=True)
    session.answer(control.id, Mark.YES, said_by=SYSTEMS)
    assert view_of(session).confirmed_by(control.id) == ""
    session.confirm(control.id, OFFICER)
    assert view_of(session).confirmed_by(control.id) == OFFICER
    session.state_fact(control.when[0], None)
    session.state_fact(control.when[0], value=True)
    assert view_of(session).confirmed_by(control.id) == ""


def test_a_step_begins_with_the_fix_or_with_asking_who_knows() -> None:
    session = new_client()
    failed, unknown = [control for control in session.library.controls.values() if control.knockout][:2]
    session.answer(failed.id, Mark.NO)
    session.answer(unknown.id, Mark.UNKNOWN)
    begins = {line.line.id: line.first_step for line in view_of(session, "en").first_steps}
    assert begins[failed.id] == failed.first_step.en
    assert begins[unknown.id] == f"Ask who knows: {unknown.question.en}"


def test_an_unknown_answer_is_unassigned_until_somebody_is_asked_to_find_out() -> None:
    session = new_client()
    control = next(iter(session.library.controls.values()))
    session.answer(control.id, Mark.UNKNOWN)
    assert [line.id for line in view_of(session).unassigned] == [control.id]
    session.plan_action(control.id, owner=SYSTEMS)
    assert view_of(session).unassigned == ()
