from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Layer, Stage
from pmark_check.domain.events import Answered, Confirmed, FactStated, Mark, MarkedNotApplicable
from pmark_check.domain.library import HEADLINE
from pmark_check.domain.organization import Applicability, applicability
from pmark_check.domain.readiness import ApplicationOutlook, IncidentReadiness, Readiness, Result, falls_short
from tests.domain.strategies import (
    NO,
    PARTIAL,
    PRACTICE,
    RECORD,
    RULE,
    UNKNOWN,
    YES,
    Case,
    all_of,
    answered,
    case,
    cases,
    checklist,
    control,
    excused,
    library,
)

CITED = (f"{HEADLINE}:J.9.1",)
knockout = control("k", knockout=True)
blocker = control("b", knockout=True, blocks_application=True, refs=CITED, layers=(PRACTICE,))
gate = control("g", gate=Stage.DOCUMENT, weight=0, layers=(RULE, RECORD))
plain = control("p", layers=(PRACTICE,))


def results(of: Case) -> tuple[Mapping[str, Result], Mapping[str, Result]]:
    return of.readiness.knockouts, of.readiness.gates


# --- one test --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "result"),
    [
        (YES, Result.PASSED),
        (PARTIAL, Result.FAILED),
        (NO, Result.FAILED),
        (UNKNOWN, Result.OPEN),
        (None, Result.OPEN),
    ],
)
def test_a_knockout_is_decided_by_its_practice_alone_unless_it_says_otherwise(
    mark: Mark | None, result: Result
) -> None:
    marks = {PRACTICE: mark} if mark else {}
    assert case(library(knockout), {"k": {RULE: NO, **marks}}).readiness.knockouts == {"k": result}
    elsewhere = control("k", knockout=True, knockout_layers=(RULE,))
    assert case(library(elsewhere), {"k": {PRACTICE: NO}}).readiness.knockouts == {"k": Result.OPEN}


@pytest.mark.parametrize(
    ("rule", "record", "result"),
    [
        (YES, YES, Result.PASSED),
        (YES, UNKNOWN, Result.OPEN),
        (UNKNOWN, NO, Result.FAILED),
        (PARTIAL, YES, Result.FAILED),
        (None, YES, Result.OPEN),
    ],
)
def test_a_gate_is_decided_by_all_its_layers_and_failing_outweighs_open(
    rule: Mark | None, record: Mark, result: Result
) -> None:
    marks = {RULE: rule, RECORD: record} if rule else {RECORD: record}
    assert case(library(gate), {"g": marks}).readiness.gates == {"g": result}


@given(cases())
def test_every_test_comes_out_as_the_definition_says(drawn: Case) -> None:
    knockouts, gates = {}, {}
    for each in drawn.library.controls.values():
        state = drawn.assessment.state(each.id)
        if applicability(each, drawn.assessment.facts) is Applicability.NO:
            continue
        decisive = (each.knockout_layers or (PRACTICE,)) if each.knockout else each.layers
        marks = [state.mark(layer) for layer in decisive]
        result = Result.PASSED
        if state.is_excused:
            result = Result.EXCUSED
        elif NO in marks or PARTIAL in marks:
            result = Result.FAILED
        elif None in marks or UNKNOWN in marks:
            result = Result.OPEN
        if each.knockout:
            knockouts[each.id] = result
        if each.gate:
            gates[each.id] = result
    assert results(drawn) == (knockouts, gates)
    together = {**knockouts, **gates}
    in_order = [each for each in drawn.library.controls if each in together]
    assert list(drawn.readiness.failed()) == [each for each in in_order if together[each] is Result.FAILED]
    assert list(drawn.readiness.unanswered()) == [each for each in in_order if together[each] is Result.OPEN]


def test_a_test_that_is_not_applicable_passes_and_is_listed() -> None:
    of = case(library(knockout, gate, plain), {"p": {PRACTICE: YES}}, excused("k"), excused("g"))
    assert results(of) == ({"k": Result.EXCUSED}, {"g": Result.EXCUSED})
    assert of.readiness.incident.verdict is IncidentReadiness.GUARDED
    assert of.readiness.incident.reasons == ("k",)
    assert of.readiness.application.verdict is ApplicationOutlook.READY
    assert of.assessment.state("k").not_applicable


