"""The SQLite database behind a client file: how it is made, opened, locked and written, and what its errors mean.

Rollback journal and ``synchronous=EXTRA``: when a transaction ends, what it wrote survives a power cut. FULL is not
enough: it leaves the removal of the side file to the operating system, and a side file that comes back takes the last
transaction away (seen with strace: no sync of the folder after the unlink). WAL would be faster, but loses everything
when a sync folder copies the file without its side files (0 of 200 events survived, tried), and is not supported on
network shares. Triggers refuse UPDATE, DELETE and whatever INSERT OR REPLACE would replace, by key or by row number.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from pmark_check.errors import Conflict, Damaged, NotFound, PmarkError, Unwritable

APPLICATION_ID = 0x504D524B  # "PMRK"
FORMAT = 1

SCHEMA = """
CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL,
    batch TEXT NOT NULL,
    at TEXT NOT NULL,
    recorded_by TEXT,
    parents TEXT NOT NULL,
    height INTEGER NOT NULL,
    body BLOB NOT NULL,
    hash TEXT NOT NULL UNIQUE
);
CREATE TABLE texts (id TEXT PRIMARY KEY NOT NULL, salt BLOB NOT NULL, body TEXT NOT NULL, private INTEGER NOT NULL);
CREATE TABLE documents (sha256 TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL);
CREATE TABLE drafts (control TEXT NOT NULL, field TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (control, field));
CREATE TABLE cursor (place INTEGER PRIMARY KEY CHECK (place = 1), control TEXT NOT NULL);
CREATE TABLE summary (place INTEGER PRIMARY KEY CHECK (place = 1), key TEXT NOT NULL, body TEXT NOT NULL);
CREATE TRIGGER events_are_new BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE id = new.id OR hash = new.hash OR rowid = new.rowid)
    BEGIN SELECT RAISE(ABORT, 'event exists'); END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER texts_are_new BEFORE INSERT ON texts
    WHEN EXISTS (SELECT 1 FROM texts WHERE id = new.id OR rowid = new.rowid)
    BEGIN SELECT RAISE(ABORT, 'text exists'); END;
CREATE TRIGGER texts_stay BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'texts are never changed'); END;
CREATE TRIGGER documents_are_new BEFORE INSERT ON documents
    WHEN EXISTS (SELECT 1 FROM documents WHERE sha256 = new.sha256 OR rowid = new.rowid)
    BEGIN SELECT RAISE(ABORT, 'document exists'); END;
CREATE TRIGGER documents_stay BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents are never changed'); END;
CREATE TRIGGER documents_remain BEFORE DELETE ON documents
    BEGIN SELECT RAISE(ABORT, 'documents are never deleted'); END;
