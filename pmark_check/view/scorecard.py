"""A client's numbers, verdicts and lists as every screen, report and file shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.events import ActionKind, Mark
from pmark_check.domain.organization import conditions, deciding_facts
from pmark_check.domain.readiness import Readiness, Result, Statement
from pmark_check.domain.roadmap import Roadmap, Step
from pmark_check.domain.scoring import Gap, GapKind, Item, Score, Situation
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ActionLine, Cards, ControlLine
from pmark_check.view.lines import (
    FactLine,
    GapCount,
    GapLine,
    Homework,
    KnockoutLine,
    LayerBand,
    NotAskedLine,
    SectionLine,
    StepLine,
    Verdict,
)
from pmark_check.view.numbers import Band, band, points, share_text, work_text
from pmark_check.view.words import fact_value, literal, word


class ScorecardView:
    """One client at one moment, in one language. Everything is derived when first asked for."""

    def __init__(self, session: Session, translate: Translator, situation: Situation | None = None) -> None:
        self.session = session
        self.translate = translate
        self.cards = Cards(session, translate)
        self.situation = situation or session.situation
        self.readiness = Readiness(self.situation)
        self.roadmap = Roadmap(self.situation, self.readiness)

    # --- head -----------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The client's name."""
        return literal(self.session.assessment.name)

    @property
    def checklist_title(self) -> str:
        """The title of the headline checklist."""
        return literal(self.session.library.headline.checklist.title.to(self.translate.language))

    @cached_property
    def incident(self) -> Verdict:
        """事故の備え."""
        return self._verdict("incident", self.readiness.incident)

    @cached_property
    def application(self) -> Verdict:
        """申請の見込み."""
        return self._verdict("application", self.readiness.application)

    @cached_property
    def band(self) -> Band:
        """The headline score."""
        return band(self.situation.overall, self.translate)

    @property
    def target(self) -> int:
        """The target of the headline score, in percent."""
        return self.session.library.policy.target

    @property
    def floor(self) -> int:
        """The least that a section should reach, in percent."""
        return self.session.library.policy.floor

    @property
    def coverage(self) -> str:
        """How much of the weight is answered."""
        return share_text(self.situation.overall.coverage, self.translate)

    @property
    def confidence(self) -> str:
        """How much of what was answered はい was seen with one's own eyes."""
        return share_text(self.situation.overall.confidence, self.translate)

    @cached_property
    def asked(self) -> int:
        """How many controls are asked: those that apply, the excused ones among them."""
        return len(self.situation.items) + len(self.situation.excused)

    @cached_property
    def answered(self) -> int:
        """How many of them have no open layer."""
        return self.asked - len(self.open_items)

    @cached_property
    def open_items(self) -> tuple[Item, ...]:
        """The applicable controls with an open layer."""
        return tuple(item for item in self.situation.items if is_open(item))

    # --- parts ----------------------------------------------------------------------------------------------------

    @cached_property
    def layers(self) -> tuple[LayerBand, ...]:
        """The headline score on each layer."""
        return self._layer_bands(self.situation.layers)

    @cached_property
    def sections(self) -> tuple[SectionLine, ...]:
        """The sections of the headline checklist in order, those in which anything is asked."""
        library = self.session.library
        lines = self._section_lines(library.placed[library.headline.id], self.situation.sections)
        return tuple(line for line in lines if line.id in set(library.placed[library.headline.id].values()))

    @cached_property
    def chapters(self) -> tuple[SectionLine, ...]:
        """The chapters of the headline checklist in order."""
        library = self.session.library
        chapter = {section: library.chapter(library.sections[section]).id for section in self.situation.sections}
        placed = library.placed[library.headline.id]
        return self._section_lines({c: chapter[placed[c]] for c in placed}, self.situation.chapters)

    def chapter_layers(self, chapter: str) -> tuple[LayerBand, ...]:
        """Return the score of a chapter of the headline checklist on each layer."""
        return self._layer_bands(self.situation.chapter_layers[chapter])

    def _layer_bands(self, scores: Mapping[Layer, Score]) -> tuple[LayerBand, ...]:
        t = self.translate
        return tuple(LayerBand(layer.value, word("layer", layer, t), band(found, t)) for layer, found in scores.items())

    def _section_lines(self, place: Mapping[str, str], scores: Mapping[str, Score]) -> tuple[SectionLine, ...]:
        """Return a line for each of ``scores``; ``place`` says where each control belongs."""
        items: dict[str, list[Item]] = {}
        for item in self.situation.headline_items:
            items.setdefault(place[item.control.id], []).append(item)
        gaps = Counter(place.get(gap.item.control.id) for gap in self.failing)
        return tuple(
            SectionLine(
                id=section,
                number=self._number(section),
                title=literal(self.session.library.sections[section].title.to(self.translate.language)),
                band=band(found, self.translate, asked=len(items.get(section, []))),
                asked=len(items.get(section, [])),
                answered=sum(not is_open(item) for item in items.get(section, [])),
                gaps=gaps[section],
            )
            for section, found in scores.items()
        )

    def _number(self, section: str) -> str:
        return (self.session.library.sections[section].ref or "").partition(":")[2]

    @cached_property
    def knockouts(self) -> tuple[KnockoutLine, ...]:
        """Every knock-out with how it came out."""
        return tuple(self._knockout(*pair) for pair in self.readiness.knockouts.items())

    @cached_property
    def unconfirmed(self) -> tuple[KnockoutLine, ...]:
        """The knock-outs answered はい that no second person has confirmed."""
        return tuple(line for line in self.knockouts if line.result == "passed" and not line.is_confirmed)

    @cached_property
    def first_steps(self) -> tuple[StepLine, ...]:
        """まずこの6つ."""
        return self.steps(self.roadmap.first_steps)

    def steps(self, steps: Iterable[Step]) -> tuple[StepLine, ...]:
        """Return ``steps`` as they are listed, numbered from 1."""
        return tuple(self._step(rank, step) for rank, step in enumerate(steps, 1))

    def what_if(self, controls: Collection[str]) -> ScorecardView:
        """Return the client as it would be with the steps of some controls done; nothing is kept."""
        steps = [step for step in self.roadmap.steps if step.control.id in controls]
        return ScorecardView(self.session, self.translate, self.roadmap.what_if(steps))

    # --- gaps -----------------------------------------------------------------------------------------------------

    @cached_property
    def failing(self) -> tuple[Gap, ...]:
        """The gaps in which something is known to be missing; a merely open control is a question."""
        return tuple(gap for gap in self.situation.gaps if gap.kinds[0] is not GapKind.OPEN)

    @cached_property
    def gaps(self) -> tuple[GapLine, ...]:
        """Every control that falls short, the open ones among them, in the order in which they are asked."""
        return tuple(
            GapLine(
                card=self.cards.card(gap.item.control),
                kinds=tuple(kind.value for kind in gap.kinds),
                words=tuple(word("gap", kind, self.translate) for kind in gap.kinds),
                loss=self._loss(gap),
            )
            for gap in self.situation.gaps
        )

    def _loss(self, gap: Gap) -> str:
        """Return what a gap takes from the headline score; "" for a control that it does not count."""
        library = self.session.library
        is_counted = gap.item.control.id in library.placed[library.headline.id]
        return points(gap.loss, self.situation.overall).replace("+", "−") if is_counted else ""

    @cached_property
    def gap_counts(self) -> tuple[GapCount, ...]:
        """How many controls fall short in each way, counted under the first that holds."""
        counts = Counter(gap.kinds[0] for gap in self.situation.gaps)
        return tuple(GapCount(kind.value, word("gap", kind, self.translate), counts[kind]) for kind in GapKind)

    # --- people and facts -----------------------------------------------------------------------------------------

    @cached_property
    def homework(self) -> tuple[Homework, ...]:
        """Open homework by person, in the order of due dates; what nobody owns comes last."""
        by_person: dict[str, list[ActionLine]] = {}
        for control in self.session.library.controls:
            for line in self.cards.planned(self.session.state(control)):
                by_person.setdefault(line.owner, []).append(line)
        return tuple(
            Homework(person, tuple(sorted(by_person[person], key=lambda line: (not line.due, line.due))))
            for person in sorted(by_person, key=lambda person: (not person, person))
        )

    @cached_property
    def unassigned(self) -> tuple[ControlLine, ...]:
        """The controls answered わからない that nobody was asked to find out about."""
        return tuple(
            self.cards.line(item.control)
            for item in self.open_items
            if Mark.UNKNOWN in item.marks.values() and not item.state.open_actions
        )

    @cached_property
    def facts(self) -> tuple[FactLine, ...]:
        """What is known about the firm."""
        perhaps = self._under_facts(item.control for item in self.situation.items)
        ruled_out = self._under_facts(self.situation.not_asked)
        controls = self.session.library.controls.values()
        hanging = Counter(fact for control in controls for fact in {fact for fact, _ in conditions(control)})
        language, stated = self.translate.language, self.session.assessment.facts
        return tuple(
            FactLine(
                id=fact.id,
                question=literal(fact.question.to(language)),
                plain=literal(fact.plain.to(language)),
                value=literal(fact_value(fact, stated.get(fact.id), self.translate)),
                is_stated=fact.id in stated,
                hanging=hanging[fact.id],
                perhaps=tuple(perhaps.get(fact.id, ())),
                ruled_out=tuple(ruled_out.get(fact.id, ())),
            )
            for fact in self.session.library.asked_facts
        )

    def _under_facts(self, controls: Iterable[Control]) -> dict[str, list[ControlLine]]:
        """Return ``controls`` under the facts that rule them out, or that leave them uncertain."""
        under: dict[str, list[ControlLine]] = {}
        for control in controls:
            for fact in deciding_facts(control, self.session.assessment.facts):
                under.setdefault(fact, []).append(self.cards.line(control))
        return under

    @cached_property
    def not_asked(self) -> tuple[NotAskedLine, ...]:
        """What the facts rule out, each with the fact that does."""
        return tuple(
            NotAskedLine(self.cards.line(control), self._because(control.id), "")
            for control in self.situation.not_asked
        )

    @cached_property
    def excused(self) -> tuple[NotAskedLine, ...]:
        """What was declared not applicable, with reason and person."""
        cards = (self.cards.card(control) for control in self.situation.excused)
        return tuple(NotAskedLine(card.line, card.not_applicable, card.not_applicable_by) for card in cards)

    # --- making ---------------------------------------------------------------------------------------------------

    def _verdict(self, kind: str, statement: Statement) -> Verdict:
        verdict_id = f"{kind}.{statement.verdict}"
        wording = {said.id: said for said in self.session.library.policy.wording}[verdict_id]
        language = self.translate.language
        controls = (self.session.library.controls[control] for control in statement.reasons)
        return Verdict(
            id=statement.verdict.value,
            title=literal(wording.title.to(language)),
            sentence=literal(wording.sentence.to(language)),
            reasons=tuple(self.cards.line(control) for control in controls),
        )

    def _knockout(self, control_id: str, result: Result) -> KnockoutLine:
        control = self.session.library.controls[control_id]
        card = self.cards.card(control)
        return KnockoutLine(
            line=card.line,
            result=result.value,
            word=word("result", result, self.translate),
            why=card.why,
            note=card.not_applicable or card.note,
            is_confirmed=self.readiness.is_confirmed(control_id),
        )

    def _step(self, rank: int, step: Step) -> StepLine:
        control = step.control
        action = next(iter(self.cards.planned(self.session.state(control.id))), None)
        return StepLine(
            rank=rank,
            line=self.cards.line(control),
            first_step=self._beginning(step),
            aim=word("aim", step.aim, self.translate),
            effort=work_text(step.half_days, self.translate),
            gain=points(step.gain, self.situation.overall),
            owner=action.owner if action else "",
            due=action.due if action else "",
            is_failed=step.result is Result.FAILED,
        )

    def _beginning(self, step: Step) -> str:
        """Return where to begin: with the fix, or with asking where the answer is not known."""
        language = self.translate.language
        if step.aim is ActionKind.FIND_OUT:
            return self.translate("step.find-out", question=literal(step.control.question.to(language)))
        return literal(step.control.first_step.to(language))

    def _because(self, control_id: str) -> str:
        control, stated = self.session.library.controls[control_id], self.session.assessment.facts
        language = self.translate.language
        return " ".join(
            self.translate(
                "fact.because",
                question=literal(fact.question.to(language)),
                value=fact_value(fact, stated.get(fact.id), self.translate),
            )
            for fact in map(self.session.library.fact, deciding_facts(control, stated))
        )


def is_open(item: Item) -> bool:
    """Return whether a layer of a control still needs an answer."""
    return any(mark in (None, Mark.UNKNOWN) for mark in item.marks.values())
