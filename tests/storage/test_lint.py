from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from pmark_check.domain.checklist import Checklist
from pmark_check.errors import Problem, Problems
from pmark_check.resources import shipped
from pmark_check.storage import files
from pmark_check.storage.lint import lint
from pmark_check.storage.prepared import read
from pmark_check.storage.toml import MAX_BYTES
from tests.storage.own_checklist import CHECKLIST, spoilt


def linted(folder: Path, body: bytes, name: str = "own.toml") -> tuple[Problem, ...]:
    path = folder / name
    path.write_bytes(body)
    return lint([path])


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("あ" * 78 + "ますか。", "long-question"),
        ("鍵をかけ、かつ、数えていますか。", "two-questions"),
        ("施錠及び点検をしていますか。", "two-questions"),
        ("VPNを使っていますか。", "unexplained-word"),
        ("鍵をかけない日はないですか。", "double-negative"),
        ("記録がなくはないですか。", "double-negative"),
    ],
)
def test_a_question_that_is_hard_to_answer_is_said_where_it_stands(tmp_path: Path, question: str, key: str) -> None:
    written = re.sub(r'(question = \{ ja = )"[^"]*"', rf'\1"{question}"', CHECKLIST, count=1)
    problem = only(linted(tmp_path, written.encode()))
    assert problem.key == key
    assert written.splitlines()[problem.line - 1][problem.column - 1 :].startswith(f'"{question}')


def test_a_client_is_not_refused_for_how_its_questions_read() -> None:
    written = re.sub(r'(question = \{ ja = )"[^"]*"', r'\1"鍵をかけ、かつ、数えていますか。"', CHECKLIST, count=1)
    assert read(Checklist, "own.toml", written.encode()).control


