"""What every screen needs at hand: the workspace, the settings, the language. Screens never name the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pmark_check.domain.language import Language
from pmark_check.domain.session import Session
from pmark_check.i18n.translation import Translator
from pmark_check.storage.settings import Settings, write_settings
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings

if TYPE_CHECKING:
    from pmark_check.domain.background import Background
    from pmark_check.view.profile import Audience


@dataclass
class Desk:
    """The things on the desk of whoever uses the program.

    Attributes:
        background: reads the accidents, references and glossary when a screen first asks for them.
        write_report: writes a client's report for an audience, else for the officer, and returns its path; None where
            no report can be written.
        write_minutes: writes the minutes of a client's last workshop and returns their path.
        write_progress: writes the progress report on a client's last month and returns its path.
        print_page: writes an HTML file as a PDF and returns its path; asks now and then whether nobody waits any more.
        asked_language: asked for on the command line; holds until another one is chosen in the settings.
    """

    around: Surroundings
    workspace: Workspace
    settings: Settings
    background: Callable[[], Background]
    write_report: Callable[[Session, Translator, Audience | None], Path] | None = None
    asked_language: Language | None = None
    print_page: Callable[[Path, Callable[[], bool]], Path] | None = None
    write_minutes: Callable[[Session, Translator], Path] | None = None
    write_progress: Callable[[Session, Translator], Path] | None = None
    translate: Translator = field(init=False)

    def __post_init__(self) -> None:
        """Speak the language asked for, else the one chosen in the settings, else the machine's."""
        self._speak()
        self.workspace.operator = self.settings.my_name

    @property
    def language(self) -> Language:
        """The language of the screens."""
        return self.translate.language

    def when(self, at: str) -> str:
        """Return the time of ``at``, or its day where that was not today."""
        return at[11:16] if at.startswith(self.around.clock().date().isoformat()) else at[:10]

    def keep(self, settings: Settings) -> None:
        """Make ``settings`` durable and obey them from now on.

        Raises:
            Unwritable: the disk refused; the old settings stand.
        """
        write_settings(self.around.workspace, settings)
        if settings.language != self.settings.language:
            self.asked_language = None
        self.settings = settings
        self.workspace.operator = settings.my_name
        self._speak()

    def _speak(self) -> None:
        self.translate = Translator(self.asked_language or self.settings.language or self.around.language)
