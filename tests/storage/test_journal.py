"""What a client file keeps, who may read it, what two writers see of each other, and what is gone when erased."""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pmark_check.domain.assessment import Assessment, fold
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Answered, ChecklistPinned, Gesture, Mark, Text
from pmark_check.domain.journal import Draft
from pmark_check.errors import Conflict, Damaged, NotFound, Unwritable
from pmark_check.storage.flaws import Flaw
from pmark_check.storage.journal import SqliteJournal
from tests.storage.writer import NOW, Writer

LONGEST = 504
"""Bytes of the longest path that SQLite takes on POSIX: 512 less the ending of the side file."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clients" / "client.pmark"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with Writer(path) as opened:
        yield opened


def raw(path: Path, *statements: str) -> list[tuple[object, ...]]:
    """Run statements past the journal; return the rows of the last one."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements][-1]


def side_file(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


# --- the file --------------------------------------------------------------------------------------------------------


def test_only_its_owner_can_read_a_new_file(path: Path, writer: Writer) -> None:
    writer.answer("a", Mark.YES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_only_its_owner_can_read_the_side_file(path: Path, writer: Writer) -> None:
    with writer.journal._file.writing():
        writer.journal._insert_draft(Draft("a", "note", "下書き"))
        assert stat.S_IMODE(side_file(path).stat().st_mode) == 0o600
    assert not side_file(path).exists()


def test_an_existing_file_is_not_overwritten(path: Path, writer: Writer) -> None:
    writer.answer("a", Mark.YES)
    before = path.read_bytes()
    with pytest.raises(Conflict, match=r"client\.exists"):
        SqliteJournal.create(path)
    assert path.read_bytes() == before


def test_a_file_cannot_be_made_inside_a_file(tmp_path: Path) -> None:
    (tmp_path / "clients").write_bytes(b"")
    with pytest.raises(Unwritable, match=r"client\.unwritable"):
        SqliteJournal.create(tmp_path / "clients" / "client.pmark")


def test_a_missing_file_is_not_made_by_opening_it(path: Path) -> None:
    with pytest.raises(NotFound, match=r"client\.no-file"):
        SqliteJournal.open(path)
    assert not path.parent.exists()


@pytest.mark.parametrize("name", ["株式会社 山田　商店 #1?x=%20&'\".pmark", "é́ ü.pmark", "-.pmark", "n" * 246])
def test_any_name_works(tmp_path: Path, name: str) -> None:
    with Writer(tmp_path / "お客様 2026" / name) as first:
        wanted = first.answer("a", Mark.YES)
    with Writer(tmp_path / "お客様 2026" / name) as again:
        assert [event.id for event in again.history.events] == [wanted]
    assert [found.name for found in (tmp_path / "お客様 2026").iterdir()] == [name]


def deep(folder: Path, length: int) -> Path:
    """Return a path of exactly ``length`` bytes."""
    while len(os.fsencode(folder)) < length - 130:
        folder /= "d" * 100
    return folder / ("f" * (length - len(os.fsencode(folder)) - 1))


def test_the_longest_path_works(tmp_path: Path) -> None:
    with Writer(deep(tmp_path, LONGEST)) as first:
        first.answer("a", Mark.YES)
        assert first.journal.verify() == ()


def test_a_longer_path_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = deep(tmp_path, LONGEST + 1)
    with pytest.raises(Unwritable, match=r"client\.unwritable"):
        SqliteJournal.create(path)
    assert not path.exists()


def test_a_name_without_room_for_the_side_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"client\.unwritable"):
        SqliteJournal.create(tmp_path / ("n" * 250))
    assert list(tmp_path.iterdir()) == []


def test_a_commit_waits_for_the_disk_and_the_folder(writer: Writer) -> None:
    extra = 3
    assert writer.journal._file.number("synchronous") == extra
    assert writer.journal._file.number("secure_delete") == 1
    assert writer.journal._file.number("trusted_schema") == 0


def test_a_file_switched_to_wal_is_switched_back_when_opened(path: Path, writer: Writer) -> None:
    writer.answer("a", Mark.YES)
    writer.journal.close()
    assert raw(path, "PRAGMA journal_mode = WAL") == [("wal",)]
    with Writer(path) as again:
        assert raw(path, "PRAGMA journal_mode") == [("delete",)]
        assert len(again.history.events) == 1
        assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_file_switched_to_wal_while_open_is_switched_back_by_the_next_write(path: Path, writer: Writer) -> None:
    writer.answer("a", Mark.YES)
    assert raw(path, "PRAGMA journal_mode = WAL") == [("wal",)]
    writer.answer("a", Mark.NO)
    assert raw(path, "PRAGMA journal_mode") == [("delete",)]
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = x'00'",
        "UPDATE OR REPLACE events SET at = ''",
        "UPDATE events SET rowid = rowid + 100",
        "DELETE FROM events",
        "DELETE FROM events WHERE rowid = 1",
        "INSERT OR REPLACE INTO events SELECT id, batch, at, NULL, parents, height, x'00', 'h' FROM events LIMIT 1",
        "INSERT OR REPLACE INTO events SELECT 'x', batch, at, NULL, parents, height, x'00', hash FROM events LIMIT 1",
        "INSERT OR REPLACE INTO events (rowid, id, batch, at, parents, height, body, hash) VALUES (1,2,3,4,5,6,7,8)",
        "INSERT OR IGNORE INTO events SELECT * FROM events",
        "INSERT INTO events SELECT * FROM events WHERE true ON CONFLICT DO UPDATE SET body = x'00'",
        "UPDATE texts SET body = ''",
        "INSERT OR REPLACE INTO texts SELECT id, salt, 'x', private FROM texts",
        "INSERT OR REPLACE INTO texts (rowid, id, salt, body, private) VALUES (1, 'x', x'00', 'x', 0)",
        "UPDATE documents SET body = x'00'",
        "DELETE FROM documents",
        "INSERT OR REPLACE INTO documents SELECT sha256, x'00' FROM documents",
        "INSERT OR REPLACE INTO documents (rowid, sha256, body) VALUES (1, 'x', x'00')",
    ],
)
def test_the_file_itself_refuses_to_change_what_was_written(path: Path, writer: Writer, statement: str) -> None:
    writer.note("a", "覚え")
    writer.journal.keep_document(b"format = 1")
    before = path.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        raw(path, statement)
    assert path.read_bytes() == before


