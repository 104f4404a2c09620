"""Segments as they are read: lists, counts, who is in, who uses them."""

from datetime import datetime
from typing import Any

import msgspec
from asyncpg.exceptions import QueryCanceledError
from sqlalchemy import and_, case, func, or_, select, text

from towpath.contacts.model import Contact
from towpath.contacts.queries import matches
from towpath.kit.db import Conn, Json, driver
from towpath.kit.errors import Unavailable
from towpath.segments.evaluation import present_for, whole
from towpath.segments.model import Segment, SegmentMember
from towpath.segments.rows import COLUMNS, SegmentRow

PATIENCE_S = 5

# used_by
# Whoever would miss a segment: journeys that are live, or whose people still walk, and segments made of it.
_USED_BY = text("""
SELECT 'journey' AS kind, j.slug, j.name
  FROM journey AS j
 WHERE j.state IN ('live', 'paused')
   AND (EXISTS (SELECT FROM journey_entry AS e
                 WHERE e.journey_id = j.id AND e.kind = 'segment' AND e.target_id = :id)
        OR EXISTS (SELECT FROM version AS v
                    WHERE v.journey_id = j.id
                      AND (v.id = j.live_version_id
                           OR EXISTS (SELECT FROM enrollment AS n WHERE n.version_id = v.id AND n.status = 1))
                      AND jsonb_path_exists(v.document, '$.**.segment ? (@ == $slug)',
                                            jsonb_build_object('slug', CAST(:slug AS text)))))
UNION ALL
SELECT 'segment', s.slug, s.name
  FROM segment AS s
 WHERE s.slug <> :slug
   AND jsonb_path_exists(s.condition, '$.**.segment ? (@ == $slug)',
                         jsonb_build_object('slug', CAST(:slug AS text)))
 ORDER BY 1, 3
""")


class TooSlow(Unavailable):
    """This takes too long to find out now."""

    code = "segment-too-slow"


class User(msgspec.Struct, frozen=True):
    """Somebody who uses a segment: a journey, or another segment."""

    kind: str
    slug: str
    name: str


class Member(msgspec.Struct, frozen=True):
    """A contact in a segment, in short."""

    id: int
    external_id: str | None
    email: str | None
    first_name: str | None
    last_name: str | None


class Counted(msgspec.Struct, frozen=True):
    """How many match, and the first few; both None when the answer took too long."""

    count: int | None
    sample: list[Member] | None


class Listed(SegmentRow, frozen=True, kw_only=True):
    """A segment in a list; `count` is the number of members where these are kept."""

    count: int | None


async def page(conn: Conn, *, after: tuple[str, int] | None, limit: int, search: str = "") -> list[Listed]:
    """Return segments by name, from the one behind `after` (name, id) on."""
    members = select(func.count()).where(SegmentMember.segment_id == Segment.id).scalar_subquery()
    is_kept = or_(Segment.kind == "fixed", Segment.is_watched)
    query = (
        select(*COLUMNS, case((is_kept, members)).label("count"))
        .order_by(Segment.name, Segment.id)
        .limit(limit)
    )
    if after:
        name, number = after
        query = query.where(or_(Segment.name > name, and_(Segment.name == name, Segment.id > number)))
    if search:
        query = query.where(Segment.name.icontains(search, autoescape=True))
    return [Listed(*row[:-1], count=row[-1]) for row in await conn.execute(query)]


async def used_by(conn: Conn, segment: SegmentRow) -> list[User]:
    """Return who uses a segment."""
    rows = await conn.execute(_USED_BY, {"id": segment.id, "slug": segment.slug})
    return [User(row.kind, row.slug, row.name) for row in rows]


