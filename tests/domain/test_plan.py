from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Effort, Layer, Phase, Stage
from pmark_check.domain.events import ActionKind, FactStated
from pmark_check.domain.plan import WISH, Feasible, MonthPlan, month_plan
from pmark_check.domain.readiness import Result
from pmark_check.domain.roadmap import Reach, Step
from tests.domain.examined import LENGTHS, MONTHS, examined, reworked
from tests.domain.short_paths import hold_against_the_cheapest, suffices
from tests.domain.strategies import (
    NO,
    PRACTICE,
    UNKNOWN,
    YES,
    Case,
    Marks,
    answered,
    case,
    control,
    excused,
    library,
)

TODAY = date(2026, 11, 22)
PHASES = list(Phase)

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def planned(of: Case, today: date = TODAY) -> MonthPlan:
    return month_plan(of.situation, of.readiness, of.roadmap, today)


def shown(plan: MonthPlan) -> list[tuple[str, str, list[str]]]:
    return [
        (month.first.isoformat()[:7], month.phase.value, [step.control.id for step in month.steps])
        for month in plan.months
    ]


def wishing(of: Case, wish: date) -> Case:
    return of.after(FactStated(fact=WISH, value=wish.isoformat()))


def place(plan: MonthPlan) -> dict[str, tuple[int, int]]:
    """Return (month, place in it) of every control in the plan."""
    return {
        step.control.id: (number, rank)
        for number, month in enumerate(plan.months)
        for rank, step in enumerate(month.steps)
    }


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_a_plan_by_hand() -> None:
    """Three months to decide, two to run, one to check, one to improve, the first being the month after today."""
    asked = library(
        control("rules", phase=Phase.PLAN, effort=Effort.LARGE),
        control("register", phase=Phase.PLAN, effort=Effort.LARGE),
        control("roles", phase=Phase.PLAN, effort=Effort.SMALL),
        control("training", phase=Phase.DO, effort=Effort.MEDIUM),
        control("audit", phase=Phase.CHECK, after=("training",)),
        control("review", phase=Phase.ACT, after=("audit",)),
        month=MONTHS,
    )
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    plan = planned(of)
    assert shown(plan) == [
        ("2026-12", "plan", ["roles", "rules"]),
        ("2027-01", "plan", ["register"]),
        ("2027-02", "plan", []),
        ("2027-03", "do", ["training"]),
        ("2027-04", "do", []),
        ("2027-05", "check", ["audit"]),
        ("2027-06", "act", ["review"]),
    ]
    assert plan.earliest == date(2027, 7, 1)
    assert (plan.wish, plan.feasible, plan.in_the_way) == (None, Feasible.NO_WISH, ())


def test_a_phase_with_nothing_to_do_takes_no_month() -> None:
    asked = library(control("audit", phase=Phase.CHECK), control("rules", phase=Phase.PLAN), month=MONTHS)
    of = case(asked, {"audit": dict.fromkeys(Layer, NO), "rules": dict.fromkeys(Layer, YES)})
    assert shown(planned(of)) == [("2026-12", "check", ["audit"])]
    assert planned(of).earliest == date(2027, 1, 1)


def test_a_step_waits_in_a_later_phase_for_what_must_come_first() -> None:
    """Whatever its own phase says: forms are filled in when the training they report is over."""
    asked = library(
        control("forms", phase=Phase.PLAN, after=("training",)),
        control("sent", phase=Phase.PLAN, after=("forms",)),
        control("training", phase=Phase.DO),
        month=MONTHS,
    )
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    assert [names for _, _, names in shown(planned(of))] == [["training", "forms"], ["sent"]]


def test_with_nothing_left_one_can_apply_today() -> None:
    of = case(library(control("done"), month=MONTHS), {"done": dict.fromkeys(Layer, YES)})
    assert planned(of) == MonthPlan((), TODAY, None, Feasible.NO_WISH, ())


@pytest.mark.parametrize(
    ("wish", "feasible"),
    [
        (date(2026, 12, 31), Feasible.TOO_SOON),
        (date(2027, 1, 1), Feasible.POSSIBLE),  # the first day after the last month is enough
        (date(2030, 1, 1), Feasible.POSSIBLE),
        (date(2020, 1, 1), Feasible.TOO_SOON),
    ],
)
def test_a_wish_is_held_against_the_earliest_day(wish: date, feasible: Feasible) -> None:
    asked = library(control("audit", phase=Phase.CHECK), month=MONTHS)
    plan = planned(wishing(case(asked, {"audit": dict.fromkeys(Layer, NO)}), wish))
    assert (plan.earliest, plan.wish, plan.feasible) == (date(2027, 1, 1), wish, feasible)


