"""Reading events."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import func, select, text, tuple_

from towpath.events.model import EventName, EventStat, event
from towpath.kit.db import Conn


async def events_of(
    conn: Conn, contact_id: int, *, name: str | None, before: tuple[datetime, int] | None, limit: int
) -> Sequence[Any]:
    """Return what a contact did, the latest first: (id, name, at, received_at, properties)."""
    query = (
        select(event.c.id, EventName.name, event.c.at, event.c.received_at, event.c.properties)
        .join(EventName, EventName.id == event.c.name_id)
        .where(event.c.contact_id == contact_id)
        .order_by(event.c.at.desc(), event.c.id.desc())
        .limit(limit)
    )
    if name is not None:
        query = query.where(EventName.name == name)
    if before is not None:
        query = query.where(tuple_(event.c.at, event.c.id) < before)
    return (await conn.execute(query)).all()


# What the newest contacts who did something last brought along: enough to know what such events hold, and never slow.
_LATEST = text("""
SELECT latest.properties
  FROM (SELECT s.contact_id, s.name_id
          FROM event_stat AS s
          JOIN event_name AS n ON n.id = s.name_id
         WHERE n.name = :name
         ORDER BY s.name_id DESC, s.contact_id DESC
         LIMIT 200) AS doer
 CROSS JOIN LATERAL (
       SELECT e.properties FROM event AS e
        WHERE e.contact_id = doer.contact_id AND e.name_id = doer.name_id
        ORDER BY e.at DESC LIMIT 2) AS latest
""")


class Property(msgspec.Struct, frozen=True):
    """Something that events of a name bring along: what kinds of values, with a few of them."""

    key: str
    types: list[str]
    examples: list[Any]


async def properties_of(conn: Conn, name: str) -> list[Property]:
    """Return what recent events of a name had in their properties, the most common first."""
    found: dict[str, list[Any]] = {}
    for (properties,) in await conn.execute(_LATEST, {"name": name}):
        for key, value in properties.items():
            found.setdefault(key, []).append(value)
    return [
        Property(key, sorted({_kind(value) for value in values if value is not None}), _examples(values))
        for key, values in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def _examples(values: Sequence[Any]) -> list[Any]:
    plain = [v for v in values if isinstance(v, int | float) or (isinstance(v, str) and 0 < len(v) <= 60)]
    counted = Counter((type(value), value) for value in plain)
    return [value for (_, value), _ in counted.most_common(8)]


async def event_names(conn: Conn) -> Sequence[Any]:
    """Return every event name: (name, events, contacts, last_at)."""
    query = (
        select(
            EventName.name,
            func.coalesce(func.sum(EventStat.count), 0).label("events"),
            func.count(EventStat.contact_id).label("contacts"),
            func.max(EventStat.last_at).label("last_at"),
        )
        .outerjoin(EventStat, EventStat.name_id == EventName.id)
        .group_by(EventName.name)
        .order_by(EventName.name)
    )
    return (await conn.execute(query)).all()
