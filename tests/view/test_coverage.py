"""What a checklist covers, as its author reads it."""

from __future__ import annotations

import pytest

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Provenance
from pmark_check.domain.citations import Document, Documents, Glossary, Reference, References, Scheme
from pmark_check.domain.incidents import Failure, Incidents
from pmark_check.domain.language import Language
from pmark_check.domain.text import Bilingual
from pmark_check.i18n.translation import Translator
from pmark_check.view.coverage import coverage_data, coverage_lines
from tests.domain.strategies import PRACTICE, RECORD, RULE, SAID, checklist, control, library


def background() -> Background:
    """Return a background of a heading with two clauses, another scheme, two documents and one failure."""
    known = Provenance.TWO_SOURCES
    failure = Failure(id="kept-too-long", incident="i", title=SAID, kind="procedural", basis="stated")
    return Background(
        Incidents(format=1, incident=(), failure=(failure,)),
        References(
            format=1,
            scheme=(Scheme(id="pmark-2023", title=SAID, edition="1"),),
            reference=(
                Reference(id="pmark-2023:J.4", title=Bilingual(ja="支援", en="Support"), provenance=known),
                Reference(id="pmark-2023:J.4.3", title=Bilingual(ja="認識", en="Awareness"), provenance=known),
                Reference(id="pmark-2023:J.4.4", provenance=known),
                Reference(id="appi:22", title=SAID, provenance=known),
            ),
        ),
        Glossary(format=1, term=()),
        Documents(
            format=1,
            document=tuple(
                Document(id=name, title=SAID, clauses=("pmark-2023:J.4.3",), provenance=known)
                for name in ("R01", "D10")
            ),
        ),
    )


ASKED = library(
    checklist(
        control("a", refs=("pmark-2023:J.4.3",), documents=("D10", "D02"), layers=(RECORD, RULE)),
        control("b", refs=("appi:22", "pmark-2023:J.4.3"), documents=("D10",), layers=(PRACTICE,)),
        control("uncited", lessons=("kept-too-long",)),
    )
)


def test_the_data_names_what_covers_each_and_what_nothing_covers() -> None:
    assert coverage_data(ASKED, background()) == {
        "checklist": "pmark-2023",
        "clauses": {"J.4.3": ["a", "b"], "J.4.4": []},
        "documents": {"R01": [], "D10": ["a", "b"]},
        "failures": {"kept-too-long": ["uncited"]},
        "uncovered": {"clauses": ["J.4.4"], "documents": ["R01"], "failures": []},
        "uncited": ["uncited"],
    }


@pytest.mark.parametrize(
    ("language", "title", "layers"), [("ja", "認識", "規程 実施 記録"), ("en", "Awareness", "rule practice record")]
)
def test_the_table_names_title_count_layers_in_order_and_documents(language: Language, title: str, layers: str) -> None:
    lines = list(coverage_lines(ASKED, background(), Translator(language)))
    rows = {cells[0].strip(): cells[1:] for line in lines if len(cells := line.split("\t")) > 1}
    assert rows.keys() == {"J.4.3", "J.4.4", "R01", "D10", "kept-too-long"}
    assert rows["J.4.3"][0::3] == [title, "D02 D10"]
    assert rows["J.4.3"][1] == "2"
    assert rows["J.4.3"][2].lower() == layers
    assert rows["J.4.4"] == ["", "0", "", ""]


def test_each_part_opens_with_how_much_of_it_is_covered() -> None:
    lines = list(coverage_lines(ASKED, background(), Translator("ja")))
    assert lines[0] == "条項：2のうち1に質問があります"
    assert "文書と記録：2のうち1に質問があります" in lines
    assert "事故の失敗：1のうち1に質問があります" in lines
    assert not any("coverage." in line for line in lines)


def test_borrowed_controls_cover_and_those_beside_do_not() -> None:
    lessons = checklist(
        control("lent", refs=("pmark-2023:J.4.4",)), control("kept", documents=("R01",)), checklist_id="lessons"
    )
    both = library(checklist(control("own", refs=("pmark-2023:J.4.3",)), include=("lessons.lent",)), lessons)
    data = coverage_data(both, background())
    assert data["clauses"] == {"J.4.3": ["own"], "J.4.4": ["lent"]}
    assert data["uncovered"]["documents"] == ["R01", "D10"]
    assert data["uncited"] == []
