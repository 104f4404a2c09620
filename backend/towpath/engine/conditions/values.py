"""Tests on one value, whatever holds it: a contact's field, a custom attribute, a property of an event.

A value is what JSON has: text, number, true or false, nothing. Dates and moments are ISO text. A test is false for a
value of another kind and for a missing one; an empty text counts as missing. segments/sql says the same in SQL.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import msgspec

from towpath.engine.conditions.moments import (
    DAY,
    NOW,
    Shifted,
    Span,
    Time,
    anniversary,
    day_in,
    read_time,
    start_of,
    today,
)
from towpath.engine.duration import Duration


class IsKnown(msgspec.Struct, frozen=True):
    """There is a value, or (not `known`) there is none."""

    known: bool = True


class IsText(msgspec.Struct, frozen=True):
    """A text that is one of `texts`, or (`differs`) none of them, without regard to case."""

    texts: tuple[str, ...]
    differs: bool = False


class HasText(msgspec.Struct, frozen=True):
    """A text with `part` in it, without regard to case."""

    part: str
    place: Literal["anywhere", "start", "end"]


class IsNumber(msgspec.Struct, frozen=True):
    """A number that is one of `numbers`, or (`differs`) none of them."""

    numbers: tuple[Decimal, ...]
    differs: bool = False


class InRange(msgspec.Struct, frozen=True):
    """A number from `low` to `high`; an open end does not belong to the range."""

    low: Decimal | None = None
    high: Decimal | None = None
    is_open: bool = False


class IsFlag(msgspec.Struct, frozen=True):
    """True or false."""

    flag: bool


class InSpan(msgspec.Struct, frozen=True):
    """A date or moment within a span."""

    span: Span


class Returns(msgspec.Struct, frozen=True):
    """A date whose yearly return lies between today and `within` from now."""

    within: Duration

    @property
    def span(self) -> Span:
        return Span(NOW, Shifted(self.within))

    def changes(self, day: date, now: datetime, zone: str) -> Iterator[datetime]:
        """Yield the moments, from now on, at which time alone may change the answer for a day, and maybe more."""
        found = anniversary(day, today(now, zone))
        following = found and anniversary(day, found + DAY)
        if found:
            yield start_of(found + DAY, zone)
        for coming in (found, following):
            if coming:
                yield from Shifted(self.within).reaches(coming, zone)


class AnyOf(msgspec.Struct, frozen=True):
    """At least one of several tests."""

    tests: tuple["Test", ...]


_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)

Test = IsKnown | IsText | HasText | IsNumber | InRange | IsFlag | InSpan | Returns | AnyOf


def lowered(text: str) -> str:
    """Return text as it is compared: each character by itself in lower case, as PostgreSQL does it.

    So “İ” is “i”, and “ß” is not “ss”.
    """
    return text.lower() if text.isascii() else "".join(char.lower()[0] for char in text)


def number_of(value: Any) -> Decimal | None:
    """Return a JSON number exactly as it is written; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def holds(test: Test, value: Any, now: datetime | None, zone: str) -> bool:
    """Test one JSON value. Without `now`, tests that depend on the present are false."""
    match test:
        case IsKnown():
            return (value is not None and value != "") == test.known
        case AnyOf():
            return any(holds(part, value, now, zone) for part in test.tests)
        case IsFlag():
            return value is test.flag
        case IsText() | HasText():
            return isinstance(value, str) and value != "" and _text_holds(test, lowered(value))
        case IsNumber() | InRange():
            number = number_of(value)
            return number is not None and _number_holds(test, number)
        case InSpan() | Returns():
            time = read_time(value) if isinstance(value, str) else None
            return time is not None and time_holds(test, time, now, zone)


def _text_holds(test: IsText | HasText, text: str) -> bool:
    if isinstance(test, IsText):
        return (text in _lowered(test.texts)) != test.differs
    part = lowered(test.part)
    match test.place:
        case "anywhere":
            return part in text
        case "start":
            return text.startswith(part)
        case "end":
            return text.endswith(part)


@lru_cache(maxsize=1024)
def _lowered(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(lowered(text) for text in texts)


def _number_holds(test: IsNumber | InRange, number: Decimal) -> bool:
    if isinstance(test, IsNumber):
        return (number in test.numbers) != test.differs
    if test.is_open and number in (test.low, test.high):
        return False
    return (test.low is None or test.low <= number) and (test.high is None or number <= test.high)


def changes(test: Test, time: Time, now: datetime, zone: str) -> Iterator[datetime]:
    """Yield every moment after `now` at which time alone may change the answer for a date or moment, and maybe more."""
    if isinstance(test, InSpan):
        yield from test.span.changes(time, zone)
    elif isinstance(test, Returns):
        try:
            yield from test.changes(day_in(time, zone) if isinstance(time, datetime) else time, now, zone)
        except OverflowError:
            return


def is_moving(test: Test) -> bool:
    """Time alone may change the answer of a test."""
    if isinstance(test, AnyOf):
        return any(is_moving(part) for part in test.tests)
    return isinstance(test, Returns) or (isinstance(test, InSpan) and test.span.moves)


def time_holds(test: InSpan | Returns, time: Time, now: datetime | None, zone: str) -> bool:
    """Test a date or a moment (aware)."""
    if now is None:
        # A span that stands still needs no present; any moment will do.
        return isinstance(test, InSpan) and not test.span.moves and test.span.holds(time, _SOME_MOMENT, zone)
    if isinstance(test, InSpan):
        return test.span.holds(time, now, zone)
    try:
        day = day_in(time, zone) if isinstance(time, datetime) else time
    except OverflowError:
        return False
    found = anniversary(day, today(now, zone))
    return found is not None and test.span.holds(found, now, zone)
