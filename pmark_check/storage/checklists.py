"""The checklists and the data around them: from TOML files into frozen models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Checklist, Facts, Policy
from pmark_check.errors import NotFound, Problems
from pmark_check.storage import files
from pmark_check.storage.findings import Finding
from pmark_check.storage.kinds import (
    CHECKLIST,
    DOCUMENTS,
    FACTS,
    GLOSSARY,
    INCIDENTS,
    POLICY,
    PROCEDURE,
    REFERENCES,
    recognised,
)
from pmark_check.storage.pinned import read
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from pmark_check.storage.toml import UNUSABLE, TomlFile, parsed

if TYPE_CHECKING:
    from pmark_check.domain.background import Background
    from pmark_check.domain.citations import Documents, Glossary, References
    from pmark_check.domain.incidents import Incidents
    from pmark_check.domain.procedure import Procedure


def read_checklist(source: str, body: bytes) -> Checklist:
    """Return the checklist in ``body``; ``source`` is how problems name the file.

    What it refers to in other files is not looked up: ``lint`` does that.

    Raises:
        Problems: everything that is wrong with it.
    """
    return CHECKLIST.read(parsed(source, body))


def read_facts(body: bytes) -> Facts:
    """Return the facts every checklist may use. Raises as ``read_checklist`` does."""
    return FACTS.read(parsed("facts.toml", body))


def read_policy(body: bytes) -> Policy:
    """Return the numbers and words of the verdicts. Raises as ``read_checklist`` does."""
    return POLICY.read(parsed("policy.toml", body))


def read_references(body: bytes) -> References:
    """Return everything that may be cited. Raises as ``read_checklist`` does."""
    return REFERENCES.read(parsed("references.toml", body))


def read_incidents(body: bytes) -> Incidents:
    """Return the accidents, their failures and sources. Raises as ``read_checklist`` does."""
    return INCIDENTS.read(parsed("incidents.toml", body))


def read_glossary(body: bytes) -> Glossary:
    """Return the words explained. Raises as ``read_checklist`` does."""
    return GLOSSARY.read(parsed("glossary.toml", body))


def read_documents(body: bytes) -> Documents:
    """Return the documents a firm must have. Raises as ``read_checklist`` does."""
    return DOCUMENTS.read(parsed("documents.toml", body))


def read_procedure() -> Procedure:
    """Return the shipped dated facts of the procedure."""
    return PROCEDURE.read(parsed("procedure.toml", shipped_bytes("procedure.toml")))


def read_background() -> Background:
    """Return what stands behind the shipped questions: accidents, references, glossary, documents."""
    from pmark_check.domain.background import Background

    return Background(
        read_incidents(shipped_bytes("incidents.toml")),
        read_references(shipped_bytes("references.toml")),
        read_glossary(shipped_bytes("glossary.toml")),
        read_documents(shipped_bytes("documents.toml")),
    )


def sources(checklists: Mapping[str, bytes], known: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the checklists by id that ``checklists`` include controls of and that are not among them.

    Raises:
        NotFound: one of them is not in ``known``.
        Problems: one of them is unusable.
    """
    found: dict[str, bytes] = {}
    pending = list(checklists.values())
    while pending:
        names = dict.fromkeys(i.partition(".")[0] for i in included(read(pending.pop())))
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
