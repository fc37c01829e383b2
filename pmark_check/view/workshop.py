"""A workshop in words: its items, its clock, and how fast it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NamedTuple

from pmark_check.domain.agenda import Agenda, AgendaItem
from pmark_check.domain.client import Client
from pmark_check.domain.events import Mark
from pmark_check.domain.library import Library
from pmark_check.domain.pace import Pace
from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.workshop import Vote, Workshop
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import titled
from pmark_check.view.words import literal, word

MINUTE = timedelta(minutes=1)


class ItemLine(NamedTuple):
    """An item of the agenda.

    Attributes:
        planned, used: in whole minutes, in words.
        judged: how many questions were answered while it was the current one.
        state, word: whether it was kept, in ids and in words; while the workshop goes on ``now`` for the current one,
            ``to-come`` for those that were not begun yet.
    """

    number: int
    title: str
    planned: str
    used: str
    judged: int
    state: str
    word: str


class PaceLine(NamedTuple):
    """The clock in words.

    Attributes:
        left: of the current item, or by how much it is over.
        is_over: whether it is.
        whole_left: likewise of all of the agenda.
        per_question: how long one question takes, "" where too few were asked.
        ends: このペースだと17:20.
        late: how much later or earlier than planned that is.
        open: how many questions of the current item are to be asked.
    """

    left: str
    is_over: bool
    whole_left: str
    per_question: str
    ends: str
    late: str
    open: int


def minutes(spent: timedelta, translate: Translator) -> str:
    """Return a time in whole minutes, rounded: 12分."""
    return translate("workshop.minutes", count=int(spent / MINUTE + 0.5))


def left(rest: timedelta, translate: Translator) -> str:
    """Return what is left of a plan, or by how much it is over: 残り12分, 3分超過."""
    whole = ceil(rest / MINUTE)
    return translate("workshop.over" if whole < 0 else "workshop.left", count=abs(whole))


def clock(at: datetime) -> str:
    """Return a time as the clock on the wall showed it: 17:20."""
    return at.strftime("%H:%M")


def item_title(item: AgendaItem, library: Library, translate: Translator) -> str:
    """Return what an item is called: its own title, else the sections it asks, 休憩, or which questions it asks."""
    if item.title:
        return literal(item.title.to(translate.language))
    sections = [library.sections[name] for name in _ids(item, library)]
    if sections:
        return translate("report.list.comma").join(titled(section, translate) for section in sections)
    return word("workshop.item", item.only or item.kind, translate)


def _ids(item: AgendaItem, library: Library) -> Iterator[str]:
    """Yield the ids of the sections that ``item`` names by id or by number."""
    for wanted in item.sections:
        for section in library.sections.values():
            if wanted in (section.id, (section.ref or "").partition(":")[2]):
                yield section.id
                break


def agenda_title(agenda: Agenda, translate: Translator) -> str:
    """Return what an agenda is called."""
    return literal(agenda.agenda.title.to(translate.language))


def item_lines(
    workshop: Workshop, client: Client, translate: Translator, now: datetime | None = None
) -> list[ItemLine]:
    """Return the items of a workshop's agenda; with ``now`` the time of the current one goes on."""
    return [_item_line(workshop, number, client, translate, now) for number in range(1, len(workshop.agenda.item) + 1)]


def _item_line(
    workshop: Workshop, number: int, client: Client, translate: Translator, now: datetime | None
) -> ItemLine:
    item, held = workshop.agenda_item(number), workshop.held.get(number)
    state = _item_state(workshop, number)
    return ItemLine(
        number=number,
        title=item_title(item, client.library, translate),
        planned=minutes(item.minutes * MINUTE, translate),
        used=minutes(workshop.used_in(number, now), translate) if held else "",
        judged=len(held.judged) if held else 0,
        state=state,
        word=word("workshop.kept", state, translate),
    )


def _item_state(workshop: Workshop, number: int) -> str:
    if workshop.ended is None and number == workshop.item:
        return "now"
    if workshop.ended is None and number not in workshop.held:
        return "to-come"
    return workshop.keeping(number).value


def pace_line(pace: Pace, translate: Translator) -> PaceLine:
    """Return the clock, the pace and the forecast in words; the end is rounded up to the next minute."""
    ends = pace.ends.replace(second=0, microsecond=0)
    late = round(pace.late / MINUTE)
    sign = "late" if late > 0 else "early" if late < 0 else "on-time"
    one = pace.here or pace.overall
    return PaceLine(
        left=left(pace.item.left, translate),
        is_over=pace.item.left < timedelta(),
        whole_left=left(pace.whole.left, translate),
        per_question=_per_question(one, translate) if one else "",
        ends=translate("workshop.ends", time=clock(ends if ends == pace.ends else ends + MINUTE)),
        late=translate(f"workshop.{sign}", count=abs(late)),
        open=pace.open,
    )


