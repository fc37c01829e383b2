"""When and where a workshop was held and who was there, as its minutes say it."""

from __future__ import annotations

from datetime import date, datetime, time

from pmark_check.domain.session import Session
from pmark_check.domain.workshop import Pause, Workshop
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import Cards
from pmark_check.view.report_parts import long_day
from pmark_check.view.words import literal
from pmark_check.view.workshop import MINUTE, agenda_title, clock, minutes


def dated(day: date, translate: Translator) -> str:
    """Return a day as minutes date it: 2026年11月22日（日）, Sunday, 22 November 2026."""
    weekday = translate(f"minutes.weekday.{day.isoweekday()}")
    return translate("minutes.day", day=long_day(day, translate), weekday=weekday)


def appointment(on: date | None, begins: time | None, translate: Translator) -> str:
    """Return when one meets again: 2026年12月10日（木） 14:00; "" for not known."""
    if on is None:
        return ""
    return " ".join(part for part in (dated(on, translate), begins.strftime("%H:%M") if begins else "") if part)


class Occasion:
    """The head of the minutes of one workshop.

    Args:
        session: the client.
        translate: the language.
        workshop: one of the client's.
    """

    def __init__(self, session: Session, translate: Translator, workshop: Workshop) -> None:
        self.session = session
        self.translate = translate
        self.workshop = workshop
        self._cards = Cards(session, translate)

    @property
    def name(self) -> str:
        """The client's name."""
        return literal(self.session.assessment.name)

    @property
    def title(self) -> str:
        """What the agenda is called."""
        return agenda_title(self.workshop.agenda, self.translate)

    @property
    def on(self) -> date:
        """The day."""
        return self.workshop.began.date()

    @property
    def day(self) -> str:
        """The day in words."""
        return dated(self.on, self.translate)

    @property
    def time(self) -> str:
        """From when to when, and how long that was without the pauses."""
        workshop = self.workshop
        over = "minutes.time" if workshop.pauses else "minutes.time.whole"
        key = over if workshop.ended else "minutes.time.open"
        ends = self._clock(workshop.ended or workshop.last)
        return self.translate(key, begin=clock(workshop.began), end=ends, used=minutes(workshop.used(), self.translate))

    @property
    def planned(self) -> str:
        """When it was meant to begin, and how long it was meant to take."""
        workshop, t = self.workshop, self.translate
        length = minutes(workshop.agenda.minutes * MINUTE, t)
        return t("minutes.planned", begin=self._clock(workshop.planned), length=length) if workshop.planned else length

    @property
    def pauses(self) -> tuple[str, ...]:
        """From when to when it was interrupted."""
        return tuple(map(self._pause, self.workshop.pauses))

    def _pause(self, pause: Pause) -> str:
        until = self._clock(pause.until) if pause.until else ""
        return self.translate("minutes.pause", begin=self._clock(pause.since), end=until)

    def _clock(self, at: datetime) -> str:
        """Return a time, with its day where that is another one than the day of the minutes."""
        return clock(at) if at.date() == self.on else f"{at.date()} {clock(at)}"

    @property
    def place(self) -> str:
        """Where it was held; "" for not said."""
        return self._cards.text(self.workshop.place)

    @property
    def attendees(self) -> tuple[str, ...]:
        """Who was there."""
        return tuple(map(self._person, self.workshop.attendees))

    @property
    def recorder(self) -> str:
        """Who kept the record; "" for not known."""
        return self._cards.person(self.workshop.recorder)

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """What stands at the head: (label, text) of all that was said."""
        comma = self.translate("report.list.comma")
        told = {
            "day": self.day,
            "time": self.time,
            "planned": self.planned,
            "pauses": comma.join(self.pauses),
            "place": self.place,
            "attendees": comma.join(self.attendees) or self.translate("report.unset"),
            "recorder": self.recorder,
            "agenda": self.title,
        }
        return tuple((self.translate(f"minutes.head.{key}"), text) for key, text in told.items() if text)

    def _person(self, person: str) -> str:
        return self._cards.person(person) or self.translate("text.erased")
