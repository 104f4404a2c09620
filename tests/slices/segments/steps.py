"""What happens in tests of segments."""

import json
from datetime import datetime
from typing import Any

import httpx

from towpath.contacts.store import note_changes
from towpath.events.log import NewEvent, append
from towpath.kit.db import Conn, Database, driver
from towpath.segments.store import Refreshed, refresh


async def contacts(conn: Conn, count: int, **fields: Any) -> list[int]:
    raw = await driver(conn)
    columns = "".join(f", {key}" for key in fields)
    values = "".join(f", ${n}" for n in range(2, len(fields) + 2))
    rows = await raw.fetch(
        f"INSERT INTO contact (external_id{columns}) SELECT gen_random_uuid()::text{values}"
        " FROM generate_series(1, $1) RETURNING id",
        count, *fields.values(),
    )  # fmt: skip
    ids = [row["id"] for row in rows]
    await note_changes(conn, ids, ["contact"])
    return ids


async def segment(conn: Conn, slug: str, condition: dict[str, Any] | None) -> int:
    raw = await driver(conn)
    return await raw.fetchval(
        "INSERT INTO segment (slug, name, kind, condition) VALUES ($1, $1, $2, $3) RETURNING id",
        slug, "dynamic" if condition else "fixed", json.dumps(condition) if condition else None,
    )  # fmt: skip


async def bought(conn: Conn, contact: int, at: datetime) -> None:
    await append(conn, [NewEvent("purchase", contact_id=contact, at=at)], at)


async def fresh(db: Database, now: datetime, zone: str = "UTC", limit: int = 5000) -> Refreshed:
    """Refresh until nothing is left, each bite in a transaction of its own."""
    joined: dict[int, list[int]] = {}
    left: dict[int, list[int]] = {}
    more = True
    while more:
        async with db.transaction() as conn:
            bite = await refresh(conn, now, zone, limit)
        for told, into in ((bite.joined, joined), (bite.left, left)):
            for number, ids in told:
                into.setdefault(number, []).extend(ids)
        more = bite.more
    return Refreshed(list(joined.items()), list(left.items()), more=False)


async def value(db: Database, query: str) -> Any:
    async with db.transaction() as conn:
        return await (await driver(conn)).fetchval(query)


async def made(
    client: httpx.AsyncClient, name: str, condition: dict[str, Any] | None, **more: Any
) -> dict[str, Any]:
    """Make a segment over HTTP; without a condition it is a list."""
    body = {"name": name, **more} | ({"condition": condition} if condition else {"kind": "fixed"})
    answer = await client.post("/api/v1/segments", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
