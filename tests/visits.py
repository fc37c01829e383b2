"""A client with a history: what was done on which day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import count

from pmark_check.domain.assessment import Action
from pmark_check.domain.checklist import Policy, Stage
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.domain.text import Bilingual
from pmark_check.storage.prepared import read
from pmark_check.storage.shipped import shipped_bytes
from tests.domain.strategies import PRACTICE, RECORD, checklist, control, library
from tests.memory_journal import MemoryJournal

JST = timezone(timedelta(hours=9))
OFFICER, SYSTEMS = "佐藤 恵", "山田 亮"
PRIVATE = "canary-4409"


def asked(name: str) -> Bilingual:
    return Bilingual(ja=f"{name}の問い", en=f"question {name}")


def small_library() -> Library:
    """Five questions: a knock-out, a gate, one that hangs on a fact, and two plain ones."""
    main = checklist(
        control("kept", question=asked("kept"), knockout=True, layers=(PRACTICE, RECORD), weight=4),
        control("told", question=asked("told"), gate=Stage.ON_SITE, weight=0, layers=(PRACTICE,)),
        control("tested", question=asked("tested"), when=("has_test_env",)),
        control("trained", question=asked("trained")),
        control("written", question=asked("written")),
    )
    return library(main, wording=read(Policy, "policy.toml", shipped_bytes("policy.toml")).wording)


class Visits:
    """A session whose day can be set; ids and salt count up."""

    def __init__(self, asked_with: Library | None = None, name: str = "株式会社サンプル印刷") -> None:
        self.today, numbers = date(2026, 9, 1), count(1)
        self.session = Session(
            MemoryJournal(),
            asked_with or small_library(),
            clock=lambda: datetime.combine(self.today, time(9), JST),
            new_id=lambda: f"id-{next(numbers)}",
            new_salt=lambda: b"salt",
            operator="相談 花子",
        )
        self._name = name

    def on(self, day: str) -> Session:
        """Return the session as it is used on that day; on the first one the client gets its name."""
        self.today = date.fromisoformat(day)
        if not self.session.events:
            self.session.rename(self._name)
        return self.session

    def homework(self, control_id: str) -> Action:
        """Return the homework of a control planned last."""
        return tuple(self.session.state(control_id).actions.values())[-1]
