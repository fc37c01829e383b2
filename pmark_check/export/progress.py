"""The monthly progress report as Markdown, from the same view as the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmark_check.domain.background import Background
from pmark_check.export.markdown import escaped, heading, inline, labelled, listed, table
from pmark_check.export.said import listed as in_a_row
from pmark_check.export.said import with_more
from pmark_check.view.controls import ActionLine
from pmark_check.view.progress import Improvement, ProgressView
from pmark_check.view.promises import Ending, Promise


def render(view: ProgressView, background: Background) -> str:
    """Return the report on one month as Markdown, in the language of ``view``. No private note is in it."""
    return "\n\n".join(Report(view, background).blocks()) + "\n"


class Report:
    """One month of a client, block by block."""

    def __init__(self, view: ProgressView, background: Background) -> None:
        self._view = view
        self._origin = view.origin(background)
        self._t = view.translate

    def blocks(self) -> Iterator[str]:
        """Yield the blocks in order; a blank line goes between two of them."""
        homework, t = self._view.promises, self._t
        yield from self._head()
        yield from self._summary()
        yield from self._promises(t("report.progress.late"), homework.late, "report.progress.none-late")
        yield from self._endings((*homework.ended, *homework.withdrawn))
        yield from self._answers()
        yield from self._tests()
        coming = t("report.progress.coming", month=self._view.next_title)
        yield from self._promises(coming, self._view.coming, "report.progress.none-coming")
        if self._view.later:
            yield from self._promises(t("report.progress.later"), self._view.later, "")
        yield from self._proofs()
        yield from self._foot()

    def _head(self) -> Iterator[str]:
        t, view = self._t, self._view
        yield f"# {inline(t('report.progress.title'))} {inline(view.title)}"
        yield listed(
            labelled(label, text)
            for label, text in (
                (t("field.name"), view.name),
                (t("report.about.day"), view.on.isoformat()),
                (t("report.about.checklists"), view.checklist_title),
            )
        )
        if not view.is_over:
            yield f"**{inline(t('report.progress.so-far', day=view.as_of.isoformat()))}**"

    def _summary(self) -> Iterator[str]:
        t, view = self._t, self._view
        (before, after), (incident, application) = view.bands, view.verdicts
        pairs = [("score.today", (before.label, after.label)), ("statement.incident", incident)]
        pairs += [("statement.application", application)] if view.is_examined else []
        yield heading(t("report.progress.summary"))
        yield listed(
            labelled(t(key), then if view.is_first else f"{was} {t('report.to')} {then}") for key, (was, then) in pairs
        )
        if view.is_first:
            yield escaped(t("report.progress.first"))
        else:
            yield escaped(t("report.changes.shared", shared=view.shared))
        yield table([t("report.column.figure"), t("report.column.value")],
                    ((t(f"report.progress.sum.{key}"), str(number)) for key, number in view.sums))  # fmt: skip

    # --- homework --------------------------------------------------------------------------------------------------

    def _promises(self, title: str, promises: Sequence[Promise], none: str) -> Iterator[str]:
        t = self._t
        yield heading(title)
        if not promises:
            yield escaped(t(none))
            return
        head = [t(f"report.column.{column}") for column in ("due", "what", "owner")]
        yield table(head, map(self._promise, promises))

    def _promise(self, promise: Promise) -> tuple[str, ...]:
        t, line = self._t, promise.line
        moved = t("report.due-before", day=promise.due_before) if promise.due_before else ""
        due = with_more(line.due or t("report.no-date"), (self._late(promise.days_late), moved), t)
        return due, self._task(line, is_new=promise.is_new), line.owner or t("report.nobody")

    def _endings(self, endings: Sequence[Ending]) -> Iterator[str]:
        t = self._t
        yield heading(t("report.progress.done"))
        if not endings:
            yield escaped(t("report.progress.none-done"))
            return
        head = [t(f"report.column.{column}") for column in ("ended", "what", "owner", "seen")]
        yield table(head, map(self._ending, endings))

    def _ending(self, ending: Ending) -> tuple[str, ...]:
        t = self._t
        on = with_more(ending.on or "–", (ending.word, self._late(ending.days_late)), t)
        reason = t("report.reason", reason=ending.reason) if ending.reason else ""
        what = with_more(self._task(ending.line, is_new=ending.is_new), (reason,), t)
        return on, what, ending.line.owner or "–", ending.seen_by or "–"

    def _task(self, line: ActionLine, *, is_new: bool) -> str:
        text = line.text or line.control.question
        return self._t("export.labelled", label=self._t("report.new"), text=text) if is_new else text

    def _late(self, days: int) -> str:
        return self._t.count("report.days-late", days) if days else ""

    # --- answers ---------------------------------------------------------------------------------------------------

    def _answers(self) -> Iterator[str]:
        t, view = self._t, self._view
        yield heading(t("report.changes.answers"))
        if view.improvements:
            head = [t(f"report.column.{column}") for column in ("question", "before-after", "why")]
            yield table(head, map(self._improvement, view.improvements))
        elif not view.answered:
            yield escaped(t("report.progress.none-answered"))
        if view.answered:
            short = view.answered_short
            more = self._t.count("report.progress.answered-short", short) if short else ""
            yield escaped(f"{self._t.count('report.progress.answered', view.answered)} {more}")

    def _improvement(self, found: Improvement) -> tuple[str, ...]:
        t, change = self._t, found.change
        steps = (f"{step.layers} {step.before} {t('report.to')} {step.after}" for step in change.steps)
        question = t("export.labelled", label=change.word, text=change.line.question)
        return question, in_a_row(steps, t), in_a_row((*found.sources, found.note), t)

    def _tests(self) -> Iterator[str]:
        t, view = self._t, self._view
        rows = [
            (line.is_gate, line.line.question, f"{line.before} {t('report.to')} {line.after}") for line in view.closed
        ]
        rows += [(line.is_gate, line.line.question, line.word) for line in view.standing]
        yield heading(t("report.progress.tests"))
        if not rows:
            yield escaped(t("report.stops.none"))
            return
        kinds = {False: t("severity.knockout"), True: t("report.gate")}
        named = ((t("export.labelled", label=kinds[is_gate], text=text), result) for is_gate, text, result in rows)
        yield table([t("report.column.question"), t("report.column.result")], named)

    # --- the rest --------------------------------------------------------------------------------------------------

    def _proofs(self) -> Iterator[str]:
        t = self._t
        if self._view.proofs:
            yield heading(t("report.changes.proofs"))
            as_of = (t("report.evidence.as-of", day=proof.as_of) if proof.as_of else "" for proof in self._view.proofs)
            pairs = zip(self._view.proofs, as_of, strict=True)
            yield listed(inline(with_more(proof.where, (day, proof.line.question), t)) for proof, day in pairs)

    def _foot(self) -> Iterator[str]:
        t, origin = self._t, self._origin
        signed = ("approved", "checked", "made")
        yield heading(t("report.progress.signatures"))
        yield table([t(f"report.progress.{who}") for who in signed], [[t("report.progress.date")] * len(signed)])
        if origin:
            said = t("report.progress.origin", incident=origin.incident, failure=origin.failure)
            yield escaped(with_more(said, origin.sources, t))
        yield escaped(t("report.what"))
