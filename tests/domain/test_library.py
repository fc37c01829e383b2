import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Checklist, Control, Section, Shares
from pmark_check.domain.events import FactStated
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.domain.scoring import Situation
from pmark_check.errors import NotFound
from tests.domain.strategies import (
    NO,
    PRACTICE,
    RECORD,
    RULE,
    SAID,
    YES,
    Desk,
    case,
    checklist,
    control,
    library,
    policy,
    yes_no,
)


def laid_out(*controls: Control, checklist_id: str = HEADLINE, sections: object = (), **head: object) -> Checklist:
    """Return a checklist with sections of its own: (id, include) or (id, include, parent)."""
    assert isinstance(sections, tuple)
    made = tuple(
        Section(id=section, title=SAID, include=include, parent=next(iter(parent), None))
        for section, include, *parent in sections
    )
    return checklist(*controls, checklist_id=checklist_id, **head).model_copy(update={"section": made})


def sources_of(asked: list[Checklist], held: list[Checklist]) -> Library:
    return Library(tuple(asked), (yes_no("has_test_env"),), policy(), tuple(held))


LESSONS = laid_out(
    control("l.one", section="talk"),
    control("l.two", section="talk", shares=Shares(rule=1, practice=1, record=8)),
    control("l.three", section="walk", when=("has_guard",)),
    checklist_id="lessons",
    sections=(("talk", ()), ("walk", ())),
    layers=Shares(rule=1, practice=2, record=1),
).model_copy(update={"fact": (yes_no("has_guard"),)})
MAIN = laid_out(
    control("m.late", section="late"),
    control("m.early", section="early"),
    control("m.early-too", section="early"),
    sections=(("early", ("lessons.l.two",)), ("late", ()), ("borrowed", ("lessons.l.three",), "late")),
    include=("lessons.l.one",),
    layers=Shares(rule=5, practice=1, record=1),
)


# --- order and place -------------------------------------------------------------------------------------------------


def test_a_checklist_is_asked_section_by_section_its_own_controls_first_then_the_included_ones() -> None:
    asked = sources_of([MAIN], [LESSONS])
    assert asked.placed == {
        HEADLINE: {
            "m.early": "early",
            "m.early-too": "early",
            "l.two": "early",
            "m.late": "late",
            "l.three": "borrowed",
            "l.one": "talk",  # included by the head: asked last, under the section its own checklist gives it
        }
    }
    assert list(asked.controls) == list(asked.placed[HEADLINE])
    assert asked.position == {name: place for place, name in enumerate(asked.controls)}


def test_an_included_control_is_asked_where_it_is_included() -> None:
    asked = sources_of([MAIN], [LESSONS])
    assert [asked.section(name).id for name in asked.controls] == [
        "early",
        "early",
        "early",
        "late",
        "borrowed",
        "talk",
    ]
    assert asked.chapter(asked.section("l.three")).id == "late"
    assert asked.chapter(asked.section("l.two")).id == "early"


def test_a_control_of_two_checklists_is_asked_once_where_the_first_places_it() -> None:
    asked = sources_of([LESSONS, MAIN], [])
    assert list(asked.controls) == ["l.one", "l.two", "l.three", "m.early", "m.early-too", "m.late"]
    assert asked.section("l.two").id == "talk"
    turned = sources_of([MAIN, LESSONS], [])
    assert list(turned.controls) == ["m.early", "m.early-too", "l.two", "m.late", "l.three", "l.one"]
    assert turned.section("l.two").id == "early"
    assert len(asked.controls) == len(turned.controls) == 6


def test_a_checklist_that_only_borrows_gives_way_to_those_that_bring_their_questions() -> None:
    """A first meeting's selection is no order for the rest: what it borrows is asked where the rest places it."""
    taste = laid_out(
        checklist_id="taste", sections=(("first", ("lessons.l.three", f"{HEADLINE}.m.late")), ("more", ("other.o",)))
    )
    other = laid_out(control("o", section="elsewhere"), checklist_id="other", sections=(("elsewhere", ()),))
    own = laid_out(control("f", section="ours"), checklist_id="own", sections=(("ours", ()),))
    asked = sources_of([taste, own, LESSONS, MAIN], [other])
    assert list(asked.controls) == ["l.one", "l.two", "l.three", "m.early", "m.early-too", "m.late", "o", "f"]
    assert [asked.section(name).id for name in ("l.three", "m.late", "o")] == ["walk", "late", "more"]
    assert list(asked.placed["taste"]) == ["l.three", "m.late", "o"]
    assert [each.id for each in asked.checklists] == ["taste", "own", "lessons", HEADLINE]


def test_each_checklist_has_all_its_members_wherever_they_are_asked() -> None:
    asked = sources_of([LESSONS, MAIN], [])
    assert [each.id for each in asked.members(LESSONS)] == ["l.one", "l.two", "l.three"]
    assert [each.id for each in asked.members(MAIN)] == [
        "m.early",
        "m.early-too",
        "l.two",
        "m.late",
        "l.three",
        "l.one",
    ]


def test_what_a_held_checklist_asks_beyond_that_is_not_asked() -> None:
    """Its facts are asked only so far as a control that is asked depends on them."""
    asked = sources_of([laid_out(control("m"), sections=(("before", ("lessons.l.two",)),))], [LESSONS])
    assert list(asked.controls) == ["m", "l.two"]
    with pytest.raises(NotFound):
        asked.control("l.one")
    assert [fact.id for fact in asked.asked_facts] == []
    assert [fact.id for fact in sources_of([MAIN], [LESSONS]).asked_facts] == ["has_guard"]


