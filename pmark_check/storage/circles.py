"""Circles among things that come after each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]
"""Each thing, and what comes before it."""


def circles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Yield circles of ``graph``, its first member again at the end, until breaking each would leave none.

    Depth first without recursion: a chain may be as long as a file is.
    """
    done: set[str] = set()
    for start in graph:
        if start not in done:
            yield from _from(start, graph, done)


def _from(start: str, graph: Graph, done: set[str]) -> Iterator[tuple[str, ...]]:
    """Walk what can be reached from ``start``, and add it to ``done``."""
    way = {start: iter(graph[start])}
    while way:
        here, ahead = next(reversed(way.items()))
        step = next(ahead, None)
        if step is None:
            done.add(here)
            del way[here]
        elif step in way:
            members = list(way)
            yield (*members[members.index(step) :], step)
        elif step not in done:
            way[step] = iter(graph.get(step, ()))