def only(problems: tuple[Problem, ...]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def place(problem: Problem) -> tuple[str, int, int]:
    return problem.key, problem.line, problem.column


def test_a_good_checklist_has_no_problems(tmp_path: Path) -> None:
    assert linted(tmp_path, CHECKLIST.encode()) == ()


GUIDE = Path(__file__).parents[2] / "docs/checklist-format.md"


@pytest.mark.skipif(not GUIDE.exists(), reason="a source distribution has no docs")
def test_the_example_of_the_guide_is_a_good_checklist(tmp_path: Path) -> None:
    example = GUIDE.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    assert linted(tmp_path, example.encode()) == ()


def test_the_shipped_files_have_no_problems() -> None:
    assert lint([Path(str(shipped("checklists")))]) == ()


IN_ONE_FILE = {
    "unknown-key.similar": [("weight = 5\n", "weight = 5\n⟦wieght = 3\n")],
    "unknown-key": [('revision = "2026-11"', 'revision = "2026-11"\n⟦zzz = 1')],
    "missing-key": [("[[control]]", "⟦[[control]]"), ('effort = "S"\n', "")],
    "duplicate-id": [('id = "doors.keys-counted"', 'id = ⟦"doors.locked"'), ('after = ["doors.locked"]\n', "")],
    "missing-language": [
        (
            'question = { ja = "鍵をかけていますか。", en = "Are the doors locked?" }',
            'question = ⟦{ ja = "鍵をかけていますか。" }',
        )
    ],
    "no-text": [('{ ja = "施錠していない", en = "Doors are not locked" }', '⟦{ ja = "", en = "" }')],
    "not-a.text": [('effort = "S"\nlayers', 'effort = "S"\nfinding_unit = ⟦7\nlayers')],
    "not-a.whole-number": [("weight = 5", 'weight = ⟦"5"')],
    "not-a.true-or-false": [("knockout = true", "knockout = ⟦1")],
    "not-a.list": [('lessons = ["post-test-deletion-skipped"]', 'lessons = ⟦"post-test-deletion-skipped"')],
    "not-a.table": [('why = { ja = "入られたことがあります。", en = "Somebody got in once." }', 'why = ⟦"入られた"')],
    "not-one-of": [('effort = "S"', 'effort = ⟦"XL"')],
    "badly-formed.id": [('id = "own"', 'id = ⟦"My Own"')],
    "badly-formed.control-id": [('id = "doors.keys-counted"', 'id = ⟦"Doors"')],
    "badly-formed.revision": [('revision = "2026-11"', 'revision = ⟦"November"')],
    "badly-formed.reference": [("pmark-2023:J.9.2", "J.9.2"), ('refs = ["', 'refs = [⟦"')],
    "too-small": [("weight = 2", "weight = ⟦-1")],
    "too-large": [("weight = 2", "weight = ⟦6")],
    "empty-list": [('layers = ["rule", "practice"]', "layers = ⟦[]"), ("knockout = true\n", "")],
    "character": [('ja = "鍵を数える"', 'ja = ⟦"鍵を\\u0007数える"')],
    "newer-format": [("format = 1", "format = ⟦2")],
    "unknown-section.similar": [('section = "doors"', 'section = ⟦"door"')],
    "empty-section": [
        ("[[control]]", '[[section]]\nid = ⟦"empty"\ntitle = { ja = "空", en = "Empty" }\n\n[[control]]')
    ],
    "repeated": [('["has_vendor", "has_guard"]', '["has_vendor", "has_guard", ⟦"has_vendor"]')],
    "never-asked": [('changed = "2026-11"', 'unless = [⟦"has_guard"]\nchanged = "2026-11"')],
    "only-with-knockout": [('phase = "check"', 'phase = "check"\n⟦knockout_layers = ["rule"]')],
    "layer-not-asked": [("knockout = true", 'knockout = true\nknockout_layers = ["rule", ⟦"record"]')],
    "knockout-without-practice": [
        ('layers = ["rule", "practice"]', 'layers = ["rule"]'),
        ("knockout =", "⟦knockout ="),
    ],
    "blocks-without-clause": [
        ("pmark-2023:J.9.2", "appi:23"),
        ('phase = "do"', 'phase = "do"\n⟦blocks_application = true'),
    ],
    "weighted-gate": [("weight = 2", 'gate = "document"\nweight = ⟦2')],
    "circle": [
        ('changed = "2026-11"\nlessons', 'after = ["doors.keys-counted"]\nchanged = "2026-11"\nlessons'),
        ('["doors.locked"]', '[⟦"doors.locked"]'),
    ],
    "unknown-after.similar": [('after = ["doors.locked"]', 'after = [⟦"doors.lockd"]')],
    "unknown-reference.similar": [('"pmark-2023:J.9.2"', '⟦"pmark-2023:J.9.99"')],
    "unknown-lesson.similar": [('"post-test-deletion-skipped"', '⟦"post-test-deletion-skippd"')],
    "unknown-source": [('"S2 L35"', '⟦"東京新聞"')],
    "unknown-document": [('"D26"', '⟦"D39"')],
    "unknown-fact.similar": [('"has_guard"]', '⟦"has_guards"]')],
    "not-a-yes-no-fact": [('"has_guard"]', '⟦"employees"]')],
    "fact-elsewhere": [('id = "has_guard"', 'id = ⟦"has_test_env"'), ('"has_guard"', '"has_test_env"')],
    "needless-choices": [
        ('kind = "yes-no"', 'kind = "yes-no"\n⟦choices = [ { id = "a", title = { ja = "あ", en = "A" } } ]')
    ],
    "control-elsewhere": [('id = "doors.keys-counted"', 'id = ⟦"test-data.deleted-on-time"')],
    "unknown-include": [("title =", 'include = ["incident-lessons.test-data.deleted-on-time", ⟦"zzz"]\ntitle =')],
    "unknown-include.similar": [("title =", 'include = [⟦"incident-lessons.test-data.deleted-on-tim"]\ntitle =')],
    "not-toml.open-string": [('id = "own"', 'id = "own⟦')],
    "not-toml.open-bracket": [('languages = ["ja", "en"]', 'languages = ["ja" ⟦"en"]')],
    "not-toml.given-twice": [('id = "own"', 'id = "own"\nid = "own"⟦')],
    "not-toml.no-equals-sign": [('id = "own"', 'id ⟦"own"')],
    "not-toml.backslash": [('en = "Count"', 'en = "C:⟦\\Keys"')],
    "not-toml.value": [("weight = 2", "weight = ⟦二")],
    "not-toml.character": [('en = "Count"', 'en = "Cou⟦\x1bnt"')],
    "not-toml": [("weight = 2", "weight = 2 ⟦points")],
}


@pytest.mark.parametrize(("key", "replacements"), IN_ONE_FILE.items(), ids=IN_ONE_FILE)
def test_one_problem_is_reported_where_it_stands(tmp_path: Path, key: str, replacements: list[tuple[str, str]]) -> None:
    bad = spoilt(*replacements)
    assert place(only(linted(tmp_path, bad.body))) == (key, bad.line, bad.column)


def test_a_misspelt_key_comes_with_the_nearest_known_one(tmp_path: Path) -> None:
    problem = only(linted(tmp_path, spoilt(("knockout = true", "knockuot = true")).body))
    assert problem.values == {"name": "knockuot", "nearest": "knockout"}


def test_every_problem_is_reported_at_once_and_in_order(tmp_path: Path) -> None:
    bad = spoilt(('phase = "check"', 'phase = "never"'), ("weight = 5", "weight = 50"), ('"D26"', '"D99"'))
    found = linted(tmp_path, bad.body)
    assert [problem.key for problem in found] == ["unknown-document", "too-large", "not-one-of"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert {problem.source for problem in found} == {str(tmp_path / "own.toml")}


def test_lines_of_windows_count_as_one(tmp_path: Path) -> None:
    bad = spoilt(("weight = 2", "weight = ⟦6"))
    assert place(only(linted(tmp_path, bad.body.replace(b"\n", b"\r\n")))) == ("too-large", bad.line, bad.column)


def test_a_byte_order_mark_of_utf_8_is_passed_over(tmp_path: Path) -> None:
    assert linted(tmp_path, b"\xef\xbb\xbf" + CHECKLIST.encode()) == ()


@pytest.mark.parametrize(
    ("codec", "named"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")]
)
def test_another_encoding_is_called_by_its_name(tmp_path: Path, codec: str, named: str) -> None:
    problem = only(linted(tmp_path, CHECKLIST.encode(codec)))
    assert (problem.key, problem.values) == ("encoding", {"encoding": named})


def test_shift_jis_is_reported_where_the_first_japanese_stands(tmp_path: Path) -> None:
    problem = only(linted(tmp_path, CHECKLIST.encode("cp932")))
    bad = spoilt(('ja = "自', 'ja = "⟦自'))
    assert (problem.line, problem.column) == (bad.line, bad.column)


def test_bytes_of_no_known_encoding_are_located(tmp_path: Path) -> None:
    body = CHECKLIST.encode().replace(b'en = "Count"', b'en = "\xff\xff\xa0"')
    bad = spoilt(('en = "Count"', 'en = "⟦"'))
    assert place(only(linted(tmp_path, body))) == ("not-utf-8", bad.line, bad.column)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert place(only(linted(tmp_path, b"PK\x03\x04\x00\x00"))) == ("not-text", 0, 0)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\u2028"])
def test_a_character_that_deceives_is_found_even_in_a_comment(tmp_path: Path, character: str) -> None:
    bad = spoilt(("weight = 2", f"weight = 2 # five ⟦{character}"))
    problem = only(linted(tmp_path, bad.body))
    assert place(problem) == ("character", bad.line, bad.column)
    assert problem.values == {"code": f"U+{ord(character):04X}"}


def test_an_escaped_character_that_deceives_is_found(tmp_path: Path) -> None:
    bad = spoilt(('documents = ["D26"]', 'documents = [⟦"D26\\u202e"]'))
    assert ("character", bad.line, bad.column) in map(place, linted(tmp_path, bad.body))


def test_a_date_without_quotes_is_not_taken_for_text(tmp_path: Path) -> None:
    bad = spoilt(('revision = "2026-11"', "revision = ⟦2026-11-01"))
    assert place(only(linted(tmp_path, bad.body))) == ("not-a.text", bad.line, bad.column)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 300 + "]" * 300,
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "{ a = " * 300 + "1" + "}" * 300,
        "[" + ".".join("a" * 3000) + "]",
    ],
)
def test_brackets_too_deep_within_each_other_are_refused(tmp_path: Path, text: str) -> None:
    assert only(linted(tmp_path, f"section = []\n{text}".encode())).key == "too-deep"


def test_a_number_of_too_many_digits_is_refused(tmp_path: Path) -> None:
    assert only(linted(tmp_path, b"format = " + b"9" * 5000)).key == "not-toml.number"


def opening(monkeypatch: pytest.MonkeyPatch, path: Path, failure: Exception) -> None:
    """Let every attempt to open ``path`` end in ``failure``."""
    opened = Path.open

    def guarded(self: Path, *args: Any, **named: Any) -> Any:
        if self == path:
            raise failure
        return opened(self, *args, **named)

    monkeypatch.setattr(Path, "open", guarded)


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    opening(monkeypatch, path, AssertionError("the file was opened"))
    assert place(only(lint([path]))) == ("too-big", 0, 0)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "content", lambda _: b" " * (MAX_BYTES + 1))
    assert only(linted(tmp_path, b"")).key == "too-big"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    problem = only(lint([tmp_path / "none.toml"]))
    assert (problem.key, problem.source) == ("missing-file", str(tmp_path / "none.toml"))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert only(lint([tmp_path / "pipe.toml"])).key == "not-a-file"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_text(CHECKLIST)
    opening(monkeypatch, path, PermissionError(13, "Permission denied"))
    problem = only(lint([path]))
    assert (problem.key, problem.values) == ("unreadable", {"reason": "Permission denied"})


