"""The doors of live journeys: who is let in by joining a segment or by an event."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from towpath.engine.condition import where_holds
from towpath.engine.document import Document
from towpath.engine.node import Entry, Reentry
from towpath.engine.registry import Registry
from towpath.events.model import EventListener, EventName
from towpath.journeys.entering import OpenDoor, enroll
from towpath.journeys.model import Journey, JourneyEntry, JourneyState
from towpath.journeys.walking import Here
from towpath.kit.db import Conn, driver
from towpath.segments import store as segments
from towpath.segments.model import Segment

# Take a bite of awaited events out of the inbox; several workers may each take theirs.
_TAKE_EVENTS = """
DELETE FROM event_inbox
 WHERE ctid = ANY(ARRAY(SELECT ctid FROM event_inbox LIMIT $1 FOR UPDATE SKIP LOCKED))
RETURNING event_id, contact_id, name_id, at, properties
"""


async def by_segment(conn: Conn, here: Here, limit: int) -> tuple[int, bool]:
    """Let in who newly matches a watched segment; return how many, and whether more wait to be looked at."""
    fresh = await segments.refresh(conn, here.now, here.zone, limit)
    entered = 0
    if fresh.joined:
        doors = await _open(conn, "segment", [segment_id for segment_id, _ in fresh.joined])
        for segment_id, contact_ids in fresh.joined:
            for door, _ in doors.get(segment_id, ()):
                entered += len(await enroll(conn, door, contact_ids, here.now))
    return entered, fresh.more


async def by_event(conn: Conn, here: Here, limit: int) -> tuple[int, bool]:
    """Let in who did an event that a journey starts from, with what the event brought."""
    raw = await driver(conn)
    rows = sorted(await raw.fetch(_TAKE_EVENTS, limit), key=lambda row: row["event_id"])
    doors = await _open(conn, "event", {row["name_id"] for row in rows})
    names = await _event_names(conn, doors)
    entered = 0
    for name_id, ways in doors.items():
        events = [(row, row["properties"]) for row in rows if row["name_id"] == name_id]
        for door, where in ways:
            fitting = [
                (row, properties)
                for row, properties in events
                if where_holds(where, properties, here.now, here.zone)
            ]
            data = [_brought(names[name_id], row["at"], properties) for row, properties in fitting]
            entered += len(
                await enroll(conn, door, [row["contact_id"] for row, _ in fitting], here.now, data)
            )
    return entered, len(rows) == limit


def _brought(name: str, at: Any, properties: Any) -> str:
    event = {"name": name, "at": at, "properties": properties}
    return msgspec.json.encode({"event": event}).decode()


async def _event_names(conn: Conn, ids: Iterable[int]) -> dict[int, str]:
    query = select(EventName.id, EventName.name).where(EventName.id.in_(list(ids)))
    return {number: name for number, name in await conn.execute(query)}


async def _open(conn: Conn, kind: str, targets: Iterable[int]) -> dict[int, list[tuple[OpenDoor, Any]]]:
    """Return the doors of one kind by target. A paused journey lets people in: they wait at its entry."""
    query = (
        select(JourneyEntry)
        .join(Journey, Journey.id == JourneyEntry.journey_id)
        .where(
            JourneyEntry.kind == kind,
            JourneyEntry.target_id.in_(list(targets)),
            Journey.state.in_([JourneyState.LIVE, JourneyState.PAUSED]),
        )
        .order_by(JourneyEntry.node_id)
    )
    result: dict[int, list[tuple[OpenDoor, Any]]] = {}
    for row in await conn.execute(query):
        door = OpenDoor(row.journey_id, row.version_id, row.node_id, Reentry(row.reentry))
        result.setdefault(row.target_id, []).append((door, row.where))
    return result


async def manual_door(conn: Conn, journey_id: int) -> OpenDoor | None:
    """Return the door for people who are added by hand, if the live version has one."""
    query = select(JourneyEntry).where(JourneyEntry.journey_id == journey_id, JourneyEntry.kind == "manual")
    row = (await conn.execute(query.order_by(JourneyEntry.node_id).limit(1))).one_or_none()
    return OpenDoor(row.journey_id, row.version_id, row.node_id, Reentry(row.reentry)) if row else None


async def hang(
    conn: Conn,
    journey_id: int,
    version_id: int,
    document: Document,
    numbers: dict[str, int],
    registry: Registry,
) -> list[tuple[str, OpenDoor]]:
    """Replace a journey's doors by those of a new version; return (segment slug, door) of the segment doors."""
    await take_down(conn, journey_id)
    by_segment: list[tuple[str, OpenDoor]] = []
    for key, spec in document.nodes.items():
        node, _ = registry.build(spec.type, spec.config)
        if not isinstance(node, Entry):
            continue
        door = node.door()
        target = await _target(conn, door.kind, door.target)
        values = {
            "node_id": numbers[key], "journey_id": journey_id, "version_id": version_id, "kind": door.kind,
            "target_id": target, "reentry": door.reentry, "where": list(door.where),
        }  # fmt: skip
        await conn.execute(insert(JourneyEntry).values(values))
        if door.kind == "segment":
            by_segment.append((door.target, OpenDoor(journey_id, version_id, numbers[key], door.reentry)))
    return by_segment


async def take_down(conn: Conn, journey_id: int) -> None:
    """Close every door of a journey."""
    await conn.execute(delete(JourneyEntry).where(JourneyEntry.journey_id == journey_id))


async def _target(conn: Conn, kind: str, name: str) -> int | None:
    if kind == "segment":
        return (await conn.execute(select(Segment.id).where(Segment.slug == name))).scalar_one()
    if kind == "event":
        await conn.execute(upsert(EventName).values(name=name).on_conflict_do_nothing())
        return (await conn.execute(select(EventName.id).where(EventName.name == name))).scalar_one()
    return None


async def listen(conn: Conn, here: Here) -> None:
    """Make segments be watched and events be awaited exactly as the open doors need it."""
    targets = select(JourneyEntry.target_id).join(Journey, Journey.id == JourneyEntry.journey_id)
    running = targets.where(Journey.state.in_([JourneyState.LIVE, JourneyState.PAUSED]))
    slugs = select(Segment.slug).where(Segment.id.in_(running.where(JourneyEntry.kind == "segment")))
    await segments.watch(conn, list((await conn.execute(slugs)).scalars()), here.now, here.zone)
    awaited: Sequence[int | None] = (
        (await conn.execute(running.where(JourneyEntry.kind == "event"))).scalars().all()
    )
    await conn.execute(delete(EventListener).where(EventListener.name_id.not_in(awaited)))
    if awaited:
        rows = [{"name_id": number} for number in set(awaited)]
        await conn.execute(upsert(EventListener).on_conflict_do_nothing(), rows)
