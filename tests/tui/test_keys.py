"""Every key of every screen: named in both languages, usable under an IME, kept clear of what others take, in help."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from textual.actions import parse
from textual.app import App
from textual.binding import ActiveBinding, Binding, BindingsMap
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widgets import TextArea

import pmark_check.tui.screens
import pmark_check.tui.widgets
from pmark_check.domain.language import Language
from pmark_check.i18n.translation import Translator
from pmark_check.tui.app import PmarkApp
from pmark_check.tui.desk import Desk
from pmark_check.tui.screens.base import PmarkDialog, PmarkScreen
from pmark_check.tui.screens.help import HelpScreen, key_table
from pmark_check.tui.screens.too_small import TooSmall
from pmark_check.tui.widgets.key_footer import keycap
from tests.tui.conftest import opened

Bound = type[DOMNode]

RESERVED = {
    "f6": "MS-IME: hiragana",
    "f7": "MS-IME: katakana",
    "f8": "MS-IME: half width",
    "f9": "MS-IME: full-width letters",
    "f10": "MS-IME: letters; Windows: the menu bar",
    "f11": "Windows Terminal and browsers: full screen",
    "f12": "browsers and Windows: a debugger",
    "ctrl+space": "IME on and off",
    "ctrl+at": "what Ctrl+Space arrives as",
    "ctrl+m": "the same byte as Enter",
    "ctrl+j": "the same byte as a pasted line end",
    "ctrl+i": "the same byte as Tab",
    "ctrl+h": "the same byte as Backspace",
    "ctrl+left_square_bracket": "the same byte as Escape",
    "ctrl+slash": "arrives as Ctrl+_",
    "ctrl+comma": "Windows Terminal: settings",
    "ctrl+s": "many terminals: stop painting",
    "ctrl+z": "suspends the program",
    "ctrl+k": "VS Code: first of two keys",
    "ctrl+w": "browsers: close the tab",
    "ctrl+n": "browsers: new window",
    "ctrl+t": "browsers: new tab",
    "ctrl+tab": "Windows Terminal and browsers: next tab",
    "ctrl+v": "Windows Terminal: paste",
    "ctrl+a": "Windows Terminal: select all",
    "ctrl+f": "Windows Terminal: find",
    "tab": "Textual: next field",
    "shift+tab": "Textual: previous field",
    "super+c": "Textual: copy",
}
"""Keys that never arrive, arrive as others, or mean something before the program sees them (see docs of each)."""

RESERVED_WITH = {
    "ctrl+shift+": "Windows Terminal: its own commands",
    "alt+": "Windows: Alt+F4, Alt+Space, Alt+Enter; Alt+` turns an IME on; many terminals keep the rest",
    "super+": "Windows and macOS",
    "hyper+": "no keyboard",
    "meta+": "no keyboard",
}

COMMITTED = {
    **dict(zip("aiueon", "あいうえおん", strict=True)),
    "slash": "・",
    "minus": "ー",
    "comma": "、",
    "full_stop": "。",
    "left_square_bracket": "「",
    "right_square_bracket": "」",
}
"""What an IME that reads romaji commits for a key, where that is not the key's full-width form."""


def everything_bound() -> list[Bound]:
    """Return every class of the program that binds keys: screens, dialogs, widgets, the app."""
    packages = (pmark_check.tui.screens, pmark_check.tui.widgets)
    for module in chain.from_iterable(
        pkgutil.iter_modules(package.__path__, package.__name__ + ".") for package in packages
    ):
        importlib.import_module(module.name)
    found = dict.fromkeys(_below(DOMNode))
    return [kind for kind in found if kind.__module__.startswith("pmark_check.") and kind.__dict__.get("BINDINGS")]


def _below(kind: Bound) -> Iterator[Bound]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def bindings_of(kind: Bound) -> list[Binding]:
    """Return what a class itself binds, one for each key."""
    return list(chain.from_iterable(BindingsMap(kind.__dict__["BINDINGS"]).key_to_bindings.values()))


def character_of(key: str) -> str:
    """Return the ASCII character that a key types; "" for one that types none."""
    return next((chr(code) for code in range(33, 127) if _character_to_key(chr(code)) == key), "")


def twins(key: str) -> set[str]:
    """Return the keys that arrive for ``key`` while an IME is on."""
    if key == "space":
        return {"ideographic_space"}
    if not (character := character_of(key)):
        return set()
    wide = chr(ord(character) + 0xFEE0)
    return {_character_to_key(typed) for typed in (wide, COMMITTED.get(key, "")) if typed}


