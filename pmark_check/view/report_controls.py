"""The controls of a report by chapter and section: what falls short, what is in place, and what they cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Provenance
from pmark_check.view.controls import Card, ControlLine, clause
from pmark_check.view.lines import GapLine, SectionLine
from pmark_check.view.report_lines import ChapterPart, Meaning, SectionPart
from pmark_check.view.report_rows import Rows
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, word


class ReportControls:
    """The controls of one report. Everything is derived when first asked for."""

    def __init__(self, view: ScorecardView, background: Background, rows: Rows) -> None:
        self._view = view
        self._background = background
        self._rows = rows
        self._translate = view.translate

    @cached_property
    def gaps(self) -> tuple[ChapterPart, ...]:
        """What falls short or is open, by chapter and section."""
        return self._chapters([(gap.card, gap) for gap in self._view.gaps])

    @cached_property
    def gap_sections(self) -> frozenset[str]:
        """The ids of the sections that have a gap."""
        return frozenset(section.id for chapter in self.gaps for section in chapter.sections)

    @cached_property
    def in_place(self) -> tuple[ChapterPart, ...]:
        """What is answered はい on every layer, by chapter."""
        short = {gap.card.line.id for gap in self._view.gaps}
        controls = (item.control for item in self._view.situation.items if item.control.id not in short)
        return self._chapters([(self._view.cards.card(control), None) for control in controls], touched=True)

    @property
    def in_place_count(self) -> int:
        """How many controls are answered はい on every layer."""
        return sum(len(chapter.rows) for chapter in self.in_place)

    @property
    def lines(self) -> Iterator[ControlLine]:
        """Every control that stands among the gaps or what is in place."""
        for chapter in (*self.gaps, *self.in_place):
            for section in chapter.sections:
                yield from (row.card.line for row in section.rows)
                yield from section.untouched

    @property
    def texts(self) -> Iterator[str]:
        """What the report says about them in sentences."""
        for chapter in (*self.gaps, *self.in_place):
            for row in chapter.rows:
                yield from (row.card.question, row.card.finding, row.card.first_step)
            yield from (line.question for section in chapter.sections for line in section.untouched)

    # --- what is cited beside the gaps -------------------------------------------------------------------------------

    @cached_property
    def schemes(self) -> tuple[Meaning, ...]:
        """The schemes cited, with their edition."""
        named = {clauses.scheme for chapter in self.gaps for row in chapter.rows for clauses in row.clauses}
        return tuple(
            Meaning(literal(scheme.title.to(self._translate.language)), literal(scheme.edition))
            for scheme in self._background.references.scheme
            if scheme.id in named
        )

    @cached_property
    def standing_of_numbers(self) -> tuple[tuple[str, int], ...]:
        """How well the numbers cited are known, in words, each with how many of them there are."""
        clauses = (clauses for chapter in self.gaps for row in chapter.rows for clauses in row.clauses)
        known = {(found.scheme, clause) for found in clauses for clause in found.numbers}
        counted = Counter(clause.provenance for _, clause in known)
        return tuple((word("provenance", p, self._translate), counted[p]) for p in Provenance if counted[p])

    # --- making ------------------------------------------------------------------------------------------------------

    def _chapters(
        self, cards: Iterable[tuple[Card, GapLine | None]], *, touched: bool = False
    ) -> tuple[ChapterPart, ...]:
        """Return ``cards`` by chapter and section; ``touched`` says that something was said about each of them."""
        library = self._view.session.library
        found: dict[str, list[tuple[Card, GapLine | None]]] = {}
        for card, gap in cards:
            found.setdefault(library.section(card.line.id).id, []).append((card, gap))
        chapters: dict[str, list[SectionPart]] = {}
        for section in library.sections.values():
            if section.id in found:
                part = self._section(section.id, found[section.id], touched=touched)
                chapters.setdefault(library.chapter(section).id, []).append(part)
        return tuple(ChapterPart(*self._heading(chapter), tuple(parts)) for chapter, parts in chapters.items())

    def _section(self, section: str, cards: list[tuple[Card, GapLine | None]], *, touched: bool) -> SectionPart:
        told = [touched or self._rows.is_touched(card) for card, _ in cards]
        return SectionPart(
            *self._heading(section),
            rows=tuple(self._rows.row(*pair) for pair, is_told in zip(cards, told, strict=True) if is_told),
            untouched=tuple(card.line for (card, _), is_told in zip(cards, told, strict=True) if not is_told),
        )

    def _heading(self, section: str) -> tuple[str, str, str, str]:
        """Return the id, number, title and score of a section or chapter."""
        written = self._view.session.library.sections[section]
        known = self._bands.get(section)
        score = known.band.label if known and not known.band.is_empty else ""
        return section, clause(written), literal(written.title.to(self._translate.language)), score

    @cached_property
    def _bands(self) -> dict[str, SectionLine]:
        return {line.id: line for line in (*self._view.sections, *self._view.chapters)}
