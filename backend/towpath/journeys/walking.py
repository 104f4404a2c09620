"""The hot path: one batch of one version, claimed, walked and written down in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import text

from towpath.contacts import store as contacts
from towpath.engine.node import Json, Reads
from towpath.engine.outcome import ChangeTags, Intent, Outcome, SendEmail, SetAttributes
from towpath.engine.walk import Visit, Walk, Walker
from towpath.journeys.versions import Book, Compiled
from towpath.kit.clock import Clock
from towpath.kit.db import Conn, Database, driver
from towpath.kit.partitions import Partitions
from towpath.messages import store as messages
from towpath.segments import store as segments

# Take a set of due people out of one version; whoever another worker holds is left to it.
CLAIM = """
SELECT id, contact_id, node_id, arrived_at, steps, data
  FROM enrollment
 WHERE version_id = $1 AND status = 1 AND wake_at <= $2
 ORDER BY wake_at
 LIMIT $3
   FOR UPDATE SKIP LOCKED
"""
# The same for people named by id: the halves of a batch that failed.
CLAIM_THESE = """
SELECT id, contact_id, node_id, arrived_at, steps, data
  FROM enrollment
 WHERE id = ANY($3::bigint[]) AND version_id = $1 AND status = 1 AND wake_at <= $2
   FOR UPDATE SKIP LOCKED
"""
# Hold the journey's state still while a batch is under way: pausing waits for it, then nobody moves.
HOLD_STATE = "SELECT state = 'live' FROM journey WHERE id = $1 FOR SHARE"
# Put everybody where they now stand.
SETTLE = """
UPDATE enrollment AS e
   SET node_id = u.node_id, status = u.status, wake_at = u.wake_at, arrived_at = u.arrived_at, steps = u.steps,
       reason = u.reason, ended_at = CASE WHEN u.status = 2 THEN $1::timestamptz END
  FROM unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::timestamptz[], $6::timestamptz[], $7::int[], $8::text[])
       AS u (id, node_id, status, wake_at, arrived_at, steps, reason)
 WHERE e.id = u.id
"""
# Write paths nobody walked before.
NEW_PATHS = """
INSERT INTO path (version_id, digest, steps)
SELECT $1, u.digest, string_to_array(u.steps, E'\\n')
  FROM unnest($2::text[], $3::text[]) AS u (digest, steps)
    ON CONFLICT (version_id, digest) DO NOTHING
"""
KNOWN_PATHS = "SELECT digest, id FROM path WHERE version_id = $1 AND digest = ANY($2::text[])"
# Count who passed which port; last in the transaction, in one order, because these rows are shared.
COUNT = """
INSERT INTO node_count AS n (node_id, port, passed)
SELECT u.node_id, u.port, u.passed
  FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS u (node_id, port, passed)
 ORDER BY u.node_id, u.port
    ON CONFLICT (node_id, port) DO UPDATE SET passed = n.passed + EXCLUDED.passed
"""
SET_ASIDE = "UPDATE enrollment SET status = 3, reason = $2 WHERE id = $1 AND status = 1"

_ZONE = text("SELECT time_zone FROM workspace")
_RUNS = Partitions("run")
_encode = msgspec.json.Encoder().encode

# A message owed: a row of messages.owe.
Owed = tuple[Any, ...]


class Walked(msgspec.Struct):
    """What a batch came to: people claimed, node executions, messages owed."""

    claimed: int = 0
    steps: int = 0
    owed: int = 0


class Here(msgspec.Struct, frozen=True):
    """The moment (aware) and the workspace's time zone in which a batch is walked."""

    now: datetime
    zone: str


async def here_and_now(conn: Conn, clock: Clock) -> Here:
    """Return the moment and the zone in which the workspace lives."""
    return Here(await clock.now(conn), (await conn.execute(_ZONE)).scalar_one())


async def claim(
    conn: Conn, version: Compiled, here: Here, limit: int, ids: Sequence[int] | None = None
) -> list[Walker]:
    """Lock due people, up to `limit`, or those of `ids`; nobody while the journey does not run."""
    raw = await driver(conn)
    if not await raw.fetchval(HOLD_STATE, version.journey_id):
        return []
    if ids is None:
        rows = await raw.fetch(CLAIM, version.id, here.now, limit)
    else:
        rows = await raw.fetch(CLAIM_THESE, version.id, here.now, ids)
    return [Walker(row[0], row[1], version.keys[row[2]], row[3], row[4], row[5]) for row in rows]


async def walk(conn: Conn, version: Compiled, walkers: list[Walker], here: Here) -> tuple[Walk, Walked]:
    """Walk a claimed batch until everybody waits or has left; effects are written, positions not yet."""
    walk = Walk(version.graph, walkers, here.now, here.zone)
    owed: list[Owed] = []
    while (visit := walk.visit()) is not None:
        outcome, more = await take(conn, version, walk, visit, here)
        owed += more
        walk.settle(visit, outcome)
    if owed:
        await messages.owe(conn, owed, here.now)
    return walk, Walked(len(walkers), sum(walk.passed.values()), len(owed))


