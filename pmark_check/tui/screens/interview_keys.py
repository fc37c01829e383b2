"""The keys of the interview, each with every character that an IME may commit for it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

BINDINGS: list[BindingType] = [
    Binding("enter", "next_open", "tui.key.next-open", id="interview.next-open"),
    Binding("down", "move(1)", "tui.key.next", id="interview.next"),
    Binding("up", "move(-1)", "tui.key.next", id="interview.previous"),
    Binding("f2,n,ｎ,ん", "note", "tui.key.note", id="interview.note"),
    Binding("f3,e,ｅ,え", "evidence", "tui.key.evidence", id="interview.evidence"),
    Binding("f4,t,ｔ", "homework", "tui.key.homework", id="interview.homework"),
    Binding("f5,slash,／,・", "find", "tui.key.find", id="interview.find"),
    Binding("f1,question_mark,？", "help", "tui.key.help", id="interview.help"),
    Binding("s,ｓ", "results", "tui.key.results", id="interview.results"),
    Binding("1,１", "answer('yes')", "mark.yes", show=False, id="interview.answer-yes"),
    Binding("2,２", "answer('partial')", "mark.partial", show=False, id="interview.answer-partial"),
    Binding("3,３", "answer('no')", "mark.no", show=False, id="interview.answer-no"),
    Binding("4,４", "answer('unknown')", "mark.unknown", show=False, id="interview.answer-unknown"),
    Binding("0,０", "answer('not-applicable')", "mark.not-applicable", show=False, id="interview.not-applicable"),
    Binding("8,８,c,ｃ", "confirm", "tui.key.confirm", show=False, id="interview.confirm"),
    Binding("9,９", "branch", "tui.key.branch", show=False, id="interview.branch"),
    Binding("right", "turn_layer(1)", "tui.key.next-layer", show=False, id="interview.next-layer"),
    Binding("left", "turn_layer(-1)", "tui.key.previous-layer", show=False, id="interview.previous-layer"),
    Binding(
        "backspace,left_square_bracket,「,［", "step_back", "tui.key.step-back", show=False, id="interview.step-back"
    ),
    Binding(
        "right_square_bracket,」,］", "step_forward", "tui.key.step-forward", show=False, id="interview.step-forward"
    ),
    Binding("m,ｍ", "next_unknown", "tui.key.next-unknown", show=False, id="interview.next-unknown"),
    Binding("x,ｘ", "next_stop", "tui.key.next-stop", show=False, id="interview.next-stop"),
    Binding("pagedown", "scroll_card(1)", "tui.key.scroll-down", show=False, id="interview.scroll-down"),
    Binding("pageup", "scroll_card(-1)", "tui.key.scroll-up", show=False, id="interview.scroll-up"),
    Binding("h,ｈ", "how", "tui.key.how", show=False, id="interview.how"),
    Binding("w,ｗ", "who", "tui.key.who", show=False, id="interview.who"),
    Binding("u,ｕ,う", "undo", "tui.key.undo", show=False, id="interview.undo"),
    Binding("r,ｒ", "redo", "tui.key.redo", show=False, id="interview.redo"),
    Binding("p,ｐ", "plain", "tui.key.plain", show=False, id="interview.plain"),
    Binding("f,ｆ", "facts", "tui.key.facts", show=False, id="interview.facts"),
    Binding("o,ｏ,お", "workshop", "tui.key.workshop", show=False, id="interview.workshop"),
    Binding("g,ｇ", "glossary", "tui.key.glossary", show=False, id="interview.glossary"),
    Binding("escape", "back", "tui.key.home", show=False, id="interview.back"),
]

SHOWN = (
    *("next-open", "next", "note", "evidence", "homework", "find", "help", "results"),
    *("back", "undo", "step-back", "next-unknown", "next-stop", "branch", "facts", "glossary"),
)
"""The keys of the last line, in order; those at the end give way where there is no room."""

SHOWN_WHILE_EDITING = ("back", "note", "evidence", "homework", "help")

EDITING = frozenset(
    "back note private_note evidence homework find help answer scroll_card layer who how".split()  # noqa: SIM905
)
"""The actions that remain while something is being written: by keys that one does not type, and by click."""

OPENING = frozenset({"note", "evidence", "homework", "who", "confirm", "answer('not-applicable')"})
"""The actions after which one types."""
