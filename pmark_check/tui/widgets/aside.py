"""At the right, where there is room: why this is asked, which failure of an accident it answers, what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.content import Content

from pmark_check.domain.library import HEADLINE
from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import fold
from pmark_check.tui.widgets.page import Page
from pmark_check.view.controls import DocumentLine, LessonLine, ReferenceLine, footnote


class Citations(NamedTuple):
    """What stands behind a question, as text; empty while that was not read.

    Attributes:
        lessons: the failures of accidents that it answers.
        documents: the firm's documents that it names.
        clauses: the numbers of the Privacy Mark guideline alone.
        references: everything it cites, by standard.
        footnote: what the signs beside the numbers mean.
    """

    lessons: str = ""
    documents: str = ""
    clauses: str = ""
    references: str = ""
    footnote: str = ""


def citations(
    lessons: Iterable[LessonLine],
    documents: Iterable[DocumentLine],
    refs: Iterable[ReferenceLine],
    translate: Translator,
) -> Citations:
    """Return what a question cites as it is shown."""
    named, cited = tuple(documents), tuple(refs)
    clauses = (f"{line.number}{line.sign}" for line in cited if line.id.startswith(f"{HEADLINE}:"))
    return Citations(
        "\n".join(translate("tui.aside.lesson", title=line.title, incident=line.incident) for line in lessons),
        "\n".join(f"{line.id}{line.sign} {line.title}" for line in named),
        ", ".join(clauses),
        "\n".join(_references(cited)),
        footnote([*(line.provenance for line in named), *(line.provenance for line in cited)], translate),
    )


class Part(NamedTuple):
    """A headed paragraph."""

    head: str
    text: str


class Aside(Page):
    """Headed paragraphs; those without text take no room."""

    PARTS = ("why", "lessons", "documents", "references", "footnote")

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, Part] = {}

    def show(self, why: str, cited: Citations, translate: Translator) -> None:
        """Say why the question is asked, which failures it answers, and what it cites, as far as that was read."""
        parts = {
            "why": Part(translate("tui.card.why"), why),
            "lessons": Part(translate("tui.aside.lessons"), cited.lessons),
            "documents": Part(translate("tui.card.documents"), cited.documents),
            "references": Part(translate("tui.aside.references"), cited.references),
            "footnote": Part("", cited.footnote),
        }
        if parts != self._parts:
            self._parts = parts
            self.renew()

    def text(self, part: str) -> str:
        """Return what stands in a part."""
        return self._parts[part].text if part in self._parts else ""

    def folded(self, width: int) -> tuple[Sequence[Content], Sequence[Content]]:
        """Return the paragraphs, a blank line after each."""
        lines = []
        for head, text in self._parts.values():
            if text:
                lines += [Content.styled(line, "bold $quiet") for line in fold(head, width) if head]
                lines += [*map(Content, fold(text, width)), Content("")]
        return (), lines


def _references(lines: Iterable[ReferenceLine]) -> Iterator[str]:
    """Yield one line per standard: its title, then its numbers, or the titles of what has none, with their signs."""
    schemes: dict[str, list[str]] = {}
    for line in lines:
        is_number = any(character.isdecimal() for character in line.number)
        schemes.setdefault(line.scheme, []).append(f"{line.number if is_number else line.title}{line.sign}")
    yield from (f"{scheme} {', '.join(numbers)}" for scheme, numbers in schemes.items())
