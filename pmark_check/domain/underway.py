"""Whether a workshop is under way; for the many clients that never had one, without reading what tells more."""

from __future__ import annotations

from pmark_check.domain.session import Session


def is_under_way(session: Session) -> bool:
    """Return whether a workshop goes on or is paused that people are still in."""
    if not any(event.body.kind == "workshop-started" for event in session.events):
        return False
    from pmark_check.domain.pauses import ABANDONED
    from pmark_check.domain.proceedings import Proceedings

    current = Proceedings(session).current
    return current is not None and session.clock() - current.last <= ABANDONED
