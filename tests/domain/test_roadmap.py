import pytest
from hypothesis import given

from pmark_check.domain.checklist import Effort, Layer, Stage
from pmark_check.domain.events import ActionKind, FactStated
from pmark_check.domain.readiness import Result
from pmark_check.domain.roadmap import Reach, Step
from pmark_check.domain.scoring import loss
from tests.domain.short_paths import hold_against_the_cheapest, suffices
from tests.domain.strategies import (
    NO,
    PARTIAL,
    PRACTICE,
    RULE,
    UNKNOWN,
    YES,
    Case,
    all_of,
    answered,
    case,
    cases,
    control,
    excused,
    library,
)


def ids(steps: tuple[Step, ...]) -> list[str]:
    return [step.control.id for step in steps]


def expected_group(of: Case, step: Step) -> int:
    result = {**of.readiness.knockouts, **of.readiness.gates}.get(step.control.id)
    return {Result.FAILED: 0, Result.OPEN: 1}.get(result, 2) if result else 2


# --- steps -----------------------------------------------------------------------------------------------------------


@given(cases())
def test_there_is_a_step_for_every_control_that_falls_short_and_for_every_open_test(drawn: Case) -> None:
    below = {item.control.id for item in drawn.situation.items if {NO, PARTIAL} & set(item.marks.values())}
    open_tests = set(drawn.readiness.unanswered())
    aims = {step.control.id: step.aim for step in drawn.roadmap.steps}
    assert aims == {each: ActionKind.FIX if each in below else ActionKind.FIND_OUT for each in below | open_tests}
    assert len(aims) == len(drawn.roadmap.steps)


@given(cases())
def test_other_open_controls_are_questions_and_not_steps(drawn: Case) -> None:
    open_controls = [
        item.control
        for item in drawn.situation.items
        if any(item.state.is_open(layer) for layer in item.control.layers)
    ]
    stepped = set(ids(drawn.roadmap.steps))
    assert list(drawn.roadmap.questions) == [each for each in open_controls if each.id not in stepped]


@given(cases())
def test_a_step_costs_its_effort_and_finding_out_is_small(drawn: Case) -> None:
    costs = {Effort.SMALL: 1, Effort.MEDIUM: 4, Effort.LARGE: 10}
    for step in drawn.roadmap.steps:
        assert step.half_days == (costs[step.control.effort] if step.aim is ActionKind.FIX else 1)


@given(cases())
def test_the_gain_of_a_step_is_what_doing_it_adds_to_the_headline(drawn: Case) -> None:
    for step in drawn.roadmap.steps:
        after = drawn.roadmap.what_if([step])
        assert after.overall.halves == drawn.situation.overall.halves + step.gain
        assert set(after.by_control[step.control.id].marks.values()) == {YES}


@given(cases())
def test_doing_all_steps_leaves_none(drawn: Case) -> None:
    after = drawn.after(*(answered(step.control.id, step.marks) for step in drawn.roadmap.steps))
    assert after.roadmap.steps == ()
    assert after.roadmap.questions == drawn.roadmap.questions


# --- their order -----------------------------------------------------------------------------------------------------


@given(cases())
def test_failed_tests_come_first_then_open_ones_then_what_gains_most_per_effort(drawn: Case) -> None:
    free = Case(
        library(
            *(
                each.model_copy(update={"control": tuple(c.model_copy(update={"after": ()}) for c in each.control)})
                for each in drawn.library.checklists
            )
        ),
        drawn.events,
    )
    ranked = [
        (
            expected_group(free, step),
            -loss(free.situation.by_control[step.control.id]) / step.half_days,
            list(free.library.controls).index(step.control.id),
        )
        for step in free.roadmap.steps
    ]
    assert ranked == sorted(ranked)


@given(cases())
def test_an_unmet_prerequisite_goes_before_what_waits_for_it(drawn: Case) -> None:
    order = ids(drawn.roadmap.steps)
    for step in drawn.roadmap.steps:
        for prerequisite in step.control.after:
            if prerequisite in order:
                assert order.index(prerequisite) < order.index(step.control.id)


