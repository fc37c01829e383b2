"""The way through the questions in lines: to the next one, back, to one that is looked for, to the facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmark_check.cli.facts import ask_facts
from pmark_check.cli.lines import Lines
from pmark_check.domain.checklist import Control
from pmark_check.domain.events import AnyBody, HowKnown
from pmark_check.domain.session import Session
from pmark_check.view.aloud import question_lines
from pmark_check.view.course import Course, touched
from pmark_check.view.listing import what_happened
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.search import Search
from pmark_check.view.typed import plain_key

if TYPE_CHECKING:
    from pmark_check.domain.background import Background

PLACE = "#"
"""Before the number of a question."""
MOST_FOUND = 20
"""How many questions, or words, are named where several are found."""


class Walk:
    """Goes through the questions of one client, and says the one it comes to.

    Args:
        session: the client.
        course: the way through its questions.
        lines: where is asked and answered.
        today: what days are counted from.
        background: reads what the questions cite.
        me: the name of whoever works with the program.
    """

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        session: Session,
        course: Course,
        lines: Lines,
        *,
        today: date,
        background: Callable[[], Background],
        me: str = "",
    ) -> None:
        self.session, self.course, self.lines = session, course, lines
        self.today, self.background, self.me = today, background, me
        self.t = lines.translate
        self.control = course.start()
        self.how = HowKnown.HEARD

    def show(self, control_id: str | None) -> None:
        """Go to a question, or say the one that is shown again."""
        if control_id in self.session.library.controls:
            self.control = self.session.library.controls[control_id]
        if self.control is None:
            self.lines.say(self.t("cli.ask.no-question"))
            return
        self.how = HowKnown.HEARD
        self.session.go_to(self.control.id)
        self.lines.say(*question_lines(self.view, self.course, self.control))

    def go_on(self) -> None:
        """Go to the next question that needs an answer; say so where there is none, or none but わからない."""
        following = self.course.next_open(self.control.id if self.control else None)
        if following is None:
            self.lines.say(self.t("cli.ask.all-answered"))
            return
        if not self.course.is_unanswered(following):
            self.lines.say(self.t("tui.interview.only-unknown-left"))
        self.show(following.id)

    def move(self, by: int) -> None:
        """Go to the next or previous question; say so where there is none."""
        following = self.course.step(self.here.id, by)
        if following:
            self.show(following.id)
        else:
            self.lines.say(self.t("cli.ask.last" if by > 0 else "tui.interview.first"))

    def find(self, typed: str) -> None:
        """Go to the question that ``typed`` finds; where it finds several, name them with their places."""
        wanted = typed or self.lines.ask(self.t("tui.find.ask"))
        search = Search(self.session, self.t, self.me)
        hits = search.found(wanted, search.hits) if wanted else ()
        exact = [hit for hit in hits if plain_key(wanted) == hit.control.id]
        if exact or len(hits) == 1:
            self.show((exact or hits)[0].control.id)
            return
        self.lines.say(self.t("tui.find.count", count=len(hits)) if hits else self.t("tui.find.none"))
        self.lines.say(*(f"{PLACE}{hit.place} {hit.line.question}" for hit in hits[:MOST_FOUND]))

    def ask_facts(self) -> None:
        """Ask for the facts; where the question is no longer asked, the next one is."""
        ask_facts(self.lines, self.session, self.today)
        if self.control not in self.session.asked():
            following = (self.control and self.course.step(self.control.id, 1)) or self.course.start()
            self.control = following
        self.show(None)

    def take_back(self, key: str, bodies: Sequence[AnyBody]) -> None:
        """Say what was taken back, or made to count again, and show the question it was about."""
        for body in bodies:
            self.lines.say(self.t(f"{key}.done", what=what_happened(body, self.session, self.t)))
        if not bodies:
            self.lines.say(self.t(f"{key}.nothing"))
        elif control := touched(bodies):
            self.show(control)

    # --- what it stands on -------------------------------------------------------------------------------------------

    @property
    def here(self) -> Control:
        """The question one is at; asked for only where there is one."""
        assert self.control is not None
        return self.control

    @property
    def changes(self) -> int:
        """How much was changed so far."""
        return len(self.session.events)

    @property
    def view(self) -> ScorecardView:
        """The client as it stands now."""
        return ScorecardView(self.session, self.t)
