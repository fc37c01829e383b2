"""A workshop of ninety minutes in a real terminal: it overruns, the battery dies twice, people disagree, the telephone.

``PMARK_CHECK_WRITE_GOLDEN=1 pytest tests/journeys/test_workshop_ninety_minutes.py`` writes the reviewed minutes anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmark_check.domain.language import LANGUAGES
from tests.journeys.clocked import Clock
from tests.journeys.terminal import Terminal
from tests.journeys.test_flat_battery import pmark_check

HERE = Path(__file__).parent
CLIENT = "株式会社みどり印刷"
OFFICER, SYSTEMS, BOSS = "佐藤 次郎", "鈴木 恵", "高橋 社長"
CANARY = "canary-7731"
TELEPHONE = "2026-10-20T10:00:00+09:00"

KNOWN = f"""\
[facts]
employees = 24
has_vendor = true
uses_cloud = true
issues_credentials = false

[answers."initial-passwords.factory-defaults-gone"]
mark = "yes"
how = "guessed"
by = "{OFFICER}"

[answers."j2-3-2.two-different-people"]
mark = "yes"
how = "guessed"
by = "{OFFICER}"

[answers."j6-2.all-departments-audited"]
mark = "unknown"
by = "{OFFICER}"
private_note = "社長は監査を負担に思っている {CANARY}"
"""


class Visit:
    """The room: a terminal that can go dark, and a clock on the wall."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.clock = Clock(workspace / "clock", "2026-11-24T13:00:00+09:00")
        self.terminal: Terminal | None = None

    def open(self, *options: str) -> None:
        """Open the program on the workshop."""
        self.terminal = Terminal(self.workspace, "workshop", "start", CLIENT, *options, clock=self.clock.file)

    def at(self, time: str) -> None:
        """Let it be that time, on the wall and at the top edge once something is painted."""
        self.clock.turn_to(f"2026-11-24T{time}:00+09:00")

    def does(self, *keys: str, until: str) -> str:
        """Press keys; return the screen once it shows what they lead to."""
        assert self.terminal
        self.terminal.press(*keys)
        return self.terminal.until(until)

    def types(self, text: str) -> None:
        """Type a text and Enter."""
        self.does(text, until=text)
        assert self.terminal
        self.terminal.press("enter")

    def fills(self, text: str) -> None:
        """Type into a field, and go to the next one once nothing moves any more."""
        self.types(text)
        assert self.terminal
        self.terminal.at_rest()

    def kept(self, text: str) -> None:
        """Wait until what is being typed lies in the client's file."""
        (file,) = self.workspace.glob("clients/*.pmark")
        assert self.terminal
        self.terminal.until(lambda _: text.encode() in file.read_bytes())

    def battery_dies(self) -> None:
        assert self.terminal
        self.terminal.kill()

    def close(self) -> None:
        if self.terminal:
            self.terminal.close()


@pytest.fixture
def visit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    (tmp_path / "known.toml").write_text(KNOWN, "utf-8")
    (tmp_path / "settings.json").write_text('{"my_name": "山田 花子"}', "utf-8")
    with monkeypatch.context() as before:
        before.setenv("PMARK_CHECK_NOW", TELEPHONE)
        pmark_check(tmp_path, "new", CLIENT, "--checklist", "quick")
        pmark_check(tmp_path, "import", CLIENT, str(tmp_path / "known.toml"))
    visit = Visit(tmp_path)
    yield visit
    visit.close()


def knock_outs(visit: Visit) -> None:
    """People disagree on the first question; the battery dies while hands are counted for the next; it takes long."""
    people = [word for name in (OFFICER, SYSTEMS, BOSS) for word in ("--attendee", name)]
    visit.open("--agenda", str(HERE / "ninety_minutes.toml"), *people, "--place", "本社2階 会議室")
    visit.does(until="今日の進め方")
    visit.at("13:06")
    visit.does("enter", until="テストや一時的な作業に")
    visit.at("13:12")
    visit.does("6", "right", until=f"[ {OFFICER} ]")
    visit.does("1", "2", "2", until="合計 3人")
    visit.does("enter", until="まとまった答え")
    visit.does("2", until="残さないなら")
    visit.types("先月分までは消した。記録がないだけだ。")
    visit.does(until="ホームページやクラウド")
    visit.does("up", until="機器・クラウド・管理画面")
    visit.at("13:16")
    visit.does("2", until="ホームページやクラウド")
    visit.does("6", "right", "3", "3", until="合計 2人")
    visit.battery_dies()
    visit.at("13:27")
    visit.open()
    visit.does(until="合計 2人")
    visit.does(until="6分 は数えていません")
    visit.does("3", until="合計 3人")
    visit.does("enter", "3", until="個人情報を扱うシステムで")
    visit.does("up", until="ホームページやクラウド")
    visit.does("d", until="議事録に載ります")
    visit.types("設定を変えたら、その日のうちに社外の回線から確かめる")
    visit.does(until="決めたことを記録しました")
    visit.does("f4", until="宿題はだれに")
    visit.does("2", "1", until="2026-12-01 まで")
    visit.does("down", until="個人情報を扱うシステムで")
    visit.at("13:31")
    visit.does("4", until="利用記録（ログ）")
    visit.does("up", until="個人情報を扱うシステムで")
    visit.does("f4", "0", until="いつまでに")
    for text in ("警報の宛先を調べる", SYSTEMS, "12/5"):
        visit.fills(text)
    visit.does("escape", until="宿題を保存しました")


