"""A workshop in a real terminal, with a flat battery in the middle."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.terminal import Terminal
from tests.journeys.test_flat_battery import pmark_check

CLIENT = "株式会社サンプル"


def test_from_the_command_line_over_a_kill_to_the_minutes(tmp_path: Path) -> None:
    pmark_check(tmp_path, "new", CLIENT, "--checklist", "quick")
    start = ("workshop", "start", CLIENT, "--agenda", "quick-15", "--attendee", "山田", "--place", "本社")
    terminal = Terminal(tmp_path, *start)
    terminal.until("1/5 これ1つで事故になる質問")
    terminal.press("2")
    terminal.until("一部")
    terminal.press("7")
    terminal.until("保留事項に入れる")
    terminal.press("費用、時期。")
    terminal.until("費用、時期。")
    terminal.press("enter")
    terminal.until("保留 1")
    terminal.kill()

    terminal = Terminal(tmp_path, "workshop", "start", CLIENT)
    try:
        terminal.until("保留 1")
        terminal.press("f4")
        terminal.until("山田")
        terminal.press("1")
        terminal.until("1週間後")
        terminal.press("1")
        terminal.until("宿題にしました")
        terminal.press("o")
        terminal.until("Esc 戻る")
        terminal.press("escape")
        terminal.until("投影をやめますか")
        terminal.press("1")
        terminal.until("メニュー")
        terminal.press("f5")
        terminal.until("ワークショップを終える")
        terminal.press("0")
        terminal.until("終えますか")
        terminal.press("1")
        terminal.until("Enter で議事録")
        terminal.press("enter")
        terminal.until("議事録：")
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
    finally:
        terminal.close()
    (page,) = (tmp_path / "reports").rglob("*議事録*.html")
    told = page.read_text("utf-8")
    for text in ("費用、時期。", "山田", "本社", "一部"):
        assert text in told
    pmark_check(tmp_path, "verify", CLIENT)
