"""What is slow to import is imported by those commands alone that need it."""

import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from pmark_check.version import VERSION

COMMAND = Path(sys.executable).with_name("pmark-check")
HEAVY = ("textual", "rich", "jinja2", "pydantic", "sqlite3", "tomli", "platformdirs", "asyncio", "importlib.metadata")

LOADED = """
import sys
arguments = {arguments!r}
from pmark_check.cli import main
if arguments is not None:
    try:
        main(arguments)
    except SystemExit:
        pass
print("LOADED", *(name for name in {heavy!r} if name in sys.modules))
"""


def loaded(arguments: list[str] | None, heavy: tuple[str, ...] = HEAVY) -> list[str]:
    """Return which of the heavy modules a fresh process has loaded after running a command."""
    script = LOADED.format(arguments=arguments, heavy=heavy)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return ran.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("arguments", [None, ["--version"], ["--help"], ["score", "--help"], ["bogus"]], ids=str)
def test_nothing_heavy_is_loaded_before_a_command_runs(arguments: list[str] | None) -> None:
    assert loaded(arguments) == []


def test_the_test_can_fail() -> None:
    assert "pydantic" in loaded(["checklist", "list"])


@pytest.mark.parametrize("command", [["list"], ["checklist", "list", "--json"]], ids=str)
def test_commands_without_screens_load_neither_textual_nor_jinja2(command: list[str], tmp_path: Path) -> None:
    assert loaded(["--workspace", str(tmp_path), *command], ("textual", "rich", "jinja2")) == []


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


@pytest.mark.slow
def test_the_version_is_said_within_six_times_the_start_of_python() -> None:
    """Medians of 15 runs, taken in turn, so that a busy machine slows both."""
    commands = ([sys.executable, "-c", "pass"], [str(COMMAND), "--version"])
    runs: tuple[list[float], list[float]] = ([], [])
    for _ in range(15):
        for command, times in zip(commands, runs, strict=True):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            times.append(time.perf_counter() - began)
    floor, ours = map(statistics.median, runs)
    assert ours / floor <= 6
