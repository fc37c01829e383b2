"""Files and folders of TOML as a user names them. Nothing large, and nothing that is no file, is ever read."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from pmark_check.errors import Problem, Problems
from pmark_check.storage.toml import MAX_BYTES, UNUSABLE, too_large


def toml_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that ``paths`` mean: each file itself, each folder its ``*.toml`` in the order of their names.

    A file that is meant twice, however it is spelt, is there once.

    Raises:
        Problems: a folder without any, or one that may not be looked into.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        for path in _in_folder(given) if given.is_dir() else [given]:
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except OSError as error:
        raise _refused(folder, "unreadable", reason=error.strerror) from error
    if not found:
        raise _refused(folder, "empty-folder")
    return found


def content(path: Path) -> bytes:
    """Return the bytes of ``path``.

    Raises:
        Problems: it is not there, is no file, may not be read, or is larger than ``MAX_BYTES``.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _refused(path, "not-a-file")
        if about.st_size > MAX_BYTES:
            raise Problems(UNUSABLE, (too_large(str(path)),), source=str(path))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refused(path, "missing-file") from None
    except OSError as error:
        raise _refused(path, "unreadable", reason=error.strerror) from error


def _refused(path: Path, key: str, **values: object) -> Problems:
    return Problems(UNUSABLE, (Problem(str(path), 0, 0, key, **values),), source=str(path))
