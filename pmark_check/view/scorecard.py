"""A client's numbers, verdicts and lists as every screen, report and file shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Mark
from pmark_check.domain.readiness import Readiness, Result, Statement
from pmark_check.domain.roadmap import Roadmap, Step
from pmark_check.domain.scoring import Gap, GapKind, Score, Situation
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ActionLine, Cards, ControlLine, clause
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
from pmark_check.view.numbers import Band, band, points, share_text
from pmark_check.view.scope import excused_lines, fact_lines, ruled_out_lines
from pmark_check.view.steps import step_lines
from pmark_check.view.words import literal, word


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
        return self.asked - len(self.situation.open)

    # --- parts ----------------------------------------------------------------------------------------------------

    @cached_property
    def layers(self) -> tuple[LayerBand, ...]:
        """The headline score on each layer."""
        return self._layer_bands(self.situation.layers)

    @cached_property
    def sections(self) -> tuple[SectionLine, ...]:
        """The sections of the headline checklist in order, those in which anything is asked."""
        library = self.session.library
        placed = library.placed[library.headline.id]
        asked = set(placed.values())
        return tuple(line for line in self._section_lines(placed, self.situation.sections) if line.id in asked)

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
        """Return a line for each of ``scores``; ``place`` says where each control belongs. Open is not yet a gap."""
        controls = [item.control.id for item in self.situation.headline_items]
        asked = Counter(place[control] for control in controls)
        unanswered = Counter(place[control] for control in controls if control in self.situation.open)
        failing = (gap for gap in self.situation.gaps if gap.kinds[0] is not GapKind.OPEN)
        gaps = Counter(place.get(gap.item.control.id) for gap in failing)
        written, language = self.session.library.sections, self.translate.language
        return tuple(
            SectionLine(
                id=section,
                number=clause(written[section]),
                title=literal(written[section].title.to(language)),
                band=band(found, self.translate, asked=asked[section]),
                asked=asked[section],
                answered=asked[section] - unanswered[section],
                gaps=gaps[section],
            )
            for section, found in scores.items()
        )

    @cached_property
    def knockouts(self) -> tuple[KnockoutLine, ...]:
        """Every knock-out with how it came out."""
        return tuple(self._knockout(*pair) for pair in self.readiness.knockouts.items())

    @cached_property
    def unconfirmed(self) -> tuple[KnockoutLine, ...]:
        """The knock-outs answered はい that no second person has confirmed."""
        return tuple(line for line in self.knockouts if line.result == "passed" and not line.is_confirmed)

    def confirmed_by(self, control: str) -> str:
        """Return the second person whose confirmation of a control stands; "" for none."""
        confirmation = self.session.state(control).confirmation
        return self.cards.person(confirmation.by) if confirmation and self.readiness.is_confirmed(control) else ""

    @cached_property
    def first_steps(self) -> tuple[StepLine, ...]:
        """まずこの6つ."""
        return self.steps(self.roadmap.first_steps)

    def steps(self, steps: Iterable[Step]) -> tuple[StepLine, ...]:
        """Return ``steps`` as they are listed, numbered from 1."""
        return step_lines(steps, self.situation, self.cards, self.translate)

    # --- gaps -----------------------------------------------------------------------------------------------------

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
            for item in self.situation.items
            if Mark.UNKNOWN in item.marks.values() and not item.state.open_actions
        )

    @cached_property
    def facts(self) -> tuple[FactLine, ...]:
        """What is known about the firm."""
        return fact_lines(self.situation, self.cards, self.translate)

    @cached_property
    def not_asked(self) -> tuple[NotAskedLine, ...]:
        """What the facts rule out, each with the fact that does."""
        return ruled_out_lines(self.situation, self.cards, self.translate)

    @cached_property
    def excused(self) -> tuple[NotAskedLine, ...]:
        """What was declared not applicable, with reason and person."""
        return excused_lines(self.situation, self.cards)

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
