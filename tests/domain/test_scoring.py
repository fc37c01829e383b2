from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import LAYERS, Checklist, Control, Layer, Shares
from pmark_check.domain.events import FactStated, HowKnown, Mark
from pmark_check.domain.library import Library
from pmark_check.domain.organization import Applicability, applicability
from pmark_check.domain.readiness import ApplicationOutlook, IncidentReadiness
from pmark_check.domain.scoring import GapKind, Score, Situation, gap_kinds, loss, score
from tests.domain.strategies import (
    LAYER_SETS,
    NO,
    PARTIAL,
    PRACTICE,
    RECORD,
    RULE,
    SECTIONS,
    UNKNOWN,
    YES,
    Case,
    all_of,
    answered,
    case,
    cases,
    checklist,
    control,
    decided,
    excused,
    library,
)

Figure = Fraction | None
Figures = tuple[Figure, Figure, Figure, Figure]
"""Worst, best, coverage, confidence."""

RAISED = {NO: PARTIAL, PARTIAL: YES}
FROM_BAD_TO_GOOD = {
    verdict: place for verdicts in (IncidentReadiness, ApplicationOutlook) for place, verdict in enumerate(verdicts)
}


def figures(of: Score) -> Figures:
    return of.worst, of.best, of.coverage, of.confidence


def selections(situation: Situation) -> dict[object, Score]:
    """Return every score that a reader can meet, by what it is over."""
    return {
        "overall": situation.overall,
        **{("layer", layer): found for layer, found in situation.layers.items()},
        **{("section", section): found for section, found in situation.sections.items()},
        **{("checklist", each): found for each, found in situation.checklists.items()},
        "failure": situation.failure("kept-too-long"),
    }


def all_figures(situation: Situation) -> dict[object, Figures]:
    return {name: figures(found) for name, found in selections(situation).items()}


def with_controls(given_library: Library, changed: Callable[[Control], Iterable[Control]]) -> Library:
    """Return the library with other controls in the place of each, included ones among them."""

    def rewritten(each: Checklist) -> Checklist:
        head = each.checklist
        include = tuple(
            f"lessons.{new.id}"
            for included in head.include
            for new in changed(given_library.control(included.removeprefix("lessons.")))
        )
        return each.model_copy(
            update={
                "checklist": head.model_copy(update={"include": include}),
                "control": tuple(new for old in each.control for new in changed(old)),
            }
        )

    return replace(given_library, checklists=tuple(rewritten(each) for each in given_library.checklists))


def at_least(one: Figure, other: Figure) -> bool:
    """Return whether both are none or ``one`` is no lower than ``other``."""
    if one is None or other is None:
        return one is other
    return one >= other


# --- exactness -------------------------------------------------------------------------------------------------------


def naive_figures(of: Case, chosen: Iterable[Control], layers: Iterable[Layer] = LAYERS) -> Figures:
    """Return the figures as scoring.md writes them, in fractions all the way."""
    worst, best, total, answered_weight, yes, seen = (Fraction(0) for _ in range(6))
    for each in chosen:
        state = of.assessment.state(each.id)
        if applicability(each, of.assessment.facts) is Applicability.NO or state.is_excused:
            continue
        own = next(c for c in of.library.checklists if each in c.control)
        shares = each.shares or own.checklist.layers
        for layer in each.layers:
            if layer not in layers:
                continue
            share = Fraction(shares.of(layer), sum(shares.of(k) for k in each.layers))
            weight = each.weight * share
            total += weight
            if state.is_open(layer):
                best += weight
                continue
            value = {YES: Fraction(1), PARTIAL: Fraction(1, 2), NO: Fraction(0)}[state.answers[layer].mark]
            worst += weight * value
            best += weight * value
            answered_weight += weight
            if value == 1:
                yes += weight
                seen += weight if state.answers[layer].how is HowKnown.SEEN else 0
    if not total:
        return None, None, None, None
    return worst / total, best / total, answered_weight / total, seen / yes if yes else None


