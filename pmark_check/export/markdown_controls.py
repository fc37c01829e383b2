"""The controls of a client as Markdown: each with its answers, proof, homework, gap and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pmark_check.export import said
from pmark_check.export.markdown import inline, labelled, listed, quoted
from pmark_check.view.controls import LayerLine, titled
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.words import word


class ControlBlocks:
    """Writes the controls of one client, block by block."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._t = dossier.translate
        self._sections = dossier.view.session.library.sections

    def blocks(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Yield ``entries`` under the titles of their sections."""
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
        return {gap.card.line.id: gap.loss for gap in self._dossier.view.gaps}

    def _points(self, entry: Entry) -> Iterator[str]:
        """Yield what was said about a control, and what to do about it, but for its notes."""
        t, card = self._t, entry.card
        if card.is_perhaps:
            yield inline(t("report.perhaps.mark"))
        if card.is_excused:
            reason = said.with_more(card.not_applicable, (said.excused_by(self._dossier, entry),), t)
            yield labelled(t("mark.not-applicable"), reason)
        else:
            yield from (self._said(layer) for layer in card.layers if layer.mark or layer.is_conflict)
        for found in said.evidence(entry):
            yield labelled(t("report.evidence"), said.evidence_text(found, t))
        for work in said.homework(self._dossier, entry):
            yield labelled(t("report.homework.title"), said.homework_text(work, t))
        if by := said.confirmed_by(self._dossier, entry):
            yield labelled(t("report.column.confirmed"), by)
        if entry.gap:
            yield labelled(t("report.finding"), card.finding)
            yield labelled(t("report.first-step"), said.with_more(card.first_step, (card.effort,), t))

    def _said(self, layer: LayerLine) -> str:
        answer = said.with_more(layer.answer, (layer.how, layer.said_by), self._t)
        return labelled(layer.name, answer)
