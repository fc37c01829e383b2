"""The answers of a client as OSCAL assessment results: observations, a finding for each question, homework as risks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pmark_check.domain.scoring import GapKind
from pmark_check.export.oscal import (
    OSCAL_VERSION,
    Data,
    Subjects,
    band_props,
    document,
    moment,
    objective_id,
    paragraphs,
    prop,
    props,
    prose,
    some,
    string,
    title,
    token,
    uuid_of,
    written,
)
from pmark_check.export.oscal_catalog import catalog, checklists_title
from pmark_check.export.oscal_observations import Observations, mark, notes, told
from pmark_check.export.oscal_risks import OWNER, risk
from pmark_check.export.said import confirmed_by, excused_by
from pmark_check.view.data import band_data
from pmark_check.view.dossier import ASKED, EXCUSED, NOT_ASKED, Dossier, Entry
from pmark_check.view.fingerprint import short_fingerprint
from pmark_check.view.numbers import exact
from pmark_check.view.words import day


def render(dossier: Dossier) -> bytes:
    """Return the assessment results of the client."""
    return written(Results(dossier).document())


class Results:
    """The assessment results of one client at one moment, in one language."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._view = dossier.view
        self._translate = dossier.translate
        self._today = moment(dossier.today)
        self._ids = Subjects(dossier.view.name)
        self._entries = dossier.entries
        self._observations = Observations(dossier)
        self._observed = {entry.control.id: list(self._observations.about(entry)) for entry in self._entries}
        self._risks = {
            entry.control.id: risk(dossier, entry, self._observed[entry.control.id])
            for entry in self._entries
            if entry.card.actions
        }

    def document(self) -> Data:
        """Return the whole document."""
        plan = uuid_of("no assessment plan")
        return document(
            "assessment-results",
            {
                "metadata": self._metadata(),
                "import-ap": {"href": f"#{plan}"},
                "results": [self._result()],
                "back-matter": {"resources": [self._no_plan(plan), self._catalog()]},
            },
        )

    # --- document -----------------------------------------------------------------------------------------------------

    def _metadata(self) -> Data:
        is_private = self._dossier.with_private
        return some(
            title=title(self._title),
            last_modified=self._today,
            version=f"{day(self._dossier.today)}.{short_fingerprint(self._view.session)}",
            oscal_version=OSCAL_VERSION,
            props=props(
                prop("language", self._translate.language),
                prop("fingerprint", short_fingerprint(self._view.session)),
                prop("private", is_private or None),
            ),
            roles=[{"id": OWNER, "title": self._translate("oscal.owner")}],
            parties=[
                {"uuid": self._ids(), "type": "organization", "name": string(self._view.name)},
                *({"uuid": self._ids.person(name), "type": "person", "name": string(name)} for name in self._persons),
            ],
            remarks=prose(self._translate("report.what")),
        )

    @property
    def _title(self) -> str:
        return self._translate("oscal.results.title", client=self._view.name, day=day(self._dossier.today))

    def _excused_by(self, entry: Entry) -> str:
        return excused_by(self._dossier, entry) if entry.standing == EXCUSED else ""

    @cached_property
    def _persons(self) -> list[str]:
        """The names of everybody who said something or has homework."""
        names: set[str] = set()
        for entry in self._entries:
            names |= {one.said_by for one in told(self._dossier, entry)} | {self._excused_by(entry)}
            names |= {action.owner for action in entry.card.actions}
        return sorted(name for name in names if name.strip())

    def _no_plan(self, plan: str) -> Data:
        return {
            "uuid": plan,
            "title": self._translate("oscal.no-plan.title"),
            "description": self._translate("oscal.no-plan.text"),
        }

    def _catalog(self) -> Data:
        """Return what stands for the catalog: its id is that of the file of the other export."""
        found = catalog(self._dossier)["catalog"]
        heading = self._translate("oscal.catalog", title=checklists_title(self._dossier))
        return {
            "uuid": self._ids("catalog"),
            "title": title(heading),
            "props": props(prop("version", found["metadata"]["version"])),
            "document-ids": [{"identifier": found["uuid"]}],
        }

    # --- result -------------------------------------------------------------------------------------------------------

    def _result(self) -> Data:
        verdicts = (self._view.incident, self._view.application)
        observations = [
            *self._observations.about_the_firm(),
            *(one for found in self._observed.values() for one in found),
        ]
        return some(
            uuid=self._ids("result", day(self._dossier.today)),
            title=title(self._title),
            description=paragraphs(*(verdict.sentence for verdict in verdicts)),
            start=self._today,
            props=list(self._result_props()),
            links=[{"href": f"#{self._ids('catalog')}", "rel": "reference"}],
            reviewed_controls={"control-selections": [self._selection()]},
            observations=observations,
            risks=list(self._risks.values()),
            findings=[self._finding(entry) for entry in self._entries if entry.standing != NOT_ASKED],
            remarks=prose(self._translate("oscal.results.collected")),
        )

    def _result_props(self) -> Iterator[Data]:
        view, situation = self._view, self._view.situation
        yield prop("incident-readiness", view.incident.id, remarks=view.incident.title)
        yield prop("application-outlook", view.application.id, remarks=view.application.title)
        yield from band_props(band_data(situation.overall))
        yield from props(
            prop("coverage", exact(situation.overall.coverage)),
            prop("confidence", exact(situation.overall.confidence)),
            prop("asked", view.asked),
            prop("answered", view.answered),
        )
        scores = {
            "checklist": situation.checklists,
            "layer": {layer.value: found for layer, found in situation.layers.items()},
            "chapter": situation.chapters,
        }
        for kind, parts in scores.items():
            for part, found in parts.items():
                yield from band_props(band_data(found), kind=kind, group=part)
        for stage in self._dossier.examination.stages:
            if stage.findings:
                yield prop("expected-findings-min", stage.least, kind="stage", group=stage.id, remarks=stage.name)
                yield prop("expected-findings-max", stage.most, kind="stage", group=stage.id, remarks=stage.name)
        for line in self._dossier.examination.contradictions:
            yield prop("contradiction", line.id, remarks=line.message)

    def _selection(self) -> Data:
        """Return what was asked; OSCAL cannot say nothing, only all but these."""

        def ids(*standings: str) -> list[Data]:
            return [{"control-id": token(e.control.id)} for e in self._entries if e.standing in standings]

        asked = ids(ASKED, EXCUSED)
        return some(include_controls=asked, include_all=None if asked else {}, exclude_controls=ids(NOT_ASKED))

    # --- findings -----------------------------------------------------------------------------------------------------

    def _finding(self, entry: Entry) -> Data:
        control = entry.control.id
        return some(
            uuid=self._ids("finding", control),
            title=title(entry.card.question),
            description=prose(self._outcome(entry)),
            props=props(*self._finding_props(entry)),
            origins=self._ids.origins(self._excused_by(entry)),
            target=_target(entry),
            related_observations=[{"observation-uuid": one["uuid"]} for one in self._observed[control]],
            related_risks=[{"risk-uuid": self._risks[control]["uuid"]}] if control in self._risks else [],
            remarks=notes(self._dossier, entry),
        )

    def _outcome(self, entry: Entry) -> str:
        if entry.standing == EXCUSED:
            return self._translate("oscal.excused")
        if entry.gap is None:
            return self._translate("oscal.satisfied")
        return self._translate("oscal.open") if entry.gap.kinds[0] is GapKind.OPEN else entry.card.finding

    def _finding_props(self, entry: Entry) -> Iterator[Data]:
        control = entry.control.id
        yield prop("control-id", control)
        yield prop("standing", entry.standing)
        if entry.standing == ASKED:
            yield from (mark(line) for line in entry.card.layers if line.mark or line.is_conflict)
            yield from band_props(band_data(entry.score))
        if entry.card.is_perhaps:
            yield prop("perhaps", value=True)
        yield from (prop("gap", kind) for kind in (entry.gap.kinds if entry.gap else ()))
        if entry.result:
            yield prop("knockout-result" if entry.control.knockout else "gate-result", entry.result)
        yield prop("confirmed-by", confirmed_by(self._dossier, entry))
        if control in self._ranks:
            yield prop("first-steps-rank", self._ranks[control])

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """What to do first, by rank."""
        return {line.line.id: line.rank for line in self._view.first_steps}


def _target(entry: Entry) -> Data:
    """Return what a finding is about and how it came out; without an answer it is not satisfied."""
    state, reason = _status(entry)
    return {
        "type": "objective-id",
        "target-id": objective_id(entry.control.id),
        "status": some(state=state, reason=reason, remarks=prose(entry.card.not_applicable)),
        **_implemented(entry),
    }


def _status(entry: Entry) -> tuple[str, str]:
    if entry.standing == EXCUSED:
        return "satisfied", "other"
    if entry.gap is None:
        return "satisfied", "pass"
    return "not-satisfied", "other" if entry.gap.kinds[0] is GapKind.OPEN else "fail"


def _implemented(entry: Entry) -> Data:
    """Return how far a control is implemented; {} where that is not known, or where nothing is there."""
    kinds = entry.gap.kinds if entry.gap else ()
    if entry.standing == EXCUSED:
        state = "not-applicable"
    elif not kinds:
        state = "implemented"
    elif GapKind.OPEN in kinds or GapKind.ABSENT in kinds:
        return {}
    else:
        state = "partial"
    return {"implementation-status": {"state": state}}