@pytest.mark.parametrize(
    ("mark", "feasible"), [(NO, Feasible.NEVER_YET), (UNKNOWN, Feasible.UNDECIDED), (YES, Feasible.POSSIBLE)]
)
def test_what_only_time_can_change_leaves_no_day(mark: object, feasible: Feasible) -> None:
    """A firm founded last spring cannot work its way to a year of business."""
    young = control("one-year", gate=Stage.FORMALITY, weight=0, fixable=False, layers=(PRACTICE,))
    marks: Marks = {"one-year": {PRACTICE: mark}}  # type: ignore[dict-item]
    plan = planned(wishing(case(library(young, month=MONTHS), marks), date(2028, 1, 1)))
    assert plan.feasible is feasible
    assert plan.in_the_way == (() if mark is YES else ("one-year",))
    assert (plan.earliest is None) == (mark is not YES)
    assert plan.months == ()


def test_a_condition_that_was_excused_is_not_in_the_way() -> None:
    young = control("one-year", gate=Stage.FORMALITY, weight=0, fixable=False)
    assert planned(case(library(young, month=MONTHS), {}, excused("one-year"))).earliest == TODAY


def test_what_has_failed_is_named_before_what_is_open() -> None:
    gates = [control(name, gate=Stage.FORMALITY, weight=0, fixable=False, layers=(PRACTICE,)) for name in "ab"]
    plan = planned(case(library(*gates, month=MONTHS), {"b": {PRACTICE: NO}}))
    assert (plan.feasible, plan.in_the_way) == (Feasible.NEVER_YET, ("b",))


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 31)])
def test_months_are_counted_over_the_turn_of_the_year(today: date) -> None:
    of = case(library(control("c", phase=Phase.PLAN), month=MONTHS), {"c": dict.fromkeys(Layer, NO)})
    firsts = [month.first for month in planned(of, today).months]
    assert firsts[0].month == today.month % 12 + 1
    assert all(first.day == 1 for first in firsts)
    assert [(b.year * 12 + b.month) - (a.year * 12 + a.month) for a, b in pairwise(firsts)] == [1, 1]


# --- laws ------------------------------------------------------------------------------------------------------------


@given(examined(), days)
def test_every_step_that_work_can_do_stands_in_the_plan_once(drawn: Case, today: date) -> None:
    steps = [step for month in planned(drawn, today).months for step in month.steps]
    doable = [step for step in drawn.roadmap.steps if step.control.fixable]
    assert sorted(step.control.id for step in steps) == sorted(step.control.id for step in doable)
    assert sum(month.half_days for month in planned(drawn, today).months) == sum(step.half_days for step in doable)


@given(examined())
def test_a_step_never_stands_before_one_it_waits_for(drawn: Case) -> None:
    at = place(planned(drawn))
    for name, found in at.items():
        for earlier in drawn.library.control(name).after:
            assert earlier not in at or at[earlier] < found


@given(examined())
def test_phases_follow_each_other_and_each_takes_its_months(drawn: Case) -> None:
    months = planned(drawn).months
    walked = [month.phase for month in months]
    assert walked == sorted(walked, key=PHASES.index)
    if len(months) > 1:  # one month alone may hold nothing but what cannot wait
        assert all(walked.count(phase) == LENGTHS[phase] for phase in walked)
        assert all(any(m.steps for m in months if m.phase is phase) for phase in set(walked))


@given(examined())
def test_work_never_stands_before_its_own_phase_and_later_only_for_what_it_comes_after(drawn: Case) -> None:
    """Finished or not: what it comes after decides. What cannot wait stands in the first month."""
    plan = planned(drawn)
    for month in plan.months:
        for step in month.steps:
            standing = PHASES.index(month.phase)
            assert month is plan.months[0] or standing == latest(step.control.id, drawn)


def latest(name: str, of: Case) -> int:
    its = of.library.control(name)
    earlier = [latest(each, of) for each in its.after if each in of.situation.by_control]
    return max([PHASES.index(its.phase), *earlier])


