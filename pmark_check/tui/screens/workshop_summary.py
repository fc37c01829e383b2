"""What came of a workshop, once it is over; one key writes the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.getters import query_one

from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.session import Session
from pmark_check.tui import navigation
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.whole import WholeScreen
from pmark_check.tui.screens.workshop_sight import agenda_line
from pmark_check.tui.text import Prose
from pmark_check.tui.widgets.key_footer import KeyFooter
from pmark_check.tui.widgets.rows import Row, Rows
from pmark_check.view.controls import ActionLine
from pmark_check.view.minutes import AnswerLine, MinutesView, VoteLine


class WorkshopSummary(WholeScreen[None]):
    """Shows the last workshop of a client.

    Args:
        desk: the language, and what writes minutes.
        session: the client.
    """

    CSS_PATH = "workshop.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "tui.workshop.key.minutes", id="summary.write"),
        Binding("f3,o,ｏ,お", "open", "tui.workshop.key.open-minutes", id="summary.open"),
        Binding("escape", "leave", "tui.workshop.key.to-questions", id="summary.leave"),
        Binding("up", "scroll_by('up')", "tui.list.up", show=False, id="summary.up"),
        Binding("down", "scroll_by('down')", "tui.list.down", show=False, id="summary.down"),
        Binding("pageup", "scroll_by('page_up')", "tui.list.page-up", show=False, id="summary.page-up"),
        Binding("pagedown", "scroll_by('page_down')", "tui.list.page-down", show=False, id="summary.page-down"),
        Binding("f1,question_mark,？", "help", "tui.key.help", id="summary.help"),
    ]
    body = query_one("#summary", VerticalScroll)

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self.session = session
        self.written: Path | None = None

    def compose(self) -> ComposeResult:
        """The parts of the minutes that one wants to see at once."""
        proceedings = Proceedings(self.session)
        view = MinutesView(self.session, self.desk.translate, proceedings.workshops[-1], proceedings)
        yield Prose(self.t("tui.workshop.summary.title", client=view.name), id="title")
        with VerticalScroll(id="summary", can_focus=False):
            for title, rows in self._parts(view):
                if any(row.text for row in rows):
                    yield Prose(title, classes="part-title")
                    shown = Rows()
                    shown.say(rows)
                    yield shown
        yield Prose(id="written")
        yield KeyFooter()

    def begin(self) -> None:
        """Say where the minutes are, or how to write them."""
        path = self.written
        self.query_one("#written", Prose).say(
            self.t("tui.workshop.summary.written", path=path) if path else self.t("tui.workshop.summary.write")
        )

    def _parts(self, view: MinutesView) -> Iterator[tuple[str, list[Row]]]:
        yield view.title, [Row(label, text) for label, text in view.head]
        yield self.t("minutes.decisions.title"), [Row("・", made.text) for made in view.decisions]
        yield self.t("minutes.homework.title"), [Row("・", _homework(line)) for line in view.homework]
        yield self.t("minutes.next.title"), [Row("", view.next_date)]
        parked = [*view.parked, *view.settled]
        yield self.t("minutes.parked.title"), [Row("・", f"{entry.text}  {entry.outcome}") for entry in parked]
        yield self.t("tui.workshop.summary.skipped"), [Row("・", line.question) for line in view.skipped]
        yield self.t("minutes.votes.title"), [Row("・", self._vote(vote)) for vote in view.votes]
        answers = [*view.changed, *view.first_answered]
        told = [Row("・", self._answer(answer)) for answer in answers]
        yield self.t("tui.workshop.summary.answers", count=len(answers)), told
        yield view.kept, [Row(str(item.number), agenda_line(item, self.desk.translate)) for item in view.items]

    def _vote(self, vote: VoteLine) -> str:
        counts = self.t("report.list.comma").join(vote.counts)
        told = self.t("minutes.vote.spread", spread=vote.spread, counts=counts)
        return f"{vote.line.question}  {told}  {vote.agreed}"

    def _answer(self, answer: AnswerLine) -> str:
        question = answer.line.question
        return self.t("tui.workshop.summary.answer", question=question, before=answer.before, after=answer.after)

    def action_write(self) -> None:
        """Write the minutes beside the client's reports and say where they are."""
        if self.desk.write_minutes is None:
            self.notify(self.t("tui.report.none"), markup=False)
            return
        with self.errors_shown():
            self.written = self.desk.write_minutes(self.session, self.desk.translate)
        self.begin()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own
        """Offer to write the minutes, and once they are written to open them."""
        return self.written is None if action == "write" else action != "open" or self.written is not None

    def action_open(self) -> None:
        """Open the minutes with whatever the machine opens such files with."""
        if self.written:
            self.app.open_url(self.written.as_uri())

    def action_scroll_by(self, where: str) -> None:
        """Move the text."""
        getattr(self.body, f"scroll_{where}")(animate=False)

    def action_help(self) -> None:
        """Show help for this screen."""
        self.post_message(navigation.ShowHelp("workshop"))

    def action_leave(self) -> None:
        """Go to the client's questions."""
        self.post_message(navigation.LeaveWorkshop())


def _homework(line: ActionLine) -> str:
    return "  ".join(part for part in (line.due, line.owner, line.text or line.aim, line.control.question) if part)
