"""Events as programs send them: decoded from the bytes, checked one by one."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from towpath.contacts.fields import Wrong, field_value
from towpath.events.log import NewEvent

MAX_BATCH: Final = 1000
MAX_PROPERTIES_BYTES: Final = 32_768
MAX_DEPTH: Final = 10
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_OLDEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_MAX_KEY: Final = 200


class EventIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, gc=False):
    """Something that a contact did. Name the contact by `external_id`, `email` or `contact_id`."""

    name: Annotated[str, Meta(description="snake_case, at most 64 characters.", examples=["purchase"])]
    external_id: Annotated[
        str | None, Meta(description="Your own key of the contact.", examples=["c-1017"])
    ] = None
    email: Annotated[str | None, Meta(description="The contact's address.")] = None
    contact_id: Annotated[int | None, Meta(description="The contact's number here.")] = None
    at: Annotated[
        datetime | None,
        Meta(description="When it happened, with time zone; the moment of receipt if left out."),
    ] = None
    id: Annotated[
        str | None, Meta(description="Your own id of this event: sent twice, it is stored once.")
    ] = None
    properties: Annotated[
        dict[str, Any],
        Meta(description="Anything that belongs to it, at most 32 KB of JSON.", examples=[{"amount": 29.9}]),
    ] = {}


class SingleIn(EventIn, forbid_unknown_fields=True, kw_only=True, gc=False):
    """One event."""

    create_contacts: Annotated[
        bool, Meta(description="Whether an unknown external id or address makes a new contact.")
    ] = True


class BatchIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Up to 1,000 events."""

    events: list[EventIn]
    create_contacts: bool = True


class LooseBatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A batch of which every event is decoded by itself, so that a bad one does not hide the others."""

    events: list[Any]
    create_contacts: bool = True


def checked(event: EventIn, *, creates: bool) -> NewEvent:
    """Return an event that can be stored. Raises Wrong in words for people."""
    check_name(event.name)
    if event.contact_id is None and not event.external_id and not event.email:
        raise Wrong("Name the contact: external_id, email or contact_id.")
    at = event.at
    if at is not None:
        if at.tzinfo is None:
            raise Wrong("The time needs a time zone, such as 2030-01-31T09:00:00Z.")
        if at < _OLDEST:
            raise Wrong("The time lies before the year 1900.")
    if event.contact_id is not None and not 0 < event.contact_id < 2**63:
        raise Wrong("There is no contact with this number.")
    return NewEvent(
        name=event.name,
        contact_id=event.contact_id,
        external_id=_named("external_id", event.external_id),
        email=_named("email", event.email),
        at=at,
        properties=encoded(event.properties) if event.properties else b"{}",
        key=None if event.id is None else check_key(event.id),
        creates=creates,
    )


@lru_cache(maxsize=1024)
def check_name(name: str) -> None:
    """Raise Wrong when an event from outside may not be called like this."""
    if name.startswith("$"):
        raise Wrong("Names that begin with $ are ours; choose another.")
    if not _NAME.fullmatch(name):
        raise Wrong(
            "A name is snake_case: a-z, digits and _, beginning with a letter, at most 64 characters."
        )


def _named(key: str, value: str | None) -> str | None:
    if not value:
        return None
    try:
        return field_value(key, value)
    except Wrong as error:
        raise Wrong(f"{key}: {error}.") from None


def check_key(key: str) -> str:
    """Return a sender's own id of an event. Raises Wrong."""
    if not key or len(key) > _MAX_KEY or not key.isprintable():
        raise Wrong(f"An id has 1 to {_MAX_KEY} characters, all printable.")
    return key


def encoded(properties: dict[str, Any]) -> bytes:
    """Return properties as JSON. Raises Wrong for what the database or our limits cannot take."""
    json = msgspec.json.encode(properties)
    if len(json) > MAX_PROPERTIES_BYTES:
        raise Wrong("The properties are larger than 32 KB.")
    # Counting bytes is cheap and nearly always enough; only what looks suspicious is walked.
    if json.count(b"{") + json.count(b"[") > MAX_DEPTH or b"\\u0000" in json:
        _walk(properties, MAX_DEPTH)
    return json


def _walk(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise Wrong("The properties have a NUL character in them.")
    elif isinstance(value, dict):
        _check_depth(depth)
        for key, item in value.items():
            _walk(key, depth)
            _walk(item, depth - 1)
    elif isinstance(value, list):
        _check_depth(depth)
        for item in value:
            _walk(item, depth - 1)


def _check_depth(left: int) -> None:
    if left <= 0:
        raise Wrong(f"The properties are nested deeper than {MAX_DEPTH} levels.")
