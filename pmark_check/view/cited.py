"""The numbers a control or a rule of the procedure rests on, as they stand beside it in a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pmark_check.domain.background import Background
from pmark_check.domain.checklist import Provenance
from pmark_check.view.words import literal

CITED = ("pmark-2023", "appi", "ppc-general")
"""The schemes whose numbers stand beside a gap. The others serve machines and stay in the data exports."""

DOUBTFUL = {Provenance.DERIVED, Provenance.UNVERIFIED}
"""Numbers that were not read anywhere, or that nobody could check."""


class Clause(NamedTuple):
    """A cited number; ``provenance`` says how well it is known."""

    number: str
    provenance: Provenance

    @property
    def is_doubtful(self) -> bool:
        """Whether a mark must warn of it."""
        return self.provenance in DOUBTFUL


class Clauses(NamedTuple):
    """The numbers of one scheme."""

    scheme: str
    numbers: tuple[Clause, ...]


def cited(refs: Iterable[str], background: Background) -> tuple[Clauses, ...]:
    """Return what of ``refs`` a reader can look up, by scheme in the order of ``CITED``."""
    found: dict[str, list[Clause]] = {}
    for ref in refs:
        scheme, _, number = ref.partition(":")
        if scheme in CITED:
            known = background.reference_by_id.get(ref)
            provenance = known.provenance if known else Provenance.UNVERIFIED
            found.setdefault(scheme, []).append(Clause(literal(number), provenance))
    return tuple(Clauses(scheme, tuple(found[scheme])) for scheme in CITED if scheme in found)
