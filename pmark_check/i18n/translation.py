"""Looks up interface text. Each area of the program has a catalogue of its own, read when first needed."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import NamedTuple

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.errors import PmarkError, Problem

AREAS = {"error": "errors", "problem": "errors", "flaw": "errors", "cli": "cli", "tui": "tui", "report": "report"}
"""First part of a key -> catalogue; every other key is a word of the field and stands in ``view``."""

NAMED = {"field": "field", "layer": "layer", "layers": "layer", "kind": "kind"}
"""Value of an error -> first part of the keys by which it has names."""

LOCALE = Path(__file__).parent / "locale"


class Translator:
    """Text of one language. ``translator("mark.yes")`` gives はい; values are filled in literally."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._catalogues: dict[str, gettext.GNUTranslations] = {}
        self._texts: dict[str, str] = {}

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key``; the key itself where the catalogue lacks it."""
        text = self._texts.get(key)
        if text is None:  # a report asks for the same few hundred texts 30,000 times
            text = self._texts[key] = self._catalogue(AREAS.get(key.partition(".")[0], "view")).gettext(key)
        return text.format_map({name: _shown(value) for name, value in values.items()}) if values else text

    def count(self, key: str, number: int) -> str:
        """Return the text for so many: that of ``key.one`` or of ``key.many``."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", count=number)

    def has(self, key: str) -> bool:
        """Return whether the catalogue has an entry for ``key``."""
        return self(key) != key

    def _catalogue(self, area: str) -> gettext.GNUTranslations:
        if area not in self._catalogues:
            with (LOCALE / self.language / "LC_MESSAGES" / f"{area}.mo").open("rb") as compiled:
                self._catalogues[area] = gettext.GNUTranslations(compiled)
        return self._catalogues[area]


def _shown(value: object) -> str:
    """Return a value as a sentence names it; several are listed with a comma."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(_shown, value))
    return str(value)


class Explanation(NamedTuple):
    """An error as its reader sees it: what happened, to what and what was kept, what to do."""

    title: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, self.message, self.remedy) if part)


def explain(error: PmarkError, translate: Translator) -> Explanation:
    """Return ``error`` in the reader's language; what its values stand for is named as on the screens."""
    values = {name: _named(name, value, translate) for name, value in error.values.items()}
    title, message, remedy = (
        translate(f"error.{error.key}.{part}", **values) for part in ("title", "message", "remedy")
    )
    return Explanation(title, message, remedy)


def _named(name: str, value: object, translate: Translator) -> object:
    """Return ``value`` by its name where the interface has one: a field as it is labelled, an id with its word."""
    if isinstance(value, list | tuple):
        return [_named(name, item, translate) for item in value]
    key = f"{NAMED.get(name)}.{value}"
    if name not in NAMED or not translate.has(key):
        return value
    return translate(key) if name == "field" else f"{translate(key)} ({value})"


def located(problem: Problem, translate: Translator) -> str:
    """Return a problem as ``file:line:column: message``; a problem of a whole file has no line."""
    place = f"{problem.source}:{problem.line}:{problem.column}" if problem.line else problem.source
    return f"{place}: {translate(f'problem.{problem.key}', **problem.values)}"


def preferred_language(*wishes: str | None) -> Language:
    """Return the first wish that names a language we have (``ja``, ``en_US.UTF-8`` …), else Japanese."""
    for wish in wishes:
        for language in LANGUAGES:
            if wish and wish.lower().startswith(language):
                return language
    return "ja"
