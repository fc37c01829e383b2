"""What people type, as what they mean: paths dragged from a file manager, days and numbers in any width."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pmark_check.domain.checklist import FactKind, FactValue
from pmark_check.tui.days import read_day

_QUOTES = "\"'“”‘’「」＂"
_NUMBER = re.compile(r"(\d[\d, ]{0,14})(?:人|名|件|社|台)?")


def typed_path(text: str) -> Path:
    """Return the file that ``text`` means: without quotes, ``file://``, PowerShell's ``& `` and shell escapes.

    Of several readings the first that exists is taken, else the plain one.
    """
    plain = text.strip().removeprefix("& ").strip().strip(_QUOTES).strip()
    readings = [plain, re.sub(r"\\(.)", r"\1", plain)]
    if plain.lower().startswith("file:"):
        readings.insert(0, re.sub(r"^/([A-Za-z]:)", r"\1", unquote(urlsplit(plain).path)))
    if os.sep == "/" and (drive := re.fullmatch(r"([A-Za-z]):[\\/](.*)", plain)):
        readings.append(f"/mnt/{drive[1].lower()}/{drive[2].replace(chr(92), '/')}")
    paths = [_expanded(reading) for reading in readings]
    return next((path for path in paths if is_file(path)), paths[0])


def is_file(path: Path) -> bool:
    """Return whether there is a file; no path is too long or too odd to ask."""
    try:
        return path.is_file()
    except OSError:
        return False


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody has that home
        return Path(text)


def typed_number(text: str) -> int:
    """Return the number that ``text`` names: 120, １２０, 1,200人.

    Raises:
        ValueError: it names none.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        raise ValueError(text)
    return int(re.sub(r"[, ]", "", found[1]))


def typed_value(kind: FactKind, text: str, today: date) -> FactValue | None:
    """Return what ``text`` states about a fact that is a number or a day (see ``days.read_day``); None for no text.

    Raises:
        ValueError: it makes no sense.
    """
    if not text.strip():
        return None
    if kind is FactKind.NUMBER:
        return typed_number(text)
    day = read_day(text, today)
    return day.isoformat() if day else None
