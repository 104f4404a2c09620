"""Text of a cell as a number, a yes or no, a date, a moment; and what kind of column some texts make."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from towpath.contacts.fields import Wrong, attribute_value, iso_utc
from towpath.contacts.model import AttributeType

# No leading zeros: postcodes and customer numbers are texts.
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([./-])(\d{1,2})\6(\d{4})")
_YES = frozenset({"true", "yes", "y", "t", "1", "on"})
_NO = frozenset({"false", "no", "n", "f", "0", "off"})
_WORDS = frozenset({"true", "false", "yes", "no"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# The first columns of a file of bad rows; such a file, mended, is imported as if they were not there.
ERROR_COLUMNS = ("line", "reason")
# What a spreadsheet would run as a formula; a plain number is none. Apostrophes count, so that it can be undone.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


class Times(msgspec.Struct, frozen=True):
    """How to read times that do not say it: the zone (IANA), and whether 3/4/2030 begins with the day."""

    zone: str = "UTC"
    day_first: bool | None = None

    @property
    def tzinfo(self) -> tzinfo:
        return ZoneInfo(self.zone)


def is_number(text: str) -> bool:
    """Tell whether a text is a number that loses nothing as one."""
    return _NUMBER.fullmatch(text) is not None


def number_of(text: str) -> int | float:
    if not is_number(text):
        raise Wrong(f"“{text[:40]}” is not a number such as 12.5")
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def boolean_of(text: str) -> bool:
    word = text.casefold()
    if word not in _YES and word not in _NO:
        raise Wrong(f"“{text[:40]}” is neither yes nor no")
    return word in _YES


def date_of(text: str, times: Times) -> str:
    """Return a date as ISO text. Raises Wrong; also where day and month could be either."""
    with suppress(ValueError):
        if len(text) == 10 and text[4] == "-":
            return date.fromisoformat(text).isoformat()
    return _date(text, times).isoformat()


def _date(text: str, times: Times) -> date:
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            return date.fromisoformat(text)
        if match[1]:
            return date(int(match[1]), int(match[3]), int(match[4]))
        day, month = _day_and_month(int(match[5]), int(match[7]), match[6], times.day_first)
        return date(int(match[8]), month, day)
    except ValueError as error:
        reason = str(error) if isinstance(error, Wrong) else f"“{text[:40]}” is not a date such as 2030-01-31"
        raise Wrong(reason) from None


def _day_and_month(first: int, second: int, mark: str, day_first: bool | None) -> tuple[int, int]:
    if day_first is None:
        # Dots are written by those who put the day first; beyond 12 there is no doubt.
        if mark != "." and first <= 12 and second <= 12 and first != second:
            raise Wrong("the date does not tell the day from the month; say which comes first")
        day_first = mark == "." or first > 12
    return (first, second) if day_first else (second, first)


def moment_of(text: str, times: Times) -> datetime:
    """Return a moment (aware, UTC): ISO text, a date (its midnight), or seconds or milliseconds since 1970."""
    try:
        if text.isdigit() and len(text) in (10, 13):
            return _EPOCH + timedelta(milliseconds=int(text) * (1 if len(text) == 13 else 1000))
        moment = _moment(text, times)
        return moment.replace(tzinfo=moment.tzinfo or times.tzinfo).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        reason = (
            str(error)
            if isinstance(error, Wrong)
            else f"“{text[:40]}” is not a time such as 2030-01-31 09:00"
        )
        raise Wrong(reason) from None


def _moment(text: str, times: Times) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        day, _, clock = text.partition(" ")
        found = _date(day, times).isoformat()
        return datetime.fromisoformat(f"{found} {clock.strip()}" if clock else found)


def converter(kind: AttributeType, times: Times) -> Callable[[str], Any]:
    """Return what turns a cell's text into a value of an attribute; it raises Wrong."""
    converters: dict[AttributeType, Callable[[str], Any]] = {
        AttributeType.TEXT: partial(attribute_value, AttributeType.TEXT),
        AttributeType.NUMBER: number_of,
        AttributeType.BOOLEAN: boolean_of,
        AttributeType.DATE: partial(date_of, times=times),
        AttributeType.MOMENT: lambda text: iso_utc(moment_of(text, times)),
    }
    return converters[kind]


def guess_type(texts: Iterable[str], times: Times) -> AttributeType:
    """Return the narrowest type that all these texts (not empty) fit; text when there are none."""
    sample = list(texts)
    if not sample:
        return AttributeType.TEXT
    if all(text.casefold() in _WORDS for text in sample):
        return AttributeType.BOOLEAN
    if all(map(is_number, sample)):
        return AttributeType.NUMBER
    for kind in (AttributeType.DATE, AttributeType.MOMENT):
        if all(_fits(converter(kind, times), text) for text in sample):
            return kind
    return AttributeType.TEXT


def _fits(convert: Callable[[str], Any], text: str) -> bool:
    try:
        convert(text)
    except Wrong:
        return False
    # Ten digits may be a telephone number.
    return not text.isdigit()


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such texts get an apostrophe in front."""
    return f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def plain_cell(cell: str) -> str:
    """Return the cell that `safe_cell` made safe."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell
