"""What a terminal can show, and the screens drawn with no more than that.

Everything is drawn once, for a terminal with colours and Unicode. Two filters take away what another terminal lacks,
after everything else and cell by cell, so that nothing moves: characters of lines, blocks and typography become ASCII,
colours become bold and reverse. Words are never touched; bars are drawn in ASCII everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome

from pmark_check.tui.text import fold

ASCII = "PMARK_CHECK_ASCII"
NO_COLOR = "NO_COLOR"
"""The variable that programs agree on: https://no-color.org."""

OLD = re.compile(r"linux|ansi|cons25|vt\d")
"""Terminals without the characters that lines and blocks are drawn with."""
COLOURLESS = re.compile(r"dumb|vt\d|.*-m(ono)?$")

CURSORS = (
    "block-cursor-background",
    "block-cursor-blurred-background",
    "input-cursor-background",
    "input-selection-background",
    "scrollbar",
    "scrollbar-hover",
    "scrollbar-active",
)
"""Grounds that say where one is. Without colours they are shown in reverse."""

TYPOGRAPHY = str.maketrans("“”‘’‹›«»–—―…·•×÷←→↑↓†‡", "\"\"''<><>---~-*x/<>^v+#")
GEOMETRY = str.maketrans("○●◎◯□■△▲▽▼◇◆▶◀", "o*oo[#^^vv<*><")
LINES = str.maketrans("─━═│┃║", "---|||") | {0x1F50E: "> "}
MOSTLY_FULL = frozenset("▄▅▆▇█▉▊▋▌")
DRAWN = re.compile("[\u2500-\u25ff]")
TO_ASCII = TYPOGRAPHY | GEOMETRY | LINES
TOAST_CELLS = 57
"""What Textual leaves of the 60 cells of a notice."""


class Terminal(NamedTuple):
    """What can be shown."""

    has_colours: bool = True
    has_blocks: bool = True

    @classmethod
    def of(cls, environ: Mapping[str, str], *, wants_ascii: bool = False) -> Terminal:
        """Return the terminal that the environment describes; ``wants_ascii`` goes before it."""
        kind = environ.get("TERM", "")
        is_old = bool(OLD.match(kind)) or bool(environ.get(ASCII))
        return cls(
            has_colours=not (environ.get(NO_COLOR) or COLOURLESS.match(kind)), has_blocks=not (wants_ascii or is_old)
        )


USUAL = Terminal()
"""A terminal of today."""


class InAscii(LineFilter):
    """Shows what lines, blocks and typography are drawn with in ASCII; Japanese, and every letter, stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's own
        """Return ``segments`` of the same widths."""
        return [drawn for segment in segments for drawn in _in_ascii(segment)]


def _in_ascii(segment: Segment) -> Iterator[Segment]:
    text, style, control = segment
    if text.isascii():
        yield segment
        return
    text = text.translate(TO_ASCII)
    start = 0
    for found in DRAWN.finditer(text):
        if start < found.start():
            yield Segment(text[start : found.start()], style, control)
        yield _block(found.group(), style)
        start = found.end()
    if start < len(text):
        yield Segment(text[start:], style, control)


def _block(character: str, style: Style | None) -> Segment:
    """Return a part of a block as the colour that fills most of its cell; a corner of lines as ``+``."""
    if "\u2500" <= character <= "\u257f":
        return Segment("+", style)
    if style and character in MOSTLY_FULL:
        ground, ink = (style.color, style.bgcolor) if not style.reverse else (style.bgcolor, style.color)
        return Segment(" ", style + Style(color=ink, bgcolor=ground, reverse=False))
    return Segment(" ", style)


class InBlackAndWhite(LineFilter):
    """Takes colours away; what stands on one of ``grounds`` is shown in reverse."""

    PLAIN = Style(color=RichColor.default(), bgcolor=RichColor.default())

    def __init__(self, grounds: Collection[tuple[int, int, int]]) -> None:
        super().__init__()
        self._grounds = frozenset(grounds)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's own
        """Return ``segments`` in the terminal's own two colours."""
        return [Segment(text, self._plain(style), control) for text, style, control in segments]

    def _plain(self, style: Style | None) -> Style | None:
        if style is None:
            return None
        ground = style.bgcolor.triplet if style.bgcolor else None
        is_cursor = bool(style.reverse) or (ground is not None and tuple(ground) in self._grounds)
        return style + self.PLAIN + Style(reverse=is_cursor, dim=False)


class TerminalApp(App[int]):
    """Textual's program, with the terminal's limits kept, and notices folded as every other text is."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self.terminal = terminal
        self._in_ascii = InAscii()
        self._plain: dict[str, InBlackAndWhite] = {}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters and ours; greys, which Textual shows instead of colours, are colours too."""
        filters = [found for found in super().get_line_filters() if not isinstance(found, Monochrome)]
        if not self.terminal.has_blocks:
            filters.append(self._in_ascii)
        if not self.terminal.has_colours:
            filters.append(self._black_and_white())
        return filters

    def _black_and_white(self) -> InBlackAndWhite:
        if self.theme not in self._plain:
            colours = (Color.parse(self.theme_variables[name]) for name in CURSORS)
            self._plain[self.theme] = InBlackAndWhite([colour.rgb for colour in colours])
        return self._plain[self.theme]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: Literal["information", "warning", "error"] = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice, literally."""
        told, titled = ("\n".join(fold(text, TOAST_CELLS)) for text in (message, title))
        super().notify(told, title=titled, severity=severity, timeout=timeout, markup=markup)
