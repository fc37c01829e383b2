"""Whether a word that is explained occurs in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator


def occurs(term: str, text: str) -> bool:
    """Return whether ``term``, or the short form in its brackets, stands in a casefolded ``text`` as a word of its own.

    In Japanese a word has no blanks around it; a run of katakana or of Latin letters is never cut, so that ログ is not
    found in カタログ.
    """
    forms = (form.strip() for form in re.split(r"[（）()]", term.casefold()))
    return any(_is_uncut(form, text, place) for form in forms if form for place in _places(form, text))


def _places(form: str, text: str) -> Iterator[int]:
    place = text.find(form)
    while place >= 0:
        yield place
        place = text.find(form, place + 1)


def _is_uncut(form: str, text: str, place: int) -> bool:
    end = place + len(form)
    if form[-1].isascii() and text[end : end + 1] == "s":
        end += 1
    return not (_is_run(text[place - 1 : place], form[0]) or _is_run(text[end : end + 1], form[-1]))


def _is_run(neighbour: str, end: str) -> bool:
    """Return whether a character beside a word makes one run with the word's own ``end``."""
    if end.isascii():
        return neighbour.isascii() and neighbour.isalnum()
    return _is_katakana(end) and _is_katakana(neighbour)


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ヶ" or character == "ー"
