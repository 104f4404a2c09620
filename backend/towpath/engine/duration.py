"""Spans of time as people say them: ISO 8601, with calendar and clock units told apart.

Calendar units (years, months, weeks, days) keep the wall-clock time in the person's zone; clock units (hours,
minutes, seconds) are elapsed time.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from dateutil.relativedelta import relativedelta
from msgspec import Meta

PATTERN = r"^P(?=\d|T\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,7}S)?)?$(?!\n)"
_PARTS = re.compile(PATTERN)
_UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")

DurationText = Annotated[
    str,
    Meta(
        title="How long", pattern=PATTERN, examples=["P2D", "PT4H"],
        extra_json_schema={"format": "duration", "x-widget": "duration"},
    ),
]  # fmt: skip


class BadDuration(ValueError):
    """This is not a span of time such as P2D (two days) or PT4H (four hours)."""


class Duration(msgspec.Struct, frozen=True):
    """A parsed span. Months and years count in months; weeks in days; the clock part in seconds."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @property
    def is_zero(self) -> bool:
        return not (self.months or self.days or self.seconds)

    def after(self, moment: datetime, zone: str) -> datetime:
        """Return the moment (UTC) this long after `moment`, by the wall clock of `zone` for calendar units."""
        return self._shift(moment, zone, 1)

    def before(self, moment: datetime, zone: str) -> datetime:
        """Return the moment (UTC) this long before `moment`."""
        return self._shift(moment, zone, -1)

    def _shift(self, moment: datetime, zone: str, sign: int) -> datetime:
        if self.months or self.days:
            local = moment.astimezone(_zone(zone))
            shifted = local + sign * relativedelta(months=self.months, days=self.days)
            moment = first_valid(shifted.replace(tzinfo=None), zone)
        return moment.astimezone(UTC) + sign * timedelta(seconds=self.seconds)


def first_valid(local: datetime, zone: str) -> datetime:
    """Return the instant (UTC) of a wall-clock time: in a gap the first instant after it, in a fold the first."""
    tz = _zone(zone)
    aware = local.replace(tzinfo=tz, fold=0)
    utc = aware.astimezone(UTC)
    if utc.astimezone(tz).replace(tzinfo=None) == local:
        return utc
    return _gap_end(local, tz)


def _gap_end(local: datetime, tz: ZoneInfo) -> datetime:
    # The clock jumps once within the day after: find the first second that exists.
    low, high = 0, 24 * 3600
    while low < high:
        middle = (low + high) // 2
        later = local + timedelta(seconds=middle)
        if later.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None) == later:
            high = middle
        else:
            low = middle + 1
    return (local + timedelta(seconds=low)).replace(tzinfo=tz).astimezone(UTC)


@lru_cache(maxsize=700)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration:
    """Read ISO 8601 such as P2D, P1M, PT36H, P1DT12H. Raises BadDuration."""
    match = _PARTS.fullmatch(text)
    if match is None:
        raise BadDuration(text)
    years, months, weeks, days, _, hours, minutes, seconds = (
        int(re.sub(r"\D", "", g or "") or 0) for g in match.groups()
    )
    return Duration(
        months=years * 12 + months, days=weeks * 7 + days, seconds=hours * 3600 + minutes * 60 + seconds
    )


def duration_words(text: str) -> str:
    """Say a duration: "P1DT12H" is "1 day and 12 hours"; what cannot be read is "…"."""
    match = _PARTS.fullmatch(text or "")
    if match is None:
        return "…"
    groups = [g for i, g in enumerate(match.groups()) if i != 4]
    parts = []
    for group, unit in zip(groups, _UNITS, strict=True):
        count = int(group[:-1]) if group else 0
        if count:
            parts.append(f"{count} {unit if count != 1 else unit[:-1]}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "0 minutes"
