"""Shipped data is prepared when the program is built; what it says is what the TOML says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmark_check.domain.checklist import Checklist, Data, Facts, Policy
from pmark_check.domain.citations import Documents, Glossary, References
from pmark_check.domain.incidents import Incidents
from pmark_check.domain.procedure import Procedure
from pmark_check.errors import Problems
from pmark_check.storage import prepared
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists, shipped_data

MODELS: dict[str, type[Data]] = {
    "documents.toml": Documents,
    "facts.toml": Facts,
    "glossary.toml": Glossary,
    "incidents.toml": Incidents,
    "policy.toml": Policy,
    "procedure.toml": Procedure,
    "references.toml": References,
}


def test_everything_shipped_is_prepared() -> None:
    assert {path.name for path in prepared.FOLDER.iterdir()} == {
        prepared.file_name(body) for _, body in shipped_data()
    }, "run make setup: the data changed since the program was installed"


@pytest.mark.parametrize("name", [name for name, _ in shipped_data()])
def test_what_was_prepared_says_what_the_toml_says(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model, body = MODELS.get(name, Checklist), dict(shipped_data())[name]
    at_once = prepared.read(model, name, body)
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    assert prepared.read(model, name, body) == at_once


def test_data_that_was_edited_since_is_read_anew_and_checked() -> None:
    body = shipped_bytes("policy.toml")
    edited = body.replace(b"target = 85", b"target = 80")
    assert (prepared.read(Policy, "policy.toml", body).target, prepared.read(Policy, "policy.toml", edited).target) == (
        85,
        80,
    )
    with pytest.raises(Problems):
        prepared.read(Policy, "policy.toml", body.replace(b"target = 85", b"target = 850"))


def test_a_client_opens_without_parser_and_linter() -> None:
    script = """
import sys
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
library(list(shipped_checklists().values())[:1], shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))
print([name for name in ("tomli", "pmark_check.storage.kinds", "pmark_check.storage.toml") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env={**os.environ})
    assert ran.stdout == "[]\n"
    assert "incident-lessons" in shipped_checklists()
