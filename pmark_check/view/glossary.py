"""The words explained: which of them are meant, and how each is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmark_check.domain.citations import Term
from pmark_check.domain.text import folded
from pmark_check.i18n.translation import Translator
from pmark_check.view.words import literal

_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def matching(terms: Iterable[Term], wanted: str) -> Iterator[Term]:
    """Yield the terms that have ``wanted`` in a name or in the reading, kana and widths aside; all for no text."""
    key = _key(wanted)
    for term in terms:
        if any(key in _key(name) for name in (term.term.ja or "", term.term.en or "", term.reading)):
            yield term


def named(term: Term, translate: Translator) -> str:
    """Return the term with its reading, and in the other language."""
    ja, en = literal(term.term.ja or ""), literal(term.term.en or "")
    first, other = (ja, en) if translate.language == "ja" else (en, ja)
    return translate("tui.help.term", term=first or other, reading=term.reading, other=other)


def _key(text: str) -> str:
    return folded(text).translate(_KATAKANA)
