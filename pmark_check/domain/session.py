"""An assessment at work: what a key press, a command or an import can do to one client.

Every method that changes something returns once it is durable. Several changes inside ``one_gesture`` are one
batch: they are written together or not at all, and undone together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from pmark_check.domain import events as happened
from pmark_check.domain.assessment import Action
from pmark_check.domain.checklist import FactValue, Layer
from pmark_check.domain.events import ActionKind, HowKnown, Mark, Outcome
from pmark_check.domain.journal import Draft
from pmark_check.domain.text import folded, free_text
from pmark_check.domain.undoing import Undoing
from pmark_check.errors import BadInput


class Session(Undoing):
    """One client, opened for work. Workshops are held through ``workshop_session.Facilitation``."""

    # --- answering -----------------------------------------------------------------------------------------------

    def answer(
        self,
        control_id: str,
        mark: Mark,
        *,
        layer: Layer | None = None,
        how: HowKnown = HowKnown.HEARD,
        said_by: str = "",
    ) -> None:
        """Mark one layer of a control, or all of them. Giving the standing answer again writes nothing.

        Raises:
            NotFound: no such control.
            BadInput: the control is not asked on that layer.
        """
        control = self.library.control(control_id)
        if layer is not None and layer not in control.layers:
            raise BadInput("answer.no-such-layer", control=control_id, layer=layer, layers=control.layers)
        self.mark(control_id, dict.fromkeys([layer] if layer else control.layers, mark), how=how, said_by=said_by)

    def mark(
        self, control_id: str, marks: Mapping[Layer, Mark], *, how: HowKnown = HowKnown.HEARD, said_by: str = ""
    ) -> None:
        """Give several layers of a control their marks at once; see ``answer``."""
        control = self.library.control(control_id)
        for layer in marks:
            if layer not in control.layers:
                raise BadInput("answer.no-such-layer", control=control_id, layer=layer, layers=control.layers)
        with self.one_gesture() as gesture:
            person = self.meet(gesture, said_by)
            state = self.state(control_id)
            fresh = {
                layer: mark
                for layer, mark in marks.items()
                if state.not_applicable
                or layer in state.conflicts
                or not (answer := state.answers.get(layer))
                or (answer.mark, answer.how, answer.said_by) != (mark, how, person)
            }
            if fresh:
                body = happened.Answered(control=control_id, marks=fresh, how=how, said_by=person)
                gesture.bodies.append((self.new_id(), body))

    def restate(
        self, control_id: str, layers: Iterable[Layer], *, how: HowKnown | None = None, said_by: str | None = None
    ) -> None:
        """Give the standing answers on ``layers`` again, known otherwise or said by somebody else; None leaves it."""
        state = self.state(control_id)
        with self.one_gesture():
            for layer in layers:
                if state.mark(layer) is not None and not state.is_excused:
                    answer = state.answers[layer]
                    who = self.person_name(answer.said_by) if said_by is None else said_by
                    self.mark(control_id, {layer: answer.mark}, how=how or answer.how, said_by=who)

    def mark_not_applicable(self, control_id: str, reason: str, *, said_by: str = "") -> None:
        """Declare a control not applicable.

        Raises:
            BadInput: no reason was given.
        """
        self.library.control(control_id)
        kept = free_text(reason, "reason")
        if not kept.strip():
            raise BadInput("answer.no-reason", control=control_id)
        state = self.state(control_id)
        standing = state.not_applicable if state.is_excused else None
        with self.one_gesture() as gesture:
            person = self.meet(gesture, said_by)
            if standing and (self.text(standing.reason), standing.said_by) == (kept, person):
                return
            ref = self.keep(gesture, kept)
            body = happened.MarkedNotApplicable(control=control_id, reason=ref, said_by=person)
            gesture.bodies.append((self.new_id(), body))

    def write_note(self, control_id: str, text: str, *, private: bool = False) -> None:
        """Make ``text`` the note of a control, or the private one; empty text removes it. Ends its draft."""
        self.library.control(control_id)
        kept = free_text(text, "private-note" if private else "note")
        state = self.state(control_id)
        standing = state.private_note if private else state.note
        if kept != self.text(standing):
            with self.one_gesture() as gesture:
                ref = self.keep(gesture, kept, private=private) if kept else None
                body = happened.NoteWritten(control=control_id, private=private, text=ref)
                gesture.bodies.append((self.new_id(), body))
        if self._pending is None:
            self._journal.keep_draft(Draft(control_id, "private-note" if private else "note", ""))

    def add_evidence(
        self, control_id: str, where: str, *, as_of: date | None = None, next_check: date | None = None
    ) -> str:
        """Say where proof of a control was seen; return the evidence's id.

        Raises:
            BadInput: the place is empty.
        """
        self.library.control(control_id)
        kept = self.required(where, "evidence")
        for found in self.state(control_id).evidence.values():
            if (self.text(found.where), found.as_of, found.next_check) == (kept, as_of, next_check):
                return found.id
        with self.one_gesture() as gesture:
            evidence = self.new_id()
            body = happened.EvidenceAdded(
                evidence=evidence,
                control=control_id,
                where=self.keep(gesture, kept),
                as_of=as_of,
                next_check=next_check,
            )
            gesture.bodies.append((self.new_id(), body))
        return evidence

    def remove_evidence(self, control_id: str, evidence: str) -> None:
        """Take a piece of evidence back that was entered in error."""
        if evidence in self.state(control_id).evidence:
            self.write(happened.EvidenceRemoved(control=control_id, evidence=evidence))

    def plan_action(  # noqa: PLR0913 - the parts of one homework
        self,
        control_id: str,
        *,
        aim: ActionKind = ActionKind.FIX,
        text: str = "",
        owner: str = "",
        due: date | None = None,
        action: str | None = None,
    ) -> str:
        """Plan homework for a control, or change the one with the id ``action``; return its id."""
        self.library.control(control_id)
        kept = free_text(text, "action")
        with self.one_gesture() as gesture:
            person = self.meet(gesture, owner)
            wanted = (aim, kept, person, due)
            for known in self.state(control_id).open_actions:
                is_same = (known.aim, self.text(known.text), known.owner, known.due) == wanted
                if is_same and action in (None, known.id):
                    return known.id
            action = action or self.new_id()
            body = happened.ActionPlanned(
                action=action,
                control=control_id,
                aim=aim,
                text=self.keep(gesture, kept) if kept else None,
                owner=person,
                due=due,
            )
            gesture.bodies.append((self.new_id(), body))
        return action

    def close_action(self, action: Action, outcome: Outcome, *, seen_by: str = "", reason: str = "") -> None:
        """Close homework as done or dropped.

        Raises:
            BadInput: a find-out whose control is still open cannot be done, a dropped action needs a reason.
        """
        control = self.library.control(action.control)
        if outcome is Outcome.DONE and action.aim is ActionKind.FIND_OUT and self.is_open(control):
            raise BadInput("action.still-open", control=action.control)
        kept = free_text(reason, "reason")
        if outcome is Outcome.DROPPED and not kept:
            raise BadInput("action.no-reason", control=action.control)
        with self.one_gesture() as gesture:
            person = self.meet(gesture, seen_by)
            known = self.state(action.control).actions.get(action.id, action)
            if (known.outcome, known.seen_by, self.text(known.reason)) == (outcome, person, kept):
                return
            body = happened.ActionClosed(
                action=action.id,
                control=action.control,
                outcome=outcome,
                on=self.clock().date(),
                seen_by=person,
                reason=self.keep(gesture, kept) if kept else None,
            )
            gesture.bodies.append((self.new_id(), body))

    def confirm(self, control_id: str, by: str) -> None:
        """Let a second person confirm a knock-out.

        Raises:
            BadInput: it is no knock-out, or that person said or recorded one of its answers.
        """
        control = self.library.control(control_id)
        if not control.knockout:
            raise BadInput("confirm.no-knockout", control=control_id)
        with self.one_gesture() as gesture:
            person = self.meet(gesture, by)
            involved = {folded(self.person_name(who)) for who in self.state(control_id).involved}
            if person is None or folded(by) in involved:
                raise BadInput("confirm.same-person", control=control_id, person=by)
            gesture.bodies.append((self.new_id(), happened.Confirmed(control=control_id, by=person)))

    # --- the firm ------------------------------------------------------------------------------------------------

    def pin(self, role: Literal["checklist", "source"], name: str, sha256: str) -> None:
        """Be asked with one more checklist from now on, or hold one for what others include; seen when opened again."""
        self.write(happened.ChecklistPinned(role=role, name=name, sha256=sha256))

    def tag(self, name: str) -> None:
        """Name the present point in history. Raises BadInput where the name is empty."""
        self.write(happened.Tagged(name=self.required(name, "tag")))

    def rename(self, name: str) -> None:
        """Give the client another name."""
        kept = self.required(name, "name")
        if kept != self.assessment.name:
            self.write(happened.ClientNamed(name=kept))

    def state_fact(self, fact_id: str, value: FactValue | None) -> None:
        """State a fact about the firm; None takes it back.

        Raises:
            NotFound: no such fact.
            BadInput: the fact cannot have that value.
        """
        fact = self.library.fact(fact_id)
        if value is not None and not fact.admits(value):
            raise BadInput("fact.bad-value", fact=fact_id, value=value, kind=fact.kind)
        if self.assessment.facts.get(fact_id) != value:
            self.write(happened.FactStated(fact=fact_id, value=value))

    def add_person(self, name: str) -> str:
        """Return the id of the person of that name, who is known from now on."""
        with self.one_gesture() as gesture:
            person = self.meet(gesture, self.required(name, "person"))
        if person is None:  # pragma: no cover - a required name always gives a person
            raise BadInput("text.empty", field="person")
        return person

    # --- where one is --------------------------------------------------------------------------------------------

    def go_to(self, control_id: str) -> None:
        """Remember ``control_id`` as the place where to resume."""
        if self._journal.cursor != control_id:
            self._journal.cursor = control_id

    def forget_place(self) -> None:
        """Resume at the first open question, because the questions come in another order now."""
        self._journal.cursor = None

    def draft(self, control_id: str, field_name: str, text: str) -> None:
        """Keep what is being typed, so that a crash loses at most the last second of it."""
        self._journal.keep_draft(Draft(control_id, field_name, text))
