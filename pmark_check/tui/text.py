"""Text on a terminal: folded as Japanese is set, typed as Japanese is typed, shown literally.

``fold`` breaks lines by the rules Textual does not know (kinsoku): no line begins with a closing mark or ends with an
opening one, and no Latin word is cut unless it is longer than a line. Widths are cells, never characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

FULL_WIDTH_SPACE = "\u3000"

NEVER_FIRST = frozenset(
    "、。，．・：；？！…‥ー～〜゛゜ヽヾゝゞ々〻）」』】〕〉》］｝〙〗’”％℃"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
    "｡､･ﾞﾟ｣ｰ),.:;!?]}%"
)
NEVER_LAST = frozenset("（「『【〔〈《［｛〘〖‘“｢([{￥＄№")
FOOTNOTE_SIGNS = frozenset("*※†‡")
"""They stay with the word before them; after a blank they begin the note itself."""

_LATIN = re.compile("[!-~\u00a1-\u024f\u2013\u2019]")
"""What words are written with that are not broken."""
_BLANKS = " \t\u3000"


def fold(text: str, cells: int) -> list[str]:
    """Return ``text`` as lines of at most ``cells`` cells; nothing but blanks at a break is lost.

    A line end in the text stays one. A single character wider than ``cells`` still gets its line.
    """
    return list(_folded(text, max(cells, 2)))


@lru_cache(maxsize=512)
def _folded(text: str, cells: int) -> tuple[str, ...]:
    return tuple(line for paragraph in text.split("\n") for line in _fold_paragraph(paragraph, cells))


def _fold_paragraph(text: str, cells: int) -> Iterator[str]:
    if cell_len(text) <= cells:
        yield text
        return
    start = 0
    while (end := _fitting(text, cells, start)) < len(text):
        while end < len(text) and text[end] in _BLANKS:
            end += 1
        end = next((at for at in range(end, start, -1) if _may_break(text, start, at)), 0) or _cut(text, cells, start)
        yield text[start:end].rstrip(_BLANKS)
        start = end
    if start < len(text):
        yield text[start:].rstrip(_BLANKS)


def _may_break(text: str, start: int, at: int) -> bool:
    """Return whether a line of ``text`` that begins at ``start`` may end before the character ``at``.

    Blanks stay with what precedes them; marks that combine, select a variant or join with what they belong to.
    """
    if at == len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in _BLANKS or after in NEVER_FIRST or before == "\u200d" or _joins(after):
        return False
    if _LATIN.match(before) and _LATIN.match(after):
        return False
    if after in FOOTNOTE_SIGNS and before not in _BLANKS:
        return False
    return text[start:at].rstrip(_BLANKS)[-1:] not in NEVER_LAST


def _joins(character: str) -> bool:
    code = ord(character)
    return (
        code == 0x200D
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or 0x1F3FB <= code <= 0x1F3FF
        or unicodedata.combining(character) != 0
    )


def _cut(text: str, cells: int, start: int) -> int:
    """Return where an unbreakable line ends that begins at ``start``: rather too early than against the rules."""
    end = _fitting(text, cells, start)
    fitting = (at for at in range(end, max(end - 8, start + 1), -1) if _may_stand(text[at - 1], text[at]))
    return next(fitting, end)


def _may_stand(last: str, first: str) -> bool:
    return first not in NEVER_FIRST and last not in NEVER_LAST


def _fitting(text: str, cells: int, start: int = 0) -> int:
    """Return where a line of ``text`` ends that begins at ``start`` and is as long as fits, one character at least."""
    width = 0
    for at in range(start, len(text)):
        width += cell_len(text[at])
        if width > cells:
            return max(at, start + 1)
    return len(text)


def shortened(text: str, cells: int) -> str:
    """Return ``text`` on one line, cut with … where it is longer than ``cells``."""
    line = " ".join(text.split("\n"))
    if cell_len(line) <= cells:
        return line
    return line[: _fitting(line, cells - 1)] + "…"


def padded(text: str, cells: int) -> str:
    """Return ``text`` filled with blanks to ``cells`` cells."""
    return text + " " * max(0, cells - cell_len(text))


def clickable(text: str, action: str, style: str = "") -> Content:
    """Return ``text``, literally, as something that runs ``action`` when it is clicked."""
    return Content.styled(text, style).stylize(Style.from_meta({"@click": action}))


class Touchable(Widget):
    """A widget with clickable text that keeps its own colours; Textual would paint all of it like a link."""

    @property
    def link_style(self) -> RichStyle:
        """Nothing to add; what is under the mouse is still shown as such."""
        return RichStyle.null()


class Prose(Widget):
    """Literal text, folded to the width there is.

    ``say`` replaces the text; an empty one takes no room.
    """

    DEFAULT_CSS = "Prose { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._text = text

    @property
    def text(self) -> str:
        """The text as it was given."""
        return self._text

    def say(self, text: str) -> None:
        """Show ``text`` from now on."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that the text takes at ``width``."""
        return len(fold(self._text, width)) if self._text else 0

    def render(self) -> Content:
        """Return the folded text."""
        return Content("\n".join(fold(self._text, self.content_size.width)))


class WideInput(Input):
    """An ``Input`` in which the full-width space can be typed.

    Textual drops U+3000, which Python does not count as printable (tried through a pty). A binding would run after
    later keys of the same burst (tried), so the key is taken here.
    """

    def on_key(self, event: events.Key) -> None:
        """Insert the full-width space where it was typed."""
        if event.character == FULL_WIDTH_SPACE or event.key == "ideographic_space":
            event.stop()
            event.prevent_default()
            self.replace(FULL_WIDTH_SPACE, *sorted(self.selection))
