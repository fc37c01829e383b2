import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from pmark_check.tui.text import Prose, WideInput, fold, shortened
from pmark_check.tui.text_area import WideTextArea
from pmark_check.view.typed import read_day
from tests.tui.folding import BLANKS, background_texts, checklist_texts, interface_texts, misfolded

WIDTHS = (28, 38, 53, 62, 78, 84)
"""Cells that prose gets on screens of 80 to 200 columns: beside a question, in a column, in a dialog, across."""
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("cells", WIDTHS)
@pytest.mark.parametrize("found", [checklist_texts, background_texts, interface_texts])
def test_every_text_folds_as_japanese_is_set(found: Callable[[], tuple[str, ...]], cells: int) -> None:
    assert len(found()) > 1000
    assert [wrong for text in found() for wrong in misfolded(text, cells)] == []


@pytest.mark.parametrize("word", ["Don’t", "2026–27"])
def test_a_word_with_a_sign_of_its_own_is_not_cut(word: str) -> None:
    assert fold(f"あああ{word}", cell_len(word) + 4) == ["あああ", word]


def test_an_opening_mark_before_a_blank_ends_no_line() -> None:
    assert fold("あああ（ い）", 8) == ["あああ", "（ い）"]


@pytest.mark.parametrize("sign", "*※†")
@pytest.mark.parametrize("cells", range(8, 40))
def test_a_footnote_sign_stays_with_its_word(sign: str, cells: int) -> None:
    lines = fold(f"個人情報取扱規則{sign}, A.10{sign}, 委託先の管理{sign} R07{sign}", cells)
    assert [line for line in lines if line.startswith(sign)] == []


def test_a_footnote_may_begin_a_line() -> None:
    assert fold("* 資料は1つ  ※ 推定", 12) == ["* 資料は1つ", "※ 推定"]


@given(st.text(max_size=80), st.integers(2, 60))
def test_any_text_folds_without_loss(text: str, cells: int) -> None:
    assert "".join(fold(text, cells)).translate(BLANKS) == text.translate(BLANKS)


@given(st.text(alphabet="あ、。「」（）aB1 　ー…", max_size=60), st.integers(6, 40))
def test_any_text_fits_its_width(text: str, cells: int) -> None:
    assert all(cell_len(line) <= cells for line in fold(text, cells))


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert fold("a" * 50, 20) == ["a" * 20, "a" * 20, "a" * 10]


def test_line_ends_stay() -> None:
    assert fold("一\n\n二", 20) == ["一", "", "二"]


def test_variants_stay_with_their_character() -> None:
    assert all(not line.startswith("\U000e0100") for line in fold("葛\U000e0100" * 20, 9))


def test_shortened_text_fits() -> None:
    assert cell_len(shortened("個人情報保護" * 9, 21)) <= 21
    assert shortened("短い", 21) == "短い"


class TestDays:
    @pytest.mark.parametrize(
        "text", ["2026-12-01", "12/1", "１２／１", "12月1日", "2026年12月1日", "2026/12/1", "+9", "＋９"]
    )
    def test_a_day_is_read_as_people_write_it(self, text: str) -> None:
        assert read_day(text, TODAY) == date(2026, 12, 1)

    def test_a_day_without_a_year_lies_ahead_or_behind(self) -> None:
        assert read_day("9/30", TODAY) == date(2027, 9, 30)
        assert read_day("9/30", TODAY, past=True) == date(2026, 9, 30)
        assert read_day("12/1", TODAY, past=True) == date(2025, 12, 1)

    @pytest.mark.parametrize("text", ["来週", "13/1", "2026-02-30", "9/30 まで"])
    def test_what_is_no_day_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r".*"):
            read_day(text, TODAY)

    def test_nothing_is_no_day(self) -> None:
        assert read_day(" 　", TODAY) is None


class Typing(App[str]):
    def compose(self) -> ComposeResult:
        yield WideInput(id="line")
        yield WideTextArea(id="lines")
        yield Prose("「[/」は[@click=app.quit]文字[/]です。" * 3, id="prose")


async def test_the_full_width_space_can_be_typed() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        await pilot.press("山", "ideographic_space", "田")
        app.query_one("#lines").focus()
        await pilot.press("山", "ideographic_space", "田")
        assert app.query_one("#line", WideInput).value == "山　田"
        assert app.query_one("#lines", WideTextArea).text == "山　田"


async def test_the_full_width_space_replaces_what_is_selected() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        line = app.query_one("#line", WideInput)
        await pilot.press("山", "田", "shift+left", "ideographic_space", "川")
        assert line.value == "山　川"


async def test_prose_is_literal_and_folded() -> None:
    app = Typing()
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        prose = app.query_one(Prose)
        assert prose.size.height == len(fold(prose.text, 40)) > 1
        assert prose.render().plain.replace("\n", "") == prose.text


PTY_APP = """
from textual.app import App
from pmark_check.tui.text import WideInput
from pmark_check.tui.text_area import WideTextArea
class Typing(App):
    BINDINGS = [("f1", "done")]
    def compose(self):
        yield KIND(id="typed")
    def action_done(self):
        typed = self.query_one("#typed")
        self.exit(typed.value if hasattr(typed, "value") else typed.text)
print("TYPED", ascii(Typing().run()))
"""


@pytest.mark.parametrize("kind", ["WideInput", "WideTextArea"])
def test_the_full_width_space_arrives_through_a_terminal(kind: str, tmp_path: Path) -> None:
    script = tmp_path / "typing_app.py"
    script.write_text(PTY_APP.replace("KIND", kind), encoding="utf-8")
    child = pexpect.spawn(sys.executable, [str(script)], encoding="utf-8", dimensions=(24, 80), timeout=30)
    child.expect_exact("\x1b[?2004h")
    child.send("山　田　\x1bOP")
    child.expect(r"TYPED '(.*)'")
    assert isinstance(child.match, re.Match)
    assert child.match.group(1).encode().decode("unicode_escape") == "山　田　"
    child.expect(pexpect.EOF)
    child.close()
