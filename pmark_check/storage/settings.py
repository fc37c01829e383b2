"""The few settings of a workspace, in ``settings.json``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pmark_check.domain.language import Language
from pmark_check.domain.text import Showable
from pmark_check.errors import BadInput, Unwritable


class Settings(BaseModel):
    """What the user may choose. ``language`` None follows the machine."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    my_name: Showable = ""
    my_firm: Showable = ""
    language: Language | None = None
    theme: Literal["light", "dark"] = "dark"
    go_on_after_answer: bool = True


def settings_path(workspace: Path) -> Path:
    """Return where the settings of ``workspace`` lie."""
    return workspace / "settings.json"


def read_settings(workspace: Path) -> Settings:
    """Return the settings; the defaults where there are none yet.

    Raises:
        BadInput: the file is not settings; it is left as it is.
    """
    path = settings_path(workspace)
    try:
        return Settings.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (ValidationError, OSError):
        raise BadInput("settings.unreadable", path=path) from None


def write_settings(workspace: Path, settings: Settings) -> None:
    """Make ``settings`` durable: written beside the old file, then put in its place.

    Raises:
        Unwritable: the disk refused; the old settings stand.
    """
    path = settings_path(workspace)
    fresh = path.with_suffix(".new")
    try:
        workspace.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(settings.model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise Unwritable("settings.unwritable", path=path, reason=error.strerror) from None
