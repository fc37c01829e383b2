"""A short name for the state of a client, so that two papers can be told apart or known to say the same."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from pmark_check.domain.assessment import Action, ControlState
from pmark_check.domain.events import TextRef, canonical
from pmark_check.domain.session import Session


def fingerprint(session: Session) -> str:
    """Return the SHA-256 of what is known about a client, in hex.

    Equal answers give the same value by whatever door and in whatever order they came: ids and times of events do
    not enter, persons enter by name. Private notes stay out, so that nobody can test a guess at one.
    """
    assessment = session.assessment
    return hashlib.sha256(
        canonical(
            {
                "asked-with": session.library.digest,
                "name": assessment.name,
                "facts": dict(assessment.facts),
                "controls": {
                    control: found
                    for control in session.library.controls
                    if (found := _control(session, session.state(control)))
                },
            }
        )
    ).hexdigest()


def short_fingerprint(session: Session) -> str:
    """Return the first 64 bits of the fingerprint as they are printed: ``3f2a-90c1-77de-0b14``."""
    digits = fingerprint(session)
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def _control(session: Session, state: ControlState) -> dict[str, Any]:
    def text(ref: TextRef | None) -> str:
        return session.text(ref)

    answers = {} if state.is_excused else state.answers
    known: dict[str, Any] = {
        "answers": {
            layer: [answer.mark, answer.how, session.person_name(answer.said_by)] for layer, answer in answers.items()
        },
        "conflicts": sorted(state.conflicts),
        "not-applicable": [text(excuse.reason), session.person_name(excuse.said_by)]
        if (excuse := state.not_applicable)
        else [],
        "note": text(state.note),
        "evidence": sorted(
            [text(found.where), _iso(found.as_of), _iso(found.next_check)] for found in state.evidence.values()
        ),
        "actions": sorted(_action(session, action) for action in state.actions.values()),
        "confirmed-by": session.person_name(state.confirmation.by) if state.confirmation else "",
    }
    return {key: value for key, value in known.items() if value}


def _action(session: Session, action: Action) -> list[str]:
    return [
        action.aim.value,
        session.text(action.text),
        session.person_name(action.owner),
        _iso(action.due),
        action.outcome.value if action.outcome else "",
        _iso(action.closed_on),
        session.person_name(action.seen_by),
        session.text(action.reason),
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
