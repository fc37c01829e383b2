import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from pmark_check.domain.text import MAX_TEXT, Bilingual, Showable, folded, free_text, unshowable
from pmark_check.errors import BadInput

NAMES = ("山田太郎", "スズキ", "ＡＢＣ商事", "José", "Smith", "髙橋")


class Line(BaseModel):
    text: Showable


@given(st.text())
def test_the_character_named_as_unshowable_is_the_first_control_character_but_tab_and_line_end(text: str) -> None:
    controls = [c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n"]
    assert unshowable(text) == (controls[0] if controls else None)


def test_data_from_files_may_hold_tabs_and_line_ends_but_no_escape_sequence() -> None:
    assert Line(text="一\t二\n三").text == "一\t二\n三"
    with pytest.raises(ValidationError, match="pattern"):
        Line(text="\x1b[2J")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\t\n")))
def test_free_text_is_kept_as_typed_but_for_trailing_blanks(text: str) -> None:
    assert free_text(text, "note") == text.rstrip()
    assert free_text(free_text(text, "note"), "note") == free_text(text, "note")


@pytest.mark.parametrize("typed", ["一\n二", "一\r\n二", "一\r二", "一\n二\r\n 　\n"])
def test_every_kind_of_line_end_is_kept_as_one_kind(typed: str) -> None:
    assert free_text(typed, "note") == "一\n二"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\ud800"])
def test_free_text_refuses_a_control_character_by_its_code(character: str) -> None:
    with pytest.raises(BadInput) as refused:
        free_text(f"前{character}後", "note")
    assert refused.value.values == {"field": "note", "code": f"U+{ord(character):04X}"}


def test_free_text_may_be_exactly_as_long_as_the_limit() -> None:
    assert len(free_text("字" * MAX_TEXT + "　", "note")) == MAX_TEXT
    with pytest.raises(BadInput, match=r"text\.too-long"):
        free_text("字" * (MAX_TEXT + 1), "note")


@given(st.sampled_from(NAMES), st.lists(st.sampled_from([" ", "　", "\u00a0"]), max_size=3), st.integers(0, 5))
def test_names_that_differ_in_blanks_are_one_name(name: str, blanks: list[str], place: int) -> None:
    assert folded(name[:place] + "".join(blanks) + name[place:]) == folded(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ｽｽﾞｷ", "スズキ"), ("ＡＢＣ商事", "abc商事"), ("Jose\u0301", "José"), ("STRASSE", "straße")],
)
def test_names_that_differ_in_width_case_or_composition_are_one_name(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_different_people_keep_different_names() -> None:
    assert len({folded(name) for name in NAMES}) == len(NAMES)
    assert folded("高橋") != folded("髙橋")


def test_a_sentence_falls_back_to_the_language_it_has() -> None:
    both, japanese, english = Bilingual(ja="問", en="question"), Bilingual(ja="問"), Bilingual(en="question")
    assert (both.to("ja"), both.to("en")) == ("問", "question")
    assert (japanese.to("ja"), japanese.to("en")) == ("問", "問")
    assert (english.to("ja"), english.to("en")) == ("question", "question")


def test_a_sentence_lists_only_the_languages_it_has() -> None:
    assert list(Bilingual(ja="問", en="question")) == [("ja", "問"), ("en", "question")]
    assert list(Bilingual(en="question")) == [("en", "question")]


@pytest.mark.parametrize("nothing", [{}, {"ja": ""}, {"ja": "", "en": ""}])
def test_a_sentence_says_something_in_some_language(nothing: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="no text in any language"):
        Bilingual(**nothing)
