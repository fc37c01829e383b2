"""The interview line by line: for screen readers, over ssh, and from a pipe.

The same session, the same order and the same digits as on the screens. Whatever was answered is durable when the next
line is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from pmark_check.cli import forms
from pmark_check.cli.lines import EndedError
from pmark_check.cli.walk import MOST_FOUND, PLACE, Walk
from pmark_check.domain.checklist import Control, Layer
from pmark_check.domain.events import HowKnown, Mark
from pmark_check.domain.readiness import Result
from pmark_check.errors import BadInput, PmarkError
from pmark_check.view.aloud import detail_lines, labelled, standing, written_lines
from pmark_check.view.glossary import matching, named
from pmark_check.view.listing import outcome_lines
from pmark_check.view.typed import plain_key
from pmark_check.view.words import literal, word

if TYPE_CHECKING:
    from pmark_check.domain.citations import Term
    from pmark_check.i18n.translation import Translator

MARKS = {"1": Mark.YES, "2": Mark.PARTIAL, "3": Mark.NO, "4": Mark.UNKNOWN}
NOT_APPLICABLE, FIND = "0", "/"
TWINS = {"ん": "n", "え": "e", "う": "u", "い": "i", "・": FIND, "ー": "-", "−": "-", "8": "c"}
"""What an input method commits for a key; and the screens' digit for confirming."""
DRAFTED = {"note": "n", "private-note": "nn", "evidence": "e", "homework": "t"}
"""Name of a draft -> the key by which one goes on with it."""


class Deed(NamedTuple):
    """What a line can ask for.

    Attributes:
        name: of what it does; ``cli.ask.do.<name>`` says it.
        act: does it, given the text after the key.
        takes_text: whether a text may follow the key.
        is_free: whether it makes sense while no question is asked.
    """

    name: str
    act: Callable[[str], None]
    takes_text: bool = False
    is_free: bool = False


