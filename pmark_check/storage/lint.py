"""Every problem of a set of data files at once: of each file, and of what the files say about each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pmark_check.errors import Problem, Problems
from pmark_check.storage import files, style
from pmark_check.storage.findings import Finding
from pmark_check.storage.kinds import AGENDA, CHECKLIST, recognised
from pmark_check.storage.shelf import Shelf, checklist_id
from pmark_check.storage.shipped import shipped_data
from pmark_check.storage.toml import TomlFile, parsed


def lint(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Return everything that is wrong with the files and folders ``paths``, file by file, from top to bottom.

    What a file refers to may stand in another of these files, or in a shipped one. Files that cannot be read as
    TOML come first.
    """
    given, problems = _readable(paths)
    shelf = Shelf((*_shipped_beside(given), *given))
    for file in given:
        problems += _problems(file, shelf)
    return tuple(problems)


def _readable(paths: Sequence[Path]) -> tuple[list[TomlFile], list[Problem]]:
    """Return the files behind ``paths`` that are TOML, and what is wrong with the others."""
    read: dict[Path, TomlFile] = {}
    problems: list[Problem] = []
    for given in paths:
        try:
            found = files.toml_files([given])
        except Problems as error:
            problems += error.problems
            continue
        for path in found:
            try:
                read[path.resolve()] = files.load(path)[1]
            except Problems as error:
                problems += error.problems
    return list(read.values()), problems


def _shipped_beside(given: Sequence[TomlFile]) -> Iterator[TomlFile]:
    """Yield the shipped files, without the checklists whose id a given one bears."""
    replaced = {checklist_id(file) for file in given} - {""}
    for name, body in shipped_data():
        file = parsed(name, body)
        if checklist_id(file) not in replaced:
            yield file


def _problems(file: TomlFile, shelf: Shelf) -> tuple[Problem, ...]:
    kind = recognised(file.data)
    if kind is None:
        return (Problem(file.name, 1, 1, "unknown-kind"),)
    findings = kind.held_against(file)[1]
    if kind is CHECKLIST:
        findings = (*findings, *_misplaced(file, shelf, findings), *style.findings(file.data))
    if kind is AGENDA:
        findings = (*findings, *shelf.agenda_findings(file))
    return file.problems(findings)


def _misplaced(file: TomlFile, shelf: Shelf, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what ``file`` says wrongly about others; what is wrong in itself is not looked up too."""
    wrong = {finding.path for finding in findings}
    return (finding for finding in shelf.findings(file) if finding.path not in wrong)
