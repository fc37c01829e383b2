"""The accidents behind the questions: could each of them happen here too, link by link of its causal chain?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control
from pmark_check.domain.events import Mark
from pmark_check.domain.incidents import Failure, Incident
from pmark_check.domain.scoring import BELOW, Item
from pmark_check.domain.text import Bilingual
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ControlLine
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal


class Link(NamedTuple):
    """One failure in the causal chain of an accident.

    Attributes:
        status: ``failed`` where a control against it is no or partial on a layer that decides, ``held`` where all are
            answered はい, ``open`` where nothing is known, ``weak`` for anything between, ``not-asked`` where none
            applies.
        basis: ``stated`` by the source article, or ``implied``.
        controls: those that make it what it is; () where it holds.
    """

    title: str
    note: str
    basis: str
    sources: tuple[str, ...]
    status: str
    controls: tuple[ControlLine, ...]


class Statement(NamedTuple):
    """One thing known, or disputed, about an accident."""

    text: str
    sources: tuple[str, ...]


class Cited(NamedTuple):
    """A source by its label."""

    label: str
    title: str


class Accident(NamedTuple):
    """An accident as a reader meets it.

    Attributes:
        facts: what is known about it beyond the summary, by how well.
        disagreements: where the sources differ.
        sources: those named in any of this.
    """

    id: str
    title: str
    organisation: str
    period: str
    summary: str
    chain: tuple[Link, ...]
    facts: tuple[tuple[str, tuple[Statement, ...]], ...]
    disagreements: tuple[Statement, ...]
    sources: tuple[Cited, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many links of its chain have each status, those that none has left out."""
        found = Counter(link.status for link in self.chain)
        return tuple((status, found[status]) for status in STATUSES if found[status])

    @property
    def status(self) -> str:
        """The worst status of its links: could it happen here?"""
        return self.counts[0][0]


STATUSES = ("failed", "weak", "open", "held", "not-asked")
"""Worst first."""


def accidents(view: ScorecardView, background: Background) -> tuple[Accident, ...]:
    """Return the accidents of which at least one failure is asked about here."""
    teller = _Teller(view, background)
    told = (teller.accident(incident) for incident in background.incidents.incident)
    return tuple(accident for accident in told if accident.chain and accident.status != "not-asked")


def status_of(item: Item) -> str:
    """Return how a control stands against the failure it answers."""
    marks = item.marks
    decisive = [marks[layer] for layer in item.control.decisive_layers if layer in marks] or list(marks.values())
    if any(mark in BELOW for mark in decisive):
        return "failed"
    return _between(
        ["held" if m is Mark.YES else "open" if m in (None, Mark.UNKNOWN) else "weak" for m in marks.values()]
    )


def _between(statuses: Iterable[str]) -> str:
    """Return the one status that all have, else ``weak``."""
    found = set(statuses)
    return found.pop() if len(found) == 1 else "weak"


class _Teller:
    def __init__(self, view: ScorecardView, background: Background) -> None:
        self._view = view
        self._background = background
        self._translate: Translator = view.translate
        self._language = view.translate.language
        self._by_failure: dict[str, list[Item]] = {}
        for item in view.situation.items:
            for lesson in item.control.lessons:
                self._by_failure.setdefault(lesson, []).append(item)

    def accident(self, incident: Incident) -> Accident:
        failures = (self._background.failure_by_id.get(failure) for failure in incident.failures)
        chain = tuple(self._link(failure) for failure in failures if failure)
        facts = [(fact.mark.value, self._statement(fact.text, fact.sources)) for fact in incident.fact]
        by_mark = {mark: tuple(told for known, told in facts if known == mark) for mark, _ in facts}
        disagreements = tuple(self._statement(found.text, found.sources) for found in incident.disagreement)
        told: tuple[Link | Statement, ...] = (*chain, *(fact for _, fact in facts), *disagreements)
        return Accident(
            id=incident.id,
            title=literal(incident.title.to(self._language)),
            organisation=literal(incident.organisation.to(self._language)),
            period=literal(incident.period.to(self._language)),
            summary=literal(incident.summary.to(self._language)),
            chain=chain,
            facts=tuple(by_mark.items()),
            disagreements=disagreements,
            sources=self._cited(source for part in told for source in part.sources),
        )

    def _statement(self, text: Bilingual, sources: tuple[str, ...]) -> Statement:
        return Statement(literal(text.to(self._language)), tuple(map(literal, sources)))

    def _link(self, failure: Failure) -> Link:
        stands: dict[str, list[Control]] = {}
        for item in self._by_failure.get(failure.id, ()):
            stands.setdefault(status_of(item), []).append(item.control)
        if "failed" in stands:
            status, told = "failed", stands["failed"]
        else:
            status = _between(stands) if stands else "not-asked"
            told = [*stands.get("weak", ()), *stands.get("open", ())]
        return Link(
            title=literal(failure.title.to(self._language)),
            note=literal(failure.note.to(self._language)) if failure.note else "",
            basis=failure.basis,
            sources=tuple(map(literal, failure.seed_lines)),
            status=status,
            controls=tuple(map(self._view.cards.line, told)),
        )

    def _cited(self, citations: Iterable[str]) -> tuple[Cited, ...]:
        """Return the sources that ``citations`` name, each once; ``S1 L36`` names the source ``S1``."""
        labels = {citation.partition(" ")[0] for citation in citations}
        return tuple(
            Cited(literal(source.label), literal(source.title.to(self._language)))
            for source in self._background.incidents.source
            if literal(source.label) in labels
        )
