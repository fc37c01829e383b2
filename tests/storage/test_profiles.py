"""A firm's report profile: what it may say, and how it is told what is wrong with it."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.errors import Problems
from pmark_check.i18n.translation import Translator, explain, located
from pmark_check.storage.logo import MOST_KILOBYTES
from pmark_check.storage.profiles import LONGEST, BrandTable, read_profile, workspace_profile
from pmark_check.view.colours import INK_IN_THE_DARK
from pmark_check.view.profile import WITHOUT_A_WISH, Audience, Brand, Profile
from pmark_check.view.report_parts import CONTENTS, SECTIONS

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


class Folder:
    """A folder with a profile and what lies beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path / "社 名"
        self.path.mkdir()
        self.profile = self.path / "profile.toml"

    def __call__(self, text: str, language: Language = "ja", audience: Audience | None = None) -> Profile:
        self.profile.write_text(text, "utf-8")
        return read_profile(language, audience, self.profile)

    def logo(self, name: str, body: bytes) -> Brand:
        (self.path / name).write_bytes(body)
        return self(f"[brand]\nlogo = '{name}'\n").brand

    def refused(self, text: str, language: Language = "ja") -> list[str]:
        """What is said about ``text``, without the folder's name."""
        with pytest.raises(Problems) as error:
            self(text)
        t = Translator(language)
        assert explain(error.value, t).title == t("error.profile.invalid.title")
        assert all(explain(error.value, t))
        return [located(problem, t).removeprefix(f"{self.path}/") for problem in error.value.problems]


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


# --- shipped ---------------------------------------------------------------------------------------------------------


def test_the_officer_gets_everything_and_is_who_a_report_is_for_without_a_wish() -> None:
    assert read_profile("ja") == read_profile("ja", Audience.OFFICER) == WITHOUT_A_WISH.profile
    assert WITHOUT_A_WISH.profile.sections is None


def test_private_notes_are_in_the_consultants_report_alone() -> None:
    assert [a for a in Audience if read_profile("ja", a).is_private] == [Audience.CONSULTANT]


def test_the_president_gets_one_page_behind_page_one() -> None:
    assert read_profile("ja", Audience.PRESIDENT).sections == ("overview",)


# --- what a firm may say ---------------------------------------------------------------------------------------------


def test_an_empty_profile_changes_nothing(own: Folder) -> None:
    assert own("") == read_profile("ja")


def test_sections_are_for_the_base_and_the_brand_is_for_all(own: Folder) -> None:
    text = 'base = "president"\nsections = ["homework", "scores"]\n[brand]\nfirm = "甲"\n'
    assert own(text).audience is Audience.PRESIDENT
    assert own(text).sections == ("homework", "scores")
    officers = own(text, audience=Audience.OFFICER)
    assert (officers.audience, officers.sections, officers.brand.firm) == (Audience.OFFICER, None, "甲")


def test_no_section_at_all_leaves_page_one(own: Folder) -> None:
    assert own("sections = []").sections == ()


def test_a_firms_profile_cannot_open_the_private_notes(own: Folder) -> None:
    assert own('base = "consultant"').is_private
    assert not own('base = "consultant"', audience=Audience.OFFICER).is_private
    assert own.refused("private = true") == ["profile.toml:1:1: 知らない項目「private」です"]


@pytest.mark.parametrize(("language", "firm"), [("ja", "甲"), ("en", "A & Co.")])
def test_words_are_in_the_reports_language(own: Folder, language: Language, firm: str) -> None:
    text = '[brand]\nfirm = { ja = "甲", en = "A & Co." }\nconsultant = "乙\\n丙"\n'
    brand = own(text, language).brand
    assert (brand.firm, brand.consultant) == (firm, "乙 丙")
    assert own('[brand]\nmark = { ja = "秘" }\n', language).brand.mark == "秘"


