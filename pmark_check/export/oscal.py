"""What both OSCAL documents are made of: ids, texts and properties as OSCAL 1.2.1 wants them (docs/oscal.md).

Every id follows from what it names, so that the same answers on the same day give the same bytes.
"""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Data = dict[str, Any]

OSCAL_VERSION = "1.2.1"
NAMESPACE = "urn:pmark-check:oscal"
"""Qualifies the properties and parts that OSCAL does not define itself."""

SPACE = uuid5(NAMESPACE_URL, NAMESPACE)
OFFSET = "+09:00"
"""Japan has one time and keeps it all year; OSCAL wants an offset with every day."""

LINE_ENDS = re.compile(r"\s*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
MARKUP = re.compile(r"(?<=\w)_(?=\w)|([\\*`~^<\[\]_]|&(?=#?\w+;)|\{(?=\{))")
"""What Markdown would swallow. An underline within a word is none of it."""


# --- ids --------------------------------------------------------------------------------------------------------------


def token(own: str) -> str:
    """Return one of our ids as an OSCAL token, which begins with a letter or an underline.

    Ours begin with a letter or a digit and have no underline, so taking one off the front gives the id back.
    """
    return f"_{own}" if own[:1].isdigit() else own


def part_id(control: str, part: str) -> str:
    """Return the id of a part of a control; no control has it, because it has an underline inside."""
    return f"{token(control)}_{part}"


def objective_id(control: str) -> str:
    """Return what a finding about a control points to."""
    return part_id(control, "objective")


@lru_cache(maxsize=20_000)
def uuid_of(*names: str) -> str:
    """Return the id of what these names stand for, always the same one."""
    return str(uuid5(SPACE, json.dumps(names, ensure_ascii=False)))


def moment(day: date) -> str:
    """Return the beginning of a day."""
    return f"{day.isoformat()}T00:00:00{OFFSET}"


# --- texts ------------------------------------------------------------------------------------------------------------


def string(text: str) -> str:
    """Return ``text`` as a value: on one line, nothing around it; "" has to be left out."""
    return LINE_ENDS.sub(" ", text.strip())


def prose(text: str) -> str:
    """Return ``text`` so that Markdown shows every character of it."""
    return MARKUP.sub(lambda found: f"\\{found[1]}" if found[1] else found[0], text.strip())


def title(text: str) -> str:
    """Return ``text`` as a title: one line of Markdown."""
    return prose(string(text))


def paragraphs(*texts: str) -> str:
    """Return those of ``texts`` that say something, each as a paragraph."""
    return "\n\n".join(prose(text) for text in texts if text.strip())


# --- pieces -----------------------------------------------------------------------------------------------------------


def some(**fields: Any) -> Data:
    """Return ``fields`` with hyphens in their names, without the empty ones, which OSCAL does not allow."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in fields.items() if value not in ("", [], None)}


def prop(name: str, value: object, *, kind: str = "", group: str = "", remarks: str = "") -> Data:
    """Return a property of ours, {} where it has no value; ``kind`` is its class."""
    said = string(_written(value))
    if not said:
        return {}
    return some(
        name=name, ns=NAMESPACE, value=said, class_=kind and token(kind), group=group and token(group),
        remarks=prose(remarks),
    )  # fmt: skip


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def props(*found: Data) -> list[Data]:
    """Return the properties that have a value."""
    return [one for one in found if one]


def label(text: str) -> Data:
    """Return the OSCAL property under which a number is shown; {} where there is none."""
    return {"name": "label", "value": string(text)} if text.strip() else {}


def band_props(score: Data, *, kind: str = "", group: str = "") -> list[Data]:
    """Return worst and best of a score as ``view.data.band_data`` has it; [] over an empty selection."""
    return props(*(prop(f"score-{end}", score[end], kind=kind, group=group) for end in ("worst", "best")))


def document(root: str, body: Data) -> Data:
    """Return ``body`` as a whole document; its id follows from all it says but the time of its last change."""
    metadata = {name: value for name, value in body["metadata"].items() if name != "last-modified"}
    said = json.dumps(body | {"metadata": metadata}, ensure_ascii=False, sort_keys=True)
    return {root: {"uuid": str(uuid5(SPACE, f"{root} {said}")), **body}}


def written(whole: Data) -> bytes:
    """Return a document as the bytes of its file."""
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


# --- ids within one client --------------------------------------------------------------------------------------------


class Subjects:
    """The ids of a client and of all that belongs to it; they stay the same from one file to the next."""

    def __init__(self, client: str) -> None:
        self._client = client

    def __call__(self, *names: str) -> str:
        """Return the id of something of the client; without a name, of the client itself."""
        return uuid_of("client", self._client, *names)

    def person(self, name: str) -> str:
        """Return the id of a person."""
        return self("person", name)

    def origins(self, name: str) -> list[Data]:
        """Return whose word something is; [] where nobody was named."""
        return [{"actors": [{"type": "party", "actor-uuid": self.person(name)}]}] if name.strip() else []
