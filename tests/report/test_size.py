"""A report goes by mail: it stays small however much there is to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from pmark_check.domain.session import Session
from tests.report.clients import all_no, before_examination, report_of
from tests.report.large import LARGE, talked_over
from tests.report.web.documents import of_demo

KB = 1000
PER_CONTROL = 300 * KB // 250
"""What a report of 250 controls may weigh, for each of them: 323 of a Privacy Mark client are 388 KB."""
ACCIDENTS = 20 * KB
"""What the sources tell of the accidents behind the questions; the same for every client."""

PRIVACY_MARK: dict[str, Callable[[], Session]] = {
    "on-its-way": before_examination,
    "everything-no": all_no,
    "everything-no-and-talked-over": lambda: talked_over(all_no()),
}


def size_of(html: str) -> int:
    return len(html.encode("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", LARGE)
@pytest.mark.parametrize(("controls", "limit"), [(250, 300 * KB), (1000, 1200 * KB)])
def test_a_large_client_stays_small(client: str, controls: int, limit: int, language: Language) -> None:
    session = LARGE[client](controls)
    assert len(session.library.controls) == controls
    assert size_of(report_of(session, language)) <= limit * 0.9


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", PRIVACY_MARK)
def test_the_privacy_mark_checklists_with_all_their_background_keep_to_the_same_measure(
    client: str, language: Language
) -> None:
    session = PRIVACY_MARK[client]()
    assert len(session.library.controls) == 323
    assert size_of(report_of(session, language)) <= 323 * PER_CONTROL + ACCIDENTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_keeps_to_the_same_measure(language: Language) -> None:
    assert size_of(of_demo(report_of, language)) <= 323 * PER_CONTROL + ACCIDENTS
