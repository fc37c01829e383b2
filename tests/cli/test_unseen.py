"""`unseen`: what to look at next, by who said so."""

from __future__ import annotations

from tests.cli.door import FIRM, Program


def test_what_was_only_heard_is_listed_by_who_said_so(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--by", "山田")
    program.good("answer", FIRM, "one.seen", "yes", "--by", "山田", "--how", "seen")
    program.good("answer", FIRM, "two.done", "yes", "--how", "guessed")
    told = program.good("unseen", FIRM).out
    assert [line for line in told.splitlines() if not line.startswith(" ")] == [
        "山田（1問）",
        "誰の答えか書いていないもの（1問）",
    ]
    assert "実施 推測：見るもの two.done" in told
    assert "one.seen" not in told
    data = program.good("unseen", FIRM, "--json").data
    assert [(group["person"], [q["control"] for q in group["questions"]]) for group in data] == [
        ("山田", ["one.kept"]),
        ("", ["two.done"]),
    ]


def test_where_everything_was_seen_it_says_so(program: Program) -> None:
    program.firm()
    result = program.good("unseen", FIRM)
    assert (result.out, "現物で確かめてあります" in result.err) == ("", True)
    assert program.good("unseen", FIRM, "--json").data == []
    program.language = "en"
    assert "was seen" in program.good("unseen", FIRM).err
