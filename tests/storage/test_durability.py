"""What was acknowledged stays: through kill -9, two processes at once, locks, full disks and missing rights."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import pytest

from pmark_check.domain.events import Mark
from pmark_check.errors import Conflict, Unwritable
from pmark_check.storage import journal as journal_module
from pmark_check.storage.journal import SqliteJournal
from tests.storage.writer import Writer

ROOT = Path(__file__).parents[2]
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills, limits and rights as POSIX has them")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "client.pmark"


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Fail unless the file, and what lies beside it, are afterwards as they were."""
    before = path.read_bytes(), sorted(path.parent.iterdir())
    yield
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


class Program:
    """Another Python process, spoken to line by line."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, *map(str, arguments)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def say(self, line: str) -> None:
        self._to.write(f"{line}\n")
        self._to.flush()

    def hear(self) -> str:
        line = self._from.readline()
        assert line, "the other process ended"
        return line.rstrip("\n")


class Writers(Program):
    """Starts writers one after the other (see ``writer``)."""

    def __init__(self) -> None:
        super().__init__("-m", "tests.storage.writer")

    def start(self, path: Path, count: int = 0) -> int:
        """Start a writer of ``count`` answers; return its process id."""
        self.say(f"{count} {path}")
        return int(self.hear().removeprefix("pid "))

    def rest(self) -> tuple[set[str], int]:
        """Wait for the end of the writer; return what it still acknowledged and how it ended."""
        ids: set[str] = set()
        while not (line := self.hear()).startswith("gone "):
            ids.add(line)
        return ids, int(line.removeprefix("gone "))


# --- kill -9 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_every_acknowledged_answer_survives_kill_9(path: Path, kills: int) -> None:
    chance = random.Random(kills)
    SqliteJournal.create(path).close()
    acknowledged: set[str] = set()
    with Writers() as writers:
        for _ in range(kills):
            writer = writers.start(path)
            acknowledged.update(writers.hear() for _ in range(chance.randrange(8)))
            time.sleep(chance.uniform(0, 0.004))  # so that death comes anywhere within a write
            os.kill(writer, signal.SIGKILL)
            last, status = writers.rest()
            assert status == -signal.SIGKILL
            acknowledged |= last
            with closing(SqliteJournal.open(path)) as journal:
                assert acknowledged <= {event.id for event in journal.events()}
                assert journal.verify() == ()
    assert len(acknowledged) > kills


DIES_HALFWAY = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 5")
connection.execute("BEGIN IMMEDIATE")
connection.executemany("INSERT INTO drafts VALUES (?, 'note', ?)", [(str(n), "x" * 3000) for n in range(200)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_half_a_transaction_left_by_a_kill_is_rolled_back(path: Path) -> None:
    with Writer(path) as writer:
        writer.note("a", "覚え")
    before = path.read_bytes()
    subprocess.run([sys.executable, "-c", DIES_HALFWAY, path], check=False)
    side_file = path.with_name(f"{path.name}-journal")
    assert side_file.exists()
    assert path.read_bytes() != before
    with Writer(path) as again:
        assert again.journal.drafts() == ()
        assert again.journal.verify() == ()
    assert path.read_bytes() == before
    assert not side_file.exists()


# --- two at once -----------------------------------------------------------------------------------------------------


def test_two_processes_writing_at_once_lose_nothing(path: Path) -> None:
    each = 60
    SqliteJournal.create(path).close()
    with Writers() as first, Writers() as second:
        for writers in (first, second):  # both have imported everything before either begins
            writers.start(path.with_suffix(".other"), 1)
            writers.rest()
        first.start(path, each)
        second.start(path, each)
        (mine, my_end), (theirs, their_end) = first.rest(), second.rest()
    assert (my_end, their_end) == (0, 0)
    with closing(SqliteJournal.open(path)) as journal:
        events = journal.events()
        assert len(events) == 2 * each
        assert {event.id for event in events} == mine | theirs
        assert any(len(event.parents) > 1 for event in events), "they never met"
        assert journal.verify() == ()


HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    cursor = connection.execute(statement)
    cursor.fetchone()
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def held(path: Path, *statements: str) -> Iterator[Program]:
    """Let another process hold the file until the block ends, or until it is told so."""
    with Program("-c", HOLDS, path, *statements) as other:
        assert other.hear() == "held"
        yield other


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("_hurried")
def test_a_file_that_another_program_holds_is_named_as_held(path: Path) -> None:
    with Writer(path) as writer:
        writer.answer("a", Mark.YES)
        with held(path, "BEGIN EXCLUSIVE"), unchanged(path):
            with pytest.raises(Conflict, match=r"client\.locked"):
                SqliteJournal.open(path)
            with pytest.raises(Conflict, match=r"client\.locked"):
                writer.answer("b", Mark.NO)
            with pytest.raises(Conflict, match=r"client\.locked"):
                writer.journal.events()
            with pytest.raises(Conflict, match=r"client\.locked"):
                writer.journal.verify()
        writer.answer("c", Mark.NO)
        assert set(writer.assessment.controls) == {"a", "c"}


@pytest.mark.usefixtures("_hurried")
def test_a_reader_that_does_not_let_go_stops_a_write_and_nothing_of_it_stays(path: Path) -> None:
    with Writer(path) as writer:
        writer.answer("a", Mark.YES)
        with held(path, "BEGIN", "SELECT * FROM events"), unchanged(path):
            with pytest.raises(Conflict, match=r"client\.locked"):
                writer.answer("b", Mark.NO)
            assert len(writer.journal.events()) == 1
        writer.answer("c", Mark.NO)
        assert set(writer.assessment.controls) == {"a", "c"}


def test_a_lock_that_ends_in_time_is_waited_for(path: Path) -> None:
    with Writer(path) as writer, held(path, "BEGIN EXCLUSIVE") as other:
        threading.Timer(0.1, other.say, [""]).start()
        answered = writer.answer("a", Mark.YES)
        assert [event.id for event in writer.history.events] == [answered]


@pytest.mark.usefixtures("_hurried")
def test_a_file_in_wal_mode_that_another_program_uses_is_not_written(path: Path) -> None:
    with Writer(path) as writer:
        writer.answer("a", Mark.YES)
        wal = held(path, "PRAGMA journal_mode = WAL", "SELECT * FROM events")
        with wal, pytest.raises(Conflict, match=r"client\.locked"):
            writer.answer("b", Mark.NO)
        writer.answer("c", Mark.NO)
        assert set(writer.assessment.controls) == {"a", "c"}


@pytest.mark.parametrize("how", ["replaced", "deleted"])
def test_a_file_taken_away_while_open_takes_no_answer(path: Path, how: str) -> None:
    """A sync program puts another copy in its place; what went into the old one would be lost."""
    with Writer(path) as writer:
        writer.answer("a", Mark.YES)
        if how == "replaced":
            Path(shutil.copy(path, path.with_suffix(".new"))).replace(path)
        else:
            path.unlink()
        there = sorted(path.parent.iterdir())
        with pytest.raises(Unwritable, match=r"client\.moved"):
            writer.answer("b", Mark.NO)
        assert sorted(path.parent.iterdir()) == there


# --- no room ---------------------------------------------------------------------------------------------------------


def test_a_database_at_its_limit_refuses_and_keeps_what_was_there(path: Path) -> None:
    with Writer(path) as writer:
        writer.answer("a", Mark.YES)
        file = writer.journal._file
        file.execute(f"PRAGMA max_page_count = {file.number('page_count')}")
        with unchanged(path):
            for _ in range(3):
                with pytest.raises(Unwritable, match=r"client\.disk-full"):
                    writer.note("a", "長い覚え" * 5000)
        file.execute("PRAGMA max_page_count = 100000")
        writer.note("a", "長い覚え" * 5000)
        assert writer.journal.verify() == ()


FILLS = """
import json, resource, subprocess, sys
from pathlib import Path
from pmark_check.errors import PmarkError
from tests.storage.writer import Writer

