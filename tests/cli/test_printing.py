"""Paper and PDF through the command line, with browsers that behave and browsers that do not."""

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from pmark_check.cli.printing import PAPERS
from pmark_check.cli.program import Desk
from pmark_check.errors import Unwritable
from pmark_check.report import pdf
from pmark_check.report.paper import SHEETS
from tests.cli.browsers import HALF, HANG, WHOLE, fake
from tests.cli.door import FIRM, Program
from tests.cli.test_answers import SAME

REPORTS = f"reports/{FIRM}"


@pytest.fixture
def answered(program: Program) -> Program:
    program.firm()
    program.good("import", FIRM, program.file(SAME))
    return program


# --- a PDF ------------------------------------------------------------------------------------------------------------


def test_a_pdf_lies_beside_its_page(answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = fake(tmp_path, monkeypatch)
    page, printed = map(Path, answered.good("report", FIRM, "--pdf").out.splitlines())
    assert (page.name, printed.name) == (f"{FIRM}_2026-11-22.html", f"{FIRM}_2026-11-22.pdf")
    assert printed.parent == page.parent == answered.folder / REPORTS
    assert printed.read_bytes().startswith(b"%PDF-")
    assert browser.page == page.read_bytes()
    assert stat.S_IMODE(printed.stat().st_mode) == 0o600
    assert browser.left_behind == []


def test_the_browser_has_no_network_and_a_profile_of_its_own(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = fake(tmp_path, monkeypatch)
    answered.good("report", FIRM, "--pdf")
    given = browser.arguments
    assert {"--headless", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"} <= set(given)
    (profile,) = (name.partition("=")[2] for name in given if name.startswith("--user-data-dir="))
    assert Path(profile).is_relative_to(tmp_path)
    assert not Path(profile).exists()
    assert given[-1].startswith("file:///")


@pytest.mark.parametrize(("user", "has_sandbox"), [(0, False), (1000, True)])
def test_only_root_goes_without_the_sandbox(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, *, has_sandbox: bool
) -> None:
    browser = fake(tmp_path, monkeypatch)
    monkeypatch.setattr("os.geteuid", lambda: user)
    answered.good("report", FIRM, "--pdf")
    assert ("--no-sandbox" not in browser.arguments) is has_sandbox


def test_no_older_pdf_is_written_over(answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch)
    page, first = map(Path, answered.good("report", FIRM, "--pdf").out.splitlines())
    page.unlink()
    first.write_bytes(b"kept")
    _, second = map(Path, answered.good("report", FIRM, "--pdf").out.splitlines())
    assert second.name == f"{FIRM}_2026-11-22_2.pdf"
    assert first.read_bytes() == b"kept"


@pytest.mark.parametrize(
    ("options", "page"),
    [(["-o", "r.pdf"], "r.html"), (["-o", "r.html", "--pdf"], "r.html"), (["-o", "r", "--pdf"], "r")],
)
def test_a_pdf_goes_where_it_is_told(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], page: str
) -> None:
    fake(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    assert answered.good("report", FIRM, *options).out.splitlines() == [page, "r.pdf"]
    assert Path("r.pdf").read_bytes().startswith(b"%PDF-")
    assert Path(page).read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_pdf_in_the_way_stays_and_nothing_is_written(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch)
    there = tmp_path / "r.pdf"
    there.write_text("kept")
    refused = answered("report", FIRM, "--pdf", "-o", there)
    assert (refused.code, refused.out) == (5, "")
    assert there.read_text() == "kept"
    assert not there.with_suffix(".html").exists()


@pytest.mark.parametrize("deed", ["exit 1", "exit 0", HALF, 'echo rubbish > "$pdf"', "kill -9 $$"])
@pytest.mark.parametrize(("language", "words"), [("ja", "「PDFに保存」"), ("en", '"Save as PDF"')])
def test_a_browser_that_fails_leaves_the_page_and_a_way_on(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str, language: str, words: str
) -> None:
    browser = fake(tmp_path, monkeypatch, deed)
    answered.language = language
    refused = answered("report", FIRM, "--pdf")
    assert refused.code == 7
    assert refused.line in refused.err
    assert words in refused.err
    assert str(browser.folder / "chromium") in refused.err
    assert [path.suffix for path in Path(refused.line).parent.iterdir()] == [".html"]
    assert browser.left_behind == []


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    states = (line for p in Path("/proc").glob("[0-9]*/stat") if (line := _read(p)))
    return any(
        fields[2] == str(group) and fields[0] != "Z" for fields in (s.rpartition(")")[2].split() for s in states)
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = fake(tmp_path, monkeypatch, HANG, seconds=1)
    refused = answered("report", FIRM, "--pdf")
    assert refused.code == 7
    assert "応答しません" in refused.err
    assert refused.line in refused.err
    assert not is_running(browser.group)
    assert browser.left_behind == []


def test_a_browser_that_prints_and_then_hangs_has_printed(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = fake(tmp_path, monkeypatch, f"{WHOLE}; {HANG}", seconds=60)
    began = time.monotonic()
    assert len(answered.good("report", FIRM, "--pdf").out.splitlines()) == 2
    assert time.monotonic() - began < 50
    assert not is_running(browser.group)


def test_a_browser_that_nobody_waits_for_any_more_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = fake(tmp_path, monkeypatch, HANG, seconds=60)
    page = tmp_path / "r.html"
    page.write_text("<!DOCTYPE html>")
    began = time.monotonic()
    with pytest.raises(Unwritable):
        pdf.printed(page, is_given_up=(browser.folder / "pid").exists)
    assert time.monotonic() - began < 50
    assert not is_running(browser.group)


def test_a_file_that_is_no_program_is_said_so(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = fake(tmp_path, monkeypatch)
    (browser.folder / "chromium").write_bytes(b"\x7fELF nothing")
    refused = answered("report", FIRM, "--pdf")
    assert refused.code == 7
    assert "Exec format error" in refused.err
    assert refused.line in refused.err


@pytest.mark.parametrize(("language", "words"), [("ja", ["⌘P", "PMARK_CHECK_BROWSER"]), ("en", ["Ctrl+P", "Edge"])])
def test_without_a_browser_one_is_told_how_to_print_by_hand(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: list[str]
) -> None:
    monkeypatch.delenv(pdf.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    answered.language = language
    refused = answered("report", FIRM, "--pdf")
    assert refused.code == 4
    assert [word for word in (*words, refused.line) if word not in refused.err] == []
    assert Path(refused.line).read_bytes().startswith(b"<!DOCTYPE html>")
    assert "\t-" in answered.good("doctor").out


def test_a_browser_named_wrongly_is_named_back(answered: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pdf.VARIABLE, "/nowhere/chrome")
    refused = answered("report", FIRM, "--pdf")
    assert refused.code == 4
    assert "/nowhere/chrome" in refused.err
    assert pdf.VARIABLE in refused.err
    assert "/nowhere/chrome" in answered.good("doctor").out


def test_doctor_names_the_browser_that_would_print(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = fake(tmp_path, monkeypatch)
    assert str(browser.folder / "chromium") in answered.good("doctor").out


# --- paper ------------------------------------------------------------------------------------------------------------


def test_the_papers_of_the_command_are_those_that_there_are() -> None:
    assert set(SHEETS) == set(PAPERS)


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ([], ["残していますか。", "見ていますか。", "していますか。"]),
        (["--section", "two"], ["していますか。"]),
        (["--open"], ["見ていますか。"]),
    ],
)
def test_a_question_sheet_has_the_questions_selected(answered: Program, options: list[str], asked: list[str]) -> None:
    page = Path(answered.good("print", FIRM, "questions", *options).line)
    assert page.name == f"{FIRM}_2026-11-22_質問票.html"
    text = page.read_text("utf-8")
    known = ["残していますか。", "見ていますか。", "伝えていますか。", "していますか。"]
    assert [question for question in known if f"</b> {question}" in text] == asked


def test_paper_never_overwrites_and_speaks_the_language_asked_for(answered: Program) -> None:
    first, second = (Path(answered.good("print", FIRM, "questions", "--lang", "en").line) for _ in range(2))
    assert (first.name, second.name) == (f"{FIRM}_2026-11-22_questions.html", f"{FIRM}_2026-11-22_2_questions.html")
    assert "Is it kept?" in first.read_text("utf-8")
    assert first.read_bytes() == second.read_bytes()


def plan(**homework: Any) -> None:
    desk = Desk()
    with desk.workspace.session(desk.workspace.find(FIRM)) as session:
        session.plan_action("two.done", **homework)


def test_homework_is_printed_for_one_person(answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch)
    plan(text="名簿を直す", owner="山田 太郎")
    plan(text="倉庫を見る", owner="佐藤")
    page, printed = map(
        Path, answered.good("print", FIRM, "homework", "--person", "山田太郎", "--pdf").out.splitlines()
    )
    assert page.name == f"{FIRM}_2026-11-22_宿題.html"
    assert printed == page.with_suffix(".pdf")
    text = page.read_text("utf-8")
    assert [name for name in ("名簿を直す", "倉庫を見る", "見ていますか。") if name in text] == ["名簿を直す"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["homework"], 3, "宿題がありません"),
        (["homework", "--person", "知らない人"], 3, "当てはまる質問がありません"),
        (["questions", "--section", "nine"], 4, "nine"),
        (["poster"], 2, "questions"),
    ],
)
def test_what_cannot_be_printed_is_said_and_leaves_no_file(
    program: Program, arguments: list[str], code: int, words: str
) -> None:
    program.firm()
    refused = program("print", FIRM, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert words in refused.err
    assert not (program.folder / REPORTS).exists()


def test_where_nothing_applies_there_is_no_question_to_print(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "two.done", "not-applicable", "--reason", "ない")
    plan(text="名簿を直す", owner="山田")
    refused = program("print", FIRM, "questions", "--person", "山田")
    assert (refused.code, refused.out) == (3, "")
    assert "印刷する質問がありません" in refused.err
