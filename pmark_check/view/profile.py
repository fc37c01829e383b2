"""What whoever asks for a report may wish: for whom it is, which parts it has, how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from pmark_check.view.colours import Shades


class Audience(StrEnum):
    """For whom a report is."""

    PRESIDENT = "president"
    OFFICER = "officer"
    CONSULTANT = "consultant"


@dataclass(frozen=True)
class Brand:
    """Who made a report and how it looks, in the report's language. What is empty or None stays as it is.

    Attributes:
        logo: a picture as a data URI.
        accent: of headings and rules.
        ink: of the text.
        running: stands at the head of each printed page instead of the report's title.
        mark: stands on each printed page instead of 社外秘.
    """

    logo: str = ""
    accent: Shades | None = None
    ink: Shades | None = None
    firm: str = ""
    consultant: str = ""
    contact: str = ""
    running: str = ""
    mark: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether it says or shows who made the report."""
        return bool(self.logo or self.firm or self.consultant or self.contact)


PLAIN = Brand()
"""The look of a page that nobody signs."""


@dataclass(frozen=True)
class Profile:
    """How a report is made up.

    Attributes:
        sections: the parts behind page one, in order, None for all. Those that a client does not have are left out.
        is_private: whether private notes are in it. Every page of such a report is marked.
    """

    audience: Audience = Audience.OFFICER
    sections: tuple[str, ...] | None = None
    is_private: bool = False
    brand: Brand = PLAIN

    def made_by(self, firm: str) -> Profile:
        """Return the profile with ``firm`` as the author where it names none."""
        return self if self.brand.firm else replace(self, brand=replace(self.brand, firm=firm))


@dataclass(frozen=True)
class ReportWishes:
    """What can be chosen about one report. Without a wish it is the officer's: all parts, no private notes.

    Attributes:
        since: the tag or day (ISO) since which changes are told; "" for none.
    """

    profile: Profile = field(default_factory=Profile)
    since: str = ""


WITHOUT_A_WISH = ReportWishes()
