"""Lists for a terminal without screens: clients, a scorecard, a history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmark_check.domain import events as happened
from pmark_check.domain.agenda import Agenda
from pmark_check.domain.checklist import Layer
from pmark_check.domain.events import Event
from pmark_check.domain.session import Session
from pmark_check.domain.summary import ClientSummary
from pmark_check.i18n.translation import Translator
from pmark_check.view.controls import ControlLine
from pmark_check.view.examination import Examination
from pmark_check.view.numbers import Band, band_of_shares
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import literal, word

BAR = 40


def client_row(summary: ClientSummary, path: str, translate: Translator) -> str:
    """Return one client: name, verdict, score, answers, file."""
    score = band_of_shares(summary.worst, summary.best, translate).label
    verdict = translate(f"verdict.{summary.incident}")
    return f"{literal(summary.name)}\t{verdict}\t{score}\t{summary.answered}/{summary.asked}\t{path}"


def scorecard_lines(view: ScorecardView, today: date) -> Iterator[str]:
    """Yield the scorecard for reading: verdicts, score, parts, what stops the firm, what to expect, first steps.

    With the Privacy Mark checklist the parts are its chapters, and what its examination would find is told too.

    Args:
        view: the client's numbers.
        today: the day from which months are counted.
    """
    has_examination = view.application.id != "none"
    yield f"{view.name} ・ {view.checklist_title}"
    yield ""
    yield from _verdicts(view)
    yield ""
    for layer in view.layers:
        yield f"  {bar(layer.band)}  {layer.name}  {layer.band.label}"
    yield ""
    for part in view.chapters if has_examination else view.sections:
        yield f"  {bar(part.band)}  {f'{part.number} {part.title}'.strip()}  {part.band.label}"
    yield from _stops(view)
    if has_examination:
        yield from _expected(Examination(view, today))
    yield from _first(view)


def outcome_lines(view: ScorecardView) -> Iterator[str]:
    """Yield the verdicts, the score and the first steps: what one wants to hear at the end."""
    yield from _verdicts(view)
    yield from _first(view)


def _verdicts(view: ScorecardView) -> Iterator[str]:
    t = view.translate
    yield f"{t('statement.incident')}: {view.incident.title}"
    yield f"  {view.incident.sentence}"
    if view.application.id != "none":
        yield f"{t('statement.application')}: {view.application.title}"
        yield f"  {view.application.sentence}"
    yield f"{t('score.today')}: {view.band.label}    {t('score.coverage')} {view.answered}/{view.asked}"


def _stops(view: ScorecardView) -> Iterator[str]:
    if view.incident.reasons and view.incident.id != "guarded":
        yield ""
        yield view.translate("listing.stops", count=len(view.incident.reasons))
        yield from map(_named, view.incident.reasons)
    if view.application.reasons:
        yield ""
        yield view.translate(f"listing.application.{view.application.id}", count=len(view.application.reasons))
        yield from map(_named, view.application.reasons)


def _named(line: ControlLine) -> str:
    return f"  ・ {line.question}  [{line.id}]"


def _expected(examination: Examination) -> Iterator[str]:
    """Yield what each stage of the examination would find, and when one could apply."""
    t = examination.translate
    yield ""
    yield t("listing.findings")
    for stage in examination.stages:
        counts = {"findings": stage.findings, "failed": len(stage.blocked_by), "open": len(stage.unanswered)}
        yield f"  {t('listing.stage' if stage.findings else 'listing.stage.gates', stage=stage.name, **counts)}"
    yield f"  {examination.plan.sentence}"
    if examination.contradictions:
        yield f"  {t('listing.contradictions', count=len(examination.contradictions))}"


def _first(view: ScorecardView) -> Iterator[str]:
    if view.first_steps:
        yield ""
        yield view.translate("listing.first", count=len(view.first_steps))
        for step in view.first_steps:
            who = " ".join(part for part in (step.owner, step.due) if part)
            cost = " ".join(part for part in (step.effort, step.gain) if part)
            yield f"  {step.rank} {step.first_step}  ({cost}) {who}".rstrip()
            yield f"    [{step.line.id}]"


def bar(band: Band) -> str:
    """Return a band as characters that are one cell wide everywhere: ``#`` shown today, ``-`` still possible."""
    if band.low is None or band.high is None:
        return "." * BAR
    low, high = int(band.low * BAR), round(band.high * BAR)
    return "#" * low + "-" * (high - low) + "." * (BAR - high)


def history_line(event: Event, session: Session, translate: Translator) -> str:
    """Return one event: when, by whom, what; erased texts say so."""
    who = literal(session.person_name(event.recorded_by))
    return f"{event.at}  {who or '-'}  {what_happened(event.body, session, translate)}"


def what_happened(body: happened.AnyBody, session: Session, translate: Translator) -> str:
    """Return what an event did, in one line; what a private note says is not repeated."""
    named = type(body).model_fields.keys() - {"v", "kind"}
    shown = {name: _shown(getattr(body, name), session, translate) for name in named}
    if isinstance(body, happened.NoteWritten) and body.private:
        return translate("history.private-note-written", control=body.control)
    return translate(f"history.{body.kind}", **shown)


def _shown(value: object, session: Session, translate: Translator) -> str:  # noqa: PLR0911 - one for each type
    match value:
        case happened.TextRef():
            return literal(session.text(value)).replace("\n", " ") or _erased(value, session, translate)
        case dict():
            marks = ((layer, value[layer]) for layer in Layer if layer in value)
            said = [f"{word('layer', k, translate)}={word('mark', v, translate)}" for k, v in marks]
            votes = ((mark, value[mark]) for mark in happened.Mark if mark in value)
            return " ".join([*said, *(f"{word('mark', k, translate)} {v}" for k, v in votes)])
        case tuple():
            return str(len(value))
        case Agenda():
            return literal(value.agenda.title.to(translate.language))
        case happened.HowKnown():
            return word("how", value, translate)
        case happened.ActionKind():
            return word("aim", value, translate)
        case happened.Outcome():
            return word("outcome", value, translate)
        case None:
            return "-"
        case str() if name := session.person_name(value):
            return literal(name)
        case _:
            return literal(str(value))


def _erased(ref: happened.TextRef, session: Session, translate: Translator) -> str:
    """Return when a text was erased and by whom, as far as that is known."""
    at, person = session.assessment.erased.get(ref.id, ("", None))
    if not at:
        return translate("text.erased")
    if who := literal(session.person_name(person)):
        return translate("text.erased-by", day=at[:10], person=who)
    return translate("text.erased-on", day=at[:10])
