"""The checklists and the data around them: from TOML files into frozen models."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Checklist, Facts, Glossary, Policy, References
from pmark_check.domain.library import Library
from pmark_check.errors import Problem, Problems
from pmark_check.resources import shipped
from pmark_check.storage import files
from pmark_check.storage.findings import Finding
from pmark_check.storage.kinds import CHECKLIST, FACTS, GLOSSARY, INCIDENTS, POLICY, REFERENCES, recognised
from pmark_check.storage.toml import UNUSABLE, TomlFile, parsed

if TYPE_CHECKING:
    from pmark_check.domain.background import Background
    from pmark_check.domain.incidents import Incidents

FOLDER = "checklists"
"""The data folder of the installation."""

ID = re.compile(rb'^\[checklist\]\s*\n(?:[^\[\n].*\n|\n)*?id = "([^"]+)"', re.MULTILINE)
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


def read_background() -> Background:
    """Return what stands behind the shipped questions: accidents, references, glossary."""
    from pmark_check.domain.background import Background

    return Background(
        read_incidents(shipped_bytes("incidents.toml")),
        read_references(shipped_bytes("references.toml")),
        read_glossary(shipped_bytes("glossary.toml")),
    )


def library(checklists: Sequence[bytes | tuple[str, bytes]], facts: bytes, policy: bytes) -> Library:
    """Return what a client is asked with; its digest is the SHA-256 over all these bytes, in this order.

    A checklist may come with the name by which problems call it; one without is called by its id.

    Raises:
        Problems: one of them is unusable, or two checklists have a control in common (one should include it).
    """
    named = [(_file_name(given), given) if isinstance(given, bytes) else given for given in checklists]
    read = tuple(read_checklist(name, body) for name, body in named)
    if shared := tuple(_shared_controls(read, [name for name, _ in named])):
        raise Problems(UNUSABLE, shared, source=shared[0].source)
    digest = _digest([*(body for _, body in named), facts, policy])
    return Library(read, read_facts(facts).fact, read_policy(policy), digest)


def _file_name(body: bytes) -> str:
    found = ID.search(body)
    return f"{found[1].decode(errors='replace') if found else FOLDER}.toml"


def _shared_controls(checklists: Iterable[Checklist], names: Iterable[str]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for checklist, name in zip(checklists, names, strict=True):
        for control in checklist.control:
            if control.id in owner:
                yield Problem(name, 0, 0, "control-elsewhere", name=control.id, other=owner[control.id])
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


def shipped_checklists() -> dict[str, bytes]:
    """Return the shipped checklists by id, in the order of their file names."""
    found = sorted((file for file in shipped(FOLDER).iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)
    bodies = (file.read_bytes() for file in found)
    return {match[1].decode(): body for body in bodies if (match := ID.search(body))}


def find_checklists(paths: Iterable[Path], folder: Path | None) -> dict[str, tuple[Path | None, bytes]]:
    """Return every checklist that can be asked, by id: own ones with their file, shipped ones with None.

    Own ones are ``paths`` (files, or folders of them), then those in ``folder``, the workspace's, if there are any.
    One that has the id of a shipped checklist takes its place. Other kinds of TOML file in a folder are passed over.

    Raises:
        Problems: a file that cannot be used, or two files with one id.
    """
    given = list(paths)
    own: dict[str, tuple[Path | None, bytes]] = {}
    for path in files.toml_files([*given, *([folder] if folder and any(folder.glob("*.toml")) else [])]):
        body = files.content(path)
        file = parsed(str(path), body)
        if path in given or recognised(file.data) is CHECKLIST:
            checklist = CHECKLIST.read(file).id
            if checklist in own:
                raise _twice(file, checklist, own[checklist][0])
            own[checklist] = path, body
    return own | {name: (None, body) for name, body in shipped_checklists().items() if name not in own}


def _twice(file: TomlFile, checklist: str, other: Path | None) -> Problems:
    found = Finding(("checklist", "id"), "duplicate-checklist", {"name": checklist, "other": other})
    return Problems(UNUSABLE, file.problems([found]), source=file.name)
