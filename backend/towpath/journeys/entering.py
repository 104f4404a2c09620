"""How people come in: one statement for a whole set, whatever the door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from towpath.engine.node import Reentry
from towpath.kit.db import Conn, driver

# One entry at a time per journey: whoever looks for earlier enrollments sees all that are committed.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('towpath.enter'), $1)"
# Let a set of people in, once each: not whoever is inside already, and under `never` not whoever was.
_ENROLL = """
INSERT INTO enrollment (journey_id, version_id, contact_id, node_id, arrived_at, wake_at, entered_at, data)
SELECT $1, $2, c.id, $3, $4, $4, $4, u.data::jsonb
  FROM unnest($5::bigint[], $6::text[]) WITH ORDINALITY AS u (contact_id, data, n)
  JOIN contact AS c ON c.id = u.contact_id
 WHERE NOT EXISTS (
       SELECT 1 FROM enrollment AS e
        WHERE e.journey_id = $1 AND e.contact_id = c.id AND ($7 OR e.status <> 2))
 ORDER BY u.n
    ON CONFLICT DO NOTHING
RETURNING contact_id
"""
# Count who came in, by day (UTC).
_COUNT = """
INSERT INTO entered_day AS d (journey_id, day, entered)
VALUES ($1, ($2::timestamptz AT TIME ZONE 'UTC')::date, $3)
    ON CONFLICT (journey_id, day) DO UPDATE SET entered = d.entered + EXCLUDED.entered
"""
# Whether somebody is inside, or was.
_WAS_HERE = """
SELECT bool_or(status <> 2) FROM enrollment WHERE journey_id = $1 AND contact_id = $2
"""


class OpenDoor(msgspec.Struct, frozen=True):
    """A way into the live version of a journey."""

    journey_id: int
    version_id: int
    node_id: int
    reentry: Reentry


async def enroll(
    conn: Conn, door: OpenDoor, contact_ids: Sequence[int], now: datetime, data: Sequence[str | None] = ()
) -> list[int]:
    """Let people in and return the ids of those who came in. `data` is JSON text, one for each, or nothing."""
    if not contact_ids:
        return []
    raw = await driver(conn)
    await raw.execute(_LOCK, door.journey_id)
    brought = list(data) or [None] * len(contact_ids)
    never = door.reentry is Reentry.NEVER
    rows = await raw.fetch(
        _ENROLL, door.journey_id, door.version_id, door.node_id, now, list(contact_ids), brought, never
    )
    if rows:
        await raw.execute(_COUNT, door.journey_id, now, len(rows))
    return [row[0] for row in rows]


async def is_refused(
    conn: Conn, journey_id: int, contact_id: int, reentry: Reentry
) -> Literal["inside", "before"] | None:
    """Tell why somebody would not be let in: is inside, or was before and may not come back."""
    is_inside = await (await driver(conn)).fetchval(_WAS_HERE, journey_id, contact_id)
    if is_inside:
        return "inside"
    return "before" if is_inside is not None and reentry is Reentry.NEVER else None
