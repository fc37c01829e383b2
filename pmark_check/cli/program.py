"""The program: its commands, its language, and the one place where errors become words and exit codes.

stdout is data, UTF-8 whatever the locale; everything said to a person about a command goes to stderr.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from pmark_check.domain.language import Language
from pmark_check.errors import ExitCode, PmarkError, Problems, Unwritable
from pmark_check.i18n.translation import LOCALE, Translator, explain, located, preferred_language
from pmark_check.version import VERSION

if TYPE_CHECKING:
    from pmark_check.domain.background import Background
    from pmark_check.storage.settings import Settings
    from pmark_check.storage.workspace import Workspace
    from pmark_check.surroundings import Surroundings

Command = TypeVar("Command", bound=Callable[..., Any])

COMMANDS = {
    "answer": "answering",
    "ask": "asking",
    "checklist": "checklists",
    "compare": "comparing",
    "demo": "clients",
    "doctor": "doctor",
    "erase": "history",
    "explain": "results",
    "export": "exporting",
    "history": "history",
    "import": "answering",
    "list": "clients",
    "new": "clients",
    "open": "clients",
    "print": "printing",
    "progress": "progress",
    "report": "results",
    "score": "results",
    "tag": "comparing",
    "undo": "history",
    "unseen": "results",
    "verify": "history",
    "workshop": "workshop",
}
"""Command -> module under ``pmark_check.cli`` that defines it, imported when it is needed."""


def translator(language: str | None = None) -> Translator:
    """Return the interface text in the language wished for: the option, then the environment, then Japanese."""
    environ = os.environ
    return _translator(
        preferred_language(
            language,
            environ.get("PMARK_CHECK_LANG"),
            environ.get("LC_ALL"),
            environ.get("LC_MESSAGES"),
            environ.get("LANG"),
        )
    )


@cache
def _translator(language: Language) -> Translator:
    return Translator(language)


class Desk:
    """What a command has at hand; each thing is made when first asked for."""

    def __init__(self) -> None:
        self._workspace: Path | None = None
        self.language: Language | None = None
        self.wants_ascii = False
        """Whether the screens shall do without the characters that lines and blocks are drawn with."""

    def take(self, workspace: Path | None, language: Language | None, *, wants_ascii: bool) -> None:
        """Follow the options that stand before the command."""
        self._workspace, self.language, self.wants_ascii = workspace, language, wants_ascii

    @cached_property
    def around(self) -> Surroundings:
        """The time, ids, and the workspace folder."""
        from pmark_check.surroundings import surroundings

        return surroundings(os.environ, self._workspace)

    @cached_property
    def settings(self) -> Settings:
        """What the user chose in the program."""
        from pmark_check.storage.settings import read_settings

        return read_settings(self.around.workspace)

    @cached_property
    def workspace(self) -> Workspace:
        """The folder of clients."""
        from pmark_check.storage.workspace import Workspace

        return Workspace(self.around, operator=self.settings.my_name)

    def background(self) -> Background:
        """Read the accidents, the references and the glossary."""
        from pmark_check.storage.backdrop import read_background

        return read_background()

    @cached_property
    def translate(self) -> Translator:
        """Interface text in the user's language: the option, the environment's, the settings', the machine's."""
        wished = self.language or os.environ.get("PMARK_CHECK_LANG")
        return translator(wished or self.settings.language)


class TranslatedOption(click.Option):
    """An option whose help is a catalogue key."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's name and its help in the user's language."""
        record = super().get_help_record(ctx)
        return (record[0], record[1].replace(self.help, spoken(ctx)(self.help))) if record and self.help else record


class TranslatedCommand(click.Command):
    """A command whose help is a catalogue key."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the user's language."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(spoken(ctx)(self.help or ""))

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """Return the first sentence of the help."""
        return spoken(click.get_current_context())(self.help or "").split("。")[0].split(". ")[0]


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of such commands."""

    command_class = TranslatedCommand


