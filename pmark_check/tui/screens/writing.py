"""Writing in place, below the answers: one editor at a time, and the question stays visible."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.binding import Binding
from textual.message import Message
from textual.widget import AwaitMount

from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens import interview_sight as sight
from pmark_check.tui.screens.interview_keys import EDITING, OPENING, SHOWN, SHOWN_WHILE_EDITING
from pmark_check.tui.screens.question import QuestionScreen
from pmark_check.tui.screens.too_small import TooSmall

if TYPE_CHECKING:
    from pmark_check.tui.widgets.editor import Editor


class WritingScreen(QuestionScreen):
    """A question of which notes, evidence, homework and reasons can be written."""

    shown_keys: tuple[str, ...] = SHOWN

    def __init__(self, desk: Desk, session: Session, control_id: str | None = None) -> None:
        super().__init__(desk, session, control_id)
        self.editor: Editor | None = None
        self._interrupted: list[tuple[str, str]] = []
        """Question and editor of what was being written when the program was interrupted, and is still to be opened."""
        self._is_covered = False
        self._opened_at = 0.0

    @cached_property
    def _opening(self) -> Mapping[str, str]:
        """The keys that open an editor, each with its action."""
        return {
            key: found.binding.action for key, found in self.active_bindings.items() if found.binding.action in OPENING
        }

    @on(events.Key)
    async def _open_at_once(self, event: events.Key) -> None:
        """Open an editor before any other key is looked at, and hand on to it what was typed before it was there.

        A binding would run after later keys of the same burst: a digit of the note would answer the question (tried).
        """
        action = self._opening.get(event.key) if self.editor is None else None
        is_early = self.editor is not None and event.time < self._opened_at
        if action or is_early:
            event.prevent_default().stop()
        if action:
            await self.run_action(action)
            self._opened_at = Message().time
        elif is_early and self.focused:
            self.focused.post_message(events.Key(event.key, event.character))

    def begin(self) -> None:
        """Open again what was being written when the program was interrupted."""
        super().begin()
        self._interrupted = self._drafted()
        here = self.control.id if self.control else ""
        self._interrupted.sort(key=lambda draft: draft[0] != here)
        self.reopen()

    def _drafted(self) -> list[tuple[str, str]]:
        """Return question and editor of every draft, each once."""
        drafts = self.session.drafts()
        if not drafts:
            return []
        from pmark_check.tui.widgets.editors import DRAFTED

        return list(dict.fromkeys((draft.control, DRAFTED[draft.field]) for draft in drafts if draft.field in DRAFTED))

    def reopen(self) -> None:
        """Open the next of what was interrupted, if it is still a draft, and say how many more there are."""
        kept = self._drafted() if self._interrupted else []
        self._interrupted = [draft for draft in self._interrupted if draft in kept]
        if not self._interrupted or self.editor:
            return
        control, name = self._interrupted.pop(0)
        self.show(control)
        self.edit(name)
        more = len(self._interrupted)
        key = "tui.interview.draft-restored.more" if more else "tui.interview.draft-restored"
        self.status.say(self.t(key, count=more))

    def on_screen_suspend(self) -> None:
        """Close what is being written, as Escape does, before another screen covers this one."""
        self._is_covered = True
        if self.editor and not isinstance(self.app.screen, TooSmall) and self.editor.leave():
            self.editor_left()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While something is being written, only what one does not type keeps its meaning."""
        if action.startswith("app.") or not self.is_attached:
            return True
        return self.editor is None or action in EDITING or not hasattr(self, f"action_{action}")

    def answered(self) -> None:
        """Show what was answered."""
        self.paint()

    # --- writing in place ------------------------------------------------------------------------------------------

    def action_note(self) -> AwaitMount | None:
        """Write the note; once more, the private one; once more, the note again."""
        return self.edit("private-note" if self._writes("note") else "note")

    def action_private_note(self) -> AwaitMount | None:
        """Write the private note."""
        return self.edit("private-note")

    def action_evidence(self) -> AwaitMount | None:
        """Say where proof was seen; once more, the next piece."""
        return self.edit("evidence")

    def action_homework(self) -> AwaitMount | None:
        """Plan homework; once more, the next piece."""
        return self.edit("homework")

    def action_who(self) -> AwaitMount | None:
        """Say who is answering."""
        return self.edit("person")

    def action_confirm(self) -> AwaitMount | None:
        """Say who confirms a knock-out that passed; say why not where there is nothing to confirm."""
        if self.control is None:
            return None
        if sight.confirmation(self.scorecard, self.control):
            return self.edit("confirm")
        self.status.say(self.t("tui.confirm.not-yet" if self.control.knockout else "tui.confirm.no-knockout"))
        return None

    def _writes(self, name: str) -> bool:
        return self.editor is not None and name == self.editor.NAME

    def edit(self, name: str) -> AwaitMount | None:
        """Open what is written in place under ``name``; where it is open, show its next entry.

        An action that returns what this returns lets later keys wait for the editor: they are written in it.
        """
        from pmark_check.tui.widgets.editors import KINDS  # 40 ms, and not needed before something is written

        if self.control is None:
            return None
        if self.editor and self._writes(name):
            self.editor.turn()
        elif self.leave_editor():
            self.editor = KINDS[name](self.desk, self.session, self.control.id, said_by=self.who)
            self.add_class("-editing")
            self.status.say("")
            self._show_keys_of_now()
            return self.query_one("#place").mount(self.editor)
        return None

    def leave_editor(self) -> bool:
        """Close what is being written; return False where it cannot be kept, and then stays."""
        if self.editor is not None and not self.editor.close():
            return False
        self.editor_left()
        return True

    def on_editor_closed(self, event: Editor.Closed) -> None:
        """Show again what stands below the answers."""
        if event.editor is self.editor:
            self.editor_left()
            self.reopen()

    def editor_left(self) -> None:
        """Show again what stands below the answers, and say what was kept."""
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        self.set_focus(None)
        editor.remove()
        self.remove_class("-editing")
        self._show_keys_of_now()
        if editor.is_changed:
            self.status.saved(self.last_saved())
            self.status.say(self.t(f"tui.edit.{editor.NAME}.kept"))
        if editor.is_changed and editor.NAME == "reason":
            self.answered()
        else:
            self.paint()

    def on_editor_failed(self, event: Editor.Failed) -> None:
        """Say why what was written could not be kept; it stays where it is."""
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
        if self.leave_editor():
            super().retranslate()
