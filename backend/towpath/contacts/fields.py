"""What may stand in a contact's fields and custom attributes: one place that says yes, no, and why."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from towpath.contacts import places
from towpath.contacts.address import normalize_email
from towpath.contacts.model import TEXT_FIELDS, AttributeType

KEY_PATTERN = r"^[a-z][a-z0-9_]{0,62}$(?!\n)"
MAX_TEXT_BYTES = 65_536
_LIMITS = {"external_id": 255, "phone": 64}
_FIELD_LIMIT = 500
_TAG_LIMIT = 100
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_KEY = re.compile(KEY_PATTERN)
Scalar = str | int | float | bool | None


class Wrong(ValueError):
    """A value that does not fit; the text says what to do, and begins in lower case after a field's name."""


def field_value(key: str, value: Any) -> str | None:
    """Return a built-in field as it is kept; empty text is None. Raises Wrong."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise Wrong("must be text")
    if key in _PLAIN and len(value) <= _PLAIN[key] and value.isprintable():
        return value.strip() or None
    text = value.strip() if key == "email" else _BREAKS.sub(" ", value).strip()
    if not text:
        return None
    if key == "email":
        return _told(normalize_email, text)
    _check_text(text, _LIMITS.get(key, _FIELD_LIMIT))
    convert = _CONVERTERS.get(key)
    return convert(text) if convert else text


def _check_text(text: str, limit: int) -> None:
    if len(text) > limit:
        raise Wrong(f"is longer than {limit} characters")
    if not text.isprintable() and _CONTROLS.search(text):
        raise Wrong("has control characters in it")


def _told(convert: Any, text: str) -> str:
    try:
        return convert(text)
    except ValueError as error:
        raise Wrong(str(error)) from None


@lru_cache(maxsize=4096)
def _place(kind: str, text: str) -> str:
    return _told(getattr(places, kind), text)


_CONVERTERS = {
    "country": lambda text: _place("country_of", text),
    "language": lambda text: _place("language_of", text),
    "time_zone": lambda text: _place("zone_of", text),
}
# Fields that take any short text as it is.
_PLAIN = {key: _LIMITS.get(key, _FIELD_LIMIT) for key in TEXT_FIELDS if key not in {*_CONVERTERS, "email"}}


def attribute_value(kind: AttributeType, value: Any) -> Scalar:
    """Return a custom attribute as its JSON keeps it; None clears it. Raises Wrong.

    Dates are ISO text, moments ISO text in UTC.
    """
    if value is None:
        return None
    match kind:
        case AttributeType.TEXT:
            return _text(value)
        case AttributeType.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise Wrong("must be a number")
            return value
        case AttributeType.BOOLEAN:
            if not isinstance(value, bool):
                raise Wrong("must be true or false")
            return value
        case AttributeType.DATE:
            return _date(value)
        case AttributeType.MOMENT:
            return _moment(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("must be text")
    if "\0" in value:
        raise Wrong("has a NUL character in it")
    if len(value) > MAX_TEXT_BYTES // 4 and len(value.encode()) > MAX_TEXT_BYTES:
        raise Wrong("is longer than 64 KB")
    return value


def _date(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Wrong("must be a date such as 2030-01-31") from None


def _moment(value: Any) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("must be a moment such as 2030-01-31T09:00:00Z") from None
    if moment.tzinfo is None:
        raise Wrong("must say its time zone, such as 2030-01-31T09:00:00Z")
    return iso_utc(moment)


def iso_utc(moment: datetime) -> str:
    """Return an aware moment as ISO text in UTC, ending in Z. Raises Wrong outside of the years 1 to 9999."""
    try:
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        raise Wrong("is too far away") from None


def tag_name(text: str) -> str:
    """Return a tag's name, trimmed. Raises Wrong."""
    name = _BREAKS.sub(" ", text).strip()
    if not name:
        raise Wrong("a tag needs a name")
    _check_text(name, _TAG_LIMIT)
    return name


def is_key(key: str) -> bool:
    """Tell whether `key` may name a custom attribute: snake_case, and no built-in field."""
    return bool(_KEY.fullmatch(key)) and key not in TEXT_FIELDS and key not in RESERVED


# Names that a condition, a template or a mapping understands otherwise.
RESERVED = frozenset({"id", "tags", "attributes", "topics", "created_at", "updated_at"})


def document_of(
    fields: Mapping[str, Any], attributes: Mapping[str, Any], types: Mapping[str, AttributeType]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return what is to be set, as `{field: value, "attributes": {key: value}}`, and the faults found.

    A fault is (path, detail), the path such as `email` or `attributes/plan`. None clears.
    """
    document: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for key, value in fields.items():
        try:
            document[key] = field_value(key, value)
        except Wrong as error:
            faults.append((key, str(error)))
    kept: dict[str, Scalar] = {}
    for key, value in attributes.items():
        if key not in types:
            faults.append((f"attributes/{key}", "is not declared; add the attribute first"))
            continue
        try:
            kept[key] = attribute_value(types[key], value)
        except Wrong as error:
            faults.append((f"attributes/{key}", str(error)))
    if kept:
        document["attributes"] = kept
    return document, faults
