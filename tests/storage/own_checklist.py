"""A small valid checklist to spoil: a ⟦ in the spoilt text marks where the problem is expected."""

from __future__ import annotations

from typing import NamedTuple

MARK = "⟦"

CHECKLIST = """\
format = 1

[checklist]
id = "own"
revision = "2026-11"
languages = ["ja", "en"]
title = { ja = "自社の点検", en = "Our own" }

[[section]]
id = "doors"
title = { ja = "入口", en = "Doors" }

[[control]]
id = "doors.locked"
section = "doors"
question = { ja = "鍵をかけていますか。", en = "Are the doors locked?" }
plain = { ja = "最後に帰る人は誰ですか。", en = "Who leaves last?" }
why = { ja = "入られたことがあります。", en = "Somebody got in once." }
evidence = [ { ja = "施錠の記録", en = "Locking record" } ]
documents = ["D26"]
finding = { ja = "施錠していない", en = "Doors are not locked" }
first_step = { ja = "鍵を数える", en = "Count the keys" }
effort = "S"
layers = ["rule", "practice"]
weight = 5
knockout = true
phase = "do"
when = ["has_vendor", "has_guard"]
changed = "2026-11"
lessons = ["post-test-deletion-skipped"]
refs = ["pmark-2023:J.9.2"]
sources = ["S2 L35"]

[[control]]
id = "doors.keys-counted"
section = "doors"
question = { ja = "鍵を数えていますか。", en = "Are the keys counted?" }
plain = { ja = "何本ありますか。", en = "How many are there?" }
why = { ja = "なくした人がいます。", en = "Somebody lost one." }
finding = { ja = "数えていない", en = "Keys are not counted" }
first_step = { ja = "数える", en = "Count" }
effort = "S"
weight = 2
phase = "check"
after = ["doors.locked"]
changed = "2026-11"

[[fact]]
id = "has_guard"
kind = "yes-no"
question = { ja = "警備員がいますか。", en = "Is there a guard?" }
plain = { ja = "夜だけでも。", en = "At night counts." }
"""


class Spoilt(NamedTuple):
    """A spoilt file, and the line and column where that shows (0, 0 for the whole file)."""

    body: bytes
    line: int
    column: int


def spoilt(*replacements: tuple[str, str], text: str = CHECKLIST) -> Spoilt:
    """Return ``text`` with each replacement made once; the mark in it is taken out and located."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    before, mark, _ = text.partition(MARK)
    lines = before.split("\n")
    line, column = (len(lines), len(lines[-1]) + 1) if mark else (0, 0)
    return Spoilt(text.replace(MARK, "", 1).encode(), line, column)
