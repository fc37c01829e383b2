from __future__ import annotations

import base64
import hashlib
import re
from fractions import Fraction
from itertools import pairwise

import pytest

from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.i18n.translation import Translator
from pmark_check.report.templates import css_string
from pmark_check.view.report_parts import ReportParts
from pmark_check.view.unseen import unseen
from tests.report.clients import (
    CLIENTS,
    CONSULTANTS,
    DAY,
    PRIVATE,
    anchor,
    half_way,
    new_client,
    report_of,
    shipped_background,
    view_of,
)
from tests.report.page import HEADINGS, Element, read

EVERY = [(name, language) for name in CLIENTS for language in LANGUAGES]


def page_of(name: str, language: Language = "ja") -> Element:
    return read(report_of(CLIENTS[name](), language))


# --- the numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_numbers_are_those_of_the_view(name: str, language: Language) -> None:
    session, t = CLIENTS[name](), Translator(language)
    view, page = view_of(session, language), read(report_of(session, language))

    assert view.band.label in page.section("score").all("h2")[0].text
    if name != "empty":
        for figure in (view.asked, view.answered, view.coverage, view.confidence):
            assert str(figure) in page.section("score").text
    layers = page.table(t("report.scores.layers"))
    assert [cells[1] for cells in layers] == [layer.band.label for layer in view.layers]
    assert page.table(t("report.scores.kinds")) == [[kind.name, str(kind.count)] for kind in view.gap_counts]
    lines = view.chapters if name == "pmark" else view.sections
    assert page.table(t("report.scores.sections")) == [
        [
            line.number or ("–" if name == "pmark" else str(place)),
            line.title,
            line.band.label,
            f"{line.answered} / {line.asked}",
            str(line.gaps),
        ]
        for place, line in enumerate(lines, 1)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_steps_are_those_of_the_roadmap(language: Language) -> None:
    session, t = half_way(), Translator(language)
    shown = read(report_of(session, language)).table(t("report.first.caption"))
    steps = view_of(session, language).first_steps

    assert len(shown) == len(steps) == 6
    for cells, step in zip(shown, steps, strict=True):
        rank, what, effort, gain, owner, due = cells
        assert (rank, effort, gain) == (str(step.rank), step.effort, step.gain)
        assert what.endswith((" ".join(step.first_step.split()), " ".join(step.line.question.split())))
        assert (owner, due) == (step.owner or t("report.unset"), step.due or t("report.unset"))


def test_a_step_to_find_out_asks_the_question_and_a_step_to_fix_says_where_to_begin() -> None:
    parts = ReportParts(view_of(half_way()), shipped_background(), on=DAY)
    assert {first.is_find_out for first in parts.first_steps} == {True, False}
    for first in parts.first_steps:
        assert first.begin == (first.step.line.question if first.is_find_out else first.step.first_step)


@pytest.mark.parametrize("name", ["half-way", "all-yes"])
def test_the_bars_are_as_long_as_the_bands(name: str) -> None:
    view = view_of(CLIENTS[name]())
    bars = [svg.all("rect") for svg in page_of(name).all("svg") if svg.attributes.get("class") == "bar"]
    bands = [view.band, *(layer.band for layer in view.layers), *(section.band for section in view.sections)]
    assert len(bars) == len(bands)
    for (_, possible, sure), band in zip(bars, bands, strict=True):
        low, high = band.low or 0, band.high or 0
        assert sure.attributes["width"] == possible.attributes["x"] == f"{low * 100:.2f}%"
        assert possible.attributes["width"] == f"{(high - low) * 100:.2f}%"


def test_every_stop_says_what_is_wrong_and_which_accident_it_could_repeat() -> None:
    view, stops = view_of(half_way()), page_of("half-way").section("stops")
    failed, unanswered = view.readiness.failed(), view.readiness.unanswered()
    items = stops.all("li")
    linked = [f"#{anchor(view.session, control)}" for control in (*failed, *unanswered)]
    assert [item.all("a")[0].attributes["href"] for item in items] == linked
    assert len(failed) == 3
    for control, item in zip(failed, items, strict=False):
        assert str(view.session.library.controls[control].finding.ja) in item.text
        assert "J-Coin Pay ―" in item.text or "M2J ―" in item.text
    for control, item in zip(unanswered, items[len(failed) :], strict=True):
        assert str(view.session.library.controls[control].question.ja) in item.text


def test_the_appendix_can_be_checked_by_hand() -> None:
    view = view_of(half_way())
    method = ReportParts(view, shipped_background(), on=DAY).method
    terms = {term.id: term for term in method.terms}

    assert sum(Fraction(term.weight) for term in method.terms) == pytest.approx(Fraction(method.total.weight), abs=0.02)
    assert sum(Fraction(term.worst) for term in method.terms) == pytest.approx(Fraction(method.total.worst), abs=0.02)
    assert Fraction(terms["partial"].worst) * 2 == pytest.approx(Fraction(terms["partial"].weight), abs=0.02)
    assert (method.worst.shown, method.best.shown) == (view.band.worst, view.band.best)
    assert (method.coverage.shown, method.confidence.shown) == (view.coverage, view.confidence)
    for quotient in (method.worst, method.best, method.coverage, method.confidence):
        made = Fraction(quotient.above) / Fraction(quotient.below) * 100
        assert made == pytest.approx(Fraction(quotient.exact.rstrip("%")), abs=0.02)
    assert sum(line.total for line in method.weights) == Fraction(method.total.weight)
    assert sum(line.controls for line in method.weights) == len(view.situation.headline_items)


def test_the_appendix_shows_what_it_computes() -> None:
    t, method = Translator("ja"), ReportParts(view_of(half_way()), shipped_background(), on=DAY).method
    page = page_of("half-way")
    shown = page.table(t("report.method.score-caption"))
    assert [cells[1:] for cells in shown] == [[x.value, x.weight, x.worst, x.best] for x in method.terms]
    made = page.table(t("report.method.shares-caption"))[0]
    assert made[1:] == [f"{method.worst.above} ÷ {method.worst.below} = {method.worst.exact}", method.worst.shown]
    assert page.table(t("report.method.effort-caption")) == [[e.name, str(e.half_days)] for e in method.efforts]
    assert method.target in page.section("method").text
    assert method.floor in page.section("method").text


# --- what is listed ------------------------------------------------------------------------------------------------


def test_every_gap_is_listed_once_and_with_all_that_was_said() -> None:
    view, page = view_of(half_way()), page_of("half-way")
    gaps = page.section("gaps")
    for gap in view.gaps:
        row = gaps.with_id(anchor(view.session, gap.card.line.id)).text
        assert gap.card.question in row
        if any(layer.mark for layer in gap.card.layers):
            answers = {layer.answer for layer in gap.card.layers}
            for answer in answers:
                names = "・".join(layer.name for layer in gap.card.layers if layer.answer == answer)
                assert f"{names} {answer}" in row if len(answers) > 1 else answer in row
            assert all(word in row for word in gap.words)
            assert gap.loss in row
        for found in gap.card.evidence:
            assert {found.where, found.as_of} <= set(row.replace("現在", "").split())
        assert " ".join(gap.card.note.split()) in row
        for action in gap.card.actions:
            assert " ".join(action.text.split()) in row
            assert action.owner in row
            assert action.due in row


def test_what_is_in_place_is_not_among_the_gaps() -> None:
    view, page = view_of(half_way()), page_of("half-way")
    held = {e.attributes["id"] for e in page.section("in-place").all("li")}
    short = {anchor(view.session, gap.card.line.id) for gap in view.gaps}
    assert held
    assert not held & short
    assert len(held) + len(short) == len(view.situation.items)


def test_homework_is_listed_by_person_soonest_first() -> None:
    t, page = Translator("ja"), page_of("half-way")
    systems = page.table(t("report.homework.caption", person="鈴木 恵（情シス）"))
    assert [row[0] for row in systems] == ["2026-12-05", "2026-12-10", "2026-12-20"]
    assert page.table(t("report.homework.caption", person="佐藤 次郎"))[-1][0] == t("report.no-date")
    assert len(page.table(t("report.homework.caption-nobody"))) == 1


def test_what_nobody_has_seen_is_counted_and_what_decides_named() -> None:
    found, section = unseen(view_of(half_way())), page_of("half-way").section("homework")
    told = Translator("ja")("report.unseen.intro.many", count=len(found.lines))
    assert told in section.text
    named = {link.attributes["href"] for link in section.all("ul")[-1].all("a")}
    assert named == {f"#{anchor(half_way(), line.id)}" for line in found.tests} != set()
    assert Translator("ja")("report.unseen.title") not in page_of("all-yes").section("homework").text


def test_what_was_not_asked_says_why() -> None:
    view, section = view_of(half_way()), page_of("half-way").section("not-asked").text
    (ruled_out,) = {line.reason for line in view.not_asked}
    assert ruled_out in section
    assert all(line.line.question in section for line in view.not_asked)
    assert "親会社が一括して行うため ・ 佐藤 次郎" in section
    perhaps = [fact for fact in view.facts if fact.perhaps]
    assert perhaps
    assert all(fact.question in section for fact in perhaps)


def test_each_link_of_an_accident_is_held_against_the_firms_own_answers() -> None:
    view = view_of(half_way())
    parts = ReportParts(view, shipped_background(), on=DAY, wishes=CONSULTANTS)
    page = read(report_of(half_way(), wishes=CONSULTANTS))
    items = view.situation.by_control.values()
    assert len(parts.accidents) == 2
    seen = set()
    for accident, incident in zip(parts.accidents, shipped_background().incidents.incident, strict=True):
        article = page.section(f"a-{accident.id}")
        assert accident.summary in article.text
        rows = _children(_children(article, "ol")[0], "li")
        for link, failure, row in zip(accident.chain, incident.failures, rows, strict=True):
            against = [item for item in items if failure in item.control.lessons]
            failing = {i.control.id for i in against if Mark.NO in i.marks.values() and len(set(i.marks.values())) == 1}
            assert link.title in row.text
            assert Translator("ja")(f"report.chain.{link.status}") in row.text
            assert not failing or link.status == "failed"
            if link.status == "held":
                assert {mark for item in against for mark in item.marks.values()} == {Mark.YES}
            seen.add(link.status)
        labels = {found.label for found in accident.sources}
        cited = {cite.partition(" ")[0] for link in accident.chain for cite in link.sources}
        cited |= {cite.partition(" ")[0] for _, facts in accident.facts for told in facts for cite in told.sources}
        assert cited <= labels
        assert "元記事" in article.text
        assert "ほかの公開情報で確認" in article.text
    assert "failed" in seen


@pytest.mark.parametrize("part", ["facts", "disagreements"])
def test_what_is_known_of_an_accident_beyond_its_course_is_told_too(part: str) -> None:
    told = page_of("half-way").section("accidents")
    assert [h.text for h in told.all("h4")].count(Translator("ja")(f"report.accidents.{part}")) == 2


def _children(element: Element, tag: str) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element) and child.tag == tag]