def test_every_toml_of_a_folder_is_linted(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(spoilt(("weight = 2", "weight = 9")).body)
    (tmp_path / "b.toml").write_text("nothing = true")
    (tmp_path / "c.txt").write_text("= no TOML at all")
    found = lint([tmp_path])
    assert [(Path(problem.source).name, problem.key) for problem in found] == [
        ("a.toml", "too-large"),
        ("b.toml", "unknown-kind"),
    ]


def test_a_folder_without_toml_is_a_problem(tmp_path: Path) -> None:
    assert only(lint([tmp_path])).key == "empty-folder"


def test_a_folder_that_may_not_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_into = Path.iterdir

    def guarded(self: Path) -> Any:
        if self == tmp_path:
            raise PermissionError(13, "Permission denied")
        return looked_into(self)

    monkeypatch.setattr(Path, "iterdir", guarded)
    problem = only(lint([tmp_path]))
    assert (problem.source, problem.key, problem.values) == (
        str(tmp_path),
        "unreadable",
        {"reason": "Permission denied"},
    )


def test_one_unreadable_file_does_not_hide_the_problems_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("= no")
    (tmp_path / "b.toml").write_bytes(spoilt(("weight = 2", "weight = 9")).body)
    assert [problem.key for problem in lint([tmp_path, tmp_path / "none.toml"])] == [
        "not-toml",
        "missing-file",
        "too-large",
    ]


def test_a_file_given_twice_is_linted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(spoilt(("weight = 2", "weight = 9")).body)
    monkeypatch.chdir(tmp_path)
    assert len(lint([path, tmp_path, Path("own.toml")])) == 1


def test_two_checklists_of_one_id_are_reported_in_the_second(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CHECKLIST)
    (tmp_path / "b.toml").write_text(CHECKLIST)
    problem = only(lint([tmp_path]))
    assert (problem.key, Path(problem.source).name) == ("duplicate-checklist", "b.toml")
    assert problem.values == {"name": "own", "other": str(tmp_path / "a.toml")}


def test_a_circle_through_two_checklists_is_reported_in_both(tmp_path: Path) -> None:
    first = spoilt(('changed = "2026-11"\nlessons', 'after = ["gates.locked"]\nchanged = "2026-11"\nlessons'))
    other = CHECKLIST.partition("[[fact]]")[0].replace("doors", "gates").replace('"own"', '"other"')
    other = other.replace(', "has_guard"', "").replace('layers = ["rule"', 'after = ["doors.locked"]\nlayers = ["rule"')
    (tmp_path / "a.toml").write_bytes(first.body)
    (tmp_path / "b.toml").write_text(other)
    found = lint([tmp_path])
    assert [(Path(problem.source).name, problem.key) for problem in found] == [
        ("a.toml", "circle"),
        ("b.toml", "circle"),
    ]


def test_a_circle_leads_through_exactly_those_that_stand_in_it(tmp_path: Path) -> None:
    bad = spoilt(('after = ["doors.locked"]', 'after = ["doors.keys-counted"]'))
    problem = only(linted(tmp_path, bad.body))
    assert problem.values == {"circle": "doors.keys-counted → doors.keys-counted"}


def test_what_only_leads_into_a_circle_is_not_part_of_it(tmp_path: Path) -> None:
    text = CHECKLIST.replace('after = ["doors.locked"]', 'after = ["doors.keys-counted"]')
    bad = spoilt(('id = "doors.locked"', 'id = "doors.locked"\nafter = ["doors.keys-counted"]'), text=text)
    problem = only(linted(tmp_path, bad.body))
    assert problem.values == {"circle": "doors.keys-counted → doors.keys-counted"}


def test_an_own_version_of_a_shipped_checklist_may_keep_its_controls(tmp_path: Path) -> None:
    body = (shipped("checklists") / "incident-lessons.toml").read_bytes()
    assert linted(tmp_path, body.replace(b'revision = "2026-11"', b'revision = "2026-12"')) == ()


def test_what_a_checklist_refers_to_may_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(spoilt(("pmark-2023:J.9.2", "house:1")).body)
    (tmp_path / "references.toml").write_text(
        'format = 1\n[[scheme]]\nid = "house"\ntitle = { ja = "社内規程" }\nedition = "1"\n'
        '[[reference]]\nid = "house:1"\nprovenance = "two-sources"\n'
    )
    assert lint([tmp_path]) == ()


SHIPPED = {
    "unknown-scheme.similar": ("references.toml", 'id = "pmark-2023:J.1.1"', 'id = ⟦"pmark-2032:J.1.1"'),
    "too-large": ("policy.toml", "floor = 70", "floor = ⟦86"),
    "missing-wording": ("policy.toml", 'id = "application.none"', 'id = "application.ready"'),
    "unknown-wording.similar": ("policy.toml", 'id = "application.none"', 'id = ⟦"application.non"'),
    "duplicate-id": ("facts.toml", 'id = "has_vendor"', 'id = ⟦"has_test_env"'),
    "missing-key": ("facts.toml", 'kind = "yes-no"', 'kind = "choice"'),
    "unknown-incident.similar": ("incidents.toml", 'incident = "m2j-2017"', 'incident = ⟦"m2j-2018"'),
    "unknown-source": ("incidents.toml", '"S1 L9"', '⟦"東京新聞"'),
    "unknown-key.similar": ("glossary.toml", 'reading = "', '⟦readin = "'),
}


@pytest.mark.parametrize(("key", "change"), SHIPPED.items(), ids=SHIPPED)
def test_the_other_kinds_of_file_are_recognised_and_held_to_their_rules(
    tmp_path: Path, key: str, change: tuple[str, str, str]
) -> None:
    name, old, new = change
    bad = spoilt((old, new), text=(shipped("checklists") / name).read_text("utf-8"))
    found = [place(problem) for problem in linted(tmp_path, bad.body, name)]
    if bad.line:
        assert (key, bad.line, bad.column) in found
    else:
        assert key in {key for key, _, _ in found}


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    from pmark_check.i18n.translation import Translator

    for language in ("ja", "en"):
        translate = Translator(language)
        lacking = [key for key in (*IN_ONE_FILE, *SHIPPED, *WHOLE_FILE) if not translate.has(f"problem.{key}")]
        assert lacking == []


WHOLE_FILE = (
    "character",
    "duplicate-checklist",
    "empty-folder",
    "encoding",
    "missing-file",
    "not-a-file",
    "not-text",
    "not-toml.number",
    "not-utf-8",
    "too-big",
    "too-deep",
    "unknown-kind",
    "unreadable",
    "unfit",
    "too-long",
    "badly-formed.fact-id",
)


def test_problems_are_raised_by_readers_too(tmp_path: Path) -> None:
    with pytest.raises(Problems):
        files.content(tmp_path / "none.toml")
