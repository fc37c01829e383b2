import pytest
from hypothesis import given

from pmark_check.domain.checklist import Control, Layer, Provenance
from pmark_check.domain.citations import Document
from pmark_check.domain.documents import Presence, Shelved, shelf
from pmark_check.domain.events import FactStated, Mark
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
    answered,
    case,
    cases,
    control,
    excused,
    library,
)


def document(document_id: str) -> Document:
    return Document(id=document_id, title=SAID, clauses=("pmark-2023:J.4.5.4",), provenance=Provenance.ONE_SOURCE)


RULES, LEDGER = document("R01"), document("D03")


def naming(name: str, *documents: str, **changes: object) -> Control:
    return control(name, documents=documents, **changes)


def on_the_shelf(of: Case, *documents: Document) -> dict[str, Presence]:
    return {found.document.id: found.presence for found in shelf(of.situation, documents)}


ANSWERS: list[tuple[list[Mark | None], Presence]] = [
    ([YES, YES], Presence.THERE),
    ([NO, NO], Presence.MISSING),
    ([YES, NO], Presence.PARTLY),
    ([PARTIAL, PARTIAL], Presence.PARTLY),
    ([UNKNOWN, UNKNOWN], Presence.UNKNOWN),
    ([None, None], Presence.UNKNOWN),
    ([YES, None], Presence.UNKNOWN),
    ([NO, UNKNOWN], Presence.PARTLY),
    ([PARTIAL, None], Presence.PARTLY),
]


@pytest.mark.parametrize(("marks", "presence"), ANSWERS)
@pytest.mark.parametrize(("of_which", "layer"), [(RULES, RULE), (LEDGER, RECORD)])
def test_a_rule_is_told_from_what_is_written_and_a_record_from_what_can_be_shown(
    marks: list[Mark | None], presence: Presence, of_which: Document, layer: Layer
) -> None:
    """The other layers say something else; here they say the opposite."""
    asked = library(naming("c0", of_which.id), naming("c1", of_which.id))
    opposite = NO if presence is Presence.THERE else YES
    said = {
        f"c{number}": {other: opposite for other in Layer if other is not layer} | ({layer: mark} if mark else {})
        for number, mark in enumerate(marks)
    }
    assert on_the_shelf(case(asked, said), of_which) == {of_which.id: presence}


def test_where_nobody_asks_for_that_layer_what_is_done_stands_for_it() -> None:
    asked = library(naming("c", "D03", "R01", layers=(PRACTICE,)))
    assert on_the_shelf(case(asked, {"c": {PRACTICE: YES}}), RULES, LEDGER) == dict.fromkeys(
        ("R01", "D03"), Presence.THERE
    )


def test_a_document_that_no_applicable_control_names_is_not_judged() -> None:
    asked = library(
        naming("excused", "D03"), naming("ruled-out", "D03", when=("has_test_env",)), naming("other", "D04")
    )
    of = case(
        asked,
        {each: dict.fromkeys(Layer, NO) for each in asked.controls},
        FactStated(fact="has_test_env", value=False),
        excused("excused"),
    )
    assert shelf(of.situation, [LEDGER]) == (Shelved(LEDGER, Presence.NOT_ASKED, ()),)


def test_the_controls_that_name_a_document_are_listed_in_their_order() -> None:
    asked = library(naming("b", "D03"), naming("other", "D04"), naming("a", "D03"))
    (found,) = shelf(case(asked).situation, [LEDGER])
    assert found.controls == ("b", "a")


def test_documents_keep_their_order() -> None:
    shelved = shelf(case(library(naming("c", "D03"))).situation, [LEDGER, RULES, document("D04")])
    assert [found.document.id for found in shelved] == ["D03", "R01", "D04"]


@given(cases())
def test_a_document_is_there_only_if_nothing_that_tells_of_it_is_missing_or_open(drawn: Case) -> None:
    asked = library(
        *(
            each.model_copy(
                update={"control": tuple(c.model_copy(update={"documents": ("D03",)}) for c in each.control)}
            )
            for each in drawn.library.checklists
        )
    )
    of = drawn.with_library(asked)
    presence = on_the_shelf(of, LEDGER)["D03"]
    told = [item.marks for item in of.situation.items if RECORD in item.marks] or [i.marks for i in of.situation.items]
    marks = [mark for each in told for layer, mark in each.items() if layer is RECORD or RECORD not in each]
    assert (presence is Presence.THERE) == (bool(marks) and set(marks) == {YES})
    assert (presence is Presence.MISSING) == (bool(marks) and set(marks) == {NO})
    assert (presence is Presence.NOT_ASKED) == (not marks)
    everything = of.after(*(answered(i.control.id, dict.fromkeys(i.control.layers, YES)) for i in of.situation.items))
    assert on_the_shelf(everything, LEDGER)["D03"] in (Presence.THERE, Presence.NOT_ASKED)