def test_a_test_that_the_facts_rule_out_is_no_test() -> None:
    ruled_out = control("k", knockout=True, when=("has_test_env",))
    of = case(library(ruled_out), {"k": {PRACTICE: NO}})
    assert of.readiness.incident.verdict is IncidentReadiness.EXPOSED
    of = of.after(FactStated(fact="has_test_env", value=False))
    assert of.readiness.knockouts == {}
    assert of.readiness.incident.verdict is IncidentReadiness.NONE


# --- incident readiness ----------------------------------------------------------------------------------------------


@given(cases())
def test_incident_readiness_is_the_worst_of_the_knockouts(drawn: Case) -> None:
    knockouts = drawn.readiness.knockouts
    statement = drawn.readiness.incident
    if Result.FAILED in knockouts.values():
        expected, reason = IncidentReadiness.EXPOSED, Result.FAILED
    elif Result.OPEN in knockouts.values():
        expected, reason = IncidentReadiness.UNKNOWN, Result.OPEN
    elif knockouts:
        expected, reason = IncidentReadiness.GUARDED, Result.EXCUSED
    else:
        expected, reason = IncidentReadiness.NONE, Result.EXCUSED
    assert statement.verdict is expected
    assert list(statement.reasons) == [each for each, result in knockouts.items() if result is reason]


def test_a_full_score_does_not_hide_a_failed_knockout_of_no_weight() -> None:
    silent = control("k", knockout=True, weight=0)
    of = case(library(silent, plain), {"k": dict.fromkeys(Layer, NO), "p": {PRACTICE: YES}})
    assert of.situation.overall.worst == 1
    assert of.readiness.incident.verdict is IncidentReadiness.EXPOSED


def test_a_gate_says_nothing_about_incidents() -> None:
    of = case(library(gate, knockout), {"g": {RULE: NO}, "k": {PRACTICE: YES}})
    assert of.readiness.incident.verdict is IncidentReadiness.GUARDED


# --- application outlook ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "verdict", "reasons"),
    [
        ({"g": NO, "b": YES, "k": YES, "p": YES}, ApplicationOutlook.BLOCKED, ["g"]),
        ({"g": YES, "b": PARTIAL, "k": YES, "p": YES}, ApplicationOutlook.BLOCKED, ["b"]),
        ({"g": NO, "b": NO, "k": NO, "p": NO}, ApplicationOutlook.BLOCKED, ["g", "b"]),
        ({"g": UNKNOWN, "b": YES, "k": YES, "p": YES}, ApplicationOutlook.UNDECIDED, ["g"]),
        ({"g": YES, "b": UNKNOWN, "k": YES, "p": YES}, ApplicationOutlook.UNDECIDED, ["b"]),
        ({"g": UNKNOWN, "b": NO, "k": YES, "p": YES}, ApplicationOutlook.BLOCKED, ["b"]),
        ({"g": YES, "b": YES, "k": YES, "p": NO}, ApplicationOutlook.PREPARING, []),
        ({"g": YES, "b": YES, "k": NO, "p": YES}, ApplicationOutlook.PREPARING, []),
        ({"g": YES, "b": YES, "k": UNKNOWN, "p": YES}, ApplicationOutlook.PREPARING, []),
        ({"g": YES, "b": YES, "k": YES, "p": YES}, ApplicationOutlook.READY, []),
    ],
)
def test_the_application_outlook_by_hand(
    marks: dict[str, Mark], verdict: ApplicationOutlook, reasons: list[str]
) -> None:
    asked = library(knockout, blocker, gate, plain)
    of = case(asked, {each: all_of(asked.control(each), mark) for each, mark in marks.items()})
    assert of.readiness.application.verdict is verdict
    assert list(of.readiness.application.reasons) == reasons


def test_without_the_privacy_mark_checklist_there_is_no_outlook_never_a_yes() -> None:
    own = library(checklist(plain, gate, checklist_id="our-own"))
    for mark in Mark:
        of = case(own, {"p": {PRACTICE: mark}, "g": all_of(gate, mark)})
        assert of.readiness.application.verdict is ApplicationOutlook.NONE


def test_where_nothing_applies_the_outlook_is_undecided() -> None:
    of = case(library(plain), {}, excused("p"))
    assert of.readiness.application.verdict is ApplicationOutlook.UNDECIDED


