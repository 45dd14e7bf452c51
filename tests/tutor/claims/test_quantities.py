import pytest

from tutor.claims.quantities import counts, figures, quantities
from tutor.claims.values import Bound


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "bound"),
    [
        ("up to 64 TB", 64e12, 64e12, "bytes", Bound.MOST),
        ("scales to 128 TiB", 128e12, 128e12, "bytes", Bound.EXACT),
        ("10GB→128TB", 10e9, 128e12, "bytes", Bound.EXACT),
        ("typically < 10ms", 0.01, 0.01, "time", Bound.MOST),
        ("60-120 seconds", 60, 120, "time", Bound.EXACT),
        ("5-minute increments", 300, 300, "time", Bound.EXACT),
        ("~400 μs", 4e-4, 4e-4, "time", Bound.ABOUT),
        ("over 5x faster", 5, 5, "times", Bound.LEAST),
        ("five times the throughput", 5, 5, "times", Bound.EXACT),
        ("I/O > 25-30% of the cost", 25, 30, "percent", Bound.LEAST),
        ("above 12 500 m", 12500, 12500, "length", Bound.LEAST),
        ("between −10 and +30 °C", -10, 30, "temperature", Bound.EXACT),
        ("0 to -15 deg C", -15, 0, "temperature", Bound.EXACT),
        ("chilled at -5 degrees", -5, -5, "temperature", Bound.EXACT),
        ("5-10 ms", 0.005, 0.01, "time", Bound.EXACT),
        ("at 36 kt", 18.52, 18.52, "speed", Bound.EXACT),
        ("at most 5 m tall", 5, 5, "length", Bound.MOST),
        ("within 3 working days", 259200, 259200, "time", Bound.MOST),
    ],
)
def test_a_number_with_a_unit_is_read_with_its_bound(
    text: str, low: float, high: float, unit: str, bound: Bound
) -> None:
    (found,) = quantities(text)

    assert (found.low, found.high) == pytest.approx((low, high))
    assert (found.unit, found.bound) == (unit, bound)
    assert found.text in text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("single-digit millisecond latency", 0.001, 0.009),
        ("sub-second replication", 0, 1),
        ("microsecond reads", 1e-6, 999e-6),
        ("100s of TB", 100e12, 999e12),
        ("petabyte scale", 1e15, 999e15),
    ],
)
def test_an_order_of_magnitude_is_a_vague_range(text: str, low: float, high: float) -> None:
    (found,) = quantities(text)

    assert found.vague
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize("text", ["grows in increments of 10GB", "millions of requests per second", "The second one"])
def test_steps_and_rates_are_no_sizes(text: str) -> None:
    assert quantities(text) == []


def test_things_are_counted_with_what_they_are() -> None:
    (replicas,) = counts("We can create upto 15 read replicas for each database")

    assert (replicas.high, replicas.bound, replicas.counted) == (15, Bound.MOST, "read replicas")


def test_all_of_something_is_a_count_without_a_limit() -> None:
    (found,) = counts("All instances can write")

    assert found.bound is Bound.ALL


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("half of it is rye", 50, 50, Bound.EXACT),
        ("up to one third of the pot", 33, 34, Bound.MOST),
        ("two thirds of the wall", 66, 67, Bound.EXACT),
        ("fill it 2/3 full", 66, 67, Bound.EXACT),
        ("half full", 50, 50, Bound.EXACT),
    ],
)
def test_a_share_in_words_is_a_percentage(text: str, low: float, high: float, bound: Bound) -> None:
    (found,) = figures(text)

    assert (found.unit, found.low, found.high, found.bound) == ("percent", low, high, bound)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("a budget of €400 in the first year", 400, 400, "eur"),
        ("from 400 EUR", 400, 400, "eur"),
        ("Kr 90,000, or more", 90000, 90000, "kr"),
        ("30 CHF", 30, 30, "chf"),
        ("costs $0.12/GB", 0.12, 0.12, "usd"),
        ("$1,000-2,000", 1000, 2000, "usd"),
    ],
)
def test_a_sum_of_money_has_its_currency_as_the_unit(text: str, low: float, high: float, unit: str) -> None:
    (found,) = figures(text)

    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize("text", ["open 24/7", "the third of May", "at 10:30"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert not [one for one in figures(text) if one.unit == "percent" or one.low in (2, 24)]