path, on = Path(sys.argv[1]), sys.argv[2]
if on == "tmpfs":
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", path.parent], check=True)
writer = Writer(path)
if on == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40_000, resource.RLIM_INFINITY))
notes, refusals = [], []
while len(refusals) < 2:
    before = path.read_bytes()
    try:
        notes.append(writer.note("a", str(len(notes)) * 3000))
    except PmarkError as refused:
        refusals.append([type(refused).__name__, refused.key, path.read_bytes() == before])
beside = [found.name for found in path.parent.iterdir()]
try:
    Writer(path.with_name("other.pmark"))
except PmarkError as refused:
    refusals.append([type(refused).__name__, refused.key, path.with_name("other.pmark").exists()])
if on == "tmpfs":
    subprocess.run(["mount", "-o", "remount,size=1m", path.parent], check=True)
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
notes.append(writer.note("a", "room again"))
again = Writer(path).journal
kept = again.texts() == tuple(notes)
print(json.dumps({"refusals": refusals, "beside": beside, "kept": kept, "flaws": len(again.verify())}))
"""


def filled(*command: object) -> dict[str, object]:
    done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode and "mount" in done.stderr:
        pytest.skip(f"no mount here: {done.stderr.splitlines()[-1]}")
    assert not done.returncode, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_file_that_may_not_grow_refuses_and_keeps_what_was_there(path: Path) -> None:
    refusal = ["Unwritable", "client.unwritable", True]
    assert filled(sys.executable, "-c", FILLS, path, "limit") == {
        "refusals": [refusal, refusal],
        "beside": [path.name],
        "kept": True,
        "flaws": 0,
    }


@pytest.mark.skipif(not (AS_ROOT and shutil.which("unshare")), reason="only root may mount a small disk")
def test_a_full_disk_refuses_keeps_what_was_there_and_leaves_no_half_file(path: Path) -> None:
    refusal = ["Unwritable", "client.disk-full", True]
    assert filled("unshare", "--mount", sys.executable, "-c", FILLS, path, "tmpfs") == {
        "refusals": [refusal, refusal, ["Unwritable", "client.disk-full", False]],
        "beside": [path.name],
        "kept": True,
        "flaws": 0,
    }


CREATES_WITHOUT_ROOM = """
import resource, sys
from pathlib import Path
from pmark_check.errors import PmarkError
from pmark_check.storage.journal import SqliteJournal
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, resource.RLIM_INFINITY))
try:
    SqliteJournal.create(Path(sys.argv[1]))
