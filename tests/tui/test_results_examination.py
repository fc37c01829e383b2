"""The results with the Privacy Mark checklist: its examination, the way there, the gaps, papers, contradictions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.facts import FactsScreen
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.results import ResultsScreen
from pmark_check.tui.screens.results_rows import Aim
from pmark_check.tui.screens.results_tabs import TABS
from pmark_check.view.board import Shown, board, tried_out
from pmark_check.view.examination import Examination
from pmark_check.view.listing import scorecard_lines
from pmark_check.view.scorecard import ScorecardView
from tests import small_checklists as small
from tests.tui.conftest import opened, other_window, screen_text
from tests.tui.test_results import highlight, prompts, shown

DeskIn = Callable[..., Desk]

TODAY = date(2026, 11, 22)
HOSTILE = "[/ [@click=app.quit]x[/]"
HEAD = (
    small.head("pmark-2023", "マークの点検", "Mark check")
    + small.section("apply", "申請の条件", "Conditions")
    + small.section("j4", "支援", "Support", ref="pmark-2023:J.4")
    + small.section("j4-3", "認識（教育）", "Awareness", parent="j4", ref="pmark-2023:J.4.3")
    + small.section("j9", "適正管理", "Proper handling", ref="pmark-2023:J.9")
    + small.section("j9-2-locks", "施錠[/", "Locks[/", parent="j9", ref="pmark-2023:J.9.2", finding_unit="J.9.2/locks")
)
CONSISTENCY = """
[[consistency]]
id = "all-but-not-absent"
if = [ { control = "train.all", layer = "practice", marks = ["yes"] }, { control = "train.absent", marks = ["no"] },
       { fact = "has_vendor", is = true } ]
