"""Shipped data as JSON, made from the TOML when the program was built: read ten times faster, and linted by then.

The TOML is what counts. A JSON file is named for the digest of the bytes it was made from, so one whose TOML was
edited since is not found, and the TOML itself is read and checked.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

from pmark_check.domain.checklist import Data

FOLDER = Path(__file__).parents[1] / "_prepared"
"""Where ``hatch_build.py`` puts them."""

Model = TypeVar("Model", bound=Data)


def read(model: type[Model], source: str, body: bytes) -> Model:
    """Return ``body``, the bytes of a TOML file that problems call ``source``, as ``model``.

    Raises:
        Problems: everything that is wrong with it, as far as the one file shows.
    """
    try:
        return model.model_validate_json((FOLDER / file_name(body)).read_bytes())
    except FileNotFoundError:
        from pmark_check.storage.kinds import kind_of  # the linter, which nothing that came with the program needs
        from pmark_check.storage.toml import parsed

        return kind_of(model).read(parsed(source, body))


def file_name(body: bytes) -> str:
    """Return what the JSON made from ``body`` is called."""
    return f"{hashlib.sha256(body).hexdigest()}.json"
