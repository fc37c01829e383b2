"""A report goes by mail: it stays small however much there is to say."""

from __future__ import annotations

import pytest

from pmark_check.domain.language import LANGUAGES, Language
from tests.report.clients import all_no, before_examination, report_of
from tests.report.large import LARGE

KB = 1000


def size_of(html: str) -> int:
    return len(html.encode("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", LARGE)
@pytest.mark.parametrize(("controls", "limit"), [(250, 300 * KB), (1000, 1200 * KB)])
def test_a_large_client_stays_small(client: str, controls: int, limit: int, language: Language) -> None:
    session = LARGE[client](controls)
    assert len(session.library.controls) == controls
    assert size_of(report_of(session, language)) <= limit


def test_the_privacy_mark_checklists_with_all_their_background_stay_small() -> None:
    assert size_of(report_of(before_examination())) <= 370 * KB
    assert size_of(report_of(all_no())) <= 450 * KB
