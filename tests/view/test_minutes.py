"""A workshop of ninety minutes, and what its minutes say.

``PMARK_CHECK_WRITE_GOLDEN=1 pytest tests/view/test_minutes.py`` writes the reviewed minutes anew.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.language import Language
from pmark_check.domain.workshop import Keeping
from pmark_check.export import minutes as markdown
from pmark_check.i18n.translation import Translator
from pmark_check.report import minutes as page
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.journal import SqliteJournal
from pmark_check.view.minutes import MinutesView, held
from tests.domain.workshops import Room
from tests.view import visit

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Callable[[], SqliteJournal]]:
    """Open a client file again and again, as a program does that is killed before it closes it."""
    path, opened = tmp_path / "client.pmark", list[SqliteJournal]()

    def open_file() -> SqliteJournal:
        opened.append(SqliteJournal.open(path) if path.exists() else SqliteJournal.create(path))
        return opened[-1]

    yield open_file
    for journal in opened:
        journal.close()


def minutes_of(room: Room, language: Language = "ja", which: str | None = None) -> MinutesView:
    proceedings = room.facilitation
    workshop = held(proceedings, which, room.session.assessment.name)
    return MinutesView(room.session, Translator(language), workshop, proceedings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_minutes_of_a_visit_are_those_that_were_reviewed(
    language: Language, on_disk: Callable[[], SqliteJournal]
) -> None:
    told = markdown.render(minutes_of(visit.held(on_disk), language)).decode("utf-8")
    reviewed = GOLDEN / f"minutes_{language}.md"
    if os.environ.get("PMARK_CHECK_WRITE_GOLDEN"):
        reviewed.write_text(told, "utf-8")
    assert told == reviewed.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_replayed_history_gives_the_same_minutes(language: Language) -> None:
    room = visit.held()
    told = markdown.render(minutes_of(room, language)), page.render(minutes_of(room, language))
    room.file.events.reverse()
    room.enter()
    assert (markdown.render(minutes_of(room, language)), page.render(minutes_of(room, language))) == told


def test_what_happens_later_does_not_change_the_minutes() -> None:
    room = visit.held()
    told = markdown.render(minutes_of(room))
    room.wait(60)
    for control in room.library.controls:
        room.session.answer(control, Mark.YES)
    for _, action in room.facilitation.workshops[1].homework:
        room.session.plan_action("response.same-day", text="やっぱり別のこと", action=action)
    (left,) = room.facilitation.parking_lot
    room.facilitation.start(room.facilitation.workshops[1].agenda)
    room.facilitation.resolve(left.id, "使える")
    room.facilitation.end()
    assert markdown.render(minutes_of(room, which="2")) == told
    third = minutes_of(room, which="3")
    assert [(remark.text, remark.outcome) for remark in third.settled] == [
        ("見直しに取締役会の議事録を使えるか、審査機関に聞く", "解決：使える")
    ]


def test_two_crashes_and_lunch_do_not_count() -> None:
    room = visit.held()
    workshop = room.facilitation.workshops[1]
    assert [round((pause.until - pause.since) / timedelta(minutes=1)) for pause in workshop.pauses if pause.until] == [
        13,
        50,
        26,
    ]
    assert workshop.ended is not None
    pauses = sum(((pause.until or pause.since) - pause.since for pause in workshop.pauses), timedelta())
    assert workshop.used() == workshop.ended - workshop.began - pauses
    assert [workshop.keeping(number) for number in range(1, 8)] == [
        Keeping.KEPT,
        Keeping.OVER,
        Keeping.KEPT,
        Keeping.NOT_HELD,
        Keeping.KEPT,
        Keeping.KEPT,
        Keeping.KEPT,
    ]


def test_an_answer_is_by_those_who_changed_it() -> None:
    room = Room(visit.asked_with())
    room.session.answer("apply.audited", Mark.YES, said_by="甲")
    room.facilitation.start(find_agenda("quick-15", None))
    room.session.answer("apply.audited", Mark.NO, layer=Layer.RECORD, how=HowKnown.SEEN, said_by="乙")
    room.session.answer("apply.trained", Mark.YES)
    room.session.answer("apply.trained", Mark.YES, said_by="丙")
    view = minutes_of(room)
    (changed,) = view.changed
    assert (changed.before, changed.after) == ("はい", "規程=はい 実施=はい 記録=いいえ")
    assert (changed.said_by, changed.how) == ("乙", "現物確認")
    assert [(line.said_by, line.is_first) for line in view.first_answered] == [("丙", True)]


# --- the page --------------------------------------------------------------------------------------------------------


def words(html: str) -> str:
    """Return what a page says, without blanks."""
    body = html.partition("<body>")[2]
    return "".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_all_that_the_text_says(language: Language) -> None:
    view = minutes_of(visit.held(), language)
    said = words(page.render(view))
    texts = [text for _, text in view.head]
    for answer in (*view.changed, *view.first_answered):
        texts += [answer.line.question, answer.after, answer.said_by, answer.how]
    texts += [answer.before for answer in view.changed]
    texts += [part for item in view.items for part in (item.title, item.planned, item.used, item.word)]
    texts += [part for vote in view.votes for part in (*vote.counts, vote.spread, vote.agreed, vote.dissent)]
    texts += [part for remark in (*view.decisions, *view.parked) for part in remark]
    texts += [part for action in view.homework for part in (action.owner, action.text, action.due)]
    texts += [line.question for line in view.skipped]
    texts += [band.label for band in view.bands]
    texts += [verdict for pair in view.verdicts for verdict in pair]
    assert len(texts) > 100
    assert [text for text in (*texts, view.next_date) if "".join(text.split()) not in said] == []


def test_no_private_note_is_in_the_minutes() -> None:
    room = visit.held()
    assert visit.CANARY in room.session.text(room.session.state("detection.data-deleted").private_note)
    for language in LANGUAGES:
        view = minutes_of(room, language)
        assert visit.CANARY not in page.render(view) + markdown.render(view).decode()


def test_the_page_loads_nothing_and_allows_its_own_style_only() -> None:
    html = page.render(minutes_of(visit.held()))
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    policy = re.search(r"style-src 'sha256-([^']+)'", html)
    assert style
    assert policy
    assert hashlib.sha256(style[1].encode()).digest() == b64decode(policy[1])
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|<img|\ssrc=|https?:", html)
    assert "size: A4" in style[1]


def test_what_somebody_typed_is_text_in_the_page_and_in_markdown() -> None:
    room = Room(visit.asked_with())
    agenda = find_agenda("quick-15", None)
    room.facilitation.start(agenda, ["<b>甲</b>"], place="</style><script>x</script>")
    room.facilitation.decide("<img src=x> *強く* \u202e", "apply.audited")
    room.facilitation.park("| 表 | # 見出し")
    view = minutes_of(room)
    html = page.render(view)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;img src=x&gt; *強く* &lt;U+202E&gt;" in html
    text = markdown.render(view).decode()
    assert "\\<img src=x\\> \\*強く\\*" in text
    assert "\\| 表 \\| \\# 見出し" in text


# --- one that goes on ------------------------------------------------------------------------------------------------


def test_minutes_can_be_had_before_the_end() -> None:
    room = Room(visit.asked_with())
    room.facilitation.start(find_agenda("quick-15", None))
    view = minutes_of(room)
    assert not any((view.votes, view.decisions, view.parked, view.homework, view.changed, view.first_answered))
    assert (view.next_date, view.place, view.workshop.ended) == ("", "", None)
    assert "まだ終わっていません" in view.time
    assert "途中" in view.kept
    assert [item.word for item in view.items] == ["進行中", "これから", "これから"]
    assert "なし" in words(page.render(view))


def test_an_erased_name_is_shown_as_erased() -> None:
    room = visit.held()
    person = room.session.find_person(visit.BOSS)
    assert person
    room.session.erase([room.session.assessment.persons[person]])
    html = page.render(minutes_of(room))
    assert visit.BOSS not in html
    assert "（消去済み）" in html
