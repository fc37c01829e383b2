"""The two looks: dark for the desk, light for the office and the projector.

Every pair of text and ground has a contrast of at least 4.5:1 (``tests/tui/test_app.py`` computes it).
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="pmark-dark",
    dark=True,
    primary="#7fb2ff",
    secondary="#9fb4cc",
    accent="#ffd479",
    foreground="#e8ecf1",
    background="#10151c",
    surface="#18202a",
    panel="#222d3a",
    success="#7fd4a0",
    warning="#ffc866",
    error="#ff9b94",
    text_alpha=1.0,
    variables={
        "quiet": "#a6b4c4",
        "text-disabled": "#a6b4c4",
        "line": "#3d4b5c",
        "block-cursor-background": "#7fb2ff",
        "block-cursor-foreground": "#10151c",
        "block-cursor-blurred-background": "#2c3b4d",
        "block-cursor-blurred-foreground": "#e8ecf1",
        "block-cursor-text-style": "bold",
        "footer-background": "#18202a",
        "footer-foreground": "#e8ecf1",
        "footer-key-foreground": "#ffd479",
        "footer-key-background": "#18202a",
        "footer-description-foreground": "#e8ecf1",
        "footer-description-background": "#18202a",
        "footer-item-background": "#18202a",
        "input-cursor-background": "#e8ecf1",
        "input-cursor-foreground": "#10151c",
        "input-selection-background": "#35527a",
        "link-color": "#7fb2ff",
        "border": "#7fb2ff",
        "border-blurred": "#3d4b5c",
        "scrollbar": "#3d4b5c",
        "scrollbar-background": "#18202a",
        "scrollbar-corner-color": "#18202a",
        "scrollbar-hover": "#55677d",
        "scrollbar-active": "#7fb2ff",
    },
)

LIGHT = Theme(
    name="pmark-light",
    dark=False,
    primary="#0b4fa8",
    secondary="#3c4f66",
    accent="#7a4b00",
    foreground="#1a2028",
    background="#fbfcfd",
    surface="#f0f3f6",
    panel="#e2e8ee",
    success="#10633a",
    warning="#7a4b00",
    error="#a31621",
    text_alpha=1.0,
    variables={
        "quiet": "#4d5a69",
        "text-disabled": "#4d5a69",
        "line": "#b4c0cc",
        "block-cursor-background": "#0b4fa8",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#d3deea",
        "block-cursor-blurred-foreground": "#1a2028",
        "block-cursor-text-style": "bold",
        "footer-background": "#f0f3f6",
        "footer-foreground": "#1a2028",
        "footer-key-foreground": "#0b4fa8",
        "footer-key-background": "#f0f3f6",
        "footer-description-foreground": "#1a2028",
        "footer-description-background": "#f0f3f6",
        "footer-item-background": "#f0f3f6",
        "input-cursor-background": "#1a2028",
        "input-cursor-foreground": "#fbfcfd",
        "input-selection-background": "#bcd5f5",
        "link-color": "#0b4fa8",
        "border": "#0b4fa8",
        "border-blurred": "#b4c0cc",
        "scrollbar": "#b4c0cc",
        "scrollbar-background": "#f0f3f6",
        "scrollbar-corner-color": "#f0f3f6",
        "scrollbar-hover": "#8fa0b2",
        "scrollbar-active": "#0b4fa8",
    },
)

THEMES = (DARK, LIGHT)


def theme_name(setting: str) -> str:
    """Return the name of the theme that a setting (``light``, ``dark``) stands for."""
    return f"pmark-{setting}"
