"""One row of the list of clients: data only, so that it can be kept in the file and shown in any language."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from pmark_check.domain.events import Mark
from pmark_check.domain.readiness import ApplicationOutlook, IncidentReadiness, Readiness, Result
from pmark_check.domain.session import Session


class ClientSummary(BaseModel):
    """Where a client stands. ``worst`` and ``best`` are shares 0..1 with six decimals, None where nothing applies."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: str
    incident: IncidentReadiness
    application: ApplicationOutlook
    worst: float | None
    best: float | None
    asked: int
    answered: int
    knockouts_failed: int
    knockouts_open: int
    last_change: str
    next_due: str


def summarise(session: Session) -> ClientSummary:
    """Return the summary of an open client."""
    situation = session.situation
    readiness = Readiness(situation)
    overall = situation.overall
    unanswered = sum(any(mark in (None, Mark.UNKNOWN) for mark in item.marks.values()) for item in situation.items)
    asked = len(situation.items) + len(situation.excused)
    due = (a.due.isoformat() for s in session.assessment.controls.values() for a in s.open_actions if a.due)
    results = list(readiness.knockouts.values())
    return ClientSummary(
        name=session.assessment.name,
        incident=IncidentReadiness(readiness.incident.verdict),
        application=ApplicationOutlook(readiness.application.verdict),
        worst=None if overall.worst is None else round(float(overall.worst), 6),
        best=None if overall.best is None else round(float(overall.best), 6),
        asked=asked,
        answered=asked - unanswered,
        knockouts_failed=results.count(Result.FAILED),
        knockouts_open=results.count(Result.OPEN),
        last_change=session.events[-1].at if session.events else "",
        next_due=min(due, default=""),
    )
