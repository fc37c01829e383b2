"""Markdown: a report for mail and wikis, readable as it stands.

Everything that somebody typed, or that a checklist says, is escaped, so that CommonMark and GitHub show it literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pmark_check.export import said
from pmark_check.view.controls import ControlLine, LayerLine, titled
from pmark_check.view.dossier import ASKED, EXCUSED, NOT_ASKED, Dossier, Entry
from pmark_check.view.examination import MonthLine
from pmark_check.view.lines import SectionLine, StepLine
from pmark_check.view.profile import Profile, ReportWishes
from pmark_check.view.report_parts import ReportParts
from pmark_check.view.words import word

EVERYWHERE = re.compile(r"[\\`*\[\]<>|~#$]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])|(?<=\w)@|:(?=//)|(?<=www)\.")
"""What means something wherever it stands: emphasis, code, links, HTML, tables, entities, addresses, formulas."""

AT_THE_START = re.compile(r"(?:[-+=]|\d{1,9}(?=[.)]))")
"""What makes a line a list or a heading."""

BREAK = "  \n"
"""A line end that is kept."""


def render(dossier: Dossier) -> bytes:
    """Return the report in UTF-8."""
    wishes = ReportWishes(Profile(is_private=dossier.with_private))
    parts = ReportParts(dossier.view, dossier.background, on=dossier.today, wishes=wishes)
    report = Report(dossier, parts)
    return ("\n\n".join(report.blocks()) + "\n").encode()


def escaped(text: str) -> str:
    """Return ``text`` so that it shows literally wherever it stands in one paragraph; blanks at its ends go."""
    return "\n".join(_line(line.strip()) for line in text.strip().split("\n"))


def _line(line: str) -> str:
    found = _marks_escaped(line)
    start = AT_THE_START.match(found)
    if start is None:
        return found
    return f"{start[0]}\\{found[start.end() :]}" if start[0].isdigit() else f"\\{found}"


def _marks_escaped(line: str) -> str:
    return EVERYWHERE.sub(lambda match: f"\\{match[0]}", line)


def inline(text: str) -> str:
    """Return ``text`` on one line, as in a heading, an item or a cell."""
    return escaped(" ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are escaped."""
    return "\n".join((_row(head), _row("---" for _ in head), *map(_row, rows)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_marks_escaped(' '.join(cell.split())) for cell in cells)} |"


def listed(items: Iterable[str]) -> str:
    """Return a list of ``items``, which are escaped already."""
    return "\n".join(f"- {item}" for item in items)


def quoted(text: str) -> str:
    """Return ``text`` as a quotation with its own line ends, escaped."""
    return "> " + f"{BREAK}> ".join(escaped(text).split("\n"))