def test_a_client_who_said_nothing_gets_sentences_and_no_empty_table() -> None:
    t, page = Translator("ja"), page_of("empty")
    assert t("report.score.no-answers", asked=87) in page.section("score").text
    assert t("report.gaps.no-answers") in page.section("gaps").text
    assert t("report.in-place.no-answers") in page.section("in-place").text
    assert t("report.homework.none") in page.section("homework").text
    assert t("report.accident.open") in page.section("accidents").text
    assert len(page.section("gaps").all("li")) == 87


def test_a_client_who_does_everything_is_told_so() -> None:
    t, page = Translator("ja"), page_of("all-yes")
    assert t("report.stops.none") in page.section("stops").text
    assert t("report.first.all-done") in page.section("first").text
    assert t("report.gaps.none") in page.section("gaps").text
    assert t("report.not-asked.none") in page.section("not-asked").text
    assert t("report.accident.held") in page.section("accidents").text


def test_the_words_explained_are_those_that_occur() -> None:
    glossary = page_of("half-way").section("glossary")
    terms = {dt.text for dt in glossary.all("dt")}
    assert "ダミーデータ" in terms
    assert "IPアドレス" not in terms


def test_the_words_of_verdicts_and_of_questions_nobody_has_touched_are_explained_too() -> None:
    terms = {dt.text for dt in page_of("empty").section("glossary").all("dt")}
    assert {"プライバシーマーク（Pマーク）", "多要素認証"} <= terms


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_is_not(language: Language) -> None:
    t, page = Translator(language), page_of("half-way", language)
    assert t("report.what") in page.all("header")[0].text
    assert "JIPDEC" in t("report.what")
    assert t("report.about.what") in page.all("footer")[0].text
    assert t("report.about.own") in page.all("footer")[0].text


