"""Run by hatchling at every build and install: prepares the shipped data (see ``pmark_check.storage.prepared``)."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "pmark_check/_prepared"


class PreparedData(BuildHookInterface[Any]):
    """Writes every shipped TOML file once more, as JSON."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's own
        """Replace what an earlier build left."""
        folder = Path(self.root, FOLDER)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for body in _shipped(self.root):
            name = f"{hashlib.sha256(body).hexdigest()}.json"
            made = json.dumps(tomllib.loads(body.decode()), ensure_ascii=False, separators=(",", ":"), default=str)
            (folder / name).write_text(made, "utf-8")


def _shipped(root: str) -> list[bytes]:
    """Return what ``pmark_check`` itself reads; its module needs nothing but the standard library."""
    sys.path.insert(0, root)
    try:
        from pmark_check.storage.shipped import shipped_data

        return [body for _, body in shipped_data()]
    finally:
        sys.path.remove(root)