@given(cases())
def test_every_score_is_exactly_the_formula_over_its_selection(drawn: Case) -> None:
    situation = drawn.situation
    headline = list(drawn.library.members(drawn.library.headline))
    assert figures(situation.overall) == naive_figures(drawn, headline)
    for layer in Layer:
        assert figures(situation.layers[layer]) == naive_figures(drawn, headline, [layer])
    for section in SECTIONS:
        chapter = [each for each in headline if each.section == section]
        assert figures(situation.sections[section]) == naive_figures(drawn, chapter)
    for checklist_ in drawn.library.checklists:
        members = list(drawn.library.members(checklist_))
        assert figures(situation.checklists[checklist_.id]) == naive_figures(drawn, members)
    for failure in ("kept-too-long", "reachable", "never-heard-of"):
        answering = [each for each in drawn.library.controls.values() if failure in each.lessons]
        assert figures(situation.failure(failure)) == naive_figures(drawn, answering)


def test_a_score_by_hand() -> None:
    """Shares 3 : 4 : 3; weight 2 asked on all layers, weight 3 on the practice alone."""
    asked = library(control("a", weight=2), control("b", weight=3, layers=(PRACTICE,)))
    situation = case(asked, {"a": {RULE: YES, PRACTICE: PARTIAL}, "b": {PRACTICE: NO}}).situation
    assert situation.overall.worst == (Fraction(6, 10) + Fraction(8, 10) / 2) / 5
    assert situation.overall.best == (Fraction(6, 10) + Fraction(8, 10) / 2 + Fraction(6, 10)) / 5
    assert situation.overall.coverage == Fraction(44, 50)
    assert situation.layers[RULE].worst == 1
    assert situation.layers[PRACTICE].worst == Fraction(4, 38)
    assert situation.layers[RECORD].worst == 0
    assert situation.layers[RECORD].best == 1


def test_a_control_may_have_shares_of_its_own() -> None:
    asked = library(control("a", shares=Shares(rule=1, practice=1, record=2)))
    assert case(asked, {"a": {RECORD: YES}}).situation.overall.worst == Fraction(1, 2)
    assert case(library(control("a")), {"a": {RECORD: YES}}).situation.overall.worst == Fraction(3, 10)


def test_confidence_is_the_share_of_the_yes_that_was_seen() -> None:
    asked = library(control("a"), control("b", weight=3))
    yes = case(asked, {"a": dict.fromkeys(Layer, NO), "b": {RULE: NO}})
    assert yes.situation.overall.confidence is None
    heard = yes.after(answered("a", dict.fromkeys(Layer, YES)))
    assert heard.situation.overall.confidence == 0
    seen = heard.after(answered("b", dict.fromkeys(Layer, YES), how=HowKnown.SEEN))
    assert seen.situation.overall.confidence == Fraction(3, 4)


# --- laws ------------------------------------------------------------------------------------------------------------


@given(cases())
def test_the_worst_lies_between_nothing_and_the_best_and_the_best_within_everything(drawn: Case) -> None:
    for of in selections(drawn.situation).values():
        worst, best, coverage, confidence = figures(of)
        if worst is not None and best is not None and coverage is not None:
            assert 0 <= worst <= best <= 1
            assert 0 <= coverage <= 1
        assert confidence is None or 0 <= confidence <= 1


@given(cases())
def test_between_worst_and_best_lies_the_weight_still_open(drawn: Case) -> None:
    for of in selections(drawn.situation).values():
        if of.worst is not None and of.best is not None and of.coverage is not None:
            assert of.best - of.worst == Fraction(of.open, of.total) == 1 - of.coverage


@given(cases(max_controls=8))
def test_raising_a_mark_lowers_nothing(drawn: Case) -> None:
    before = all_figures(drawn.situation)
    verdicts = drawn.readiness.incident.verdict, drawn.readiness.application.verdict
    for item in drawn.situation.items:
        for cell in item.cells:
            if cell.mark is None or cell.mark not in RAISED:
                continue
            raised = drawn.after(answered(item.control.id, {cell.layer: RAISED[cell.mark]}))
            for name, (worst, best, coverage, _) in all_figures(raised.situation).items():
                assert at_least(worst, before[name][0])
                assert at_least(best, before[name][1])
                assert at_least(coverage, before[name][2])
            after = raised.readiness.incident.verdict, raised.readiness.application.verdict
            for verdict, earlier in zip(after, verdicts, strict=True):
                assert FROM_BAD_TO_GOOD[verdict] >= FROM_BAD_TO_GOOD[earlier]


