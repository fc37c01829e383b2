"""Answer sheets as they are made, and as people fill them."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from pmark_check.domain.language import Language
from pmark_check.domain.library import Library
from pmark_check.domain.session import Session
from pmark_check.export.sheet import COLUMNS, FIRST, render
from pmark_check.storage.pinned import library
from pmark_check.storage.sheet import read_sheet
from pmark_check.storage.sheet_merge import Merge
from pmark_check.storage.shipped import shipped_bytes
from pmark_check.storage.workbook import Sheet, place, read_workbook
from pmark_check.view.selection import EVERYTHING, Part, Selection
from tests.cli.door import MINI
from tests.report.clients import DAY, new_client, shipped_background, view_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ANSWERS = "xl/worksheets/sheet2.xml"
AT = {column.name: at for at, column in enumerate(COLUMNS)}
Edits = Mapping[tuple[str, str], str | float]
"""(control, name of the cell) -> what is typed there; "" empties the cell."""


@cache
def mini_library() -> Library:
    return library([MINI.encode()], shipped_bytes("facts.toml"), shipped_bytes("policy.toml"))


def firm(name: str = "株式会社サンプル印刷", *, first_id: int = 1) -> Session:
    return new_client(name, mini_library(), first_id=first_id)


def exported(
    session: Session,
    language: Language = "ja",
    selection: Selection = EVERYTHING,
    *,
    with_private: bool = False,
    on: date = DAY,
) -> bytes:
    return render(
        Part(view_of(session, language), shipped_background(), on, with_private=with_private, selection=selection)
    )


def pages(body: bytes, folder: Path) -> list[Sheet]:
    path = folder / "pages.xlsx"
    path.write_bytes(body)
    return read_workbook(path)


def rows(body: bytes, folder: Path) -> dict[str, dict[str, object]]:
    """Return control -> name of a cell -> what it holds."""
    page = next(page for page in pages(body, folder) if page.rows[0][0] == "control-id")
    names = page.rows[0]
    return {str(row[0]): {str(n): v for n, v in zip(names, row, strict=True)} for row in page.rows[FIRST:]}


def parts(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(given: Mapping[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in given.items():
            container.writestr(name, part)
    return body.getvalue()


def changed(body: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with some bytes of a part replaced."""
    found = parts(body)
    assert old in found[part]
    return packed(found | {part: found[part].replace(old, new)})


def filled(body: bytes, edits: Edits, *, filled_by: str = "") -> bytes:
    """Return the workbook as it is after somebody typed into it."""
    found = parts(body)
    lines = {control: at for at, control in enumerate(_ids(found), FIRST)}
    cells = {place(lines[control], AT[name]): typed for (control, name), typed in edits.items()}
    found[ANSWERS] = _typed(found[ANSWERS], cells)
    if filled_by:
        found["xl/worksheets/sheet1.xml"] = _typed(found["xl/worksheets/sheet1.xml"], {"C2": filled_by})
    return packed(found)


def _ids(found: Mapping[str, bytes]) -> list[str]:
    strings = ["".join(si.itertext()) for si in ET.fromstring(found["xl/sharedStrings.xml"])]
    page = ET.fromstring(found[ANSWERS])
    cells = [c for c in page.iter(f"{{{MAIN}}}c") if re.fullmatch(r"A\d+", c.get("r", ""))]
    texts = [strings[int(v.text or 0)] for c in cells if (v := c.find(f"{{{MAIN}}}v")) is not None]
    return texts[FIRST:]


def _typed(part: bytes, cells: Mapping[str, str | float]) -> bytes:
    page = ET.fromstring(part)
    by_place = {c.get("r"): c for c in page.iter(f"{{{MAIN}}}c")}
    for at, typed in cells.items():
        cell = by_place[at]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(typed, float):
            ET.SubElement(cell, f"{{{MAIN}}}v").text = repr(typed)
        elif typed:
            cell.set("t", "inlineStr")
            text = ET.SubElement(ET.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
            text.text = typed
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    written: bytes = ET.tostring(page, encoding="utf-8", xml_declaration=True)
    return written


def merge(session: Session, body: bytes, folder: Path) -> Merge:
    path = folder / "answers.xlsx"
    path.write_bytes(body)
    return Merge(session, read_sheet(path))


def take_in(session: Session, body: bytes, folder: Path, *, is_forced: bool = False) -> None:
    merge(session, body, folder).apply(is_forced=is_forced)
