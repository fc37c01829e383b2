"""Two judges of web pages find nothing to say: html-validate on the text, axe-core on the page as a browser shows it.

Both are installed with npm, into this folder: see ``package.json``. Without them these tests are skipped, except where
PMARK_CHECK_REQUIRE_ALL is set.

html-validate judges by its recommended rules.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pmark_check.domain.language import Language
from tests.report.web.chromium import IN_BROWSER, MUST, Save, Watched
from tests.report.web.documents import ALIKE, DOCUMENTS, EACH

HERE = Path(__file__).parent
VALIDATE = HERE / "node_modules" / ".bin" / "html-validate"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    *IN_BROWSER,
    pytest.mark.skipif(
        not ((VALIDATE.exists() and AXE.exists()) or MUST), reason="run npm install in tests/report/web"
    ),
]

RUN_AXE = """async judged => (await axe.run({resultTypes: ['violations'], ...judged})).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`))"""
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}


def complaints(folder: Path) -> dict[str, list[str]]:
    """Return what html-validate says of each page in ``folder``, by its name."""
    found = folder / "found.json"
    command: list[str | Path] = [
        VALIDATE,
        "--config",
        HERE / "htmlvalidate.json",
        "--formatter",
        f"json={found}",
        *folder.glob("*.html"),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert found.exists(), done.stderr
    said: dict[str, list[str]] = defaultdict(list)
    for file in json.loads(found.read_bytes()):
        for complaint in file["messages"]:
            place = f"line {complaint['line']}"
            said[Path(file["filePath"]).stem].append(f"{place}: {complaint['ruleId']}: {complaint['message']}")
    return said


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What html-validate says of every document; one run, because each start takes a second."""
    folder = tmp_path_factory.mktemp("judged")
    spoilt = DOCUMENTS["report-empty"]("ja").replace("<h2", "<h2 nonsense", 1).replace("</h2>", "", 1)
    pages = {f"{name}-{language}": DOCUMENTS[name](language) for name, language in EACH}
    for name, html in {**pages, "spoilt": spoilt}.items():
        (folder / f"{name}.html").write_text(html, "utf-8")
    return complaints(folder)


@pytest.mark.parametrize(("name", "language"), EACH)
def test_html_validate_reports_nothing(judged: dict[str, list[str]], name: str, language: Language) -> None:
    assert judged.get(f"{name}-{language}", []) == []


def test_html_validate_did_look(judged: dict[str, list[str]]) -> None:
    assert any("close-order" in complaint for complaint in judged["spoilt"])


@pytest.mark.parametrize(("name", "language"), EACH)
def test_axe_reports_no_violation(browser: Browser, save: Save, name: str, language: Language) -> None:
    """Colours take it most of its time: where pages differ in their words alone, they are judged once."""
    judged = {} if name == "report" or (language == "ja" and name not in ALIKE) else BUT_COLOURS
    assert violations(browser, save(DOCUMENTS[name](language)), judged=judged) == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in ALIKE])
def test_axe_reports_no_violation_in_the_dark(browser: Browser, save: Save, name: str) -> None:
    """Of the colours, in one language: nothing else depends on the scheme."""
    assert violations(browser, save(DOCUMENTS[name]("ja")), scheme="dark", judged=COLOURS) == []


def test_axe_did_look(browser: Browser, save: Save) -> None:
    spoilt = DOCUMENTS["report-empty"]("ja").replace("<p>", '<p lang="nonsense">', 1)
    found = violations(browser, save(spoilt), first="document.documentElement.style.setProperty('--soft', '#999')")
    assert {complaint.partition(":")[0] for complaint in found} == {"valid-lang", "color-contrast"}


def violations(
    browser: Browser, file: Path, *, scheme: str = "light", judged: object = None, first: str = ""
) -> list[str]:
    """Return what axe finds wrong, one line for each place, after the page has done ``first``."""
    watched = Watched(browser, file, scheme=scheme)
    watched.page.evaluate(f"{AXE.read_text('utf-8')};{first}")
    found: list[str] = watched.page.evaluate(RUN_AXE, judged or {})
    watched.close()
    return found
