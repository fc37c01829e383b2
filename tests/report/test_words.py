"""The words of the report: complete in both languages, none left over."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pmark_check.domain.checklist import Stage
from pmark_check.domain.incidents import Standing
from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.readiness import Result
from pmark_check.i18n.translation import Translator
from pmark_check.view.accidents import STATUSES
from pmark_check.view.cited import CITED
from pmark_check.view.occurrence import occurs
from pmark_check.view.report_parts import CONTENTS, long_day, short_name

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "pmark_check/i18n/locale"

FAMILIES = {
    f"report.{part}"
    for part in (
        *(f"{part}.title" for part in CONTENTS),
        *(f"month.{month}" for month in range(1, 13)),
        *(f"layer.{layer}" for layer in ("rule", "practice", "record")),
        *(f"scheme.{scheme}" for scheme in CITED),
        *(f"short-month.{month}" for month in range(1, 13)),
        *(f"chain.{status}" for status in STATUSES),
        *(f"accident.{status}" for status in STATUSES if status != "not-asked"),
        *(f"gate.{result}" for result in Result),
        *(f"stage.{stage}" for stage in Stage),
        *(f"forecast.{kind}.{form}" for kind in ("certain", "possible") for form in ("one", "many")),
        *(f"heat.{sign}{status}" for sign in ("", "mark.") for status in ("held", "weak", "failed", "open", "none")),
        *(f"documents.{sign}{shelf}" for sign in ("", "caption.") for shelf in ("rules", "records")),
        *(f"procedure.{part}" for part in ("conflicts", "deadlines", "notices")),
        *(f"progress.sum.{sum_}" for sum_ in ("carried", "promised", "ended", "open", "late", "proofs")),
        *(f"progress.{part}" for part in ("file", "running")),
        "trend.day",
        "list.middle",
        "weight",
        "loss",
        "confidential",
        "private.mark",
        *(f"basis.{basis}" for basis in ("stated", "implied")),
        *(f"standing.{standing}" for standing in Standing),
        *(f"method.{figure}" for figure in ("worst", "best", "coverage", "confidence")),
        "day",
    )
}


def used() -> set[str]:
    """Every key that a template names in full, and the families put together from parts."""
    keys = set(FAMILIES)
    for template in (ROOT / "reports").rglob("*.*"):
        text = template.read_text("utf-8")
        keys |= set(re.findall(r"""["'](report\.[a-z0-9.-]*[a-z0-9])["'](?! ~)""", text))
        counted = re.findall(r'count\("(report\.[a-z.-]*[a-z])"', text)
        keys = (keys - set(counted)) | {f"{key}.{form}" for key in counted for form in ("one", "many")}
    return keys


def written(language: Language) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES/report.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_what_the_templates_use_and_nothing_else(language: Language) -> None:
    assert set(written(language)) == used()
    assert all(written(language).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: Language) -> None:
    t = Translator(language)
    assert {key: t(key) for key in written(language)} == written(language)


def test_both_languages_fill_in_the_same_values() -> None:
    ja, en = written("ja"), written("en")
    for key in ja.keys() - {"report.first.title.one"}:
        assert set(re.findall(r"\{\w+\}", ja[key])) == set(re.findall(r"\{\w+\}", en[key])), key


def test_a_letter_is_dated_as_letters_are() -> None:
    day = date(2026, 3, 1)
    assert (long_day(day, Translator("ja")), long_day(day, Translator("en"))) == ("2026年3月1日", "1 March 2026")


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("ログ", "ログを1年残す", True),
        ("ログ", "カタログとブログ", False),
        ("プライバシーマーク（Pマーク）", "Pマークの審査", True),
        ("VPN", "VPNで", True),
        ("VPN", "OpenVPNs", False),
        ("Log", "keep the logs", True),
        ("Log", "the catalogue", False),
        ("Log", "catalogue and log", True),
        ("個人データ", "個人情報", False),
    ],
)
def test_a_term_occurs_as_a_word_of_its_own(term: str, text: str, *, found: bool) -> None:
    assert occurs(term, text.casefold()) is found


def test_an_accident_goes_by_the_name_in_its_brackets() -> None:
    assert short_name("テスト用システムへの不正アクセス（J-Coin Pay）") == "J-Coin Pay"
    assert short_name("An attack (M2J)") == "M2J"
    assert short_name("名前のない事故") == "名前のない事故"
