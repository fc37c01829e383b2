"""The interview: one question, one row of answers, one line that says what happens next.

Every answer is durable before it is shown: the session's methods return once the bytes are on the disk, and what is
shown is read from the session. The screen keeps only what the next key needs: the layer that is being refined, how
the next answer will be known, and who is speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import AnyBody, HowKnown, Mark
from pmark_check.domain.session import Session
from pmark_check.tui import navigation
from pmark_check.tui.deeds import deed, touched
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.interview_keys import BINDINGS, EDITING, SHOWN, SHOWN_WHILE_EDITING
from pmark_check.tui.screens.question import QuestionScreen
from pmark_check.tui.screens.too_small import TooSmall
from pmark_check.tui.widgets import editors
from pmark_check.tui.widgets.answer_bar import NOT_APPLICABLE
from pmark_check.tui.widgets.editor import Editor
from pmark_check.tui.widgets.navigator import Navigator

WHO_DRAFTED = {field: kind for kind in editors.KINDS for field in kind.FIELDS.values()}
"""Name of a draft -> the editor it was typed in."""


class InterviewScreen(QuestionScreen):
    """Asks the questions of one client: what its keys do."""

    BINDINGS: ClassVar[list[BindingType]] = BINDINGS
    shown_keys: tuple[str, ...] = SHOWN

    def __init__(self, desk: Desk, session: Session, control_id: str | None = None) -> None:
        super().__init__(desk, session, control_id)
        self.editor: Editor | None = None
        self._answered_last: str | None = None
        self._is_covered = False

    def begin(self) -> None:
        """Open again what was being written when the program was interrupted."""
        super().begin()
        drafts = self.session.drafts()
        here = [draft for draft in drafts if self.control and draft.control == self.control.id]
        if draft := next(iter([*here, *drafts]), None):
            self.show(draft.control)
            if kind := WHO_DRAFTED.get(draft.field):
                self._edit(kind)
                self.status.say(self.t("tui.interview.draft-restored"))

    def on_screen_suspend(self) -> None:
        """Close what is being written, as Escape does, before another screen covers this one."""
        self._is_covered = True
        if self.editor and not isinstance(self.app.screen, TooSmall) and self.editor.leave():
            self._editor_left()

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile; where the question is no longer asked, the next one is shown."""
        if not self._is_covered:
            return
        self._is_covered = False
        if self.control and self.control not in self.course.controls:
            following = self.course.step(self.control.id, 1) or self.course.start()
            self.show(following.id if following else None)
        else:
            self.paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While something is being written, only what one does not type keeps its meaning."""
        if action.startswith("app.") or not self.is_attached:
            return True
        return self.editor is None or action in EDITING or not hasattr(InterviewScreen, f"action_{action}")

    # --- answering -------------------------------------------------------------------------------------------------

    def action_answer(self, answer: str) -> None:
        """Give an answer on the chosen layers."""
        if self.control is None or not self._leave_editor():
            return
        if answer == NOT_APPLICABLE:
            self._edit(editors.ReasonEditor)
            return
        control, mark = self.control, Mark(answer)
        self.status.say("")
        with self.saving():
            self.session.answer(control.id, mark, layer=self.refined, how=self.how, said_by=self.who)
            self._answered_last = control.id
            if mark is Mark.UNKNOWN:
                self.status.say(self.t("tui.interview.unknown"))
            self._answered()

    def _answered(self) -> None:
        """Go on where the answer covers all layers and the setting says so, else show it."""
        if self.refined is None and self.desk.settings.go_on_after_answer:
            self._go_on()
        else:
            self.paint()

    def _go_on(self) -> None:
        """Go to the next question that needs an answer; say so where there is none, or none but わからない."""
        current = self.control.id if self.control else None
        following = self.course.next_open(current)
        self.show(following.id if following else current)
        if following is None:
            self.status.say(self.t("tui.interview.all-answered"), "bold $success")
        elif not self.status.notice and not self.course.is_unanswered(following):
            self.status.say(self.t("tui.interview.only-unknown-left"))

    def action_next_open(self) -> None:
        """Go to the next question that needs an answer."""
        self.status.say("")
        self._go_on()

    def action_turn_layer(self, by: int) -> None:
        """Choose the next layer to refine, and after the last all of them."""
        if self.control:
            choices: list[Layer | None] = [None, *self.control.layers]
            self.refined = choices[(choices.index(self.refined) + by) % len(choices)]
            self.paint()

    def action_layer(self, layer: str) -> None:
        """Choose a layer by click; once more chooses all."""
        self.refined = None if self.refined == layer else Layer(layer)
        self.paint()

    def action_how(self) -> None:
        """Say how the answer is known: of the standing answers on the chosen layers, or of the next one."""
        kinds = list(HowKnown)
        self.how = kinds[(kinds.index(self._standing_how()) + 1) % len(kinds)]
        self._restate(how=self.how)

    def _standing_how(self) -> HowKnown:
        if self.control:
            answers = self.session.state(self.control.id).answers
            return next((answers[layer].how for layer in self.chosen_layers if layer in answers), self.how)
        return self.how

    @on(editors.PersonEditor.Named)
    def _named(self, event: editors.PersonEditor.Named) -> None:
        self.who = event.name
        self._restate(said_by=event.name)

    def _restate(self, *, how: HowKnown | None = None, said_by: str | None = None) -> None:
        """Give the standing answers on the chosen layers again, known otherwise or said by somebody else."""
        if self.control is None:
            return
        state = self.session.state(self.control.id)
        with self.saving(), self.session.one_gesture():
            for layer in self.chosen_layers:
                if state.mark(layer) is not None and not state.is_excused:
                    answer = state.answers[layer]
                    who = self.session.person_name(answer.said_by) if said_by is None else said_by
                    marks = {layer: answer.mark}
                    self.session.mark(self.control.id, marks, how=how or answer.how, said_by=who)
        self.paint()

    # --- going -----------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Go to the next or previous question."""
        if self.control and (following := self.course.step(self.control.id, by)):
            self.status.say("")
            self.show(following.id)
        else:
            self.status.say(self.t("tui.interview.last" if by > 0 else "tui.interview.first"))

    def action_return(self) -> None:
        """Go back to the question that was answered last."""
        self.status.say("")
        self.show(self._answered_last)

    def action_scroll_card(self, pages: int) -> None:
        """Scroll what stands under the question."""
        self.card.scroll_page(pages)
        self.call_after_refresh(self._hint_at_the_rest)

    def action_find(self) -> None:
        """Find a question by its text, id or section, or among the open ones."""
        from pmark_check.tui.screens.finder import Finder

        if self._leave_editor():
            self.app.push_screen(Finder(self.desk, self.session), self._found)

    def _found(self, control_id: str | None) -> None:
        if control_id:
            self.show(control_id)

    @on(Navigator.Chosen)
    def _chosen(self, event: Navigator.Chosen) -> None:
        if self._leave_editor():
            self.show(event.control_id)

    def action_results(self) -> None:
        """Show the results."""
        self.post_message(navigation.ShowResults())

    def action_facts(self) -> None:
        """Show the facts about the firm."""
        self.post_message(navigation.ShowFacts())

    def action_help(self) -> None:
        """Show help for the interview."""
        if self._leave_editor():
            self.post_message(navigation.ShowHelp("interview"))

    def action_glossary(self) -> None:
        """Show the words explained."""
        self.post_message(navigation.ShowHelp("glossary"))

    def action_plain(self) -> None:
        """Show, or hide, how to ask the question in the room."""
        self.is_plain = not self.is_plain
        self.paint()
        self.card.body.scroll_home(animate=False)

    def action_back(self) -> None:
        """Close what is being written, else go back to the list of clients."""
        if self.editor is None:
            self.post_message(navigation.GoHome())
        elif self.editor.leave():
            self._editor_left()

    # --- taking back -----------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take the last change back, say which one it was and show it."""
        with self.saving():
            self._say_deed("tui.interview.undone", self.session.undo())

    def action_redo(self) -> None:
        """Make the change that was taken back count again."""
        with self.saving():
            self._say_deed("tui.interview.redone", self.session.redo())

    def _say_deed(self, key: str, bodies: Sequence[AnyBody]) -> None:
        if not bodies:
            self.status.say(self.t(f"{key}.nothing"))
            return
        self.show(touched(bodies) or (self.control.id if self.control else None))
        what = deed(bodies, self.session.library, self.desk.translate)
        self.status.say(self.t(key, what=what), "bold $accent")

    # --- writing in place ------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Write the note; once more, the private one; once more, the note again."""
        is_note = isinstance(self.editor, editors.NoteEditor) and not self._is_private
        self._edit(editors.PrivateNoteEditor if is_note else editors.NoteEditor)

    def action_private_note(self) -> None:
        """Write the private note."""
        self._edit(editors.PrivateNoteEditor)

    @property
    def _is_private(self) -> bool:
        return isinstance(self.editor, editors.PrivateNoteEditor)

    def action_evidence(self) -> None:
        """Say where proof was seen; once more, the next piece."""
        self._edit(editors.EvidenceEditor)

    def action_homework(self) -> None:
        """Plan homework; once more, the next piece."""
        self._edit(editors.HomeworkEditor)

    def action_who(self) -> None:
        """Say who is answering."""
        self._edit(editors.PersonEditor)

    def _edit(self, kind: type[Editor]) -> None:
        if self.control is None:
            return
        if isinstance(self.editor, editors.Listed) and type(self.editor) is kind:
            self.editor.turn()
            return
        if self._leave_editor():
            self.editor = kind(self.desk, self.session, self.control.id, said_by=self.who)
            self.query_one("#place").mount(self.editor)
            self.add_class("-editing")
            self.status.say("")
            self._show_keys_of_now()

    def _leave_editor(self) -> bool:
        """Close what is being written; return False where it cannot be kept, and then stays."""
        if self.editor is not None and not self.editor.close():
            return False
        self._editor_left()
        return True

    @on(Editor.Closed)
    def _editor_closed(self, event: Editor.Closed) -> None:
        if event.editor is self.editor:
            self._editor_left()

    def _editor_left(self) -> None:
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        is_excused = isinstance(editor, editors.ReasonEditor) and editor.is_changed
        self.set_focus(None)
        editor.remove()
        self.remove_class("-editing")
        self._show_keys_of_now()
        if editor.is_changed:
            self.status.saved(self.last_saved())
            self.status.say(self.t(f"tui.edit.{editor.NAME}.kept"))
        if is_excused:
            self._answered()
        else:
            self.paint()

    @on(Editor.Failed)
    def _editor_failed(self, event: Editor.Failed) -> None:
        with self.errors_shown():
            raise event.error

    def key_name(self, binding: Binding) -> str:
        """Return what a key does now: Escape closes what is being written before it leads back."""
        is_closing = self.editor is not None and binding.action == "back"
        return self.t("tui.key.close") if is_closing else super().key_name(binding)

    def _show_keys_of_now(self) -> None:
        self.shown_keys = SHOWN_WHILE_EDITING if self.editor else SHOWN
        self.show_keys()

    def keep_typing(self) -> None:
        """Keep what is being written as a draft."""
        if self.editor:
            self.editor.keep_typing()

    def retranslate(self) -> None:
        """Show everything in the language that the desk speaks now."""
        if self._leave_editor():
            super().retranslate()
