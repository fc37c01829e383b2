"""The data that came with the program, as bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from pmark_check.resources import shipped

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

HEAD = "checklist.toml"
"""The file that makes its folder one checklist."""

PART_END = b"\n\n"
"""What stands between two files that are parts of one, whatever ends the first."""

FOLDER = "checklists"
"""The data folder of the installation."""

ID = re.compile(rb'^\[checklist\]\s*\n(?:[^\[\n].*\n|\n)*?id = "([a-z0-9-]+)"', re.MULTILINE)
"""The id of a checklist as shipped ones write it, without parsing it; a test holds it against the parser."""


def is_data(name: str) -> bool:
    """Return whether a file of that name is looked at in a folder."""
    return name.endswith(".toml") and not name.startswith(".")


def in_order(names: Iterable[str]) -> list[str]:
    """Return the parts of a checklist folder in the order in which they are read."""
    return sorted(filter(is_data, names), key=lambda name: (name != HEAD, name))


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
        return entry.read_bytes() if is_data(entry.name) else b""
    if not entry.is_dir() or not (entry / HEAD).is_file():
        return b""
    names = in_order(part.name for part in entry.iterdir())
    return b"".join((entry / name).read_bytes().rstrip() + PART_END for name in names)


def shipped_checklists() -> dict[str, bytes]:
    """Return the shipped checklists by id, in the order of their file names."""
    return {match[1].decode(): body for _, body in shipped_data() if (match := ID.search(body))}
