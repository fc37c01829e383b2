"""What an eye would meet on a screen: whether anything is cut, drawn outside, broken against the rules of kinsoku,
or too faint to be read.

``faults`` holds what each widget wants to show against what the compositor has drawn. A line that is wider than its
widget would be broken or cut by Textual, which knows neither rule; so no widget may ask for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import App
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarCorner
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea

from pmark_check.view.colours import contrast
from tests.tui.conftest import screen_text

CLOSING, OPENING = "、。」）", "「（"
COLUMNS = re.compile(r" {2,}")
NO_TEXT = " #▁▂▃▄▅▆▇█▊▌▐▔▕▏"
"""What bars and frames are drawn with; the characters under the solid part of a bar are hidden."""
LEAST_CONTRAST = 4.5
OWN_TEXT = (Input, TextArea, ScrollBar, ScrollBarCorner)
"""What shows what somebody types, or no text at all."""


def faults(app: App[int]) -> list[str]:
    """Return everything that is wrong with the screen on top, in words."""
    drawn = screen_text(app).split("\n")
    widgets = [widget for widget in app.screen.walk_children(Widget) if widget.display and widget.visible]
    found = [f"{_name(widget)}: {fault}" for widget in widgets for fault in _faults_of(widget, drawn)]
    return list(dict.fromkeys([*found, *_faint(app.screen)]))


def _faint(screen: Screen[object]) -> Iterator[str]:
    """Tell which text is hard to tell from its ground; what is dimmed behind a dialog is not meant to be read."""
    looked_at = [widget.region for widget in screen.query(".dialog, KeyFooter")] if screen.is_modal else [screen.region]
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            is_text = text.strip(NO_TEXT) and any(region.contains(x, y) for region in looked_at)
            if is_text and style and style.color and style.bgcolor:
                ratio = contrast(*(Color.from_rich_color(colour).hex for colour in (style.color, style.bgcolor)))
                if ratio < LEAST_CONTRAST:
                    yield f"{ratio:.1f}:1: {text.strip()}"
            x += cell_len(text)


def _sunk(field: Widget) -> Iterator[str]:
    """Tell that a field to type in cannot be told from what is around it."""
    around, own = field.background_colors
    if own == around and not field.styles.border.top[0]:
        yield "no edge and no ground of its own"


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}#{widget.id}" if widget.id else type(widget).__name__


def _faults_of(widget: Widget, drawn: list[str]) -> Iterator[str]:
    if not widget.size.area:
        return
    yield from _outside(widget)
    if isinstance(widget, Input | TextArea):
        yield from _sunk(widget)
    if isinstance(widget, OptionList):
        yield from _faults_of_options(widget)
    elif isinstance(widget, Input):
        if cell_len(widget.placeholder) > widget.content_size.width:
            yield f"hint does not fit: {widget.placeholder}"
    elif not isinstance(widget, OWN_TEXT) and isinstance(content := widget.render(), Content):
        lines = content.plain.split("\n") if content.plain else []
        yield from _faults_of_lines(lines, widget.content_size.width)
        yield from _unseen(widget, lines, drawn)


def _faults_of_options(widget: OptionList) -> Iterator[str]:
    width = widget.scrollable_content_region.width - 2  # a blank at each side
    is_shortened = widget.styles.text_wrap == "nowrap" and widget.styles.text_overflow == "ellipsis"
    for option in widget.options:
        prompt = option.prompt
        assert isinstance(prompt, str | Content)
        lines = str(prompt).split("\n")
        yield from _faults_of_lines([] if is_shortened else lines, width)


def _faults_of_lines(lines: list[str], width: int) -> Iterator[str]:
    for line in lines:
        if cell_len(line.rstrip()) > width:
            yield f"wider than {width}: {line}"
        for cell in filter(None, COLUMNS.split(line)):
            if cell[0] in CLOSING:
                yield f"begins with a closing mark: {line}"
            if cell.rstrip()[-1:] in OPENING and cell.strip():
                yield f"ends with an opening mark: {line}"


def _outside(widget: Widget) -> Iterator[str]:
    """Tell where a widget stands outside of what holds it, and no scrolling brings it into sight."""
    parent = widget.parent
    while isinstance(parent, Widget):
        can_scroll = parent.allow_vertical_scroll or (parent.is_scrollable and parent.max_scroll_y > 0)
        if can_scroll:
            return
        if parent.region.area and not parent.region.contains_region(widget.region):
            yield f"{widget.region} outside {_name(parent)} {parent.region}"
            return
        parent = parent.parent


def _unseen(widget: Widget, lines: list[str], drawn: list[str]) -> Iterator[str]:
    """Tell which lines are neither drawn nor reached by scrolling."""
    room = widget.content_region
    if len(lines) > room.height:
        yield f"{len(lines)} lines in {room.height}: {lines[-1]}"
    if widget.screen.find_widget(widget).clip.contains_region(widget.region):
        is_middle = widget.styles.content_align_vertical == "middle"
        first = max(0, room.height - len(lines)) // 2 if is_middle else 0
        for place, line in enumerate(lines[: room.height], first):
            shown = _crop(drawn, room, place)
            if shown.strip() != line.strip():
                yield f"drawn otherwise: {line!r} as {shown!r}"


def _crop(drawn: list[str], room: Region, place: int) -> str:
    """Return what is drawn in one line of ``room``."""
    cells = "".join(c + "\0" * (cell_len(c) - 1) for c in drawn[room.y + place])
    return cells[room.x : room.right].replace("\0", "")