# --- the same state, the same bytes --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_the_same_state_gives_the_same_bytes(name: str, language: Language) -> None:
    session = CLIENTS[name]()
    assert report_of(session, language) == report_of(session, language)


def test_ids_times_and_detours_leave_no_trace() -> None:
    detour = new_client(first_id=9000)
    some = next(iter(detour.library.controls))
    detour.write_note(some, "消すつもりのメモ")
    detour.undo()
    assert report_of(half_way(detour)) == report_of(half_way())
    assert "xyz-" not in report_of(half_way())
    assert "2026-11-20" not in report_of(half_way())


def test_the_fingerprint_changes_with_an_answer_and_not_with_a_private_note() -> None:
    def fingerprint(html: str) -> str:
        return read(html).all("code")[0].text

    session = half_way()
    before = fingerprint(report_of(session))
    assert re.fullmatch(r"([0-9a-f]{4}-){3}[0-9a-f]{4}", before)
    control = next(iter(session.library.controls))
    session.write_note(control, "別の内部メモ", private=True)
    assert fingerprint(report_of(session)) == before
    assert fingerprint(report_of(session, "en")) == before
    session.answer(control, Mark.NO)
    assert fingerprint(report_of(session)) != before


# --- private notes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_private_notes_appear_only_when_asked_for_and_marked(language: Language) -> None:
    session, mark = half_way(), Translator(language)("report.private")
    silent = report_of(session, language)
    assert "canary" not in silent
    assert mark not in silent
    noted = [p.text for p in read(report_of(session, language, with_private=True)).all("p") if "canary" in p.text]
    assert noted == [f"{mark} {PRIVATE}"]


