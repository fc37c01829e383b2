"""What is written about one question, asked part by part: notes, evidence, homework, who confirms, a branch.

What was typed is a draft until the change is made, under the names by which the screens know it: whoever was
interrupted finds it again, here or there. Where the lines end in the middle, the change is made with what came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pmark_check.cli.lines import EndedError, Lines
from pmark_check.domain.checklist import Control
from pmark_check.domain.events import ActionKind
from pmark_check.domain.readiness import Result
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.aloud import labelled, listed
from pmark_check.view.controls import titled
from pmark_check.view.course import Course
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.typed import plain_key, read_day
from pmark_check.view.words import day, literal, word

NOTHING = "-"
"""Alone it empties a field; before a number it takes that entry away."""
MORE = "+"
"""Before a text: the text is added to what stands."""


class Fields:
    """Asks for the parts of one change.

    Args:
        lines: where is asked.
        session: the client.
        control: the question.
        today: what days are counted from.
    """

    def __init__(self, lines: Lines, session: Session, control: Control, today: date) -> None:
        self.lines = lines
        self.t: Translator = lines.translate
        self.session = session
        self.control = control
        self._today = today
        self._drafts = {draft.field: draft.text for draft in session.drafts() if draft.control == control.id}

    def line(self, label: str) -> str:
        """Return the line typed; "" where there is none."""
        try:
            return self.lines.ask(label)
        except EndedError:
            return ""

    def text(self, draft: str, label: str, standing: str = "", *, hint: str = "", typed: str = "") -> str:
        """Return what was typed, kept as the draft of that name; an empty line leaves the draft, or what stands.

        Args:
            draft: the name of the draft.
            label: the key of what is asked for.
            standing: what stands.
            hint: what else can be typed.
            typed: what was typed already, with the key.
        """
        earlier = self._drafts.get(draft, standing)
        if earlier and not typed:
            self.lines.say(labelled(self.t("cli.ask.now"), literal(earlier), self.t))
        hints = [hint, self.t("cli.ask.keep") if earlier else ""]
        typed = typed or self.line(" ".join(filter(None, (self.t(label), *hints))))
        kept = "" if plain_key(typed) == NOTHING else typed or earlier
        if kept != self._drafts.get(draft, ""):
            self.session.draft(self.control.id, draft, "" if kept == standing else kept)
            self._drafts[draft] = kept
        return kept

    def day(self, draft: str, label: str, standing: str = "", *, past: bool = False) -> date | None:
        """Return the day typed; what is none is said to be none, and it is asked again."""
        while True:
            typed = self.text(draft, label, standing, hint=self.t("cli.ask.day"))
            try:
                return read_day(typed, self._today, past=past)
            except ValueError:
                self._drafts.pop(draft)
                self.session.draft(self.control.id, draft, "")
                self.lines.misread += 1
                self.lines.say(self.t("tui.edit.not-a-day", text=literal(typed)))

    def choice(self, label: str, options: dict[str, str], standing: str) -> str:
        """Return which of ``options`` (id -> name) was chosen by its number; ``standing`` for an empty line."""
        by_number = {str(number): key for number, key in enumerate(options, 1)}
        offered = {number: options[key] for number, key in by_number.items()}
        now = self.t("aloud.with-more", answer=self.t(label), more=options[standing])
        try:
            return by_number.get(self.lines.choose(now, offered) or "", standing)
        except EndedError:
            return standing

    def forget(self, *drafts: str) -> None:
        """Drop drafts: what they held is kept now."""
        for draft in drafts:
            if self._drafts.pop(draft, ""):
                self.session.draft(self.control.id, draft, "")


def note(ask: Fields, typed: str, *, private: bool) -> None:
    """Write the note, or the private one; ``typed`` is it already, "" to be asked."""
    state, field = ask.session.state(ask.control.id), "private-note" if private else "note"
    standing = ask.session.text(state.private_note if private else state.note)
    hint = ask.t("cli.ask.note") if standing else ""
    text = typed or ask.text(field, f"tui.edit.{field}", standing, hint=hint)
    if text.startswith(MORE):
        text = f"{standing}\n{text.removeprefix(MORE).strip()}".strip()
    ask.session.write_note(ask.control.id, "" if plain_key(text) == NOTHING else text, private=private)


def evidence(ask: Fields, typed: str) -> None:
    """Say where proof was seen, which date it stands for, when to look again; or take an entry away."""
    entries = tuple(ask.session.state(ask.control.id).evidence.values())
    ask.lines.say(*_numbered([ask.session.text(entry.where) for entry in entries]))
    hint = ask.t("cli.ask.evidence") if entries else ""
    where = ask.text("evidence", "tui.edit.where", hint=hint, typed=typed)
    if number := _number(where.removeprefix(NOTHING), len(entries)) if where.startswith(NOTHING) else 0:
        ask.session.remove_evidence(ask.control.id, entries[number - 1].id)
    elif where:
        as_of = ask.day("evidence-as-of", "tui.edit.as-of", past=True)
        next_check = ask.day("evidence-next-check", "tui.edit.next-check")
        ask.session.add_evidence(ask.control.id, where, as_of=as_of, next_check=next_check)
    ask.forget("evidence", "evidence-as-of", "evidence-next-check")


def homework(ask: Fields, typed: str) -> None:
    """Plan homework, or change what was planned: what, who, until when, what it is for."""
    session, control = ask.session, ask.control
    entries = session.state(control.id).open_actions
    planned = [(session.text(one.text), session.person_name(one.owner), day(one.due)) for one in entries]
    ask.lines.say(*_numbered([listed(filter(None, parts), ask.t) for parts in planned]))
    text = ask.text("homework", "tui.edit.what", hint=ask.t("cli.ask.homework") if entries else "", typed=typed)
    usual = ActionKind.FIND_OUT if session.is_open(control) else ActionKind.FIX
    action, aim, (what, owner, due) = None, usual, (text, "", "")
    if number := _number(text, len(entries)):
        action, aim, (what, owner, due) = entries[number - 1].id, entries[number - 1].aim, planned[number - 1]
        ask.forget("homework")
        what = ask.text("homework", "tui.edit.what", what)
    if what or action:
        owner = ask.text("homework-owner", "tui.edit.owner", owner)
        until = ask.day("homework-due", "tui.edit.due", due)
        aims = {kind.value: word("aim", kind, ask.t) for kind in ActionKind}
        kind = ActionKind(ask.choice("cli.ask.aim", aims, aim.value))
        session.plan_action(control.id, aim=kind, text=what, owner=owner, due=until, action=action)
    ask.forget("homework", "homework-owner", "homework-due")


def confirm(ask: Fields, typed: str) -> None:
    """Let a second person confirm a knock-out that passed; say why not where there is nothing to confirm."""
    passed = ScorecardView(ask.session, ask.t).readiness.knockouts.get(ask.control.id) is Result.PASSED
    if not passed:
        ask.lines.say(ask.t("tui.confirm.not-yet" if ask.control.knockout else "tui.confirm.no-knockout"))
    elif name := typed or ask.line(ask.t("tui.edit.confirm")):
        ask.session.confirm(ask.control.id, name)
        ask.lines.say(ask.t("tui.edit.confirm.kept"))


def excuse(ask: Fields, typed: str, *, said_by: str) -> bool:
    """Declare the question not applicable; return False where no reason was given."""
    reason = typed or ask.line(ask.t("tui.edit.reason"))
    if not reason:
        ask.lines.say(ask.t("cli.ask.left"))
        return False
    ask.session.mark_not_applicable(ask.control.id, reason, said_by=said_by)
    ask.forget("reason")
    return True


def branch(ask: Fields, *, said_by: str) -> None:
    """Declare the rest of a section or chapter not applicable, but for its knock-outs and gates."""
    names, found = {}, {}
    for number, one in enumerate(Course(ask.session).branches(ask.control), 1):
        found[str(number)] = one, [control for control in one.controls if control not in one.held]
        count = ask.t("tui.find.count", count=len(found[str(number)][1]))
        names[str(number)] = f"{titled(one.section, ask.t)} {count}"
    if not (chosen := ask.lines.choose(ask.t("tui.branch.title"), names)):
        ask.lines.say(ask.t("cli.ask.left"))
        return
    one, touched = found[chosen]
    if one.held:
        ask.lines.say(ask.t("cli.ask.branch.held", count=len(one.held)))
    reason = ask.line(ask.t("tui.branch.why")) if touched else ""
    with ask.session.one_gesture():
        for control in touched if reason else ():
            ask.session.mark_not_applicable(control.id, reason, said_by=said_by)
    ask.lines.say(ask.t("cli.ask.branch.done", count=len(touched)) if reason else ask.t("cli.ask.left"))


def _numbered(texts: Sequence[str]) -> Iterator[str]:
    return (f"{number} {literal(text)}" for number, text in enumerate(texts, 1))


def _number(text: str, most: int) -> int:
    """Return the number that ``text`` names, 0 where it is none from 1 to ``most``."""
    key = plain_key(text)
    return int(key) if key.isdecimal() and 1 <= int(key) <= most else 0
