"""A folder of clients: ``clients/*.pmark``, own ``checklists/``, and ``reports/<client>/``."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from pmark_check.domain.events import ChecklistPinned, ClientNamed, Gesture
from pmark_check.domain.session import Session
from pmark_check.domain.summary import ClientSummary, summarise
from pmark_check.domain.text import folded, free_text
from pmark_check.errors import BadInput, Conflict, NotFound, PmarkError, Problems, Unwritable
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from pmark_check.surroundings import Surroundings

SUFFIX = ".pmark"
STANDARD = ("incident-lessons",)
"""The checklists of a client that names none."""
SUMMARY_FORMAT = "1"
LONGEST_NAME = 200
"""Bytes of a name in a file's name; systems take 255, and SQLite puts an ending to it."""
_FORBIDDEN = '<>:"/\\|?*'
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


class Listed(NamedTuple):
    """A client file in a list: its summary, or the error that keeps it from being read."""

    path: Path
    summary: ClientSummary | None
    error: PmarkError | None = None


class Workspace:
    """The clients of one consultant or firm."""

    def __init__(self, around: Surroundings, *, operator: str = "") -> None:
        self._around = around
        self.folder = around.workspace
        self.operator = operator

    def at(self, clock: Callable[[], datetime]) -> Workspace:
        """Return the same workspace under another clock."""
        return Workspace(self._around._replace(clock=clock), operator=self.operator)

    @property
    def clients_folder(self) -> Path:
        """Where client files lie."""
        return self.folder / "clients"

    @property
    def checklists_folder(self) -> Path:
        """Where the firm's own checklists lie."""
        return self.folder / "checklists"

    @property
    def agendas_folder(self) -> Path:
        """Where the firm's own agendas lie."""
        return self.folder / "agendas"

    def chosen(self, wanted: Sequence[str] = ()) -> dict[str, bytes]:
        """Return the checklists wished for by id or by path, in that order; without a wish the standard ones.

        Raises:
            NotFound: there is no checklist of that id.
            Problems: a file named is not a checklist.
        """
        from pmark_check.storage.checklists import find_checklists

        chosen: dict[str, bytes] = {}
        for wish in wanted or STANDARD:
            at = Path(wish)
            known = find_checklists([at] if at.exists() else [], self.checklists_folder)
            found = [name for name, (path, _) in known.items() if name == wish or (path and path == at)]
            if not found:
                raise NotFound("checklist.unknown", checklist=wish, known=tuple(known))
            chosen[found[0]] = known[found[0]][1]
        return chosen

    def _known(self) -> dict[str, bytes]:
        """Return every checklist that others may include; a broken own one does not hide the shipped ones."""
        from pmark_check.storage.checklists import find_checklists

        try:
            return {name: body for name, (_, body) in find_checklists([], self.checklists_folder).items()}
        except Problems:
            return shipped_checklists()

    # --- clients -------------------------------------------------------------------------------------------------

    def paths(self) -> tuple[Path, ...]:
        """Return every client file, by name."""
        return tuple(sorted(self.clients_folder.glob(f"*{SUFFIX}")))

    def listed(self) -> tuple[Listed, ...]:
        """Return every client with its summary; one that cannot be read does not hide the others."""
        return tuple(self._listed(path) for path in self.paths())

    def find(self, client: str) -> Path:
        """Return the file of the client named so, or the file at that path.

        Raises:
            NotFound: there is none.
            BadInput: several clients have that name.
        """
        if client.endswith(SUFFIX) or os.path.isfile(client):  # noqa: PTH113 - no error for a name no file can have
            return Path(client)
        wanted = folded(client)
        found = [path for path in self.paths() if folded(path.stem) == wanted]
        found = found or [row.path for row in self.listed() if row.summary and folded(row.summary.name) == wanted]
        if len(found) > 1:
            raise BadInput("client.ambiguous", client=client, paths=found)
        if not found:
            raise NotFound("client.not-found", client=client, folder=self.clients_folder)
        return found[0]

    def create(self, name: str, checklists: Mapping[str, bytes], *, path: Path | None = None) -> Path:
        """Create a client that is asked with exactly these checklists; return its file.

        Args:
            name: the organisation's name.
            checklists: id -> TOML bytes, at least one.
            path: where the file shall lie, by default in the workspace under the client's name.

        Raises:
            BadInput: the name is empty, or a checklist is not valid.
            Conflict: there is a client of that name.
        """
        from pmark_check.storage.checklists import sources

        kept = free_text(name, "name").strip()
        if not kept:
            raise BadInput("text.empty", field="name")
        held = sources(checklists, self._known())
        facts, policy = shipped_bytes("facts.toml"), shipped_bytes("policy.toml")
        library(list(checklists.values()), facts, policy, list(held.values()))
        pins = [("checklist", checklist, body) for checklist, body in checklists.items()]
        pins += [("source", checklist, body) for checklist, body in held.items()]
        pins += [("facts", "facts", facts), ("policy", "policy", policy)]
        path = path or self.clients_folder / f"{file_name(kept)}{SUFFIX}"
        if any(folded(other.stem) == folded(path.stem) for other in path.parent.glob(f"*{SUFFIX}")):
            raise Conflict("client.exists", path=path)
        make_private(self.folder)
        make_private(path.parent)
        self._fill(path, kept, pins)
        return path

    def add_checklists(self, path: Path, wanted: Sequence[str]) -> tuple[str, ...]:
        """Ask a client with more checklists, named by id or path; return the ids that are new to it.

        What it was asked before keeps its answers; a question that two checklists share is asked once. The questions
        may come in another order then, so one goes on at the first that is open.

        Raises:
            NotFound: there is no checklist of that id.
            Problems: one is unusable, or asks under an id that another one has.
        """
        from pmark_check.storage.checklists import sources

        journal = SqliteJournal.open(path)
        try:
            session = self.session_over(journal)
            asked = {name: journal.document(sha) for role, name, sha in _pinned(journal) if role == "checklist"}
            added = {name: body for name, body in self.chosen(wanted).items() if name not in asked}
            there = {name for role, name, _ in _pinned(journal) if role == "source"}
            held = sources({**asked, **added}, self._known())
            facts, policy = (_latest(journal, _pinned(journal), role) for role in ("facts", "policy"))
            library([*asked.values(), *added.values()], facts, policy, list(held.values()))
            with session.one_gesture():
                for name, body in added.items():
                    session.pin("checklist", name, journal.keep_document(body))
                for name in held.keys() - there:
                    session.pin("source", name, journal.keep_document(held[name]))
            if added:
                session.forget_place()
            return tuple(added)
        finally:
            journal.close()

    def _fill(self, path: Path, name: str, pins: Sequence[tuple[str, str, bytes]]) -> None:
        """Write a new client file beside its place and put it there when it is whole."""
        fresh = path.with_name(f".{path.name}.new")
        fresh.unlink(missing_ok=True)
        journal = SqliteJournal.create(fresh)
        try:
            bodies: list[tuple[str, ClientNamed | ChecklistPinned]] = [(self._around.new_id(), ClientNamed(name=name))]
            for role, pinned, body in pins:
                pin = {"role": role, "name": pinned, "sha256": journal.keep_document(body)}
                bodies.append((self._around.new_id(), ChecklistPinned.model_validate(pin)))
            journal.append(Gesture(self._around.new_id(), self._around.clock(), None, tuple(bodies)))
            journal.close()
            fresh.replace(path)
        except BaseException:
            journal.close()
            fresh.unlink(missing_ok=True)
            raise

    @contextmanager
    def session(self, path: Path) -> Iterator[Session]:
        """Open a client for the length of a block; its summary is kept up to date when the block ends."""
        journal = SqliteJournal.open(path)
        try:
            session = self.session_over(journal)
            yield session
            self._keep_summary(journal, session)
        finally:
            journal.close()

    def session_over(self, journal: SqliteJournal) -> Session:
        """Return a session over an open client file, asked with the checklists pinned in it."""
        pinned = _pinned(journal)
        asked = {name for role, name, _ in pinned if role == "checklist"}
        around = self._around
        return Session(
            journal,
            library(
                [journal.document(sha) for role, _, sha in pinned if role == "checklist"],
                facts=_latest(journal, pinned, "facts"),
                policy=_latest(journal, pinned, "policy"),
                sources=[journal.document(sha) for role, name, sha in pinned if role == "source" and name not in asked],
            ),
            clock=around.clock,
            new_id=around.new_id,
            new_salt=around.new_salt,
            operator=self.operator,
        )

    # --- summaries -----------------------------------------------------------------------------------------------

    def _listed(self, path: Path) -> Listed:
        try:
            journal = SqliteJournal.open(path)
            try:
                kept = journal.summary(_summary_key(journal))
                if kept is not None:
                    return Listed(path, ClientSummary.model_validate_json(kept))
                session = self.session_over(journal)
                self._keep_summary(journal, session)
                return Listed(path, summarise(session))
            finally:
                journal.close()
        except PmarkError as error:
            return Listed(path, None, error)

    @staticmethod
    def _keep_summary(journal: SqliteJournal, session: Session) -> None:
        """Keep the derived row; a file that cannot be written is still read."""
        key = _summary_key(journal)
        if journal.summary(key) is None:
            try:
                journal.keep_summary(key, summarise(session).model_dump_json())
            except (Unwritable, Conflict):
                return

    # --- reports -------------------------------------------------------------------------------------------------

    def report_path(self, client: str, suffix: str, on: date) -> Path:
        """Return where a new report goes: beside the older ones, never over one."""
        folder = self.folder / "reports" / file_name(client)
        return unused(folder, f"{file_name(client)}_{on.isoformat()}", suffix)


