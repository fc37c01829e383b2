"""Ways between screens: forward to a new one, or back to the one that is still open underneath."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import Screen


async def show(app: App[Any], kind: type[Screen[Any]], make: Callable[[], Screen[Any]]) -> None:
    """Show the screen of that kind: the one that is open underneath, else a new one on top."""
    if not await back_to(app, kind):
        await app.push_screen(make())


async def show_alone(app: App[Any], kind: type[Screen[Any]], make: Callable[[], Screen[Any]]) -> None:
    """Show the screen of that kind: the one that is open underneath, else a new one instead of all that are open."""
    if not await back_to(app, kind):
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        await app.switch_screen(make())


async def back_to(app: App[Any], kind: type[Screen[Any]]) -> bool:
    """Leave screens until one of that kind is on top; return False, leaving none, where there is none."""
    if not any(type(screen) is kind for screen in app.screen_stack):
        return False
    while type(app.screen) is not kind:
        await app.pop_screen()
    return True
