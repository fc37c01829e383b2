"""Points in history are named and compared at the command line."""

from __future__ import annotations

import pytest

from tests.cli.door import FIRM, Program


@pytest.fixture
def twice(program: Program) -> Program:
    program.firm()
    program.good("answer", FIRM, "one.kept", "no")
    program.good("tag", FIRM, "初回")
    program.good("answer", FIRM, "one.kept", "yes")
    program.good("answer", FIRM, "one.seen", "partial")
    return program


def test_a_comparison_as_data(twice: Program) -> None:
    data = twice.good("compare", FIRM, "--from", "初回", "--json").data
    assert {change["control"]: change["direction"] for change in data["changes"]} == {
        "one.kept": "better",
        "one.seen": "answered",
    }
    assert data["score"]["before"]["worst"] == 0
    assert data["score"]["after"]["worst"] > 0
    assert data["shared_weight"] == 1


@pytest.mark.parametrize(("language", "words"), [("ja", ["初回", "良くなった"]), ("en", ["初回", "Better"])])
def test_a_comparison_for_people(twice: Program, language: str, words: list[str]) -> None:
    twice.language = language
    shown = twice.good("compare", FIRM, "--from", "初回").out
    assert all(word in shown for word in words)


def test_the_past_does_not_move(twice: Program) -> None:
    before = twice.good("compare", FIRM, "--from", "初回", "--to", "初回", "--json").data
    twice.good("answer", FIRM, "two.done", "yes")
    assert twice.good("compare", FIRM, "--from", "初回", "--to", "初回", "--json").data == before


@pytest.mark.parametrize("name", ["なし", "2026-02-30"])
def test_an_unknown_point_is_said_with_those_there_are(twice: Program, name: str) -> None:
    refused = twice("compare", FIRM, "--from", name)
    assert refused.code == 4
    assert name in refused.err
    assert "初回" in refused.err


def test_a_tag_is_part_of_the_history_and_can_be_undone(twice: Program) -> None:
    twice.good("tag", FIRM, "二回目")
    assert "二回目" in twice.good("history", FIRM).out
    twice.good("undo", FIRM)
    assert twice("compare", FIRM, "--from", "二回目").code == 4
