"""What a checklist covers, for its author: clause -> controls -> layers -> documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import LAYERS, Control
from pmark_check.domain.coverage import Covered, clauses, documents, failures, leaf_clauses
from pmark_check.domain.library import HEADLINE, Library
from pmark_check.i18n.translation import Translator
from pmark_check.view.words import literal, word


def coverage_data(library: Library, background: Background) -> dict[str, Any]:
    """Return clause, document and failure -> ids of the controls, and what is left out."""
    found = _coverage(library, background)
    members = library.members(library.headline)
    return {
        "checklist": library.headline.id,
        **{kind: {name: [c.id for c in controls] for name, controls in covered.items()} for kind, covered in found},
        "uncovered": {kind: [name for name, controls in covered.items() if not controls] for kind, covered in found},
        "uncited": [control.id for control in members if not control.refs],
    }


def coverage_lines(library: Library, background: Background, translate: Translator) -> Iterator[str]:
    """Yield the table, tab-separated, and what is left out."""
    language = translate.language
    titles = {reference.id: reference.title for reference in background.references.reference}
    for kind, covered in _coverage(library, background):
        missing = sum(not controls for controls in covered.values())
        yield translate(f"coverage.{kind}", covered=len(covered) - missing, count=len(covered))
        for name, controls in covered.items():
            title = titles.get(f"{HEADLINE}:{name}")
            said = literal(title.to(language)) if title else ""
            yield "\t".join(("  " + name, said, str(len(controls)), _layers(controls, translate), _named(controls)))
        yield ""


def _coverage(library: Library, background: Background) -> tuple[tuple[str, Covered], ...]:
    checklist = library.headline
    scheme = f"{HEADLINE}:"
    numbers = [r.id.removeprefix(scheme) for r in background.references.reference if r.id.startswith(scheme)]
    return (
        ("clauses", clauses(library, checklist, leaf_clauses(numbers))),
        ("documents", documents(library, checklist, (d.id for d in background.documents.document))),
        ("failures", failures(library, checklist, (f.id for f in background.incidents.failure))),
    )


def _layers(controls: tuple[Control, ...], translate: Translator) -> str:
    asked = {layer for control in controls for layer in control.layers}
    return " ".join(word("layer", layer, translate) for layer in LAYERS if layer in asked)


def _named(controls: tuple[Control, ...]) -> str:
    return " ".join(sorted({document for control in controls for document in control.documents}))
