"""Looks into parsed TOML that may hold anything: what has the wrong type is passed over, for ``shape`` reports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmark_check.storage.positions import Path

Table = Mapping[str, object]


def tables(data: Table, name: str) -> Iterator[tuple[Path, Table]]:
    """Yield the ``[[name]]`` tables of ``data``, each with the path to it."""
    for index, table in items(data, name):
        if isinstance(table, dict):
            yield (name, index), table


def table(data: Table, name: str) -> Table:
    """Return the ``[name]`` table of ``data``, an empty one where there is none."""
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def texts(data: Table, name: str) -> Iterator[tuple[int, str]]:
    """Yield the texts in the list ``name`` of ``data``, each with its index."""
    return ((index, item) for index, item in items(data, name) if isinstance(item, str))


def text(data: Table, name: str) -> str:
    """Return the text ``name`` of ``data``, an empty one where there is none."""
    found = data.get(name)
    return found if isinstance(found, str) else ""


def ids(data: Table, name: str, key: str = "id") -> list[str]:
    """Return the ``key`` of each ``[[name]]`` table of ``data`` that has one."""
    return [found for _, item in tables(data, name) if (found := text(item, key))]


def items(data: Table, name: str) -> Iterator[tuple[int, object]]:
    """Yield the items of the list ``name`` of ``data``, each with its index."""
    found = data.get(name)
    return enumerate(found) if isinstance(found, list) else iter(())
