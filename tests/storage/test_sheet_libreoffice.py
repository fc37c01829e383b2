"""A sheet that LibreOffice opened and saved says the same as before. Slow: it starts the real program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.view.fingerprint import fingerprint
from tests.export.sheets import Edits, exported, filled, firm, merge, pages, parts, rows, take_in
from tests.report.clients import OFFICER, SYSTEMS, before_examination, half_way

SOFFICE = shutil.which("soffice")
FILTER = "xlsx:Calc MS Excel 2007 XML"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SOFFICE or os.environ.get("PMARK_CHECK_REQUIRE_ALL")), reason="no LibreOffice here"),
]
HOSTILE = (
    "=1+1",
    "＝1+1",
    "+81-3",
    "@SUM(1)",
    " 行頭\n\n末尾",
    "_x0041_",
    "😀\u200d",
    "a\tb",
    "007",
    "1/2",
    "TRUE",
    "'引用",
)


def saved_by_libreoffice(body: bytes, folder: Path) -> bytes:
    """Return the workbook as LibreOffice writes it after opening it."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "sheet.xlsx").write_bytes(body)
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        [*command, "--convert-to", FILTER, "--outdir", str(folder / "out"), str(folder / "in" / "sheet.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "out" / "sheet.xlsx").read_bytes()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sheet_that_libreoffice_saved_changes_nothing(language: Language, tmp_path: Path) -> None:
    session = before_examination()
    for control, text in zip(session.library.controls, HOSTILE, strict=False):
        session.write_note(control, text)
        session.mark_not_applicable(control, text, said_by=text)
    body = saved_by_libreoffice(exported(session, language), tmp_path)
    known = session.events
    take_in(session, body, tmp_path)
    assert session.events == known


def test_answers_that_went_through_libreoffice_are_equal(tmp_path: Path) -> None:
    edits: Edits = {
        ("one.kept", "rule"): "はい",
        ("one.kept", "practice"): 2.0,
        ("one.kept", "how"): "現物確認",
        ("one.kept", "note"): "=1+1\n二行　",
        ("one.kept", "evidence"): "棚",
        ("one.kept", "as-of"): 46326.0,
        ("one.kept", "next-check"): "２０２７／４／１",
        ("one.seen", "by"): OFFICER,
        ("one.seen", "record"): "わからない",
        ("two.told", "reason"): "委託していない",
    }
    states = []
    for through in (False, True):
        session = firm()
        session.answer("one.seen", Mark.NO, how=HowKnown.SEEN, said_by=SYSTEMS)
        body = filled(exported(session), edits, filled_by=SYSTEMS)
        if through:
            body = saved_by_libreoffice(body, tmp_path)
        merged = merge(session, body, tmp_path)
        merged.apply()
        states.append((fingerprint(session), merged.counts))
    assert states[0] == states[1]


def test_libreoffice_keeps_protection_choices_and_hidden_ids(tmp_path: Path) -> None:
    body = exported(half_way())
    saved = saved_by_libreoffice(body, tmp_path)
    assert list(rows(saved, tmp_path)) == list(rows(body, tmp_path))
    results = [next(p for p in pages(one, tmp_path) if p.name == "採点").rows for one in (body, saved)]
    assert results[0] == results[1]
    page = parts(saved)["xl/worksheets/sheet2.xml"]
    assert b"<sheetProtection" in page
    assert page.count(b'type="list"') >= 2
    assert b'hidden="true"' in page or b'hidden="1"' in page
