"""A workshop of ninety minutes as it goes: it overruns, the battery dies twice, people disagree, there is lunch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.events import ActionKind, HowKnown, Mark
from pmark_check.domain.journal import Journal
from pmark_check.domain.library import Library
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.pinned import library
from pmark_check.storage.shipped import shipped_bytes
from tests import small_checklists as small
from tests.domain.workshops import Room

JST = timezone(timedelta(hours=9))
YES, PARTIAL, NO, UNKNOWN = Mark
CANARY = "canary-5518"
CONSULTANT, OFFICER, SYSTEMS, BOSS = "山田 花子", "佐藤 次郎", "鈴木 恵（情シス）", "高橋 社長"

SECTIONS = {
    "apply": ("申請の条件", "Conditions of applying"),
    "detection": ("異常に気づく仕組み", "Noticing that something is wrong"),
    "response": ("事故が起きたときの動き", "Acting when an incident happens"),
}
CONTROLS = (
    ("apply.two-people", "責任者と監査の責任者は別の人ですか。", "Are the two responsible people different?", ""),
    ("apply.audited", "この1年に内部監査をしましたか。", "Was there an audit within the year?", ""),
    ("apply.reviewed", "代表者が見直しをしましたか。", "Did the management review it?", ""),
    ("apply.trained", "全員が教育を受けましたか。", "Was everybody trained?", ""),
    ("detection.data-deleted", "テストのデータを消しましたか。", "Was the test data deleted?", "knockout = true"),
    ("detection.doors-closed", "テスト環境は社外から閉じていますか。", "Is the test host closed?", "knockout = true"),
    ("detection.alerts-read", "警報は誰かに届きますか。", "Does an alert reach somebody?", "knockout = true"),
    ("detection.logs-kept", "記録を1年残していますか。", "Are logs kept for a year?", ""),
    ("response.who-is-told", "事故のとき誰に知らせるか決まっていますか。", "Is it clear whom to tell?", ""),
    ("response.rehearsed", "連絡の練習をしましたか。", "Was it rehearsed?", ""),
    ("response.same-day", "その日のうちに報告できますか。", "Can you report the same day?", "knockout = true"),
    ("response.people-told", "本人への連絡の文面がありますか。", "Is there a letter to the people?", ""),
)


def asked_with() -> Library:
    """Return the library of the visit: twelve questions in three sections."""
    text = small.head("visit", "訪問の点検", "A visit")
    text += "".join(small.section(name, *title) for name, title in SECTIONS.items())
    for name, ja, en, more in CONTROLS:
        text += small.control(name, name.partition(".")[0], ja, en, more, weight=5 if more else 3)
    return library([text.encode()], shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))


def held(open_file: Callable[[], Journal] | None = None) -> Room:
    """Hold the workshop; the room is left when it is over."""
    start = datetime(2026, 11, 22, 10, 0, tzinfo=JST)
    room = Room(asked_with(), operator=CONSULTANT, start=start, open_file=open_file)
    _before(room)
    room.now = start + timedelta(hours=1, minutes=2)
    _knock_outs(room)
    _applying(room)
    _noticing(room)
    _the_rest(room)
    return room


def _before(room: Room) -> None:
    """What was said on the telephone, and when one would come."""
    room.session.rename("株式会社サンプル印刷")
    room.facilitation.start(find_agenda("quick-15", None), [OFFICER])
    for control, mark in (("apply.two-people", YES), ("detection.data-deleted", YES), ("apply.audited", UNKNOWN)):
        room.session.answer(control, mark, how=HowKnown.GUESSED, said_by=OFFICER)
    room.session.write_note("detection.data-deleted", f"社長は費用を嫌がる {CANARY}", private=True)
    room.facilitation.set_next_date(room.now.date(), time(11, 0))
    room.facilitation.end()


def _knock_outs(room: Room) -> None:
    """Too long, with the battery dying in the middle, and no agreement on the first question."""
    agenda = find_agenda("ninety-minutes", None)
    room.facilitation.start(agenda, [OFFICER, SYSTEMS, BOSS], place="本社2階 会議室")
    room.wait(6)
    room.facilitation.next_item()
    room.wait(9)
    room.facilitation.vote(
        "detection.data-deleted",
        Ballot(
            hands={NO: 1},
            persons={OFFICER: YES, SYSTEMS: NO, BOSS: UNKNOWN},
            agreed=PARTIAL,
            dissent="先月分は消してある。\n記録がないだけだ。",
            dissenters=(OFFICER,),
        ),
        said_by=SYSTEMS,
    )
    room.session.plan_action(
        "detection.data-deleted", text="削除記録簿のひな形を作る", owner=SYSTEMS, due=date(2026, 12, 5)
    )
    room.wait(5)
    room.session.answer("detection.doors-closed", NO, said_by=SYSTEMS)
    room.crash(18)
    room.facilitation.resume()
    room.wait(1)
    room.facilitation.decide("テスト環境は今週中に社外から閉じる", "detection.doors-closed")
    room.wait(3)
    room.session.answer("detection.alerts-read", UNKNOWN, said_by=BOSS)
    room.session.plan_action("detection.alerts-read", aim=ActionKind.FIND_OUT, text="警報の宛先を調べる", owner=SYSTEMS)
    room.wait(2)
    room.facilitation.skip("response.same-day")


def _applying(room: Room) -> None:
    """Up to lunch."""
    room.facilitation.next_item()
    room.wait(7)
    room.session.answer("apply.audited", NO, said_by=OFFICER)
    room.wait(4)
    room.facilitation.skip("apply.reviewed")
    room.facilitation.park("見直しに取締役会の議事録を使えるか、審査機関に聞く", "apply.reviewed")
    room.wait(2)
    room.session.answer("apply.trained", YES, how=HowKnown.SEEN, said_by=OFFICER)
    room.session.add_evidence("apply.trained", "受講名簿（紙）")
    room.wait(3)
    room.facilitation.pause()
    room.wait(50)
    room.facilitation.resume()


def _noticing(room: Room) -> None:
    """Lunch was break enough; the battery dies once more."""
    room.facilitation.go_to_item(5)
    room.wait(3)
    room.session.answer("detection.logs-kept", PARTIAL, said_by=SYSTEMS)
    room.wait(4)
    room.facilitation.vote("response.who-is-told", Ballot(hands={YES: 4}, agreed=YES))
    cost = room.facilitation.park("監視を外に任せる費用")
    room.crash(31)
    room.facilitation.resume()
    room.wait(2)
    room.facilitation.resolve(cost, "来期の予算に入れる")
    room.session.mark_not_applicable("response.rehearsed", "拠点が一つで、全員が同じ部屋にいるため", said_by=BOSS)
    room.wait(3)
    room.session.answer("response.people-told", NO, said_by=OFFICER)
    room.session.undo()
    room.session.answer("response.people-told", PARTIAL, said_by=OFFICER)


def _the_rest(room: Room) -> None:
    """What was put off, the homework, the next date."""
    room.facilitation.next_item()
    room.wait(5)
    room.session.answer("response.same-day", NO, said_by=BOSS)
    room.session.plan_action(
        "response.same-day", text="連絡網を作り、社長の携帯を入れる", owner=OFFICER, due=date(2026, 11, 30)
    )
    room.facilitation.next_item()
    room.wait(6)
    room.facilitation.decide("年内に内部監査をする。責任者は佐藤。", "apply.audited")
    room.facilitation.set_next_date(date(2026, 12, 10), time(14, 0))
    room.wait(2)
    room.facilitation.end()
