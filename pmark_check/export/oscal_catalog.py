"""The checklists of a client as an OSCAL catalog: chapters and sections as groups, questions as controls.

Nothing of the client goes into it, and no day: clients with the same checklists have the same catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pmark_check.domain.checklist import Control, Section
from pmark_check.domain.library import Library
from pmark_check.export.oscal import NAMESPACE as OURS
from pmark_check.export.oscal import (
    OSCAL_VERSION,
    Data,
    document,
    label,
    moment,
    objective_id,
    part_id,
    prop,
    props,
    prose,
    some,
    title,
    token,
    uuid_of,
    written,
)
from pmark_check.view.controls import (
    DocumentLine,
    LessonLine,
    ReferenceLine,
    clause,
    documents,
    lessons,
    references,
)
from pmark_check.view.dossier import Dossier, Entry
from pmark_check.view.words import literal, word

RMF = "http://csrc.nist.gov/ns/rmf"


def render(dossier: Dossier) -> bytes:
    """Return the catalog of the client's checklists."""
    return written(catalog(dossier))


def catalog(dossier: Dossier) -> Data:
    """Return the catalog as data."""
    return document(
        "catalog",
        some(metadata=_metadata(dossier), groups=list(_groups(dossier)), back_matter=_back_matter(dossier)),
    )


def checklists_title(dossier: Dossier) -> str:
    """Return the titles of the client's checklists."""
    titles = (one.checklist.title.to(dossier.translate.language) for one in dossier.view.session.library.checklists)
    return " / ".join(map(literal, titles))


def _metadata(dossier: Dossier) -> Data:
    library = dossier.view.session.library
    heads = [one.checklist for one in library.checklists]
    return some(
        title=title(checklists_title(dossier)),
        last_modified=_last_revision(library),
        version=" ".join(f"{head.id}@{head.revision}" for head in heads),
        oscal_version=OSCAL_VERSION,
        props=props(
            prop("language", dossier.translate.language),
            *(prop("checklist", head.id, remarks=literal(head.title.to(dossier.translate.language))) for head in heads),
        ),
        remarks=prose(dossier.translate("report.what")),
    )


def _last_revision(library: Library) -> str:
    """Return the beginning of the latest revision of a checklist or of one of its questions."""
    revisions = [one.checklist.revision for one in library.checklists]
    latest = max(revisions + [control.changed for control in library.controls.values()])
    return moment(date.fromisoformat(latest if len(latest) == len("2026-11-01") else f"{latest}-01"))


# --- groups -----------------------------------------------------------------------------------------------------------


def _groups(dossier: Dossier) -> Iterator[Data]:
    """Yield the chapters. OSCAL lets a group have groups or controls, so that a mixed chapter is its own section."""
    chapters: dict[str, dict[str, list[Entry]]] = {}
    for entry in dossier.entries:
        chapters.setdefault(entry.chapter, {}).setdefault(entry.section, []).append(entry)
    for chapter, sections in chapters.items():
        if list(sections) == [chapter]:
            yield _group(dossier, "chapter", chapter, controls=_controls(dossier, sections[chapter]))
        else:
            parts = [
                _group(dossier, "section", section, controls=_controls(dossier, entries))
                for section, entries in sections.items()
            ]
            yield _group(dossier, "chapter", chapter, groups=parts)


def _group(dossier: Dossier, kind: str, section_id: str, **content: list[Data]) -> Data:
    section: Section = dossier.view.session.library.sections[section_id]
    heading = literal(section.title.to(dossier.translate.language))
    return some(
        id=f"{kind}_{section_id}", class_=kind, title=title(heading), props=props(label(clause(section))), **content
    )


def _controls(dossier: Dossier, entries: Iterable[Entry]) -> list[Data]:
    return [_control(dossier, entry) for entry in entries]


# --- controls ---------------------------------------------------------------------------------------------------------


def _control(dossier: Dossier, entry: Entry) -> Data:
    return some(
        id=token(entry.control.id),
        class_="question",
        title=title(entry.card.question),
        props=_control_props(dossier, entry),
        links=_control_links(dossier, entry.control),
        parts=list(_parts(dossier, entry)),
    )


def _control_props(dossier: Dossier, entry: Entry) -> list[Data]:
    control, library = entry.control, dossier.view.session.library
    half_days = library.policy.half_days.of(control.effort)
    return props(
        *(prop("checklist", one) for one, placed in library.placed.items() if control.id in placed),
        prop("weight", control.weight, remarks=entry.card.weight_reason),
        prop("effort", control.effort, remarks=entry.card.effort),
        prop("half-days", half_days),
        prop("phase", control.phase),
        *(prop("layer", layer) for layer in control.layers),
        prop("knockout", control.knockout or None),
        *(prop("knockout-layer", layer) for layer in control.decisive_layers if control.knockout),
        prop("blocks-application", control.blocks_application or None),
        prop("gate", control.gate),
        prop("fixable", None if control.fixable else False),
        prop("finding-unit", control.finding_unit),
        prop("changed", control.changed),
        *_conditions(dossier, control),
    )


