"""What a checklist must keep to beyond its shape, as far as the one file shows. See docs/checklist-format.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmark_check.domain.checklist import LAYERS, FactKind, Layer
from pmark_check.storage.circles import circles
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.positions import Path
from pmark_check.storage.tables import Table, ids, items, table, tables, text, texts

LISTS = ("layers", "knockout_layers", "documents", "when", "unless", "after", "lessons", "refs", "sources")
"""The lists of a control in which nothing may stand twice."""

BLOCKING_SCHEME = "pmark-2023:"
"""Only a clause of this scheme can stop an application."""


def findings(data: Table) -> Iterator[Finding]:
    """Yield what the checklist in ``data`` does wrong; what does not fit its model is passed over."""
    for name in ("section", "control", "fact"):
        yield from twice(data, name)
    yield from _languages(data)
    yield from _sections(data)
    yield from fact_choices(data)
    for path, control in tables(data, "control"):
        yield from _repeats(path, control)
        yield from _conditions(path, control)
        yield from _knockout(path, control)
    yield from twice(data, "consistency")
    for path, rule in tables(data, "consistency"):
        yield from _premises(path, rule)
    yield from _gates(data)
    yield from _circles(data)


def twice(data: Table, name: str, key: str = "id") -> Iterator[Finding]:
    """Yield the ``[[name]]`` tables of ``data`` whose ``key`` an earlier one has."""
    seen: set[str] = set()
    for path, item in tables(data, name):
        if (item_id := text(item, key)) in seen:
            yield Finding((*path, key), "duplicate-id", {"name": item_id})
        elif item_id:
            seen.add(item_id)


def fact_choices(data: Table) -> Iterator[Finding]:
    """Yield what the facts in ``data`` do wrong: a choice has different choices, nothing else has any."""
    for path, fact in tables(data, "fact"):
        kind, has_choices = text(fact, "kind"), bool(fact.get("choices"))
        if kind == FactKind.CHOICE and not has_choices:
            yield Finding(path, "missing-key", {"name": "choices"}, on_key=True)
        if kind != FactKind.CHOICE and has_choices:
            yield Finding((*path, "choices"), "needless-choices", {"kind": kind}, on_key=True)
        yield from (replace(found, path=(*path, *found.path)) for found in twice(fact, "choices"))


def _languages(data: Table) -> Iterator[Finding]:
    declared = [language for _, language in texts(table(data, "checklist"), "languages")]
    yield from _repeat(("checklist",), table(data, "checklist"), "languages")
    for path, said in _bilingual(data):
        for language in declared:
            if not str(said.get(language, "")).strip():
                yield Finding(path, "missing-language", {"language": language})


def _bilingual(data: Table) -> Iterator[tuple[Path, Table]]:
    """Yield the tables in ``data`` that say something in a language."""
    pending: list[tuple[Path, object]] = [((), data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict) and value.keys() <= {"ja", "en"}:
            if any(value.values()):
                yield path, value
            continue
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        pending += [((*path, key), item) for key, item in inner if isinstance(item, (dict, list))]


def _sections(data: Table) -> Iterator[Finding]:
    known, used = ids(data, "section"), {text(control, "section") for _, control in tables(data, "control")}
    parents = {text(section, "parent") for _, section in tables(data, "section")} - {""}
    chapters = [text(section, "id") for _, section in tables(data, "section") if "parent" not in section]
    for path, control in tables(data, "control"):
        if (section := text(control, "section")) and section not in known:
            yield unknown((*path, "section"), "unknown-section", section, known)
    for path, section_table in tables(data, "section"):
        yield from _repeat(path, section_table, "include")
        if (parent := text(section_table, "parent")) and parent not in chapters:
            yield unknown((*path, "parent"), "unknown-parent", parent, chapters)
        is_used = (section := text(section_table, "id")) in used | parents or section_table.get("include")
        if section and not is_used:
            yield Finding((*path, "id"), "empty-section", {"name": section})


def _repeats(path: Path, control: Table) -> Iterator[Finding]:
    for name in LISTS:
        yield from _repeat(path, control, name)


def _repeat(path: Path, control: Table, name: str) -> Iterator[Finding]:
    listed = [item for _, item in items(control, name)]
    for index, item in texts(control, name):
        if item in listed[:index]:
            yield Finding((*path, name, index), "repeated", {"name": item})


def _conditions(path: Path, control: Table) -> Iterator[Finding]:
    required = {fact for _, fact in texts(control, "when")}
    for index, fact in texts(control, "unless"):
        if fact in required:
            yield Finding((*path, "unless", index), "never-asked", {"name": fact})


def _knockout(path: Path, control: Table) -> Iterator[Finding]:
    layers = [layer for _, layer in texts(control, "layers")] or list(LAYERS)
    if control.get("knockout") is not True:
        for name in ("knockout_layers", "blocks_application"):
            if control.get(name):
                yield Finding((*path, name), "only-with-knockout", {"name": name}, on_key=True)
        return
    for index, layer in texts(control, "knockout_layers"):
        if layer not in layers:
            yield Finding((*path, "knockout_layers", index), "layer-not-asked", {"layer": layer, "layers": layers})
    if not control.get("knockout_layers") and Layer.PRACTICE not in layers:
        yield Finding((*path, "knockout"), "knockout-without-practice", on_key=True)
    if control.get("blocks_application") and not _cites_clause(control):
        yield Finding((*path, "blocks_application"), "blocks-without-clause", on_key=True)


def _cites_clause(control: Table) -> bool:
    return any(reference.startswith(BLOCKING_SCHEME) for _, reference in texts(control, "refs"))


def _premises(path: Path, rule: Table) -> Iterator[Finding]:
    premises = list(tables(rule, "if"))
    for inner, premise in premises:
        at = (*path, *inner)
        if ("control" in premise) is ("fact" in premise):
            yield Finding(at, "control-or-fact")
        elif "control" in premise and not premise.get("marks"):
            yield Finding(at, "missing-key", {"name": "marks"}, on_key=True)
        elif "fact" in premise and "is" not in premise:
            yield Finding(at, "missing-key", {"name": "is"}, on_key=True)
    if premises and not any("control" in premise for _, premise in premises):
        yield Finding((*path, "if"), "no-control-in-premises", on_key=True)


def _gates(data: Table) -> Iterator[Finding]:
    for path, control in tables(data, "control"):
        if control.get("gate") and control.get("weight"):
            yield Finding((*path, "weight"), "weighted-gate", {"weight": control["weight"]})


def _circles(data: Table) -> Iterator[Finding]:
    controls = {text(control, "id"): (path, control) for path, control in tables(data, "control")}
    for circle in circles(order(data)):
        path, control = controls[circle[-2]]
        yield in_circle(path, control, circle)


def order(data: Table) -> dict[str, list[str]]:
    """Return each control of ``data`` and what it comes after."""
    return {text(control, "id"): [c for _, c in texts(control, "after")] for _, control in tables(data, "control")}


def in_circle(path: Path, control: Table, circle: Sequence[str]) -> Finding:
    """Return the finding that ``control`` stands in ``circle``, at the item of ``after`` that keeps it closed."""
    index = next(index for index, earlier in texts(control, "after") if earlier in circle)
    return Finding((*path, "after", index), "circle", {"circle": " → ".join(circle)})
