"""How the doors for people are read: the terminal, the screen, the report, the Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt

from pmark_check.export.formats import render
from pmark_check.view.listing import scorecard_lines
from tests.export.figures import NOTHING, Found, Scorecard, pattern
from tests.report.clients import DAY, anchor, report_of
from tests.report.page import Element, read


class Terminal:
    """``pmark-check score``."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        self.lines = list(scorecard_lines(card.view, DAY))
        self.bars = dict(re.findall(r"^  [#\-.]+  (.*)  (.*)$", "\n".join(self.lines), re.MULTILINE))

    def headline(self) -> Found:
        start = f"{self.t('score.today')}: "
        (line,) = (line for line in self.lines if line.startswith(start))
        return {"all": line.removeprefix(start).split("    ")[0]}

    def counts(self) -> Found:
        found = re.search(rf"{self.t('score.coverage')} (\d+)/(\d+)$", "\n".join(self.lines), re.MULTILINE)
        assert found
        return {"answered": found[1], "asked": found[2]}

    def layers(self) -> Found:
        return {line.id: self.bars[line.name] for line in self.card.view.layers}

    def chapters(self) -> Found:
        """Those of a checklist without chapters are its sections."""
        return {line.id: self.bars[f"{line.number} {line.title}".strip()] for line in self.card.view.chapters}

    def _stages(self) -> Iterator[tuple[str, re.Match[str]]]:
        for stage in self.card.dossier.examination.stages if self.card.is_pmark else ():
            names = ("findings", "failed") if stage.findings else ("failed",)
            key = "listing.stage" if stage.findings else "listing.stage.gates"
            sentence = pattern(self.t, key, *names, "open", stage=stage.name).pattern
            (line,) = (" ".join(line.split()) for line in self.lines if line.startswith(f"  {stage.name}"))
            found = re.fullmatch(sentence, line)
            assert found
            yield stage.id, found

    def findings(self) -> Found:
        return {stage: found["findings"] for stage, found in self._stages() if "findings" in found.groupdict()}

    def gates(self) -> Found:
        return {stage: (found["failed"], found["open"]) for stage, found in self._stages()}

    def first(self) -> Found:
        text = "\n".join(self.lines)
        found = re.findall(r"^  (\d) .*\(([^()]*?)(?: (\+[\d.]+))?\).*\n    \[(.*)\]$", text, re.MULTILINE)
        return {f"{rank} {control}": (effort, gain) for rank, effort, gain, control in found}


