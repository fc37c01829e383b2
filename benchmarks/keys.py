"""From a key to its repaint: the question screen, and a bare ``OptionList`` of as many rows, each in a terminal.

A key is written to the terminal; the clock stops when the frame that shows where it led has been read to its end.
Frames end with the mark of synchronized output, which these terminals say they know. Both programs take turns at
every key, so that whatever else the machine does weighs on both, and rest in between.

Arrows are held against the list's own. An answer is durable before it is painted, so its floor is a list that commits
one row of as many bytes, with the same pragmas, at each key.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

from benchmarks.measure import Measured
from benchmarks.terminal import FRAME_END, Window
from pmark_check.storage.clientfile import PRAGMAS
from pmark_check.storage.demo import refresh_demo
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from pmark_check.view.course import Course

UP, DOWN, YES, PARTIAL = b"\x1b[A", b"\x1b[B", b"1", b"2"
PRESSES = 100
HEAD, LABEL = 6, 30
"""Characters by which a row's frame is known, and by which a question is listed."""
CHECKLISTS = ("pmark-2023", "incident-lessons")
EVENT = b"x" * 600
"""About as many bytes as an answer writes."""


class Way(NamedTuple):
    """What is pressed, and what each key leads to.

    Attributes:
        client: the client file.
        start: the place of the first question among ``rows``.
        steps: each key with how many rows on it leads.
        durable: the file that the floor commits to; "" for none.
    """

    client: Path
    rows: list[str]
    start: int
    steps: list[tuple[bytes, int]]
    durable: str = ""


def keys(folder: Path) -> Iterator[Callable[[], Measured]]:
    """Yield the measurements: arrows in the demo client, answers in a fresh one; ``folder`` takes what they write."""
    environ = {**os.environ, "PMARK_CHECK_WORKSPACE": str(folder), "PMARK_CHECK_LANG": "ja", "TERM": "xterm-256color"}
    workspace = Workspace(surroundings(environ, folder))
    demo = refresh_demo(workspace)
    fresh = workspace.create("計測", {name: shipped_checklists()[name] for name in CHECKLISTS})
    with workspace.session(fresh) as session:
        session.state_fact("employees", 20)  # or it opens on the facts
    there_and_back = [(DOWN, 1)] * (PRESSES // 2) + [(UP, -1)] * (PRESSES // 2)
    for size in ((80, 24), (120, 40)):
        name = f"arrow key, {size[0]}x{size[1]}, p95"
        yield partial(_measured, name, partial(_way, demo, there_and_back, begin=True), size, 1.3, folder, environ)
    answers = [(YES, 1), (PARTIAL, 1)] * (PRESSES // 2)
    durable = str(folder / "floor.sqlite")
    name = "answer key, 80x24, p95"
    yield partial(_measured, name, partial(_way, fresh, answers, durable), (80, 24), 2.0, folder, environ)


def _way(client: Path, steps: list[tuple[bytes, int]], durable: str = "", *, begin: bool = False) -> Way:
    with Workspace(surroundings({}, client.parents[1])).session(client) as session:
        course = Course(session)
        asked = course.controls
        first = asked[0] if begin else course.next_open(None) or asked[0]
        session.go_to(first.id)
        return Way(client, [str(control.question.ja) for control in asked], asked.index(first), steps, durable)


def _measured(  # noqa: PLR0913 - what is measured, and where
    name: str, begin: Callable[[], Way], size: tuple[int, int], limit: float, folder: Path, environ: dict[str, str]
) -> Measured:
    way = begin()
    listed = folder / "rows.json"
    listed.write_text(json.dumps([row[:LABEL] for row in way.rows]), "utf-8")
    program = (sys.executable, "-m", "pmark_check", "open", str(way.client))
    floor = (sys.executable, "-m", "benchmarks.keys", str(listed), str(way.start), way.durable)
    with closing(Window(program, environ, size)) as ours, closing(Window(floor, environ, size)) as bare:
        for window, marker in ((ours, _place(way, way.start)), (bare, _head(way.rows[way.start]))):
            window.until(marker)
            window.settle()
        spent = list(_turns(way, ours, bare))
    return Measured(name, _p95(ours for ours, _ in spent), _p95(bare for _, bare in spent), limit)


def _turns(way: Way, ours: Window, bare: Window) -> Iterator[tuple[float, float]]:
    place = way.start
    for key, by in way.steps:
        place += by
        yield _seconds(ours, key, _place(way, place)), _seconds(bare, key, _head(way.rows[place]))


def _seconds(window: Window, key: bytes, marker: bytes) -> float:
    start = perf_counter()
    window.write(key)
    window.until(marker, FRAME_END)
    spent = perf_counter() - start
    window.settle()
    return spent


def _p95(seconds: Iterable[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _place(way: Way, place: int) -> bytes:
    """Return what the first line of the question screen says at a question."""
    return f" {place + 1}/{len(way.rows)} ".encode()


def _head(row: str) -> bytes:
    return row[:HEAD].encode()


def list_rows(rows: list[str], start: int, durable: str) -> None:
    """Run the floor: a list of ``rows``; answer keys commit to the file ``durable`` and go one row on."""
    from textual.app import App, ComposeResult
    from textual.widgets import OptionList

    connection = sqlite3.connect(durable or ":memory:", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS events (body BLOB)")

    class Floor(App[None]):
        BINDINGS = [("1,2", "answer", "")]  # noqa: RUF012 - Textual's own

        def compose(self) -> ComposeResult:
            yield OptionList(*rows, markup=False)

        def on_mount(self) -> None:
            self.query_one(OptionList).highlighted = start

        def action_answer(self) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO events VALUES (?)", (EVENT,))
            connection.execute("COMMIT")
            self.query_one(OptionList).action_cursor_down()

    Floor().run()


if __name__ == "__main__":
    list_rows(json.loads(Path(sys.argv[1]).read_text("utf-8")), int(sys.argv[2]), sys.argv[3])
