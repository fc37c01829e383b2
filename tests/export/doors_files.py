"""How the files are read, each as another program would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from icalendar import Calendar
from python_calamine import CalamineWorkbook

from pmark_check.export.formats import render
from tests.export.figures import NOTHING, Found, Scorecard, pattern


class Sheet:
    """The page 採点 of the answer sheet, as another program's reader gets it."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        book = CalamineWorkbook.from_filelike(io.BytesIO(render("xlsx", card.dossier)))
        rows = book.get_sheet_by_name(card.t("sheet.name.results")).to_python()
        self.rows = {str(row[0]): row[1:] for row in rows if row[0]}

    def _of(self, kind: str) -> Iterator[tuple[str, list[Any]]]:
        for name, row in self.rows.items():
            if name.startswith(f"{kind}:"):
                yield name.partition(":")[2], row

    def _share(self, value: object) -> str:
        return f"{value:.0f}%" if isinstance(value, float) else str(value)

    def _band(self, row: Sequence[Any]) -> str:
        worst, best = map(self._share, row[2:4])
        if worst == best:
            return worst
        return self.t("score.band", worst=worst, best=best)

    def _bands(self, kind: str) -> Found:
        return {name: self._band(row) for name, row in self._of(kind)}

    def headline(self) -> Found:
        return {"all": self._band(self.rows["score"])}

    def layers(self) -> Found:
        return self._bands("layer")

    def chapters(self) -> Found:
        return self._bands("chapter")

    def sections(self) -> Found:
        return self._bands("section") or self._bands("chapter")

    def shares(self) -> Found:
        return {name: self._share(self.rows[name][2]) for name in ("coverage", "confidence")}

    def bars(self) -> Found:
        return {name: self._share(self.rows[name][2]) for name in ("target", "floor")}

    def counts(self) -> Found:
        return {name: f"{self.rows[name][2]:.0f}" for name in ("asked", "answered")}

    def in_chapters(self) -> Found:
        return {name: (row[4], f"{row[5]:.0f}") for name, row in self._of("chapter")}

    def gaps(self) -> Found:
        return {name: f"{row[2]:.0f}" for name, row in self._of("gap")}

    def findings(self) -> Found:
        return {name: row[2] for name, row in self._of("stage") if row[2] != NOTHING}

    def gates(self) -> Found:
        return {name: (f"{row[3]:.0f}", f"{row[4]:.0f}") for name, row in self._of("stage")}

    def knockouts(self) -> Found:
        return {name: row[2] for name, row in self._of("knockout")}

    def first(self) -> Found:
        return {f"{row[0]:.0f} {name}": (row[2], f"+{row[3]:.1f}" if row[3] else "") for name, row in self._of("first")}