def who_and_what(visit: Visit) -> None:
    """The overrun is shown, with what it means for the end; something is parked, put off and returned to."""
    visit.does("down", until="利用記録（ログ）")
    visit.at("13:38")
    visit.does("2", until="聞き終わりました")
    late = visit.does(until="6分超過").splitlines()[1]
    assert "このペースだと" in late
    assert "遅れ" in late
    visit.does("enter", until="個人情報保護方針に")
    visit.at("13:41")
    visit.does("1", until="今いる従業者全員")
    visit.does("5", until="後回し 1")
    visit.at("13:44")
    visit.does("3", until="この1年の代表者による見直し")
    visit.does("7", until="あとで話すこと")
    visit.types("見直しに取締役会の議事録を使えるか、審査機関に聞く")
    visit.does(until="保留 1")
    visit.at("13:46")
    visit.does("3", until="個人情報管理台帳")
    visit.at("13:49")
    visit.does("2", until="台帳のすべての行")
    visit.does("4", until="個人情報を書いてもらう紙")
    visit.at("13:53")
    visit.does("2", until="申込書やアンケート")
    visit.does("0", until="Enter 該当なしにする")
    visit.types("紙では受け取っていない。すべてホームページから。")
    visit.does(until="従業者の分も含めて")
    visit.at("13:56")
    visit.does("2", until="聞き終わりました")
    visit.does("b", until="後回しにした質問")
    visit.at("13:58")
    visit.does("2", until="聞き終わりました")


def everyday(visit: Visit) -> None:
    """The break becomes longer by a telephone call; behind it the battery dies in the middle of a sentence."""
    visit.does("enter", until="休憩")
    visit.at("14:04")
    visit.does(" ", until="中断しています")
    visit.at("14:15")
    visit.does("enter", until="再開しました")
    visit.at("14:16")
    visit.does("enter", until="個人情報をメールやチャット")
    visit.at("14:19")
    visit.does("1", until="個人情報の書類や媒体")
    visit.does("d", until="議事録に載ります")
    visit.does("書類は帰る前に", until="書類は帰る前に")
    visit.kept("書類は帰る前に")
    visit.battery_dies()
    visit.at("14:22")
    visit.open()
    visit.does(until="書類は帰る前に")
    visit.types("鍵のかかる棚へしまう")
    visit.does(until="決めたことを記録しました")
    visit.does("2", until="採用しなかった人")
    visit.does("f4", until="宿題はだれに")
    visit.does("1", "2", until="2026-12-08 まで")
    visit.at("14:26")
    visit.does("3", until="クラウドの個人情報を")
    visit.does("2", until="個人情報に届くログイン")
    visit.does("7", until="あとで話すこと")
    visit.types("監視を社外に任せる費用")
    visit.does(until="保留 2")
    visit.at("14:30")
    visit.does("6", until="合計 0人")
    visit.does("111\r", until="全員一致です")  # in one breath: Enter waits for the digits before it
    visit.does("enter", until="辞める人が知っている")
    visit.does("3", until="個人情報の事故かもしれない")
    visit.does("5", until="後回し 1")
    visit.at("14:35")
    visit.does("1", until="個人情報を渡しているすべて")
    visit.does("2", until="聞き終わりました")


def end(visit: Visit) -> None:
    """What is left is put off once more; what was said is read out, the next date fixed, the minutes written."""
    visit.does("enter", until="個人情報の事故かもしれない")
    visit.at("14:37")
    visit.does("5", until="聞き終わりました")
    visit.does("enter", until="設定を変えたら、その日のうちに")
    visit.does("f5", "6", until="どの保留事項")
    visit.does("2", until="どう片づきましたか")
    visit.does(until="監視を社外に任せる費用")
    visit.types("来期の予算に入れる")
    visit.does("f5", "7", until="例：9/30")
    visit.types("12/10 14:00")
    visit.at("14:46")
    visit.does("enter", until="終えますか")
    visit.does("1", until="Enter で議事録")
    visit.does("enter", until="議事録：")
    assert visit.terminal
    visit.terminal.press("\x11")
    assert visit.terminal.wait_for_end() == 0


def test_ninety_minutes_end_in_the_minutes_that_were_reviewed(visit: Visit) -> None:
    knock_outs(visit)
    who_and_what(visit)
    everyday(visit)
    end(visit)
    (page,) = (visit.workspace / "reports").rglob("*議事録*.html")
    assert CANARY not in page.read_text("utf-8")
    for language in LANGUAGES:
        told = visit.workspace / f"{language}.md"
        pmark_check(
            visit.workspace, "workshop", "minutes", CLIENT, "--format", "markdown", "--lang", language, "-o", str(told)
        )
        reviewed = HERE / "golden" / f"ninety_minutes_{language}.md"
        if os.environ.get("PMARK_CHECK_WRITE_GOLDEN"):
            reviewed.parent.mkdir(exist_ok=True)
            reviewed.write_bytes(told.read_bytes())
        assert told.read_text("utf-8") == reviewed.read_text("utf-8")
    pmark_check(visit.workspace, "verify", CLIENT)
