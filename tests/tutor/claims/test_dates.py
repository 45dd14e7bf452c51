"""Dates are read as days that can be held against each other."""

from __future__ import annotations

from datetime import date

import pytest

from tutor.claims.dates import dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("opened on 18 May 1848", date(1848, 5, 18), date(1848, 5, 18)),
        ("July 5th, 1848", date(1848, 7, 5), date(1848, 7, 5)),
        ("2024-02-29 leap day", date(2024, 2, 29), date(2024, 2, 29)),
        ("Sept. 1814", date(1814, 9, 1), date(1814, 9, 30)),
    ],
)
def test_a_date_is_its_first_and_last_day(text: str, first: date, last: date) -> None:
    (found,) = dates(text)

    assert (found.unit, found.low, found.high) == ("date", first.toordinal(), last.toordinal())


@pytest.mark.parametrize(("text", "unit", "number"), [("by 4 Aug", "day", 804), ("every Tuesday", "weekday", 2)])
def test_a_day_of_no_year_is_one_of_any(text: str, unit: str, number: int) -> None:
    (found,) = dates(text)

    assert (found.unit, found.low) == (unit, number)


@pytest.mark.parametrize("text", ["you may 5", "In March, 5 came", "31 Feb 1848", "2024-13-01", "March 1.5 GB"])
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert list(dates(text)) == []
