"""The report as a PDF from the screens, while one goes on answering."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.tui.desk import Desk
from tests.tui.conftest import notices, opened
from tests.tui.test_app import app_of


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> Path:
    written = tmp_path / "[/] 報告.html"
    desk.write_report = lambda *_: written
    return written


async def wish_for_a_pdf(pilot: object) -> None:
    await pilot.press("：", *"pdf")  # type: ignore[attr-defined]
    await pilot.app.workers.wait_for_complete()  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    await pilot.press("enter")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_one_answers_while_it_is_printed_and_is_told_where_it_lies(desk: Desk, client: Path, page: Path) -> None:
    may_end = threading.Event()

    def printed(given: Path, _is_given_up: Callable[[], bool]) -> Path:
        assert may_end.wait(20)
        return given.with_suffix(".pdf")

    desk.print_page = printed
    async with opened(desk, client) as pilot:
        app = app_of(pilot)
        await wish_for_a_pdf(pilot)
        assert notices(app) == [str(page)]
        await pilot.press("1")
        await pilot.pause()
        assert app.session
        assert app.session.state("data.first").answers
        may_end.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert notices(app)[-1] == str(page.with_suffix(".pdf"))
        assert app.reports.last == page.with_suffix(".pdf")


async def test_what_kept_it_from_being_printed_is_said_with_the_way_to_do_it_by_hand(
    desk: Desk, client: Path, page: Path
) -> None:
    def refused(given: Path, _is_given_up: Callable[[], bool]) -> Path:
        raise NotFound("pdf.no-browser", page=given, variable="X")

    desk.print_page = refused
    async with opened(desk, client) as pilot:
        app = app_of(pilot)
        await wish_for_a_pdf(pilot)
        await app.workers.wait_for_complete()
        await pilot.pause()
        *_, note = app._notifications
        assert note.title == Translator("ja")("error.pdf.no-browser.title")
        assert str(page) in notices(app)[-1]
        assert "「PDFに保存」" in notices(app)[-1]
        assert app.reports.last == page


async def test_leaving_the_program_gives_the_browser_up(desk: Desk, client: Path, page: Path) -> None:
    ended = threading.Event()

    def hanging(given: Path, is_given_up: Callable[[], bool]) -> Path:
        while not is_given_up():
            threading.Event().wait(0.02)
        ended.set()
        return given

    desk.print_page = hanging
    async with opened(desk, client) as pilot:
        await wish_for_a_pdf(pilot)
        assert app_of(pilot).reports.last == page
        assert not ended.is_set()
    assert ended.wait(5)