def test_a_colour_is_lightened_for_dark_screens_unless_the_firm_says_which(own: Folder) -> None:
    brand = own('[brand]\naccent = "#7A1F4D"\nink = "#222222"\n').brand
    assert brand.accent
    assert brand.accent.light == "#7a1f4d"
    assert brand.accent.dark > brand.accent.light
    assert brand.ink == ("#222222", INK_IN_THE_DARK)
    both = own('[brand]\naccent = { light = "#7a1f4d", dark = "#ffb3d9" }\n').brand
    assert both.accent == ("#7a1f4d", "#ffb3d9")


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [("logo.png", PNG, "png"), ("logo.jpg", JPEG, "jpeg"), ("logo.svg", SVG, "svg+xml"), ("ロゴ.bin", PNG, "png")],
)
def test_a_logo_is_taken_in_by_what_it_is_not_by_its_name(own: Folder, name: str, body: bytes, kind: str) -> None:
    assert own.logo(name, body).logo == f"data:image/{kind};base64,{base64.b64encode(body).decode()}"


def test_a_logo_may_lie_in_a_folder_beside_the_profile(own: Folder) -> None:
    (own.path / "pictures").mkdir()
    assert own.logo("pictures/logo.png", PNG).logo


@pytest.mark.parametrize(
    "inside",
    [
        b'<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#a"/>',
        b'<image href="data:image/png;base64,AAAA"/>',
        b"<style>rect { fill: red }</style>",
        b"<!-- made with love, see http://example.jp -->",
    ],
)
def test_a_drawing_may_refer_to_itself(own: Folder, inside: bytes) -> None:
    assert own.logo("a.svg", SVG.replace(b"</svg>", inside + b"</svg>")).logo


def test_a_workspace_has_a_profile_where_the_file_is_there(own: Folder) -> None:
    assert workspace_profile(own.path) is None
    own("")
    assert workspace_profile(own.path) == own.profile


