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
from pmark_check.view.numbers import exact
from pmark_check.view.scorecard import ScorecardView

Data = dict[str, Any]


def score_data(view: ScorecardView, today: date) -> Data:
    """Return the scorecard; the plan's months are counted from ``today``."""
    situation, readiness = view.situation, view.readiness
    examination = Examination(view, today)
    return {
        "client": view.session.assessment.name,
        "checklist": view.session.library.headline.id,
        "incident_readiness": view.incident.id,
        "application_outlook": view.application.id,
        "reasons": [line.id for verdict in (view.incident, view.application) for line in verdict.reasons],
        "score": band_data(situation.overall),
        "coverage": exact(situation.overall.coverage),
        "confidence": exact(situation.overall.confidence),
        "asked": view.asked,
        "answered": view.answered,
        "layers": {layer.value: band_data(found) for layer, found in situation.layers.items()},
        "sections": {
            line.id: {"title": line.title, **band_data(situation.sections[line.id]), "asked": line.asked,
                      "answered": line.answered, "gaps": line.gaps}
            for line in view.sections
        },
        "chapters": {
            line.number or line.id: {"title": line.title, **band_data(situation.chapters[line.id]), "asked": line.asked,
                                     "answered": line.answered, "gaps": line.gaps}
            for line in view.chapters
        },
        "checklists": {checklist: band_data(found) for checklist, found in situation.checklists.items()},
        "gaps": {count.id: count.count for count in view.gap_counts},
        "knockouts": {
            "failed": _with(readiness.knockouts, Result.FAILED),
            "open": _with(readiness.knockouts, Result.OPEN),
            "excused": _with(readiness.knockouts, Result.EXCUSED),
            "unconfirmed": [line.line.id for line in view.unconfirmed],
        },
        "gates": {
            "failed": _with(readiness.gates, Result.FAILED),
            "open": _with(readiness.gates, Result.OPEN),
            "excused": _with(readiness.gates, Result.EXCUSED),
        },
        "forecast": {stage.stage.replace("-", "_"): stage_data(stage) for stage in forecast(situation, readiness)},
        "consistency": [
            {"rule": line.id, "controls": [control.id for control in line.controls]}
            for line in examination.contradictions
        ],
        "plan": plan_data(examination.month_plan),
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
            "reach": view.roadmap.short_path.reach.value,
            "controls": [step.control.id for step in view.roadmap.short_path.steps],
            "half_days": view.roadmap.short_path.half_days,
            "reasons": list(view.roadmap.short_path.reasons),
        },
        "homework": [
            {
                "person": homework.person,
                "actions": [
                    {"control": line.control.id, "text": line.text, "due": line.due} for line in homework.actions
                ],
            }
            for homework in view.homework
        ],
        "not_asked": [line.line.id for line in view.not_asked],
        "excused": [{"control": line.line.id, "reason": line.reason, "by": line.by} for line in view.excused],
    }  # fmt: skip


def stage_data(stage: StageForecast) -> Data:
    """Return the forecast of one examination stage."""
    return {
        "blocked_by": list(stage.blocked_by),
        "open": list(stage.unanswered),
        "findings": {"min": stage.least, "max": stage.most},
        "units": [
            {"unit": unit.name, "certain": unit.is_certain, "controls": list(unit.controls)} for unit in stage.units
        ],
    }


def plan_data(plan: MonthPlan) -> Data:
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


def _with(tests: Mapping[str, Result], wanted: Result) -> list[str]:
    return [control for control, result in tests.items() if result is wanted]


def control_data(control: Control) -> Data:
    """Return a control of a checklist, every field as its file has it."""
    return control.model_dump(mode="json", exclude_none=True)
