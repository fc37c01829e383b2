"""What was said about a control beyond its card, in an order that does not depend on who said what first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pmark_check.domain.assessment import Action
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ActionLine, EvidenceLine, oldest_first, urgency
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.words import day


class Closing(NamedTuple):
    """How homework ended; "" where that was not said, and where it is open."""

    on: str
    seen_by: str
    reason: str


class Work(NamedTuple):
    """Homework: as it is kept, as it is listed, and how it ended."""

    action: Action
    line: ActionLine
    closing: Closing


def evidence(entry: Entry) -> tuple[EvidenceLine, ...]:
    """Return where proof was seen, the oldest first."""
    return oldest_first(entry.card.evidence)


def homework(dossier: Dossier, entry: Entry) -> tuple[Work, ...]:
    """Return all homework of a control, the open first, of these the soonest first."""
    kept = dossier.view.session.state(entry.control.id).actions
    return tuple(sorted((_work(dossier, kept[line.id], line) for line in entry.card.actions), key=_place))


def _work(dossier: Dossier, action: Action, line: ActionLine) -> Work:
    cards = dossier.view.cards
    return Work(action, line, Closing(day(action.closed_on), cards.person(action.seen_by), cards.text(action.reason)))


def _place(work: Work) -> tuple[object, ...]:
    return *urgency(work.line), work.closing


def excused_by(dossier: Dossier, entry: Entry) -> str:
    """Return who said that a control is not applicable; "" where nobody was named."""
    state = dossier.view.session.state(entry.control.id)
    return dossier.view.cards.person(state.not_applicable.said_by) if state.not_applicable else ""


def confirmed_by(dossier: Dossier, entry: Entry) -> str:
    """Return the second person whose confirmation of a knock-out stands; "" for none."""
    return dossier.view.confirmed_by(entry.control.id) if entry.control.knockout else ""


def is_counted(dossier: Dossier, entry: Entry) -> bool:
    """Return whether the headline score counts a control."""
    library = dossier.view.session.library
    return entry.control.id in library.placed[library.headline.id]


def is_told(entry: Entry) -> bool:
    """Return whether anything at all was said about a control that this file may tell."""
    card = entry.card
    texts = card.not_applicable, card.note, card.private_note, card.evidence, card.actions
    return any(layer.mark or layer.is_conflict for layer in card.layers) or any(map(bool, texts))


def evidence_text(found: EvidenceLine, translate: Translator) -> str:
    """Return a piece of evidence in one line: where, the day it stands for, the next look."""
    as_of = translate("report.evidence.as-of", day=found.as_of) if found.as_of else ""
    next_check = translate("report.evidence.next", day=found.next_check) if found.next_check else ""
    return with_more(found.where, (as_of, next_check), translate)


def homework_text(work: Work, translate: Translator) -> str:
    """Return homework in one line: its aim, what to do, by whom, until when, and how it ended."""
    line = work.line
    text = translate("export.labelled", label=line.aim, text=line.text) if line.text else line.aim
    owner = line.owner or (translate("report.nobody") if line.is_open else "")
    due = translate("report.due", day=line.due) if line.due else translate("report.no-date")
    ended = ("" if line.is_open else line.status, *work.closing)
    return with_more(text, (owner, due if line.due or line.is_open else "", *ended), translate)


def with_more(text: str, parts: Iterable[str], translate: Translator) -> str:
    """Return ``text`` with those of ``parts`` that are there in brackets behind it."""
    more = listed(parts, translate)
    return translate("export.with-more", text=text, more=more) if more else text


def listed(parts: Iterable[str], translate: Translator) -> str:
    """Return those of ``parts`` that are there as a list in one line."""
    return translate("report.list.comma").join(part for part in parts if part)


def each_once(names: Iterable[str]) -> list[str]:
    """Return the names that are there, each once, in alphabetical order."""
    return sorted({name for name in names if name})