def test_the_examples_and_the_parts_of_the_documentation_are_true(own: Folder) -> None:
    text = (Path(__file__).parents[2] / "docs" / "report-profiles.md").read_text("utf-8")
    (own.path / "logo.png").write_bytes(PNG)
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert [own(example).sections for example in examples] == [("scores", "gaps", "homework")] * 2
    for part in (re.split(r"^# ", text, flags=re.MULTILINE))[1:]:
        named = re.findall(r"`([a-z-]+)`", part.partition("| `overview` |")[2])
        assert set(SECTIONS) - set(named) == {"overview"}
        assert all(f"`{key}`" in part for key in BrandTable.model_fields)
        assert all(str(limit) in part for limit in (*LONGEST.values(), MOST_KILOBYTES))


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_not_there_is_named(tmp_path: Path, language: Language) -> None:
    with pytest.raises(Problems) as error:
        read_profile("ja", None, tmp_path / "none.toml")
    t = Translator(language)
    assert "none.toml" in explain(error.value, t).message
    assert t("problem.missing-file") in located(error.value.problems[0], t)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sections = [", ":1:13: 値として読めません"),
        ("format = 2", ":1:10: format = 2 は、このプログラムより新しい"),
        ('bass = "officer"', ":1:1: 知らない項目「bass」です。「base」の書き間違いでは"),
        ('base = "boss"', ":1:8: 「boss」は使えません。使えるのは president, officer, consultant です"),
        ('[brand]\nlogos = "a.png"', ":2:1: 知らない項目「logos」です。「logo」の"),
        ('[brand]\nfirm = { jp = "甲" }', ":2:10: 知らない項目「jp」です"),
        ("[brand]\nfirm = 1", ":2:8: 「firm」は"),
        ('sections = ["scores", "knockout"]', "「knockouts」ではありませんか。使えるのは "),
        ('sections = ["scores", "zzz"]', ":1:23: 「zzz」という章はありません。使えるのは "),
        ('sections = ["scores", "scores"]', ":1:23: 「scores」が同じ一覧に二度あります"),
        ('[brand]\naccent = "red"', ":2:10: 「red」は色の形になっていません"),
        ('[brand]\naccent = { light = "#1d4e7e", dark = "#12" }', ":2:38: 「#12」は色の形に"),
        ('[brand]\nmark = "あいうえおかきくけこさしすせそたちつてとな"', ":2:8: 長すぎます。20 文字まで"),
        ('[brand]\nfirm = "甲\\u202e"', ":2:8: 目に見えない文字（U+202E）"),
        ('[brand]\nlogo = "none.png"', ":2:8: ロゴ none.png が "),
        ('[brand]\nlogo = "../logo.png"', ":2:8: ロゴ ../logo.png は、設定ファイルのフォルダーの外"),
        ('[brand]\nlogo = "/etc/hosts"', "フォルダーの外"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(own: Folder, text: str, said: str) -> None:
    (line,) = own.refused(text)
    assert said in line


def test_an_unknown_section_is_told_all_that_there_are(own: Folder) -> None:
    (line,) = own.refused('sections = ["zzz"]', "en")
    assert line == f"profile.toml:1:13: There is no part “zzz”. The parts are {', '.join(SECTIONS)}"
    assert set(CONTENTS) < set(SECTIONS)


def test_a_faint_colour_is_refused_with_its_contrast_and_the_nearest_that_will_do(own: Folder) -> None:
    (line,) = own.refused('[brand]\naccent = "#888888"\n', "en")
    assert "#888888" in line
    assert "contrast 2.91, 4.5 is needed" in line
    nearest = line.rpartition(" ")[2]
    assert own(f'[brand]\naccent = "{nearest}"\n').brand.accent


def test_a_colour_that_passes_on_paper_may_fail_on_a_dark_screen(own: Folder) -> None:
    (line,) = own.refused('[brand]\nink = { light = "#222222", dark = "#222222" }\n')
    assert "暗い画面の背景" in line
    assert line.startswith("profile.toml:2:35: ")


def test_everything_wrong_with_a_brand_is_said_at_once_in_its_order(own: Folder) -> None:
    long = "あ" * (LONGEST["contact"] + 1)
    lines = own.refused(f'[brand]\nink = "#ffffff"\nlogo = "none.png"\ncontact = "{long}"\naccent = "blue"\n')
    assert [line.partition(": ")[0] for line in lines] == [f"profile.toml:{n}" for n in ("2:7", "3:8", "4:11", "5:10")]


@pytest.mark.parametrize(
    "body",
    [b"", b"GIF89a", b"%PDF-1.7", PNG[:-20], JPEG[:-2], b"<html></html>", b"<svg></svg>", SVG[:-3], b"\xff\xfe<\0s\0"],
)
def test_what_is_no_picture_or_only_half_of_one_is_refused(own: Folder, body: bytes) -> None:
    (own.path / "logo.png").write_bytes(body)
    (line,) = own.refused('[brand]\nlogo = "logo.png"\n')
    assert "PNG、JPEG、SVG のどれでもないか、壊れています" in line


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<rect onload="alert(1)"/>',
        b'<image href="https://example.jp/a.png"/>',
        b'<image xmlns:x="http://www.w3.org/1999/xlink" x:href="a.png"/>',
        b'<a href="javascript:alert(1)"><rect/></a>',
        b'<rect fill="url(https://example.jp/a)"/>',
        b"<style>@import 'a.css'</style>",
        b"<style>rect { fill: url( 'http://example.jp/a' ) }</style>",
        b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>",
    ],
)
def test_a_drawing_that_does_or_loads_something_is_refused(own: Folder, inside: bytes) -> None:
    (own.path / "a.svg").write_bytes(SVG.replace(b"</svg>", inside + b"</svg>"))
    (line,) = own.refused('[brand]\nlogo = "a.svg"\n')
    assert "スクリプトか、外部のファイルへの参照" in line


def test_a_drawing_that_declares_entities_is_not_read(own: Folder) -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG
    (own.path / "a.svg").write_bytes(bomb)
    assert "壊れています" in own.refused('[brand]\nlogo = "a.svg"\n')[0]


def test_a_large_picture_is_refused(own: Folder) -> None:
    (own.path / "a.png").write_bytes(PNG.ljust(MOST_KILOBYTES * 1024 + 1, b"\0"))
    assert f"{MOST_KILOBYTES} KB を超えています" in own.refused('[brand]\nlogo = "a.png"\n')[0]


def test_a_link_does_not_lead_outside(own: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (own.path / "logo.png").symlink_to(tmp_path / "secret.png")
    assert "フォルダーの外" in own.refused('[brand]\nlogo = "logo.png"\n')[0]