@given(cases())
def test_prerequisites_move_steps_only_forward_to_their_dependants(drawn: Case) -> None:
    """A step stands earlier than its rank asks for only if something ranked before it waits for it."""
    order = drawn.roadmap.steps
    ranks = {step.control.id: drawn.roadmap._rank(step) for step in order}
    waits = {step.control.id: set(step.control.after) for step in order}
    for place, step in enumerate(order):
        overtaken = [later for later in order[place + 1 :] if ranks[later.control.id] < ranks[step.control.id]]
        if overtaken:
            dependants = {step.control.id}
            while grown := {each for each, needs in waits.items() if needs & dependants} - dependants:
                dependants |= grown
            assert min(ranks[each] for each in dependants) <= min(ranks[each.control.id] for each in overtaken)


def test_the_order_of_steps_by_hand() -> None:
    asked = library(
        control("small-gain"),
        control("large-gain", weight=5),
        control("dear", weight=5, effort=Effort.LARGE),
        control("same-as-small-gain"),
        control("open-gate", gate=Stage.DOCUMENT, weight=0),
        control("failed-gate", gate=Stage.FORMALITY, weight=0, after=("basis",)),
        control("failed-knockout", knockout=True, weight=3),
        control("half-known-knockout", knockout=True, weight=3, effort=Effort.LARGE),
        control("basis", effort=Effort.LARGE),
        control("question"),
    )
    marks = {each: all_of(asked.control(each), NO) for each in asked.controls}
    marks |= {"open-gate": {RULE: UNKNOWN}, "question": {}, "half-known-knockout": {RULE: NO}}
    of = case(asked, {each: layers for each, layers in marks.items() if layers})
    assert ids(of.roadmap.steps) == [
        "failed-knockout",
        "basis",
        "failed-gate",
        "half-known-knockout",
        "open-gate",
        "large-gain",
        "small-gain",
        "same-as-small-gain",
        "dear",
    ]
    assert [each.id for each in of.roadmap.questions] == ["question"]
    assert ids(of.roadmap.first_steps) == ids(of.roadmap.steps)[:6]


def test_a_prerequisite_that_is_done_or_does_not_apply_is_met() -> None:
    asked = library(
        control("done"),
        control("ruled-out", when=("has_test_env",), effort=Effort.LARGE),
        control("excused", effort=Effort.LARGE),
        control("waits", after=("done", "ruled-out", "excused")),
    )
    of = case(
        asked,
        {each: dict.fromkeys(Layer, YES if each == "done" else NO) for each in asked.controls},
        FactStated(fact="has_test_env", value=False),
        excused("excused"),
    )
    assert ids(of.roadmap.steps) == ["waits"]


def test_controls_that_wait_for_each_other_are_still_all_listed() -> None:
    asked = library(control("a", after=("b",)), control("b", after=("a",)))
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    assert sorted(ids(of.roadmap.steps)) == ["a", "b"]


@given(cases())
def test_the_first_six_are_the_head_of_the_steps_and_six_different_controls(drawn: Case) -> None:
    first = drawn.roadmap.first_steps
    assert first == drawn.roadmap.steps[:6]
    assert len(set(ids(first))) == len(first) == min(6, len(drawn.roadmap.steps))


# --- the short path --------------------------------------------------------------------------------------------------


@given(cases())
def test_the_short_path_suffices_and_no_step_of_it_can_be_left_out(drawn: Case) -> None:
    path = drawn.roadmap.short_path
    if path.reach in (Reach.REACHABLE, Reach.REACHED):
        assert suffices(drawn.roadmap, path.steps)
        for left_out in path.steps:
            fewer = tuple(step for step in path.steps if step is not left_out)
            assert not suffices(drawn.roadmap, fewer)
        assert path.reach is (Reach.REACHABLE if path.steps else Reach.REACHED)
        assert path.half_days == sum(step.half_days for step in path.steps)
    else:
        assert path.steps == ()


