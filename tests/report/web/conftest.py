from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.report.web.chromium import CHROMIUM, QUIET, Save


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's browser. Of one module: its event loop must be gone before asynchronous tests run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def save(tmp_path: Path) -> Save:
    numbers = count(1)

    def write(html: str) -> Path:
        file = tmp_path / f"報告 書{next(numbers)}.html"
        file.write_text(html, "utf-8")
        return file

    return write