@given(cases(max_controls=8), decided)
def test_marking_an_open_layer_never_lowers_the_worst_nor_raises_the_best(drawn: Case, mark: Mark) -> None:
    before = all_figures(drawn.situation)
    for item in drawn.situation.items:
        for cell in item.cells:
            if item.state.is_open(cell.layer):
                after = all_figures(drawn.after(answered(item.control.id, {cell.layer: mark})).situation)
                for name, (worst, best, coverage, _) in after.items():
                    assert at_least(worst, before[name][0])
                    assert at_least(before[name][1], best)
                    assert at_least(coverage, before[name][2])


@given(cases())
def test_one_control_that_is_not_applicable_moves_no_other(drawn: Case) -> None:
    before = drawn.situation
    for item in before.items:
        after = drawn.after(excused(item.control.id)).situation
        assert [i for i in before.items if i.control != item.control] == after.items
        assert [g for g in before.gaps if g.item.control != item.control] == list(after.gaps)
        assert item.control in after.excused


@given(cases(), st.randoms())
def test_the_order_of_controls_and_checklists_changes_no_figure(drawn: Case, random: Random) -> None:
    def shuffled(each: Checklist) -> Checklist:
        order = random.sample(each.control, len(each.control))
        return each.model_copy(update={"control": tuple(order)})

    first, *rest = (drawn.library.headline, *(c for c in drawn.library.checklists if c != drawn.library.headline))
    changed = replace(drawn.library, checklists=(shuffled(first), *map(shuffled, reversed(rest))))
    assert all_figures(drawn.with_library(changed).situation) == all_figures(drawn.situation)


