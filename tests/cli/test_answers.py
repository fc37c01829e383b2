"""Answers come in one at a time or as a file, whole or not at all, and it does not matter which way."""

from pathlib import Path

import pytest

from tests.cli.door import FIRM, Program

MARKS = ("yes", "partial", "no", "unknown", "not-applicable")


def events(program: Program) -> list[str]:
    """Return the kinds of what happened after the client was created."""
    return [row["kind"] for row in program.good("history", FIRM, "--json").data if row["kind"] not in
            ("client-named", "checklist-pinned")]  # fmt: skip


# --- answer -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_can_be_given(program: Program, mark: str) -> None:
    program.firm()
    reason = ["--reason", "委託していない"] if mark == "not-applicable" else []
    kept = program.good("answer", FIRM, "one.kept", mark, *reason)
    assert kept.out == ""
    assert "保存しました" in kept.err
    assert len(events(program)) == 1


def test_one_layer_is_answered_alone(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--layer", "rule")
    (answered,) = program.good("history", FIRM, "--json").data[-1:]
    assert answered["marks"] == {"rule": "yes"}


def test_one_command_is_one_gesture(program: Program) -> None:
    program.firm()
    program.good("answer", FIRM, "one.kept", "yes", "--note", "棚の3段目", "--private-note", "要再確認", "--by", "山田",
                 "--how", "seen")  # fmt: skip
    assert events(program) == ["person-added", "answered", "note-written", "note-written"]
    assert len({row["batch"] for row in program.good("history", FIRM, "--json").data[-4:]}) == 1
    program.good("undo", FIRM)
    assert program.good("score", FIRM, "--json").data["answered"] == 0


def test_the_standing_answer_given_again_writes_nothing(program: Program) -> None:
    path = program.firm()
    command = ("answer", FIRM, "one.kept", "yes", "--note", "棚", "--by", "山田 太郎", "--how", "seen")
    program.good(*command)
    before = events(program)
    again = program.good(*command[:-4], "--by", "山田太郎", "--how", "seen")
    assert "何も書いていません" in again.err
    assert events(program) == before
    assert path.is_file()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("one.kpet", "yes"), 4, "one.kpet"),
        (("one.kept", "maybe"), 3, "maybe"),
        (("one.kept", "はい"), 3, "はい"),
        (("one.kept", "not-applicable"), 3, "one.kept"),
        (("one.kept", "not-applicable", "--reason", " 　"), 3, "one.kept"),
        (("one.kept", "not-applicable", "--reason", "x", "--layer", "rule"), 3, "--layer"),
        (("one.kept", "no", "--reason", "x"), 3, "--reason"),
        (("one.seen", "yes", "--layer", "rule"), 3, "(practice), "),
        (("one.kept", "yes", "--layer", "paper"), 2, "paper"),
        (("one.kept", "yes", "--how", "dreamt"), 2, "dreamt"),
        (("one.kept", "yes", "--note", "a\0b"), 3, "U+0000"),
        (("one.kept", "yes", "--note", "x" * 100_001), 3, "100000"),
        (("one.kept", "yes", "--by", "\x1b[31m"), 3, "U+001B"),
        (("one.kept",), 2, "MARK"),
    ],
)
def test_an_answer_that_cannot_be_kept_changes_nothing(
    program: Program, arguments: tuple[str, ...], code: int, named: str, language: str
) -> None:
    path = program.firm()
    before = path.read_bytes()
    program.language = language
    refused = program("answer", FIRM, *arguments)
    assert (refused.code, refused.out) == (code, "")
    assert named in refused.err or (named == "MARK" and "yes|partial|no" in refused.err)
    assert path.read_bytes() == before


