from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Control, FactValue
from pmark_check.domain.organization import Applicability, applicability, conditions, deciding_facts
from tests.domain.strategies import FACTS, control, controls

facts = st.dictionaries(st.sampled_from(FACTS), st.booleans())
conditional = control("c", when=("has_test_env", "uses_cloud"), unless=("sells_data",))


def three_valued_and(values: list[bool | None]) -> bool | None:
    """Return the AND as truth tables have it: false < not stated < true, and AND is the least."""
    order: list[bool | None] = [False, None, True]
    return min(values, key=order.index, default=True)


@given(controls("c"), facts)
def test_a_control_applies_by_the_three_valued_and_of_its_conditions(each: Control, known: dict[str, bool]) -> None:
    values = [known.get(fact) for fact in each.when]
    values += [None if (stated := known.get(fact)) is None else not stated for fact in each.unless]
    expected = {True: Applicability.YES, None: Applicability.PERHAPS, False: Applicability.NO}
    assert applicability(each, known) is expected[three_valued_and(values)]


def test_a_control_without_conditions_applies_to_everyone() -> None:
    assert applicability(control("c"), {}) is Applicability.YES
    assert deciding_facts(control("c"), {}) == ()


def test_one_false_condition_outweighs_any_unstated_one() -> None:
    assert applicability(conditional, {}) is Applicability.PERHAPS
    assert applicability(conditional, {"sells_data": True}) is Applicability.NO
    assert (
        applicability(conditional, {"has_test_env": True, "uses_cloud": True, "sells_data": False}) is Applicability.YES
    )


def test_conditions_name_each_fact_with_the_value_it_must_have() -> None:
    assert list(conditions(conditional)) == [("has_test_env", True), ("uses_cloud", True), ("sells_data", False)]


def test_the_facts_that_speak_against_a_control_decide_before_those_not_stated() -> None:
    assert deciding_facts(conditional, {"uses_cloud": True}) == ("has_test_env", "sells_data")
    assert deciding_facts(conditional, {"uses_cloud": False}) == ("uses_cloud",)
    assert deciding_facts(conditional, {"sells_data": True, "uses_cloud": False}) == ("uses_cloud", "sells_data")


@given(controls("c"), st.dictionaries(st.sampled_from(FACTS), st.booleans() | st.integers(0, 2) | st.just("choice")))
def test_every_control_that_does_not_surely_apply_has_facts_that_decide_it(
    each: Control, known: Mapping[str, FactValue]
) -> None:
    deciding = deciding_facts(each, known)
    match applicability(each, known):
        case Applicability.YES:
            assert deciding == ()
        case Applicability.PERHAPS:
            assert deciding
            assert not set(deciding) & set(known)
        case Applicability.NO:
            assert deciding
            assert set(deciding) <= set(known)


@given(controls("c"), facts, st.sampled_from(FACTS), st.booleans())
def test_stating_one_more_fact_never_makes_a_lost_control_come_back(
    each: Control, known: dict[str, bool], fact: str, value: FactValue
) -> None:
    if fact not in known and applicability(each, known) is Applicability.NO:
        assert applicability(each, {**known, fact: value}) is Applicability.NO
