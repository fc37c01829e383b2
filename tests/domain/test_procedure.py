from datetime import date, timedelta
from functools import cache

import pytest

from pmark_check.domain.procedure import Application, Procedure, Size, fee, size_class
from pmark_check.storage.backdrop import read_procedure

LAST_DAY = date(2026, 9, 30)
"""Until which the shipped fees hold; the new ones were not known when they were read."""
MILLION = 1_000_000


@cache
def procedure() -> Procedure:
    return read_procedure()


@pytest.mark.parametrize(
    ("industry", "people", "capital", "size"),
    [
        ("service", 1, None, Size.SMALL),
        ("service", 5, None, Size.SMALL),
        ("service", 5, 900 * MILLION, Size.SMALL),  # people alone make a firm small, whatever its capital
        ("service", 6, None, Size.MEDIUM),
        ("service", 100, None, Size.MEDIUM),
        ("service", 101, None, None),  # the capital would decide, and is not known
        ("service", 101, 50 * MILLION, Size.MEDIUM),
        ("service", 101, 50 * MILLION + 1, Size.LARGE),
        ("manufacturing_other", 20, None, Size.SMALL),
        ("manufacturing_other", 21, None, Size.MEDIUM),
        ("manufacturing_other", 300, None, Size.MEDIUM),
        ("manufacturing_other", 301, 300 * MILLION, Size.MEDIUM),
        ("manufacturing_other", 301, 301 * MILLION, Size.LARGE),
        ("wholesale", 5, None, Size.SMALL),
        ("wholesale", 100, None, Size.MEDIUM),
        ("wholesale", 101, 100 * MILLION, Size.MEDIUM),
        ("retail", 50, None, Size.MEDIUM),
        ("retail", 51, 51 * MILLION, Size.LARGE),
        ("fishing", 3, None, None),
    ],
)
def test_the_size_class_of_a_firm(industry: str, people: int, capital: int | None, size: Size | None) -> None:
    assert size_class(procedure(), industry, people, capital) is size


@pytest.mark.parametrize("application", Application)
@pytest.mark.parametrize("size", Size)
def test_a_fee_holds_on_its_last_day_and_afterwards_none_is_made_up(application: Application, size: Size) -> None:
    found = fee(procedure(), application, size, LAST_DAY)
    assert found is not None
    assert found.total == found.applying + found.examining + found.registering
    assert fee(procedure(), application, size, LAST_DAY + timedelta(days=1)) is None
    assert fee(procedure(), application, size, date(2019, 9, 30)) is None


def test_the_fees_of_a_small_firm_are_those_of_the_published_table() -> None:
    """52,382 + 209,524 + 52,382 yen: the sum that JIPDEC gives for a small firm's first application."""
    found = fee(procedure(), Application.NEW, Size.SMALL, LAST_DAY)
    assert found is not None
    assert found.total == 314_288


def test_a_larger_firm_never_pays_less_and_a_renewal_never_more() -> None:
    for size in Size:
        first, again = (fee(procedure(), application, size, LAST_DAY) for application in Application)
        assert first
        assert again
        assert again.total <= first.total
    totals = [found.total for size in Size if (found := fee(procedure(), Application.NEW, size, LAST_DAY))]
    assert totals == sorted(totals)


def test_a_fact_without_dates_always_holds() -> None:
    undated = next(deadline for deadline in procedure().deadline if not deadline.effective_from)
    if undated.effective_until is None:
        assert undated.holds(date(1999, 1, 1))
        assert undated.holds(date(2099, 1, 1))


def test_every_dated_fact_names_a_listed_page_and_the_day_it_was_looked_at() -> None:
    pages = {page.id for page in procedure().source}
    kinds = ("size", "fee", "form", "conflict", "deadline", "notice")
    facts = [fact for kind in kinds for fact in getattr(procedure(), kind)]
    assert len(facts) > 30
    assert {fact.source for fact in facts} <= pages
    assert all(fact.checked_on <= date(2026, 11, 30) for fact in facts)


def test_every_industry_that_can_be_stated_has_its_size_classes() -> None:
    from pmark_check.domain.checklist import Facts
    from pmark_check.storage.prepared import read
    from pmark_check.storage.shipped import shipped_bytes

    facts = read(Facts, "facts.toml", shipped_bytes("facts.toml")).fact
    industries = next(fact for fact in facts if fact.id == "industry").choices
    assert {(row.industry, row.size) for row in procedure().size} == {
        (choice.id, size) for choice in industries for size in Size
    }
