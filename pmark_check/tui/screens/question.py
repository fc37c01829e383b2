"""One question of one client on the screen: composed once, painted anew after every change.

Nothing here changes the session but the place where one is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.events import HowKnown
from pmark_check.domain.readiness import Result
from pmark_check.domain.session import Session
from pmark_check.tui.deeds import QUESTION_CELLS
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens import interview_sight as sight
from pmark_check.tui.screens.base import PmarkScreen
from pmark_check.tui.text import shortened
from pmark_check.tui.widgets.answer_bar import AnswerBar
from pmark_check.tui.widgets.aside import Aside, Citations
from pmark_check.tui.widgets.client_header import ClientHeader
from pmark_check.tui.widgets.key_footer import keycap
from pmark_check.tui.widgets.navigator import Navigator
from pmark_check.tui.widgets.question_card import QuestionCard, Sight
from pmark_check.tui.widgets.rows import Rows
from pmark_check.tui.widgets.standing import Layers, notes
from pmark_check.tui.widgets.status_line import Key, KeyLine, StatusLine
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, word

if TYPE_CHECKING:
    from pmark_check.domain.background import Background

WIDE, BROAD, HIGH = 100, 120, 30
"""Columns from which there is a navigator and an aside; rows from which notes get a second line."""


class QuestionScreen(PmarkScreen[None]):
    """Shows where one is: the question, its standing answers, the score.

    Args:
        desk: settings and language.
        session: the client.
        control_id: where to begin; by default where one was last.
    """

    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]  # noqa: RUF012 - Textual's own, declared as an instance's

    header = getters.query_one(ClientHeader)
    navigator = getters.query_one(Navigator)
    card = getters.query_one(QuestionCard)
    answers = getters.query_one(AnswerBar)
    layer_line = getters.query_one(Layers)
    notes = getters.query_one("#notes", Rows)
    aside = getters.query_one(Aside)
    status = getters.query_one(StatusLine)
    key_line = getters.query_one(KeyLine)

    class BackgroundRead(Message):
        """The accidents, documents and references are there."""

        def __init__(self, background: Background) -> None:
            super().__init__()
            self.background = background

    def __init__(self, desk: Desk, session: Session, control_id: str | None = None) -> None:
        super().__init__(desk)
        self.session = session
        self.course = Course(session)
        self.control: Control | None = self.course.start(control_id)
        self.refined: Layer | None = None
        self.how = HowKnown.HEARD
        self.who = ""
        self.is_plain = False
        self._failed: frozenset[str] | None = None
        self._background: Background | None = None
        self._is_reading = False
        self._painted_for: Size | None = None
        self._scorecard: ScorecardView | None = None
        self._known_way: tuple[tuple[object, ...], sight.Way] | None = None

    def compose(self) -> ComposeResult:
        """Header, question, status and keys; the columns beside the question where there is room for them."""
        width = self.app.size.width
        yield ClientHeader()
        with Horizontal(id="columns"):
            if width >= WIDE:
                yield Navigator()
            with Vertical(id="main"):
                yield QuestionCard()
                yield AnswerBar()
                with Vertical(id="place"):
                    yield Layers()
                    yield Rows(id="notes")
            if width >= BROAD:
                yield Aside()
        yield StatusLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the question one is at."""
        self.begin()

    def begin(self) -> None:
        """Show the question one is at, for the first time."""
        self.status.saved(self.last_saved())
        self.show_keys()
        self.show(self.control.id if self.control else None)

    async def recompose(self) -> None:
        """Show the same place in another language."""
        await super().recompose()
        self.status.saved(self.last_saved())
        self.show_keys()
        self.paint()

    @on(events.Resize)
    async def _make_columns(self) -> None:
        """Make the columns that there was no room for before (14 widgets, which a start at 80x24 does without)."""
        columns = self.query_one("#columns")
        if self.size.width >= WIDE and not self._has_column(Navigator):
            await columns.mount(Navigator(), before=0)
        if self.size.width >= BROAD and not self._has_column(Aside):
            await columns.mount(Aside())

    def _has_column(self, kind: type[Widget]) -> bool:
        """Return whether that column is there; a query would walk through every widget at every key press."""
        return any(isinstance(column, kind) for column in self.query_one("#columns").children)

    def on_resize(self) -> None:
        """Use the room there is."""
        if self.size != self._painted_for:
            self.paint()

    # --- where one is ----------------------------------------------------------------------------------------------

    def show(self, control_id: str | None) -> None:
        """Go to a question, refining no layer, and remember it as the place where to resume."""
        if control_id in self.session.library.controls:
            self.control = self.session.library.controls[control_id]
            self.call_after_refresh(self._remember_place)
        self.refined = None
        self.how = HowKnown.HEARD
        self.paint()
        self.card.scroll_home(animate=False, immediate=True)

    def _remember_place(self) -> None:
        """Keep where to resume. It waits for the paint: a durable write takes longer than all else on a key press."""
        if self.control:
            with self.errors_shown():
                self.session.go_to(self.control.id)

    def on_unmount(self) -> None:
        """Keep where to resume where there was no paint any more to wait for."""
        self._remember_place()

    # --- painting --------------------------------------------------------------------------------------------------

    @property
    def scorecard(self) -> ScorecardView:
        """The client's numbers: made anew once something happened, or another language is spoken."""
        known, now = self._scorecard, (self.session.situation, self.desk.translate)
        if known is None or (known.situation, known.translate) != now:
            known = self._scorecard = ScorecardView(self.session, self.desk.translate)
        return known

    def _way(self, view: ScorecardView) -> sight.Way:
        """Return the lines of the navigator, made anew once something happened or other questions are asked."""
        now = (view, self._background, self.course.controls)
        if self._known_way is None or self._known_way[0] != now:
            self._known_way = (now, sight.Way(view, self.course, self._background))
        return self._known_way[1]

    def paint(self) -> None:
        """Show what the session holds now."""
        self._painted_for = self.size
        view = self.scorecard
        self._notice_knockouts(view)
        with self.app.batch_update():
            self.header.say(*sight.head(view, self.course, self.control))
            if self._has_column(Navigator):
                way = self._way(view)
                self.navigator.show(tuple(way.entries(self.control)), way.footnote)
            if self.control is None:
                self.card.say(self.t("tui.interview.nothing-asked"))
            else:
                self._paint_control(view, self.control)
        if self._background is None:
            self.call_after_refresh(self._want_background)
        self.call_after_refresh(self._hint_at_the_rest)

    @on(QuestionCard.Fitted)
    def _hint_at_the_rest(self) -> None:
        if self.is_attached:
            self.status.hint(self.t("tui.status.scroll") if self.shows_card and self.card.has_more else "")

    @property
    def shows_card(self) -> bool:
        """Whether the question is in sight."""
        return True

    def _paint_control(self, view: ScorecardView, control: Control) -> None:
        t = self.desk.translate
        card, cited = view.cards.card(control), sight.cited(control, self._background, t)
        self.card.show(card, self._sight(view, control, cited), t)
        scope = t("tui.interview.scope", layer=word("layer", self.refined, t)) if self.refined else ""
        self.answers.show(t, self.course.common_answer(control, self.chosen_layers), scope)
        self.layer_line.show(card, t, str(self.refined or ""), word("how", self.how, t), self.who)
        self.notes.say(notes(card, t, most=2 if self.size.height >= HIGH else 1))
        if self._has_column(Aside):
            self.aside.show(card.why, cited, t)

    def _sight(self, view: ScorecardView, control: Control, cited: Citations) -> Sight:
        t = self.desk.translate
        return Sight(
            trails=sight.trail(self.session.library, control, t),
            place=sight.counted(self.course, control, t),
            confirmation=sight.confirmation(view, control),
            cited=cited,
            is_plain=self.is_plain,
            is_brief=self.size.width >= BROAD,
        )

    @property
    def chosen_layers(self) -> tuple[Layer, ...]:
        """The layers that an answer key touches."""
        if self.control is None:
            return ()
        return (self.refined,) if self.refined else self.control.layers

    def show_keys(self) -> None:
        """Show the keys that matter now."""
        active = reversed(self.active_bindings.values())
        by_name = {(found.binding.id or "").partition(".")[2]: found.binding for found in active}
        shown = (by_name[name] for name in self.shown_keys if name in by_name)
        self.key_line.show([Key(_display(b, self), self.key_name(b), f"screen.{b.action}") for b in shown])

    def key_name(self, binding: Binding) -> str:
        """Return what a key does now."""
        return binding.description

    shown_keys: tuple[str, ...] = ()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Say when a change was saved, or that it could not be; ``PmarkError`` goes no further."""
        before = len(self.session.events)
        with self.saving_shown(self.status):
            yield
            if len(self.session.events) > before:
                self.status.saved(self.last_saved())

    # --- what is said ----------------------------------------------------------------------------------------------

    def last_saved(self) -> str:
        """Return when the client was last changed: the time, with the day where that was not today."""
        events_ = self.session.events
        return self.t("tui.status.saved", time=self.desk.when(events_[-1].at) if events_ else "")

    def _notice_knockouts(self, view: ScorecardView) -> None:
        """Say once, where an answer made a knock-out fail, that it did."""
        tests = view.readiness.knockouts
        failed = frozenset(control for control, result in tests.items() if result is Result.FAILED)
        before, self._failed = self._failed, failed
        if before is not None and (news := sorted(failed - before)):
            self.say_failed(news[0])

    def say_failed(self, control_id: str) -> None:
        """Say that a knock-out failed."""
        question = literal(self.session.library.controls[control_id].question.to(self.desk.language))
        said = self.t("tui.interview.knockout-failed", question=shortened(question, QUESTION_CELLS))
        self.status.say(said, "bold $warning")

    # --- what stands behind the question ---------------------------------------------------------------------------

    def _want_background(self) -> None:
        if not self._is_reading:
            self._is_reading = True
            self._read_background()

    @work(thread=True, exit_on_error=False)
    def _read_background(self) -> None:
        self.post_message(self.BackgroundRead(self.desk.background()))

    @on(BackgroundRead)
    def _background_read(self, event: BackgroundRead) -> None:
        self._background = event.background
        self.paint()


def _display(binding: Binding, screen: QuestionScreen) -> str:
    if binding.key in {"enter", "down", "escape"}:
        return screen.t(f"tui.keycap.{binding.key}")
    return keycap(binding, screen)