"""

PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # no answers in the temporary folder
    "synchronous = EXTRA",
    "fullfsync = ON",  # macOS: fsync alone stops at the drive's cache
    "journal_mode = DELETE",  # and back to it, if somebody switched the file to WAL
)

Row = TypeVar("Row")
_NUMBERS: TypeAdapter[list[tuple[int]]] = TypeAdapter(list[tuple[int]])


class ClientFile:
    """One connection to one client file. Every error of SQLite leaves it as a ``PmarkError``."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path, busy_seconds: float) -> Self:
        """Create an empty client file that only its owner can read, and open it.

        Raises:
            Conflict: a file of that name exists.
            Unwritable: it cannot be written; nothing is left of it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _refused(error, path) from None
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            raise Conflict("client.exists", path=path) from None
        except OSError as error:
            raise _refused(error, path) from None
        try:
            with cls._connected(path, busy_seconds) as file:
                _apply_pragmas(file)
                with file.writing():
                    for statement in statements():
                        file.execute(statement)
                    file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                    file.execute(f"PRAGMA user_version = {FORMAT}")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return file

    @classmethod
    def open(cls, path: Path, busy_seconds: float) -> Self:
        """Open an existing client file; a file that is none is left as it is.

        Raises:
            NotFound: there is no such file.
        """
        try:
            size = path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound("client.no-file", path=path) from None
        except OSError as error:
            raise _refused(error, path) from None
        if not path.is_file():
            raise Damaged("client.foreign", path=path)
        if not size:
            raise Damaged("client.damaged", path=path, reason="0 bytes")
        with cls._connected(path, busy_seconds) as file:
            _recognise(file)
            _apply_pragmas(file)
        return file

    @classmethod
    @contextmanager
    def _connected(cls, path: Path, busy_seconds: float) -> Iterator[Self]:
        """Connect to ``path``; the connection stays open unless the block raises."""
        try:
            connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        except sqlite3.Error as error:
            raise _explained(error, path) from error
        try:
            yield cls(path, connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    # --- reading and writing -------------------------------------------------------------------------------------

    def rows(self, shape: TypeAdapter[list[Row]], query: str, *values: object) -> list[Row]:
        """Return the rows of ``query``.

        Raises:
            Damaged: a value is not of the type that ``shape`` says.
        """
        with self._translated():
            found = self._connection.execute(query, values).fetchall()
        try:
            return shape.validate_python(found)
        except ValidationError as error:
            problem = error.errors(include_input=False, include_url=False)[0]
            reason = f"{problem['msg']} {problem['loc']}"
            raise Damaged("client.damaged", path=self.path, reason=reason) from None

    def execute(self, statement: str, *values: object) -> None:
        """Run one statement."""
        with self._translated():
            self._connection.execute(statement, values)

    def number(self, pragma: str) -> int:
        """Return a number that stands in the header of the file."""
        return self.rows(_NUMBERS, f"PRAGMA {pragma}")[0][0]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Run one durable transaction; nothing of it stays if the block raises."""
        with self._transaction("BEGIN IMMEDIATE"):
            (mode,) = self._connection.execute("PRAGMA journal_mode").fetchone()
            if mode == "wal":  # switched by another program while it was open here
                self._connection.execute("ROLLBACK")
                self._connection.execute("PRAGMA journal_mode = DELETE")
                self._connection.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Run a block of reads that all see the same state."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._translated():
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):  # a mistake in this program, not in the file
            raise
        except UnicodeDecodeError as error:  # of SQLite's own message, where it quotes a damaged schema
            raise Damaged("client.damaged", path=self.path, reason=str(error)) from error
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error


def _recognise(file: ClientFile) -> None:
    """Return if ``file`` is a client file of a format known here; asks nothing that would write."""
    if file.number("application_id") != APPLICATION_ID:
        raise Damaged("client.foreign", path=file.path)
    version = file.number("user_version")
    if version > FORMAT:
        raise Damaged("client.newer", path=file.path, version=version, known=FORMAT)
    if version < 1:
        raise Damaged("client.damaged", path=file.path, reason=f"user_version {version}")


def _apply_pragmas(file: ClientFile) -> None:
    for pragma in PRAGMAS:
        file.execute(f"PRAGMA {pragma}")


def _explained(error: sqlite3.Error, path: Path) -> PmarkError:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return Unwritable("client.moved", path=path)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Conflict("client.locked", path=path)
        case sqlite3.SQLITE_FULL:
            return Unwritable("client.disk-full", path=path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return Unwritable("client.unwritable", path=path, reason=str(error))
        case sqlite3.SQLITE_NOTADB:
            return Damaged("client.foreign", path=path)
        case _:
            return Damaged("client.damaged", path=path, reason=str(error))


def _refused(error: OSError, path: Path) -> Unwritable:
    return Unwritable("client.unwritable", path=path, reason=error.strerror)


def statements() -> Iterable[str]:
    """Return the statements of ``SCHEMA`` as SQLite keeps them; ``executescript`` would commit by itself."""
    statement = ""
    for line in SCHEMA.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip().removesuffix(";")
            statement = ""
