"""What a folded text must be like, and every text that the program can show."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel
from rich.cells import cell_len

from pmark_check.domain.checklist import Checklist, Facts, Policy
from pmark_check.domain.language import LANGUAGES
from pmark_check.storage.agendas import read_agenda, shipped_agendas
from pmark_check.storage.backdrop import read_background, read_procedure
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from pmark_check.tui.text import NEVER_FIRST, NEVER_LAST, fold
from tests.i18n.source import NATIVE, areas, messages

LATIN = re.compile(r"[A-Za-z0-9]+(?:[-'’.,:][A-Za-z0-9]+)*")
BLANKS = {ord(blank): None for blank in " \t\u3000\n"}
FILLINGS = ("12", "株式会社サンプル印刷「本社（東京）」", "R. Yamada & Partners, Ltd.")
"""What may stand where a text names a value: a count, a Japanese name with brackets, an English one."""


def misfolded(text: str, cells: int) -> list[str]:
    """Return what is wrong with ``text`` folded to ``cells`` cells, in words."""
    lines = fold(text, cells)
    shown = " ".join(lines)
    return [
        *(f"too long: {line}" for line in lines if cell_len(line) > cells),
        *(f"begins with a closing mark: {line}" for line in following(lines) if line[0] in NEVER_FIRST),
        *(f"ends with an opening mark: {line}" for line in lines[:-1] if line and line[-1] in NEVER_LAST),
        *(f"cut: {word}" for word in LATIN.findall(text) if word not in shown and cell_len(word) <= cells),
        *([f"lost: {text}"] if "".join(lines).translate(BLANKS) != text.translate(BLANKS) else []),
    ]


def following(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that follow another one and are not empty."""
    yield from (line for line in list(lines)[1:] if line)


def texts(model: object) -> Iterator[str]:
    """Yield every sentence of a model, in both languages."""
    if hasattr(model, "to"):
        yield from (model.to(language) for language in LANGUAGES)
    elif isinstance(model, BaseModel):
        yield from (text for name in type(model).model_fields for text in texts(getattr(model, name)))
    elif isinstance(model, tuple):
        yield from (text for part in model for text in texts(part))


@cache
def checklist_texts() -> tuple[str, ...]:
    """Return every sentence of the shipped checklists and of what belongs to them."""
    models: list[BaseModel] = [read(Checklist, name, body) for name, body in shipped_checklists().items()]
    models += [read(Facts, "facts.toml", shipped_bytes("facts.toml"))]
    models += [read(Policy, "policy.toml", shipped_bytes("policy.toml"))]
    return _distinct(text for model in models for text in texts(model))


@cache
def background_texts() -> tuple[str, ...]:
    """Return every sentence of the accidents, references, glossary, documents, procedure and agendas."""
    known = read_background()
    models: list[BaseModel] = [known.incidents, known.references, known.glossary, known.documents, read_procedure()]
    models += [read_agenda(name, body) for name, body in shipped_agendas().items()]
    return _distinct(text for model in models for text in texts(model))


@cache
def interface_texts() -> tuple[str, ...]:
    """Return every text of the catalogues of both languages, with each of ``FILLINGS`` for its values."""
    kept = [(language, area) for language in LANGUAGES for area in areas(language) if area != NATIVE]
    found = (form for language, area in kept for m in messages(language, area).values() for form in _forms(m.string))
    return _distinct(text for form in found for text in _filled(form))


def _forms(said: object) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, tuple | list) else (str(said),)


def _filled(text: str) -> Iterator[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    yield from (text.format_map(dict.fromkeys(names, filling)) for filling in FILLINGS)


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, found)))
