"""From the bytes that a client is asked with to what its session works on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from pmark_check.domain.checklist import Checklist, Facts, Policy
from pmark_check.domain.library import Library
from pmark_check.errors import Problem, Problems
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import FOLDER, ID


def library(checklists: Sequence[bytes], facts: bytes, policy: bytes, sources: Sequence[bytes] = ()) -> Library:
    """Return what a client is asked with; its digest is the SHA-256 over all these bytes, in this order.

    ``sources`` are checklists that are not asked, only held for what the others include.

    Raises:
        Problems: one of them is unusable, or two checklists have a control in common (one should include it).
    """
    bodies = [*checklists, *sources]
    found = tuple(map(read_pinned, bodies))
    if shared := tuple(_shared_controls(found)):
        raise Problems("checklist.invalid", shared, source=shared[0].source)
    asked, held = found[: len(checklists)], found[len(checklists) :]
    digest = _digest([*checklists, b"", *sources, facts, policy])
    return Library(asked, read(Facts, "facts.toml", facts).fact, read(Policy, "policy.toml", policy), held, digest)


def read_pinned(body: bytes) -> Checklist:
    """Return the checklist in ``body``, which problems call by its id.

    Raises:
        Problems: everything that is wrong with it.
    """
    return read(Checklist, _file_name(body), body)


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
