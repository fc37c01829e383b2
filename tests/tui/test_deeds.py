"""What 取り消しました names: every kind of deed, in both languages, also where one gesture did several things."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from pmark_check.domain import events as happened
from pmark_check.domain import workshop_events
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark
from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.domain.undoing import NOT_UNDOABLE
from pmark_check.i18n.translation import Translator
from pmark_check.tui.deeds import deed
from pmark_check.tui.desk import Desk
from tests.tui.conftest import other_window

FIRST, KNOCKOUT = "data.first", "data.knockout"
PLAIN = [kind for kind in get_args(happened.AnyBody) if kind is not happened.WorkshopBody]
IN_A_ROOM = [
    kind
    for kind in vars(workshop_events).values()
    if isinstance(kind, type) and issubclass(kind, happened.WorkshopBody) and "kind" in kind.model_fields
]
KINDS = [kind for kind in (*PLAIN, *IN_A_ROOM) if not issubclass(kind, (*NOT_UNDOABLE, happened.Undone))]


def undone(session: Session, language: Language = "ja") -> str:
    """Return what the undo of the last gesture says."""
    return deed(session.undo(), session.library, Translator(language))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_that_can_be_taken_back_has_a_name(language: Language) -> None:
    names = [name for kind in KINDS if (name := str(kind.model_fields["kind"].default)) != "PydanticUndefined"]
    assert {"answered", "vote-cast", "parked", "decision-made", "tagged", "confirmed"} <= set(names)
    assert [name for name in names if not Translator(language).has(f"tui.deed.{name}")] == []


def test_changed_evidence_is_evidence(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        evidence = session.add_evidence(FIRST, "一")
        with session.one_gesture():
            session.remove_evidence(FIRST, evidence)
            session.add_evidence(FIRST, "二")
        assert undone(session) == "一つ目の質問ですか。 → 証拠"
        session.remove_evidence(FIRST, evidence)
        assert undone(session) == "一つ目の質問ですか。 → 証拠の削除"


def test_a_branch_that_was_excused_is_named_with_its_number(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        with session.one_gesture():
            for control in (FIRST, KNOCKOUT):
                session.mark_not_applicable(control, "なし")
        assert undone(session) == "2問 → 該当なし"


def test_an_import_of_many_things_claims_no_single_answer(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        with session.one_gesture():
            session.answer(FIRST, Mark.YES)
            session.answer(KNOCKOUT, Mark.NO)
            session.write_note(KNOCKOUT, "x")
        assert undone(session) == "2問 → まとめての変更"
        assert deed(session.redo(), session.library, Translator("en")) == "2 questions → several changes"


def test_an_answer_with_a_note_names_both(desk: Desk, client: Path) -> None:
    with other_window(desk, client) as session:
        with session.one_gesture():
            session.answer(FIRST, Mark.YES, layer=Layer.RULE)
            session.write_note(FIRST, "x")
        assert undone(session) == "一つ目の質問ですか。 → 規程 はい ／ メモ"
