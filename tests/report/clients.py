"""Clients as they come: one in the middle of the work, one who has said nothing, one who does everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import count

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Control, FactValue, Layer
from pmark_check.domain.events import ActionKind, HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.library import Library
from pmark_check.domain.procedure import Procedure
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.report.html import render
from pmark_check.storage.backdrop import read_background, read_procedure
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes, shipped_checklists
from pmark_check.view.profile import Audience, Profile, ReportWishes
from pmark_check.view.scorecard import ScorecardView
from tests.firms.firm import Firm, shipped
from tests.memory_journal import MemoryJournal

DAY = date(2026, 11, 22)
JST = timezone(timedelta(hours=9))
OFFICER, SYSTEMS = "佐藤 次郎", "鈴木 恵（情シス）"
PRIVATE = "社長は費用を嫌がっている（canary-7731）"


@cache
def shipped_library() -> Library:
    bodies = [shipped_checklists()["incident-lessons"]]
    return library(bodies, shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))


@cache
def pmark_library() -> Library:
    bodies = [shipped_checklists()[name] for name in ("pmark-2023", "incident-lessons")]
    return library(bodies, shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))


@cache
def shipped_procedure() -> Procedure:
    return read_procedure()


@cache
def shipped_background() -> Background:
    return read_background()


def new_client(name: str = "株式会社サンプル印刷", asked_with: Library | None = None, *, first_id: int = 1) -> Session:
    ids, ticks = count(first_id), count()
    start = datetime(2026, 11, 20, 9, 0, tzinfo=JST)
    session = Session(
        MemoryJournal(),
        asked_with or shipped_library(),
        clock=lambda: start + timedelta(seconds=next(ticks)),
        new_id=lambda: f"xyz-{next(ids)}",
        new_salt=lambda: b"salt",
        operator="山田 花子",
    )
    session.rename(name)
    return session


def everything_yes(session: Session) -> Session:
    for fact in session.library.asked_facts:
        if fact.kind == "yes-no":
            session.state_fact(fact.id, value=True)
    for control in session.library.controls.values():
        session.answer(control.id, Mark.YES, how=HowKnown.SEEN, said_by=OFFICER)
    return session


def half_way(session: Session | None = None) -> Session:
    """A firm of forty, after one workshop: mixed answers, notes, evidence, homework, two facts not stated."""
    session = session or new_client()
    for fact in ("has_test_env", "issues_credentials", "has_public_site"):
        session.state_fact(fact, value=True)
    session.state_fact("is_processor", value=False)
    for place, control in enumerate(session.library.controls.values()):
        _answer(session, control, place * 7 % 10, ("佐藤 次郎", "鈴木 恵（情シス）", "")[place % 3])
    _decide_knockouts(session)
    _write(session)
    excused = next(c for c in session.library.controls.values() if c.section == "disclosure")
    session.mark_not_applicable(excused.id, "親会社が一括して行うため", said_by=OFFICER)
    return session


def _answer(session: Session, control: Control, kind: int, said_by: str) -> None:
    if kind < 3:
        session.answer(control.id, Mark.YES, how=HowKnown.SEEN if kind else HowKnown.HEARD, said_by=said_by)
    elif kind < 5:
        session.answer(control.id, Mark.NO, said_by=said_by)
    elif kind < 7:
        session.answer(control.id, Mark.PARTIAL, said_by=said_by)
        if Layer.PRACTICE in control.layers and kind == 5:
            session.answer(control.id, Mark.YES, layer=Layer.PRACTICE, how=HowKnown.SEEN, said_by=said_by)
    elif kind == 7:
        session.answer(control.id, Mark.UNKNOWN, said_by=said_by)


def _decide_knockouts(session: Session) -> None:
    knockouts = [control for control in session.library.controls.values() if control.knockout]
    marks = (Mark.PARTIAL, Mark.NO, Mark.YES, Mark.YES, Mark.UNKNOWN, Mark.NO)
    for control, mark in zip(knockouts, marks, strict=False):
        session.answer(control.id, mark, said_by=SYSTEMS)
    session.confirm(knockouts[2].id, OFFICER)
    for control, owner, due in ((knockouts[1], SYSTEMS, 10), (knockouts[5], OFFICER, 18)):
        session.plan_action(control.id, text="棚卸しをして、結果を会議に出す", owner=owner, due=date(2026, 12, due))


def _write(session: Session) -> None:
    ids = list(session.library.controls)
    for place in (0, 3, 8, 20, 34, 51):
        session.write_note(ids[place], f"先月分は消した。記録簿はない。\n次の棚卸しは{place + 1}番の棚から。")
    session.write_note(ids[0], PRIVATE, private=True)
    where = "共有フォルダー￥総務￥個人情報￥削除記録簿.xlsx"
    session.add_evidence(ids[1], where, as_of=date(2026, 10, 31), next_check=date(2027, 4, 1))
    session.add_evidence(ids[9], "サーバー室の入退室記録（紙）", as_of=date(2026, 11, 1))
    text = "記録簿のひな形を作り、今あるものを1行目に書く"
    session.plan_action(ids[0], text=text, owner=SYSTEMS, due=date(2026, 12, 5))
    session.plan_action(ids[4], text=text, owner=OFFICER, due=date(2026, 12, 12))
    session.plan_action(ids[10], aim=ActionKind.FIND_OUT, text=text, owner=SYSTEMS, due=date(2026, 12, 20))
    session.plan_action(ids[12])
    session.plan_action(ids[15], text=text, owner=OFFICER)


def before_examination() -> Session:
    """A firm of forty on its way to the Privacy Mark: two of three answers good, every kind of mark, some gates met."""
    session = new_client(asked_with=pmark_library())
    for fact, value in FIRM.items():
        session.state_fact(fact, value=value)
    for place, control in enumerate(session.library.controls.values()):
        kind = place * 7 % 10
        _answer(session, control, {8: 1, 4: 2}.get(kind, kind), ("佐藤 次郎", "鈴木 恵（情シス）", "")[place % 3])
    gates = [control for control in session.library.controls.values() if control.gate]
    for control, mark in zip(gates, [Mark.YES] * 5 + [Mark.NO, Mark.UNKNOWN] * 9, strict=False):
        session.answer(control.id, Mark.YES if not control.fixable else mark, said_by=OFFICER)
    _decide_knockouts(session)
    _write(session)
    return session


FIRM: dict[str, FactValue] = {
    "employees": 40,
    "industry": "service",
    "planned_application": "2027-02-01",
    "has_test_env": True,
    "has_vendor": True,
    "is_processor": False,
}


def all_no() -> Session:
    """The longest report there is."""
    session = new_client(asked_with=pmark_library())
    for control in session.library.controls:
        session.answer(control, Mark.NO, said_by=SYSTEMS)
    return session


def told_by(firm: Firm) -> Session:
    """What a firm of the fixtures says, as a client."""
    session = new_client(asked_with=shipped(*firm.checklists))
    for fact, value in firm.facts.items():
        session.state_fact(fact, value=value)
    for control, marks in firm.answers().items():
        session.mark(control, marks, how=HowKnown.SEEN if firm.seen else HowKnown.HEARD)
    return session


def view_of(session: Session, language: Language = "ja") -> ScorecardView:
    return ScorecardView(session, Translator(language))


CONSULTANTS = ReportWishes(Profile(audience=Audience.CONSULTANT, is_private=True))
"""All parts, and the private notes."""


def report_of(
    session: Session,
    language: Language = "ja",
    *,
    with_private: bool = False,
    on: date = DAY,
    wishes: ReportWishes | None = None,
) -> str:
    return render(
        view_of(session, language),
        shipped_background(),
        on=on,
        procedure=shipped_procedure(),
        wishes=wishes or (CONSULTANTS if with_private else ReportWishes()),
    )


def anchor(session: Session, control: str) -> str:
    """The id under which a report says what there is to say about a control."""
    return f"q{list(session.library.controls).index(control) + 1}"


CLIENTS: dict[str, Callable[[], Session]] = {
    "half-way": half_way,
    "empty": new_client,
    "all-yes": lambda: everything_yes(new_client()),
    "pmark": before_examination,
}