def _per_question(one: timedelta, translate: Translator) -> str:
    whole, seconds = divmod(int(one.total_seconds()), 60)
    return translate("workshop.per-question", minutes=whole, seconds=f"{seconds:02}")


def vote_counts(vote: Vote, person: Callable[[str], str], translate: Translator) -> tuple[str, ...]:
    """Return the marks of a vote with how many gave each, and who of them is known, by ``person`` of their ids."""
    return tuple(_vote_count(vote, mark, person, translate) for mark in Mark if vote.counts.get(mark))


def vote_result(vote: Vote, translate: Translator) -> str:
    """Return which answer a vote led to: まとまった答え：一部."""
    if vote.agreed is None:
        return translate("minutes.vote.not-agreed")
    return translate("minutes.vote.agreed", mark=word("mark", vote.agreed, translate))


def _vote_count(vote: Vote, mark: Mark, person: Callable[[str], str], translate: Translator) -> str:
    count = vote.counts[mark]
    named = [person(voter) for voter, its_mark in vote.persons.items() if its_mark is mark]
    key = "minutes.vote.count" if not named else "minutes.vote.named" if len(named) == count else "minutes.vote.some"
    who = translate("report.list.comma").join(dict.fromkeys(named))
    return translate(key, mark=word("mark", mark, translate), count=count, who=who)


# --- lists for a terminal ---------------------------------------------------------------------------------------------


def state(workshop: Workshop) -> str:
    """Return ``running``, ``paused`` or ``ended``."""
    if workshop.ended:
        return "ended"
    return "paused" if workshop.is_paused else "running"


def status_lines(proceedings: Proceedings, client: Client, translate: Translator, now: datetime) -> Iterator[str]:
    """Yield the workshops of a client, one a line, then where the one stands that goes on."""
    for workshop in proceedings.workshops:
        until = clock(workshop.ended) if workshop.ended else ""
        when = f"{workshop.began.date()} {clock(workshop.began)}-{until}"
        shown = (str(workshop.number), when, agenda_title(workshop.agenda, translate))
        yield "\t".join((*shown, translate(f"workshop.state.{state(workshop)}")))
    if current := proceedings.current:
        yield ""
        yield from _standing(current, proceedings, client, translate, now)


def _standing(
    workshop: Workshop, proceedings: Proceedings, client: Client, translate: Translator, now: datetime
) -> Iterator[str]:
    for item in item_lines(workshop, client, translate, now):
        yield f"  {item.number} {item.title}\t{item.planned}\t{item.used or '-'}\t{item.word}"
    line = pace_line(proceedings.pace(now), translate)
    yield "  ".join(part for part in (line.left, line.per_question, line.ends, line.late) if part)
    yield translate("workshop.to-ask", count=line.open)
    yield translate("workshop.to-return", count=len(proceedings.to_return_to))
    yield translate("workshop.parking-lot", count=len(proceedings.parking_lot))


def status_data(proceedings: Proceedings, client: Client, now: datetime) -> dict[str, Any]:
    """Return the workshops of a client as plain data; times in minutes with one decimal."""
    current = proceedings.current
    return {
        "client": client.assessment.name,
        "workshops": [_data(workshop, client) for workshop in proceedings.workshops],
        "current": _current_data(current, proceedings, now) if current else None,
        "parking_lot": [client.text(entry.text) for entry in proceedings.parking_lot],
    }


def _data(workshop: Workshop, client: Client) -> dict[str, Any]:
    return {
        "number": workshop.number,
        "agenda": workshop.agenda.agenda.id,
        "state": state(workshop),
        "began": workshop.began.isoformat(),
        "ended": workshop.ended.isoformat() if workshop.ended else None,
        "attendees": [client.person_name(person) for person in workshop.attendees],
        "planned_minutes": workshop.agenda.minutes,
        "used_minutes": _tenths(workshop.used()),
        "judged": list(workshop.judged),
        "skipped": list(workshop.skipped),
        "items": [
            {
                "number": number,
                "planned_minutes": item.minutes,
                "used_minutes": _tenths(workshop.used_in(number)),
                "state": workshop.keeping(number).value,
            }
            for number, item in enumerate(workshop.agenda.item, start=1)
        ],
    }


def _current_data(workshop: Workshop, proceedings: Proceedings, now: datetime) -> dict[str, Any]:
    pace = proceedings.pace(now)
    return {
        "number": workshop.number,
        "item": workshop.item,
        "left_minutes": _tenths(pace.item.left),
        "ends": pace.ends.isoformat(timespec="seconds"),
        "late_minutes": _tenths(pace.late),
        "to_ask": list(proceedings.to_ask),
        "to_return_to": list(proceedings.to_return_to),
    }


def _tenths(spent: timedelta) -> float:
    return round(spent / MINUTE, 1)