@given(cases())
def test_the_short_path_is_cut_from_the_shortest_prefix_that_suffices(drawn: Case) -> None:
    roadmap = drawn.roadmap
    path = roadmap.short_path
    if path.reach is Reach.REACHABLE:
        shortest = next(n for n in range(len(roadmap.steps) + 1) if suffices(roadmap, roadmap.steps[:n]))
        assert set(ids(path.steps)) <= set(ids(roadmap.steps[:shortest]))
        assert path.steps[-1] is roadmap.steps[shortest - 1]


def test_a_step_is_left_out_if_the_others_still_suffice_the_last_one_first() -> None:
    """After a, b and c 9 of 14 are reached; the target of 5.88 is reached without b, then no longer without a."""
    asked = library(
        control("a", weight=3),
        control("b", weight=2),
        control("c", weight=4, effort=Effort.MEDIUM),
        control("d", weight=5, effort=Effort.LARGE),
        target=42,
        floor=0,
    )
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    assert ids(of.roadmap.steps) == ["a", "b", "c", "d"]
    assert ids(of.roadmap.short_path.steps) == ["a", "c"]
    assert of.roadmap.short_path.half_days == 5


@given(cases())
def test_where_no_steps_lead_to_the_target_the_path_says_why(drawn: Case) -> None:
    path, roadmap = drawn.roadmap.short_path, drawn.roadmap
    hopeless = [
        each
        for each, result in drawn.readiness.gates.items()
        if result is Result.FAILED and not drawn.library.control(each).fixable
    ]
    if hopeless:
        assert (path.reach, list(path.reasons)) == (Reach.UNFIXABLE_GATE, hopeless)
    elif drawn.situation.overall.worst is None:
        assert path.reach is Reach.NOTHING_APPLIES
    elif not suffices(roadmap, roadmap.steps):
        assert path.reach is Reach.OPEN_QUESTIONS
        assert list(path.reasons) == [each.id for each in roadmap.questions] != []
    else:
        assert path.reach in (Reach.REACHABLE, Reach.REACHED)


@pytest.mark.parametrize(("fixable", "reach"), [(True, Reach.REACHABLE), (False, Reach.UNFIXABLE_GATE)])
def test_a_failed_gate_that_nobody_can_fix_makes_the_target_unreachable(fixable: bool, reach: Reach) -> None:  # noqa: FBT001 - a table
    gate = control("g", gate=Stage.FORMALITY, weight=0, fixable=fixable)
    of = case(library(gate, control("p")), {"g": dict.fromkeys(Layer, NO), "p": dict.fromkeys(Layer, YES)})
    assert of.roadmap.short_path.reach is reach
    assert of.roadmap.short_path.reasons == (() if fixable else ("g",))


def test_an_unfixable_gate_still_open_is_something_to_find_out() -> None:
    gate = control("g", gate=Stage.FORMALITY, weight=0, fixable=False, layers=(PRACTICE,))
    of = case(library(gate, control("p")), {"p": dict.fromkeys(Layer, YES)})
    assert of.roadmap.short_path.reach is Reach.REACHABLE
    assert [(step.control.id, step.aim) for step in of.roadmap.short_path.steps] == [("g", ActionKind.FIND_OUT)]


def test_the_cost_of_the_short_path_beside_the_optimum_is_printed_not_promised() -> None:
    hold_against_the_cheapest(cases(max_controls=7), "short path", examples=60)


@given(cases())
def test_what_if_on_the_roadmap_keeps_nothing(drawn: Case) -> None:
    before = drawn.situation.overall
    drawn.roadmap.what_if(drawn.roadmap.steps)
    again = Case(drawn.library, drawn.events)
    assert drawn.situation.items == again.situation.items
    assert drawn.situation.overall == before
    assert drawn.assessment == again.assessment
