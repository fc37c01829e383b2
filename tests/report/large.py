"""Clients of a checklist of any size: the shipped questions, repeated to the number, and what a workshop wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import count, islice

from pmark_check.domain.checklist import Checklist, Control
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from tests.report.clients import FIRM, OFFICER, SYSTEMS, new_client, pmark_library

NOTES = (
    "先月分は消した。記録簿はなく、担当者の手元のメモだけで確かめている。",
    "規程には書いてあるが、営業部と倉庫では知られていない。\n次の朝礼で配り、受け取りの署名をもらう予定。",
    "情シスの鈴木さんが年に1回見ている。去年の結果は共有フォルダーにあるが、代表者の承認印がない。",
)
MARKS = (Mark.YES, Mark.NO, Mark.YES, Mark.PARTIAL, Mark.YES, Mark.YES, Mark.UNKNOWN, Mark.YES, None)
WHERE = "共有フォルダー￥総務￥個人情報￥点検記録簿.xlsx"


@cache
def library_of(number: int) -> Library:
    """A checklist of a consultant's own with so many controls; those repeated are no knock-outs."""
    shipped = pmark_library()
    controls = tuple(islice(_controls(shipped), number))
    checklist = Checklist(
        format=1,
        checklist=shipped.headline.checklist.model_copy(update={"id": "large"}),
        section=tuple(s.model_copy(update={"include": ()}) for s in shipped.sections.values()),
        control=controls,
    )
    return Library((checklist,), shipped.facts, shipped.policy)


def _controls(shipped: Library) -> Iterator[Control]:
    written = [c.model_copy(update={"section": shipped.section(c.id).id}) for c in shipped.controls.values()]
    yield from written
    for again in count(2):
        yield from (c.model_copy(update={"id": f"{c.id}-{again}", "knockout": False, "after": ()}) for c in written)


def everything_no(number: int) -> Session:
    """Every control answered いいえ on every layer, with the notes and homework of a workshop."""
    session = new_client(asked_with=library_of(number))
    for control in session.library.controls:
        session.answer(control, Mark.NO, said_by=SYSTEMS)
    return talked_over(session)


def in_the_middle(number: int) -> Session:
    """Two of three answers good, the others of every kind, with the notes and homework of a workshop."""
    session = new_client(asked_with=library_of(number))
    for fact, value in FIRM.items():
        session.state_fact(fact, value=value)
    for place, control in enumerate(session.library.controls):
        how, said_by = (HowKnown.HEARD, HowKnown.SEEN)[place % 2], (OFFICER, SYSTEMS, "")[place % 3]
        if mark := MARKS[place % len(MARKS)]:
            session.answer(control, mark, how=how, said_by=said_by)
    return talked_over(session)


def talked_over(session: Session) -> Session:
    """Write a note on every third control, proof on every eighth, homework on every tenth."""
    for place, control in enumerate(session.library.controls):
        if place % 3 == 0:
            session.write_note(control, NOTES[place % len(NOTES)])
        if place % 8 == 1:
            session.add_evidence(control, WHERE, as_of=date(2026, 10, 31), next_check=date(2027, 4, 1))
        if place % 10 == 2:
            session.plan_action(control, text=NOTES[0], owner=(OFFICER, SYSTEMS)[place % 4 // 2], due=date(2026, 12, 5))
    return session


LARGE: dict[str, Callable[[int], Session]] = {"in-the-middle": in_the_middle, "everything-no": everything_no}
