"""A client as plain data: ids, shares with six decimals, texts.

No ids of events and no clock times, so that equal answers give equal data by whatever door they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmark_check.domain.checklist import Control
from pmark_check.domain.forecast import StageForecast, forecast
from pmark_check.domain.plan import MonthPlan
from pmark_check.domain.readiness import Result
from pmark_check.domain.scoring import Score
from pmark_check.domain.summary import ClientSummary
from pmark_check.view.examination import Examination
from pmark_check.view.lines import Homework, SectionLine
from pmark_check.view.numbers import exact
from pmark_check.view.scorecard import ScorecardView

Data = dict[str, Any]


def score_data(view: ScorecardView, today: date) -> Data:
    """Return the scorecard; the plan's months are counted from ``today``."""
    return {
        **_verdicts(view),
        **_numbers(view),
        **_tests(view),
        **_examination(view, today),
        **_steps(view),
        "homework": list(map(_homework, view.homework)),
        "not_asked": [line.line.id for line in view.not_asked],
        "excused": [{"control": line.line.id, "reason": line.reason, "by": line.by} for line in view.excused],
    }


def _verdicts(view: ScorecardView) -> Data:
    return {
        "client": view.session.assessment.name,
        "checklist": view.session.library.headline.id,
        "incident_readiness": view.incident.id,
        "application_outlook": view.application.id,
        "reasons": [line.id for verdict in (view.incident, view.application) for line in verdict.reasons],
    }


def _numbers(view: ScorecardView) -> Data:
    situation = view.situation
    return {
        "score": band_data(situation.overall),
        "coverage": exact(situation.overall.coverage),
        "confidence": exact(situation.overall.confidence),
        "asked": view.asked,
        "answered": view.answered,
        "layers": {layer.value: band_data(found) for layer, found in situation.layers.items()},
        "sections": {line.id: _section(line, situation.sections[line.id]) for line in view.sections},
        "chapters": {line.number or line.id: _section(line, situation.chapters[line.id]) for line in view.chapters},
        "checklists": {checklist: band_data(found) for checklist, found in situation.checklists.items()},
        "gaps": {count.id: count.count for count in view.gap_counts},
    }


def _section(line: SectionLine, score: Score) -> Data:
    return {
        "title": line.title,
        **band_data(score),
        "asked": line.asked,
        "answered": line.answered,
        "gaps": line.gaps,
    }


def _tests(view: ScorecardView) -> Data:
    unconfirmed = [line.line.id for line in view.unconfirmed]
    return {
        "knockouts": {**_results(view.readiness.knockouts), "unconfirmed": unconfirmed},
        "gates": _results(view.readiness.gates),
    }


def _results(tests: Mapping[str, Result]) -> Data:
    """Return which knock-outs or gates were not simply passed, by how they came out."""
    told = (Result.FAILED, Result.OPEN, Result.EXCUSED)
    return {wanted.value: [control for control, result in tests.items() if result is wanted] for wanted in told}


def _examination(view: ScorecardView, today: date) -> Data:
    examination = Examination(view, today)
    stages = forecast(view.situation, view.readiness)
    return {
        "forecast": {stage.stage.replace("-", "_"): _stage(stage) for stage in stages},
        "consistency": [
            {"rule": line.id, "controls": [control.id for control in line.controls]}
            for line in examination.contradictions
        ],
        "plan": _plan(examination.month_plan),
    }


def _steps(view: ScorecardView) -> Data:
    path = view.roadmap.short_path
    return {
        "first_six": [
            {
                "control": line.line.id,
                "aim": step.aim.value,
                "effort": step.half_days,
                "gain": exact_gain(view, step.gain),
                "owner": line.owner,
                "due": line.due,
            }
            for step, line in zip(view.roadmap.first_steps, view.first_steps, strict=True)
        ],
        "short_path": {
            "reach": path.reach.value,
            "controls": [step.control.id for step in path.steps],
            "half_days": path.half_days,
            "reasons": list(path.reasons),
        },
    }


def _homework(homework: Homework) -> Data:
    actions = [{"control": line.control.id, "text": line.text, "due": line.due} for line in homework.actions]
    return {"person": homework.person, "actions": actions}


def _stage(stage: StageForecast) -> Data:
    """Return the forecast of one examination stage."""
    return {
        "blocked_by": list(stage.blocked_by),
        "open": list(stage.unanswered),
        "findings": {"min": stage.least, "max": stage.most},
        "units": [
            {"unit": unit.name, "certain": unit.is_certain, "controls": list(unit.controls)} for unit in stage.units
        ],
    }


def _plan(plan: MonthPlan) -> Data:
    """Return the month plan."""
    return {
        "feasible": plan.feasible.value,
        "earliest": plan.earliest.isoformat() if plan.earliest else None,
        "wish": plan.wish.isoformat() if plan.wish else None,
        "in_the_way": list(plan.in_the_way),
        "months": [
            {"month": month.first.isoformat()[:7], "phase": month.phase.value, "half_days": month.half_days,
             "controls": [step.control.id for step in month.steps]}
            for month in plan.months
        ],
    }  # fmt: skip


def band_data(score: Score) -> Data:
    """Return worst and best of a score."""
    return {"worst": exact(score.worst), "best": exact(score.best)}


def exact_gain(view: ScorecardView, gain: int) -> float:
    """Return a gain as a share of the headline score, six decimals."""
    total = view.situation.overall.total
    return round(gain / (2 * total), 6) if total else 0.0


def summary_data(summary: ClientSummary, path: str) -> Data:
    """Return one row of the list of clients."""
    return {
        "name": summary.name,
        "path": path,
        "incident_readiness": summary.incident.value,
        "application_outlook": summary.application.value,
        "score": {"worst": summary.worst, "best": summary.best},
        "asked": summary.asked,
        "answered": summary.answered,
        "knockouts": {"failed": summary.knockouts_failed, "open": summary.knockouts_open},
        "last_change": summary.last_change,
        "next_due": summary.next_due,
    }


def control_data(control: Control) -> Data:
    """Return a control of a checklist, every field as its file has it."""
    return control.model_dump(mode="json", exclude_none=True)
