"""What can be wrong at one path of a file, before anybody asks in which line that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pmark_check.storage.positions import Path


@dataclass(frozen=True)
class Finding:
    """One thing wrong.

    Attributes:
        path: to the offending value, or to the table in which something is missing.
        key: catalogue key without the ``problem.`` prefix.
        values: what its sentence names.
        on_key: whether the key at the end of ``path`` is meant, not its value.
    """

    path: Path
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    on_key: bool = False


def unknown(path: Path, key: str, name: str, known: Collection[str], *, on_key: bool = False) -> Finding:
    """Return the finding that ``name`` is none of ``known``; ``<key>.similar`` names the nearest one there is."""
    nearest = get_close_matches(name, known, n=1)
    if nearest:
        return Finding(path, f"{key}.similar", {"name": name, "nearest": nearest[0]}, on_key)
    return Finding(path, key, {"name": name}, on_key)