except PmarkError as refused:
    print(type(refused).__name__, refused.key)
"""


def test_a_file_that_cannot_be_made_whole_is_not_left_behind(path: Path) -> None:
    with Program("-c", CREATES_WITHOUT_ROOM, path) as other:
        assert other.hear() == "Unwritable client.unwritable"
    assert list(path.parent.iterdir()) == []


# --- no rights -------------------------------------------------------------------------------------------------------

TRIES = """
import os, sys
from pathlib import Path
from pmark_check.errors import PmarkError
from pmark_check.domain.events import Mark
from tests.storage.writer import Writer
if os.geteuid() == 0:  # root may do everything
    os.setuid(65534)

def attempt(what):
    try:
        return what()
    except PmarkError as refused:
        return f"{type(refused).__name__} {refused.key}"

path = Path(sys.argv[1])
writer = attempt(lambda: Writer(path))
print(writer if isinstance(writer, str) else len(writer.history.events), flush=True)
if not isinstance(writer, str):
    print(attempt(lambda: writer.answer("b", Mark.NO)), flush=True)
    print(len(writer.journal.verify()), flush=True)
"""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A client file in a folder that every user may enter; pytest's own folders are private."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "client.pmark"
        with Writer(path) as writer:
            writer.answer("a", Mark.YES)
        path.parent.chmod(0o755)
        try:
            yield path
        finally:
            path.parent.chmod(0o755)


@pytest.mark.parametrize("folder_mode", [0o777, 0o555], ids=["in-an-open-folder", "in-a-closed-folder"])
def test_a_read_only_file_is_read_but_takes_no_answer(reachable: Path, folder_mode: int) -> None:
    reachable.chmod(0o444)
    reachable.parent.chmod(folder_mode)
    with unchanged(reachable), Program("-c", TRIES, reachable) as other:
        assert [other.hear() for _ in range(3)] == ["1", "Unwritable client.unwritable", "0"]


def test_a_writable_file_in_a_read_only_folder_takes_no_answer(reachable: Path) -> None:
    """SQLite needs room for its side file; the answer must not be half there."""
    reachable.chmod(0o666)
    reachable.parent.chmod(0o555)
    with unchanged(reachable), Program("-c", TRIES, reachable) as other:
        assert [other.hear() for _ in range(3)] == ["1", "Unwritable client.unwritable", "0"]


def test_a_file_that_may_not_be_read_is_named_so(reachable: Path) -> None:
    reachable.chmod(0)
    with Program("-c", TRIES, reachable) as other:
        assert other.hear() == "Unwritable client.unwritable"


def test_a_folder_that_may_not_be_entered_is_named_so(reachable: Path) -> None:
    reachable.parent.chmod(0)
    with Program("-c", TRIES, reachable) as other:
        assert other.hear() == "Unwritable client.unwritable"
