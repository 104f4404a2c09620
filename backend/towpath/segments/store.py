"""What segments offer to the rest of the house, and what is read of them.

Asking conditions is in `evaluation.py`, beginning to watch in `watching.py`, keeping members in `membership.py`.
"""

from datetime import datetime

from sqlalchemy import select

from towpath.kit.db import Conn, driver
from towpath.segments.evaluation import evaluate, present_for, whole
from towpath.segments.membership import Refreshed, refresh
from towpath.segments.model import Segment
from towpath.segments.rows import find
from towpath.segments.watching import watch

__all__ = ["Refreshed", "evaluate", "member_ids", "names", "refresh", "watch"]


async def names(conn: Conn) -> dict[str, str]:
    """Return the names of all segments by slug."""
    rows = await conn.execute(select(Segment.slug, Segment.name))
    return {slug: name for slug, name in rows}


async def member_ids(conn: Conn, slug: str, now: datetime, zone: str) -> list[int]:
    """Return everybody who is in a segment now, in the order of their ids. Raises NoSuchSegment."""
    segment = await find(conn, slug)
    raw = await driver(conn)
    if segment.kind == "fixed":
        rows = await raw.fetch(
            "SELECT contact_id FROM segment_member WHERE segment_id = $1 ORDER BY contact_id", segment.id
        )
        return [row["contact_id"] for row in rows]
    compiled = await whole(conn, segment.condition or {}, 1)
    present = await present_for(raw, conn, [compiled], now, zone)
    rows = await raw.fetch(
        f"SELECT s.id FROM ({compiled.sql}) AS s ORDER BY s.id", *compiled.arguments(present)
    )
    return [row["id"] for row in rows]
