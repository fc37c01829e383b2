"""What a gesture did, in one line: for 取り消しました and やり直しました."""

from __future__ import annotations

from collections.abc import Sequence

from pmark_check.domain.events import Answered, AnyBody, EvidenceAdded, EvidenceRemoved
from pmark_check.domain.library import Library
from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import shortened
from pmark_check.view.course import touched
from pmark_check.view.words import literal, word

QUESTION_CELLS = 32


def deed(bodies: Sequence[AnyBody], library: Library, translate: Translator) -> str:
    """Return what a gesture did, with the question it was about, or with how many questions."""
    told = [body for body in bodies if getattr(body, "control", None)] or bodies[-1:]
    words = tuple(dict.fromkeys(_word(body, translate) for body in told if not _is_replaced(body, told)))
    several = {control for body in bodies if (control := getattr(body, "control", None))}
    if len(several) > 1:
        what = words[0] if len(words) == 1 else translate("tui.deed.mixed")
        return translate("tui.deed.several", count=len(several), what=what)
    what = f" {translate('tui.list')} ".join(words)
    control = library.controls.get(touched(bodies) or "")
    if control is None:
        return what
    question = shortened(literal(control.question.to(translate.language)), QUESTION_CELLS)
    return translate("tui.deed.of", question=question, what=what)


def _word(body: AnyBody, translate: Translator) -> str:
    return _marks(body, translate) if isinstance(body, Answered) else translate(f"tui.deed.{body.kind}")


def _is_replaced(body: AnyBody, among: Sequence[AnyBody]) -> bool:
    """Return whether ``body`` only makes room: evidence that was changed is removed and added."""
    return isinstance(body, EvidenceRemoved) and any(isinstance(other, EvidenceAdded) for other in among)


def _marks(body: Answered, translate: Translator) -> str:
    words = {word("mark", mark, translate) for mark in body.marks.values()}
    if len(words) == 1 and len(body.marks) > 1:
        return words.pop()
    parts = ((word("layer", layer, translate), word("mark", mark, translate)) for layer, mark in body.marks.items())
    return "  ".join(map(" ".join, parts))
