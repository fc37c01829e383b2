"""What was heard, seen or guessed about each question, as OSCAL observations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown
from pmark_check.export.oscal import Data, Subjects, moment, paragraphs, prop, props, prose, some, title
from pmark_check.export.said import evidence
from pmark_check.view.controls import LayerLine
from pmark_check.view.dossier import EXCUSED, NOT_ASKED, Dossier, Entry

Fields = list[Data] | list[str] | str
METHODS = {HowKnown.HEARD: "INTERVIEW", HowKnown.SEEN: "EXAMINE", HowKnown.GUESSED: "UNKNOWN"}


class Told(NamedTuple):
    """Layers of one question that are known from one person in one way."""

    how: HowKnown
    said_by: str
    layers: list[LayerLine]


def told(dossier: Dossier, entry: Entry) -> list[Told]:
    """Return what was said about a question; nothing of one that was then declared not applicable."""
    if entry.card.is_excused:
        return []
    answers = dossier.view.session.state(entry.control.id).answers
    found: dict[tuple[str, str], Told] = {}
    for line in entry.card.layers:
        if line.mark:
            how = answers[Layer(line.layer)].how
            found.setdefault((how, line.said_by), Told(how, line.said_by, [])).layers.append(line)
    return list(found.values())


def mark(line: LayerLine) -> Data:
    """Return the mark of a layer."""
    return prop("mark", "conflict" if line.is_conflict else line.mark, kind=line.layer, remarks=line.answer)


def notes(dossier: Dossier, entry: Entry) -> str:
    """Return what was written about a question; the private note only where the dossier has it."""
    card = entry.card
    private = dossier.translate("oscal.private-note", text=card.private_note) if card.private_note else ""
    dormant = card.not_applicable if entry.standing == NOT_ASKED else ""
    return paragraphs(card.note, dormant, private)


class Observations:
    """Makes the observations of one client."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._translate = dossier.translate
        self._ids = Subjects(dossier.view.name)

    def about_the_firm(self) -> Iterator[Data]:
        """Yield what was said about the firm, if anything was."""
        stated = self._dossier.view.session.assessment.facts
        questions = {line.id: line.question for line in self._dossier.view.facts}
        said = props(*(prop("fact", stated[one], kind=one, remarks=questions.get(one, "")) for one in sorted(stated)))
        if said:
            heading = self._translate("oscal.facts")
            yield self._observation("facts", heading, heading, "INTERVIEW", props=said)

    def about(self, entry: Entry) -> Iterator[Data]:
        """Yield what is known about a question; where proof lies stands with what was seen."""
        found, places = told(self._dossier, entry), _evidence(entry)
        beside = min(found, key=lambda one: one.how is not HowKnown.SEEN, default=None)
        for one in found:
            yield self._said(entry, one, places if one is beside else [])
        if not found and (places or entry.card.actions or entry.standing == NOT_ASKED):
            yield self._unsaid(entry, places)

    def _said(self, entry: Entry, found: Told, places: list[Data]) -> Data:
        answers = (self._translate("oscal.answer", layer=line.name, answer=line.answer) for line in found.layers)
        marks = [prop("how", found.how, remarks=found.layers[0].how), *map(mark, found.layers)]
        return self._observation(
            f"{entry.control.id} {found.how} {found.said_by}",
            entry.card.question,
            " / ".join(answers),
            METHODS[found.how],
            props=[*_about(entry), *marks],
            types=["control-objective"],
            origins=self._ids.origins(found.said_by),
            relevant_evidence=places,
            remarks=self._remarks(entry),
        )

    def _unsaid(self, entry: Entry, places: list[Data]) -> Data:
        """Return the place of what was written about a question that has no answer."""
        key = "oscal.excused" if entry.standing == EXCUSED else "oscal.nothing-heard"
        return self._observation(
            f"{entry.control.id} nothing",
            entry.card.question,
            self._because.get(entry.control.id) or self._translate(key),
            "UNKNOWN",
            props=_about(entry),
            types=["control-objective"],
            relevant_evidence=places,
            remarks=self._remarks(entry),
        )

    def _remarks(self, entry: Entry) -> str:
        """Return the notes of a question that has no finding to carry them."""
        return notes(self._dossier, entry) if entry.standing == NOT_ASKED else ""

    @cached_property
    def _because(self) -> dict[str, str]:
        """Why questions are not asked."""
        return {line.line.id: line.reason for line in self._dossier.view.not_asked}

    def _observation(
        self, name: str, heading: str, text: str, method: str, **fields: list[Data] | list[str] | str
    ) -> Data:
        return some(
            uuid=self._ids("observation", name),
            title=title(heading),
            description=prose(text),
            methods=[method],
            subjects=[{"subject-uuid": self._ids(), "type": "party"}],
            collected=moment(self._dossier.today),
            **fields,
        )


def _about(entry: Entry) -> list[Data]:
    return props(prop("control-id", entry.control.id), prop("standing", entry.standing))


def _evidence(entry: Entry) -> list[Data]:
    return [
        some(
            description=prose(found.where),
            props=props(prop("as-of", found.as_of), prop("next-check", found.next_check)),
        )
        for found in evidence(entry)
    ]
