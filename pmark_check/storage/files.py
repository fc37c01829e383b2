"""Files and folders of TOML as a user names them. Nothing large, and nothing that is no file, is ever read.

A folder with a ``checklist.toml`` is one checklist: that file, then the others in the order of their names.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pmark_check.errors import Problem, Problems
from pmark_check.storage.shipped import HEAD, in_order, is_data
from pmark_check.storage.toml import MAX_BYTES, UNUSABLE, TomlFile, joined, parsed, too_large


def toml_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that ``paths`` mean: each file itself, each folder its ``*.toml`` in the order of their names.

    A folder that is one checklist stands for itself, given or found in a folder. A file that is meant twice, however
    it is spelt, is there once.

    Raises:
        Problems: a folder without any, or one that may not be looked into.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        for path in _in_folder(given) if given.is_dir() and not is_checklist_folder(given) else [given]:
            found.setdefault(path.resolve(), path)
    return list(found.values())


def has_data(folder: Path) -> bool:
    """Return whether there is anything in ``folder`` to look at."""
    return folder.is_dir() and any(is_data(path.name) or is_checklist_folder(path) for path in folder.iterdir())


def _in_folder(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if is_data(path.name) or is_checklist_folder(path))
    except OSError as error:
        raise _refused(folder, "unreadable", reason=error.strerror) from error
    if not found:
        raise _refused(folder, "empty-folder")
    return found


def is_checklist_folder(path: Path) -> bool:
    """Return whether ``path`` is a folder whose files are one checklist."""
    return (path / HEAD).is_file()


def load(path: Path) -> tuple[bytes, TomlFile]:
    """Return what ``path``, a file or a checklist folder, holds: its bytes, and these parsed.

    Raises:
        Problems: it is not there, is no file, may not be read, is too large, or is not TOML.
    """
    if not is_checklist_folder(path):
        body = content(path)
        return body, parsed(str(path), body)
    names = in_order(part.name for part in path.iterdir())
    file = joined(str(path), [(str(path / name), content(path / name)) for name in names])
    return file.text.encode(), file


def content(path: Path, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of ``path``.

    Raises:
        Problems: it is not there, is no file, may not be read, or has more than ``most`` bytes.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _refused(path, "not-a-file")
        if about.st_size > most:
            raise Problems(UNUSABLE, (too_large(str(path), most),), source=str(path))
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise _refused(path, "missing-file") from None
    except OSError as error:
        raise _refused(path, "unreadable", reason=error.strerror) from error


@contextmanager
def unusable(path: Path, error: str) -> Iterator[None]:
    """Run a block that reads ``path``; its problems become those of the ``error`` that this kind of file has.

    Raises:
        Problems: with the same places, under that error.
    """
    try:
        yield
    except Problems as found:
        raise Problems(error, found.problems, source=str(path)) from None


def _refused(path: Path, key: str, **values: object) -> Problems:
    return Problems(UNUSABLE, (Problem(str(path), 0, 0, key, **values),), source=str(path))