async def counted(conn: Conn, condition: Json, now: datetime, zone: str) -> Counted:
    """Count everybody for whom a condition holds, and show the first five; give up after five seconds."""
    rows = await patiently(conn, condition, _COUNT, (), now, zone)
    if rows is None:
        return Counted(None, None)
    ids = list(rows[0]["first"])
    query = select(*_MEMBER).where(Contact.id.in_(ids)).order_by(Contact.id)
    return Counted(rows[0]["count"], [Member(*row) for row in await conn.execute(query)])


async def count_of(conn: Conn, segment: SegmentRow, now: datetime, zone: str) -> int | None:
    """Count the members of a segment now; None when that takes too long."""
    if segment.is_list:
        query = select(func.count()).where(SegmentMember.segment_id == segment.id)
        return (await conn.execute(query)).scalar_one()
    rows = await patiently(conn, segment.condition or {}, _COUNT_ONLY, (), now, zone)
    return None if rows is None else rows[0]["count"]


class Wanted(msgspec.Struct, frozen=True):
    """Which members are asked for: up to `limit` with an id above `after`, whom a search text fits."""

    after: int
    limit: int
    search: str = ""


async def members(conn: Conn, segment: SegmentRow, wanted: Wanted, now: datetime, zone: str) -> list[Member]:
    """Return members by id. Raises TooSlow."""
    if segment.is_list:
        query = (
            select(*_MEMBER)
            .join(SegmentMember, SegmentMember.contact_id == Contact.id)
            .where(SegmentMember.segment_id == segment.id, Contact.id > wanted.after)
            .order_by(Contact.id)
            .limit(wanted.limit)
        )
        query = query.where(matches(wanted.search)) if wanted.search else query
        return [Member(*row) for row in await conn.execute(query)]
    first = (wanted.after, wanted.limit, wanted.search.lower())
    rows = await patiently(conn, segment.condition or {}, _MEMBERS, first, now, zone)
    if rows is None:
        raise TooSlow(f"Finding out who is in “{segment.name}” takes longer than {PATIENCE_S} seconds.")
    return [Member(*row) for row in rows]


async def patiently(
    conn: Conn, condition: Json, sql: str, first: tuple[Any, ...], now: datetime, zone: str
) -> list[Any] | None:
    """Run a statement over the ids that a condition selects, at its `{ids}`; None when it takes too long.

    `first` are its own parameters, from $1 on.
    """
    compiled = await whole(conn, condition, len(first) + 1)
    raw = await driver(conn)
    present = await present_for(raw, conn, [compiled], now, zone)
    savepoint = await conn.begin_nested()
    before = await raw.fetchval("SELECT current_setting('statement_timeout')")
    await raw.execute(_SET_TIMEOUT, f"{PATIENCE_S}s")
    try:
        rows = await raw.fetch(sql.format(ids=compiled.sql), *compiled.arguments(present, *first))
    except QueryCanceledError:
        await savepoint.rollback()
        return None
    await raw.execute(_SET_TIMEOUT, before)
    await savepoint.commit()
    return rows


_SET_TIMEOUT = "SELECT set_config('statement_timeout', $1, TRUE)"
_MEMBER = (Contact.id, Contact.external_id, Contact.email, Contact.first_name, Contact.last_name)
_COUNT_ONLY = "SELECT count(*) AS count FROM ({ids}) AS inside"

# count
_COUNT = """
WITH inside AS MATERIALIZED ({ids})
SELECT (SELECT count(*) FROM inside) AS count,
       ARRAY(SELECT id FROM inside ORDER BY id LIMIT 5) AS first
"""

# members
_MEMBERS = """
SELECT c.id, c.external_id, c.email, c.first_name, c.last_name
  FROM contact AS c
  JOIN ({ids}) AS inside ON inside.id = c.id
 WHERE c.id > $1
   AND ($3 = '' OR strpos(lower(c.email), $3) > 0 OR lower(c.external_id) = $3
        OR strpos(lower(concat_ws(' ', c.first_name, c.last_name, c.company)), $3) > 0)
 ORDER BY c.id
 LIMIT $2
"""
