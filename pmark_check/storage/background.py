"""What the data around the checklists must keep to beyond its shape, as far as the one file shows."""

from __future__ import annotations

from collections.abc import Iterator

from pmark_check.domain.agenda import ItemKind
from pmark_check.domain.readiness import ApplicationOutlook, IncidentReadiness
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.positions import Path
from pmark_check.storage.rules import fact_choices, twice
from pmark_check.storage.tables import Table, ids, tables, text, texts

VERDICTS = (
    *(f"incident.{verdict}" for verdict in IncidentReadiness),
    *(f"application.{v}" for v in ApplicationOutlook),
)
"""What ``policy.toml`` must have a wording for."""


def facts(data: Table) -> Iterator[Finding]:
    """Yield what ``facts.toml`` does wrong."""
    yield from twice(data, "fact")
    yield from fact_choices(data)


def glossary(data: Table) -> Iterator[Finding]:
    """Yield what ``glossary.toml`` does wrong."""
    yield from twice(data, "term")


def references(data: Table) -> Iterator[Finding]:
    """Yield what ``references.toml`` does wrong: every reference belongs to a scheme."""
    yield from twice(data, "scheme")
    yield from twice(data, "reference")
    schemes = ids(data, "scheme")
    for path, reference in tables(data, "reference"):
        scheme, colon, _ = text(reference, "id").partition(":")
        if colon and scheme not in schemes:
            yield unknown((*path, "id"), "unknown-scheme", scheme, schemes)


def documents(data: Table) -> Iterator[Finding]:
    """Yield what ``documents.toml`` does wrong."""
    yield from twice(data, "document")


def procedure(data: Table) -> Iterator[Finding]:
    """Yield what ``procedure.toml`` does wrong: every fact names a listed page, none ends before it begins."""
    for name in ("source", "conflict", "deadline", "notice"):
        yield from twice(data, name)
    pages = ids(data, "source")
    for name in ("size", "fee", "form", "conflict", "deadline", "notice"):
        for path, fact in tables(data, name):
            if (page := text(fact, "source")) and page not in pages:
                yield unknown((*path, "source"), "unknown-source", page, pages)
            if text(fact, "effective_until") and text(fact, "effective_until") < text(fact, "effective_from"):
                yield Finding((*path, "effective_until"), "ends-before-start")


def policy(data: Table) -> Iterator[Finding]:
    """Yield what ``policy.toml`` does wrong: every verdict has its words, the floor lies below the target."""
    yield from twice(data, "wording")
    worded = ids(data, "wording")
    for verdict in VERDICTS:
        if verdict not in worded:
            yield Finding((), "missing-wording", {"name": verdict})
    for path, wording in tables(data, "wording"):
        if (verdict := text(wording, "id")) and verdict not in VERDICTS:
            yield unknown((*path, "id"), "unknown-wording", verdict, VERDICTS)
    floor, target = data.get("floor"), data.get("target")
    if isinstance(floor, int) and isinstance(target, int) and floor > target:
        yield Finding(("floor",), "too-large", {"value": floor, "limit": target})


def incidents(data: Table) -> Iterator[Finding]:
    """Yield what ``incidents.toml`` does wrong: failures and accidents name each other, sources are listed."""
    for name in ("incident", "failure", "case"):
        yield from twice(data, name)
    yield from twice(data, "source", "label")
    known, failures = ids(data, "incident"), ids(data, "failure")
    for path, failure in tables(data, "failure"):
        if (incident := text(failure, "incident")) and incident not in known:
            yield unknown((*path, "incident"), "unknown-incident", incident, known)
    for path, table in (*tables(data, "incident"), *tables(data, "case")):
        for index, failure_id in texts(table, "failures"):
            if failure_id not in failures:
                yield unknown((*path, "failures", index), "unknown-lesson", failure_id, failures)
    yield from _sources(data)


def _sources(data: Table) -> Iterator[Finding]:
    labels = ids(data, "source", "label")
    for path, table in _citing(data):
        for name in ("sources", "seed_lines"):
            yield from unlisted(path, table, name, labels)


def _citing(data: Table) -> Iterator[tuple[Path, Table]]:
    for path, incident in tables(data, "incident"):
        for name in ("fact", "disagreement"):
            yield from (((*path, *inner), table) for inner, table in tables(incident, name))
    yield from tables(data, "failure")
    yield from tables(data, "case")


def agenda(data: Table) -> Iterator[Finding]:
    """Yield what an agenda does wrong: each item asks something or is called something, and something is asked."""
    kinds = []
    for path, item in tables(data, "item"):
        kinds.append(kind := text(item, "kind"))
        chooses = [name for name in ("sections", "only") if item.get(name)]
        if kind == ItemKind.SECTIONS and not chooses:
            yield Finding(path, "item-without-sections", on_key=True)
        if kind in (ItemKind.BREAK, ItemKind.TALK):
            yield from (Finding((*path, name), "item-with-sections", {"name": name}, on_key=True) for name in chooses)
        if kind == ItemKind.TALK and not item.get("title"):
            yield Finding(path, "missing-key", {"name": "title"}, on_key=True)
    if kinds and ItemKind.SECTIONS not in kinds:
        yield Finding(("item",), "agenda-asks-nothing", on_key=True)


def unlisted(path: Path, table: Table, name: str, labels: list[str]) -> Iterator[Finding]:
    """Yield the citations in list ``name`` of ``table`` whose source is none of ``labels``; ``S2 L35`` cites S2."""
    for index, citation in texts(table, name):
        if citation not in labels and citation.partition(" L")[0] not in labels:
            yield unknown((*path, name, index), "unknown-source", citation, labels)
