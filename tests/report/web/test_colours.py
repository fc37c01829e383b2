"""Every colour stands out: words from their ground, and what a chart says from what lies around it.

A ratio of 4.5 to 1 is a difference in lightness, so what keeps to it can be told apart in greyscale too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.report.web.chromium import IN_BROWSER, Save, Watched
from tests.report.web.documents import DOCUMENTS

pytestmark = IN_BROWSER

ENOUGH = 4.5

INFORMS = {
    "s-sure": ("fill", ("ground", "s-track", "s-open")),
    "s-open": ("stroke", ("ground", "s-track")),
    "s-mark": ("stroke", ("ground", "s-track", "s-halo")),
    "s-text": ("fill", ("ground", "s-track")),
    "s-possible": ("stroke", ("ground",)),
    "s-today": ("edge", ("ground", "s-possible")),
    "s-target": ("stroke", ("ground", "s-halo")),
    "s-dot": ("fill", ("ground",)),
    "k-failed": ("fill", ("ground",)),
    "k-weak": ("fill", ("ground",)),
    "k-held": ("fill", ("ground",)),
    "k-open": ("stroke", ("ground",)),
    "in k-failed": ("stroke", ("k-failed",)),
    "in k-weak": ("stroke", ("k-weak",)),
    "in k-held": ("stroke", ("k-held",)),
    "h-held": ("border", ("ground",)),
    "h-weak": ("border", ("ground",)),
    "h-failed": ("border", ("ground",)),
    "h-open": ("border", ("ground",)),
}
"""What a chart says: a kind of shape, what of it carries the message, and from what that must stand out."""

SAYS_NOTHING = {
    "s-track": "the whole of a bar; the figure stands beside it",
    "s-grid": "guides the eye; each value is written in the table below",
    "s-halo": "a seam in the colour of the ground",
    "h-none": "a clause nobody is asked about; its sign and title are words",
}
"""Pale shapes that carry no message of their own, and why."""

PAINTS = """() => {
  const ground = getComputedStyle(document.body).backgroundColor, found = new Set()
  const paint = e => { const s = getComputedStyle(e)
    return [e.tagName === 'line' ? 'none' : s.fill, s.stroke, s.borderLeftColor, s.fillOpacity, s.strokeOpacity] }
  for (const e of document.querySelectorAll('svg :is(rect, line, polygon, polyline, circle, ellipse, path, text)')) {
    const own = e.getAttribute('class')
    const drawn_on = e.previousElementSibling?.getAttribute('class')
    found.add(JSON.stringify([own ?? 'in ' + drawn_on, ...paint(e)]))
  }
  for (const e of document.querySelectorAll('.heat li')) found.add(JSON.stringify([e.className, ...paint(e)]))
  return [ground, [...found].map(JSON.parse)] }"""

PALE_WORDS = """() => {
  const lum = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                     return .2126 * r + .7152 * g + .0722 * b };
  const rgb = s => (s.match(/[\\d.]+/g) || []).slice(0, 3).map(Number);
  const back = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor;
                      if (b && !/, 0\\)$/.test(b)) return rgb(b) } return [255, 255, 255] };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || e.closest('desc, title')) continue;
    const style = getComputedStyle(e), ink = rgb(e.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const [a, b] = [lum(ink), lum(back(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) bad.push(e.outerHTML.slice(0, 80));
  }
  return bad }"""

Colour = tuple[float, float, float]


class Paint(NamedTuple):
    """How shapes of one kind are painted; None where they are not."""

    fill: Colour | None
    stroke: Colour | None
    border: Colour | None

    @property
    def edge(self) -> Colour | None:
        """What a shape ends with."""
        return self.stroke or self.fill

    @property
    def surface(self) -> Colour | None:
        """What lies beside or under another shape."""
        return self.fill or self.stroke


def colour(css: str, opacity: str, ground: Colour) -> Colour | None:
    """Return the colour that ``rgb(1, 2, 3)`` is on its ground."""
    if css == "none":
        return None
    (red, green, blue), share = map(float, re.findall(r"[\d.]+", css)[:3]), float(opacity)
    return tuple(share * own + (1 - share) * under for own, under in zip((red, green, blue), ground, strict=True))  # type: ignore[return-value]


def paints(page: Page) -> list[tuple[str, Paint]]:
    """Return the paint of each kind of shape in the charts of a page, and of its ground."""
    behind, found = page.evaluate(PAINTS)
    ground = colour(behind, "1", (255, 255, 255))
    assert ground
    return [
        ("ground", Paint(ground, None, None)),
        *(
            (kind, Paint(colour(fill, fs, ground), colour(stroke, ss, ground), colour(border, "1", ground)))
            for kind, fill, stroke, border, fs, ss in found
        ),
    ]


def contrast(one: Colour, other: Colour) -> float:
    """Return the ratio of two colours as WCAG 2 defines it, 1 to 21."""

    def lightness(shade: Colour) -> float:
        red, green, blue = (
            v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in shade)
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


LOOKS = {"light": ("light", "screen"), "dark": ("dark", "screen"), "paper": ("dark", "print")}
"""The schemes of a page, and what it is shown on. Paper is always light."""


def looks(browser: Browser, save: Save, name: str) -> Iterator[tuple[str, Page]]:
    watched = Watched(browser, save(DOCUMENTS[name]("ja")))
    for look, (scheme, medium) in LOOKS.items():
        watched.page.emulate_media(color_scheme=scheme, media=medium)  # type: ignore[arg-type]
        yield look, watched.page
    watched.close()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_and_every_chart_stands_out(browser: Browser, save: Save, name: str) -> None:
    for look, page in looks(browser, save, name):
        assert page.evaluate(PALE_WORDS) == [], look
        found = paints(page)
        assert {kind for kind, _ in found} <= {"ground", *INFORMS, *SAYS_NOTHING}, "say what the colour informs about"
        assert pale(found) == [], look


def pale(found: list[tuple[str, Paint]]) -> list[tuple[str, str]]:
    """Return which kinds of shapes do not stand out, and from what."""
    return [
        (kind, other)
        for kind, paint in found
        for other, beside in found
        if kind in INFORMS and other in INFORMS[kind][1] and beside.surface
        if not (own := getattr(paint, INFORMS[kind][0])) or contrast(own, beside.surface) < ENOUGH
    ]


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.478, abs=0.001)
