from pathlib import Path

import pytest

from tests.cli.door import Program


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(tmp_path / "workspace", monkeypatch)
