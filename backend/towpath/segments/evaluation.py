"""Asking conditions of the database: of a batch of contacts, or for everybody at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import asyncpg

from towpath.kit.db import Conn, Json, driver
from towpath.segments.nesting import sources_of
from towpath.segments.sql import statements
from towpath.segments.sql.binds import Present
from towpath.segments.sql.statements import Compiled

_known_zones: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


async def evaluate(
    conn: Conn, conditions: Mapping[str, Json], contact_ids: Sequence[int], now: datetime, zone: str
) -> dict[str, list[bool]]:
    """Tell for each condition, by its name, for which contacts it holds, in their order; ids may repeat.

    One statement for the batch, whatever the number of conditions. Contacts that are gone match nothing.
    """
    if not conditions or not contact_ids:
        return {name: [] for name in conditions}
    sources = await sources_of(conn, list(conditions.values()))
    compiled = statements.batch(tuple(sources))
    raw = await driver(conn)
    present = await present_for(raw, conn, [compiled], now, zone)
    row = await raw.fetchrow(compiled.sql, *compiled.arguments(present, list(set(contact_ids))))
    matching = [frozenset(ids or ()) for ids in row or ()]
    return {
        name: [contact in ids for contact in contact_ids]
        for name, ids in zip(conditions, matching, strict=True)
    }


async def whole(conn: Conn, condition: Json, first: int) -> Compiled:
    """Return a SELECT of the ids of everybody for whom a condition holds; its parameters are numbered from `first`."""
    (source,) = await sources_of(conn, [condition])
    return statements.whole(source, first)


async def present_for(
    raw: asyncpg.Connection, conn: Conn, compiled: Iterable[Compiled], now: datetime, zone: str
) -> Present:
    """Return the present as these statements need it."""
    if not any(one.binds.asks_for_zones for one in compiled):
        return Present(now, zone)
    engine = conn.sync_engine
    if engine not in _known_zones:
        rows = await raw.fetch("SELECT name FROM pg_timezone_names")
        _known_zones[engine] = frozenset(row["name"] for row in rows)
    return Present(now, zone, _known_zones[engine])
