from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pmark_check.domain.checklist import Checklist, Facts, Layer, Policy
from pmark_check.errors import ExitCode, Problems
from pmark_check.storage.backdrop import read_background, read_procedure
from pmark_check.storage.checklists import find_checklists
from pmark_check.storage.pinned import library
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from tests.storage.own_checklist import CHECKLIST, spoilt

OWN = CHECKLIST.encode()
FACTS = shipped_bytes("facts.toml")
POLICY = shipped_bytes("policy.toml")


def renamed(name: str, section: str) -> bytes:
    """Return the sample under another id, with controls and a fact of its own."""
    text = CHECKLIST.replace('"own"', f'"{name}"').replace("doors", section).replace("has_guard", f"has_{section}")
    return text.encode()


def test_a_checklist_is_read_whole() -> None:
    checklist = read(Checklist, "own.toml", OWN)
    assert checklist.id == "own"
    assert [control.id for control in checklist.control] == ["doors.locked", "doors.keys-counted"]
    assert checklist.control[0].layers == (Layer.RULE, Layer.PRACTICE)
    assert checklist.control[0].question.to("en") == "Are the doors locked?"
    assert checklist.fact[0].id == "has_guard"


def test_a_bad_checklist_is_refused_with_all_that_is_wrong() -> None:
    bad = spoilt(("weight = 2", "weight = ⟦9"), ('phase = "do"', 'phase = "soon"'))
    with pytest.raises(Problems) as refused:
        read(Checklist, "own.toml", bad.body)
    assert refused.value.exit_code == ExitCode.BAD_INPUT
    assert (refused.value.key, refused.value.values) == ("checklist.invalid", {"count": 2, "source": "own.toml"})
    assert [(p.source, p.key) for p in refused.value.problems] == [
        ("own.toml", "not-one-of"),
        ("own.toml", "too-large"),
    ]
    assert (refused.value.problems[1].line, refused.value.problems[1].column) == (bad.line, bad.column)


def test_what_stands_in_other_files_is_not_looked_up() -> None:
    assert read(Checklist, "own.toml", spoilt(("pmark-2023:J.9.2", "nowhere:1")).body).control[0].refs == ("nowhere:1",)


def test_the_other_shipped_files_are_read() -> None:
    assert read(Facts, "facts.toml", FACTS).fact
    assert read(Policy, "policy.toml", POLICY).wording
    assert read_procedure().source


def test_a_bad_policy_is_refused_by_its_name() -> None:
    with pytest.raises(Problems) as refused:
        read(Policy, "policy.toml", POLICY.replace(b"target = 85", b"target = 850"))
    assert refused.value.problems[0].source == "policy.toml"


def test_the_background_holds_what_controls_refer_to() -> None:
    background = read_background()
    assert "post-test-deletion-skipped" in background.failure_by_id
    assert "pmark-2023:J.9.2" in background.reference_by_id
    assert background.glossary.term


def test_a_library_keeps_the_order_of_its_checklists() -> None:
    both = library([OWN, renamed("other", "gates")], FACTS, POLICY)
    assert [checklist.id for checklist in both.checklists] == ["own", "other"]
    assert {"has_guard", "has_gates", "has_vendor"} <= both.fact_by_id.keys()
    assert both.policy.target == 85


def test_the_digest_changes_with_every_byte_and_with_their_order() -> None:
    own, other = OWN, renamed("other", "gates")
    digests = {
        library(given, facts, policy).digest
        for given, facts, policy in (
            ([own, other], FACTS, POLICY),
            ([other, own], FACTS, POLICY),
            ([own], FACTS, POLICY),
            ([own + b"\n"], FACTS, POLICY),
            ([own], FACTS + b"\n", POLICY),
            ([own], FACTS, POLICY + b"\n"),
        )
    }
    assert len(digests) == 6
    assert all(len(digest) == hashlib.sha256().digest_size * 2 for digest in digests)


