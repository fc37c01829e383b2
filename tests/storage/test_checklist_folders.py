"""A folder with a ``checklist.toml`` is one checklist, joined from its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmark_check.domain.checklist import Checklist
from pmark_check.domain.events import ChecklistPinned
from pmark_check.errors import NotFound, Problem, Problems
from pmark_check.resources import shipped
from pmark_check.storage import files
from pmark_check.storage.checklists import find_checklists, sources
from pmark_check.storage.journal import SqliteJournal
from pmark_check.storage.lint import lint
from pmark_check.storage.pinned import library
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import surroundings
from tests.storage.own_checklist import CHECKLIST

HEAD, _, REST = CHECKLIST.partition("[[control]]")
FIRST, _, REST = ("[[control]]" + REST).partition('[[control]]\nid = "doors.keys-counted"')
SECOND, FACT = ('[[control]]\nid = "doors.keys-counted"' + REST).split("[[fact]]")
PARTS = {"checklist.toml": HEAD + "[[fact]]" + FACT, "a-locks.toml": FIRST, "b-keys.toml": SECOND}
LOCKED = '{ control = "doors.locked", layer = "practice", marks = ["yes"] }'
PREMISES = LOCKED + ', { control = "doors.keys-counted", marks = ["no"] }'
RULE = f"""
[[consistency]]
id = "locked-without-keys"
if = [ {PREMISES} ]
message = {{ ja = "鍵を数えていないのに、施錠しています。", en = "Locked, but the keys are not counted." }}
why = {{ ja = "合鍵が残っていることがあります。", en = "A spare key may be left." }}
resolve = {{ ja = "鍵を数えてください。", en = "Count the keys." }}
"""


def folder_of(at: Path, **changed: str) -> Path:
    """Write the sample as a checklist folder; ``changed`` gives other text to some parts (a_locks for a-locks.toml)."""
    at.mkdir(parents=True, exist_ok=True)
    parts = PARTS | {f"{name.replace('_', '-')}.toml": text for name, text in changed.items()}
    for name, text in parts.items():
        (at / name).write_text(text, "utf-8")
    return at


def only(problems: tuple[Problem, ...]) -> tuple[str, str, int, int]:
    """Return the one problem there is: key, name of the file, line, column."""
    (problem,) = problems
    return problem.key, Path(problem.source).name, problem.line, problem.column


def spot(text: str, what: str) -> tuple[int, int]:
    """Return line and column of the first ``what`` in ``text``."""
    before = text[: text.index(what)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


# --- joining ---------------------------------------------------------------------------------------------------------


def test_a_folder_is_read_head_first_then_its_parts_by_name(tmp_path: Path) -> None:
    body, file = files.load(folder_of(tmp_path / "own"))
    checklist = read(Checklist, "own", body)
    assert checklist == read(Checklist, "own.toml", CHECKLIST.encode())
    assert [Path(name).name for name, _ in file.parts] == ["checklist.toml", "a-locks.toml", "b-keys.toml"]


def test_only_the_toml_of_a_folder_are_parts(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own")
    (folder / ".draft.toml").write_text("= no TOML")
    (folder / "notes.txt").write_text("= no TOML")
    (folder / "a-locks.toml~").write_text("= no TOML")
    assert lint([folder]) == ()
    assert len(read(Checklist, "own", files.load(folder)[0]).control) == 2


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n\n", "   \n", "\n# the end"])
def test_how_a_part_ends_joins_no_two_lines(tmp_path: Path, ending: str) -> None:
    folder = folder_of(tmp_path / "own", a_locks=FIRST.rstrip() + ending)
    assert [c.id for c in read(Checklist, "own", files.load(folder)[0]).control] == [
        "doors.locked",
        "doors.keys-counted",
    ]


def test_parts_of_windows_with_their_mark_are_joined(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own")
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert lint([folder]) == ()
    assert len(read(Checklist, "own", files.load(folder)[0]).control) == 2


def test_the_shipped_folder_read_from_the_disk_is_the_one_that_is_asked() -> None:
    """A client pins these bytes: read through either door they must be the same."""
    at = Path(str(shipped("checklists"))) / "pmark-2023"
    assert files.load(at)[0] == shipped_checklists()["pmark-2023"]


# --- problems stand in their part ------------------------------------------------------------------------------------


def test_a_syntax_error_is_reported_in_its_part(tmp_path: Path) -> None:
    bad = SECOND.replace("weight = 2", "weight = zwei")
    folder = folder_of(tmp_path / "own", b_keys=bad)
    line, column = spot(bad, "zwei")
    assert only(lint([folder])) == ("not-toml.value", "b-keys.toml", line, column)


@pytest.mark.parametrize(
    ("part", "old", "new", "key"),
    [
        ("a_locks", "knockout = true", "knockuot = true", "unknown-key.similar"),
        ("a_locks", 'refs = ["pmark-2023:J.9.2"]', 'refs = ["pmark-2023:J.9.99"]', "unknown-reference.similar"),
        ("b_keys", "weight = 2", "weight = 9", "too-large"),
        ("b_keys", 'after = ["doors.locked"]', 'after = ["doors.lokced"]', "unknown-after.similar"),
        ("checklist", 'kind = "yes-no"', 'kind = "maybe"', "not-one-of"),
    ],
)
def test_a_problem_is_reported_in_the_line_of_its_part(tmp_path: Path, part: str, old: str, new: str, key: str) -> None:
    text = PARTS[f"{part.replace('_', '-')}.toml"].replace(old, new)
    folder = folder_of(tmp_path / "own", **{part: text})
    found = [only((problem,)) for problem in lint([folder]) if problem.key == key]
    quoted = new.partition(" = ")[2] if key.startswith(("too", "not-one", "unknown-a", "unknown-r")) else new
    line, column = spot(text, quoted.removeprefix("["))
    assert found == [(key, f"{part.replace('_', '-')}.toml", line, column)]


def test_an_id_of_two_parts_is_reported_in_the_later_one(tmp_path: Path) -> None:
    text = SECOND.replace("doors.keys-counted", "doors.locked", 1).replace('after = ["doors.locked"]\n', "")
    folder = folder_of(tmp_path / "own", b_keys=text)
    assert only(lint([folder])) == ("duplicate-id", "b-keys.toml", *spot(text, '"doors.locked"'))


def test_a_part_that_begins_outside_a_table_is_refused_there(tmp_path: Path) -> None:
    """Its first key would silently become one of the table that the part before it ended with."""
    bare = "# keys\n\nweight = 3\n" + SECOND
    folder = folder_of(tmp_path / "own", b_keys=bare)
    assert only(lint([folder])) == ("part-without-table", "b-keys.toml", 3, 1)
    with pytest.raises(Problems):
        find_checklists([folder], None)


def test_blank_lines_and_comments_may_open_a_part(tmp_path: Path) -> None:
    assert lint([folder_of(tmp_path / "own", b_keys="\n# keys\n\n   # more\n" + SECOND)]) == ()
    assert lint([folder_of(tmp_path / "own", b_keys="\n# nothing here yet\n", a_locks=FIRST + SECOND)]) == ()


def test_a_part_in_shift_jis_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own")
    (folder / "b-keys.toml").write_bytes(SECOND.encode("cp932"))
    key, name, line, _ = only(lint([folder]))
    assert (key, name, line) == ("encoding", "b-keys.toml", spot(SECOND, "鍵")[0])


def test_problems_of_several_parts_come_in_the_order_of_the_parts(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path / "own",
        a_locks=FIRST.replace("weight = 5", "weight = 50"),
        b_keys=SECOND.replace("weight = 2", "weight = 20"),
    )
    assert [(Path(p.source).name, p.key) for p in lint([folder])] == [
        ("a-locks.toml", "too-large"),
        ("b-keys.toml", "too-large"),
    ]


def test_one_part_alone_is_no_checklist(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own")
    assert lint([folder / "b-keys.toml"]) != ()
    assert lint([folder]) == ()


def test_a_folder_of_checklists_may_hold_folders_and_files(tmp_path: Path) -> None:
    folder_of(tmp_path / "own")
    other = CHECKLIST.replace('"own"', '"other"').replace("doors", "gates").replace("has_guard", "has_gate")
    (tmp_path / "other.toml").write_text(other.replace("weight = 2", "weight = 9"), "utf-8")
    assert only(lint([tmp_path]))[:2] == ("too-large", "other.toml")
    assert {n for n, (path, _) in find_checklists([tmp_path / "own"], None).items() if path} == {"own"}


# --- own ones in the workspace ---------------------------------------------------------------------------------------


def own_pmark(at: Path) -> Path:
    """Write a small checklist of the firm's own that bears the id of the shipped one."""
    return folder_of(at / "my-pmark", checklist=PARTS["checklist.toml"].replace('id = "own"', 'id = "pmark-2023"'))


