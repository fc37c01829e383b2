"""The homework of each question, as what is done about an OSCAL risk."""

from __future__ import annotations

from pmark_check.domain.events import Outcome
from pmark_check.export.oscal import Data, Subjects, moment, prop, props, prose, some, title
from pmark_check.export.said import Work, homework
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.words import word

OWNER = "owner"
"""The role of whoever has homework."""

LIFECYCLES = {None: "planned", Outcome.DONE: "completed", Outcome.DROPPED: "recommendation"}
"""What was dropped is no longer planned, only recommended."""


def risk(dossier: Dossier, entry: Entry, observed: list[Data]) -> Data:
    """Return the risk under a question that has homework."""
    card, ids = entry.card, Subjects(dossier.view.name)
    has_open = any(line.is_open for line in card.actions)
    return some(
        uuid=ids("risk", entry.control.id),
        title=title(card.question),
        description=prose(card.finding),
        statement=prose(card.why),
        props=props(prop("control-id", entry.control.id)),
        status="remediating" if has_open else "open" if entry.gap else "closed",
        remediations=_remediations(dossier, entry, ids),
        related_observations=[{"observation-uuid": one["uuid"]} for one in observed],
    )


def _remediations(dossier: Dossier, entry: Entry, ids: Subjects) -> list[Data]:
    return [
        _remediation(dossier, work, ids, (entry.control.id, str(place)))
        for place, work in enumerate(homework(dossier, entry), 1)
    ]


def _remediation(dossier: Dossier, work: Work, ids: Subjects, place: tuple[str, str]) -> Data:
    action, closing = work.action, work.closing
    text = work.line.text.strip() or word("aim", action.aim, dossier.translate)
    return some(
        uuid=ids("remediation", *place),
        lifecycle=LIFECYCLES[action.outcome],
        title=title(text),
        description=prose(text),
        props=props(
            prop("aim", action.aim),
            prop("outcome", action.outcome),
            prop("closed-on", closing.on),
            prop("seen-by", closing.seen_by),
        ),
        tasks=_tasks(work, ids, place, title(text)),
        remarks=prose(closing.reason),
    )


def _tasks(work: Work, ids: Subjects, place: tuple[str, str], heading: str) -> list[Data]:
    """Return who does it by when; [] where neither was said."""
    due, owner = work.action.due, work.line.owner.strip()
    fields = some(
        timing={"on-date": {"date": moment(due)}} if due else None,
        responsible_roles=[{"role-id": OWNER, "party-uuids": [ids.person(work.line.owner)]}] if owner else [],
    )
    return [{"uuid": ids("task", *place), "type": "action", "title": heading, **fields}] if fields else []
