"""A client's report as Markdown, for mail and wikis, readable as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pmark_check.domain.readiness import Result
from pmark_check.export import said
from pmark_check.export.markdown import escaped, heading, inline, labelled, listed, table
from pmark_check.export.markdown_controls import ControlBlocks
from pmark_check.view.controls import ControlLine
from pmark_check.view.dossier import ASKED, EXCUSED, NOT_ASKED, Dossier, Entry
from pmark_check.view.examination import MonthLine
from pmark_check.view.lines import SectionLine, StepLine
from pmark_check.view.profile import Profile, ReportWishes
from pmark_check.view.report_lines import Stop
from pmark_check.view.report_parts import ReportParts
from pmark_check.view.words import result_word


def render(dossier: Dossier) -> bytes:
    """Return the report in UTF-8."""
    wishes = ReportWishes(Profile(is_private=dossier.with_private))
    parts = ReportParts(dossier.view, dossier.background, on=dossier.today, wishes=wishes)
    report = Report(dossier, parts)
    return ("\n\n".join(report.blocks()) + "\n").encode()


class Report:
    """One client's report, block by block."""

    def __init__(self, dossier: Dossier, parts: ReportParts) -> None:
        self._dossier = dossier
        self._parts = parts
        self._view = dossier.view
        self._t = dossier.translate
        self._control_blocks = ControlBlocks(dossier)

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
            labelled(t(key), text)
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
            f"**{inline(self._stop_word(stop))}** {inline(stop.statement)} `{stop.line.id}`"
            for stop in self._parts.stops
        )

    def _stop_word(self, stop: Stop) -> str:
        result = Result.FAILED if stop.is_failed else Result.OPEN
        return result_word(result, self._t, is_gate=stop.is_gate)

    def _first(self) -> Iterator[str]:
        t, steps = self._t, self._parts.first_steps
        if not steps:
            yield self._heading("report.first.heading")
            yield escaped(t("report.first.none" if self._view.situation.open else "report.first.all-done"))
            return
        yield heading(t.count("report.first.title", len(steps)))
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
                f"{inline(found.message)} {inline(found.resolve)} {_ids(found.controls)}"
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
            yield from self._control_blocks.blocks(entries)

    def _confirmations(self) -> Iterator[str]:
        """Yield the knock-outs answered はい that wait for a second person."""
        if self._view.unconfirmed:
            yield self._heading("report.unconfirmed.title")
            yield listed(_named(found.line) for found in self._view.unconfirmed)

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
            yield listed(map(_named, ruled.controls))
        told = (entry for entry in self._dossier.entries if entry.standing == NOT_ASKED and said.is_told(entry))
        yield from self._control_blocks.blocks(told)

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
        return heading(self._t(key))


def _named(line: ControlLine) -> str:
    return f"{inline(line.question)} `{line.id}`"


def _ids(lines: Iterable[ControlLine]) -> str:
    return " ".join(f"`{line.id}`" for line in lines)
