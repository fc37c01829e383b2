"""Colours of a firm: the contrast they have, and the nearest one that can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.resources import shipped
from pmark_check.view.colours import (
    GROUNDS,
    INK_IN_THE_DARK,
    LEAST_CONTRAST,
    PAPER,
    SCHEMES,
    Scheme,
    contrast,
    readable,
    worst_ground,
)

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
any_scheme = st.sampled_from(SCHEMES)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#1d4e7e", "#ffffff", 8.59), ("#abcdef", "#abcdef", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


@given(any_colour, any_scheme)
def test_what_is_offered_instead_can_be_read_on_every_ground(colour: str, scheme: Scheme) -> None:
    offered = readable(colour, GROUNDS[scheme], scheme)
    assert worst_ground(offered, GROUNDS[scheme])[1] >= LEAST_CONTRAST


@given(any_colour, any_scheme)
def test_a_colour_that_can_be_read_is_left_as_it_is(colour: str, scheme: Scheme) -> None:
    once = readable(colour, PAPER[scheme], scheme)
    assert readable(once, PAPER[scheme], scheme) == once
    if worst_ground(colour, PAPER[scheme])[1] >= LEAST_CONTRAST:
        assert once == colour


def test_no_nearer_colour_would_do() -> None:
    offered = readable("#ff8800", PAPER["light"], "light")
    brighter = "#" + "".join(f"{min(int(offered[n : n + 2], 16) + 1, 255):02x}" for n in (1, 3, 5))
    assert worst_ground(brighter, PAPER["light"])[1] < LEAST_CONTRAST


def test_the_grounds_are_those_of_the_style_sheets() -> None:
    sheets = "".join((shipped("reports") / name).read_text("utf-8") for name in ("report.css", "private.css"))
    light, _, dark = sheets.partition("prefers-color-scheme: dark")
    dark, _, private = dark.partition("body::before")
    for scheme, text in (("light", light + private), ("dark", dark + private)):
        for ground in GROUNDS[scheme]:  # type: ignore[index]
            short = re.sub(r"^#(.)\1(.)\2(.)\3$", r"#\1\2\3", ground)
            assert f"{short} " in text or f"{short};" in text, (scheme, ground)
    assert f"--ink: {INK_IN_THE_DARK}" in dark
