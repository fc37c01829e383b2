"""Every number is computed once: the screen, the report and every file show the one of the scorecard."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, NamedTuple

import pytest
from markdown_it import MarkdownIt

from pmark_check.domain.forecast import forecast
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.export.formats import FORMATS, render
from pmark_check.i18n.translation import Translator
from pmark_check.view.dossier import ASKED, Dossier
from pmark_check.view.listing import bar, scorecard_lines
from pmark_check.view.numbers import exact
from pmark_check.view.scorecard import ScorecardView
from tests.export.dossiers import dossier_of, lessons, talkative
from tests.report.clients import DAY, everything_yes, new_client, pmark_library, report_of
from tests.report.page import Element, read

CLIENTS: dict[str, Callable[[], Session]] = {
    "pmark": talkative,
    "lessons": lessons,
    "empty": lambda: new_client(asked_with=pmark_library()),
    "all-yes": lambda: everything_yes(new_client()),
}


class Case(NamedTuple):
    session: Session
    dossier: Dossier
    language: Language

    @property
    def view(self) -> ScorecardView:
        return self.dossier.view

    @property
    def t(self) -> Translator:
        return self.dossier.translate

    @property
    def is_pmark(self) -> bool:
        return self.view.application.id != "none"


@pytest.fixture(params=[(client, language) for client in CLIENTS for language in LANGUAGES], ids="-".join)
def case(request: pytest.FixtureRequest) -> Case:
    client, language = request.param
    session = CLIENTS[client]()
    return Case(session, dossier_of(session, language), language)


def body(case: Case, name: str) -> bytes:
    if find_spec(f"pmark_check.export.{FORMATS[name].module}") is None:
        assert not os.environ.get("PMARK_CHECK_REQUIRE_ALL"), f"{name} is missing"
        pytest.skip(f"{name} is not there yet")
    return render(name, case.dossier)


def tables(page: Element) -> list[list[str]]:
    """Every row of every table, cell by cell."""
    return [[cell.text for cell in row.all("th", "td")] for row in page.all("tr")]


def test_the_terminal_shows_them(case: Case) -> None:
    view, t = case.view, case.t
    lines = list(scorecard_lines(view, DAY))
    answered = f"{t('score.coverage')} {view.answered}/{view.asked}"
    assert f"{t('score.today')}: {view.band.label}    {answered}" in lines
    for layer in view.layers:
        assert f"  {bar(layer.band)}  {layer.name}  {layer.band.label}" in lines
    for part in view.chapters if case.is_pmark else view.sections:
        assert f"  {bar(part.band)}  {f'{part.number} {part.title}'.strip()}  {part.band.label}" in lines
    text = "\n".join(lines)
    for stage in case.dossier.examination.stages:
        assert stage.findings in text
    for step in view.first_steps:
        assert f"({' '.join(filter(None, (step.effort, step.gain)))})" in text


def test_the_report_shows_them(case: Case) -> None:
    view, t = case.view, case.t
    page = read(report_of(case.session, case.language))
    assert page.with_id("score").text.endswith(view.band.label)
    counts = {"asked": view.asked, "answered": view.answered, "coverage": view.coverage, "confidence": view.confidence}
    if view.answered:
        assert " ".join(t("report.score.counts", **counts).split()) in page.section("score").text
    for layer, row in zip(view.layers, page.table(t("report.scores.layers")), strict=True):
        assert (row[0].startswith(layer.name), row[1]) == (True, layer.band.label)
    kinds = page.table(t("report.scores.kinds"))
    assert kinds == [[count.name, str(count.count)] for count in view.gap_counts]
    chapters = page.table(t("report.scores.sections"))
    assert [row[1:] for row in chapters] == [
        [line.title, line.band.label, f"{line.answered} / {line.asked}", str(line.gaps)]
        for line in view.chapters
        if line.asked
    ]
    if case.is_pmark:
        expected = page.section("expected").text
        assert [stage.findings for stage in case.dossier.examination.stages if stage.findings not in expected] == []
    rows = page.table(t("report.first.caption")) if view.first_steps else []
    assert [(row[2], row[3]) for row in rows] == [(step.effort, step.gain or "–") for step in view.first_steps]


def test_the_markdown_shows_them(case: Case) -> None:
    view, t = case.view, case.t
    html = MarkdownIt("commonmark").enable("table").render(body(case, "markdown").decode())
    page = read(f"<!DOCTYPE html>{html}")
    items, rows = [item.text for item in page.all("li")], tables(page)
    for label, text in (
        (t("score.today"), view.band.label),
        (t("report.method.coverage"), view.coverage),
        (t("score.confidence"), view.confidence),
        (t("export.answered"), f"{view.answered} / {view.asked}"),
        (t("export.target"), f"{view.target}%"),
        (t("export.floor"), f"{view.floor}%"),
    ):
        assert f"{label}: {text}" in items
    for layer in view.layers:
        assert [layer.name, layer.band.label] in rows
    for count in view.gap_counts:
        assert [count.name, str(count.count)] in rows
    for line in view.chapters:
        answered = f"{line.answered} / {line.asked}"
        assert [line.number, line.title, line.band.label, answered, str(line.gaps)] in rows
    for stage in case.dossier.examination.stages:
        assert [stage.name, stage.findings, str(len(stage.blocked_by)), str(len(stage.unanswered))] in rows
    steps = [(step.effort, step.gain) for step in view.first_steps]
    assert [(row[2], row[3]) for row in rows if len(row) == 6 and row[0].isdigit()] == steps
    losses = [gap.loss for gap in view.gaps if gap.loss and gap.card.line.id in counted(case)]
    assert [item for item in items if any(t("report.loss", loss=loss) in item for loss in losses)] or not losses


def counted(case: Case) -> set[str]:
    library = case.session.library
    return set(library.placed[library.headline.id])


def test_the_csv_shows_them(case: Case) -> None:
    view, t = case.view, case.t
    text = body(case, "csv").decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    def column(name: str) -> str:
        return t(f"export.column.{name}")

    headline = [rows[control] for control in case.session.library.placed[view.session.library.headline.id]]
    assert {row[column("score")] for row in headline} == {view.band.label}
    bands = {line.id: line.band.label for line in (*view.chapters, *view.sections)}
    for entry in case.dossier.entries:
        if entry.control.id in counted(case):
            row = rows[entry.control.id]
            assert row[column("chapter-score")] == bands.get(entry.chapter, "")
            assert row[column("section-score")] == bands.get(entry.section, "")
    losses = {gap.card.line.id: gap.loss for gap in view.gaps if gap.card.line.id in counted(case)}
    assert {control: row[column("loss")] for control, row in rows.items() if row[column("loss")]} == {
        control: loss for control, loss in losses.items() if loss
    }
    not_asked = t("export.standing.not-asked")
    assert sum(row[column("standing")] != not_asked for row in rows.values()) == view.asked
    kinds = [row[column("gap")].split(t("report.list.comma"))[0] for row in rows.values()]
    assert {count.name: kinds.count(count.name) for count in view.gap_counts} == {
        count.name: count.count for count in view.gap_counts
    }


def test_the_json_holds_them_exactly(case: Case) -> None:
    view, data = case.view, json.loads(body(case, "json"))
    situation, score = view.situation, data["score"]
    assert (score["score"]["worst"], score["score"]["best"]) == (exact(situation.overall.worst), view.band.high)
    assert (score["coverage"], score["confidence"]) == (
        exact(situation.overall.coverage),
        exact(situation.overall.confidence),
    )
    assert (score["asked"], score["answered"]) == (view.asked, view.answered)
    assert {layer: found["worst"] for layer, found in score["layers"].items()} == {
        layer.value: exact(found.worst) for layer, found in situation.layers.items()
    }
    assert {number: (found["worst"], found["best"], found["gaps"]) for number, found in score["chapters"].items()} == {
        line.number or line.id: (line.band.low, line.band.high, line.gaps) for line in view.chapters
    }
    assert score["gaps"] == {count.id: count.count for count in view.gap_counts}
    assert {
        name: (stage["findings"]["min"], stage["findings"]["max"]) for name, stage in score["forecast"].items()
    } == {
        stage.stage.value.replace("-", "_"): (stage.least, stage.most) for stage in forecast(situation, view.readiness)
    }
    assert sum(control["standing"] != "not-asked" for control in data["controls"]) == view.asked
    kinds = [control["gap"]["kinds"][0] for control in data["controls"] if control["gap"]]
    assert {kind: kinds.count(kind) for kind in score["gaps"]} == score["gaps"]
    if situation.overall.worst is not None:
        loss = sum(control["gap"]["loss"] or 0 for control in data["controls"] if control["gap"])
        assert loss == pytest.approx(1 - float(situation.overall.worst), abs=1e-3)
    assert [control["id"] for control in data["controls"] if control["standing"] == ASKED] == [
        control for control in case.session.library.controls if control in situation.by_control
    ]


def test_the_oscal_results_hold_them_exactly(case: Case) -> None:
    view = case.view
    results = json.loads(body(case, "oscal-results"))["assessment-results"]["results"][0]
    found: dict[tuple[str, str, str], str] = {
        (prop["name"], prop.get("class", ""), prop.get("group", "")): prop["value"] for prop in results["props"]
    }

    def shown(value: Any) -> str | None:
        return None if value is None else str(value)

    assert found.get(("score-worst", "", "")) == shown(view.band.low)
    assert found.get(("score-best", "", "")) == shown(view.band.high)
    assert found.get(("coverage", "", "")) == shown(exact(view.situation.overall.coverage))
    assert (found["asked", "", ""], found["answered", "", ""]) == (str(view.asked), str(view.answered))
    for chapter in view.chapters:
        assert found.get(("score-worst", "chapter", chapter.id)) == shown(chapter.band.low)
    for stage in case.dossier.examination.stages:
        if stage.findings:
            assert found["expected-findings-max", "stage", stage.id] == str(stage.most)