def _conditions(dossier: Dossier, control: Control) -> Iterator[Data]:
    if control.when or control.unless:
        remarks = prose(dossier.translate("oscal.conditional"))
        yield {"name": "status", "value": "conditional", "remarks": remarks}
    for name, facts in (("when", control.when), ("unless", control.unless)):
        for fact in facts:
            known = dossier.view.session.library.fact_by_id.get(fact)
            asked = literal(known.question.to(dossier.translate.language)) if known else ""
            yield prop(name, fact, remarks=asked)


def _control_links(dossier: Dossier, control: Control) -> list[Data]:
    known = dossier.view.session.library.controls
    named = [one.id for one in documents(control, dossier.background, dossier.translate)]
    failures = [one.failure for one in lessons(control, dossier.background, dossier.translate)]
    return [
        *(_link("reference", "reference", ref) for ref in dict.fromkeys(control.refs)),
        *(_link("document", "document", one) for one in dict.fromkeys(named)),
        *(_link("lesson", "lesson", one) for one in dict.fromkeys(failures)),
        *({"href": f"#{token(one)}", "rel": "required"} for one in dict.fromkeys(control.after) if one in known),
    ]


def _link(rel: str, *names: str) -> Data:
    return {"href": f"#{uuid_of(*names)}", "rel": rel}


def _parts(dossier: Dossier, entry: Entry) -> Iterator[Data]:
    """Yield what stands beside a question."""
    card, control, t = entry.card, entry.control, dossier.translate
    yield _part(control, "statement", card.question, name="statement")
    yield _part(control, "plain", card.plain, t("oscal.part.plain"), name="guidance", class_="plain")
    yield _part(control, "why", card.why, t("oscal.part.why"), name="guidance", class_="why")
    yield _objective(dossier, entry)
    if card.evidence_wanted:
        yield _method(control, card.evidence_wanted, t("oscal.part.evidence"))
    if card.partial:
        yield _part(control, "partial", card.partial, t("oscal.part.partial"), name="partial", ns=OURS)
    yield _part(control, "finding", card.finding, t("oscal.part.finding"), name="finding", ns=OURS)
    yield _part(control, "first-step", card.first_step, t("oscal.part.first-step"), name="first-step", ns=OURS)


def _part(control: Control, part: str, text: str, heading: str = "", **what: str) -> Data:
    return some(id=part_id(control.id, part), **what, title=title(heading), prose=prose(text))


def _objective(dossier: Dossier, entry: Entry) -> Data:
    """Return what is assessed: the question, and under it its layers with their shares of the weight."""
    control, shares = entry.control, dossier.view.session.library.shares[entry.control.id]
    return {
        "id": objective_id(control.id),
        "name": "assessment-objective",
        "prose": prose(entry.card.question),
        "parts": [
            {
                "id": part_id(control.id, layer),
                "name": "assessment-objective",
                "props": props(prop("layer", layer), prop("share", shares.of(layer))),
                "prose": prose(word("layer", layer, dossier.translate)),
            }
            for layer in control.layers
        ],
    }


def _method(control: Control, wanted: Iterable[str], heading: str) -> Data:
    return {
        "id": part_id(control.id, "evidence"),
        "name": "assessment-method",
        "title": title(heading),
        "props": [{"name": "method", "ns": RMF, "value": "EXAMINE"}],
        "parts": [
            {
                "id": part_id(control.id, "evidence-objects"),
                "name": "assessment-objects",
                "prose": "\n".join(f"* {title(one)}" for one in wanted),
            }
        ],
    }


# --- what is cited ----------------------------------------------------------------------------------------------------


def _back_matter(dossier: Dossier) -> Data | None:
    """Return everything that a control cites, each once, kind by kind."""
    controls = dossier.view.session.library.controls.values()
    background, t = dossier.background, dossier.translate
    cited = {ref.id: ref for control in controls for ref in references(control, background, t)}
    named = {one.id: one for control in controls for one in documents(control, background, t)}
    failures = {one.failure: one for control in controls for one in lessons(control, background, t)}
    resources = [
        *(_reference(dossier, ref) for ref in cited.values()),
        *map(_document, named.values()),
        *map(_lesson, failures.values()),
    ]
    return {"resources": resources} if resources else None


def _reference(dossier: Dossier, ref: ReferenceLine) -> Data:
    scheme = dossier.background.scheme_by_id.get(ref.id.partition(":")[0])
    return some(
        uuid=uuid_of("reference", ref.id),
        title=title(f"{ref.scheme} {ref.number} {ref.title}"),
        props=props(
            prop("reference", ref.id),
            prop("edition", literal(scheme.edition) if scheme else ""),
            prop("provenance", ref.provenance, remarks=ref.mark),
        ),
    )


def _document(named: DocumentLine) -> Data:
    return some(
        uuid=uuid_of("document", named.id),
        title=title(f"{named.id} {named.title}"),
        props=props(prop("document", named.id), prop("provenance", named.provenance)),
    )


def _lesson(lesson: LessonLine) -> Data:
    return some(
        uuid=uuid_of("lesson", lesson.failure),
        title=title(lesson.title),
        description=prose(lesson.incident),
        props=props(prop("lesson", lesson.failure)),
    )