def test_a_knockout_blocks_the_application_only_if_it_cites_a_clause() -> None:
    uncited = control("k", knockout=True, blocks_application=True, refs=("appi:22",), layers=(PRACTICE,), weight=0)
    cited = control("k", knockout=True, blocks_application=True, refs=CITED, layers=(PRACTICE,), weight=0)
    marks = {"k": {PRACTICE: NO}, "p": {PRACTICE: YES}}
    assert case(library(uncited, plain), marks).readiness.application.verdict is ApplicationOutlook.READY
    assert case(library(cited, plain), marks).readiness.application.verdict is ApplicationOutlook.BLOCKED


@pytest.mark.parametrize(
    ("target", "floor", "verdict"),
    [
        (50, 0, ApplicationOutlook.READY),
        (51, 0, ApplicationOutlook.PREPARING),
        (50, 1, ApplicationOutlook.PREPARING),
    ],
)
def test_the_target_and_every_floor_must_be_reached_and_reaching_exactly_is_enough(
    target: int, floor: int, verdict: ApplicationOutlook
) -> None:
    other = control("q", layers=(PRACTICE,), section="during")
    of = case(library(plain, other, target=target, floor=floor), {"p": {PRACTICE: YES}, "q": {PRACTICE: NO}})
    assert of.readiness.application.verdict is verdict


@given(cases())
def test_the_application_outlook_is_what_the_definition_says(drawn: Case) -> None:
    situation, policy = drawn.situation, drawn.library.policy
    tests = dict(drawn.readiness.gates)
    for each, result in drawn.readiness.knockouts.items():
        asked = drawn.library.control(each)
        if asked.blocks_application and CITED[0] in asked.refs:
            tests[each] = result
    worst = situation.overall.worst
    if drawn.library.headline.id != HEADLINE:
        expected = ApplicationOutlook.NONE
    elif Result.FAILED in tests.values():
        expected = ApplicationOutlook.BLOCKED
    elif Result.OPEN in tests.values() or worst is None:
        expected = ApplicationOutlook.UNDECIDED
    elif 100 * worst < policy.target or any(
        of.worst is not None and 100 * of.worst < policy.floor for of in situation.sections.values()
    ):
        expected = ApplicationOutlook.PREPARING
    else:
        expected = ApplicationOutlook.READY
    assert drawn.readiness.application.verdict is expected
    if expected is ApplicationOutlook.READY:
        assert not falls_short(situation)


# --- four eyes -------------------------------------------------------------------------------------------------------

confirmed = Confirmed(control="k", by="p2")
conditional = control("k", knockout=True, when=("has_test_env",), unless=("sells_data",))


def is_confirmed(of: Case) -> bool:
    return Readiness(of.situation).is_confirmed("k")


@pytest.mark.parametrize(
    "change",
    [
        answered("k", {PRACTICE: NO}),
        answered("k", {RULE: PARTIAL}),
        excused("k"),
        FactStated(fact="has_test_env", value=True),
        FactStated(fact="has_test_env", value=None),
        FactStated(fact="sells_data", value=False),
    ],
)
def test_any_later_change_of_mark_not_applicable_or_fact_voids_a_confirmation(
    change: Answered | MarkedNotApplicable | FactStated,
) -> None:
    of = case(library(conditional), {"k": {PRACTICE: YES}}, FactStated(fact="has_test_env", value=True))
    assert not is_confirmed(of)
    of = of.after(confirmed)
    assert is_confirmed(of)
    assert not is_confirmed(of.after(change))
    assert is_confirmed(of.after(change, confirmed))


def test_a_change_elsewhere_leaves_a_confirmation_alone() -> None:
    of = case(library(conditional, plain), {"k": {PRACTICE: YES}}).after(confirmed)
    of = of.after(answered("p", {PRACTICE: NO}), FactStated(fact="uses_cloud", value=True))
    assert is_confirmed(of)


@given(st.integers(0, 3))
def test_a_fact_changed_without_the_knowledge_of_who_confirmed_voids_it_in_whatever_order(delay: int) -> None:
    """``delay`` moves the confirmation behind the fact in the common order, which must not matter."""
    base = case(library(conditional, plain), {"k": {PRACTICE: YES}}, FactStated(fact="has_test_env", value=True))
    beside = base.after(FactStated(fact="has_test_env", value=False), FactStated(fact="has_test_env", value=True))
    noise = [answered("p", {PRACTICE: mark}) for mark in (YES, NO, YES)][:delay]
    confirming = base.after(*noise, confirmed)
    assert is_confirmed(confirming)
    merged = Case(base.library, (*beside.events, *confirming.events[len(base.events) :]))
    assert not is_confirmed(merged)
