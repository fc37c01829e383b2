"""Agendas of workshops: own files and shipped ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pmark_check.domain.agenda import Agenda
from pmark_check.errors import NotFound, Problems
from pmark_check.resources import shipped
from pmark_check.storage import files
from pmark_check.storage.findings import Finding
from pmark_check.storage.kinds import AGENDA
from pmark_check.storage.shipped import FOLDER, is_data
from pmark_check.storage.toml import UNUSABLE, parsed

AGENDAS = "agendas"
"""The folder of agendas, in the installation and in a workspace."""


def read_agenda(source: str, body: bytes) -> Agenda:
    """Return the agenda in ``body``; ``source`` is how problems name the file.

    Raises:
        Problems: everything that is wrong with it.
    """
    return AGENDA.read(parsed(source, body))


@cache
def shipped_agendas() -> dict[str, bytes]:
    """Return the agendas that came with the program, by id, the shortest first."""
    entries = (entry for entry in (shipped(FOLDER) / AGENDAS).iterdir() if is_data(entry.name))
    read = {entry.name: entry.read_bytes() for entry in entries}
    known = sorted((read_agenda(name, body).minutes, name) for name, body in read.items())
    return {name.removesuffix(".toml"): read[name] for _, name in known}


def find_agendas(folder: Path | None) -> dict[str, tuple[Path | None, Agenda]]:
    """Return every agenda that can be held, by id: own ones of ``folder`` with their file, shipped ones with None.

    An own one that has the id of a shipped agenda takes its place.

    Raises:
        Problems: a file that cannot be used, or two with one id.
    """
    own: dict[str, tuple[Path | None, Agenda]] = {}
    for path in files.toml_files([folder]) if folder and files.has_data(folder) else ():
        agenda = _own(path)
        if agenda.agenda.id in own:
            raise _twice(path, agenda.agenda.id, own[agenda.agenda.id][0])
        own[agenda.agenda.id] = path, agenda
    came = ((name, (None, read_agenda(f"{name}.toml", body))) for name, body in shipped_agendas().items())
    return own | {name: found for name, found in came if name not in own}


def find_agenda(wanted: str, folder: Path | None) -> Agenda:
    """Return the agenda of that id, or in that file.

    Raises:
        NotFound: there is none.
        Problems: it is unusable.
    """
    if wanted.endswith(".toml") or Path(wanted).is_file():
        return _own(Path(wanted))
    known = find_agendas(folder)
    if wanted not in known:
        raise NotFound("agenda.unknown", agenda=wanted, known=tuple(known))
    return known[wanted][1]


def _own(path: Path) -> Agenda:
    return read_agenda(str(path), files.content(path))


def _twice(path: Path, agenda: str, other: Path | None) -> Problems:
    found = Finding(("agenda", "id"), "duplicate-agenda", {"name": agenda, "other": other})
    return Problems(UNUSABLE, parsed(str(path), files.content(path)).problems([found]), source=str(path))
