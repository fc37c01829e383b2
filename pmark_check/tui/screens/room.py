"""Leading through a workshop, on the facilitator's view and on the projector alike: clock, agenda, what is put off."""

from __future__ import annotations

from typing import ClassVar

from pmark_check.tui.screens import workshop_sight
from pmark_check.tui.screens.assigning import Assigning
from pmark_check.tui.screens.workshop_dialogs import NumberedDialog
from pmark_check.tui.screens.workshop_keys import MENU
from pmark_check.tui.widgets.workshop_clock import Calm, WorkshopClock
from pmark_check.view.workshop import item_lines

TICK_SECONDS = 10.0
"""How often the clock is looked at."""


class Room(Assigning):
    """Base of both views of a workshop."""

    MENU: ClassVar[tuple[str, ...]] = MENU

    # --- the clock -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Let the clock be looked at."""
        self.set_interval(TICK_SECONDS, self.tick)

    def tick(self) -> None:
        """Show the clock as it is now."""
        if self.facilitation.current is None or not self.is_attached:
            return
        told = self.facilitation, self.session, self.desk.translate, self.desk.around.clock()
        self.query_one(WorkshopClock).show(workshop_sight.top(*told))
        if self.is_at_rest:
            self.query_one(Calm).say(*workshop_sight.calm(*told))

    @property
    def is_at_rest(self) -> bool:
        """Whether no question is asked: in a pause, a break, a talk, and when all were asked."""
        return self.control is None or self.facilitation.running.is_paused

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        with self.saving():
            if self.facilitation.running.is_paused:
                self.facilitation.resume()
                self.tell(self.t("tui.workshop.resumed"))
            else:
                self.facilitation.pause()
                self.tell("")
            self.paint()

    # --- going -----------------------------------------------------------------------------------------------------

    def action_go_on(self) -> None:
        """Go to the next question; where none is asked, to the next item; behind the last, to the end."""
        workshop = self.facilitation.running
        self.tell("")
        if workshop.is_paused:
            self.action_pause()
        elif self.control:
            self.show(self.facilitation.next_question(self.control.id))
        elif workshop.item == len(workshop.agenda.item):
            self.action_end()
        else:
            self.action_go_to_item(1)

    def action_end(self) -> None:
        """Ask whether the workshop is over."""

    def action_go_to_item(self, by: int) -> None:
        """Go to the next or the previous item of the agenda."""
        number = (self.facilitation.running.item or 0) + by
        if 1 <= number <= len(self.facilitation.running.agenda.item):
            self._begin_item(number)
        else:
            self.tell(self.t("tui.workshop.last-item" if by > 0 else "tui.workshop.first-item"))

    def _begin_item(self, number: int) -> None:
        with self.saving():
            self.facilitation.resume()
            self.facilitation.go_to_item(number)
            self.show(self.facilitation.next_question())

    def action_agenda(self) -> None:
        """Choose an item of the agenda."""
        workshop = self.facilitation.running
        lines = item_lines(workshop, self.session, self.desk.translate, self.desk.around.clock())
        choices = [(str(line.number), workshop_sight.agenda_line(line, self.desk.translate)) for line in lines]
        title = self.t("tui.workshop.agenda.title")
        self.app.push_screen(NumberedDialog(self.desk, title, choices), self._item_chosen)

    def _item_chosen(self, number: str | None) -> None:
        if number:
            self._begin_item(int(number))

    # --- menu ------------------------------------------------------------------------------------------------------

    def action_menu(self) -> None:
        """Show what else can be done; the same digit does the same on both views."""
        *offered, last = [(name, self.t(f"tui.workshop.menu.{name}")) for name in self.MENU if self._is_offered(name)]
        dialog = NumberedDialog(self.desk, self.t("tui.workshop.menu.title"), offered, last=last)
        self.app.push_screen(dialog, self.chosen)

    def _is_offered(self, name: str) -> bool:
        return bool(self.check_action(name, ()))

    def chosen(self, name: str | None) -> None:
        """Do what was chosen, None for nothing."""
        if name:
            getattr(self, f"action_{name}")()

    # --- skipping --------------------------------------------------------------------------------------------------

    def action_skip(self) -> None:
        """Put the question off and go on."""
        if self.control:
            with self.saving():
                self.facilitation.skip(self.control.id)
                self.show(self.facilitation.next_question(self.control.id))
                self.tell(self.t("tui.workshop.skipped", count=len(self.facilitation.to_return_to)))

    def action_return_to_skipped(self) -> None:
        """Go to the next question that was put off."""
        skipped = self.facilitation.to_return_to
        if not skipped:
            self.tell(self.t("tui.workshop.none-skipped"))
            return
        here = self.control.id if self.control else ""
        place = skipped.index(here) + 1 if here in skipped else 0
        self.tell("")
        self.show(skipped[place % len(skipped)])
