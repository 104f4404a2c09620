"""Times as conditions mean them: a span from one edge to another, by the clock on the person's wall.

Both edges of a span belong to it. Its edges never move back while time goes on: in the hour that a clock repeats
they stand still, and a date that a month lacks ("one month before 29 March") is the first moment after it. So
nobody who has left a span drops into it again by the calendar's doing.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from towpath.engine.duration import Duration, first_valid

Time = date | datetime
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)

_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAY_31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_DAY_30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
# Only dates and moments that exist, so that neither Python nor PostgreSQL can stumble over one that matches.
DATE_PATTERN = (
    f"(?:(?!0000)[0-9]{{4}}-(?:{_DAY_31}|{_DAY_30}|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?!0000){_LEAP}-02-29)"
)
MOMENT_PATTERN = (
    f"{DATE_PATTERN}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{{1,6}})?)?"
    "(?:Z|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)"
)
_DATE, _MOMENT = re.compile(DATE_PATTERN), re.compile(MOMENT_PATTERN)


def read_time(text: str) -> Time | None:
    """Return the date, or the moment (with its zone), that an ISO text names; None for any other text."""
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None


class On(msgspec.Struct, frozen=True):
    """An edge on a day of the calendar, whole: from its first moment or to its last."""

    day: date

    def instant(self, is_low: bool, _: datetime, zone: str) -> datetime:
        return start_of(self.day, zone) if is_low else start_of(self.day + DAY, zone) - TICK

    def day_of(self, *_: object) -> date:
        return self.day


class At(msgspec.Struct, frozen=True):
    """An edge at one moment (aware, UTC)."""

    moment: datetime

    def instant(self, *_: object) -> datetime:
        return self.moment

    def day_of(self, is_low: bool, _: datetime, zone: str) -> date:
        return _nearest_day(self.moment, is_low, zone)


class Shifted(msgspec.Struct, frozen=True):
    """An edge that goes with time: `length` before (`sign` -1) or after (+1) the present."""

    length: Duration = Duration()
    sign: int = 1

    def instant(self, _: bool, now: datetime, zone: str) -> datetime:
        if self.length.months or self.length.days:
            now = first_valid(_shift(_wall(now, zone), self.length, self.sign), zone)
        return now + self.sign * timedelta(seconds=self.length.seconds)

    def day_of(self, is_low: bool, now: datetime, zone: str) -> date:
        if self.length.seconds:
            return _nearest_day(self.instant(is_low, now, zone), is_low, zone)
        return _shift(_midnight(today(now, zone)), self.length, self.sign).date()

    def leaves(self, value: Time, zone: str) -> Iterator[datetime]:
        """Yield moments from which on this may have passed `value` as a span's lower edge; never too late."""
        if not isinstance(value, datetime) and not self.length.seconds:
            day = _unshift(_midnight(value), self.length).date()
            yield from (start_of(day, zone), start_of(day + DAY, zone))
            return
        moment = _as_moment(value, zone) + timedelta(seconds=self.length.seconds)
        if self.length.months or self.length.days:
            moment = first_valid(_unshift(_wall(moment, zone), self.length), zone)
        yield from (moment, moment + TICK)

    def reaches(self, value: Time, zone: str) -> Iterator[datetime]:
        """Yield moments from which on this may have reached `value` as a span's upper edge; never too late."""
        if not isinstance(value, datetime) and not self.length.seconds:
            yield first_valid(_reaching(_midnight(value), DAY, self.length), zone)
            return
        moment = _as_moment(value, zone) - timedelta(seconds=self.length.seconds)
        if self.length.months or self.length.days:
            wall = _wall(moment - TICK, zone) + TICK
            moment = first_valid(_reaching(wall, TICK, self.length), zone)
        yield moment


Edge = On | At | Shifted
NOW = Shifted()


