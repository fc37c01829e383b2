"""Clients as the files for other tools see them."""

from __future__ import annotations

from datetime import date

from pmark_check.domain.events import Mark, Outcome
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.view.dossier import Dossier
from tests.report.clients import DAY, OFFICER, SYSTEMS, before_examination, half_way, shipped_background, view_of

CANARY = "canary-7731"
REASON, DROPPED = "親会社が一括して行うため", "倉庫を手放したので要らなくなった"


def dossier_of(session: Session, language: Language = "ja", *, with_private: bool = False, on: date = DAY) -> Dossier:
    return Dossier(view_of(session, language), shipped_background(), on, with_private=with_private)


def talkative() -> Session:
    """On the way to the mark, with one of everything somebody can say: excused, dropped, dormant, confirmed."""
    session = before_examination()
    ids = list(session.library.controls)
    session.mark_not_applicable("j9-2.screens-lock", REASON, said_by=OFFICER)
    session.write_note("j9-2.screens-lock", "画面のない機器だけを使う")
    dropped = session.plan_action(ids[22], text="倉庫の鍵を替える", owner=SYSTEMS)
    session.close_action(session.state(ids[22]).actions[dropped], Outcome.DROPPED, reason=DROPPED)
    done = session.plan_action(ids[23], text="掲示を貼る", owner=OFFICER, due=date(2026, 11, 1))
    session.close_action(session.state(ids[23]).actions[done], Outcome.DONE, seen_by=SYSTEMS)
    for control in ("j4-3.everyone-trained", "j6-2.all-departments-audited"):
        session.answer(control, Mark.YES, said_by=OFFICER)
    session.add_evidence("j4-3.everyone-trained", "教育の受講名簿", as_of=date(2026, 5, 20))
    session.add_evidence("j4-3.everyone-trained", "去年の受講名簿", as_of=date(2025, 5, 20))
    dormant = next(c.id for c in session.library.controls.values() if c.when == ("is_processor",))
    session.write_note(dormant, "受託していた時の話")
    session.state_fact("mark_expires", "2028-12-01")
    session.state_fact("renewing_mark", value=True)
    return session


def lessons() -> Session:
    """Asked with the accidents alone, half-way."""
    return half_way()