class Screen:
    """The tabs of the results: rows with what they are about, as a Pilot found them."""

    is_exact = False

    def __init__(self, card: Scorecard, seen: Mapping[str, Sequence[tuple[Any, str]]], head: str) -> None:
        self.card, self.t, self.seen, self.head = card, card.t, seen, head

    def _last(self, prefix: str) -> dict[str, str]:
        """What stands before the bar in the rows of the first tab that explain a number, by its name."""
        return {
            aim.number.removeprefix(prefix).removesuffix(".worst"): _before_bar(text)
            for aim, text in reversed(self.seen["summary"])  # the first row counts: small charts below explain it too
            if aim and aim.number.startswith(prefix)
        }

    def headline(self) -> Found:
        return {"all": self.head.split("\n")[0].rpartition(f"{self.t('score.today')} ")[2].strip()}

    def _told(self) -> re.Match[str]:
        found = pattern(self.t, "tui.results.told", "target", "answered", "asked").pattern.replace(".*?", r"\d+")
        told = re.search(found, " ".join(self.head.split()))
        assert told
        return told

    def counts(self) -> Found:
        return {name: self._told()[name] for name in ("answered", "asked")}

    def layers(self) -> Found:
        return self._last("layers.")

    def chapters(self) -> Found:
        return self._last("chapters.") if self.card.is_pmark else self._last("sections.")

    def sections(self) -> Found:
        return self._last("sections.")

    def gaps(self) -> Found:
        names = {line.name: line.id for line in self.card.view.gap_counts}
        text = "  ".join(f"{text}  " for aim, text in self.seen["summary"] if aim and aim.tab == "gaps")
        return {names[name]: count for count, name in re.findall(r"(\d+)  (\S.*?)  ", text) if name in names}

    def _stages(self) -> Iterator[tuple[str, list[str]]]:
        rows = [columns(text) for aim, text in self.seen["summary"] if aim and aim.tab == "forecast"]
        yield from zip((stage.id for stage in self.card.dossier.examination.stages), rows, strict=False)

    def findings(self) -> Found:
        return {stage: found for stage, (_, found, *_) in self._stages() if found != "-"}

    def gates(self) -> Found:
        keys = "tui.results.gates.failed", "tui.results.gates.open"
        return {
            stage: tuple(self._count(key, "  ".join(said)) for key in keys) for stage, (_, _, *said) in self._stages()
        }

    def _count(self, key: str, text: str) -> str:
        found = re.search(pattern(self.t, key, "count").pattern.replace(".*?", r"\d+"), text)
        return found["count"] if found else "0"

    def first(self) -> Found:
        rows = [(aim.step, columns(text)) for aim, text in self.seen["summary"] if aim and aim.step]
        return {
            f"{rank} {step}": (cells[-4], "" if cells[-3] == "-" else cells[-3])
            for rank, (step, cells) in enumerate(rows, 1)
        }

    def losses(self) -> Found:
        """On the board it is what closing the gap would bring."""
        rows = {aim.step: columns(text) for aim, text in self.seen["gaps"] if aim and aim.step}
        counted = self.card.losses()
        return {step: cells[-3].replace("+", "−").replace("-", "") for step, cells in rows.items() if step in counted}

    def months(self) -> Found:
        names = {line.name: line.first.isoformat()[:7] for line in self.card.dossier.examination.plan.months}
        rows = [columns(text) for aim, text in self.seen["roadmap"] if aim is None]
        work = {line.first.isoformat()[:7]: line for line in self.card.dossier.examination.plan.months}
        key = "tui.results.month.work"
        said = {names[name]: cells[-1] for cells in rows if (name := _begins(cells[0], names))}
        return {
            month: found["work"]
            for month, text in said.items()
            if (found := pattern(self.t, key, "work", count=len(work[month].steps)).fullmatch(text))
        }


def _begins(text: str, names: Mapping[str, str]) -> str:
    return next((name for name in names if text.startswith(name)), "")


def _before_bar(text: str) -> str:
    """What stands before the bar of a row, which may go on below."""
    first, *more = (re.sub(r" *[#=.|]+$", "", line) for line in text.split("\n"))
    label = columns(first)[-1]
    return f"{label} {columns(more[0])[-1]}" if label.count("(") > label.count(")") else label


def columns(text: str) -> list[str]:
    """The cells of the first line of a row."""
    return re.split(r" {2,}", text.partition("\n")[0].strip())


