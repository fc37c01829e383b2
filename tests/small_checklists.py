"""Small checklists as files: a test says what it is about, and the rest of what a checklist must say is filled in."""

from __future__ import annotations

import json
import tomllib
from typing import Any


def head(checklist_id: str, ja: str, en: str) -> str:
    """Return how a checklist begins: its id and its title."""
    told = {"id": checklist_id, "revision": "2026-11", "languages": ["ja", "en"], "title": both(ja, en)}
    return f"format = 1\n{_table('[checklist]', told)}"


def section(section_id: str, ja: str, en: str, **more: str) -> str:
    """Return a section with its title; ``more`` are its parent, ref, or whatever else it says."""
    return _table("[[section]]", {"id": section_id, **more, "title": both(ja, en)})


def control(control_id: str, section_id: str, ja: str, en: str, extra: str = "", **said: Any) -> str:
    """Return a question of weight 3, or a gate, which has none.

    Args:
        extra: lines of TOML.
        said: what else it says; both go before what is filled in.
    """
    said |= tomllib.loads(extra)
    filled_in = {
        "id": control_id,
        "section": section_id,
        "question": both(ja, en),
        "plain": both(f"部屋での聞き方 {control_id}", f"How to ask {control_id}"),
        "why": both("短い理由", f"Because of {control_id}"),
        "evidence": [both(f"見るもの {control_id}", f"Proof of {control_id}")],
        "finding": both(f"指摘 {control_id}", f"Finding {control_id}"),
        "first_step": both(f"一歩 {control_id}", f"Step {control_id}"),
        "effort": "S",
        "weight": 0 if "gate" in said else 3,
        "phase": "do",
        "changed": "2026-11",
    }
    return _table("[[control]]", filled_in | said)


def both(ja: str, en: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"ja": ja, "en": en}


def _table(name: str, keys: dict[str, Any]) -> str:
    return "".join([f"{name}\n", *(f"{key} = {_value(value)}\n" for key, value in keys.items())])


def _value(value: Any) -> str:
    """Return a value as TOML writes it: its strings, numbers and booleans are those of JSON."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
