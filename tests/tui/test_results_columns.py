"""Where names, figures and bars of the results stand: figures in one piece, and not far from their names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from textual.content import Content

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.i18n.translation import Translator
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.settings import Settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens import results_rows
from pmark_check.tui.screens.results_rows import NAME, WIDEST, Aim, Maker, Sight
from pmark_check.tui.screens.results_tabs import TABS, rows_of
from pmark_check.tui.widgets import columns
from pmark_check.tui.widgets.band_bar import LABEL, figures
from pmark_check.tui.widgets.columns import GAP, Cell, lines_of
from pmark_check.view.examination import Examination
from pmark_check.view.numbers import band_of_shares
from pmark_check.view.scorecard import ScorecardView
from tests.tui.conftest import NOW, background

WIDTHS = [77, 97, 117, 167, 197]


@pytest.fixture(scope="module", params=LANGUAGES)
def maker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Makes the rows of the demo client, in each language."""
    language: Language = request.param
    around = surroundings({"PMARK_CHECK_NOW": NOW}, tmp_path_factory.mktemp("columns"))
    desk = Desk(around, Workspace(around), Settings(language=language), background)
    with desk.workspace.session(refresh_demo(desk.workspace)) as session:
        view = ScorecardView(session, desk.translate)
        examination = Examination(view, around.clock().date())
        yield Maker(view, examination, Sight(), lambda: background().documents.document)


def rows(maker: Maker, tab: str, width: int) -> list[str]:
    """Return the rows of a tab as they are folded to a width."""
    return [str(option.prompt) for option in rows_of(tab, maker)(width)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_score_stands_in_one_piece(language: Language) -> None:
    translate = Translator(language)
    scores = [(low / 100, high / 100) for low in range(101) for high in range(low, 101)]
    shown = [figures(band_of_shares(*score, translate)) for score in [*scores, (None, None)]]
    assert [score for score in shown if cell_len(score) > LABEL] == []
    assert {score.find("%") for score in shown} == {3, -1}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tab", TABS)
def test_no_figure_is_folded(maker: Maker, monkeypatch: pytest.MonkeyPatch, tab: str, width: int) -> None:
    folded: list[Cell] = []

    def row(*cells: Cell) -> Content:
        folded.extend(cell for cell in cells if cell.right and len(lines_of(str(cell.text), cell.width)) > 1)
        return columns.row(*cells)

    monkeypatch.setattr(results_rows, "row", row)
    assert rows(maker, tab, width)
    assert folded == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_score_stands_near_its_name_and_its_bar_fills_the_rest(maker: Maker, width: int) -> None:
    shown = rows(maker, "summary", width)
    for layer in maker.view.layers:
        line = next(row for row in shown if row.startswith(layer.name) and layer.band.label in row)
        name, _, bar = line.partition(layer.band.label)
        assert cell_len(name) <= NAME + GAP + LABEL
        assert cell_len(line) == width
        assert len(bar.strip()) >= width // 5


@pytest.mark.parametrize("width", WIDTHS)
def test_scores_below_each_other_line_up_at_what_can_be_shown_today(maker: Maker, width: int) -> None:
    bands = [*(layer.band for layer in maker.view.layers), *(chapter.band for chapter in maker.view.chapters)]
    scored = {band.label for band in bands if not band.is_empty}
    lines = [line for line in rows(maker, "summary", width) if any(label in line for label in scored)]
    begun = [line.partition("%")[0] for line in lines if not line.endswith("%")]  # the small bars end in figures
    assert len(begun) > len(maker.view.layers)
    assert len({cell_len(before) for before in begun}) == 1


@pytest.mark.parametrize("tab", ["summary", "roadmap", "gaps"])
def test_what_a_step_costs_stands_near_it_on_the_widest_screen(maker: Maker, tab: str) -> None:
    shown = rows(maker, tab, 197)
    steps = [shown[place] for place, aim in enumerate(_aims(maker, tab, 197)) if aim.step]
    assert steps
    assert [line for step in steps for line in step.split("\n") if cell_len(line) > WIDEST] == []


def _aims(maker: Maker, tab: str, width: int) -> list[Aim]:
    """Return what each row of a tab is about."""
    options = list(rows_of(tab, maker)(width))
    return [maker.aims.get(option.id or "", Aim()) for option in options]


def test_conditions_that_were_asked_are_not_called_not_applicable(maker: Maker) -> None:
    shown = rows(maker, "summary", 77)
    (line,) = (row for row in shown if "7/7" in row and maker.view.chapters[0].title in row)
    assert maker.view.chapters[0].band.is_empty
    assert maker.t("score.unscored") in line
    assert maker.t("score.none") not in line
