"""The monthly progress report, and a report's changes since a point, at the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pmark_check.cli import writers
from pmark_check.cli.program import Desk
from pmark_check.i18n.translation import Translator
from pmark_check.surroundings import Surroundings
from tests.cli.door import FIRM, NOW, Program

HOMEWORK = """\
[answers."one.kept"]
mark = "no"
private_note = "canary-5517"
homework = { text = "棚卸しをする", owner = "山田 亮", due = 2026-09-20 }
"""


@pytest.fixture
def firm(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """A firm that began in September and went on today, 22 November."""
    with monkeypatch.context() as then:
        then.setenv("PMARK_CHECK_NOW", "2026-09-15T10:00:00+09:00")
        program.firm()
        program.good("import", FIRM, program.file(HOMEWORK))
        program.good("tag", FIRM, "第1回")
    program.good("answer", FIRM, "one.kept", "yes")
    return program


def written(program: Program, *arguments: str) -> tuple[Path, str]:
    path = Path(program.good(*arguments).line)
    return path, path.read_text("utf-8")


def test_without_a_month_it_tells_the_last_whole_one(firm: Program) -> None:
    path, page = written(firm, "progress", FIRM)
    assert path.name == f"{FIRM}_2026-11-22_月次進捗_2026-10.html"
    assert path.parent == firm.folder / "reports" / FIRM
    assert "2026年10月" in page
    assert "41日遅れ" in page
    assert "canary-5517" not in page


def test_a_month_a_language_and_a_place_can_be_chosen(firm: Program) -> None:
    place = firm.folder / "own.html"
    path, page = written(firm, "progress", FIRM, "--month", "2026-11", "--lang", "en", "-o", str(place))
    assert path == place
    assert "November 2026" in page
    assert "The month is not over" in page


def test_markdown_tells_the_same(firm: Program) -> None:
    path, text = written(firm, "progress", FIRM, "--month", "2026-11", "--format", "markdown")
    assert path.suffix == ".md"
    assert text.startswith("# 月次進捗報告書 2026年11月\n")
    assert "| 2026-09-20（63日遅れ） | 棚卸しをする | 山田 亮 |" in text
    assert "canary-5517" not in text


def test_an_older_report_is_never_overwritten(firm: Program) -> None:
    first, _ = written(firm, "progress", FIRM)
    second, _ = written(firm, "progress", FIRM)
    assert first != second


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--month", "11月"], 3, "2026-11 の形"),
        (["--month", "2026-12"], 3, "2026-12 は、今日（2026-11-22）より後"),
        (["--month", "2026-08"], 4, "最初の記録は 2026-09-15"),
        (["--format", "markdown", "--pdf"], 3, "html"),
        (["--format", "markdown", "-o", "x.pdf"], 3, "html"),
    ],
)
def test_a_wish_that_cannot_be_met_is_said_and_nothing_written(
    firm: Program, arguments: list[str], code: int, said: str
) -> None:
    refused = firm("progress", FIRM, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert said in refused.err
    assert not (firm.folder / "reports").exists()


@pytest.mark.parametrize("since", ["第1回", "2026-09-15"])
def test_a_report_tells_what_changed_since_a_point(firm: Program, since: str) -> None:
    _, page = written(firm, "report", FIRM, "--since", since)
    assert 'id="changes"' in page
    assert "63日遅れ" in page
    assert 'id="changes"' not in written(firm, "report", FIRM)[1]


@pytest.mark.parametrize(
    ("since", "said"), [("2026-09-14", "2026-09-15"), ("2027-01-01", "2026-11-22"), ("前回", "第1回")]
)
def test_a_point_that_is_not_there_is_said_and_nothing_written(firm: Program, since: str, said: str) -> None:
    refused = firm("report", FIRM, "--since", since)
    assert refused.code == 4
    assert since in refused.err
    assert said in refused.err
    assert not (firm.folder / "reports").exists()


def test_compare_refuses_a_day_before_the_first_too(firm: Program) -> None:
    assert firm("compare", FIRM, "--from", "2026-09-14").code == 4


# --- in a firm's own look --------------------------------------------------------------------------------------------

PAGES = [("progress", FIRM), ("print", FIRM, "questions"), ("print", FIRM, "homework")]
OURS = 'format = 1\n[brand]\nfirm = "サンプル安全支援"\nmark = "取扱注意"\n'


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[-1])
def test_a_page_looks_as_the_workspaces_profile_says_or_the_one_named(firm: Program, page: tuple[str, ...]) -> None:
    (firm.folder / "profile.toml").write_text(OURS, "utf-8")
    ours = written(firm, *page)[1]
    assert "サンプル安全支援" in ours
    assert "取扱注意" in ours
    other = firm.file(OURS.replace("サンプル安全支援", "別の会社"))
    assert "別の会社" in written(firm, *page, "--profile", str(other))[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[-1])
def test_a_profile_that_cannot_be_used_is_said_and_nothing_written(firm: Program, page: tuple[str, ...]) -> None:
    (firm.folder / "profile.toml").write_text("[brand]\nlogo = 'nowhere.png'\n", "utf-8")
    refused = firm(*page)
    assert (refused.code, refused.out) == (3, "")
    assert "nowhere.png" in refused.err
    assert not (firm.folder / "reports").exists()


def test_the_screens_write_the_same_page_in_their_language(firm: Program) -> None:
    (firm.folder / "profile.toml").write_text(OURS, "utf-8")
    desk = Desk()
    desk.__dict__["around"] = Surroundings(firm.folder, "ja", lambda: datetime.fromisoformat(NOW))
    with desk.workspace.session(desk.workspace.find(FIRM)) as session:
        shown = writers.progress(desk, session, Translator("en"))
    path, page = written(firm, "progress", FIRM, "--lang", "en")
    assert shown.parent == path.parent
    assert shown.read_text("utf-8") == page
    assert "サンプル安全支援" in page


def test_what_has_no_look_asks_for_no_profile(firm: Program) -> None:
    (firm.folder / "profile.toml").write_text("nonsense", "utf-8")
    assert written(firm, "progress", FIRM, "--format", "markdown")[1].startswith("# ")
