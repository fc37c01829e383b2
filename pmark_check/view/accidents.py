"""The accidents behind the questions, with the failures that could happen here too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control
from pmark_check.domain.incidents import Failure, Incident
from pmark_check.domain.text import Bilingual
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ControlLine
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal


class Link(NamedTuple):
    """One failure in the causal chain of an accident.

    Attributes:
        status: ``failed`` where a control against it falls short here, ``open`` where one is unanswered, ``held``
            where all are answered はい, ``not-asked`` where none applies.
        basis: ``stated`` by the source article, or ``implied``.
        controls: those that fall short, else those that are open.
    """

    title: str
    note: str
    basis: str
    sources: tuple[str, ...]
    status: str
    controls: tuple[ControlLine, ...]


class Statement(NamedTuple):
    """One thing known, or disputed, about an accident. ``mark`` says where it comes from; "" for a dispute."""

    text: str
    sources: tuple[str, ...]
    mark: str


class Cited(NamedTuple):
    """A source by its label."""

    label: str
    title: str


class Accident(NamedTuple):
    """An accident as a reader meets it."""

    id: str
    title: str
    organisation: str
    period: str
    summary: str
    chain: tuple[Link, ...]
    facts: tuple[Statement, ...]
    disagreements: tuple[Statement, ...]
    sources: tuple[Cited, ...]

    @property
    def failed(self) -> int:
        """How many links of its chain could break here too."""
        return sum(link.status == "failed" for link in self.chain)


def accidents(view: ScorecardView, background: Background) -> tuple[Accident, ...]:
    """Return the accidents of which at least one failure meets a control that falls short here."""
    teller = _Teller(view, background)
    told = (teller.accident(incident) for incident in background.incidents.incident)
    return tuple(accident for accident in told if accident.failed)


class _Teller:
    def __init__(self, view: ScorecardView, background: Background) -> None:
        self._view = view
        self._background = background
        self._translate: Translator = view.translate
        self._language = view.translate.language
        self._failing = {gap.item.control.id for gap in view.failing}
        self._open = {item.control.id for item in view.open_items}
        self._by_failure: dict[str, list[Control]] = {}
        for item in view.situation.items:
            for lesson in item.control.lessons:
                self._by_failure.setdefault(lesson, []).append(item.control)

    def accident(self, incident: Incident) -> Accident:
        failures = (self._background.failure_by_id.get(failure) for failure in incident.failures)
        chain = tuple(self._link(failure) for failure in failures if failure)
        facts = tuple(self._statement(fact.text, fact.sources, fact.mark.value) for fact in incident.fact)
        disagreements = tuple(self._statement(found.text, found.sources) for found in incident.disagreement)
        told: tuple[Link | Statement, ...] = (*chain, *facts, *disagreements)
        return Accident(
            id=incident.id,
            title=literal(incident.title.to(self._language)),
            organisation=literal(incident.organisation.to(self._language)),
            period=literal(incident.period.to(self._language)),
            summary=literal(incident.summary.to(self._language)),
            chain=chain,
            facts=facts,
            disagreements=disagreements,
            sources=self._cited(source for part in told for source in part.sources),
        )

    def _statement(self, text: Bilingual, sources: tuple[str, ...], mark: str = "") -> Statement:
        return Statement(literal(text.to(self._language)), tuple(map(literal, sources)), mark)

    def _link(self, failure: Failure) -> Link:
        controls = self._by_failure.get(failure.id, [])
        failing = [control for control in controls if control.id in self._failing]
        unanswered = [control for control in controls if control.id in self._open]
        if failing:
            status = "failed"
        elif unanswered:
            status = "open"
        else:
            status = "held" if controls else "not-asked"
        return Link(
            title=literal(failure.title.to(self._language)),
            note=literal(failure.note.to(self._language)) if failure.note else "",
            basis=failure.basis,
            sources=tuple(map(literal, failure.seed_lines)),
            status=status,
            controls=tuple(map(self._view.cards.line, failing or unanswered)),
        )

    def _cited(self, citations: Iterable[str]) -> tuple[Cited, ...]:
        """Return the sources that ``citations`` name, each once; ``S1 L36`` names the source ``S1``."""
        labels = {citation.partition(" ")[0] for citation in citations}
        return tuple(
            Cited(literal(source.label), literal(source.title.to(self._language)))
            for source in self._background.incidents.source
            if literal(source.label) in labels
        )
