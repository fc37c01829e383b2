"""What the program says about nine firms. Beside each expectation stands why a practitioner would say so."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from pmark_check.domain.checklist import Phase, Stage
from pmark_check.domain.events import ActionKind
from pmark_check.domain.plan import Feasible
from pmark_check.domain.readiness import Result
from pmark_check.domain.roadmap import Reach
from pmark_check.domain.scoring import GapKind
from tests.domain.short_paths import suffices
from tests.firms.firm import Firm, all_layers
from tests.firms.firms import (
    FIRMS,
    NO,
    PRINTER,
    busy_without_paper,
    founded_in_spring,
    knows_nothing,
    leftover_database,
    mid_year,
    one_person,
    paper_perfect,
    ready_printer,
    well_run,
)

FORMALITY, DOCUMENT, ON_SITE = Stage
ALL_THAT_CAN_BE_FOUND = Firm(PRINTER, (all_layers(NO),))
"""The same printer with everything missing: no firm like it can be written up for more."""

every_firm = pytest.mark.parametrize("firm", FIRMS.values(), ids=[name.replace(" ", "-") for name in FIRMS])


def blocked(firm: Firm) -> dict[Stage, tuple[str, ...]]:
    return {stage: found.blocked_by for stage, found in firm.stages.items() if found.blocked_by}


def clauses(firm: Firm, stage: Stage) -> list[str]:
    return [unit.name for unit in firm.stages[stage].units]


# --- the printer that is ready ---------------------------------------------------------------------------------------


def test_the_ready_printer_can_apply() -> None:
    assert ready_printer.verdicts == ("guarded", "ready")
    assert blocked(ready_printer) == {}
    assert ready_printer.contradictions == []


def test_the_ready_printer_will_be_told_about_its_two_small_holes_and_nothing_else() -> None:
    # One hole is a matter of locks (J.9.2, by topic), the other of the emergency drill (J.4.4.2): two findings on site.
    assert ready_printer.findings(ON_SITE) == (2, 2)
    assert "J.4.4.2" in clauses(ready_printer, ON_SITE)
    # Only counting keys is a matter of the rules as well; the drill has no rule layer.
    assert ready_printer.findings(DOCUMENT) == (1, 1)
    assert set(ready_printer.gaps) == {GapKind.WEAK}  # half done, nothing absent


def test_the_ready_printer_has_no_way_to_go_but_still_two_things_to_do() -> None:
    assert sorted(ready_printer.first) == ["j4-4-2.drill-yearly", "j9-2.keys-counted"]
    assert ready_printer.case.roadmap.short_path.reach is Reach.REACHED
    # Both are checks: one month of it, and the wish for April stands.
    assert [month.phase for month in ready_printer.plan.months] == [Phase.CHECK]
    assert ready_printer.plan.feasible is Feasible.POSSIBLE


# --- one person ------------------------------------------------------------------------------------------------------


def test_one_person_cannot_apply_however_good_the_papers_are() -> None:
    # The one who protects and the one who audits must be two: whoever is alone cannot be both.
    assert one_person.verdicts == ("guarded", "blocked")
    assert blocked(one_person) == {FORMALITY: ("apply.two-eligible-people", "j2-3-2.two-different-people")}


def test_one_person_must_hire_before_anything_can_be_appointed() -> None:
    assert one_person.first[:2] == ["apply.two-eligible-people", "j2-3-2.two-different-people"]
    # Hiring is dear but in one's own hands: the way is short and not closed.
    assert one_person.case.roadmap.short_path.reach is Reach.REACHABLE
    assert one_person.way == ["apply.two-eligible-people", "j2-3-2.two-different-people"]
    assert one_person.plan.in_the_way == ()


def test_what_one_person_lacks_is_missing_altogether_and_is_one_finding_about_roles() -> None:
    assert set(one_person.gaps) == {GapKind.ABSENT}
    # Manager and auditor are one clause: it is written up once, whatever number of questions it took.
    assert clauses(one_person, ON_SITE) == ["J.2.3.2"]


# --- founded in spring -----------------------------------------------------------------------------------------------


def test_a_firm_founded_in_spring_can_only_wait() -> None:
    assert founded_in_spring.verdicts == ("guarded", "blocked")
    assert blocked(founded_in_spring) == {FORMALITY: ("apply.one-year-business",)}
    # Nothing is wrong with what it does, so nobody would find anything.
    assert all(firm_finds == (0, 0) for firm_finds in map(founded_in_spring.findings, Stage))


def test_no_work_makes_a_firm_older() -> None:
    path = founded_in_spring.case.roadmap.short_path
    assert (path.reach, path.reasons) == (Reach.UNFIXABLE_GATE, ("apply.one-year-business",))
    assert (founded_in_spring.plan.feasible, founded_in_spring.plan.earliest) == (Feasible.NEVER_YET, None)
    assert founded_in_spring.plan.months == ()  # waiting is not work


# --- perfect on paper ------------------------------------------------------------------------------------------------


def test_three_binders_pass_the_desk_and_fail_on_the_spot() -> None:
    # The examiner at the desk reads rules only, and the rules are there.
    assert paper_perfect.findings(DOCUMENT) == (0, 0)
    assert not {FORMALITY, DOCUMENT} & blocked(paper_perfect).keys()
    # On the spot nothing is done: every clause that can be found is found, and the four deeds that must precede
    # an application (training, a month of running, audit, review) are missing.
    assert paper_perfect.findings(ON_SITE) == ALL_THAT_CAN_BE_FOUND.findings(ON_SITE)
    assert set(blocked(paper_perfect)[ON_SITE]) == {
        "j4-3.everyone-trained",
        "j5-1.one-month-operated",
        "j6-2.all-departments-audited",
        "j6-3.review-after-audit",
    }


def test_three_binders_protect_nobody() -> None:
    # What nobody does cannot stop an accident, whatever the binder says.
    assert paper_perfect.verdicts == ("exposed", "blocked")
    knockouts = paper_perfect.case.readiness.knockouts
    assert set(knockouts.values()) == {Result.FAILED}
    assert set(paper_perfect.case.readiness.incident.reasons) == knockouts.keys()


def test_what_the_binders_say_and_nobody_does_is_the_commonest_gap() -> None:
    ((kind, count),) = paper_perfect.gaps.most_common(1)
    assert kind is GapKind.UNPRACTISED
    assert count > sum(paper_perfect.gaps.values()) / 2


def test_the_filled_in_forms_of_the_paper_firm_betray_it() -> None:
    # The summary of the training cannot have been written before the training.
    assert "forms-complete-before-training" in paper_perfect.contradictions


def test_the_paper_firm_closes_the_holes_first() -> None:
    # A president who does one thing on Monday closes what could go wrong on Tuesday; only then comes the audit.
    knockouts = paper_perfect.case.readiness.knockouts
    needed = {earlier for name in knockouts for earlier in paper_perfect.case.library.control(name).after}
    assert set(paper_perfect.first) <= knockouts.keys() | needed


def test_the_paper_firm_will_not_be_ready_in_january() -> None:
    # Two months of work and a month each of checks and review cannot be had in seven weeks.
    assert paper_perfect.plan.feasible is Feasible.TOO_SOON
    assert [month.phase for month in paper_perfect.plan.months][-4:] == [Phase.DO, Phase.DO, Phase.CHECK, Phase.ACT]


# --- busy and without paper ------------------------------------------------------------------------------------------


def test_a_careful_firm_without_paper_is_guarded_and_cannot_apply() -> None:
    # What is done protects, written or not; but at the desk there is nothing to read.
    assert busy_without_paper.verdicts[1] == "blocked"
    assert busy_without_paper.verdicts[0] == "guarded"
    assert busy_without_paper.findings(DOCUMENT) == ALL_THAT_CAN_BE_FOUND.findings(DOCUMENT)
    assert set(blocked(busy_without_paper)) == set(Stage)
    assert len(blocked(busy_without_paper)[DOCUMENT]) == 3  # policy, list of documents, the 15 subjects


def test_without_records_the_assessor_on_site_sees_next_to_nothing() -> None:
    # Deeds without records are findings on site too, but for the few that can be seen with one's own eyes.
    least, most = busy_without_paper.findings(ON_SITE)
    of_all = ALL_THAT_CAN_BE_FOUND.findings(ON_SITE)[1]
    assert 0.8 * of_all < least == most < of_all


def test_what_the_careful_firm_lacks_is_writing_first_and_records_second() -> None:
    assert [kind for kind, _ in busy_without_paper.gaps.most_common(2)] == [GapKind.UNWRITTEN, GapKind.UNRECORDED]
    assert GapKind.UNPRACTISED not in busy_without_paper.gaps


def test_the_careful_firm_begins_with_its_year_and_its_register() -> None:
    # Before rules can be written one must know what there is: scope, register, risks, in this order.
    assert "j3-1-1.register-covers-all-departments" in busy_without_paper.first
    assert busy_without_paper.first.index("j1-4.whole-company") < busy_without_paper.first.index(
        "j3-1-1.register-covers-all-departments"
    )
    assert busy_without_paper.plan.feasible is Feasible.TOO_SOON


def test_the_careful_firm_has_done_things_that_it_cannot_show() -> None:
    assert {"test-data-deleted-without-record", "everyone-trained-without-attendance"} <= set(
        busy_without_paper.contradictions
    )


# --- the middle of the year ------------------------------------------------------------------------------------------


def test_before_audit_and_review_there_is_no_application() -> None:
    assert mid_year.verdicts == ("guarded", "blocked")
    assert blocked(mid_year) == {
        FORMALITY: ("apply.forms-complete",),  # their summaries of audit and review cannot be written yet
        ON_SITE: ("j6-2.all-departments-audited", "j6-3.review-after-audit"),
    }


def test_a_missing_audit_is_two_findings_on_site_and_none_at_the_desk() -> None:
    assert clauses(mid_year, ON_SITE) == ["J.6.2", "J.6.3"]
    assert mid_year.findings(DOCUMENT) == (0, 0)  # the rules about audit and review are written


def test_first_the_audit_then_the_review_then_the_forms() -> None:
    # A review without audit results has to be held again, and the form reports both.
    assert mid_year.first[:3] == ["j6-2.all-departments-audited", "j6-3.review-after-audit", "apply.forms-complete"]
    assert mid_year.way[:3] == mid_year.first[:3]
    assert mid_year.case.roadmap.short_path.reach is Reach.REACHABLE
    months = {step.control.id: month.first for month in mid_year.plan.months for step in month.steps}
    assert months["j6-2.all-departments-audited"] < months["j6-3.review-after-audit"] <= months["apply.forms-complete"]


def test_audit_and_review_take_the_winter() -> None:
    # A month for the audit and one for the review: who wishes for mid-December is told February.
    assert [month.phase for month in mid_year.plan.months] == [Phase.CHECK, Phase.ACT]
    assert mid_year.plan.earliest == date(2027, 2, 1)
    assert mid_year.plan.feasible is Feasible.TOO_SOON


# --- all わからない ---------------------------------------------------------------------------------------------------


def test_who_knows_nothing_is_told_nothing_bad_and_nothing_good() -> None:
    assert knows_nothing.verdicts == ("unknown", "undecided")
    assert blocked(knows_nothing) == {}
    assert all(found.unanswered for found in knows_nothing.stages.values())
    overall = knows_nothing.case.situation.overall
    assert overall.worst == overall.coverage == 0
    assert overall.best == 1
    assert overall.confidence is None


def test_who_knows_nothing_may_be_written_up_for_nothing_or_for_everything() -> None:
    for stage in (DOCUMENT, ON_SITE):
        least, most = knows_nothing.findings(stage)
        assert least == 0
        assert most >= ALL_THAT_CAN_BE_FOUND.findings(stage)[1]  # facts are not stated, so nothing is ruled out
    assert set(knows_nothing.gaps) == {GapKind.OPEN}
    assert knows_nothing.contradictions == []


def test_who_knows_nothing_begins_by_asking() -> None:
    steps = knows_nothing.case.roadmap.steps
    assert {step.aim for step in steps} == {ActionKind.FIND_OUT}
    readiness = knows_nothing.case.readiness
    assert {step.control.id for step in steps} == readiness.knockouts.keys() | readiness.gates.keys()
    # First of all, whether an accident could happen tomorrow.
    assert set(knows_nothing.first) <= readiness.knockouts.keys()
    assert knows_nothing.case.roadmap.short_path.reach is Reach.OPEN_QUESTIONS
    assert knows_nothing.plan.feasible is Feasible.UNDECIDED


# --- one leftover test database --------------------------------------------------------------------------------------


def test_one_leftover_database_exposes_an_otherwise_ready_firm() -> None:
    # That is how one of the accidents happened. It does not keep the application from being accepted: two statements.
    assert leftover_database.verdicts == ("exposed", "ready")
    assert leftover_database.case.readiness.incident.reasons == ("test-data.deleted-on-time",)
    assert blocked(leftover_database) == {}


def test_the_leftover_database_is_one_finding_and_the_only_thing_to_do() -> None:
    assert clauses(leftover_database, ON_SITE) == ["J.9.1"]
    assert leftover_database.findings(DOCUMENT) == (0, 0)
    assert leftover_database.first == leftover_database.way == ["test-data.deleted-on-time"]
    # 99 % is not enough: the way is not at its end while the hole is open.
    assert leftover_database.case.situation.overall.worst is not None
    assert leftover_database.case.situation.overall.worst > 0.99
    assert leftover_database.case.roadmap.short_path.reach is Reach.REACHABLE
    assert sum(leftover_database.gaps.values()) == 1


# --- well run --------------------------------------------------------------------------------------------------------


def test_a_well_run_firm_is_neither_blocked_nor_exposed() -> None:
    # No firm is without holes. One that could hold the mark today must not be frightened.
    assert well_run.verdicts == ("guarded", "ready")
    assert blocked(well_run) == {}
    assert well_run.case.roadmap.short_path.reach is Reach.REACHED
    assert well_run.plan.feasible is Feasible.POSSIBLE
    assert well_run.contradictions == []


def test_a_well_run_firm_gets_the_handful_of_findings_that_every_examination_brings() -> None:
    for stage in (DOCUMENT, ON_SITE):
        least, most = well_run.findings(stage)
        assert 1 <= least < most <= 12  # what was not seen makes it a range
    assert GapKind.ABSENT not in well_run.gaps
    assert GapKind.OPEN in well_run.gaps


# --- all of them -----------------------------------------------------------------------------------------------------


@every_firm
def test_no_firm_is_written_up_for_more_than_there_is(firm: Firm) -> None:
    for stage in Stage:
        least, most = firm.findings(stage)
        assert 0 <= least <= most
        assert stage is not FORMALITY or most == 0
        if len(firm.facts) == len(paper_perfect.facts) and not firm.facts["has_test_env"]:
            assert most <= ALL_THAT_CAN_BE_FOUND.findings(stage)[1]


@every_firm
def test_the_short_path_of_a_firm_suffices_and_holds_nothing_needless(firm: Firm) -> None:
    roadmap = firm.case.roadmap
    path = roadmap.short_path
    if path.reach not in (Reach.REACHABLE, Reach.REACHED):
        return
    assert suffices(roadmap, path.steps)
    awaited = {earlier for step in path.steps for earlier in step.control.after}
    rest = {name: [step for step in path.steps if step.control.id != name] for name in firm.way if name not in awaited}
    assert [name for name, steps in rest.items() if suffices(roadmap, steps)] == []


@every_firm
def test_the_months_of_a_firm_follow_each_other_and_what_waits_comes_later(firm: Firm) -> None:
    firsts = [month.first for month in firm.plan.months]
    assert all((b.year * 12 + b.month) - (a.year * 12 + a.month) == 1 for a, b in pairwise(firsts))
    order = [step.control.id for month in firm.plan.months for step in month.steps]
    assert sorted(order) == sorted(s.control.id for s in firm.case.roadmap.steps if s.control.fixable)
    for name in order:
        waits = [earlier for earlier in firm.case.library.control(name).after if earlier in order]
        assert all(order.index(earlier) < order.index(name) for earlier in waits)


def lacking(firm: Firm) -> dict[str, list[str]]:
    """Return what steps of the short path wait for that is not met and not on the path either."""
    unmet = {step.control.id for step in firm.case.roadmap.steps}
    found = {step.control.id: [e for e in step.control.after if e in unmet and e not in firm.way] for step in
             firm.case.roadmap.short_path.steps}  # fmt: skip
    return {name: missing for name, missing in found.items() if missing}


def test_the_short_path_leaves_out_nothing_that_one_of_its_steps_waits_for() -> None:
    """Mid-year: the president is to give instructions, but the inputs of that review are not on the path."""
    assert lacking(mid_year) == {}


def test_a_hole_that_could_cause_an_accident_tomorrow_is_closed_in_the_first_month() -> None:
    """The first six say "now", the month plan says March: deleting a leftover database is no matter of PDCA order."""
    knockouts = {name for name, found in paper_perfect.case.readiness.knockouts.items() if found is Result.FAILED}
    first_month = {step.control.id for step in paper_perfect.plan.months[0].steps}
    assert knockouts <= first_month


def test_asking_a_question_does_not_wait_for_spring() -> None:
    """Who knows nothing in November is told to ask in March whether the staff were trained."""
    asking = [s for month in knows_nothing.plan.months[1:] for s in month.steps if s.aim is ActionKind.FIND_OUT]
    assert asking == []
