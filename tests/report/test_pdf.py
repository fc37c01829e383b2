"""Where a browser is found, and what the real one makes of a page."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.report import pdf
from pmark_check.report.paper import render
from pmark_check.report.pdf import find_browser, printed
from pmark_check.view.paper import QuestionSheet
from tests.report.clients import OFFICER, SYSTEMS, before_examination, half_way, report_of
from tests.report.papers import homework_of, part_of, questions_of

REAL = pytest.mark.skipif(
    not (find_browser({"PATH": "/usr/bin"}) or os.environ.get("PMARK_CHECK_REQUIRE_ALL")), reason="no browser here"
)

# --- where it is ------------------------------------------------------------------------------------------------------


def installed(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("#!/bin/sh\n")
    place.chmod(0o700)
    return place


@pytest.mark.parametrize("folder", ["PROGRAMFILES(X86)", "PROGRAMFILES", "LOCALAPPDATA"])
@pytest.mark.parametrize(
    "place", ["Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe"], ids=["edge", "chrome"]
)
def test_on_windows_it_is_found_where_installers_put_it(tmp_path: Path, folder: str, place: str) -> None:
    environ = {"PATH": "", folder: str(tmp_path / "Program Files")}
    assert find_browser(environ, "win32") is None
    wanted = installed(tmp_path / "Program Files" / place)
    assert find_browser(environ, "win32") == wanted


def test_on_windows_edge_comes_before_what_lies_on_the_path(tmp_path: Path) -> None:
    installed(tmp_path / "bin" / "chrome")
    edge = installed(tmp_path / "Microsoft/Edge/Application/msedge.exe")
    assert find_browser({"PATH": str(tmp_path / "bin"), "PROGRAMFILES": str(tmp_path)}, "win32") == edge


@pytest.mark.parametrize("name", ["Google Chrome", "Microsoft Edge", "Chromium"])
def test_on_a_mac_it_is_found_among_the_applications(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    wanted = installed(tmp_path / "Applications" / f"{name}.app" / "Contents" / "MacOS" / name)
    assert find_browser({"PATH": ""}, "darwin") == wanted


@pytest.mark.parametrize("name", pdf.ON_PATH)
def test_elsewhere_it_is_found_on_the_path(tmp_path: Path, name: str) -> None:
    wanted = installed(tmp_path / name)
    assert find_browser({"PATH": str(tmp_path)}, "linux") == wanted


@pytest.mark.parametrize("quote", ["", '"'])
def test_the_one_named_comes_before_all_others(tmp_path: Path, quote: str) -> None:
    installed(tmp_path / "chromium")
    wanted = installed(tmp_path / "my browser")
    environ = {"PATH": str(tmp_path), pdf.VARIABLE: f"{quote}{wanted}{quote}"}
    assert find_browser(environ, "linux") == wanted


# --- what the real one prints -----------------------------------------------------------------------------------------


def pages_of(html: str, folder: Path, order: str = "-layout") -> list[str]:
    """The text of each page on paper, blanks collapsed."""
    page, out = folder / "頁 #1.html", folder / "page.pdf"
    page.write_text(html, "utf-8")
    out.write_bytes(printed(page))
    ran = subprocess.run(["pdftotext", order, out, "-"], check=True, capture_output=True, encoding="utf-8")
    return [" ".join(text.split()) for text in ran.stdout.split("\f")[:-1]]


def facts_of(folder: Path) -> str:
    return subprocess.run(["pdfinfo", folder / "page.pdf"], check=True, capture_output=True, encoding="utf-8").stdout


@REAL
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_has_title_language_tags_and_numbered_pages(tmp_path: Path, language: Language) -> None:
    pages = pages_of(report_of(half_way(), language), tmp_path)
    facts = facts_of(tmp_path)
    assert f"Pages:           {len(pages)}\n" in facts
    assert {"Tagged:          yes", "Page size:       594.96 x 841.92 pts (A4)"} <= set(facts.splitlines())
    assert "株式会社サンプル印刷" in facts
    assert f"/Lang ({language})".encode() in (tmp_path / "page.pdf").read_bytes()
    assert b"/Outlines" in (tmp_path / "page.pdf").read_bytes()
    assert [n for n, text in enumerate(pages, 1) if not text.endswith(f"{n} / {len(pages)}") or len(text) < 200] == []
    assert "file:" not in " ".join(pages)


@REAL
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_questions_go_on_four_pages_each_with_its_section(tmp_path: Path, language: Language) -> None:
    sections = ("j9-1", "j9-2-screen", "j9-2-entry", "j9-2-ids", "j10-1")
    part = part_of(before_examination(), language, sections=sections)
    assert QuestionSheet(part).count == 20
    pages = pages_of(render("questions", part), tmp_path)
    assert len(pages) <= 4
    titles = [block.title for block in QuestionSheet(part).blocks]
    for number, text in enumerate(pages, 1):
        assert text.replace(" ", "").endswith(f"{number}/{len(pages)}")
        assert any(title in text[:400] for title in titles) or number == 1
        assert len(text) > 300
    assert [title for title in titles if title not in " ".join(pages)] == []


@REAL
@pytest.mark.browser
def test_no_question_is_cut(tmp_path: Path) -> None:
    """What stands first and what stands last in its row are on one page."""
    session = half_way()
    pages = ["".join(text.split()) for text in pages_of(questions_of(session), tmp_path, "-raw")]
    for asked in (asked for block in QuestionSheet(part_of(session)).blocks for asked in block.questions):
        ends = ["".join(text.split()) for text in (asked.question, asked.wanted[-1])]
        (page,) = (text for text in pages if ends[0] in text)
        assert ends[1] in page[page.index(ends[0]) :]


@REAL
@pytest.mark.browser
def test_each_person_has_a_page_of_homework(tmp_path: Path) -> None:
    pages = pages_of(homework_of(half_way()), tmp_path)
    begun = [text.split("さんの宿題")[0].split()[-2:] for text in pages if "さんの宿題" in text]
    assert ["".join(name) for name in begun] == ["".join(name.split()) for name in sorted((OFFICER, SYSTEMS))]
    assert "担当を決めるもの" in pages[-1]
    assert all("社外秘" in text and "株式会社サンプル印刷" in text for text in pages)