def test_an_event_cannot_be_written_twice(path: Path, writer: Writer) -> None:
    gesture = writer.gesture(Answered(control="a", marks={Layer.RULE: Mark.YES}))
    writer.journal.append(gesture)
    before = path.read_bytes()
    with pytest.raises(Damaged, match="event exists"):
        writer.journal.append(gesture)
    assert path.read_bytes() == before


# --- what it keeps ---------------------------------------------------------------------------------------------------


def test_events_and_texts_come_back_as_they_were_written(path: Path, writer: Writer) -> None:
    note = writer.note("a", "絵文字🙂と\t改行\nと𠮷", private=True)
    writer.answer("a", Mark.PARTIAL)
    written = tuple(writer.history.events)
    with closing(SqliteJournal.open(path)) as journal:
        assert journal.events() == written
        assert journal.texts() == (note,)
        assert journal.text(note.id) == note.text
        assert journal.text("nothing") is None


def test_a_draft_is_replaced_and_removed(path: Path, writer: Writer) -> None:
    for text in ("書", "書きか", "書きかけ"):
        writer.journal.keep_draft(Draft("a", "note", text))
    writer.journal.keep_draft(Draft("a", "reason", "別"))
    with closing(SqliteJournal.open(path)) as journal:
        assert journal.drafts() == (Draft("a", "note", "書きかけ"), Draft("a", "reason", "別"))
    writer.journal.keep_draft(Draft("a", "note", ""))
    assert writer.journal.drafts() == (Draft("a", "reason", "別"),)


def test_a_draft_that_did_not_change_is_not_written_again(path: Path, writer: Writer) -> None:
    writer.journal.keep_draft(Draft("a", "note", "書きかけ"))
    before = path.read_bytes()
    writer.journal.keep_draft(Draft("a", "note", "書きかけ"))
    writer.journal.keep_draft(Draft("b", "note", ""))
    assert path.read_bytes() == before


def test_the_cursor_and_the_summary_are_the_last_ones_kept(path: Path, writer: Writer) -> None:
    assert writer.journal.cursor is None
    writer.journal.cursor = "a"
    writer.journal.cursor = "b"
    writer.journal.keep_summary("old", "1")
    writer.journal.keep_summary("new", "2")
    with closing(SqliteJournal.open(path)) as journal:
        assert journal.cursor == "b"
        journal.cursor = None
        assert journal.cursor is None
        assert (journal.summary("old"), journal.summary("new")) == (None, "2")


def test_the_state_key_changes_with_every_event(writer: Writer) -> None:
    keys = [writer.journal.state_key()]
    for mark in (Mark.YES, Mark.NO, Mark.YES):
        writer.answer("a", mark)
        keys.append(writer.journal.state_key())
    assert len(set(keys)) == len(keys)


def test_documents_are_kept_once_under_their_digest(writer: Writer) -> None:
    body = "問 = 'はい'\r\n".encode()
    assert writer.journal.keep_document(body) == hashlib.sha256(body).hexdigest()
    assert writer.journal.document(writer.journal.keep_document(body)) == body
    assert writer.journal.documents() == (body,)
    with pytest.raises(Damaged, match=r"client\.document-lost"):
        writer.journal.document("0" * 64)


