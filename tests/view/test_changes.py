"""What a report tells about the time since an earlier point."""

from __future__ import annotations

from datetime import date

import pytest

from pmark_check.domain.events import ActionKind, Outcome
from pmark_check.domain.language import Language
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.view import changes as module
from pmark_check.view.changes import ChangesPart
from pmark_check.view.scorecard import ScorecardView
from tests.domain.strategies import NO, PARTIAL, PRACTICE, RECORD, RULE, UNKNOWN, YES
from tests.visits import OFFICER, PRIVATE, SYSTEMS, Visits

TODAY = date(2026, 11, 22)


def part(visits: Visits, since: str = "第1回", language: Language = "ja", on: date = TODAY) -> ChangesPart:
    return ChangesPart(ScorecardView(visits.session, Translator(language)), since, on)


@pytest.fixture
def visits() -> Visits:
    """A first visit, tagged."""
    visits = Visits()
    session = visits.on("2026-09-15")
    session.state_fact("has_test_env", value=False)
    session.answer("kept", NO)
    session.answer("told", YES)
    session.answer("trained", NO)
    session.tag("第1回")
    return visits


def test_since_the_point_itself_nothing_has_changed(visits: Visits) -> None:
    found = part(visits)
    assert found.is_empty
    assert found.since == "「第1回」（2026-09-15）"


def test_a_private_note_alone_is_no_change(visits: Visits) -> None:
    visits.on("2026-10-01").write_note("kept", PRIVATE, private=True)
    assert part(visits).is_empty


def test_answers_are_told_by_the_way_they_went_and_only_where_they_differ(visits: Visits) -> None:
    session = visits.on("2026-10-01")
    session.answer("kept", YES, layer=PRACTICE)
    session.answer("told", UNKNOWN)
    session.answer("trained", PARTIAL, layer=RULE)
    session.answer("trained", PARTIAL, layer=RECORD)
    session.answer("written", YES)
    told = {group.direction: group for group in part(visits).answers}
    assert list(told) == ["better", "reopened", "answered"]
    steps = {change.line.id: change.steps for group in told.values() for change in group.changes}
    assert steps["kept"] == (("実施", "いいえ", "はい"),)
    assert steps["trained"] == (("規程・記録", "いいえ", "一部"),)
    assert steps["told"] == (("実施", "はい", "わからない"),)
    assert steps["written"] == (("規程・実施・記録", "未回答", "はい"),)


def test_many_new_answers_are_counted_by_chapter(visits: Visits, monkeypatch: pytest.MonkeyPatch) -> None:
    session = visits.on("2026-10-01")
    session.answer("written", YES)
    found = part(visits)
    (group,) = found.answers
    assert not found.is_counted(group)
    monkeypatch.setattr(module, "MOST_ANSWERED", 0)
    assert found.is_counted(group)
    assert [(count.answered, count.held) for count in found.answered] == [(1, 1)]


def test_knockouts_and_gates_say_how_they_came_out_then_and_now(visits: Visits) -> None:
    session = visits.on("2026-10-01")
    session.answer("kept", YES)
    session.answer("told", NO)
    assert [(line.line.id, line.is_gate, line.before, line.after, line.result) for line in part(visits).results] == [
        ("kept", False, "穴がある", "問題なし", "passed"),
        ("told", True, "満たしている", "満たしていない", "failed"),
    ]


def test_the_headline_is_compared_over_what_both_points_have(visits: Visits) -> None:
    session = visits.on("2026-10-01")
    session.answer("trained", YES)
    session.state_fact("has_test_env", value=True)
    found = part(visits)
    before, after = found.bands
    assert before.worst == "0%"
    assert after.worst == "16%"
    assert found.compared.shared == "85%"
    assert found.came == 1
    assert [(fact.before, fact.after) for fact in found.facts] == [("いいえ", "はい")]


def test_homework_evidence_and_corrections(visits: Visits) -> None:
    session = visits.on("2026-09-15")
    session.plan_action("kept", text="棚卸しをする", owner=SYSTEMS, due=date(2026, 10, 1))
    session.plan_action("trained", text="教材を作る", owner=SYSTEMS, due=date(2026, 10, 10))
    session.write_note("kept", "最初のメモ")
    wrong = session.add_evidence("kept", "違う棚")
    session.tag("第1回")
    session = visits.on("2026-10-11")
    session.close_action(visits.homework("kept"), Outcome.DONE, seen_by=OFFICER)
    session.plan_action("trained", action=visits.homework("trained").id, text="教材を作る", due=date(2026, 10, 20))
    session.plan_action("written", text="版を書く", owner=OFFICER, due=date(2027, 1, 5))
    session.add_evidence("trained", "正しい棚", as_of=date(2026, 10, 1))
    session.remove_evidence("kept", wrong)
    session.write_note("kept", "直したメモ")
    session.mark_not_applicable("written", "紙を使わない", said_by=OFFICER)
    found = part(visits)
    (ended,) = found.promises.ended
    assert (ended.on, ended.seen_by, ended.days_late, ended.word) == ("2026-10-11", OFFICER, 10, "完了")
    assert [(promise.line.text, promise.days_late) for promise in found.promises.late] == [("教材を作る", 33)]
    assert [promise.line.text for promise in found.promises.new] == ["版を書く"]
    assert [(proof.where, proof.as_of) for proof in found.proofs] == [("正しい棚", "2026-10-01")]
    assert [(c.word, c.text, c.before, c.after) for c in found.corrections] == [
        ("証拠の取り消し", "違う棚", "", ""),
        ("宿題の変更", "教材を作る", "2026-10-10まで、山田 亮", "2026-10-20まで、担当未定"),
        ("メモの書き直し", "", "", ""),
    ]
    assert [(c.text, c.after) for c in found.excused] == [("紙を使わない", OFFICER)]
    assert found.went == 0


def test_another_aim_alone_corrects_nothing_that_is_shown(visits: Visits) -> None:
    session = visits.on("2026-09-15")
    session.plan_action("kept", text="棚卸しをする")
    session.tag("第1回")
    session = visits.on("2026-10-11")
    session.plan_action("kept", action=visits.homework("kept").id, aim=ActionKind.DECISION, text="棚卸しをする")
    assert part(visits).corrections == ()


@pytest.mark.parametrize(
    ("since", "key"),
    [
        ("2026-09-14", "point.before-first"),
        ("2026-11-23", "point.to-come"),
        ("第3回", "point.unknown"),
    ],
)
def test_a_point_that_tells_nothing_is_refused(visits: Visits, since: str, key: str) -> None:
    with pytest.raises(NotFound) as refused:
        part(visits, since)
    assert refused.value.key == key


def test_a_tag_that_looks_like_a_day_to_come_is_a_tag(visits: Visits) -> None:
    visits.on("2026-10-01").tag("2027-01-01")
    assert part(visits, "2027-01-01").is_empty
