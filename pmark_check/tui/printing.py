"""PDFs in the background: a browser takes seconds, and one goes on answering meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.worker import get_current_worker

from pmark_check.errors import PmarkError
from pmark_check.tui.navigation import PagePrinted

PrintPage = Callable[[Path, Callable[[], bool]], Path]


def print_in_background(app: App[Any], page: Path, print_page: PrintPage) -> None:
    """Print ``page`` in a thread, which posts a ``PagePrinted`` when it is through; leaving the program ends it."""

    def work() -> None:
        worker = get_current_worker()
        outcome: Path | PmarkError
        try:
            outcome = print_page(page, lambda: worker.is_cancelled)
        except PmarkError as error:
            outcome = error
        if not worker.is_cancelled:
            app.post_message(PagePrinted(outcome))

    app.run_worker(work, thread=True, group="print")
