"""The check of references finds what it is there for: each fault planted once."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from pmark_check.export.formats import render
from pmark_check.view.dossier import Dossier
from tests.export.oscal_references import Data, faults, objects
from tests.report.clients import DAY, half_way, shipped_background, view_of


@cache
def documents() -> tuple[Data, Data]:
    dossier = Dossier(view_of(half_way()), shipped_background(), DAY)
    return json.loads(render("oscal-catalog", dossier)), json.loads(render("oscal-results", dossier))


def having(document: Data, key: str) -> Any:
    return next(one for one in objects(document) if key in one)


PLANTED: dict[str, Callable[[Data], object]] = {
    "an observation that is not there": lambda d: having(d, "observation-uuid").update({"observation-uuid": "0"}),
    "a risk that is not there": lambda d: having(d, "risk-uuid").update({"risk-uuid": "0"}),
    "a person who is not there": lambda d: having(d, "actor-uuid").update({"actor-uuid": "0"}),
    "an owner who is not there": lambda d: having(d, "party-uuids").update({"party-uuids": ["0"]}),
    "a role that is not there": lambda d: having(d, "role-id").update({"role-id": "nobody"}),
    "a subject that is not there": lambda d: having(d, "subject-uuid").update({"subject-uuid": "0"}),
    "a question that is not there": lambda d: having(d, "control-id").update({"control-id": "no.such"}),
    "an objective that is not there": lambda d: having(d, "target-id").update({"target-id": "no.such"}),
    "a plan that is not there": lambda d: d["assessment-results"].update({"import-ap": {"href": "#0"}}),
    "another catalog": lambda d: having(d, "identifier").update({"identifier": "0"}),
    "a missing observation": lambda d: d["assessment-results"]["results"][0]["observations"].pop(),
    "a kind of reference nobody knows": lambda d: having(d, "role-id").update({"task-uuid": "0"}),
    "one id twice": lambda d: d["assessment-results"]["results"][0]["findings"].append(
        copy.deepcopy(d["assessment-results"]["results"][0]["findings"][0])
    ),
    "a selection of nothing": lambda d: having(d, "include-controls").pop("include-controls"),
    "an empty list": lambda d: having(d, "target-id").update({"props": []}),
    "an empty text": lambda d: having(d, "target-id").update({"title": ""}),
    "a title of two lines": lambda d: having(d, "target-id").update({"title": "a\nb"}),
    "a value with a blank around": lambda d: having(d, "ns").update({"value": " a"}),
    "a property that OSCAL does not have": lambda d: having(d, "ns").pop("ns"),
    "a class that is no token": lambda d: having(d, "ns").update({"class": "1 2"}),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str) -> None:
    catalog, results = copy.deepcopy(documents())
    assert faults(results, catalog) == []
    PLANTED[name](results)
    assert faults(results, catalog)


@pytest.mark.parametrize("href", ["#00000000-0000-5000-8000-000000000000", "#no.such"])
def test_a_planted_fault_in_a_catalog_is_found(href: str) -> None:
    catalog = copy.deepcopy(documents()[0])
    assert faults(catalog, catalog) == []
    having(catalog, "href")["href"] = href
    assert faults(catalog, catalog) == [f"href {href} leads nowhere"]