class PlainInterview(Walk):
    """Asks the questions of one client: what each line does."""

    _answered_last: str | None = None
    _who = ""
    _is_left = False

    @cached_property
    def _deeds(self) -> dict[str, Deed]:
        """Key -> deed, in the order of the help."""
        return {
            "": Deed("next-open", lambda _: self.go_on()),
            "+": Deed("next", lambda _: self.move(1)),
            "-": Deed("previous", lambda _: self.move(-1)),
            "b": Deed("return", lambda _: self.show(self._answered_last)),
            FIND: Deed("find", self.find, takes_text=True, is_free=True),
            "l": Deed("layers", lambda _: self._ask_layers()),
            "n": Deed("note", partial(self._write, partial(forms.note, private=False)), takes_text=True),
            "nn": Deed("private-note", partial(self._write, partial(forms.note, private=True)), takes_text=True),
            "e": Deed("evidence", partial(self._write, forms.evidence), takes_text=True),
            "t": Deed("homework", partial(self._write, forms.homework), takes_text=True),
            "h": Deed("how", lambda _: self._ask_how()),
            "w": Deed("who", self._ask_who, takes_text=True),
            "c": Deed("confirm", partial(self._write, forms.confirm), takes_text=True),
            "9": Deed("branch", lambda _: self._excuse_branch()),
            "p": Deed("plain", lambda _: self._say_plain()),
            "i": Deed("details", lambda _: self._say_details()),
            "f": Deed("facts", lambda _: self.ask_facts(), is_free=True),
            "g": Deed("glossary", self._explain, takes_text=True, is_free=True),
            "s": Deed("results", lambda _: self.lines.say(*outcome_lines(self.view)), is_free=True),
            "u": Deed("undo", lambda _: self.take_back("cli.undo", self.session.undo()), is_free=True),
            "r": Deed("redo", lambda _: self.take_back("cli.ask.redo", self.session.redo()), is_free=True),
            "?": Deed("help", lambda _: self.lines.say(*help_lines(self._deeds, self.t)), is_free=True),
            "q": Deed("quit", lambda _: self._leave(), is_free=True),
        }

    # --- the conversation --------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Ask until one leaves or no line comes any more.

        Raises:
            PmarkError: what came through a pipe cannot be used, or could not be kept; all before it was.
            KeyboardInterrupt: it was interrupted; all answers are kept.
        """
        try:
            self._begin()
            while not self._is_left:
                self._take_line()
        except EndedError as end:
            if end.why:
                raise end.why from None

    def _begin(self) -> None:
        """Say what the client is, what was being written when it was interrupted, and the question one is at."""
        self.lines.say(self.view.name, self.t("cli.ask.hello"))
        drafts = [draft for draft in self.session.drafts() if draft.field in DRAFTED]
        here = [draft for draft in drafts if self.control and draft.control == self.control.id]
        draft = next(iter([*here, *drafts]), None)
        self.show(draft.control if draft else None)
        if draft:
            self.lines.say(self.t("cli.ask.draft", key=DRAFTED[draft.field], text=literal(draft.text)))

    def _take_line(self) -> None:
        """Ask for a line and do what it says; say so where it cannot be done."""
        try:
            self._obey(self.lines.ask(self.t("cli.ask.prompt" if self.control else "cli.ask.prompt.no-question")))
        except BadInput as error:
            self.lines.say_wrong(error)
        except PmarkError as error:
            if not self.lines.is_terminal:
                raise
            self.lines.say_wrong(error)

    def _obey(self, line: str) -> None:
        key, typed = understood(line, self.t)
        if key in (*MARKS, NOT_APPLICABLE) and self.control:
            self._answer(self.control, key, typed)
            return
        deed = self._deeds.get(key)
        if deed is None or (typed and not deed.takes_text) or not (self.control or deed.is_free):
            self.lines.say_misread(line)
        else:
            deed.act(typed)

    # --- answering ---------------------------------------------------------------------------------------------------

    def _answer(self, control: Control, key: str, typed: str) -> None:
        """Give an answer to all layers, or declare the question not applicable, and go on."""
        before = self.changes
        if mark := MARKS.get(key):
            if typed:
                self.lines.say_misread(f"{key} {typed}")
                return
            self.session.answer(control.id, mark, how=self.how, said_by=self._who)
        elif not forms.excuse(self._fields, typed, said_by=self._who):
            return
        self._say_kept(before, self.t(f"mark.{mark or 'not-applicable'}"))
        if mark is Mark.UNKNOWN:
            self.lines.say(self.t("cli.ask.unknown"))
        if self.view.readiness.knockouts.get(control.id) is Result.FAILED:
            self.lines.say(self.t("cli.ask.knockout-failed"))
        self._answered_last = control.id
        self.go_on()

    def _ask_layers(self) -> None:
        """Ask for each layer on its own; each answer is durable before the next one is asked for."""
        control, before = self.here, self.changes
        offered = {digit: word("mark", mark, self.t) for digit, mark in MARKS.items()}
        for layer in control.layers:
            if digit := self.lines.choose(word("layer", layer, self.t), offered):
                mark = MARKS[digit]
                self.session.answer(control.id, mark, layer=layer, how=self.how, said_by=self._who)
        self._answered_last = control.id
        self._say_kept(before, standing(self.view.cards.card(control), self.t))

    def _ask_how(self) -> None:
        """Ask how the standing answers, or else the next one, are known."""
        hows = {str(number): how for number, how in enumerate(HowKnown, 1)}
        chosen = self.lines.choose(self.t("cli.ask.how"), {key: word("how", how, self.t) for key, how in hows.items()})
        if chosen:
            self.how = hows[chosen]
            self._restate(partial(self.session.restate, how=self.how), word("how", self.how, self.t))

    def _ask_who(self, typed: str) -> None:
        """Ask who gives the standing answers, and those that follow; "-" is nobody in particular."""
        name = typed or self.lines.ask(self.t("tui.edit.person"))
        if name:
            self._who = "" if plain_key(name) == forms.NOTHING else name
            self._restate(partial(self.session.restate, said_by=self._who), literal(self._who) or forms.NOTHING)

    def _restate(self, restate: Callable[[str, Sequence[Layer]], None], what: str) -> None:
        before = self.changes
        restate(self.here.id, self.here.layers)
        self._say_kept(before, what, otherwise="cli.ask.from-now-on")

    def _excuse_branch(self) -> None:
        before = self.changes
        forms.branch(self._fields, said_by=self._who)
        if self.changes > before:
            self.go_on()

    def _write(self, form: Callable[[forms.Fields, str], None], typed: str) -> None:
        """Have something written about the question, and say what stands then."""
        before = self.changes
        form(self._fields, typed)
        if self.changes > before:
            self.lines.say(self.t("cli.ask.saved"), *written_lines(self.view.cards.card(self.here), self.t))
        else:
            self.lines.say(self.t("cli.ask.left"))

    def _say_kept(self, before: int, what: str, otherwise: str = "cli.ask.unchanged") -> None:
        self.lines.say(self.t("cli.ask.kept" if self.changes > before else otherwise, what=what))

    def _leave(self) -> None:
        self._is_left = True

    # --- telling -----------------------------------------------------------------------------------------------------

    def _say_plain(self) -> None:
        self.lines.say(labelled(self.t("tui.card.plain"), self.view.cards.card(self.here).plain, self.t))

    def _say_details(self) -> None:
        card = self.view.cards.card(self.here)
        self.lines.say(*detail_lines(card, self.here, self.background(), self.t))

    def _explain(self, typed: str) -> None:
        if wanted := typed or self.lines.ask(self.t("cli.ask.word")):
            self.lines.say(*glossary_lines(matching(self.background().glossary.term, wanted), self.t))

    @property
    def _fields(self) -> forms.Fields:
        return forms.Fields(self.lines, self.session, self.here, self.today)


def understood(line: str, t: Translator) -> tuple[str, str]:
    """Return the key that ``line`` begins with, and the text after it; a mark may be written out."""
    if line and (first := TWINS.get(line[0], plain_key(line[0]))) in (FIND, PLACE):
        return FIND, line if first == PLACE else line[1:].strip()
    marks = {plain_key(t(f"mark.{mark}")): digit for digit, mark in MARKS.items()}
    marks[plain_key(t("mark.not-applicable"))] = NOT_APPLICABLE
    whole = plain_key(line)
    first, *rest = line.split(maxsplit=1) or [""]
    key = "".join(TWINS.get(character, character) for character in plain_key(first))
    return (marks[whole], "") if whole in marks else (key, "".join(rest))


def help_lines(deeds: Mapping[str, Deed], t: Translator) -> Iterator[str]:
    """Yield what each answer means and what each key does."""
    for digit, mark in (*MARKS.items(), (NOT_APPLICABLE, "not-applicable")):
        yield labelled(f"{digit} {t(f'mark.{mark}')}", t(f"tui.help.rubric.{mark}"), t)
    for key, deed in deeds.items():
        yield f"{key or t('tui.keycap.enter')} {t(f'cli.ask.do.{deed.name}')}"


def glossary_lines(terms: Iterable[Term], t: Translator) -> Iterator[str]:
    """Yield words with what they mean, the first few of them, and how many there are."""
    found = list(terms)
    for term in found[:MOST_FOUND]:
        yield labelled(named(term, t), literal(term.meaning.to(t.language)), t)
    yield t("tui.help.found" if found else "tui.help.none", count=len(found))
