"""Markdown as it is written here: what anybody typed, or a checklist says, CommonMark and GitHub show literally."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

EVERYWHERE = re.compile(r"[\\`*\[\]<>|~#$]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])|(?<=\w)@|:(?=//)|(?<=www)\.")
"""What means something wherever it stands: emphasis, code, links, HTML, tables, entities, addresses, formulas."""

AT_THE_START = re.compile(r"(?:[-+=]|\d{1,9}(?=[.)]))")
"""What makes a line a list or a heading."""

BREAK = "  \n"
"""A line end that is kept."""


def escaped(text: str) -> str:
    """Return ``text`` so that it shows literally wherever it stands in one paragraph; blanks at its ends go."""
    return "\n".join(_line(line.strip()) for line in text.strip().split("\n"))


def _line(line: str) -> str:
    found = _marks_escaped(line)
    start = AT_THE_START.match(found)
    if start is None:
        return found
    return f"{start[0]}\\{found[start.end() :]}" if start[0].isdigit() else f"\\{found}"


def _marks_escaped(line: str) -> str:
    return EVERYWHERE.sub(lambda match: f"\\{match[0]}", line)


def inline(text: str) -> str:
    """Return ``text`` on one line, as in a heading, an item or a cell."""
    return escaped(" ".join(text.split()))


def heading(text: str) -> str:
    """Return the heading of a part."""
    return f"## {inline(text)}"


def labelled(label: str, text: str) -> str:
    """Return ``text`` after its label, on one line."""
    return f"{inline(label)}: {inline(text)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are escaped."""
    return "\n".join((_row(head), _row("---" for _ in head), *map(_row, rows)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(_marks_escaped(' '.join(cell.split())) for cell in cells)} |"


def listed(items: Iterable[str]) -> str:
    """Return a list of ``items``, which are escaped already."""
    return "\n".join(f"- {item}" for item in items)


def quoted(text: str) -> str:
    """Return ``text`` as a quotation with its own line ends, escaped."""
    return "> " + f"{BREAK}> ".join(escaped(text).split("\n"))
