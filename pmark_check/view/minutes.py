"""The minutes of a workshop (議事録): what was gone through, answered, voted, decided and put off. No private note."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pmark_check.domain.assessment import Assessment, ControlState, NotApplicable, fold
from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.comparison import Comparison
from pmark_check.domain.events import TextRef
from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.readiness import ApplicationOutlook, Readiness
from pmark_check.domain.session import Session
from pmark_check.domain.workshop import Keeping, Parking, Vote, Workshop
from pmark_check.domain.workshop_fold import span
from pmark_check.errors import NotFound
from pmark_check.i18n.translation import Translator
from pmark_check.view.comparison import verdicts
from pmark_check.view.controls import ActionLine, ControlLine, soonest_first
from pmark_check.view.numbers import Band, band
from pmark_check.view.occasion import Occasion, appointment
from pmark_check.view.words import word
from pmark_check.view.workshop import MINUTE, ItemLine, item_lines, minutes, vote_counts, vote_result


class AnswerLine(NamedTuple):
    """A question that was answered; ``before`` and ``after`` are its marks in words, ``is_first`` for none before."""

    line: ControlLine
    before: str
    after: str
    said_by: str
    how: str
    is_first: bool


class VoteLine(NamedTuple):
    """A vote in words: the marks given with how often and by whom, whether they differ, and what was agreed on."""

    line: ControlLine
    layer: str
    counts: tuple[str, ...]
    is_unanimous: bool
    spread: str
    agreed: str
    dissent: str


class Remark(NamedTuple):
    """A decision or a parked discussion, with the question it is about and what became of it."""

    text: str
    question: str
    outcome: str


def held(proceedings: Proceedings, which: str | None, client: str) -> Workshop:
    """Return a workshop by its number or its day (the last one of that day), by default the last.

    Raises:
        NotFound: there is none.
    """
    known = proceedings.workshops
    if not known:
        raise NotFound("workshop.never", client=client)
    found = [w for w in known if which in (None, str(w.number), w.began.date().isoformat())]
    if not found:
        listed = tuple(f"{w.number} ({w.began.date()})" for w in known)
        raise NotFound("workshop.unknown", which=which, known=listed)
    return found[-1]


class MinutesView(Occasion):
    """One workshop as its minutes tell it, in the state in which it ended.

    Args:
        session: the client.
        translate: the language.
        workshop: one of ``proceedings``.
        proceedings: all of the client's workshops.
    """

    def __init__(self, session: Session, translate: Translator, workshop: Workshop, proceedings: Proceedings) -> None:
        super().__init__(session, translate, workshop)
        self._proceedings = proceedings

    # --- agenda ------------------------------------------------------------------------------------------------------

    @cached_property
    def items(self) -> tuple[ItemLine, ...]:
        """The items of the agenda with their times."""
        return tuple(item_lines(self.workshop, self.session, self.translate))

    @property
    def kept(self) -> str:
        """Whether the agenda was kept: how long it took, and of how many items it is not true."""
        workshop, t = self.workshop, self.translate
        if workshop.ended is None:
            return t("minutes.agenda.open")
        states = [item.state for item in self.items]
        return t(
            "minutes.agenda.kept" if workshop.kept_agenda else "minutes.agenda.not-kept",
            planned=minutes(workshop.agenda.minutes * MINUTE, t),
            used=minutes(workshop.used(), t),
            over=states.count(Keeping.OVER),
            left_out=states.count(Keeping.NOT_HELD),
        )

    # --- result ------------------------------------------------------------------------------------------------------

    @cached_property
    def _states(self) -> tuple[Assessment, Assessment]:
        before, after = span(self.session.events, self.workshop)
        return fold(before.events), fold(after.events)

    @cached_property
    def _comparison(self) -> Comparison:
        return Comparison(self.session.library, *self._states)

    @property
    def bands(self) -> tuple[Band, Band]:
        """The headline score before and after, over the questions that count at both."""
        comparison = self._comparison
        return band(comparison.score_before, self.translate), band(comparison.score_after, self.translate)

    @property
    def verdicts(self) -> tuple[tuple[str, str], ...]:
        """(before, after) of 事故の備え and, where the checklists say anything about it, of 申請の見込み."""
        incident, application = verdicts(self._comparison, self.translate)
        outlook = Readiness(self._comparison.after).application.verdict
        return (incident,) if outlook is ApplicationOutlook.NONE else (incident, application)

    # --- answers -----------------------------------------------------------------------------------------------------

    @property
    def changed(self) -> tuple[AnswerLine, ...]:
        """The questions that had an answer before and have another one now, in the order in which they are asked."""
        return tuple(line for line in self._answers if not line.is_first)

    @property
    def first_answered(self) -> tuple[AnswerLine, ...]:
        """The questions answered for the first time, in the order in which they are asked."""
        return tuple(line for line in self._answers if line.is_first)

    @cached_property
    def _answers(self) -> tuple[AnswerLine, ...]:
        judged = set(self.workshop.judged)
        asked = (control for control in self.session.library.controls.values() if control.id in judged)
        before, after = self._states
        compared = ((control, before.state(control.id), after.state(control.id)) for control in asked)
        return tuple(self._answer(control, old, new) for control, old, new in compared if _differ(old, new))

    def _answer(self, control: Control, before: ControlState, after: ControlState) -> AnswerLine:
        cards, t = self._cards, self.translate
        said = [answer for layer, answer in after.answers.items() if answer != before.answers.get(layer)]
        excuse = after.not_applicable if after.is_excused else None
        people = [excuse.said_by] if excuse else [answer.said_by for answer in said]
        return AnswerLine(
            line=cards.line(control),
            before=_marks(control, before, t),
            after=self._excused(excuse) if excuse else _marks(control, after, t),
            said_by=self._listed(self._person(person) for person in people if person),
            how="" if excuse else self._listed(word("how", answer.how, t) for answer in said),
            is_first=not (before.answers or before.is_excused),
        )

    def _excused(self, excuse: NotApplicable) -> str:
        return self.translate("minutes.excused", reason=self._cards.text(excuse.reason))

    # --- what was said -----------------------------------------------------------------------------------------------

    @property
    def votes(self) -> tuple[VoteLine, ...]:
        """The votes in the order in which they were taken."""
        return tuple(self._vote(vote) for vote in self.workshop.votes.values() if self._line(vote.control))

    def _vote(self, vote: Vote) -> VoteLine:
        t = self.translate
        return VoteLine(
            line=self._cards.line(self.session.library.controls[vote.control]),
            layer=word("layer", vote.layer, t),
            counts=vote_counts(vote, self._person, t),
            is_unanimous=vote.is_unanimous,
            spread=t("minutes.vote.unanimous" if vote.is_unanimous else "minutes.vote.split"),
            agreed=vote_result(vote, t),
            dissent=self._dissent(vote),
        )

    def _dissent(self, vote: Vote) -> str:
        """Return what speaks against the answer agreed on, after the names of those who say so; "" for nothing."""
        who, text = self._listed(map(self._person, vote.dissenters)), self._cards.text(vote.dissent)
        return self.translate("minutes.vote.said", who=who, text=text) if who and text else who or text

    @property
    def decisions(self) -> tuple[Remark, ...]:
        """What was decided."""
        return tuple(self._remark(made.text, made.control) for made in self.workshop.decisions.values())

    @property
    def parked(self) -> tuple[Remark, ...]:
        """What was put into the parking lot, and what became of it in the workshop."""
        return tuple(map(self._parking, self.workshop.parked.values()))

    @property
    def settled(self) -> tuple[Remark, ...]:
        """What came from the parking lot of an earlier workshop and was settled in this one."""
        older = (entry for each in self._proceedings.workshops for entry in each.parked.values())
        resolved, own = self.workshop.resolved, self.workshop.parked
        return tuple(self._parking(entry) for entry in older if entry.id in resolved and entry.id not in own)

    def _parking(self, entry: Parking) -> Remark:
        resolved = self.workshop.resolved
        how = self._cards.text(resolved.get(entry.id))
        key = (
            "minutes.parked.open"
            if entry.id not in resolved
            else "minutes.parked.how"
            if how
            else "minutes.parked.done"
        )
        return self._remark(entry.text, entry.control, self.translate(key, how=how))

    def _remark(self, text: TextRef, control: str | None, outcome: str = "") -> Remark:
        line = self._line(control)
        return Remark(self._cards.text(text), line.question if line else "", outcome)

    @property
    def homework(self) -> tuple[ActionLine, ...]:
        """The homework planned in the workshop as it stood at its end, the soonest first."""
        actions = (self._states[1].state(control).actions.get(action) for control, action in self.workshop.homework)
        known = (action for action in actions if action and action.control in self.session.library.controls)
        return soonest_first(map(self._cards.action, known))

    def task(self, line: ActionLine) -> str:
        """Return what is to be done; where nothing was written it is what such homework usually is."""
        action = self._states[1].state(line.control.id).actions[line.id]
        return self.translate("minutes.homework.what", aim=line.aim, text=line.text or self._cards.usual(action))

    @property
    def skipped(self) -> tuple[ControlLine, ...]:
        """The questions that were put off and not answered."""
        return tuple(line for control in self.workshop.skipped if (line := self._line(control)))

    @property
    def next_date(self) -> str:
        """When one meets again; "" for not known."""
        return appointment(self.workshop.next_on, self.workshop.next_begins, self.translate)

    # --- words -------------------------------------------------------------------------------------------------------

    def _line(self, control: str | None) -> ControlLine | None:
        known = self.session.library.controls.get(control or "")
        return self._cards.line(known) if known else None

    def _listed(self, words: Iterable[str]) -> str:
        return self.translate("report.list.comma").join(dict.fromkeys(words))


def _marks(control: Control, state: ControlState, translate: Translator) -> str:
    """Return the marks of a control: one word where all layers have the same, else each with its layer."""
    if state.is_excused:
        return translate("mark.not-applicable")
    marks = {layer: word("mark", _mark(state, layer), translate) for layer in control.layers}
    if len(set(marks.values())) == 1:
        return next(iter(marks.values()))
    return " ".join(f"{word('layer', layer, translate)}={said}" for layer, said in marks.items())


def _mark(state: ControlState, layer: Layer) -> str:
    return "conflict" if layer in state.conflicts else state.mark(layer) or "nothing"


def _differ(before: ControlState, after: ControlState) -> bool:
    """Return whether a control is answered otherwise; the same mark from somebody else is no change."""
    if before.is_excused or after.is_excused:
        return before.is_excused != after.is_excused
    return any(before.mark(layer) != after.mark(layer) for layer in Layer) or before.conflicts != after.conflicts
