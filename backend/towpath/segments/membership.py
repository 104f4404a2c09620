"""Who is in the watched segments: filled once as sets, then kept up to date by what changes and what time brings.

A contact is looked at again when one of its facts changed (contact_change) or when its next moment has come at which
time alone may change the answer (segment_recheck). Of a fixed segment the recheck rows are news of a change by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec

from towpath.contacts import sql as contacts
from towpath.kit.db import Conn, driver
from towpath.segments.evaluation import present_for
from towpath.segments.sql import statements, upkeep
from towpath.segments.sql.binds import Present, zones
from towpath.segments.sql.statements import Look
from towpath.segments.watched import Watched, load_watched, write_facts

# A clock that goes back by less is not set back; so often we note how late it is.
_SLACK, _NOTE_EVERY = timedelta(seconds=5), timedelta(seconds=60)

News = list[tuple[int, list[int]]]


class Refreshed(msgspec.Struct, frozen=True):
    """Who joined and who left, as (segment id, contact ids); `more`: call again at once."""

    joined: News
    left: News
    more: bool


async def refresh(conn: Conn, now: datetime, zone: str, limit: int = 5000) -> Refreshed:
    """Bring the members of watched segments up to date, in a bite of at most `limit` changes and as many rechecks.

    Answers nothing while another refresh runs. A segment whose condition changed, here or in a segment that it is
    made of, is found anew as a whole; so are all when the workspace's zone changed or its clock was set back.
    """
    raw = await driver(conn)
    if not await raw.fetchval(upkeep.TRY_REFRESH):
        return Refreshed([], [], more=False)
    if any(_is_stale(segment, now) for segment in await load_watched(conn, zone)):
        return await _find_anew(conn, raw, now, zone)
    await raw.execute(contacts.LOCK_WATCH)
    return await _bite(conn, raw, await load_watched(conn, zone), now, zone, limit)


async def _find_anew(conn: Conn, raw: asyncpg.Connection, now: datetime, zone: str) -> Refreshed:
    """Fill the first stale segment again, as if it began to be watched; but who joins and leaves is news."""
    await raw.execute(upkeep.LOCK_WATCH)
    watched = await load_watched(conn, zone)
    await write_facts(conn, watched)
    for segment in watched:
        if _is_stale(segment, now):
            return _news([(segment.id, *await fill(conn, segment, now, zone))], more=True)
    return Refreshed([], [], more=True)


def _is_stale(segment: Watched, now: datetime) -> bool:
    was_set_back = segment.looked_at is not None and now < segment.looked_at - _SLACK
    return segment.watched_as != segment.mark or (was_set_back and segment.source is not None)


def _news(changes: Iterable[tuple[int, list[int], list[int]]], *, more: bool) -> Refreshed:
    joined: dict[int, list[int]] = {}
    left: dict[int, list[int]] = {}
    for segment, come, gone in changes:
        joined.setdefault(segment, []).extend(come)
        left.setdefault(segment, []).extend(gone)
    return Refreshed(
        [(segment, ids) for segment, ids in joined.items() if ids],
        [(segment, ids) for segment, ids in left.items() if ids],
        more,
    )


async def _bite(
    conn: Conn, raw: asyncpg.Connection, watched: Sequence[Watched], now: datetime, zone: str, limit: int
) -> Refreshed:
    rows = await raw.fetch(upkeep.TAKE_CHANGED, limit)
    changed = {row["contact_id"] for row in rows}
    due: dict[int, set[int]] = {}
    due_rows = await raw.fetch(upkeep.DUE_RECHECKS, now, limit, [segment.id for segment in watched])
    for row in due_rows:
        due.setdefault(row["segment_id"], set()).add(row["contact_id"])
    changes: list[tuple[int, list[int], list[int]]] = []
    for segment in watched:
        ids = due.get(segment.id, set())
        if segment.source is None:
            changes.append((segment.id, *await _tell(raw, segment.id, sorted(ids))))
        elif ids or changed:
            changes.append((segment.id, *await _look(conn, raw, segment, sorted(ids | changed), now, zone)))
    unseen = [segment for segment in watched if segment.looked_to is not None]
    changes += [(segment.id, *await _look_on(conn, raw, segment, now, zone, limit)) for segment in unseen]
    if any(s.looked_at is None or now - s.looked_at > _NOTE_EVERY for s in watched):
        await raw.execute(upkeep.LOOKED, now)
    is_full = len(rows) == limit or len(due_rows) == limit
    return _news(changes, more=is_full or bool(unseen))


async def _look_on(
    conn: Conn, raw: asyncpg.Connection, segment: Watched, now: datetime, zone: str, limit: int
) -> tuple[list[int], list[int]]:
    """Look at the next contacts of a segment that was filled, to find out when to look again."""
    ids = [row["id"] for row in await raw.fetch(upkeep.NEXT_CONTACTS, segment.looked_to, limit)]
    await raw.execute(upkeep.LOOKED_TO, segment.id, ids[-1] if len(ids) == limit else None)
    return await _look(conn, raw, segment, ids, now, zone)


async def _tell(raw: asyncpg.Connection, segment_id: int, ids: list[int]) -> tuple[list[int], list[int]]:
    """Answer who was put into a fixed segment and who was taken out."""
    if not ids:
        return [], []
    await raw.execute(upkeep.DROP_RECHECKS, segment_id, ids)
    inside = {row["contact_id"] for row in await raw.fetch(upkeep.OF_THESE_INSIDE, segment_id, ids)}
    return [i for i in ids if i in inside], [i for i in ids if i not in inside]


async def _look(
    conn: Conn, raw: asyncpg.Connection, segment: Watched, ids: list[int], now: datetime, zone: str
) -> tuple[list[int], list[int]]:
    """Look at contacts again: make them members or not, note when to look next; answer who came and went."""
    look = statements.look(segment.asked)
    present = await present_for(raw, conn, [look.compiled], now, zone)
    rows = await raw.fetch(look.compiled.sql, *look.compiled.arguments(present, segment.id, ids))
    come = [row[0] for row in rows if row[1] and not row[2]]
    gone = [row[0] for row in rows if row[2] and not row[1]]
    if come:
        come = sorted(row[0] for row in await raw.fetch(upkeep.ADD_MEMBERS, segment.id, come, now))
    if gone:
        await raw.execute(upkeep.REMOVE_MEMBERS, segment.id, gone)
    if look.foretells:
        coming = dict(_next_moments(((row[0], row[3], row[4:]) for row in rows), look, present))
        await raw.execute(upkeep.DROP_RECHECKS, segment.id, [i for i in ids if i not in coming])
        if coming:
            await raw.execute(upkeep.KEEP_RECHECKS, segment.id, list(coming), list(coming.values()))
    return come, sorted(gone)


async def fill(conn: Conn, segment: Watched, now: datetime, zone: str) -> tuple[list[int], list[int]]:
    """Find all members of a segment anew; answer who came and who went.

    When to look at whom again is found out by the refreshes that follow, bite by bite: it takes longer, and this is
    done while nobody else may change contacts.
    """
    raw = await driver(conn)
    come: list[int] = []
    gone: list[int] = []
    looked_to = None
    if segment.source is not None:
        whole = statements.whole(segment.source, 3)
        present = await present_for(raw, conn, [whole], now, zone)
        sql = upkeep.REFILL.format(ids=whole.sql)
        row = await raw.fetchrow(sql, *whole.arguments(present, segment.id, now))
        come, gone = (list(row["come"]), list(row["gone"])) if row else ([], [])
        await raw.execute(upkeep.FORGET_RECHECKS, segment.id)
        looked_to = 0 if statements.look(segment.source).foretells else None
    await raw.execute(upkeep.SETTLED, segment.id, segment.mark, now, looked_to)
    return come, gone


def _next_moments(
    rows: Iterable[tuple[int, str | None, Sequence[Any]]], look: Look, present: Present
) -> Iterator[tuple[int, datetime]]:
    """Yield (contact, the next moment at which time alone may change the answer) where there is one."""
    names, known = zones(), {}
    for contact, own_zone, values in rows:
        zone = own_zone if own_zone in names else present.zone
        soonest: datetime | None = None
        for n, value in enumerate(values):
            if value is None:
                continue
            key = (n, tuple(value) if isinstance(value, list) else value, zone)
            if key not in known:
                coming = (m for m in look.foretells[n](value, present.now, zone) if m > present.now)
                known[key] = min(coming, default=None)
            moment = known[key]
            if moment is not None and (soonest is None or moment < soonest):
                soonest = moment
        if soonest is not None:
            yield contact, soonest
