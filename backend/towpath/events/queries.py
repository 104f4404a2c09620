"""Reading events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_

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
