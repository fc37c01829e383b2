"""Report profiles in TOML: the shipped one of each audience, and a firm's own (docs/report-profiles.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from pmark_check.domain.checklist import Data
from pmark_check.domain.language import Language
from pmark_check.domain.text import Bilingual, Showable
from pmark_check.errors import Problems
from pmark_check.resources import shipped
from pmark_check.storage import files
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.kinds import FORMAT, Kind
from pmark_check.storage.logo import logo
from pmark_check.storage.shape import AnyData
from pmark_check.storage.tables import Table
from pmark_check.storage.toml import TomlFile, parsed
from pmark_check.view.colours import (
    GROUNDS,
    INK_IN_THE_DARK,
    LEAST_CONTRAST,
    PAPER,
    SCHEMES,
    Scheme,
    Shades,
    readable,
    worst_ground,
)
from pmark_check.view.profile import Audience, Brand, Profile
from pmark_check.view.report_parts import SECTIONS
from pmark_check.view.words import literal

UNUSABLE = "profile.invalid"
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LONGEST = {"firm": 80, "consultant": 80, "contact": 120, "running": 40, "mark": 20}
"""Characters for which there is room: beside the client's name, and in the margins of a page."""


def _either(written: object) -> object:
    """Return a plain text as one that holds in both languages."""
    return {"ja": written, "en": written} if isinstance(written, str) else written


def _light(written: object) -> object:
    """Return a plain colour as the one on paper."""
    return {"light": written} if isinstance(written, str) else written


Words = Annotated[Bilingual, BeforeValidator(_either)]


class Colours(Data):
    """One colour; without ``dark`` it is lightened for dark screens."""

    light: Showable
    dark: Showable | None = None


Colour = Annotated[Colours, BeforeValidator(_light)]


class BrandTable(Data):
    """The look of a firm's reports."""

    logo: Showable = ""
    accent: Colour | None = None
    ink: Colour | None = None
    firm: Words | None = None
    consultant: Words | None = None
    contact: Words | None = None
    running: Words | None = None
    mark: Words | None = None


class OwnProfile(Data):
    """A profile as a firm writes it. Private notes are not its to give: they come with ``base`` alone."""

    format: int = FORMAT
    base: Audience = Audience.OFFICER
    sections: tuple[Showable, ...] | None = None
    brand: BrandTable = Field(default_factory=BrandTable)


class ShippedProfile(Data):
    """A profile as it comes with the program."""

    format: int
    sections: tuple[str, ...] | None = None
    private: bool = False


def read_profile(language: Language, audience: Audience | None = None, own: Path | None = None) -> Profile:
    """Return the profile of ``audience``, with what the firm's ``own`` file says about it.

    Without ``audience`` it is that of the file's ``base``. The file's sections are for its base; its brand is for all.

    Raises:
        Problems: the file, or the logo it names, cannot be used; every place is named.
    """
    file = parsed_profile(own) if own else None
    said = _held_against(OwnProfile, file) if file else OwnProfile()
    chosen = audience or said.base
    given = _shipped(chosen)
    is_said = said.sections is not None and chosen is said.base
    brand = _brand(said.brand, language, file, own) if file and own else Brand()
    return Profile(chosen, said.sections if is_said else given.sections, given.private, brand)


def workspace_profile(workspace: Path) -> Path | None:
    """Return the firm's own profile that every report of a workspace follows; None where there is none."""
    path = workspace / "profile.toml"
    return path if path.exists() else None


def parsed_profile(path: Path) -> TomlFile:
    """Return the TOML of a profile.

    Raises:
        Problems: it cannot be read, or is not TOML.
    """
    with files.unusable(path, UNUSABLE):
        return parsed(str(path), files.content(path))


def _shipped(audience: Audience) -> ShippedProfile:
    body = (shipped("reports") / "profiles" / f"{audience.value}.toml").read_bytes()
    return _held_against(ShippedProfile, parsed(f"{audience.value}.toml", body))


def _held_against(model: type[AnyData], file: TomlFile) -> AnyData:
    read, found = Kind(lambda: model, frozenset(), _unknown_sections).held_against(file)
    if read is None or found:
        raise _refused(file, found)
    return read


def _unknown_sections(data: Table) -> Iterator[Finding]:
    written = data.get("sections")
    named = [(place, name) for place, name in enumerate(written if isinstance(written, list) else ())]
    for place, name in named:
        if isinstance(name, str) and name not in SECTIONS:
            found = unknown(("sections", place), "unknown-part", name, SECTIONS)
            yield Finding(found.path, found.key, {**found.values, "known": SECTIONS})
        elif name in [earlier for _, earlier in named[:place]]:
            yield Finding(("sections", place), "repeated", {"name": name})


def _refused(file: TomlFile, found: tuple[Finding, ...]) -> Problems:
    return Problems(UNUSABLE, file.problems(found), source=file.name)


# --- brand -----------------------------------------------------------------------------------------------------------


def _brand(said: BrandTable, language: Language, file: TomlFile, own: Path) -> Brand:
    picture = logo(said.logo, own.parent) if said.logo else ""
    found = (
        *((picture,) if isinstance(picture, Finding) else ()),
        *_long_words(said),
        *_unreadable("accent", said.accent, PAPER),
        *_unreadable("ink", said.ink, GROUNDS),
    )
    if isinstance(picture, Finding) or found:
        raise _refused(file, found)
    words = {name: _line(text, language) for name in LONGEST if (text := getattr(said, name))}
    return Brand(
        logo=picture,
        accent=_shades(said.accent, readable(said.accent.light, PAPER["dark"], "dark")) if said.accent else None,
        ink=_shades(said.ink, INK_IN_THE_DARK) if said.ink else None,
        **words,
    )


def _line(text: Bilingual, language: Language) -> str:
    return literal(" ".join(text.to(language).split()))


def _shades(colours: Colours, in_the_dark: str) -> Shades:
    return Shades(colours.light.lower(), (colours.dark or in_the_dark).lower())


def _long_words(said: BrandTable) -> Iterator[Finding]:
    for name, limit in LONGEST.items():
        if (text := getattr(said, name)) and max(len(_line(text, language)) for language, _ in text) > limit:
            yield Finding(("brand", name), "too-long", {"limit": limit})


def _unreadable(name: str, colours: Colours | None, grounds: dict[Scheme, tuple[str, ...]]) -> Iterator[Finding]:
    """Yield the shades of one colour that are none, or in which text cannot be read."""
    for scheme in SCHEMES if colours else ():
        colour = getattr(colours, scheme)
        path = ("brand", name, scheme)
        if colour is None:
            continue
        if not COLOUR.fullmatch(colour):
            yield Finding(path, "badly-formed.colour", {"value": colour})
            continue
        ground, ratio = worst_ground(colour, grounds[scheme])
        if ratio < LEAST_CONTRAST:
            values = {"value": colour, "ground": ground, "ratio": _down(ratio), "least": LEAST_CONTRAST}
            yield Finding(path, f"faint.{scheme}", {**values, "nearest": readable(colour, grounds[scheme], scheme)})


def _down(ratio: float) -> str:
    """Return a ratio that falls short so that it is never shown as one that does not: 4.499 is 4.49."""
    return f"{int(ratio * 100) / 100:.2f}"
