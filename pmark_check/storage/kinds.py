"""The kinds of data file: the model of each, the rules of each, and how one is told from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, cast

from pmark_check.domain.checklist import Checklist, Facts, Policy
from pmark_check.errors import Problems
from pmark_check.storage import background, characters, rules, shape
from pmark_check.storage.findings import Finding
from pmark_check.storage.shape import AnyData
from pmark_check.storage.tables import Table
from pmark_check.storage.toml import UNUSABLE, TomlFile

if TYPE_CHECKING:
    from pmark_check.domain.agenda import Agenda
    from pmark_check.domain.citations import Documents, Glossary, References
    from pmark_check.domain.incidents import Incidents
    from pmark_check.domain.procedure import Procedure

FORMAT = 1
"""The newest format this program knows."""


@dataclass(frozen=True)
class Kind(Generic[AnyData]):
    """One kind of file.

    Attributes:
        model: gives what it is read into.
        keys: top-level keys that only this kind has.
        rules: yields what goes beyond the shape.
    """

    model: Callable[[], type[AnyData]]
    keys: frozenset[str]
    rules: Callable[[Table], Iterator[Finding]]

    def read(self, file: TomlFile) -> AnyData:
        """Return what ``file`` says.

        Raises:
            Problems: everything that is wrong with it, as far as the one file shows.
        """
        read, found = self.held_against(file)
        if read is None or found:
            raise Problems(UNUSABLE, file.problems(found), source=file.name)
        return read

    def held_against(self, file: TomlFile) -> tuple[AnyData | None, tuple[Finding, ...]]:
        """Return what ``file`` says, None where it does not fit, and everything that is wrong with it."""
        written = file.data.get("format")
        if type(written) is int and written > FORMAT:
            return None, (Finding(("format",), "newer-format", {"value": written, "known": FORMAT}),)
        try:
            read, misfits = shape.held_against(self.model(), file.data)
        except RecursionError:
            return None, (Finding((), "too-deep"),)
        escaped = characters.findings(file.data) if characters.ESCAPE.search(file.text) else ()
        return read, (*escaped, *misfits, *self.rules(file.data))


def _incidents() -> type[Incidents]:
    from pmark_check.domain.incidents import Incidents  # seven models that no screen needs before it asks for them

    return Incidents


def _references() -> type[References]:
    from pmark_check.domain.citations import References  # likewise

    return References


def _glossary() -> type[Glossary]:
    from pmark_check.domain.citations import Glossary  # likewise

    return Glossary


def _documents() -> type[Documents]:
    from pmark_check.domain.citations import Documents  # likewise

    return Documents


def _procedure() -> type[Procedure]:
    from pmark_check.domain.procedure import Procedure  # likewise

    return Procedure


def _agenda() -> type[Agenda]:
    from pmark_check.domain.agenda import Agenda  # likewise

    return Agenda


CHECKLIST = Kind(lambda: Checklist, frozenset({"checklist", "section", "control"}), rules.findings)
REFERENCES = Kind(_references, frozenset({"scheme", "reference"}), background.references)
DOCUMENTS = Kind(_documents, frozenset({"document"}), background.documents)
PROCEDURE = Kind(_procedure, frozenset({"fee", "form", "deadline", "notice"}), background.procedure)
INCIDENTS = Kind(_incidents, frozenset({"incident", "failure", "case", "source"}), background.incidents)
GLOSSARY = Kind(_glossary, frozenset({"term"}), background.glossary)
POLICY = Kind(
    lambda: Policy, frozenset({"target", "floor", "half_days", "first_steps", "month", "wording"}), background.policy
)
FACTS = Kind(lambda: Facts, frozenset({"fact"}), background.facts)
AGENDA = Kind(_agenda, frozenset({"agenda", "item"}), background.agenda)

AnyKind: TypeAlias = (
    "Kind[Checklist] | Kind[References] | Kind[Procedure] | Kind[Incidents] | Kind[Glossary] | Kind[Documents] | "
    "Kind[Policy] | Kind[Facts] | Kind[Agenda]"
)
KINDS: tuple[AnyKind, ...] = (CHECKLIST, REFERENCES, PROCEDURE, INCIDENTS, GLOSSARY, DOCUMENTS, POLICY, FACTS, AGENDA)
"""In the order in which a file is compared with them: a checklist may have facts too."""


def kind_of(model: type[AnyData]) -> Kind[AnyData]:
    """Return the kind of file that is read into ``model``."""
    return cast("Kind[AnyData]", next(kind for kind in KINDS if kind.model() is model))


def recognised(data: Table) -> AnyKind | None:
    """Return the kind of file that ``data`` is by its top-level keys, None when it is none of ours."""
    return next((kind for kind in KINDS if kind.keys & data.keys()), None)
