"""What a gesture did, in one line: for 取り消しました and やり直しました."""

from __future__ import annotations

from collections.abc import Sequence

from pmark_check.domain.events import Answered, AnyBody
from pmark_check.domain.library import Library
from pmark_check.i18n.translation import Translator
from pmark_check.tui.text import shortened
from pmark_check.view.words import literal, word

QUESTION_CELLS = 32


def touched(bodies: Sequence[AnyBody]) -> str | None:
    """Return the control that a gesture was about; None where it was about none."""
    return next((control for body in bodies if (control := getattr(body, "control", None))), None)


def deed(bodies: Sequence[AnyBody], library: Library, translate: Translator) -> str:
    """Return what a gesture did, with the question it was about, or with how many questions."""
    body = next((body for body in bodies if getattr(body, "control", None)), bodies[-1])
    what = translate(f"tui.deed.{body.kind}")
    if isinstance(body, Answered):
        what = _marks(body, translate)
    several = {control for body in bodies if (control := getattr(body, "control", None))}
    if len(several) > 1:
        return translate("tui.deed.several", count=len(several), what=what)
    control = library.controls.get(touched(bodies) or "")
    if control is None:
        return what
    question = shortened(literal(control.question.to(translate.language)), QUESTION_CELLS)
    return translate("tui.deed.of", question=question, what=what)


def _marks(body: Answered, translate: Translator) -> str:
    words = {word("mark", mark, translate) for mark in body.marks.values()}
    if len(words) == 1 and len(body.marks) > 1:
        return words.pop()
    parts = ((word("layer", layer, translate), word("mark", mark, translate)) for layer, mark in body.marks.items())
    return "  ".join(map(" ".join, parts))
