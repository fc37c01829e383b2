"""What was answered はい and not seen: by person, once each in the count, none where all was seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.view.unseen import is_unseen, unseen, unseen_data, unseen_lines
from tests.export.sheets import firm
from tests.report.clients import view_of

KEPT, SEEN, TOLD, DONE = "one.kept", "one.seen", "two.told", "two.done"


def test_only_what_is_in_force_and_was_not_seen_is_listed_by_who_said_it() -> None:
    session = firm()
    session.mark(KEPT, {Layer.RULE: Mark.YES, Layer.PRACTICE: Mark.NO}, said_by="山田")
    session.mark(KEPT, {Layer.RECORD: Mark.YES}, how=HowKnown.GUESSED)
    session.answer(SEEN, Mark.YES, how=HowKnown.SEEN, said_by="山田")
    session.answer(TOLD, Mark.PARTIAL, said_by="山田")
    session.answer(DONE, Mark.YES, said_by="山田")
    found = unseen(view_of(session))
    assert [
        (group.person, [(q.line.id, [x.layer for x in q.layers]) for q in group.questions]) for group in found.people
    ] == [
        ("山田", [(KEPT, ["rule"]), (DONE, ["practice"])]),
        ("", [(KEPT, ["record"])]),
    ]
    assert [line.id for line in found.lines] == [KEPT, DONE]
    assert [line.id for line in found.tests] == [KEPT]
    session.mark_not_applicable(DONE, "していない")
    assert [line.id for line in unseen(view_of(session)).lines] == [KEPT]


@given(
    st.dictionaries(
        st.sampled_from([KEPT, SEEN, TOLD, DONE]), st.tuples(st.sampled_from(Mark), st.sampled_from(HowKnown))
    )
)
def test_nothing_is_listed_just_where_everything_in_force_was_seen(answers: dict[str, tuple[Mark, HowKnown]]) -> None:
    session = firm()
    for control, (mark, how) in answers.items():
        session.answer(control, mark, how=how)
    view = view_of(session)
    seen = {control for control, (mark, how) in answers.items() if mark is Mark.YES and how is not HowKnown.SEEN}
    assert {line.id for line in unseen(view).lines} == seen
    assert {control.id for control in session.asked() if is_unseen(view, control)} == seen
    if view.situation.overall.confidence is not None:
        assert (view.situation.overall.confidence == 1) is not bool(seen)


def test_lines_and_data_say_the_same() -> None:
    session = firm()
    session.answer(KEPT, Mark.YES, said_by="山田")
    view = view_of(session)
    ((person, question, look),) = [tuple(unseen_lines(view))]
    assert (person, question) == ("山田（1問）", f"  ・ 残していますか。  [{KEPT}]")
    assert look == "    規程 聞き取り、実施 聞き取り、記録 聞き取り：見るもの one.kept"
    assert unseen_data(view) == [
        {
            "person": "山田",
            "questions": [
                {"control": KEPT, "layers": ["rule", "practice", "record"], "look_at": ["見るもの one.kept"]}
            ],
        }
    ]
