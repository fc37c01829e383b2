"""The checklists and the data around them: from TOML files into frozen models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pmark_check.domain.checklist import Checklist
from pmark_check.errors import NotFound, Problems
from pmark_check.storage import files
from pmark_check.storage.findings import Finding
from pmark_check.storage.kinds import CHECKLIST, recognised
from pmark_check.storage.pinned import read_pinned
from pmark_check.storage.shipped import shipped_checklists
from pmark_check.storage.toml import UNUSABLE, TomlFile


def sources(checklists: Mapping[str, bytes], known: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the checklists by id that ``checklists`` include controls of and that are not among them.

    Raises:
        NotFound: one of them is not in ``known``.
        Problems: one of them is unusable.
    """
    found: dict[str, bytes] = {}
    pending = list(checklists.values())
    while pending:
        names = dict.fromkeys(i.partition(".")[0] for i in included(read_pinned(pending.pop())))
        for wanted in names:
            if wanted in checklists or wanted in found:
                continue
            if wanted not in known:
                raise NotFound("checklist.unknown", checklist=wanted, known=tuple(known))
            found[wanted] = known[wanted]
            pending.append(known[wanted])
    return found


def included(checklist: Checklist) -> tuple[str, ...]:
    """Return all that ``checklist`` includes, as ``checklist-id.control-id``."""
    return (*(i for section in checklist.section for i in section.include), *checklist.checklist.include)


def find_checklists(paths: Iterable[Path], folder: Path | None) -> dict[str, tuple[Path | None, bytes]]:
    """Return every checklist that can be asked, by id: own ones with their file, shipped ones with None.

    Own ones are ``paths`` (files, or folders of them), then those in ``folder``, the workspace's, if there are any.
    One that has the id of a shipped checklist takes its place. Other kinds of TOML file in a folder are passed over.

    Raises:
        Problems: a file that cannot be used, or two files with one id.
    """
    given = list(paths)
    own: dict[str, tuple[Path | None, bytes]] = {}
    for path in files.toml_files([*given, *([folder] if folder and files.has_data(folder) else [])]):
        body, file = files.load(path)
        if path in given or recognised(file.data) is CHECKLIST:
            checklist = CHECKLIST.read(file).id
            if checklist in own:
                raise _twice(file, checklist, own[checklist][0])
            own[checklist] = path, body
    return own | {name: (None, body) for name, body in shipped_checklists().items() if name not in own}


def _twice(file: TomlFile, checklist: str, other: Path | None) -> Problems:
    found = Finding(("checklist", "id"), "duplicate-checklist", {"name": checklist, "other": other})
    return Problems(UNUSABLE, file.problems([found]), source=file.name)
