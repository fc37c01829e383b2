"""A workshop by its keys: what they do is read from the client file and from the screen."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import ActionKind, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.tui.screens.interview import InterviewScreen
from pmark_check.tui.screens.projector import ProjectorScreen
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog, StartWorkshop
from pmark_check.tui.screens.workshop_summary import WorkshopSummary
from pmark_check.tui.widgets.aside import Aside
from pmark_check.tui.widgets.editors import HomeworkEditor
from pmark_check.tui.widgets.navigator import Navigator
from tests.tui.conftest import screen_text, type_text
from tests.tui.room import CLIENT, Room, asked, press, workshop

FIRST, KNOCKOUT, TWO, PERHAPS, LAST = "data.first", "data.knockout", "data.two-layers", "people.perhaps", "people.last"
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "workspace")


@pytest.fixture
def begun(room: Room) -> Room:
    room.begin("山田", "佐藤")
    return room


def top(pilot: Pilot[int]) -> list[str]:
    """Return the two lines of the top edge."""
    workshop(pilot).tick()
    return screen_text(pilot.app).split("\n")[:2]


class TestBeginning:
    async def test_a_workshop_begins_by_digit_names_and_place(self, room: Room) -> None:
        async with room.opened() as pilot:
            assert isinstance(pilot.app.screen, StartWorkshop)
            await press(pilot, "1", "tab")
            await type_text(pilot, "山田,佐藤")
            await press(pilot, "tab")
            await type_text(pilot, "本社")
            await press(pilot, "enter")
            await pilot.pause()
            assert asked(pilot) == FIRST
        held = room.workshop()
        with room.look() as session:
            assert [session.person_name(person) for person in held.attendees] == ["山田", "佐藤"]
            assert session.text(held.place) == "本社"
        assert held.agenda.agenda.id == "plan"

    async def test_the_agenda_that_suits_the_client_is_chosen(self, room: Room) -> None:
        plan = room.desk.workspace.agendas_folder / "plan.toml"
        other = plan.read_text("utf-8").replace('id = "plan"', 'id = "another"').replace('"people"', '"elsewhere"')
        plan.with_name("another.toml").write_text(other, "utf-8")
        async with room.opened() as pilot:
            assert "飛ばします" not in screen_text(pilot.app)
            await press(pilot, "1")
            assert "ない章（1つ）は飛ばします" in screen_text(pilot.app)
            await press(pilot, "2", "enter")
            await pilot.pause()
        assert room.workshop().agenda.agenda.id == "plan"

    async def test_an_agenda_that_asks_nothing_is_refused_and_what_was_typed_stays(self, room: Room) -> None:
        with room.look() as session:
            for control in session.library.controls:
                session.answer(control, Mark.YES)
        own = room.desk.workspace.agendas_folder / "plan.toml"
        own.write_text(own.read_text("utf-8").replace('sections = ["data"]', 'only = "open"', 1), "utf-8")
        own.write_text(own.read_text("utf-8").replace('sections = ["people"]', 'only = "open"', 1), "utf-8")
        async with room.opened() as pilot:
            await press(pilot, "tab", "x", "enter")
            assert isinstance(pilot.app.screen, StartWorkshop)
            assert "聞くことがありません" in screen_text(pilot.app)
            assert pilot.app.screen.query_one("#attendees").value == "x"  # type: ignore[attr-defined]

    @pytest.mark.parametrize("way", ["home", "interview", "palette"])
    async def test_it_is_reached_from_the_list_of_clients_and_from_the_questions(self, room: Room, way: str) -> None:
        async with room.opened(client=False) as pilot:
            await press(pilot, "w" if way == "home" else "enter")
            await pilot.pause()
            if way == "interview":
                await press(pilot, "o")
            if way == "palette":
                await press(pilot, "colon")
                await type_text(pilot, "workshop")
                await pilot.pause(0.3)
                await press(pilot, "enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, StartWorkshop)

    async def test_one_that_everybody_left_can_be_ended_when_it_was(self, begun: Room) -> None:
        left = begun.now
        begun.wait(60 * 20)
        async with begun.opened() as pilot:
            assert isinstance(pilot.app.screen, NumberedDialog)
            await press(pilot, "1")
            assert isinstance(pilot.app.screen, StartWorkshop)
        assert begun.workshop().ended == left


class TestAsking:
    async def test_the_interviews_keys_answer_and_lead_through_the_item(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "1", "2", "３")
            assert asked(pilot) is None
            assert "聞き終わりました" in screen_text(pilot.app)
            await press(pilot, "1")
            await press(pilot, "enter")
            assert "休憩" in screen_text(pilot.app)
            await press(pilot, "enter")
            assert asked(pilot) == PERHAPS
        with begun.look() as session:
            assert session.state(KNOCKOUT).mark(Layer.PRACTICE) is Mark.PARTIAL
        assert begun.workshop().judged == (FIRST, KNOCKOUT, TWO)

    async def test_what_is_skipped_is_returned_to_from_another_item(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "5")
            assert asked(pilot) == KNOCKOUT
            await press(pilot, "full_stop", "full_stop")
            assert asked(pilot) == PERHAPS
            await press(pilot, "b")
            assert (asked(pilot), "後回しにした質問" in screen_text(pilot.app)) == (FIRST, True)
            await press(pilot, "6", "1", "escape")
            assert asked(pilot) == FIRST
            await press(pilot, "1")
            assert asked(pilot) == PERHAPS
        assert begun.workshop().skipped == ()

    async def test_the_agenda_leads_to_any_item(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "i", "4")
            assert "まとめ" in screen_text(pilot.app)
            await press(pilot, "comma", "comma", "comma", "comma")
            assert asked(pilot) == FIRST
            assert "最初の項目" in screen_text(pilot.app)

    async def test_undo_takes_back_everything_but_the_workshop(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "1", "u")
            assert asked(pilot) == FIRST
            await press(pilot, "u", "u")
            assert workshop(pilot).facilitation.current
        assert begun.workshop().judged == ()

    async def test_the_way_to_ask_stands_on_the_card(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            assert "部屋での聞き方 data.first" in screen_text(pilot.app)


class TestVoting:
    async def test_hands_are_counted_and_the_dissent_is_kept(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, *"611133", "minus", "enter", "1")
            await type_text(pilot, "佐藤")
            await press(pilot, "tab")
            await type_text(pilot, "先月は違った")
            await press(pilot, "enter")
            await pilot.pause()
            await press(pilot, "up")
            assert asked(pilot) == FIRST
            assert "はい 3人、いいえ 1人" in screen_text(pilot.app)
        (vote,) = begun.workshop().votes.values()
        assert (vote.counts, vote.agreed) == ({Mark.YES: 3, Mark.NO: 1}, Mark.YES)
        with begun.look() as session:
            assert session.text(vote.dissent) == "先月は違った"
            assert [session.person_name(person) for person in vote.dissenters] == ["佐藤"]
            assert session.state(FIRST).mark(Layer.RULE) is Mark.YES

    async def test_no_answer_need_be_agreed_on_and_a_second_vote_replaces_the_first(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, *"612", "enter", "0")
            assert asked(pilot) == FIRST
            await press(pilot, *"61", "enter", "1")
            assert "異なる意見" in screen_text(pilot.app)
            await press(pilot, "enter")
        (vote,) = begun.workshop().votes.values()
        assert (vote.counts, vote.agreed) == ({Mark.YES: 2, Mark.PARTIAL: 1}, Mark.YES)

    async def test_nobody_is_not_a_vote_and_escape_gives_up(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "6", "enter")
            assert "だれも数えていません" in screen_text(pilot.app)
            await press(pilot, "1", "enter", "escape", "escape")
            assert asked(pilot) == FIRST
        assert not begun.workshop().votes


class TestWritingDown:
    async def test_parking_decisions_and_their_change(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "7")
            await type_text(pilot, "費用の話")
            await press(pilot, "enter", "d")
            await type_text(pilot, "毎月消す")
            await press(pilot, "enter", "f5", "6", "1")
            await type_text(pilot, "予算内")
            await press(pilot, "enter", "f5")
            dialog = pilot.app.screen
            assert isinstance(dialog, NumberedDialog)
            dialog.dismiss("revise_decision")
            await pilot.pause()
            await press(pilot, "1")
            await type_text(pilot, "こと")
            await press(pilot, "enter")
        held = begun.workshop()
        (entry,), (made,) = held.parked.values(), held.decisions.values()
        with begun.look() as session:
            assert (session.text(entry.text), entry.control) == ("費用の話", FIRST)
            assert session.text(held.resolved[entry.id]) == "予算内"
            assert (session.text(made.text), made.control) == ("毎月消すこと", FIRST)

    async def test_an_empty_line_is_refused(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "7", "enter")
            assert not isinstance(pilot.app.screen, InterviewScreen)
            await press(pilot, "escape")
        assert not begun.workshop().parked

    async def test_homework_takes_three_keys(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "f4", "1", "2")
            assert "山田、2026-12-06 まで" in screen_text(pilot.app)
        with begun.look() as session:
            (action,) = session.state(FIRST).open_actions
            assert (session.person_name(action.owner), action.due) == ("山田", date(2026, 12, 6))
            assert action.aim is ActionKind.FIND_OUT
        assert begun.workshop().homework == ((FIRST, action.id),)

    async def test_homework_can_be_written_in_full_and_is_where_nobody_is_known(self, room: Room) -> None:
        room.begin()
        async with room.opened() as pilot:
            await press(pilot, "f4")
            assert isinstance(workshop(pilot).editor, HomeworkEditor)
            await press(pilot, "escape", "f5")
            dialog = pilot.app.screen
            assert isinstance(dialog, NumberedDialog)
            dialog.dismiss("attendees")
            await pilot.pause()
            await type_text(pilot, "鈴木")
            await press(pilot, "enter", "f4", "0")
            assert isinstance(workshop(pilot).editor, HomeworkEditor)

    async def test_the_next_date_is_a_preset_for_homework(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "f5", "7")
            await type_text(pilot, "12/20 1400")
            await press(pilot, "enter")
            assert "12/20 1400" in screen_text(pilot.app)
            await press(pilot, *["backspace"] * 4)
            await type_text(pilot, "14:00")
            await press(pilot, "enter", "f4", "2", "1")
        held = begun.workshop()
        assert (held.next_on, held.next_begins) == (date(2026, 12, 20), time(14))
        with begun.look() as session:
            assert session.state(FIRST).open_actions[0].due == date(2026, 12, 20)


class TestClock:
    async def test_the_top_edge_tells_item_rest_and_forecast(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            first, second = top(pilot)
            assert CLIENT in first
            assert "1/4 データ" in first
            assert "残り 30分" in first
            assert "14:02" in first
            assert "あと3問" in second
            assert "このペースだと 15:02（予定どおり）" in second
            begun.wait(29.5)
            assert "残り 1分" in top(pilot)[0]
            begun.wait(3)
            assert "2分超過" in top(pilot)[0]
            assert "遅れ" in top(pilot)[1]

    async def test_a_pause_stops_it_until_a_key_resumes(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            begun.wait(10)
            assert "PageDown" in screen_text(pilot.app)
            await press(pilot, "space")
            assert "中断しています" in screen_text(pilot.app)
            assert "PageDown" not in screen_text(pilot.app)
            begun.wait(45)
            await press(pilot, "1", "enter")
            assert asked(pilot) == FIRST
            assert "残り 20分" in top(pilot)[0]
        assert begun.workshop().judged == ()

    async def test_after_a_crash_it_goes_on_and_says_what_is_not_counted(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            begun.wait(10)
            await press(pilot, "1")
        begun.wait(65)
        async with begun.opened() as pilot:
            assert asked(pilot) == KNOCKOUT
            assert "60分 は数えていません" in screen_text(pilot.app)
            assert "残り 15分" in top(pilot)[0]

    async def test_a_pause_outlives_the_program(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "ideographic_space")
        begun.wait(30)
        async with begun.opened() as pilot:
            assert "中断しています" in screen_text(pilot.app)
            await press(pilot, "enter")
            assert asked(pilot) == FIRST

    async def test_opening_the_client_leads_into_the_workshop_that_goes_on(self, begun: Room) -> None:
        async with begun.opened(client=False) as pilot:
            await press(pilot, "enter")
            await pilot.pause()
            assert asked(pilot) == FIRST


class TestEnding:
    async def test_a_whole_workshop_ends_in_its_minutes(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "5", "1", *"6112", "enter", "2", "enter", "b", "3", "7")
            await type_text(pilot, "費用の話")
            await press(pilot, "enter", "d")
            await type_text(pilot, "毎月消す")
            await press(pilot, "enter", "enter", "space")
        begun.wait(20)
        async with begun.opened() as pilot:
            await press(pilot, "enter", "enter", "1", "f4", "2", "1", "1", "enter")
            text = screen_text(pilot.app)
            assert "毎月消す" in text
            assert "佐藤" in text
            await press(pilot, "enter", "1")
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, WorkshopSummary)
            assert "Enter で議事録" in screen_text(pilot.app)
            await press(pilot, "enter")
            path = screen.written
            assert path
            assert "議事録.html" in screen_text(pilot.app).replace("\n", "")
            await press(pilot, "escape")
            assert type(pilot.app.screen) is InterviewScreen
        held = begun.workshop()
        assert held.ended
        page = path.read_text("utf-8")
        for told in ("費用の話", "毎月消す", "山田", "佐藤", "はい 2人", "一部 1人", "一つ目の質問ですか。"):
            assert told in page

    async def test_leaving_pauses_and_keeps_to_the_client(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "escape", "1")
            assert type(pilot.app.screen) is InterviewScreen
            await press(pilot, "o")
            assert "中断しています" in screen_text(pilot.app)
        assert begun.workshop().is_paused

    async def test_undoing_the_end_is_left_to_the_interview(self, begun: Room) -> None:
        async with begun.opened() as pilot:
            await press(pilot, "escape", "2", "1")
            await pilot.pause()
            await press(pilot, "escape", "u")
        with begun.look() as session:
            assert Facilitation(session).current


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ja", "en"])
class TestSight:
    async def test_no_text_of_the_views_is_cut(self, tmp_path: Path, language: Language, size: tuple[int, int]) -> None:
        room = Room(tmp_path / "workspace", language)
        room.begin("山田")
        room.wait(45)
        async with room.opened(size) as pilot:
            for keys in ((), ("f5",), ("escape", "i"), ("escape", "6"), ("1", "enter"), ("1", "escape"), ("7",)):
                await press(pilot, *keys)
                for column in (
                    widget for kind in (Navigator, Aside) for widget in pilot.app.screen_stack[0].query(kind)
                ):
                    column.display = False  # these two shorten by design
                await pilot.pause()
                assert "…" not in screen_text(pilot.app)
            await press(pilot, "escape", "o")
            assert isinstance(pilot.app.screen, ProjectorScreen)
            assert "…" not in screen_text(pilot.app)

    async def test_the_clock_shortens_a_long_name_never_the_time(
        self, tmp_path: Path, language: Language, size: tuple[int, int]
    ) -> None:
        room = Room(tmp_path / "workspace", language)
        with room.look() as session:
            session.rename("とても長い名前の株式会社" * 6)
        room.begin()
        async with room.opened(size) as pilot:
            first, second = top(pilot)
            assert "14:02" in first
            assert "1/4" in first
            assert "15:02" in second
