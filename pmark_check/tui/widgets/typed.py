"""Paths as people type them, or drag them from a file manager."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_QUOTES = "\"'“”‘’「」＂"


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
