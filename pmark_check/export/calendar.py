"""ICS (RFC 5545): the dates of a client for any calendar: homework, evidence to look at again, the way to the mark.

Every event takes whole days. Its UID is a hash of what it is about, so that a newer file replaces it in a calendar
instead of adding a second one; moving a due date keeps the UID.
"""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pmark_check.domain.checklist import Layer
from pmark_check.export import said
from pmark_check.version import VERSION
from pmark_check.view.dossier import ASKED, NOT_ASKED, Dossier, Entry

LONGEST_LINE = 75
"""Octets of one line, its CRLF left out (RFC 5545, 3.1)."""

DUTIES = {"education": "pmark-2023:J.4.3", "audit": "pmark-2023:J.6.2", "review": "pmark-2023:J.6.3"}
"""What a firm has to do at least once a year, and the clause that says so."""

EXPIRY = "mark_expires"
"""The fact that holds the day on which the present mark expires."""

RENEWAL_OPENS, RENEWAL_CLOSES = 8, 4
"""Months before that day (``procedure.toml``, deadline ``renewal-window``; a test holds them together)."""


class Happening(NamedTuple):
    """One event.

    Attributes:
        kind: the catalogue entry ``export.calendar.kind.<kind>`` names it.
        about: what it is about; with the client's name and the kind it makes the UID.
        last: its last day.
        is_yearly: whether it comes again every year.
    """

    kind: str
    about: str
    first: date
    last: date
    summary: str
    text: str
    is_yearly: bool = False


def render(dossier: Dossier) -> bytes:
    """Return the calendar in UTF-8; one without dates has no event."""
    name = dossier.translate("export.calendar.name", client=dossier.view.name)
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//pmark-check//pmark-check {VERSION}//{dossier.translate.language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for happening in happenings(dossier) for line in _component(happening, dossier)),
        "END:VCALENDAR",
    ]
    return b"".join(map(folded, content))


def happenings(dossier: Dossier) -> tuple[Happening, ...]:
    """Return everything that has a date, the soonest first."""
    found = [*_homework(dossier), *_evidence(dossier)]
    if dossier.view.application.id != "none":
        found += [*_application(dossier), *_months(dossier), *_duties(dossier), *_renewal(dossier)]
    return tuple(sorted(_told_apart(found), key=lambda happening: (happening.first, happening.kind, happening.about)))


def _told_apart(found: Iterable[Happening]) -> Iterator[Happening]:
    """Yield ``found``; of those that are about the same each but the first is numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    for happening in found:
        seen[happening.kind, happening.about] += 1
        count = seen[happening.kind, happening.about]
        yield happening if count == 1 else happening._replace(about=_id(happening.about, str(count)))


# --- what has a date -------------------------------------------------------------------------------------------------


def _homework(dossier: Dossier) -> Iterator[Happening]:
    for entry in dossier.entries:
        for action, line, _ in said.homework(dossier, entry):
            if action.outcome is None and action.due:
                about = _id(entry.control.id, action.aim, line.text, line.owner)
                what = said.with_more(line.text or entry.card.question, (line.owner,), dossier.translate)
                yield _day("homework", about, action.due, _titled("homework", what, dossier), _told(dossier, entry))


def _evidence(dossier: Dossier) -> Iterator[Happening]:
    for entry in dossier.entries:
        for found in said.evidence(entry):
            if found.next_check and entry.standing != NOT_ASKED:
                about, on = _id(entry.control.id, found.where), date.fromisoformat(found.next_check)
                yield _day("evidence", about, on, _titled("evidence", found.where, dossier), _told(dossier, entry))


def _application(dossier: Dossier) -> Iterator[Happening]:
    plan = dossier.examination.month_plan
    if plan.wish:
        sentence = dossier.examination.plan.sentence
        yield _day("application", "", plan.wish, _named("application", dossier), sentence)


def _months(dossier: Dossier) -> Iterator[Happening]:
    """Yield the first day of each month of the plan; its UID follows the place in the plan, not the month."""
    for place, month in enumerate(dossier.examination.plan.months, 1):
        steps = (f"{step.rank} {step.line.question}" for step in month.steps)
        what = said.with_more(month.phase_title, (month.work,), dossier.translate)
        yield _day("month", str(place), month.first, _titled("month", what, dossier), "\n".join(steps))


def _duties(dossier: Dossier) -> Iterator[Happening]:
    """Yield each yearly duty a year after it was last done; where no record tells, after the planned application."""
    for duty, clause in DUTIES.items():
        done = _last_done(dossier, clause)
        start = done or dossier.examination.month_plan.wish
        if start:
            key = f"export.calendar.{'since-done' if done else 'since-application'}"
            text = dossier.translate(key, day=start.isoformat())
            on = months_later(start, 12)
            yield Happening(duty, "", on, on, _named(duty, dossier), text, is_yearly=True)


def _last_done(dossier: Dossier, clause: str) -> date | None:
    """Return the latest day for which evidence of a clause stands, where its practice or record is there at all."""
    sections = dossier.view.session.library.sections
    days = [
        date.fromisoformat(found.as_of)
        for entry in dossier.entries
        if entry.standing == ASKED and sections[entry.section].ref == clause and _is_done(entry)
        for found in entry.card.evidence
        if found.as_of
    ]
    return max(days, default=None)


def _is_done(entry: Entry) -> bool:
    return any(line.layer != Layer.RULE and line.mark in ("yes", "partial") for line in entry.card.layers)


def _renewal(dossier: Dossier) -> Iterator[Happening]:
    """Yield when a renewal may be applied for, and the day on which the mark expires."""
    stated = dossier.view.session.assessment.facts.get(EXPIRY)
    if not isinstance(stated, str):
        return
    expiry = date.fromisoformat(stated)
    first, last = renewal_window(expiry)
    text = dossier.translate("export.calendar.renewal.text", first=first, last=last, expiry=expiry)
    yield Happening("renewal", "", first, last, _named("renewal", dossier), text)
    yield _day("renewal-closes", "", last, _named("renewal-closes", dossier), text)
    yield _day("expiry", "", expiry, _named("expiry", dossier), text)


def renewal_window(expiry: date) -> tuple[date, date]:
    """Return the first and the last day for a renewal: a mark that expires on 1 December has 2 April to 1 August."""
    return next_day(months_later(expiry, -RENEWAL_OPENS)), months_later(expiry, -RENEWAL_CLOSES)


def months_later(day: date, months: int) -> date:
    """Return the same day that many months later; the last of that month where it has no such day.

    What would lie before or after all days is the first or the last one there is.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_day(day: date) -> date:
    """Return the day after; the last day there is has none, and stays."""
    return day if day == date.max else day + timedelta(days=1)


