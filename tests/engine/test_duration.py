"""Durations: calendar units by the wall clock, clock units as elapsed time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from towpath.engine.duration import BadDuration, Duration, duration_words, first_valid, parse_duration

BERLIN = "Europe/Berlin"
ZONES = ["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P2D", Duration(days=2)),
        ("P1W", Duration(days=7)),
        ("P1Y2M", Duration(months=14)),
        ("PT36H", Duration(seconds=36 * 3600)),
        ("P1DT12H30M5S", Duration(days=1, seconds=12 * 3600 + 30 * 60 + 5)),
        ("P0D", Duration()),
    ],
)
def test_a_duration_is_read(text: str, expected: Duration) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1H", "1D", "P-1D", "P1D ", "P1D\n", "p1d", "P1.5D", "PT1D", "P99999D"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(BadDuration):
        parse_duration(text)


def test_only_a_duration_of_nothing_is_zero() -> None:
    assert parse_duration("PT0S").is_zero
    assert not parse_duration("PT1S").is_zero


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P1D", "1 day"),
        ("P2D", "2 days"),
        ("P1DT12H", "1 day and 12 hours"),
        ("P1Y1MT5M", "1 year, 1 month and 5 minutes"),
        ("P0D", "0 minutes"),
        ("soon", "…"),
        ("", "…"),
    ],
)
def test_a_duration_is_said(text: str, words: str) -> None:
    assert duration_words(text) == words


def test_a_day_in_spring_is_23_hours_long_and_keeps_the_time_of_day() -> None:
    arrived = utc(2030, 3, 30, 8)  # 09:00 in Berlin

    assert parse_duration("P1D").after(arrived, BERLIN) == utc(2030, 3, 31, 7)
    assert parse_duration("P1D").before(utc(2030, 3, 31, 7), BERLIN) == arrived


def test_a_day_in_autumn_is_25_hours_long_and_keeps_the_time_of_day() -> None:
    arrived = utc(2030, 10, 26, 7)  # 09:00 in Berlin

    assert parse_duration("P1D").after(arrived, BERLIN) == utc(2030, 10, 27, 8)
    assert parse_duration("P1D").before(utc(2030, 10, 27, 8), BERLIN) == arrived


def test_24_hours_are_24_hours_whatever_the_clocks_do() -> None:
    for arrived in (utc(2030, 3, 30, 8), utc(2030, 10, 26, 7)):
        assert parse_duration("PT24H").after(arrived, BERLIN) == arrived + timedelta(hours=24)


def test_a_time_of_day_that_is_skipped_becomes_the_first_one_that_exists() -> None:
    half_past_two = utc(2030, 3, 30, 1, 30)  # 02:30 in Berlin; the next day has none

    assert parse_duration("P1D").after(half_past_two, BERLIN) == utc(2030, 3, 31, 1)


def test_a_time_of_day_that_comes_twice_is_taken_the_first_time() -> None:
    half_past_two = utc(2030, 10, 26, 0, 30)  # 02:30 in Berlin

    assert parse_duration("P1D").after(half_past_two, BERLIN) == utc(2030, 10, 27, 0, 30)


def test_gaps_of_half_an_hour_and_at_midnight_are_known() -> None:
    assert first_valid(datetime(2027, 10, 3, 2, 10), "Australia/Lord_Howe") == utc(2027, 10, 2, 15, 30)
    assert first_valid(datetime(2027, 4, 30, 0, 0), "Africa/Cairo") == utc(2027, 4, 29, 22)


def test_a_month_from_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert parse_duration("P1M").after(utc(2030, 1, 31, 12), "UTC") == utc(2030, 2, 28, 12)
    assert parse_duration("P1Y").after(utc(2028, 2, 29, 12), "UTC") == utc(2029, 2, 28, 12)


def test_clock_units_count_after_calendar_units() -> None:
    assert parse_duration("P1DT1H").after(utc(2030, 3, 30, 8), BERLIN) == utc(2030, 3, 31, 8)


@given(moments, st.integers(0, 10**7), st.sampled_from(ZONES))
def test_clock_units_can_be_taken_back(moment: datetime, seconds: int, zone: str) -> None:
    length = Duration(seconds=seconds)

    assert length.before(length.after(moment, zone), zone) == moment


@given(moments, st.integers(0, 24), st.integers(0, 400), st.sampled_from(ZONES))
def test_a_longer_wait_never_ends_sooner(moment: datetime, months: int, days: int, zone: str) -> None:
    ends = Duration(months=months, days=days).after(moment, zone)

    assert moment <= ends <= Duration(months=months, days=days + 1).after(moment, zone)


@given(moments, st.sampled_from(ZONES))
def test_every_wall_clock_time_has_one_moment_that_shows_it_or_a_later_one(
    moment: datetime, zone: str
) -> None:
    from zoneinfo import ZoneInfo

    wall = moment.replace(tzinfo=None)
    shown = first_valid(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    assert timedelta(0) <= shown - wall <= timedelta(days=1)
