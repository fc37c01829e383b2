"""One control as its reader sees it: the question, what stands beside it, and the standing answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pmark_check.domain.assessment import Action, ControlState
from pmark_check.domain.checklist import Control, Layer, Provenance, Section
from pmark_check.domain.events import ActionKind, TextRef
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.view.numbers import work_text
from pmark_check.view.words import day, literal, word

if TYPE_CHECKING:
    from pmark_check.domain.background import Background


class ControlLine(NamedTuple):
    """A control named in a list."""

    id: str
    section: str
    question: str
    is_knockout: bool


class LayerLine(NamedTuple):
    """One layer of a control: its name and its standing answer, in ids and in words.

    ``mark`` is "" where nothing was said yet; ``is_conflict`` says that two people contradict each other.
    """

    layer: str
    name: str
    mark: str
    answer: str
    how: str
    said_by: str
    at: str
    is_conflict: bool


class EvidenceLine(NamedTuple):
    """Where proof was seen."""

    id: str
    where: str
    as_of: str
    next_check: str


class ActionLine(NamedTuple):
    """Homework, with the control it belongs to."""

    id: str
    control: ControlLine
    aim: str
    text: str
    owner: str
    due: str
    status: str
    is_open: bool


class ReferenceLine(NamedTuple):
    """A cited number.

    Attributes:
        mark: a word for how well the number is known, "" where two sources agree.
        sign: what stands for that word beside the number; ``footnote`` explains it.
    """

    id: str
    scheme: str
    number: str
    title: str
    provenance: str
    mark: str
    sign: str


class DocumentLine(NamedTuple):
    """A document that a control names: R05, D17. ``sign`` and ``provenance`` are those of a ``ReferenceLine``."""

    id: str
    title: str
    provenance: str
    sign: str


class LessonLine(NamedTuple):
    """A failure of an accident that a control answers."""

    failure: str
    title: str
    incident: str


class Card(NamedTuple):
    """Everything a question card shows, in one language."""

    line: ControlLine
    question: str
    plain: str
    partial: str
    why: str
    evidence_wanted: tuple[str, ...]
    finding: str
    first_step: str
    effort: str
    weight: int
    weight_reason: str
    is_perhaps: bool
    layers: tuple[LayerLine, ...]
    not_applicable: str
    not_applicable_by: str
    note: str
    private_note: str
    evidence: tuple[EvidenceLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_excused(self) -> bool:
        """Whether the control was declared not applicable."""
        return bool(self.not_applicable)


class Cards:
    """Makes cards and lines of one client in one language."""

    def __init__(self, session: Session, translate: Translator) -> None:
        self._session = session
        self._translate = translate
        self._language = translate.language
        self._named: dict[str, ControlLine] = {}

    def line(self, control: Control) -> ControlLine:
        """Return ``control`` as it is named in a list; a report names each some seven times."""
        if control.id not in self._named:
            section = self._session.library.section(control.id)
            question = literal(control.question.to(self._language))
            title = literal(section.title.to(self._language))
            self._named[control.id] = ControlLine(control.id, title, question, control.knockout)
        return self._named[control.id]

    def card(self, control: Control) -> Card:
        """Return ``control`` with all that is known about it."""
        state, language = self._session.state(control.id), self._language
        excuse = state.not_applicable if state.is_excused else None
        return Card(
            line=self.line(control),
            question=literal(control.question.to(language)),
            plain=literal(control.plain.to(language)),
            partial=literal(control.partial.to(language)) if control.partial else "",
            why=literal(control.why.to(language)),
            evidence_wanted=tuple(literal(wanted.to(language)) for wanted in control.evidence),
            finding=literal(control.finding.to(language)),
            first_step=literal(control.first_step.to(language)),
            effort=work_text(self._session.library.policy.half_days.of(control.effort), self._translate),
            weight=control.weight,
            weight_reason=literal(control.weight_reason.to(language)) if control.weight_reason else "",
            is_perhaps=self._session.applies(control) == "perhaps",
            layers=self._layers(control, state),
            not_applicable=self.text(excuse.reason) if excuse else "",
            not_applicable_by=self.person(excuse.said_by or excuse.recorded_by) if excuse else "",
            note=self.text(state.note),
            private_note=self.text(state.private_note),
            evidence=tuple(
                EvidenceLine(found.id, self.text(found.where), day(found.as_of), day(found.next_check))
                for found in state.evidence.values()
            ),
            actions=tuple(self.action(action) for action in state.actions.values()),
        )

    def planned(self, state: ControlState) -> tuple[ActionLine, ...]:
        """Return open homework, the soonest first."""
        return soonest_first(map(self.action, state.open_actions))

    def action(self, action: Action) -> ActionLine:
        """Return homework as it is listed."""
        return ActionLine(
            id=action.id,
            control=self.line(self._session.library.control(action.control)),
            aim=word("aim", action.aim, self._translate),
            text=self.text(action.text),
            owner=self.person(action.owner),
            due=day(action.due),
            status=word("outcome", action.outcome or "open", self._translate),
            is_open=action.outcome is None,
        )

    def usual(self, action: Action) -> str:
        """Return what homework of that kind usually is, for one of which nothing more was written."""
        if action.aim is ActionKind.FIX:
            return literal(self._session.library.control(action.control).first_step.to(self._language))
        return self._translate(f"paper.{action.aim}")

    def text(self, ref: TextRef | None) -> str:
        """Return a free text as it is shown; a mark where it was erased."""
        if ref is None:
            return ""
        return literal(self._session.text(ref)) or self._translate("text.erased")

    def person(self, person: str | None) -> str:
        """Return a person's name as it is shown."""
        return literal(self._session.person_name(person))

    def _layers(self, control: Control, state: ControlState) -> tuple[LayerLine, ...]:
        return tuple(self._layer(layer, state) for layer in control.layers)

    def _layer(self, layer: Layer, state: ControlState) -> LayerLine:
        answer = state.answers.get(layer)
        conflict = layer in state.conflicts
        shown = None if conflict or answer is None else answer
        key = "conflict" if conflict else (shown.mark if shown else "nothing")
        return LayerLine(
            layer=layer.value,
            name=word("layer", layer, self._translate),
            mark=shown.mark.value if shown else "",
            answer=word("mark", key, self._translate),
            how=word("how", shown.how, self._translate) if shown else "",
            said_by=self.person(shown.said_by) if shown else "",
            at=shown.at if shown else "",
            is_conflict=conflict,
        )


