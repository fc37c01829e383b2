"""The system's browser, and pages opened in it under watch."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]

MUST = bool(os.environ.get("PMARK_CHECK_REQUIRE_ALL"))
"""Whether a missing tool is a failure."""

IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not (Path(CHROMIUM).exists() or MUST), reason="no chromium here"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

VIOLATIONS = """
window.violations = []
addEventListener('securitypolicyviolation', e => violations.push(`${e.violatedDirective} ${e.blockedURI}`))
"""


class Watched:
    """A page without a network, and everything that went wrong or out while it was open."""

    def __init__(
        self, browser: Browser, file: Path, width: int = 1280, *, scheme: str = "light", heeds_policy: bool = True
    ) -> None:
        context = browser.new_context(
            bypass_csp=not heeds_policy,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            offline=True,
        )
        context.add_init_script(VIOLATIONS)
        self.page: Page = context.new_page()
        self._heard: list[str] = []
        self.page.on("console", lambda message: self._heard.append(message.text))
        self.page.on("pageerror", lambda error: self._heard.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self._heard.append(request.url))
        self.page.goto(file.as_uri())
        self._heard.remove(file.as_uri())

    def _dismiss(self, dialog: Dialog) -> None:
        self._heard.append(dialog.message)
        dialog.dismiss()

    @property
    def troubles(self) -> list[str]:
        """Requests, dialogs, errors, messages, and what the page's own policy forbade it."""
        return [*self._heard, *self.page.evaluate("window.violations")]

    def close(self) -> None:
        self.page.context.close()


Save = Callable[[str], Path]
"""Writes a page to a file whose name has a blank and no ASCII letter."""
