"""Every text the program asks for is in the catalogues, and no sentence stands in the program itself."""

import ast
import re
from collections.abc import Iterator

import pytest

from pmark_check.domain.checklist import Layer, Phase, Provenance
from pmark_check.domain.events import ActionKind, AnyBody, HowKnown, Mark, OfTheClock, Outcome, WorkshopBody
from pmark_check.domain.readiness import IncidentReadiness, Result
from pmark_check.domain.scoring import GapKind
from pmark_check.domain.workshop_events import KINDS
from tests.i18n.source import keys, trees

TRANSLATORS = {"t", "translate", "_translate", "translator", "_t"}
ERRORS = {"BadInput", "NotFound", "Conflict", "Damaged", "Unwritable", "Problems"}
PARTS = ("title", "message", "remedy")


def called(node: ast.Call) -> str:
    """Return the name of what is called: the last part of a dotted one."""
    function = node.func
    if isinstance(function, ast.Call):  # translator(language)("key")
        return called(function)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def texts(node: ast.expr) -> Iterator[str | None]:
    """Yield the strings an argument can be; None for one that is put together while the program runs."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)
        case _:
            yield None


def uses() -> Iterator[tuple[str, str]]:
    """Yield (place, key) of every key that is written out in the source."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from ((f"{path}:{node.lineno}", key) for key in (*_first(node), *_named(node)))


def _first(node: ast.Call) -> Iterator[str]:
    """Yield the keys that a call has as an argument without a name."""
    name = called(node)
    for text in texts(node.args[0]) if node.args else ():
        if text is not None and name in TRANSLATORS and "." in text:
            yield text
        elif text is not None and name == "count" and "." in text:
            yield from (f"{text}.{form}" for form in ("one", "many"))
        elif text is not None and name in ERRORS:
            yield from (f"error.{text}.{part}" for part in PARTS)
        elif text is not None and name == "Flaw":
            yield f"flaw.{text}"
    if name in ("Finding", "Problem", "unknown"):
        yield from (f"problem.{text}" for text in _problem_keys(node, name))


def _named(node: ast.Call) -> Iterator[str]:
    """Yield the keys that a command or an option is given by name."""
    for keyword in node.keywords:
        if isinstance(keyword.value, ast.Constant) and keyword.arg == "help":
            yield str(keyword.value.value)
        if isinstance(keyword.value, ast.Constant) and keyword.arg == "key" and called(node) == "option":
            yield f"cli.option.{keyword.value.value!s}"


def _problem_keys(node: ast.Call, name: str) -> Iterator[str]:
    position = 3 if name == "Problem" else 1
    if len(node.args) > position:
        yield from (text for text in texts(node.args[position]) if text)


USES = list(uses())

DYNAMIC = {
    *(f"mark.{mark}" for mark in (*Mark, "nothing", "conflict", "not-applicable")),
    *(f"layer.{layer}" for layer in Layer),
    *(f"how.{how}" for how in HowKnown),
    *(f"gap.{kind}" for kind in GapKind),
    *(f"phase.{phase}" for phase in Phase),
    *(f"result.{result}" for result in Result),
    *(f"aim.{kind}" for kind in ActionKind),
    *(f"outcome.{outcome}" for outcome in (*Outcome, "open")),
    *(f"provenance.{provenance}" for provenance in Provenance),
    *(f"verdict.{verdict}" for verdict in IncidentReadiness),
    *(f"explain.{part}.{piece}"
      for part in ("worst", "best", "coverage", "confidence") for piece in ("title", "formula")),
    *(f"history.{body.model_fields['kind'].default}" for body in AnyBody.__args__ if body is not WorkshopBody),
    *(f"history.{kind}" for kind in KINDS),
    *(f"tui.deed.{kind}" for kind, body in KINDS.items() if not issubclass(body, OfTheClock)),
    "explain.incident.formula", "explain.application.formula", "statement.incident", "statement.application",
    "score.band", "score.exact",
}  # fmt: skip
"""Keys that are put together while the program runs."""


def test_enough_keys_are_found() -> None:
    """A scan that finds nothing would pass."""
    assert len(USES) > 200
    assert len({key for _, key in USES if key.startswith("error.")}) > 60
    assert len({key for _, key in USES if key.startswith("problem.")}) > 20


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_key_in_the_source_is_in_the_catalogues(language: str) -> None:
    known = keys(language)
    assert sorted({(place, key) for place, key in USES if key not in known}) == []
    assert sorted(DYNAMIC - known) == []


def test_every_lint_problem_has_a_sentence() -> None:
    """Keys that stand in tables rather than in calls: ``not-a.text``, ``badly-formed.id``, ``not-toml.value``."""
    from pmark_check.storage import shape, toml

    known = keys()
    wanted = {f"problem.not-a.{what}" for what in shape.NOT_A.values()}
    wanted |= {f"problem.badly-formed.{what}" for what in shape.PATTERNS.values()}
    wanted |= {f"problem.not-toml.{what}" for _, what in toml.SYNTAX}
    assert sorted(wanted - known) == []


# --- no sentence in the source ----------------------------------------------------------------------------------------

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ㐀-鿿々]{2}")
"""Two letters in a row: a single one is a key that an input method commits, or part of a pattern."""

ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z’']*\b[ ,]+){3,}[a-z]+")

ALLOWED = {
    "pmark_check/storage/clientfile.py": "SQL, and what its triggers say to a programmer",
    "pmark_check/storage/journal.py": "SQL",
    "pmark_check/storage/records.py": "SQL",
    "pmark_check/domain/text.py": "what a validator says to pydantic; shape.py turns it into a key",
    "pmark_check/tui/screens/interview_keys.py": "names of actions, split at the blanks",
}
"""Modules whose strings are not read by users, with the reason."""

ALLOWED_JAPANESE = {
    "pmark_check/report/charts.py": "the classes of characters between which a line may break",
    "pmark_check/storage/style.py": "the words by which a question is hard to answer",
    "pmark_check/tui/text.py": "the characters that may not begin a line",
    "pmark_check/tui/screens/facts.py": "the characters that a number or a date may have",
}


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string that is no docstring."""
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value


def test_no_japanese_stands_in_the_source() -> None:
    found = [
        f"{path}:{line}: {text[:40]}"
        for path, tree in trees()
        if path.as_posix() not in ALLOWED_JAPANESE
        for line, text in literals(tree)
        if JAPANESE.search(text)
    ]
    assert found == []


def test_no_english_sentence_stands_in_the_source() -> None:
    found = [
        f"{path}:{line}: {text[:60]}"
        for path, tree in trees()
        if path.as_posix() not in ALLOWED
        for line, text in literals(tree)
        if ENGLISH.search(text)
    ]
    assert found == []


def test_the_exceptions_are_still_needed() -> None:
    found = {path.as_posix(): [text for _, text in literals(tree)] for path, tree in trees()}
    for allowed, pattern in ((ALLOWED, ENGLISH), (ALLOWED_JAPANESE, JAPANESE)):
        assert [path for path in allowed if not any(map(pattern.search, found.get(path, ())))] == []