def test_an_own_folder_takes_the_place_of_the_shipped_checklist(tmp_path: Path) -> None:
    folder = own_pmark(tmp_path / "checklists")
    found = find_checklists([], tmp_path / "checklists")
    assert found["pmark-2023"][0] == folder
    assert len(read(Checklist, "", found["pmark-2023"][1]).control) == 2
    assert found["incident-lessons"][0] is None


def test_an_own_copy_of_the_shipped_folder_passes_lint_and_may_be_edited(tmp_path: Path) -> None:
    at = Path(str(shipped("checklists"))) / "pmark-2023"
    copy = tmp_path / "pmark-2023"
    copy.mkdir()
    for part in at.iterdir():
        (copy / part.name).write_bytes(part.read_bytes())
    assert lint([copy]) == ()
    edited = (copy / "j06.toml").read_text("utf-8").replace("weight = 4", "weight = 9", 1)
    (copy / "j06.toml").write_text(edited, "utf-8")
    assert only(lint([copy])) == ("too-large", "j06.toml", spot(edited, "weight = 9")[0], 10)


def test_a_folder_and_a_file_of_one_id_are_refused(tmp_path: Path) -> None:
    folder_of(tmp_path / "own")
    (tmp_path / "own.toml").write_text(CHECKLIST, "utf-8")
    with pytest.raises(Problems) as refused:
        find_checklists([], tmp_path)
    assert [problem.key for problem in refused.value.problems] == ["duplicate-checklist"]


