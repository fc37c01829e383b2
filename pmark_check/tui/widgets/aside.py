"""At the right, where there is room: why this is asked, which failure of an accident it answers, what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import Prose
from pmark_check.view.controls import Card, LessonLine, ReferenceLine


class Aside(VerticalScroll, can_focus=False):
    """Headed paragraphs; those without text take no room."""

    PARTS = ("why", "lessons", "references")

    def compose(self) -> ComposeResult:
        """A heading and a text for each part."""
        for part in self.PARTS:
            yield Prose(id=f"{part}-head", classes="head")
            yield Prose(id=f"{part}-text", classes="text")

    def show(self, card: Card, translate: Translator) -> None:
        """Say why the question is asked; accident and references follow with ``cite``."""
        self._say("why", translate("tui.card.why"), card.why)
        self.scroll_home(animate=False)

    def cite(self, lessons: tuple[LessonLine, ...], refs: tuple[ReferenceLine, ...], translate: Translator) -> None:
        """Name the failures that the question answers, and the numbers it cites."""
        failures = (translate("tui.aside.lesson", title=line.title, incident=line.incident) for line in lessons)
        cited = "\n".join(_references(refs, translate))
        self._say("lessons", translate("tui.aside.lessons"), "\n".join(failures))
        self._say("references", translate("tui.aside.references"), cited)

    def _say(self, part: str, head: str, text: str) -> None:
        self.query_one(f"#{part}-head", Prose).say(head if text else "")
        self.query_one(f"#{part}-text", Prose).say(text)


def _references(lines: Iterable[ReferenceLine], translate: Translator) -> Iterator[str]:
    """Yield one line per scheme: its title, then its numbers, those that are less sure with the word for it."""
    schemes: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        schemes.setdefault(line.scheme, {}).setdefault(line.mark, []).append(line.number)
    for scheme, marks in schemes.items():
        numbers = [_numbers(found, mark, translate) for mark, found in marks.items()]
        yield " ".join([scheme, *numbers])


def _numbers(numbers: list[str], mark: str, translate: Translator) -> str:
    listed = ", ".join(numbers)
    return translate("tui.aside.numbers", numbers=listed, mark=mark) if mark else listed
