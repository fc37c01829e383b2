from __future__ import annotations

import tomli
from hypothesis import given
from hypothesis import strategies as st

from pmark_check.storage.positions import Path, Place, Positions, place

TEXT = '''\
# a comment with [brackets] and "quotes
format = 1
title.ja = "題" # behind it = not a key
title . "en" = 'T'

[checklist]
layers = { rule = 3, practice.share = 4 }
languages = [
  "ja", # "not this"
  'en',
]
"quoted.key" = """
two ] lines \\""" not the end"""
raw = \'\'\'C:\\ "x" ] \'\'\'\'

[[control]]
id = "a"
  [[control.step]]
  name = "first"
  [[control.step]]
  name = "second"
  [control.step.cost]
  days = 1.5
[[control]]
id = "b"
evidence = [ { ja = "一", en = "," }, { ja = "二" } ]
when = []
at = 2026-11-01 09:00:00
deep = [[1, 2], [3,
  4]]
'''


def at(line: int, text: str) -> Place:
    return Place(line, TEXT.splitlines()[line - 1].index(text) + 1)


def leaves(data: object, path: Path = ()) -> list[tuple[Path, object]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        inner = list(data.items())
    elif isinstance(data, list):
        inner = list(enumerate(data))
    else:
        return [(path, data)]
    return [leaf for key, value in inner for leaf in leaves(value, (*path, key))]


def test_a_value_is_found_where_it_begins() -> None:
    positions = Positions(TEXT)
    assert positions.value(("format",)) == (2, 10)
    assert positions.value(("title", "ja")) == at(3, '"題"')
    assert positions.value(("title", "en")) == at(4, "'T'")
    assert positions.value(("checklist", "layers", "practice", "share")) == at(7, "4 }")
    assert positions.value(("checklist", "quoted.key")) == at(12, '"""')
    assert positions.value(("checklist", "raw")) == at(14, "'''")


def test_a_key_is_found_where_its_own_part_is_written() -> None:
    positions = Positions(TEXT)
    assert positions.key(("title",)) == (3, 1)
    assert positions.key(("title", "en")) == at(4, '"en"')
    assert positions.key(("checklist", "layers", "practice")) == at(7, "practice")
    assert positions.key(("checklist", "layers", "practice", "share")) == at(7, "share")


def test_an_item_of_a_list_over_several_lines_is_found() -> None:
    positions = Positions(TEXT)
    assert positions.value(("checklist", "languages", 0)) == (9, 3)
    assert positions.value(("checklist", "languages", 1)) == (10, 3)
    assert positions.value(("control", 1, "deep", 1, 1)) == at(30, "4")


def test_tables_of_one_name_are_told_apart() -> None:
    positions = Positions(TEXT)
    assert positions.key(("control", 0)) == at(16, "[[control]]")
    assert positions.key(("control", 1)) == at(24, "[[control]]")
    assert positions.value(("control", 0, "step", 1, "name")) == at(21, '"second"')
    assert positions.value(("control", 0, "step", 1, "cost", "days")) == at(23, "1.5")
    assert positions.value(("control", 1, "evidence", 1, "ja")) == at(26, '"二"')


def test_what_is_not_there_is_placed_at_its_nearest_table() -> None:
    positions = Positions(TEXT)
    assert positions.key(("control", 1, "weight")) == at(24, "[[control]]")
    assert positions.key(("checklist", "layers", "record")) == at(7, "layers")
    assert positions.key(("nothing", "here")) == (1, 1)


def test_the_file_itself_begins_at_the_first_character() -> None:
    assert Positions("").key(()) == (1, 1)


def test_every_value_of_the_sample_is_found() -> None:
    for path, value in leaves(tomli.loads(TEXT)):
        assert holds(TEXT, path, value), path


def holds(text: str, path: Path, value: object) -> bool:
    """Whether the shortest TOML value that begins at the place found for ``path`` is ``value``."""
    line, column = Positions(text).value(path)
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :]
    for end in range(1, len(rest) + 1):
        if rest[end : end + 1] not in {"", ",", "]", "}", "\n", " ", "#"}:
            continue
        try:
            found = tomli.loads(f"x = {rest[:end]}")["x"]
        except tomli.TOMLDecodeError:
            continue
        if found == value:
            return True
    return False


blanks = st.sampled_from(["", " ", "\t"])
breaks = st.sampled_from(["", " ", "\n", ' # ], } "\n  '])
texts = st.text(st.sampled_from("ab ],}#='\"\\\n題"), max_size=6)


def written(text: str, style: int) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if style == 0 and "'" not in text and "\n" not in text:
        return f"'{text}'"
    if style == 1:
        return f'"""{escaped}"""' if not text.startswith("\n") else f'"""\n{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'


scalars = st.one_of(
    st.integers(-5, 10**9).map(str),
    st.sampled_from(["true", "1.5", "2026-11-01", "07:32:00"]),
    st.builds(written, texts, st.integers(0, 2)),
)
keys = st.one_of(st.sampled_from(["a", "b-c", "d_1", "7"]), texts.map(lambda text: written(text, 2)))


@st.composite
def lists(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(inner, max_size=3))
    gaps = [draw(breaks) for _ in range(2 * len(items) + 1)]
    return "[" + ",".join(gaps[2 * i] + item + gaps[2 * i + 1] for i, item in enumerate(items)) + gaps[-1] + "]"


@st.composite
def inline_tables(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    named = draw(st.lists(keys, max_size=3, unique_by=lambda key: str(tomli.loads(f"{key} = 0"))))
    return "{" + ",".join(f"{draw(blanks)}{key}{draw(blanks)}={draw(blanks)}{draw(inner)}" for key in named) + "}"


values = st.recursive(scalars, lambda inner: lists(inner) | inline_tables(inner), max_leaves=6)


@given(st.lists(values, min_size=1, max_size=4), st.sampled_from(["", "[t]\n", "[[t]]\n[[t]]\n", "[t.'u'.v]\n"]))
def test_every_value_of_any_file_is_found(written_values: list[str], header: str) -> None:
    text = header + "".join(f"k{index} = {value}\n" for index, value in enumerate(written_values))
    for path, value in leaves(tomli.loads(text)):
        assert holds(text, path, value), path


@given(st.text(st.sampled_from("a題\n")), st.integers(0, 20))
def test_a_place_counts_lines_and_characters_from_one(text: str, offset: int) -> None:
    before = text[:offset]
    assert place(text, min(offset, len(text))) == (len(before.split("\n")), len(before.split("\n")[-1]) + 1)
