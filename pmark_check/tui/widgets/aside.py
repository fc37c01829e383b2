"""At the right, where there is room: why this is asked, which failure of an accident it answers, what it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from pmark_check.domain.library import HEADLINE
from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import Prose
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


class Aside(VerticalScroll, can_focus=False):
    """Headed paragraphs; those without text take no room."""

    PARTS = ("why", "lessons", "documents", "references", "footnote")

    def compose(self) -> ComposeResult:
        """A heading and a text for each part."""
        for part in self.PARTS:
            yield Prose(id=f"{part}-head", classes="head")
            yield Prose(id=f"{part}-text", classes="text")

    def show(self, why: str, cited: Citations, translate: Translator) -> None:
        """Say why the question is asked, which failures it answers, and what it cites, as far as that was read."""
        self._say("why", translate("tui.card.why"), why)
        self._say("lessons", translate("tui.aside.lessons"), cited.lessons)
        self._say("documents", translate("tui.card.documents"), cited.documents)
        self._say("references", translate("tui.aside.references"), cited.references)
        self._say("footnote", "", cited.footnote)

    def text(self, part: str) -> str:
        """Return what stands in a part."""
        return self.query_one(f"#{part}-text", Prose).text

    def _say(self, part: str, head: str, text: str) -> None:
        self.query_one(f"#{part}-head", Prose).say(head if text else "")
        self.query_one(f"#{part}-text", Prose).say(text)


def _references(lines: Iterable[ReferenceLine]) -> Iterator[str]:
    """Yield one line per standard: its title, then its numbers, or the titles of what has none, with their signs."""
    schemes: dict[str, list[str]] = {}
    for line in lines:
        is_number = any(character.isdecimal() for character in line.number)
        schemes.setdefault(line.scheme, []).append(f"{line.number if is_number else line.title}{line.sign}")
    yield from (f"{scheme} {', '.join(numbers)}" for scheme, numbers in schemes.items())