message = { ja = "全員のはずです[/", en = "All of them[/" }
why = { ja = "休んだ人が抜けます。", en = "The absent are left out." }
resolve = { ja = "名簿を見ます。", en = "Look at the list." }
"""
LARGE = 'effort = "L"\nweight = 3\nphase = "do"\nrefs = ["pmark-2023:J.4.3"]\ndocuments = ["R01", "D01"]'
SMALL = """effort = "S"
weight = 3
phase = "check"
when = ["has_vendor"]
layers = ["practice"]
refs = ["pmark-2023:J.4.3"]"""
LOCKS = """effort = "S"
weight = 5
phase = "plan"
layers = ["practice"]
knockout = true
documents = ["D38"]
refs = ["pmark-2023:J.9.2"]"""
GATE = 'effort = "S"\nweight = 0\nphase = "plan"\nlayers = ["practice"]'
CONTROLS = (
    ("apply.year", "apply", "一年たちましたか。", "A year?", f'{GATE}\ngate = "formality"\nfixable = false'),
    ("apply.policy", "apply", "方針に全部ありますか。", "Complete policy?", f'{GATE}\ngate = "document"'),
    ("train.all", "j4-3", "全員に教えましたか。", "All trained?", LARGE),
    ("train.absent", "j4-3", "休んだ人にもですか。", "The absent too?", SMALL),
    ("locks.room", "j9-2-locks", "鍵をかけますか。", "Locked?", LOCKS),
)


def checklist(controls: tuple[tuple[str, ...], ...] = CONTROLS) -> bytes:
    return (HEAD + CONSISTENCY + "".join(small.control(*each) for each in controls)).encode()


@pytest.fixture
def firm(desk: Desk) -> Path:
    """A client with the checklist above, nothing answered."""
    return desk.workspace.create("印刷", {"pmark-2023": checklist()})


def half_way(session: Session) -> None:
    session.state_fact("has_vendor", value=True)
    session.answer("apply.year", Mark.YES)
    session.answer("apply.policy", Mark.NO)
    session.answer("train.all", Mark.YES, layer=Layer.PRACTICE)
    session.answer("train.all", Mark.NO, layer=Layer.RULE)
    session.answer("train.absent", Mark.NO)
    session.answer("locks.room", Mark.YES)
    session.plan_action("train.absent", aim=ActionKind.FIX, owner=HOSTILE, due=date(2026, 12, 1), text="[/")


@pytest.fixture
def answered(desk: Desk, firm: Path) -> Path:
    """The same firm with some answers, two of which do not fit together."""
    with other_window(desk, firm) as session:
        half_way(session)
    return firm


def examined(session: Session, translate: Translator) -> Examination:
    return Examination(ScorecardView(session, translate), TODAY)


def plain(screen: ResultsScreen) -> str:
    """Return all rows without the blanks at which lines are folded."""
    return "".join(prompts(screen).split())


def unspaced(text: str) -> str:
    return "".join(text.split())


async def open_row(pilot: Pilot[int], screen: ResultsScreen, wanted: str, what: str) -> None:
    highlight(screen, wanted, what)
    await pilot.press("enter")
    await pilot.pause()


# --- every tab, every state -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("mark", [None, Mark.UNKNOWN, Mark.YES, Mark.NO])
async def test_no_tab_is_empty_and_all_fit_whatever_was_answered(
    desk_in: DeskIn, firm: Path, language: Language, mark: Mark | None
) -> None:
    desk = desk_in(language)
    with other_window(desk, firm) as session:
        for control in list(session.library.controls) if mark else ():
            assert mark
            session.answer(control, mark)
    async with opened(desk, firm) as pilot:
        screen = await shown(pilot)
        for number, tab in enumerate(TABS, 1):
            await pilot.press(str(number))
            assert screen.tab == tab
            assert prompts(screen).strip()
            assert "tui." not in prompts(screen)
            assert f"Esc {desk.translate('tui.key.back')}" in screen_text(pilot.app).splitlines()[-1]
            bar = screen_text(pilot.app).splitlines()[5]
            assert all(f"{n} " in bar for n in range(1, 10))


@pytest.mark.parametrize(("size", "name"), [((80, 24), "3 審査 "), ((120, 40), "3 審査の見込み ")])
async def test_tabs_have_short_names_where_long_ones_do_not_fit(
    desk: Desk, firm: Path, size: tuple[int, int], name: str
) -> None:
    async with opened(desk, firm, size) as pilot:
        await shown(pilot)
        assert name in screen_text(pilot.app)


@pytest.mark.parametrize("tab", ["3", "6", "7"])
async def test_without_answers_the_first_row_leads_to_the_questions(desk: Desk, firm: Path, tab: str) -> None:
    async with opened(desk, firm) as pilot:
        screen = await shown(pilot)
        await pilot.press(tab)
        await open_row(pilot, screen, "*", "control")
        assert isinstance(pilot.app.screen, InterviewScreen)


# --- overview ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_overview_tells_of_the_examination(desk_in: DeskIn, answered: Path, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, answered, (120, 40)) as pilot:
        screen = await shown(pilot)
        found, text = examined(screen.session, desk.translate), plain(screen)
        assert screen.view.readiness.failed() == ("apply.policy",)
        lines = prompts(screen).splitlines()
        assert lines[lines.index(f"   1  {desk.translate('tui.results.blocking')}") + 1].strip().startswith("-")
        for stage in found.stages:
            assert unspaced(stage.name + (stage.findings or "-")) in text
        assert unspaced(found.plan.sentence) in text
        assert f"1{unspaced(desk.translate('tui.results.contradictions'))}" in text
        assert unspaced(desk.translate("tui.results.findings")) in text
        for chapter in screen.view.chapters:
            assert unspaced(f"{chapter.number}{chapter.title}") in text


@pytest.mark.parametrize("tab", ["blocking", "forecast", "roadmap", "gaps", "contradictions"])
async def test_the_overview_leads_to_the_tabs(desk: Desk, answered: Path, tab: str) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await open_row(pilot, screen, tab, "tab")
        assert screen.tab == tab


async def test_a_chapter_unfolds_its_sections(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        assert "J.4.3" not in prompts(screen)
        await open_row(pilot, screen, "chapter.j4", "fold")
        assert "J.4.3 認識（教育）" in prompts(screen)
        await pilot.press("enter")
        assert "J.4.3" not in prompts(screen)


async def test_many_stops_are_counted_rather_than_all_named(desk: Desk) -> None:
    gates = tuple((f"apply.g{n}", "apply", f"条件{n}ですか。", "Gate?", CONTROLS[1][4]) for n in range(8))
    path = desk.workspace.create("多", {"pmark-2023": checklist((*gates, *CONTROLS))})
    with other_window(desk, path) as session:
        for control in list(session.library.controls):
            session.answer(control, Mark.NO)
    async with opened(desk, path) as pilot:
        screen = await shown(pilot)
        above, _, _ = prompts(screen).partition(desk.translate("tui.results.unchecked"))
        assert above.count("ですか。") == 6
        assert desk.translate("tui.results.more", count=5) in above


# --- forecast -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_forecast_shows_gates_ranges_and_units(desk_in: DeskIn, answered: Path, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("３")
        document, on_site = examined(screen.session, desk.translate).stages[1:]
        assert (document.least, document.most, on_site.least, on_site.most) == (1, 1, 1, 1)
        text = plain(screen)
        for stage in (document, on_site):
            key = "tui.results.forecast.stage"
            assert unspaced(desk.translate(key, stage=stage.name, findings=stage.findings)) in text
        stops = desk.translate("tui.results.stops") + document.blocked_by[0].question
        assert unspaced(stops) in text
        assert unspaced(desk.translate("tui.results.certain") + "J.4.3" + document.units[0].title) in text
        assert document.units[0].title == {"ja": "認識（教育）", "en": "Awareness"}[language]


async def test_a_unit_unfolds_its_questions_and_they_open(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("3")
        await open_row(pilot, screen, "on-site.J.4.3", "fold")
        assert "[-]" in prompts(screen)
        await open_row(pilot, screen, "train.absent", "control")
        assert isinstance(pilot.app.screen, InterviewScreen)
        assert pilot.app.screen.session.cursor == "train.absent"


async def test_what_is_unfolded_at_the_bottom_is_scrolled_into_sight(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        await shown(pilot)
        await pilot.press("6", "end", "enter")
        await pilot.pause()
        assert "鍵をかけますか。" in screen_text(pilot.app)


async def test_a_topic_is_named_by_its_section_literally(desk: Desk, answered: Path) -> None:
    with other_window(desk, answered) as session:
        session.answer("locks.room", Mark.UNKNOWN)
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("3")
        assert f"{desk.translate('tui.results.possible')}J.9.2施錠[/" in plain(screen)


# --- roadmap --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_roadmap_lays_the_steps_over_months(desk_in: DeskIn, answered: Path, language: Language) -> None:
    desk = desk_in(language)
    with other_window(desk, answered) as session:
        session.answer("train.all", Mark.NO)
    async with opened(desk, answered, (120, 40)) as pilot:
        screen = await shown(pilot)
        await pilot.press("4")
        plan, text = examined(screen.session, desk.translate).plan, plain(screen)
        assert len(plan.months) == 6
        assert unspaced(plan.sentence) in text
        assert unspaced(plan.work) in text
        for month in plan.months:
            assert unspaced(month.name + month.phase_title) in text
        steps = [step for month in plan.months for step in month.steps]
        assert [step.rank for step in steps] == list(range(1, len(steps) + 1))
        on_path = unspaced(desk.translate("tui.results.on-path"))
        path = screen.view.roadmap.short_path.steps
        assert path
        rows = [unspaced(str(o.prompt)) for o in screen.rows.options if screen.make.aims.get(o.id or "", Aim()).step]
        assert sum(on_path in row for row in rows) == len(path)


async def test_the_wish_leads_to_the_facts_and_decides_the_sentence(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        screen.session.state_fact("planned_application", "2026-12-01")
        screen.on_screen_resume()
        await pilot.press("4")
        assert "2026-12-01の申請には、間に合わない" in plain(screen)
        assert "申請したい日：2026-12-01" in plain(screen)
        await open_row(pilot, screen, "True", "facts")
        assert isinstance(pilot.app.screen, FactsScreen)


async def test_what_only_time_can_change_is_named_once(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        screen.session.answer("apply.year", Mark.NO)
        screen.on_screen_resume()
        await pilot.press("4")
        assert examined(screen.session, desk.translate).plan.sentence[:20] in plain(screen)
        assert plain(screen).count("一年たちましたか。") == 1


# --- gaps -----------------------------------------------------------------------------------------------------------


def test_the_board_has_most_points_per_effort_first(desk: Desk, answered: Path) -> None:
    with other_window(desk, answered) as session:
        view = ScorecardView(session, desk.translate)
        lines = board(view)
        assert [line.line.id for line in lines] == ["train.absent", "train.all", "apply.policy"]
        assert (lines[0].owner, lines[0].due) == (HOSTILE, "2026-12-01")
        assert [line.line.id for line in lines if Shown.MISSING.takes(line)] == [
            "train.absent", "train.all", "apply.policy"
        ]  # fmt: skip
        assert [line.line.id for line in lines if Shown.OPEN.takes(line)] == ["train.all"]
        assert [line.line.id for line in lines if Shown.UNOWNED.takes(line)] == ["train.all", "apply.policy"]
        assert not any(map(Shown.KNOCKOUTS.takes, lines))


async def test_the_filters_take_their_gaps(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("5")
        assert "[すべて 3]" in prompts(screen)
        for key, shown_now, count in (("f5", "足りない 3", 3), ("f", "未確認 1", 1), ("ｆ", "ノックアウト 0", 0)):
            await pilot.press(key)
            assert f"[{shown_now}]" in prompts(screen)
            assert sum(bool(aim.step) for aim in screen.make.aims.values()) == count
        assert desk.translate("tui.results.gaps.none") in prompts(screen)
        await open_row(pilot, screen, "True", "is_filter")
        assert "[担当なし 2]" in prompts(screen)


async def test_the_filter_key_is_offered_where_it_works(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("f5")
        assert screen.sight.shown is Shown.ALL
        assert "F5" not in screen_text(pilot.app)
        await pilot.press("5")
        await pilot.pause()
        assert "F5" in screen_text(pilot.app)


async def test_trying_gaps_moves_score_verdicts_and_forecast_and_keeps_nothing(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        events = screen.session.events
        await pilot.press("5", "space")
        assert screen.sight.tried == {"train.absent"}
        highlight(screen, "train.all", "step")
        await pilot.press("space")
        highlight(screen, "apply.policy", "step")
        await pilot.press("ideographic_space")
        await pilot.pause()
        after = tried_out(screen.view, {"train.absent", "train.all", "apply.policy"})
        assert (after.band.label, after.application.id) == ("100%", "ready")
        text = unspaced(screen_text(pilot.app))
        assert after.application.title in text
        assert "文書審査1件→0件現地審査1件→0件" in text
        assert "保存しません" in text
        assert prompts(screen).count("[x]") == 3
        assert screen.session.events == events


async def test_an_open_gap_can_be_tried_too(desk: Desk, firm: Path) -> None:
    async with opened(desk, firm) as pilot:
        screen = await shown(pilot)
        await pilot.press("5", "space")
        await pilot.pause()
        assert screen.sight.tried == {"locks.room"}
        assert "文書審査0〜1件→0〜1件現地審査0〜2件→0〜1件" in unspaced(screen_text(pilot.app))


# --- documents ------------------------------------------------------------------------------------------------------


async def test_documents_say_whether_they_are_there_and_open_their_questions(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("6")
        text = plain(screen)
        assert "なしR01" in text
        assert "未確認D01" in text
        assert sum(aim.fold.startswith("document.") for aim in screen.make.aims.values()) == 53
        await open_row(pilot, screen, "document.R01", "fold")
        await open_row(pilot, screen, "train.all", "control")
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_documents_are_read_when_they_are_first_shown(desk: Desk, answered: Path) -> None:
    read, calls = desk.background, []

    def counted() -> object:
        calls.append(1)
        return read()

    desk.background = counted  # type: ignore[assignment]
    async with opened(desk, answered) as pilot:
        await shown(pilot)
        before = len(calls)
        await pilot.press("2", "3", "4", "5", "7", "8", "9")
        assert len(calls) == before
        await pilot.press("6", "1", "6")
        assert len(calls) == before + 1


# --- contradictions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["train.all", "train.absent"])
async def test_a_contradiction_opens_either_question(desk: Desk, answered: Path, wanted: str) -> None:
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("7")
        text = prompts(screen)
        assert all(part in text for part in ("全員のはずです[/", "休んだ人が抜けます。", "名簿を見ます。"))
        assert Aim(facts=True) in screen.make.aims.values()
        await open_row(pilot, screen, wanted, "control")
        assert isinstance(pilot.app.screen, InterviewScreen)
        assert pilot.app.screen.session.cursor == wanted


# --- people -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_knockouts_nobody_has_confirmed_are_listed(desk_in: DeskIn, answered: Path, language: Language) -> None:
    desk = desk_in(language)
    async with opened(desk, answered) as pilot:
        screen = await shown(pilot)
        await pilot.press("8")
        title = desk.translate("tui.results.unconfirmed", count=1)
        assert unspaced(title) in plain(screen)
        await open_row(pilot, screen, "locks.room", "control")
        assert isinstance(pilot.app.screen, InterviewScreen)


async def test_what_others_wrote_is_shown_literally(desk: Desk, answered: Path) -> None:
    async with opened(desk, answered, (120, 40)) as pilot:
        screen = await shown(pilot)
        for tab, text in (("1", "[@click="), ("4", "[@click="), ("5", "[@click="), ("7", "[/"), ("8", HOSTILE)):
            await pilot.press(tab)
            await pilot.pause()
            assert text in screen_text(pilot.app)
            await pilot.click(screen.rows, offset=(30, 4))
            await pilot.pause()
            assert not pilot.app._exit
            while not isinstance(pilot.app.screen, ResultsScreen):
                screen = await shown(pilot)


# --- the scorecard for a terminal -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_scorecard_tells_of_the_examination(desk_in: DeskIn, answered: Path, language: Language) -> None:
    desk = desk_in(language)
    t = desk.translate
    with other_window(desk, answered) as session:
        found = examined(session, t)
        plan = found.plan
        lines = list(scorecard_lines(ScorecardView(session, t), TODAY))
    text = "\n".join(lines)
    assert t("listing.application.blocked", count=1) in lines
    assert "[apply.policy]" in text
    for stage in found.stages[1:]:
        assert any(stage.name in line and stage.findings in line for line in lines)
    assert f"  {plan.sentence}" in lines
    assert any("J.4 " in line and "#" in line for line in lines)
    assert "J.4.3" not in text
    assert t("listing.contradictions", count=1) in text
    assert "listing." not in text
