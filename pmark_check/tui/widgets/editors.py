"""The editors of a question: note, evidence, homework, why it does not apply, who says it, who confirms it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from pmark_check.domain.assessment import Action, Evidence
from pmark_check.domain.events import ActionKind
from pmark_check.domain.session import Session
from pmark_check.tui.desk import Desk
from pmark_check.tui.text import WideInput
from pmark_check.tui.text_area import WideTextArea
from pmark_check.tui.widgets.choice_row import FreeChoice, numbered
from pmark_check.tui.widgets.editor import Editor, Field, Labelled
from pmark_check.view.words import day, word


class NoteEditor(Editor):
    """The note of a question, or the private one that no report shows."""

    FIELDS: ClassVar[Mapping[str, str]] = {"note-text": "note"}
    NAME = "note"

    def fields(self) -> Iterator[Widget]:
        """Several lines."""
        yield WideTextArea(id="note-text", classes="-flat", highlight_cursor_line=False, show_line_numbers=False)

    def standing(self) -> Mapping[str, str]:
        """The note as it is kept."""
        return {"note-text": self.session.text(self.session.state(self.control_id).note)}

    def keep(self) -> bool:
        """Write the note."""
        before = len(self.session.events)
        self.session.write_note(self.control_id, self.typed("note-text"), private=self.NAME == "private-note")
        return len(self.session.events) > before


class PrivateNoteEditor(NoteEditor):
    """The private note."""

    FIELDS: ClassVar[Mapping[str, str]] = {"note-text": "private-note"}
    NAME = "private-note"

    def standing(self) -> Mapping[str, str]:
        """The private note as it is kept."""
        return {"note-text": self.session.text(self.session.state(self.control_id).private_note)}


class Listed(Editor):
    """An editor over a list: the same key again shows the next entry, and after the last a new one."""

    def __init__(self, desk: Desk, session: Session, control_id: str, said_by: str = "") -> None:
        super().__init__(desk, session, control_id, said_by)
        self._place = self._first()

    def _count(self) -> int:
        raise NotImplementedError

    def _first(self) -> int:
        """Return the entry to begin with, ``_count()`` for a new one; what was interrupted is never put over one."""
        return self._count() if self.drafts() else 0

    @property
    def is_new(self) -> bool:
        """Whether a new entry is being written."""
        return self._place >= self._count()

    def turn(self) -> None:
        """Keep this entry and show the next one, after the last a new one, after a new one left empty the first."""
        was_new, before = self.is_new, self._count()
        if self.kept():
            now = self._count()
            if was_new:
                self._place = 0 if now == before else now
            elif now == before:
                self._place += 1
            self.fill()

    def fill(self) -> None:
        """Show the entry and which of how many it is."""
        super().fill()
        which = self.t("tui.edit.new") if self.is_new else f"{self._place + 1}/{self._count()}"
        self.query_one(".head", Static).update(self.head(f" {which}"))


class EvidenceEditor(Listed):
    """Where proof was seen, which date it stands for, when to look again. Emptying the place removes an entry."""

    FIELDS: ClassVar[Mapping[str, str]] = {
        "where": "evidence",
        "as-of": "evidence-as-of",
        "next-check": "evidence-next-check",
    }
    NAME = "evidence"

    def _entries(self) -> tuple[Evidence, ...]:
        return tuple(self.session.state(self.control_id).evidence.values())

    def _count(self) -> int:
        return len(self._entries())

    def _first(self) -> int:
        return self._count()

    def fields(self) -> Iterator[Widget]:
        """Place and two days."""
        hint = self.t("tui.edit.day.hint")
        yield Field("where", self.t("tui.edit.where"))
        yield Field("as-of", self.t("tui.edit.as-of"), hint)
        yield Field("next-check", self.t("tui.edit.next-check"), hint)

    def fill(self) -> None:
        """Show the entry; where its place is emptied, say what that means."""
        super().fill()
        self.query_one("#where", WideInput).placeholder = "" if self.is_new else self.t("tui.edit.where.empty")

    def standing(self) -> Mapping[str, str]:
        """The entry as it is kept."""
        if self.is_new:
            return {}
        found = self._entries()[self._place]
        return {"where": self.session.text(found.where), "as-of": day(found.as_of), "next-check": day(found.next_check)}

    def keep(self) -> bool:
        """Add the entry, or put it in the place of the one that was shown."""
        where = self.typed("where").strip()
        values = {"as_of": self.day("as-of", past=True), "next_check": self.day("next-check")}
        if self.is_as_standing or (self.is_new and not where and not any(values.values())):
            return False
        with self.session.one_gesture():
            if not self.is_new:
                self.session.remove_evidence(self.control_id, self._entries()[self._place].id)
            if where or self.is_new:
                self.session.add_evidence(self.control_id, where, **values)
        return True


class HomeworkEditor(Listed):
    """What is to be done, by whom, until when, and whether it is finding out, fixing or deciding."""

    FIELDS: ClassVar[Mapping[str, str]] = {
        "what": "homework",
        "owner": "homework-owner",
        "due": "homework-due",
        "aim": "homework-aim",
    }
    NAME = "homework"

    def _entries(self) -> tuple[Action, ...]:
        return self.session.state(self.control_id).open_actions

    def _count(self) -> int:
        return len(self._entries())

    def fields(self) -> Iterator[Widget]:
        """What, who, until when, which kind."""
        yield Field("what", self.t("tui.edit.what"))
        yield Field("owner", self.t("tui.edit.owner"), names=self.known_names())
        yield Field("due", self.t("tui.edit.due"), self.t("tui.edit.day.hint"))
        kinds = numbered([(aim, word("aim", aim, self.desk.translate)) for aim in ActionKind])
        yield Labelled(self.t("tui.edit.aim"), FreeChoice(kinds, ActionKind.FIX, id="aim"))

    def standing(self) -> Mapping[str, str]:
        """The homework as it is planned; the kind that fits the answer for a new one."""
        if self.is_new:
            is_open = self.session.is_open(self.session.library.control(self.control_id))
            return {"aim": ActionKind.FIND_OUT if is_open else ActionKind.FIX}
        found = self._entries()[self._place]
        owner = self.session.person_name(found.owner)
        return {"what": self.session.text(found.text), "owner": owner, "due": day(found.due), "aim": found.aim}

    def keep(self) -> bool:
        """Plan the homework, or change what was planned."""
        text, owner, due = self.typed("what").strip(), self.typed("owner").strip(), self.day("due")
        if self.is_as_standing or (self.is_new and not (text or owner or due)):
            return False
        action = None if self.is_new else self._entries()[self._place].id
        aim = ActionKind(self.typed("aim"))
        self.session.plan_action(self.control_id, aim=aim, text=text, owner=owner, due=due, action=action)
        return True


class Declaration(Editor):
    """An editor whose Enter declares something; Escape leaves everything as it is, and what was typed a draft."""

    def leave(self) -> bool:
        """Close without declaring anything."""
        self.keep_typing()
        self._finish()
        return True


class ReasonEditor(Declaration):
    """Why a question does not apply."""

    FIELDS: ClassVar[Mapping[str, str]] = {"reason": "reason"}
    NAME = "reason"

    def fields(self) -> Iterator[Widget]:
        """One line."""
        yield Field("reason", self.t("tui.edit.why"))

    def standing(self) -> Mapping[str, str]:
        """The reason as it stands."""
        excuse = self.session.state(self.control_id).not_applicable
        return {"reason": self.session.text(excuse.reason)} if excuse else {}

    def keep(self) -> bool:
        """Declare the question not applicable."""
        before = len(self.session.events)
        self.session.mark_not_applicable(self.control_id, self.typed("reason"), said_by=self.said_by)
        return len(self.session.events) > before


class ConfirmEditor(Declaration):
    """Who confirms a knock-out: a person who neither said nor recorded its answers."""

    FIELDS: ClassVar[Mapping[str, str]] = {"confirmer": "confirm"}
    NAME = "confirm"

    def fields(self) -> Iterator[Widget]:
        """One line, completed from the names that are known."""
        yield Field("confirmer", self.t("tui.edit.confirmer"), names=self.known_names())

    def keep(self) -> bool:
        """Let that person confirm it; without a name nothing happens."""
        name = self.typed("confirmer").strip()
        if name:
            self.session.confirm(self.control_id, name)
        return bool(name)


class PersonEditor(Editor):
    """Who is answering: stays so for the questions that follow."""

    FIELDS: ClassVar[Mapping[str, str]] = {"person": "person"}
    NAME = "person"

    class Named(Message):
        """Who is answering was said; "" for nobody in particular."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def fields(self) -> Iterator[Widget]:
        """One line, completed from the names that are known."""
        yield Field("person", self.t("tui.edit.name"), names=self.known_names())

    def standing(self) -> Mapping[str, str]:
        """Who answers now."""
        return {"person": self.said_by}

    def keep(self) -> bool:
        """Say so; the screen knows which answers are meant."""
        name = self.typed("person").strip()
        if name != self.said_by:
            self.post_message(self.Named(name))
        return False


KINDS: dict[str, type[Editor]] = {
    kind.NAME: kind
    for kind in (
        NoteEditor,
        PrivateNoteEditor,
        EvidenceEditor,
        HomeworkEditor,
        ReasonEditor,
        ConfirmEditor,
        PersonEditor,
    )
}
"""What can be written in place, by name."""

DRAFTED = {draft: kind.NAME for kind in KINDS.values() for draft in kind.FIELDS.values()}
"""Name of a draft -> what it was typed in."""
