"""The minutes of a workshop as Markdown, for mail and wikis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmark_check.export.markdown import escaped, inline, listed, table
from pmark_check.view.controls import ActionLine
from pmark_check.view.minutes import MinutesView, Remark, VoteLine
from pmark_check.view.profile import PLAIN, Brand


def render(view: MinutesView, brand: Brand = PLAIN) -> bytes:
    """Return the minutes in UTF-8, signed as ``brand`` says."""
    return ("\n\n".join(_blocks(view, brand)) + "\n").encode()


def _blocks(view: MinutesView, brand: Brand) -> Iterator[str]:
    t = view.translate
    yield f"# {inline(t('minutes.title'))} {inline(view.name)} {view.on.isoformat()}"
    yield listed(f"**{inline(label)}** {inline(text)}" for label, text in view.head)
    if signed := _signed(view, brand):
        yield inline(signed)
    yield from _part(view, "minutes.result.title", _result(view))
    yield from _part(view, "minutes.decisions.title", _remarks(view, view.decisions))
    yield from _part(view, "minutes.homework.title", _homework(view, view.homework))
    yield from _part(view, "minutes.next.title", [inline(view.next_date)])
    yield from _part(view, "minutes.parked.title", _remarks(view, view.parked))
    if view.settled:
        yield from _part(view, "minutes.settled.title", _remarks(view, view.settled))
    yield from _part(view, "minutes.skipped.title", [listed(inline(line.question) for line in view.skipped)])
    yield from _part(view, "minutes.votes.title", _votes(view, view.votes))
    yield from _part(view, "minutes.changed.title", _changed(view))
    yield from _part(view, "minutes.first.title", _first_answered(view))
    yield from _part(view, "minutes.agenda.title", _agenda(view))
    yield escaped(t("minutes.about"))


def _signed(view: MinutesView, brand: Brand) -> str:
    """Return who made the minutes in one line; "" where nobody signs them."""
    t = view.translate
    firm = t("report.brand.firm", name=brand.firm) if brand.firm else ""
    consultant = t("report.brand.consultant", name=brand.consultant) if brand.consultant else ""
    return " ".join(part for part in (firm, consultant, brand.contact) if part)


def _part(view: MinutesView, title: str, blocks: Iterable[str]) -> Iterator[str]:
    """Yield a part under its title; one that is empty says so."""
    yield f"## {inline(view.translate(title))}"
    told = [block for block in blocks if block]
    yield from told or [inline(view.translate("minutes.none"))]


def _result(view: MinutesView) -> Iterator[str]:
    t = view.translate
    before, after = view.bands
    rows = [(t("score.today"), before.label, after.label)]
    names = ("statement.incident", "statement.application")
    rows += [(t(name), *pair) for name, pair in zip(names, view.verdicts, strict=False)]
    yield table(["", t("minutes.column.before"), t("minutes.column.after")], rows)
    yield escaped(t("minutes.result.told"))


def _agenda(view: MinutesView) -> Iterator[str]:
    yield inline(view.kept)
    columns = ("number", "item", "planned", "used", "judged", "kept")
    rows = (
        (str(item.number), item.title, item.planned, item.used, str(item.judged or ""), item.word)
        for item in view.items
    )
    yield _table(view, columns, rows)


def _remarks(view: MinutesView, remarks: Sequence[Remark]) -> Iterator[str]:
    yield listed(" ".join(_remark(view, remark)) for remark in remarks)


def _remark(view: MinutesView, remark: Remark) -> Iterator[str]:
    about = {"text": remark.text, "question": remark.question}
    yield inline(view.translate("minutes.remark", **about) if remark.question else remark.text)
    if remark.outcome:
        yield f"**{inline(remark.outcome)}**"


def _homework(view: MinutesView, lines: Sequence[ActionLine]) -> Iterator[str]:
    t = view.translate
    if lines:
        columns = ("who", "what", "due", "question")
        rows = (
            (
                line.owner or t("report.nobody"),
                view.task(line),
                line.due or t("report.no-date"),
                line.control.question,
            )
            for line in lines
        )
        yield _table(view, columns, rows)


def _changed(view: MinutesView) -> Iterator[str]:
    if view.changed:
        rows = ((line.line.question, line.before, line.after, line.said_by, line.how) for line in view.changed)
        yield _table(view, ("question", "before", "after", "said-by", "how"), rows)


def _first_answered(view: MinutesView) -> Iterator[str]:
    if view.first_answered:
        rows = ((line.line.question, line.after, line.said_by, line.how) for line in view.first_answered)
        yield _table(view, ("question", "answer", "said-by", "how"), rows)


def _table(view: MinutesView, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table without the columns that say nothing in any row."""
    head = [view.translate(f"minutes.column.{column}") for column in columns]
    told = [column for column in zip(head, *rows, strict=True) if any(column[1:])]
    return table([column[0] for column in told], zip(*(column[1:] for column in told), strict=True))


def _votes(view: MinutesView, votes: Sequence[VoteLine]) -> Iterator[str]:
    yield listed("\n  ".join(_vote(view, vote)) for vote in votes)


def _vote(view: MinutesView, vote: VoteLine) -> Iterator[str]:
    t = view.translate
    yield inline(f"{vote.line.question} {vote.layer}")
    counts = t("report.list.comma").join(vote.counts)
    yield f"- {inline(t('minutes.vote.spread', spread=vote.spread, counts=counts))}"
    yield f"- {inline(vote.agreed)}"
    if vote.dissent:
        yield f"- {inline(t('minutes.vote.dissent', said=vote.dissent))}"
