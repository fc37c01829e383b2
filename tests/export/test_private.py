"""A private note leaves in no file and no report but the one that was asked for with --private."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.export.formats import FORMATS, render
from tests.cli.door import FIRM, Program
from tests.export.dossiers import dossier_of
from tests.report.clients import new_client, pmark_library, report_of, shipped_library

CANARY = "canary-7731"
"""In ASCII, so that no escaping of any format hides it."""

REQUIRED = bool(os.environ.get("PMARK_CHECK_REQUIRE_ALL"))
EVERY_NOTE = ("csv", "json", "markdown", "xlsx")
"""The formats that carry every note, so also the private ones where they are asked for."""


def in_full(body: bytes) -> bytes:
    """Return what a file holds, that of a zip archive unpacked."""
    if not body.startswith(b"PK"):
        return body.replace(b"\r\n ", b"")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def needed(name: str) -> None:
    """Skip a format that is not there yet; in the full run it must be."""
    if find_spec(f"pmark_check.export.{FORMATS[name].module}") is None:
        assert not REQUIRED, f"{name} is missing"
        pytest.skip(f"{name} is not there yet")


def secretive(session: Session) -> Session:
    """A private note beside every control, whatever its state: open, failing, in place, excused, ruled out."""
    session.state_fact("is_processor", value=False)
    session.state_fact("has_vendor", value=False)
    for place, control in enumerate(session.library.controls.values()):
        if place % 5 < 3:
            session.answer(control.id, (Mark.NO, Mark.YES, Mark.UNKNOWN)[place % 5], said_by="佐藤")
        elif place % 5 == 3:
            session.mark_not_applicable(control.id, "親会社が行う")
        session.write_note(control.id, "表のメモ")
        session.write_note(control.id, f"前の{CANARY}", private=True)
        session.write_note(control.id, f"社長には言わない {CANARY}", private=True)
        session.plan_action(control.id, text="片づける", owner="佐藤")
    return session


CLIENTS: dict[str, Callable[[], Session]] = {
    "lessons": lambda: secretive(new_client(asked_with=shipped_library())),
    "pmark": lambda: secretive(new_client(asked_with=pmark_library())),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_no_export_carries_a_private_note_unasked(name: str, language: Language, client: str) -> None:
    needed(name)
    session = CLIENTS[client]()
    body = in_full(render(name, dossier_of(session, language)))
    assert CANARY.encode() not in body
    if name in EVERY_NOTE:
        assert "表のメモ" in body.decode("utf-8", "replace")
        assert CANARY.encode() in in_full(render(name, dossier_of(session, language, with_private=True)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_no_report_carries_a_private_note_unasked(language: Language, client: str) -> None:
    session = CLIENTS[client]()
    assert CANARY not in report_of(session, language)
    assert CANARY in report_of(session, language, with_private=True)


@pytest.mark.parametrize("name", FORMATS)
def test_a_note_taken_back_leaves_no_trace_even_in_a_private_file(name: str) -> None:
    needed(name)
    session = new_client()
    control = next(iter(session.library.controls))
    session.write_note(control, CANARY, private=True)
    session.write_note(control, "", private=True)
    assert CANARY.encode() not in in_full(render(name, dossier_of(session, with_private=True)))


def test_a_private_note_changes_no_byte_of_an_open_file() -> None:
    """Not even a hash or a count gives away that there is one."""
    bodies = []
    for private in (False, True):
        session = new_client()
        control = next(iter(session.library.controls))
        session.answer(control, Mark.NO)
        if private:
            session.write_note(control, CANARY, private=True)
        there = [name for name in FORMATS if find_spec(f"pmark_check.export.{FORMATS[name].module}")]
        bodies.append([in_full(render(name, dossier_of(session))) for name in there])
    assert bodies[0] == bodies[1]


def noted(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "no", "--note", "表のメモ", "--private-note", CANARY)
    program.good("answer", FIRM, "two.done", "yes", "--private-note", CANARY)


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_needs_to_be_asked(program: Program, tmp_path: Path, name: str) -> None:
    needed(name)
    noted(program)
    open_file, private_file = tmp_path / "open", tmp_path / "private"
    said = program.good("export", FIRM, "--format", name, "-o", open_file)
    assert CANARY.encode() not in in_full(open_file.read_bytes())
    assert CANARY not in said.out + said.err
    program.good("export", FIRM, "--format", name, "--private", "-o", private_file)
    if name in EVERY_NOTE:
        assert CANARY.encode() in in_full(private_file.read_bytes())


@pytest.mark.parametrize("command", [("report", FIRM), ("score", FIRM), ("score", FIRM, "--json"), ("history", FIRM),
                                     ("history", FIRM, "--json"), ("list",), ("list", "--json"), ("explain", FIRM),
                                     ("verify", FIRM), ("doctor",)], ids=" ".join)  # fmt: skip
def test_no_other_command_tells_it(program: Program, command: tuple[str, ...]) -> None:
    noted(program)
    said = program.good(*command)
    assert CANARY not in said.out + said.err
    if command[0] == "report":
        assert CANARY not in Path(said.line).read_text("utf-8")
