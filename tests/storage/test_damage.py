"""A file that is not whole, not ours or not of this time is named so, is never shown as sound, and stays as it is."""

import io
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmark_check.domain.events import ChecklistPinned, Event, Mark, Text, fingerprint
from pmark_check.domain.journal import Draft
from pmark_check.errors import Damaged
from pmark_check.storage.flaws import Flaw
from pmark_check.storage.journal import SqliteJournal
from tests.storage.writer import Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A client file with a bit of everything in it: five events, two texts, one of them long, one document."""
    path = tmp_path / "client.pmark"
    with Writer(path) as writer:
        pin = ChecklistPinned(role="checklist", name="x", sha256=writer.journal.keep_document(b"format = 1\n" * 500))
        writer.write(pin)
        writer.answer("a", Mark.YES)
        writer.note("a", "覚え")
        writer.note("b", "長い覚え" * 900, private=True)
        writer.answer("b", Mark.NO)
    return path


def raw(path: Path, *statements: str) -> None:
    """Run statements past the journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def tamper(path: Path, statement: str, *values: object) -> None:
    """Change rows as somebody would who takes the triggers off and puts them back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
        for _, sql in triggers:
            connection.execute(sql)


def verified(path: Path) -> tuple[Flaw, ...]:
    with closing(SqliteJournal.open(path)) as journal:
        return journal.verify()


def read(path: Path) -> tuple[tuple[Event, ...], tuple[Text, ...], tuple[bytes, ...]]:
    with closing(SqliteJournal.open(path)) as journal:
        return journal.events(), journal.texts(), journal.documents()


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Fail unless the file, and what lies beside it, are afterwards as they were."""
    before = path.read_bytes(), sorted(path.parent.iterdir())
    yield
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before


def refusal(path: Path) -> str:
    """Return the key under which reading the file is refused, "" if it is read."""
    try:
        read(path)
    except Damaged as error:
        return error.key
    return ""


def expect_honesty(path: Path, original: object) -> bool:
    """Fail if the file passes as sound with other content; return whether it was found out."""
    if refused := refusal(path):
        assert refused in {"client.damaged", "client.foreign", "client.newer", "client.unknown-event"}
        return True
    flaws = verified(path)
    assert flaws or read(path) == original
    return bool(flaws)


# --- what verify finds -----------------------------------------------------------------------------------------------


def test_a_sound_file_has_no_flaw(path: Path) -> None:
    with unchanged(path):
        assert verified(path) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "another"),
        ("batch", "another"),
        ("at", "2026-11-22T09:30:01+00:00"),
        ("recorded_by", "somebody"),
        ("recorded_by", ""),
        ("parents", "[]"),
        ("height", 7),
        ("body", b'{"control":"a","how":"heard","kind":"answered","marks":{"practice":"no"},"said_by":null,"v":1}'),
        ("body", b'{"kind":"answered"}'),
        ("body", b"\xff\x00"),
        ("body", b""),
    ],
)
def test_a_changed_event_is_found(path: Path, column: str, value: object) -> None:
    event = read(path)[0][-1]
    tamper(path, f"UPDATE events SET {column} = ? WHERE id = ?", value, event.id)
    assert verified(path) == (Flaw("event-changed", str(value) if column == "id" else event.id),)


def test_every_changed_byte_of_a_body_is_found(path: Path) -> None:
    event = read(path)[0][-1]
    for place in range(0, len(event.raw), 7):
        body = bytearray(event.raw)
        body[place] ^= 1
        tamper(path, "UPDATE events SET body = ? WHERE id = ?", bytes(body), event.id)
        assert verified(path) == (Flaw("event-changed", event.id),)


def test_an_event_taken_out_is_missed_by_its_child(path: Path) -> None:
    events = read(path)[0]
    tamper(path, "DELETE FROM events WHERE id = ?", events[1].id)
    assert Flaw("parent-missing", events[2].id) in verified(path)


def test_an_event_put_in_with_a_wrong_height_is_found(path: Path) -> None:
    plant(path, b'{"kind":"client-named","name":"x","v":1}', height=9)
    assert verified(path) == (Flaw("height", "planted"),)


def test_a_changed_text_is_found(path: Path) -> None:
    text = read(path)[1][0]
    tamper(path, "UPDATE texts SET body = 'おぼえ' WHERE id = ?", text.id)
    assert verified(path) == (Flaw("text", text.id),)


