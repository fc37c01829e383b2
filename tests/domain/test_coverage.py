from pmark_check.domain.coverage import clauses, documents, failures, leaf_clauses
from tests.domain.strategies import checklist, control, library

LESSONS = checklist(
    control("shared", refs=("pmark-2023:J.9.1",), documents=("D26",), lessons=("kept-too-long",)),
    control("beside", refs=("pmark-2023:J.9.3",), documents=("D27",), lessons=("reachable",)),
    checklist_id="lessons",
)
MAIN = checklist(
    control("first", refs=("pmark-2023:J.2.1", "appi:22"), documents=("D26", "R01")),
    control("second", refs=("appi:23", "pmark-2023:J.2.1", "pmark-2023:J.9.1")),
    include=("lessons.shared",),
)
BOTH = library(MAIN, LESSONS)


def ids(covered: object) -> dict[str, list[str]]:
    assert isinstance(covered, dict)
    return {name: [control.id for control in controls] for name, controls in covered.items()}


def test_a_clause_is_covered_by_every_control_that_cites_it_included_ones_among_them() -> None:
    assert ids(clauses(BOTH, MAIN, ["J.2.1", "J.9.1", "J.9.3"])) == {
        "J.2.1": ["first", "second"],
        "J.9.1": ["second", "shared"],
        "J.9.3": [],  # only the other checklist's own control cites it
    }


def test_documents_and_failures_are_covered_by_those_that_name_them() -> None:
    assert ids(documents(BOTH, MAIN, ["D26", "D27", "R01"])) == {
        "D26": ["first", "shared"],
        "D27": [],
        "R01": ["first"],
    }
    assert ids(failures(BOTH, MAIN, ["kept-too-long", "reachable"])) == {"kept-too-long": ["shared"], "reachable": []}
    assert ids(failures(BOTH, LESSONS, ["reachable"])) == {"reachable": ["beside"]}


def test_a_clause_of_another_scheme_with_the_same_number_covers_nothing() -> None:
    asked = checklist(control("c", refs=("iso27001-2022:J.2.1", "pmark-2023:J.2.10")))
    assert ids(clauses(library(asked), asked, ["J.2.1"])) == {"J.2.1": []}


def test_a_heading_is_no_clause_to_cover_but_a_clause_with_parts_is() -> None:
    numbers = ["J.1", "J.1.1", "J.2.3", "J.2.3.1", "J.2.3.2", "J.8.8", "J.8.8.1", "J.10", "J.10.1"]
    assert leaf_clauses(numbers) == ("J.1.1", "J.2.3.1", "J.2.3.2", "J.8.8", "J.8.8.1", "J.10.1")


def test_a_number_that_only_begins_like_another_is_no_heading() -> None:
    assert leaf_clauses(["J.9.1", "J.9.10"]) == ("J.9.1", "J.9.10")