def test_a_control_asked_by_two_checklists_is_refused() -> None:
    with pytest.raises(Problems) as refused:
        library([OWN, OWN.replace(b'"own"', b'"other"')], FACTS, POLICY)
    problem = refused.value.problems[0]
    assert (problem.source, problem.key) == ("other.toml", "control-elsewhere")
    assert problem.values == {"name": "doors.locked", "other": "own"}


def test_a_checklist_without_a_name_is_called_by_its_id() -> None:
    with pytest.raises(Problems) as refused:
        library([spoilt(("weight = 2", "weight = 9")).body], FACTS, POLICY)
    assert refused.value.problems[0].source == "own.toml"


def test_shipped_checklists_are_found_by_the_id_they_have() -> None:
    found = shipped_checklists()
    assert "incident-lessons" in found
    assert {name: read(Checklist, name, body).id for name, body in found.items()} == {name: name for name in found}


def test_no_shipped_checklist_is_overlooked() -> None:
    folder = Path(__file__).parents[2] / "checklists"
    bodies = {path.read_bytes() for path in folder.glob("*.toml") if "\n[checklist]" in path.read_text("utf-8")}
    assert bodies < set(shipped_checklists().values())
    assert set(shipped_checklists()) == {"incident-lessons", "pmark-2023", "quick"}


def test_a_shipped_file_that_is_not_there_is_not_made_up() -> None:
    with pytest.raises(FileNotFoundError):
        shipped_bytes("none.toml")


def test_without_own_checklists_the_shipped_ones_are_found(tmp_path: Path) -> None:
    shipped = {name: (None, body) for name, body in shipped_checklists().items()}
    assert find_checklists([], None) == shipped
    assert find_checklists([], tmp_path / "checklists") == shipped


def test_own_checklists_are_found_by_file_and_by_folder(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "workspace").mkdir()
    for path, name, section in (("a", "aa", "alarms"), ("given/b", "bb", "bars"), ("workspace/c", "cc", "cameras")):
        (tmp_path / f"{path}.toml").write_bytes(renamed(name, section))
    found = find_checklists([tmp_path / "a.toml", tmp_path / "given"], tmp_path / "workspace")
    assert {name: path for name, (path, _) in found.items() if path} == {
        "aa": tmp_path / "a.toml",
        "bb": tmp_path / "given/b.toml",
        "cc": tmp_path / "workspace/c.toml",
    }
    assert found["aa"][1] == renamed("aa", "alarms")
    assert found["incident-lessons"][0] is None


def test_an_own_checklist_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    own = renamed("incident-lessons", "doors")
    (tmp_path / "own.toml").write_bytes(own)
    assert find_checklists([], tmp_path)["incident-lessons"] == (tmp_path / "own.toml", own)


def test_two_own_files_of_one_id_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(OWN)
    (tmp_path / "b.toml").write_bytes(OWN)
    with pytest.raises(Problems) as refused:
        find_checklists([], tmp_path)
    (problem,) = refused.value.problems
    assert (problem.key, problem.source, problem.line) == ("duplicate-checklist", str(tmp_path / "b.toml"), 4)
    assert problem.values == {"name": "own", "other": tmp_path / "a.toml"}


def test_a_file_named_and_lying_in_the_workspace_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.toml").write_bytes(OWN)
    monkeypatch.chdir(tmp_path)
    assert find_checklists([Path("own.toml")], tmp_path)["own"] == (Path("own.toml"), OWN)


def test_other_files_of_a_folder_are_passed_over_but_not_one_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_bytes(FACTS)
    assert find_checklists([tmp_path], None).keys() == shipped_checklists().keys()
    with pytest.raises(Problems):
        find_checklists([tmp_path / "facts.toml"], None)


def test_a_broken_own_checklist_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(OWN + b"\n[[contrl]]\n")
    with pytest.raises(Problems) as refused:
        find_checklists([], tmp_path)
    assert refused.value.values["source"] == str(tmp_path / "own.toml")
