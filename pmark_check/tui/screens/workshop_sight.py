"""What a workshop shows beside its questions, as plain data; nothing of it is private or of another client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from pmark_check.domain.agenda import ItemKind
from pmark_check.domain.proceedings import Proceedings
from pmark_check.domain.session import Session
from pmark_check.domain.workshop import Vote, Workshop
from pmark_check.i18n.translation import Translator
from pmark_check.tui.widgets.workshop_clock import Part, Top
from pmark_check.view.controls import ActionLine
from pmark_check.view.words import literal
from pmark_check.view.workshop import ItemLine, clock, item_title, pace_line, vote_counts, vote_result


def top(proceedings: Proceedings, session: Session, translate: Translator, now: datetime) -> Top:
    """Return the top edge at ``now``."""
    t, workshop = translate, proceedings.running
    line = pace_line(proceedings.pace(now), t)
    number = workshop.item or 1
    item = workshop.agenda_item(number)
    title = item_title(item, session.library, t)
    left = t("tui.workshop.paused") if workshop.is_paused else line.left
    counts = {
        "open": line.open if item.is_asking else 0,
        "skipped": len(proceedings.to_return_to),
        "parked": len(proceedings.parking_lot),
        "decided": len(workshop.decisions),
    }
    told = [t(f"tui.workshop.count.{name}", count=count) for name, count in counts.items() if count]
    return Top(
        client=literal(session.assessment.name),
        item=t("tui.workshop.item", number=number, count=len(workshop.agenda.item), title=title),
        left=f"{left}   {clock(now)}",
        is_over=line.is_over,
        counts=tuple(filter(None, [*told, line.per_question])),
        pace=t("tui.workshop.pace", ends=line.ends, late=line.late),
    )


def calm(
    proceedings: Proceedings, session: Session, translate: Translator, now: datetime
) -> tuple[str, list[str], list[Part]]:
    """Return what stands in the middle while no question is asked: a title, lines under it, lists to be read out."""
    t, workshop = translate, proceedings.running
    if workshop.is_paused:
        since = workshop.pauses[-1].since if workshop.pauses else workshop.last
        told = [t("tui.workshop.calm.since", time=clock(since)), t("tui.workshop.calm.resume")]
        return t("tui.workshop.calm.paused"), told, []
    number = workshop.item or 1
    item = workshop.agenda_item(number)
    left = pace_line(proceedings.pace(now), t).left
    onward = t("tui.workshop.calm.next" if number < len(workshop.agenda.item) else "tui.workshop.calm.end")
    if item.is_asking:
        skipped = len(proceedings.to_return_to)
        more = [t("tui.workshop.calm.skipped", count=skipped)] if skipped else []
        return t("tui.workshop.calm.all-asked"), [*more, onward], []
    said = list(_said(proceedings, session, t)) if item.kind is ItemKind.TALK else []
    return item_title(item, session.library, t), [left, onward], said


def _said(proceedings: Proceedings, session: Session, t: Translator) -> Iterator[Part]:
    """Yield what was decided and planned so far and when one meets again, to be read out."""
    from pmark_check.view.minutes import MinutesView  # not needed before something was decided

    workshop = proceedings.running
    if not (workshop.decisions or workshop.homework or workshop.next_on):
        return
    view = MinutesView(session, t, workshop, proceedings)
    parts = {
        "decisions": [made.text for made in view.decisions],
        "homework": [_homework(line, t) for line in view.homework],
        "next": [view.next_date] if view.next_date else [],
    }
    for name, texts in parts.items():
        if texts:
            listed = (t("tui.workshop.listed", text=text.replace("\n", " ")) for text in texts)
            yield Part(t(f"minutes.{name}.title"), tuple(listed))


def _homework(line: ActionLine, t: Translator) -> str:
    task = line.text or t("minutes.homework.what", aim=line.aim, text=line.control.question)
    return "  ".join(part for part in (line.due, line.owner, task) if part)


def agenda_line(item: ItemLine, translate: Translator) -> str:
    """Return an item of the agenda in one line: what it is called, planned and used minutes, what became of it."""
    key = "tui.workshop.agenda.used" if item.used else "tui.workshop.agenda.planned"
    return translate(key, title=item.title, planned=item.planned, used=item.used, state=item.word)


def vote_line(vote: Vote, session: Session, translate: Translator) -> str:
    """Return a vote in one line: counts, the answer agreed on, who disagrees."""
    t = translate
    comma = t("report.list.comma")
    counts = comma.join(vote_counts(vote, lambda person: literal(session.person_name(person)) or t("text.erased"), t))
    who = comma.join(filter(None, map(session.person_name, vote.dissenters)))
    text = literal(session.text(vote.dissent)).replace("\n", " ")
    against = t("minutes.vote.said", who=who, text=text) if who and text else who or text
    told = [counts, vote_result(vote, t), t("minutes.vote.dissent", said=against) if against else ""]
    return "  ".join(filter(None, told))


def hand_counts(workshop: Workshop, control_id: str) -> Mapping[str, int]:
    """Return mark -> count of the last vote on a control; {} where there was none."""
    vote = workshop.vote_on(control_id)
    return {mark.value: count for mark, count in vote.counts.items()} if vote else {}
