import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from pmark_check.resources import shipped
from pmark_check.storage.prepared import file_name
from pmark_check.storage.shipped import shipped_data

ROOT = Path(__file__).parents[1]
SHIPPED = ("pmark_check", "checklists", "reports")
PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==([0-9][0-9a-z.]*)")


def files_git_would_commit() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def name_in_wheel(name: str) -> str:
    return name if name.startswith("pmark_check/") else f"pmark_check/_bundled/{name}"


def build_wheel(source: Path, out: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, source],
        check=True,
        capture_output=True,
    )
    (wheel,) = out.glob("*.whl")
    return wheel


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(found), "constraints.txt holds plain name==version lines only"
    return {match[1]: match[2] for match in found if match}


def test_the_wheel_carries_what_git_has_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "source"
    committed = files_git_would_commit()
    for name in committed:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    for stray in ("checklists/local.env", "reports/.DS_Store", "pmark_check/client.pmark"):
        (source / stray).parent.mkdir(parents=True, exist_ok=True)
        (source / stray).write_text("must stay at home", "utf-8")

    with ZipFile(build_wheel(source, tmp_path / "dist")) as wheel:
        carried = {name for name in wheel.namelist() if ".dist-info/" not in name}

    expected = {name_in_wheel(name) for name in committed if name.split("/")[0] in SHIPPED}
    assert carried == expected | {f"pmark_check/_prepared/{file_name(body)}" for _, body in shipped_data()}


def test_the_data_folders_are_found_in_a_checkout() -> None:
    assert any(entry.name.endswith(".toml") for entry in shipped("checklists").iterdir())
    assert any(entry.name.endswith(".j2") for entry in shipped("reports").iterdir())


def test_a_folder_that_was_not_shipped_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        shipped("no-such-folder")


def test_every_direct_dependency_is_pinned_within_its_range() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = pyproject["project"]
    named = [
        *pyproject["build-system"]["requires"],
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    pinned = pins()
    for requirement in map(Requirement, named):
        assert requirement.specifier.contains(pinned[requirement.name]), str(requirement)
