"""Beginning and ceasing to watch segments."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from towpath.kit.db import Conn, driver
from towpath.kit.errors import Invalid
from towpath.segments.membership import fill
from towpath.segments.model import Segment
from towpath.segments.sql import upkeep
from towpath.segments.watched import load_watched, write_facts


async def watch(conn: Conn, slugs: Iterable[str], now: datetime, zone: str) -> None:
    """Watch exactly these segments from now on: their members are kept, and whoever joins or leaves is told.

    Members at the moment a segment begins to be watched are no news. Raises Invalid for a slug that no segment has.
    """
    wanted = sorted(set(slugs))
    raw = await driver(conn)
    # Alone, and before anything is read: every change that is not seen here will find its fact watched.
    await raw.execute(upkeep.LOCK_WATCH)
    await _must_exist(conn, wanted)
    begun = {row["id"] for row in await raw.fetch(upkeep.BEGIN_WATCHING, wanted)}
    await raw.execute(upkeep.STOP_WATCHING, wanted)
    watched = await load_watched(conn, zone)
    await write_facts(conn, watched)
    if not watched:
        await raw.execute(upkeep.FORGET_CHANGES)
    for segment in watched:
        if segment.id in begun:
            await fill(conn, segment, now, zone)


async def _must_exist(conn: Conn, slugs: list[str]) -> None:
    found = set((await conn.execute(select(Segment.slug).where(Segment.slug.in_(slugs)))).scalars())
    missing = sorted(set(slugs) - found)
    if missing:
        raise Invalid(f"There is no segment “{missing[0]}”.")
