"""Characters that no file may hold: what a screen cannot show, and what makes it show something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmark_check.domain.text import unshowable
from pmark_check.storage.findings import Finding
from pmark_check.storage.positions import Path

DECEPTIVE = re.compile("[\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Direction marks and overrides, and characters without width: the text reads other than it is."""

ESCAPE = re.compile(r"\\[bfreuUx]")
"""Escapes that can stand for any character; a file without one holds nothing that the parser did not see."""


def findings(data: object, path: Path = ()) -> Iterator[Finding]:
    """Yield the texts in ``data`` that hold such a character."""
    match data:
        case dict():
            for key, value in data.items():
                yield from findings(value, (*path, key))
        case list():
            for index, value in enumerate(data):
                yield from findings(value, (*path, index))
        case str() if (character := unfit(data)) is not None:
            yield Finding(path, "character", {"code": code(character)})


def unfit(text: str) -> str | None:
    """Return the first character of ``text`` that may not stand there, else None."""
    deceptive = DECEPTIVE.search(text)
    return deceptive.group() if deceptive else unshowable(text)


def code(character: str) -> str:
    """Return how a character nobody can see is named: U+202E."""
    return f"U+{ord(character):04X}"
