"""Widgets that are lines of text which fit: each line is painted once, and kept for as long as it looks the same.

For every line that changed Textual works out border, outline, tint and opacity, and gives each piece of text a style of
its own, by which the mouse finds it. These widgets have no border, and the mouse asks for one line at a time
(``render_line``): the way from a key to the next question is a quarter shorter, at 120x40 a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.color import Color
from textual.content import Content, Span
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from pmark_check.tui.text import Touchable

NOTHING = Color(0, 0, 0, 0)
MOST_KEPT = 1000
"""Lines; beyond, all are forgotten. A client with 400 questions has about as many in its navigator."""


class Ground(NamedTuple):
    """All that a line's look depends on besides the line."""

    style: Style
    theme: str
    width: int
    padding: int
    filters: Sequence[LineFilter]


class Lined(Touchable):
    """Lines of text, which a subclass returns in ``line_at``; nothing but padding is around them."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own
        super().__init__(id=id, classes=classes)
        self._ground: Ground | None = None
        self._kept: dict[tuple[str, tuple[Span, ...]], Strip] = {}

    def line_at(self, y: int) -> Content:
        """Return the line at ``y``, from the first one in sight; beyond the last one an empty one."""
        raise NotImplementedError

    def row_at(self, y: int) -> int:
        """Return which line of the whole text stands at ``y``."""
        return y

    def render_line(self, y: int) -> Strip:
        """Return a line in which the mouse can select."""
        line = self.line_at(y)
        row = self.row_at(y)
        if (selection := self.text_selection) and (span := selection.get_span(row)):
            chosen = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            line = line.stylize(chosen, span[0], None if span[1] == -1 else span[1])
        column = 0
        segments = []
        for text, style in line.render(self.visual_style, end=""):
            segments.append(Segment(text, style.rich_style_with_offset(column, row)))
            column += len(text)
        return Strip(segments, line.cell_length)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of ``crop``; as Textual does where something is selected in them."""
        if self.text_selection or crop.column_span != (0, self.outer_size.width):
            return super().render_lines(crop)
        padding = self.styles.padding
        ground = Ground(
            *(self.visual_style, self.app.theme, self.outer_size.width, padding.left), self.get_line_filters()
        )
        if ground != self._ground or len(self._kept) > MOST_KEPT:
            self._ground = ground
            self._kept.clear()
        ys = (y - padding.top for y in crop.line_range)
        strips = [self._strip(self.line_at(y) if y >= 0 else Content(""), ground) for y in ys]
        if link := self.hover_style.link_id:
            return [strip.style_links(link, self.link_style_hover) for strip in strips]
        return strips

    def _strip(self, line: Content, ground: Ground) -> Strip:
        known = line.plain, tuple(line.spans)
        if known not in self._kept:
            segments = [Segment(text, found.rich_style) for text, found in line.render(ground.style, end="")]
            strip = Strip([Segment(" " * ground.padding, ground.style.rich_style), *segments])
            strip = strip.adjust_cell_length(ground.width, ground.style.rich_style)
            for each in ground.filters:
                strip = strip.apply_filter(each, ground.style.background or NOTHING)
            self._kept[known] = strip
        return self._kept[known]


class Line(Lined):
    """One line of text."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; padding: 0 1; }"

    def render(self) -> Content:
        """Return the line."""
        raise NotImplementedError

    def line_at(self, y: int) -> Content:  # noqa: ARG002 - there is one
        """Return the line."""
        return self.render()
