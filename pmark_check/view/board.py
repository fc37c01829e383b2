"""The gaps as a board: what closing them brings for its effort first, filtered, and tried out."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from pmark_check.domain.events import Mark
from pmark_check.domain.scoring import Gap, GapKind
from pmark_check.view.controls import LayerLine
from pmark_check.view.lines import BoardLine
from pmark_check.view.numbers import points, work_text
from pmark_check.view.scorecard import ScorecardView
from pmark_check.view.words import word


class Shown(StrEnum):
    """Which gaps are shown."""

    ALL = "all"
    MISSING = "missing"
    """Something is known to be missing."""
    OPEN = "open"
    """Something is still to be answered."""
    KNOCKOUTS = "knockouts"
    UNOWNED = "unowned"
    """Nobody was asked to see to it."""

    def takes(self, line: BoardLine) -> bool:
        """Return whether ``line`` is shown."""
        match self:
            case Shown.MISSING:
                return line.kinds[0] != GapKind.OPEN
            case Shown.OPEN:
                return GapKind.OPEN in line.kinds
            case Shown.KNOCKOUTS:
                return line.line.is_knockout
            case Shown.UNOWNED:
                return not line.owner
            case _:
                return True


def board(view: ScorecardView) -> tuple[BoardLine, ...]:
    """Return every gap, most loss per effort first; equal ones in the order in which they are asked."""
    policy, position = view.session.library.policy, view.session.library.position

    def rank(gap: Gap) -> tuple[float, int]:
        return -gap.loss / policy.half_days.of(gap.item.control.effort), position[gap.item.control.id]

    counted = {item.control.id for item in view.situation.headline_items}
    return tuple(_line(view, gap, counted) for gap in sorted(view.situation.gaps, key=rank))


def _line(view: ScorecardView, gap: Gap, counted: Collection[str]) -> BoardLine:
    control, t = gap.item.control, view.translate
    action = next(iter(view.cards.planned(gap.item.state)), None)
    card = view.cards.card(control)
    return BoardLine(
        line=card.line,
        kinds=tuple(kind.value for kind in gap.kinds),
        words=tuple(word("gap", kind, t) for kind in gap.kinds),
        marks=" ".join(map(_answer, card.layers)),
        gain=points(gap.loss, view.situation.overall) if control.id in counted else "",
        effort=work_text(view.session.library.policy.half_days.of(control.effort), t),
        owner=action.owner if action else "",
        due=action.due if action else "",
        is_gate=control.gate is not None,
    )


def _answer(layer: LayerLine) -> str:
    return f"{layer.name}={layer.answer}"


def tried_out(view: ScorecardView, controls: Collection[str]) -> ScorecardView:
    """Return the client as it would be with every layer of ``controls`` answered はい; nothing is kept."""
    written = view.session.library.controls
    marks = {control: dict.fromkeys(written[control].layers, Mark.YES) for control in controls}
    return ScorecardView(view.session, view.translate, view.situation.what_if(marks))


def tried_gain(view: ScorecardView, after: ScorecardView) -> str:
    """Return how many points more can be shown ``after`` than in ``view``: ``+0.4``, or ``+0.0`` below a tenth."""
    before = view.situation.overall
    return points(after.situation.overall.halves - before.halves, before) or "+0.0"
