"""What operators compare with: how a raw value is read, how it is said, and the widget that asks for it."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from towpath.engine.conditions.moments import read_time
from towpath.engine.conditions.values import number_of
from towpath.engine.duration import BadDuration, Duration, duration_words, parse_duration

MAX_TEXT, MAX_LIST = 500, 1000
_MAX_NUMBER = Decimal(10) ** 100
_FAR = "This date is too far away: use a year from 1000 to 8999."
_LENGTH = "Give a length of time such as P30D (30 days) or PT4H (4 hours)."


class BadValue(ValueError):
    """A value that an operator cannot work with. `path` leads to the wrong part of it."""

    def __init__(self, detail: str, path: str = "") -> None:
        super().__init__(detail)
        self.detail, self.path = detail, path


def storable(text: str) -> bool:
    """Tell whether a database can hold this text: no NUL, no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def read_nothing(raw: Any) -> None:
    if raw is not None:
        raise BadValue("Nothing is compared here. Remove the value.")


def read_text(raw: Any) -> str:
    if not isinstance(raw, str) or raw == "":
        raise BadValue("Give a text to compare with.")
    if len(raw) > MAX_TEXT:
        raise BadValue(f"This text is longer than {MAX_TEXT} characters.")
    if not storable(raw):
        raise BadValue("This text has a character in it that cannot be stored.")
    return raw


def read_number(raw: Any) -> Decimal:
    number = number_of(raw)
    if number is None:
        raise BadValue("Give a number to compare with.")
    if abs(number) >= _MAX_NUMBER:
        raise BadValue("This number is too large.")
    return number


def read_scalar(raw: Any) -> str | Decimal | bool:
    if isinstance(raw, str):
        return read_text(raw)
    if isinstance(raw, bool):
        return raw
    if raw is None or number_of(raw) is None:
        raise BadValue("Give a text, a number, or yes or no to compare with.")
    return read_number(raw)


def read_list(raw: Any) -> list[str | Decimal]:
    if not isinstance(raw, list) or not raw:
        raise BadValue("Give a list with at least one value.")
    if len(raw) > MAX_LIST:
        raise BadValue(f"This list has more than {MAX_LIST} values.")
    values: list[str | Decimal] = []
    for n, item in enumerate(raw):
        if isinstance(item, bool) or not isinstance(item, str | int | float):
            raise BadValue("A list holds texts or numbers.", f"[{n}]")
        try:
            values.append(read_text(item) if isinstance(item, str) else read_number(item))
        except BadValue as error:
            raise BadValue(error.detail, f"[{n}]") from None
    return values


def read_day(raw: Any) -> date | datetime:
    time = read_time(raw) if isinstance(raw, str) else None
    if time is None:
        raise BadValue("Give a date such as 2030-01-31, or a moment such as 2030-01-31T09:00:00Z.")
    if not 1000 <= time.year <= 8999:
        raise BadValue(_FAR)
    return time.astimezone(UTC) if isinstance(time, datetime) else time


def read_range(raw: Any) -> tuple[Any, Any]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise BadValue("Give two values: the lowest and the highest.")
    read = read_day if any(isinstance(item, str) for item in raw) else read_number
    ends = []
    for n, item in enumerate(raw):
        try:
            ends.append(read(item))
        except BadValue as error:
            raise BadValue(error.detail, f"[{n}]") from None
    low, high = ends
    if type(low) is not type(high):
        raise BadValue("Give two dates or two moments, not one of each.")
    if low > high:
        raise BadValue("The first value must not be above the second.")
    return low, high


def read_length(raw: Any) -> Duration:
    try:
        length = parse_duration(raw) if isinstance(raw, str) else None
    except BadDuration:
        length = None
    if length is None:
        raise BadValue(_LENGTH)
    if length.is_zero:
        raise BadValue("This length of time is zero. Choose a longer one.")
    if length.months > 1200 or length.days > 36_600 or length.seconds > 36_600 * 86_400:
        raise BadValue("This length of time is longer than 100 years.")
    return length


def read_year(raw: Any) -> Duration:
    length = Duration() if raw == "P0D" else read_length(raw)
    if length.seconds:
        raise BadValue("Count in days, weeks or months: a yearly return lasts a whole day.")
    if length.months * 31 + length.days > 366 and (length.months, length.days) != (12, 0):
        raise BadValue("A yearly return is never more than a year away.")
    return length


def say_value(raw: Any) -> str:
    """Say a raw value: “DE”, 20, yes, 7 January 2030; a list with “or”; what is missing as “…”."""
    if isinstance(raw, list):
        return _joined([say_value(item) for item in raw], "or") or "…"
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, str) and raw:
        return f"“{raw}”"
    return _say_number(raw) if isinstance(raw, int | float) else "…"


def say_time(raw: Any) -> str:
    time = read_time(raw) if isinstance(raw, str) else None
    if time is None:
        return "…"
    day = f"{time.day} {time:%B} {time.year}"
    return f"{day}, {time.astimezone(UTC):%H:%M} UTC" if isinstance(time, datetime) else day


def say_range(raw: Any) -> str:
    ends = raw if isinstance(raw, list) and len(raw) == 2 else [None, None]
    return " and ".join(say_time(end) if isinstance(end, str) else say_value(end) for end in ends)


def say_length(raw: Any) -> str:
    """Say a duration after “the last”: 30 days, but only “day” for P1D."""
    words = duration_words(raw) if isinstance(raw, str) else "…"
    return words.removeprefix("1 ") if " and " not in words else words


def say_return(raw: Any) -> str:
    return "today" if raw == "P0D" else f"within the next {say_length(raw)}"


def _say_number(number: float) -> str:
    if isinstance(number, float) and math.isfinite(number) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return str(number)


def _joined(parts: list[str], word: str) -> str:
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


class Takes(msgspec.Struct, frozen=True):
    """A kind of value that operators compare with: the widget that asks for it, and an example."""

    key: str
    widget: str
    example: Any
    read: Callable[[Any], Any]
    say: Callable[[Any], str] = say_value


NOTHING = Takes("nothing", "none", None, read_nothing)
ANYTHING = Takes("scalar", "value", "DE", read_scalar)
TEXT = Takes("text", "text", "gmail", read_text)
NUMBER = Takes("number", "number", 20, read_number)
LIST = Takes("list", "values", ["DE", "AT"], read_list)
RANGE = Takes("range", "range", [18, 30], read_range, say_range)
DAY_OR_MOMENT = Takes("day", "day", "2030-01-31", read_day, say_time)
LENGTH = Takes("length", "duration", "P30D", read_length, say_length)
LENGTH_IN_YEAR = Takes("length_in_year", "duration", "P7D", read_year, say_return)