# --- what is held for others -----------------------------------------------------------------------------------------


def workspace(at: Path) -> Workspace:
    return Workspace(surroundings({"PMARK_CHECK_NOW": "2026-11-22T09:00:00+09:00"}, at))


def pins(path: Path) -> list[tuple[str, str]]:
    journal = SqliteJournal.open(path)
    try:
        return [(e.body.role, e.body.name) for e in journal.events() if isinstance(e.body, ChecklistPinned)]
    finally:
        journal.close()


def test_a_client_of_the_quick_check_keeps_the_checklists_it_borrows_from(tmp_path: Path) -> None:
    room = workspace(tmp_path)
    path = room.create("株式会社サンプル印刷", room.chosen(["quick"]))
    assert pins(path)[0] == ("checklist", "quick")
    assert sorted(name for role, name in pins(path) if role == "source") == ["incident-lessons", "pmark-2023"]
    with room.session(path) as session:
        asked = session.library
        assert [each.id for each in asked.checklists] == ["quick"]
        assert {each.id for each in asked.sources} == {"incident-lessons", "pmark-2023"}
        assert list(asked.controls) == list(asked.placed["quick"])
        assert len(asked.controls) == len({*asked.controls})


def test_a_client_of_all_three_holds_nothing_besides(tmp_path: Path) -> None:
    room = workspace(tmp_path)
    path = room.create("サンプル", room.chosen(["pmark-2023", "incident-lessons", "quick"]))
    assert [role for role, _ in pins(path) if role == "source"] == []
    with room.session(path) as session:
        placed = session.library.placed
        both = placed["pmark-2023"].keys() & placed["incident-lessons"].keys()
        assert both
        assert placed["quick"].keys() <= placed["pmark-2023"].keys() | placed["incident-lessons"].keys()
        assert len(session.library.controls) == len(placed["pmark-2023"].keys() | placed["incident-lessons"].keys())


def test_what_a_client_borrows_stays_as_it_was_when_the_shipped_one_changes(tmp_path: Path) -> None:
    room = workspace(tmp_path)
    path = room.create("サンプル", room.chosen(["quick"]))
    with room.session(path) as session:
        asked = list(session.library.controls)
    own_pmark(tmp_path / "checklists")
    with room.session(path) as session:
        assert list(session.library.controls) == asked


def test_what_a_held_checklist_borrows_is_held_too() -> None:
    """Ours borrows from pmark-2023 alone, which borrows from incident-lessons."""
    known = shipped_checklists()
    ours = CHECKLIST.replace(
        'id = "doors"\n', 'id = "doors"\ninclude = ["pmark-2023.j4-3.everyone-trained"]\n', 1
    ).encode()
    assert list(sources({"own": ours}, known)) == ["pmark-2023", "incident-lessons"]
    assert sources({"own": CHECKLIST.encode()}, known) == {}
    assert sources({"pmark-2023": known["pmark-2023"]}, known).keys() == {"incident-lessons"}
    assert sources(known, known) == {}


def test_a_checklist_that_borrows_from_an_unknown_one_is_refused_by_its_name() -> None:
    known = shipped_checklists()
    with pytest.raises(NotFound) as refused:
        sources({"quick": known["quick"]}, {"incident-lessons": known["incident-lessons"]})
    assert refused.value.values["checklist"] == "pmark-2023"