def test_a_text_that_no_event_speaks_of_is_found(path: Path) -> None:
    tamper(path, "INSERT INTO texts VALUES ('x', x'00', 'x', 0)")
    assert verified(path) == (Flaw("text", "x"),)


@pytest.mark.parametrize("statement", ["UPDATE documents SET body = x'00'", "DELETE FROM documents"])
def test_a_changed_or_missing_document_is_found_and_not_used(path: Path, statement: str) -> None:
    with closing(SqliteJournal.open(path)) as journal:
        sha256 = journal.keep_document(b"format = 1\n" * 500)
    tamper(path, statement)
    assert verified(path) == (Flaw("document", sha256),)
    with (
        closing(SqliteJournal.open(path)) as journal,
        pytest.raises(Damaged, match=r"client\.document-lost"),
    ):
        journal.document(sha256)


def test_missing_and_strange_triggers_are_found(path: Path) -> None:
    raw(path, "DROP TRIGGER events_stay", "CREATE TRIGGER odd AFTER INSERT ON events BEGIN DELETE FROM texts; END")
    assert set(verified(path)) == {Flaw("schema", "CREATE TRIGGER events_stay"), Flaw("schema", "CREATE TRIGGER odd")}


def page_of(path: Path, table: str) -> slice:
    """Return where the first page of a table or index lies in the file."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    return slice((page - 1) * size, page * size)


@pytest.mark.parametrize("table", ["texts", "events", "documents", "sqlite_autoindex_events_1"])
def test_broken_pages_are_found(path: Path, table: str) -> None:
    page, content = page_of(path, table), bytearray(path.read_bytes())
    content[page] = random.Random(1).randbytes(len(content[page]))
    path.write_bytes(content)
    with unchanged(path):
        assert verified(path)


def test_an_index_that_forgot_an_event_is_found(path: Path) -> None:
    event, page, content = read(path)[0][0], page_of(path, "sqlite_autoindex_events_1"), path.read_bytes()
    index = content[page].replace(event.id.encode(), event.id[::-1].encode())
    path.write_bytes(content[: page.start] + index + content[page.stop :])
    with unchanged(path):
        assert {flaw.key for flaw in verified(path)} == {"pages"}


# --- events of another time ------------------------------------------------------------------------------------------


def plant(path: Path, body: bytes, height: int | None = None) -> Event:
    """Put an event into the file, with all hashes right, as another version of this program would."""
    last = read(path)[0][-1]
    height = height or last.height + 1
    digest = fingerprint("planted", "b", last.at, None, (last.hash,), height, body)
    values = ("planted", "b", last.at, None, f'["{last.hash}"]', height, body, digest)
    tamper(path, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)
    return Event("planted", "b", last.at, None, (last.hash,), height, body, digest)


UNKNOWN = [
    b'{"kind":"vote-cast","v":1}',
    b'{"kind":"client-named","name":"x","v":2}',
    b'{"kind":"client-named","name":"x","v":1,"new":0}',
    b'{"kind":"client-named"}',
    b'"client-named"',
    b"not json",
    b"",
]


@pytest.mark.parametrize("body", UNKNOWN)
def test_an_event_of_a_newer_version_is_named_when_the_events_are_read(path: Path, body: bytes) -> None:
    plant(path, body)
    with closing(SqliteJournal.open(path)) as journal, unchanged(path):
        with pytest.raises(Damaged, match=r"client\.unknown-event"):
            journal.events()
        assert journal.verify() == (Flaw("event-unknown", "planted"),)


def test_an_event_of_a_newer_version_that_arrives_while_open_stops_the_next_write(path: Path) -> None:
    with Writer(path) as writer, closing(SqliteJournal.open(path)) as other:
        plant(path, UNKNOWN[0])
        with unchanged(path), pytest.raises(Damaged, match=r"client\.unknown-event"):
            writer.answer("c", Mark.YES)
        other.keep_draft(Draft("c", "note", "まだ書ける"))


def test_a_copy_of_a_newer_version_is_not_taken_in(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pmark"
    copy.write_bytes(path.read_bytes())
    planted = plant(copy, UNKNOWN[0])
    with (
        closing(SqliteJournal.open(path)) as journal,
        unchanged(path),
        pytest.raises(Damaged, match=r"client\.unknown-event"),
    ):
        journal.unite([planted])


# --- rows of the wrong kind ------------------------------------------------------------------------------------------

COLUMNS = {
    "events": "id, batch, at, recorded_by, parents, height, body, hash",
    "texts": "id, salt, body, private",
    "documents": "sha256, body",
    "drafts": "control, field, body",
    "cursor": "place, control",
    "summary": "place, key, body",
}


def loosen(path: Path, table: str) -> None:
    """Give a table no types and no constraints, so that it takes any value."""
    raw(
        path,
        f"CREATE TABLE loose ({COLUMNS[table]})",
        f"INSERT INTO loose SELECT {COLUMNS[table]} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE loose RENAME TO {table}",
    )


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(("events", column, "NULL") for column in ("id", "batch", "at", "parents", "height", "body", "hash")),
        *(("events", column, "x'80'") for column in ("id", "at", "recorded_by", "parents", "height", "hash")),
        *(("events", column, "CAST(x'80ff' AS TEXT)") for column in ("id", "at", "recorded_by", "parents", "hash")),
        *(("events", "body", value) for value in ("'text'", "9999999999999", "1.5")),
        *(("events", "height", value) for value in ("'text'", "1.5", "'1'")),
        ("events", "recorded_by", "1"),
        *(
            ("events", "parents", f"'{value}'")
            for value in ("", "not json", "[1]", "{}", '"a"', "[null]", "[[]]", "null")
        ),
        ("events", "parents", "replace(hex(zeroblob(100000)), '00', '[')"),
        *(("texts", column, "NULL") for column in ("id", "salt", "body", "private")),
        ("texts", "salt", "'text'"),
        ("texts", "body", "x'80'"),
        ("texts", "body", "CAST(x'80ff' AS TEXT)"),
        ("texts", "private", "'text'"),
        ("documents", "body", "'text'"),
        ("documents", "sha256", "NULL"),
        ("drafts", "body", "x'80'"),
        ("cursor", "control", "x'80'"),
        ("summary", "body", "x'80'"),
    ],
)
def test_a_value_of_the_wrong_kind_is_damage_and_no_crash(path: Path, table: str, column: str, value: str) -> None:
    with closing(SqliteJournal.open(path)) as journal:
        journal.keep_draft(Draft("a", "note", "書きかけ"))
        journal.cursor = "a"
        journal.keep_summary("k", "b")
    loosen(path, table)
    reads: dict[str, Callable[[SqliteJournal], object]] = {
        "events": lambda journal: journal.events(),
        "texts": lambda journal: journal.texts(),
        "documents": lambda journal: journal.documents(),
        "drafts": lambda journal: journal.drafts(),
        "cursor": lambda journal: journal.cursor,
        "summary": lambda journal: journal.summary("k"),
    }
    with closing(SqliteJournal.open(path)) as journal:
        reads[table](journal)
    raw(path, f"UPDATE {table} SET {column} = {value}")
    with closing(SqliteJournal.open(path)) as journal, unchanged(path):
        with pytest.raises(Damaged, match=r"client\.damaged"):
            reads[table](journal)
        assert journal.verify()


def test_a_zero_byte_inside_a_text_is_kept_apart_from_an_end(path: Path) -> None:
    event = read(path)[0][-1]
    tamper(path, "UPDATE events SET at = at || char(0) || 'x' WHERE id = ?", event.id)
    assert verified(path) == (Flaw("event-changed", event.id),)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_missing_table_is_damage(path: Path, table: str) -> None:
    with closing(SqliteJournal.open(path)) as journal:
        raw(path, f"DROP TABLE {table}")
        assert journal.verify()
        with pytest.raises(Damaged, match=r"client\.damaged"):
            _ = [
                *journal.events(),
                *journal.texts(),
                journal.documents(),
                journal.drafts(),
                journal.cursor,
                journal.summary(""),
            ]


# --- files of another kind -------------------------------------------------------------------------------------------


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("client.pmark", "x" * 5000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"%\xe2\xe3\xcf\xd3\n" * 500,
        zipped(),
        "問1 はい\n".encode() * 500,
        "問1 はい\n".encode("cp932"),
        b"x",
        b"SQLite format 3",
        b"\0" * 4096,
        bytes(range(256)) * 40,
    ],
    ids=["pdf", "zip", "text", "cp932", "one-byte", "almost", "zeros", "bytes"],
)
def test_a_file_of_another_kind_is_foreign(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "client.pmark"
    path.write_bytes(content)
    with unchanged(path), pytest.raises(Damaged, match=r"client\.foreign"):
        SqliteJournal.open(path)


def test_a_database_of_another_program_is_foreign(tmp_path: Path) -> None:
    path = tmp_path / "client.pmark"
    raw(path, "CREATE TABLE events (id)", "PRAGMA user_version = 1")
    with unchanged(path), pytest.raises(Damaged, match=r"client\.foreign"):
        SqliteJournal.open(path)


def test_a_database_of_another_program_in_wal_mode_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "client.pmark"
    raw(path, "CREATE TABLE events (id)", "PRAGMA journal_mode = WAL")
    with unchanged(path), pytest.raises(Damaged, match=r"client\.foreign"):
        SqliteJournal.open(path)


def test_a_folder_in_place_of_a_file_is_foreign(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=r"client\.foreign"):
        SqliteJournal.open(tmp_path)


def test_an_empty_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "client.pmark"
    path.touch()
    with unchanged(path), pytest.raises(Damaged, match=r"client\.damaged"):
        SqliteJournal.open(path)


def test_a_newer_format_is_named_with_its_number(path: Path) -> None:
    raw(path, "PRAGMA user_version = 2", "PRAGMA journal_mode = WAL")
    with unchanged(path), pytest.raises(Damaged, match=r"client\.newer.*version=2.*known=1"):
        SqliteJournal.open(path)


@pytest.mark.parametrize("version", [0, -1])
def test_a_format_before_the_first_is_damage(path: Path, version: int) -> None:
    raw(path, f"PRAGMA user_version = {version}")
    with unchanged(path), pytest.raises(Damaged, match=r"client\.damaged"):
        SqliteJournal.open(path)


# --- broken bytes ----------------------------------------------------------------------------------------------------


def sizes(full: int) -> Iterable[int]:
    page = 4096
    return sorted({1, 15, 16, 99, 100, 511, 512, page - 1, page, page + 1, *range(2 * page, full, page), full - 1})


def test_a_truncated_file_never_passes_as_sound(path: Path) -> None:
    whole, original = path.read_bytes(), read(path)
    found_out = 0
    for size in sizes(len(whole)):
        path.write_bytes(whole[:size])
        with unchanged(path):
            found_out += expect_honesty(path, original)
    assert found_out >= len(whole) // 4096


def test_a_file_without_its_last_pages_is_damaged_from_the_start(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])
    with unchanged(path), pytest.raises(Damaged, match=r"client\.damaged"):
        SqliteJournal.open(path)


def test_damage_anywhere_in_the_header_never_passes_as_sound(path: Path) -> None:
    whole, original = path.read_bytes(), read(path)
    switched_to_wal = {(18, 2), (19, 2)}
    for place in range(100):
        for value in {0, 1, 2, 127, 255, whole[place] ^ 1} - {whole[place]}:
            path.write_bytes(whole[:place] + bytes([value]) + whole[place + 1 :])
            if (place, value) in switched_to_wal:
                expect_honesty(path, original)
                continue
            with unchanged(path):
                expect_honesty(path, original)


def test_a_damaged_schema_that_is_no_text_any_more_is_damage(path: Path) -> None:
    """SQLite quotes the broken place in its message, and Python cannot decode that message."""
    path.write_bytes(path.read_bytes().replace(b"CREATE TRIGGER", b"CREATE TRIG\x80ER"))
    with unchanged(path), pytest.raises(Damaged, match=r"client\.damaged"):
        SqliteJournal.open(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_at_random_places_never_passes_as_sound(path: Path, data: st.DataObject) -> None:
    whole, original = path.read_bytes(), read(path)
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(100, len(whole) - 1))
        garbage = data.draw(st.binary(min_size=1, max_size=60))[: len(whole) - place]
        content[place : place + len(garbage)] = garbage
    try:
        path.write_bytes(content)
        with unchanged(path):
            expect_honesty(path, original)
    finally:
        path.write_bytes(whole)