def test_hostile_text_is_kept_and_shown_as_it_is(program: Program) -> None:
    program.firm()
    text = "[/] [@click=app.quit]x[/] <script> {{7*7}} {control} %s 😀 𠮷 ﾊﾝｶｸ \u202e"
    program.good("answer", FIRM, "one.kept", "no", "--note", text, "--by", text)
    history = program.good("history", FIRM).out
    assert text.replace("\u202e", "<U+202E>") in history
    assert "\u202e" not in history


# --- import -----------------------------------------------------------------------------------------------------------

FILE = """\
[facts]
has_vendor = true
employees = 20

[answers."one.kept"]
mark = "yes"
how = "seen"
by = "山田 太郎"
note = "棚の3段目"
private_note = "要再確認"
evidence = ["台帳", { where = "棚", as_of = 2026-10-01, next_check = 2027-04-01 }]
homework = { aim = "fix", text = "写しを作る", owner = "佐藤", due = 2026-12-01 }

[answers."one.seen"]
practice = "partial"
record = "unknown"

[answers."two.told"]
mark = "not-applicable"
reason = "委託先がない"
by = "佐藤"

[answers."two.done"]
mark = "no"
"""


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "質問4件と会社の項目2件を取り込みました"), ("en", "4 question(s) and 2 fact(s)")]
)
def test_a_file_is_taken_in_as_one_gesture(program: Program, language: str, words: str) -> None:
    program.firm()
    file = program.file(FILE)
    program.language = language
    taken = program.good("import", FIRM, file)
    assert taken.out == ""
    assert words in taken.err
    rows = program.good("history", FIRM, "--json").data
    kinds = [row["kind"] for row in rows]
    fresh = rows[kinds.index("fact-stated") :]
    assert len({row["batch"] for row in fresh}) == 1
    assert program.good("score", FIRM, "--json").data["answered"] == 3
    program.good("undo", FIRM)
    scored = program.good("score", FIRM, "--json").data
    assert (scored["answered"], scored["homework"], scored["excused"]) == (0, [], [])


def test_importing_the_same_file_again_writes_nothing(program: Program) -> None:
    program.firm()
    file = program.file(FILE)
    program.good("import", FIRM, file)
    before = program.good("history", FIRM, "--json").out
    program.good("import", FIRM, file)
    assert program.good("history", FIRM, "--json").out == before


def answered_one_by_one(program: Program) -> None:
    """Say the answers of ``SAME`` with single commands, in another order."""
    program.firm()
    program.good("import", FIRM, program.file("[facts]\nhas_vendor = true\n", "facts.toml"))
    program.good("answer", FIRM, "two.done", "no")
    program.good("answer", FIRM, "one.seen", "yes", "--layer", "practice", "--by", "佐藤")
    program.good("answer", FIRM, "one.seen", "unknown", "--layer", "record", "--by", "佐藤")
    program.good("answer", FIRM, "two.told", "not-applicable", "--reason", "委託先がない", "--by", "佐藤")
    program.good("answer", FIRM, "one.kept", "no")
    program.good("answer", FIRM, "one.kept", "partial", "--note", "棚の3段目", "--by", "山田 太郎", "--how", "seen")


SAME = """\
[facts]
has_vendor = true
[answers."one.kept"]
mark = "partial"
how = "seen"
by = "山田 太郎"
note = "棚の3段目"
[answers."one.seen"]
practice = "yes"
record = "unknown"
by = "佐藤"
[answers."two.told"]
mark = "not-applicable"
reason = "委託先がない"
by = "佐藤"
[answers."two.done"]
mark = "no"
"""