class LazyGroup(TranslatedGroup):
    """The top of the program: a command's module is imported when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return every command's name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pmark_check.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_")
        return command if isinstance(command, click.Command) else None


def spoken(ctx: click.Context) -> Translator:
    """Return the language that the program was asked to speak, which may come before it is parsed."""
    asked = ctx.find_root().params.get("lang")
    return translator(asked if isinstance(asked, str) else None)


def option(*names: str, key: str, **settings: Any) -> Callable[[Command], Command]:
    """Return an option decorator whose help is the catalogue entry ``cli.option.<key>``."""
    return click.option(*names, cls=TranslatedOption, help=f"cli.option.{key}", **settings)


def as_json() -> Callable[[Command], Command]:
    """Return the ``--json`` option."""
    return option("--json", "wants_json", is_flag=True, key="json")


def version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's callback
    """Say the version and stop."""
    if wanted and not ctx.resilient_parsing:
        say(f"pmark-check {VERSION}")
        ctx.exit()


@click.group(cls=LazyGroup, invoke_without_command=True, help="cli.help")
@option("--workspace", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), key="workspace")
@option("--lang", type=click.Choice(["ja", "en"]), is_eager=True, key="lang")
@option("--ascii", "wants_ascii", is_flag=True, key="ascii")
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=version, key="version")
@click.pass_context
def program(ctx: click.Context, workspace: Path | None, lang: Language | None, *, wants_ascii: bool) -> None:
    """Open the program where no command is given."""
    ctx.obj.take(workspace, lang, wants_ascii=wants_ascii)
    if ctx.invoked_subcommand is None:
        from pmark_check.cli.clients import open_program

        ctx.exit(open_program(ctx.obj, None))


def say(text: str) -> None:
    """Write a line of data to stdout."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still wants to write
        raise Unwritable("file.unwritable", path="stdout", reason=error.strerror) from None


def say_json(data: object) -> None:
    """Write data as JSON to stdout."""
    import json

    say(json.dumps(data, ensure_ascii=False, indent=2))


def tell(text: str) -> None:
    """Say something about the command to the person at the terminal; what could steer it is shown instead.

    Where the terminal is gone nobody is told.
    """
    from pmark_check.view.words import literal

    with suppress(OSError):
        click.echo(literal(text), err=True)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and exit with an ``ExitCode``."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # nobody else's code sees a client's answers; 20 ms
    gc.disable()  # a command is over before it pays; the screens turn it on again once they are painted
    if arguments is None:
        _be_in_utf8()
        _end_in_order()
        arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    _teach_click(arguments)
    sys.exit(_run(arguments))


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 - one for each way to end
    desk = Desk()
    try:
        return int(program.main(arguments, prog_name="pmark-check", standalone_mode=False, obj=desk) or 0)
    except PmarkError as error:
        _show(error, _language_of(desk, arguments))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except SystemExit:  # how click ends when the reader of stdout has enough
        return ExitCode.OK
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last door: what went wrong, without a client's answers
        translate = translator(_asked_language(arguments))
        click.echo(translate("cli.crash", error=type(error).__name__, place=_places(error)), err=True)
        return ExitCode.CRASH


def _language_of(desk: Desk, arguments: list[str]) -> Translator:
    """Return the user's language; that of the environment where the settings are what cannot be read."""
    try:
        return desk.translate
    except PmarkError:
        return translator(_asked_language(arguments))


def _asked_language(arguments: list[str]) -> str | None:
    """Return the ``--lang`` of the program; a ``--lang`` after the command is the command's own."""
    remaining = iter(arguments)
    for argument in remaining:
        name, is_joined, value = argument.partition("=")
        if not name.startswith("-"):
            break
        if name in {"--lang", "--workspace"} and not is_joined:
            value = next(remaining, "")
        if name == "--lang":
            return value
    return None


def _show(error: PmarkError, translate: Translator) -> None:
    if isinstance(error, Problems):
        for problem in error.problems:
            tell(located(problem, translate))
    tell(str(explain(error, translate)))


def _places(error: BaseException) -> str:
    """Return where an unexpected error came from: files and lines, never values."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def _speak_utf8(stream: IO[str] | None) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _be_in_utf8() -> None:
    """Start again in UTF-8 mode where Python takes file names for something else, such as ASCII under ``LC_ALL=C``."""
    if sys.getfilesystemencoding() != "utf-8":
        arguments = [argument.encode("utf-8", "surrogateescape") for argument in sys.argv[1:]]
        start = [sys.executable, "-X", "utf8", "-m", "pmark_check"]
        os.execv(sys.executable, [*map(os.fsencode, start), *arguments])  # noqa: S606 - this very program


def _end_in_order() -> None:
    """Let a lost terminal, and being asked to stop, end the program as Ctrl+C does; ``nohup`` is heeded."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _teach_click(arguments: list[str]) -> None:
    """Let click's own words come from our catalogue; it asks gettext's default domain."""
    import gettext

    gettext.bindtextdomain("messages", str(LOCALE))
    os.environ["LANGUAGE"] = translator(_asked_language(arguments)).language
