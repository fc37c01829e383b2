"""Data files that stand beside each other: what one says about another must be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pmark_check.domain.checklist import LAYERS, FactKind
from pmark_check.storage.background import unlisted
from pmark_check.storage.circles import circles
from pmark_check.storage.findings import Finding, unknown
from pmark_check.storage.kinds import CHECKLIST, DOCUMENTS, FACTS, INCIDENTS, REFERENCES, AnyKind, recognised
from pmark_check.storage.positions import Path
from pmark_check.storage.rules import in_circle, order
from pmark_check.storage.tables import Table, ids, table, tables, text, texts
from pmark_check.storage.toml import TomlFile


@dataclass(frozen=True)
class Shelf:
    """All files that may refer to each other: the shipped ones that none of those given replaces, then those given."""

    files: tuple[TomlFile, ...]

    def findings(self, file: TomlFile) -> Iterator[Finding]:
        """Yield what ``file``, a checklist on this shelf, says wrongly about others."""
        yield from self._checklist_twice(file)
        for path, control in tables(file.data, "control"):
            yield from self._elsewhere(file, path, control)
            yield from self._references(path, control)
            yield from self._conditions(file, path, control)
        yield from self._facts(file)
        yield from self._includes(file)
        yield from self._consistency(file)
        yield from self._circles(file)

    def agenda_findings(self, file: TomlFile) -> Iterator[Finding]:
        """Yield the sections that ``file``, an agenda, asks and no checklist on this shelf has."""
        for path, item in tables(file.data, "item"):
            for index, section in texts(item, "sections"):
                if section not in self._sections:
                    yield unknown((*path, "sections", index), "unknown-agenda-section", section, self._sections)

    @cached_property
    def _sections(self) -> list[str]:
        """How sections can be called: by their ids, by the numbers of their clauses, by the checklist as a whole."""
        found = [section for file in self._of(CHECKLIST) for _, section in tables(file.data, "section")]
        numbers = [text(section, "ref").partition(":")[2] for section in found if text(section, "ref")]
        return [*(text(section, "id") for section in found), *numbers, *self._checklists]

    def _of(self, kind: AnyKind) -> Iterator[TomlFile]:
        return (file for file in self.files if recognised(file.data) is kind)

    def _ids(self, kind: AnyKind, name: str, key: str = "id") -> list[str]:
        return [found for file in self._of(kind) for found in ids(file.data, name, key)]

    @cached_property
    def _checklists(self) -> dict[str, TomlFile]:
        """The checklists by id; the first one to bear an id has it."""
        return {checklist_id(file): file for file in reversed(list(self._of(CHECKLIST)))}

    @cached_property
    def _owner(self) -> dict[str, TomlFile]:
        """The file of each control; the first one to ask it has it."""
        found = reversed(list(self._of(CHECKLIST)))
        return {control: file for file in found for control in ids(file.data, "control")}

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """What each list of a control may name."""
        return {
            "refs": self._ids(REFERENCES, "reference"),
            "lessons": self._ids(INCIDENTS, "failure"),
            "after": list(self._owner),
        }

    @cached_property
    def _labels(self) -> list[str]:
        return self._ids(INCIDENTS, "source", "label")

    @cached_property
    def _documents(self) -> list[str]:
        return self._ids(DOCUMENTS, "document")

    @cached_property
    def _shared_facts(self) -> dict[str, Table]:
        return {text(fact, "id"): fact for file in self._of(FACTS) for _, fact in tables(file.data, "fact")}

    def _checklist_twice(self, file: TomlFile) -> Iterator[Finding]:
        first = self._checklists[checklist_id(file)]
        if first is not file and checklist_id(file):
            values = {"name": checklist_id(file), "other": first.name}
            yield Finding(("checklist", "id"), "duplicate-checklist", values)

    def _elsewhere(self, file: TomlFile, path: Path, control: Table) -> Iterator[Finding]:
        first = self._owner.get(text(control, "id"), file)
        if checklist_id(first) != checklist_id(file):
            values = {"name": text(control, "id"), "other": checklist_id(first)}
            yield Finding((*path, "id"), "control-elsewhere", values)

    def _references(self, path: Path, control: Table) -> Iterator[Finding]:
        for name, key in (("refs", "unknown-reference"), ("lessons", "unknown-lesson"), ("after", "unknown-after")):
            for index, cited in texts(control, name):
                if cited not in self._known[name]:
                    yield unknown((*path, name, index), key, cited, self._known[name])
        for index, document in texts(control, "documents"):
            if document not in self._documents:
                yield Finding((*path, "documents", index), "unknown-document", {"name": document})
        yield from unlisted(path, control, "sources", self._labels)

    def _conditions(self, file: TomlFile, path: Path, control: Table) -> Iterator[Finding]:
        facts = self._facts_for(file)
        for name in ("when", "unless"):
            for index, fact in texts(control, name):
                if fact not in facts:
                    yield unknown((*path, name, index), "unknown-fact", fact, facts)
                elif text(facts[fact], "kind") != FactKind.YES_NO:
                    yield Finding((*path, name, index), "not-a-yes-no-fact", {"name": fact})

    def _layers(self, control: str) -> list[str]:
        """Return the layers on which a control is asked; all of them where it names none."""
        for _, written in tables(self._owner[control].data, "control"):
            if text(written, "id") == control and written.get("layers"):
                return [layer for _, layer in texts(written, "layers")]
        return list(LAYERS)

    def _facts_for(self, file: TomlFile) -> dict[str, Table]:
        return self._shared_facts | {text(fact, "id"): fact for _, fact in tables(file.data, "fact")}

    def _facts(self, file: TomlFile) -> Iterator[Finding]:
        """Yield the facts of ``file`` that mean something else in another file: a fact is asked once."""
        for path, fact in tables(file.data, "fact"):
            for other in self.files:
                if other is not file and any(
                    text(rival, "id") == text(fact, "id") and rival != fact for _, rival in tables(other.data, "fact")
                ):
                    values = {"name": text(fact, "id"), "other": other.name}
                    yield Finding((*path, "id"), "fact-elsewhere", values)
                    break

    def _includes(self, file: TomlFile) -> Iterator[Finding]:
        others = {name: other for name, other in self._checklists.items() if other is not file}
        known = [f"{name}.{control}" for name, other in others.items() for control in ids(other.data, "control")]
        places = [(("checklist",), table(file.data, "checklist")), *tables(file.data, "section")]
        seen: set[str] = set()
        for path, holder in places:
            for index, wanted in texts(holder, "include"):
                if wanted not in known:
                    yield unknown((*path, "include", index), "unknown-include", wanted, known)
                elif wanted in seen:
                    yield Finding((*path, "include", index), "repeated", {"name": wanted})
                seen.add(wanted)
        for path, section in tables(file.data, "section"):
            if (ref := text(section, "ref")) and ref not in self._known["refs"]:
                yield unknown((*path, "ref"), "unknown-reference", ref, self._known["refs"])

    def _consistency(self, file: TomlFile) -> Iterator[Finding]:
        facts = self._facts_for(file)
        for path, rule in tables(file.data, "consistency"):
            for inner, premise in tables(rule, "if"):
                at = (*path, *inner)
                if (control := text(premise, "control")) and control not in self._owner:
                    yield unknown((*at, "control"), "unknown-control", control, self._owner)
                elif control and (layer := text(premise, "layer")) and layer not in (layers := self._layers(control)):
                    yield Finding((*at, "layer"), "layer-not-asked", {"layer": layer, "layers": layers})
                if (fact := text(premise, "fact")) and fact not in facts:
                    yield unknown((*at, "fact"), "unknown-fact", fact, facts)

    def _circles(self, file: TomlFile) -> Iterator[Finding]:
        """Yield the circles of ``after`` that lead through ``file`` and another one."""
        own = {text(control, "id"): (path, control) for path, control in tables(file.data, "control")}
        graph = {name: earlier for other in self._of(CHECKLIST) for name, earlier in order(other.data).items()}
        for circle in circles(graph):
            within = [name for name in circle if name in own]
            if within and len(within) < len(circle):
                yield in_circle(*own[within[0]], circle)


def checklist_id(file: TomlFile) -> str:
    """Return the id of the checklist in ``file``, an empty one where it has none."""
    return text(table(file.data, "checklist"), "id")