def test_equal_answers_give_equal_scores_and_reports_by_whatever_door_they_came(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered_one_by_one(program)
    other = Program(tmp_path / "other", monkeypatch)
    other.firm()
    other.good("import", FIRM, other.file(SAME))
    outcomes = []
    for workspace in ("workspace", "other"):
        at = ("--workspace", tmp_path / workspace)
        reports = [Path(program.good(*at, "report", FIRM, "--lang", lang).line).read_bytes() for lang in ("ja", "en")]
        outcomes.append((program.good(*at, "score", FIRM, "--json").out, reports))
    assert outcomes[0] == outcomes[1]


FIVE_MISTAKES = """\
[facts]
employees = "many"
[answers."one.kept"]
mark = "not-applicable"
[answers."one.seen"]
rule = "yes"
[answers."one.sene"]
mark = "yes"
[answers."two.told"]
mark = "not-applicable"
reason = "x"
practice = "yes"
[answers."two.done"]
mark = "no"
"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_mistakes_of_a_file_are_named_with_their_places_and_nothing_is_taken(
    program: Program, language: str
) -> None:
    path = program.firm()
    before = path.read_bytes()
    file = program.file(FIVE_MISTAKES)
    program.language = language
    refused = program("import", FIRM, file)
    assert (refused.code, refused.out) == (3, "")
    lines = refused.err.splitlines()
    places = [line.removeprefix(f"{file}:").split(": ")[0] for line in lines[:5]]
    assert places == ["2:13", "4:8", "6:1", "7:1", "10:8"]
    assert not any(line.split(": ", 1)[1].startswith("problem.") for line in lines[:5])
    assert "one.seen" in lines[3]
    assert "5" in lines[6]
    assert len(lines) == 8
    assert path.read_bytes() == before


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"[answers]\nthis is not toml\n", ":2:"),
        ('[answers."one.kept"]\nmark = "yes"\nnote = "棚の上"\n'.encode("cp932"), ":3:"),
        ('[answers."one.kept"]\nmark = "yes"\n'.encode("utf-16"), ""),
        (b"\0\1\2", ""),
        (b'[answers."one.kept"]\nmrak = "yes"\n', ":2:1"),
        (b'[answers."one.kept"]\nmark = "yes\n', ":2:"),
        (b'[answers."one.kept"]\nmark = true\n', ":2:8"),
        (b'[answers."one.kept"]\nmark = "yes"\nnote = "\\u0000"\n', ":3:8"),
        (b'answers = "yes"\n', ":1:"),
        (b"[answers]\n" + b"a = " + b"[" * 5_000, ""),
        (b'[answers."one.kept"]\nmark = "yes"\n' * 2, ":3:"),
        (b"# " + b"x" * 30_000_000, ""),
    ],
    ids=["words", "shift-jis", "utf-16", "binary", "key", "string", "type", "nul", "table", "deep", "twice", "huge"],
)
def test_an_unusable_file_is_named_with_the_place_and_nothing_is_taken(
    program: Program, body: bytes, place: str, language: str
) -> None:
    path = program.firm()
    before = path.read_bytes()
    file = program.file(body)
    program.language = language
    refused = program("import", FIRM, file)
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.startswith(f"{file}{place}")
    assert "problem." not in refused.err
    assert {"ja": "1件も取り込んでいません", "en": "Nothing was imported"}[language] in refused.err
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_and_a_folder_are_named(program: Program, tmp_path: Path) -> None:
    program.firm()
    for path in (tmp_path / "no such.toml", tmp_path):
        refused = program("import", FIRM, path)
        assert refused.code == 3
        assert refused.err.startswith(f"{path}: ")


def test_an_empty_file_takes_nothing_in(program: Program) -> None:
    program.firm()
    program.good("import", FIRM, program.file(""))
    assert events(program) == []


def test_the_byte_order_mark_and_line_ends_of_notepad_are_no_matter(program: Program) -> None:
    program.firm()
    program.good("import", FIRM, program.file(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()))
    assert program.good("score", FIRM, "--json").data["answered"] == 3


def test_the_documented_example_can_be_imported(program: Program) -> None:
    """Whoever copies the example of the documentation into a file gets it in."""
    page = (Path(__file__).parents[2] / "docs" / "answers-format.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    program.good("new", FIRM)
    program.good("import", FIRM, program.file(example))
    assert program.good("score", FIRM, "--json").data["answered"] == 2
