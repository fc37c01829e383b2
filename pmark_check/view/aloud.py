"""A question in plain lines, to be read or heard one after the other: no columns, nothing that only an eye reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Card, LayerLine, documents, lessons, references
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal


def question_lines(view: ScorecardView, course: Course, control: Control) -> Iterator[str]:
    """Yield the question, where it stands and how it is answered, then what was written about it."""
    t, card = view.translate, view.cards.card(control)
    asked, place = [found.id for found in course.controls], course.place(control)
    yield card.question
    if marks := [*_marks(card, t)]:
        yield listed(marks, t)
    yield t(
        "aloud.state",
        number=asked.index(control.id) + 1 if control.id in asked else 0,
        count=len(asked),
        section=literal(view.session.library.section(control.id).title.to(t.language)),
        standing=standing(card, t),
        band=view.band.label,
    ) + ("" if place.count == len(asked) else t("aloud.state.section", number=place.number, count=place.count))
    yield from written_lines(card, t)


def _marks(card: Card, t: Translator) -> Iterator[str]:
    if card.line.is_knockout:
        yield t("severity.knockout")
    if card.is_perhaps:
        yield t("tui.card.perhaps")


def standing(card: Card, t: Translator) -> str:
    """Return how a question is answered: one mark where all layers have the same, else layer by layer."""
    if card.is_excused:
        return t("aloud.with-more", answer=t("mark.not-applicable"), more=card.not_applicable)
    said = [_answer(layer, t) for layer in card.layers]
    if len(set(said)) == 1:
        return said[0]
    return listed((f"{layer.name} {answer}" for layer, answer in zip(card.layers, said, strict=True)), t)


def _answer(layer: LayerLine, t: Translator) -> str:
    more = listed(filter(None, (layer.how, layer.said_by)), t)
    return t("aloud.with-more", answer=layer.answer, more=more) if more else layer.answer


def written_lines(card: Card, t: Translator) -> Iterator[str]:
    """Yield the notes, the evidence and the open homework of a question, one a line."""
    notes = (("field.note", card.note), ("field.private-note", card.private_note))
    yield from (labelled(t(key), text, t) for key, text in notes if text)
    for found in card.evidence:
        yield labelled(t("field.evidence"), listed(filter(None, (found.where, found.as_of)), t), t)
    for action in card.actions:
        if action.is_open:
            parts = (action.aim, action.text, action.owner, action.due)
            yield labelled(t("field.action"), listed(filter(None, parts), t), t)


def detail_lines(card: Card, control: Control, background: Background, t: Translator) -> Iterator[str]:
    """Yield why a question is asked, what an assessor looks at, where to begin, and what it cites."""
    yield labelled(t("tui.card.why"), card.why, t)
    yield from (labelled(t("tui.card.evidence"), wanted, t) for wanted in card.evidence_wanted)
    step = t("tui.card.with-effort", step=card.first_step, effort=card.effort)
    yield labelled(t("tui.card.first-step"), step, t)
    if card.partial:
        yield labelled(t("tui.card.partial"), card.partial, t)
    if card.weight:
        yield labelled(t("tui.card.finding"), card.finding, t)
    for lesson in lessons(control, background, t):
        yield labelled(lesson.incident, lesson.title, t)
    for document in documents(control, background, t):
        yield labelled(t("tui.card.documents"), f"{document.id} {document.title}", t)
    for cited in references(control, background, t):
        parts = (cited.scheme, cited.number, cited.title, cited.mark)
        yield labelled(t("tui.card.clauses"), " ".join(filter(None, parts)), t)


def labelled(label: str, text: str, t: Translator) -> str:
    """Return ``text`` after what it is."""
    return t("aloud.labelled", label=label, text=text)


def listed(parts: Iterable[str], t: Translator) -> str:
    """Return ``parts`` one after the other, with what a voice makes a pause at between them."""
    first, *rest = [*parts] or [""]
    return reduce(lambda before, part: t("aloud.and", one=before, other=part), rest, first)
