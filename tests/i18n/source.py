"""Reads the program's own source and catalogues."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from pmark_check.i18n.translation import LOCALE

ROOT = LOCALE.parents[2]
PACKAGE = ROOT / "pmark_check"
LANGUAGES = ("ja", "en")
NATIVE = "messages"
"""The one catalogue whose msgids are click's English sentences; English needs none."""


def areas(language: str) -> list[str]:
    """Return the names of the catalogues of ``language``."""
    return sorted(path.stem for path in (LOCALE / language / "LC_MESSAGES").glob("*.po"))


def catalogue(language: str, area: str) -> Catalog:
    """Return one catalogue."""
    with (LOCALE / language / "LC_MESSAGES" / f"{area}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str, area: str) -> dict[str, Message]:
    """Return the entries of one catalogue by msgid."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue(language, area)
        if message.id
    }


def keys(language: str = "ja") -> set[str]:
    """Return every key of every catalogue of ours."""
    return {key for area in areas(language) if area != NATIVE for key in messages(language, area)}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the program, parsed."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))
