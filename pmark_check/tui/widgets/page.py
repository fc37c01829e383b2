"""A column of text that scrolls, painted line by line, as a list is.

Textual folds, lays out and paints a ``Static`` whole whenever its text changes, and the whole screen with it; a scroll
bar is a widget more, of which each line costs as much as one of the text. Here a line that stays the same costs
nothing, and nothing else moves: that is half the time from a key to the next question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from textual import events, on
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection

from pmark_check.tui.widgets.lined import Lined

BAR = " "
"""The scroll bar at one line: a cell with a ground of its own."""


class Sighted(NamedTuple):
    """A line in sight: its text, which of all lines it is, and whether the scroll bar stands beside it."""

    text: Content
    row: int
    has_bar: bool

    def is_same(self, other: Sighted) -> bool:
        """Return whether both look the same."""
        is_text = self.text is other.text or self.text.is_same(other.text)
        return is_text and (self.row, self.has_bar) == (other.row, other.has_bar)


class Page(Lined, ScrollView, can_focus=False):
    """Lines of text, the first of which may stay where they are while the others scroll.

    A subclass says in ``folded`` which lines there are; ``renew`` shows them once something changed.
    """

    DEFAULT_CSS = """
    Page { overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; padding: 1 0 0 1; }
    """

    class Fitted(Message):
        """It has another size, or one at last."""

    def __init__(self) -> None:
        super().__init__()
        self._head: tuple[Content, ...] = ()
        self._body: tuple[Content, ...] = ()
        self._sighted: tuple[Sighted, ...] = ()

    def folded(self, width: int) -> tuple[Sequence[Content], Sequence[Content]]:
        """Return the lines that stay and those that scroll, each at most ``width`` cells."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show what ``folded`` says now."""
        width = self.content_size.width - 2
        if width > 0:
            head, body = self.folded(width)
            self._head, self._body = tuple(head), tuple(body)
            # Set as usual, it would lay out the whole screen.
            self.set_reactive(Page.virtual_size, Size(width, len(head) + len(body)))
            self.scroll_y = self.validate_scroll_y(self.scroll_y)
            self._look()

    def _look(self) -> None:
        """Paint the lines in sight from the first to the last that is another one than before."""
        before, self._sighted = self._sighted, tuple(self._sight())
        pairs = enumerate(zip_longest(before, self._sighted))
        changed = [y for y, (old, new) in pairs if old is None or new is None or not new.is_same(old)]
        if changed:
            self.refresh(Region(0, changed[0], self.content_size.width, changed[-1] - changed[0] + 1))

    def _sight(self) -> list[Sighted]:
        top, fixed = self.scroll_offset.y, len(self._head)
        room = max(0, self.content_size.height - fixed)
        thumb = range(0)
        if room < len(self._body):
            length = max(1, room * room // len(self._body))
            start = round(top * (room - length) / (len(self._body) - room))
            thumb = range(start, start + length)
        head = [Sighted(text, row, has_bar=False) for row, text in enumerate(self._head)]
        body = self._body[top : top + room]
        return head + [Sighted(text, fixed + top + y, y in thumb) for y, text in enumerate(body)]

    def line_at(self, y: int) -> Content:
        """Return a line in sight, with its scroll bar."""
        if y >= len(self._sighted):
            return Content("")
        text, _, has_bar = self._sighted[y]
        if not has_bar:
            return text
        return Content.assemble(text, " " * (self.content_size.width - text.cell_length - 1), (BAR, "on $scrollbar"))

    def row_at(self, y: int) -> int:
        """Return which of all lines is at ``y``."""
        return self._sighted[y].row if y < len(self._sighted) else y

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Show other lines."""
        if round(old_value) != round(new_value):
            self._look()

    @on(events.Resize)
    def _fit(self) -> None:
        """Fold to the new width, or to the first one: what is hidden has none."""
        self.renew()
        self.post_message(self.Fitted())

    def scroll_page(self, pages: int) -> None:
        """Scroll what does not stay, all but one line of what is in sight."""
        height = max(1, self.content_size.height - len(self._head) - 1)
        self.scroll_relative(y=pages * height, animate=False)

    def on_click(self, event: events.Click) -> None:
        """Scroll a page where the bar, or above or below it, is clicked."""
        at = event.get_content_offset(self)
        if at and at.x == self.content_size.width - 1:
            event.prevent_default()
            bar = [y for y, line in enumerate(self._sighted) if line.has_bar]
            self.scroll_page(-1 if bar and at.y < bar[0] else 1)

    @property
    def has_more(self) -> bool:
        """Whether something stands below what is in sight."""
        return self.max_scroll_y > self.scroll_offset.y

    # --- what is selected with the mouse ---------------------------------------------------------------------------

    @property
    def plain(self) -> str:
        """The text, line by line."""
        return "\n".join(line.plain for line in (*self._head, *self._body))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected."""
        return selection.extract(self.plain), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's own
        """Show what is selected."""
        self.refresh()
