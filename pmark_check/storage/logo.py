"""A logo: a small picture beside the profile that names it, as it goes into a report."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pmark_check.storage.findings import Finding

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_KILOBYTES = 200
"""Larger is a photograph or a print original; every report would carry it."""

AT = ("brand", "logo")
SVG = "{http://www.w3.org/2000/svg}svg"
ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"}
OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/)", re.IGNORECASE)


def logo(name: str, folder: Path) -> str | Finding:
    """Return the picture ``name`` in ``folder`` as a data URI, or why it cannot be one."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return Finding(AT, "logo-outside", {"name": name})
    if not path.is_file():
        return Finding(AT, "logo-missing", {"name": name, "folder": folder})
    try:
        with path.open("rb") as file:
            body = file.read(MOST_KILOBYTES * 1024 + 1)
    except OSError as error:
        return Finding(AT, "unreadable", {"reason": error.strerror})
    return _data_uri(body, name)


def _data_uri(body: bytes, name: str) -> str | Finding:
    if len(body) > MOST_KILOBYTES * 1024:
        return Finding(AT, "logo-too-big", {"name": name, "limit": MOST_KILOBYTES})
    kind = _kind(body)
    if kind is None:
        return Finding(AT, "logo-kind", {"name": name})
    if kind == "svg+xml" and not _is_still(body):
        return Finding(AT, "logo-active", {"name": name})
    return f"data:image/{kind};base64,{base64.b64encode(body).decode('ascii')}"


def _kind(body: bytes) -> str | None:
    """Return what a picture is, by its content; None for what is no whole picture of a kind we take."""
    if body.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in body[-16:]:
        return "png"
    if body.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in body[-64:]:
        return "jpeg"
    root = _svg(body)
    return "svg+xml" if root is not None and root.tag == SVG else None


def _svg(body: bytes) -> Element | None:
    """Return the root of an XML file, None for anything else; one that declares entities is not even parsed."""
    from xml.etree.ElementTree import ParseError, fromstring

    if b"<!ENTITY" in body or b"\0" in body:
        return None
    try:
        return fromstring(body)  # noqa: S314 - no entities, at most 200 KB
    except (ParseError, ValueError, LookupError):
        return None


def _is_still(body: bytes) -> bool:
    """Return whether an SVG runs nothing and loads nothing. As a picture it could not; but files are passed on."""
    root = _svg(body)
    return root is not None and not any(_does_something(element) for element in root.iter())


def _does_something(element: Element) -> bool:
    name = element.tag.rpartition("}")[2]
    texts = [element.text or "", *element.attrib.values()] if name == "style" else list(element.attrib.values())
    return (
        name in ACTIVE
        or any(_acts(key.rpartition("}")[2], value) for key, value in element.attrib.items())
        or any(OUTSIDE.search(text) for text in texts)
    )


def _acts(name: str, value: str) -> bool:
    points_outside = name in ("href", "src") and not value.strip().startswith(("#", "data:image/"))
    return points_outside or name.lower().startswith("on")
