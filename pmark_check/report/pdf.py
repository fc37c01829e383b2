"""A page as a PDF, printed by the Edge, Chrome or Chromium that the machine has. Nothing is ever downloaded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, product
from pathlib import Path

from pmark_check.errors import NotFound, Unwritable

VARIABLE = "PMARK_CHECK_BROWSER"
"""Names the browser to print with, by its path or as it is called on the command line."""

ON_WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe",
              "Chromium/Application/chrome.exe")  # fmt: skip
PROGRAM_FOLDERS = ("PROGRAMFILES(X86)", "PROGRAMFILES", "PROGRAMW6432", "LOCALAPPDATA")
ON_MACOS = ("Microsoft Edge", "Google Chrome", "Chromium")
ON_PATH = ("microsoft-edge", "microsoft-edge-stable", "msedge", "google-chrome", "google-chrome-stable", "chrome",
           "chromium", "chromium-browser")  # fmt: skip

SECONDS = 90
"""After so long a browser hangs; the longest report there is takes ten on two cores."""

GLANCE = 0.1
"""Seconds between two looks at what a browser does."""

QUIET = (
    "--headless",  # the old headless mode up to Chrome 131, the new one since
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",  # what that was called up to Chrome 107
    "--generate-pdf-document-outline",
)


def find_browser(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return the browser that ``VARIABLE`` names, else the first in the usual places; None where there is none.

    Raises:
        NotFound: ``VARIABLE`` names none.
    """
    if named := environ.get(VARIABLE, "").strip('" '):  # cmd.exe keeps the quotes of: set NAME="C:\..."
        if found := shutil.which(named):
            return Path(found)
        raise NotFound("pdf.browser-unknown", variable=VARIABLE, browser=named)
    installed = (place for place in _places(environ, platform) if place.is_file())
    on_path = (Path(found) for name in ON_PATH if (found := shutil.which(name, path=environ.get("PATH"))))
    return next(chain(installed, on_path), None)


def _places(environ: Mapping[str, str], platform: str) -> Iterator[Path]:
    """Yield where installers put a browser without telling PATH."""
    if platform == "win32":
        folders = [environ[name] for name in PROGRAM_FOLDERS if environ.get(name)]
        yield from (Path(folder, inside) for inside, folder in product(ON_WINDOWS, folders))
    if platform == "darwin":
        for name, folder in product(ON_MACOS, ("/Applications", "~/Applications")):
            yield Path(folder).expanduser() / f"{name}.app" / "Contents" / "MacOS" / name


def printed(page: Path, *, is_given_up: Callable[[], bool] = lambda: False) -> bytes:
    """Return an HTML file as a PDF with its title, language, headings and tagged text.

    The browser gets a copy in a private folder and a profile of its own, both gone afterwards, and no network. It
    writes the time into the PDF: equal pages do not give equal bytes. ``is_given_up`` is asked again and again
    whether anybody still waits.

    Raises:
        NotFound: the machine has no such browser.
        Unwritable: the browser failed, or hangs.
    """
    browser = find_browser()
    if browser is None:
        raise NotFound("pdf.no-browser", page=page, variable=VARIABLE)
    try:
        with tempfile.TemporaryDirectory(prefix="pmark-check-", dir=_room(browser), ignore_cleanup_errors=True) as room:
            copy, pdf = Path(room, "page.html"), Path(room, "page.pdf")
            shutil.copyfile(page, copy)
            is_late = not _run(_command(browser, copy, pdf), pdf, is_given_up)
            if _is_whole(pdf):
                return pdf.read_bytes()
    except OSError as error:
        raise Unwritable("pdf.not-started", page=page, browser=browser, reason=error.strerror) from None
    if is_late:
        raise Unwritable("pdf.hangs", page=page, browser=browser, seconds=SECONDS)
    raise Unwritable("pdf.failed", page=page, browser=browser)


def _command(browser: Path, page: Path, pdf: Path) -> list[str]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # as root a browser starts only without its sandbox
    sandbox = ["--no-sandbox"] if is_root else []
    profile = f"--user-data-dir={page.with_name('profile')}"
    return [str(browser), *QUIET, *sandbox, profile, f"--print-to-pdf={pdf}", page.as_uri()]


def _room(browser: Path) -> Path | None:
    """Return where a folder for ``browser`` has to lie; None where any will do. A snap sees no /tmp but its own."""
    room = Path.home() / "snap" / browser.name / "common"
    return room if browser.is_relative_to("/snap") and room.is_dir() else None


def _run(command: list[str], pdf: Path, is_given_up: Callable[[], bool]) -> bool:
    """Run a browser until it ends or its PDF is whole: some never end. Nothing of it goes on running.

    Returns:
        False where it did neither in time.
    """
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - a browser, found as documented
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
    until = time.monotonic() + SECONDS
    try:
        while process.poll() is None and not _is_whole(pdf):
            if time.monotonic() > until or is_given_up():
                return False
            with suppress(subprocess.TimeoutExpired):
                process.wait(GLANCE)
        return True
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a browser and the processes that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _is_whole(pdf: Path) -> bool:
    """Return whether a file is a PDF that is written to its end."""
    try:
        content = pdf.read_bytes()
    except OSError:  # not there yet, or held by the browser
        return False
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
