"""The facts about the firm, asked one by one in lines."""

from __future__ import annotations

from datetime import date

from pmark_check.cli.lines import Lines
from pmark_check.domain.checklist import Fact, FactKind, FactValue
from pmark_check.domain.session import Session
from pmark_check.view.aloud import labelled, listed
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.typed import plain_key, typed_value
from pmark_check.view.words import literal

NOTHING, BACK, LEAVE = "-", "b", "q"


def ask_facts(lines: Lines, session: Session, today: date) -> None:
    """Ask for each fact in turn; an empty line leaves it as it stands."""
    t, facts, place = lines.translate, session.library.asked_facts, 0
    while place < len(facts):
        fact, line = facts[place], ScorecardView(session, t).facts[place]
        lines.say(f"{place + 1}/{len(facts)} {line.question}", line.plain, labelled(t("cli.ask.now"), line.value, t))
        typed = lines.ask(listed(filter(None, (_offer(fact, lines), t("cli.ask.facts"))), t))
        key = plain_key(typed)
        if key == LEAVE:
            return
        if key == BACK:
            place = max(0, place - 1)
        elif not key or _stated(lines, session, fact, typed, today):
            place += 1


def _choices(fact: Fact, lines: Lines) -> dict[str, tuple[FactValue, str]]:
    """Return what is typed -> what it states, with its words; {} for a fact that is typed itself."""
    t = lines.translate
    if fact.kind is FactKind.YES_NO:
        return {"1": (True, t("fact.true")), "2": (False, t("fact.false"))}
    return {
        str(number): (choice.id, literal(choice.title.to(t.language))) for number, choice in enumerate(fact.choices, 1)
    }


def _offer(fact: Fact, lines: Lines) -> str:
    if fact.kind in (FactKind.NUMBER, FactKind.DATE):
        return lines.translate(f"tui.facts.typed.{fact.kind}")
    return listed((f"{key} {name}" for key, (_, name) in _choices(fact, lines).items()), lines.translate)


def _stated(lines: Lines, session: Session, fact: Fact, typed: str, today: date) -> bool:
    """State a fact as ``typed``; return False, and say so, where that makes no sense."""
    choices, key = _choices(fact, lines), plain_key(typed)
    if key == NOTHING:
        session.state_fact(fact.id, None)
    elif key in choices:
        session.state_fact(fact.id, choices[key][0])
    elif fact.kind not in (FactKind.NUMBER, FactKind.DATE):
        lines.say_misread(typed)
        return False
    else:
        try:
            value = typed_value(fact.kind, typed, today)
        except ValueError:
            lines.misread += 1
            lines.say(lines.translate(f"tui.facts.bad.{fact.kind}", text=literal(typed)))
            return False
        session.state_fact(fact.id, value)
    return True