# --- two writers -----------------------------------------------------------------------------------------------------


def test_an_append_returns_what_others_wrote_in_between(path: Path, writer: Writer) -> None:
    with Writer(path) as other:
        mine = writer.answer("a", Mark.YES)
        theirs = [other.answer("b", Mark.NO), other.answer("c", Mark.NO)]
        news = writer.write(Answered(control="d", marks={Layer.RULE: Mark.YES}))
        assert [event.id for event in news[:2]] == theirs
        assert len(news) == 3
        assert {event.id for event in writer.history.events} >= {mine, *theirs}


def test_a_failed_append_loses_none_of_the_others_events(path: Path, writer: Writer) -> None:
    gesture = writer.gesture(Answered(control="a", marks={Layer.RULE: Mark.YES}))
    writer.history.add(writer.journal.append(gesture))
    with Writer(path) as other:
        theirs = other.answer("b", Mark.NO)
    with pytest.raises(Damaged):
        writer.journal.append(gesture)
    writer.answer("c", Mark.YES)
    assert theirs in {event.id for event in writer.history.events}


def test_two_windows_that_take_turns_lose_nothing(path: Path, writer: Writer) -> None:
    with Writer(path) as other:
        for number in range(30):
            (writer, other)[number % 2].answer(f"control-{number}", Mark.YES)
        writer.catch_up()
        other.catch_up()
        assert writer.assessment == other.assessment
        assert len(writer.assessment.controls) == 30
        assert not any(state.conflicts for state in writer.assessment.controls.values())
        assert writer.journal.verify() == ()


def test_contradicting_answers_stay_open_until_somebody_answers_again(path: Path, writer: Writer) -> None:
    with Writer(path) as other:
        writer.answer("a", Mark.YES)
        other.answer("a", Mark.NO)
        writer.catch_up()
        assert writer.assessment.state("a").conflicts == {Layer.PRACTICE}
        writer.answer("a", Mark.PARTIAL)
        other.catch_up()
        for seen in (writer.assessment, other.assessment):
            assert seen.state("a").conflicts == frozenset()
            assert seen.state("a").mark(Layer.PRACTICE) is Mark.PARTIAL


# --- erasure ---------------------------------------------------------------------------------------------------------


def test_an_erased_text_is_gone_and_the_history_still_verifies(path: Path, writer: Writer) -> None:
    kept, gone = writer.note("a", "残す"), writer.note("b", "消す秘密")
    writer.erase(gone)
    assert writer.journal.text(gone.id) is None
    assert writer.journal.texts() == (kept,)
    assert gone.id in writer.assessment.erased
    assert writer.journal.verify() == ()
    assert gone.text.encode() not in path.read_bytes()
    assert not side_file(path).exists()


def test_an_erasure_takes_the_summary_along_and_leaves_drafts(writer: Writer) -> None:
    gone = writer.note("a", "消す")
    writer.journal.keep_summary("k", "b")
    writer.journal.keep_draft(Draft("b", "note", "下書き"))
    writer.erase(gone)
    assert writer.journal.summary("k") is None
    assert writer.journal.drafts() == (Draft("b", "note", "下書き"),)


def test_a_failed_erasure_erases_nothing(path: Path, writer: Writer) -> None:
    text = writer.note("a", "残す")
    spent = writer.gesture(Answered(control="a", marks={Layer.RULE: Mark.YES}))
    writer.journal.append(spent)
    before = path.read_bytes()
    with pytest.raises(Damaged):
        writer.journal.erase(spent, [text.id])
    assert path.read_bytes() == before
    assert writer.journal.text(text.id) == "残す"


@pytest.mark.parametrize("seed", range(4))
def test_no_byte_of_an_erased_text_stays_in_the_file(path: Path, seed: int) -> None:
    """Rows wander between pages as others grow and go; their old places must not keep a copy."""
    chance = random.Random(seed)
    kept: list[Text] = []
    with Writer(path) as writer:
        for number in range(90):
            if kept and chance.random() < 0.35:
                writer.erase(kept.pop(chance.randrange(len(kept))))
            else:
                text = f"<{number:05}>" * chance.choice([1, 4, 30, 120, 220, 450, 1300])
                writer.journal.keep_draft(Draft(f"c{chance.randrange(4)}", "note", text))
                kept.append(writer.note("c", text))
                for draft in writer.journal.drafts():
                    writer.journal.keep_draft(Draft(draft.control, draft.field, ""))
        writer.erase(kept.pop())
    found = set(re.findall(rb"<\d{5}>", path.read_bytes()))
    assert found == {text.text[:7].encode() for text in kept}


