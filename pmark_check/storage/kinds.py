"""The kinds of data file: the model of each, the rules of each, and how one is told from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias

from pmark_check.domain.checklist import Checklist, Facts, Glossary, Policy, References
from pmark_check.errors import Problems
from pmark_check.storage import background, characters, rules, shape
from pmark_check.storage.findings import Finding
from pmark_check.storage.shape import AnyData
from pmark_check.storage.tables import Table
from pmark_check.storage.toml import UNUSABLE, TomlFile

if TYPE_CHECKING:
    from pmark_check.domain.incidents import Incidents

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


CHECKLIST = Kind(lambda: Checklist, frozenset({"checklist", "section", "control"}), rules.findings)
REFERENCES = Kind(lambda: References, frozenset({"scheme", "reference"}), background.references)
INCIDENTS = Kind(_incidents, frozenset({"incident", "failure", "case", "source"}), background.incidents)
GLOSSARY = Kind(lambda: Glossary, frozenset({"term"}), background.glossary)
POLICY = Kind(
    lambda: Policy, frozenset({"target", "floor", "half_days", "first_steps", "month", "wording"}), background.policy
)
FACTS = Kind(lambda: Facts, frozenset({"fact"}), background.facts)

AnyKind: TypeAlias = (
    "Kind[Checklist] | Kind[References] | Kind[Incidents] | Kind[Glossary] | Kind[Policy] | Kind[Facts]"
)
KINDS: tuple[AnyKind, ...] = (CHECKLIST, REFERENCES, INCIDENTS, GLOSSARY, POLICY, FACTS)
"""In the order in which a file is compared with them: a checklist may have facts too."""


def recognised(data: Table) -> AnyKind | None:
    """Return the kind of file that ``data`` is by its top-level keys, None when it is none of ours."""
    return next((kind for kind in KINDS if kind.keys & data.keys()), None)
