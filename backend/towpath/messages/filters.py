"""The filters and tests that a message may use; nothing else exists in templates.

Every one of them is bounded: texts up to 64 KB, lists up to 1,000 entries, whatever the arguments.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

MAX_TEXT: Final = 64 * 1024
MAX_ITEMS: Final = 1000


class TooMuch(ValueError):
    """A template wants more text or work than one message may take."""


def text_of(value: Any) -> str:
    """Return what `value` prints: nothing for what is missing, entries of a list with commas between."""
    if isinstance(value, str):
        text: str = value
    elif value is None or isinstance(value, Undefined | Mapping):
        return ""
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    elif isinstance(value, list | tuple | range):
        text = ", ".join(text_of(item) for item in items_of(value) if not isinstance(item, list | tuple))
    else:
        text = str(value)
    return sized(text)


def sized(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise TooMuch(
            f"a text of {len(text):,} characters is longer than the {MAX_TEXT:,} that a message may use"
        )
    return text


def items_of(value: Any) -> list[Any]:
    """Return the entries of a list, the keys of an object, or nothing."""
    if isinstance(value, Undefined) or value is None:
        return []
    if not isinstance(value, list | tuple | range | Mapping):
        raise TypeError("only a list can be gone through, not a single value")
    if len(value) > MAX_ITEMS:
        raise TooMuch(
            f"a list of {len(value):,} entries is longer than the {MAX_ITEMS:,} that a message may use"
        )
    return list(value)


def number_of(value: Any) -> float | int:
    """Return `value` as a number; what is missing counts as 0."""
    if isinstance(value, bool | int | float):
        return value
    if value is None or isinstance(value, Undefined) or value == "":
        return 0
    try:
        return float(str(value).strip()[:64])
    except ValueError:
        raise TypeError(f"“{str(value)[:40]}” is not a number") from None


def _default(value: Any, other: Any = "", even_if_empty: bool = True) -> Any:
    """Take `other` where there is nothing."""
    is_empty = value is None or isinstance(value, Undefined) or (even_if_empty and value == "")
    return other if is_empty else value


def _replace(value: Any, old: Any, new: Any) -> str:
    text, old, new = text_of(value), text_of(old), text_of(new)
    if old and len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT:
        raise TooMuch("replace makes a text that is too long")
    return text.replace(old, new) if old else text


def _truncate(value: Any, length: int = 80, end: str = "…") -> str:
    text, length = text_of(value), int(number_of(length))
    if len(text) <= length:
        return text
    kept = text[: max(0, length - len(end))]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip() + str(end)


def _join(value: Any, between: Any = ", ") -> str:
    parts, glue = [text_of(item) for item in items_of(value)], text_of(between)
    if sum(map(len, parts)) + len(glue) * len(parts) > MAX_TEXT:
        raise TooMuch("join makes a text that is too long")
    return glue.join(parts)


def _pick(value: Any, index: int) -> Any:
    entries: Any = value if isinstance(value, str) else items_of(value)
    return entries[index] if entries else ""


def _sort(value: Any, by: str = "") -> list[Any]:
    def key(item: Any) -> tuple[int, Any]:
        chosen = item.get(by) if by and isinstance(item, Mapping) else item
        return (0, chosen) if isinstance(chosen, int | float) else (1, text_of(chosen).casefold())

    return sorted(items_of(value), key=key)


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    keys = items_of(value)
    return [(key, value[key]) for key in keys] if isinstance(value, Mapping) else []


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else len(items_of(value))


def _number(value: Any, decimals: int = 0, thousands: str = ",", point: str = ".") -> str:
    """Write a number for people: 1234.5 | number(2) gives 1,234.50."""
    places = min(max(int(decimals), 0), 12)
    whole, _, rest = f"{number_of(value):,.{places}f}".partition(".")
    return whole.replace(",", str(thousands)[:3]) + (str(point)[:3] + rest if rest else "")


def _round(value: Any, decimals: int = 0) -> float | int:
    rounded = round(number_of(value), min(max(int(decimals), 0), 12))
    return int(rounded) if int(decimals) <= 0 else rounded


_PATTERN: Final = re.compile(r"(?:[^%]|%%|%-?[aAbBdeHIjmMpSyYZzuU])*")


@pass_context
def _date(context: Context, value: Any, pattern: str = "%-d %B %Y") -> str:
    """Write a date or moment by a strftime pattern; a moment in the contact's time zone."""
    if len(pattern) > 64 or not _PATTERN.fullmatch(pattern):
        raise ValueError(f"the date pattern “{pattern[:40]}” is not understood")
    moment = _moment_of(value)
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(_zone_of(context))
    return moment.strftime(pattern)


def _moment_of(value: Any) -> date | datetime | None:
    if value is None or isinstance(value, Undefined) or value == "":
        return None
    if isinstance(value, date):
        return value
    text = str(value).strip()[:64]
    try:
        moment = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise TypeError(f"“{text[:40]}” is not a date") from None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) and moment.tzinfo is None else moment


def _zone_of(context: Context) -> Any:
    contact, workspace = context.parent.get("contact") or {}, context.parent.get("workspace") or {}
    for name in (contact.get("time_zone"), workspace.get("time_zone")):
        if name:
            try:
                return ZoneInfo(str(name))
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return UTC


def _urlencode(value: Any) -> str:
    return sized(quote(text_of(value), safe=""))


def _breaks(value: Any) -> Markup:
    """Keep the line breaks of a text in HTML."""
    return Markup("<br>\n").join(escape(line) for line in text_of(value).splitlines())


def _on_text(change: Callable[[str], str]) -> Callable[[Any], str]:
    return lambda value: sized(change(text_of(value)))


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "default": _default,
    "d": _default,
    "upper": _on_text(str.upper),
    "lower": _on_text(str.lower),
    "title": _on_text(lambda text: re.sub(r"\w+", lambda m: m[0][:1].upper() + m[0][1:].lower(), text)),
    "capitalize": _on_text(lambda text: text[:1].upper() + text[1:]),
    "trim": _on_text(str.strip),
    "replace": _replace,
    "truncate": _truncate,
    "join": _join,
    "first": lambda value: _pick(value, 0),
    "last": lambda value: _pick(value, -1),
    "sort": _sort,
    "items": _pairs,
    "length": _length,
    "count": _length,
    "number": _number,
    "round": _round,
    "int": lambda value: int(number_of(value)),
    "float": lambda value: float(number_of(value)),
    "abs": lambda value: abs(number_of(value)),
    "string": text_of,
    "date": _date,
    "urlencode": _urlencode,
    "nl2br": _breaks,
    "escape": lambda value: escape(text_of(value)),
    "e": lambda value: escape(text_of(value)),
}

TESTS: Final[Mapping[str, Callable[..., bool]]] = {
    "defined": lambda value: not isinstance(value, Undefined),
    "undefined": lambda value: isinstance(value, Undefined),
    "none": lambda value: value is None,
    "empty": lambda value: value is None or value in ("", [], {}) or isinstance(value, Undefined),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "odd": lambda value: int(number_of(value)) % 2 == 1,
    "even": lambda value: int(number_of(value)) % 2 == 0,
    "true": lambda value: value is True,
    "false": lambda value: value is False,
}
