"""Text as people type it: in two languages, free of characters that no screen can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.errors import BadInput

MAX_TEXT = 100_000
"""Characters in one free text. A pasted document belongs into the evidence, not into a note."""


def unshowable(text: str) -> str | None:
    """Return the first control character of ``text`` that is neither a tab nor a line end, else None."""
    if text.isprintable():
        return None
    return next((c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n"), None)


Showable = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$")]
"""Text without the characters that ``unshowable`` finds; a pattern, because 6,000 calls cost 15 ms at every start."""


def free_text(text: str, field: str) -> str:
    """Return ``text`` as it will be kept: Unix line ends, trailing blanks off.

    Raises:
        BadInput: it holds a control character, or is longer than ``MAX_TEXT``.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if (character := unshowable(kept)) is not None:
        raise BadInput("text.control-character", field=field, code=f"U+{ord(character):04X}")
    if len(kept) > MAX_TEXT:
        raise BadInput("text.too-long", field=field, length=len(kept), limit=MAX_TEXT)
    return kept


def folded(name: str) -> str:
    """Return the form under which names are compared: NFKC, no blanks, no case (山田　太郎 = 山田太郎)."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


class Bilingual(BaseModel):
    """One sentence in Japanese, English or both. Shipped files carry both; a firm's own file needs one."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    ja: Showable | None = None
    en: Showable | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.ja or self.en):
            message = "no text in any language"
            raise ValueError(message)
        return self

    def to(self, language: Language) -> str:
        """Return the sentence in ``language``, or in the other one where it has no such text."""
        first, second = (self.ja, self.en) if language == "ja" else (self.en, self.ja)
        return first or second or ""

    def __iter__(self) -> Iterator[tuple[str, str]]:  # type: ignore[override]
        """Yield (language, text) of the languages that are there."""
        return ((language, text) for language in LANGUAGES if (text := getattr(self, language)))
