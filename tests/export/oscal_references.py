"""Our own check of an OSCAL document: everything that points somewhere arrives there.

None of the tools we tried finds a dangling reference between an observation and a finding (docs/oscal.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]

TOKEN = re.compile(r"[^\W\d][\w.\-]*\Z")
STRING = re.compile(r"\S(.*\S)?\Z")
OURS = "urn:pmark-check:oscal"


def objects(value: Any) -> Iterator[Data]:
    """Yield every object inside ``value``, itself among them."""
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from objects(child)
    if isinstance(value, list):
        for child in value:
            yield from objects(child)


def faults(document: Data, catalog: Data) -> list[str]:
    """Return what is wrong with a document; ``catalog`` is the one its control ids come from, itself for a catalog."""
    return sorted({*repeated(document), *badly_formed(document), *dangling(document, catalog)})


def repeated(document: Data) -> Iterator[str]:
    for name in ("uuid", "id"):
        counts = Counter(one[name] for one in objects(document) if name in one and "href" not in one)
        yield from (f"{name} {value} stands {count} times" for value, count in counts.items() if count > 1)


def badly_formed(document: Data) -> Iterator[str]:
    """Yield what no OSCAL data type admits."""
    for one in objects(document):
        yield from (f"{name} is empty" for name, value in one.items() if value in ("", []))
        for selection in one.get("control-selections", []):
            if not {"include-all", "include-controls"} & set(selection):
                yield "a selection of nothing"
        if "\n" in one.get("title", ""):
            yield f"title of two lines: {one['title']}"
        tokens = [one[name] for name in ("id", "control-id", "target-id", "role-id") if name in one]
        if "name" in one and "value" in one:
            tokens += [one[name] for name in ("name", "class", "group") if name in one]
            yield from badly_formed_property(one)
        yield from (f"no token: {token}" for token in tokens if not TOKEN.match(token))


def badly_formed_property(one: Data) -> Iterator[str]:
    if not STRING.match(one["value"]):
        yield f"no value: {one['value']!r}"
    if "ns" not in one and one["name"] not in {"label", "status"}:
        yield f"property {one['name']} is not one of OSCAL's own"


def dangling(document: Data, catalog: Data) -> Iterator[str]:
    """Yield every reference that does not arrive."""
    (body,) = document.values()
    source = catalog["catalog"]
    controls = {one["id"] for group in objects(source.get("groups", [])) for one in group.get("controls", [])}
    objectives = {one["id"] for one in objects(source) if one.get("name") == "assessment-objective"}
    resources = {one["uuid"] for one in body.get("back-matter", {}).get("resources", [])}
    metadata = body["metadata"]
    parties = {one["uuid"] for one in metadata.get("parties", [])}
    results = body.get("results", [])

    def of_results(kind: str) -> set[str]:
        return {one["uuid"] for result in results for one in result.get(kind, [])}

    targets = {
        "control-id": controls,
        "target-id": objectives,
        "actor-uuid": parties,
        "subject-uuid": parties,
        "party-uuids": parties,
        "observation-uuid": of_results("observations"),
        "risk-uuid": of_results("risks"),
        "role-id": {one["id"] for one in metadata.get("roles", [])},
        "identifier": {source["uuid"]},
    }
    inside = {one["id"] for one in objects(body) if "id" in one and "prose" not in one}
    for one in objects(document):
        for name, value in one.items():
            for each in value if isinstance(value, list) else [value]:
                if name in targets and each not in targets[name]:
                    yield f"{name} {each} leads nowhere"
                elif name.endswith(("-uuid", "-uuids")) and name not in targets:
                    yield f"{name}: not known to this check"
        if "href" in one and one["href"][:1] == "#" and one["href"][1:] not in resources | inside:
            yield f"href {one['href']} leads nowhere"
        if one.get("ns") == OURS and one.get("name") == "control-id" and own_token(one["value"]) not in controls:
            yield f"property control-id {one['value']} leads nowhere"


def own_token(control: str) -> str:
    return f"_{control}" if control[0].isdigit() else control
