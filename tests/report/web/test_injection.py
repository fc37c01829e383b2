"""Two hundred texts that would do something, in every field that holds text: the page shows them, and does nothing.

The pages are opened twice, once with their policy and once with a browser that ignores it: what executes nothing even
then was never markup. On the way every element is touched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from itertools import count, cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pmark_check.domain.ballot import Ballot
from pmark_check.domain.checklist import Control
from pmark_check.domain.events import Mark
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.domain.text import folded
from pmark_check.errors import BadInput
from pmark_check.i18n.translation import Translator
from pmark_check.report.html import render
from pmark_check.report.minutes import render as minutes
from pmark_check.storage.agendas import find_agenda
from pmark_check.view.minutes import MinutesView, held
from pmark_check.view.profile import Brand, ReportWishes
from pmark_check.view.words import literal
from tests.domain.workshops import Room
from tests.memory_journal import MemoryJournal
from tests.report.clients import (
    CONSULTANTS,
    DAY,
    JST,
    anchor,
    new_client,
    pmark_library,
    report_of,
    shipped_background,
    shipped_library,
    view_of,
)
from tests.report.page import Element, read
from tests.report.papers import homework_of, progress_of, questions_of, since_of
from tests.report.poison import poisoned_background, poisoned_library, poisoned_procedure
from tests.report.web.chromium import IN_BROWSER, Save, Watched
from tests.view import visit

pytestmark = IN_BROWSER

LINES = (Path(__file__).parent / "injections.txt").read_text("utf-8").splitlines()
WRITTEN = [
    re.sub(r"\\u\{([0-9A-F]+)\}", lambda found: chr(int(found[1], 16)), line)
    for line in LINES
    if line and not line.startswith("# ")
]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
INJECTIONS = [text for text in WRITTEN if not CONTROL.search(text)]
REFUSED = [text for text in WRITTEN if CONTROL.search(text)]

TOUCH = """() => { for (const e of document.querySelectorAll('*'))
  for (const kind of ['mouseover', 'pointerenter', 'focus', 'click', 'load', 'error', 'toggle', 'submit'])
    e.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true})) }"""


def seen(text: str) -> str:
    """``text`` as it is looked for in a page: what no one can see is named, blanks do not count."""
    return "".join(literal(text).split())


def test_there_are_two_hundred_and_no_two_are_the_same() -> None:
    assert len(INJECTIONS) >= 200
    assert len(set(INJECTIONS)) == len(INJECTIONS)


# --- the clients -----------------------------------------------------------------------------------------------------


def talkative_client() -> Session:
    """A client who writes one of them into each field of one control after the other, and all of them into its name."""
    session = new_client(" ".join(INJECTIONS), pmark_library())
    ids = list(session.library.controls)
    for text, control in zip(INJECTIONS, ids, strict=False):
        session.answer(control, Mark.NO, said_by=text)
        session.write_note(control, text)
        session.write_note(control, text, private=True)
        session.add_evidence(control, text, as_of=date(2026, 1, 1))
        session.plan_action(control, text=text, owner=text)
    return session


def excusing_client() -> Session:
    """A client to whom nothing applies, each for a reason of its own."""
    session = new_client(asked_with=pmark_library())
    for text, control in zip(INJECTIONS, session.library.controls, strict=False):
        session.mark_not_applicable(control, text, said_by=text)
    return session


def tagging_client() -> Session:
    """A client each of whose points in history has such a name, some a day."""
    ids, hours = count(), count()
    session = Session(
        MemoryJournal(),
        shipped_library(),
        clock=lambda: datetime(2026, 10, 20, 9, tzinfo=JST) + timedelta(hours=next(hours)),
        new_id=lambda: f"id-{next(ids)}",
        new_salt=lambda: b"salt",
    )
    for text, control in zip(INJECTIONS, cycle(session.library.controls), strict=False):
        session.answer(control, Mark.PARTIAL)
        session.tag(text)
    return session


def minutes_of_a_workshop() -> str:
    """The minutes of a workshop in which nobody said anything else."""
    room = Room(visit.asked_with(), operator=INJECTIONS[0], start=datetime(2026, 11, 22, 10, tzinfo=JST))
    everything = " ".join(INJECTIONS)
    room.session.rename(everything)
    room.facilitation.start(find_agenda("ninety-minutes", None), INJECTIONS, place=everything)
    for text in INJECTIONS:
        room.facilitation.decide(text)
        room.facilitation.park(text)
    voted = dict.fromkeys(INJECTIONS[:3], Mark.NO)
    ballot = Ballot(persons=voted, agreed=Mark.NO, dissent=everything, dissenters=tuple(INJECTIONS[:2]))
    room.facilitation.vote("detection.data-deleted", ballot)
    workshop = held(room.facilitation, None, room.session.assessment.name)
    return minutes(MinutesView(room.session, Translator("ja"), workshop, room.facilitation))


def harmless_client() -> Session:
    """One who says as much, and nothing that could do anything."""
    session = new_client(asked_with=pmark_library())
    *answered, left_out = list(session.library.controls)[: len(INJECTIONS)]
    for control in answered:
        session.answer(control, Mark.NO, said_by="山田")
        session.write_note(control, "覚え書き")
        session.write_note(control, "内部の覚え書き", private=True)
        session.add_evidence(control, "書庫", as_of=date(2026, 1, 1))
        session.plan_action(control, text="直す", owner="山田")
    session.mark_not_applicable(left_out, "親会社が行う", said_by="山田")
    return session


class Author:
    """Writes one of them into each text, field by field in turn, and remembers how often each."""

    def __init__(self) -> None:
        self._turns: dict[str, Iterator[str]] = defaultdict(lambda: cycle(INJECTIONS))
        self.wrote: Counter[tuple[str, str]] = Counter()

    def __call__(self, field: str) -> str:
        text = next(self._turns[field])
        self.wrote[field, text] += 1
        return text


def row_of(page: Element, named: str) -> str:
    return "".join(page.with_id(named).text.split())


# --- what they see ---------------------------------------------------------------------------------------------------


def troubles(browser: Browser, file: Path) -> list[str]:
    """Return what happens when a page is opened and touched, with its policy and without."""
    heard = []
    for heeds_policy in (True, False):
        watched = Watched(browser, file, heeds_policy=heeds_policy)
        watched.page.evaluate(TOUCH)
        heard += watched.troubles
        watched.close()
    return heard


def vocabulary(page: Element) -> set[tuple[str, str]]:
    """Return every element with each of its attributes, but for those that carry a value of their own."""
    return {(element.tag, name) for element in page.all() for name in ["", *element.attributes]}


def test_what_a_client_types_is_shown_and_does_nothing(browser: Browser, save: Save) -> None:
    session = talkative_client()
    html = report_of(session, with_private=True)
    page = read(html)
    for element in page.all("title")[:1] + page.all("h1"):
        assert seen(" ".join(INJECTIONS)) in "".join(element.text.split())
    first_of_that_name = {folded(text): text for text in reversed(INJECTIONS)}
    homework = "".join(page.section("homework").text.split())
    for text, control in zip(INJECTIONS, session.library.controls, strict=False):
        owner = first_of_that_name[folded(text)]
        row = row_of(page, anchor(session, control))
        assert row.count(seen(text)) >= (5 if owner == text else 4), control
        assert seen(owner) in row
        assert seen(text) in homework
    assert troubles(browser, save(html)) == []
    assert vocabulary(page) <= vocabulary(read(report_of(harmless_client(), with_private=True)))


def test_reasons_are_shown_and_do_nothing(browser: Browser, save: Save) -> None:
    html = report_of(excusing_client())
    reasons = "".join(read(html).section("not-asked").text.split())
    for text in INJECTIONS:
        assert seen(text) in reasons
    assert troubles(browser, save(html)) == []


@pytest.mark.parametrize(
    ("page", "times"),
    [
        (lambda: since_of(tagging_client()), 1),
        (lambda: homework_of(talkative_client()), 1),
        (lambda: questions_of(talkative_client()), 0),
        (lambda: progress_of(talkative_client()), 0),
        (minutes_of_a_workshop, 4),
    ],
    ids=["since", "homework", "questions", "progress", "minutes"],
)
def test_other_pages_show_them_and_do_nothing(
    browser: Browser, save: Save, page: Callable[[], str], times: int
) -> None:
    html = page()
    shown = "".join(read(html).text.split())
    assert seen(INJECTIONS[0]) in shown
    for text in INJECTIONS:
        assert shown.count(seen(text)) >= times, text
    assert troubles(browser, save(html)) == []


def test_what_the_authors_of_all_data_write_is_shown_and_does_nothing(browser: Browser, save: Save) -> None:
    author, someone = Author(), Author()
    session = new_client(asked_with=poisoned_library(author, pmark_library()))
    for control in session.library.controls:
        session.answer(control, Mark.NO)
    background, procedure = poisoned_background(someone), poisoned_procedure(someone)
    html = render(view_of(session), background, on=DAY, procedure=procedure)
    page = read(html)
    gaps = "".join(page.section("gaps").text.split())
    for field in ("question", "finding", "first_step"):
        assert {text for written, text in author.wrote if written == field} == set(INJECTIONS)
    for text in INJECTIONS:
        assert gaps.count(seen(text)) >= 3, text
    assert troubles(browser, save(html)) == []
    clean = new_client(asked_with=pmark_library())
    for control in clean.library.controls:
        clean.answer(control, Mark.NO)
    assert vocabulary(page) <= vocabulary(read(report_of(clean)))


def test_no_name_ends_the_style_in_which_it_stands(browser: Browser, save: Save) -> None:
    """The name and what a consultant calls the paper stand in the style, which prints them on each page."""
    library = first_of(pmark_library())
    styles = []
    for text in INJECTIONS:
        brand = Brand(firm=text, consultant=text, contact=text, running=text, mark=text)
        wishes = ReportWishes(replace(CONSULTANTS.profile, sections=(), brand=brand))
        html = render(view_of(new_client(text, library)), shipped_background(), on=DAY, wishes=wishes)
        tags = Counter(element.tag for element in read(html).all())
        assert (tags["style"], tags["script"], tags["link"], tags["img"]) == (1, 0, 0, 0), text
        styles.append(html[html.index("<style>") : html.index("</head>")])
    watched = Watched(browser, save("<!DOCTYPE html><title>x</title>" + "".join(styles)), heeds_policy=False)
    watched.page.pdf()
    assert watched.troubles == []
    assert watched.page.evaluate("document.body.innerText") == ""


def first_of(library: Library) -> Library:
    """A library of one control."""
    headline = library.headline
    one: Control = headline.control[0]
    kept = headline.model_copy(update={"control": (one,), "consistency": (), "section": headline.section[:1]})
    return Library((kept,), library.facts, library.policy)


# --- the rest --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_control_characters_come_into_no_field(text: str) -> None:
    session = new_client()
    control = next(iter(session.library.controls))
    for refuses in (
        lambda: session.rename(text),
        lambda: session.add_person(text),
        lambda: session.tag(text),
        lambda: session.write_note(control, text),
        lambda: session.write_note(control, text, private=True),
        lambda: session.add_evidence(control, text),
        lambda: session.plan_action(control, text=text),
        lambda: session.plan_action(control, owner=text),
        lambda: session.mark_not_applicable(control, text),
        lambda: session.answer(control, Mark.NO, said_by=text),
    ):
        with pytest.raises(BadInput) as refused:
            refuses()
        assert refused.value.key == "text.control-character"
    with pytest.raises(ValueError, match="pattern"):
        poisoned_library(lambda _: text)


def test_the_listener_hears_them_where_they_are_not_escaped(browser: Browser, save: Save) -> None:
    """Every third, in a frame of its own that admits everything: many do something without being touched."""
    tried = {number: text.replace("alert(1)", f"alert({number})") for number, text in enumerate(INJECTIONS)}
    frames = [f'<iframe srcdoc="{escape(text)}"></iframe>' for number, text in tried.items() if number % 3 == 0]
    heard = set(Watched(browser, save("<!DOCTYPE html>" + "".join(frames))).troubles)
    assert len([trouble for trouble in heard if trouble.isdecimal()]) > len(frames) / 3
    assert len([trouble for trouble in heard if "//out.invalid" in trouble]) > 5
