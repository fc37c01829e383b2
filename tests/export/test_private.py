"""A private note leaves in no file and no report but the one that was asked for with --private."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest

from pmark_check.cli.program import program as top
from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.domain.workshop_session import Facilitation
from pmark_check.export.formats import FORMATS, render
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from tests.cli.browsers import fake
from tests.cli.door import FIRM, NOW, Program
from tests.export.dossiers import dossier_of
from tests.report.clients import new_client, pmark_library, report_of, shipped_library

CANARY = "canary-7731"
"""In ASCII, so that no escaping of any format hides it."""

BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4}){8,}")
EVERY_NOTE = ("csv", "json", "markdown", "xlsx")
"""The formats that carry every note, so also the private ones where they are asked for."""


def in_full(body: bytes) -> bytes:
    """Return what a file holds, however it is packed: a zip archive, base64, UTF-16, lines folded at 75 octets."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(name.encode() + in_full(archive.read(name)) for name in archive.namelist())
    unpacked = [b64decode(found + b"==") for found in BASE64.findall(body)]
    return b"\n".join([body.replace(b"\r\n ", b""), body.replace(b"\0", b""), *unpacked])


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
        bodies.append([in_full(render(name, dossier_of(session))) for name in FORMATS])
    assert bodies[0] == bodies[1]


# --- every door of the command line -----------------------------------------------------------------------------------

DOORS: tuple[str, ...] = (
    "score CLIENT",
    "score CLIENT --json",
    "unseen CLIENT",
    "unseen CLIENT --json",
    "explain CLIENT",
    "explain CLIENT score.worst",
    "history CLIENT",
    "history CLIENT --json",
    "compare CLIENT --from before",
    "compare CLIENT --from before --json",
    "list",
    "list --json",
    "verify CLIENT",
    "doctor",
    "tag CLIENT again",
    "undo CLIENT",
    "import CLIENT ANSWERS",
    "import CLIENT TABLE",
    "import CLIENT SHEET --preview",
    "import CLIENT SHEET --force",
    "report CLIENT",
    "report CLIENT --audience officer",
    "report CLIENT --audience president",
    "report CLIENT --since before",
    "report CLIENT --audience president --since before",
    "report CLIENT --profile PROFILE",
    "report CLIENT --lang en",
    "report CLIENT --pdf",
    "progress CLIENT",
    "progress CLIENT --format html --lang en",
    "progress CLIENT --format markdown",
    "progress CLIENT --pdf",
    "print CLIENT questions",
    "print CLIENT questions --open --lang en",
    "print CLIENT homework",
    "print CLIENT homework --pdf",
    "workshop status CLIENT",
    "workshop status CLIENT --json",
    "workshop minutes CLIENT",
    "workshop minutes CLIENT --format html --lang en",
    "workshop minutes CLIENT --format markdown",
    "workshop minutes CLIENT --pdf",
    *(f"export CLIENT --format {name}{more}" for name in FORMATS for more in ("", " --lang en")),
    "export CLIENT --format xlsx --open",
    "export CLIENT --format csv --open",
)
"""Whatever writes about a client, one a line. What it writes to is read whole: terminal, files, names of files."""

ASKED = (
    *(f"export CLIENT --format {name} --private" for name in EVERY_NOTE),
    "report CLIENT --audience consultant",
    "report CLIENT --audience consultant --pdf",
    "report CLIENT --audience consultant --since before",
)
"""Where private notes are asked for, and come."""

TELLS_NOTHING = {
    "answer": "takes an answer and says that it did",
    "ask": "is for who may read the note, as the screens are, and writes no file",
    "checklist add": "is about questions",
    "checklist coverage": "is about questions",
    "checklist lint": "is about questions",
    "checklist list": "is about questions",
    "checklist show": "is about questions",
    "demo": "writes a client of our own",
    "erase": "takes texts away, and says how many",
    "new": "makes a client without a note",
    "open": "is for who may read the note: the screens",
    "workshop agendas": "is about agendas",
    "workshop start": "is for who may read the note: the screens",
}
"""The commands that write nothing about a client, and what they do instead."""


