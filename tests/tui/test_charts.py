"""The charts of the results: the score over time, and chapters by layer; drawn in text, from the view's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmark_check.domain.scoring import Score
from pmark_check.tui.desk import Desk
from pmark_check.tui.widgets.row_list import RowList
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.trend import trend
from tests.tui.conftest import opened, other_window
from tests.tui.test_nothing_cut import demo  # noqa: F401 - a fixture


def test_the_layers_of_a_chapter_add_up_to_its_score(demo: tuple[Desk, Path]) -> None:  # noqa: F811 - the fixture
    with other_window(*demo) as session:
        situation = ScorecardView(session, demo[0].translate).situation
        by_layer = {chapter: sum(found.values(), Score()) for chapter, found in situation.chapter_layers.items()}
        assert by_layer == situation.chapters


@pytest.mark.parametrize("most", [2, 3])
def test_of_a_long_history_the_first_day_and_the_last_ones_are_counted(
    demo: tuple[Desk, Path],  # noqa: F811 - the fixture
    most: int,
) -> None:
    with other_window(*demo) as session:
        every = trend(session, demo[0].translate)
        assert len(every) > most
        assert trend(session, demo[0].translate, most) == (every[0], *every[1 - most :])
        assert trend(session, demo[0].translate, len(every)) == every


async def test_the_overview_draws_every_day_and_every_chapter(
    demo: tuple[Desk, Path],  # noqa: F811 - the fixture
) -> None:
    desk, path = demo
    with other_window(desk, path) as session:
        view = ScorecardView(session, desk.translate)
        days = [(point.day, point.band.label) for point in trend(session, desk.translate)]
        chapters = [
            [chapter.title, *(layer.band.worst for layer in view.chapter_layers(chapter.id) if not layer.band.is_empty)]
            for chapter in view.chapters
        ]
    async with opened(desk, path, (120, 40)) as pilot:
        await pilot.press("s")
        await pilot.pause()
        rows = [str(option.prompt) for option in pilot.app.screen.query_one(RowList).options]
    for parts in [*days, *chapters]:
        assert any(all(part in row for part in parts) for row in rows), parts
