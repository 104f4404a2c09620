"""Spans of time: what lies in them, and that no change by time alone is overlooked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from towpath.engine.conditions.moments import (
    NOW,
    At,
    On,
    Shifted,
    Span,
    Time,
    anniversary,
    read_time,
    start_of,
)  # fmt: skip
from towpath.engine.conditions.values import Returns, changes, time_holds
from towpath.engine.duration import Duration, parse_duration

BERLIN = "Europe/Berlin"
ZONES = [
    "UTC",
    BERLIN,
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/St_Johns",
    "Pacific/Apia",
]
# Close to the days on which the clocks of these zones change, and to the ends of months.
HINGES = [
    datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC), datetime(2027, 3, 14, 7, tzinfo=UTC),
    datetime(2027, 11, 7, 6, tzinfo=UTC), datetime(2027, 4, 3, 15, tzinfo=UTC), datetime(2027, 10, 2, 15, tzinfo=UTC),
    datetime(2027, 4, 29, 22, tzinfo=UTC), datetime(2027, 10, 28, 21, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC), datetime(2006, 10, 29, 2, 30, tzinfo=UTC),
    datetime(2028, 2, 29, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC),
]  # fmt: skip
near = st.builds(
    lambda hinge, minutes: hinge + timedelta(minutes=minutes),
    st.sampled_from(HINGES),
    st.integers(-3 * 1440, 3 * 1440) | st.integers(-40 * 1440, 40 * 1440),
)
lengths = st.builds(
    Duration,
    months=st.sampled_from([0, 0, 0, 1, 2, 12]),
    days=st.sampled_from([0, 1, 2, 7, 30]),
    seconds=st.sampled_from([0, 0, 1800, 3600, 100_000]),
)
values = near | near.map(lambda moment: moment.date())


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        ("2030-01-07T09:00Z", utc(2030, 1, 7, 9)),
        ("2030-01-07 09:00:00.123456+02:00", utc(2030, 1, 7, 7, 0, 0, 123456)),
        ("2030-01-07T09:00:00-0330", utc(2030, 1, 7, 12, 30)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_a_date_or_moment_is_read(text: str, time: Time) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    "text",
    ["", "2029-02-29", "2030-02-30", "2030-13-01", "0000-01-01", "0000-02-29", "2030-1-7", "2030-01-07T09:00", "7 Jan",
     "2030-01-07T24:00Z", "2030-01-07T09:00+16:00", "2030-01-07T09:00:60Z", "2030-01-07\n", "٢٠٣٠-01-07"],
)  # fmt: skip
def test_what_does_not_exist_or_has_no_zone_is_no_time(text: str) -> None:
    assert read_time(text) is None


def test_both_ends_of_a_span_belong_to_it() -> None:
    span, now = Span(Shifted(parse_duration("PT1H"), -1), NOW), utc(2030, 1, 7, 9)

    inside = [utc(2030, 1, 7, 8), now]
    outside = [utc(2030, 1, 7, 8) - timedelta(microseconds=1), now + timedelta(microseconds=1)]

    assert all(span.holds(v, now, "UTC") for v in inside)
    assert not any(span.holds(v, now, "UTC") for v in outside)


def test_days_before_now_begin_at_the_same_time_of_day_there_where_the_person_lives() -> None:
    span, now = (
        Span(Shifted(parse_duration("P1D"), -1), NOW),
        utc(2030, 3, 31, 7),
    )  # 09:00 summer time in Berlin

    assert span.holds(utc(2030, 3, 30, 8), now, BERLIN)
    assert not span.holds(utc(2030, 3, 30, 7, 59), now, BERLIN)


def test_a_date_counts_by_days_of_the_persons_calendar() -> None:
    span, now = (
        Span(Shifted(parse_duration("P1D"), -1), NOW),
        utc(2030, 1, 7, 23, 30),
    )  # already the 8th in Berlin

    assert span.holds(date(2030, 1, 8), now, BERLIN)
    assert not span.holds(date(2030, 1, 6), now, BERLIN)
    assert span.holds(date(2030, 1, 6), now, "UTC")


def test_a_month_before_a_date_that_the_month_lacks_begins_with_the_next_month() -> None:
    span = Span(Shifted(parse_duration("P1M"), -1), NOW)

    assert not span.holds(utc(2030, 2, 28, 23), utc(2030, 3, 29), "UTC")
    assert span.holds(utc(2030, 3, 1), utc(2030, 3, 31, 23), "UTC")


def test_a_whole_day_lies_between_its_first_and_last_moment() -> None:
    day = Span(On(date(2030, 1, 7)), On(date(2030, 1, 7)))

    assert day.holds(utc(2030, 1, 6, 23), utc(2000, 1, 1), BERLIN)
    assert day.holds(utc(2030, 1, 7, 22, 59, 59), utc(2000, 1, 1), BERLIN)
    assert not day.holds(utc(2030, 1, 7, 23), utc(2000, 1, 1), BERLIN)
    assert Span(At(utc(2030, 1, 6, 23)), None).holds(date(2030, 1, 7), utc(2000, 1, 1), BERLIN)
    assert not Span(At(utc(2030, 1, 6, 23, 1)), None).holds(date(2030, 1, 7), utc(2000, 1, 1), BERLIN)


def test_a_yearly_return_is_never_the_day_itself_and_29_february_falls_on_the_28th() -> None:
    assert anniversary(date(2030, 1, 7), date(2030, 1, 1)) == date(2031, 1, 7)
    assert anniversary(date(2000, 1, 7), date(2030, 1, 7)) == date(2030, 1, 7)
    assert anniversary(date(2000, 1, 7), date(2030, 1, 8)) == date(2031, 1, 7)
    assert anniversary(date(2028, 2, 29), date(2030, 1, 8)) == date(2030, 2, 28)
    assert anniversary(date(9999, 1, 1), date(2030, 1, 8)) is None


@given(lengths, st.sampled_from([1, -1]), near, st.integers(0, 5000), st.sampled_from(ZONES))
@settings(max_examples=300)
def test_an_edge_never_goes_back(length: Duration, sign: int, now: datetime, minutes: int, zone: str) -> None:
    edge, later = Shifted(length, sign), now + timedelta(minutes=minutes)

    assert edge.instant(True, now, zone) <= edge.instant(True, later, zone)
    assert edge.day_of(True, now, zone) <= edge.day_of(True, later, zone)


def _is_told(span: Span, value: Time, zone: str, now: datetime, later: datetime) -> bool:
    if span.holds(value, now, zone) == span.holds(value, later, zone):
        return True
    return any(now < moment <= later for moment in span.changes(value, zone))


@given(lengths, st.booleans(), values, near, st.integers(1, 60 * 1440), st.sampled_from(ZONES))
@example(Duration(months=1), False, date(2027, 3, 1), utc(2027, 1, 28, 12), 1440, "UTC")
@example(Duration(months=1), True, date(2027, 1, 31), utc(2027, 2, 27, 12), 2 * 1440, "UTC")
@settings(max_examples=1000)
def test_whatever_enters_or_leaves_a_span_by_time_alone_was_foretold(
    length: Duration, is_past: bool, value: Time, now: datetime, minutes: int, zone: str
) -> None:
    span = Span(Shifted(length, -1), NOW) if is_past else Span(NOW, Shifted(length))

    assert _is_told(span, value, zone, now, now + timedelta(minutes=minutes))


@given(lengths, st.booleans(), values, st.sampled_from(ZONES))
@settings(max_examples=300)
def test_the_foretold_moments_are_not_too_late(
    length: Duration, is_past: bool, value: Time, zone: str
) -> None:
    span = Span(Shifted(length, -1), NOW) if is_past else Span(NOW, Shifted(length))

    for moment in span.changes(value, zone):
        for step in (timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=5)):
            assert _is_told(span, value, zone, moment - step, moment)
            assert _is_told(span, value, zone, moment, moment + step)


@given(
    st.sampled_from(["P0D", "P1D", "P7D", "P1M", "P1Y"]),
    values,
    near,
    st.integers(0, 900),
    st.sampled_from(ZONES),
)
@settings(max_examples=500)
def test_a_yearly_return_within_reach_is_one_of_a_day_in_the_span(
    within: str, value: Time, now: datetime, days_ahead: int, zone: str
) -> None:
    test, now = Returns(parse_duration(within)), now + timedelta(days=days_ahead)
    day = value if not isinstance(value, datetime) else None
    if day is None:
        return
    returns = [start for n in range(1, 60) if (start := anniversary(day, date(day.year + n, 1, 1)))]

    assert time_holds(test, day, now, zone) == any(test.span.holds(found, now, zone) for found in returns)


def test_the_first_moment_of_a_day_may_not_be_midnight() -> None:
    assert start_of(date(2027, 4, 30), "Africa/Cairo") == utc(2027, 4, 29, 22)


@given(
    st.sampled_from(["P0D", "P1D", "P7D", "P1M", "P1Y"]), values, near, st.integers(1, 800 * 24), st.integers(-3, 3),
    st.sampled_from(ZONES),
)  # fmt: skip
@settings(max_examples=500)
def test_a_yearly_return_comes_within_reach_and_goes_when_it_was_foretold(
    within: str, value: Time, now: datetime, hours: int, years: int, zone: str
) -> None:
    test, now = Returns(parse_duration(within)), now + timedelta(days=365 * years)
    later = now + timedelta(hours=hours)

    if time_holds(test, value, now, zone) != time_holds(test, value, later, zone):
        assert any(now < moment <= later for moment in changes(test, value, now, zone))
