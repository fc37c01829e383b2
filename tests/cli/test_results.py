"""The scorecard, the explanations and the report."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pmark_check.storage import workspace
from pmark_check.view.explain import explainable
from tests.cli.door import FIRM, Program, process
from tests.cli.test_answers import SAME

KEYS = {
    "client", "checklist", "incident_readiness", "application_outlook", "reasons", "score", "coverage", "confidence",
    "asked", "answered", "layers", "sections", "checklists", "gaps", "knockouts", "first_six", "short_path", "homework",
    "not_asked", "excused", "chapters", "consistency", "forecast", "gates", "plan",
}  # fmt: skip


@pytest.fixture
def answered(program: Program) -> Program:
    program.firm()
    program.good("import", FIRM, program.file(SAME))
    return program


def test_the_score_as_data(answered: Program) -> None:
    data = answered.good("score", FIRM, "--json").data
    assert data.keys() == KEYS
    assert (data["incident_readiness"], data["application_outlook"]) == ("exposed", "none")
    assert data["reasons"] == ["one.kept"]
    assert data["layers"].keys() == {"rule", "practice", "record"}
    assert all(band.keys() == {"worst", "best"} for band in (data["score"], *data["layers"].values()))
    assert data["sections"].keys() == {"one", "two"}
    assert data["sections"]["one"].keys() == {"title", "worst", "best", "asked", "answered", "gaps"}
    assert data["knockouts"] == {"failed": ["one.kept"], "open": [], "excused": [], "unconfirmed": []}
    assert {"one.kept", "two.done"} <= {step["control"] for step in data["first_six"]}
    assert data["excused"] == [{"control": "two.told", "reason": "委託先がない", "by": "佐藤"}]


def test_shares_have_six_decimals_and_lie_between_0_and_1(answered: Program) -> None:
    """one.kept partial everywhere: 5/2; one.seen practice yes, record open: 3 split 4:3; two.done no: 1."""
    data = answered.good("score", FIRM, "--json").data
    assert data["score"] == {"worst": round((2.5 + 12 / 7) / 9, 6), "best": round((2.5 + 3) / 9, 6)}
    for share in (data["coverage"], data["confidence"], *data["score"].values()):
        assert 0 <= share <= 1
        assert share == round(share, 6)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["事故の備え: ", "今日示せる点: 46%（最大 62%）", "残していますか。", "まずこの", "一章", "規程"]),
        (
            "en",
            ["Incident readiness: ", "Can be shown today: 46% (at most 62%)", "Is it kept?", "Do these", "Chapter one"],
        ),
    ],
)
def test_the_score_for_people(answered: Program, language: str, words: list[str]) -> None:
    answered.language = language
    shown = answered.good("score", FIRM).out
    assert [word for word in words if word not in shown] == []


def test_looking_at_the_score_leaves_no_event(answered: Program) -> None:
    before = answered.good("history", FIRM, "--json").out
    answered.good("score", FIRM)
    answered.good("explain", FIRM, "score.worst")
    answered.good("report", FIRM)
    assert answered.good("history", FIRM, "--json").out == before


# --- explain ----------------------------------------------------------------------------------------------------------


def numbers(data: dict[str, dict[str, float]], number: str) -> float | None:
    """Return the number of that name from the scorecard."""
    found: object = data
    head, _, rest = number.partition(".")
    middle, _, part = rest.rpartition(".")
    found = data[head][part] if head == "score" and part in data[head] else data.get(part)
    if head in ("layers", "sections"):
        found = data[head][middle][part]  # type: ignore[index]
    assert found is None or isinstance(found, float)
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_number_is_explained_by_values_that_give_it(answered: Program, language: str) -> None:
    """``above ÷ below`` of the formula is the share in the scorecard, and the lines add up to both."""
    answered.language = language
    data = answered.good("score", FIRM, "--json").data
    names = answered.good("explain", FIRM).out.splitlines()
    assert {"score.worst", "score.best", "score.coverage", "score.confidence"} < set(names)
    shares = [name for name in names if name.split(".")[0] in ("score", "layers", "sections")]
    assert len(shares) == 4 + 6 + 4
    for name in shares:
        first, formula, *lines = answered.good("explain", FIRM, name).out.splitlines()
        above, below = map(Fraction, re.findall(r"([\d.]+) ÷ ([\d.]+)", formula)[-1])
        share = numbers(data, name)
        assert share is not None
        assert float(above / below) == pytest.approx(share, abs=0.01)
        assert int(re.findall(r"(\d+)%", first)[-1]) == pytest.approx(share * 100, abs=1)
        brought, weights = zip(*(map(Fraction, re.findall(r"[\d.]+", line)[:2]) for line in lines), strict=True)
        if name.endswith(("worst", "best")):
            assert float(sum(brought)) == pytest.approx(float(above), abs=0.011 * len(lines))
            assert float(sum(weights)) == pytest.approx(float(below), abs=0.011 * len(lines))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_verdicts_and_steps_are_explained_too(answered: Program, language: str) -> None:
    answered.language = language
    data = answered.good("score", FIRM, "--json").data
    names = answered.good("explain", FIRM).out.splitlines()
    assert "one.kept" in answered.good("explain", FIRM, "incident_readiness").out
    for step in data["first_six"]:
        name = f"steps.{step['control']}"
        assert name in names
        text = answered.good("explain", FIRM, name).out
        above, below = map(Fraction, re.findall(r"([\d.]+) ÷ ([\d.]+)", text)[-1])
        assert float(above / below) == pytest.approx(step["gain"], abs=0.01)
    for name in names:
        shown = answered.good("explain", FIRM, name).out
        assert "explain." not in shown
        assert "{" not in shown


def test_a_number_there_is_not_is_answered_with_those_there_are(answered: Program) -> None:
    refused = answered("explain", FIRM, "score.wosrt")
    assert (refused.code, refused.out) == (4, "")
    assert "score.worst" in refused.err
    assert explainable.__doc__


# --- report -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_reports_language_is_not_that_of_the_screen(answered: Program, language: str) -> None:
    answered.language = "en" if language == "ja" else "ja"
    page = Path(answered.good("report", FIRM, "--lang", language).line).read_text("utf-8")
    assert f'lang="{language}"' in page
    assert {"ja": "残していますか。", "en": "Is it kept?"}[language] in page


def test_the_report_speaks_japanese_unless_told_otherwise(answered: Program) -> None:
    answered.language = "en"
    assert 'lang="ja"' in Path(answered.good("report", FIRM).line).read_text("utf-8")


def test_an_error_of_the_report_command_is_in_the_language_of_the_screen(program: Program) -> None:
    assert "その会社はありません" in program("report", "どこか", "--lang", "en").err


@pytest.mark.parametrize(
    ("audience", "end"), [("president", "_president"), ("officer", ""), ("consultant", "_consultant")]
)
def test_a_report_is_named_for_whom_it_is(answered: Program, audience: str, end: str) -> None:
    page = Path(answered.good("report", FIRM, "--audience", audience).line)
    assert page.name == f"{FIRM}_2026-11-22{end}.html"


def test_private_notes_are_in_the_consultants_report_alone(answered: Program) -> None:
    answered.good("answer", FIRM, "one.kept", "no", "--private-note", "canary-7731")
    pages = {
        audience: Path(answered.good("report", FIRM, *audience).line).read_text("utf-8")
        for audience in ((), ("--audience", "president"), ("--audience", "officer"), ("--audience", "consultant"))
    }
    assert [audience for audience, page in pages.items() if "canary-7731" in page] == [("--audience", "consultant")]


def test_a_profile_chooses_the_audience_the_parts_and_the_look(answered: Program) -> None:
    own = answered.file('base = "consultant"\nsections = ["method"]\n[brand]\nfirm = "甲"\n', "own.toml")
    page = Path(answered.good("report", FIRM, "--profile", own).line)
    assert page.name.endswith("_consultant.html")
    assert "作成：甲" in page.read_text("utf-8")
    assert 'id="gaps"' not in page.read_text("utf-8")
    officers = Path(answered.good("report", FIRM, "--profile", own, "--audience", "officer").line).read_text("utf-8")
    assert "作成：甲" in officers
    assert 'id="gaps"' in officers


def test_the_workspaces_profile_gives_every_report_its_look_and_no_report_private_notes(answered: Program) -> None:
    (answered.folder / "profile.toml").write_text('base = "consultant"\n[brand]\nfirm = "甲"\n', "utf-8")
    answered.good("answer", FIRM, "one.kept", "no", "--private-note", "canary-7731")
    page = Path(answered.good("report", FIRM).line)
    assert page.name == f"{FIRM}_2026-11-22.html"
    assert "作成：甲" in page.read_text("utf-8")
    assert "canary-7731" not in page.read_text("utf-8")


def test_a_report_is_signed_with_the_firm_in_the_settings_unless_a_profile_says_otherwise(answered: Program) -> None:
    (answered.folder / "settings.json").write_text('{"my_firm": "乙"}', "utf-8")
    assert "作成：乙" in Path(answered.good("report", FIRM).line).read_text("utf-8")
    own = answered.file('[brand]\nfirm = "甲"\n', "own.toml")
    assert "作成：甲" in Path(answered.good("report", FIRM, "--profile", own).line).read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["報告書の設定に誤りがあります", "own.toml:2:1: 知らない項目「logos」", "報告書は書いていません"]),
        ("en", ["The report profile has mistakes", "own.toml:2:1: “logos” is not a key", "No report was written"]),
    ],
)
def test_a_profile_that_cannot_be_used_leaves_no_report(answered: Program, language: str, words: list[str]) -> None:
    answered.language = language
    refused = answered("report", FIRM, "--profile", answered.file('[brand]\nlogos = "a.png"\n', "own.toml"))
    assert refused.code == 3
    assert refused.out == ""
    assert all(word in refused.err for word in words), refused.err
    assert not (answered.folder / "reports").exists()


def test_a_profile_that_is_not_there_leaves_no_report(answered: Program, tmp_path: Path) -> None:
    refused = answered("report", FIRM, "--profile", tmp_path / "none.toml")
    assert refused.code == 3
    assert "none.toml: ファイルがありません" in refused.err
    assert not (answered.folder / "reports").exists()


def test_reports_lie_beside_each_other(answered: Program) -> None:
    first, second = (Path(answered.good("report", FIRM).line) for _ in range(2))
    assert first == answered.folder / "reports" / FIRM / f"{FIRM}_2026-11-22.html"
    assert second == first.with_name(f"{FIRM}_2026-11-22_2.html")
    assert first.read_bytes() == second.read_bytes()


def test_a_report_goes_where_it_is_told(answered: Program, tmp_path: Path) -> None:
    wanted = tmp_path / "新しい フォルダー" / "r.html"
    assert answered.good("report", FIRM, "-o", wanted).line == str(wanted)
    assert wanted.read_bytes().startswith(b"<!DOCTYPE html>") or wanted.read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize(("language", "words"), [("ja", "上書きしていません"), ("en", "was not overwritten")])
def test_a_report_never_overwrites(answered: Program, tmp_path: Path, language: str, words: str) -> None:
    there = tmp_path / "r.html"
    there.write_text("kept")
    answered.language = language
    refused = answered("report", FIRM, "-o", there)
    assert (refused.code, refused.out) == (5, "")
    assert words in refused.err
    assert there.read_text() == "kept"


def test_a_folder_that_cannot_be_written_takes_no_report(answered: Program, tmp_path: Path) -> None:
    folder = tmp_path / "読み取り専用"
    folder.mkdir()
    folder.chmod(0o500)
    refused = process("report", FIRM, "-o", folder / "r.html", workspace=answered.folder, is_humble=True)
    assert (refused.returncode, refused.stdout) == (7, b"")
    assert "読み取り専用/r.html" in refused.stderr.decode()
    assert list(folder.iterdir()) == []


def test_a_full_disk_takes_no_report_and_keeps_no_half_of_it(
    answered: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "voll"
    folder.mkdir()
    monkeypatch.setattr(workspace.os, "fsync", full)  # type: ignore[attr-defined]
    refused = answered("report", FIRM, "-o", folder / "r.html")
    assert (refused.code, refused.out) == (7, "")
    assert "No space left on device" in refused.err
    assert list(folder.iterdir()) == []
