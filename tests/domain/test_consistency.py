from collections.abc import Mapping

import pytest
from hypothesis import given

from pmark_check.domain.checklist import Consistency
from pmark_check.domain.consistency import contradictions
from pmark_check.domain.events import FactStated, Mark
from pmark_check.domain.library import Library
from tests.domain.strategies import (
    NO,
    PARTIAL,
    PRACTICE,
    RECORD,
    RULE,
    SAID,
    UNKNOWN,
    YES,
    Case,
    Chronicle,
    answered,
    case,
    cases,
    checklist,
    control,
    excused,
    library,
)

DELETED_IS_YES = {"control": "deleted", "layer": "practice", "marks": ["yes"]}
NO_RECORD = {"control": "deleted", "layer": "record", "marks": ["partial", "no"]}


def rule(rule_id: str, *premises: Mapping[str, object]) -> Consistency:
    said = SAID.model_dump()
    given_rule = {"id": rule_id, "if": list(premises), "message": said, "why": said, "resolve": said}
    return Consistency.model_validate(given_rule)


def ruled(*rules: Consistency, names: str = "deleted register") -> Library:
    """Return a checklist of plain controls with those rules."""
    asked = checklist(*(control(name) for name in names.split()))
    return library(asked.model_copy(update={"consistency": rules}))


def found(of: Case) -> list[str]:
    return [rule.id for rule in contradictions(of.situation)]


@pytest.mark.parametrize(
    ("practice", "record", "contradicts"),
    [
        (YES, NO, True),
        (YES, PARTIAL, True),
        (YES, YES, False),
        (PARTIAL, NO, False),  # not said to be done
        (NO, NO, False),
        (YES, UNKNOWN, False),  # not known is no contradiction
        (YES, None, False),
        (UNKNOWN, NO, False),
    ],
)
def test_answers_contradict_each_other_only_if_every_premise_holds(
    practice: Mark,
    record: Mark | None,
    contradicts: bool,  # noqa: FBT001 - a table
) -> None:
    marks = {PRACTICE: practice, **({RECORD: record} if record else {})}
    of = case(ruled(rule("r", DELETED_IS_YES, NO_RECORD)), {"deleted": marks})
    assert found(of) == (["r"] if contradicts else [])


def test_a_premise_about_one_layer_does_not_hold_on_another() -> None:
    """It is written that it is deleted, and there is no record; nobody said that it was done."""
    of = case(ruled(rule("r", DELETED_IS_YES, NO_RECORD)), {"deleted": {RULE: YES, PRACTICE: PARTIAL, RECORD: NO}})
    assert found(of) == []


@pytest.mark.parametrize("layer", [RULE, PRACTICE, RECORD])
def test_a_premise_without_a_layer_holds_on_any(layer: object) -> None:
    either = rule("r", {"control": "register", "marks": ["no"]}, DELETED_IS_YES)
    of = case(ruled(either), {"register": {layer: NO}, "deleted": {PRACTICE: YES}})  # type: ignore[dict-item]
    assert found(of) == ["r"]


@pytest.mark.parametrize(("stated", "contradicts"), [(True, True), (False, False), (None, False)])
def test_a_fact_must_be_stated_to_be_what_the_rule_says(stated: bool | None, contradicts: bool) -> None:  # noqa: FBT001
    of = case(
        ruled(rule("r", {"fact": "sells_data", "is": True}, DELETED_IS_YES)),
        {"deleted": {PRACTICE: YES}},
        *([] if stated is None else [FactStated(fact="sells_data", value=stated)]),
    )
    assert found(of) == (["r"] if contradicts else [])


def test_a_rule_may_ask_for_a_fact_to_be_false() -> None:
    asked = ruled(rule("r", {"fact": "sells_data", "is": False}, DELETED_IS_YES))
    of = case(asked, {"deleted": {PRACTICE: YES}})
    assert found(of) == []  # not stated is not false
    assert found(of.after(FactStated(fact="sells_data", value=False))) == ["r"]


def test_a_control_that_is_excused_ruled_out_or_not_asked_contradicts_nothing() -> None:
    of = case(ruled(rule("r", DELETED_IS_YES, NO_RECORD)), {"deleted": {PRACTICE: YES, RECORD: NO}})
    assert found(of) == ["r"]
    assert found(of.after(excused("deleted"))) == []
    elsewhere = rule("r", DELETED_IS_YES, {"control": "never-asked", "marks": ["no"]})
    assert found(case(ruled(elsewhere), {"deleted": {PRACTICE: YES}})) == []
    conditional = checklist(control("deleted", when=("has_test_env",)))
    ruled_out = library(conditional.model_copy(update={"consistency": (rule("r", DELETED_IS_YES, NO_RECORD),)}))
    off = of.with_library(ruled_out).after(FactStated(fact="has_test_env", value=False))
    assert found(off) == []
    assert found(off.after(FactStated(fact="has_test_env", value=True))) == ["r"]


def test_a_layer_on_which_two_people_differ_contradicts_nothing_until_it_is_settled() -> None:
    chronicle = Chronicle()
    chronicle.tell(answered("deleted", {RECORD: NO}))
    head = chronicle.events[-1:]
    sides = [chronicle.tell(answered("deleted", {PRACTICE: mark}), knowing=head) for mark in (NO, YES)]
    chronicle.tell(FactStated(fact="unrelated", value=None), knowing=sides)
    of = Case(ruled(rule("r", DELETED_IS_YES, NO_RECORD)), tuple(chronicle.events))
    assert found(of) == []
    assert found(of.after(answered("deleted", {PRACTICE: YES}))) == ["r"]


def test_rules_are_listed_in_the_order_of_the_checklists() -> None:
    first = checklist(control("deleted")).model_copy(
        update={"consistency": (rule("b", DELETED_IS_YES, NO_RECORD), rule("a", DELETED_IS_YES, NO_RECORD))}
    )
    second = checklist(control("other"), checklist_id="lessons").model_copy(
        update={"consistency": (rule("c", DELETED_IS_YES, NO_RECORD),)}
    )
    of = case(library(first, second), {"deleted": {PRACTICE: YES, RECORD: NO}})
    assert found(of) == ["b", "a", "c"]


@given(cases())
def test_contradictions_change_no_number(drawn: Case) -> None:
    main = drawn.library.headline
    everything = rule(
        "r", *({"control": c.id, "marks": ["yes", "partial", "no"]} for c in (*main.control, *main.control))
    )
    checklists = tuple(
        each.model_copy(update={"consistency": (everything,)}) if each is main else each
        for each in drawn.library.checklists
    )
    with_rule = drawn.with_library(Library(checklists, drawn.library.facts, drawn.library.policy))
    assert with_rule.situation.overall == drawn.situation.overall
    assert with_rule.readiness.application == drawn.readiness.application
    decided = [c.id for c in main.control if c.id in drawn.situation.by_control]
    said = {
        name: {m for m in drawn.situation.by_control[name].marks.values() if m in (YES, PARTIAL, NO)}
        for name in decided
    }
    assert bool(found(with_rule)) == (len(decided) == len(main.control) and all(said.values()))