def test_a_copy_without_private_texts_verifies(tmp_path: Path, writer: Writer) -> None:
    public = writer.note("a", "見せる")
    private = writer.note("a", "見せない", private=True)
    copy = tmp_path / "copy.pmark"
    with closing(SqliteJournal.create(copy)) as journal:
        journal.unite(writer.journal.events(), writer.journal.texts(private=False))
        assert journal.texts() == (public,)
        assert journal.verify() == ()
        assert fold(journal.events()) == writer.assessment
    assert private.text.encode() not in copy.read_bytes()


# --- uniting copies --------------------------------------------------------------------------------------------------


def take(into: Writer, other: Writer) -> int:
    """Unite ``other`` into a file; return how many events were new."""
    news = into.journal.unite(other.journal.events(), other.journal.texts(), other.journal.documents())
    into.history.add(news)
    return len(news)


def content(writer: Writer) -> tuple[Assessment, set[str], set[Text], set[bytes]]:
    journal = writer.journal
    events = journal.events()
    return fold(events), {event.hash for event in events}, set(journal.texts()), set(journal.documents())


def work(writer: Writer, texts: list[Text], chance: random.Random) -> None:
    """Do a bit of everything to one copy."""
    for _ in range(12):
        match chance.randrange(4):
            case 0 if texts:
                writer.erase(texts.pop(chance.randrange(len(texts))))
            case 1:
                texts.append(writer.note(f"c{chance.randrange(3)}", f"覚え {chance.random()}", private=True))
            case 2:
                sha256 = writer.journal.keep_document(chance.randbytes(50))
                writer.write(ChecklistPinned(role="checklist", name="x", sha256=sha256))
            case _:
                writer.answer(f"c{chance.randrange(3)}", chance.choice(list(Mark)), chance.choice(list(Layer)))


@pytest.mark.parametrize("seed", range(12))
def test_two_diverged_copies_unite_to_the_same_by_either_door(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    first, second = tmp_path / "first.pmark", tmp_path / "second.pmark"
    with Writer(first) as base:
        texts: list[Text] = []
        work(base, texts, chance)
    shutil.copy(first, second)
    with Writer(first) as here, Writer(second) as there:
        work(here, [*texts], chance)
        work(there, [*texts], chance)
        take(here, there)
        take(there, here)
        assert content(here) == content(there)
        assert here.journal.verify() == there.journal.verify() == ()
        assert set(here.assessment.erased).isdisjoint(text.id for text in here.journal.texts())
        before = first.read_bytes(), second.read_bytes()
        assert take(here, there) == take(there, here) == 0
        assert (first.read_bytes(), second.read_bytes()) == before


def test_an_erased_text_does_not_come_back_from_a_copy_nor_stay_in_it(tmp_path: Path, path: Path) -> None:
    with Writer(path) as here:
        secret = here.note("a", "消す秘密")
        shutil.copy(path, tmp_path / "copy.pmark")
        with Writer(tmp_path / "copy.pmark") as there:
            here.erase(secret)
            take(here, there)
            assert here.journal.text(secret.id) is None
            take(there, here)
            assert there.journal.text(secret.id) is None
    assert secret.text.encode() not in path.read_bytes()
    assert secret.text.encode() not in (tmp_path / "copy.pmark").read_bytes()


def test_a_copy_that_does_not_verify_is_not_taken_in(tmp_path: Path, path: Path, writer: Writer) -> None:
    writer.answer("a", Mark.YES)
    shutil.copy(path, tmp_path / "copy.pmark")
    with Writer(tmp_path / "copy.pmark") as other:
        other.answer("a", Mark.NO)
        text = other.note("a", "覚え")
        *_, event, noted = other.journal.events()
    here, before = writer.journal, path.read_bytes()
    forged = replace(event, at="2020-01-01T00:00:00+00:00")
    known = here.events()[0]
    clash = Gesture("another batch", NOW, None, ((known.id, known.body),)).sealed()
    for events, texts in [
        ([forged], ()),
        ([noted], ()),
        (clash, ()),
        ([event, noted], [Text(text.id, text.salt, "改竄")]),
        ([], [Text("nobody's", b"", "x")]),
    ]:
        with pytest.raises(Damaged, match=r"client\.copy-damaged"):
            here.unite(events, texts)
        assert path.read_bytes() == before
    assert here.verify() == ()


def test_a_pinned_checklist_that_is_not_in_the_file_is_a_flaw(writer: Writer) -> None:
    writer.write(ChecklistPinned(role="checklist", name="x", sha256="0" * 64))
    assert writer.journal.verify() == (Flaw("document", "0" * 64),)