class Table:
    """The CSV: one row for each question, so what is said of all of them stands in each."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        text = render("csv", card.dossier).decode("utf-8-sig")
        self.rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        library = card.session.library
        self.counted = [self.rows[control] for control in library.placed[library.headline.id]]

    def _column(self, name: str) -> str:
        return self.t(f"export.column.{name}")

    def _cells(self, name: str) -> dict[str, str]:
        return {control: cell.removeprefix("'") for control, row in self.rows.items()
                if (cell := row[self._column(name)])}  # fmt: skip

    def headline(self) -> Found:
        (found,) = {row[self._column("score")] for row in self.counted}
        return {"all": found}

    def chapters(self) -> Found:
        cells = self._cells("chapter-score")
        return {
            entry.chapter: cells[entry.control.id] for entry in self.card.dossier.entries if entry.control.id in cells
        }

    def sections(self) -> Found:
        cells = self._cells("section-score")
        return {
            entry.section: cells[entry.control.id] for entry in self.card.dossier.entries if entry.control.id in cells
        }

    def questions(self) -> Found:
        return self._cells("value")

    def counts(self) -> Found:
        """How many rows say so."""
        not_asked = self.t("export.standing.not-asked")
        asked = [row for row in self.rows.values() if row[self._column("standing")] != not_asked]
        words = {self.t(f"mark.{mark}") for mark in ("nothing", "unknown", "conflict")}
        marks = [{row[self._column(f"mark-{layer}")] for layer in ("rule", "practice", "record")} for row in asked]
        return {"asked": str(len(asked)), "answered": str(sum(not found & words for found in marks))}

    def gaps(self) -> Found:
        ids = {line.name: line.id for line in self.card.view.gap_counts}
        first = [ids[cell.split(self.t("report.list.comma"))[0]] for cell in self._cells("gap").values()]
        return {kind: str(first.count(kind)) for kind in ids.values()}

    def knockouts(self) -> Found:
        results = self._cells("result")
        controls = self.card.session.library.controls
        return {control: result for control, result in results.items() if controls[control].knockout}

    def losses(self) -> Found:
        return self._cells("loss")


class Data:
    """The JSON."""

    is_exact = True

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.data = json.loads(render("json", card.dossier))
        self.score = self.data["score"]

    @staticmethod
    def _bands(found: Mapping[str, Any]) -> Found:
        return {name: (one["worst"], one["best"]) for name, one in found.items()}

    def headline(self) -> Found:
        return self._bands({"all": self.score["score"]})

    def layers(self) -> Found:
        return self._bands(self.score["layers"])

    def _by_id(self) -> dict[str, Any]:
        ids = {line.number or line.id: line.id for line in self.card.view.chapters}
        return {ids[number]: found for number, found in self.score["chapters"].items()}

    def chapters(self) -> Found:
        return self._bands(self._by_id())

    def in_chapters(self) -> Found:
        return {n: (found["answered"], found["asked"], found["gaps"]) for n, found in self._by_id().items()}

    def sections(self) -> Found:
        return self._bands(self.score["sections"])

    def checklists(self) -> Found:
        return self._bands(self.score["checklists"])

    def questions(self) -> Found:
        return self._bands({c["id"]: c["score"] for c in self.data["controls"] if c["standing"] == "asked"})

    def shares(self) -> Found:
        return {name: self.score[name] for name in ("coverage", "confidence")}

    def bars(self) -> Found:
        return {name: self.data["policy"][name] for name in ("target", "floor")}

    def counts(self) -> Found:
        return {name: self.score[name] for name in ("asked", "answered")}

    def gaps(self) -> Found:
        return dict(self.score["gaps"])

    def _stages(self) -> dict[str, Any]:
        return {s.replace("_", "-"): found for s, found in self.score["forecast"].items() if self.card.is_pmark}

    def findings(self) -> Found:
        known = self.card.findings()
        found = {stage: found["findings"] for stage, found in self._stages().items() if stage in known}
        return {stage: (one["min"], one["max"]) for stage, one in found.items()}

    def gates(self) -> Found:
        return {stage: (len(found["blocked_by"]), len(found["open"])) for stage, found in self._stages().items()}

    def knockouts(self) -> Found:
        return {c["id"]: c["result"] for c in self.data["controls"] if c["knockout"] and c["result"]}

    def first(self) -> Found:
        return {f"{n} {s['control']}": (s["effort"], s["gain"]) for n, s in enumerate(self.score["first_six"], 1)}

    def losses(self) -> Found:
        gaps = {c["id"]: c["gap"] for c in self.data["controls"] if c["gap"]}
        return {control: gap["loss"] for control, gap in gaps.items() if gap["loss"] is not None}

    def months(self) -> Found:
        return {month["month"]: month["half_days"] for month in self.score["plan"]["months"] if self.card.is_pmark}


class Results:
    """The OSCAL assessment results."""

    is_exact = True

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        document = json.loads(render("oscal-results", card.dossier))["assessment-results"]
        (result,) = document["results"]
        self.props = {(p["name"], p.get("class", ""), p.get("group", "")): p["value"] for p in result["props"]}
        self.findings_ = result.get("findings", [])

    def _number(self, name: str, kind: str = "", group: str = "") -> float | None:
        value = self.props.get((name, kind, group))
        return None if value is None else float(value)

    def _band(self, kind: str = "", group: str = "") -> object:
        return self._number("score-worst", kind, group), self._number("score-best", kind, group)

    def _bands(self, kind: str) -> Found:
        groups = dict.fromkeys(group for name, one, group in self.props if (name, one) == ("score-worst", kind))
        return {group: self._band(kind, group) for group in groups}

    def headline(self) -> Found:
        return {"all": self._band()}

    def layers(self) -> Found:
        return self._bands("layer")

    def chapters(self) -> Found:
        return self._bands("chapter")

    def checklists(self) -> Found:
        return self._bands("checklist")

    def shares(self) -> Found:
        return {name: self._number(name) for name in ("coverage", "confidence")}

    def counts(self) -> Found:
        return {name: self._number(name) for name in ("asked", "answered")}

    def findings(self) -> Found:
        ends = "expected-findings-min", "expected-findings-max"
        stages = dict.fromkeys(group for _, kind, group in self.props if kind == "stage")
        return {stage: tuple(self._number(end, "stage", stage) for end in ends) for stage in stages}

    def _of_findings(self) -> Iterator[dict[str, list[str]]]:
        for finding in self.findings_:
            found: dict[str, list[str]] = {}
            for one in finding["props"]:
                found.setdefault(one["name"], []).append(one["value"])
            yield found

    def questions(self) -> Found:
        return {
            one["control-id"][0]: (float(one["score-worst"][0]), float(one["score-best"][0]))
            for one in self._of_findings()
            if "score-worst" in one
        }

    def gaps(self) -> Found:
        kinds = [one["gap"][0] for one in self._of_findings() if "gap" in one]
        return {line.id: kinds.count(line.id) for line in self.card.view.gap_counts}

    def knockouts(self) -> Found:
        found = {one["control-id"][0]: one.get("knockout-result") for one in self._of_findings()}
        return {control: result[0] for control, result in found.items() if result}


class Appointments:
    """The calendar: its months name their work."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        events = Calendar.from_ical(render("ics", card.dossier)).walk("VEVENT")
        self.events = [(e.decoded("DTSTART"), str(e["SUMMARY"])) for e in events]

    def months(self) -> Found:
        lines = {line.first: line for line in self.card.dossier.examination.plan.months if self.card.is_pmark}
        kind = self.t("export.calendar.kind.month")
        found: dict[str, object] = {}
        for start, summary in self.events:
            if summary.startswith(kind) and start in lines:
                more = pattern(self.t, "export.with-more", "more", text=lines[start].phase_title).search(summary)
                found[start.isoformat()[:7]] = more["more"] if more else ""
        return found