async def take(
    conn: Conn, version: Compiled, walk: Walk, visit: Visit, here: Here
) -> tuple[Outcome, list[Owed]]:
    """Let one node decide about everybody who stands there, and write its effects; return what it owes to whom."""
    facts = await _facts(conn, visit.node.reads(), [w.contact for w in visit.walkers], here)
    outcome = walk.decide(visit, facts)
    people = {w.id: w for w in visit.walkers}
    owed: list[Owed] = []
    for intent in outcome.intents:
        owed += await _apply(conn, version, visit, intent, people, here.now)
    return outcome, owed


async def _facts(conn: Conn, reads: Reads, contact_ids: list[int], here: Here) -> Mapping[str, Sequence[Any]]:
    facts: dict[str, Sequence[Any]] = {}
    if reads.conditions:
        facts |= await segments.evaluate(conn, reads.conditions, contact_ids, here.now, here.zone)
    if reads.fields:
        facts |= await _fields(conn, reads.fields, contact_ids)
    return facts


async def _fields(conn: Conn, names: Sequence[str], contact_ids: list[int]) -> dict[str, list[Any]]:
    raw = await driver(conn)
    columns = ", ".join(f"c.{name}" for name in names)
    rows = await raw.fetch(
        f"SELECT {columns} FROM unnest($1::bigint[]) WITH ORDINALITY AS u (id, n) "
        "LEFT JOIN contact AS c ON c.id = u.id ORDER BY u.n",
        contact_ids,
    )
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


async def _apply(
    conn: Conn, version: Compiled, visit: Visit, intent: Intent, people: Mapping[int, Walker], now: datetime
) -> list[Owed]:
    """Write an intent with one statement; return the deliveries that it owes."""
    chosen = [people[i] for i in intent.ids]
    if isinstance(intent, SendEmail):
        number, message = version.numbers[visit.key], version.messages[intent.message]
        topic = version.topics[intent.topic] if intent.topic else None
        return [(w.contact, w.id, number, w.steps, message, topic, _text(brought(w.data))) for w in chosen]
    contact_ids = [w.contact for w in chosen]
    if isinstance(intent, ChangeTags):
        await contacts.change_tags(conn, contact_ids, intent.add, intent.remove, now)
    elif isinstance(intent, SetAttributes):
        await contacts.set_values(conn, contact_ids, intent.values, now)
    return []


def brought(data: Json | None) -> Json | None:
    """Return what templates see of an enrollment's data: the values given at entry, or the event's properties."""
    if not data:
        return None
    return data.get("data") or data.get("event", {}).get("properties")


def _text(data: Json | None) -> str | None:
    return _encode(data).decode() if data else None


async def write_down(conn: Conn, version: Compiled, walk: Walk, paths: Mapping[int, int]) -> None:
    """Write positions, history and counts of a finished walk. `paths` gives the row of each route."""
    raw = await driver(conn)
    now, walkers = walk.now, walk.walkers
    await raw.execute(
        SETTLE, now,
        [w.id for w in walkers],
        [version.numbers[w.node] for w in walkers],
        [int(w.standing) for w in walkers],
        [w.wake or now for w in walkers],
        [w.arrived for w in walkers],
        [w.steps for w in walkers],
        [w.reason for w in walkers],
    )  # fmt: skip
    await _write_runs(raw, walk, paths)
    if walk.passed:
        passed = [(version.numbers[key], port, count) for (key, port), count in walk.passed.items()]
        await raw.execute(COUNT, *map(list, zip(*passed, strict=True)))


async def _write_runs(raw: asyncpg.Connection, walk: Walk, paths: Mapping[int, int]) -> None:
    await _RUNS.ensure(raw, [walk.now])
    records = [
        (w.id, paths[w.route], walk.now, _text(walk.why.get(w.id)))
        for w in walk.walkers
        if w.route or w.id in walk.why
    ]
    await raw.copy_records_to_table("run", records=records, columns=["enrollment_id", "path_id", "at", "why"])


async def intern_paths(db: Database, book: Book, version: Compiled, walk: Walk) -> dict[int, int]:
    """Return the path row of each route of a walk, writing those that are new.

    In a transaction of its own: a path is harmless when the batch fails, and no worker waits for another's batch.
    """
    routes = {w.route for w in walk.walkers}
    steps = {route: walk.routes.steps(route) for route in routes}
    missing = [s for s in steps.values() if (version.id, s) not in book.paths]
    if missing:
        by_digest = {hashlib.sha256("\n".join(s).encode()).hexdigest()[:32]: s for s in missing}
        async with db.transaction() as conn:
            raw = await driver(conn)
            texts = ["\n".join(s) for s in by_digest.values()]
            await raw.execute(NEW_PATHS, version.id, list(by_digest), texts)
            for digest, number in await raw.fetch(KNOWN_PATHS, version.id, list(by_digest)):
                book.paths[version.id, by_digest[digest]] = number
    return {route: book.paths[version.id, s] for route, s in steps.items()}


async def set_aside(conn: Conn, enrollment: int, reason: str) -> None:
    """Take one person out of the walk, with the reason."""
    raw = await driver(conn)
    await raw.execute(SET_ASIDE, enrollment, reason)