def commands(group: click.Group = top, before: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command there is by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        elif command:
            yield " ".join((*before, name)), command


def test_every_command_is_a_door_or_tells_nothing() -> None:
    found = {name for name, _ in commands()}
    doors = {name for name in found if any(f"{door} ".startswith(f"{name} ") for door in DOORS)}
    assert set(TELLS_NOTHING) == found - doors


def test_every_choice_that_a_door_gives_is_tried() -> None:
    """A new format, audience or switch of a door is a new door."""
    doors = DOORS + ASKED
    missing = []
    for name, command in commands():
        own = [door for door in doors if f"{door} ".startswith(f"{name} ")]
        for parameter in command.params if own else ():
            choices = parameter.type.choices if isinstance(parameter.type, click.Choice) else ()
            is_flag = isinstance(parameter, click.Option) and parameter.is_flag
            wanted = [*(f" {choice} " for choice in choices), *([f" {parameter.opts[0]} "] if is_flag else [])]
            missing += [f"{name}{way}" for way in wanted if not any(way in f"{door} " for door in own)]
    assert [way for way in missing if not way.endswith(" ja ")] == []


class Firm:
    """A client with a history, homework, a workshop and private notes, and whatever a command writes about it."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.folder = program, folder
        path = program.firm()
        program.good("answer", FIRM, "one.seen", "yes", "--private-note", f"前の{CANARY}")
        program.good("tag", FIRM, "before")
        program.good("answer", FIRM, "one.kept", "no", "--note", "表のメモ", "--private-note", CANARY)
        program.good("answer", FIRM, "two.done", "unknown", "--private-note", CANARY)
        program.good("answer", FIRM, "two.told", "not-applicable", "--reason", "ない", "--private-note", CANARY)
        self._hold_workshop(path)
        (folder / "files").mkdir()
        self.files = {name: folder / "files" / file for name, file in FILES.items()}
        self.files["PROFILE"].write_text('base = "president"\n[brand]\nfirm = "相談所"\n', "utf-8")
        self.files["ANSWERS"].write_text(f'[answers."one.kept"]\nmark = "yes"\nprivate_note = "{CANARY}"\n', "utf-8")
        for name, form in (("TABLE", "csv"), ("SHEET", "xlsx")):
            program.good("export", FIRM, "--format", form, "--private", "-o", self.files[name])

    def _hold_workshop(self, path: Path) -> None:
        around = Surroundings(self.program.folder, "ja", lambda: datetime.fromisoformat(NOW))
        with Workspace(around, operator="山田").session(path) as session:
            held = Facilitation(session)
            held.start(find_agenda("quick-15", None), ["佐藤", "鈴木"], place="本社")
            session.plan_action("one.kept", text="片づける", owner="佐藤")
            session.write_note("one.seen", f"話し合いの中の{CANARY}", private=True)
            held.park("費用の話", "one.kept")
            held.decide("規程を直す", "one.kept")
            held.end()

    def told_by(self, door: str) -> bytes:
        """Return all that a command wrote: to the terminal, into new files, in their names."""
        before = set(self._files())
        words = [FIRM if word == "CLIENT" else self.files.get(word, word) for word in door.split()]
        said = self.program(*words)
        assert said.code == 0, said.err
        written = [path for path in self._files() if path not in before]
        names = "\n".join(str(path) for path in written)
        return b"\n".join([f"{said.out}\n{said.err}\n{names}".encode(), *(in_full(p.read_bytes()) for p in written)])

    def _files(self) -> Iterator[Path]:
        """Yield the files that are not the client itself."""
        yield from (path for path in self.folder.rglob("*") if path.is_file() and "clients" not in path.parts)


FILES = {"PROFILE": "profile.toml", "ANSWERS": "answers.toml", "TABLE": "answers.csv", "SHEET": "answers.xlsx"}


@pytest.fixture
def client(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    fake(tmp_path, monkeypatch)  # what it is given to print is one of the files
    return Firm(program, tmp_path)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_lets_a_private_note_out(client: Firm, door: str) -> None:
    for language in LANGUAGES if "--lang" not in door else ("ja",):
        client.program.language = language
        told = client.told_by(door)
        assert told.strip()
        assert CANARY.encode() not in told


@pytest.mark.parametrize("door", ASKED)
def test_where_it_is_asked_for_it_comes(client: Firm, door: str) -> None:
    """So the search above would have found it."""
    assert CANARY.encode() in client.told_by(door)


@pytest.mark.parametrize("door", [*DOORS, *ASKED])
def test_an_erased_private_note_is_gone_from_every_door(client: Firm, door: str) -> None:
    """Even from those that may tell it."""
    for control in ("one.kept", "one.seen", "two.told", "two.done"):
        client.program.good("erase", FIRM, control)
    if "import" not in door:  # the files it takes were written before
        assert CANARY.encode() not in client.told_by(door)
