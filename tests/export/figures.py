"""The numbers of a scorecard, each computed once, against which the doors of the program are held."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple, Protocol

from pmark_check.domain.language import Language
from pmark_check.domain.scoring import Score
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.data import exact_gain
from pmark_check.view.dossier import ASKED, Dossier
from pmark_check.view.lines import SectionLine
from pmark_check.view.numbers import exact
from pmark_check.view.scorecard import ScorecardView
from tests.export.dossiers import dossier_of

NOTHING = "–"


class Figure(NamedTuple):
    """A number: rounded as it is shown to people, and as data files carry it."""

    shown: object
    exact: object


Figures = dict[str, Figure]
Found = Mapping[str, object]


class Door(Protocol):
    """One way to see the numbers: a method for each kind that it shows."""

    is_exact: bool


class Scorecard:
    """What the answers of one client come to. A number that is not there is left out."""

    def __init__(self, session: Session, dossier: Dossier) -> None:
        self.session = session
        self.dossier = dossier
        self.view: ScorecardView = dossier.view
        self.t: Translator = dossier.translate

    @property
    def is_pmark(self) -> bool:
        return self.view.application.id != "none"

    def _band(self, score: Score, *, asked: int = 0) -> Figure:
        """The worst case rounded down and the best one up, as one would by hand."""
        shown = self.t("score.unscored" if asked else "score.none")
        if score.worst is not None and score.best is not None:
            key = "score.exact" if score.worst == score.best else "score.band"
            shown = self.t(key, worst=f"{floor(score.worst * 100)}%", best=f"{ceil(score.best * 100)}%")
        return Figure(shown, (exact(score.worst), exact(score.best)))

    def _bands(self, scores: Mapping[str, Score]) -> Figures:
        return {name: self._band(score) for name, score in scores.items()}

    def headline(self) -> Figures:
        return {"all": self._band(self.view.situation.overall)}

    def layers(self) -> Figures:
        return self._bands({layer.value: score for layer, score in self.view.situation.layers.items()})

    def chapters(self) -> Figures:
        return self._parts(self.view.situation.chapters, self.view.chapters)

    def sections(self) -> Figures:
        return self._parts(self.view.situation.sections, self.view.sections)

    def _parts(self, scores: Mapping[str, Score], lines: Sequence[SectionLine]) -> Figures:
        """Conditions of an application are asked and have no score."""
        return {line.id: self._band(scores[line.id], asked=line.asked) for line in lines}

    def checklists(self) -> Figures:
        return self._bands(self.view.situation.checklists)

    def questions(self) -> Figures:
        return self._bands({e.control.id: e.score for e in self.dossier.entries if e.standing == ASKED})

    def shares(self) -> Figures:
        overall = self.view.situation.overall
        return {
            name: Figure(self.t("score.none") if share is None else f"{floor(share * 100)}%", exact(share))
            for name, share in (("coverage", overall.coverage), ("confidence", overall.confidence))
        }

    def bars(self) -> Figures:
        policy = self.session.library.policy
        return {n: Figure(f"{v}%", v) for n, v in (("target", policy.target), ("floor", policy.floor))}

    def counts(self) -> Figures:
        numbers = ("asked", self.view.asked), ("answered", self.view.answered)
        return {name: Figure(str(number), number) for name, number in numbers}

    def in_chapters(self) -> Figures:
        """Answered, asked and with a gap, by chapter."""
        lines = self.view.chapters
        return {
            line.id: Figure((f"{line.answered} / {line.asked}", str(line.gaps)), (line.answered, line.asked, line.gaps))
            for line in lines
        }

    def gaps(self) -> Figures:
        return {line.id: Figure(str(line.count), line.count) for line in self.view.gap_counts}

    def findings(self) -> Figures:
        stages = self.dossier.examination.stages if self.is_pmark else ()
        return {stage.id: Figure(stage.findings, (stage.least, stage.most)) for stage in stages if stage.findings}

    def gates(self) -> Figures:
        """Conditions failed and not checked, by stage."""
        found = {s.id: (len(s.blocked_by), len(s.unanswered)) for s in self.dossier.examination.stages if self.is_pmark}
        return {stage: Figure(tuple(map(str, numbers)), numbers) for stage, numbers in found.items()}

    def knockouts(self) -> Figures:
        lines = self.view.knockouts
        return {line.line.id: Figure(line.word, line.result) for line in lines}

    def first(self) -> Figures:
        """Effort and gain of the first six, by rank and question."""
        steps = zip(self.view.roadmap.first_steps, self.view.first_steps, strict=True)
        return {
            f"{line.rank} {line.line.id}": Figure(
                (line.effort, line.gain), (step.half_days, exact_gain(self.view, step.gain))
            )
            for step, line in steps
        }

    def losses(self) -> Figures:
        counted = self.session.library.placed[self.session.library.headline.id]
        shown = {gap.card.line.id: gap.loss for gap in self.view.gaps}
        return {
            gap.item.control.id: Figure(shown[gap.item.control.id], exact_gain(self.view, gap.loss))
            for gap in self.view.situation.gaps
            if gap.item.control.id in counted
        }

    def months(self) -> Figures:
        """The work of each month of the plan."""
        plan = self.dossier.examination.month_plan.months if self.is_pmark else ()
        lines = self.dossier.examination.plan.months if self.is_pmark else ()
        return {
            month.first.isoformat()[:7]: Figure(line.work, month.half_days)
            for month, line in zip(plan, lines, strict=True)
        }


KINDS: tuple[str, ...] = tuple(
    name for name, made in vars(Scorecard).items() if callable(made) and not name.startswith("_")
)


def is_nothing(figure: Figure) -> bool:
    """Whether a door may leave it out: 対象なし, or less than what is shown."""
    return figure.exact in (None, (None, None), (0, 0, 0)) or figure.shown == ""


def pattern(t: Translator, key: str, *names: str, **given: object) -> re.Pattern[str]:
    """Return what finds a sentence of the catalogue, with a group for each of ``names``."""
    text = re.escape(" ".join(t(key, **{name: f"\0{name}\0" for name in names}, **given).split()))
    for name in names:
        text = text.replace(f"\0{name}\0", f"(?P<{name}>.*?)")
    return re.compile(text)


def scorecard_of(session: Session, language: Language) -> Scorecard:
    return Scorecard(session, dossier_of(session, language))
