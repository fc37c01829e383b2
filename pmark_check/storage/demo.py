"""The demo client: an invented firm, half-way through its checklist after some visits, made from shipped data."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli

from pmark_check.domain.assessment import History
from pmark_check.domain.checklist import Data
from pmark_check.domain.events import Outcome
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.errors import Conflict, Unwritable
from pmark_check.resources import shipped
from pmark_check.storage.answers import import_answers, read_answers
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.shipped import FOLDER, shipped_bytes
from pmark_check.storage.workspace import SUFFIX, Workspace, make_private

CHECKLISTS = ("pmark-2023", "incident-lessons")

STEM = "demo"
"""The name of the demo's file, and of the shipped folder that holds its data."""


class Closing(Data):
    """Homework of a control that came to its end; ``dropped`` is the reason where it was not done."""

    control: str
    seen_by: str = ""
    dropped: str = ""


class Visit(Data):
    """What was said on one day: answers files, then the homework of earlier visits that was closed."""

    at: datetime
    answers: tuple[str, ...]
    closed: tuple[Closing, ...] = ()
    tag: str = ""


class Named(Data):
    """Who the demo client is."""

    name: str


class Story(Data):
    """``demo/client.toml``."""

    client: Named
    visit: tuple[Visit, ...]


@cache
def story() -> Story:
    """Return the demo client's name and history."""
    return Story.model_validate(tomli.loads(shipped_bytes(f"{STEM}/client.toml").decode()))


def demo_name() -> str:
    """Return the name of the demo client."""
    return story().client.name


def refresh_demo(workspace: Workspace) -> Path:
    """Create the demo client, or put a fresh one in the place of an older demo; return its file.

    The new one is made beside the old one and takes its place when it is whole.

    Raises:
        Conflict: another client has the file name of the demo; it was left alone.
        Damaged: the file of an older demo cannot be read, so nobody knows whose it is.
        Unwritable: the disk refused; an older demo still stands.
    """
    name = demo_name()
    path = workspace.clients_folder / f"{STEM}{SUFFIX}"
    for other in workspace.paths():
        if folded(other.stem) == STEM and (other != path or _name(other) != name):
            raise Conflict("client.exists", path=other)
    make_private(workspace.folder)
    make_private(workspace.clients_folder)
    try:
        with TemporaryDirectory(prefix=f".{STEM}-", dir=workspace.clients_folder) as beside:
            _make(workspace, name, Path(beside) / path.name).replace(path)
    except OSError as error:
        raise Unwritable("file.unwritable", path=path, reason=error.strerror) from None
    return path


def _name(path: Path) -> str:
    """Return the name of the client at ``path``; its checklists may be of any age."""
    journal = SqliteJournal.open(path)
    try:
        return History(journal.events()).assessment.name
    finally:
        journal.close()


def _make(workspace: Workspace, name: str, path: Path) -> Path:
    visits = story().visit
    clock = _Clock(visits[0].at)
    then = workspace.at(clock)
    then.create(name, workspace.chosen(CHECKLISTS), path=path)
    with then.session(path) as session:
        for visit in visits:
            clock.at = visit.at
            _take(session, visit)
    return path


class _Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def _take(session: Session, visit: Visit) -> None:
    """Take in what was said on a visit."""
    standing = {closing.control: session.state(closing.control).open_actions for closing in visit.closed}
    for file in visit.answers:
        with as_file(shipped(FOLDER) / STEM / file) as answers:
            import_answers(session, read_answers(answers))
    for closing in visit.closed:
        for action in standing[closing.control]:
            outcome = Outcome.DROPPED if closing.dropped else Outcome.DONE
            session.close_action(action, outcome, seen_by=closing.seen_by, reason=closing.dropped)
    if visit.tag:
        session.tag(visit.tag)
