"""The words of the field: marks, layers, kinds of gap, efforts; and text that a screen can show as it is."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pmark_check.domain.checklist import Fact, FactKind, FactValue
from pmark_check.i18n.translation import Translator

_UNSEEN = {"Cf", "Cc", "Co", "Cs"}
_KEPT = "\n\t\u200c\u200d\ufe0f\u00ad"


def literal(text: str) -> str:
    """Return ``text`` with the characters that would reorder or hide it made visible: U+202E becomes ``<U+202E>``."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in _UNSEEN and c not in _KEPT else c for c in text)


def word(kind: str, value: StrEnum | str | None, translate: Translator) -> str:
    """Return the word for a value of a closed set: ``word("mark", Mark.YES, t)`` gives はい; "" for None."""
    return "" if value is None else translate(f"{kind}.{value}")


def result_word(result: StrEnum | str, translate: Translator, *, is_gate: bool) -> str:
    """Return how a knock-out or gate came out; a gate has words of its own."""
    return translate(f"report.gate.{result}" if is_gate else f"result.{result}")


def day(value: date | None) -> str:
    """Return a day as ``YYYY-MM-DD``; "" for None."""
    return value.isoformat() if value else ""


def mostly(texts: Iterable[str]) -> str:
    """Return the text that more than one and more than half of ``texts`` are, to be said once for them all; else ""."""
    counted = Counter(texts)
    text, number = max(counted.items(), key=lambda pair: pair[1], default=("", 0))
    return text if number > 1 and number * 2 > counted.total() else ""


def fact_value(fact: Fact, value: FactValue | None, translate: Translator) -> str:
    """Return a fact's value in words; 未回答 where it is not stated."""
    if value is None:
        return translate("fact.unstated")
    if isinstance(value, bool):
        return translate("fact.true" if value else "fact.false")
    if fact.kind is FactKind.CHOICE:
        return next((literal(c.title.to(translate.language)) for c in fact.choices if c.id == value), str(value))
    return str(value)


def in_short(text: str, most: int) -> str:
    """Return ``text`` for a place with little room: one line, ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