def oldest_first(evidence: Iterable[EvidenceLine]) -> tuple[EvidenceLine, ...]:
    """Return where proof was seen, the oldest first; never in the order of the history."""
    return tuple(sorted(evidence, key=lambda found: (found.as_of, found.where, found.next_check)))


def soonest_first(lines: Iterable[ActionLine]) -> tuple[ActionLine, ...]:
    """Return homework, the open before the closed, of these the soonest; never in the order of the history."""
    return tuple(sorted(lines, key=urgency))


def urgency(line: ActionLine) -> tuple[object, ...]:
    """Return what homework is sorted by: those that nothing tells apart say the same."""
    return not line.is_open, not line.due, line.due, line.text, line.owner, line.aim, line.status


def references(control: Control, background: Background, translate: Translator) -> tuple[ReferenceLine, ...]:
    """Return what ``control`` cites, each with how well its number is known."""
    return tuple(reference_line(ref, background, translate) for ref in control.refs)


def reference_line(ref: str, background: Background, translate: Translator) -> ReferenceLine:
    """Return one cited number."""
    scheme_id, _, number = ref.partition(":")
    scheme = background.scheme_by_id.get(scheme_id)
    known = background.reference_by_id.get(ref)
    provenance = known.provenance.value if known else "unverified"
    return ReferenceLine(
        id=ref,
        scheme=literal(scheme.title.to(translate.language)) if scheme else scheme_id,
        number=literal(number),
        title=literal(known.title.to(translate.language)) if known and known.title else "",
        provenance=provenance,
        mark="" if provenance == "two-sources" else translate(f"provenance.{provenance}"),
        sign=sign(provenance, translate),
    )


def sign(provenance: str, translate: Translator) -> str:
    """Return the sign that stands beside a number of that provenance; "" where two sources agree."""
    return "" if provenance == Provenance.TWO_SOURCES else translate(f"provenance.{provenance}.sign")


def footnote(provenances: Iterable[str], translate: Translator) -> str:
    """Return one line that explains the signs of ``provenances``, each once; "" where none has a sign."""
    words: dict[str, list[str]] = {}
    for provenance in Provenance:
        if provenance in set(provenances) and (found := sign(provenance, translate)):
            words.setdefault(found, []).append(translate(f"provenance.{provenance}"))
    return "  ".join(f"{found} {translate('provenance.or').join(said)}" for found, said in words.items())


def documents(control: Control, background: Background, translate: Translator) -> tuple[DocumentLine, ...]:
    """Return the documents that ``control`` names, as far as they are known."""
    known = {document.id: document for document in background.documents.document}
    return tuple(
        DocumentLine(
            found.id,
            literal(found.title.to(translate.language)),
            found.provenance.value,
            sign(found.provenance, translate),
        )
        for name in control.documents
        if (found := known.get(name))
    )


def clause(section: Section) -> str:
    """Return the number of the clause that ``section`` stands for; "" for none."""
    return literal(section.number)


def titled(section: Section, translate: Translator, sign: str = "") -> str:
    """Return a section's title after the number of its clause, the number with its sign."""
    title, number = literal(section.title.to(translate.language)), clause(section)
    return f"{number}{sign} {title}" if number else title


def lessons(control: Control, background: Background, translate: Translator) -> tuple[LessonLine, ...]:
    """Return the failures that ``control`` answers."""
    found = []
    for lesson in control.lessons:
        if failure := background.failure_by_id.get(lesson):
            incident = background.incident_by_id[failure.incident]
            found.append(
                LessonLine(
                    lesson,
                    literal(failure.title.to(translate.language)),
                    literal(incident.title.to(translate.language)),
                )
            )
    return tuple(found)