class Report:
    """One client's report, block by block."""

    def __init__(self, dossier: Dossier, parts: ReportParts) -> None:
        self._dossier = dossier
        self._parts = parts
        self._view = dossier.view
        self._t = dossier.translate
        self._sections = dossier.view.session.library.sections

    def blocks(self) -> Iterator[str]:
        """Yield the blocks in order; a blank line goes between two of them."""
        yield from self._head()
        yield from self._verdicts()
        yield from self._numbers()
        yield from self._stops()
        yield from self._first()
        if self._view.application.id != "none":
            yield from self._expected()
            yield from self._plan()
        yield from self._chapters()
        yield from self._controls("report.gaps.title", self._with_gap())
        yield from self._controls("report.in-place.title", self._in_place())
        yield from self._confirmations()
        yield from self._excused()
        yield from self._not_asked()
        yield from self._facts()
        yield from self._about()

    # --- page one ----------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        t = self._t
        yield f"# {inline(self._view.name)} {inline(t('report.title'))}"
        checklists = (
            t("export.with-more", text=c.checklist.title.to(t.language),
              more=t("export.revision", revision=c.checklist.revision))
            for c in self._view.session.library.checklists
        )  # fmt: skip
        yield listed(
            self._labelled(key, text)
            for key, text in (
                ("report.about.day", self._dossier.today.isoformat()),
                ("report.about.checklists", said.listed(checklists, t)),
                ("report.about.fingerprint", self._parts.fingerprint),
            )
        )
        yield escaped(t("report.what"))
        if self._dossier.with_private:
            yield f"**{escaped(t('export.has-private'))}**"

    def _verdicts(self) -> Iterator[str]:
        yield self._heading("report.verdict.title")
        verdicts = (("incident", self._view.incident), ("application", self._view.application))
        yield listed(
            f"**{inline(self._t(f'statement.{kind}'))}: {inline(verdict.title)}** {inline(verdict.sentence)}"
            for kind, verdict in verdicts
        )

    def _numbers(self) -> Iterator[str]:
        t, view = self._t, self._view
        yield self._heading("report.scores.title")
        yield listed(
            f"{inline(label)}: **{inline(text)}**"
            for label, text in (
                (t("score.today"), view.band.label),
                (t("export.target"), f"{view.target}%"),
                (t("export.floor"), f"{view.floor}%"),
                (t("export.answered"), f"{view.answered} / {view.asked}"),
                (t("report.method.coverage"), view.coverage),
                (t("score.confidence"), view.confidence),
            )
        )
        yield table(
            [t("report.column.layer"), t("report.column.band")],
            ((layer.name, layer.band.label) for layer in view.layers),
        )
        yield table(
            [t("report.column.gap"), t("report.column.questions")],
            ((count.name, str(count.count)) for count in view.gap_counts),
        )

    def _stops(self) -> Iterator[str]:
        yield self._heading("report.stops.title")
        if not self._parts.stops:
            yield escaped(self._t("report.stops.none" if self._view.knockouts else "report.knockouts.none"))
            return
        yield listed(
            f"**{inline(self._stop_word(stop.is_failed, stop.is_gate))}** {inline(stop.statement)} `{stop.line.id}`"
            for stop in self._parts.stops
        )

    def _stop_word(self, is_failed: bool, is_gate: bool) -> str:  # noqa: FBT001 - two halves of one word
        result = "failed" if is_failed else "open"
        return self._t(f"report.gate.{result}" if is_gate else f"result.{result}")

    def _first(self) -> Iterator[str]:
        t, steps = self._t, self._parts.first_steps
        if not steps:
            yield self._heading("report.first.heading")
            yield escaped(t("report.first.none" if self._view.open_items else "report.first.all-done"))
            return
        title = "report.first.title.one" if len(steps) == 1 else "report.first.title.many"
        yield f"## {inline(t(title, count=len(steps)))}"
        yield table(
            [t(f"report.column.{column}") for column in ("rank", "what", "effort", "gain", "owner", "due")],
            (self._first_row(first.step, first.begin) for first in steps),
        )

    def _first_row(self, step: StepLine, begin: str) -> tuple[str, ...]:
        what = self._t("export.labelled", label=step.aim, text=begin)
        unset = self._t("report.unset")
        return str(step.rank), what, step.effort, step.gain, step.owner or unset, step.due or unset

    # --- examination -------------------------------------------------------------------------------------------------

    def _expected(self) -> Iterator[str]:
        t, examination = self._t, self._dossier.examination
        yield self._heading("report.expected.title")
        yield escaped(t("report.expected.own"))
        yield table(
            [t("export.stage"), t("export.findings"), t("export.gates.failed"), t("export.gates.open")],
            (
                (stage.name, stage.findings, str(len(stage.blocked_by)), str(len(stage.unanswered)))
                for stage in examination.stages
            ),
        )
        yield escaped(examination.plan.sentence)
        if examination.contradictions:
            yield f"### {inline(t('report.contradictions.title'))}"
            yield listed(
                f"{inline(found.message)} {inline(found.resolve)} {self._ids(found.controls)}"
                for found in examination.contradictions
            )

    def _plan(self) -> Iterator[str]:
        months = self._dossier.examination.plan.months
        if months:
            yield self._heading("report.roadmap.title")
            yield escaped(self._t("report.roadmap.intro"))
            yield "\n".join(line for month in months for line in self._month(month))

    def _month(self, month: MonthLine) -> Iterator[str]:
        what = said.with_more(month.phase_title, (month.work,), self._t)
        yield f"- **{inline(month.name)}** {inline(what)}"
        for step in month.steps:
            yield f"  - {step.rank} {inline(step.first_step)} `{step.line.id}`"

    # --- controls ----------------------------------------------------------------------------------------------------

    def _chapters(self) -> Iterator[str]:
        t = self._t
        yield self._heading("export.chapters")
        yield table(
            [t(f"report.column.{column}") for column in ("number", "section", "band", "answered", "gaps")],
            map(self._chapter_row, self._view.chapters),
        )

    @staticmethod
    def _chapter_row(line: SectionLine) -> tuple[str, ...]:
        return line.number, line.title, line.band.label, f"{line.answered} / {line.asked}", str(line.gaps)

    def _with_gap(self) -> list[Entry]:
        return [entry for entry in self._dossier.entries if entry.gap]

    def _in_place(self) -> list[Entry]:
        return [entry for entry in self._dossier.entries if entry.standing == ASKED and not entry.gap]

    def _controls(self, title: str, entries: Sequence[Entry]) -> Iterator[str]:
        """Yield ``entries`` under a title; nothing where there is none."""
        if entries:
            yield self._heading(title)
            yield from self._by_section(entries)

    def _by_section(self, entries: Iterable[Entry]) -> Iterator[str]:
        section = ""
        for entry in entries:
            if entry.section != section:
                section = entry.section
                yield f"### {inline(titled(self._sections[section], self._t))}"
            yield from self._control(entry)

    def _control(self, entry: Entry) -> Iterator[str]:
        t, card = self._t, entry.card
        yield f"#### {inline(card.question)}"
        yield listed((f"`{entry.control.id}` {inline(said.listed(self._marks(entry), t))}", *self._points(entry)))
        for key, text in (("field.note", card.note), ("field.private-note", card.private_note)):
            if text:
                yield f"{inline(t(key))}:"
                yield quoted(text)

    def _marks(self, entry: Entry) -> Iterator[str]:
        """Yield what a control is and how it falls short."""
        t, loss = self._t, self._loss.get(entry.control.id, "")
        if entry.control.knockout:
            yield t("severity.knockout")
        if entry.control.gate:
            yield said.with_more(t("report.gate"), (word("stage", entry.control.gate, t),), t)
        yield from (word("gap", kind, t) for kind in (entry.gap.kinds if entry.gap else ()))
        if loss:
            yield t("report.loss", loss=loss)

    @cached_property
    def _loss(self) -> dict[str, str]:
        return {gap.card.line.id: gap.loss for gap in self._view.gaps}

    def _points(self, entry: Entry) -> Iterator[str]:
        """Yield what was said about a control, and what to do about it, but for its notes."""
        t, card = self._t, entry.card
        if card.is_perhaps:
            yield inline(t("report.perhaps.mark"))
        if card.is_excused:
            reason = said.with_more(card.not_applicable, (said.excused_by(self._dossier, entry),), t)
            yield self._labelled("mark.not-applicable", reason)
        else:
            yield from (self._said(layer) for layer in card.layers if layer.mark or layer.is_conflict)
        for found in said.evidence(entry):
            yield self._labelled("report.evidence", said.evidence_text(found, t))
        for work in said.homework(self._dossier, entry):
            yield self._labelled("report.homework.title", said.homework_text(work, t))
        if by := said.confirmed_by(self._dossier, entry):
            yield self._labelled("report.column.confirmed", by)
        if entry.gap:
            yield self._labelled("report.finding", card.finding)
            yield self._labelled("report.first-step", said.with_more(card.first_step, (card.effort,), t))

    def _said(self, layer: LayerLine) -> str:
        answer = said.with_more(layer.answer, (layer.how, layer.said_by), self._t)
        return f"{inline(layer.name)}: {inline(answer)}"

    def _confirmations(self) -> Iterator[str]:
        """Yield the knock-outs answered はい that wait for a second person."""
        if self._view.unconfirmed:
            yield self._heading("report.unconfirmed.title")
            yield listed(self._named(found.line) for found in self._view.unconfirmed)

    # --- what does not count -----------------------------------------------------------------------------------------

    def _excused(self) -> Iterator[str]:
        entries = [entry for entry in self._dossier.entries if entry.standing == EXCUSED]
        yield from self._controls("report.not-asked.excused", entries)

    def _not_asked(self) -> Iterator[str]:
        """Yield what the facts rule out, by reason; what was said about some of it all the same is kept."""
        if not self._parts.ruled_out:
            return
        yield self._heading("report.not-asked.facts")
        for ruled in self._parts.ruled_out:
            yield escaped(ruled.reason)
            yield listed(map(self._named, ruled.controls))
        told = (entry for entry in self._dossier.entries if entry.standing == NOT_ASKED and said.is_told(entry))
        yield from self._by_section(told)

    def _facts(self) -> Iterator[str]:
        t = self._t
        yield self._heading("export.facts")
        yield table([t("report.column.question"), t("report.column.answer")],
                    ((fact.question, fact.value) for fact in self._view.facts))  # fmt: skip

    def _about(self) -> Iterator[str]:
        yield self._heading("report.about.title")
        yield from (escaped(self._t(f"report.about.{key}")) for key in ("what", "own", "given"))

    # --- making ------------------------------------------------------------------------------------------------------

    def _heading(self, key: str) -> str:
        return f"## {inline(self._t(key))}"

    def _labelled(self, key: str, text: str) -> str:
        return f"{inline(self._t(key))}: {inline(text)}"

    def _named(self, line: ControlLine) -> str:
        return f"{inline(line.question)} `{line.id}`"

    @staticmethod
    def _ids(lines: Iterable[ControlLine]) -> str:
        return " ".join(f"`{line.id}`" for line in lines)
