"""The JSON export keeps to its published schema, and says everything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pmark_check.domain.events import Mark
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from pmark_check.export.document import render
from pmark_check.view.data import score_data
from tests.cli.door import Program
from tests.export.dossiers import DROPPED, REASON, dossier_of, lessons, talkative
from tests.memory_journal import MemoryFile, MemoryJournal
from tests.report.clients import CLIENTS, DAY, all_no, new_client, pmark_library, view_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text("utf-8"))


def schema_errors(data: Any) -> list[str]:
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(data)]


def parsed(session: Session, language: Language = "ja", *, with_private: bool = False) -> Any:
    return json.loads(render(dossier_of(session, language, with_private=with_private)))


def test_the_schema_is_a_schema_and_closed_everywhere() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node: Any) -> list[Any]:
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return [*([node] if isinstance(node, dict) and node.get("type") == "object" else []),
                *(found for child in children for found in objects(child))]  # fmt: skip

    assert len(objects(SCHEMA)) > 20
    assert [node for node in objects(SCHEMA) if node.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("with_private", [False, True])
@pytest.mark.parametrize(
    "client",
    [*CLIENTS.values(), talkative, all_no, lambda: new_client(asked_with=pmark_library())],
    ids=[*CLIENTS, "talkative", "all-no", "empty-pmark"],
)
def test_every_client_keeps_to_the_schema(
    client: Callable[[], Session],
    language: Language,
    with_private: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert schema_errors(parsed(client(), language, with_private=with_private)) == []


def test_the_demo_keeps_to_the_schema_through_the_command(program: Program, tmp_path: Path) -> None:
    demo = program.good("demo").line
    file = tmp_path / "demo.json"
    program.good("export", demo, "--format", "json", "-o", file)
    data = json.loads(file.read_text("utf-8"))
    assert schema_errors(data) == []
    assert [checklist["id"] for checklist in data["checklists"]] == ["pmark-2023", "incident-lessons"]
    assert all(checklist["sha256"] for checklist in data["checklists"])
    assert data["score"] == program.good("score", demo, "--json").data


@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: data.update(surprise=1),
        lambda data: data["controls"][0].update(surprise=1),
        lambda data: data["controls"][0].pop("note"),
        lambda data: data["controls"][0].update(private_note="x"),
        lambda data: data["controls"][0].update(standing="perhaps"),
        lambda data: data["score"].update(coverage=1.5),
        lambda data: data["score"]["plan"].update(earliest="2026-13-01"),
        lambda data: data.update(format_version=2),
    ],
)
def test_the_schema_refuses_what_is_not_ours(break_it: Callable[[Any], object]) -> None:
    data = parsed(lessons())
    break_it(data)
    assert schema_errors(data) != []


def test_everything_that_was_said_is_in_it() -> None:
    session = talkative()
    data = parsed(session)
    controls = {control["id"]: control for control in data["controls"]}
    assert list(controls) == list(session.library.controls)
    excused = controls["j9-2.screens-lock"]
    assert excused["not_applicable"] == {"reason": REASON, "by": "佐藤 次郎"}
    assert (excused["standing"], excused["gap"]) == ("not-applicable", None)
    trained = controls["j4-3.everyone-trained"]
    assert [found["as_of"] for found in trained["evidence"]] == ["2025-05-20", "2026-05-20"]
    assert trained["layers"]["record"] == {"mark": "yes", "how": "heard", "by": "佐藤 次郎", "conflict": False}
    ended = {work["status"]: work for control in controls.values() for work in control["homework"]}
    assert ended["dropped"]["reason"] == DROPPED
    assert (ended["done"]["seen_by"], ended["done"]["closed_on"]) == ("鈴木 恵（情シス）", "2026-11-20")
    assert [c["confirmed_by"] for c in controls.values() if c["confirmed_by"]] == ["佐藤 次郎"]
    assert "受託していた時の話" in [c["note"] for c in controls.values() if c["standing"] == "not-asked"]
    assert data["persons"] == ["佐藤 次郎", "鈴木 恵（情シス）"]
    assert {fact["id"]: fact["value"] for fact in data["facts"]}["mark_expires"] == "2028-12-01"


def test_the_score_is_the_scorecards_own() -> None:
    session = talkative()
    assert parsed(session)["score"] == score_data(view_of(session), DAY)


def test_two_who_contradict_each_other_leave_no_mark() -> None:
    here = new_client()
    control = next(iter(here.library.controls))
    file = here._journal.file  # type: ignore[attr-defined]
    copy = MemoryFile(list(file.events), dict(file.texts))
    there = new_client(first_id=500)
    there = Session(MemoryJournal(copy), here.library, clock=there.clock, new_id=there.new_id, new_salt=lambda: b"s")
    here.answer(control, Mark.YES, said_by="甲")
    there.answer(control, Mark.NO, said_by="乙")
    MemoryJournal(file).unite(copy)
    merged = Session(MemoryJournal(file), here.library, clock=here.clock, new_id=here.new_id, new_salt=lambda: b"s")
    data = parsed(merged)
    layers = data["controls"][0]["layers"].values()
    assert {(layer["mark"], layer["how"], layer["by"], layer["conflict"]) for layer in layers} == {
        (None, None, "", True)
    }
    assert schema_errors(data) == []


def test_equal_answers_give_equal_bytes_whatever_the_ids_and_the_order() -> None:
    def told(first_id: int, *, backwards: bool) -> bytes:
        session = new_client(first_id=first_id)
        ids = list(session.library.controls)[:6]
        for control in reversed(ids) if backwards else ids:
            session.answer(control, Mark.NO, said_by="佐藤")
        places = ["棚", "台帳"]
        for where in reversed(places) if backwards else places:
            session.add_evidence(ids[0], where)
            session.plan_action(ids[1], text=where)
        return render(dossier_of(session))

    assert told(1, backwards=False) == told(1000, backwards=True)
