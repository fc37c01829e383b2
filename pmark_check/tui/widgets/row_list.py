"""A list of rows that folds itself to its own width. Keys are described by catalogue keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Rows = Callable[[int], Iterable[Option]]
"""Makes the rows for a width in cells."""


class RowList(OptionList, inherit_bindings=False):
    """Rows that can be walked with the arrows and opened with Enter or a click.

    The highlight is a quiet ground: verdicts and bars keep their colours, and a contrast of 4.5:1, on it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "tui.list.up", show=False, id="list.up"),
        Binding("down", "cursor_down", "tui.list.down", show=False, id="list.down"),
        Binding("pageup", "page_up", "tui.list.page-up", show=False, id="list.page-up"),
        Binding("pagedown", "page_down", "tui.list.page-down", show=False, id="list.page-down"),
        Binding("home", "first", "tui.list.first", show=False, id="list.first"),
        Binding("end", "last", "tui.list.last", show=False, id="list.last"),
        Binding("enter", "select", "tui.list.open", id="list.open"),
    ]
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        max-height: 100%;
        border: none;
        padding: 0;
        background: $background;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-disabled { color: $foreground; text-style: none; }
        &:focus { border: none; background-tint: $foreground 0%; }
        & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: bold;
        }
    }
    """

    def __init__(self, rows: Rows, *, id: str | None = None, keep: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._rows = rows
        self._folded_to = 0
        self._keep = keep

    @property
    def row_width(self) -> int:
        """The cells a row may use."""
        return max(20, self.scrollable_content_region.width - 2)

    @property
    def current(self) -> str | None:
        """The id of the highlighted row."""
        option = self.highlighted_option
        return option.id if option else None

    def on_resize(self) -> None:
        """Fold anew when the width has changed."""
        if self.row_width != self._folded_to:
            self.refill()

    def refill(self, rows: Rows | None = None, *, top: bool = False) -> None:
        """Make the rows anew; the highlight stays on its row, or near its place where that row is gone.

        Before there is a width, none are made.

        Args:
            rows: what makes them from now on.
            top: begin with the first row instead.
        """
        self._rows = rows or self._rows
        if not self.size.width:
            return
        keep = None if top else self.current or self._keep
        place, shown = (0, 0) if top else (self.highlighted or 0, self.scroll_offset.y)
        self._keep = None
        self._folded_to = self.row_width
        self.set_options(self._rows(self.row_width))
        self._highlight_again(keep, place)
        self.scroll_to(y=shown, animate=False, immediate=True)
        self.call_after_refresh(self.scroll_to_highlight)

    def go_to(self, option_id: str) -> None:
        """Highlight the row of that id if it is there."""
        for place, option in enumerate(self.options):
            if option.id == option_id and not option.disabled:
                self.highlighted = place

    def _highlight_again(self, keep: str | None, place: int) -> None:
        enabled = [n for n, option in enumerate(self.options) if not option.disabled]
        if not enabled:
            return
        same = [n for n in enabled if keep is not None and self.options[n].id == keep]
        self.highlighted = same[0] if same else min(enabled, key=lambda n: (abs(n - place), n))


def heading(text: str | Content) -> Option:
    """Return a row that titles those after it and cannot be opened."""
    return Option(text if isinstance(text, Content) else Content.styled(text, "bold $primary"), disabled=True)


def blank() -> Option:
    """Return an empty row."""
    return Option(Content(" "), disabled=True)
