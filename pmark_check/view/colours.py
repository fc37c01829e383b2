"""Colours that a firm may choose, as ``#rrggbb``, and whether text in them can be read."""

from __future__ import annotations

from typing import Literal, NamedTuple

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks of text of ordinary size (1.4.3)."""

PAPER: dict[Scheme, tuple[str, ...]] = {"light": ("#ffffff", "#e6e9ed"), "dark": ("#141a20", "#232c36")}
"""What headings stand on: the page, and the watermark on it. A test holds these colours against the style sheets."""

GROUNDS: dict[Scheme, tuple[str, ...]] = {
    "light": (*PAPER["light"], "#f3f5f7", "#fae9b8", "#e3ebf4"),
    "dark": (*PAPER["dark"], "#1d252e", "#4d3f10", "#22303f"),
}
"""All that text stands on."""

FAR_END: dict[Scheme, str] = {"light": "#000000", "dark": "#ffffff"}
"""The colour that stands out most."""

INK_IN_THE_DARK = "#e4e9ef"
"""The text of the dark screen as it is without a wish."""


class Shades(NamedTuple):
    """One colour on paper and the one for dark screens."""

    light: str
    dark: str


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def worst_ground(colour: str, grounds: tuple[str, ...]) -> tuple[str, float]:
    """Return the ground on which ``colour`` reads worst, and the contrast there."""
    return min(((ground, contrast(colour, ground)) for ground in grounds), key=lambda found: found[1])


def readable(colour: str, grounds: tuple[str, ...], scheme: Scheme) -> str:
    """Return ``colour`` as it is, or mixed with as little black or white as makes it readable on all ``grounds``."""
    mixed = (_mixed(colour, FAR_END[scheme], step / 255) for step in range(256))
    return next(each for each in mixed if worst_ground(each, grounds)[1] >= LEAST_CONTRAST)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / 255) for value in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(own + (end - own) * share):02x}" for own, end in pairs)
