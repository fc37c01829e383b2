"""The checklists and the data around them: from TOML files into frozen models."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from pmark_check.domain.checklist import Checklist, Facts, Policy
from pmark_check.domain.library import Library
from pmark_check.errors import NotFound, Problem, Problems
from pmark_check.resources import shipped
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
from pmark_check.storage.toml import PART_END, UNUSABLE, TomlFile, parsed

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from pmark_check.domain.background import Background
    from pmark_check.domain.citations import Documents, Glossary, References
    from pmark_check.domain.incidents import Incidents
    from pmark_check.domain.procedure import Procedure

FOLDER = "checklists"
"""The data folder of the installation."""

ID = re.compile(rb'^\[checklist\]\s*\n(?:[^\[\n].*\n|\n)*?id = "([a-z0-9-]+)"', re.MULTILINE)
"""The id of a checklist as shipped ones write it, without parsing it; a test holds it against the parser."""


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


def library(checklists: Sequence[bytes], facts: bytes, policy: bytes, sources: Sequence[bytes] = ()) -> Library:
    """Return what a client is asked with; its digest is the SHA-256 over all these bytes, in this order.

    ``sources`` are checklists that are not asked, only held for what the others include.

    Raises:
        Problems: one of them is unusable, or two checklists have a control in common (one should include it).
    """
    bodies = [*checklists, *sources]
    read = [_read(body) for body in bodies]
    if shared := tuple(_shared_controls(read)):
        raise Problems(UNUSABLE, shared, source=shared[0].source)
    asked, held = tuple(read[: len(checklists)]), tuple(read[len(checklists) :])
    digest = _digest([*checklists, b"", *sources, facts, policy])
    return Library(asked, _facts(facts).fact, _policy(policy), held, digest)


def _facts(body: bytes) -> Facts:
    return Facts.model_validate(_known(body)) if body == shipped_bytes("facts.toml") else read_facts(body)


def _policy(body: bytes) -> Policy:
    return Policy.model_validate(_known(body)) if body == shipped_bytes("policy.toml") else read_policy(body)


def _known(body: bytes) -> dict[str, object]:
    """Return the data of a shipped file, which keeps the rules (a test lints them) and is not held to them again."""
    return tomli.loads(body.decode())


def _read(body: bytes) -> Checklist:
    if _is_shipped(body):
        return Checklist.model_validate(_known(body))
    return CHECKLIST.read(parsed(_file_name(body), body))


def _is_shipped(body: bytes) -> bool:
    if not (found := ID.search(body)):
        return False
    name, folder = found[1].decode(), shipped(FOLDER)
    return body in (_shipped_body(folder / f"{name}.toml"), _shipped_body(folder / name))


def _file_name(body: bytes) -> str:
    found = ID.search(body)
    return f"{found[1].decode(errors='replace') if found else FOLDER}.toml"


def _shared_controls(checklists: Iterable[Checklist]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for checklist in checklists:
        for control in checklist.control:
            if control.id in owner:
                yield Problem(
                    f"{checklist.id}.toml", 0, 0, "control-elsewhere", name=control.id, other=owner[control.id]
                )
            owner[control.id] = checklist.id


def _digest(bodies: Iterable[bytes]) -> str:
    """Return one SHA-256 over ``bodies``, each with its length, so that no byte can move from one to the next."""
    digest = hashlib.sha256()
    for body in bodies:
        digest.update(len(body).to_bytes(8, "big") + body)
    return digest.hexdigest()


def shipped_bytes(name: str) -> bytes:
    """Return the shipped file of that name, for example ``facts.toml``.

    Raises:
        FileNotFoundError: no such file was shipped.
    """
    return (shipped(FOLDER) / name).read_bytes()


@cache
def shipped_data() -> tuple[tuple[str, bytes], ...]:
    """Return every shipped data file, by name; a checklist folder is one file, joined."""
    entries = sorted(shipped(FOLDER).iterdir(), key=lambda entry: entry.name)
    bodies = ((entry.name, _shipped_body(entry)) for entry in entries)
    return tuple((name, body) for name, body in bodies if body)


def _shipped_body(entry: Traversable) -> bytes:
    """Return the bytes of a shipped data file or checklist folder, none of anything else."""
    if entry.is_file():
        return entry.read_bytes() if files.is_data(entry.name) else b""
    if not entry.is_dir() or not (entry / files.HEAD).is_file():
        return b""
    names = files.in_order(part.name for part in entry.iterdir())
    return b"".join((entry / name).read_bytes().rstrip() + PART_END for name in names)


def shipped_checklists() -> dict[str, bytes]:
    """Return the shipped checklists by id, in the order of their file names."""
    return {match[1].decode(): body for _, body in shipped_data() if (match := ID.search(body))}


def sources(checklists: Mapping[str, bytes], known: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the checklists by id that ``checklists`` include controls of and that are not among them.

    Raises:
        NotFound: one of them is not in ``known``.
        Problems: one of them is unusable.
    """
    found: dict[str, bytes] = {}
    pending = list(checklists.values())
    while pending:
        names = dict.fromkeys(i.partition(".")[0] for i in included(_read(pending.pop())))
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
