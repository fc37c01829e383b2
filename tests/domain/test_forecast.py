from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Control, Layer, Stage
from pmark_check.domain.events import FactStated, Mark
from pmark_check.domain.forecast import StageForecast, finding_unit, forecast
from pmark_check.domain.library import HEADLINE
from tests.domain.examined import examined, reworked
from tests.domain.strategies import (
    NO,
    PARTIAL,
    PRACTICE,
    RECORD,
    RULE,
    UNKNOWN,
    YES,
    Case,
    Marks,
    all_of,
    answered,
    case,
    checklist,
    control,
    decided,
    excused,
    library,
)

LOOKED_AT = {Stage.FORMALITY: set(), Stage.DOCUMENT: {RULE}, Stage.ON_SITE: {PRACTICE, RECORD}}
Counts = dict[Stage, tuple[int, int]]


def foreseen(of: Case) -> dict[Stage, StageForecast]:
    return {stage.stage: stage for stage in forecast(of.situation, of.readiness)}


def counts(of: Case) -> Counts:
    return {stage: (found.least, found.most) for stage, found in foreseen(of).items()}


def clause(name: str, *numbers: str, **changes: object) -> Control:
    return control(name, refs=tuple(f"{HEADLINE}:{number}" for number in numbers), **changes)


def names(found: StageForecast) -> list[str]:
    return [unit.name for unit in found.units]


# --- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "document", "on_site"),
    [
        ({RULE: YES, PRACTICE: YES, RECORD: YES}, (0, 0), (0, 0)),
        ({RULE: NO, PRACTICE: YES, RECORD: YES}, (1, 1), (0, 0)),
        ({RULE: PARTIAL, PRACTICE: YES, RECORD: YES}, (1, 1), (0, 0)),
        ({RULE: YES, PRACTICE: NO, RECORD: YES}, (0, 0), (1, 1)),
        ({RULE: YES, PRACTICE: YES, RECORD: PARTIAL}, (0, 0), (1, 1)),
        ({RULE: UNKNOWN, PRACTICE: YES, RECORD: YES}, (0, 1), (0, 0)),
        ({RULE: YES, PRACTICE: YES}, (0, 0), (0, 1)),
        ({RULE: YES, PRACTICE: NO}, (0, 0), (1, 1)),  # one layer decides, the open one adds nothing
        ({}, (0, 1), (0, 1)),
    ],
)
def test_documents_are_examined_for_what_is_written_and_the_premises_for_what_is_done_and_shown(
    marks: dict[Layer, Mark], document: tuple[int, int], on_site: tuple[int, int]
) -> None:
    found = counts(case(library(clause("c", "J.2.1")), {"c": marks} if marks else {}))
    assert found == {Stage.FORMALITY: (0, 0), Stage.DOCUMENT: document, Stage.ON_SITE: on_site}


def test_an_assessor_writes_one_finding_about_a_clause_however_many_controls_fall_short() -> None:
    asked = library(clause("a", "J.2.1"), clause("b", "J.2.1"), clause("c", "J.2.1"), clause("d", "J.2.2"))
    document = foreseen(case(asked, {"a": {RULE: NO}, "b": {RULE: PARTIAL}}))[Stage.DOCUMENT]
    assert [(unit.name, unit.controls, unit.is_certain) for unit in document.units] == [
        ("J.2.1", ("a", "b"), True),
        ("J.2.2", ("d",), False),
    ]
    assert (document.least, document.most) == (1, 2)


def test_a_control_without_weight_a_gate_and_one_that_does_not_apply_are_no_findings() -> None:
    asked = library(
        clause("weightless", "J.1.1", weight=0),
        clause("gate", "J.1.2", gate=Stage.DOCUMENT, weight=0),
        clause("weighted-gate", "J.1.3", gate=Stage.DOCUMENT, weight=2),
        clause("ruled-out", "J.1.4", when=("has_test_env",)),
        clause("excused", "J.1.5"),
        clause("perhaps", "J.2.1", when=("sells_data",)),
    )
    marks: Marks = {each: dict.fromkeys(Layer, NO) for each in asked.controls}
    of = case(asked, marks, FactStated(fact="has_test_env", value=False), excused("excused"))
    assert names(foreseen(of)[Stage.DOCUMENT]) == names(foreseen(of)[Stage.ON_SITE]) == ["J.2.1"]


def test_a_gate_blocks_its_own_stage_and_no_other() -> None:
    asked = library(*(control(stage.value, gate=stage, weight=0, layers=(PRACTICE,)) for stage in Stage))
    for stage in Stage:
        marks: Marks = {each.value: {PRACTICE: NO if each is stage else YES} for each in Stage}
        blocked = {found.stage: found.blocked_by for found in foreseen(case(asked, marks)).values()}
        assert blocked == {each: ((stage.value,) if each is stage else ()) for each in Stage}
    silent = foreseen(case(asked))
    assert {stage: found.unanswered for stage, found in silent.items()} == {stage: (stage.value,) for stage in Stage}