EVERYTHING = everything_bound()
SCREENS = [kind for kind in EVERYTHING if issubclass(kind, PmarkScreen | PmarkDialog)]
each = pytest.mark.parametrize("kind", EVERYTHING, ids=lambda kind: kind.__name__)
each_screen = pytest.mark.parametrize("kind", SCREENS, ids=lambda kind: kind.__name__)


def test_every_screen_was_found() -> None:
    names = {kind.__name__ for kind in EVERYTHING}
    assert {"PmarkApp", "InterviewScreen", "AskDialog", "Finder", "RowList", "Editor", "ChoiceRow"} <= names


@each
def test_every_binding_has_an_id_of_its_own(kind: Bound) -> None:
    written = kind.__dict__["BINDINGS"]
    assert all(isinstance(binding, Binding) and binding.id for binding in written)
    assert [name for name, times in Counter(binding.id for binding in written).items() if times > 1] == []


@each
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_binding_is_described_in_both_languages(kind: Bound, language: Language) -> None:
    translate = Translator(language)
    assert [b.id for b in bindings_of(kind) if not (b.description and translate.has(b.description))] == []


@each
def test_a_character_key_works_while_an_ime_is_on(kind: Bound) -> None:
    bound = {binding.key: binding.action for binding in bindings_of(kind)}
    missing = {(key, twin) for key, action in bound.items() for twin in twins(key) if bound.get(twin) != action}
    assert missing == set()


@each
def test_a_key_means_one_thing(kind: Bound) -> None:
    keys = BindingsMap(kind.__dict__["BINDINGS"]).key_to_bindings
    assert {key: [b.action for b in bound] for key, bound in keys.items() if len(bound) > 1} == {}


@each
def test_no_key_belongs_to_somebody_else(kind: Bound) -> None:
    taken = {
        binding.key: reason
        for binding in bindings_of(kind)
        for reason in [
            RESERVED.get(binding.key),
            *(why for head, why in RESERVED_WITH.items() if binding.key.startswith(head)),
        ]
        if reason
    }
    assert taken == {}


def test_the_keys_of_textual_keep_their_meaning() -> None:
    theirs = {binding.key: binding.action for binding in App.BINDINGS if isinstance(binding, Binding)}
    theirs[App.COMMAND_PALETTE_BINDING] = "command_palette"
    assert {"ctrl+q", "ctrl+c", "ctrl+p"} <= set(theirs)
    ours = {(kind, b.key, b.action) for kind in EVERYTHING for b in bindings_of(kind) if b.key in theirs}
    assert ours == {(PmarkApp, key, theirs[key]) for key in theirs}


@each
def test_no_key_that_one_types_is_taken_before_the_field(kind: Bound) -> None:
    editing = set(BindingsMap(TextArea.BINDINGS).key_to_bindings) - {"up", "down"}
    first = {binding.key for binding in bindings_of(kind) if binding.priority}
    assert {key for key in first if character_of(key) or twins(key) or key in editing} == set()


@each
def test_every_key_does_something(kind: Bound) -> None:
    assert [binding.id for binding in bindings_of(kind) if not _is_deed(kind, binding.action)] == []


def _is_deed(kind: Bound, action: str) -> bool:
    where, name, _ = parse(action)
    owners: tuple[type[Any], ...] = {"app": (PmarkApp,), "screen": (Screen, *SCREENS)}.get(where, (kind,))
    return any(hasattr(owner, f"{prefix}{name}") for owner in owners for prefix in ("action_", "_action_"))


@each_screen
def test_help_is_one_key_away(kind: Bound) -> None:
    keys = {
        key
        for base in kind.__mro__
        if "BINDINGS" in base.__dict__
        for key in BindingsMap(base.__dict__["BINDINGS"]).key_to_bindings
    }
    assert "f1" in keys or issubclass(kind, TooSmall | HelpScreen)


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_help_shows_every_key_but_its_twins(desk: Desk, language: Language) -> None:
    translate = Translator(language)
    async with opened(desk, None) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PmarkScreen)
        for kind in EVERYTHING:
            bound = [b for b in bindings_of(kind) if not b.system]
            active = {b.key: ActiveBinding(screen, b, enabled=True, tooltip="") for b in bound}
            shown = {(row.description, key) for row in key_table(active, screen) for key in row.keys}
            others = {twin for b in bound for twin in twins(b.key)}
            assert shown == {(b.description, keycap(b, screen)) for b in bound if b.key not in others}
            assert all(translate(description) for description, _ in shown)
            assert all(cap.isascii() or cap in "←→↑↓⏎⌫␣" or "↑↓" in cap for _, cap in shown), shown
