"""Workshops on the command line."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from pmark_check.domain.workshop_session import Facilitation
from pmark_check.storage.agendas import find_agenda
from pmark_check.storage.workspace import Workspace
from pmark_check.surroundings import Surroundings
from tests.cli.door import NOW, Program


def begin(path: Path, workspace: Path, *, is_over: bool = False) -> None:
    """Hold a workshop with the client at ``path``, as the screens do."""
    around = Surroundings(workspace, "ja", lambda: datetime.fromisoformat(NOW))
    with Workspace(around, operator="山田").session(path) as session:
        doing = Facilitation(session)
        doing.start(find_agenda("quick-15", None), ["佐藤", "鈴木"], place="本社")
        doing.park("費用の話")
        session.write_note("one.kept", "canary-9911", private=True)
        if is_over:
            doing.end()


@pytest.fixture
def firm(program: Program) -> Path:
    return program.firm()


def test_agendas_are_listed_own_ones_first(program: Program) -> None:
    own = program.folder / "agendas" / "own.toml"
    own.parent.mkdir(parents=True)
    item = '[[item]]\nkind = "sections"\nonly = "open"\nminutes = 7\n'
    own.write_text(f'format = 1\n[agenda]\nid = "own"\ntitle = {{ ja = "自社" }}\n{item}', "utf-8")
    lines = [line.split("\t") for line in program.good("workshop", "agendas").out.splitlines()]
    assert lines[0] == ["own", "自社", "7分", str(own)]
    assert [line[0] for line in lines] == ["own", "quick-15", "ninety-minutes", "half-day"]
    rows = program.good("workshop", "agendas", "--json").data
    assert [(row["id"], row["minutes"]) for row in rows][:2] == [("own", 7), ("quick-15", 15)]


def test_a_broken_own_agenda_is_refused_with_its_line(program: Program) -> None:
    own = program.folder / "agendas" / "own.toml"
    own.parent.mkdir(parents=True)
    own.write_text('format = 1\n[agenda]\nid = "own"\n', "utf-8")
    result = program("workshop", "agendas")
    assert result.code == 3
    assert f"{own}:2:1:" in result.err


def test_status_tells_where_a_workshop_stands(program: Program, firm: Path) -> None:
    assert program.good("workshop", "status", firm).out == ""
    begin(firm, program.folder)
    lines = program.good("workshop", "status", firm).out.splitlines()
    assert lines[0] == "1\t2026-11-22 09:00-\t15分のかんたん点検\t進行中"
    assert "残り 4分" in "\n".join(lines)
    assert "このペースだと 09:0" in "\n".join(lines)
    data = program.good("workshop", "status", firm, "--json").data
    assert (data["current"]["item"], data["current"]["to_ask"]) == (1, ["one.kept"])
    assert data["workshops"][0]["attendees"] == ["佐藤", "鈴木"]
    assert data["parking_lot"] == ["費用の話"]
    assert "canary" not in json.dumps(data)


@pytest.mark.parametrize(("wanted", "suffix"), [("html", ".html"), ("markdown", ".md")])
def test_minutes_are_written_beside_the_reports_and_never_over_older_ones(
    program: Program, firm: Path, wanted: str, suffix: str
) -> None:
    begin(firm, program.folder, is_over=True)
    paths = [Path(program.good("workshop", "minutes", firm, "--format", wanted).line) for _ in range(2)]
    assert paths[0].parent == program.folder / "reports" / firm.stem
    assert paths[0].name == f"{firm.stem}_2026-11-22_議事録{suffix}"
    assert paths[1] != paths[0]
    text = paths[0].read_text("utf-8")
    assert "費用の話" in text
    assert "canary" not in text


def test_minutes_go_where_they_are_sent_in_the_language_wished_for(program: Program, firm: Path) -> None:
    begin(firm, program.folder, is_over=True)
    path = program.folder.parent / "minutes.md"
    program.good(
        "workshop", "minutes", firm, "--which", "2026-11-22", "--format", "markdown", "--lang", "en", "-o", path
    )
    assert "# Minutes" in path.read_text("utf-8")
    assert program("workshop", "minutes", firm, "-o", path).code == 5


OURS = '[brand]\nfirm = "サンプル安全支援"\nconsultant = "高橋"\ncontact = "03-0000-0000"\nmark = "取扱注意"\n'


@pytest.mark.parametrize("wanted", ["html", "markdown"])
def test_minutes_are_signed_as_the_workspaces_profile_says_or_the_one_named(
    program: Program, firm: Path, wanted: str
) -> None:
    def signed(*profile: str) -> str:
        return Path(program.good("workshop", "minutes", firm, "--format", wanted, *profile).line).read_text("utf-8")

    begin(firm, program.folder, is_over=True)
    assert "作成：" not in signed()
    (program.folder / "settings.json").write_text('{"my_firm": "いつもの会社"}', "utf-8")
    assert "作成：いつもの会社" in signed()
    (program.folder / "profile.toml").write_text(OURS, "utf-8")
    assert "作成：サンプル安全支援 担当：高橋 03-0000-0000" in re.sub(r"</?(?:b|span)>", "", signed())
    other = program.file(OURS.replace("サンプル安全支援", "別の会社"))
    assert "別の会社" in signed("--profile", str(other))


def test_minutes_in_a_look_that_cannot_be_used_are_not_written(program: Program, firm: Path) -> None:
    begin(firm, program.folder, is_over=True)
    (program.folder / "profile.toml").write_text("[brand]\nlogo = 'nowhere.png'\n", "utf-8")
    refused = program("workshop", "minutes", firm)
    assert (refused.code, refused.out, "nowhere.png" in refused.err) == (3, "", True)
    assert not (program.folder / "reports").exists()


def test_a_workshop_that_was_not_held_is_said(program: Program, firm: Path) -> None:
    result = program("workshop", "minutes", firm)
    assert (result.code, "まだ一度も" in result.err) == (4, True)
    begin(firm, program.folder, is_over=True)
    result = program("workshop", "minutes", firm, "--which", "2")
    assert (result.code, "1 (2026-11-22)" in result.err) == (4, True)


def test_only_a_page_becomes_a_pdf(program: Program, firm: Path) -> None:
    begin(firm, program.folder, is_over=True)
    result = program("workshop", "minutes", firm, "--format", "markdown", "--pdf")
    assert (result.code, "--format html" in result.err) == (3, True)


def test_history_tells_what_happened_in_a_workshop(program: Program, firm: Path) -> None:
    begin(firm, program.folder, is_over=True)
    told = program.good("history", firm).out
    assert "15分のかんたん点検、出席 2人" in told
    assert "保留事項に入れた：費用の話" in told
    assert program.good("verify", firm).code == 0


def test_the_texts_of_a_workshop_can_be_erased(program: Program, firm: Path) -> None:
    begin(firm, program.folder, is_over=True)
    assert "本社".encode() in firm.read_bytes()
    assert "2件" in program.good("erase", firm, "--workshop", "1").err
    kept = firm.read_bytes()
    assert "本社".encode() not in kept
    assert "費用の話".encode() not in kept
    assert b"canary-9911" in kept
    program.good("verify", firm)
    assert program("erase", firm, "--workshop", "1").code == 4
    assert program("erase", firm, "--workshop", "7").code == 4
    assert program("erase", firm, "one.kept", "--workshop", "1").code == 2
