"""What stands behind the questions: the accidents, the citable references, the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pmark_check.domain.citations import Documents, Glossary, Reference, References, Scheme
from pmark_check.domain.incidents import Failure, Incident, Incidents


@dataclass(frozen=True)
class Background:
    """The data a control refers to, looked up by id."""

    incidents: Incidents
    references: References
    glossary: Glossary
    documents: Documents

    @cached_property
    def incident_by_id(self) -> dict[str, Incident]:
        """The accidents."""
        return {incident.id: incident for incident in self.incidents.incident}

    @cached_property
    def failure_by_id(self) -> dict[str, Failure]:
        """The failures of all accidents."""
        return {failure.id: failure for failure in self.incidents.failure}

    @cached_property
    def reference_by_id(self) -> dict[str, Reference]:
        """Everything that may be cited."""
        return {reference.id: reference for reference in self.references.reference}

    @cached_property
    def scheme_by_id(self) -> dict[str, Scheme]:
        """The standards and laws."""
        return {scheme.id: scheme for scheme in self.references.scheme}
