"""What one sees of a vote while it is taken: the answers with their hands and names, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from textual.content import Content

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.events import Mark
from pmark_check.tui.text import Touchable, clickable, fold, padded
from pmark_check.view.words import literal

CHOSEN = "bold $block-cursor-foreground on $block-cursor-background"


class Hands(Touchable):
    """One answer a line, with its digit, how many gave it and who of them is known."""

    DEFAULT_CSS = "Hands { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._ballot = Ballot()
        self._names: tuple[str, ...] = ()
        self._total = ""

    def show(self, ballot: Ballot, names: Iterable[str], total: str) -> None:
        """Show ``ballot`` from now on; ``names`` are those of its marks."""
        self._ballot, self._names, self._total = ballot, tuple(names), total
        self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that the answers take at ``width``."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        wide = max(map(cell_len, self._names), default=0)
        for number, (mark, name) in enumerate(zip(Mark, self._names, strict=False), 1):
            style = CHOSEN if mark is self._ballot.agreed else ""
            label = clickable(f" {number} {padded(name, wide)} ", f"screen.digit({number})", style)
            count = f" {self._ballot.counts[mark]:>3}  "
            room = width - label.cell_length - len(count)
            first, *more = fold("  ".join(map(literal, self._ballot.names(mark))), room)
            yield Content.assemble(label, (count, "bold"), first)
            yield from (Content(" " * (width - room) + line) for line in more)
        yield Content(self._total)


class Names(Touchable):
    """Whose answer the next digit is: nobody's in particular, or that of a person in the room."""

    DEFAULT_CSS = "Names { height: auto; width: 1fr; margin-top: 1; }"

    def __init__(self, unnamed: str, names: Iterable[str]) -> None:
        super().__init__()
        self._names = (unnamed, *names)
        self._turn = 0

    def show(self, turn: int) -> None:
        """Show that it is the turn of that name, from 1; 0 for nobody in particular."""
        self._turn = turn
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        """Return the rows that the names take at ``width``."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        """Return the names, as many on a line as there is room for."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        line = Content("")
        for number, name in enumerate(self._names):
            shown = self._shown(number, name)
            if line and line.cell_length + shown.cell_length > width:
                yield line
                line = Content("")
            line = line + shown
        yield line

    def _shown(self, number: int, name: str) -> Content:
        is_chosen = number == self._turn
        text = f"[ {literal(name)} ]" if is_chosen else f"  {literal(name)}  "
        return clickable(text, f"screen.turn_to({number})", CHOSEN if is_chosen else "$quiet")