@pytest.mark.parametrize("name", CLIENTS)
def test_a_private_note_leaves_no_trace_at_all(name: str) -> None:
    noted = CLIENTS[name]()
    for control in noted.library.controls:
        noted.write_note(control, PRIVATE, private=True)
    plain = CLIENTS[name]()
    assert report_of(noted) == report_of(plain)
    assert report_of(noted, with_private=True).count("canary") > 50


def test_a_private_note_on_what_is_in_place_stays_private_too() -> None:
    session = CLIENTS["all-yes"]()
    session.write_note(next(iter(session.library.controls)), PRIVATE, private=True)
    assert "canary" not in report_of(session)
    assert PRIVATE in read(report_of(session, with_private=True)).text


# --- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_headings_landmarks_and_links_hold_together(name: str, language: Language) -> None:
    page = page_of(name, language)
    (html,) = page.all("html")
    assert html.attributes["lang"] == language
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert len(page.all("head")[0].all("title")) == 1
    drawn = [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]
    assert [len(svg.all("title")) for svg in drawn] == [1] * len(drawn)
    levels = [HEADINGS.index(heading.tag) for heading in page.all(*HEADINGS)]
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(heading.text for heading in page.all(*HEADINGS))

    ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert all(a.attributes["href"].removeprefix("#") in ids for a in page.all("a"))
    named = [e.attributes["aria-labelledby"] for e in page.all() if "aria-labelledby" in e.attributes]
    assert {part for name in named for part in name.split()} <= set(ids)
    assert page.all("body")[0].all("a")[0].attributes["href"] == "#main"


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_no_table_or_list_is_empty_and_every_table_has_a_name(name: str, language: Language) -> None:
    page = page_of(name, language)
    for table in page.all("table"):
        assert [c.text for c in table.all("caption")] or page.with_id(table.attributes["aria-labelledby"]).text
        assert table.all("tbody")[0].all("tr")
        assert all(th.attributes.get("scope") in {"col", "row", "rowgroup"} for th in table.all("th"))
    assert all(listed.all("li") for listed in page.all("ul", "ol"))
    assert all(listed.all("dt") for listed in page.all("dl"))


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_nothing_is_loaded_and_nothing_can_run(name: str, language: Language) -> None:
    html = report_of(CLIENTS[name](), language)
    page = read(html)
    assert not page.all("script", "link", "img", "iframe", "object", "embed", "base", "form", "image")
    assert {use.attributes["href"][0] for use in page.all("use")} == {"#"}
    assert {a.attributes["href"][0] for a in page.all("a")} == {"#"}
    for element in page.all():
        assert not {"src", "srcset", "style", "xlink:href"} & set(element.attributes)
        assert not [name for name in element.attributes if name.startswith("on")]
    (style,) = page.all("style")
    assert not re.search(r"url\(|@import|expression", "".join(map(str, style.children)))


def test_the_policy_admits_the_one_style_and_nothing_else() -> None:
    page = page_of("half-way")
    (policy,) = (m for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy")
    (style,) = page.all("style")
    digest = hashlib.sha256("".join(map(str, style.children)).encode()).digest()
    assert policy.attributes["content"].split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(digest).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_page_margins_carry_the_mark_the_name_and_the_page_numbers() -> None:
    style = "".join(map(str, page_of("half-way").all("style")[0].children))
    assert '@top-left { content: "社外秘"' in style
    assert '@top-right { content: "株式会社サンプル印刷' in style
    assert 'counter(page) " / " counter(pages)' in style


@pytest.mark.parametrize("name", ['a"; } body { display: none } /*', "</style><script>", "\\", "改\n行", "{{ 7*7 }}"])
def test_a_name_cannot_leave_its_css_string(name: str) -> None:
    inside = str(css_string(name))[1:-1]
    assert not re.search(r'["\n<>{}/;*]', inside)
    unescaped = re.sub(r"\\([0-9a-f]+) ", lambda match: chr(int(match[1], 16)), inside)
    assert unescaped == name
