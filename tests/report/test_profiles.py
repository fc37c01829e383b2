"""The report for each audience, and in a firm's own look."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.i18n.translation import Translator
from pmark_check.report.templates import css_string
from pmark_check.storage.profiles import read_profile
from pmark_check.view.colours import Shades
from pmark_check.view.profile import Audience, Brand, Profile, ReportWishes
from pmark_check.view.report_overview import ROOM
from tests.report.clients import (
    CLIENTS,
    DAY,
    PRIVATE,
    all_no,
    before_examination,
    half_way,
    new_client,
    pmark_library,
    report_of,
    view_of,
)
from tests.report.page import Element, read
from tests.report.papers import homework_of, minutes_of, progress_of, questions_of

HOSTILE = "\"></style><script>alert('x')</script>{{ 7*7 }}"
LOGO = "data:image/png;base64,iVBORw0KGgo="
BRAND = Brand(
    logo=LOGO,
    accent=Shades("#7a1f4d", "#d98cb3"),
    ink=Shades("#222222", "#eeeeee"),
    firm="サンプル安全支援",
    consultant="高橋 一郎",
    contact="03-0000-0000",
    running="点検の結果",
    mark="取扱注意",
)


def wishes(audience: Audience, brand: Brand | None = None, language: Language = "ja") -> ReportWishes:
    return ReportWishes(replace(read_profile(language, audience), brand=brand or Brand()))


def policy(page: Element) -> list[str]:
    (found,) = (m for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
    return found.attributes["content"].split("; ")


def style(page: Element) -> str:
    return "".join(map(str, page.all("style")[0].children))


# --- audiences -------------------------------------------------------------------------------------------------------


def test_the_officers_report_is_the_one_without_a_wish() -> None:
    assert report_of(half_way(), wishes=wishes(Audience.OFFICER)) == report_of(half_way())


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_note_is_in_the_consultants_report_alone(audience: Audience, language: Language) -> None:
    noted, plain = half_way(), half_way()
    for control in list(noted.library.controls)[1:]:
        noted.write_note(control, PRIVATE, private=True)
    html = report_of(noted, language, wishes=wishes(audience, BRAND, language))
    if audience is Audience.CONSULTANT:
        assert html.count(PRIVATE) > 50
    else:
        assert html == report_of(plain, language, wishes=wishes(audience, BRAND, language))
        assert PRIVATE not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consultants_report_is_marked_on_screen_and_on_every_printed_page(language: Language) -> None:
    t = Translator(language)
    mark = t("report.private.mark", mark=t("report.confidential"))
    page = read(report_of(half_way(), language, wishes=wishes(Audience.CONSULTANT, language=language)))
    (banner,) = page.all("aside")
    assert banner.text == f"{mark} {t('report.private.only')}"
    assert f"@top-left {{ content: {css_string(mark)};" in style(page)
    assert f"body::before {{ content: {css_string(mark)}; position: fixed;" in style(page)


@pytest.mark.parametrize("audience", [Audience.PRESIDENT, Audience.OFFICER])
def test_no_other_report_carries_that_mark(audience: Audience) -> None:
    html = report_of(half_way(), wishes=wishes(audience))
    assert not read(html).all("aside")
    assert "body::before" not in html
    assert "コンサルタント用" not in html


def test_the_president_reads_page_one_and_one_page_more() -> None:
    page = read(report_of(before_examination(), wishes=wishes(Audience.PRESIDENT)))
    (part,) = (s for s in page.all("section") if "numbered" in s.attributes.get("class", "").split())
    assert part.attributes["aria-labelledby"] == "overview"
    for id_ in ("verdict", "score", "expected", "stops", "first"):
        assert page.section(id_).text
    assert not page.all("nav")
    assert "JIPDEC" in page.all("footer")[0].text


def test_the_overview_has_the_layers_the_chapters_the_months_and_the_knockouts() -> None:
    view = view_of(before_examination())
    overview = read(report_of(before_examination(), wishes=wishes(Audience.PRESIDENT))).section("overview")
    assert [row[1] for row in overview.table(Translator("ja")("report.scores.layers"))] == [
        layer.band.label for layer in view.layers
    ]
    assert [svg.attributes["class"] for svg in overview.all("svg") if "role" in svg.attributes] == ["radar", "timeline"]
    failing = [line for line in view.knockouts if line.result in ("failed", "open")]
    assert sorted(item.text for item in overview.all("li")) == sorted(f"{k.word} {k.line.question}" for k in failing)
    for kind in view.gap_counts:
        assert f"{kind.name} {kind.count}" in overview.text


def test_knockouts_beyond_the_room_are_counted() -> None:
    view, t = view_of(all_no()), Translator("ja")
    overview = read(report_of(all_no(), wishes=wishes(Audience.PRESIDENT))).section("overview")
    more = len(view.knockouts) - ROOM
    assert more > 0
    assert len(overview.all("li")) == ROOM
    assert t(f"report.overview.more.{'one' if more == 1 else 'many'}", count=more) in overview.text


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sections", [("overview",), (), ("gaps", "overview", "scores", "roadmap"), ("method",)])
def test_every_link_leads_somewhere_whatever_parts_there_are(
    name: str, language: Language, sections: tuple[str, ...]
) -> None:
    wish = ReportWishes(Profile(sections=sections))
    page = read(report_of(CLIENTS[name](), language, wishes=wish))
    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert {a.attributes["href"].removeprefix("#") for a in page.all("a")} <= set(ids)
    named = [e.attributes["aria-labelledby"] for e in page.all() if "aria-labelledby" in e.attributes]
    assert {part for each in named for part in each.split()} <= set(ids)


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    officers, presidents = (
        read(report_of(half_way(), wishes=wishes(a))) for a in (Audience.OFFICER, Audience.PRESIDENT)
    )
    assert officers.section("stops").all("a")
    assert not presidents.section("stops").all("a")
    lists = [page.section("stops").all("li") for page in (officers, presidents)]
    assert [item.text for item in lists[0]] == [item.text for item in lists[1]]


def test_parts_stand_in_the_order_of_the_profile() -> None:
    wish = ReportWishes(Profile(sections=("homework", "gaps", "forecast", "scores")))
    page = read(report_of(half_way(), wishes=wish))
    parts = [s for s in page.all("section") if "numbered" in s.attributes.get("class", "").split()]
    assert [part.attributes["aria-labelledby"] for part in parts] == ["homework", "gaps", "scores"]
    assert [a.attributes["href"] for a in page.section("on").all("a")] == ["#homework", "#gaps", "#scores"]


def test_a_client_who_said_nothing_has_an_overview_too() -> None:
    for session in (new_client(), new_client(asked_with=pmark_library())):
        overview = read(report_of(session, wishes=wishes(Audience.PRESIDENT))).section("overview")
        assert "未確認" in overview.text


# --- brand -----------------------------------------------------------------------------------------------------------


def test_a_brand_says_who_made_the_report() -> None:
    header = read(report_of(half_way(), wishes=wishes(Audience.OFFICER, BRAND))).all("header")[0]
    assert "作成：サンプル安全支援 担当：高橋 一郎 03-0000-0000" in header.text
    (logo,) = header.all("img")
    assert logo.attributes == {"src": LOGO, "alt": "サンプル安全支援"}
    assert "取扱注意" in header.text
    assert "社外秘" not in header.text


def test_the_margins_of_a_printed_page_carry_the_brand() -> None:
    sheet = style(read(report_of(half_way(), wishes=wishes(Audience.OFFICER, BRAND))))
    assert '@top-left { content: "取扱注意"' in sheet
    assert '点検の結果"; color' in sheet


def test_the_colours_are_for_light_and_for_dark() -> None:
    sheet = style(read(report_of(half_way(), wishes=wishes(Audience.OFFICER, BRAND))))
    light, _, dark = sheet.rpartition("prefers-color-scheme: dark")
    assert "--ink: #222222" in light
    assert "--ink: #eeeeee" in dark
    assert sheet.index("color: #7a1f4d") < sheet.index("color: #d98cb3")


@pytest.mark.parametrize("audience", Audience)
def test_the_policy_admits_pictures_only_where_there_is_a_logo(audience: Audience) -> None:
    plain = policy(read(report_of(half_way(), wishes=wishes(audience))))
    branded = policy(read(report_of(half_way(), wishes=wishes(audience, BRAND))))
    assert [part for part in branded if part not in plain and not part.startswith("style-src")] == ["img-src data:"]
    assert not [part for part in plain if part.startswith("img-src")]
    assert [part.partition(" ")[0] for part in plain] == ["default-src", "style-src", "base-uri", "form-action"]


@pytest.mark.parametrize("field", ["firm", "consultant", "contact", "running", "mark"])
@pytest.mark.parametrize("audience", Audience)
def test_no_word_of_a_brand_becomes_markup(field: str, audience: Audience) -> None:
    brand = replace(BRAND, **{field: HOSTILE})  # type: ignore[arg-type]
    html = report_of(half_way(), wishes=wishes(audience, brand))
    page = read(html)
    assert not page.all("script")
    assert "7*7" in html or "7\\2a 7" in html
    assert html.count("</style>") == 1


def test_without_a_brand_there_is_no_trace_of_one() -> None:
    page = read(report_of(half_way()))
    assert not page.all("img")
    assert ".brand" not in style(page)


# --- the other pages in the same look --------------------------------------------------------------------------------

PAGES = {"progress": progress_of, "questions": questions_of, "homework": homework_of, "minutes": minutes_of}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_that_is_handed_on_says_who_made_it_as_the_report_does(name: str) -> None:
    page = read(PAGES[name](half_way(), "ja", BRAND))
    assert "作成：サンプル安全支援 担当：高橋 一郎 03-0000-0000" in page.all("body")[0].text
    assert {img.attributes["src"] for img in page.all("img")} == {LOGO}
    assert "取扱注意" in page.all("body")[0].text
    assert "社外秘" not in page.text
    assert '@top-left { content: "取扱注意"' in style(page)
    assert "--ink: #222222" in style(page)
    assert "#7a1f4d" in style(page)
    assert "img-src data:" in policy(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_own_title_in_the_margin(name: str) -> None:
    assert '点検の結果"' not in PAGES[name](half_way(), "ja", BRAND)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_nobody_signs_has_no_trace_of_a_brand(name: str) -> None:
    page = read(PAGES[name](half_way(), "ja"))
    assert not page.all("img")
    assert ".brand" not in style(page)
    assert not [part for part in policy(page) if part.startswith("img-src")]


@pytest.mark.parametrize("name", ["questions", "homework", "minutes"])
def test_paper_to_write_on_is_never_dark(name: str) -> None:
    assert "prefers-color-scheme" not in PAGES[name](half_way(), "ja", BRAND)


@pytest.mark.parametrize("field", ["firm", "consultant", "contact", "mark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_brand_becomes_markup_anywhere(name: str, field: str) -> None:
    html = PAGES[name](half_way(), "ja", replace(BRAND, **{field: HOSTILE}))  # type: ignore[arg-type]
    assert not read(html).all("script")
    assert "7*7" in html
    assert html.count("</style>") == 1


# --- the same state, the same bytes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", Audience)
def test_the_same_state_and_wishes_give_the_same_bytes(audience: Audience) -> None:
    first, second = (report_of(half_way(), on=DAY, wishes=wishes(audience, BRAND)) for _ in range(2))
    assert first == second
    assert not re.search(r"xyz-\d", first)
