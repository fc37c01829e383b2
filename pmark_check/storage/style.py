"""How a question reads aloud. Asked of authors by ``lint``, never of a client's pinned checklist."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pmark_check.storage.findings import Finding
from pmark_check.storage.positions import Path
from pmark_check.storage.tables import Table, table, tables, text

LONGEST = 80
"""Full-width characters of a Japanese question; half-width ones count half."""

LONGEST_ENGLISH = 220
TWO_AT_ONCE = re.compile(r"かつ、|及び|並びに|且つ")
"""Words that join two demands in one question; written for lawyers, not for a room."""

DOUBLE_NEGATIVE = re.compile(r"ない(?:こと|わけ|とき|日)[はがも]?ない|なくは?ない|ずには?(?:い|置か)ない")

KNOWN_TO_ALL = {"Web", "FAX", "ID", "USB", "P", "SNS", "Wi-Fi"}
"""Latin words that stand on office machines and in every newspaper. P is that of Pマーク."""

GLOSS = re.compile(r"[A-Za-z][A-Za-z0-9-]*（[^）]+）|（[^）]*）")
"""A Latin word with its explanation in brackets behind it, or what stands in brackets itself."""

LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def findings(data: Table) -> Iterator[Finding]:
    """Yield what is hard to answer about the questions in ``data``."""
    for path, control in tables(data, "control"):
        question = table(control, "question")
        yield from _japanese((*path, "question", "ja"), text(question, "ja"))
        if len(text(question, "en")) > LONGEST_ENGLISH:
            yield Finding((*path, "question", "en"), "long-question", {"limit": LONGEST_ENGLISH})


def _japanese(path: Path, question: str) -> Iterator[Finding]:
    if width(question) > LONGEST:
        yield Finding(path, "long-question", {"limit": LONGEST})
    if found := TWO_AT_ONCE.search(question):
        yield Finding(path, "two-questions", {"word": found.group().rstrip("、")})
    for word in dict.fromkeys(LATIN.findall(GLOSS.sub("", question))):
        if word not in KNOWN_TO_ALL:
            yield Finding(path, "unexplained-word", {"word": word})
    if found := DOUBLE_NEGATIVE.search(question):
        yield Finding(path, "double-negative", {"word": found.group()})


def width(question: str) -> float:
    """Return how many full-width characters ``question`` takes."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in question)
