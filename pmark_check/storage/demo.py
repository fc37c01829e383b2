"""The demo client: an invented firm, half-way through its checklist, made from shipped data."""

from __future__ import annotations

from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory

import tomli

from pmark_check.domain.assessment import History
from pmark_check.domain.text import folded
from pmark_check.errors import Conflict, Unwritable
from pmark_check.resources import shipped
from pmark_check.storage.answers import import_answers, read_answers
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.shipped import FOLDER, shipped_bytes
from pmark_check.storage.workspace import SUFFIX, Workspace, make_private

CHECKLISTS = ("pmark-2023", "incident-lessons")
ANSWERS = ("sample-printing.toml", "sample-printing-pmark.toml")

STEM = "demo"
"""The name of the demo's file, and of the shipped folder that holds its data."""


def demo_name() -> str:
    """Return the name of the demo client."""
    name: str = tomli.loads(shipped_bytes(f"{STEM}/client.toml").decode())["client"]["name"]
    return name


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
    workspace.create(name, workspace.chosen(CHECKLISTS), path=path)
    with workspace.session(path) as session:
        for file in ANSWERS:
            with as_file(shipped(FOLDER) / STEM / file) as answers:
                import_answers(session, read_answers(answers))
    return path
