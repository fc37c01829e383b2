"""The catalogues say the same in both languages, completely, and are compiled."""

import io
import re
import string
import unicodedata
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo

from pmark_check.domain.checklist import Policy
from pmark_check.domain.language import Language
from pmark_check.domain.readiness import IncidentReadiness
from pmark_check.i18n.translation import LOCALE, Translator
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes
from tests.i18n.source import LANGUAGES, NATIVE, areas, catalogue, messages

SHARED = [area for area in areas("ja") if area != NATIVE]
SINGULAR = ".one"
"""What English says of one thing needs no number."""
ALL = [(language, area) for language in LANGUAGES for area in areas(language)]


def sentences(language: str, area: str) -> dict[str, str]:
    """Return msgid -> text; a plural counts by its first form."""
    found = messages(language, area)
    return {key: m.string if isinstance(m.string, str) else (m.string or ("",))[0] for key, m in found.items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_catalogues() -> None:
    assert areas("en") == SHARED


@pytest.mark.parametrize("area", SHARED)
def test_both_languages_have_the_same_keys_in_the_same_order(area: str) -> None:
    assert list(messages("ja", area)) == list(messages("en", area))


@pytest.mark.parametrize("area", SHARED)
def test_both_languages_name_the_same_values(area: str) -> None:
    japanese, english = sentences("ja", area), sentences("en", area)
    differ = {key for key in japanese if placeholders(japanese[key]) != placeholders(english[key])}
    assert {key for key in differ if not key.endswith(SINGULAR)} == set()


@pytest.mark.parametrize(("language", "area"), ALL)
def test_nothing_is_empty_fuzzy_obsolete_or_given_twice(language: str, area: str) -> None:
    found = catalogue(language, area)
    assert [m.id for m in found if m.id and (not m.string or m.fuzzy)] == []
    assert list(found.obsolete) == []
    text = (LOCALE / language / "LC_MESSAGES" / f"{area}.po").read_text("utf-8")
    given = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert sorted(given) == sorted(set(given))


@pytest.mark.parametrize(("language", "area"), ALL)
def test_the_compiled_catalogue_is_fresh(language: str, area: str) -> None:
    """But for the header, which holds the minute of its making."""
    fresh = io.BytesIO()
    write_mo(fresh, catalogue(language, area))
    fresh.seek(0)
    with (LOCALE / language / "LC_MESSAGES" / f"{area}.mo").open("rb") as kept:
        assert texts(read_mo(kept)) == texts(read_mo(fresh)), "run make messages"


def texts(compiled: Catalog) -> dict[object, object]:
    """Return msgid -> text of a compiled catalogue."""
    return {str(message.id): message.string for message in compiled if message.id}


@pytest.mark.parametrize("area", SHARED)
def test_every_entry_can_be_looked_up(area: str) -> None:
    """A key in the wrong catalogue would never be found."""
    for language in LANGUAGES:
        translator = Translator(language)  # type: ignore[arg-type]
        assert [key for key in messages(language, area) if not translator.has(key)] == []


def test_click_still_says_what_is_translated() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    assert [key for key in messages("ja", NATIVE) if f'"{key}"' not in source] == []


# --- how the sentences are written ------------------------------------------------------------------------------------

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ㐀-鿿々〆]")
QUOTED = re.compile(r"「[^」]*」")
ASCII_PUNCTUATION = re.compile(r"[぀-ヿ㐀-鿿々〆][,.;:!?()]")
HALF_WIDTH_KANA = re.compile(r"[｡-ﾟ]")


@pytest.mark.parametrize("area", areas("ja"))
def test_japanese_is_typeset_as_japanese(area: str) -> None:
    """No half-width kana; no ASCII punctuation right after kana or kanji but in what is quoted."""
    for key, text in sentences("ja", area).items():
        if key in TERMINAL:
            continue
        assert not HALF_WIDTH_KANA.search(text), key
        assert not ASCII_PUNCTUATION.search(QUOTED.sub("", text)), (key, text)
        assert unicodedata.is_normalized("NFC", text), key


TERMINAL = {"Usage:"}
"""click puts a half-width blank after it and aligns what follows."""


@pytest.mark.parametrize("area", areas("ja"))
def test_japanese_sentences_are_whole_and_polite(area: str) -> None:
    """A sentence with a full stop ends politely; none is in the plain style."""
    for key, text in sentences("ja", area).items():
        for sentence in re.findall(r"[^。]+(?=。)", text):
            assert not re.search(r"(?<!でし)(?<!まし)(である|だった|しろ|せよ|するな|のだ|[^い]だ)$", sentence), (
                key,
                text,
            )


ITS_OWN_NAME = {"tui.settings.language.ja"}
"""A language is offered under its own name, for those who cannot read the other one."""


@pytest.mark.parametrize("area", SHARED)
def test_english_is_english(area: str) -> None:
    for key, text in sentences("en", area).items():
        assert not JAPANESE.search(text) or key in ITS_OWN_NAME, (key, text)
        assert "..." not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_shouts_or_blames(language: str) -> None:
    banned = {"ja": ("！", "不正な", "無効な", "失敗しました"), "en": ("!", "invalid", "illegal", "failed to", "fatal")}
    for area in SHARED:
        for key, text in sentences(language, area).items():
            assert [word for word in banned[language] if word in text.lower()] == [], (key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_has_a_title_a_message_and_a_remedy(language: str) -> None:
    errors = [key for key in messages(language, "errors") if key.startswith("error.")]
    stems = {key.rpartition(".")[0] for key in errors}
    assert sorted(errors) == sorted(f"{stem}.{part}" for stem in stems for part in ("title", "message", "remedy"))
    texts = sentences(language, "errors")
    stop = "。" if language == "ja" else "."
    for stem in stems:
        assert not texts[f"{stem}.title"].endswith(stop), stem
        assert texts[f"{stem}.remedy"].endswith(stop), stem


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_name_a_verdict_as_the_scorecard_does(language: Language) -> None:
    """Lists of clients read no policy, so the words stand in the catalogue as well."""
    wording = {
        said.id: said.title.to(language) for said in read(Policy, "policy.toml", shipped_bytes("policy.toml")).wording
    }
    words = sentences(language, "view")
    for verdict in IncidentReadiness:
        assert words[f"verdict.{verdict}"] == wording[f"incident.{verdict}"]


def test_one_thing_is_counted_in_the_singular() -> None:
    t = Translator("en")
    shown = [t.count("report.questions", number) for number in (0, 1, 2)]
    assert shown == ["0 questions", "1 question", "2 questions"]