def test_sources_are_part_of_the_digest() -> None:
    known, facts, policy = shipped_checklists(), shipped_bytes("facts.toml"), shipped_bytes("policy.toml")
    held = [known["pmark-2023"], known["incident-lessons"]]
    with_all = library([known["quick"]], facts, policy, held)
    assert with_all.digest != library([known["quick"]], facts, policy, held[:1]).digest


def test_a_checklist_that_is_asked_and_one_that_is_held_make_different_digests() -> None:
    """One client is asked 25 questions, the other more than 300."""
    known, facts, policy = shipped_checklists(), shipped_bytes("facts.toml"), shipped_bytes("policy.toml")
    quick, pmark, lessons = (known[name] for name in ("quick", "pmark-2023", "incident-lessons"))
    asked, held = library([quick, pmark], facts, policy, [lessons]), library([quick], facts, policy, [pmark, lessons])
    assert asked.controls.keys() != held.controls.keys()
    assert asked.digest != held.digest


# --- rules of consistency --------------------------------------------------------------------------------------------


def ruled(at: Path, old: str = "", new: str = "") -> tuple[Path, str]:
    text = RULE.replace(old, new, 1) if old else RULE
    assert not old or text != RULE
    return folder_of(at / "own", z_rules=text), text


def test_a_good_rule_passes(tmp_path: Path) -> None:
    folder, _ = ruled(tmp_path)
    assert lint([folder]) == ()
    (found,) = read(Checklist, "own", files.load(folder)[0]).consistency
    assert [premise.marks for premise in found.premises] == [("yes",), ("no",)]


BOTH = '{ control = "doors.locked", fact = "has_guard", is = true, marks = ["yes"] }'
FACTS_ONLY = '{ fact = "has_guard", is = true }, { fact = "has_vendor", is = true }'
NEITHER = '{ layer = "practice", marks = ["yes"] }'


@pytest.mark.parametrize(
    ("old", "new", "key", "at"),
    [
        ('"doors.keys-counted"', '"doors.keys-countd"', "unknown-control.similar", '"doors.keys-countd"'),
        ('"doors.keys-counted"', '"zzz"', "unknown-control", '"zzz"'),
        (PREMISES, f'{{ fact = "has_gaurd", is = true }}, {PREMISES}', "unknown-fact.similar", '"has_gaurd"'),
        (PREMISES, f"{BOTH}, {PREMISES}", "control-or-fact", BOTH),
        (PREMISES, f"{NEITHER}, {PREMISES}", "control-or-fact", NEITHER),
        (PREMISES, FACTS_ONLY, "no-control-in-premises", "if = "),
        (', marks = ["no"]', "", "missing-key", '{ control = "doors.keys-counted"'),
        (PREMISES, f'{{ fact = "has_guard" }}, {PREMISES}', "missing-key", '{ fact = "has_guard" }'),
        (PREMISES, LOCKED, "empty-list", "[ {"),
        ('["no"]', '["unknown"]', "not-one-of", '"unknown"'),
        ('layer = "practice"', 'layer = "deed"', "not-one-of", '"deed"'),
        ("resolve", "resovle", "unknown-key.similar", "resovle"),
    ],
)
def test_a_bad_rule_is_reported_where_it_stands(tmp_path: Path, old: str, new: str, key: str, at: str) -> None:
    folder, text = ruled(tmp_path, old, new)
    found = [(p.key, Path(p.source).name, p.line) for p in lint([folder])]
    assert (key, "z-rules.toml", spot(text, at)[0]) in found


def test_a_rule_may_name_a_control_of_another_checklist(tmp_path: Path) -> None:
    folder, _ = ruled(tmp_path, '"doors.keys-counted"', '"test-data.deleted-on-time"')
    assert lint([folder]) == ()


def test_two_rules_of_one_id_are_reported(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "own", z_rules=RULE + RULE)
    assert only(lint([folder]))[:2] == ("duplicate-id", "z-rules.toml")


def test_a_rule_that_names_a_layer_its_control_does_not_ask_can_never_hold(tmp_path: Path) -> None:
    """doors.locked asks for rule and practice only: a premise on its record is dead."""
    folder, _ = ruled(tmp_path, 'layer = "practice"', 'layer = "record"')
    assert lint([folder]) != ()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_new_problems_have_a_sentence(language: str) -> None:
    from pmark_check.i18n.translation import Translator

    similar = ("unknown-control", "unknown-parent")
    keys = (
        "part-without-table",
        "control-or-fact",
        "no-control-in-premises",
        *similar,
        *(f"{key}.similar" for key in similar),
    )
    translate = Translator("ja" if language == "ja" else "en")
    assert [key for key in keys if not translate.has(f"problem.{key}")] == []