def test_a_finding_counts_as_its_own_unit_else_as_its_sections_else_as_its_first_clause() -> None:
    asked = reworked(
        library(
            clause("own", "J.9.2", finding_unit="J.9.2 keys"),
            clause("sections", "J.9.2", section="during"),
            clause("own-before-sections", "J.9.2", section="during", finding_unit="J.9.2 keys"),
            clause("first-clause", "J.4.3", "J.4.2", section="after"),
            control("law-first", refs=("appi:23", f"{HEADLINE}:J.9.3"), section="after"),
            control("no-clause", refs=("appi:23",), section="after"),
        ),
        section=lambda section: {"finding_unit": "J.9.2 doors" if section == "during" else None},
    )
    assert {each.id: finding_unit(asked, each) for each in asked.controls.values()} == {
        "own": "J.9.2 keys",
        "sections": "J.9.2 doors",
        "own-before-sections": "J.9.2 keys",
        "first-clause": "J.4.3",
        "law-first": "J.9.3",
        "no-clause": "",
    }
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    assert names(foreseen(of)[Stage.DOCUMENT]) == ["J.9.2 keys", "J.9.2 doors", "J.4.3", "J.9.3"]


def test_an_included_control_counts_where_it_is_asked_and_one_that_is_only_beside_does_not() -> None:
    lessons = checklist(clause("shared", "J.9.1"), clause("beside", "J.9.3"), checklist_id="lessons")
    main = checklist(clause("own", "J.2.1"), include=("lessons.shared",))
    asked = library(main, lessons)
    of = case(asked, {each: dict.fromkeys(Layer, NO) for each in asked.controls})
    assert names(foreseen(of)[Stage.ON_SITE]) == ["J.2.1", "J.9.1"]


def test_without_the_privacy_mark_checklist_nothing_is_foreseen() -> None:
    own = library(checklist(clause("c", "J.2.1"), checklist_id="our-own"))
    assert foreseen(case(own, {"c": {RULE: NO}})) == {}


# --- laws ------------------------------------------------------------------------------------------------------------


def expected_units(of: Case, stage: Stage) -> tuple[set[str], set[str]]:
    """Return the units that are certain and those that are only possible, read off scoring.md."""
    certain, possible = set(), set()
    for each in of.library.members(of.library.headline):
        item = of.situation.by_control.get(each.id)
        unit = finding_unit(of.library, each)
        if item is None or not each.weight or each.gate or not unit:
            continue
        marks = [item.marks[layer] for layer in each.layers if layer in LOOKED_AT[stage]]
        if NO in marks or PARTIAL in marks:
            certain.add(unit)
        elif None in marks or UNKNOWN in marks:
            possible.add(unit)
    return certain, possible - certain


@given(examined())
def test_the_forecast_is_what_the_definition_says(drawn: Case) -> None:
    found = foreseen(drawn)
    assert list(found) == (list(Stage) if drawn.library.headline.id == HEADLINE else [])
    for stage, its in found.items():
        certain, possible = expected_units(drawn, stage)
        assert {unit.name for unit in its.units if unit.is_certain} == certain
        assert {unit.name for unit in its.units if not unit.is_certain} == possible
        assert (its.least, its.most) == (len(certain), len(certain) + len(possible))


@given(examined())
def test_units_are_distinct_hold_controls_and_never_a_gate(drawn: Case) -> None:
    for found in foreseen(drawn).values():
        assert len(set(names(found))) == len(found.units)
        assert found.least <= found.most
        held = [each for unit in found.units for each in unit.controls]
        assert len(set(held)) == len(held)
        assert all(unit.controls for unit in found.units)
        assert not set(held) & drawn.readiness.gates.keys()
        assert not set(held) & {each.id for each in drawn.situation.excused}


def open_cells(of: Case) -> Iterator[tuple[str, Layer]]:
    for item in of.situation.items:
        yield from ((item.control.id, cell.layer) for cell in item.cells if cell.is_open)


@given(examined(), st.data(), decided)
def test_marking_an_open_layer_narrows_every_range(drawn: Case, data: st.DataObject, mark: Mark) -> None:
    candidates = list(open_cells(drawn))
    if not candidates:
        return
    target, layer = data.draw(st.sampled_from(candidates))
    before, after = counts(drawn), counts(drawn.after(answered(target, {layer: mark})))
    for stage, (least, most) in before.items():
        assert least <= after[stage][0] <= after[stage][1] <= most


@given(examined(), st.data())
def test_a_yes_never_adds_a_finding(drawn: Case, data: st.DataObject) -> None:
    target = drawn.library.control(data.draw(st.sampled_from(list(drawn.library.controls))))
    layers = all_of(target, YES)
    if target.id in drawn.situation.by_control:  # an excused one comes back whole, whatever was said before
        layers = dict.fromkeys(data.draw(st.sets(st.sampled_from(target.layers), min_size=1)), YES)
    before, after = foreseen(drawn), foreseen(drawn.after(answered(target.id, layers)))
    for stage, found in after.items():
        assert set(names(found)) <= set(names(before[stage]))
        assert found.least <= before[stage].least
        assert set(found.blocked_by) <= set(before[stage].blocked_by)


@given(examined())
def test_everything_answered_leaves_one_number(drawn: Case) -> None:
    of = drawn.after(*(answered(target, {layer: NO}) for target, layer in open_cells(drawn)))
    assert all(least == most for least, most in counts(of).values())
