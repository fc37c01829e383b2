"""JSON of our own: everything about a client as data. ``docs/export.schema.json`` is its published schema."""

from __future__ import annotations

import json
from typing import Any

from pmark_check.export import said
from pmark_check.view.controls import LayerLine, clause
from pmark_check.view.data import band_data, exact_gain, score_data
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.fingerprint import fingerprint
from pmark_check.view.words import fact_value, literal

FORMAT = "pmark-check-client"
FORMAT_VERSION = 1
"""Raised by every change that a reader of the older version could stumble over."""

Data = dict[str, Any]


def render(dossier: Dossier) -> bytes:
    """Return the document in UTF-8."""
    return f"{json.dumps(data(dossier), ensure_ascii=False, indent=2)}\n".encode()


def data(dossier: Dossier) -> Data:
    """Return the document as data."""
    return {**_head(dossier), **_body(dossier)}


def _head(dossier: Dossier) -> Data:
    session = dossier.view.session
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "client": dossier.view.name,
        "date": dossier.today.isoformat(),
        "language": dossier.translate.language,
        "with_private": dossier.with_private,
        "fingerprint": fingerprint(session),
        "checklists": [
            {
                "id": checklist.id,
                "title": literal(checklist.checklist.title.to(dossier.translate.language)),
                "revision": checklist.checklist.revision,
                "sha256": session.assessment.pinned.get(("checklist", checklist.id)),
            }
            for checklist in session.library.checklists
        ],
        "policy": {"revision": session.library.policy.revision, "target": dossier.view.target,
                   "floor": dossier.view.floor},
    }  # fmt: skip


def _body(dossier: Dossier) -> Data:
    controls = [_control(dossier, entry) for entry in dossier.entries]
    return {
        "score": score_data(dossier.view, dossier.today),
        "facts": _facts(dossier),
        "persons": said.each_once(name for entry in dossier.entries for name in _names(dossier, entry)),
        "sections": _sections(dossier),
        "controls": controls,
    }


def _facts(dossier: Dossier) -> list[Data]:
    """Return the facts asked about the firm; the value of one that is not stated is null."""
    library, stated = dossier.view.session.library, dossier.view.session.assessment.facts
    return [
        {
            "id": fact.id,
            "kind": fact.kind.value,
            "question": literal(fact.question.to(dossier.translate.language)),
            "value": stated.get(fact.id),
            "text": literal(fact_value(fact, stated.get(fact.id), dossier.translate)),
        }
        for fact in library.asked_facts
    ]


def _sections(dossier: Dossier) -> list[Data]:
    """Return the sections in which anything is asked, and their chapters."""
    used = {section for entry in dossier.entries for section in (entry.chapter, entry.section)}
    sections = dossier.view.session.library.sections.values()
    return [
        {
            "id": section.id,
            "number": clause(section),
            "title": literal(section.title.to(dossier.translate.language)),
            "chapter": dossier.view.session.library.chapter(section).id,
        }
        for section in sections
        if section.id in used
    ]


def _control(dossier: Dossier, entry: Entry) -> Data:
    control, card = entry.control, entry.card
    private = {"private_note": card.private_note} if dossier.with_private else {}
    return {
        "id": control.id,
        "chapter": entry.chapter,
        "section": entry.section,
        "question": card.question,
        "standing": entry.standing,
        "perhaps": card.is_perhaps,
        "weight": control.weight,
        "knockout": control.knockout,
        "gate": control.gate.value if control.gate else None,
        "result": entry.result.value if entry.result else None,
        "score": band_data(entry.score),
        "confirmed_by": said.confirmed_by(dossier, entry),
        "layers": {line.layer: _layer(dossier, entry, line) for line in card.layers},
        "not_applicable": {"reason": card.not_applicable, "by": said.excused_by(dossier, entry)}
        if card.is_excused
        else None,
        "note": card.note,
        **private,
        "evidence": [
            {"where": found.where, "as_of": found.as_of or None, "next_check": found.next_check or None}
            for found in said.evidence(entry)
        ],
        "homework": [_homework(work) for work in said.homework(dossier, entry)],
        "gap": _gap(dossier, entry),
        "finding": card.finding,
        "first_step": card.first_step,
        "refs": list(control.refs),
        "documents": list(control.documents),
    }


def _layer(dossier: Dossier, entry: Entry, line: LayerLine) -> Data:
    """Return the standing answer on a layer; null where nothing was said, or where two answers conflict."""
    answers = dossier.view.session.state(entry.control.id).answers
    answer = next((found for layer, found in answers.items() if layer == line.layer), None) if line.mark else None
    return {
        "mark": line.mark or None,
        "how": answer.how.value if answer else None,
        "by": line.said_by,
        "conflict": line.is_conflict,
    }


def _homework(work: said.Work) -> Data:
    action, line, closing = work
    return {
        "aim": action.aim.value,
        "text": line.text,
        "owner": line.owner,
        "due": line.due or None,
        "status": action.outcome.value if action.outcome else "open",
        "closed_on": closing.on or None,
        "seen_by": closing.seen_by,
        "reason": closing.reason,
    }


def _gap(dossier: Dossier, entry: Entry) -> Data | None:
    """Return how a control falls short, and its loss as a share of the headline score where that counts it."""
    if entry.gap is None:
        return None
    loss = exact_gain(dossier.view, entry.gap.loss) if said.is_counted(dossier, entry) else None
    return {"kinds": [kind.value for kind in entry.gap.kinds], "loss": loss}


def _names(dossier: Dossier, entry: Entry) -> list[str]:
    """Return who is named beside a control."""
    said_by = [line.said_by for line in entry.card.layers]
    work = [name for found in said.homework(dossier, entry) for name in (found.line.owner, found.closing.seen_by)]
    return [*said_by, *work, said.excused_by(dossier, entry), said.confirmed_by(dossier, entry)]