# --- making ----------------------------------------------------------------------------------------------------------


def _day(kind: str, about: str, on: date, summary: str, text: str) -> Happening:
    return Happening(kind, about, on, on, summary, text)


def _named(kind: str, dossier: Dossier) -> str:
    return dossier.translate(f"export.calendar.kind.{kind}")


def _titled(kind: str, what: str, dossier: Dossier) -> str:
    return dossier.translate("export.labelled", label=_named(kind, dossier), text=" ".join(what.split()))


def _told(dossier: Dossier, entry: Entry) -> str:
    """Return the question with everything that was said about it."""
    t, card = dossier.translate, entry.card
    labelled = [
        ("field.note", card.note),
        ("field.private-note", card.private_note),
        ("export.column.reason", card.not_applicable),
        ("export.column.evidence", "\n".join(said.evidence_text(found, t) for found in said.evidence(entry))),
        ("export.column.homework", "\n".join(said.homework_text(w, t) for w in said.homework(dossier, entry))),
    ]
    told = (t("export.labelled", label=t(key), text=text) for key, text in labelled if text)
    return "\n".join((card.question, *told))


def _component(happening: Happening, dossier: Dossier) -> Sequence[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(dossier.view.session.assessment.name, happening)}",
        f"DTSTAMP:{_digits(dossier.today)}T000000Z",
        f"DTSTART;VALUE=DATE:{_digits(happening.first)}",
        f"DTEND;VALUE=DATE:{_digits(next_day(happening.last))}",
        *(["RRULE:FREQ=YEARLY"] if happening.is_yearly else []),
        f"SUMMARY:{escaped(happening.summary)}",
        *([f"DESCRIPTION:{escaped(happening.text)}"] if happening.text else []),
        f"CATEGORIES:{escaped(_named(happening.kind, dossier))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def uid(client: str, happening: Happening) -> str:
    """Return the id of an event: a hash, so that it tells nothing."""
    about = _id(client, happening.kind, happening.about)
    return f"{hashlib.sha256(about.encode()).hexdigest()[:32]}@pmark-check"


def _id(*parts: str) -> str:
    """Return one text for several that no other ones give."""
    return "\0".join(parts)


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """Return ``text`` as a value of type TEXT (RFC 5545, 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def folded(line: str) -> bytes:
    """Return a content line with its CRLF, in pieces of at most 75 octets that never cut a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
