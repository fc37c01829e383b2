"""What stands below the answers: the layers with their marks, how they are known and who said so; the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import clickable, shortened
from pmark_check.tui.widgets.lined import Line
from pmark_check.tui.widgets.rows import Row
from pmark_check.view.controls import ActionLine, Card, EvidenceLine, LayerLine

MARK_STYLES = {"yes": "$success", "partial": "$warning", "no": "$error", "unknown": "$warning", "": "$quiet"}
"""Colour supports, the word carries."""


class Layers(Line):
    """One line: each layer with its answer, at the right how that is known and who said it."""

    def __init__(self) -> None:
        super().__init__()
        self._left = Content("")
        self._known = self._said = self._between = ""

    def show(self, card: Card, translate: Translator, chosen: str, how: str, who: str) -> None:
        """Show the layers of ``card``.

        Args:
            card: the question with its standing answers.
            translate: the language of the words.
            chosen: the layer that the answer keys touch, "" for all.
            how: how the next answer will be known.
            who: who is answering.
        """
        is_answered = any(layer.mark for layer in card.layers)
        left = _excuse(card, translate) if card.is_excused else _layers(card.layers, chosen)
        known = "" if card.is_excused else _joined(layer.how for layer in card.layers) or how
        said = card.not_applicable_by if card.is_excused else _joined(layer.said_by for layer in card.layers)
        said = said or ("" if is_answered else who) or translate("tui.standing.nobody")
        right = (known, said, f" {translate('tui.separator')} ")
        if not left.is_same(self._left) or right != (self._known, self._said, self._between):
            self._left, (self._known, self._said, self._between) = left, right
            self.refresh()

    def render(self) -> Content:
        """Return the line; the name gives way first, then how it is known."""
        width = self.content_size.width
        fitting = (right for right in self._rights() if self._left.cell_length + right.cell_length < width)
        right = next(fitting, Content(""))
        left = self._left.truncate(max(1, width - right.cell_length - 1), ellipsis=True)
        return Content.assemble(left, " " * max(1, width - left.cell_length - right.cell_length), right)

    def _rights(self) -> Iterator[Content]:
        known = clickable(self._known, "screen.how", "$quiet")
        for cells in (24, 12, 6):
            said = clickable(shortened(self._said, cells), "screen.who", "$quiet")
            yield Content.assemble(known, (self._between, "$quiet"), said) if self._known else said
        yield known


def _excuse(card: Card, translate: Translator) -> Content:
    return Content.assemble((translate("mark.not-applicable"), "bold"), "  ", card.not_applicable.replace("\n", " "))


def _layers(layers: Iterable[LayerLine], chosen: str) -> Content:
    parts = []
    for layer in layers:
        style = "bold $warning" if layer.is_conflict else MARK_STYLES[layer.mark]
        name = f" {layer.name} "
        if layer.layer == chosen:
            style = "bold $block-cursor-foreground on $block-cursor-background"
        action = f"screen.layer('{layer.layer}')"
        is_chosen = layer.layer == chosen
        parts.append(clickable(name, action, style if is_chosen else "") + clickable(f"{layer.answer} ", action, style))
    return Content(" ").join(parts)


def _joined(words: Iterable[str]) -> str:
    return "／".join(dict.fromkeys(filter(None, words)))


def notes(card: Card, translate: Translator, *, most: int) -> list[Row]:
    """Return note, private note, evidence and open homework as rows; each opens its editor when clicked.

    The private note is only said to be there: the client may be looking at the screen.
    """
    t = translate
    private = t("tui.standing.private-there") if card.private_note else ""
    homework = _listed(t).join(_homework(line, t) for line in card.actions if line.is_open)
    evidence = _listed(t).join(_evidence(line, t) for line in card.evidence)
    return [
        Row(t("tui.standing.note"), card.note.replace("\n", " "), "screen.note", most),
        Row(t("tui.standing.private"), private, "screen.private_note", 1),
        Row(t("tui.standing.evidence"), evidence.replace("\n", " "), "screen.evidence", most),
        Row(t("tui.standing.homework"), homework, "screen.homework", most),
    ]


def _evidence(line: EvidenceLine, t: Translator) -> str:
    return t("tui.standing.evidence-of", where=line.where, day=line.as_of) if line.as_of else line.where


def _homework(line: ActionLine, t: Translator) -> str:
    what = line.text.replace("\n", " ") or line.aim
    who = t("tui.standing.homework-of", who=line.owner, what=what) if line.owner else what
    return f"{line.due} {who}" if line.due else who


def _listed(t: Translator) -> str:
    return f" {t('tui.list')} "