def is_urgent(step: Step) -> bool:
    return step.aim is ActionKind.FIND_OUT or step.control.knockout


@given(examined())
def test_what_cannot_wait_stands_in_the_first_month(drawn: Case) -> None:
    months = planned(drawn).months
    assert [step.control.id for month in months[1:] for step in month.steps if is_urgent(step)] == []


@given(examined(), days)
def test_months_follow_each_other_and_the_earliest_day_follows_the_last(drawn: Case, today: date) -> None:
    plan = planned(drawn, today)
    firsts = [month.first for month in plan.months]
    assert all(first.day == 1 for first in firsts)
    for before, after in pairwise([today.replace(day=1), *firsts]):
        assert (after - timedelta(days=1)).replace(day=1) == before
    if plan.earliest is None:
        assert plan.in_the_way
    elif firsts:
        assert (plan.earliest - timedelta(days=1)).replace(day=1) == firsts[-1]
    else:
        assert plan.earliest == today


@given(examined(), days)
def test_the_verdict_on_a_wish(drawn: Case, wish: date) -> None:
    of = wishing(drawn, wish)
    plan = planned(of)
    unfixable = {gate: found for gate, found in of.readiness.gates.items() if not of.library.control(gate).fixable}
    if Result.FAILED in unfixable.values():
        expected = Feasible.NEVER_YET
    elif Result.OPEN in unfixable.values():
        expected = Feasible.UNDECIDED
    else:
        assert plan.earliest is not None
        expected = Feasible.TOO_SOON if wish < plan.earliest else Feasible.POSSIBLE
    assert plan.feasible is expected
    assert plan.wish == wish


@given(examined())
def test_the_load_of_a_phase_is_shared_out(drawn: Case) -> None:
    """No month of a phase holds more than its share and one step over it."""
    plan = planned(drawn)
    for phase, length in LENGTHS.items():
        loads = [month for month in plan.months[1:] if month.phase is phase]
        if len(loads) < length:  # the first month holds what cannot wait besides
            continue
        total = sum(month.half_days for month in loads)
        for month in loads:
            largest = max((step.half_days for step in month.steps), default=0)
            assert month.half_days <= total / length + largest


def test_work_that_is_done_never_makes_the_plan_longer() -> None:
    """Training done, the form that waited for it returns from the two months of "do" to the three of "plan"."""
    asked = library(
        control("forms", phase=Phase.PLAN, after=("training",)), control("training", phase=Phase.DO), month=MONTHS
    )
    before = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    after = before.after(answered("training", dict.fromkeys(Layer, YES)))
    assert len(planned(after).months) <= len(planned(before).months)


# --- the short path, where floors are those of chapters --------------------------------------------------------------


@given(examined())
def test_the_short_path_reaches_target_and_floors_and_holds_nothing_needless(
    drawn: Case,
) -> None:
    path = drawn.roadmap.short_path
    if path.reach not in (Reach.REACHABLE, Reach.REACHED):
        assert path.steps == ()
        return
    assert suffices(drawn.roadmap, path.steps)
    awaited = {earlier for step in path.steps for earlier in step.control.after}
    for left_out in (step for step in path.steps if step.control.id not in awaited):
        assert not suffices(drawn.roadmap, tuple(step for step in path.steps if step is not left_out))
    order = [step.control.id for step in path.steps]
    for step in path.steps:
        waits = [earlier for earlier in step.control.after if earlier in order]
        assert all(order.index(earlier) < order.index(step.control.id) for earlier in waits)


def test_the_floor_is_that_of_the_chapter_and_not_of_its_sections() -> None:
    """One weak section is carried by the rest of its chapter."""
    asked = reworked(
        library(
            *(control(name, section="before", layers=(PRACTICE,)) for name in "abc"),
            control("d", section="during", layers=(PRACTICE,)),
            target=1,
            floor=70,
        ),
        section=lambda section: {"parent": "before" if section == "during" else None},
    )
    of = case(asked, {name: {PRACTICE: NO if name == "d" else YES} for name in "abcd"})
    assert of.situation.sections["during"].worst == 0
    assert of.roadmap.short_path.reach is Reach.REACHED


def test_the_cost_of_the_short_path_beside_the_optimum_is_printed_not_promised() -> None:
    hold_against_the_cheapest(examined(max_controls=6), "with chapters", examples=40)
