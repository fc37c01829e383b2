"""A file's data held against its model. What does not fit becomes a finding: no sentence of pydantic reaches a user."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pmark_check.domain.checklist import ControlId, Data, FactId, KebabId, RefId, Revision
from pmark_check.domain.text import Showable
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.positions import Path

AnyData = TypeVar("AnyData", bound=Data)

NOT_A = {
    "string_type": "text",
    "int_type": "whole-number",
    "int_from_float": "whole-number",
    "int_parsing_size": "whole-number",
    "bool_type": "true-or-false",
    "tuple_type": "list",
    "model_type": "table",
    "dict_type": "table",
}
"""Types of pydantic's errors -> ``not-a.<what>``."""

PATTERNS = {
    get_args(kind)[1].pattern: name
    for kind, name in (
        (KebabId, "id"),
        (ControlId, "control-id"),
        (FactId, "fact-id"),
        (RefId, "reference"),
        (Revision, "revision"),
    )
}
"""Patterns of the model -> ``badly-formed.<what>``."""


def held_against(model: type[AnyData], data: Mapping[str, object]) -> tuple[AnyData | None, tuple[Finding, ...]]:
    """Return ``data`` as a ``model``, or None and why not. Nothing is coerced: 5 is not "5", and 1 is not true.

    A control character in a text is left to ``characters``, which finds it wherever it stands.

    Raises:
        RecursionError: arrays or tables lie too deep within each other.
    """
    try:
        return model.model_validate_json(json.dumps(data, ensure_ascii=False, default=_no_text), strict=True), ()
    except ValidationError as error:
        return None, findings(error, model)


def findings(error: ValidationError, model: type[Data]) -> tuple[Finding, ...]:
    """Return what ``error`` says about data meant to be a ``model``. Raises as ``held_against`` does."""
    details = error.errors(include_url=False)
    if details[0]["type"] == "json_invalid":
        raise RecursionError
    return tuple(_finding(detail, model) for detail in details if not _is_character(detail))


def _no_text(date_or_time: object) -> dict[str, str]:
    """Return a TOML date as something that no field of a model takes: it was meant as text, without the quotes."""
    return {"unquoted": str(date_or_time)}


def _is_character(detail: ErrorDetails) -> bool:
    return bool(detail.get("ctx", {}).get("pattern") == get_args(Showable)[1].pattern)


def _finding(detail: ErrorDetails, model: type[Data]) -> Finding:
    path, kind = detail["loc"], detail["type"]
    match kind:
        case "missing":
            return Finding(path[:-1], "missing-key", {"name": path[-1]}, on_key=True)
        case "extra_forbidden":
            return unknown(path, "unknown-key", str(path[-1]), _fields(model, path[:-1]), on_key=True)
        case "value_error":
            return Finding(path, "no-text", {"name": path[-1]})
        case _ if kind in NOT_A:
            return Finding(path, f"not-a.{NOT_A[kind]}", {"name": _name(path)})
        case _:
            return _limit(path, kind, detail.get("ctx", {}), detail["input"])


def _limit(path: Path, kind: str, limits: Mapping[str, object], value: object) -> Finding:
    match kind:
        case "enum" | "literal_error":
            key, values = "not-one-of", {"value": value, "allowed": _allowed(str(limits["expected"]))}
        case "string_pattern_mismatch":
            key, values = f"badly-formed.{PATTERNS.get(str(limits['pattern']), 'id')}", {"value": value}
        case "string_too_long":
            key, values = "too-long", {"limit": limits["max_length"]}
        case "greater_than_equal":
            key, values = "too-small", {"value": value, "limit": limits["ge"]}
        case "less_than_equal":
            key, values = "too-large", {"value": value, "limit": limits["le"]}
        case "too_short":
            key, values = "empty-list", {"name": _name(path)}
        case _:
            key, values = "unfit", {"name": _name(path), "value": value}
    return Finding(path, key, values)


def _allowed(expected: str) -> tuple[str, ...]:
    """Return the values that pydantic lists as ``'a', 'b' or 'c'``."""
    return tuple(re.findall(r"'([^']+)'", expected)) or (expected,)


def _name(path: Path) -> str:
    """Return the last key of ``path``; an item of a list is called after its list."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _fields(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keys that the table at ``path`` of a ``model`` may have."""
    for part in path:
        if part in model.model_fields:  # neither the index of a list nor a key that the file made up
            model = _model_in(model.model_fields[str(part)].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model), None)