def test_a_source_is_no_checklist_of_the_client() -> None:
    asked = sources_of([MAIN], [LESSONS])
    of = Situation(asked, case(asked).assessment)
    assert of.checklists.keys() == {HEADLINE}
    assert asked.headline is MAIN


def test_an_include_of_something_that_is_not_there_is_passed_over() -> None:
    """An own copy of a checklist may lack a control that a newer one includes; lint reports it."""
    asked = sources_of([laid_out(control("m"), sections=(("before", ("lessons.gone", "nowhere.m2")),))], [LESSONS])
    assert list(asked.controls) == ["m"]


def test_a_control_listed_twice_is_asked_once() -> None:
    twice = laid_out(
        control("m"),
        sections=(("before", ("lessons.l.one",)), ("after", ("lessons.l.one",))),
        include=("lessons.l.one",),
    )
    asked = sources_of([twice], [LESSONS])
    of = case(asked).situation
    assert list(asked.controls) == ["m", "l.one"]
    assert of.overall.total == of.checklists[HEADLINE].total == 2 * of.weights.scale


def test_a_checklist_may_only_borrow() -> None:
    quick = laid_out(checklist_id="quick", sections=(("all", ("lessons.l.two", f"{HEADLINE}.m.late")),))
    asked = sources_of([quick], [MAIN, LESSONS])
    assert list(asked.controls) == ["l.two", "m.late"]
    assert asked.headline is quick


# --- weight ----------------------------------------------------------------------------------------------------------


def test_a_control_weighs_as_the_checklist_that_brings_it_says_or_as_itself_says() -> None:
    asked = sources_of([MAIN], [LESSONS])
    assert asked.shares["m.late"] == Shares(rule=5, practice=1, record=1)
    assert asked.shares["l.one"] == Shares(rule=1, practice=2, record=1)
    assert asked.shares["l.two"] == Shares(rule=1, practice=1, record=8)


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_checklists_changes_no_score(turned: bool) -> None:  # noqa: FBT001 - a table
    given_checklists = [LESSONS, MAIN] if turned else [MAIN, LESSONS]
    asked = sources_of(given_checklists, [])
    marks = {"l.one": {RULE: YES}, "l.two": {RECORD: NO}, "m.late": {RULE: YES, PRACTICE: NO}}
    of = case(asked, marks).situation
    alone = case(sources_of([MAIN], [LESSONS]), marks).situation
    assert (of.overall.worst, of.overall.best) == (alone.overall.worst, alone.overall.best)
    assert {name: found.worst for name, found in of.chapters.items()} == {
        name: found.worst for name, found in alone.chapters.items()
    }


# --- several checklists in one client --------------------------------------------------------------------------------


def test_an_answer_given_under_one_checklist_stands_under_the_others() -> None:
    """A first meeting asks the quick one; the same client is then asked the whole."""
    quick = laid_out(checklist_id="quick", sections=(("all", ("lessons.l.one", f"{HEADLINE}.m.late")),))
    desk = Desk(sources_of([quick], [MAIN, LESSONS]))
    for name in ("l.one", "m.late"):
        desk.session.answer(name, YES)
    whole = desk.open(sources_of([quick, MAIN, LESSONS], []))
    assert list(whole.library.controls) == ["m.early", "m.early-too", "l.two", "m.late", "l.three", "l.one"]
    of = Situation(whole.library, whole.assessment)
    assert of.checklists["quick"].worst == 1
    assert {item.control.id for item in of.items if set(item.marks.values()) == {YES}} == {"l.one", "m.late"}
    whole.answer("l.one", NO)
    again = desk.open(sources_of([LESSONS], []))
    assert set(Situation(again.library, again.assessment).by_control["l.one"].marks.values()) == {NO}


def test_the_headline_is_the_privacy_mark_checklist_wherever_it_stands() -> None:
    own = laid_out(control("o"), checklist_id="own", sections=(("before", ()),))
    assert library(own, MAIN).headline is MAIN
    assert library(own, LESSONS).headline is own


def test_the_first_checklist_to_name_a_section_titles_it() -> None:
    other = MAIN.model_copy(update={"section": (MAIN.section[0].model_copy(update={"finding_unit": "other"}),)})
    assert sources_of([MAIN], [other, LESSONS]).sections["early"].finding_unit is None


@given(st.permutations(["l.one", "l.two", "l.three"]), st.data())
def test_whatever_is_included_where_every_control_is_asked_once_and_counts_once(
    order: list[str], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, 3))
    sections = (("early", tuple(f"lessons.{name}" for name in order[:cut])), ("late", ()))
    main = laid_out(
        control("m", section="late"), sections=sections, include=tuple(f"lessons.{name}" for name in order[cut:])
    )
    beside = data.draw(st.booleans())
    asked = sources_of([main, LESSONS] if beside else [main], [] if beside else [LESSONS])
    assert list(asked.placed[HEADLINE]) == [*order[:cut], "m", *order[cut:]]
    assert len(asked.controls) == 4
    of = case(asked, {}, FactStated(fact="has_guard", value=True)).situation
    assert sum((found.total for found in of.chapters.values()), 0) == of.overall.total
    assert of.overall.total == 4 * of.weights.scale
