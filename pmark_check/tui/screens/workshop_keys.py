"""The keys of a workshop, beside those of the interview, which keep their meaning."""

from __future__ import annotations

from textual.binding import Binding, BindingType

IN_THE_ROOM: list[BindingType] = [
    Binding("5,５", "skip", "tui.workshop.key.skip", id="workshop.skip"),
    Binding("6,６,v,ｖ", "vote", "tui.workshop.key.vote", id="workshop.vote"),
    Binding("7,７,k,ｋ", "park", "tui.workshop.key.park", id="workshop.park"),
    Binding("d,ｄ", "decide", "tui.workshop.key.decide", id="workshop.decide"),
    Binding("b,ｂ", "return_to_skipped", "tui.workshop.key.return", show=False, id="workshop.return"),
    Binding("i,ｉ,い", "agenda", "tui.workshop.key.agenda", show=False, id="workshop.agenda"),
    Binding("full_stop,．,。", "go_to_item(1)", "tui.workshop.key.next-item", show=False, id="workshop.next-item"),
    Binding("comma,，,、", "go_to_item(-1)", "tui.workshop.key.previous-item", show=False, id="workshop.previous-item"),
    Binding("j,ｊ", "next_date", "tui.workshop.key.next-date", show=False, id="workshop.next-date"),
    Binding("f5", "menu", "tui.workshop.key.menu", id="workshop.menu"),
    Binding("space,ideographic_space", "pause", "tui.workshop.key.pause", show=False, id="workshop.pause"),
]
"""What can be done on both views."""

FACILITATING: list[BindingType] = [
    *IN_THE_ROOM,
    Binding("enter", "next_open", "tui.workshop.key.go-on", id="workshop.go-on"),
    Binding("o,ｏ,お", "project", "tui.workshop.key.project", id="workshop.project"),
    Binding("escape", "back", "tui.workshop.key.leave", id="workshop.back"),
]

PROJECTING: list[BindingType] = [
    Binding("enter", "go_on", "tui.workshop.key.go-on", id="workshop.go-on"),
    Binding("escape", "unproject", "tui.workshop.key.unproject", id="workshop.unproject"),
    Binding("down", "move(1)", "tui.key.next", show=False, id="workshop.next"),
    Binding("up", "move(-1)", "tui.key.next", show=False, id="workshop.previous"),
    *IN_THE_ROOM,
    Binding("1,１", "answer('yes')", "mark.yes", show=False, id="workshop.answer-yes"),
    Binding("2,２", "answer('partial')", "mark.partial", show=False, id="workshop.answer-partial"),
    Binding("3,３", "answer('no')", "mark.no", show=False, id="workshop.answer-no"),
    Binding("4,４", "answer('unknown')", "mark.unknown", show=False, id="workshop.answer-unknown"),
    Binding("0,０", "answer('not-applicable')", "mark.not-applicable", show=False, id="workshop.not-applicable"),
    Binding("f4", "homework", "tui.key.homework", id="workshop.homework"),
    Binding("f1,question_mark,？", "help", "tui.key.help", id="workshop.help"),
]
"""All there is on the projector: nothing here shows a private note or leads to another client."""

SHOWN = ("go-on", "skip", "vote", "park", "homework", "decide", "menu", "help", "note", "project")
SHOWN_AT_REST = ("go-on", "park", "decide", "menu", "help", "project")
"""The keys of the last line while a question is asked, and while none is."""

ON_A_QUESTION = frozenset(
    ("answer", "skip", "vote", "note", "private_note", "evidence", "homework", "confirm", "branch", "how", "who")
) | {"layer", "turn_layer", "plain", "scroll_card"}
"""The actions that need a question on the screen."""

MENU = (
    "decide",
    "agenda",
    "project",
    "return_to_skipped",
    "park",
    "settle",
    "next_date",
    "revise_decision",
    "attendees",
    "pause",
    "skip",
    "vote",
    "end",
)
"""The actions of the menu; the first nine have the digits 1 to 9, the last 0. What is not offered while no question is
asked stands behind those with digits, so that a digit always means the same."""

PROJECTED_MENU = tuple("unproject" if name == "project" else name for name in MENU)
"""The same on the projector, which can be left and not shown."""
