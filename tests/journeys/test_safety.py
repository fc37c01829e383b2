"""What a terminal can do to the program: the window is pulled about, keys are held, documents are pasted into notes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from itertools import islice, product
from pathlib import Path

import pytest

from pmark_check.domain.events import Answered
from pmark_check.domain.session import Session
from pmark_check.domain.text import MAX_TEXT
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from tests.journeys.terminal import Terminal

FIRM = "株式会社つばめ"
FIRST = "test-data.dummy-data-used"
LESSONS = "incident-lessons"
FREEZE = 2.0
"""Seconds of work for which nobody doubts that the program is alive."""


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """A client with 87 questions, the first of them answered."""
    workspace = Workspace(surroundings({}, tmp_path))
    path = workspace.create(FIRM, {LESSONS: shipped_checklists()[LESSONS]})
    with workspace.session(path) as session:
        session.state_fact("has_test_env", value=True)
    return path


@pytest.fixture
def terminal(client: Path, tmp_path: Path) -> Iterator[Terminal]:
    """The program at the first of 87 questions."""
    with closing(Terminal(tmp_path, "open", client.stem)) as terminal:
        terminal.until("1/87")
        terminal.until("聞き取り")
        yield terminal


def opened(client: Path) -> AbstractContextManager[Session]:
    """Return the client as its file holds it."""
    return Workspace(surroundings({}, client.parents[1])).session(client)


def answers(client: Path) -> list[str]:
    """Return the marks that were given, oldest first."""
    with opened(client) as session:
        bodies = [event.body for event in session.events]
    return [next(iter(body.marks.values())).value for body in bodies if isinstance(body, Answered)]


@pytest.mark.slow
def test_a_storm_of_resizes_leaves_the_question_and_what_is_being_typed(terminal: Terminal) -> None:
    terminal.press("f2")
    terminal.until("メモ（")
    terminal.press("書きかけ")
    terminal.until("書きかけ")
    sizes = product(range(25), ((20, 5), (200, 60), (40, 10), (120, 40)))
    for _, (columns, lines) in islice(sizes, 100):
        terminal.resize(columns, lines)
        terminal.glance()
    terminal.resize(80, 24)
    terminal.until(lambda text: "1/87" in text and "書きかけ" in text and "メモ（" in text)
    terminal.press("、続き")
    terminal.until("書きかけ、続き")


def test_too_small_a_window_says_so_and_keeps_the_place(terminal: Terminal) -> None:
    terminal.press("down")
    terminal.until("2/87")
    terminal.resize(20, 5)
    terminal.until(lambda text: "20×5" in text)
    terminal.resize(80, 24)
    terminal.until("2/87")


@pytest.mark.slow
@pytest.mark.parametrize("keys", ["", "f2", "s", "9"], ids=["question", "editor", "results", "dialog"])
def test_a_suspended_program_gives_the_terminal_back_and_paints_all_of_itself_again(
    terminal: Terminal, keys: str
) -> None:
    terminal.press(*filter(None, [keys]))
    shown = terminal.at_rest()
    assert not terminal.echoes()
    terminal.signal(signal.SIGTSTP)
    terminal.until(lambda _: terminal.is_stopped)
    assert terminal.echoes()
    terminal.wipe()
    terminal.signal(signal.SIGCONT)
    terminal.until(lambda text: text == shown)
    assert not terminal.echoes()


@pytest.mark.slow
def test_a_program_that_is_suspended_while_it_paints_comes_back_whole(terminal: Terminal) -> None:
    for _ in range(10):
        terminal.press(*["down"] * 5)
        terminal.signal(signal.SIGTSTP)
        terminal.until(lambda _: terminal.is_stopped)
        terminal.wipe()
        terminal.signal(signal.SIGCONT)
        terminal.until(lambda text: all(part in text for part in ("/87", "1 はい", "ヘルプ")))


@pytest.mark.slow
def test_a_program_stopped_without_a_word_comes_back_and_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    shown = terminal.at_rest()
    terminal.signal(signal.SIGSTOP)
    terminal.until(lambda _: terminal.is_stopped)
    terminal.wipe()
    terminal.signal(signal.SIGCONT)
    terminal.until(lambda text: text == shown)
    terminal.press(*["down"] * 30)
    terminal.until("31/87")
    terminal.signal(signal.SIGTSTP)
    terminal.until(lambda _: terminal.is_stopped)
    assert terminal.echoes()


@pytest.mark.slow
def test_a_hundred_kilobytes_can_be_pasted_into_a_note(terminal: Terminal, client: Path) -> None:
    document = "".join(chr(ord("一") + place % 5000) for place in range(34_000))
    terminal.press("f2")
    terminal.until("メモ（")
    terminal.press("前から")
    terminal.until("前から")
    terminal.paste(document)
    begun = terminal.seconds_of_work
    terminal.press("終わり")
    terminal.until("終わり")
    assert terminal.seconds_of_work - begun < FREEZE
    terminal.press("escape")
    terminal.until("メモを保存しました")
    with opened(client) as session:
        assert session.text(session.state(FIRST).note) == f"前から{document}終わり"


@pytest.mark.slow
def test_too_long_a_paste_is_refused_with_the_limit_and_nothing_is_lost(terminal: Terminal, client: Path) -> None:
    document = "あ" * MAX_TEXT
    terminal.press("f2")
    terminal.until("メモ（")
    terminal.press("前から")
    terminal.until("前から")
    terminal.paste(document)
    terminal.press("終わり")
    terminal.until("終わり")
    terminal.press("escape")
    terminal.until(lambda text: "長すぎます" in text and f"{MAX_TEXT}文字まで入ります" in text)
    terminal.press("\x11")
    terminal.wait_for_end()
    with opened(client) as session:
        assert [draft.text for draft in session.drafts()] == [f"前から{document}終わり"]


@pytest.mark.slow
def test_an_answer_key_that_is_held_answers_what_was_on_the_screen(terminal: Terminal, client: Path) -> None:
    terminal.press("3" * 300)
    terminal.until("2/87")
    terminal.press("1")
    terminal.until("3/87")
    assert answers(client) == ["no", "yes"]


@pytest.mark.slow
def test_answers_typed_ahead_are_all_kept(terminal: Terminal, client: Path) -> None:
    typed = "123" * 10
    terminal.press(typed)
    terminal.until("31/87")
    assert answers(client) == ["yes", "partial", "no"] * 10


@pytest.mark.slow
def test_an_arrow_that_is_held_leads_to_the_end_and_back(terminal: Terminal) -> None:
    terminal.press(*["down"] * 300)
    terminal.until(lambda text: "87/87" in text and "最後の質問です" in text)
    terminal.press("up")
    terminal.until("86/87")