@given(cases(), st.integers(2, 5))
def test_multiplying_all_weights_changes_nothing(drawn: Case, factor: int) -> None:
    def weighing(times: int) -> Situation:
        return drawn.with_library(
            with_controls(
                drawn.library, lambda c: [c.model_copy(update={"weight": min(c.weight, 5 // factor) * times})]
            )
        ).situation

    assert all_figures(weighing(factor)) == all_figures(weighing(1))


@given(st.lists(st.integers(0, 99), min_size=4, max_size=4), st.integers(1, 1000))
def test_a_score_depends_on_the_ratio_of_its_sums_alone(sums: list[int], factor: int) -> None:
    no, partial, unanswered, yes = sums
    plain = Score(sum(sums), partial + 2 * yes, unanswered, yes, yes // 2)
    scaled = Score(*(factor * each for each in (plain.total, plain.halves, plain.open, plain.yes, plain.seen)))
    assert figures(scaled) == figures(plain)
    assert no + partial + unanswered + yes == plain.total


@given(cases())
def test_splitting_a_control_into_two_halves_changes_nothing(drawn: Case) -> None:
    def even(of: Control, weight: int) -> Control:
        return of.model_copy(update={"weight": weight})

    whole = with_controls(drawn.library, lambda c: [even(c, c.weight // 2 * 2)])
    halves = with_controls(
        drawn.library, lambda c: [even(c, c.weight // 2), even(c, c.weight // 2).model_copy(update={"id": f"{c.id}-b"})]
    )
    states = drawn.assessment.controls
    twice = drawn.assessment._replace(controls={**states, **{f"{each}-b": state for each, state in states.items()}})
    assert all_figures(Situation(halves, twice)) == all_figures(Situation(whole, drawn.assessment))


@given(cases())
def test_controls_of_weight_zero_change_nothing(drawn: Case) -> None:
    without = with_controls(drawn.library, lambda c: [c] if c.weight else [])
    assert all_figures(drawn.with_library(without).situation) == all_figures(drawn.situation)


@given(st.integers(0, 5), decided)
def test_an_empty_selection_has_no_figure_at_all(weight: int, mark: Mark) -> None:
    nothing = (None, None, None, None)
    assert figures(score(())) == nothing
    only = control("a", weight=weight, layers=(PRACTICE,), when=("has_test_env",))
    inside = case(library(only), {"a": {PRACTICE: mark}})
    assert figures(inside.situation.layers[RULE]) == nothing
    assert figures(inside.situation.sections[SECTIONS[1]]) == nothing
    assert figures(inside.situation.failure("no-such-failure")) == nothing
    assert (inside.situation.overall.worst is None) is (weight == 0)
    assert figures(inside.after(excused("a")).situation.overall) == nothing
    assert figures(inside.after(FactStated(fact="has_test_env", value=False)).situation.overall) == nothing


# --- what applies ----------------------------------------------------------------------------------------------------


@given(cases())
def test_every_control_is_asked_excused_or_not_asked(drawn: Case) -> None:
    situation = drawn.situation
    asked = [item.control for item in situation.items]
    assert sorted((*asked, *situation.excused, *situation.not_asked), key=lambda c: c.id) == sorted(
        drawn.library.controls.values(), key=lambda c: c.id
    )
    assert set(situation.by_control) == {each.id for each in asked}


def test_a_control_that_perhaps_applies_counts_as_one_that_does() -> None:
    asked = library(control("a", when=("has_test_env",)), control("b"))
    unstated = case(asked, {"b": dict.fromkeys(Layer, YES)})
    stated = unstated.after(FactStated(fact="has_test_env", value=True))
    assert unstated.situation.by_control["a"].applies is Applicability.PERHAPS
    assert stated.situation.by_control["a"].applies is Applicability.YES
    assert all_figures(unstated.situation) == all_figures(stated.situation)


def test_an_answer_lies_dormant_while_its_fact_is_false_and_returns_with_it() -> None:
    asked = library(control("a", when=("has_test_env",)), control("b"))
    before = case(asked, {"a": dict.fromkeys(Layer, NO), "b": dict.fromkeys(Layer, YES)})
    dormant = before.after(FactStated(fact="has_test_env", value=False))
    assert dormant.situation.overall.worst == 1
    assert [each.id for each in dormant.situation.not_asked] == ["a"]
    back = dormant.after(FactStated(fact="has_test_env", value=None))
    assert all_figures(back.situation) == all_figures(before.situation)


def test_a_layer_in_conflict_counts_as_open() -> None:
    asked = library(control("a", layers=(RULE,)))
    base = case(asked, {}, FactStated(fact="has_test_env", value=True))
    sides = (base.after(answered("a", {RULE: YES})), base.after(answered("a", {RULE: NO})))
    merged = Case(asked, (*sides[0].events, *sides[1].events[1:]))
    assert merged.situation.overall.worst == 0
    assert merged.situation.overall.best == 1


def test_each_checklist_has_its_own_score_and_the_privacy_mark_one_is_the_headline() -> None:
    own = checklist(control("a"), checklist_id="our-own")
    mark = checklist(control("b"))
    situation = case(library(own, mark), {"a": dict.fromkeys(Layer, YES)}).situation
    assert situation.overall.worst == 0
    assert {each: found.worst for each, found in situation.checklists.items()} == {"our-own": 1, "pmark-2023": 0}
    assert case(library(own), {"a": dict.fromkeys(Layer, YES)}).situation.overall.worst == 1


def test_an_included_control_is_asked_once_and_counts_in_both_checklists() -> None:
    lessons = checklist(control("test-data.deleted"), checklist_id="lessons")
    mark = checklist(control("b"), include=("lessons.test-data.deleted",))
    situation = case(library(lessons, mark), {"test-data.deleted": dict.fromkeys(Layer, YES)}).situation
    assert len(situation.items) == 2
    assert {each: found.worst for each, found in situation.checklists.items()} == {
        "lessons": 1,
        "pmark-2023": Fraction(1, 2),
    }


# --- gaps ------------------------------------------------------------------------------------------------------------


def naive_gap_kinds(marks: Mapping[Layer, Mark | None]) -> list[GapKind]:
    """Return the kinds as scoring.md reads, sentence by sentence."""

    def said(layer: Layer, *wanted: Mark) -> bool:
        return layer in marks and marks[layer] in wanted

    holds = {
        GapKind.ABSENT: all(said(layer, NO) for layer in marks),
        GapKind.UNPRACTISED: said(RULE, YES) and said(PRACTICE, PARTIAL, NO),
        GapKind.UNWRITTEN: said(PRACTICE, YES) and said(RULE, PARTIAL, NO),
        GapKind.UNRECORDED: said(PRACTICE, YES) and said(RECORD, PARTIAL, NO),
    }
    named = {GapKind.UNPRACTISED: PRACTICE, GapKind.UNWRITTEN: RULE, GapKind.UNRECORDED: RECORD}
    others = [layer for layer in marks if layer not in {named[kind] for kind in named if holds[kind]}]
    holds[GapKind.WEAK] = not holds[GapKind.ABSENT] and any(said(layer, PARTIAL, NO) for layer in others)
    holds[GapKind.OPEN] = any(not said(layer, YES, PARTIAL, NO) for layer in marks)
    return [kind for kind in GapKind if holds[kind]]


@pytest.mark.parametrize("layers", LAYER_SETS, ids="+".join)
def test_the_kinds_of_a_gap_are_what_the_definition_says_for_every_combination_of_marks(
    layers: tuple[Layer, ...],
) -> None:
    for combination in product((*Mark, None), repeat=len(layers)):
        marks = dict(zip(layers, combination, strict=True))
        assert list(gap_kinds(marks)) == naive_gap_kinds(marks), marks


@pytest.mark.parametrize(
    ("marks", "kinds"),
    [
        ((YES, YES, YES), []),
        ((NO, NO, NO), [GapKind.ABSENT]),
        ((YES, NO, NO), [GapKind.UNPRACTISED, GapKind.WEAK]),
        ((YES, PARTIAL, YES), [GapKind.UNPRACTISED]),
        ((NO, YES, YES), [GapKind.UNWRITTEN]),
        ((NO, YES, PARTIAL), [GapKind.UNWRITTEN, GapKind.UNRECORDED]),
        ((PARTIAL, PARTIAL, PARTIAL), [GapKind.WEAK]),
        ((UNKNOWN, NO, None), [GapKind.WEAK, GapKind.OPEN]),
        ((YES, YES, None), [GapKind.OPEN]),
    ],
)
def test_the_kinds_of_a_gap_by_hand(marks: tuple[Mark | None, ...], kinds: list[GapKind]) -> None:
    assert list(gap_kinds(dict(zip(Layer, marks, strict=True)))) == kinds


@given(cases())
def test_a_control_is_a_gap_exactly_when_some_layer_is_not_a_yes(drawn: Case) -> None:
    short = [item for item in drawn.situation.items if any(mark is not YES for mark in item.marks.values())]
    assert [gap.item for gap in drawn.situation.gaps] == short
    assert all(gap.kinds for gap in drawn.situation.gaps)


@given(cases())
def test_the_losses_of_all_controls_add_up_to_what_the_headline_misses(drawn: Case) -> None:
    situation = drawn.situation
    missing = sum(loss(item) for item in situation.headline_items)
    assert missing == 2 * situation.overall.total - situation.overall.halves
    assert all(gap.loss == loss(gap.item) for gap in situation.gaps)


# --- what if ---------------------------------------------------------------------------------------------------------


@given(cases())
def test_what_if_keeps_nothing(drawn: Case) -> None:
    tried = {each.id: all_of(each, YES) for each in drawn.library.controls.values()}
    before = all_figures(drawn.situation)
    then = drawn.situation.what_if(tried)
    assert then.overall.worst in (None, 1)
    assert all_figures(drawn.situation) == before == all_figures(Case(drawn.library, drawn.events).situation)
    assert then.excused == []


@given(cases())
def test_what_if_is_what_answering_so_would_give(drawn: Case) -> None:
    tried = {item.control.id: all_of(item.control, PARTIAL) for item in drawn.situation.items[:3]}
    really = drawn.after(*(answered(each, marks) for each, marks in tried.items()))
    told = all_figures(really.situation)
    for name, (worst, best, coverage, _) in all_figures(drawn.situation.what_if(tried)).items():
        assert (worst, best, coverage) == told[name][:3]