class Report:
    """The HTML report."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        self.page = read(report_of(card.session, card.t.language))

    def headline(self) -> Found:
        return {"all": self.page.with_id("score").text.removeprefix(self.t("score.today")).strip()}

    def _counts(self) -> Mapping[str, str]:
        names = "asked", "answered", "coverage", "confidence"
        found = pattern(self.t, "report.score.counts", *names).search(self.page.section("score").text)
        return found.groupdict() if found else {}

    def counts(self) -> Found:
        return {name: found for name, found in self._counts().items() if name in ("asked", "answered")} or {
            name: figure.shown for name, figure in self.card.counts().items() if not self.card.view.answered
        }

    def shares(self) -> Found:
        return {name: found for name, found in self._counts().items() if name in ("coverage", "confidence")} or {
            name: figure.shown for name, figure in self.card.shares().items() if not self.card.view.answered
        }

    def bars(self) -> Found:
        text = self.page.section("scores").text
        found = pattern(self.t, "report.scores.intro", "target", "floor").search(text)
        return found.groupdict() if found else {}

    def layers(self) -> Found:
        rows = self.page.table(self.t("report.scores.layers"))
        return {
            line.id: shown
            for line, (name, shown) in zip(self.card.view.layers, rows, strict=True)
            if name.startswith(line.name)
        }

    def _chapters(self) -> dict[str, list[str]]:
        rows = self.page.table(self.t("report.scores.sections"))
        ids = {line.title: line.id for line in self.card.view.chapters}
        return {ids[row[1]]: row[2:] for row in rows}

    def chapters(self) -> Found:
        return {chapter: row[0] for chapter, row in self._chapters().items()}

    def in_chapters(self) -> Found:
        return {chapter: tuple(row[1:]) for chapter, row in self._chapters().items()}

    def checklists(self) -> Found:
        table = next(e for e in self.page.section("method").all("table") if self._is_of_checklists(e))
        rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tbody")[0].all("tr")]
        titles = {c.checklist.title.to(self.t.language): c.id for c in self.card.session.library.checklists}
        return {titles[row[0]]: row[-1] for row in rows}

    def _is_of_checklists(self, table: Element) -> bool:
        return bool(table.all("caption")) and table.all("caption")[0].text == self.t("report.method.checklists-caption")

    def gaps(self) -> Found:
        ids = {line.name: line.id for line in self.card.view.gap_counts}
        return {ids[name]: count for name, count in self.page.table(self.t("report.scores.kinds"))}

    def _stages(self) -> Iterator[tuple[str, str]]:
        """What is said of each stage, up to the next one."""
        stages = self.card.dossier.examination.stages if self.card.is_pmark else ()
        text = self.page.section("expected").text if stages else ""
        names = [stage.name for stage in stages]
        for stage in stages:
            after = text.partition(f" {stage.name} ")[2]
            ends = [at for name in names if (at := after.find(f" {name} ")) >= 0]
            yield stage.id, after[: min(ends, default=len(after))]

    def findings(self) -> Found:
        """What stands before the conditions."""
        known = self.card.findings()
        words = [self.t("report.expected.gates-met"), self.t("report.expected.gates", failed="", open="")[:4]]
        cut = re.compile("|".join(map(re.escape, words)))
        return {stage: cut.split(text)[0].strip() for stage, text in self._stages() if stage in known}

    def gates(self) -> Found:
        return {stage: self._gates(text) for stage, text in self._stages()}

    def _gates(self, text: str) -> tuple[str, str]:
        numbers = pattern(self.t, "report.expected.gates", "failed", "open").pattern.replace(".*?", r"\d+")
        if found := re.search(numbers, text):
            return found["failed"], found["open"]
        assert self.t("report.expected.gates-met") in text
        return "0", "0"

    def knockouts(self) -> Found:
        rows = self.page.table(self.t("report.knockouts.caption"))
        lines = self.card.view.knockouts
        ids = {row[0]: next(line.line.id for line in lines if row[0].startswith(line.line.question)) for row in rows}
        return {ids[row[0]]: row[1] for row in rows}

    def first(self) -> Found:
        steps = self.card.view.first_steps
        rows = self.page.table(self.t("report.first.caption")) if steps else []
        return {
            f"{row[0]} {step.line.id}": (row[2], row[3].replace(NOTHING, ""))
            for step, row in zip(steps, rows, strict=True)
        }

    def losses(self) -> Found:
        loss = re.compile(pattern(self.t, "report.loss", "loss").pattern.replace(".*?", r"−[\d.]+"))
        controls = {anchor(self.card.session, control): control for control in self.card.session.library.controls}
        named = [row for row in self.page.section("gaps").all("tr") if "id" in row.attributes]
        rows = {controls[row.attributes["id"]]: row.text for row in named}
        said = {control: loss.search(text) for control, text in rows.items()}
        counted = self.card.losses()
        return {c: found["loss"] if found else "" for c, found in said.items() if found or c in counted}

    def months(self) -> Found:
        lines = self.card.dossier.examination.plan.months if self.card.is_pmark else ()
        rows = [row.text for row in self.page.section("roadmap").all("tr")] if lines else []
        found: dict[str, object] = {}
        for line in lines:
            row = next((row for row in rows if row.startswith(line.name)), "")
            found[line.first.isoformat()[:7]] = row.rpartition(" ・ " if self.t.language == "ja" else " · ")[2]
        return found


class Markdown:
    """The Markdown, as it is read once it is HTML."""

    is_exact = False

    def __init__(self, card: Scorecard) -> None:
        self.card, self.t = card, card.t
        html = MarkdownIt("commonmark").enable("table").render(render("markdown", card.dossier).decode())
        page = read(f"<!DOCTYPE html>{html}")
        self.items = [item.text for item in page.all("li")]
        self.rows = [[cell.text for cell in row.all("th", "td")] for row in page.all("tr")]

    def _said(self, label: str) -> str:
        (found,) = (item for item in self.items if item.startswith(f"{label}: "))
        return found.removeprefix(f"{label}: ")

    def headline(self) -> Found:
        return {"all": self._said(self.t("score.today"))}

    def shares(self) -> Found:
        return {
            "coverage": self._said(self.t("report.method.coverage")),
            "confidence": self._said(self.t("score.confidence")),
        }

    def bars(self) -> Found:
        return {name: self._said(self.t(f"export.{name}")) for name in ("target", "floor")}

    def counts(self) -> Found:
        answered, _, asked = self._said(self.t("export.answered")).partition(" / ")
        return {"answered": answered, "asked": asked}

    def layers(self) -> Found:
        ids = {line.name: line.id for line in self.card.view.layers}
        return {ids[row[0]]: row[1] for row in self.rows if len(row) == 2 and row[0] in ids}

    def gaps(self) -> Found:
        ids = {line.name: line.id for line in self.card.view.gap_counts}
        return {ids[row[0]]: row[1] for row in self.rows if len(row) == 2 and row[0] in ids}

    def _chapters(self) -> dict[str, list[str]]:
        ids = {(line.number, line.title): line.id for line in self.card.view.chapters}
        return {ids[row[0], row[1]]: row[2:] for row in self.rows if len(row) == 5 and (row[0], row[1]) in ids}

    def chapters(self) -> Found:
        return {chapter: row[0] for chapter, row in self._chapters().items()}

    def in_chapters(self) -> Found:
        return {chapter: tuple(row[1:]) for chapter, row in self._chapters().items()}

    def _stages(self) -> dict[str, list[str]]:
        ids = {stage.name: stage.id for stage in self.card.dossier.examination.stages if self.card.is_pmark}
        return {ids[row[0]]: row[1:] for row in self.rows if len(row) == 4 and row[0] in ids}

    def findings(self) -> Found:
        return {stage: row[0] for stage, row in self._stages().items() if row[0]}

    def gates(self) -> Found:
        return {stage: (row[1], row[2]) for stage, row in self._stages().items()}

    def first(self) -> Found:
        rows = [row for row in self.rows if len(row) == 6 and row[0].isdigit()]
        return {
            f"{row[0]} {step.line.id}": (row[2], row[3])
            for step, row in zip(self.card.view.first_steps, rows, strict=True)
        }

    def losses(self) -> Found:
        loss = re.compile(pattern(self.t, "report.loss", "loss").pattern.replace(".*?", r"−[\d.]+"))
        known = self.card.losses()
        found = [(item.partition(" ")[0], loss.search(item)) for item in self.items]
        return {control: said["loss"] for control, said in found if control in known and said}

    def months(self) -> Found:
        lines = self.card.dossier.examination.plan.months if self.card.is_pmark else ()
        said = {line: next((i for i in self.items if i.startswith(line.name)), "") for line in lines}
        return {
            line.first.isoformat()[:7]: found["more"]
            for line, item in said.items()
            if (found := re.search(pattern(self.t, "export.with-more", "more", text=line.phase_title).pattern, item))
        }
