"""The rows of a report: one control each, with everything said about it, in words that only have to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmark_check.domain.background import Background
from pmark_check.domain.library import HEADLINE
from pmark_check.view.cited import Clauses, cited
from pmark_check.view.controls import ActionLine, Card, LayerLine, oldest_first
from pmark_check.view.lines import GapLine
from pmark_check.view.report_lines import Row, Said
from pmark_check.view.scorecard import ScorecardView


class Rows:
    """Makes the rows of one client.

    Args:
        months: control -> when its first step is planned, where the plan itself does not name the step.
        with_private: whether private notes are kept.
    """

    def __init__(
        self, view: ScorecardView, background: Background, months: Mapping[str, str], *, with_private: bool
    ) -> None:
        self._view = view
        self._background = background
        self._months = months
        self._with_private = with_private
        t = view.translate
        self._dot, self._comma, self._middle = (t(f"report.list.{name}") for name in ("dot", "comma", "middle"))
        self._mark = t("report.provenance.mark")
        self._known: dict[tuple[str, ...], tuple[Clauses, ...]] = {}
        self._worths: dict[tuple[int, str], str] = {}

    def row(self, card: Card, gap: GapLine | None) -> Row:
        """Return what is said about a control; ``gap`` says what it falls short in, if it does."""
        kept = card._replace(private_note="") if card.private_note and not self._with_private else card
        sources = {self._source(layer) for layer in card.layers if layer.mark}
        source = sources.pop() if len(sources) == 1 else ""
        clauses = self._cited(self._view.session.library.controls[card.line.id].refs)
        return Row(
            card=kept,
            step=self._join(card.first_step, card.effort, self._months.get(card.line.id, "")),
            cites=self._cites(clauses, self._view.session.library.section(card.line.id).ref or ""),
            clauses=clauses,
            answers=tuple(self._answers(card, is_one_source=bool(source))),
            source=source,
            words=self._comma.join(gap.words) if gap else "",
            worth=self._worth(card.weight, gap.loss) if gap and card.weight else "",
            evidence=oldest_first(card.evidence),
            actions=ordered([action for action in card.actions if action.is_open]),
        )

    def _cited(self, refs: tuple[str, ...]) -> tuple[Clauses, ...]:
        """Return what can be looked up; many controls rest on the same."""
        if refs not in self._known:
            self._known[refs] = cited(refs, self._background)
        return self._known[refs]

    def is_touched(self, card: Card) -> bool:
        """Return whether anything was said; a private note left out leaves not even a place where it was."""
        answered = any(layer.mark or layer.is_conflict for layer in card.layers)
        private = self._with_private and card.private_note
        return answered or bool(card.note or private or card.evidence or card.actions)

    def _join(self, *parts: str) -> str:
        return self._dot.join(filter(None, parts))

    def _source(self, layer: LayerLine) -> str:
        return self._join(layer.how, layer.said_by)

    def _answers(self, card: Card, *, is_one_source: bool) -> Iterable[Said]:
        """Yield the answers, those that read the same once; ``is_one_source`` says that all were given in one way."""
        by_answer: dict[tuple[str, str], list[LayerLine]] = {}
        for layer in card.layers:
            source = "" if is_one_source else self._source(layer)
            by_answer.setdefault((layer.answer, source), []).append(layer)
        for (answer, source), layers in by_answer.items():
            kind = "conflict" if layers[0].is_conflict else layers[0].mark or "nothing"
            yield Said(self._middle.join(layer.name for layer in layers), answer, kind, source)

    def _worth(self, weight: int, loss: str) -> str:
        if (weight, loss) not in self._worths:
            t = self._view.translate
            told = t("report.weight", weight=weight), t("report.loss", loss=loss) if loss else ""
            self._worths[weight, loss] = self._comma.join(filter(None, told))
        return self._worths[weight, loss]

    def _cites(self, clauses: Iterable[Clauses], heading: str) -> str:
        """Return the numbers by scheme, those of the guideline without its name, as in the headings.

        A sure one that the heading above the control stands for is not said again.
        """
        found = []
        for scheme, numbers in clauses:
            told = [
                f"{clause.number}{self._mark}" if clause.is_doubtful else clause.number
                for clause in numbers
                if clause.is_doubtful or f"{scheme}:{clause.number}" != heading
            ]
            if told:
                name = "" if scheme == HEADLINE else f"{self._view.translate(f'report.scheme.{scheme}')} "
                found.append(f"{name}{self._comma.join(told)}")
        return self._join(*found)


def ordered(actions: Iterable[ActionLine]) -> tuple[ActionLine, ...]:
    """Return homework, the soonest first; equal homework in an order of its own, not of the history."""
    return tuple(sorted(actions, key=lambda line: (not line.due, line.due, line.control.id, line.text, line.owner)))