class Span(msgspec.Struct, frozen=True):
    """From `low` to `high`, both included; None: open."""

    low: Edge | None = None
    high: Edge | None = None

    @property
    def moves(self) -> bool:
        """Time alone changes what lies in it."""
        return isinstance(self.low, Shifted) or isinstance(self.high, Shifted)

    def holds(self, value: Time, now: datetime, zone: str) -> bool:
        if isinstance(value, datetime):
            return (self.low is None or self.low.instant(True, now, zone) <= value) and (
                self.high is None or value <= self.high.instant(False, now, zone)
            )
        return (self.low is None or self.low.day_of(True, now, zone) <= value) and (
            self.high is None or value <= self.high.day_of(False, now, zone)
        )

    def changes(self, value: Time, zone: str) -> Iterator[datetime]:
        """Yield every moment at which time alone may move `value` into the span or out of it, in no order."""
        try:
            if isinstance(self.low, Shifted):
                yield from self.low.leaves(value, zone)
            if isinstance(self.high, Shifted):
                yield from self.high.reaches(value, zone)
        except (OverflowError, ValueError):
            return  # At the end of the calendar nothing changes any more.


def anniversary(day: date, since: date) -> date | None:
    """Return the first yearly return of `day` on or after `since`, at least a year after it; 29 February: the 28th."""
    year = max(since.year, day.year + 1)
    for candidate in (year, year + 1):
        if candidate > date.max.year:
            return None
        if (found := _in_year(day, candidate)) >= since:
            return found
    return None


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@lru_cache(maxsize=65_536)
def start_of(day: date, zone: str) -> datetime:
    """Return the first moment (UTC) of a day in `zone`."""
    return first_valid(_midnight(day), zone)


@lru_cache(maxsize=2048)
def today(now: datetime, zone: str) -> date:
    """Return the day that `now` falls on for somebody in `zone`."""
    return _wall(now, zone).date()


def day_in(moment: datetime, zone: str) -> date:
    """Return the day that the calendar in `zone` shows at `moment`."""
    return moment.astimezone(zone_of(zone)).date()


@lru_cache(maxsize=700)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _as_moment(value: Time, zone: str) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else start_of(value, zone)


def _nearest_day(moment: datetime, is_low: bool, zone: str) -> date:
    """Return the first day that begins at or after `moment`, or the last that began at or before it."""
    day = today(moment, zone)
    if is_low:
        return day if start_of(day, zone) >= moment else day + DAY
    return day if start_of(day, zone) <= moment else day - DAY


def _wall(moment: datetime, zone: str) -> datetime:
    """Return what the clock on the wall shows, only that it waits while an hour is repeated."""
    local = moment.astimezone(zone_of(zone))
    if not local.fold:
        return local.replace(tzinfo=None)
    low, high = local.replace(fold=0).astimezone(UTC), local.astimezone(UTC)
    before = low.astimezone(local.tzinfo).utcoffset()
    while high - low > TICK:
        middle = low + (high - low) / 2
        if middle.astimezone(local.tzinfo).utcoffset() == before:
            low = middle
        else:
            high = middle
    return low.astimezone(local.tzinfo).replace(tzinfo=None)


def _shift(wall: datetime, length: Duration, sign: int) -> datetime:
    return _add_months(wall, sign * length.months)[0] + sign * timedelta(days=length.days)


def _unshift(wall: datetime, length: Duration) -> datetime:
    """Return the last wall-clock time that `length` before it may still be `wall`."""
    return _add_months(wall + timedelta(days=length.days), length.months)[0]


def _reaching(wall: datetime, step: timedelta, length: Duration) -> datetime:
    """Return the first wall-clock time whose shift by `length` is at or after `wall`, to the `step`."""
    found, is_missing = _add_months(wall - timedelta(days=length.days) - step, -length.months)
    return found if is_missing else found + step


def _add_months(wall: datetime, months: int) -> tuple[datetime, bool]:
    """Return the same day and time `months` on; where no such day is, the first moment after it, and True."""
    if not months:
        return wall, False
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    try:
        return wall.replace(year=year, month=month + 1), False
    except ValueError:
        year, month = divmod(wall.year * 12 + wall.month + months, 12)
        return wall.replace(
            year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0
        ), True
