"""What contacts have in a field: suggestions for whoever writes a condition."""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import func, select

from towpath.contacts import places
from towpath.contacts.model import BUILT_IN, LABELS, Attribute, Contact
from towpath.contacts.vocabulary import NoSuchAttribute, attributes
from towpath.kit.db import Conn

# Enough to know what there is, and never slow.
_NEWEST: Final = 20_000
_MOST: Final = 50
_LONGEST: Final = 200


class Field(msgspec.Struct, frozen=True):
    """Something that is known of contacts: built in, or a custom attribute."""

    key: str
    name: str
    type: str
    is_custom: bool


class Choice(msgspec.Struct, frozen=True):
    """A value, how it is called, and how many of the newest contacts have it."""

    value: str
    label: str
    contacts: int


async def fields(conn: Conn) -> list[Field]:
    """Return everything that can be known of contacts, the built-in fields first."""
    built_in = [Field(key, LABELS[key], kind, is_custom=False) for key, kind in BUILT_IN.items()]
    custom = [Field(row.key, row.name, row.type, is_custom=True) for row in await attributes(conn)]
    return built_in + custom


async def values_of(conn: Conn, key: str, search: str) -> list[Choice]:
    """Return values that contacts have in a text field and that begin so, the most frequent first.

    Of countries and time zones also those that nobody has. Raises NoSuchAttribute.
    """
    if BUILT_IN.get(key) != "text" and not await _is_text(conn, key):
        raise NoSuchAttribute
    column = getattr(Contact, key) if key in BUILT_IN else Contact.attributes[key].astext
    newest = select(column.label("value")).order_by(Contact.id.desc()).limit(_NEWEST).subquery()
    query = (
        select(newest.c.value, func.count().label("contacts"))
        .where(newest.c.value.is_not(None), func.length(newest.c.value) <= _LONGEST)
        .group_by(newest.c.value)
        .order_by(func.count().desc(), newest.c.value)
    )
    official = dict(_official(key))
    names = [value for value, name in official.items() if search and name.lower().startswith(search.lower())]
    if search:
        fits = newest.c.value.istartswith(search, autoescape=True) | newest.c.value.in_(names)
        query = query.where(fits)
    rows = await conn.execute(query.limit(_MOST))
    found = [Choice(row.value, official.get(row.value) or row.value, row.contacts) for row in rows]
    seen = {choice.value for choice in found}
    more = [
        Choice(value, name, 0)
        for value, name in official.items()
        if value not in seen and (not search or value in names or value.lower().startswith(search.lower()))
    ]
    return (found + more)[:_MOST]


async def _is_text(conn: Conn, key: str) -> bool:
    found = await conn.execute(select(Attribute.type).where(Attribute.key == key))
    return found.scalar_one_or_none() == "text"


def _official(key: str) -> Iterator[tuple[str, str]]:
    if key == "country":
        yield from places.country_names()
    elif key == "time_zone":
        yield from ((name, name.replace("_", " ")) for name in places.zone_names())
