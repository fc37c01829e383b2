"""The results: the view's numbers, the ways to the questions, and steps tried out without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Static

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.errors import Problem, Problems
from pmark_check.i18n.translation import Translator
from pmark_check.storage.demo import refresh_demo
from pmark_check.tui.desk import Desk
from pmark_check.tui.navigation import ShowResults
from pmark_check.tui.screens.dialogs import ReadDialog
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.screens.results_rows import Maker, Sight
from pmark_check.tui.screens.results_tabs import TABS, rows_of
from pmark_check.tui.terminal import TOAST_CELLS
from pmark_check.tui.text import fold
from pmark_check.tui.widgets.band_bar import bar, bar_text
from pmark_check.view.board import tried_out
from pmark_check.view.examination import Examination
from pmark_check.view.explain import explainable
from pmark_check.view.profile import Audience
from pmark_check.view.scorecard import ScorecardView
from tests.tui.conftest import CONTROLS, checklist_text, notices, opened, other_window, screen_text
from tests.tui.test_app import contrast

DeskIn = Callable[..., Desk]

SIZES = [(80, 24), (120, 40)]
FACTS = "True"
HOSTILE = "[/ [@click=app.quit]x[/] 試験"


async def shown(pilot: Pilot[int]) -> ResultsScreen:
    pilot.app.screen.post_message(ShowResults())
    for _ in range(50):
        await pilot.pause()
        if isinstance(pilot.app.screen, ResultsScreen) and pilot.app.screen.rows.option_count:
            break
    await pilot.pause()
    assert isinstance(pilot.app.screen, ResultsScreen)
    return pilot.app.screen


def answered(session: Session) -> Session:
    session.answer("data.first", Mark.YES, how=HowKnown.SEEN)
    session.answer("data.knockout", Mark.NO)
    session.answer("data.two-layers", Mark.UNKNOWN)
    session.plan_action("data.knockout", owner=HOSTILE, due=date(2026, 12, 1), text="[/")
    session.mark_not_applicable("people.last", HOSTILE)
    return session


@pytest.fixture
def half_way(desk: Desk, client: Path) -> Path:
    with other_window(desk, client) as session:
        answered(session)
    return client


def prompts(screen: ResultsScreen) -> str:
    return "\n".join(str(option.prompt) for option in screen.rows.options)


def highlight(screen: ResultsScreen, wanted: str, what: str = "control") -> None:
    aims = screen.make.aims
    screen.rows.go_to(next(row for row, aim in aims.items() if str(getattr(aim, what)) == wanted))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_numbers_are_the_views(
    desk_in: DeskIn, half_way: Path, language: Language, size: tuple[int, int]
) -> None:
    desk = desk_in(language)
    async with opened(desk, half_way, size) as pilot:
        screen = await shown(pilot)
        view = ScorecardView(screen.session, desk.translate)
        text = screen_text(pilot.app)
        for number in (view.band.label, f"[{view.incident.title}]", f"[{view.application.title}]"):
            assert number in text
        told = desk.translate("tui.results.told", target=view.target, answered=view.answered, asked=view.asked)
        assert told in text
        rows = prompts(screen)
        parts = [(layer.name, layer.band) for layer in view.layers] + [
            (part.title, part.band) for part in view.sections
        ]
        for name, found in parts:
            assert name in rows
            assert found.label in rows
        for count in view.gap_counts:
            assert f"{count.count}  {count.name}" in rows
        for step in view.first_steps:
            assert step.gain in rows
            assert step.effort in rows


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_demo_fits_and_no_tab_is_empty(desk_in: DeskIn, language: Language) -> None:
    desk = desk_in(language)
    path = refresh_demo(desk.workspace)
    async with opened(desk, path) as pilot:
        screen = await shown(pilot)
        for number, tab in enumerate(TABS, 1):
            await pilot.press(str(number))
            assert screen.tab == tab
            assert screen.rows.option_count > 1
            assert all(len(line) <= 80 for line in screen_text(pilot.app).splitlines())
        last = screen_text(pilot.app).splitlines()[-1]
        assert f"Esc {desk.translate('tui.key.back')}" in last


async def test_tabs_turn_by_arrows_and_by_click(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press("right", "right", "left")
        assert screen.tab == "blocking"
        await pilot.press("left", "left")
        assert screen.tab == "not-asked"
        await pilot.press("４")
        assert screen.tab == "roadmap"
        await pilot.click("#tabs", offset=(3, 0))
        await pilot.pause()
        assert screen.tab == "summary"


@pytest.mark.parametrize("tab", ["1", "2", "4", "5", "8"])
async def test_a_row_leads_to_its_question(desk: Desk, half_way: Path, tab: str) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press(tab)
        highlight(screen, "data.knockout")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)
        assert pilot.app.screen.session.cursor == "data.knockout"


async def test_the_count_of_what_stops_leads_to_the_list_of_it(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        highlight(screen, "blocking", "tab")
        await pilot.press("enter")
        assert screen.tab == "blocking"
        assert "止める質問ですか。" in prompts(screen)


async def test_trying_a_step_moves_the_score_and_keeps_nothing(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        events = screen.session.events
        highlight(screen, "data.knockout", "step")
        await pilot.press("space")
        after = tried_out(screen.view, {"data.knockout"})
        assert (after.band.low or 0) > (screen.view.band.low or 0)
        assert after.incident.id == "guarded"
        text = "".join(screen_text(pilot.app).split())
        assert "".join(after.band.label.split()) in text
        assert after.incident.title in text
        assert "[x]" in prompts(screen)
        await pilot.press("ideographic_space")
        assert not screen.sight.tried
        assert "[x]" not in prompts(screen)
        assert screen.session.events == events
    with other_window(desk, half_way) as session:
        assert session.state("data.knockout").answers[Layer.PRACTICE].mark == "no"


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_last_line_names_space_only_where_there_are_steps(
    desk_in: Callable[..., Desk], half_way: Path, language: Language
) -> None:
    desk = desk_in(language)
    async with opened(desk, half_way) as pilot:
        await shown(pilot)
        named = f"Space {desk.translate('tui.results.try')}"
        for tab in "123456789":
            await pilot.press(tab)
            await pilot.pause()
            assert (named in screen_text(pilot.app).splitlines()[-1]) is (tab in "145"), tab


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_even_a_small_gain_that_is_tried_is_seen(
    desk_in: Callable[..., Desk], half_way: Path, language: Language
) -> None:
    async with opened(desk_in(language), half_way, (120, 40)) as pilot:
        screen = await shown(pilot)
        await pilot.press("5", "space")
        gains = [step.gain for step in screen.make.board if step.line.id in screen.sight.tried]
        assert len(gains) == 1
        assert f"{gains[0]}" in str(screen.query_one("#tried", Static).content)


async def test_space_where_there_is_no_step_says_where(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        await shown(pilot)
        await pilot.press("2", "space")
        assert notices(pilot.app) == ["".join(fold(desk.translate("tui.results.try-where"), TOAST_CELLS))]


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_number_of_every_row_explains_itself(desk_in: DeskIn, half_way: Path, language: Language) -> None:
    desk = desk_in(language)
    with other_window(desk, half_way) as session:
        view = ScorecardView(session, desk.translate)
        make = Maker(view, Examination(view, desk.around.clock().date()), Sight(), tuple)
        for tab in TABS:
            rows_of(tab, make)(76)
            assert {aim.number for aim in make.aims.values() if aim.number} <= set(explainable(view))


async def test_x_explains_the_number_of_the_row_with_its_own_values(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way, (120, 40)) as pilot:
        screen = await shown(pilot)
        highlight(screen, "layers.rule.worst", "number")
        await pilot.press("ｘ")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadDialog)
        assert screen.view.layers[0].band.worst in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.press("8", "f3")
        await pilot.pause()
        assert screen.view.band.worst in screen_text(pilot.app)


async def test_what_others_wrote_is_shown_literally_and_does_nothing(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way, (120, 40)) as pilot:
        screen = await shown(pilot)
        for tab in ("5", "8", "9"):
            await pilot.press(tab)
            await pilot.pause()
            assert "[@click=" in screen_text(pilot.app)
            await pilot.click(screen.rows, offset=(30, 0))
            await pilot.pause()
            assert not pilot.app._exit


async def test_what_nobody_has_seen_stands_under_who_said_it_and_leads_to_its_question(
    desk: Desk, half_way: Path
) -> None:
    with other_window(desk, half_way) as session:
        session.answer("people.last", Mark.YES, said_by=HOSTILE)
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press("8")
        rows = prompts(screen)
        listed = rows[rows.index(desk.translate("tui.results.unseen", count=1)) :]
        assert f"{HOSTILE}（1問）" in listed
        assert "最後ですか。" in listed
        assert "一つ目の質問ですか。" not in listed  # seen
        highlight(screen, "people.last")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)
        assert pilot.app.screen.control
        assert pilot.app.screen.control.id == "people.last"


async def test_homework_stands_under_its_person(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press("8")
        lines = prompts(screen).splitlines()
        assert lines[0] == f"{HOSTILE}  1件"
        assert lines[1].startswith("2026-12-01")
        assert any("二つの層" in line for line in lines)


async def test_what_is_not_asked_says_why(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press("9")
        assert "テスト用のシステム" in prompts(screen)
        highlight(screen, FACTS, "facts")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, FactsScreen)


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_without_answers_it_says_what_to_do(desk_in: DeskIn, client: Path, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        first = "".join(str(screen.rows.options[0].prompt).split())
        assert first == "".join(desk.translate("tui.results.empty").split())
        for tab in "23456789":
            await pilot.press(tab)
            assert screen.rows.option_count
        await pilot.press("1", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_what_is_answered_meanwhile_is_counted_when_one_comes_back(desk: Desk, client: Path) -> None:
    async with opened(desk, client) as pilot:
        screen = await shown(pilot)
        await pilot.press("f4")
        await pilot.pause()
        screen.session.answer("data.knockout", Mark.NO)
        screen = await shown(pilot)
        assert screen.view.incident.id == "exposed"
        assert f"[{screen.view.incident.title}]" in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("keys", "audience"),
    [
        (("f2", "enter"), Audience.OFFICER),
        (("w", "1", "enter"), Audience.PRESIDENT),
        (("ｗ", "３", "enter"), Audience.CONSULTANT),
        (("f2", "left", "enter"), Audience.PRESIDENT),
        (("f2", "4", "right", "enter"), Audience.PRESIDENT),
    ],
)
async def test_a_report_is_written_for_whom_it_is_wished_and_its_path_shown(
    desk: Desk, half_way: Path, tmp_path: Path, keys: tuple[str, ...], audience: Audience
) -> None:
    path, wished = tmp_path / "[/報告.html", []

    def write(_session: Session, _translate: Translator, wish: Audience | None) -> Path:
        wished.append(wish)
        return path

    desk.write_report = write
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert wished == [audience]
        assert str(path) in notices(pilot.app)
        assert pilot.app.screen is screen


@pytest.mark.parametrize(("size", "language"), [(size, language) for size in SIZES for language in ("ja", "en")])
async def test_the_choice_says_in_which_report_the_private_notes_are(
    desk_in: DeskIn, half_way: Path, size: tuple[int, int], language: Language
) -> None:
    desk = desk_in(language)
    async with opened(desk, half_way, size=size) as pilot:
        await shown(pilot)
        told = []
        for key in ("f2", "1", "3"):
            await pilot.press(key)
            await pilot.pause()
            told.append(screen_text(pilot.app).split())
        t = desk.translate
        for audience, text in zip((Audience.OFFICER, Audience.PRESIDENT, Audience.CONSULTANT), told, strict=True):
            assert t(f"tui.audience.{audience}.told").split()[-1][-8:] in "".join(text)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultsScreen)
        assert not pilot.app._notifications


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_monthly_report_is_the_choice_beside_the_audiences(
    desk_in: DeskIn, half_way: Path, tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    desk, page = desk_in(language), tmp_path / "月次.html"
    written: list[Session] = []
    desk.write_report = lambda *_: tmp_path / "another.html"

    def write(session: Session, _translate: Translator) -> Path:
        written.append(session)
        return page

    desk.write_progress = write
    desk.print_page = lambda path, _: path.with_suffix(".pdf")
    async with opened(desk, half_way, size=size) as pilot:
        await shown(pilot)
        await pilot.press("f2", "4")
        await pilot.pause()
        told = "".join(screen_text(pilot.app).split())
        assert "".join(desk.translate("tui.audience.monthly").split()) in told
        assert "".join(desk.translate("tui.audience.monthly.told").split()[-1][-8:]) in told
        await pilot.press("enter")
        await pilot.pause()
        assert [session.assessment.name for session in written] == [pilot.app.session.assessment.name]  # type: ignore[attr-defined]
        assert str(page) in notices(pilot.app)
        await pilot.press("f2", "4", "f3")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert any(said.endswith("月次.pdf") for said in notices(pilot.app))


async def test_a_pdf_is_offered_only_where_one_can_be_made(desk: Desk, half_way: Path, tmp_path: Path) -> None:
    desk.write_report = lambda *_: tmp_path / "r.html"
    async with opened(desk, half_way) as pilot:
        await shown(pilot)
        await pilot.press("f2")
        await pilot.pause()
        assert "F3" not in screen_text(pilot.app).splitlines()[-1]
    desk.print_page = lambda page, _: page.with_suffix(".pdf")
    async with opened(desk, half_way) as pilot:
        await shown(pilot)
        await pilot.press("f2")
        await pilot.pause()
        assert "F3" in screen_text(pilot.app).splitlines()[-1]
        await pilot.press("f3")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert any(told.endswith("r.pdf") for told in notices(pilot.app))


async def test_what_is_wrong_with_the_workspaces_profile_is_said_with_its_place(desk: Desk, half_way: Path) -> None:
    def refuse(*_: object) -> Path:
        raise Problems("profile.invalid", (Problem("[/p.toml", 2, 8, "unknown-key", name="[/x"),), source="[/p.toml")

    desk.write_report = refuse
    async with opened(desk, half_way) as pilot:
        await shown(pilot)
        await pilot.press("f2", "enter")
        await pilot.pause()
        (told,) = notices(pilot.app)
        assert "[/p.toml:2:8: 知らない項目「[/x」です" in told


async def test_a_language_switch_relabels_everything(desk: Desk, half_way: Path) -> None:
    async with opened(desk, half_way) as pilot:
        screen = await shown(pilot)
        await pilot.press("2")
        desk.keep(desk.settings.model_copy(update={"language": "en"}))
        screen.retranslate()
        await pilot.pause()
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "Incident readiness: [Exposed]" in text
        assert "Does this stop you?" in text
        assert "Esc back" in text.splitlines()[-1]
        assert screen.tab == "blocking"
        for line in text.splitlines()[2:]:
            assert not any("\u3040" <= character <= "\u30ff" for character in line), line


def bands() -> Iterator[tuple[float, float]]:
    steps = [n / 20 for n in range(21)]
    return ((low, high) for low in steps for high in steps if low <= high)


@pytest.mark.parametrize("cells", [1, 12, 40])
@pytest.mark.parametrize("target", [None, 0, 85, 100])
def test_a_bar_is_as_long_as_it_should_be_and_reads_without_colours(cells: int, target: int | None) -> None:
    for low, high in bands():
        drawn = bar_text(low, high, cells, target)
        assert len(drawn) == cells
        assert drawn.isascii()
        assert drawn.replace("|", "") == "".join(sorted(drawn.replace("|", ""), key="#=.".index))
        assert ("|" in drawn) is (target is not None)
        assert bar(low, high, cells, target).plain == drawn


def test_an_empty_band_has_no_bar_and_no_target() -> None:
    assert bar_text(None, None, 5, 85) == "     "


def test_a_bar_never_shows_more_than_there_is() -> None:
    assert bar_text(0.99, 0.99, 10) == "#########."
    assert bar_text(0.95, 0.99, 10) == "#########="
    assert bar_text(0.0, 0.01, 10) == "=........."


async def test_a_client_with_nothing_asked_has_results_too(desk: Desk) -> None:
    only = tuple((*control[:5], 'when = ["has_test_env"]') for control in CONTROLS)
    path = desk.workspace.create("空", {"small": checklist_text(only)})
    with other_window(desk, path) as session:
        session.state_fact("has_test_env", value=False)
    async with opened(desk, path) as pilot:
        screen = await shown(pilot)
        for number in range(1, 10):
            await pilot.press(str(number))
            assert screen.rows.option_count
        assert screen.view.band.label in screen_text(pilot.app)


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_everything_on_the_results_is_readable(desk_in: DeskIn, half_way: Path, theme: str) -> None:
    """Every text has 4.5:1 on its ground; only the characters under the solid part of a bar are hidden."""
    desk = desk_in(theme=theme)
    async with opened(desk, half_way, (120, 40)) as pilot:
        screen = await shown(pilot)
        highlight(screen, "data.knockout", "step")
        await pilot.press("space")
        for strip in screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                if segment.text.strip(" #") and style and style.color and style.bgcolor:
                    text, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    assert contrast(text.hex, ground.hex) >= 4.5, segment
