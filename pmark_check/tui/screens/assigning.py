"""Homework as it is given in a workshop, by two digits: who finds out or mends something, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from pmark_check.domain.events import ActionKind
from pmark_check.tui.screens.recording import Recording
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.view.words import day

PEOPLE = 9
"""So many people can be given homework with one digit."""

WEEK = timedelta(days=7)


class Assigning(Recording):
    """Base of both views of a workshop, in which homework is given."""

    def give_homework(self) -> bool:
        """Ask by digits who finds out or mends it until when; return False where nobody is known."""
        people = self._people()
        if self.control is None or not people:
            return False
        last = ("", self.t("tui.workshop.homework.write")) if self.writes_homework else None
        choices = [(name, name) for name in people[:PEOPLE]]
        title = self.t("tui.workshop.homework.who")
        dialog = NumberedDialog(self.desk, title, choices, last=last, told=self._question())
        self.app.push_screen(dialog, self._owner_chosen)
        return True

    writes_homework = False
    """Whether homework can be written in full here."""

    def write_homework(self) -> None:
        """Open the editor of homework."""

    def _owner_chosen(self, owner: str | None) -> None:
        if owner:
            days = self._days()
            choices = [(day(due), f"{label}  {self._dated(due)}") for label, due in days]
            title = self.t("tui.workshop.homework.when", who=owner)
            self.app.push_screen(NumberedDialog(self.desk, title, choices), lambda due: self._due_chosen(owner, due))
        elif owner == "":
            self.write_homework()

    def _dated(self, due: date) -> str:
        """Return a day with its weekday: nobody is asked for something on a Sunday by mistake."""
        return self.t("minutes.day", day=day(due), weekday=self.t(f"minutes.weekday.{due.isoweekday()}"))

    def _due_chosen(self, owner: str, due: str | None) -> None:
        if due is None or self.control is None:
            return
        is_open = self.session.is_open(self.session.library.control(self.control.id))
        aim = ActionKind.FIND_OUT if is_open else ActionKind.FIX
        with self.saving():
            self.session.plan_action(self.control.id, aim=aim, owner=owner, due=date.fromisoformat(due))
            self.paint()
            self.tell(self.t("tui.workshop.homework.kept", who=owner, due=due))

    def _people(self) -> list[str]:
        """Return who is there, then whoever else was given homework."""
        workshop, state = self.facilitation.running, self.session.assessment
        owners = (action.owner for control in state.controls.values() for action in control.open_actions)
        ids = dict.fromkeys([*workshop.attendees, *filter(None, owners)])
        return list(filter(None, map(self.session.person_name, ids)))

    def _days(self) -> list[tuple[str, date]]:
        """Return the days one gives homework until, each once, the next meeting first where it is known."""
        today = self.desk.around.clock().date()
        month_end = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        next_on = self.facilitation.running.next_on
        found = {next_on: "next"} if next_on else {}
        for name, due in (("week", today + WEEK), ("fortnight", today + 2 * WEEK), ("month-end", month_end)):
            found.setdefault(due, name)
        found.setdefault(today + 4 * WEEK, "four-weeks")
        return [(self.t(f"tui.workshop.due.{name}"), due) for due, name in found.items()]
