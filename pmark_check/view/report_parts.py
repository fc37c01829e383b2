"""What a report on paper lists beyond the scorecard: the same answers, gathered for somebody who reads them once."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from pmark_check.domain.checklist import Control
from pmark_check.domain.events import ActionKind
from pmark_check.domain.points import days
from pmark_check.i18n.translation import Translator
from pmark_check.view.accidents import Accident, accidents
from pmark_check.view.controls import ControlLine, lessons, titled
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.lines import FactLine, Homework, SectionLine
from pmark_check.view.method import Method, method
from pmark_check.view.occurrence import occurs
from pmark_check.view.profile import WITHOUT_A_WISH, ReportWishes
from pmark_check.view.report_controls import ReportControls
from pmark_check.view.report_lines import FirstStep, KnockoutRow, Meaning, Ruled, Stop
from pmark_check.view.report_overview import KnockoutsInBrief, knockouts_in_brief
from pmark_check.view.report_rows import Rows, ordered
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.trend import TrendPoint, trend
from pmark_check.view.words import literal

if TYPE_CHECKING:
    from pmark_check.domain.background import Background
    from pmark_check.domain.procedure import Procedure
    from pmark_check.view.changes import ChangesPart
    from pmark_check.view.report_examination import ExaminationPart
    from pmark_check.view.report_procedure import ProcedurePart

CONTENTS = (
    "changes",
    "trend",
    "scores",
    "forecast",
    "roadmap",
    "knockouts",
    "gaps",
    "documents",
    "in-place",
    "homework",
    "not-asked",
    "accidents",
    "procedure",
    "method",
    "glossary",
)
"""The parts behind page one, in order."""

SECTIONS = (*CONTENTS, "overview")
"""All that a profile can name: those, and the one page that stands for several of them."""

OF_AN_EXAMINATION = {"forecast", "roadmap", "documents"}
"""Those that only a client who is asked with the Privacy Mark checklist has."""

OF_HISTORY = ("changes", "trend")
"""Those that tell the past: since the point wished for, and over the days if there are several."""

STOPS_ON_PAGE_ONE = 6
"""So many fit on one page beside everything else, half of them of either kind if there are; the rest is counted."""


class ReportParts:
    """The parts of one report. Everything is derived when first asked for.

    Args:
        on: the day of the report.
        procedure: the dated facts of the procedure; without them the report has no page on applying.
        wishes: without any, all parts and no private notes. No text of a private note is in anything made here unless
            the profile wished for has them.
    """

    def __init__(
        self,
        view: ScorecardView,
        background: Background,
        *,
        on: date,
        procedure: Procedure | None = None,
        wishes: ReportWishes = WITHOUT_A_WISH,
    ) -> None:
        self._view = view
        self._on = on
        self._procedure = procedure
        self._background = background
        self._profile = wishes.profile
        self._since = wishes.since
        self._controls = view.session.library.controls
        self._translate: Translator = view.translate

    # --- what there is -----------------------------------------------------------------------------------------------

    @cached_property
    def contents(self) -> tuple[str, ...]:
        """The parts of this report, in order."""
        missing = set() if self.examination else set(OF_AN_EXAMINATION)
        missing |= set() if self.procedure else {"procedure"}
        missing |= set() if self._since else {"changes"}
        missing |= set() if self.trend else {"trend"}
        wished = CONTENTS if self._profile.sections is None else self._profile.sections
        first = () if "changes" in wished else ("changes",)
        return tuple(part for part in (*first, *wished) if part not in missing)

    def number(self, part: str) -> int:
        """Return the number that a part has in the report."""
        return self.contents.index(part) + 1

    @cached_property
    def changes(self) -> ChangesPart:
        """What happened since the point wished for."""
        from pmark_check.view.changes import ChangesPart  # not every report has the part; 15 ms

        return ChangesPart(self._view, self._since, self._on)

    @cached_property
    def trend(self) -> tuple[TrendPoint, ...]:
        """The headline score on each day on which anything was recorded; () for a single day, which is no trend."""
        session = self._view.session
        return trend(session, self._translate) if len(days(session.events)) > 1 else ()

    @cached_property
    def anchors(self) -> dict[str, str]:
        """Control -> its short id in the page: ``q`` and its place in the checklists, however long its own id is."""
        return {control: f"q{place}" for place, control in enumerate(self._controls, 1)}

    @cached_property
    def linked(self) -> dict[str, str]:
        """The anchors of the controls that stand among the gaps or what is in place."""
        return {line.id: self.anchors[line.id] for line in self.controls.lines}

    @cached_property
    def places(self) -> dict[str, str]:
        """Control -> the section it stands in, by number and title."""
        sections = {
            id_: titled(section, self._translate) for id_, section in self._view.session.library.sections.items()
        }
        return {control: sections[self._view.session.library.section(control).id] for control in self._controls}

    @cached_property
    def examination(self) -> ExaminationPart | None:
        """The way to the examination; None without the Privacy Mark checklist."""
        if self._view.application.id == "none":
            return None
        from pmark_check.view.report_examination import ExaminationPart  # likewise; 20 ms

        return ExaminationPart(self._view, self._background, self._on)

    @cached_property
    def procedure(self) -> ProcedurePart | None:
        """How to apply; None where nobody asks."""
        if self._procedure is None or self.examination is None:
            return None
        from pmark_check.view.report_procedure import ProcedurePart  # likewise

        return ProcedurePart(self._procedure, self._view, self._background, self._on)

    @cached_property
    def scored(self) -> tuple[SectionLine, ...]:
        """The chapters in which anything counts; the sections of a checklist that has no chapters are its chapters."""
        return tuple(line for line in self._view.chapters if line.asked)

    # --- page one ----------------------------------------------------------------------------------------------------

    @property
    def fingerprint(self) -> str:
        """The short name of the client's state."""
        return short_fingerprint(self._view.session)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The failed gates and knock-outs, then the unanswered ones."""
        readiness = self._view.readiness
        return tuple(
            self._stop(self._controls[control], is_failed=is_failed)
            for is_failed, controls in ((True, readiness.failed()), (False, readiness.unanswered()))
            for control in controls
        )

    @property
    def first_stops(self) -> tuple[Stop, ...]:
        """Those for which page one has room: neither gates nor knock-outs push the others out."""
        half = STOPS_ON_PAGE_ONE // 2
        kinds = ([stop for stop in self.stops if stop.is_gate is is_gate] for is_gate in (True, False))
        preferred = [stop for kind in kinds for stop in kind[:half]]
        chosen = [*preferred, *(stop for stop in self.stops if stop not in preferred)][:STOPS_ON_PAGE_ONE]
        return tuple(stop for stop in self.stops if stop in chosen)

    @cached_property
    def first_steps(self) -> tuple[FirstStep, ...]:
        """まずこの6つ."""
        steps = self._view.roadmap.first_steps
        return tuple(
            FirstStep(
                line,
                line.line.question if step.aim is ActionKind.FIND_OUT else line.first_step,
                step.aim is ActionKind.FIND_OUT,
                step.control.gate is not None,
            )
            for step, line in zip(steps, self._view.first_steps, strict=True)
        )

    @property
    def has_answers(self) -> bool:
        """Whether anybody said anything about any control that applies."""
        states = (item.state for item in self._view.situation.items)
        return bool(self._view.situation.excused) or any(state.answers for state in states)

    # --- controls ----------------------------------------------------------------------------------------------------

    @cached_property
    def knockouts(self) -> tuple[KnockoutRow, ...]:
        """Every knock-out with who confirmed it."""
        return tuple(KnockoutRow(line, self._view.confirmed_by(line.line.id)) for line in self._view.knockouts)

    @cached_property
    def knockouts_in_brief(self) -> KnockoutsInBrief:
        """The knock-outs on a few lines."""
        return knockouts_in_brief(self._view)

    @cached_property
    def controls(self) -> ReportControls:
        """What falls short and what is in place, control by control."""
        months = self.examination.unlisted if self.examination else {}
        rows = Rows(self._view, self._background, months, with_private=self._profile.is_private)
        return ReportControls(self._view, self._background, rows)

    @cached_property
    def homework(self) -> tuple[Homework, ...]:
        """Open homework by person, soonest first; equal homework in an order of its own, not of the history."""
        return tuple(Homework(work.person, ordered(work.actions)) for work in self._view.homework)

    # --- what does not count -----------------------------------------------------------------------------------------

    @cached_property
    def ruled_out(self) -> tuple[Ruled, ...]:
        """What the facts rule out, by reason."""
        by_reason: dict[str, list[ControlLine]] = {}
        for found in self._view.not_asked:
            by_reason.setdefault(found.reason, []).append(found.line)
        return tuple(Ruled(reason, tuple(lines)) for reason, lines in by_reason.items())

    @cached_property
    def perhaps(self) -> tuple[FactLine, ...]:
        """The facts that are not stated and on which controls hang."""
        return tuple(fact for fact in self._view.facts if fact.perhaps)

    # --- background --------------------------------------------------------------------------------------------------

    @cached_property
    def accidents(self) -> tuple[Accident, ...]:
        """The accidents behind the questions, link by link; a consultant is asked about more than a firm needs."""
        return accidents(self._view, self._background)

    @cached_property
    def method(self) -> Method:
        """How the numbers came about."""
        return method(self._view)

    @cached_property
    def glossary(self) -> tuple[Meaning, ...]:
        """The explained words that occur in what this report says about the client."""
        verdicts = self._view.incident, self._view.application
        text = "\n".join((*self.controls.texts, *(verdict.sentence for verdict in verdicts))).casefold()
        language = self._translate.language
        return tuple(
            Meaning(literal(term.term.to(language)), literal(term.meaning.to(language)))
            for term in self._background.glossary.term
            if occurs(term.term.to(language), text)
        )

    # --- making ------------------------------------------------------------------------------------------------------

    def _stop(self, control: Control, *, is_failed: bool) -> Stop:
        line = self._view.cards.line(control)
        statement = literal(control.finding.to(self._translate.language)) if is_failed else line.question
        known = lessons(control, self._background, self._translate)
        lesson = known[0] if known else None
        accident = short_name(lesson.incident) if lesson else ""
        return Stop(line, statement, is_failed, control.gate is not None, lesson, accident)


def short_name(title: str) -> str:
    """Return the name in the brackets that end a title, as accidents are known by; the title where there is none."""
    found = re.search(r"[（(]([^（）()]+)[）)]$", title)
    return found[1] if found else title


def long_day(day: date, translate: Translator) -> str:
    """Return a day as a letter dates it: 2026年11月22日, 22 November 2026."""
    return translate("report.day", year=day.year, month=translate(f"report.month.{day.month}"), day=day.day)
