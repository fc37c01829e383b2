"""What comes from outside: the time, fresh ids, salt, the machine's language. Fixed here, everything replays."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pmark_check.domain.language import Language
from pmark_check.errors import BadInput
from pmark_check.i18n.translation import preferred_language

NOW = "PMARK_CHECK_NOW"
WORKSPACE = "PMARK_CHECK_WORKSPACE"
LANGUAGE = "PMARK_CHECK_LANG"


class Surroundings(NamedTuple):
    """The world as one run of the program sees it.

    Attributes:
        workspace: the folder of clients, own checklists and reports.
        language: what the machine speaks; settings and options may say otherwise.
    """

    workspace: Path
    language: Language
    clock: Callable[[], datetime]
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())
    new_salt: Callable[[], bytes] = lambda: secrets.token_bytes(16)


def surroundings(environ: Mapping[str, str] = os.environ, workspace: Path | None = None) -> Surroundings:
    """Return the surroundings that the environment describes.

    Raises:
        BadInput: ``PMARK_CHECK_NOW`` is not a time.
    """
    return Surroundings(
        workspace=workspace or _workspace(environ),
        language=preferred_language(
            environ.get(LANGUAGE), environ.get("LC_ALL"), environ.get("LC_MESSAGES"), environ.get("LANG")
        ),
        clock=_clock(environ.get(NOW)),
    )


def _workspace(environ: Mapping[str, str]) -> Path:
    if named := environ.get(WORKSPACE):
        return Path(named)
    from platformdirs import user_data_path  # 16 ms, and not needed where the workspace is named

    return user_data_path("pmark-check", appauthor=False)


def _clock(fixed: str | None) -> Callable[[], datetime]:
    if not fixed:
        return lambda: datetime.now().astimezone()
    try:
        at = datetime.fromisoformat(fixed)
    except ValueError:
        raise BadInput("clock.not-a-time", value=fixed, variable=NOW) from None
    if at.tzinfo is None:
        at = at.astimezone()
    return lambda: at