def unused(folder: Path, stem: str, suffix: str) -> Path:
    """Return the path of that name, with a number before ``suffix`` where it is taken."""
    candidates = (folder / f"{stem}{number}{suffix}" for number in _numbers())
    return next(path for path in candidates if not path.exists())


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"_{number}"
        number += 1


def write_new(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, whole or not at all.

    Raises:
        Conflict: a file of that name exists.
        Unwritable: the disk refused.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        make_private(path.parent)
        if path.exists():
            raise Conflict("file.exists", path=path)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Unwritable("file.unwritable", path=path, reason=error.strerror) from None


def make_private(folder: Path) -> None:
    """Create a folder, and those it lies in where they are missing, that only their owner can enter.

    Raises:
        Unwritable: it cannot be created.
    """
    try:
        if not folder.is_dir():
            make_private(folder.parent)
            folder.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unwritable("file.unwritable", path=folder, reason=error.strerror) from None


def file_name(name: str) -> str:
    """Return ``name`` as a file name that Windows, macOS and Linux accept."""
    kept = "".join("_" if c in _FORBIDDEN or unicodedata.category(c).startswith("C") else c for c in name)
    kept = kept.strip(" .").encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(" .") or "client"
    return f"_{kept}" if kept.upper() in _RESERVED else kept


def _pinned(journal: SqliteJournal) -> Sequence[tuple[str, str, str]]:
    """Return (role, name, sha256) of every pinned document, a later pin replacing an earlier one."""
    pins: dict[tuple[str, str], str] = {}
    for event in journal.events():
        if isinstance(event.body, ChecklistPinned):
            pins[event.body.role, event.body.name] = event.body.sha256
    return [(role, name, sha) for (role, name), sha in pins.items()]


def _latest(journal: SqliteJournal, pinned: Iterable[tuple[str, str, str]], role: str) -> bytes:
    found = [sha for its_role, _, sha in pinned if its_role == role]
    return journal.document(found[-1]) if found else shipped_bytes(f"{role}.toml")


def _summary_key(journal: SqliteJournal) -> str:
    return hashlib.sha256(f"{SUMMARY_FORMAT}|{journal.state_key()}".encode()).hexdigest()
